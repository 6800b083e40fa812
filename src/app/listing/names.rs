//! The names that are searched: those of the associations, and all names of their units.

use typed_index_collections::{TiSlice, TiVec};

use crate::domain::id::{AssocIx, PrintedIx};
use crate::domain::ledger::{Ledger, PrintedUnit, SupervisingUnit};
use crate::domain::parts::in_parts;
use crate::search::{ALONE, Matcher, Names, Query, Strength, Term};

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
            names: Names::new(associations.keys().map(|ix| ledger.name(ix))),
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
    /// What each unit is called: canonical name, what people say, aliases, which are all names that
    /// are printed for it; last the name that stands where there is no unit.
    called: Names,
    /// Where the names of each begin in `called`, and where the last ones end.
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
        let direct = printed.filter(|printed| printed.unit.is_none());
        let direct = direct.map(|printed| printed.name.as_str());
        let called = units.iter().flat_map(SupervisingUnit::ways).chain(direct);
        let called = Names::new(called);
        starts.push(called.len());
        Self { called, starts }
    }

    /// Compares a term with the letters of all of them.
    fn matcher<'a>(&'a self, ledger: &'a Ledger, term: &'a Term) -> UnitMatcher<'a> {
        UnitMatcher {
            ledger,
            called: self.called.matcher(term),
            starts: &self.starts,
        }
    }
}

/// A term that was compared with the letters of the names of units.
struct UnitMatcher<'a> {
    ledger: &'a Ledger,
    called: Matcher<'a>,
    starts: &'a [usize],
}

impl UnitMatcher<'_> {
    /// What the unit behind a printed name is called matches at least so well.
    fn is_at_least(&self, at: PrintedIx, wanted: Strength) -> bool {
        self.is_called(self.place(&self.ledger.printed_units()[at]), wanted)
    }

    /// Those without a unit come after all units.
    fn place(&self, printed: &PrintedUnit) -> usize {
        printed.unit.map_or(self.starts.len() - 2, usize::from)
    }

    fn is_called(&self, place: usize, wanted: Strength) -> bool {
        let mut names = self.starts[place]..self.starts[place + 1];
        names.any(|at| self.called.is_at_least(at, wanted))
    }

    /// The same for all printed names.
    fn all(&self, wanted: Strength) -> TiVec<PrintedIx, bool> {
        let places = 0..self.starts.len() - 1;
        let called: Vec<bool> = places.map(|at| self.is_called(at, wanted)).collect();
        let printed = self.ledger.printed_units().iter();
        printed.map(|printed| called[self.place(printed)]).collect()
    }
}

/// All that is searched.
#[derive(Clone, Copy)]
pub struct NameIndex<'a> {
    pub roster: &'a RosterNames,
    pub units: &'a UnitNames,
}

/// Whom a search looks at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Breadth {
    /// Most of the roster: the names of all units are compared beforehand.
    Wide,
    /// Those who were found before: a name of a unit is compared when it is come to.
    Narrow,
}

impl<'a> NameIndex<'a> {
    /// Compares a term with everything that many associations have in common.
    pub fn term(
        &self,
        ledger: &'a Ledger,
        term: &'a Term,
        wanted: Strength,
        breadth: Breadth,
    ) -> TermMatcher<'a> {
        let units = self.units.matcher(ledger, term);
        TermMatcher {
            wanted,
            names: self.roster.names.matcher(term),
            printed: &self.roster.printed,
            units: match breadth {
                Breadth::Wide => TermUnits::All(units.all(wanted)),
                Breadth::Narrow => TermUnits::Asked(Box::new(units)),
            },
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
        query: &Query,
        wanted: Strength,
        (among, breadth): (&[AssocIx], Breadth),
    ) -> Vec<AssocIx> {
        let terms = query.terms();
        let terms: Vec<TermMatcher<'_>> = terms
            .map(|term| self.term(ledger, term, wanted, breadth))
            .collect();
        let found = |ix: &AssocIx| terms.iter().all(|term| term.finds(*ix));
        let parts = in_parts(among, ALONE, |part| -> Vec<AssocIx> {
            part.iter().copied().filter(found).collect()
        });
        parts.concat()
    }
}

/// A term that was compared with the names of units, and with every letter of the others.
pub struct TermMatcher<'a> {
    wanted: Strength,
    names: Matcher<'a>,
    printed: &'a TiSlice<AssocIx, PrintedIx>,
    units: TermUnits<'a>,
    numbered: Option<AssocIx>,
}

/// Which printed units match.
enum TermUnits<'a> {
    All(TiVec<PrintedIx, bool>),
    Asked(Box<UnitMatcher<'a>>),
}

impl TermMatcher<'_> {
    /// An association matches as well as is wanted: what [`strength`] says of it.
    pub fn finds(&self, ix: AssocIx) -> bool {
        let by_name = || self.names.is_at_least(ix.into(), self.wanted);
        let printed = self.printed[ix];
        let found = match &self.units {
            TermUnits::All(units) => units[printed] || by_name(),
            TermUnits::Asked(units) => by_name() || units.is_at_least(printed, self.wanted),
        };
        found || self.numbered == Some(ix)
    }
}

/// How well an association matches a term, by number, unit or name; for one, or a few.
pub fn strength(ledger: &Ledger, term: &Term, ix: AssocIx) -> Option<Strength> {
    let about = &ledger.associations()[ix];
    if term.number() == Some(about.no) {
        return Some(Strength::Tight);
    }
    let called = ledger.unit_of(ix).map(|unit| &ledger.units()[unit]);
    let names = [ledger.name(ix), ledger.printed_unit_of(ix)];
    names
        .into_iter()
        .chain(called.into_iter().flat_map(SupervisingUnit::ways))
        .filter_map(|name| term.matches(name))
        .max()
}
