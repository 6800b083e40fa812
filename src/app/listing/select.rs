//! Whom a filter lets through.

use chrono::NaiveDate;

use super::catalogue::LastSearch;
use super::{Breadth, Catalogue, Filter};
use crate::app::find::UnitChoice;
use crate::domain::id::AssocIx;
use crate::domain::ledger::Ledger;
use crate::search::{Query, Strength, Term};

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
        if !filter.conditions.is_empty() {
            self.learn(ledger, as_of);
        }
        let query = filter.query.as_ref().filter(|query| !query.is_empty());
        if query.is_some() || filter.conditions.need_names() {
            self.learn_names(ledger);
        }
        let Some(query) = query else {
            return self.hold(ledger, filter, as_of, filter.rows(ledger));
        };
        // Conditions cost more than names, and it is the same whichever is asked first.
        let tight = self.find(ledger, filter, query, Strength::Tight);
        let tight = self.hold(ledger, filter, as_of, tight);
        if !tight.is_empty() {
            return tight;
        }
        let loose = self.find(ledger, filter, query, Strength::Loose);
        self.hold(ledger, filter, as_of, loose)
    }

    /// Those of some associations for whom the conditions hold.
    fn hold(
        &self,
        ledger: &Ledger,
        filter: &Filter,
        as_of: NaiveDate,
        among: Vec<AssocIx>,
    ) -> Vec<AssocIx> {
        let seen = self.seen(ledger, as_of);
        filter
            .conditions
            .filter(&seen, self.names().as_ref(), among)
    }

    /// Those who match a search so well, whatever the conditions.
    ///
    /// Who types a name finds less with each key: the search goes on among those whom the one
    /// before it has found. Of a name of ten characters one key of the ten looks through
    /// everybody, in `docs/performance.md` the row of `typed`.
    fn find(
        &mut self,
        ledger: &Ledger,
        filter: &Filter,
        query: &Query,
        wanted: Strength,
    ) -> Vec<AssocIx> {
        let rows = (filter.status, filter.unit);
        let last = self.found[wanted as usize].take();
        let last = last.filter(|last| last.rows == rows && query.narrows(&last.query, wanted));
        let (mut among, breadth) = match last {
            Some(last) => (last.found, Breadth::Narrow),
            None => (filter.rows(ledger), Breadth::Wide),
        };
        // A number is found as a whole, which the one before it was not.
        let numbers = query.terms().filter_map(Term::number);
        for ix in numbers.filter_map(|no| ledger.association_ix(no)) {
            if let Err(at) = among.binary_search(&ix)
                && filter.has_row(ledger, ix)
            {
                among.insert(at, ix);
            }
        }
        let names = self.names().expect("they were made ready");
        let found = names.search(ledger, query, wanted, (&among, breadth));
        self.found[wanted as usize] = Some(LastSearch {
            query: query.clone(),
            rows,
            found: found.clone(),
        });
        found
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
        if self.unit.is_none() && self.status.is_none() {
            return all.collect();
        }
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::load;
    use crate::exchange::seed::{builtin_documents, builtin_roster};

    /// How many each search but the first looks at: those whom the one before it has found.
    #[test]
    fn a_longer_search_looks_at_nobody_but_those_who_were_found() {
        let roster = builtin_roster().expect("a roster");
        let ledger = load::untouched(&builtin_documents(), roster).expect("a ledger");
        let mut catalogue = Catalogue::default();
        let mut typed = |text: &str| {
            let filter = Filter {
                query: Some(Query::new(text)),
                ..Filter::default()
            };
            let found = catalogue.select(&ledger, &filter, NaiveDate::default());
            // Whoever is not kept cannot be found from here on.
            if let Some(kept) = &mut catalogue.found[Strength::Tight as usize] {
                kept.found.truncate(2);
            }
            found.len()
        };
        assert!(typed("x") > 100);
        assert_eq!([typed("xi"), typed("xie"), typed("xieh")], [2, 2, 2]);
        assert_eq!(typed("xiehu 29"), 1, "a number is found wherever it stands");
        // Another text, and a shorter one, are looked for everywhere.
        assert!(typed("s") > 100);
        assert!(typed("") > 100);
    }
}
