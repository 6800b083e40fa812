//! Makes the file of a demonstration (演示台账).

use std::path::Path;

use chrono::NaiveDate;

use super::error::SessionError;
use super::session::Session;
use crate::domain::ledger::{Ledger, RosterError};
use crate::exchange::demo;
use crate::exchange::seed::{self, SeedError};
use crate::store::{self, Existing, Origin, StoreError};

/// A demonstration that cannot be made.
#[derive(Debug, thiserror::Error)]
pub enum MakeError {
    /// The round's data says no.
    #[error(transparent)]
    Seed(#[from] SeedError),
    /// The roster says no.
    #[error(transparent)]
    Roster(#[from] RosterError),
    /// The file cannot be made.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The file cannot be opened.
    #[error(transparent)]
    Session(#[from] SessionError),
}

/// Writes a ledger with the history up to a day where no file is yet; opens it as `by`. Without
/// a day it is the one on which there is most to see.
pub fn make(
    path: &Path,
    by: String,
    as_of: Option<NaiveDate>,
) -> Result<(Session, Ledger), MakeError> {
    let mut documents = seed::builtin_documents();
    let roster = seed::builtin_roster()?;
    let played = demo::history(as_of);
    documents.insert(demo::DOCUMENT.to_owned(), played.demo.document());
    let origin = Origin { documents, roster };
    store::make_folder(path)?;
    store::create(path, Existing::Refuse, origin, &played.entries)?;
    Ok(Session::open(path, by)?)
}
