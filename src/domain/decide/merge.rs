//! Changes that were decided in another copy of the ledger. They are not believed: each has to
//! begin from what stands here and to hold what could have been entered here.

use super::{Decision, Refusal, check_current};
use crate::domain::change::{Change, Key, Record};
use crate::domain::ledger::Ledger;
use crate::text::plain::Plain;

/// Decides about changes of another copy: all of them or none.
pub(super) fn merge(ledger: &Ledger, what: &str, changes: &[Change]) -> Result<Decision, Refusal> {
    for change in changes {
        let fits = |record: &Record| ledger.fits(change.key(), record);
        if !known(ledger, change.key()) || !change.after().is_none_or(fits) {
            return Err(Refusal::NotFromHere(change.key().id().to_owned()));
        }
    }
    check_current(ledger, 0, changes)?;
    Ok(Decision {
        what: Plain::typed(what)?.into(),
        changes: changes.to_vec(),
    })
}

/// The ledger has what the change is about; facts of the whole round are the office's own.
fn known(ledger: &Ledger, key: &Key) -> bool {
    ledger.locate(key).is_ok() && key.subject().is_some()
}
