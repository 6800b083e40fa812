//! A question with a text field. Whoever asks says what becomes of the answer.

use std::fmt;

use ratatui::buffer::Buffer;
use ratatui::crossterm::event::KeyCode;
use ratatui::layout::{Position, Rect, Size};

use super::panel::{self, WIDTH};
use super::{Outcome, Popup};
use crate::text::cells;
use crate::tui::keymap::Key;
use crate::tui::model::Model;
use crate::tui::msg::Effect;
use crate::tui::widget::input::LineInput;

/// Takes an answer: what is to be done, or why the answer cannot be taken.
type TakeAnswer = dyn Fn(&mut Model, &str) -> Result<Vec<Effect>, String>;

/// The question and what is typed so far.
pub struct Prompt {
    title: String,
    about: String,
    input: LineInput,
    /// Why the last answer could not be taken.
    error: Option<String>,
    answer: Box<TakeAnswer>,
}

impl Prompt {
    /// Asks; `about` is what one should know before answering, `known` stands in the field. An
    /// answer may open the next popup.
    pub fn new(
        title: impl Into<String>,
        about: impl Into<String>,
        known: &str,
        answer: impl Fn(&mut Model, &str) -> Result<Vec<Effect>, String> + 'static,
    ) -> Self {
        Self {
            title: title.into(),
            about: about.into(),
            input: LineInput::new(known),
            error: None,
            answer: Box::new(answer),
        }
    }

    /// Asks for a text that must not be empty; `wanted` says what it has to be.
    pub fn required(
        title: impl Into<String>,
        about: impl Into<String>,
        known: &str,
        wanted: &'static str,
        answer: impl Fn(&mut Model, &str) -> Result<Vec<Effect>, String> + 'static,
    ) -> Self {
        Self::new(title, about, known, move |model, text| {
            if text.trim().is_empty() {
                return Err(format!("{wanted}，或按 Esc 放弃"));
            }
            answer(model, text)
        })
    }
}

impl fmt::Debug for Prompt {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Prompt")
            .field("title", &self.title)
            .field("input", &self.input)
            .field("error", &self.error)
            .finish_non_exhaustive()
    }
}

impl Popup for Prompt {
    fn on_key(&mut self, model: &mut Model, key: Key) -> Outcome {
        if key.code != KeyCode::Enter {
            self.error = None;
            self.input.handle(key);
            return Outcome::Stay;
        }
        match (self.answer)(model, self.input.text()) {
            Ok(effects) => Outcome::Do(effects),
            Err(error) => {
                self.error = Some(error);
                Outcome::Stay
            }
        }
    }

    fn on_paste(&mut self, text: &str) {
        self.input.paste(text);
    }

    fn refused(&mut self, error: String) -> Option<String> {
        self.error.replace(error).and(None)
    }

    fn draw(&self, model: &Model, size: Size, buf: &mut Buffer) -> Option<Position> {
        let width = WIDTH.min(size.width);
        let room = usize::from(width).saturating_sub(2);
        let about = cells::wrap(&cells::visible(&self.about), room);
        let error = panel::wrapped(self.error.as_deref(), width);
        let lines = about.len() + error.len() + 2;
        let inner = panel::open(model, size, (width, lines), &self.title, buf);
        let row = panel::text(buf, inner, 0, about, model.theme.popup());
        let field = Rect::new(
            inner.x + 1,
            inner.y + row.min(inner.height.saturating_sub(1)),
            inner.width.saturating_sub(2),
            1,
        );
        let cursor = self.input.draw(buf, field, model.theme.field());
        let row = panel::text(buf, inner, row + 1, error, panel::alert(model));
        panel::keys(model, buf, inner, row.into(), "Enter 确定  Esc 取消");
        Some(cursor)
    }
}
