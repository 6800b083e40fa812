//! What was recorded, the newest first; an entry can be taken back.

use ratatui::buffer::Buffer;
use ratatui::crossterm::event::KeyCode;
use ratatui::layout::{Position, Rect, Size};
use ratatui::text::Line;

use super::panel::{self, PAGE};
use super::{Confirm, Hint, Outcome, Popup};
use crate::app::clock::local_minute;
use crate::domain::change::{EntryKind, HistoryLine};
use crate::search::Query;
use crate::text::cells;
use crate::text::lang::Text;
use crate::tui::action::{self, Action, Place};
use crate::tui::keymap::Key;
use crate::tui::model::Model;
use crate::tui::msg::{Effect, HistoryRequest};
use crate::tui::widget::input::LineInput;
use crate::tui::widget::list::List;
use crate::tui::widget::paint;

/// The history of an association or of all.
#[derive(Debug)]
pub struct History {
    title: String,
    request: HistoryRequest,
    lines: Vec<HistoryLine>,
    /// Positions of the lines that match what is looked for.
    shown: Vec<usize>,
    /// Where one is in `shown`.
    list: List,
    /// What is looked for: a person, a day, an association, a word.
    wanted: LineInput,
    /// Keys go into it.
    typing: bool,
    /// The entry under the cursor is shown in full.
    detail: bool,
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
            shown: (0..lines.len()).collect(),
            lines,
            list,
            wanted: LineInput::default(),
            typing: false,
            detail: false,
        }
    }

    /// The entry under the cursor.
    fn current(&self) -> Option<&HistoryLine> {
        self.lines.get(*self.shown.get(self.list.cursor)?)
    }

    /// Shows what is looked for.
    fn narrow(&mut self) {
        let query = Query::new(self.wanted.text());
        let fits = |at: &usize| {
            let text = sentence(&self.lines[*at]);
            query.terms().all(|term| term.matches(&text).is_some())
        };
        self.shown = (0..self.lines.len()).filter(fits).collect();
        self.list = List::default();
    }

    /// Takes a key into the field; false where it is none of its own.
    fn type_key(&mut self, key: Key) -> bool {
        if key.code == KeyCode::Enter {
            self.typing = false;
            return true;
        }
        let typed = self.wanted.handle(key);
        if typed {
            self.narrow();
        }
        typed
    }

    /// Takes back the entry under the cursor; somebody else's after a question.
    fn take_back(&mut self, model: &mut Model) -> Outcome {
        let Some(line) = self.current().cloned() else {
            return Outcome::Stay;
        };
        let seq = line.seq;
        self.request.chosen = Some(seq);
        if line.by == model.who || line.kind != EntryKind::Do || line.undone {
            return Outcome::DoAndStay(vec![Effect::TakeBack { seq, whose: None }]);
        }
        let question = t!(
            "记录 {seq} 是 {} 登记的：{}。撤销它？",
            "Entry {seq} is by {}: {}. Undo it?",
            line.by,
            line.what
        );
        let whose = Some(line.by.clone());
        let effect = Effect::TakeBack { seq, whose };
        Outcome::Do(super::open(model, Confirm::before(question, effect)))
    }
}

/// An entry in so many cells: when, by whom, what, the end of which is what became of it.
fn brief(model: &Model, line: &HistoryLine, width: usize) -> String {
    let what = line.sentence();
    let what = model.ledger.round().without_city(&what);
    let when = local_minute(line.at);
    let text = format!(" {:>4} {when} {} {what}", line.seq, line.by);
    cells::cut_middle(&cells::shown(&text), width, model.glyphs.ellipsis).into_owned()
}

/// An entry in a line: when, by whom, what.
fn sentence(line: &HistoryLine) -> String {
    let when = local_minute(line.at);
    format!("{:>4} {when} {} {}", line.seq, line.by, line.sentence())
}

impl Popup for History {
    fn on_key(&mut self, model: &mut Model, key: Key) -> Outcome {
        if self.typing && self.type_key(key) {
            return Outcome::Stay;
        }
        let folded = key.folded();
        match (action::lookup(Place::Global, folded), folded.code) {
            (Some(Action::Undo), _) => return self.take_back(model),
            (Some(Action::History | Action::Quit), _) => return Outcome::Close,
            (_, KeyCode::Enter) => self.detail = !self.detail && self.current().is_some(),
            _ => {}
        }
        let action = action::lookup(Place::List, folded);
        match action {
            Some(Action::Search) => self.typing = true,
            Some(action) => {
                self.list.navigate(action, self.shown.len(), PAGE);
            }
            // What an input method commits is looked for.
            None if key.composed().is_some() => {
                self.typing = true;
                self.type_key(key);
            }
            None => {}
        }
        Outcome::Stay
    }

    fn back(&mut self) -> bool {
        if std::mem::take(&mut self.detail) {
            return true;
        }
        let looked_for = std::mem::take(&mut self.typing) || !self.wanted.text().is_empty();
        if looked_for {
            self.wanted = LineInput::default();
            self.narrow();
        }
        looked_for
    }

    fn types(&self) -> bool {
        true
    }

    fn on_paste(&mut self, text: &str) {
        self.typing = true;
        self.wanted.paste(text);
        self.narrow();
    }

    fn recorded(&mut self) -> Vec<Effect> {
        vec![Effect::History(self.request)]
    }

    fn wheel(&mut self, by: isize) {
        self.list.step(by, self.shown.len());
    }

    fn settle(&mut self, model: &Model) {
        let room = panel::list_room(model.size, self.lines.len());
        self.list.settle(self.shown.len(), room);
    }

    fn keys(&self) -> Vec<Hint> {
        let find = text!("找人、日、协会", "find person, day, association");
        vec![
            panel::hint("Enter", text!("详情", "details")),
            panel::hint("/", find),
            panel::hint("u", text!("撤销所在的一条", "undo this one")),
        ]
    }

    fn leave(&self) -> Text {
        text!("返回", "back")
    }

    fn draw(&self, model: &Model, size: Size, buf: &mut Buffer) -> Option<Position> {
        let (len, found) = (self.lines.len(), self.shown.len());
        let width = size.width.saturating_sub(4);
        let detail = self.current().filter(|_| self.detail);
        let detail = detail.map(|entry| in_full(entry, width));
        // A few entries leave little room, and one of them may have much to say.
        let lines = detail.as_ref().map_or(0, Vec::len).max(len);
        let room = panel::list_room(size, lines);
        let title = if found == len {
            t!(
                "{}：{len} 条，最新的在前",
                "{}: {len}, newest first",
                self.title
            )
        } else {
            t!("{}：{found}/{len} 条", "{}: {found}/{len}", self.title)
        };
        let inner = panel::open(model, size, (width, room + 1), &title, buf);
        if let Some(detail) = detail {
            panel::text(buf, inner, 0, detail, model.theme.popup());
        } else {
            for (row, at) in (0u16..).zip(self.list.window(found, room)) {
                let line = &self.lines[self.shown[at]];
                let text = brief(model, line, inner.width.into());
                panel::entry(model, buf, inner, row, &text);
                if at == self.list.cursor {
                    panel::light_up(model, buf, inner, row);
                }
            }
        }
        if found == 0 {
            let text = if len == 0 {
                s!(" 还没有记录", " no entries yet")
            } else {
                s!(" 没有这样的记录", " no such entries")
            };
            paint::line(buf, inner, 0, &Line::styled(text, model.theme.popup()));
        }
        let below = u16::try_from(room).unwrap_or(u16::MAX);
        if !self.typing && self.wanted.text().is_empty() {
            return None;
        }
        let field = Rect::new(inner.x, inner.y + below, inner.width, 1).intersection(inner);
        let cursor = self.wanted.draw(buf, field, model.theme.field());
        self.typing.then_some(cursor)
    }
}

/// Everything that is known of an entry, in lines.
fn in_full(entry: &HistoryLine, width: u16) -> Vec<String> {
    let parts = [
        t!("记录 {}", "entry {}", entry.seq),
        t!("登记人 {}", "by {}", entry.by),
        t!("登记时间 {}", "recorded {}", local_minute(entry.at)),
        t!("基准日 {}", "as of {}", entry.as_of),
        entry.sentence(),
    ];
    let room = usize::from(width).saturating_sub(2);
    let lines = parts
        .iter()
        .flat_map(|part| cells::wrap(&cells::shown(part), room));
    lines.collect()
}
