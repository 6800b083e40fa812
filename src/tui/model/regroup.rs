//! What the screen remembers of units by position, when units are put together anew: somebody
//! decided that two are one, or one looks back to a day when they were not.

use std::collections::{HashMap, HashSet};

use ecow::EcoString;
use typed_index_collections::TiVec;

use super::Model;
use crate::app::find::UnitChoice;
use crate::app::listing::{GroupKey, ListRow};
use crate::domain::id::UnitIx;

impl Model {
    /// Moves every remembered unit to where it is now; one that is no unit any more is let go,
    /// or is followed to the unit that it is counted under.
    pub(super) fn follow_units(&mut self, now: TiVec<UnitIx, EcoString>) {
        if now == self.units {
            return;
        }
        let before = std::mem::replace(&mut self.units, now);
        let moved: HashMap<UnitIx, UnitIx> = before
            .iter_enumerated()
            .filter_map(|(ix, name)| {
                let under = || self.ctx.ledger.unit_ix(self.ctx.ledger.canonical_of(name)?);
                Some((ix, self.ctx.ledger.unit_ix(name).or_else(under)?))
            })
            .collect();
        let key = |key: GroupKey| match key {
            GroupKey::Unit(unit) => moved.get(&unit).copied().map(GroupKey::Unit),
            other => Some(other),
        };
        let roster = &mut self.roster;
        roster.filter.unit = match roster.filter.unit {
            Some(UnitChoice::Unit(unit)) => moved.get(&unit).copied().map(UnitChoice::Unit),
            other => other,
        };
        let folded: HashSet<GroupKey> = roster.folded.drain().filter_map(key).collect();
        roster.folded = folded;
        roster.anchor = match roster.anchor.or_else(|| roster.current()) {
            Some(ListRow::Group(group)) => key(group).map(ListRow::Group),
            other => other,
        };
        // Its lines speak of units as they were.
        roster.listing.clear();
    }
}
