//! A question with yes and no.

use ratatui::buffer::Buffer;
use ratatui::crossterm::event::KeyCode;
use ratatui::layout::{Position, Size};

use super::panel::{self, WIDTH};
use super::{OpenPopup, Outcome, Popup};
use crate::domain::command::Command;
use crate::text::cells;
use crate::tui::keymap::Key;
use crate::tui::model::Model;
use crate::tui::msg::Effect;

/// The question, and what yes comes to.
#[derive(Debug)]
pub struct Confirm {
    question: String,
    effect: Effect,
    /// Why it is not recorded.
    error: Option<String>,
    /// What has asked for it, with what was typed: it comes back where the answer is no.
    below: Option<OpenPopup>,
}

impl Confirm {
    /// Asks before a command is carried out.
    pub const fn new(question: String, command: Command) -> Self {
        Self::before(question, Effect::Execute(command))
    }

    /// Asks before something is done.
    pub const fn before(question: String, effect: Effect) -> Self {
        Self {
            question,
            effect,
            error: None,
            below: None,
        }
    }

    /// Asks before a popup records a command.
    pub(super) fn over(question: String, command: Command, below: OpenPopup) -> Self {
        Self {
            below: Some(below),
            ..Self::new(question, command)
        }
    }
}

impl Popup for Confirm {
    fn on_key(&mut self, model: &mut Model, key: Key) -> Outcome {
        self.error = None;
        match key.folded().code {
            KeyCode::Enter | KeyCode::Char('y') => Outcome::Do(vec![self.effect.clone()]),
            KeyCode::Char('n') => self.escape(model),
            _ => Outcome::Stay,
        }
    }

    fn escape(&mut self, model: &mut Model) -> Outcome {
        model.popup = self.below.take();
        Outcome::Close
    }

    fn consents(&self) -> bool {
        true
    }

    fn refused(&mut self, error: String) -> Option<String> {
        self.error.replace(error).and(None)
    }

    fn draw(&self, model: &Model, size: Size, buf: &mut Buffer) -> Option<Position> {
        let lines = cells::wrap(&self.question, usize::from(WIDTH) - 2);
        let error = panel::wrapped(self.error.as_deref(), WIDTH.min(size.width));
        let count = lines.len() + error.len();
        let inner = panel::open(
            model,
            size,
            (WIDTH, count),
            s!("请确认", "Please confirm"),
            buf,
        );
        let row = panel::text(buf, inner, 0, lines, model.theme.popup());
        panel::text(buf, inner, row, error, panel::alert(model));
        None
    }
}
