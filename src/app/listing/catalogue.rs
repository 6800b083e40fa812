//! What lists of one ledger are made from, kept between one keystroke and the next: names to be
//! searched, what each association adds to a sum, the order of the names.

use chrono::NaiveDate;
use typed_index_collections::{TiSlice, TiVec};

use super::Filter;
use super::names::{NameIndex, RosterNames, UnitNames, strength};
use crate::app::find::UnitChoice;
use crate::domain::id::AssocIx;
use crate::domain::ledger::Ledger;
use crate::domain::model::Status;
use crate::domain::parts::in_parts;
use crate::domain::rollup::Lights;
use crate::domain::summary::Share;
use crate::search::{ALONE, Query};
use crate::text::fold::collation;

/// Kept for one ledger on one day. Whoever keeps it says what has moved; what is not there is
/// worked out when it is asked for.
#[derive(Debug, Clone, Default)]
pub struct Catalogue {
    as_of: Option<NaiveDate>,
    shares: TiVec<AssocIx, Share>,
    roster: Option<RosterNames>,
    units: Option<UnitNames>,
    /// What was searched for last, by how well it was to match.
    pub(super) found: [Option<LastSearch>; 2],
    /// The place of each association in the order of names.
    by_name: TiVec<AssocIx, u32>,
}

/// Whom a search has found.
#[derive(Debug, Clone)]
pub(super) struct LastSearch {
    pub query: Query,
    /// Of which rows.
    pub rows: (Option<Status>, Option<UnitChoice>),
    /// In the order of the roster.
    pub found: Vec<AssocIx>,
}

/// A ledger as it is seen on a day, with what is kept of each association.
#[derive(Clone, Copy)]
pub struct SeenRows<'a> {
    pub ledger: &'a Ledger,
    pub as_of: NaiveDate,
    shares: &'a TiSlice<AssocIx, Share>,
}

impl SeenRows<'_> {
    /// What is kept of an association.
    pub fn share(&self, ix: AssocIx) -> &Share {
        &self.shares[ix]
    }
}

impl Catalogue {
    /// Everything may have moved: all is forgotten but the names as they are printed, which no
    /// change of a ledger moves.
    pub fn forget(&mut self) {
        self.as_of = None;
        self.units = None;
        self.found = [None, None];
    }

    /// An association has moved. What was kept of it, and what is kept now.
    pub(super) fn follow(&mut self, ledger: &Ledger, ix: AssocIx) -> Option<(Share, Share)> {
        let as_of = self.as_of?;
        let kept = self.shares.get_mut(ix)?;
        let now = Share::of(ix, &mut Lights::new(ledger, as_of));
        Some((std::mem::replace(kept, now), now))
    }

    /// Makes ready what is kept of each association on a day.
    pub(super) fn learn(&mut self, ledger: &Ledger, as_of: NaiveDate) {
        let len = ledger.associations().len();
        if self.as_of == Some(as_of) && self.shares.len() == len {
            return;
        }
        let all: Vec<AssocIx> = ledger.associations().keys().collect();
        let parts = in_parts(&all, ALONE, |part| {
            let mut lights = Lights::new(ledger, as_of);
            let share = |ix: &AssocIx| Share::of(*ix, &mut lights);
            part.iter().map(share).collect::<Vec<_>>()
        });
        self.shares = parts.concat().into();
        self.as_of = Some(as_of);
    }

    /// The ledger with what is kept of it; `learn` has made it ready.
    pub fn seen<'a>(&'a self, ledger: &'a Ledger, as_of: NaiveDate) -> SeenRows<'a> {
        SeenRows {
            ledger,
            as_of,
            shares: &self.shares,
        }
    }

    /// Makes the names ready to be searched.
    pub fn learn_names(&mut self, ledger: &Ledger) {
        let known = self.roster.as_ref();
        if !known.is_some_and(|names| names.are_of(ledger)) {
            // More of the roster was read.
            self.roster = Some(RosterNames::new(ledger));
            self.units = None;
            self.found = [None, None];
        }
        self.units.get_or_insert_with(|| UnitNames::new(ledger));
    }

    /// The names, once they are ready.
    pub fn names(&self) -> Option<NameIndex<'_>> {
        let (roster, units) = (self.roster.as_ref()?, self.units.as_ref()?);
        Some(NameIndex { roster, units })
    }

    /// Makes ready the order of names; once, as nobody renames.
    pub(super) fn learn_order(&mut self, ledger: &Ledger) {
        let associations = ledger.associations();
        if self.by_name.len() == associations.len() {
            return;
        }
        let mut order: Vec<AssocIx> = associations.keys().collect();
        order.sort_by_cached_key(|ix| collation(ledger.name(*ix)));
        self.by_name = vec![0; order.len()].into();
        for (place, ix) in (0..).zip(order) {
            self.by_name[ix] = place;
        }
    }

    /// The place of an association in the order of names, once it is ready.
    pub(super) fn by_name(&self, ix: AssocIx) -> u32 {
        self.by_name[ix]
    }

    /// Those of some associations that a filter may let through; by its search text it is known
    /// only whom it does not, because a better match hides others.
    pub(super) fn admitted(
        &self,
        ledger: &Ledger,
        filter: &Filter,
        among: impl Iterator<Item = AssocIx>,
    ) -> Vec<AssocIx> {
        let Some(as_of) = self.as_of else {
            return Vec::new();
        };
        let found = |ix: AssocIx| {
            let mut terms = filter.query.iter().flat_map(Query::terms);
            terms.all(|term| strength(ledger, term, ix).is_some())
        };
        let among = among.filter(|ix| filter.has_row(ledger, *ix) && found(*ix));
        let seen = self.seen(ledger, as_of);
        filter.conditions.filter(&seen, None, among.collect())
    }
}
