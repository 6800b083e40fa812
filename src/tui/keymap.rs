//! Keys: their names, and the folding that makes full-width punctuation mean its key.

use std::str::FromStr;

use ratatui::crossterm::event::{KeyCode, KeyEvent, KeyEventKind, KeyModifiers};

use crate::text::fold::fold_key;

/// A key press, reduced to what bindings speak of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Key {
    pub code: KeyCode,
    /// Held together with Ctrl.
    pub ctrl: bool,
    /// Held together with Alt.
    pub alt: bool,
}

impl Key {
    /// A key by itself.
    pub const fn plain(code: KeyCode) -> Self {
        Self {
            code,
            ctrl: false,
            alt: false,
        }
    }

    /// Reads a terminal event; `None` for releases (Windows sends them).
    pub fn from_event(event: KeyEvent) -> Option<Self> {
        if event.kind == KeyEventKind::Release {
            return None;
        }
        // AltGr is Ctrl and Alt, and makes a character of its own.
        let held = |modifier| event.modifiers.contains(modifier);
        let (ctrl, alt) = (held(KeyModifiers::CONTROL), held(KeyModifiers::ALT));
        if ctrl && alt {
            return None;
        }
        let code = match event.code {
            // Enter that was typed before the terminal was taken over arrives as a line feed.
            KeyCode::Char('j' | 'J') if ctrl => return Some(Self::plain(KeyCode::Enter)),
            KeyCode::Char(c) if ctrl => KeyCode::Char(c.to_ascii_lowercase()),
            KeyCode::Tab if event.modifiers.contains(KeyModifiers::SHIFT) => KeyCode::BackTab,
            code => code,
        };
        Some(Self { code, ctrl, alt })
    }

    /// The key on whose cap a full-width or Chinese punctuation character stands.
    #[must_use]
    pub fn folded(self) -> Self {
        match self.code {
            KeyCode::Char(c) => Self {
                code: KeyCode::Char(fold_key(c)),
                ..self
            },
            _ => self,
        }
    }

    /// A letter, which an input method would hold back, or punctuation that it may change.
    pub fn is_letter(self) -> bool {
        matches!(self.code, KeyCode::Char(c) if c != ' ' && !c.is_ascii_digit())
            && !self.ctrl
            && !self.alt
    }

    /// A character that only an input method or a paste can send, which starts a search.
    pub fn composed(self) -> Option<char> {
        match self.code {
            KeyCode::Char(c) if !self.ctrl && !self.alt && !c.is_ascii() && c.is_alphanumeric() => {
                Some(c)
            }
            _ => None,
        }
    }
}

impl FromStr for Key {
    type Err = String;

    fn from_str(name: &str) -> Result<Self, String> {
        let (ctrl, base) = match name.strip_prefix("ctrl-") {
            Some(base) => (true, base),
            None => (false, name),
        };
        let (alt, base) = match base.strip_prefix("alt-") {
            Some(base) => (true, base),
            None => (false, base),
        };
        let code = match base {
            "enter" => KeyCode::Enter,
            "space" => KeyCode::Char(' '),
            "esc" => KeyCode::Esc,
            "tab" => KeyCode::Tab,
            "backtab" => KeyCode::BackTab,
            "backspace" => KeyCode::Backspace,
            "delete" => KeyCode::Delete,
            "insert" => KeyCode::Insert,
            "up" => KeyCode::Up,
            "down" => KeyCode::Down,
            "left" => KeyCode::Left,
            "right" => KeyCode::Right,
            "pageup" => KeyCode::PageUp,
            "pagedown" => KeyCode::PageDown,
            "home" => KeyCode::Home,
            "end" => KeyCode::End,
            _ => {
                let mut chars = base.chars();
                match (chars.next(), chars.as_str()) {
                    (Some(only), "") => KeyCode::Char(only),
                    (Some('f'), number) => KeyCode::F(
                        number
                            .parse()
                            .map_err(|_| format!("no key is called {name}"))?,
                    ),
                    _ => return Err(format!("no key is called {name}")),
                }
            }
        };
        Ok(Self { code, ctrl, alt })
    }
}

/// A key's name as people read it.
pub fn pretty(key: &str) -> String {
    match key {
        "enter" => "Enter".into(),
        "space" => s!("空格", "Space").into(),
        "esc" => "Esc".into(),
        "tab" => "Tab".into(),
        "backtab" => "Shift-Tab".into(),
        "delete" => "Delete".into(),
        "insert" => "Insert".into(),
        "up" => s!("上", "Up").into(),
        "down" => s!("下", "Down").into(),
        "left" => s!("左", "Left").into(),
        "right" => s!("右", "Right").into(),
        "pageup" => "PgUp".into(),
        "pagedown" => "PgDn".into(),
        "home" => "Home".into(),
        "end" => "End".into(),
        _ => match key.strip_prefix("ctrl-") {
            Some(base) => format!("Ctrl-{}", pretty(base).to_uppercase()),
            None if key.starts_with("alt-") => format!("Alt-{}", &key[4..]),
            None if key.len() > 1 => key.to_uppercase(),
            None => key.into(),
        },
    }
}

/// Reads a string of keys: characters stand for themselves, `<name>` for a named key, `<lt>`
/// for `<`. Used by tests and by `tuogou screen`.
pub fn parse_keys(text: &str) -> Result<Vec<Key>, String> {
    let mut keys = Vec::new();
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        if c == '<' {
            let end = rest.find('>').ok_or("a < without its >")?;
            let name = &rest[1..end];
            keys.push(if name == "lt" { "<" } else { name }.parse()?);
            rest = &rest[end + 1..];
        } else {
            keys.push(Key::plain(KeyCode::Char(c)));
            rest = &rest[c.len_utf8()..];
        }
    }
    Ok(keys)
}

#[cfg(test)]
mod tests {
    use KeyCode::{Char, Enter, F};

    use super::*;

    #[test]
    fn key_strings_read_like_a_story() {
        let keys = parse_keys("jj<enter><ctrl-r>钓<f7><lt>").expect("keys");
        let codes: Vec<KeyCode> = keys.iter().map(|key| key.code).collect();
        assert_eq!(
            codes,
            [
                Char('j'),
                Char('j'),
                Enter,
                Char('r'),
                Char('钓'),
                F(7),
                Char('<')
            ]
        );
        assert!(keys[3].ctrl);
        assert!(parse_keys("<nonsense>").is_err());
    }

    #[test]
    fn enter_typed_before_the_program_listens_is_enter() {
        let event = KeyEvent::new(Char('j'), KeyModifiers::CONTROL);
        assert_eq!(Key::from_event(event), Some(Key::plain(Enter)));
    }

    #[test]
    fn full_width_question_mark_is_the_help_key() {
        let typed = Key::plain(KeyCode::Char('？'));
        assert_eq!(typed.folded(), "?".parse().expect("a key"));
    }
}
