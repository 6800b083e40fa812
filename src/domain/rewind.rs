//! The ledger as it stood on a day: the newest state, with what counts for later days taken back.

use std::collections::HashMap;

use chrono::NaiveDate;

use super::change::{Change, Entry, EntryKind, Key};
use super::ledger::Ledger;

/// A change as it stands in the history.
#[derive(Debug, Clone, Copy)]
pub struct RecordedChange<'c> {
    /// Position of its entry, or of the one that its entry takes back or does again.
    pub origin: i64,
    /// It takes back what is recorded at `origin`.
    pub takes_back: bool,
    /// It counts for a later day than the one that is asked for.
    pub later: bool,
    pub change: &'c Change,
}

impl<'c> RecordedChange<'c> {
    /// The changes of an entry, seen from a day.
    pub fn of(entry: &'c Entry, day: NaiveDate) -> impl Iterator<Item = Self> {
        let body = &entry.body;
        let seen = (
            body.target.unwrap_or(entry.seq),
            body.kind == EntryKind::Undo,
            body.as_of > day,
        );
        body.changes.iter().map(move |change| Self {
            origin: seen.0,
            takes_back: seen.1,
            later: seen.2,
            change,
        })
    }
}

/// What is recorded of one thing, seen from a day.
struct Trace<'c> {
    /// The first change: before it stands what held until then.
    first: &'c Change,
    /// The newest, which leads to what holds now.
    last: &'c Change,
    /// Where that stands in the order of all.
    at: usize,
    /// What counts by the day and is not taken back by it, each with its origin.
    held: Vec<(i64, &'c Change)>,
    /// Something of it counts for a later day.
    later: bool,
}

impl<'c> Trace<'c> {
    fn add(&mut self, one: RecordedChange<'c>) {
        self.later |= one.later;
        self.last = one.change;
        if one.later {
            return;
        }
        if one.takes_back {
            self.held.retain(|(held, _)| *held != one.origin);
        } else {
            self.held.push((one.origin, one.change));
        }
    }

    /// The change that leads to what holds on the day.
    fn way_back(&self) -> Change {
        let there = match self.held.last() {
            Some((_, change)) => (*change).clone(),
            None => self.first.clone().inverse(),
        };
        there.begun_from(self.last.after().cloned())
    }
}

/// For each thing of which something counts for later days the change that leads to what holds on
/// the day; what was recorded last of a thing counts, whichever day came first. `recorded` is oldest
/// first, begins where the first of them that counts for a later day stands, or before it, and holds
/// whatever something in it takes back: without that it is not known what held without it.
///
/// Every change says what was there before it and what after, so that the last one that counts leads
/// to what holds, and before the first one stands what held until then. What is taken back by the day
/// is as if it had never been. Whether a change moves anything is for the ledger to say that it is
/// put into, which may be that of a later day and not the newest.
pub fn way_back<'c>(recorded: impl IntoIterator<Item = RecordedChange<'c>>) -> Vec<Change> {
    let mut traces: HashMap<&Key, Trace<'_>> = HashMap::new();
    for (at, one) in recorded.into_iter().enumerate() {
        // A way of looking is there whatever day one looks at.
        if one.change.is_look() {
            continue;
        }
        let trace = traces.entry(one.change.key()).or_insert_with(|| Trace {
            first: one.change,
            last: one.change,
            at,
            held: Vec::new(),
            later: false,
        });
        trace.add(one);
    }
    let mut moved: Vec<Trace<'_>> = traces.into_values().filter(|trace| trace.later).collect();
    moved.sort_unstable_by_key(|trace| trace.at);
    moved.iter().map(Trace::way_back).collect()
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
