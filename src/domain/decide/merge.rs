//! Changes that were decided in another copy of the ledger. They are not believed: each has to
//! begin from what stands here and to hold what could have been entered here.

use std::borrow::Cow;

use super::{Decision, Occasion, Refusal, check_current};
use crate::domain::change::{Change, Key, Record};
use crate::domain::command::Title;
use crate::domain::fact::FactKey;
use crate::domain::ledger::Ledger;

/// Decides about changes of another copy: all of them or none.
pub(super) fn merge(
    ledger: &Ledger,
    title: &Title,
    changes: &[Change],
    begins: bool,
) -> Result<Decision, Refusal> {
    let mut there = Cow::Borrowed(ledger);
    if begins {
        // What else the copy begins with may be about a unit that the office has put together.
        let units = |change: &&Change| matches!(change.key(), Key::Fact(FactKey::Unit(_)));
        there.to_mut().apply_lenient(changes.iter().filter(units));
    }
    for change in changes {
        let fits = |record: &Record| there.fits(change.key(), record);
        if !known(&there, change.key(), begins) || !change.after().is_none_or(fits) {
            return Err(Refusal::NotFromHere(change.key().id().to_owned()));
        }
    }
    check_current(ledger, 0, changes)?;
    Ok(Decision {
        occasion: Occasion::TakenOver(title.typed()?),
        changes: changes.to_vec(),
    })
}

/// The ledger has what the change is about. Facts of the whole round are the office's own; of
/// those a copy begins with the dates and units that count.
fn known(ledger: &Ledger, key: &Key, begins: bool) -> bool {
    let allowed = match key {
        Key::Fact(FactKey::Due(_) | FactKey::Unit(_)) => begins,
        key => key.subject().is_some(),
    };
    allowed && ledger.locate(key).is_ok()
}
