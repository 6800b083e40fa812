//! Whether a promise was kept, as it looks on a day.

use chrono::NaiveDate;
use serde::Serialize;

use super::change::Subject;
use super::fact::Promise;
use super::ledger::Ledger;
use super::milestone;

/// Where a promise stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Kept {
    /// The day is past, and nothing was done.
    Broken,
    /// There is time yet.
    Open,
    /// Done, but after the day.
    Late,
    /// Done in time.
    InTime,
}

impl Kept {
    /// The word for people.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Broken => "逾期未兑现",
            Self::Open => "未到期",
            Self::Late => "逾期兑现",
            Self::InTime => "按期兑现",
        }
    }

    /// Nothing is left to do.
    pub const fn settled(self) -> bool {
        matches!(self, Self::Late | Self::InTime)
    }
}

impl Promise {
    /// Where it stands on a day. What was kept later has not happened yet.
    pub fn kept(&self, as_of: NaiveDate) -> Kept {
        match self.kept_on.filter(|on| *on <= as_of) {
            Some(on) if on > self.due_on => Kept::Late,
            Some(_) => Kept::InTime,
            None if self.due_on < as_of => Kept::Broken,
            None => Kept::Open,
        }
    }
}

/// Where a promise of somebody stands on a day. What was put off is done once the milestone is
/// reached, whether anybody ticked it or not.
pub fn standing(ledger: &Ledger, subject: &Subject, promise: &Promise, as_of: NaiveDate) -> Kept {
    let round = ledger.round();
    let milestone = promise.milestone.as_deref();
    let at = milestone.and_then(|id| round.milestone_ix(id));
    if promise.kept_on.is_none()
        && let (Some(ix), Ok(whose)) = (at, ledger.subject_ix(subject))
    {
        let members = milestone::below(ledger, ix, whose);
        if !members.is_empty() {
            let kept_on = milestone::standing(ledger, ix, &members, as_of).done_on;
            let known = Promise {
                kept_on,
                ..promise.clone()
            };
            return known.kept(as_of);
        }
    }
    promise.kept(as_of)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_promise_is_kept_by_its_day() {
        let day = |day: u32| NaiveDate::from_ymd_opt(2020, 8, day).expect("a day");
        let promise = |kept_on| Promise {
            text: "补报".into(),
            due_on: day(20),
            milestone: None,
            kept_on,
        };
        for (kept_on, as_of, expected) in [
            (None, 19, Kept::Open),
            (None, 20, Kept::Open),
            (None, 21, Kept::Broken),
            (Some(20), 21, Kept::InTime),
            (Some(21), 21, Kept::Late),
            (Some(25), 21, Kept::Broken),
            (Some(18), 17, Kept::Open),
        ] {
            let promise = promise(kept_on.map(day));
            assert_eq!(promise.kept(day(as_of)), expected, "{kept_on:?} {as_of}");
        }
    }
}
