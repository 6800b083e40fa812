//! Moving the state by recorded changes, and no sums.

use ecow::EcoString;

use super::vec_map::VecMap;
use super::{Referent, State, UnknownReference, known};
use crate::domain::change::{Change, ItemRecord, Key, Record};
use crate::domain::fact::{FactKey, FactRecord};
use crate::domain::id::{AssocIx, IdMap};

impl State {
    /// Moves the state by one change.
    pub fn put(&mut self, change: Change) -> Result<(), UnknownReference> {
        let (key, after) = change.into_end();
        match key {
            Key::Item { association, item } => {
                let assoc = self.known_association(association)?;
                let ix = known(self.round.item_ix(&item), Referent::Item, &item)?;
                put(&mut self.records, assoc, ix, of_kind(after));
                if self.round.items[ix].per_unit() {
                    self.hold(assoc, ix);
                }
            }
            Key::Answer { association, field } => {
                let assoc = self.known_association(association)?;
                let ix = known(self.round.field_ix(&field), Referent::Field, &field)?;
                put(&mut self.answers, assoc, ix, of_kind(after));
            }
            Key::Mark { milestone, subject } => {
                let ix = known(
                    self.round.milestone_ix(&milestone),
                    Referent::Milestone,
                    &milestone,
                )?;
                self.put_mark(ix, &subject, of_kind(after))?;
            }
            Key::Fact(key) => self.put_fact(key, of_kind(after))?,
        }
        Ok(())
    }

    /// Puts what is recorded of an association's items, by their ids, where nothing is yet.
    pub fn put_items(
        &mut self,
        association: u32,
        items: Vec<(EcoString, ItemRecord)>,
    ) -> Result<(), UnknownReference> {
        let assoc = self.known_association(association)?;
        let mut all = Vec::with_capacity(items.len());
        let mut of_unit = Vec::new();
        for (id, record) in items {
            let before = all.last().map(|(ix, _)| *ix);
            let ix = known(self.round.item_after(&id, before), Referent::Item, &id)?;
            if self.round.items[ix].per_unit() {
                of_unit.push(ix);
            }
            all.push((ix, record));
        }
        self.records.insert(assoc, all.into());
        for ix in of_unit {
            self.hold(assoc, ix);
        }
        Ok(())
    }

    /// Everything that follows from facts taken together, as after reading them all.
    pub(super) fn follow_facts(&mut self) {
        let moved: Vec<(String, FactRecord)> = self
            .facts
            .iter()
            .filter_map(|(key, record)| match key {
                FactKey::Due(id) => Some((id.clone(), record.clone())),
                _ => None,
            })
            .collect();
        for (id, record) in moved {
            self.reschedule(&id, Some(&record));
        }
        self.recompute_extensions();
    }
}

/// The record as its kind, which a change ties to its key.
fn of_kind<R: TryFrom<Record>>(record: Option<Record>) -> Option<R> {
    record.and_then(|record| R::try_from(record).ok())
}

/// Sets or removes a record, and leaves nothing behind for what is untouched.
fn put<K: Copy + Ord, R>(
    all: &mut IdMap<AssocIx, VecMap<K, R>>,
    association: AssocIx,
    key: K,
    record: Option<R>,
) {
    let of_one = all.entry(association).or_default();
    of_one.put(key, record);
    if of_one.is_empty() {
        all.remove(&association);
    }
}
