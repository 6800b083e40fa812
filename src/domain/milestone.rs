//! Milestones: who has to reach them, how many have, how many days are left.

use chrono::NaiveDate;

use super::id::{AssocIx, MilestoneIx};

use super::census::{Stand, light_of};
use super::change::Subject;
use super::ledger::{Ledger, SubjectIx};
use super::model::Light;
use super::note::{Kept, Note};
use super::progress::Tally;
use super::round::Scope;

/// Everyone who has to reach a milestone, on its own level.
pub fn population(ledger: &Ledger, milestone: MilestoneIx) -> Vec<SubjectIx> {
    match ledger.round().milestones()[milestone].scope {
        Scope::City => vec![SubjectIx::City],
        Scope::Unit => {
            let units = ledger.units().keys();
            units
                .filter(|unit| ledger.concerns(milestone, *unit))
                .map(SubjectIx::Unit)
                .collect()
        }
        Scope::Association => {
            let associations = ledger.associations().keys();
            associations
                .filter(|ix| ledger.has_task(*ix))
                .map(SubjectIx::Association)
                .collect()
        }
    }
}

/// The part of a milestone's population that lies below a subject; empty when none does.
/// A subject narrower than the milestone's scope has no part of its own.
pub fn below(ledger: &Ledger, milestone: MilestoneIx, subject: SubjectIx) -> Vec<SubjectIx> {
    let scope = ledger.round().milestones()[milestone].scope;
    match (scope, subject) {
        (_, SubjectIx::City) => population(ledger, milestone),
        (Scope::Unit, SubjectIx::Unit(unit)) if ledger.concerns(milestone, unit) => vec![subject],
        (Scope::Association, SubjectIx::Unit(unit)) => ledger.units()[unit]
            .associations
            .iter()
            .filter(|ix| ledger.has_task(**ix))
            .map(|ix| SubjectIx::Association(*ix))
            .collect(),
        (Scope::Association, SubjectIx::Association(ix)) if ledger.has_task(ix) => {
            vec![subject]
        }
        _ => Vec::new(),
    }
}

/// When a member of the population reached the milestone.
pub fn reached_on(
    ledger: &Ledger,
    milestone: MilestoneIx,
    subject: SubjectIx,
) -> Option<NaiveDate> {
    match subject {
        SubjectIx::Association(ix) => ledger.progress(ix).reached_on(milestone),
        _ => ledger.mark(milestone, subject).map(|mark| mark.done_on),
    }
}

/// As [`reached_on`], as it looked on `as_of`: a later date has not happened yet.
pub fn reached_by(
    ledger: &Ledger,
    milestone: MilestoneIx,
    subject: SubjectIx,
    as_of: NaiveDate,
) -> Option<NaiveDate> {
    reached_on(ledger, milestone, subject).filter(|on| *on <= as_of)
}

/// How a member of its population stands to a milestone.
fn stand(ledger: &Ledger, milestone: MilestoneIx, member: SubjectIx) -> Stand {
    Stand {
        due_on: ledger.due_on(milestone, member),
        done_on: reached_on(ledger, milestone, member),
    }
}

/// Where a milestone stands on a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Standing {
    /// How many have to reach it.
    pub population: usize,
    /// How many have.
    pub done: usize,
    /// Worst light of all ([`super::rollup`]).
    pub light: Light,
    /// Days left to the date that counts for all; negative when past.
    pub days_left: i64,
    /// When the last one reached it, once all have.
    pub done_on: Option<NaiveDate>,
}

impl Standing {
    /// Days from the planned to the actual date; negative = early. `None` while it is not met.
    pub fn slip(&self, due_on: NaiveDate) -> Option<i64> {
        self.done_on.map(|on| (on - due_on).num_days())
    }

    /// Done of population.
    pub const fn tally(&self) -> Tally {
        Tally {
            done: self.done,
            total: self.population,
        }
    }
}

/// Where a milestone stands for some of its population.
pub fn standing(
    ledger: &Ledger,
    milestone: MilestoneIx,
    members: &[SubjectIx],
    as_of: NaiveDate,
) -> Standing {
    let stands = members
        .iter()
        .map(|member| (stand(ledger, milestone, *member), 1));
    standing_of(ledger, milestone, stands, as_of)
}

/// Where a milestone stands for the whole city, from the sums that are kept.
pub fn city_standing(ledger: &Ledger, milestone: MilestoneIx, as_of: NaiveDate) -> Standing {
    let stands = ledger.totals().milestone(milestone);
    standing_of(ledger, milestone, stands, as_of)
}

/// Where a milestone stands for so many who have reached it then, or have not.
fn standing_of(
    ledger: &Ledger,
    milestone: MilestoneIx,
    stands: impl Iterator<Item = (Stand, usize)>,
    as_of: NaiveDate,
) -> Standing {
    let round = ledger.round();
    let starts_on = round.starts_on(milestone);
    let (mut population, mut done) = (0, 0);
    let mut last = None;
    let mut worst = Light::Grey;
    // Of those who have not reached it, the one that is due first is the worst.
    let mut first_open: Option<Stand> = None;
    for (stand, count) in stands {
        population += count;
        // A later date has not happened yet.
        if let Some(on) = stand.done_on.filter(|on| *on <= as_of) {
            done += count;
            last = last.max(Some(on));
            worst = worst.max(light_of(round, starts_on, stand, as_of));
        } else if first_open.is_none_or(|first| stand.due_on < first.due_on) {
            first_open = Some(stand);
        }
    }
    if let Some(stand) = first_open {
        worst = worst.max(light_of(round, starts_on, stand, as_of));
    }
    let planned = round.milestones()[milestone].due_on;
    Standing {
        population,
        done,
        light: worst,
        days_left: round.info.thresholds.days_left(planned, as_of),
        done_on: last.filter(|_| done == population),
    }
}

/// A milestone as one association sees it: its own, its unit's or the city's. `None` when
/// neither it nor its unit is in the population.
pub fn for_association(
    ledger: &Ledger,
    milestone: MilestoneIx,
    association: AssocIx,
    as_of: NaiveDate,
) -> Option<Standing> {
    let subject = match ledger.round().milestones()[milestone].scope {
        Scope::City => SubjectIx::City,
        Scope::Unit => SubjectIx::Unit(ledger.unit_of(association)?),
        Scope::Association => SubjectIx::Association(association),
    };
    let members = below(ledger, milestone, subject);
    (!members.is_empty()).then(|| standing(ledger, milestone, &members, as_of))
}

/// What the header counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Countdown {
    /// The next milestone.
    Next {
        milestone: MilestoneIx,
        /// Days left, 0 on the day itself.
        days_left: i64,
    },
    /// All have passed, but a date of the round itself has not.
    Target {
        /// Which of the round's dates.
        date: usize,
        /// The last milestone.
        last: MilestoneIx,
        /// Days to its last day, 0 on the day itself.
        days_left: i64,
        /// 拟脱钩 that are not 已完成 or 已销号.
        unfinished: usize,
    },
    /// All have passed, and every date of the round.
    Over {
        /// The last one.
        last: MilestoneIx,
        /// Days since it was due.
        days_since: i64,
        /// 拟脱钩 that are not 已完成 or 已销号.
        unfinished: usize,
    },
}

/// The first milestone that is not past, by its date alone: a countdown is a calendar. After the
/// last of them the dates of the round that are still to come, by their last day (seed L22).
/// Milestones are in the order of their dates (checked when the seed is read).
///
/// # Panics
/// When the round has no milestones, which reading a seed rules out.
pub fn countdown(ledger: &Ledger, as_of: NaiveDate) -> Countdown {
    let round = ledger.round();
    let left = |ix: MilestoneIx| {
        let due_on = round.milestones()[ix].due_on;
        round.info.thresholds.days_left(due_on, as_of)
    };
    let next = round.milestones().keys().find(|ix| left(*ix) >= 0);
    if let Some(milestone) = next {
        return Countdown::Next {
            milestone,
            days_left: left(milestone),
        };
    }
    let last = round
        .milestones()
        .last_key()
        .expect("a round has milestones");
    let unfinished = ledger.totals().unfinished();
    let to_date = |to| round.info.thresholds.days_left(to, as_of);
    let dates = round.info.dates.iter().enumerate();
    let target = dates
        .filter(|(_, other)| to_date(other.to) >= 0)
        .min_by_key(|(_, other)| other.to);
    if let Some((date, other)) = target {
        return Countdown::Target {
            date,
            last,
            days_left: to_date(other.to),
            unfinished,
        };
    }
    Countdown::Over {
        last,
        days_since: -left(last),
        unfinished,
    }
}

/// Where a note about somebody stands on a day. What was put off is done once the milestone is
/// reached, whether anybody ticked it or not.
pub fn note_standing(ledger: &Ledger, subject: &Subject, note: &Note, as_of: NaiveDate) -> Kept {
    let round = ledger.round();
    let milestone = note.milestone.as_deref();
    let at = milestone.and_then(|id| round.milestone_ix(id));
    if note.done_on.is_none()
        && let (Some(ix), Ok(whose)) = (at, ledger.subject_ix(subject))
    {
        let members = below(ledger, ix, whose);
        if !members.is_empty() {
            let done_on = standing(ledger, ix, &members, as_of).done_on;
            let known = Note {
                done_on,
                ..note.clone()
            };
            return known.kept(as_of);
        }
    }
    note.kept(as_of)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::model::Status;
    use crate::domain::tests::{date, ledger};

    #[test]
    fn the_countdown_goes_from_milestone_to_milestone_and_past_the_last() {
        let ledger = ledger();
        for (as_of, id, days) in [
            ("2020-06-10", "M1", 6),
            ("2020-06-16", "M1", 0),
            ("2020-06-17", "M2", 9),
            ("2020-07-20", "M4", 11),
            ("2020-08-01", "M5", 14),
            ("2020-09-19", "M8", 11),
            ("2020-09-30", "M8", 0),
        ] {
            let Countdown::Next {
                milestone,
                days_left,
            } = countdown(&ledger, date(as_of))
            else {
                panic!("{as_of} has a next milestone");
            };
            let found = ledger.round().milestones()[milestone].id.as_str();
            assert_eq!((found, days_left), (id, days), "{as_of}");
        }
        for (as_of, days_left) in [("2020-10-01", 19), ("2020-10-15", 5), ("2020-10-20", 0)] {
            let Countdown::Target {
                date,
                days_left: left,
                unfinished,
                ..
            } = countdown(&ledger, crate::domain::tests::date(as_of))
            else {
                panic!("{as_of} has the target before it");
            };
            let found = ledger.round().info.dates[date].id.as_str();
            assert_eq!(
                (found, left, unfinished),
                ("overall_target", days_left, 113)
            );
        }
        let over = countdown(&ledger, date("2020-10-21"));
        assert_eq!(
            over,
            Countdown::Over {
                last: 7.into(),
                days_since: 21,
                unfinished: 113
            }
        );
    }

    #[test]
    fn populations_are_those_of_the_notice() {
        let ledger = ledger();
        let counts: Vec<usize> = (0..8)
            .map(|ix| population(&ledger, ix.into()).len())
            .collect();
        let with_task = ledger
            .units()
            .iter()
            .filter(|unit| unit.planned() > 0)
            .count();
        assert_eq!(counts, [1, with_task, 7, 113, with_task, 113, 113, 1]);
        assert_eq!(with_task, 33);
    }

    #[test]
    fn the_training_rule_takes_seven_units_with_83_associations() {
        let ledger = ledger();
        let members = population(&ledger, 2.into());
        let units = members.iter().map(|member| match member {
            SubjectIx::Unit(unit) => &ledger.units()[*unit],
            _ => panic!("M3 counts units"),
        });
        let mut counts: Vec<(&str, usize)> = units
            .map(|unit| (unit.name.as_str(), unit.planned()))
            .collect();
        counts.sort_by_key(|(_, planned)| std::cmp::Reverse(*planned));
        assert_eq!(counts.iter().map(|(_, planned)| planned).sum::<usize>(), 83);
        assert_eq!(counts[0], ("开封市教育体育局", 44));
        assert!(
            counts.contains(&("开封市商务局", 4)),
            "exactly four is enough"
        );
        assert!(
            counts.contains(&("开封市文化广电和旅游局", 5)),
            "after merging two names"
        );

        let as_printed: Vec<usize> = ledger
            .printed_units()
            .iter()
            .map(|printed| {
                let planned = |ix: &&AssocIx| ledger.associations()[**ix].status == Status::Planned;
                printed.associations.iter().filter(planned).count()
            })
            .filter(|planned| *planned >= 4)
            .collect();
        assert_eq!(
            (as_printed.len(), as_printed.iter().sum::<usize>()),
            (6, 78)
        );

        let business = ledger.unit_ix("开封市工商业联合会").expect("a unit");
        let why = ledger.training(business);
        assert!(!why.in_scope());
        assert_eq!(why.to_string(), "拟脱钩 0 家，不足 4 家");
    }
}
