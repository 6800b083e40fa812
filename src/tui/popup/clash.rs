//! Two have written the same thing: theirs, mine, or on with what was typed.

use ratatui::buffer::Buffer;
use ratatui::crossterm::event::KeyCode;
use ratatui::layout::{Position, Size};

use super::panel::{self, WIDTH};
use super::{Hint, OpenPopup, Outcome, Popup};
use crate::domain::command::Command;
use crate::domain::decide::Clash;
use crate::text::cells;
use crate::text::lang::Text;
use crate::tui::keymap::Key;
use crate::tui::model::Model;
use crate::words::refusal;

/// What can be done, in the order of the list.
const WAYS: [Text; 3] = [
    text!("用我的", "mine"),
    text!("用他的", "theirs"),
    text!("继续改", "go on editing"),
];

/// The question, and the popup that was refused below it.
#[derive(Debug)]
pub struct ClashPopup {
    both: Clash,
    /// What was refused.
    command: Command,
    below: Option<OpenPopup>,
    cursor: usize,
}

impl ClashPopup {
    /// Asks; `command` was refused in `below`.
    pub const fn new(both: Clash, command: Command, below: OpenPopup) -> Self {
        Self {
            both,
            command,
            below: Some(below),
            cursor: 0,
        }
    }

    /// Opens what was refused again, by somebody who has seen what stands there now.
    fn reopen(&mut self, model: &mut Model) {
        if let Some(mut below) = self.below.take() {
            below.saw(self.both.now.clone());
            model.popup = Some(below);
        }
    }
}

impl Popup for ClashPopup {
    fn on_key(&mut self, model: &mut Model, key: Key) -> Outcome {
        match key.folded().code {
            KeyCode::Up | KeyCode::Char('k') => self.cursor = self.cursor.saturating_sub(1),
            KeyCode::Down | KeyCode::Char('j') => {
                self.cursor = (self.cursor + 1).min(WAYS.len() - 1);
            }
            KeyCode::Enter if self.cursor == 0 => {
                self.reopen(model);
                let command = self.command.clone();
                return Outcome::Do(super::send(model, command));
            }
            KeyCode::Enter if self.cursor == 1 => return Outcome::Close,
            KeyCode::Enter => return self.escape(model),
            _ => {}
        }
        Outcome::Stay
    }

    fn escape(&mut self, model: &mut Model) -> Outcome {
        self.reopen(model);
        if let Some(mut open) = model.popup.take() {
            let [theirs, ..] = refusal::clash(&self.both);
            open.look_again(model, theirs);
            model.popup = Some(open);
        }
        Outcome::Close
    }

    fn consents(&self) -> bool {
        true
    }

    fn keys(&self) -> Vec<Hint> {
        vec![(panel::UP_DOWN, text!("选", "choose")), panel::OK]
    }

    fn leave(&self) -> Text {
        text!("继续改", "go on editing")
    }

    fn draw(&self, model: &Model, size: Size, buf: &mut Buffer) -> Option<Position> {
        let width = WIDTH.min(size.width);
        let room = usize::from(width).saturating_sub(2);
        let said = refusal::clash(&self.both).into_iter();
        let said = said.flat_map(|line| cells::wrap(&cells::shown(&line), room));
        let said: Vec<String> = said.collect();
        let lines = said.len() + WAYS.len();
        let inner = panel::open(
            model,
            size,
            (width, lines),
            s!("别人刚改过这一处", "Somebody has just changed this"),
            buf,
        );
        let below = panel::text(buf, inner, 0, said, model.theme.popup());
        for ((at, way), row) in WAYS.iter().enumerate().zip(below..) {
            panel::entry(model, buf, inner, row, &format!("  {way}"));
            if at == self.cursor {
                panel::light_up(model, buf, inner, row);
            }
        }
        None
    }
}
