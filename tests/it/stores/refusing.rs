//! A store that others see as any other and that takes nothing for as long as it is told so.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::{Arc, Mutex};

use chrono::NaiveDate;
use tuogou::domain::change::{Change, Entry, HistoryLine, NewEntry};
use tuogou::domain::handled::Handled;
use tuogou::domain::seal::{Head, LedgerId};
use tuogou::store::{
    ChainReport, Done, Extent, HistoryFilter, HistoryPiece, ReadOnly, Recorded, Store, StoreError,
};

/// Why nothing is taken; `None` = it is.
pub type Reason = Arc<Mutex<Option<fn() -> StoreError>>>;

/// A store behind a door that can be shut.
#[derive(Debug)]
pub struct RefusingStore {
    pub store: Box<dyn Store>,
    pub reason: Reason,
}

impl RefusingStore {
    fn refusal(&self) -> Option<StoreError> {
        let reason = *self.reason.lock().expect("nobody panics while it is set");
        reason.map(|reason| reason())
    }
}

impl Store for RefusingStore {
    fn record(&mut self, head: &Head, entry: &NewEntry) -> Result<Recorded, StoreError> {
        match self.refusal() {
            Some(refusal) => Err(refusal),
            None => self.store.record(head, entry),
        }
    }

    fn read_only(&self) -> Option<ReadOnly> {
        match self.refusal() {
            Some(StoreError::ReadOnly { why, .. }) => Some(why),
            _ => None,
        }
    }

    fn location(&self) -> String {
        self.store.location()
    }

    fn another(&self) -> Result<Box<dyn Store>, StoreError> {
        self.store.another()
    }

    fn ledger(&self) -> Result<LedgerId, StoreError> {
        self.store.ledger()
    }

    fn documents(&self) -> Result<BTreeMap<String, String>, StoreError> {
        self.store.documents()
    }

    fn last_number(&self) -> Result<u32, StoreError> {
        self.store.last_number()
    }

    fn is_small(&self, rows: u32, records: u32) -> Result<bool, StoreError> {
        self.store.is_small(rows, records)
    }

    fn load(
        &mut self,
        extent: Extent,
        each: &mut dyn FnMut(HistoryPiece),
    ) -> Result<Head, StoreError> {
        self.store.load(extent, each)
    }

    fn changed_elsewhere(&mut self, head: &Head) -> Result<bool, StoreError> {
        self.store.changed_elsewhere(head)
    }

    fn entries_since(&self, head: Option<&Head>) -> Result<Vec<Entry>, StoreError> {
        self.store.entries_since(head)
    }

    fn undo_candidate(&self, by: &str) -> Result<Option<Entry>, StoreError> {
        self.store.undo_candidate(by)
    }

    fn redo_candidate(&self, by: &str) -> Result<Option<Entry>, StoreError> {
        self.store.redo_candidate(by)
    }

    fn entry(&self, seq: i64) -> Result<Option<(Entry, bool)>, StoreError> {
        self.store.entry(seq)
    }

    fn history(&self, filter: HistoryFilter) -> Result<Vec<HistoryLine>, StoreError> {
        self.store.history(filter)
    }

    fn handled(&self, associations: &[u32]) -> Result<Handled, StoreError> {
        self.store.handled(associations)
    }

    fn later_than(&self, day: NaiveDate) -> Result<u32, StoreError> {
        self.store.later_than(day)
    }

    fn done(&self, day: NaiveDate, limit: u32) -> Result<Done, StoreError> {
        self.store.done(day, limit)
    }

    fn rewind(
        &self,
        day: NaiveDate,
        head: i64,
        each: &mut dyn FnMut(Vec<Change>),
    ) -> Result<(), StoreError> {
        self.store.rewind(day, head, each)
    }

    fn check_chain(&self) -> Result<ChainReport, StoreError> {
        self.store.check_chain()
    }

    fn backup(&self, to: &Path) -> Result<(), StoreError> {
        self.store.backup(to)
    }
}
