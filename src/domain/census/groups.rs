//! Who stands alike, so that one walk over the checklist serves them all.

use std::hash::{Hash, Hasher};

use chrono::NaiveDate;
use typed_index_collections::TiVec;

use crate::domain::change::ItemRecord;
use crate::domain::id::{AssocIx, IdMap, ItemIx, UnitIx};
use crate::domain::model::{ItemState, Status};
use crate::domain::state::State;

/// Associations by what their progress follows from.
///
/// Most of a roster nobody has touched, and many of the others have done the same on the same days:
/// who ticks for forty at once leaves forty alike. With 25 ticks of each tenth of 100,000 there are
/// some 1,700 kinds; to find them takes a thirtieth of going through 18,000 checklists.
pub(super) struct Groups {
    /// The group of each association.
    pub of: TiVec<AssocIx, u32>,
    /// The first of each group, and how many they are.
    pub firsts: Vec<(AssocIx, u32)>,
}

impl Groups {
    /// Those whom answers, marks or facts have touched stand alone: what follows from these is no
    /// short list.
    pub fn new(state: &State) -> Self {
        let touched = state.touched();
        let held = held(state);
        let mut known: IdMap<Likeness<'_>, u32> = IdMap::default();
        let mut firsts: Vec<(AssocIx, u32)> = Vec::new();
        let all = state.associations().iter_enumerated();
        let of = all.map(|(ix, about)| {
            let next = firsts.len() as u32;
            let group = if touched.has(state, ix) {
                next
            } else {
                let unit = state.unit_of(ix);
                let likeness = Likeness {
                    status: about.status,
                    trained: state.trained(ix),
                    bears: unit.is_none_or(|unit| state.units()[unit].bearer == Some(ix)),
                    held: unit.map_or(0, |unit| held[unit]),
                    ticks: Ticks(state.record_list(ix)),
                };
                *known.entry(likeness).or_insert(next)
            };
            if group == next {
                firsts.push((ix, 0));
            }
            firsts[group as usize].1 += 1;
            group
        });
        Self {
            of: of.collect(),
            firsts,
        }
    }
}

/// What associations may differ in whom nothing but records has touched.
#[derive(PartialEq, Eq, Hash)]
struct Likeness<'a> {
    status: Status,
    /// Its unit holds a training.
    trained: bool,
    /// Its unit's own items count for it.
    bears: bool,
    /// What its unit holds for all of them.
    held: u32,
    ticks: Ticks<'a>,
}

/// What is recorded of an association's items, as far as sums follow from it: where each stands
/// since when, and not why.
struct Ticks<'a>(&'a [(ItemIx, ItemRecord)]);

impl Ticks<'_> {
    fn each(&self) -> impl Iterator<Item = Tick> {
        self.0.iter().map(|(item, record)| tick((*item, record)))
    }
}

impl PartialEq for Ticks<'_> {
    fn eq(&self, other: &Self) -> bool {
        self.each().eq(other.each())
    }
}

impl Eq for Ticks<'_> {}

impl Hash for Ticks<'_> {
    fn hash<H: Hasher>(&self, to: &mut H) {
        self.each().for_each(|tick| tick.hash(to));
    }
}

/// Where an item stands, and since when.
type Tick = (ItemIx, ItemState, NaiveDate);

fn tick((item, record): (ItemIx, &ItemRecord)) -> Tick {
    (item, record.state, record.on)
}

/// What each unit holds for all of its associations, as a small number: 0 is nothing.
fn held(state: &State) -> TiVec<UnitIx, u32> {
    let mut known: IdMap<Vec<Tick>, u32> = IdMap::default();
    known.insert(Vec::new(), 0);
    let held = state.units().keys().map(|unit| {
        let next = known.len() as u32;
        let all = state.records_of_unit(unit).map(tick).collect();
        *known.entry(all).or_insert(next)
    });
    held.collect()
}

#[cfg(test)]
mod tests {
    use super::{AssocIx, Groups};
    use crate::domain::census::Census;
    use crate::domain::change::Subject;
    use crate::domain::ledger::Ledger;
    use crate::domain::model::ItemState::{Doing, Done};
    use crate::domain::progress::Progress;
    use crate::domain::tests::{done, ledger, mark, set, unit};

    fn many(ledger: &Ledger) -> usize {
        Groups::new(ledger).firsts.len()
    }

    /// Everybody has the progress that is worked out for them alone, whoever shares it.
    fn check(ledger: &Ledger) {
        let census = Census::new(ledger);
        for ix in ledger.associations().keys() {
            assert_eq!(**census.progress(ix), Progress::of(ledger, ix), "{ix:?}");
        }
        assert_eq!(census.totals(), ledger.totals());
    }

    #[test]
    fn who_has_done_the_same_on_the_same_days_is_gone_through_once() {
        let mut ledger = ledger();
        let untouched = many(&ledger);
        assert!(untouched < 10, "{untouched}");
        let ix = ledger.association_ix(29).expect("29");
        let tasks = ledger.units()[ledger.unit_of(ix).expect("a unit")]
            .associations
            .clone();
        let tasks: Vec<AssocIx> = tasks
            .into_iter()
            .filter(|ix| ledger.has_task(*ix))
            .collect();
        let no = |at: usize| ledger.associations()[tasks[at]].no;
        // The first bears what is the unit's.
        let [first, one, other, third] = [0, 1, 2, 3].map(no);
        let mut tick = |no, item, state, day| {
            done(&mut ledger, "张三", day, &set(no, item, state));
            check(&ledger);
            many(&ledger) - untouched
        };
        assert_eq!(tick(one, "P4", Done, "2020-07-20"), 1);
        assert_eq!(tick(other, "P4", Done, "2020-07-20"), 1, "alike");
        assert_eq!(tick(third, "P4", Done, "2020-07-21"), 2, "on another day");
        assert_eq!(
            tick(other, "P4", Doing, "2020-07-20"),
            3,
            "in another state"
        );
        // What the unit holds is held for all of its associations, and for no others.
        let all = tick(first, "P1", Done, "2020-07-20");
        assert!(all > 3, "{all}");
    }

    #[test]
    fn whom_marks_and_facts_touch_stands_alone() {
        let mut ledger = ledger();
        let untouched = many(&ledger);
        let own = mark("M4", Subject::Association(29), "2020-07-20");
        done(&mut ledger, "张三", "2020-07-20", &own);
        check(&ledger);
        assert_eq!(many(&ledger), untouched + 1);
        let all = mark("M3", unit("开封市教育体育局"), "2020-07-08");
        done(&mut ledger, "张三", "2020-07-20", &all);
        check(&ledger);
        assert!(many(&ledger) > untouched + 1);
    }
}
