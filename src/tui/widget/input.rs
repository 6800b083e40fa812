//! One line of text being typed: editing by grapheme, paste, and the place of the real cursor,
//! where input-method windows open.

use std::ops::Range;

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

    /// The byte before which the cursor stands.
    pub fn caret(&self) -> usize {
        let at = self.text().char_indices().nth(self.input.cursor());
        at.map_or(self.text().len(), |(at, _)| at)
    }

    /// Puts a text in the place of some bytes, and the cursor behind it.
    pub fn replace(&mut self, range: Range<usize>, with: &str) {
        let mut text = self.text().to_owned();
        let (Some(before), true) = (text.get(..range.start), text.get(range.clone()).is_some())
        else {
            return;
        };
        let cursor = before.chars().count() + with.chars().count();
        text.replace_range(range, with);
        self.input = Input::new(text).with_cursor(cursor);
    }

    /// Takes a key; false when the field has no use for it.
    pub fn handle(&mut self, key: Key) -> bool {
        if key.alt {
            return false;
        }
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
        let (text, _) = cells::window(self.text(), self.skipped(room), room);
        buf.set_style(area, style);
        buf.set_stringn(area.x, area.y, cells::shown(&text), room, style);
        let column = self.cells_to(self.caret()) - self.skipped(room);
        let column = u16::try_from(column).unwrap_or(area.width);
        Position::new(area.x + column.min(area.width - 1), area.y)
    }

    /// Marks some bytes of the text in a field that was drawn.
    pub fn mark(&self, buf: &mut Buffer, area: Rect, bytes: Range<usize>, style: Style) {
        let skipped = self.skipped(area.width.into());
        let column = |byte: usize| {
            let cells = self.cells_to(byte).saturating_sub(skipped);
            u16::try_from(cells).unwrap_or(u16::MAX).min(area.width)
        };
        let (from, to) = (column(bytes.start), column(bytes.end));
        buf.set_style(Rect::new(area.x + from, area.y, to - from, 1), style);
    }

    /// Cells before a byte of the text.
    fn cells_to(&self, byte: usize) -> usize {
        self.text().get(..byte).map_or(0, cells::width)
    }

    /// Cells before the first that is shown. The caret needs a cell of its own after the text.
    fn skipped(&self, room: usize) -> usize {
        (self.cells_to(self.caret()) + 1).saturating_sub(room)
    }
}
