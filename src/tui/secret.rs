//! A password that is typed at the terminal before there is a screen: nothing of it is shown.

use std::io::{self, Write as _};

use ratatui::crossterm::event::{self, Event, KeyCode, KeyEventKind, KeyModifiers};
use ratatui::crossterm::terminal;

/// The terminal echoes nothing as long as this is there.
struct Unseen;

impl Unseen {
    fn begin() -> io::Result<Self> {
        terminal::enable_raw_mode()?;
        Ok(Self)
    }
}

impl Drop for Unseen {
    fn drop(&mut self) {
        // There is nobody to tell that it did not work.
        let _ = terminal::disable_raw_mode();
    }
}

/// Asks for a password; none when Esc or Ctrl-C gives it up.
pub fn ask(question: &str) -> io::Result<Option<String>> {
    let mut terminal = io::stderr();
    // Whoever types as soon as the question stands there is not seen either.
    let unseen = Unseen::begin()?;
    write!(terminal, "{question}")?;
    terminal.flush()?;
    let typed = typed();
    drop(unseen);
    writeln!(terminal)?;
    typed
}

fn typed() -> io::Result<Option<String>> {
    let mut text = String::new();
    loop {
        let key = match event::read()? {
            Event::Key(key) if key.kind != KeyEventKind::Release => key,
            Event::Paste(pasted) => {
                text += pasted.trim_end_matches(['\r', '\n']);
                continue;
            }
            _ => continue,
        };
        match (key.code, key.modifiers.contains(KeyModifiers::CONTROL)) {
            (KeyCode::Enter, _) => return Ok(Some(text)),
            (KeyCode::Esc, _) | (KeyCode::Char('c' | 'd'), true) => return Ok(None),
            (KeyCode::Char('u'), true) => text.clear(),
            (KeyCode::Backspace, _) => drop(text.pop()),
            (KeyCode::Char(c), false) => text.push(c),
            _ => {}
        }
    }
}
