//! What a state adds up to, for each association and for the city: moved along with every change
//! instead of being added up anew. Nothing here depends on the as-of date.

mod groups;
mod histogram;

use std::collections::{BTreeSet, HashSet};
use std::hash::Hash;
use std::sync::Arc;

use typed_index_collections::TiVec;

use super::id::AssocIx;
use super::light::Span;
use super::parts::in_parts;
use super::progress::{Owing, Progress};
use super::state::{ItemView, State, SubjectIx};
use groups::Groups;
use histogram::Contribution;

pub use histogram::{Histogram, Stand, light_of};

/// So many checklists are gone through by one thread, in some 5 ms.
const FEW_CHECKLISTS: usize = 500;

/// The sums of a state.
#[derive(Debug, Clone, PartialEq)]
pub struct Census {
    /// Associations that stand alike may share theirs.
    progress: TiVec<AssocIx, Arc<Progress>>,
    totals: Histogram,
}

impl Census {
    /// Works out all progress and all sums. One walk over the checklist serves all associations that
    /// stand alike: of 100,000 rows of which nobody has touched any this is 2 ms instead of 500.
    pub fn new(state: &State) -> Self {
        let Groups { of, firsts } = Groups::new(state);
        let parts = in_parts(&firsts, FEW_CHECKLISTS, |part| Self::of_groups(state, part));
        let (theirs, parts): (Vec<Vec<_>>, Vec<Histogram>) = parts.into_iter().unzip();
        let theirs = theirs.concat();
        let progress = of
            .into_iter()
            .map(|group| Arc::clone(&theirs[group as usize]));
        let mut census = Self {
            progress: progress.collect(),
            totals: Histogram::default(),
        };
        for part in parts {
            census.totals.merge(part);
        }
        for unit in state.units().keys() {
            census.add(state, SubjectIx::Unit(unit));
        }
        census.add(state, SubjectIx::City);
        census
    }

    /// The progress of some groups, each worked out by itself, and what all of them add up to.
    fn of_groups(state: &State, firsts: &[(AssocIx, u32)]) -> (Vec<Arc<Progress>>, Histogram) {
        let mut alike = Alike::default();
        let mut totals = Histogram::default();
        let progress = firsts.iter().map(|(ix, count)| {
            let items: Vec<ItemView<'_>> = state.checklist(*ix).collect();
            let own = alike.share(Progress::of_checklist(state, *ix, &items));
            let adds = Contribution::of_association(state, *ix, &own, &items);
            totals.add(adds, *count as usize);
            own
        });
        (progress.collect(), totals)
    }

    /// Progress of one association.
    pub fn progress(&self, association: AssocIx) -> &Arc<Progress> {
        &self.progress[association]
    }

    /// Sums over the whole city.
    pub const fn totals(&self) -> &Histogram {
        &self.totals
    }

    /// Takes away what a subject has added; the state still is as it was then.
    pub fn subtract(&mut self, state: &State, subject: SubjectIx) {
        let own = self.contribution(state, subject);
        self.totals.take(&own);
    }

    /// Adds what a subject adds.
    pub fn add(&mut self, state: &State, subject: SubjectIx) {
        let own = self.contribution(state, subject);
        self.totals.add(own, 1);
    }

    /// Works out the progress of associations that were taken out, and adds them.
    pub fn follow(&mut self, state: &State, associations: &BTreeSet<AssocIx>) {
        // A mark of a unit moves all of its associations alike.
        let mut alike = Alike::default();
        for ix in associations {
            self.progress[*ix] = alike.share(Progress::of(state, *ix));
            self.add(state, SubjectIx::Association(*ix));
        }
    }

    fn contribution(&self, state: &State, subject: SubjectIx) -> Contribution {
        match subject {
            SubjectIx::Association(ix) => {
                let items: Vec<ItemView<'_>> = state.checklist(ix).collect();
                Contribution::of_association(state, ix, &self.progress[ix], &items)
            }
            SubjectIx::Unit(_) | SubjectIx::City => Contribution::of_group(state, subject),
        }
    }
}

/// Progress that several share, and its parts: most of those who differ have done the same on other days.
#[derive(Default)]
struct Alike {
    whole: HashSet<Arc<Progress>>,
    owing: HashSet<Arc<[Owing]>>,
    open: HashSet<Arc<[Span]>>,
}

impl Alike {
    fn share(&mut self, mut progress: Progress) -> Arc<Progress> {
        if let Some(same) = self.whole.get(&progress) {
            return Arc::clone(same);
        }
        shared(&mut self.owing, &mut progress.owing);
        shared(&mut self.open, &mut progress.light.open);
        let progress = Arc::new(progress);
        self.whole.insert(Arc::clone(&progress));
        progress
    }
}

/// Takes a list that is there already instead of another one alike.
fn shared<T: Eq + Hash>(known: &mut HashSet<Arc<[T]>>, list: &mut Arc<[T]>) {
    match known.get(list) {
        Some(same) => *list = Arc::clone(same),
        None => drop(known.insert(Arc::clone(list))),
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::{AssocIx, Census};
    use crate::domain::model::ItemState;
    use crate::domain::tests::{done, ledger, set};

    #[test]
    fn those_who_did_the_same_on_other_days_share_what_is_left() {
        let mut ledger = ledger();
        let ix = ledger.association_ix(29).expect("29");
        let unit = &ledger.units()[ledger.unit_of(ix).expect("a unit")];
        let tasks = unit.associations.iter().filter(|ix| ledger.has_task(**ix));
        // The first of them bears what is the unit's.
        let two: Vec<AssocIx> = tasks.skip(1).take(2).copied().collect();
        for (ix, day) in two.iter().zip(["2020-07-20", "2020-07-21"]) {
            let no = ledger.associations()[*ix].no;
            done(&mut ledger, "张三", day, &set(no, "P4", ItemState::Done));
        }
        let census = Census::new(&ledger);
        let (one, other) = (census.progress(two[0]), census.progress(two[1]));
        assert_ne!(one, other);
        assert!(Arc::ptr_eq(&one.owing, &other.owing));
        assert!(Arc::ptr_eq(&one.light.open, &other.light.open));
    }
}
