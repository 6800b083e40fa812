//! Cursor and scroll position of a list. The height comes from the layout, so drawing need not
//! change anything.

use crate::tui::action::Action;

/// Where one is in a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct List {
    /// The line under the cursor.
    pub cursor: usize,
    /// The first line on screen.
    pub offset: usize,
}

impl List {
    /// Moves by so many lines and stays inside.
    pub fn step(&mut self, by: isize, len: usize) {
        self.cursor = self
            .cursor
            .saturating_add_signed(by)
            .min(len.saturating_sub(1));
    }

    /// Goes to a line that begins a part, which is brought as high on the screen as the list is long enough for.
    pub const fn begin_at(&mut self, line: usize) {
        self.cursor = line;
        // Settling puts the line at the top, below its heading.
        self.offset = usize::MAX;
    }

    /// The lines after the cursor, and then those before it.
    pub fn others(&self, len: usize) -> impl Iterator<Item = usize> + use<> {
        (self.cursor + 1..len).chain(0..self.cursor.min(len))
    }

    /// Goes to the next line of a kind, round the end; false when there is none.
    pub fn seek(&mut self, len: usize, wanted: impl Fn(usize) -> bool) -> bool {
        let here = Some(self.cursor).filter(|here| *here < len);
        let next = self.others(len).chain(here).find(|at| wanted(*at));
        self.cursor = next.unwrap_or(self.cursor);
        next.is_some()
    }

    /// Carries out a movement; false when the action is none.
    pub fn navigate(&mut self, action: Action, len: usize, height: usize) -> bool {
        let page = isize::try_from(height.max(2) - 1).unwrap_or(isize::MAX);
        match action {
            Action::Up => self.step(-1, len),
            Action::Down => self.step(1, len),
            Action::PageUp => self.step(-page, len),
            Action::PageDown => self.step(page, len),
            Action::Top => self.cursor = 0,
            Action::Bottom => self.cursor = len.saturating_sub(1),
            _ => return false,
        }
        true
    }

    /// Keeps the cursor inside the list and on the screen, and the screen full.
    pub fn settle(&mut self, len: usize, height: usize) {
        self.cursor = self.cursor.min(len.saturating_sub(1));
        let height = height.max(1);
        self.offset = self
            .offset
            .min(self.cursor)
            .max((self.cursor + 1).saturating_sub(height))
            .min(len.saturating_sub(height));
    }

    /// As [`Self::settle`] where headings stand between the lines: each row is a line or none. The
    /// heading above the cursor and so many rows below it are kept on the screen too.
    pub fn settle_rows(&mut self, rows: &[Option<usize>], len: usize, height: usize, below: usize) {
        self.cursor = self.cursor.min(len.saturating_sub(1));
        let at = rows.iter().position(|row| *row == Some(self.cursor));
        let at = at.unwrap_or(0);
        for row in [(at + below).min(rows.len().saturating_sub(1)), at] {
            let mut shown = Self {
                cursor: row,
                offset: self.offset,
            };
            if height > 1 && row > 0 && rows[row - 1].is_none() {
                shown.offset = shown.offset.min(row - 1);
            }
            shown.settle(rows.len(), height);
            self.offset = shown.offset;
        }
    }

    /// The lines on screen.
    pub fn window(&self, len: usize, height: usize) -> std::ops::Range<usize> {
        let start = self.offset.min(len);
        start..(start + height).min(len)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_cursor_is_always_on_screen_and_the_screen_full() {
        for len in 0..12usize {
            for height in 0..6usize {
                for cursor in 0..14usize {
                    for offset in 0..14usize {
                        let mut list = List { cursor, offset };
                        list.settle(len, height);
                        let window = list.window(len, height.max(1));
                        assert!(len == 0 || window.contains(&list.cursor));
                        assert_eq!(window.len(), len.min(height.max(1)));
                    }
                }
            }
        }
    }
}
