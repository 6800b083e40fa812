//! How texts of a roster are compared and kept: folded, without what takes no room, on one line.

use std::borrow::Cow;

use crate::text::cells::visible;
use crate::text::fold::{fold_text, is_folded, is_han};

/// The text without spaces of any kind, with full-width forms and case folded: what two texts
/// share that differ only in how they were typed.
pub fn squeeze(text: &str) -> Cow<'_, str> {
    // Most texts of a roster are so already, and each is asked for a dozen times.
    if text
        .chars()
        .all(|c| is_folded(c) && !c.is_ascii_whitespace())
    {
        return Cow::Borrowed(text);
    }
    let seen = |c: &char| !c.is_whitespace() && !is_invisible(*c);
    Cow::Owned(fold_text(text).chars().filter(seen).collect())
}

/// Characters that take no room.
const fn is_invisible(c: char) -> bool {
    matches!(
        c,
        '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}' | '\u{ad}'
    )
}

/// A squeezed text without what stands in brackets.
pub fn without_brackets(text: &str) -> Cow<'_, str> {
    if !text.contains(['(', '[', '【', '〔']) {
        return Cow::Borrowed(text);
    }
    let mut depth = 0usize;
    let mut bare = String::new();
    for c in text.chars() {
        match c {
            '(' | '[' | '【' | '〔' => depth += 1,
            ')' | ']' | '】' | '〕' => depth = depth.saturating_sub(1),
            c if depth == 0 => bare.push(c),
            _ => {}
        }
    }
    Cow::Owned(bare)
}

/// A cell's text as it may be kept: one line, ordinary spaces, no control characters, nothing
/// at the ends. A line break inside of Chinese writing is layout and goes.
pub fn clean(text: &str) -> Cow<'_, str> {
    // Ordinary Chinese characters and visible ASCII are what nearly every cell holds.
    let plain = |c: char| c.is_ascii_graphic() || is_han(c);
    if text.chars().all(plain) {
        return Cow::Borrowed(text);
    }
    let mut kept = String::with_capacity(text.len());
    for line in text.split(['\n', '\r']) {
        let line = line.trim();
        let joint = |c: Option<char>| c.is_some_and(|c| c.is_ascii());
        if joint(kept.chars().next_back()) && joint(line.chars().next()) {
            kept.push(' ');
        }
        kept.push_str(line);
    }
    let kept: String = visible(&kept)
        .chars()
        .filter(|c| !is_invisible(*c))
        .collect();
    Cow::Owned(kept.split_whitespace().collect::<Vec<_>>().join(" "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_kept_is_one_line_of_visible_text() {
        assert_eq!(clean(" 洛阳市\n钓鱼\u{a0}协会\u{3000}"), "洛阳市钓鱼 协会");
        assert_eq!(clean("IT\nclub"), "IT club");
        assert_eq!(clean("\u{1b}[31m红\u{200b}色"), "[31m红色");
    }
}
