//! The ledger as it stood on a day: the newest state, with what counts for later days taken back.

use std::collections::HashMap;

use chrono::NaiveDate;

use super::change::{Change, Entry};
use super::ledger::Ledger;

/// For each thing the change that takes back what was recorded of it for later days; what was
/// recorded last of a thing counts, whichever day came first. `recorded` is oldest first, each with
/// whether it counts for a later day.
///
/// Every change says what was there before it, so that the oldest of those after the last one that
/// still holds leads to what holds.
pub fn way_back<'c>(recorded: impl IntoIterator<Item = (bool, &'c Change)>) -> Vec<Change> {
    let mut first = HashMap::new();
    for (at, (later, change)) in recorded.into_iter().enumerate() {
        // A way of looking is there whatever day one looks at.
        if change.is_look() {
            continue;
        }
        if later {
            first.entry(change.key()).or_insert((at, change));
        } else {
            first.remove(&change.key());
        }
    }
    let mut first: Vec<(usize, &Change)> = first.into_values().collect();
    first.sort_unstable_by_key(|(at, _)| *at);
    let first = first.into_iter();
    first.map(|(_, change)| change.clone().inverse()).collect()
}

/// The ledger as it stood at the end of a day: everything that was recorded for that day or an
/// earlier one, whenever it was entered. `entries` is the whole history, oldest first; `ledger` is
/// the newest state, or that of a later day.
pub fn as_it_stood(ledger: &Ledger, entries: &[Entry], day: NaiveDate) -> Ledger {
    let recorded = entries.iter().flat_map(|entry| {
        let later = entry.body.as_of > day;
        entry.body.changes.iter().map(move |change| (later, change))
    });
    let mut past = ledger.clone();
    // What the round does not know any more has no place in its sums.
    past.apply_lenient(&way_back(recorded));
    past
}
