//! A question with a text field. Whoever asks says what becomes of the answer.

use std::fmt;

use chrono::NaiveDate;
use ratatui::buffer::Buffer;
use ratatui::crossterm::event::KeyCode;
use ratatui::layout::{Position, Rect, Size};
use ratatui::text::Line;

use super::panel::{self, WIDTH};
use super::{Hint, Outcome, Popup};
use crate::text::cells;
use crate::text::day::weekday;
use crate::text::typed_day;
use crate::tui::keymap::Key;
use crate::tui::model::Model;
use crate::tui::msg::Effect;
use crate::tui::widget::input::LineInput;
use crate::tui::widget::paint;

/// Takes an answer: what is to be done, or why the answer cannot be taken.
type TakeAnswer = dyn Fn(&mut Model, &str) -> Result<Vec<Effect>, String>;

/// The question and what is typed so far.
pub struct Prompt {
    title: String,
    about: String,
    input: LineInput,
    /// What stands there is only proposed, and gives way to what is typed first.
    proposed: bool,
    /// A day is asked for: what is typed is read as one, and said beside it.
    day: bool,
    /// A path is asked for: Tab completes it.
    path: bool,
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
            proposed: false,
            day: false,
            path: false,
            error: None,
            answer: Box::new(answer),
        }
    }

    /// Asks for a day, as people write one; `known` gives way to what is typed. Nothing typed is no
    /// day.
    pub fn day(
        title: impl Into<String>,
        about: impl Into<String>,
        known: Option<NaiveDate>,
        answer: impl Fn(&mut Model, Option<NaiveDate>) -> Result<Vec<Effect>, String> + 'static,
    ) -> Self {
        let known = known.map(|day| day.to_string()).unwrap_or_default();
        let read = move |model: &mut Model, text: &str| {
            let text = text.trim();
            let day = (!text.is_empty()).then(|| typed_day::read(text, model.as_of_date()));
            answer(model, day.transpose().map_err(|none| none.to_string())?)
        };
        Self {
            proposed: !known.is_empty(),
            day: true,
            ..Self::new(title, about, &known, read)
        }
    }

    /// As [`Self::day`], where there has to be one.
    pub fn some_day(
        title: impl Into<String>,
        about: impl Into<String>,
        known: Option<NaiveDate>,
        answer: impl Fn(&mut Model, NaiveDate) -> Result<Vec<Effect>, String> + 'static,
    ) -> Self {
        Self::day(title, about, known, move |model, day| {
            answer(
                model,
                day.ok_or(s!(
                    "请写日期，或按 Esc 放弃",
                    "Give a date, or leave with Esc"
                ))?,
            )
        })
    }

    /// A path is asked for.
    #[must_use]
    pub fn path(self) -> Self {
        Self { path: true, ..self }
    }

    /// What is typed, read as a day.
    fn reading(&self, model: &Model) -> Option<String> {
        let text = self.input.text().trim();
        let day = typed_day::read(text, model.as_of_date()).ok()?;
        Some(format!("{day} {}", weekday(day)))
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
                return Err(t!("{wanted}，或按 Esc 放弃", "{wanted}, or leave with Esc"));
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
        if key.code == KeyCode::Tab && self.path {
            let typed = self.input.text().to_owned();
            return Outcome::DoAndStay(vec![Effect::Complete(typed)]);
        }
        if key.code != KeyCode::Enter {
            self.error = None;
            let replaces = std::mem::take(&mut self.proposed)
                && matches!(key.code, KeyCode::Char(_))
                && !key.ctrl;
            if replaces {
                self.input = LineInput::default();
            }
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

    fn types(&self) -> bool {
        true
    }

    fn on_paste(&mut self, text: &str) {
        if std::mem::take(&mut self.proposed) {
            self.input = LineInput::default();
        }
        self.input.paste(text);
    }

    fn completed(&mut self, text: &str, choices: &[String]) {
        self.input = LineInput::new(text);
        self.error = (choices.len() > 1).then(|| choices.join("  "));
    }

    fn edits(&self) -> bool {
        true
    }

    fn refused(&mut self, error: String) -> Option<String> {
        self.error.replace(error).and(None)
    }

    fn keys(&self) -> Vec<Hint> {
        let complete = panel::hint("Tab", text!("补全", "complete"));
        let mut keys = vec![panel::OK];
        keys.extend(self.path.then_some(complete));
        keys
    }

    fn draw(&self, model: &Model, size: Size, buf: &mut Buffer) -> Option<Position> {
        let width = WIDTH.min(size.width);
        let room = usize::from(width).saturating_sub(2);
        let about = cells::wrap(&cells::shown(&self.about), room);
        let error = panel::wrapped(self.error.as_deref(), width);
        let lines = about.len() + error.len() + 1;
        let inner = panel::open(model, size, (width, lines), &self.title, buf);
        let row = panel::text(buf, inner, 0, about, model.theme.popup());
        let field = Rect::new(
            inner.x + 1,
            inner.y + row.min(inner.height.saturating_sub(1)),
            inner.width.saturating_sub(2),
            1,
        );
        let reading = if self.day { self.reading(model) } else { None };
        let said = reading.map_or_else(String::new, |day| format!("  {day}"));
        let beside = u16::try_from(cells::width(&said)).unwrap_or(0);
        let beside = if beside < field.width / 2 { beside } else { 0 };
        let field = Rect {
            width: field.width - beside,
            ..field
        };
        let cursor = self.input.draw(buf, field, model.theme.field());
        let said = Line::styled(said, model.theme.popup().patch(model.theme.strong()));
        let right = Rect {
            x: field.right(),
            width: beside,
            ..field
        };
        paint::line(buf, right.intersection(inner), 0, &said);
        panel::text(buf, inner, row + 1, error, panel::alert(model));
        Some(cursor)
    }
}
