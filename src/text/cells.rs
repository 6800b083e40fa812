//! Terminal cells: the only place where width is counted. A Chinese character takes two; what “ ” … — · ①
//! and their like take is up to the terminal.

use std::borrow::Cow;
use std::cell::Cell;

use unicode_segmentation::UnicodeSegmentation as _;
use unicode_width::UnicodeWidthStr as _;

/// Characters that may not begin a line (行首禁则).
const NOT_FIRST: &str = "，。、；：？！）】》〉」』〕〗”’％…—·～,.;:?!)]}%";
/// Characters that may not end a line (行末禁则).
const NOT_LAST: &str = "（【《〈「『〔〖“‘([{";

/// Takes the second cell of a sign before it, of which it is a part: ratatui counts both together as we do. No
/// terminal is told of it.
const SECOND_CELL: char = '\u{93e}';

thread_local! {
    /// What the terminal that is drawn for gives to them.
    static SIGNS: Cell<SignWidth> = const { Cell::new(SignWidth::One) };
}

/// How many cells a terminal gives to signs of ambiguous width.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SignWidth {
    One,
    Two,
}

/// As long as this is held, they count as that on this thread.
#[derive(Debug)]
pub struct HeldWidth {
    before: SignWidth,
}

impl SignWidth {
    /// Counts them like this for a while.
    #[must_use]
    pub fn hold(self) -> HeldWidth {
        HeldWidth {
            before: SIGNS.replace(self),
        }
    }
}

impl Drop for HeldWidth {
    fn drop(&mut self) {
        SIGNS.set(self.before);
    }
}

/// One cell in some terminals and two in others, those of Chinese systems among them (East Asian Width A).
pub fn is_ambiguous(grapheme: &str) -> bool {
    /// Letters of pinyin, which are two characters by another way of writing, and so are narrow for `width_cjk`.
    const PINYIN: &str = "àáèéêìíòóùúüāēěīńňōūǎǐǒǔǖǘǚǜ";
    grapheme.width() == 1
        && (grapheme.width_cjk() == 2 || PINYIN.contains(grapheme) && !grapheme.is_ascii())
}

/// Cells of one grapheme, as ratatui counts them where it is [`shown`]. A control character takes none.
fn grapheme_width(grapheme: &str) -> usize {
    if grapheme.chars().any(char::is_control) {
        0
    } else if SIGNS.get() == SignWidth::Two && is_ambiguous(grapheme) {
        2
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

/// Cells of what stands in one cell of the screen, where it is one of these; to count anything else takes
/// a hundred times longer.
pub fn plain_symbol_width(symbol: &str) -> Option<u16> {
    let mut chars = symbol.chars();
    let width = plain_width(chars.next()?)?;
    chars.next().is_none().then_some(width as u16)
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
    // In lines that are shown already, a sign may bring its second cell along.
    let last = if last == SECOND_CELL {
        before.chars().rev().nth(1).unwrap_or(last)
    } else {
        last
    };
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

/// The text as a frame holds it: [`visible`], and signs that take two cells on this terminal say so.
pub fn shown(text: &str) -> Cow<'_, str> {
    let text = visible(text);
    let plain = |c: char| plain_width(c).is_some();
    if SIGNS.get() == SignWidth::One || text.chars().all(plain) {
        return text;
    }
    let mut all = String::with_capacity(text.len() * 2);
    for grapheme in text.graphemes(true) {
        all.push_str(grapheme);
        if is_ambiguous(grapheme) {
            all.push(SECOND_CELL);
        }
    }
    Cow::Owned(all)
}

/// A sign of a frame as a terminal is told of it.
pub fn told(symbol: &str) -> &str {
    /// No sign that has its second cell is shorter.
    const SHORTEST: usize = 5;
    if symbol.len() < SHORTEST {
        return symbol;
    }
    let sign = symbol.strip_suffix(SECOND_CELL);
    sign.filter(|sign| is_ambiguous(sign)).unwrap_or(symbol)
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
    fn signs_take_as_many_cells_as_the_terminal_gives_them() {
        let text = "“方案”…①é";
        assert_eq!((width(text), &*shown(text)), (9, text));
        {
            let _wide = SignWidth::Two.hold();
            let shown = shown(text);
            assert_eq!((width(text), width(&shown)), (14, 14));
            assert_eq!(Span::raw(&*shown).width(), 14);
            let back: String = shown.graphemes(true).map(told).collect();
            assert_eq!(back, text);
            // Whole signs are cut, and what is shown already stays as it is.
            assert_eq!(cut(&shown, 7, ".."), cut(&self::shown("“方.."), 7, ".."));
            assert_eq!(self::shown(&shown), shown);
        }
        assert_eq!(width(text), 9);
    }

    #[test]
    fn quotes_and_dashes_keep_together_at_the_line_ends() {
        assert_eq!(wrap("关于印发“方案”的", 10), ["关于印发", "“方案”的"]);
        assert_eq!(wrap("汴文〔二〇〕号", 6), ["汴文", "〔二", "〇〕号"]);
        assert_eq!(wrap("未办——退回", 5), ["未", "办——", "退回"]);
        assert_eq!(wrap("其余略……完", 7), ["其余", "略……完"]);
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
