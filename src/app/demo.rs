//! Makes the file of a demonstration (演示台账).

use std::path::Path;

use chrono::NaiveDate;

use super::error::SessionError;
use super::new_round;
use super::session::Session;
use crate::domain::ledger::Ledger;
use crate::domain::seal;
use crate::exchange::demo;
use crate::store::{self, Existing};

/// Writes a ledger with the history up to a day where no file is yet; opens it as `by`. Without
/// a day it is the one on which there is most to see.
pub fn make(
    path: &Path,
    by: String,
    as_of: Option<NaiveDate>,
) -> Result<(Session, Ledger), SessionError> {
    let mut origin = new_round::builtin();
    let played = demo::history(as_of);
    let about = played.demo.document();
    origin.documents.insert(demo::DOCUMENT.to_owned(), about);
    // The same day gives the same file.
    let first = played.entries.first();
    origin.ledger = seal::derived_id(&origin.documents, &origin.roster, first);
    store::make_folder(path)?;
    store::create(path, Existing::Refuse, origin, &played.entries)?;
    Session::open(path, by)
}
