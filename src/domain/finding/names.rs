//! Names of associations (`domain.md` D13, D15).

use std::collections::HashMap;

use ecow::EcoString;

use super::similar::Near;
use super::{About, Finding, Kind, Place, Severity, Source};
use crate::domain::id::AssocIx;
use crate::domain::ledger::Ledger;

/// What a rule has seen in the names of the roster.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NameGrounds {
    /// N01: an ending that the notice does not list.
    Suffix(AssocIx),
    /// N02: two, and what they share.
    Near([AssocIx; 2], Likeness),
    /// N03: all of one name.
    Twice(Vec<AssocIx>),
}

/// What two names share.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Likeness {
    /// The part that tells a name from others.
    Core(EcoString),
    /// The matter that a word of the round stands for, and the unit.
    Topic(String),
    /// All of the second is in the first.
    Contains(EcoString, EcoString),
    /// The head of a compound.
    Head([char; 2]),
}

/// N01: the name ends as no ending of the notice's open list does: not named, not excluded.
pub fn n01_suffix(ledger: &Ledger, ix: AssocIx, found: &mut Vec<Finding>) {
    let scope = &ledger.round().info.scope;
    let name = ledger.name(ix);
    let mut suffixes = scope.suffixes.iter();
    if suffixes.any(|end| name.ends_with(end.as_str())) {
        return;
    }
    let severity = if scope.open_ended {
        Severity::Ask
    } else {
        Severity::Suspicious
    };
    let (about, key) = (
        About::Association(ix),
        ledger.associations()[ix].no.to_string(),
    );
    let grounds = NameGrounds::Suffix(ix);
    found.push(Finding {
        source: Source::of_document(&scope.source),
        place: Place::Association(ix),
        ..Finding::new("N01", Kind::Roster, severity, about, &key, grounds)
    });
}

/// N02: two names that may be one association, or that are taken for each other.
pub fn n02_near(ledger: &Ledger, other: AssocIx, near: Vec<Near>, found: &mut Vec<Finding>) {
    for (one, likeness) in near {
        let [a, b] = [one, other].map(|ix| &ledger.associations()[ix]);
        if ledger.name(one) == ledger.name(other) {
            continue;
        }
        let (about, key) = (About::Association(one), format!("{}-{}", a.no, b.no));
        let grounds = NameGrounds::Near([one, other], likeness);
        found.push(Finding {
            source: Source::chapter("D15"),
            place: Place::Association(one),
            ..Finding::new("N02", Kind::Roster, Severity::Ask, about, &key, grounds)
        });
    }
}

/// Rows by their name, of those whose name may stand in two rows.
pub type Twice = HashMap<String, Vec<AssocIx>>;

/// N03: one name stands in two rows.
pub fn n03_twice(ledger: &Ledger, twice: &Twice, found: &mut Vec<Finding>) {
    for same in twice.values().filter(|same| same.len() > 1) {
        let first = same[0];
        let key = ledger.associations()[first].no.to_string();
        let (about, severity) = (About::Association(first), Severity::Contradiction);
        let grounds = NameGrounds::Twice(same.clone());
        found.push(Finding {
            source: Source::chapter("4.1"),
            place: Place::Association(first),
            ..Finding::new("N03", Kind::Roster, severity, about, &key, grounds)
        });
    }
}
