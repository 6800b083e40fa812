//! The names that are searched: those of the associations, and all names of their units.

use typed_index_collections::{TiSlice, TiVec};

use crate::domain::id::{AssocIx, PrintedIx, UnitIx};
use crate::domain::ledger::{Ledger, SupervisingUnit};
use crate::search::{Matcher, Names, Query, Strength, Term, in_parts};

/// The names of all associations. They are printed: nothing changes them while a file is open.
#[derive(Debug, Clone)]
pub struct RosterNames {
    names: Names,
    /// Which unit name is printed beside each.
    printed: TiVec<AssocIx, PrintedIx>,
}

impl RosterNames {
    /// Prepares the names of a roster.
    pub fn new(ledger: &Ledger) -> Self {
        let associations = ledger.associations();
        let printed = associations.iter().map(|one| one.printed);
        Self {
            names: Names::new(associations.iter().map(|one| one.name.as_ref())),
            printed: printed.collect(),
        }
    }

    /// They are the names of this ledger, and not of the beginning of it.
    pub fn are_of(&self, ledger: &Ledger) -> bool {
        self.names.len() == ledger.associations().len()
    }
}

/// All names of the units.
#[derive(Debug, Clone)]
pub struct UnitNames {
    printed: Names,
    /// What each unit is called: canonical name, what people say, aliases.
    called: Names,
    /// Where the names of each unit begin in `called`, and where the last ones end.
    starts: Vec<usize>,
}

impl UnitNames {
    /// Prepares the names of the units as they are put together now.
    pub fn new(ledger: &Ledger) -> Self {
        let units = ledger.units();
        let mut starts = vec![0];
        for unit in units {
            starts.push(starts[starts.len() - 1] + unit.ways().count());
        }
        let printed = ledger.printed_units().iter();
        Self {
            printed: Names::new(printed.map(|printed| printed.name.as_str())),
            called: Names::new(units.iter().flat_map(SupervisingUnit::ways)),
            starts,
        }
    }

    /// How well a term matches each printed name, or what its unit is called.
    fn strengths(&self, ledger: &Ledger, term: &Term) -> TiVec<PrintedIx, Option<Strength>> {
        let (called, printed) = (self.called.matcher(term), self.printed.matcher(term));
        let of_unit = |ends: &[usize]| (ends[0]..ends[1]).filter_map(|at| called.strength(at));
        let of_units = self.starts.windows(2).map(|ends| of_unit(ends).max());
        let of_units: TiVec<UnitIx, _> = of_units.collect();
        let of_printed = ledger.printed_units().iter_enumerated();
        of_printed
            .map(|(at, about)| {
                let of_unit = about.unit.and_then(|unit| of_units[unit]);
                of_unit.max(printed.strength(at.into()))
            })
            .collect()
    }
}

/// All that is searched.
#[derive(Clone, Copy)]
pub struct NameIndex<'a> {
    pub roster: &'a RosterNames,
    pub units: &'a UnitNames,
}

impl<'a> NameIndex<'a> {
    /// Compares a term with everything that many associations have in common.
    pub fn term(&self, ledger: &Ledger, term: &'a Term) -> TermMatcher<'a> {
        TermMatcher {
            names: self.roster.names.matcher(term),
            printed: &self.roster.printed,
            units: self.units.strengths(ledger, term),
            numbered: term.number().and_then(|no| ledger.association_ix(no)),
        }
    }

    /// Compares a term with the associations' own names only.
    pub fn own(&self, term: &'a Term) -> Matcher<'a> {
        self.roster.names.matcher(term)
    }

    /// Those of some associations who match all terms at least so well.
    pub fn search(
        &self,
        ledger: &Ledger,
        query: &'a Query,
        wanted: Strength,
        among: &[AssocIx],
    ) -> Vec<AssocIx> {
        let terms: Vec<TermMatcher<'_>> =
            query.terms().map(|term| self.term(ledger, term)).collect();
        let found = |ix: &AssocIx| {
            let mut terms = terms.iter();
            terms.all(|term| term.is_at_least(*ix, wanted))
        };
        let parts = in_parts(among, |part| -> Vec<AssocIx> {
            part.iter().copied().filter(found).collect()
        });
        parts.concat()
    }
}

/// A term that was compared with the names of all units, and with every letter of the others.
pub struct TermMatcher<'a> {
    names: Matcher<'a>,
    printed: &'a TiSlice<AssocIx, PrintedIx>,
    units: TiVec<PrintedIx, Option<Strength>>,
    numbered: Option<AssocIx>,
}

impl TermMatcher<'_> {
    /// An association matches at least so well: what [`strength`] says of it.
    pub fn is_at_least(&self, ix: AssocIx, wanted: Strength) -> bool {
        self.units[self.printed[ix]] >= Some(wanted)
            || self.numbered == Some(ix)
            || self.names.is_at_least(ix.into(), wanted)
    }
}

/// How well an association matches a term, by number, unit or name; for one, or a few.
pub fn strength(ledger: &Ledger, term: &Term, ix: AssocIx) -> Option<Strength> {
    let about = &ledger.associations()[ix];
    if term.number() == Some(about.no) {
        return Some(Strength::Tight);
    }
    let called = ledger.unit_of(ix).map(|unit| &ledger.units()[unit]);
    let names = [about.name.as_ref(), ledger.printed_unit_of(ix)];
    names
        .into_iter()
        .chain(called.into_iter().flat_map(SupervisingUnit::ways))
        .filter_map(|name| term.matches(name))
        .max()
}
