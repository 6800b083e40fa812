//! Keys that come faster than anybody types: text that was pasted into a terminal that does not say so
//! (Windows, consoles). In a field they are one paste; elsewhere keys stay keys. The time is handed in.

use std::time::{Duration, Instant};

use ratatui::crossterm::event::KeyCode;

use super::keymap::Key;
use super::model::Model;
use super::msg::Msg;

/// Keys of one text come within this time of each other, also over a slow line.
const PAUSE: Duration = Duration::from_millis(20);

/// Keys that have come together so far.
#[derive(Debug, Default)]
pub struct Burst {
    keys: Vec<Key>,
    last: Option<Instant>,
    /// A key came that was no part of a text: what waits behind it was typed ahead.
    ahead: bool,
}

impl Burst {
    /// Takes a message; what is to be done now, in order. `typing`: a field is open that takes text.
    pub fn take(&mut self, msg: Msg, at: Instant, typing: bool) -> Vec<Msg> {
        let late = |last: Instant| at.saturating_duration_since(last) > PAUSE;
        let mut messages = if self.last.is_some_and(late) {
            self.hand_on()
        } else {
            Vec::new()
        };
        match msg {
            Msg::Key(key) if typing && sign(key).is_some() && !self.ahead => {
                self.keys.push(key);
                self.last = Some(at);
            }
            msg => {
                self.ahead |= matches!(msg, Msg::Key(_));
                messages.extend(self.hand_on());
                messages.push(msg);
            }
        }
        messages
    }

    /// No event waits at this instant: a key that came alone counts at once, and several when nothing has followed
    /// for a while.
    pub fn pause(&mut self, at: Instant) -> Vec<Msg> {
        self.ahead = false;
        match self.patience(at) {
            Some(left) if !left.is_zero() => Vec::new(),
            _ => self.hand_on(),
        }
    }

    /// Something is held back.
    pub const fn waits(&self) -> bool {
        !self.keys.is_empty()
    }

    /// How long to wait for what may follow; `None` where nothing may.
    pub fn patience(&self, at: Instant) -> Option<Duration> {
        let last = self.last.filter(|_| self.keys.len() > 1)?;
        Some(PAUSE.saturating_sub(at.saturating_duration_since(last)))
    }

    /// One paste of what came together. What ends with Enter is entered, unless lines came with it: nothing is
    /// recorded of a text whose lines might have been meant one by one. Nobody copies a text that begins with
    /// Enter or Tab: who is quick has typed ahead.
    fn hand_on(&mut self) -> Vec<Msg> {
        let keys = std::mem::take(&mut self.keys);
        self.last = None;
        let text: String = keys.iter().copied().filter_map(sign).collect();
        if text.starts_with(['\n', '\t']) {
            return keys.into_iter().map(Msg::Key).collect();
        }
        let inside = text.trim_end_matches(['\n', '\t']);
        let lines = inside.contains(['\n', '\t']);
        let count = if lines {
            keys.len()
        } else {
            inside.chars().count()
        };
        let rest = keys[count..].iter().copied().map(Msg::Key);
        match &keys[..count] {
            [] => rest.collect(),
            [key] => std::iter::once(Msg::Key(*key)).chain(rest).collect(),
            _ if lines => vec![Msg::Paste(text)],
            _ => std::iter::once(Msg::Paste(inside.to_owned()))
                .chain(rest)
                .collect(),
        }
    }
}

/// A field is open that takes what is typed.
pub fn types(model: &Model) -> bool {
    match &model.popup {
        Some(_) if model.progress.is_some() => false,
        Some(open) => open.types(),
        None => model.progress.is_none() && (model.finder.is_some() || model.page().types()),
    }
}

/// The sign that a key stands for in a text.
fn sign(key: Key) -> Option<char> {
    match key.code {
        _ if key.ctrl || key.alt => None,
        KeyCode::Char(c) => Some(c),
        KeyCode::Enter => Some('\n'),
        KeyCode::Tab => Some('\t'),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tui::keymap::parse_keys;

    /// What becomes of keys that come at these milliseconds into a field.
    fn told(arrivals: &[(u64, &str)], typing: bool) -> Vec<String> {
        let begin = Instant::now();
        let mut burst = Burst::default();
        let mut all = Vec::new();
        let mut at = begin;
        for (millis, keys) in arrivals {
            at = begin + Duration::from_millis(*millis);
            all.extend(burst.pause(at));
            for key in parse_keys(keys).expect("keys") {
                all.extend(burst.take(Msg::Key(key), at, typing));
            }
            all.extend(burst.pause(at));
        }
        if let Some(left) = burst.patience(at) {
            all.extend(burst.pause(at + left));
        }
        assert!(!burst.waits());
        let words = all.into_iter().map(|msg| match msg {
            Msg::Paste(text) => format!("paste {text}"),
            Msg::Key(Key {
                code: KeyCode::Char(c),
                ..
            }) => c.to_string(),
            Msg::Key(key) => format!("{:?}", key.code),
            msg => format!("{msg:?}"),
        });
        words.collect()
    }

    #[test]
    fn what_comes_together_in_a_field_is_one_paste() {
        for (arrivals, expected) in [
            // Somebody types.
            (
                &[(0, "a"), (80, "b"), (200, "<enter>")][..],
                &["a", "b", "Enter"][..],
            ),
            (&[(0, "开封钓鱼")], &["paste 开封钓鱼"]),
            // A slow line delivers it in pieces.
            (
                &[(0, "开封"), (15, "钓鱼"), (30, "协会")],
                &["paste 开封钓鱼协会"],
            ),
            (&[(0, "开封"), (50, "钓鱼")], &["paste 开封", "paste 钓鱼"]),
            // Lines come as lines, and enter nothing.
            (&[(0, "甲<enter>乙<tab>丙<enter>")], &["paste 甲\n乙\t丙\n"]),
            // One line and Enter, as somebody quick or a script sends it.
            (&[(0, "7.25<enter>")], &["paste 7.25", "Enter"]),
            (&[(0, "<enter><enter>")], &["Enter", "Enter"]),
            // What was typed is entered, and what comes after it is typed ahead.
            (&[(0, "<enter><enter>t")], &["Enter", "Enter", "t"]),
            (&[(0, "ab<left>cd")], &["paste ab", "Left", "c", "d"]),
        ] {
            assert_eq!(told(arrivals, true), expected, "{arrivals:?}");
        }
        assert_eq!(told(&[(0, "jj<enter>")], false), ["j", "j", "Enter"]);
    }

    #[test]
    fn what_was_typed_ahead_of_a_field_stays_keys() {
        let begin = Instant::now();
        let mut burst = Burst::default();
        let mut all = Vec::new();
        for (at, key) in parse_keys("/dy<enter>j")
            .expect("keys")
            .into_iter()
            .enumerate()
        {
            // The first of them opens the field.
            all.extend(burst.take(Msg::Key(key), begin, at > 0));
        }
        assert_eq!(all.len(), 5);
        assert!(all.iter().all(|msg| matches!(msg, Msg::Key(_))));
    }
}
