//! Days, and numbers of headings, as people write them.

use chrono::{DateTime, Datelike, Local, NaiveDate, Utc};

/// 周一 … 周日.
pub fn weekday(date: NaiveDate) -> &'static str {
    [
        s!("周一", "Mon"),
        s!("周二", "Tue"),
        s!("周三", "Wed"),
        s!("周四", "Thu"),
        s!("周五", "Fri"),
        s!("周六", "Sat"),
        s!("周日", "Sun"),
    ][date.weekday().num_days_from_monday() as usize]
}

/// Days to a day: `11天`, `今天`, `逾5天`.
pub fn left(days: i64) -> String {
    match days {
        0 => s!("今天", "today").into(),
        1.. => t!("{days}天", "{days}d"),
        _ => t!("逾{}天", "{}d late", -days),
    }
}

/// 一, 二, … 九十九: as headings are numbered.
pub fn chinese(number: usize) -> String {
    const DIGITS: [&str; 10] = ["", "一", "二", "三", "四", "五", "六", "七", "八", "九"];
    match (number / 10, number % 10) {
        (0, ones) => DIGITS[ones].to_owned(),
        (1, ones) => format!("十{}", DIGITS[ones]),
        (tens @ 2..10, ones) => format!("{}十{}", DIGITS[tens], DIGITS[ones]),
        _ => number.to_string(),
    }
}

/// Saturday or Sunday; public holidays are not known here.
pub fn is_weekend(date: NaiveDate) -> bool {
    date.weekday().num_days_from_monday() >= 5
}

/// An instant in the user's time zone, to the minute: `2020-07-20 09:05`.
pub fn local_minute(at: DateTime<Utc>) -> String {
    at.with_timezone(&Local)
        .format("%Y-%m-%d %H:%M")
        .to_string()
}

/// 2020年8月5日.
pub fn words(date: NaiveDate) -> String {
    t!("{}年{}", "{}-{}", date.year(), short_words(date))
}

/// 8月5日; 08-05 where English is spoken.
pub fn short_words(date: NaiveDate) -> String {
    t!("{}月{}日", "{:02}-{:02}", date.month(), date.day())
}
