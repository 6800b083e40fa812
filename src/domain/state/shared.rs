//! Items that are a unit's and not each association's: where the one record stands that counts, and for
//! which of its associations the item is counted.

use std::cmp::Reverse;

use super::queries::Located;
use super::{State, SupervisingUnit};
use crate::domain::change::{ItemRecord, Key, Subject};
use crate::domain::id::{AssocIx, ItemIx, UnitIx};
use crate::domain::model::Status;
use crate::domain::round::ItemDef;

impl SupervisingUnit {
    /// Under which of its associations what counts of one of its own items stands.
    fn held(&self, item: ItemIx) -> Option<AssocIx> {
        self.held.as_ref()?.get(item).copied()
    }
}

impl State {
    /// Under which association an item is kept: its own, or for a unit's item the one of the unit's
    /// under which it stands already, or would be counted.
    pub fn keeper(&self, association: AssocIx, item: ItemIx) -> AssocIx {
        if !self.round.items[item].per_unit() {
            return association;
        }
        let Some(unit) = self.unit_of(association) else {
            return association;
        };
        let unit = &self.units[unit];
        let held = unit.held(item);
        held.or(unit.bearer).unwrap_or(association)
    }

    /// What names an item of an association in the history.
    pub fn item_key(&self, association: AssocIx, item: ItemIx) -> Key {
        let keeper = self.keeper(association, item);
        Key::Item {
            association: self.associations[keeper].no,
            item: self.round.items[item].id.clone(),
        }
    }

    /// Whom what is recorded under a key is about: a unit for a unit's item.
    pub fn concerned(&self, key: &Key) -> Option<Subject> {
        let unit = match self.locate(key) {
            Ok(Located::Item(association, item)) if self.round.items[item].per_unit() => {
                self.unit_name_of(association)
            }
            _ => None,
        };
        unit.map(|unit| Subject::Unit(unit.to_owned()))
            .or_else(|| key.subject())
    }

    /// An item counts for an association: a unit's for the first of those with a task alone.
    pub fn counts_for(&self, association: AssocIx, item: &ItemDef) -> bool {
        !item.per_unit()
            || self
                .unit_of(association)
                .is_none_or(|unit| self.units[unit].bearer == Some(association))
    }

    /// What counts of a unit's own items, as far as something is recorded of them.
    pub fn records_of_unit(&self, unit: UnitIx) -> impl Iterator<Item = (ItemIx, &ItemRecord)> {
        let held = self.units[unit].held.iter().flat_map(|held| held.iter());
        held.filter_map(|(item, whose)| Some((item, self.own_record(*whose, item)?)))
    }

    /// The first association of a unit that has a task.
    pub(super) fn first_with_task(&self, unit: UnitIx) -> Option<AssocIx> {
        let mut whose = self.units[unit].associations.iter().copied();
        whose.find(|ix| {
            self.associations[*ix].status == Status::Planned && self.exit_of(*ix).is_none()
        })
    }

    /// Finds where a unit's item stands after it was recorded, or taken away, under an association.
    /// Ledgers from before may have it under many: what is settled counts, and of that the first.
    pub(super) fn hold(&mut self, association: AssocIx, item: ItemIx) {
        let Some(unit) = self.unit_of(association) else {
            return;
        };
        let held = self.units[unit].held(item);
        let best = |whose: &mut dyn Iterator<Item = AssocIx>| {
            let kept = whose.filter_map(|ix| Some((ix, self.own_record(ix, item)?)));
            kept.min_by_key(|(ix, record)| (Reverse(record.state.settled()), *ix))
                .map(|(ix, _)| ix)
        };
        let now = if held == Some(association) {
            best(&mut self.units[unit].associations.iter().copied())
        } else {
            best(&mut held.into_iter().chain([association]))
        };
        let held = &mut self.units[unit].held;
        let mut all = held.take().unwrap_or_default();
        all.put(item, now);
        *held = (!all.is_empty()).then_some(all);
    }

    /// The same for all units, which were put together anew.
    pub(super) fn hold_all(&mut self) {
        let items = self.round.items.iter_enumerated();
        let shared: Vec<ItemIx> = items
            .filter_map(|(ix, def)| def.per_unit().then_some(ix))
            .collect();
        let whose: Vec<AssocIx> = self.records.keys().copied().collect();
        for association in whose {
            for item in &shared {
                if self.own_record(association, *item).is_some() {
                    self.hold(association, *item);
                }
            }
        }
    }
}
