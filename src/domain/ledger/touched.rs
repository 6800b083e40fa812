//! What changes have touched, and whose sums a change moves.

use std::collections::BTreeSet;

use super::{State, SubjectIx};
use crate::domain::change::Key;
use crate::domain::fact::{FactKey, Moves};
use crate::domain::id::{AssocIx, UnitIx};

/// What was touched: whoever shows sums of these works them out again.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Touched {
    /// Associations whose checklist, stage or dates have changed.
    pub associations: BTreeSet<AssocIx>,
    /// Units whose milestones of their own level have changed.
    pub units: BTreeSet<UnitIx>,
    /// The milestones of the city have changed.
    pub city: bool,
    /// Units were put together anew or a date of the round was moved: all may have changed.
    pub everything: bool,
}

impl Touched {
    /// Everything, whatever has happened.
    #[must_use]
    pub fn everything() -> Self {
        Self {
            everything: true,
            ..Self::default()
        }
    }

    /// Adds what else was touched.
    pub fn add(&mut self, other: Self) {
        self.associations.extend(other.associations);
        self.units.extend(other.units);
        self.city |= other.city;
        self.everything |= other.everything;
    }
}

/// Whose sums a change moves.
pub(super) enum Reach {
    Nobody,
    Subject(SubjectIx),
    Everybody,
}

impl Reach {
    /// Whose sums whatever is recorded under a key moves.
    pub fn of(state: &State, key: &Key) -> Self {
        let association = |no: &u32| state.association_ix(*no).map(SubjectIx::Association);
        // What is recorded of a unit's item, and who of it has left, is told of all of them.
        let of_unit = |no: &u32| {
            let ix = state.association_ix(*no)?;
            let unit = state.unit_of(ix).map(SubjectIx::Unit);
            Some(unit.unwrap_or(SubjectIx::Association(ix)))
        };
        let per_unit = |id: &str| {
            let ix = state.round().item_ix(id);
            ix.is_some_and(|ix| state.round().items[ix].per_unit())
        };
        let subject = match key {
            Key::Item {
                association: no,
                item,
            } if per_unit(item) => of_unit(no),
            Key::Fact(FactKey::Exit(no)) => of_unit(no),
            Key::Item {
                association: no, ..
            }
            | Key::Answer {
                association: no, ..
            } => association(no),
            Key::Mark { subject, .. } => state.subject_ix(subject).ok(),
            Key::Fact(key) => match key.moves() {
                Moves::Nothing => None,
                Moves::Subject => key
                    .subject()
                    .and_then(|whose| state.subject_ix(&whose).ok()),
                Moves::Everything => return Self::Everybody,
            },
        };
        subject.map_or(Self::Nobody, Self::Subject)
    }
}
