//! What was recorded, the newest first.

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Size};
use ratatui::text::Line;

use super::panel::{self, PAGE};
use super::{Outcome, Popup};
use crate::app::clock::local_minute;
use crate::domain::change::HistoryLine;
use crate::tui::action::{self, Place};
use crate::tui::keymap::Key;
use crate::tui::model::Model;
use crate::tui::widget::list::List;
use crate::tui::widget::paint;

/// The history of an association or of all.
#[derive(Debug)]
pub struct History {
    title: String,
    lines: Vec<HistoryLine>,
    list: List,
}

impl History {
    /// Opens it on the newest line.
    pub fn new(title: String, lines: Vec<HistoryLine>) -> Self {
        Self {
            title,
            lines,
            list: List::default(),
        }
    }
}

impl Popup for History {
    fn on_key(&mut self, _model: &mut Model, key: Key) -> Outcome {
        let action = action::lookup(Place::List, key.folded());
        if action.is_some_and(|action| self.list.navigate(action, self.lines.len(), PAGE)) {
            return Outcome::Stay;
        }
        Outcome::Close
    }

    fn wheel(&mut self, by: isize) {
        self.list.step(by, self.lines.len());
    }

    fn settle(&mut self, model: &Model) {
        let len = self.lines.len();
        self.list.settle(len, panel::list_room(model.size, len));
    }

    fn draw(&self, model: &Model, size: Size, buf: &mut Buffer) -> Option<Position> {
        let len = self.lines.len();
        let room = panel::list_room(size, len);
        let title = format!("{}：{len} 条，最新的在前，Esc 关闭", self.title);
        let width = size.width.saturating_sub(4);
        let inner = panel::open(model, size, (width, room + 1), &title, buf);
        for (row, at) in (0u16..).zip(self.list.window(len, room)) {
            let entry = &self.lines[at];
            let text = format!(
                " {:>4} {} {} {}",
                entry.seq,
                local_minute(entry.at),
                entry.by,
                entry.sentence()
            );
            panel::entry(model, buf, inner, row, &text);
            if at == self.list.cursor {
                panel::light_up(model, buf, inner, row);
            }
        }
        if len == 0 {
            let text = Line::styled(" 还没有记录", model.theme.popup());
            paint::line(buf, inner, 0, &text);
        }
        None
    }
}
