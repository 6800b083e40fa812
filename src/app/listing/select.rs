//! Whom a filter lets through.

use chrono::NaiveDate;

use super::{Catalogue, Filter};
use crate::app::find::UnitChoice;
use crate::domain::ledger::{AssocIx, Ledger};
use crate::search::Strength;

/// The associations that a filter lets through, in the order of the roster.
///
/// Search takes tight matches (consecutive characters) where the whole roster has any, and only
/// else the loose ones, so that `发改委` finds 发展和改革委员会 but a short query does not find all.
pub fn select(ledger: &Ledger, filter: &Filter, as_of: NaiveDate) -> Vec<AssocIx> {
    let found = Catalogue::default().select(ledger, filter, as_of);
    found.into_iter().map(|ix| ix as usize).collect()
}

impl Catalogue {
    /// As [`select`], with what is kept from one time to the next.
    pub fn select(&mut self, ledger: &Ledger, filter: &Filter, as_of: NaiveDate) -> Vec<u32> {
        let mut candidates = of_unit(ledger, filter.unit);
        if let Some(status) = filter.status {
            let of_status = |ix: &u32| ledger.associations()[*ix as usize].status == status;
            candidates.retain(of_status);
        }
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

fn of_unit(ledger: &Ledger, unit: Option<UnitChoice>) -> Vec<u32> {
    let all = 0..ledger.associations().len();
    match unit {
        Some(UnitChoice::Unit(unit)) => {
            let associations = ledger.units()[unit].associations.iter();
            associations.map(|ix| *ix as u32).collect()
        }
        Some(UnitChoice::Direct) => all
            .filter(|ix| ledger.unit_of(*ix).is_none())
            .map(|ix| ix as u32)
            .collect(),
        None => (0..all.end as u32).collect(),
    }
}

impl Filter {
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
