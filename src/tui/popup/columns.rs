//! Choosing the columns of the roster and their order.

use ratatui::buffer::Buffer;
use ratatui::crossterm::event::KeyCode;
use ratatui::layout::{Position, Size};

use super::panel::{self, PAGE, WIDTH};
use super::{Hint, Outcome, Popup};
use crate::domain::id::AssocIx;
use crate::report::table::Column;
use crate::tui::action::{self, Place};
use crate::tui::keymap::Key;
use crate::tui::model::Model;
use crate::tui::widget::list::List;

/// Every column and whether it is shown; those that are stand first, in their order.
#[derive(Debug)]
pub struct ColumnsDialog {
    entries: Vec<(Column<AssocIx>, bool)>,
    list: List,
}

impl ColumnsDialog {
    /// The columns that are shown now, then the others.
    pub fn new(shown: &[Column<AssocIx>], all: Vec<Column<AssocIx>>) -> Self {
        let hidden = |column: &Column<AssocIx>| !shown.iter().any(|other| other.id == column.id);
        let others = all.into_iter().filter(hidden);
        Self {
            entries: shown
                .iter()
                .map(|column| (column.clone(), true))
                .chain(others.map(|column| (column, false)))
                .collect(),
            list: List::default(),
        }
    }

    /// Shows or hides the column under the cursor.
    fn turn(&mut self) {
        if let Some((_, on)) = self.entries.get_mut(self.list.cursor) {
            *on = !*on;
        }
    }

    /// Moves the column under the cursor up or down among the others.
    fn shift(&mut self, by: isize) {
        let from = self.list.cursor;
        self.list.step(by, self.entries.len());
        if from < self.entries.len() {
            self.entries.swap(from, self.list.cursor);
        }
    }

    /// What is to be shown; `None` = as usual.
    fn chosen(&self) -> Option<Vec<Column<AssocIx>>> {
        let on = self.entries.iter().filter(|(_, on)| *on);
        let columns: Vec<Column<AssocIx>> = on.map(|(column, _)| column.clone()).collect();
        (!columns.is_empty()).then_some(columns)
    }
}

impl Popup for ColumnsDialog {
    fn on_key(&mut self, model: &mut Model, key: Key) -> Outcome {
        match key.folded().code {
            KeyCode::Enter | KeyCode::Delete => {
                let usual = key.code == KeyCode::Delete;
                model.roster.columns = self.chosen().filter(|_| !usual);
                model.roster.scroll = 0;
                return Outcome::Close;
            }
            KeyCode::Char(' ') => self.turn(),
            KeyCode::Left => self.shift(-1),
            KeyCode::Right => self.shift(1),
            _ => {
                if let Some(action) = action::lookup(Place::List, key.folded()) {
                    self.list.navigate(action, self.entries.len(), PAGE);
                }
            }
        }
        Outcome::Stay
    }

    fn wheel(&mut self, by: isize) {
        self.list.step(by, self.entries.len());
    }

    fn settle(&mut self, model: &Model) {
        let len = self.entries.len();
        self.list.settle(len, panel::list_room(model.size, len));
    }

    fn keys(&self) -> Vec<Hint> {
        vec![
            (text!("空格", "Space"), text!("显示或隐藏", "show or hide")),
            (text!("左右", "Left/Right"), text!("移动", "move")),
            panel::OK,
            panel::hint("Delete", text!("恢复通常的列", "usual ones")),
        ]
    }

    fn draw(&self, model: &Model, size: Size, buf: &mut Buffer) -> Option<Position> {
        let room = panel::list_room(size, self.entries.len());
        let inner = panel::open(
            model,
            size,
            (WIDTH, room),
            s!("名册的列", "Columns of the roster"),
            buf,
        );
        for (row, at) in (0u16..).zip(self.list.window(self.entries.len(), room)) {
            let (column, on) = &self.entries[at];
            let text = format!("  {} {}", panel::tick(model, *on), column.title);
            panel::entry(model, buf, inner, row, &text);
            if at == self.list.cursor {
                panel::light_up(model, buf, inner, row);
            }
        }
        None
    }
}
