//! A backend of ratatui that moves the cursor once for each run of wide characters, and tells of
//! colours only what changes.

use std::fmt::Write as _;
use std::io::{self, Write};

use ratatui::backend::{Backend, ClearType, CrosstermBackend, WindowSize};
use ratatui::buffer::{Cell, CellWidth as _};
use ratatui::layout::{Position, Size};

use super::layout;
use super::theme::Pen;
use crate::text::cells;

/// A terminal that knows that a Chinese character moves the cursor by two cells.
///
/// ratatui's own says after each of them where the next one stands: 8 bytes of place before 3
/// bytes of character, two thirds of every frame; and it tells ink and ground anew where one of them
/// changes. Here only the first of a run is placed, and only what changes is told.
#[derive(Debug)]
pub struct WideBackend<W: Write> {
    terminal: CrosstermBackend<W>,
    /// What is told next, kept for its room.
    text: String,
}

impl<W: Write> WideBackend<W> {
    /// Writes to `out`.
    pub const fn new(out: W) -> Self {
        Self {
            terminal: CrosstermBackend::new(out),
            text: String::new(),
        }
    }
}

/// Cells by which every terminal moves on; `None` where some move by one and some by two.
fn certain_width(cell: &Cell) -> Option<u16> {
    let plain = cells::plain_symbol_width(cell.symbol());
    if plain.is_some() {
        return plain;
    }
    match cell.cell_width() {
        1 if cells::is_ambiguous(cell.symbol()) => None,
        1 => Some(1),
        2 => {
            let mut chars = cell.symbol().chars();
            let c = chars.next().filter(|_| chars.next().is_none())?;
            let chinese = matches!(c, '\u{2e80}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{ff01}'..='\u{ff60}');
            chinese.then_some(2)
        }
        _ => None,
    }
}

impl<W: Write> Write for WideBackend<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.terminal.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        Write::flush(&mut self.terminal)
    }
}

impl<W: Write> Backend for WideBackend<W> {
    type Error = io::Error;

    fn draw<'a, I>(&mut self, content: I) -> io::Result<()>
    where
        I: Iterator<Item = (u16, u16, &'a Cell)>,
    {
        // Where the next cell is written if nothing is said; `None` when terminals may differ.
        let mut next = None;
        let mut pen = Pen::default();
        self.text.clear();
        for (x, y, cell) in content {
            match next {
                Some(next) if next == (x, y) => {}
                // A step is told in half the bytes of a place.
                Some((from, row)) if row == y && from < x => match x - from {
                    1 => self.text.push_str("\u{1b}[C"),
                    cells => {
                        let _ = write!(self.text, "\u{1b}[{cells}C");
                    }
                },
                _ => {
                    let _ = write!(self.text, "\u{1b}[{};{}H", y + 1, x + 1);
                }
            }
            pen.dip(cell, &mut self.text);
            self.text.push_str(cells::told(cell.symbol()));
            next = certain_width(cell).map(|width| (x + width, y));
        }
        pen.lay_down(&mut self.text);
        self.terminal.write_all(self.text.as_bytes())
    }

    fn append_lines(&mut self, lines: u16) -> io::Result<()> {
        self.terminal.append_lines(lines)
    }

    fn hide_cursor(&mut self) -> io::Result<()> {
        self.terminal.hide_cursor()
    }

    fn show_cursor(&mut self) -> io::Result<()> {
        self.terminal.show_cursor()
    }

    fn get_cursor_position(&mut self) -> io::Result<Position> {
        self.terminal.get_cursor_position()
    }

    fn set_cursor_position<P: Into<Position>>(&mut self, position: P) -> io::Result<()> {
        self.terminal.set_cursor_position(position)
    }

    fn clear(&mut self) -> io::Result<()> {
        self.terminal.clear()
    }

    fn clear_region(&mut self, kind: ClearType) -> io::Result<()> {
        self.terminal.clear_region(kind)
    }

    fn size(&self) -> io::Result<Size> {
        self.terminal.size().map(layout::drawn)
    }

    fn window_size(&mut self) -> io::Result<WindowSize> {
        self.terminal.window_size()
    }

    fn flush(&mut self) -> io::Result<()> {
        Backend::flush(&mut self.terminal)
    }
}

#[cfg(test)]
mod tests {
    use std::cell::RefCell;
    use std::rc::Rc;

    use proptest::prelude::*;
    use ratatui::layout::Rect;
    use ratatui::style::{Color, Style};
    use ratatui::{Terminal, TerminalOptions, Viewport};

    use super::*;

    const SIZE: Size = Size::new(40, 6);

    /// What is written, for two to look at.
    #[derive(Clone, Default)]
    struct Wire(Rc<RefCell<Vec<u8>>>);

    impl Write for Wire {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            self.0.borrow_mut().write(bytes)
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    /// Text at a place, red or not.
    type Words = (u16, u16, String, bool);

    /// What a terminal is told of some frames.
    fn told<B: Backend<Error = io::Error>>(
        backend: fn(Wire) -> B,
        frames: &[Vec<Words>],
    ) -> Vec<u8> {
        let wire = Wire::default();
        let area = Rect::from((Position::ORIGIN, SIZE));
        let viewport = Viewport::Fixed(area);
        let terminal = Terminal::with_options(backend(wire.clone()), TerminalOptions { viewport });
        let mut terminal = terminal.expect("a terminal");
        for frame in frames {
            let drawn = terminal.draw(|screen| {
                for (x, y, text, red) in frame {
                    let colour = if *red { Color::Red } else { Color::Reset };
                    let style = Style::new().fg(colour);
                    screen.buffer_mut().set_string(*x, *y, text, style);
                }
            });
            drawn.expect("drawn");
        }
        wire.0.take()
    }

    /// What one sees: of a blank cell no ink.
    fn screen(bytes: &[u8]) -> Vec<(String, vt100::Color, bool)> {
        let [rows, columns] = [SIZE.height, SIZE.width].map(TryInto::try_into);
        let mut terminal = vt100::Parser::new(rows.expect("rows"), columns.expect("columns"), 0);
        terminal.process(bytes);
        let places = (0..SIZE.height).flat_map(|y| (0..SIZE.width).map(move |x| (y, x)));
        let seen = places.map(|(y, x)| {
            let cell = terminal.screen().cell(y, x).expect("a cell");
            let text = cell.contents().trim_end().to_owned();
            let ink = if text.is_empty() {
                vt100::Color::Default
            } else {
                cell.fgcolor()
            };
            (text, ink, cell.is_wide())
        });
        seen.collect()
    }

    fn words() -> impl Strategy<Value = Words> {
        let text = "[开封市钓鱼协会（）“”·a-z0-9 ①🎣é]{0,24}";
        (0..SIZE.width, 0..SIZE.height, text, any::<bool>())
    }

    proptest! {
        #[test]
        fn the_terminal_shows_what_it_showed(
            frames in prop::collection::vec(prop::collection::vec(words(), 0..6), 1..6)
        ) {
            let (usual, runs) = (told(CrosstermBackend::new, &frames), told(WideBackend::new, &frames));
            prop_assert_eq!(screen(&runs), screen(&usual));
            // What follows a sign of ambiguous width is placed.
            let mut words = frames.iter().flatten().flat_map(|(.., text, _)| text.chars());
            if words.all(|c| !cells::is_ambiguous(c.encode_utf8(&mut [0; 4]))) {
                prop_assert!(runs.len() <= usual.len());
            }
        }
    }

    #[test]
    fn a_name_is_placed_once() {
        let name = "开封市钓鱼协会".to_owned();
        let bytes = told(WideBackend::new, &[vec![(3, 2, name.clone(), false)]]);
        let text = String::from_utf8(bytes).expect("text");
        assert!(text.contains(&name), "{text:?}");
    }
}
