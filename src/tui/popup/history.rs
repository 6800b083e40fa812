//! What was recorded, the newest first; an entry can be taken back.

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Size};
use ratatui::text::Line;

use super::panel::{self, PAGE};
use super::{Confirm, Outcome, Popup};
use crate::app::clock::local_minute;
use crate::domain::change::{EntryKind, HistoryLine};
use crate::tui::action::{self, Action, Place};
use crate::tui::keymap::Key;
use crate::tui::model::Model;
use crate::tui::msg::{Effect, HistoryRequest};
use crate::tui::widget::list::List;
use crate::tui::widget::paint;

/// The history of an association or of all.
#[derive(Debug)]
pub struct History {
    title: String,
    request: HistoryRequest,
    lines: Vec<HistoryLine>,
    list: List,
}

impl History {
    /// Opens it on the newest line, or on the one that is meant.
    pub fn new(title: String, request: HistoryRequest, lines: Vec<HistoryLine>) -> Self {
        let chosen = lines
            .iter()
            .position(|line| Some(line.seq) == request.chosen);
        let list = List {
            cursor: chosen.unwrap_or_default(),
            ..List::default()
        };
        Self {
            title,
            request,
            lines,
            list,
        }
    }

    /// Takes back the entry under the cursor; somebody else's after a question.
    fn take_back(&mut self, model: &mut Model) -> Outcome {
        let Some(line) = self.lines.get(self.list.cursor) else {
            return Outcome::Stay;
        };
        self.request.chosen = Some(line.seq);
        let seq = line.seq;
        if line.by == model.who || line.kind != EntryKind::Do || line.undone {
            return Outcome::DoAndStay(vec![Effect::TakeBack { seq, whose: None }]);
        }
        let question = format!("记录 {seq} 是 {} 登记的：{}。撤销它？", line.by, line.what);
        let whose = Some(line.by.clone());
        let effect = Effect::TakeBack { seq, whose };
        Outcome::Do(super::open(model, Confirm::before(question, effect)))
    }
}

impl Popup for History {
    fn on_key(&mut self, model: &mut Model, key: Key) -> Outcome {
        if action::lookup(Place::Global, key.folded()) == Some(Action::Undo) {
            return self.take_back(model);
        }
        let action = action::lookup(Place::List, key.folded());
        if action.is_some_and(|action| self.list.navigate(action, self.lines.len(), PAGE)) {
            return Outcome::Stay;
        }
        Outcome::Close
    }

    fn recorded(&mut self) -> Vec<Effect> {
        vec![Effect::History(self.request)]
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
        let title = format!(
            "{}：{len} 条，最新的在前，u 撤销所在的一条，Esc 关闭",
            self.title
        );
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
