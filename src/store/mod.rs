//! Where a ledger is kept. What is asked of a store is said in the words of the domain; SQLite is
//! behind it, in `file`.

mod error;
mod file;

use std::collections::BTreeMap;

use crate::domain::ledger::RosterRow;

pub use error::StoreError;
pub use file::{HistoryFilter, Reading, Recorded, StepCount, Store, make_folder};

/// Everything that a ledger is made from: the seed's documents by file name (TOML) and the
/// roster. Both are kept with the ledger, so that it stands on its own.
#[derive(Debug, Clone, PartialEq)]
pub struct Origin {
    /// Documents by name.
    pub documents: BTreeMap<String, String>,
    /// The printed roster.
    pub roster: Vec<RosterRow>,
}
