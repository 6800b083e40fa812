//! A list to pick from, narrowed down by typing.

use ratatui::layout::Size;

use super::draw::list_room;
use crate::search::Query;
use crate::tui::widget::input::LineInput;
use crate::tui::widget::list::List;

/// Entries with their labels, and which of them are shown.
#[derive(Debug)]
pub struct Picker<T> {
    /// What is picked.
    pub title: &'static str,
    /// What is typed.
    pub input: LineInput,
    /// Label, detail and value of each entry.
    pub entries: Vec<(String, String, T)>,
    /// Positions of the entries that match, best first.
    pub shown: Vec<usize>,
    /// Where one is in `shown`.
    pub list: List,
}

impl<T: Clone> Picker<T> {
    /// All entries, nothing typed.
    pub fn new(title: &'static str, entries: Vec<(String, String, T)>) -> Self {
        Self {
            title,
            input: LineInput::default(),
            shown: (0..entries.len()).collect(),
            entries,
            list: List::default(),
        }
    }

    /// Narrows the list down to what is typed: matches of consecutive characters first.
    pub fn narrow(&mut self) {
        let query = Query::new(self.input.text());
        let mut found: Vec<(usize, _)> = (0..self.entries.len())
            .filter_map(|at| {
                let (label, detail, _) = &self.entries[at];
                let mut weakest = crate::search::Strength::Tight;
                for term in query.terms() {
                    let strength = term.matches(label).max(term.matches(detail))?;
                    weakest = weakest.min(strength);
                }
                Some((at, weakest))
            })
            .collect();
        found.sort_by_key(|(_, strength)| std::cmp::Reverse(*strength));
        self.shown = found.into_iter().map(|(at, _)| at).collect();
        self.list = List::default();
    }

    /// Takes pasted text.
    pub fn paste(&mut self, text: &str) {
        self.input.paste(text);
        self.narrow();
    }

    /// Keeps the cursor on the list and on the screen.
    pub fn settle(&mut self, size: Size) {
        let room = list_room(size, self.entries.len());
        self.list.settle(self.shown.len(), room);
    }

    /// The entry under the cursor.
    pub fn current(&self) -> Option<T> {
        let at = *self.shown.get(self.list.cursor)?;
        Some(self.entries[at].2.clone())
    }
}
