//! All keys of the page that is open.

use ratatui::buffer::Buffer;
use ratatui::crossterm::event::KeyCode;
use ratatui::layout::{Position, Size};
use ratatui::text::{Line, Span};

use super::panel::{self, PAGE, WIDTH};
use super::{Outcome, Popup};
use crate::app::filter;
use crate::tui::action::{self, Place};
use crate::tui::keymap::Key;
use crate::tui::model::Model;
use crate::tui::widget::paint;

/// The help, scrolled by so many lines.
#[derive(Debug, Default)]
pub struct Help {
    offset: usize,
}

impl Popup for Help {
    fn on_key(&mut self, _model: &mut Model, key: Key) -> Outcome {
        match key.folded().code {
            KeyCode::Up | KeyCode::Char('k') => self.wheel(-1),
            KeyCode::Down | KeyCode::Char('j') => self.wheel(1),
            KeyCode::PageUp => self.wheel(-PAGE.cast_signed()),
            KeyCode::PageDown | KeyCode::Char(' ') => self.wheel(PAGE.cast_signed()),
            _ => return Outcome::Close,
        }
        Outcome::Stay
    }

    fn wheel(&mut self, by: isize) {
        self.offset = self.offset.saturating_add_signed(by);
    }

    fn settle(&mut self, model: &Model) {
        let last = help_lines(model)
            .len()
            .saturating_sub(panel::room(model.size));
        self.offset = self.offset.min(last);
    }

    fn draw(&self, model: &Model, size: Size, buf: &mut Buffer) -> Option<Position> {
        let lines = help_lines(model);
        let title = "帮助：按任意键关闭，上下翻看";
        let inner = panel::open(model, size, (WIDTH, lines.len()), title, buf);
        let shown = lines.iter().skip(self.offset);
        let lines = shown.map(|(key, label)| help_line(model, key, label));
        paint::lines(buf, inner, lines);
        None
    }
}

/// Heading (no key) or key and label. The roster adds what its search field understands.
fn help_lines(model: &Model) -> Vec<(String, &'static str)> {
    let place = model.place();
    let mut lines = Vec::new();
    for place in place.chain() {
        lines.push((String::new(), place.title()));
        for binding in action::at(place) {
            lines.push((binding.all_keys(), binding.label));
        }
    }
    if place == Place::Roster {
        lines.push((
            String::new(),
            "查找中的条件：空格隔开为并且，逗号为或者，前加 - 为非",
        ));
        lines.extend(filter::help(model.ledger.round()));
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
