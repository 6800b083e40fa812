//! Sums over a checklist: done of total by section, what is due next, which stage.

use std::ops::AddAssign;
use std::sync::Arc;

use chrono::NaiveDate;
use serde::Serialize;

use super::id::{AssocIx, ItemIx, MilestoneIx};

use super::ledger::{ItemView, Ledger};
use super::model::{ItemState, Light, Section, Stage, Status};
use super::rollup::{self, Lights, Terms};
use super::round::Scope;

/// Done of total. 不涉及 counts in neither.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
pub struct Tally {
    /// Items that are done.
    pub done: usize,
    /// Items that have to be done.
    pub total: usize,
}

impl Tally {
    /// The done part of a bar of so many cells, rounded down, so that a full bar means all.
    pub fn scaled(self, cells: usize) -> usize {
        (self.done * cells).checked_div(self.total).unwrap_or(0)
    }

    /// Whole percent, rounded down, so that 100 means all. Nothing to do counts as all.
    pub fn percent(self) -> usize {
        if self.total == 0 {
            100
        } else {
            self.scaled(100)
        }
    }
}

impl AddAssign for Tally {
    fn add_assign(&mut self, other: Self) {
        self.done += other.done;
        self.total += other.total;
    }
}

/// How many items an association has not settled that are due on a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Owing {
    /// The day that counts for it.
    pub due_on: NaiveDate,
    /// Items; a checklist has far fewer than 256.
    pub items: u8,
}

/// What the checklist of one association adds up to. Does not depend on the as-of date.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Progress {
    /// `(done, total)` by section; a checklist has far fewer than 256 items.
    sections: [(u8, u8); Section::COUNT],
    /// The unsettled item that is due first.
    pub next_due: Option<(NaiveDate, ItemIx)>,
    /// What is not settled, by the day on which it is due.
    pub owing: Arc<[Owing]>,
    /// Milestones of the association's own level that it has reached, with the date.
    reached: Box<[(MilestoneIx, NaiveDate)]>,
    /// The stage that follows.
    pub stage: Stage,
    /// What its light follows from.
    pub terms: Terms,
}

impl Progress {
    /// Adds up one association's checklist.
    pub(super) fn of(ledger: &Ledger, assoc: AssocIx) -> Self {
        let round = ledger.round();
        let items: Vec<ItemView<'_>> = ledger.checklist(assoc).collect();
        let mut sections = [(0u8, 0u8); Section::COUNT];
        let mut next_due: Option<(NaiveDate, ItemIx)> = None;
        let mut owing: Vec<Owing> = Vec::new();
        let mut closed = false;
        let mut started = false;
        for item in &items {
            let slot = &mut sections[item.def.section.index()];
            slot.0 += u8::from(item.state == ItemState::Done);
            slot.1 += u8::from(item.state != ItemState::NotApplicable);
            started |= item.def.section.separation().is_some() && item.state != ItemState::Open;
            closed |= item.def.closes && item.state == ItemState::Done;
            if item.state.settled() {
                continue;
            }
            let due_on = ledger.item_due_on(assoc, item.def);
            if next_due.is_none_or(|(first, _)| due_on < first) {
                next_due = Some((due_on, item.ix));
            }
            match owing.iter_mut().find(|owing| owing.due_on == due_on) {
                Some(owing) => owing.items += 1,
                None => owing.push(Owing { due_on, items: 1 }),
            }
        }
        owing.sort_unstable();
        let reached: Box<[_]> = round
            .milestones()
            .iter_enumerated()
            .filter(|(_, m)| m.scope == Scope::Association)
            .filter_map(|(ix, _)| Some((ix, reached_on(ledger, assoc, ix, &items)?)))
            .collect();
        let stage = if let Some((exit, _)) = ledger.exit_of(assoc) {
            exit.kind.into()
        } else if ledger.associations()[assoc].status == Status::Decoupled {
            Stage::Historic
        } else if closed {
            Stage::Closed
        } else {
            stage_of(ledger, &items, &reached, started)
        };
        Self {
            sections,
            next_due,
            owing: owing.into(),
            stage,
            terms: Terms::of(ledger, assoc, &items, &reached),
            reached,
        }
    }

    /// Done of total in one section.
    pub fn section(&self, section: Section) -> Tally {
        let (done, total) = self.sections[section.index()];
        Tally {
            done: usize::from(done),
            total: usize::from(total),
        }
    }

    /// Done of total over the whole checklist.
    pub fn all(&self) -> Tally {
        let mut sum = Tally::default();
        for section in Section::ALL {
            sum += self.section(section);
        }
        sum
    }

    /// When a milestone of the association's own level was reached.
    pub fn reached_on(&self, milestone: MilestoneIx) -> Option<NaiveDate> {
        self.reached
            .iter()
            .find(|(ix, _)| *ix == milestone)
            .map(|(_, on)| *on)
    }
}

/// A milestone of an association is reached when it is marked, or when every item that proves
/// it is settled; the completing one also when everything due until then is settled.
fn reached_on(
    ledger: &Ledger,
    assoc: AssocIx,
    milestone: MilestoneIx,
    items: &[ItemView<'_>],
) -> Option<NaiveDate> {
    if let Some(mark) = ledger.mark_for(milestone, assoc) {
        return Some(mark.done_on);
    }
    let mut proofs = items
        .iter()
        .filter(|item| item.def.proves == Some(milestone))
        .peekable();
    if proofs.peek().is_some() {
        return settled_on(proofs);
    }
    if ledger.round().milestones()[milestone].reaches_stage == Some(Stage::Completed) {
        return completed_on(ledger, milestone, items);
    }
    None
}

/// The last day on which one of these was settled; `None` while one is not.
fn settled_on<'a>(items: impl Iterator<Item = &'a ItemView<'a>>) -> Option<NaiveDate> {
    let mut last = None;
    for item in items {
        if !item.state.settled() {
            return None;
        }
        last = last.max(item.on());
    }
    last
}

/// Everything that is due until a milestone, except closing itself, is settled.
fn completed_on(
    ledger: &Ledger,
    milestone: MilestoneIx,
    items: &[ItemView<'_>],
) -> Option<NaiveDate> {
    let due_on = ledger.round().milestones()[milestone].due_on;
    let until = items
        .iter()
        .filter(|item| !item.def.closes && ledger.round().item_due_on(item.def) <= due_on);
    settled_on(until)
}

fn stage_of(
    ledger: &Ledger,
    items: &[ItemView<'_>],
    reached: &[(MilestoneIx, NaiveDate)],
    started: bool,
) -> Stage {
    let mut stage = if started {
        Stage::InProgress
    } else {
        Stage::NotStarted
    };
    for (ix, _) in reached {
        match ledger.round().milestones()[*ix].reaches_stage {
            // A mark alone does not complete an association whose items are open.
            Some(Stage::Completed) if completed_on(ledger, *ix, items).is_none() => {
                stage = stage.max(Stage::InProgress);
            }
            Some(next) => stage = stage.max(next),
            None => {}
        }
    }
    stage
}

/// The light of an association ([`rollup::association`]).
pub fn light(ledger: &Ledger, assoc: AssocIx, as_of: NaiveDate) -> Light {
    rollup::association(ledger, assoc, as_of).light
}

/// Sums over some associations. Checklist and light count only those with a task (拟脱钩):
/// the 已脱钩 have no papers in this round (`domain.md` D16).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Summary {
    /// Associations.
    pub total: usize,
    /// Of these 拟脱钩.
    pub planned: usize,
    /// Of these 已脱钩.
    pub decoupled: usize,
    /// 拟脱钩 that are 已完成 or 已销号.
    pub completed: usize,
    /// 拟脱钩 that have left the round.
    pub exited: usize,
    /// Checklist of the 拟脱钩 that have not left.
    pub items: Tally,
    /// The worst light among the 拟脱钩.
    pub light: Light,
}

/// Adds up some associations.
pub fn summary(
    ledger: &Ledger,
    associations: impl IntoIterator<Item = AssocIx>,
    as_of: NaiveDate,
) -> Summary {
    let mut lights = Lights::new(ledger, as_of);
    summary_by(ledger, associations, &mut lights)
}

/// As [`summary`], with lights that are kept from one sum to the next.
pub fn summary_by(
    ledger: &Ledger,
    associations: impl IntoIterator<Item = AssocIx>,
    lights: &mut Lights<'_>,
) -> Summary {
    let mut sum = Summary::default();
    for ix in associations {
        sum.total += 1;
        match ledger.associations()[ix].status {
            Status::Decoupled => sum.decoupled += 1,
            Status::Planned => {
                let progress = ledger.progress(ix);
                sum.planned += 1;
                if progress.stage.exited() {
                    sum.exited += 1;
                    continue;
                }
                sum.completed += usize::from(progress.stage >= Stage::Completed);
                sum.items += progress.all();
                sum.light = sum.light.max(lights.of(ix));
            }
        }
    }
    sum
}

/// As [`summary`] of everybody, from the sums that are kept.
pub fn summary_of_city(ledger: &Ledger, as_of: NaiveDate) -> Summary {
    let totals = ledger.totals();
    Summary {
        total: ledger.associations().len(),
        planned: totals.count(|status, _| status == Status::Planned),
        decoupled: totals.count(|status, _| status == Status::Decoupled),
        completed: totals.with_task() - totals.unfinished(),
        exited: totals.count(|status, stage| status == Status::Planned && stage.exited()),
        items: totals.tally(ledger.round(), |_| true),
        light: totals.light(ledger.round(), as_of),
    }
}
