//! Changes that were decided in another copy of the ledger. They are not believed: each has to
//! begin from what stands here and to hold what could have been entered here.

use super::{Decision, Refusal, check_current};
use crate::domain::change::{Change, Key, Record};
use crate::domain::ledger::Ledger;
use crate::domain::remark;

/// Decides about changes of another copy: all of them or none.
pub(super) fn merge(ledger: &Ledger, what: &str, changes: &[Change]) -> Result<Decision, Refusal> {
    for change in changes {
        if !known(ledger, change.key()) || !could_be_typed(ledger, change)? {
            return Err(Refusal::NotFromHere(change.key().id().to_owned()));
        }
    }
    check_current(ledger, 0, changes)?;
    Ok(Decision {
        what: remark::clean(what)?,
        changes: changes.to_vec(),
    })
}

/// The ledger has what the change is about; facts of the whole round are the office's own.
fn known(ledger: &Ledger, key: &Key) -> bool {
    ledger.locate(key).is_ok() && key.subject().is_some()
}

/// What the change writes could have been typed: texts are clean, values fit their field.
fn could_be_typed(ledger: &Ledger, change: &Change) -> Result<bool, Refusal> {
    let Some(record) = change.after() else {
        return Ok(true);
    };
    let mut texts = match record {
        Record::Item(record) => vec![record.note.as_str(), record.evidence.as_str()],
        Record::Fact(record) => record.fact.texts(),
        // A field says what it holds.
        Record::Answer(_) | Record::Mark(_) => Vec::new(),
    };
    texts.push(record.by());
    for text in texts {
        if remark::clean(text)? != text {
            return Ok(false);
        }
    }
    Ok(ledger.fits(change.key(), record))
}
