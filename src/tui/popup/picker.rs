//! A list to pick from, narrowed down by typing. Each entry carries what it does.

use std::borrow::Cow;
use std::fmt;
use std::ops::Range;

use ratatui::buffer::Buffer;
use ratatui::crossterm::event::KeyCode;
use ratatui::layout::{Position, Rect, Size};
use ratatui::text::{Line, Span};

use super::panel::{self, PAGE, WIDTH};
use super::{Hint, Outcome, Popup};
use crate::search::{Query, Strength, Term};
use crate::text::cells;
use crate::tui::action::Action;
use crate::tui::keymap::Key;
use crate::tui::model::Model;
use crate::tui::msg::Effect;
use crate::tui::widget::input::LineInput;
use crate::tui::widget::list::List;
use crate::tui::widget::paint;

/// What an entry does. It may have to be done again: what is recorded can be refused.
type Pick = dyn Fn(&mut Model) -> Vec<Effect>;

/// What can be picked.
pub struct PickerEntry {
    label: String,
    detail: String,
    /// What else it is called; not shown.
    known_as: String,
    pick: Box<Pick>,
}

impl PickerEntry {
    /// An entry, what is said beside it, and what it does.
    pub fn new(
        label: String,
        detail: String,
        pick: impl Fn(&mut Model) -> Vec<Effect> + 'static,
    ) -> Self {
        Self {
            label,
            detail,
            known_as: String::new(),
            pick: Box::new(pick),
        }
    }

    /// With other words that it is found by.
    #[must_use]
    pub fn known_as(self, words: String) -> Self {
        Self {
            known_as: words,
            ..self
        }
    }

    /// How well it is what was typed; a whole word is more than the beginning of one, that more than
    /// a part, and what one reads more than what stands beside it.
    fn rank(&self, query: &Query) -> Option<u8> {
        let rank = |term: &Term| {
            let names = [(&*self.label, 3), (&*self.known_as, 2), (&*self.detail, 1)];
            let words = self.known_as.split_whitespace();
            if words.chain([&*self.label]).any(|word| term.is_all_of(word)) {
                return Some(4);
            }
            let tight = |name: &str| term.matches(name) == Some(Strength::Tight);
            let tight = names.iter().find(|(name, _)| tight(name));
            let loose = || names.iter().any(|(name, _)| term.matches(name).is_some());
            tight
                .map(|(_, rank)| *rank)
                .or_else(|| loose().then_some(0))
        };
        query
            .terms()
            .map(rank)
            .try_fold(4, |worst, rank| Some(worst.min(rank?)))
    }
}

impl fmt::Debug for PickerEntry {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("PickerEntry").field(&self.label).finish()
    }
}

/// The entries, and which of them are shown.
#[derive(Debug)]
pub struct Picker {
    title: Cow<'static, str>,
    input: LineInput,
    entries: Vec<PickerEntry>,
    /// So many were there from the beginning; the others were found.
    own: usize,
    find: Option<fn(&Model, &Query) -> Vec<PickerEntry>>,
    /// `shown` is what was typed last.
    narrowed: bool,
    /// Positions of the entries that match, best first.
    shown: Vec<usize>,
    /// Where one is in `shown`.
    list: List,
    /// Why the entry that was picked is not recorded, or what all of them are about.
    error: Option<String>,
}

impl Picker {
    /// All entries, nothing typed.
    pub fn new(title: impl Into<Cow<'static, str>>, entries: Vec<PickerEntry>) -> Self {
        Self {
            title: title.into(),
            input: LineInput::default(),
            shown: (0..entries.len()).collect(),
            own: entries.len(),
            find: None,
            narrowed: true,
            entries,
            list: List::default(),
            error: None,
        }
    }

    /// Says below the entries what they are about.
    #[must_use]
    pub fn told(self, about: String) -> Self {
        Self {
            error: Some(about),
            ..self
        }
    }

    /// Entries that are looked for once something is typed.
    #[must_use]
    pub fn finding(self, find: fn(&Model, &Query) -> Vec<PickerEntry>) -> Self {
        Self {
            find: Some(find),
            ..self
        }
    }

    /// Narrows the list down to what is typed, the best first.
    fn narrow(&mut self, model: &Model) {
        self.narrowed = true;
        let query = Query::new(self.input.text());
        self.entries.truncate(self.own);
        if let Some(find) = self.find
            && !query.is_empty()
        {
            self.entries.extend(find(model, &query));
        }
        let entries = self.entries.iter().enumerate();
        let mut found: Vec<(usize, u8)> = entries
            .filter_map(|(at, entry)| Some((at, entry.rank(&query)?)))
            .collect();
        // Letters that are found here and there mean a name sooner than a sentence.
        let length = |at: usize| self.entries[at].label.chars().count();
        found.sort_by_key(|(at, rank)| {
            let length = if *rank == 0 { length(*at) } else { 0 };
            (std::cmp::Reverse(*rank), length)
        });
        self.shown = found.into_iter().map(|(at, _)| at).collect();
        self.list = List::default();
    }
}

impl Popup for Picker {
    fn on_key(&mut self, model: &mut Model, key: Key) -> Outcome {
        self.error = None;
        let action = match key.code {
            KeyCode::Enter => {
                let Some(at) = self.shown.get(self.list.cursor) else {
                    return Outcome::Close;
                };
                return Outcome::Do((self.entries[*at].pick)(model));
            }
            KeyCode::Up => Action::Up,
            KeyCode::Down => Action::Down,
            KeyCode::PageUp => Action::PageUp,
            KeyCode::PageDown => Action::PageDown,
            _ => {
                if self.input.handle(key) {
                    self.narrow(model);
                }
                return Outcome::Stay;
            }
        };
        self.list.navigate(action, self.shown.len(), PAGE);
        Outcome::Stay
    }

    fn types(&self) -> bool {
        true
    }

    fn on_paste(&mut self, text: &str) {
        self.input.paste(text);
        self.narrowed = false;
    }

    fn wheel(&mut self, by: isize) {
        self.list.step(by, self.shown.len());
    }

    fn settle(&mut self, model: &Model) {
        if !self.narrowed {
            self.narrow(model);
        }
        let room = panel::list_room(model.size, self.entries.len());
        self.list.settle(self.shown.len(), room);
    }

    fn refused(&mut self, error: String) -> Option<String> {
        self.error.replace(error).and(None)
    }

    fn keys(&self) -> Vec<Hint> {
        vec![
            (panel::TYPE, text!("查找", "find")),
            panel::hint("Enter", text!("选定", "choose")),
        ]
    }

    fn draw(&self, model: &Model, size: Size, buf: &mut Buffer) -> Option<Position> {
        let room = panel::list_room(size, self.entries.len());
        let error = panel::wrapped(self.error.as_deref(), WIDTH.min(size.width));
        let inner = panel::open(
            model,
            size,
            (WIDTH, room + 1 + error.len()),
            &self.title,
            buf,
        );
        let field = Rect::new(inner.x + 1, inner.y, inner.width.saturating_sub(2), 1);
        let field = field.intersection(inner);
        let cursor = self.input.draw(buf, field, model.theme.field());
        let dots = model.glyphs.ellipsis;
        let base = model.theme.popup();
        let query = Query::new(self.input.text());
        let window = self.list.window(self.shown.len(), room);
        for (row, at) in (1u16..).zip(window) {
            let entry = &self.entries[self.shown[at]];
            let label_width = usize::from(inner.width).saturating_sub(32);
            let line = Line::from(vec![
                Span::styled(" ", base),
                paint::cell(&entry.label, label_width, dots, base),
                Span::styled(" ", base),
                paint::cell(&entry.detail, 29, dots, base),
                Span::styled(" ", base),
            ]);
            paint::line(buf, inner, row, &line);
            let label = Rect::new(inner.x + 1, inner.y + row, fit(label_width), 1);
            for term in query.terms() {
                if let Some(part) = term.place_in(&entry.label) {
                    emphasize(&entry.label, &part, label.intersection(inner), model, buf);
                }
            }
            if at == self.list.cursor {
                panel::light_up(model, buf, inner, row);
            }
        }
        if self.shown.is_empty() {
            paint::line(
                buf,
                inner,
                1,
                &Line::styled(s!(" 没有匹配的条目", " nothing fits"), base),
            );
        }
        let below = fit(room + 1);
        panel::text(buf, inner, below, error, panel::alert(model));
        Some(cursor)
    }
}

/// Shows which part of a label is what was typed.
fn emphasize(label: &str, part: &Range<usize>, area: Rect, model: &Model, buf: &mut Buffer) {
    let before = fit(cells::width(&label[..part.start])).min(area.width);
    let part = Rect {
        x: area.x + before,
        width: fit(cells::width(&label[part.clone()])),
        ..area
    };
    buf.set_style(part.intersection(area), model.theme.accent());
}

fn fit(cells: usize) -> u16 {
    u16::try_from(cells).unwrap_or(u16::MAX)
}
