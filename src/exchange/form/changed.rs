//! How a message shows printed words that were changed: never the same twice, and nothing that a screen cannot show.

use crate::text::cells;

/// Longest excerpt in a message, in cells.
const EXCERPT: usize = 60;
/// So much is shown before the first difference, in characters.
const BEFORE: usize = 8;

/// A text in a message: on one line, cut. Characters of a font of its own are named, as they look
/// different everywhere.
pub fn excerpt(text: &str) -> String {
    cells::cut(&shown(text), EXCERPT, "..").into_owned()
}

fn shown(text: &str) -> String {
    let line: String = cells::visible(text).split_whitespace().collect();
    let is_private = |c: char| matches!(c, '\u{e000}'..='\u{f8ff}' | '\u{f0000}'..='\u{10ffff}');
    line.replace(is_private, "〔符号〕")
}

/// Both sides of a change, from where they differ if that is far from the beginning.
pub fn changed(printed: &str, now: &str) -> [String; 2] {
    let both = [shown(printed), shown(now)];
    let cut = both
        .each_ref()
        .map(|text| cells::cut(text, EXCERPT, "..").into_owned());
    if cut[0] != cut[1] {
        return cut;
    }
    let alike = both[0].chars().zip(both[1].chars());
    let alike = alike.take_while(|(a, b)| a == b).count();
    both.each_ref().map(|text| {
        let from: String = text.chars().skip(alike.saturating_sub(BEFORE)).collect();
        cells::cut(&format!("..{from}"), EXCERPT, "..").into_owned()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_sides_of_a_change_never_look_the_same() {
        let long = "是否".repeat(40);
        for (printed, now) in [
            ("是否".to_owned(), "是 否否".to_owned()),
            (format!("{long}甲"), format!("{long}乙")),
            (long.clone(), format!("{long}。")),
            ("□".to_owned(), "\u{f052}".to_owned()),
        ] {
            let [printed, now] = changed(&printed, &now);
            assert_ne!(printed, now);
            assert!(cells::width(&now) <= EXCERPT + 2, "{now}");
        }
        assert_eq!(changed("甲乙", "甲丙"), ["甲乙", "甲丙"]);
        assert_eq!(excerpt("甲\n \u{f0a3}"), "甲〔符号〕");
    }
}
