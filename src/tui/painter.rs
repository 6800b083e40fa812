//! Frames to a terminal: whatever is drawn, the loop, tests and benches draw by this. It knows
//! the model and where bytes go, not where events come from.

use std::io::Write;

use anyhow::Context as _;
use ratatui::crossterm::clipboard::CopyToClipboard;
use ratatui::crossterm::{execute, queue, terminal};
use ratatui::layout::{Position, Rect, Size};
use ratatui::{Terminal, TerminalOptions, Viewport};

use super::model::Model;
use super::screen;
use super::wide_backend::WideBackend;

/// A terminal that is drawn on. Knows what stands there, so that a frame is only what changed.
#[derive(Debug)]
pub struct Painter<W: Write> {
    screen: Terminal<WideBackend<W>>,
    frames: u64,
}

impl<W: Write> Painter<W> {
    /// Draws on the terminal that the program runs in, at whatever size it has.
    pub fn new(out: W) -> anyhow::Result<Self> {
        Self::on(out, Viewport::Fullscreen)
    }

    /// Draws on something that has no size of its own.
    pub fn of_size(out: W, size: Size) -> anyhow::Result<Self> {
        Self::on(out, Viewport::Fixed(Rect::from((Position::ORIGIN, size))))
    }

    fn on(out: W, viewport: Viewport) -> anyhow::Result<Self> {
        let options = TerminalOptions { viewport };
        let screen = Terminal::with_options(WideBackend::new(out), options);
        Ok(Self {
            screen: screen.context(both!("无法使用终端", "cannot use the terminal"))?,
            frames: 0,
        })
    }

    /// How many frames were drawn.
    pub const fn frames(&self) -> u64 {
        self.frames
    }

    /// Draws a frame.
    pub fn paint(&mut self, model: &Model) -> anyhow::Result<()> {
        // One update for the terminal, so that the cursor does not run about while an input
        // method is composing.
        queue!(self.screen.backend_mut(), terminal::BeginSynchronizedUpdate)?;
        self.screen
            .draw(|frame| {
                let position = screen::draw(model, frame.buffer_mut());
                if let Some(position) = position {
                    frame.set_cursor_position(position);
                }
            })
            .context(both!("无法画出界面", "cannot draw the screen"))?;
        execute!(self.screen.backend_mut(), terminal::EndSynchronizedUpdate)?;
        self.frames += 1;
        Ok(())
    }

    /// Takes nothing on the terminal for granted: the next frame is a whole one.
    pub fn forget(&mut self) -> anyhow::Result<()> {
        // `Terminal::clear` asks the terminal where its cursor is and fails when no answer
        // comes; a resize to the present size clears as well and asks nothing.
        let size = self.screen.size().context(both!(
            "无法取得终端大小",
            "cannot find out the size of the terminal"
        ))?;
        self.screen
            .resize(size.into())
            .context(both!("无法重画", "cannot redraw"))
    }

    /// Puts a text on the clipboard of the terminal.
    pub fn copy(&mut self, text: &str) -> anyhow::Result<()> {
        let copy = CopyToClipboard::to_clipboard_from(text);
        execute!(self.screen.backend_mut(), copy).context(both!("无法复制", "cannot copy"))
    }
}
