//! What a date of the round that is no milestone is called, and how far away it is.

use chrono::NaiveDate;

use crate::domain::round::{OtherDate, Round};
use crate::text::day;

/// `另有日期 全市总目标 2020年10月中旬前（最迟 2020-10-20，还有 19 天）`.
pub fn other_date(round: &Round, other: &OtherDate, as_of: NaiveDate) -> String {
    let left = round.info.thresholds.days_left(other.to, as_of);
    let left = match left {
        1.. => t!("还有 {left} 天", "{left} days left"),
        _ => day::left(left),
    };
    let (title, printed, to) = (&other.title, &other.printed, other.to);
    t!(
        "另有日期 {title} {printed}（最迟 {to}，{left}）",
        "another date: {title} {printed} (at the latest {to}, {left})"
    )
}
