//! A day as somebody types it: the whole date, or what of it is left when the year is known, days
//! from now, a day of the week. One reading for every question and the command line.

use std::fmt;
use std::str::FromStr;

use chrono::{Datelike, NaiveDate, TimeDelta, Weekday};

use super::cells;
use super::fold::fold_text;

/// What was typed; [`TypedDay::on`] says which day it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TypedDay {
    /// `2020-07-20`, `2020/7/20`, `2020.7.20`, `20200720`, `2020年7月20日`.
    Date(NaiveDate),
    /// `7.25`, `7-25`, `7/25`, `7月25日`: of the same year.
    MonthDay(u32, u32),
    /// `+3`, `-7`, 今天, 明天, today: days on.
    Later(i64),
    /// 周五, fri: the next one, today counted; 下周五, 上周五, next fri, last fri: of the week after
    /// and before.
    Weekday { weeks: Option<i64>, day: Weekday },
}

/// It is no day, and what was typed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NoDay(String);

impl NoDay {
    /// This is none.
    pub fn of(text: &str) -> Self {
        Self(text.to_owned())
    }
}

impl fmt::Display for NoDay {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        put!(
            f,
            "「{}」不是日历上的日期，可写 2020-07-20、7.20、+3、今天、周五",
            "\"{}\" is no day of the calendar; write 2020-07-20, 7.20, +3, today, fri",
            cells::visible(&self.0)
        )
    }
}

impl std::error::Error for NoDay {}

impl FromStr for TypedDay {
    type Err = NoDay;

    fn from_str(text: &str) -> Result<Self, NoDay> {
        let folded = fold_text(text.trim());
        let read = relative(&folded).or_else(|| weekday(&folded));
        let read = read.or_else(|| calendar(&folded));
        // Whether it is on the calendar is known for some without the year.
        let read = read.filter(|day| match day {
            Self::MonthDay(month, day) => NaiveDate::from_ymd_opt(2020, *month, *day).is_some(),
            _ => true,
        });
        read.ok_or_else(|| NoDay(text.to_owned()))
    }
}

impl TypedDay {
    /// The day, as seen from another; nothing where that has none, as 2.29 in most years.
    pub fn on(self, from: NaiveDate) -> Result<NaiveDate, NoDay> {
        let day = match self {
            Self::Date(date) => Some(date),
            Self::MonthDay(month, day) => NaiveDate::from_ymd_opt(from.year(), month, day),
            Self::Later(days) => later(from, days),
            Self::Weekday { weeks: None, day } => {
                let ahead = i64::from(day.days_since(from.weekday()));
                later(from, ahead)
            }
            Self::Weekday {
                weeks: Some(weeks),
                day,
            } => {
                let here = i64::from(from.weekday().num_days_from_monday());
                let there = i64::from(day.num_days_from_monday());
                later(from, weeks * 7 + there - here)
            }
        };
        day.ok_or_else(|| match self {
            Self::MonthDay(month, day) => NoDay(format!("{}-{month}-{day}", from.year())),
            _ => NoDay(s!("这一天", "this day").to_owned()),
        })
    }
}

/// Reads a day and says which one it is.
pub fn read(text: &str, from: NaiveDate) -> Result<NaiveDate, NoDay> {
    text.parse::<TypedDay>()?.on(from)
}

fn later(from: NaiveDate, days: i64) -> Option<NaiveDate> {
    from.checked_add_signed(TimeDelta::try_days(days)?)
}

fn relative(text: &str) -> Option<TypedDay> {
    let named = [
        ("前天", -2),
        ("昨天", -1),
        ("今天", 0),
        ("明天", 1),
        ("后天", 2),
        ("yesterday", -1),
        ("today", 0),
        ("tomorrow", 1),
    ];
    if let Some((_, days)) = named.into_iter().find(|(name, _)| *name == text) {
        return Some(TypedDay::Later(days));
    }
    let sign = text.chars().next().filter(|c| matches!(c, '+' | '-'))?;
    let number = text[1..].trim();
    let number = number.strip_suffix('天').unwrap_or(number);
    // More than these are a slip of the keys, and -20200720 no number of days.
    let days: i64 = number
        .parse()
        .ok()
        .filter(|days| (0..=9999).contains(days))?;
    Some(TypedDay::Later(if sign == '-' { -days } else { days }))
}

fn weekday(text: &str) -> Option<TypedDay> {
    // Mon, mon, Monday; next fri, last fri.
    let (weeks, name) = match text.split_once(' ') {
        Some(("last", name)) => (Some(-1), name),
        Some(("this", name)) => (Some(0), name),
        Some(("next", name)) => (Some(1), name),
        _ => (None, text),
    };
    if let Some(day) = name.parse().ok().filter(|_| name.is_ascii()) {
        return Some(TypedDay::Weekday { weeks, day });
    }
    let (weeks, rest) = match text.chars().next()? {
        '上' => (Some(-1), text.strip_prefix('上')?),
        '下' => (Some(1), text.strip_prefix('下')?),
        '本' => (Some(0), text.strip_prefix('本')?),
        '这' => (Some(0), text.strip_prefix('这')?),
        _ => (None, text),
    };
    let names = ["周", "星期", "礼拜"];
    let day = names.iter().find_map(|name| rest.strip_prefix(name))?;
    let day = match day {
        "一" | "1" => Weekday::Mon,
        "二" | "2" => Weekday::Tue,
        "三" | "3" => Weekday::Wed,
        "四" | "4" => Weekday::Thu,
        "五" | "5" => Weekday::Fri,
        "六" | "6" => Weekday::Sat,
        "日" | "天" | "7" => Weekday::Sun,
        _ => return None,
    };
    Some(TypedDay::Weekday { weeks, day })
}

fn calendar(text: &str) -> Option<TypedDay> {
    let parts: Vec<&str> = text
        .split(['-', '/', '.', '年', '月', '日'])
        .filter(|part| !part.is_empty())
        .collect();
    let date = |year: &str, month: &str, day: &str| {
        let date =
            NaiveDate::from_ymd_opt(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?);
        date.map(TypedDay::Date)
    };
    match parts.as_slice() {
        [all] if all.len() == 8 && all.is_ascii() => date(&all[..4], &all[4..6], &all[6..]),
        [year, month, day] if year.len() == 4 => date(year, month, day),
        [month, day] if month.len() <= 2 && day.len() <= 2 => {
            Some(TypedDay::MonthDay(month.parse().ok()?, day.parse().ok()?))
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A Monday.
    const FROM: &str = "2020-07-20";

    fn day(text: &str) -> Option<String> {
        let from = FROM.parse().expect("a date");
        read(text, from).ok().map(|day| day.to_string())
    }

    #[test]
    fn days_are_read_as_people_write_them() {
        for (text, expected) in [
            ("2020-07-05", "2020-07-05"),
            ("2020/7/5", "2020-07-05"),
            ("2020.07.05", "2020-07-05"),
            ("20200705", "2020-07-05"),
            ("2020年7月5日", "2020-07-05"),
            (" ２０２０-０７-０５ ", "2020-07-05"),
            ("2019-12-31", "2019-12-31"),
            ("7.25", "2020-07-25"),
            ("7-28", "2020-07-28"),
            ("7/28", "2020-07-28"),
            ("7月25日", "2020-07-25"),
            ("７．２５", "2020-07-25"),
            ("2.29", "2020-02-29"),
            ("+3", "2020-07-23"),
            ("＋3", "2020-07-23"),
            ("+3天", "2020-07-23"),
            ("-7", "2020-07-13"),
            ("+0", "2020-07-20"),
            ("今天", "2020-07-20"),
            ("明天", "2020-07-21"),
            ("昨天", "2020-07-19"),
            ("周一", "2020-07-20"),
            ("周五", "2020-07-24"),
            ("星期天", "2020-07-26"),
            ("下周一", "2020-07-27"),
            ("上周五", "2020-07-17"),
            ("本周三", "2020-07-22"),
        ] {
            assert_eq!(day(text).as_deref(), Some(expected), "{text}");
        }
    }

    #[test]
    fn a_day_that_is_not_on_the_calendar_is_named() {
        for text in [
            "2020-02-30",
            "2020-13-01",
            "13-20",
            "2.30",
            "20-07-20",
            "",
            "哪天",
            "周八",
            "+",
            "+-3",
            "+20200720",
            "2020-07-20-01",
            "7.2.5",
            "+99999999999999999999",
        ] {
            let from: NaiveDate = FROM.parse().expect("a date");
            let message = read(text, from).expect_err("not a day").to_string();
            assert!(message.contains(text), "{message}");
        }
    }

    #[test]
    fn a_leap_day_is_no_day_of_another_year() {
        let from = "2021-03-01".parse().expect("a date");
        assert!(read("2.29", from).is_err());
    }
}
