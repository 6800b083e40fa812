//! 为什么: the answer about one light, and the questions that were asked on the way to it.

use chrono::NaiveDate;
use ratatui::layout::Size;

use crate::domain::ledger::Ledger;
use crate::domain::why::{self, What, Why};
use crate::text::cells;
use crate::tui::widget::list::List;

/// Cells of the headings on the left.
pub const HEADING: usize = 9;
/// Cells of the popup, where the terminal has them.
const WIDTH: u16 = 96;

/// Answers: the one that is shown, and those that were asked for on the way to it.
#[derive(Debug)]
pub struct WhyView {
    /// What is shown.
    pub level: Level,
    /// The others, the newest last.
    before: Vec<Level>,
}

/// One answer and where one is in it.
#[derive(Debug)]
pub struct Level {
    /// The answer.
    pub why: Why,
    /// The line.
    pub list: List,
    /// What is shown, line by line.
    pub rows: Vec<Row>,
}

/// A line of the answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Row {
    /// A heading, or none below the first line of one, and a text.
    Text(&'static str, String),
    /// A part, by its place in [`Why::behind`].
    Part(usize),
    /// What it is a part of, by its place in [`Why::within`].
    Within(usize),
}

impl WhyView {
    /// Asks about one light.
    pub fn new(ledger: &Ledger, what: What, as_of: NaiveDate, size: Size) -> Self {
        Self {
            level: Level::new(ledger, what, as_of, size),
            before: Vec::new(),
        }
    }

    /// How many questions were asked before this one.
    pub const fn depth(&self) -> usize {
        self.before.len()
    }

    /// Asks about something else, to come back.
    pub fn ask(&mut self, ledger: &Ledger, what: What, as_of: NaiveDate, size: Size) {
        let next = Level::new(ledger, what, as_of, size);
        self.before.push(std::mem::replace(&mut self.level, next));
    }

    /// Goes back to the question before; false when there is none.
    pub fn back(&mut self) -> bool {
        let Some(level) = self.before.pop() else {
            return false;
        };
        self.level = level;
        true
    }

    /// The terminal has another size, or the ledger has moved: everything is answered anew. What
    /// is no more is left out; false when nothing is left.
    pub fn refresh(&mut self, ledger: &Ledger, as_of: NaiveDate, size: Size) -> bool {
        let renew = |level: &mut Level| {
            let what = level.why.what;
            if !why::exists(ledger, what) || why::title(ledger, what) != level.why.title {
                return false;
            }
            let list = level.list;
            *level = Level::new(ledger, what, as_of, size);
            level.list = list;
            true
        };
        self.before.retain_mut(renew);
        renew(&mut self.level) || self.back()
    }

    /// Keeps the line on screen.
    pub fn settle(&mut self, size: Size) {
        let room = self.level.room(size);
        self.level.list.settle(self.level.rows.len(), room);
    }
}

impl Level {
    fn new(ledger: &Ledger, what: What, as_of: NaiveDate, size: Size) -> Self {
        let why = why::why(ledger, what, as_of);
        let width = usize::from(width(size)).saturating_sub(HEADING + 2);
        let mut rows = Vec::new();
        for (heading, text) in why.lines(&ledger.round().info) {
            let lines = cells::wrap(&cells::visible(&text), width.max(2));
            for (at, line) in lines.into_iter().enumerate() {
                rows.push(Row::Text(if at == 0 { heading } else { "" }, line));
            }
        }
        let first = rows.len();
        rows.extend((0..why.behind.len()).map(Row::Part));
        rows.extend((0..why.within.len()).map(Row::Within));
        // The worst part is what one most likely asks about next.
        let cursor = if why.behind.is_empty() { 0 } else { first };
        Self {
            why,
            list: List { cursor, offset: 0 },
            rows,
        }
    }

    /// What Enter asks about: the part under the cursor, else the worst one.
    pub fn next(&self) -> Option<What> {
        match self.rows.get(self.list.cursor)? {
            Row::Part(at) => self.why.behind.get(*at).map(|part| part.what),
            Row::Within(at) => self.why.within.get(*at).copied(),
            Row::Text(..) => self.why.behind.first().map(|part| part.what),
        }
    }

    /// Lines that fit over a terminal of this size; the title and the keys take the others.
    pub fn room(&self, size: Size) -> usize {
        let most = usize::from(size.height).saturating_sub(4);
        self.rows.len().clamp(1, most.max(1))
    }
}

/// Cells of the popup over a terminal of this size.
pub fn width(size: Size) -> u16 {
    size.width.saturating_sub(4).min(WIDTH)
}
