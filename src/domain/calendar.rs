//! Days to a due date, and which days are worked. The only place that counts either.

use std::collections::BTreeSet;

use chrono::{Datelike, Days, NaiveDate, Weekday};
use serde::Deserialize;

use super::round::{RoundInfo, Thresholds};
use crate::text::lang::Text;

/// What the thresholds of lights are counted in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Counting {
    /// Every day counts.
    #[default]
    Calendar,
    /// Weekends and holidays do not count (`domain.md` D7).
    Working,
}

impl Counting {
    /// The unit for people: `天`, `个工作日`.
    pub const fn unit(self) -> Text {
        match self {
            Self::Calendar => text!("天", "days"),
            Self::Working => text!("个工作日", "working days"),
        }
    }
}

/// `[calendar]` of `round.toml`. A round without it counts every day and knows no holidays.
#[derive(Debug, Clone, PartialEq, Eq, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Calendar {
    /// What the thresholds of lights are counted in.
    pub count: Counting,
    /// Days that are not worked; weekends need not be named.
    pub holidays: BTreeSet<NaiveDate>,
    /// Days of weekends that are worked.
    pub workdays: BTreeSet<NaiveDate>,
}

impl Calendar {
    /// A day that is worked.
    pub fn is_working(&self, day: NaiveDate) -> bool {
        if is_weekend(day) {
            self.workdays.contains(&day)
        } else {
            !self.holidays.contains(&day)
        }
    }

    /// Working days after one day, up to and including another; negative the other way round.
    pub fn working_days_between(&self, from: NaiveDate, to: NaiveDate) -> i64 {
        if to < from {
            return -self.working_days_between(to, from);
        }
        // Counted from the calendar's beginning, so that six years cost no more than six days.
        let plain = weekdays_until(to) - weekdays_until(from);
        let after = from.checked_add_days(Days::new(1)).unwrap_or(from);
        if after > to {
            return 0;
        }
        let off = self.holidays.range(after..=to).filter(|d| !is_weekend(**d));
        let on = self.workdays.range(after..=to).filter(|d| is_weekend(**d));
        let count = |days: usize| i64::try_from(days).unwrap_or(i64::MAX);
        plain - count(off.count()) + count(on.count())
    }
}

fn is_weekend(day: NaiveDate) -> bool {
    matches!(day.weekday(), Weekday::Sat | Weekday::Sun)
}

/// Mondays to Fridays from the first day of the calendar, which was a Monday, to this one.
fn weekdays_until(day: NaiveDate) -> i64 {
    let days = i64::from(day.num_days_from_ce());
    days.div_euclid(7) * 5 + days.rem_euclid(7).min(5)
}

impl Thresholds {
    /// The last day that is still in time (`domain.md` D9).
    pub fn last_day(&self, due_on: NaiveDate) -> NaiveDate {
        let slack = u64::from(!self.due_day_inclusive);
        due_on
            .checked_sub_days(Days::new(slack))
            .unwrap_or(NaiveDate::MIN)
    }

    /// Calendar days from `as_of` to the last day that is still in time; negative when past.
    pub fn days_left(&self, due_on: NaiveDate, as_of: NaiveDate) -> i64 {
        // In whole days from the year 1: a difference of instants takes three times as long, and a list of
        // 100,000 asks for a million.
        let days = due_on.num_days_from_ce() - as_of.num_days_from_ce();
        i64::from(days) - i64::from(!self.due_day_inclusive)
    }
}

impl RoundInfo {
    /// As [`Thresholds::days_left`], in the days that the round counts. What is past is at least
    /// one day late, even when no working day has gone by since.
    pub fn counted_left(&self, due_on: NaiveDate, as_of: NaiveDate) -> i64 {
        let left = self.thresholds.days_left(due_on, as_of);
        match self.calendar.count {
            Counting::Calendar => left,
            Counting::Working => {
                let last = self.thresholds.last_day(due_on);
                let counted = self.calendar.working_days_between(as_of, last);
                if left < 0 { counted.min(-1) } else { counted }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn date(text: &str) -> NaiveDate {
        text.parse().expect("a date")
    }

    fn summer() -> Calendar {
        let days = |all: &[&str]| all.iter().map(|day| date(day)).collect();
        Calendar {
            count: Counting::Working,
            holidays: days(&["2020-06-25", "2020-06-26", "2020-06-27"]),
            workdays: days(&["2020-06-28"]),
        }
    }

    #[test]
    fn working_days_leave_out_weekends_and_holidays_and_count_days_made_up() {
        for (from, to, days) in [
            ("2020-06-24", "2020-06-24", 0),
            ("2020-06-24", "2020-06-27", 0),
            ("2020-06-24", "2020-06-28", 1),
            ("2020-06-19", "2020-06-22", 1),
            ("2020-06-29", "2020-06-24", -2),
            // domain.md D8: from the approval to the completion.
            ("2020-08-28", "2020-09-18", 15),
        ] {
            let counted = summer().working_days_between(date(from), date(to));
            assert_eq!(counted, days, "{from} {to}");
        }
    }

    #[test]
    fn days_left_are_those_to_the_last_day_in_time() {
        let due_on = date("2020-02-29");
        for due_day_inclusive in [true, false] {
            let thresholds = Thresholds {
                due_day_inclusive,
                ..crate::domain::tests::ledger()
                    .round()
                    .info
                    .thresholds
                    .clone()
            };
            for ahead in 0..800 {
                let as_of = date("2019-03-01") + Days::new(ahead);
                let left = (thresholds.last_day(due_on) - as_of).num_days();
                assert_eq!(thresholds.days_left(due_on, as_of), left, "{as_of}");
            }
        }
    }

    #[test]
    fn counting_in_one_step_equals_counting_day_by_day() {
        let calendar = summer();
        let start = date("2020-06-01");
        for ahead in 0..60 {
            let end = start + Days::new(ahead);
            let by_hand = (1..=ahead)
                .filter(|by| calendar.is_working(start + Days::new(*by)))
                .count();
            let counted = calendar.working_days_between(start, end);
            assert_eq!(usize::try_from(counted), Ok(by_hand), "{end}");
        }
    }
}
