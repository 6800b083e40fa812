//! What the whole city adds up to, moved along with every change instead of being added up anew:
//! a tick costs the same with 150 associations and with a million. Nothing here depends on the
//! as-of date, so that sums of any day follow from it ([`Totals::light`], [`Totals::items`] …).
//!
//! It is a histogram: how many have this to do by that day and did it then. There are some fifty
//! things to do and some hundred days, so it stays small whatever the number of associations.

use std::collections::HashMap;
use std::sync::Arc;

use chrono::NaiveDate;

use super::id::{AssocIx, ItemIx, MilestoneIx, UnitIx};

use super::ledger::{Ledger, SubjectIx};
use super::light::{self, Case, Span};
use super::milestone;
use super::model::{ItemState, Light, Section, Stage, Status};
use super::progress::{Owing, Tally};
use super::round::{Round, Scope};

/// Something that has to be done.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum Task {
    /// An item of the checklist of an association with a task.
    Item(ItemIx),
    /// A milestone, by a member of its population.
    Milestone(MilestoneIx),
}

/// How many have something to do by a day, and did it on a day or have not.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Stand {
    /// The day that counts for them.
    pub due_on: NaiveDate,
    /// When it was done; `None` while it is not.
    pub done_on: Option<NaiveDate>,
}

/// Sums over the whole city.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Totals {
    places: HashMap<(Status, Stage), usize>,
    complete: [usize; Section::COUNT],
    stands: HashMap<(Task, Stand), usize>,
    owing: HashMap<Arc<[Owing]>, usize>,
}

/// What one subject adds to the sums.
#[derive(Debug, Clone, Default)]
pub(super) struct Share {
    place: Option<(Status, Stage)>,
    complete: [bool; Section::COUNT],
    stands: Vec<(Task, Stand)>,
    owing: Option<Arc<[Owing]>>,
}

impl Share {
    /// What an association adds; its progress has been brought along.
    pub fn of_association(ledger: &Ledger, association: AssocIx) -> Self {
        let progress = ledger.progress(association);
        let status = ledger.associations()[association].status;
        let mut share = Self {
            place: Some((status, progress.stage)),
            ..Self::default()
        };
        if !ledger.has_task(association) {
            return share;
        }
        for section in Section::ALL {
            let tally = progress.section(section);
            share.complete[section.index()] = tally.done == tally.total;
        }
        share.owing = Some(Arc::clone(&progress.owing));
        for item in ledger.checklist(association) {
            if item.state != ItemState::NotApplicable {
                let done_on = item.on().filter(|_| item.state == ItemState::Done);
                let due_on = ledger.item_due_on(association, item.def);
                let stand = Stand { due_on, done_on };
                share.stands.push((Task::Item(item.ix), stand));
            }
        }
        share.milestones(ledger, SubjectIx::Association(association));
        share
    }

    /// What a unit adds: the milestones of its own level.
    pub fn of_unit(ledger: &Ledger, unit: UnitIx) -> Self {
        let mut share = Self::default();
        share.milestones(ledger, SubjectIx::Unit(unit));
        share
    }

    /// What the city adds.
    pub fn of_city(ledger: &Ledger) -> Self {
        let mut share = Self::default();
        share.milestones(ledger, SubjectIx::City);
        share
    }

    fn milestones(&mut self, ledger: &Ledger, whose: SubjectIx) {
        for (ix, def) in ledger.round().milestones().iter_enumerated() {
            let member = match (def.scope, whose) {
                (Scope::Unit, SubjectIx::Unit(unit)) => milestone::unit_in(ledger, ix, unit),
                (Scope::City, SubjectIx::City)
                | (Scope::Association, SubjectIx::Association(_)) => true,
                _ => false,
            };
            if member {
                let stand = milestone::stand(ledger, ix, whose);
                self.stands.push((Task::Milestone(ix), stand));
            }
        }
    }
}

impl Totals {
    /// Adds what so many subjects alike add.
    pub(super) fn add(&mut self, share: Share, times: usize) {
        if let Some(place) = share.place {
            *self.places.entry(place).or_default() += times;
        }
        for (sum, complete) in self.complete.iter_mut().zip(share.complete) {
            *sum += usize::from(complete) * times;
        }
        for stand in share.stands {
            *self.stands.entry(stand).or_default() += times;
        }
        if let Some(owing) = share.owing {
            *self.owing.entry(owing).or_default() += times;
        }
    }

    /// Takes away what one subject has added.
    pub(super) fn take(&mut self, share: &Share) {
        if let Some(place) = &share.place {
            less(&mut self.places, place);
        }
        for (sum, complete) in self.complete.iter_mut().zip(share.complete) {
            *sum -= usize::from(complete);
        }
        for stand in &share.stands {
            less(&mut self.stands, stand);
        }
        if let Some(owing) = &share.owing {
            less(&mut self.owing, owing);
        }
    }

    /// Associations of a printed status at stages of some kind.
    pub fn count(&self, of: impl Fn(Status, Stage) -> bool) -> usize {
        let places = self.places.iter();
        places
            .filter(|((status, stage), _)| of(*status, *stage))
            .map(|(_, count)| count)
            .sum()
    }

    /// Associations with a task: 拟脱钩 that have not left.
    pub fn with_task(&self) -> usize {
        self.count(|_, stage| stage.has_task())
    }

    /// Of these, those that are neither 已完成 nor 已销号.
    pub fn unfinished(&self) -> usize {
        self.count(|_, stage| stage.has_task() && stage < Stage::Completed)
    }

    /// Items of the associations with a task that are not 不涉及, and how many of them stand so.
    pub fn items(&self) -> impl Iterator<Item = (ItemIx, Stand, usize)> {
        self.stands
            .iter()
            .filter_map(|((task, stand), count)| match task {
                Task::Item(ix) => Some((*ix, *stand, *count)),
                Task::Milestone(_) => None,
            })
    }

    /// Members of the population of a milestone, and how many of them stand so.
    pub fn milestone(&self, wanted: MilestoneIx) -> impl Iterator<Item = (Stand, usize)> {
        let wanted = Task::Milestone(wanted);
        let stands = self.stands.iter();
        stands
            .filter(move |((task, _), _)| *task == wanted)
            .map(|((_, stand), count)| (*stand, *count))
    }

    /// Done of total of the items in some sections.
    pub fn tally(&self, round: &Round, of: impl Fn(Section) -> bool) -> Tally {
        let mut tally = Tally::default();
        for (ix, stand, count) in self.items() {
            if of(round.items[ix].section) {
                tally.total += count;
                tally.done += if stand.done_on.is_some() { count } else { 0 };
            }
        }
        tally
    }

    /// Associations with a task that have settled a whole section.
    pub const fn complete(&self, section: Section) -> usize {
        self.complete[section.index()]
    }

    /// What the associations with a task still owe, and how many owe exactly that.
    pub fn owing(&self) -> impl Iterator<Item = (&[Owing], usize)> {
        let owing = self.owing.iter();
        owing.map(|(owing, count)| (owing.as_ref(), *count))
    }

    /// The worst light among the associations with a task ([`super::rollup::association`] of
    /// each): what is made of several has the worst light of its parts, so the parts of all are
    /// looked at.
    pub fn light(&self, round: &Round, as_of: NaiveDate) -> Light {
        if as_of < round.info.notice.dated_on {
            return Light::Grey;
        }
        let of_association = |task: &Task| match task {
            Task::Item(_) => true,
            Task::Milestone(ix) => round.milestones()[*ix].scope == Scope::Association,
        };
        let stands = self.stands.keys();
        stands
            .filter(|(task, _)| of_association(task))
            .map(|(task, stand)| {
                let starts_on = match task {
                    Task::Item(ix) => round.item_starts_on(&round.items[*ix]),
                    Task::Milestone(ix) => round.starts_on(*ix),
                };
                light_of(round, starts_on, *stand, as_of)
            })
            .max()
            .unwrap_or(Light::Grey)
    }
}

/// The light of everybody who stands so.
pub fn light_of(round: &Round, starts_on: NaiveDate, stand: Stand, as_of: NaiveDate) -> Light {
    let Stand { due_on, done_on } = stand;
    let span = Span { due_on, starts_on };
    light::assess(&round.info, Case::Task { span, done_on }, as_of).light
}

/// One less; nothing is left behind for none.
fn less<K: std::hash::Hash + Eq>(counts: &mut HashMap<K, usize>, key: &K) {
    if let Some(count) = counts.get_mut(key) {
        *count -= 1;
        if *count == 0 {
            counts.remove(key);
        }
    }
}
