//! Dates as the forms take them: a month, or a day where it is known.

use std::fmt;

use chrono::{Datelike as _, Months, NaiveDate};

use super::value::half_width;

/// A month, or a day of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Month {
    first: NaiveDate,
    day: Option<NaiveDate>,
}

impl Month {
    /// The last day that it can mean: 2020年8月底 is 2020-08-31.
    pub fn end(self) -> NaiveDate {
        self.day.unwrap_or_else(|| {
            let next = self.first.checked_add_months(Months::new(1));
            next.and_then(|next| next.pred_opt()).unwrap_or(self.first)
        })
    }

    /// The first day that it can mean.
    pub fn begin(self) -> NaiveDate {
        self.day.unwrap_or(self.first)
    }

    /// As an official document writes it: 2020年8月, 2020年8月15日.
    pub fn words(self) -> String {
        let day = self
            .day
            .map_or_else(String::new, |day| format!("{}日", day.day()));
        format!("{}年{}月{day}", self.first.year(), self.first.month())
    }

    /// By when, as an official document writes it: 2020年8月底前, 2020年8月15日前.
    pub fn by_then(self) -> String {
        let end = if self.day.is_some() { "前" } else { "底前" };
        format!("{}{end}", self.words())
    }
}

impl fmt::Display for Month {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.day {
            Some(day) => write!(f, "{}", day.format("%Y-%m-%d")),
            None => write!(f, "{}", self.first.format("%Y-%m")),
        }
    }
}

/// Reads `2020-08`, `2020年8月`, `2020年8月底前`, `2020.8`, `2020/8/15`, `2020年8月15日`; half- or
/// full-width. Years from 1900 to 2199.
pub fn parse(text: &str) -> Option<Month> {
    let folded: String = text.chars().map(half_width).filter(|c| *c != ' ').collect();
    let bare = folded
        .strip_suffix('前')
        .unwrap_or(&folded)
        .trim_end_matches(['底', '末'])
        .trim_end_matches(['日', '号']);
    let marked = bare.replace(['年', '月', '.', '/'], "-");
    let mut parts = marked.trim_end_matches('-').split('-');
    let mut number = |most: usize| -> Option<Option<u32>> {
        let Some(part) = parts.next() else {
            return Some(None);
        };
        let digits = part.bytes().all(|b| b.is_ascii_digit()) && (1..=most).contains(&part.len());
        digits.then(|| part.parse().ok())
    };
    let (year, month, day) = (number(4)??, number(2)??, number(2)?);
    if parts.next().is_some() || !(1900..2200).contains(&year) {
        return None;
    }
    let year = i32::try_from(year).ok()?;
    let first = NaiveDate::from_ymd_opt(year, month, 1)?;
    let day = match day {
        Some(day) => Some(NaiveDate::from_ymd_opt(year, month, day)?),
        None => None,
    };
    Some(Month { first, day })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn months_and_days_are_read_as_people_write_them() {
        for (text, shown, words, end) in [
            ("2020-08", "2020-08", "2020年8月", "2020-08-31"),
            ("2020年8月", "2020-08", "2020年8月", "2020-08-31"),
            ("2020年８月底前", "2020-08", "2020年8月", "2020-08-31"),
            ("2020.9", "2020-09", "2020年9月", "2020-09-30"),
            ("2020/2/29", "2020-02-29", "2020年2月29日", "2020-02-29"),
            ("2020年8月15日", "2020-08-15", "2020年8月15日", "2020-08-15"),
            ("2020年12月", "2020-12", "2020年12月", "2020-12-31"),
        ] {
            let month = parse(text).expect(text);
            assert_eq!(month.to_string(), shown);
            assert_eq!(month.words(), words);
            assert_eq!(month.end().to_string(), end);
            assert_eq!(parse(shown), Some(month), "what is shown reads as itself");
        }
    }

    #[test]
    fn what_is_no_month_is_none() {
        for text in [
            "",
            "八月",
            "2020",
            "2020-13",
            "2020-02-30",
            "20-08",
            "2020-08-15-1",
            "9999-01",
        ] {
            assert_eq!(parse(text), None, "{text}");
        }
    }
}
