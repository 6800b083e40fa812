//! All keys of the page that is open.

use ratatui::buffer::Buffer;
use ratatui::crossterm::event::KeyCode;
use ratatui::layout::{Position, Rect, Size};
use ratatui::text::{Line, Span};

use super::panel::{self, PAGE, WIDTH};
use super::{Hint, Outcome, Popup};
use crate::app::filter;
use crate::search::{Query, Term};
use crate::text::lang::Text;
use crate::tui::action::{self, Action, Place};
use crate::tui::keymap::Key;
use crate::tui::model::Model;
use crate::tui::widget::input::LineInput;
use crate::tui::widget::paint;

/// The help: what is looked for in it, scrolled by so many lines.
#[derive(Debug, Default)]
pub struct Help {
    wanted: LineInput,
    offset: usize,
}

impl Popup for Help {
    fn on_key(&mut self, _model: &mut Model, key: Key) -> Outcome {
        match key.folded().code {
            KeyCode::Up => self.wheel(-1),
            KeyCode::Down => self.wheel(1),
            KeyCode::PageUp => self.wheel(-PAGE.cast_signed()),
            KeyCode::PageDown => self.wheel(PAGE.cast_signed()),
            KeyCode::Enter | KeyCode::F(1) => return Outcome::Close,
            KeyCode::Char('?') if self.wanted.text().is_empty() => return Outcome::Close,
            _ => {
                if self.wanted.handle(key) {
                    self.offset = 0;
                }
            }
        }
        Outcome::Stay
    }

    /// Esc: the field is emptied first.
    fn back(&mut self) -> bool {
        let looked_for = !self.wanted.text().is_empty();
        self.wanted = LineInput::default();
        looked_for
    }

    fn types(&self) -> bool {
        true
    }

    fn on_paste(&mut self, text: &str) {
        self.wanted.paste(text);
        self.offset = 0;
    }

    fn wheel(&mut self, by: isize) {
        self.offset = self.offset.saturating_add_signed(by);
    }

    fn settle(&mut self, model: &Model) {
        // Its first line is the field.
        let room = panel::room(model.size).saturating_sub(1);
        let last = self.lines(model).len().saturating_sub(room);
        self.offset = self.offset.min(last);
    }

    fn keys(&self) -> Vec<Hint> {
        vec![
            (panel::TYPE, text!("查找", "find")),
            (panel::UP_DOWN, text!("翻看", "scroll")),
        ]
    }

    fn leave(&self) -> Text {
        panel::CLOSE
    }

    fn draw(&self, model: &Model, size: Size, buf: &mut Buffer) -> Option<Position> {
        let lines = self.lines(model);
        let title = s!("帮助", "Help");
        let height = help_lines(model).len() + 1;
        let inner = panel::open(model, size, (WIDTH, height), title, buf);
        let field = Rect::new(inner.x + 1, inner.y, inner.width.saturating_sub(2), 1);
        let cursor = self
            .wanted
            .draw(buf, field.intersection(inner), model.theme.field());
        let below = Rect {
            y: inner.y + 1.min(inner.height),
            height: inner.height.saturating_sub(1),
            ..inner
        };
        let shown = lines.iter().skip(self.offset);
        let lines = shown.map(|(key, label)| help_line(model, key, label));
        paint::lines(buf, below, lines);
        Some(cursor)
    }
}

impl Help {
    /// The lines that match what is looked for; headings only where nothing is.
    fn lines(&self, model: &Model) -> Vec<(String, &'static str)> {
        let query = Query::new(self.wanted.text());
        let mut lines = help_lines(model);
        lines.retain(|(key, label)| {
            let fits = |term: &Term| term.matches(label).max(term.matches(key)).is_some();
            query.is_empty() || (!key.is_empty() && query.terms().all(fits))
        });
        lines
    }
}

/// Heading (no key) or key and label. The roster adds what its search field understands.
fn help_lines(model: &Model) -> Vec<(String, &'static str)> {
    let place = model.place();
    let mut lines = Vec::new();
    for place in place.chain() {
        lines.push((String::new(), place.title()));
        for binding in action::at(place) {
            match binding.action {
                Action::View(1) => lines.push((
                    "1-9".into(),
                    s!("名册的视图 1 到 9", "view 1 to 9 of the roster"),
                )),
                Action::View(_) => {}
                _ => lines.push((binding.all_keys(), binding.label.get())),
            }
        }
    }
    if place == Place::Roster {
        lines.push((
            String::new(),
            s!(
                "查找中的条件：空格为并且，逗号为或者，两个条件之间写 或，前加 - 为非",
                "Conditions: space is and; comma, or between two, is or; - before is not"
            ),
        ));
        let help = filter::help(model.ledger.round()).into_iter();
        lines.extend(help.map(|(names, about)| (names, about.get())));
    }
    lines
}

fn help_line(model: &Model, key: &str, label: &'static str) -> Line<'static> {
    let base = model.theme.popup();
    let strong = base.patch(model.theme.strong());
    if key.is_empty() {
        return Line::styled(format!(" {label}"), strong);
    }
    Line::from(vec![
        Span::styled("   ", base),
        paint::cell(key, 20, model.glyphs.ellipsis, strong),
        Span::styled(label, base),
    ])
}
