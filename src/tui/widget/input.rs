//! One line of text being typed: editing by grapheme, paste, and the place of the real cursor,
//! where input-method windows open.

use ratatui::buffer::Buffer;
use ratatui::crossterm::event::KeyCode;
use ratatui::layout::{Position, Rect};
use ratatui::style::Style;
use tui_input::{Input, InputRequest};

use crate::text::cells;
use crate::tui::keymap::Key;

/// Longest text that can be typed, in characters.
const MAX_CHARS: usize = 1000;

/// A one-line text field.
#[derive(Debug, Clone, Default)]
pub struct LineInput {
    input: Input,
}

impl LineInput {
    /// A field that holds `text`, with the cursor at its end.
    pub fn new(text: &str) -> Self {
        Self {
            input: Input::new(text.to_owned()),
        }
    }

    /// What is typed.
    pub fn text(&self) -> &str {
        self.input.value()
    }

    /// Takes a key; false when the field has no use for it.
    pub fn handle(&mut self, key: Key) -> bool {
        let request = match (key.code, key.ctrl) {
            (KeyCode::Char(c), false) => {
                if self.text().chars().count() >= MAX_CHARS {
                    return true;
                }
                InputRequest::InsertChar(c)
            }
            (KeyCode::Backspace, false) | (KeyCode::Char('h'), true) => {
                InputRequest::DeletePrevChar
            }
            (KeyCode::Delete, false) => InputRequest::DeleteNextChar,
            (KeyCode::Left, false) => InputRequest::GoToPrevChar,
            (KeyCode::Right, false) => InputRequest::GoToNextChar,
            (KeyCode::Left, true) => InputRequest::GoToPrevWord,
            (KeyCode::Right, true) => InputRequest::GoToNextWord,
            (KeyCode::Home, _) | (KeyCode::Char('a'), true) => InputRequest::GoToStart,
            (KeyCode::End, _) | (KeyCode::Char('e'), true) => InputRequest::GoToEnd,
            (KeyCode::Char('u'), true) => InputRequest::DeleteLine,
            (KeyCode::Char('w'), true) => InputRequest::DeletePrevWord,
            (KeyCode::Char('k'), true) => InputRequest::DeleteTillEnd,
            _ => return false,
        };
        self.input.handle(request);
        true
    }

    /// Inserts pasted text at the cursor: line breaks become spaces, control characters go.
    pub fn paste(&mut self, text: &str) {
        let room = MAX_CHARS.saturating_sub(self.text().chars().count());
        for c in cells::visible(text).chars().take(room) {
            self.input.handle(InputRequest::InsertChar(c));
        }
    }

    /// Draws the field and says where the real cursor belongs.
    pub fn draw(&self, buf: &mut Buffer, area: Rect, style: Style) -> Position {
        if area.is_empty() {
            return area.as_position();
        }
        let room = usize::from(area.width);
        let caret = self.input.visual_cursor();
        // The caret needs a cell of its own after the text.
        let skip = (caret + 1).saturating_sub(room);
        let (text, _) = cells::window(self.text(), skip, room);
        buf.set_style(area, style);
        buf.set_stringn(area.x, area.y, &text, room, style);
        let column = u16::try_from(caret - skip).unwrap_or(area.width);
        Position::new(area.x + column.min(area.width - 1), area.y)
    }
}
