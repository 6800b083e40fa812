//! Groups of the list by small numbers.

use chrono::NaiveDate;

use super::{GroupBy, GroupKey};
use crate::domain::ledger::Ledger;
use crate::domain::model::{Light, Stage, Status, UnitKind};

/// Groups by small numbers, so that a million associations are put into groups without hashing.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Slots {
    pub group_by: GroupBy,
    pub units: usize,
    printed: usize,
    pub as_of: NaiveDate,
}

impl Slots {
    /// The slots of a ledger.
    pub fn new(ledger: &Ledger, group_by: GroupBy, as_of: NaiveDate) -> Self {
        Self {
            group_by,
            units: ledger.units().len(),
            printed: ledger.printed_units().len(),
            as_of,
        }
    }

    /// Groups stand in the order of their slots, not in that in which the first of each comes.
    pub const fn ordered(&self) -> bool {
        matches!(
            self.group_by,
            GroupBy::Stage | GroupBy::Light | GroupBy::Kind
        )
    }

    /// What is recorded may put an association into another group.
    pub const fn moves(&self) -> bool {
        matches!(self.group_by, GroupBy::Stage | GroupBy::Light)
    }

    /// How many slots there are.
    pub const fn len(&self) -> usize {
        match self.group_by {
            // One for those without a unit.
            GroupBy::Unit => self.units + 1,
            GroupBy::PrintedUnit => self.printed,
            GroupBy::Status => Status::ALL.len(),
            GroupBy::Stage => Stage::ALL.len(),
            GroupBy::Light => Light::ALL.len(),
            GroupBy::Kind => UnitKind::ALL.len(),
            GroupBy::Nothing => 1,
        }
    }

    /// The slot of a group; nothing when it is none of this grouping.
    pub fn of(&self, key: GroupKey) -> Option<usize> {
        match (self.group_by, key) {
            (GroupBy::Unit, GroupKey::Unit(unit)) => Some(unit.into()),
            (GroupBy::Unit, GroupKey::Direct) => Some(self.units),
            (GroupBy::PrintedUnit, GroupKey::Printed(printed)) => Some(printed.into()),
            (GroupBy::Status, GroupKey::Status(status)) => Some(status as usize),
            (GroupBy::Stage, GroupKey::Stage(stage)) => place(&Stage::ALL, &stage),
            (GroupBy::Light, GroupKey::Light(light)) => {
                place(&Light::ALL, &light).map(|at| Light::ALL.len() - 1 - at)
            }
            (GroupBy::Kind, GroupKey::Kind(kind)) => place(&UnitKind::ALL, &kind),
            (GroupBy::Nothing, GroupKey::Everybody) => Some(0),
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
            GroupBy::Stage => GroupKey::Stage(Stage::ALL[slot]),
            GroupBy::Light => GroupKey::Light(Light::ALL[Light::ALL.len() - 1 - slot]),
            GroupBy::Kind => GroupKey::Kind(UnitKind::ALL[slot]),
            GroupBy::Nothing => GroupKey::Everybody,
        }
    }
}

fn place<T: PartialEq>(all: &[T], one: &T) -> Option<usize> {
    all.iter().position(|other| other == one)
}
