//! Makes the file of a demonstration (演示台账).

use std::path::Path;

use chrono::NaiveDate;

use super::error::SessionError;
use super::session::Session;
use crate::domain::ledger::Ledger;
use crate::exchange::demo;
use crate::exchange::seed;
use crate::store::{self, Existing, Origin};

/// Writes a ledger with the history up to a day where no file is yet; opens it as `by`. Without
/// a day it is the one on which there is most to see.
pub fn make(
    path: &Path,
    by: String,
    as_of: Option<NaiveDate>,
) -> Result<(Session, Ledger), SessionError> {
    let mut documents = seed::builtin_documents();
    let roster = seed::builtin_roster()?;
    let played = demo::history(as_of);
    documents.insert(demo::DOCUMENT.to_owned(), played.demo.document());
    let origin = Origin { documents, roster };
    store::make_folder(path)?;
    store::create(path, Existing::Refuse, origin, &played.entries)?;
    Session::open(path, by)
}
