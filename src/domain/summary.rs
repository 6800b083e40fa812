//! Sums over some associations on a day: what one adds, what several add up to, and how it is shown.
//! A sum can be taken out of again and merged, so that a list moves with a tick.

use chrono::{Datelike as _, NaiveDate};
use serde::Serialize;

use super::fact::ExitKind;
use super::id::{AssocIx, PrintedIx};
use super::ledger::Ledger;
use super::model::{Light, Stage, Status};
use super::progress::Tally;
use super::rollup::Lights;

/// Sums over some associations. Checklist and light count only those with a task (拟脱钩):
/// the 已脱钩 have no papers in this round (`domain.md` D16).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Summary {
    pub total: usize,
    /// Of these 拟脱钩.
    pub planned: usize,
    /// Of these 已脱钩.
    pub decoupled: usize,
    /// 拟脱钩 that are 已完成 or 已销号.
    pub completed: usize,
    /// 拟脱钩 that have left the round, by how.
    pub left: Left,
    /// Checklist of the 拟脱钩 that have not left.
    pub items: Tally,
    /// The worst light among the 拟脱钩.
    pub light: Light,
}

/// Those of the 拟脱钩 who have left the round, by how.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
pub struct Left {
    pub deregistered: usize,
    pub revoked: usize,
    pub merged: usize,
    pub deferred: usize,
}

impl Left {
    /// Counts each way by a function.
    fn counted(count: impl Fn(ExitKind) -> usize) -> Self {
        Self {
            deregistered: count(ExitKind::Deregistered),
            revoked: count(ExitKind::Revoked),
            merged: count(ExitKind::Merged),
            deferred: count(ExitKind::Deferred),
        }
    }

    /// How many in one way.
    pub const fn of(&self, kind: ExitKind) -> usize {
        match kind {
            ExitKind::Deregistered => self.deregistered,
            ExitKind::Revoked => self.revoked,
            ExitKind::Merged => self.merged,
            ExitKind::Deferred => self.deferred,
        }
    }

    /// All of them.
    pub const fn all(&self) -> usize {
        self.deregistered + self.revoked + self.merged + self.deferred
    }
}

/// Adds up some associations.
pub fn of(
    ledger: &Ledger,
    associations: impl IntoIterator<Item = AssocIx>,
    as_of: NaiveDate,
) -> Summary {
    by(associations, &mut Lights::new(ledger, as_of))
}

/// As [`of`], with lights that are kept from one sum to the next.
pub fn by(associations: impl IntoIterator<Item = AssocIx>, lights: &mut Lights<'_>) -> Summary {
    let mut sum = Sum::default();
    for ix in associations {
        sum.add(&Share::of(ix, lights));
    }
    sum.summary()
}

/// As [`of`] everybody, from the sums that are kept.
pub fn of_city(ledger: &Ledger, as_of: NaiveDate) -> Summary {
    let totals = ledger.totals();
    Summary {
        total: ledger.associations().len(),
        planned: totals.count(|status, _| status == Status::Planned),
        decoupled: totals.count(|status, _| status == Status::Decoupled),
        completed: totals.with_task() - totals.unfinished(),
        left: Left::counted(|kind| {
            let how = Stage::from(kind);
            totals.count(|status, stage| status == Status::Planned && stage == how)
        }),
        items: totals.tally(ledger.round(), |_| true),
        light: totals.light(ledger.round(), as_of),
    }
}

/// What a list has to know of an association on a day, in 20 bytes that lie side by side: a
/// million of them are added up in some 5 ms, where their progress would be fetched in 50.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Share {
    /// The unit name beside it.
    pub printed: PrintedIx,
    /// When its first unsettled item is due, in days from the year 1; [`Self::NEVER`] without
    /// one, or without a task.
    due: i32,
    /// Items that are done, of how many, with or without a task.
    done: u16,
    total: u16,
    /// Its light on the day.
    pub light: Light,
    counts: Counts,
}

/// What an association counts as.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Counts {
    Decoupled,
    Exited(ExitKind),
    Unfinished,
    Completed,
}

impl Share {
    /// Later than any date.
    const NEVER: i32 = i32::MAX;

    /// Of one association. `lights` are those of the day.
    pub fn of(ix: AssocIx, lights: &mut Lights<'_>) -> Self {
        let ledger = lights.ledger();
        let about = &ledger.associations()[ix];
        let progress = ledger.progress(ix);
        let counts = match (about.status, progress.stage) {
            (Status::Decoupled, _) => Counts::Decoupled,
            (Status::Planned, stage) => match ExitKind::of(stage) {
                Some(how) => Counts::Exited(how),
                None if stage >= Stage::Completed => Counts::Completed,
                None => Counts::Unfinished,
            },
        };
        let tally = progress.all();
        let due = progress.next_due.filter(|_| progress.stage.has_task());
        Self {
            printed: about.printed,
            due: due.map_or(Self::NEVER, |(on, _)| on.num_days_from_ce()),
            done: tally.done as u16,
            total: tally.total as u16,
            light: lights.of(ix),
            counts,
        }
    }

    /// The status as the roster prints it.
    pub const fn status(&self) -> Status {
        match self.counts {
            Counts::Decoupled => Status::Decoupled,
            _ => Status::Planned,
        }
    }

    /// It has a task in this round: 拟脱钩 and has not left.
    pub const fn has_task(&self) -> bool {
        matches!(self.counts, Counts::Unfinished | Counts::Completed)
    }

    /// Done of total over the whole checklist.
    pub fn tally(&self) -> Tally {
        Tally {
            done: self.done.into(),
            total: self.total.into(),
        }
    }

    /// When its first unsettled item is due; `None` without one, or without a task.
    pub fn next_due(&self) -> Option<NaiveDate> {
        NaiveDate::from_num_days_from_ce_opt(self.due)
    }

    /// Those with something left first, by date.
    pub const fn by_due(&self) -> i32 {
        self.due
    }

    /// Those with a task first, by what is done of it, in whole percent.
    pub fn by_progress(&self) -> u32 {
        let without = if self.has_task() { 0 } else { 1 << 16 };
        without + self.tally().percent().unwrap_or(100) as u32
    }
}

/// A sum over associations.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Sum {
    total: u32,
    decoupled: u32,
    /// Those who have left, in the order of [`ExitKind::ALL`].
    left: [u32; ExitKind::ALL.len()],
    completed: u32,
    /// Items of those with a task.
    done: u32,
    items: u32,
    /// How many of those with a task have which light, so that the worst is known when one of
    /// them gets another.
    lights: [u32; Light::ALL.len()],
}

impl Sum {
    /// Adds an association.
    pub fn add(&mut self, share: &Share) {
        self.move_by(share, u32::wrapping_add);
    }

    /// Takes out what was added.
    pub fn take(&mut self, share: &Share) {
        self.move_by(share, u32::wrapping_sub);
    }

    fn move_by(&mut self, share: &Share, by: fn(u32, u32) -> u32) {
        self.total = by(self.total, 1);
        match share.counts {
            Counts::Decoupled => self.decoupled = by(self.decoupled, 1),
            Counts::Exited(how) => {
                let left = &mut self.left[how as usize];
                *left = by(*left, 1);
            }
            Counts::Unfinished | Counts::Completed => {
                let completed = u32::from(share.counts == Counts::Completed);
                self.completed = by(self.completed, completed);
                self.done = by(self.done, share.done.into());
                self.items = by(self.items, share.total.into());
                let light = &mut self.lights[share.light as usize];
                *light = by(*light, 1);
            }
        }
    }

    /// Adds another sum.
    pub fn merge(&mut self, other: &Self) {
        self.total += other.total;
        self.decoupled += other.decoupled;
        for (left, other) in self.left.iter_mut().zip(other.left) {
            *left += other;
        }
        self.completed += other.completed;
        self.done += other.done;
        self.items += other.items;
        for (light, other) in self.lights.iter_mut().zip(other.lights) {
            *light += other;
        }
    }

    /// How many associations are counted.
    pub const fn total(&self) -> u32 {
        self.total
    }

    /// As it is shown.
    pub fn summary(&self) -> Summary {
        let lights = Light::ALL.into_iter().rev();
        let worst = lights.filter(|light| self.lights[*light as usize] > 0);
        Summary {
            total: self.total as usize,
            planned: (self.total - self.decoupled) as usize,
            decoupled: self.decoupled as usize,
            completed: self.completed as usize,
            left: Left::counted(|kind| self.left[kind as usize] as usize),
            items: Tally {
                done: self.done as usize,
                total: self.items as usize,
            },
            light: worst.max().unwrap_or_default(),
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::domain::summary;
    use crate::domain::tests::{date, ledger};

    #[test]
    fn sums_are_150_under_every_grouping() {
        let ledger = ledger();
        let by_unit: usize = ledger
            .units()
            .iter()
            .map(|unit| unit.associations.len())
            .sum();
        let by_printed: usize = ledger
            .printed_units()
            .iter()
            .map(|p| p.associations.len())
            .sum();
        assert_eq!((by_unit + 12, by_printed), (150, 150));
        for as_of in ["2020-06-10", "2020-07-31", "2020-09-19", "2026-11-24"] {
            let sum = summary::of(&ledger, ledger.associations().keys(), date(as_of));
            assert_eq!(
                (sum.total, sum.decoupled, sum.planned),
                (150, 37, 113),
                "{as_of}"
            );
        }
    }
}
