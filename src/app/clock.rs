//! The only place that reads the clock, and the as-of date (基准日) that everything else uses.

use chrono::{DateTime, Local, NaiveDate, Utc};

pub use crate::text::day::{is_weekend, local_minute, weekday};

/// The instant, for the history.
#[allow(clippy::disallowed_methods, reason = "this is the one place")]
pub fn now() -> DateTime<Utc> {
    Utc::now()
}

/// The day on the user's calendar.
#[allow(clippy::disallowed_methods, reason = "this is the one place")]
pub fn today() -> NaiveDate {
    Local::now().date_naive()
}

/// Where the screen reads the time; injected, so that tests need not wait for it.
#[derive(Debug, Clone, Copy)]
pub struct Clock {
    pub now: fn() -> DateTime<Utc>,
    /// The day on the user's calendar.
    pub today: fn() -> NaiveDate,
}

impl Clock {
    /// The real one.
    pub const REAL: Self = Self { now, today };
}

/// 基准日: the day that countdowns, lights and counts refer to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AsOf {
    /// Whatever today is.
    Today,
    /// A day that was chosen.
    Fixed(NaiveDate),
}

impl AsOf {
    /// The day that it means when today is `today`.
    pub const fn on(self, today: NaiveDate) -> NaiveDate {
        match self {
            Self::Today => today,
            Self::Fixed(date) => date,
        }
    }
}

/// Reads a date as people write it: `2020-07-20`, `2020/7/20`, `2020.7.20`, `20200720` or
/// `2020年7月20日`, in half-width or full-width digits.
pub fn parse_date(text: &str) -> Result<NaiveDate, String> {
    let folded = crate::text::fold::fold_text(text.trim());
    let parts: Vec<&str> = folded
        .split(['-', '/', '.', '年', '月', '日'])
        .filter(|part| !part.is_empty())
        .collect();
    let numbers = match parts.as_slice() {
        [all] if all.len() == 8 && all.is_ascii() => Some((&all[..4], &all[4..6], &all[6..])),
        [year, month, day] if year.len() == 4 => Some((*year, *month, *day)),
        _ => None,
    };
    numbers
        .and_then(|(year, month, day)| {
            NaiveDate::from_ymd_opt(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?)
        })
        .ok_or_else(|| {
            let shown = crate::text::cells::visible(text);
            format!("「{shown}」不是日历上的日期，请写成 2020-07-20 的样子")
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_read_as_people_write_them() {
        let expected = NaiveDate::from_ymd_opt(2020, 7, 5);
        for text in [
            "2020-07-05",
            "2020/7/5",
            "2020.07.05",
            "20200705",
            "2020年7月5日",
            " ２０２０-０７-０５ ",
        ] {
            assert_eq!(parse_date(text).ok(), expected, "{text}");
        }
    }

    #[test]
    fn a_day_that_is_not_on_the_calendar_is_named() {
        for text in [
            "2020-02-30",
            "2020-13-01",
            "7-20",
            "20-07-20",
            "",
            "昨天",
            "2020-07-20-01",
        ] {
            let message = parse_date(text).expect_err("not a date");
            assert!(message.contains(text), "{message}");
        }
    }
}
