//! Whom a filter lets through.

use chrono::NaiveDate;

use super::{Catalogue, Filter};
use crate::app::find::UnitChoice;
use crate::domain::id::AssocIx;
use crate::domain::ledger::Ledger;
use crate::search::Strength;

/// The associations that a filter lets through, in the order of the roster.
///
/// Search takes tight matches (consecutive characters) where the whole roster has any, and only
/// else the loose ones, so that `发改委` finds 发展和改革委员会 but a short query does not find all.
pub fn select(ledger: &Ledger, filter: &Filter, as_of: NaiveDate) -> Vec<AssocIx> {
    Catalogue::default().select(ledger, filter, as_of)
}

impl Catalogue {
    /// As [`select`], with what is kept from one time to the next.
    pub fn select(&mut self, ledger: &Ledger, filter: &Filter, as_of: NaiveDate) -> Vec<AssocIx> {
        let candidates = filter.rows(ledger);
        if !filter.conditions.is_empty() {
            self.learn(ledger, as_of);
        }
        let query = filter.query.as_ref().filter(|query| !query.is_empty());
        if query.is_none() && !filter.conditions.need_names() {
            let seen = self.seen(ledger, as_of);
            return filter.conditions.filter(&seen, None, candidates);
        }
        self.learn_names(ledger);
        let (names, seen) = (self.names(), self.seen(ledger, as_of));
        let conditions = |found| filter.conditions.filter(&seen, names.as_ref(), found);
        let (Some(query), Some(names)) = (query, &names) else {
            return conditions(candidates);
        };
        // Conditions cost more than names, and it is the same whichever is asked first.
        let found = |wanted| conditions(names.search(ledger, query, wanted, &candidates));
        let tight = found(Strength::Tight);
        if tight.is_empty() {
            found(Strength::Loose)
        } else {
            tight
        }
    }
}

impl Filter {
    /// The rows of the roster that it lets through, whatever was recorded about them.
    fn rows(&self, ledger: &Ledger) -> Vec<AssocIx> {
        let has_row = |ix: &AssocIx| self.has_row(ledger, *ix);
        if let Some(UnitChoice::Unit(unit)) = self.unit {
            let associations = ledger.units()[unit].associations.iter();
            return associations.copied().filter(has_row).collect();
        }
        let all = ledger.associations().keys();
        all.filter(has_row).collect()
    }

    /// It lets a row of the roster through, whatever was recorded about it.
    pub(super) fn has_row(&self, ledger: &Ledger, ix: AssocIx) -> bool {
        let status = ledger.associations()[ix].status;
        let unit = match self.unit {
            Some(UnitChoice::Unit(unit)) => ledger.unit_of(ix) == Some(unit),
            Some(UnitChoice::Direct) => ledger.unit_of(ix).is_none(),
            None => true,
        };
        unit && self.status.is_none_or(|wanted| wanted == status)
    }
}
