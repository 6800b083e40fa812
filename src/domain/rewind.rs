//! The ledger as it stood on a day: the newest state, with what counts for later days taken back.

use std::collections::HashMap;

use chrono::NaiveDate;

use super::change::{Change, Entry, EntryKind, Key};
use super::ledger::Ledger;

/// A change as it stands in the history.
#[derive(Debug, Clone, Copy)]
pub struct RecordedChange<'c> {
    /// Position of its entry.
    pub seq: i64,
    /// The entry that it takes back.
    pub undoes: Option<i64>,
    /// It counts for a later day than the one that is asked for.
    pub later: bool,
    pub change: &'c Change,
}

impl<'c> RecordedChange<'c> {
    /// The changes of an entry, seen from a day.
    pub fn of(entry: &'c Entry, day: NaiveDate) -> impl Iterator<Item = Self> {
        let body = &entry.body;
        let undoes = body.target.filter(|_| body.kind == EntryKind::Undo);
        let (seq, later) = (entry.seq, body.as_of > day);
        body.changes.iter().map(move |change| Self {
            seq,
            undoes,
            later,
            change,
        })
    }
}

/// For each thing the change that takes back what was recorded of it for later days; what was
/// recorded last of a thing counts, whichever day came first. `recorded` is oldest first.
///
/// Every change says what was there before it, so that the oldest of those after the last one that
/// still holds leads to what holds. What is taken back is as if it had never been: what stood
/// before it may itself count for a later day.
pub fn way_back<'c>(recorded: impl IntoIterator<Item = RecordedChange<'c>>) -> Vec<Change> {
    let mut first: HashMap<&Key, (usize, &Change)> = HashMap::new();
    // Of things that were of a later day already when an entry changed them, that change.
    let mut before = HashMap::new();
    for (at, one) in recorded.into_iter().enumerate() {
        let key = one.change.key();
        // A way of looking is there whatever day one looks at.
        if one.change.is_look() {
            continue;
        }
        if let Some(standing) = first.get(key) {
            before.insert((one.seq, key), *standing);
        }
        if one.later {
            first.entry(key).or_insert((at, one.change));
            continue;
        }
        match one.undoes.and_then(|seq| before.get(&(seq, key))) {
            Some(standing) => first.insert(key, *standing),
            None => first.remove(key),
        };
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
    let recorded = entries.iter();
    let recorded = recorded.flat_map(|entry| RecordedChange::of(entry, day));
    let mut past = ledger.clone();
    // What the round does not know any more has no place in its sums.
    past.apply_lenient(&way_back(recorded));
    past
}
