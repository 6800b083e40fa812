//! Groups of the list by small numbers.

use super::{GroupBy, GroupKey};
use crate::domain::ledger::Ledger;
use crate::domain::model::Status;

/// Groups by small numbers, so that a million associations are put into groups without hashing.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Slots {
    pub group_by: GroupBy,
    pub units: usize,
    printed: usize,
}

impl Slots {
    /// The slots of a ledger.
    pub fn new(ledger: &Ledger, group_by: GroupBy) -> Self {
        Self {
            group_by,
            units: ledger.units().len(),
            printed: ledger.printed_units().len(),
        }
    }

    /// How many slots there are.
    pub const fn len(&self) -> usize {
        match self.group_by {
            // One for those without a unit.
            GroupBy::Unit => self.units + 1,
            GroupBy::PrintedUnit => self.printed,
            GroupBy::Status => Status::ALL.len(),
        }
    }

    /// The slot of a group; nothing when it is none of this grouping.
    pub fn of(&self, key: GroupKey) -> Option<usize> {
        match (self.group_by, key) {
            (GroupBy::Unit, GroupKey::Unit(unit)) => Some(unit.into()),
            (GroupBy::Unit, GroupKey::Direct) => Some(self.units),
            (GroupBy::PrintedUnit, GroupKey::Printed(printed)) => Some(printed.into()),
            (GroupBy::Status, GroupKey::Status(status)) => Some(status as usize),
            _ => None,
        }
    }

    /// The group of a slot.
    pub fn key(&self, slot: usize) -> GroupKey {
        match self.group_by {
            GroupBy::Unit if slot == self.units => GroupKey::Direct,
            GroupBy::Unit => GroupKey::Unit(slot.into()),
            GroupBy::PrintedUnit => GroupKey::Printed(slot.into()),
            GroupBy::Status => GroupKey::Status(Status::ALL[slot]),
        }
    }
}
