//! What one cell says: a name without its number, a unit without its count, several names on lines
//! of their own, and what is no text at all.

use std::borrow::Cow;

use super::spelling::squeeze;
use super::words::words;
use crate::exchange::odd_cell;
use crate::text::fold::is_han;
use crate::text::numbering;

/// What lists put before an item.
const BULLETS: [char; 6] = ['-', '–', '—', '•', '·', ' '];
/// What ends one.
const STOPS: [char; 8] = ['。', '．', '；', ';', '，', ',', '：', ':'];

/// A name without the number or stroke in front of it and the stop behind it: `1、洛阳市钓鱼协会；`, `（三）洛阳市燃气协会`,
/// `①…`. 360行业协会 is a name.
pub fn bare_name(text: &str) -> &str {
    let bare = text.trim_start_matches(BULLETS).trim_end_matches(STOPS);
    let bare = numbering::split_at_blank(bare).map_or(bare, |(_, bare)| bare);
    if bare.len() < text.len() && words().is_association(bare) {
        bare
    } else {
        text
    }
}

/// A name that was drawn out to fill its cell, without the blanks: `洛 阳 市 钓 鱼 协 会`.
pub fn joined_name(name: &str) -> Cow<'_, str> {
    let parts = || name.split_whitespace();
    let is_drawn_out = name.contains(char::is_whitespace)
        && parts().count() > 3
        && parts().all(|part| part.chars().count() == 1);
    if is_drawn_out {
        Cow::Owned(parts().collect())
    } else {
        Cow::Borrowed(name)
    }
}

/// A unit as it is compared and kept: no blanks within, no stop at the end, no number of
/// associations behind it.
pub fn bare_unit(text: &str) -> Cow<'_, str> {
    let joined: Cow<'_, str> = if text.contains(char::is_whitespace) && !text.is_ascii() {
        Cow::Owned(text.split_whitespace().collect())
    } else {
        Cow::Borrowed(text)
    };
    let without_count = |text: &str| -> Option<usize> {
        let open = text.rfind(['(', '（'])?;
        let inside = text[open..].trim_matches(|c: char| "()（）".contains(c));
        let count = inside
            .trim_start_matches(['共', '计'])
            .trim_end_matches(['家', '个']);
        let is_count = count.len() < inside.len() && !count.is_empty();
        let digits = |c: char| c.is_ascii_digit() || ('０'..='９').contains(&c);
        (is_count && text.ends_with([')', '）']) && count.chars().all(digits)).then_some(open)
    };
    let end = joined.trim_start_matches(BULLETS).trim_end_matches(STOPS);
    let end = without_count(end).map_or(end, |open| end[..open].trim_end_matches(STOPS));
    // 1.市商务局, （二）市科协: no unit begins so.
    let end = match numbering::split(end) {
        Some((_, bare)) if bare.chars().nth(1).is_some() => bare,
        _ => end,
    };
    if end.len() == text.len() {
        return joined;
    }
    Cow::Owned(end.to_owned())
}

/// What two ways to write one unit share.
pub fn unit_key(unit: &str) -> String {
    squeeze(unit).into_owned()
}

/// The parts of a cell when each of them is what `is` says: several names, or several units, on
/// lines of their own or between signs.
pub fn several(text: &str, is: impl Fn(&str) -> bool) -> Option<Vec<&str>> {
    type Sign = fn(char) -> bool;
    const LINE: Sign = |c| c == '\n';
    const LIST: Sign = |c| matches!(c, '\n' | '、' | '；' | ';' | '，' | ',' | '/' | '／');
    const ANY: Sign = |c| LIST(c) || matches!(c, '和' | '与' | '及' | ' ' | '\u{3000}');
    // They may be counted: （1）…（2）…
    if numbering::split(text).is_some() {
        let items = numbering::items(text);
        if items.len() > 1 && items.iter().all(|item| is(item)) {
            return Some(items);
        }
    }
    // Nearly every cell holds one.
    if !text.contains(ANY) {
        return None;
    }
    [LINE, LIST, ANY].into_iter().find_map(|signs| {
        let parts = text.split(signs).map(str::trim);
        let parts: Vec<&str> = parts.filter(|part| !part.is_empty()).collect();
        (parts.len() > 1 && parts.iter().all(|part| is(part))).then_some(parts)
    })
}

/// Why a text cannot be a name, a unit or a state.
pub fn no_text(text: &str) -> Option<&'static str> {
    const OF_DATES: &str = "年月日时分";
    // What is no text holds no ordinary Chinese character but those of a date.
    if text.chars().any(|c| is_han(c) && !OF_DATES.contains(c)) && !text.starts_with(['#', '＃']) {
        return None;
    }
    let plain = squeeze(text);
    if let Some(why) = odd_cell::fault(&plain) {
        return Some(why);
    }
    if matches!(&*plain, "true" | "false") {
        return Some(odd_cell::TRUTH.get());
    }
    let digits = plain.chars().filter(char::is_ascii_digit).count();
    let signs = |c: char| c.is_ascii_digit() || "+-.,/:e%¥".contains(c) || OF_DATES.contains(c);
    if digits > 0 && plain.chars().all(signs) {
        return Some(s!("只是数字或日期", "is only a number or date"));
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_before_names_go_and_names_with_numbers_stay() {
        for (text, name) in [
            ("1、洛阳市甲协会", "洛阳市甲协会"),
            ("12.洛阳市甲商会", "洛阳市甲商会"),
            ("（3）洛阳市甲协会", "洛阳市甲协会"),
            ("①洛阳市甲协会", "洛阳市甲协会"),
            ("㈠洛阳市甲协会", "洛阳市甲协会"),
            ("（二）洛阳市甲协会", "洛阳市甲协会"),
            ("十一、洛阳市甲协会", "洛阳市甲协会"),
            ("第一，洛阳市甲协会", "洛阳市甲协会"),
            ("第2 洛阳市甲协会", "洛阳市甲协会"),
            ("3 洛阳市甲协会", "洛阳市甲协会"),
            ("- 洛阳市甲协会", "洛阳市甲协会"),
            ("• 2.洛阳市甲协会。", "洛阳市甲协会"),
            ("洛阳市甲协会；", "洛阳市甲协会"),
            ("-洛阳市甲中心；", "-洛阳市甲中心；"),
            ("一品香协会", "一品香协会"),
            ("第一人民公社商会", "第一人民公社商会"),
            ("十里铺商会", "十里铺商会"),
            ("１．洛阳市甲协会", "洛阳市甲协会"),
            ("360行业协会", "360行业协会"),
            ("洛阳市5A景区协会", "洛阳市5A景区协会"),
        ] {
            assert_eq!(bare_name(text), name, "{text}");
        }
    }

    #[test]
    fn a_name_that_was_drawn_out_is_joined() {
        assert_eq!(joined_name("洛 阳 市　钓 鱼 协 会"), "洛阳市钓鱼协会");
        for name in ["洛阳市 钓鱼协会", "A 协 会", "洛阳市钓鱼协会"] {
            assert_eq!(joined_name(name), name);
        }
    }

    #[test]
    fn units_are_compared_without_what_was_typed_around_them() {
        for text in [
            "洛阳市商务局",
            "洛阳 市商务局",
            "洛阳市商务局（2家）",
            "洛阳市商务局(共２家)",
            "洛阳市商务局。",
            "洛阳市商务局（12个）：",
            "1.洛阳市商务局",
            "（一）洛阳市商务局",
            "㈡洛阳市商务局（2家）",
            "- 洛阳市商务局",
        ] {
            assert_eq!(bare_unit(text), "洛阳市商务局", "{text}");
        }
        assert_eq!(
            bare_unit("（一）市民政局（原市老龄办）"),
            "市民政局（原市老龄办）"
        );
        for text in ["洛阳市商务局（原市粮食局）", "第3办公室", "A B Council"] {
            assert_eq!(bare_unit(text), text);
        }
        assert_eq!(
            unit_key("洛阳市商务局(原市粮食局)"),
            unit_key("洛阳市商务局（原市粮食局）")
        );
    }

    #[test]
    fn a_cell_holds_several_only_when_each_part_is_one() {
        let names = |text| several(text, |part| words().is_association(part)).map(|all| all.len());
        assert_eq!(names("洛阳市甲协会\n洛阳市乙商会"), Some(2));
        assert_eq!(names("洛阳市甲协会、洛阳市乙商会"), Some(2));
        assert_eq!(names("洛阳市甲协会和洛阳市乙商会"), Some(2));
        assert_eq!(names("（1）洛阳市甲协会（2）洛阳市乙商会"), Some(2));
        assert_eq!(
            names("1、洛阳市甲协会2、洛阳市乙商会3、洛阳市丙协会"),
            Some(3)
        );
        assert_eq!(names("洛阳市甲协会 洛阳市乙商会"), Some(2));
        assert_eq!(names("洛阳市烟酒、副食品协会"), None);
        assert_eq!(names("洛阳市和谐与发展促进会"), None);
        assert_eq!(names("洛 阳 市 乙 协 会"), None);
        assert_eq!(names("洛阳市\n钓鱼协会"), None);
    }

    #[test]
    fn what_is_no_text_is_told() {
        for text in [
            "#N/A",
            "#DIV/0!",
            "#NAME?",
            "#REF!",
            "####",
            "TRUE",
            "20200716",
            "2020-07-16",
            "2020年7月16日",
            "44028",
            "5.1E+17",
        ] {
            assert!(no_text(text).is_some(), "{text}");
        }
        for text in ["洛阳市甲协会", "A", "#一协会", "第一批", "3D打印协会"] {
            assert!(no_text(text).is_none(), "{text}");
        }
    }
}
