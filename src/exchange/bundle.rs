//! What a ledger file that was handed out to one unit says of itself: whose it is and which
//! state of which ledger it began with. It travels as a document of the file.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::domain::change::{Change, Entry, Key, Subject};
use crate::domain::fact::FactKey;
use crate::domain::id::UnitIx;
use crate::domain::ledger::{Ledger, RosterRow};
use crate::text::fault;

/// Name of the document.
pub const DOCUMENT: &str = "bundle.toml";

/// What a bundle says of itself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Bundle {
    /// Id of the round.
    pub round: String,
    /// Canonical name of the unit.
    pub unit: String,
    /// Entries of the office's history that it began with.
    pub entries: usize,
    /// Entries of its own history that hold what it began with.
    pub begun: i64,
    /// Who made it.
    pub by: String,
    /// 基准日 on which it was made.
    pub as_of: chrono::NaiveDate,
}

impl Bundle {
    /// Reads the document of a ledger file; `None` when it is no bundle.
    pub fn of(documents: &BTreeMap<String, String>) -> Option<Result<Self, String>> {
        let text = documents.get(DOCUMENT)?;
        Some(fault::from_toml(text).map_err(|fault| format!("{DOCUMENT} {fault}")))
    }

    /// The document.
    ///
    /// # Panics
    /// Never: a bundle is plain data.
    pub fn document(&self) -> String {
        toml::to_string(self).expect("a bundle is plain data")
    }
}

/// The roster of one unit.
pub fn roster(ledger: &Ledger, unit: UnitIx) -> Vec<RosterRow> {
    let whose = ledger.units()[unit].associations.iter();
    whose.map(|ix| ledger.roster_row(*ix)).collect()
}

/// What stands in the ledger about one unit, its associations and the city, as changes from
/// nothing. `entries` is the whole history, oldest first.
pub fn state(ledger: &Ledger, unit: UnitIx, entries: &[Entry]) -> Vec<Change> {
    let mut last: BTreeMap<&Key, &Change> = BTreeMap::new();
    for change in entries.iter().flat_map(|entry| &entry.body.changes) {
        last.insert(change.key(), change);
    }
    let about = &ledger.units()[unit];
    let concerned = |change: &&&Change| match (change.association(), change.key()) {
        (Some(no), _) => {
            let ix = ledger.association_ix(no);
            ix.is_some_and(|ix| ledger.unit_of(ix) == Some(unit))
        }
        (None, Key::Mark { subject, .. }) => match subject {
            Subject::Unit(name) => *name == about.name,
            Subject::City => true,
            Subject::Association(_) => false,
        },
        (None, Key::Fact(key)) => match key {
            FactKey::Note(_, whose, _) => *whose == Subject::Unit(about.name.to_string()),
            FactKey::Due(_) => true,
            FactKey::Unit(printed) => ledger.canonical_of(printed) == Some(&about.name),
            // The office's own.
            FactKey::Exit(_) | FactKey::Verdict(_) | FactKey::View(_) => false,
        },
        (None, _) => false,
    };
    let changes = last.values().filter(concerned);
    let mut begun: Vec<Change> = changes.filter_map(|change| change.from_nothing()).collect();
    // Units that were put together are there before what was recorded about them.
    begun.sort_by_key(|change| !matches!(change.key(), Key::Fact(FactKey::Unit(_))));
    begun
}
