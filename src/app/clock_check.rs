//! Whether the clock can be right: what is recorded keeps its order by number, but the time that
//! stands beside it is what people answer for.

use std::fmt;

use chrono::{DateTime, Months, NaiveDate, TimeDelta, Utc};

use super::clock::local_minute;
use super::error::SessionError;
use super::session::{Moment, Session};
use crate::domain::change::HistoryLine;
use crate::store::HistoryFilter;

/// When this version was released: a clock that shows an earlier day is wrong. Moved on together
/// with the version.
const RELEASED: NaiveDate = NaiveDate::from_ymd_opt(2026, 11, 24).expect("a day");

/// Clocks of two machines that are both called right differ by that much.
const USUAL: TimeDelta = TimeDelta::minutes(10);

/// Clocks of this machine and of a server. The server holds that, too.
const SAME: TimeDelta = TimeDelta::minutes(5);

/// A ledger that nobody has touched for so long is opened rarely; a clock that is ahead, sooner.
const LONG: Months = Months::new(24);

/// What speaks against the clock.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ClockDoubt {
    /// It shows a day on which this program did not exist.
    BeforeRelease { now: DateTime<Utc> },
    /// The machine that the ledger is on has another time, and takes nothing.
    OffServer {
        now: DateTime<Utc>,
        there: DateTime<Utc>,
    },
    /// Somebody has recorded later than it is now.
    BehindNewest {
        now: DateTime<Utc>,
        newest: HistoryLine,
    },
    /// Something was recorded for a day that has not come, and is not shown today.
    NewestAhead { newest: HistoryLine },
    /// Nothing was recorded for years, which may be so.
    LongAhead {
        now: DateTime<Utc>,
        newest: HistoryLine,
    },
}

impl ClockDoubt {
    /// It may well be right.
    pub const fn is_note(&self) -> bool {
        matches!(self, Self::LongAhead { .. })
    }

    /// Nothing is recorded as long as it shows this.
    pub const fn is_refused(&self) -> bool {
        matches!(self, Self::OffServer { .. })
    }
}

impl fmt::Display for ClockDoubt {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::BeforeRelease { now } => put!(
                f,
                "电脑时间是 {}，早于本程序的发布日期 {RELEASED}：请先校准时间，否则记录的时间是错的",
                "This computer's clock says {}, before this program was released on {RELEASED}: set it first, or entries get wrong times",
                local_minute(*now)
            ),
            Self::OffServer { now, there } => put!(
                f,
                "电脑时间是 {}，服务器是 {}：请先校准时间，相差 5 分钟以上时服务器不予登记",
                "This computer's clock says {}, the server's {}: set it first; 5 minutes or more apart the server records nothing",
                local_minute(*now),
                local_minute(*there)
            ),
            Self::BehindNewest { now, newest } => put!(
                f,
                "电脑时间是 {}，早于最近一条记录（{} {}）：请先校准时间，否则记录的时间是错的",
                "This computer's clock says {}, before the last entry ({} {}): set it first, or entries get wrong times",
                local_minute(*now),
                local_minute(newest.at),
                newest.by
            ),
            Self::NewestAhead { newest } => put!(
                f,
                "最近一条记录（{} {}）的基准日是 {}，今天还没有到，今天的台账不计这一条：请核对时间和基准日",
                "The last entry ({} {}) counts for {}, which is yet to come; today's ledger leaves it out: check clock and as-of date",
                local_minute(newest.at),
                newest.by,
                newest.as_of
            ),
            Self::LongAhead { now, newest } => put!(
                f,
                "最近一条记录是 {} 的，电脑时间是 {}，相隔两年以上：请核对电脑时间",
                "The last entry is of {}, the clock says {}, over two years apart: check the clock",
                local_minute(newest.at),
                local_minute(*now)
            ),
        }
    }
}

/// Holds the clock against the newest entry. `moment` is now, and the day that is looked at.
pub fn check(session: &Session, moment: Moment) -> Result<Option<ClockDoubt>, SessionError> {
    // A demonstration has its own days.
    if session.demo().is_some() {
        return Ok(None);
    }
    if let Some(there) = session.clock_there()
        && (moment.at - there).abs() > SAME
    {
        let now = moment.at;
        return Ok(Some(ClockDoubt::OffServer { now, there }));
    }
    let newest = session.history(HistoryFilter {
        association: None,
        limit: Some(1),
    })?;
    Ok(doubt(moment, newest.into_iter().next()))
}

fn doubt(moment: Moment, newest: Option<HistoryLine>) -> Option<ClockDoubt> {
    let now = moment.at;
    if now.date_naive() < RELEASED {
        return Some(ClockDoubt::BeforeRelease { now });
    }
    let newest = newest?;
    // A year that is none comes from a file that was written by hand.
    let long = newest.at.checked_add_months(LONG);
    if newest.at.signed_duration_since(now) > USUAL {
        Some(ClockDoubt::BehindNewest { now, newest })
    } else if newest.as_of > moment.as_of && newest.as_of > now.date_naive() {
        Some(ClockDoubt::NewestAhead { newest })
    } else if long.is_some_and(|long| long < now) {
        Some(ClockDoubt::LongAhead { now, newest })
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::change::EntryKind;

    fn at(text: &str) -> DateTime<Utc> {
        text.parse().expect("a time")
    }

    fn line(recorded: &str, as_of: &str) -> HistoryLine {
        HistoryLine {
            seq: 1,
            at: at(recorded),
            as_of: as_of.parse().expect("a day"),
            by: "张三".to_owned(),
            kind: EntryKind::Do,
            what: "29 开封市钓鱼协会 P1 已办".to_owned(),
            undone: false,
        }
    }

    /// What is said at a time of a ledger whose newest entry was made at another, for a day.
    fn said(now: &str, newest: Option<(&str, &str)>) -> String {
        let moment = Moment {
            at: at(now),
            as_of: at(now).date_naive(),
        };
        let newest = newest.map(|(recorded, as_of)| line(recorded, as_of));
        doubt(moment, newest).map_or_else(String::new, |doubt| doubt.to_string())
    }

    #[test]
    fn a_clock_that_cannot_be_right_is_named_and_any_other_is_not() {
        let now = "2027-03-01T08:00:00Z";
        for fine in [
            None,
            Some(("2027-03-01T07:59:00Z", "2027-03-01")),
            Some(("2027-03-01T08:09:00Z", "2027-03-01")),
            Some(("2025-03-02T08:00:00Z", "2025-03-02")),
        ] {
            assert_eq!(said(now, fine), "", "{fine:?}");
        }
        for (now, newest, part) in [
            ("1971-01-01T00:00:00Z", None, "早于本程序的发布日期"),
            (
                "2020-07-20T00:00:00Z",
                Some(("2020-07-19T00:00:00Z", "2020-07-19")),
                "早于本程序的发布日期",
            ),
            (
                now,
                Some(("2027-03-01T08:11:00Z", "2027-03-01")),
                "早于最近一条记录",
            ),
            (
                now,
                Some(("2027-03-01T07:00:00Z", "2099-01-01")),
                "基准日是 2099-01-01",
            ),
            (
                now,
                Some(("2025-02-28T08:00:00Z", "2025-02-28")),
                "相隔两年以上",
            ),
            (
                "9999-12-31T00:00:00Z",
                Some((now, "2027-03-01")),
                "相隔两年以上",
            ),
        ] {
            let said = said(now, newest);
            assert!(said.contains(part), "{now} {newest:?}: {said}");
        }
    }

    #[test]
    fn who_looks_at_a_later_day_knows_that_it_has_not_come() {
        let moment = Moment {
            at: at("2027-03-01T08:00:00Z"),
            as_of: "2099-01-01".parse().expect("a day"),
        };
        assert_eq!(
            doubt(moment, Some(line("2027-03-01T07:00:00Z", "2099-01-01"))),
            None
        );
    }
}
