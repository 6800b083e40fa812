//! Numbers that people write before the items of a list: `1.`, `（二）`, `③`, `㈠`, `第一、`.

/// Signs behind a number.
const MARKS: [char; 8] = ['、', '.', '．', '）', ')', ':', '：', '︑'];
/// Chinese numerals; a ten is no figure.
const FIGURES: [char; 10] = ['〇', '一', '二', '三', '四', '五', '六', '七', '八', '九'];
/// What ends an item.
const BREAKS: [char; 6] = ['；', ';', '，', ',', '。', '、'];
/// What makes a number in a text one of its words: 第2、3项, 2.5, 1－3.
const JOINTS: [char; 10] = ['第', '（', '(', '.', '．', '至', '到', '-', '—', '〔'];
/// Numbers in one sign: the first of each row, and how many there are.
const ROWS: [(char, u32); 8] = [
    ('①', 20),
    ('⑴', 20),
    ('⒈', 20),
    ('⓵', 10),
    ('❶', 10),
    ('㈠', 10),
    ('㊀', 10),
    ('㉑', 15),
];

/// What follows a number.
#[derive(Clone, Copy, PartialEq, Eq)]
enum After {
    Mark,
    Blank,
}

/// The number before a text, and the text; `None` where it has none.
pub fn split(text: &str) -> Option<(usize, &str)> {
    match read(text)? {
        (number, rest, After::Mark) => Some((number, rest)),
        _ => None,
    }
}

/// The same where a blank is enough: `1 洛阳市钓鱼协会`.
pub fn split_at_blank(text: &str) -> Option<(usize, &str)> {
    read(text).map(|(number, rest, _)| (number, rest))
}

/// The items of a text that counts them: `1.年检；2.评比`. One that does not is one item as it stands: a
/// number alone may be a part of it.
pub fn items(text: &str) -> Vec<&str> {
    // The number of the first may be printed, and gone with what is printed.
    let mut rest = match split(text) {
        Some((1, rest)) => rest,
        None if next(text, 2).is_some_and(|(at, _)| is_break(&text[..at])) => text,
        _ => return vec![text],
    };
    let mut items = Vec::new();
    while let Some((end, after)) = next(rest, items.len() + 2) {
        items.push(trimmed(&rest[..end]));
        rest = after;
    }
    if items.is_empty() {
        return vec![text];
    }
    items.push(trimmed(rest));
    items
}

/// Where an item with this number begins, and what follows the number.
fn next(text: &str, wanted: usize) -> Option<(usize, &str)> {
    text.char_indices().skip(1).find_map(|(at, _)| {
        let before = text[..at].chars().next_back()?;
        if text[at..].starts_with(char::is_whitespace) {
            return None;
        }
        // 1、年检2、评比; but not 第2、3项, nor 1.5.
        let is_letter = !before.is_ascii_alphanumeric() && !JOINTS.contains(&before);
        let (number, rest) = split(&text[at..])?;
        let is_number = number == wanted && !rest.starts_with(|c: char| c.is_ascii_digit());
        (is_number && (is_break(&text[..at]) || is_letter)).then_some((at, rest))
    })
}

/// What stands before ends an item.
fn is_break(before: &str) -> bool {
    before.ends_with(|c: char| c.is_whitespace() || BREAKS.contains(&c))
}

fn trimmed(item: &str) -> &str {
    item.trim_matches(|c: char| c.is_whitespace() || BREAKS.contains(&c))
}

fn read(text: &str) -> Option<(usize, &str, After)> {
    let text = text.trim_start();
    let first = text.chars().next()?;
    if let Some(number) = in_one_sign(first) {
        let rest = text[first.len_utf8()..].trim_start_matches(MARKS);
        return Some((number, rest.trim_start(), After::Mark));
    }
    let named = text.strip_prefix('第').unwrap_or(text);
    let open = named.trim_start_matches(['（', '(', '〔', '[', '【']);
    let (number, rest) = figures(open.trim_start())?;
    if open.len() < named.len() {
        let rest = rest
            .trim_start()
            .strip_prefix(['）', ')', '〕', ']', '】'])?;
        return Some((
            number,
            rest.trim_start_matches(MARKS).trim_start(),
            After::Mark,
        ));
    }
    let marked = rest.trim_start();
    if let Some(after) = marked.strip_prefix(MARKS) {
        return Some((number, after.trim_start(), After::Mark));
    }
    // 第一，…
    if named.len() < text.len()
        && let Some(after) = marked.strip_prefix(['，', ','])
    {
        return Some((number, after.trim_start(), After::Mark));
    }
    (marked.len() < rest.len()).then_some((number, marked, After::Blank))
}

fn in_one_sign(sign: char) -> Option<usize> {
    ROWS.iter().find_map(|(first, count)| {
        let at = u32::from(sign).checked_sub(u32::from(*first))?;
        let number = if *first == '㉑' { at + 21 } else { at + 1 };
        (at < *count).then_some(number as usize)
    })
}

/// The number that a text begins with, in figures or Chinese.
fn figures(text: &str) -> Option<(usize, &str)> {
    let digit = |c: char| match c {
        '０'..='９' => u32::from(c).checked_sub(u32::from('０')),
        c => c.to_digit(10),
    };
    let rest = text.trim_start_matches(|c| digit(c).is_some());
    if rest.len() < text.len() {
        let digits = text[..text.len() - rest.len()].chars().filter_map(digit);
        let number = digits.fold(0usize, |sum, digit| {
            sum.saturating_mul(10).saturating_add(digit as usize)
        });
        return Some((number, rest));
    }
    let figure = |c: char| FIGURES.iter().position(|figure| *figure == c);
    let rest = text.trim_start_matches(|c| c == '十' || figure(c).is_some());
    let numeral = &text[..text.len() - rest.len()];
    let number = match numeral.split_once('十') {
        None => {
            let mut signs = numeral.chars();
            let one = signs.next().and_then(figure)?;
            signs.next().is_none().then_some(one)?
        }
        Some((tens, ones)) => {
            let one = |text: &str, none: usize| match text {
                "" => Some(none),
                text => figure(text.chars().next()?).filter(|_| text.chars().count() == 1),
            };
            10 * one(tens, 1)? + one(ones, 0)?
        }
    };
    Some((number, rest))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_before_a_text_is_told_from_one_in_it() {
        for (text, number, rest) in [
            ("1.年检", 1, "年检"),
            ("１２．年检", 12, "年检"),
            ("3）年检", 3, "年检"),
            ("（4）年检", 4, "年检"),
            ("( 5 )、年检", 5, "年检"),
            ("⑥年检", 6, "年检"),
            ("⑺ 年检", 7, "年检"),
            ("⒏年检", 8, "年检"),
            ("㈨年检", 9, "年检"),
            ("十、年检", 10, "年检"),
            ("（十一）年检", 11, "年检"),
            ("二十三．年检", 23, "年检"),
            ("第二，年检", 2, "年检"),
            ("第3、年检", 3, "年检"),
            ("㉑年检", 21, "年检"),
        ] {
            assert_eq!(split(text), Some((number, rest)), "{text}");
        }
        for text in [
            "年检",
            "3D打印",
            "一般检查",
            "十佳评比",
            "1 年检",
            "第一批",
            "（甲）",
            "（3年检",
            "",
        ] {
            assert_eq!(split(text), None, "{text}");
        }
        assert_eq!(split_at_blank("1 年检"), Some((1, "年检")));
        assert_eq!(split_at_blank("一　年检"), Some((1, "年检")));
        assert_eq!(split_at_blank("3D打印"), None);
    }

    #[test]
    fn items_on_one_line_are_told_by_their_numbers() {
        for (text, expected) in [
            ("1.年检；2.评比", vec!["年检", "评比"]),
            ("1、年检 2、评比。", vec!["年检", "评比"]),
            ("1、年检2、评比3、培训", vec!["年检", "评比", "培训"]),
            ("（1）年检（2）评比", vec!["年检", "评比"]),
            ("①年检，②评比", vec!["年检", "评比"]),
            ("一、年检\n二、评比", vec!["年检", "评比"]),
            ("1.年检", vec!["1.年检"]),
            ("年检；2.评比", vec!["年检", "评比"]),
            ("年检\n2、评比", vec!["年检", "评比"]),
            ("年检2、评比", vec!["年检2、评比"]),
            ("2.年检；3.评比", vec!["2.年检；3.评比"]),
            ("1.条例第2、3项", vec!["1.条例第2、3项"]),
            ("1.考试 2.5级以上", vec!["1.考试 2.5级以上"]),
            ("2.5级以上", vec!["2.5级以上"]),
            ("（2020）12号文", vec!["（2020）12号文"]),
            ("年检、评比", vec!["年检、评比"]),
        ] {
            assert_eq!(items(text), expected, "{text}");
        }
    }
}
