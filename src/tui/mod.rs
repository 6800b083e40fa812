//! The terminal interface. `runtime` listens to the terminal, `painter` writes to it, `update`
//! moves the `model`, `screen` draws it; `driver` carries effects out. Tests and benches use
//! `driver` and `painter`.

pub mod action;
mod bindings;
pub mod burst;
pub mod custom;
pub mod driver;
mod finder;
pub mod flow;
#[cfg(unix)]
mod hangup;
pub mod job;
pub mod keymap;
pub mod layout;
pub mod model;
pub mod msg;
pub mod page;
pub mod painter;
pub mod place;
pub mod popup;
pub mod runtime;
mod say;
pub mod screen;
pub mod secret;
mod signals;
mod svg;
pub mod theme;
pub mod update;
mod wide_backend;
pub mod widget;

use std::io::Write;

pub use runtime::{Leaving, NotATerminal, run};

use ratatui::layout::Size;

use crate::app::clock::{self, AsOf, Clock};
use crate::app::config::{AmbiguousWidth, ThemeName};
use crate::app::session::Session;
use crate::domain::ledger::Ledger;
use crate::text::fault;
use crate::text::glyphs::Glyphs;

use theme::{Depth, Environment, ThemeChoice};

/// How the interface is started.
#[derive(Debug, Clone)]
pub struct Options {
    pub as_of: AsOf,
    /// ASCII signs only.
    pub ascii: bool,
    /// Take mouse clicks.
    pub mouse: bool,
    /// Which colours it is drawn in.
    pub theme: ThemeName,
    /// How wide the terminal draws signs of ambiguous width.
    pub ambiguous: AmbiguousWidth,
    /// What is wrong with the keys of the user's own.
    pub faults: Vec<String>,
}

impl Options {
    fn glyphs(&self) -> &'static Glyphs {
        if self.ascii {
            &Glyphs::ASCII
        } else {
            &Glyphs::SAFE
        }
    }
}

/// A screen to print.
#[derive(Debug, Clone, Copy)]
pub struct ScreenSize {
    pub columns: u16,
    pub lines: u16,
    /// As SVG instead of text.
    pub svg: bool,
}

/// Prints the screen that some keys lead to. What the keys record is recorded.
pub fn print_screen(
    session: Session,
    ledger: Ledger,
    options: &Options,
    keys: &str,
    size: ScreenSize,
    out: &mut dyn Write,
) -> anyhow::Result<()> {
    let keys = keymap::parse_keys(keys)
        .map_err(|error| anyhow::anyhow!(both!("按键有误：{error}", "wrong keys: {error}")))?;
    let setup = model::Setup {
        as_of: options.as_of,
        today: clock::today(),
        who: session.by().to_owned(),
        size: Size::new(size.columns, size.lines),
        theme: theme::Theme::dark(),
        glyphs: options.glyphs(),
        signs: options.ambiguous.known(),
        folder: here(),
    };
    let mut driver = driver::Driver::new(session, ledger, setup, Clock::REAL);
    for key in keys {
        driver.handle(msg::Msg::Key(key));
        while driver.busy() {
            driver.step();
        }
    }
    let (buffer, _) = driver.draw();
    if size.svg {
        write!(out, "{}", svg::render(&buffer))?;
    } else {
        write!(out, "{}", screen::text_of(&buffer))?;
    }
    Ok(())
}

/// The folder in which the program was started, where files go unless told otherwise.
fn here() -> String {
    let here = std::env::current_dir().unwrap_or_default();
    here.to_string_lossy().into_owned()
}

/// What the terminal can do; an error where the interface cannot be drawn on it.
pub fn about_terminal(theme: ThemeName) -> Result<String, String> {
    let environment = Environment::read();
    let colours = match ThemeChoice::new(theme, &environment).depth() {
        Depth::Full => s!("真彩色", "true colour"),
        Depth::Indexed => s!("256 色", "256 colours"),
        Depth::Sixteen => s!("16 色", "16 colours"),
        Depth::None => s!("不用颜色", "no colours"),
    };
    let term = environment.term.unwrap_or_default();
    if term == "dumb" {
        return Err(s!(
            "TERM=dumb：画不出界面，请换一个终端或设好 TERM",
            "TERM=dumb: no screen can be drawn; use another terminal or set TERM"
        )
        .to_owned());
    }
    let (columns, lines) = ratatui::crossterm::terminal::size().map_err(|error| {
        t!(
            "问不出大小：{}",
            "its size cannot be found out: {}",
            fault::io(&error)
        )
    })?;
    let small = if columns < 80 || lines < 24 {
        s!(
            "，小于 80×24，内容会省略",
            ", smaller than 80x24, some is left out"
        )
    } else {
        ""
    };
    Ok(t!(
        "TERM={term}，{columns}×{lines}，{colours}{small}",
        "TERM={term}, {columns}×{lines}, {colours}{small}"
    ))
}

/// The table of keys as Markdown.
pub fn keys_markdown() -> String {
    action::markdown()
}
