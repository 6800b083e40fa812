//! Sums over a checklist: done of total by section, what is due next, which stage.

use std::ops::AddAssign;
use std::sync::Arc;

use chrono::NaiveDate;
use serde::Serialize;

use super::id::{AssocIx, ItemIx, MilestoneIx};
use super::light_summary::LightSummary;
use super::model::{ItemState, Section, Stage, Status};
use super::round::{Round, Scope};
use super::state::{ItemView, State};

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

    /// Filled cells of a bar of so many: some when something is done, all only when all is.
    pub fn bar(self, cells: usize) -> usize {
        let Self { done, total } = self;
        let near = (2 * done * cells + total).checked_div(2 * total);
        let least = usize::from(done > 0).min(cells);
        let most = cells.saturating_sub(usize::from(done < total));
        near.map_or(cells, |near| near.min(most).max(least))
    }

    /// Whole percent, rounded down, so that 100 means all. Of nothing there is no part.
    pub fn percent(self) -> Option<usize> {
        (self.total > 0).then(|| self.scaled(100))
    }

    /// `29%`, or `—` of nothing.
    pub fn share(self) -> String {
        self.percent()
            .map_or_else(|| "—".to_owned(), |percent| format!("{percent}%"))
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
    pub light: LightSummary,
}

impl Progress {
    /// Adds up one association's checklist.
    pub fn of(state: &State, assoc: AssocIx) -> Self {
        let items: Vec<ItemView<'_>> = state.checklist(assoc).collect();
        Self::of_checklist(state, assoc, &items)
    }

    /// As [`Progress::of`], for who has gone through the checklist already.
    pub(super) fn of_checklist(state: &State, assoc: AssocIx, items: &[ItemView<'_>]) -> Self {
        let round = state.round();
        let mut sections = [(0u8, 0u8); Section::COUNT];
        let mut next_due: Option<(NaiveDate, ItemIx)> = None;
        let mut owing: Vec<Owing> = Vec::new();
        let mut closed = false;
        let mut started = false;
        for item in items {
            started |= item.def.section.separation().is_some() && item.state != ItemState::Open;
            closed |= item.def.closes && item.state == ItemState::Done;
            if !state.counts_for(assoc, item.def) {
                continue;
            }
            let slot = &mut sections[item.def.section.index()];
            slot.0 += u8::from(item.state == ItemState::Done);
            slot.1 += u8::from(item.state != ItemState::NotApplicable);
            if item.state.settled() {
                continue;
            }
            let due_on = state.item_due_on(assoc, item.def);
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
            .filter_map(|(ix, _)| Some((ix, reached_on(state, assoc, ix, items)?)))
            .collect();
        Self {
            sections,
            next_due,
            owing: owing.into(),
            stage: if let Some((exit, _)) = state.exit_of(assoc) {
                exit.kind.into()
            } else if state.associations()[assoc].status == Status::Decoupled {
                Stage::Historic
            } else if closed {
                Stage::Closed
            } else {
                stage_of(round, items, &reached, started)
            },
            light: LightSummary::of(state, assoc, items, &reached, NaiveDate::MAX),
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

    /// The milestones of the association's own level that it has reached.
    pub const fn reached(&self) -> &[(MilestoneIx, NaiveDate)] {
        &self.reached
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
    state: &State,
    assoc: AssocIx,
    milestone: MilestoneIx,
    items: &[ItemView<'_>],
) -> Option<NaiveDate> {
    if let Some(mark) = state.mark_for(milestone, assoc) {
        return Some(mark.done_on);
    }
    let mut proofs = items
        .iter()
        .filter(|item| item.def.proves == Some(milestone))
        .peekable();
    if proofs.peek().is_some() {
        return settled_on(proofs);
    }
    if state.round().milestones()[milestone].reaches_stage == Some(Stage::Completed) {
        return completed_on(state.round(), milestone, items);
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
    round: &Round,
    milestone: MilestoneIx,
    items: &[ItemView<'_>],
) -> Option<NaiveDate> {
    let due_on = round.milestones()[milestone].due_on;
    let until = items
        .iter()
        .filter(|item| !item.def.closes && round.item_due_on(item.def) <= due_on);
    settled_on(until)
}

fn stage_of(
    round: &Round,
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
        match round.milestones()[*ix].reaches_stage {
            // A mark alone does not complete an association whose items are open.
            Some(Stage::Completed) if completed_on(round, *ix, items).is_none() => {
                stage = stage.max(Stage::InProgress);
            }
            Some(next) => stage = stage.max(next),
            None => {}
        }
    }
    stage
}

#[cfg(test)]
mod tests {
    use crate::domain::change::Subject;
    use crate::domain::decide::{Refusal, decide};
    use crate::domain::ledger::Ledger;
    use crate::domain::model::{ItemState, Stage};
    use crate::domain::tests::{context, date, done, ledger, mark, set, settle_all, unit};

    #[test]
    fn training_does_not_concern_units_below_the_threshold() {
        let ledger = ledger();
        let of = |no: u32| {
            let ix = ledger.association_ix(no).expect("an association");
            (
                ledger.item(ix, 2.into()).state,
                ledger.progress(ix).all().total,
            )
        };
        assert_eq!(of(29), (ItemState::Open, 45));
        assert_eq!(of(4), (ItemState::NotApplicable, 46));
    }

    #[test]
    fn a_mark_and_the_tick_that_proves_it_are_one_fact() {
        let mut ledger = ledger();
        let fishing = ledger.association_ix(29).expect("29");
        done(
            &mut ledger,
            "张三",
            "2020-07-20",
            &mark("M3", unit("开封市教育体育局"), "2020-07-08"),
        );
        assert_eq!(ledger.item(fishing, 2.into()).state, ItemState::Done);
        let other = ledger.association_ix(115).expect("115");
        assert_eq!(ledger.item(other, 2.into()).state, ItemState::Open);
        // And the other way round: both papers handed in reach M4.
        assert_eq!(ledger.progress(fishing).reached_on(3.into()), None);
        done(
            &mut ledger,
            "张三",
            "2020-07-20",
            &set(29, "P4", ItemState::Done),
        );
        assert_eq!(ledger.progress(fishing).reached_on(3.into()), None);
        done(
            &mut ledger,
            "张三",
            "2020-07-21",
            &set(29, "P5", ItemState::Done),
        );
        assert_eq!(
            ledger.progress(fishing).reached_on(3.into()),
            Some(date("2020-07-21"))
        );
        assert_eq!(ledger.progress(fishing).stage, Stage::PlanSubmitted);
        // What follows from a mark is not cleared by hand.
        let refused = decide(
            &ledger,
            &set(29, "P3", ItemState::Open),
            &context("张三", "2020-07-21"),
        );
        assert!(matches!(refused, Err(Refusal::FollowsFromMark { .. })));
    }

    #[test]
    fn stages_follow_from_marks_and_ticks() {
        let mut ledger = ledger();
        let ix = ledger.association_ix(29).expect("29");
        let stage = |ledger: &Ledger| ledger.progress(ix).stage;
        assert_eq!(stage(&ledger), Stage::NotStarted);
        let one = || Subject::Association(29);
        done(
            &mut ledger,
            "张三",
            "2020-07-30",
            &mark("M4", one(), "2020-07-30"),
        );
        assert_eq!(stage(&ledger), Stage::PlanSubmitted);
        done(
            &mut ledger,
            "张三",
            "2020-08-20",
            &mark("M6", one(), "2020-08-20"),
        );
        assert_eq!(stage(&ledger), Stage::Approved);
        done(
            &mut ledger,
            "张三",
            "2020-08-21",
            &set(29, "A1", ItemState::Doing),
        );
        assert_eq!(stage(&ledger), Stage::InProgress);
        // A mark alone does not complete an association whose items are open.
        done(
            &mut ledger,
            "张三",
            "2020-09-18",
            &mark("M7", one(), "2020-09-18"),
        );
        assert_eq!(stage(&ledger), Stage::InProgress);
        settle_all(&mut ledger, 29, "张三");
        assert_eq!(stage(&ledger), Stage::Completed);
        done(
            &mut ledger,
            "李四",
            "2020-09-30",
            &set(29, "F3", ItemState::Done),
        );
        assert_eq!(stage(&ledger), Stage::Closed);
        let decoupled = ledger.association_ix(1).expect("1");
        assert_eq!(ledger.progress(decoupled).stage, Stage::Historic);
    }
}
