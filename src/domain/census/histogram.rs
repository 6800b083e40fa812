//! What the whole city adds up to, moved along with every change instead of being added up anew:
//! a tick costs the same with 150 associations and with a million. Nothing here depends on the
//! as-of date, so that sums of any day follow from it ([`Histogram::light`], [`Histogram::items`] …).
//!
//! It is a histogram: how many have this to do by that day and did it then. There are some fifty
//! things to do and some hundred days, so it stays small whatever the number of associations.

use std::sync::Arc;

use chrono::NaiveDate;

use crate::domain::id::{AssocIx, IdMap, ItemIx, MilestoneIx};

use crate::domain::light::{self, Case, Span};
use crate::domain::model::{ItemState, Light, Section, Stage, Status};
use crate::domain::progress::{Owing, Progress, Tally};
use crate::domain::round::{Round, Scope};
use crate::domain::state::{ItemView, State, SubjectIx};

/// Something that has to be done.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum Task {
    /// An item of the checklist of an association with a task.
    Item(ItemIx),
    /// A milestone, by a member of its population.
    Milestone(MilestoneIx),
}

/// When something is due and when it was done.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Stand {
    /// The day that counts for them.
    pub due_on: NaiveDate,
    /// When it was done; `None` while it is not.
    pub done_on: Option<NaiveDate>,
}

/// Sums over the whole city.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Histogram {
    places: IdMap<(Status, Stage), usize>,
    complete: [usize; Section::COUNT],
    stands: IdMap<(Task, Stand), usize>,
    owing: IdMap<Arc<[Owing]>, usize>,
}

/// What one subject adds to the sums.
#[derive(Debug, Clone, Default)]
pub(super) struct Contribution {
    place: Option<(Status, Stage)>,
    complete: [bool; Section::COUNT],
    stands: Vec<(Task, Stand)>,
    owing: Option<Arc<[Owing]>>,
}

impl Contribution {
    /// What an association with such a progress and such a checklist adds.
    pub fn of_association(
        state: &State,
        association: AssocIx,
        progress: &Progress,
        checklist: &[ItemView<'_>],
    ) -> Self {
        let status = state.associations()[association].status;
        let mut own = Self {
            place: Some((status, progress.stage)),
            ..Self::default()
        };
        if !progress.stage.has_task() {
            return own;
        }
        for section in Section::ALL {
            let tally = progress.section(section);
            own.complete[section.index()] = tally.done == tally.total;
        }
        own.owing = Some(Arc::clone(&progress.owing));
        for item in checklist {
            if item.state != ItemState::NotApplicable && state.counts_for(association, item.def) {
                let done_on = item.on().filter(|_| item.state == ItemState::Done);
                let due_on = state.item_due_on(association, item.def);
                let stand = Stand { due_on, done_on };
                own.stands.push((Task::Item(item.ix), stand));
            }
        }
        let milestones = state.round().milestones().iter_enumerated();
        for (ix, _) in milestones.filter(|(_, def)| def.scope == Scope::Association) {
            let stand = Stand {
                due_on: state.due_on(ix, SubjectIx::Association(association)),
                done_on: progress.reached_on(ix),
            };
            own.stands.push((Task::Milestone(ix), stand));
        }
        own
    }

    /// What a unit or the city adds: the milestones of its own level.
    pub fn of_group(state: &State, subject: SubjectIx) -> Self {
        let mut own = Self::default();
        for (ix, def) in state.round().milestones().iter_enumerated() {
            let member = match subject {
                SubjectIx::Unit(unit) => def.scope == Scope::Unit && state.concerns(ix, unit),
                SubjectIx::City => def.scope == Scope::City,
                SubjectIx::Association(_) => false,
            };
            if member {
                let stand = Stand {
                    due_on: state.due_on(ix, subject),
                    done_on: state.mark(ix, subject).map(|mark| mark.done_on),
                };
                own.stands.push((Task::Milestone(ix), stand));
            }
        }
        own
    }
}

impl Histogram {
    /// Adds what so many subjects alike add.
    pub(super) fn add(&mut self, share: Contribution, times: usize) {
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

    /// Adds what others add up to.
    pub(super) fn merge(&mut self, other: Self) {
        fn add<K: std::hash::Hash + Eq>(sums: &mut IdMap<K, usize>, others: IdMap<K, usize>) {
            for (key, count) in others {
                *sums.entry(key).or_default() += count;
            }
        }
        add(&mut self.places, other.places);
        add(&mut self.stands, other.stands);
        add(&mut self.owing, other.owing);
        for (sum, other) in self.complete.iter_mut().zip(other.complete) {
            *sum += other;
        }
    }

    /// Takes away what one subject has added.
    pub(super) fn take(&mut self, share: &Contribution) {
        if let Some(place) = &share.place {
            decrement(&mut self.places, place);
        }
        for (sum, complete) in self.complete.iter_mut().zip(share.complete) {
            *sum -= usize::from(complete);
        }
        for stand in &share.stands {
            decrement(&mut self.stands, stand);
        }
        if let Some(owing) = &share.owing {
            decrement(&mut self.owing, owing);
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

    /// The worst light among the associations with a task and the units
    /// ([`crate::domain::rollup::city`]): what is made of several has the worst light of its parts, so the parts of all are
    /// looked at.
    pub fn light(&self, round: &Round, as_of: NaiveDate) -> Light {
        if as_of < round.info.notice.dated_on {
            return Light::Grey;
        }
        let counts = |task: &Task| match task {
            Task::Item(ix) => round.items[*ix].own,
            Task::Milestone(ix) => {
                let def = &round.milestones()[*ix];
                def.own && def.scope != Scope::City
            }
        };
        let stands = self.stands.keys();
        stands
            .filter(|(task, _)| counts(task))
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
fn decrement<K: std::hash::Hash + Eq>(counts: &mut IdMap<K, usize>, key: &K) {
    if let Some(count) = counts.get_mut(key) {
        *count -= 1;
        if *count == 0 {
            counts.remove(key);
        }
    }
}
