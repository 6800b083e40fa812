//! Terminal cells: the only place where width is counted. A Chinese character takes two.

use std::borrow::Cow;

use unicode_segmentation::UnicodeSegmentation as _;
use unicode_width::UnicodeWidthStr as _;

/// Characters that may not begin a line (行首禁则).
const NOT_FIRST: &str = "，。、；：？！）】》」』％,.;:?!)]}%";
/// Characters that may not end a line (行末禁则).
const NOT_LAST: &str = "（【《「『([{";

/// Cells of one grapheme, as ratatui counts them. A control character takes none.
fn grapheme_width(grapheme: &str) -> usize {
    if grapheme.chars().any(char::is_control) {
        0
    } else {
        grapheme.width()
    }
}

/// Cells of one character that is a grapheme by itself, whatever stands beside it: visible ASCII
/// and the ordinary Chinese characters. Nearly every text here consists of these, and finding
/// graphemes takes some ten times longer than looking at characters.
const fn plain_width(c: char) -> Option<usize> {
    match c {
        ' '..='~' => Some(1),
        '\u{4e00}'..='\u{9fff}' => Some(2),
        _ => None,
    }
}

/// Cells that a text takes.
pub fn width(text: &str) -> usize {
    let plain = text
        .chars()
        .try_fold(0, |all, c| Some(all + plain_width(c)?));
    if let Some(cells) = plain {
        return cells;
    }
    text.graphemes(true).map(grapheme_width).sum()
}

/// The text, cut to so many cells; what was cut is marked by the ellipsis if that fits.
pub fn cut<'a>(text: &'a str, cells: usize, ellipsis: &str) -> Cow<'a, str> {
    if width(text) <= cells {
        return Cow::Borrowed(text);
    }
    let dots = width(ellipsis);
    let (room, mark) = if dots <= cells {
        (cells - dots, ellipsis)
    } else {
        (cells, "")
    };
    let end = prefix(text, room);
    Cow::Owned(format!("{}{mark}", &text[..end]))
}

/// The text, cut in its middle to so many cells: what it begins with and what it comes to stay.
pub fn cut_middle<'a>(text: &'a str, cells: usize, ellipsis: &str) -> Cow<'a, str> {
    /// Cells of the end, 办理中 改为 已办 among them.
    const END: usize = 16;
    let room = cells.saturating_sub(width(ellipsis));
    if width(text) <= cells || room < 8 {
        return cut(text, cells, ellipsis);
    }
    let end = END.min(room - 3);
    let (mut at, mut used) = (text.len(), 0);
    for (start, grapheme) in text.grapheme_indices(true).rev() {
        used += grapheme_width(grapheme);
        if used > end {
            break;
        }
        at = start;
    }
    let start = prefix(text, room - width(&text[at..]));
    Cow::Owned(format!("{}{ellipsis}{}", &text[..start], &text[at..]))
}

/// Bytes of the longest prefix of whole graphemes that fits into so many cells.
fn prefix(text: &str, cells: usize) -> usize {
    let mut used = 0;
    for (at, grapheme) in text.grapheme_indices(true) {
        used += grapheme_width(grapheme);
        if used > cells {
            return at;
        }
    }
    text.len()
}

/// The text in two, of which the first takes so many cells at most.
pub fn split_at(text: &str, cells: usize) -> (&str, &str) {
    text.split_at(prefix(text, cells))
}

/// The text in exactly so many cells, cut or filled with spaces behind.
pub fn pad(text: &str, cells: usize, ellipsis: &str) -> String {
    let text = cut(text, cells, ellipsis);
    let fill = cells.saturating_sub(width(&text));
    format!("{text}{}", " ".repeat(fill))
}

/// The text in exactly so many cells, cut or filled with spaces before.
pub fn pad_left(text: &str, cells: usize, ellipsis: &str) -> String {
    let text = cut(text, cells, ellipsis);
    let fill = cells.saturating_sub(width(&text));
    format!("{}{text}", " ".repeat(fill))
}

/// The text in lines of at most so many cells. Breaks between Chinese characters and at
/// spaces, keeps Latin words and numbers together where they fit, and keeps closing
/// punctuation off the start and opening punctuation off the end of a line.
pub fn wrap(text: &str, cells: usize) -> Vec<String> {
    let mut lines = Vec::new();
    let mut rest = text.trim_end();
    while cells > 0 && !rest.is_empty() {
        if width(rest) <= cells {
            lines.push(rest.to_owned());
            break;
        }
        let fit = prefix(rest, cells);
        if fit == 0 {
            // A grapheme that is wider than a whole line cannot be shown at all.
            let first = rest.graphemes(true).next().map_or(0, str::len);
            rest = &rest[first..];
            continue;
        }
        let end = break_before(rest, fit);
        lines.push(rest[..end].trim_end().to_owned());
        rest = rest[end..].trim_start();
    }
    lines
}

/// The best place to break at or before `fit`.
fn break_before(text: &str, fit: usize) -> usize {
    let candidates = text[..fit].grapheme_indices(true).map(|(at, _)| at).skip(1);
    let mut all: Vec<usize> = candidates.collect();
    all.push(fit);
    all.into_iter()
        .rev()
        .find(|at| may_break(&text[..*at], &text[*at..]))
        .unwrap_or(fit)
}

fn may_break(before: &str, after: &str) -> bool {
    let (Some(last), Some(next)) = (before.chars().next_back(), after.chars().next()) else {
        return true;
    };
    let word = |c: char| c.is_ascii_graphic() && !NOT_FIRST.contains(c) && !NOT_LAST.contains(c);
    !(NOT_FIRST.contains(next) || NOT_LAST.contains(last) || word(last) && word(next))
}

/// A window of so many cells on a text, after skipping some. A wide character that is cut at
/// the left edge becomes a space. Returns the visible text and the cells it takes.
pub fn window(text: &str, skip: usize, cells: usize) -> (String, usize) {
    let mut seen = String::new();
    let mut at = 0;
    let mut used = 0;
    for grapheme in text.graphemes(true) {
        let wide = grapheme_width(grapheme);
        let start = at;
        at += wide;
        if at <= skip {
            continue;
        }
        if start < skip {
            let left = (at - skip).min(cells);
            seen.push_str(&" ".repeat(left));
            used += left;
            continue;
        }
        if used + wide > cells {
            break;
        }
        seen.push_str(grapheme);
        used += wide;
    }
    (seen, used)
}

/// The text as it may go to a terminal: line breaks and tabs become spaces; other control
/// characters, escape among them, and what nobody can see go.
pub fn visible(text: &str) -> Cow<'_, str> {
    let harmless = |c: char| !c.is_control() && !is_unseen(c);
    if text.chars().all(harmless) {
        return Cow::Borrowed(text);
    }
    let spaced = text.chars().map(|c| match c {
        '\n' | '\r' | '\t' | '\u{2028}' | '\u{2029}' => ' ',
        c => c,
    });
    Cow::Owned(spaced.filter(|c| harmless(*c)).collect())
}

/// A control or direction character, which no text that was kept may hold.
pub fn is_forbidden(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}')
}

/// One of these in a text of several lines, which has line ends and tabs.
pub fn is_forbidden_in_lines(c: char) -> bool {
    is_forbidden(c) && !matches!(c, '\n' | '\r' | '\t')
}

/// A text of several lines holds one of these.
pub fn holds_forbidden(lines: &str) -> bool {
    lines.chars().any(is_forbidden_in_lines)
}

/// A character that takes no room and says nothing, so that two texts look alike: marks of
/// direction, of width zero, tags. What joins the parts of an emoji stays.
pub const fn is_unseen(c: char) -> bool {
    matches!(c,
        '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}'
        | '\u{180e}' | '\u{200b}' | '\u{200c}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}'
        | '\u{2060}'..='\u{206f}' | '\u{3164}' | '\u{feff}' | '\u{ffa0}' | '\u{fff9}'..='\u{fffb}'
        | '\u{e0000}'..='\u{e0fff}')
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use ratatui::text::Span;

    use super::*;

    #[test]
    fn a_name_is_cut_between_characters_and_marked() {
        assert_eq!(cut("开封市钓鱼协会", 14, ".."), "开封市钓鱼协会");
        assert_eq!(cut("开封市钓鱼协会", 13, ".."), "开封市钓鱼..");
        assert_eq!(pad("钓鱼", 3, ".."), ".. ");
        assert_eq!(pad_left("7", 3, ".."), "  7");
    }

    #[test]
    fn punctuation_keeps_off_the_line_ends() {
        let lines = wrap("核销事业编制，划转（原单位）管理。", 12);
        assert_eq!(lines, ["核销事业编", "制，划转（原", "单位）管理。"]);
        assert_eq!(wrap("核销事业编制（原）", 12), ["核销事业编制", "（原）"]);
        assert_eq!(wrap("核销事业编（原）", 12), ["核销事业编", "（原）"]);
        assert_eq!(wrap("see tuogou list", 8), ["see", "tuogou", "list"]);
    }

    #[test]
    fn escapes_and_direction_marks_never_reach_the_terminal() {
        assert_eq!(visible("a\u{1b}[31mb\nc\u{202e}d"), "a[31mb cd");
        assert_eq!(visible("张\u{200b}三\u{e0041}\u{85}"), "张三");
        assert_eq!(visible("一家👨\u{200d}👩"), "一家👨\u{200d}👩");
    }

    #[test]
    fn a_window_never_shows_half_a_character() {
        assert_eq!(window("开封钓鱼", 1, 4), (" 封".into(), 3));
        assert_eq!(window("开封钓鱼", 2, 4), ("封钓".into(), 4));
    }

    fn names() -> impl Strategy<Value = String> {
        let cjk = proptest::char::range('\u{4e00}', '\u{9fa5}');
        let any = prop_oneof![
            5 => cjk,
            2 => proptest::char::range(' ', '~'),
            1 => prop::sample::select("，。（）《》１２ＡＢ　“”…①é\u{301}ﾞ".chars().collect::<Vec<_>>()),
        ];
        prop::collection::vec(any, 0..40).prop_map(|chars| chars.into_iter().collect())
    }

    proptest! {
        #[test]
        fn we_count_as_ratatui_counts(text in names()) {
            prop_assert_eq!(width(&text), Span::raw(text.as_str()).width());
        }

        #[test]
        fn nothing_is_wider_than_its_room(text in names(), cells in 0usize..30) {
            prop_assert!(width(&cut(&text, cells, "..")) <= cells);
            prop_assert_eq!(width(&pad(&text, cells, "..")), cells);
            prop_assert_eq!(width(&pad_left(&text, cells, "..")), cells);
            for line in wrap(&text, cells) {
                prop_assert!(width(&line) <= cells, "{line}");
            }
            let (seen, used) = window(&text, 3, cells);
            prop_assert!(used <= cells && width(&seen) == used);
        }

        #[test]
        fn wrapping_loses_no_character(text in names(), cells in 4usize..30) {
            let bare = |text: &str| text.split_whitespace().collect::<String>();
            prop_assert_eq!(bare(&wrap(&text, cells).concat()), bare(&text));
        }
    }
}
