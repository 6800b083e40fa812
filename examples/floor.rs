//! The least that a search can be compared with: reads all names of a ledger file, keeps them in
//! memory, shows those that contain what is typed, found by looking through all of them for each
//! key; no pinyin, no sums, no groups. Leaves by Ctrl-Q.

use std::io::{BufWriter, stdout};

use ratatui::Terminal;
use ratatui::backend::CrosstermBackend;
use ratatui::crossterm::event::{self, Event, KeyCode, KeyModifiers};
use ratatui::crossterm::{execute, queue, terminal};
use ratatui::text::Line;
use ratatui::widgets::Paragraph;
use rusqlite::{Connection, OpenFlags};

type AnyError = Box<dyn std::error::Error>;

fn main() -> Result<(), AnyError> {
    let path = std::env::args().nth(1).ok_or("usage: floor LEDGER")?;
    let names = all_names(&path)?;
    terminal::enable_raw_mode()?;
    execute!(stdout(), terminal::EnterAlternateScreen)?;
    let shown = show(&names);
    execute!(stdout(), terminal::LeaveAlternateScreen)?;
    terminal::disable_raw_mode()?;
    shown
}

fn all_names(path: &str) -> rusqlite::Result<Vec<String>> {
    let conn = Connection::open_with_flags(path, OpenFlags::SQLITE_OPEN_READ_ONLY)?;
    let mut query = conn.prepare("SELECT name FROM association ORDER BY no")?;
    query.query_map([], |row| row.get(0))?.collect()
}

fn show(names: &[String]) -> Result<(), AnyError> {
    let mut screen = Terminal::new(CrosstermBackend::new(BufWriter::new(stdout())))?;
    let mut typed = String::new();
    loop {
        let found: Vec<&str> = names
            .iter()
            .map(String::as_str)
            .filter(|name| name.contains(&typed))
            .collect();
        queue!(screen.backend_mut(), terminal::BeginSynchronizedUpdate)?;
        screen.draw(|frame| {
            let head = Line::from(format!("{typed}  {}/{}", found.len(), names.len()));
            let height = frame.area().height.into();
            let lines = found.iter().map(|name| Line::from(*name));
            let lines: Vec<Line<'_>> = std::iter::once(head).chain(lines).take(height).collect();
            frame.render_widget(Paragraph::new(lines), frame.area());
        })?;
        execute!(screen.backend_mut(), terminal::EndSynchronizedUpdate)?;
        if let Event::Key(key) = event::read()? {
            match key.code {
                KeyCode::Char('q') if key.modifiers == KeyModifiers::CONTROL => return Ok(()),
                KeyCode::Char(c) => typed.push(c),
                _ => typed.clear(),
            }
        }
    }
}
