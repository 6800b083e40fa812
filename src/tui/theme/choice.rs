//! Which theme: what the settings say, what the terminal says of itself, and what it answers when it
//! is asked for its ground.

use ratatui::crossterm::event::{KeyCode, KeyEvent, KeyModifiers};

use super::{Depth, Paper, Scheme, Theme};
use crate::app::config::ThemeName;

/// What the environment says of the terminal.
#[derive(Debug, Clone, Default)]
pub struct Environment {
    pub no_color: Option<String>,
    pub colorterm: Option<String>,
    pub term: Option<String>,
    pub colorfgbg: Option<String>,
}

impl Environment {
    /// That of the program.
    pub fn read() -> Self {
        let get = |name| std::env::var(name).ok();
        Self {
            no_color: get("NO_COLOR"),
            colorterm: get("COLORTERM"),
            term: get("TERM"),
            colorfgbg: get("COLORFGBG"),
        }
    }

    /// How many colours the terminal has. `NO_COLOR` holds over the settings, which are not for
    /// this one terminal.
    fn depth(&self, name: ThemeName) -> Depth {
        let term = self.term.as_deref().unwrap_or_default();
        let full = ["truecolor", "24bit"];
        if name == ThemeName::None || self.no_color.as_ref().is_some_and(|set| !set.is_empty()) {
            Depth::None
        } else if name == ThemeName::Sixteen {
            Depth::Sixteen
        } else if self
            .colorterm
            .as_deref()
            .is_some_and(|set| full.contains(&set))
            || term.ends_with("-direct")
        {
            Depth::Full
        } else if term.contains("256") {
            Depth::Indexed
        } else {
            Depth::Sixteen
        }
    }

    /// `15;0`: the terminal's own ink and ground, as numbers of its sixteen colours.
    fn paper(&self) -> Option<Paper> {
        let ground = self.colorfgbg.as_deref()?.rsplit(';').next()?;
        let ground: u8 = ground.parse().ok()?;
        Some(match ground {
            ..=6 | 8 => Paper::Dark,
            _ => Paper::Light,
        })
    }
}

/// What was chosen, and what is not known yet.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ThemeChoice {
    scheme: Scheme,
    depth: Depth,
    paper: Option<Paper>,
}

impl ThemeChoice {
    /// By the settings and the terminal.
    pub fn new(name: ThemeName, environment: &Environment) -> Self {
        let scheme = match name {
            ThemeName::Contrast => Scheme::Contrast,
            ThemeName::BlueOrange => Scheme::BlueOrange,
            _ => Scheme::Usual,
        };
        let paper = match name {
            ThemeName::Dark => Some(Paper::Dark),
            ThemeName::Light => Some(Paper::Light),
            _ => environment.paper(),
        };
        Self {
            scheme,
            depth: environment.depth(name),
            paper,
        }
    }

    /// How many colours it can have.
    pub const fn depth(self) -> Depth {
        self.depth
    }

    /// The terminal is to be asked for its ground.
    pub fn asks(self) -> bool {
        self.paper.is_none() && self.depth != Depth::None
    }

    /// The theme, as long as nothing else is known.
    pub fn theme(self) -> Theme {
        self.theme_on(self.paper)
    }

    /// The theme on the ground that the terminal has answered.
    pub fn theme_on(self, paper: Option<Paper>) -> Theme {
        let usual = match self.depth {
            // Nobody knows what the terminal's own ground is.
            Depth::Sixteen | Depth::None => Paper::Light,
            Depth::Full | Depth::Indexed => Paper::Dark,
        };
        Theme::new(self.scheme, self.depth, paper.unwrap_or(usual))
    }
}

/// Asks the terminal for its ground (OSC 11). Nobody waits for the answer.
pub const QUESTION: &str = "\u{1b}]11;?\u{1b}\\";

/// Takes the answer out of the keys as which it arrives: Alt-], `11;rgb:1e1e/1e1e/2e2e`, and Alt-\
/// or Ctrl-G.
#[derive(Debug, Default)]
pub struct AnswerReader {
    /// What has arrived of it.
    held: Option<String>,
}

/// What a key event is to the reader.
#[derive(Debug, PartialEq, Eq)]
pub enum Heard {
    /// A key that somebody pressed.
    Key,
    /// A part of the answer.
    Part,
    /// The end of the answer, and the ground if it was understood.
    Ground(Option<Paper>),
}

impl AnswerReader {
    /// Takes an event.
    pub fn hear(&mut self, key: KeyEvent) -> Heard {
        /// Longer answers there are none.
        const MOST: usize = 32;
        let alt = key.modifiers.contains(KeyModifiers::ALT);
        let ctrl = key.modifiers.contains(KeyModifiers::CONTROL);
        match (&mut self.held, key.code) {
            (held, KeyCode::Char(']')) if alt => {
                *held = Some(String::new());
                Heard::Part
            }
            (held @ Some(_), KeyCode::Char('\\')) if alt => Heard::Ground(take_paper(held)),
            (held @ Some(_), KeyCode::Char('g')) if ctrl => Heard::Ground(take_paper(held)),
            (Some(text), KeyCode::Char(c))
                if !alt && !ctrl && text.len() < MOST && belongs(text, c) =>
            {
                text.push(c);
                Heard::Part
            }
            (held, _) => {
                *held = None;
                Heard::Key
            }
        }
    }
}

/// The answer may go on like this.
fn belongs(so_far: &str, c: char) -> bool {
    let start = "11;rgb";
    match start.as_bytes().get(so_far.len()) {
        Some(wanted) => char::from(*wanted) == c,
        None => matches!(c, 'a' | ':' | '/') || c.is_ascii_hexdigit(),
    }
}

/// Dark or light, of `11;rgb:1e1e/1e1e/2e2e`.
fn take_paper(held: &mut Option<String>) -> Option<Paper> {
    let text = held.take()?;
    let (_, colour) = text.split_once(':')?;
    let mut parts = colour.split('/').map(|part| {
        let digits = u32::try_from(part.len())
            .ok()
            .filter(|len| (1..=4).contains(len))?;
        let most = 16_u32.pow(digits) - 1;
        Some(u32::from_str_radix(part, 16).ok()? * 1000 / most)
    });
    let mut part = || parts.next().flatten();
    let bright = 299 * part()? + 587 * part()? + 114 * part()?;
    Some(if bright > 500_000 {
        Paper::Light
    } else {
        Paper::Dark
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn environment(set: [Option<&str>; 4]) -> Environment {
        let [no_color, colorterm, term, colorfgbg] = set.map(|text| text.map(str::to_owned));
        Environment {
            no_color,
            colorterm,
            term,
            colorfgbg,
        }
    }

    #[test]
    fn the_settings_and_the_terminal_choose_together() {
        use ThemeName as N;
        let xterm = Some("xterm-256color");
        for (name, set, expected, asks) in [
            (
                N::Auto,
                [None, None, xterm, None],
                (Scheme::Usual, Depth::Indexed, Paper::Dark),
                true,
            ),
            (
                N::Auto,
                [None, Some("truecolor"), xterm, None],
                (Scheme::Usual, Depth::Full, Paper::Dark),
                true,
            ),
            (
                N::Auto,
                [None, Some("24bit"), xterm, Some("0;15")],
                (Scheme::Usual, Depth::Full, Paper::Light),
                false,
            ),
            (
                N::Auto,
                [None, None, Some("linux"), Some("15;default;0")],
                (Scheme::Usual, Depth::Sixteen, Paper::Dark),
                false,
            ),
            (
                N::Auto,
                [None, None, Some("linux"), None],
                (Scheme::Usual, Depth::Sixteen, Paper::Light),
                true,
            ),
            (
                N::Auto,
                [None, None, None, None],
                (Scheme::Usual, Depth::Sixteen, Paper::Light),
                true,
            ),
            (
                N::Light,
                [Some(""), None, xterm, Some("15;0")],
                (Scheme::Usual, Depth::Indexed, Paper::Light),
                false,
            ),
            (
                N::Dark,
                [Some("1"), Some("truecolor"), xterm, None],
                (Scheme::Usual, Depth::None, Paper::Dark),
                false,
            ),
            (
                N::Sixteen,
                [None, Some("truecolor"), xterm, Some("15;0")],
                (Scheme::Usual, Depth::Sixteen, Paper::Dark),
                false,
            ),
            (
                N::None,
                [None, Some("truecolor"), xterm, None],
                (Scheme::Usual, Depth::None, Paper::Light),
                false,
            ),
            (
                N::Contrast,
                [None, None, xterm, Some("0;15")],
                (Scheme::Contrast, Depth::Indexed, Paper::Light),
                false,
            ),
            (
                N::BlueOrange,
                [None, None, xterm, None],
                (Scheme::BlueOrange, Depth::Indexed, Paper::Dark),
                true,
            ),
        ] {
            let choice = ThemeChoice::new(name, &environment(set));
            let (scheme, depth, paper) = expected;
            assert_eq!(
                choice.theme(),
                Theme::new(scheme, depth, paper),
                "{name:?} {set:?}"
            );
            assert_eq!(choice.asks(), asks, "{name:?} {set:?}");
        }
    }

    fn heard(text: &str) -> Vec<Heard> {
        let mut reader = AnswerReader::default();
        let mut alt = false;
        let mut all = Vec::new();
        for c in text.chars() {
            match c {
                '\u{1b}' => alt = true,
                c => {
                    let held = if std::mem::take(&mut alt) {
                        KeyModifiers::ALT
                    } else {
                        KeyModifiers::NONE
                    };
                    all.push(reader.hear(KeyEvent::new(KeyCode::Char(c), held)));
                }
            }
        }
        all
    }

    #[test]
    fn the_answer_is_no_key_and_keys_are_no_answer() {
        for (answer, paper) in [
            ("\u{1b}]11;rgb:1e1e/1e1e/2e2e\u{1b}\\", Some(Paper::Dark)),
            ("\u{1b}]11;rgb:ffff/ffff/dddd\u{1b}\\", Some(Paper::Light)),
            ("\u{1b}]11;rgba:ff/ff/ff/ff\u{1b}\\", Some(Paper::Light)),
            ("\u{1b}]11;rgb:0/0/0\u{1b}\\", Some(Paper::Dark)),
            ("\u{1b}]11;rgb:\u{1b}\\", None),
            ("\u{1b}]11;rgb:fffff/0/0\u{1b}\\", None),
        ] {
            let mut all = heard(answer);
            assert_eq!(all.pop(), Some(Heard::Ground(paper)), "{answer:?}");
            assert!(all.iter().all(|one| *one == Heard::Part), "{all:?}");
        }
        assert_eq!(heard("1q"), [Heard::Key, Heard::Key]);
        // Somebody has pressed Alt-] and goes on working.
        assert_eq!(heard("\u{1b}]qq"), [Heard::Part, Heard::Key, Heard::Key]);
        assert_eq!(heard("\u{1b}]1j1")[2..], [Heard::Key, Heard::Key]);
    }
}
