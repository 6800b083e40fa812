//! Dates as notices write them: 2020年7月31日前, 7月底前, 10月中旬前, 3月1日至3月20日.

use std::ops::Range;

use chrono::{Datelike, NaiveDate};

use super::words::{after_any, notice_words};

/// A date in a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FoundDate {
    /// Where it stands, with the words around it.
    pub at: Range<usize>,
    /// The earliest day that it can mean as a deadline.
    pub from: NaiveDate,
    /// The latest one.
    pub to: NaiveDate,
    /// 前, 止 follows.
    pub deadline: bool,
}

/// The dates of a text. A year that is left out is that of the date before, which `year` holds.
pub fn dates(text: &str, year: &mut Option<i32>) -> Vec<FoundDate> {
    let mut found: Vec<FoundDate> = Vec::new();
    let mut at = 0;
    while at < text.len() {
        let begins = text[at..].starts_with(|c: char| c.is_ascii_digit());
        let inside = text[..at].ends_with(|c: char| c.is_ascii_digit());
        match begins
            .then_some(())
            .filter(|()| !inside)
            .and_then(|()| date(text, at, year))
        {
            Some(date) => {
                at = date.at.end;
                found.push(date);
            }
            None => at += text[at..].chars().next().map_or(1, char::len_utf8),
        }
    }
    found
}

/// The date that a whole text is: of a signature.
pub fn whole(text: &str) -> Option<NaiveDate> {
    let squeezed: String = text.chars().filter(|c| !c.is_whitespace()).collect();
    let squeezed = in_figures(&squeezed);
    let found = dates(&squeezed, &mut None);
    match found.as_slice() {
        // 16日前 is a term, and no date of a signature.
        [one]
            if one.at == (0..squeezed.len()) && one.from == one.to && !squeezed.ends_with('前') =>
        {
            Some(one.to)
        }
        _ => None,
    }
}

/// 二〇二〇年六月十六日 in figures.
fn in_figures(text: &str) -> String {
    let digit = |c: char| {
        "〇一二三四五六七八九"
            .chars()
            .position(|known| known == c || (known == '〇' && c == '○'))
    };
    let chars: Vec<char> = text.chars().collect();
    let mut out = String::new();
    for (at, c) in chars.iter().enumerate() {
        let before = at.checked_sub(1).and_then(|at| digit(chars[at])).is_some();
        let after = chars.get(at + 1).and_then(|c| digit(*c)).is_some();
        match (digit(*c), c) {
            (Some(number), _) => out.push_str(&number.to_string()),
            // 十六, 二十, 二十六, 十
            (None, '十') => out.push_str(match (before, after) {
                (false, false) => "10",
                (false, true) => "1",
                (true, false) => "0",
                (true, true) => "",
            }),
            _ => out.push(*c),
        }
    }
    out
}

/// A number of at most four digits, and what follows it.
fn number(text: &str) -> Option<(u32, &str)> {
    let end = text
        .find(|c: char| !c.is_ascii_digit())
        .unwrap_or(text.len());
    let number = text
        .get(..end)
        .filter(|digits| digits.len() <= 4)?
        .parse()
        .ok()?;
    Some((number, text[end..].trim_start_matches(' ')))
}

/// The days that one day, a third of a month or the end of a month is.
type Span = (NaiveDate, NaiveDate);

/// `YYYY年M月D日`, `M月底`, `YYYY年底`; with the year that counts, and what follows.
fn point<'t>(text: &'t str, year: &mut Option<i32>, month: Option<u32>) -> Option<(Span, &'t str)> {
    let words = &notice_words().dates;
    let (mut first, mut rest) = number(text)?;
    if let Some(after) = rest.strip_prefix('年') {
        if !(2000..=2100).contains(&first) {
            return None;
        }
        let this = i32::try_from(first).ok()?;
        *year = Some(this);
        let after = after.trim_start_matches([' ', '年']);
        if let Some(rest) = after_any(after, &words.end) {
            let last = NaiveDate::from_ymd_opt(this, 12, 31)?;
            return Some(((last, last), rest));
        }
        (first, rest) = number(after)?;
    }
    let this = (*year)?;
    let Some(after) = rest.strip_prefix('月') else {
        // 3月1日至20日
        let day = NaiveDate::from_ymd_opt(this, month?, first)?;
        return Some(((day, day), rest.strip_prefix(['日', '号'])?));
    };
    let month = first;
    let begins = NaiveDate::from_ymd_opt(this, month, 1)?;
    let last = last_of(begins)?;
    let after = after.trim_start_matches([' ', '份']);
    if let Some(third) = words
        .third
        .iter()
        .position(|word| after.starts_with(word.as_str()))
    {
        let rest = &after[words.third[third].len()..];
        // Strictly before the third begins; at the latest with its end.
        let (from, to) = match third {
            0 => (begins, begins.with_day(10)?),
            1 => (begins.with_day(10)?, begins.with_day(20)?),
            _ => (begins.with_day(20)?, last),
        };
        return Some(((from, to), rest));
    }
    if let Some(rest) = after_any(after, &words.end) {
        return Some(((last, last), rest));
    }
    if let Some((day, rest)) = number(after)
        && let Some(rest) = rest.strip_prefix(['日', '号'])
    {
        let day = begins.with_day(day)?;
        return Some(((day, day), rest));
    }
    Some(((begins, last), after))
}

fn last_of(begins: NaiveDate) -> Option<NaiveDate> {
    begins
        .checked_add_months(chrono::Months::new(1))?
        .pred_opt()
}

/// A date or a stretch of days that begins at a place.
fn date(text: &str, at: usize, year: &mut Option<i32>) -> Option<FoundDate> {
    let words = &notice_words().dates;
    let before = *year;
    let Some((span, rest)) = point(&text[at..], year, None) else {
        *year = before;
        return None;
    };
    let (mut span, mut rest) = (span, rest);
    let mut stretch = false;
    if let Some(after) = after_any(rest, &words.until)
        && let Some((until, after)) = point(after.trim_start(), year, Some(span.0.month()))
    {
        (span, rest) = ((until.1, until.1), after);
        stretch = true;
    }
    let deadline = after_any(rest, &words.before);
    let end = text.len() - deadline.unwrap_or(rest).len();
    Some(FoundDate {
        at: at..end,
        from: span.0,
        to: span.1,
        deadline: deadline.is_some() || stretch,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_read_as_notices_write_them() {
        for (text, from, to, deadline) in [
            ("2021年7月31日前，", "2021-07-31", "2021-07-31", true),
            ("于7月底前完成", "2021-07-31", "2021-07-31", true),
            ("2021年10月中旬前", "2021-10-10", "2021-10-20", true),
            ("2021年底前", "2021-12-31", "2021-12-31", true),
            ("3月1日至3月20日", "2021-03-20", "2021-03-20", true),
            ("3月1日—20日", "2021-03-20", "2021-03-20", true),
            ("2021年6月16日召开", "2021-06-16", "2021-06-16", false),
            (
                "2 021年2月30日 2021 年 6 月 1 日前",
                "2021-06-01",
                "2021-06-01",
                true,
            ),
        ] {
            let found = dates(text, &mut Some(2021));
            let day = |text: &str| text.parse::<NaiveDate>().expect("a day");
            let one = found.last().expect(text);
            assert_eq!((one.from, one.to), (day(from), day(to)), "{text}");
            assert_eq!(one.deadline, deadline, "{text}");
        }
        for text in [
            "发改体改〔2019〕1063号",
            "13月1日前",
            "99年前",
            "4家以上",
            "7月31日前",
        ] {
            assert_eq!(dates(text, &mut None), [], "{text}");
        }
    }

    #[test]
    fn a_signature_may_be_dated_in_words() {
        for text in [
            "2020年6月16日",
            "2020 年 6 月 16 日",
            "二〇二〇年六月十六日",
            "二○二○年六月十六日",
        ] {
            assert_eq!(whole(text), NaiveDate::from_ymd_opt(2020, 6, 16), "{text}");
        }
        assert_eq!(
            whole("二〇二一年十月二十日"),
            NaiveDate::from_ymd_opt(2021, 10, 20)
        );
        assert_eq!(whole("2020年6月16日前"), None);
        assert_eq!(whole("2020年6月"), None);
    }
}
