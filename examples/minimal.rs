//! The smallest honest program to compare the start with: opens a ledger file read-only, reads
//! the first 40 associations, paints them, waits for `q`. Raw mode, alternate screen and one
//! synchronized update a frame, like the program itself; nothing else.

use std::io::{BufWriter, stdout};

use ratatui::Terminal;
use ratatui::backend::CrosstermBackend;
use ratatui::crossterm::event::{self, Event, KeyCode};
use ratatui::crossterm::{execute, queue, terminal};
use ratatui::layout::Constraint;
use ratatui::widgets::{Row, Table};
use rusqlite::{Connection, OpenFlags};

type AnyError = Box<dyn std::error::Error>;

fn main() -> Result<(), AnyError> {
    let path = std::env::args().nth(1).ok_or("usage: minimal LEDGER")?;
    let rows = first_rows(&path)?;
    terminal::enable_raw_mode()?;
    execute!(stdout(), terminal::EnterAlternateScreen)?;
    let shown = show(&rows);
    execute!(stdout(), terminal::LeaveAlternateScreen)?;
    terminal::disable_raw_mode()?;
    shown
}

fn first_rows(path: &str) -> rusqlite::Result<Vec<[String; 4]>> {
    let conn = Connection::open_with_flags(path, OpenFlags::SQLITE_OPEN_READ_ONLY)?;
    let mut query = conn.prepare(
        "SELECT CAST(no AS TEXT), name, printed_unit, printed_status
         FROM association ORDER BY no LIMIT 40",
    )?;
    query
        .query_map([], |row| {
            Ok([row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?])
        })?
        .collect()
}

fn show(rows: &[[String; 4]]) -> Result<(), AnyError> {
    let mut screen = Terminal::new(CrosstermBackend::new(BufWriter::new(stdout())))?;
    let rows = rows
        .iter()
        .map(|row| Row::new(row.iter().map(String::as_str)));
    let table = Table::new(rows, [6, 60, 44, 8].map(Constraint::Length));
    queue!(screen.backend_mut(), terminal::BeginSynchronizedUpdate)?;
    screen.draw(|frame| frame.render_widget(&table, frame.area()))?;
    execute!(screen.backend_mut(), terminal::EndSynchronizedUpdate)?;
    loop {
        if let Event::Key(key) = event::read()?
            && key.code == KeyCode::Char('q')
        {
            return Ok(());
        }
    }
}
