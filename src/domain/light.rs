//! 灯: the one function that decides about a light, and its reason. What is made of many
//! lights takes the worst of them ([`super::rollup`]).

use chrono::NaiveDate;

use super::model::Light;
use super::round::RoundInfo;
use crate::text::lang::Text;

/// Why a light is what it is. Ordered from calm to alarming, and as the lights are, so that the
/// worst of several is their maximum.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Reason {
    /// 没有任务: nothing has to be done.
    NoTask,
    /// 已退出: the association is out of the round.
    Exited,
    /// 未到启动: work is not expected yet.
    NotStarted,
    /// 按期办结.
    DoneInTime,
    /// 正常.
    OnCourse,
    /// 即将到期: not more than `soon_days` left.
    Soon,
    /// 逾期补办: done, but late. Stays so.
    MadeUpLate,
    /// 临近到期: not more than `urgent_days` left.
    Urgent,
    /// 逾期未办.
    Overdue,
}

impl Reason {
    /// The light of this reason (`domain.md` 3.4).
    pub const fn light(self) -> Light {
        match self {
            Self::NoTask | Self::Exited | Self::NotStarted => Light::Grey,
            Self::DoneInTime | Self::OnCourse => Light::Green,
            Self::Soon => Light::Blue,
            Self::MadeUpLate | Self::Urgent => Light::Yellow,
            Self::Overdue => Light::Red,
        }
    }

    /// The word for people.
    pub const fn text(self) -> Text {
        match self {
            Self::NoTask => text!("没有任务", "no task"),
            Self::Exited => text!("已退出", "has left"),
            Self::NotStarted => text!("未到启动", "not started"),
            Self::DoneInTime => text!("按期办结", "done in time"),
            Self::OnCourse => text!("正常", "on course"),
            Self::Soon => text!("即将到期", "due soon"),
            Self::MadeUpLate => text!("逾期补办", "made up late"),
            Self::Urgent => text!("临近到期", "due any day"),
            Self::Overdue => text!("逾期未办", "overdue"),
        }
    }
}

worded!(Reason);

/// From when and until when something has to be done.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Span {
    /// Planned date. First, so that spans sort by it.
    pub due_on: NaiveDate,
    /// The first day on which work is expected; grey before it.
    pub starts_on: NaiveDate,
}

/// What a light is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Case {
    /// Nothing has to be done.
    NoTask,
    /// The association is out of the round.
    Exited,
    /// Something has to be done.
    Task {
        span: Span,
        /// When it was. A day after the as-of date has not happened yet.
        done_on: Option<NaiveDate>,
    },
}

/// A light with its reason and the days behind it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Assessment {
    pub light: Light,
    pub reason: Reason,
    /// Planned date; `None` without a task.
    pub due_on: Option<NaiveDate>,
    /// First day on which work is expected; `None` without a task.
    pub starts_on: Option<NaiveDate>,
    /// When it was done, if it was on the as-of date.
    pub done_on: Option<NaiveDate>,
    /// Calendar days to the last day in time, negative when past; `None` without a task.
    pub days_left: Option<i64>,
    /// The same in the days that the round counts its thresholds in.
    pub counted_left: Option<i64>,
}

impl Assessment {
    /// A reason that comes without days.
    const fn bare(reason: Reason) -> Self {
        Self {
            light: reason.light(),
            reason,
            due_on: None,
            starts_on: None,
            done_on: None,
            days_left: None,
            counted_left: None,
        }
    }

    /// The worse of two; of equally bad ones that which is due first.
    #[must_use]
    pub fn worse(self, other: Self) -> Self {
        let rank = |one: &Self| {
            let due = one.due_on.unwrap_or(NaiveDate::MAX);
            (one.reason, std::cmp::Reverse(due))
        };
        if rank(&other) > rank(&self) {
            other
        } else {
            self
        }
    }
}

/// The light of one thing on a day. Everything that shows a light asks here.
///
/// Grey without a task and before the start, green on course and when done in time, blue and
/// yellow by the days left, yellow when made up late, red when overdue.
pub fn assess(info: &RoundInfo, case: Case, as_of: NaiveDate) -> Assessment {
    let (span, done_on) = match case {
        Case::NoTask => return Assessment::bare(Reason::NoTask),
        Case::Exited => return Assessment::bare(Reason::Exited),
        Case::Task { span, done_on } => (span, done_on.filter(|day| *day <= as_of)),
    };
    let thresholds = &info.thresholds;
    let days_left = thresholds.days_left(span.due_on, as_of);
    let counted_left = info.counted_left(span.due_on, as_of);
    let reason = match done_on {
        Some(on) if thresholds.days_left(span.due_on, on) < 0 => Reason::MadeUpLate,
        Some(_) => Reason::DoneInTime,
        None if days_left < 0 => Reason::Overdue,
        None if as_of < span.starts_on => Reason::NotStarted,
        None if counted_left <= thresholds.urgent_days => Reason::Urgent,
        None if counted_left <= thresholds.soon_days => Reason::Soon,
        None => Reason::OnCourse,
    };
    Assessment {
        light: reason.light(),
        reason,
        due_on: Some(span.due_on),
        starts_on: Some(span.starts_on),
        done_on,
        days_left: Some(days_left),
        counted_left: Some(counted_left),
    }
}

#[cfg(test)]
mod tests {
    use super::{Case, Light, Reason, Span, assess};
    use crate::domain::calendar::Counting;
    use crate::domain::round::RoundInfo;
    use crate::domain::tests::{date, ledger};

    fn info() -> RoundInfo {
        ledger().round().info.clone()
    }

    #[test]
    fn a_worse_reason_never_has_a_calmer_light() {
        use Reason::{
            DoneInTime, Exited, MadeUpLate, NoTask, NotStarted, OnCourse, Overdue, Soon, Urgent,
        };
        let all = [
            NoTask, Exited, NotStarted, DoneInTime, OnCourse, Soon, MadeUpLate, Urgent, Overdue,
        ];
        for pair in all.windows(2) {
            assert!(pair[0] < pair[1], "{pair:?}");
            assert!(pair[0].light() <= pair[1].light(), "{pair:?}");
        }
    }

    #[test]
    fn lights_follow_the_days_left() {
        let info = info();
        let span = Span {
            starts_on: date("2020-07-11"),
            due_on: date("2020-07-31"),
        };
        for (as_of, done_on, expected) in [
            ("2020-06-10", None, Light::Grey),
            ("2020-07-10", None, Light::Grey),
            ("2020-07-11", None, Light::Green),
            ("2020-07-23", None, Light::Green),
            ("2020-07-24", None, Light::Blue),
            ("2020-07-27", None, Light::Blue),
            ("2020-07-28", None, Light::Yellow),
            ("2020-07-31", None, Light::Yellow),
            ("2020-08-01", None, Light::Red),
            ("2026-11-24", None, Light::Red),
            ("2020-08-01", Some("2020-07-31"), Light::Green),
            ("2020-08-09", Some("2020-08-05"), Light::Yellow),
            // What is recorded for a later day has not happened yet.
            ("2020-08-04", Some("2020-08-05"), Light::Red),
        ] {
            let done_on = done_on.map(date);
            let case = Case::Task { span, done_on };
            let found = assess(&info, case, date(as_of));
            assert_eq!(found.light, expected, "{as_of} {done_on:?}");
        }
    }

    #[test]
    fn a_due_day_that_does_not_count_is_late_a_day_earlier() {
        let mut info = info();
        let due = date("2020-07-31");
        assert_eq!(info.thresholds.days_left(due, due), 0);
        info.thresholds.due_day_inclusive = false;
        assert_eq!(info.thresholds.days_left(due, due), -1);
        let span = Span {
            starts_on: due,
            due_on: due,
        };
        let done_on = None;
        let found = assess(&info, Case::Task { span, done_on }, due);
        assert_eq!(found.reason, Reason::Overdue);
    }

    /// The Dragon Boat holiday of 2020 (`domain.md` D7) lies between these days and the promotion
    /// meeting's; in working days they are fewer.
    #[test]
    fn lights_may_count_working_days_only() {
        let mut info = info();
        let span = Span {
            starts_on: date("2020-06-17"),
            due_on: date("2020-06-26"),
        };
        let mut reason = |count, as_of| {
            info.calendar.count = count;
            let done_on = None;
            let found = assess(&info, Case::Task { span, done_on }, date(as_of));
            (found.reason, found.counted_left)
        };
        for (as_of, every_day, working) in [
            ("2020-06-17", (Reason::OnCourse, 9), (Reason::Soon, 5)),
            ("2020-06-18", (Reason::OnCourse, 8), (Reason::Soon, 4)),
            ("2020-06-19", (Reason::Soon, 7), (Reason::Urgent, 3)),
            ("2020-06-24", (Reason::Urgent, 2), (Reason::Urgent, 0)),
            ("2020-06-26", (Reason::Urgent, 0), (Reason::Urgent, 0)),
            // A holiday, and yet past.
            ("2020-06-27", (Reason::Overdue, -1), (Reason::Overdue, -1)),
            ("2020-06-28", (Reason::Overdue, -2), (Reason::Overdue, -1)),
            ("2020-06-30", (Reason::Overdue, -4), (Reason::Overdue, -3)),
        ] {
            let (why, left) = every_day;
            assert_eq!(
                reason(Counting::Calendar, as_of),
                (why, Some(left)),
                "{as_of}"
            );
            let (why, left) = working;
            assert_eq!(
                reason(Counting::Working, as_of),
                (why, Some(left)),
                "{as_of}"
            );
        }
    }
}
