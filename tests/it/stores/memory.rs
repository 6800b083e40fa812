//! A store in memory: the history as a list, every question answered by going through all of it.

use std::collections::{BTreeMap, HashSet};
use std::path::Path;
use std::sync::{Arc, Mutex, MutexGuard};

use chrono::NaiveDate;
use tuogou::domain::change::{Change, Entry, EntryKind, HistoryEvent, HistoryLine, Key, NewEntry};
use tuogou::domain::fact::MOVING_KINDS;
use tuogou::domain::handled::Handled;
use tuogou::domain::rewind::{RecordedChange, way_back};
use tuogou::domain::seal::{self, Head, LedgerId};
use tuogou::exchange::report::undone;
use tuogou::store::{
    self, ChainBreak, ChainFault, ChainReport, Done, Existing, Extent, HistoryFilter, HistoryPiece,
    Origin, Recorded, Store, StoreError,
};

/// A connection to a ledger in memory.
#[derive(Debug)]
pub struct MemoryStore {
    origin: Arc<Origin>,
    entries: Arc<Mutex<Vec<Entry>>>,
    /// How many entries there were when somebody last looked, without our own since.
    seen: usize,
}

impl MemoryStore {
    pub fn new(origin: Origin, mut entries: Vec<Entry>) -> Self {
        seal::seal_all(begins(&origin), &mut entries);
        Self {
            origin: Arc::new(origin),
            seen: entries.len(),
            entries: Arc::new(Mutex::new(entries)),
        }
    }

    fn entries(&self) -> MutexGuard<'_, Vec<Entry>> {
        self.entries.lock().expect("nobody panics while writing")
    }

    fn head(&self) -> Head {
        let newest = self.entries().last().map(Head::after);
        newest.unwrap_or_else(|| begins(&self.origin))
    }

    fn knows(&self, head: &Head) -> Result<(), StoreError> {
        let known = match head.seq {
            0 => begins(&self.origin) == *head,
            _ => self
                .entries()
                .iter()
                .any(|entry| Head::after(entry) == *head),
        };
        known.then_some(()).ok_or(StoreError::Replaced {
            path: self.location().into(),
        })
    }

    /// What the history has led to.
    fn state(&self) -> BTreeMap<Key, Change> {
        let mut state = BTreeMap::new();
        for change in self.entries().iter().flat_map(|entry| &entry.body.changes) {
            match change.from_nothing() {
                Some(held) => state.insert(held.key().clone(), held),
                None => state.remove(change.key()),
            };
        }
        state
    }

    /// What undo and redo would take for somebody, by putting aside entry for entry.
    fn candidates(&self, by: &str) -> (Option<i64>, Option<i64>) {
        let (mut done, mut undone) = (Vec::new(), Vec::new());
        for entry in self.entries().iter() {
            let own = entry.body.by == by;
            let target = entry.body.target.unwrap_or(entry.seq);
            match entry.body.kind {
                EntryKind::Do if own => {
                    undone.clear();
                    done.push((target, true));
                }
                EntryKind::Do => {}
                kind => {
                    let stands = kind == EntryKind::Redo;
                    let meant = done.iter_mut().filter(|(seq, _)| *seq == target);
                    meant.for_each(|(_, stood)| *stood = stands);
                    undone.retain(|seq| *seq != target);
                    if own && !stands {
                        undone.push(target);
                    }
                }
            }
        }
        let stands = done.into_iter().rev().find(|(_, stands)| *stands);
        (stands.map(|(seq, _)| seq), undone.pop())
    }

    fn find(&self, seq: Option<i64>) -> Option<Entry> {
        let entries = self.entries();
        let mut found = entries.iter().filter(|entry| Some(entry.seq) == seq);
        found.next().cloned()
    }

    /// What was done and not taken back, newest first.
    fn all_done(&self) -> Vec<Entry> {
        let entries = self.entries();
        let taken_back = undone(&entries);
        let holds =
            |entry: &&Entry| entry.body.kind == EntryKind::Do && !taken_back.contains(&entry.seq);
        entries.iter().rev().filter(holds).cloned().collect()
    }
}

impl Store for MemoryStore {
    fn location(&self) -> String {
        "内存".into()
    }

    fn another(&self) -> Result<Box<dyn Store>, StoreError> {
        Ok(Box::new(Self {
            origin: Arc::clone(&self.origin),
            entries: Arc::clone(&self.entries),
            seen: self.entries().len(),
        }))
    }

    fn ledger(&self) -> Result<LedgerId, StoreError> {
        Ok(self.origin.ledger)
    }

    fn documents(&self) -> Result<BTreeMap<String, String>, StoreError> {
        Ok(self.origin.documents.clone())
    }

    fn last_number(&self) -> Result<u32, StoreError> {
        Ok(self
            .origin
            .roster
            .iter()
            .map(|row| row.no)
            .max()
            .unwrap_or(0))
    }

    fn is_small(&self, rows: u32, records: u32) -> Result<bool, StoreError> {
        let state = self.state();
        let items = state.keys().filter(|key| matches!(key, Key::Item { .. }));
        let answers = state.keys().filter(|key| matches!(key, Key::Answer { .. }));
        Ok(self.origin.roster.len() <= rows as usize
            && items.count() <= records as usize
            && answers.count() <= records as usize)
    }

    fn load(
        &mut self,
        extent: Extent,
        each: &mut dyn FnMut(HistoryPiece),
    ) -> Result<Head, StoreError> {
        let head = self.head();
        let count = self.entries().len();
        self.seen = count;
        let (rows, whole) = match extent {
            Extent::Whole => (usize::MAX, true),
            Extent::Beginning(rows) => (rows as usize, false),
        };
        let (facts, records): (Vec<Change>, Vec<Change>) = self
            .state()
            .into_values()
            .partition(|change| matches!(change.key(), Key::Fact(_)));
        for change in facts {
            if let (Key::Fact(key), Some(record)) = change.into_end()
                && (whole || MOVING_KINDS.contains(&key.kind()))
            {
                each(HistoryPiece::Fact(
                    key,
                    record.try_into().expect("of its kind"),
                ));
            }
        }
        let mut roster = self.origin.roster.clone();
        roster.sort_by_key(|row| row.no);
        roster
            .into_iter()
            .take(rows)
            .map(HistoryPiece::Row)
            .for_each(&mut *each);
        if whole {
            records.into_iter().map(HistoryPiece::Record).for_each(each);
        }
        Ok(head)
    }

    fn record(&mut self, head: &Head, entry: &NewEntry) -> Result<Recorded, StoreError> {
        self.knows(head)?;
        let mut entries = self.entries();
        if entries.last().map_or(0, |entry| entry.seq) != head.seq {
            return Ok(Recorded::Stale(since(&entries, head.seq)));
        }
        let written = seal::of_entry(head, entry);
        entries.push(Entry {
            seq: written.seq,
            seal: written.seal,
            body: entry.clone(),
        });
        drop(entries);
        self.seen += 1;
        Ok(Recorded::At(written))
    }

    fn changed_elsewhere(&mut self, head: &Head) -> Result<bool, StoreError> {
        self.knows(head)?;
        let now = self.entries().len();
        Ok(std::mem::replace(&mut self.seen, now) != now)
    }

    fn entries_since(&self, head: Option<&Head>) -> Result<Vec<Entry>, StoreError> {
        head.map_or(Ok(()), |head| self.knows(head))?;
        Ok(since(&self.entries(), head.map_or(0, |head| head.seq)))
    }

    fn undo_candidate(&self, by: &str) -> Result<Option<Entry>, StoreError> {
        Ok(self.find(self.candidates(by).0))
    }

    fn redo_candidate(&self, by: &str) -> Result<Option<Entry>, StoreError> {
        Ok(self.find(self.candidates(by).1))
    }

    fn entry(&self, seq: i64) -> Result<Option<(Entry, bool)>, StoreError> {
        let taken_back = undone(&self.entries()).contains(&seq);
        Ok(self.find(Some(seq)).map(|entry| (entry, taken_back)))
    }

    fn history(&self, filter: HistoryFilter) -> Result<Vec<HistoryLine>, StoreError> {
        let entries = self.entries();
        let taken_back = undone(&entries);
        let about = filter.association;
        let of_it = |entry: &&Entry| {
            let mut changes = entry.body.changes.iter();
            about.is_none() || changes.any(|change| change.association() == about)
        };
        let limit = filter.limit.map_or(usize::MAX, |limit| limit as usize);
        let lines = entries.iter().rev().filter(of_it).take(limit);
        Ok(lines
            .map(|entry| HistoryLine::of(entry, taken_back.contains(&entry.seq)))
            .collect())
    }

    fn handled(&self, associations: &[u32]) -> Result<Handled, StoreError> {
        let mut handled = Handled::default();
        for entry in self.all_done() {
            let changes = entry.body.changes.iter();
            let about = changes.filter(|change| {
                let association = change.association();
                association.is_some_and(|no| associations.contains(&no))
            });
            about.for_each(|change| handled.add(&entry.body.by, change));
        }
        Ok(handled)
    }

    fn later_than(&self, day: NaiveDate) -> Result<u32, StoreError> {
        let entries = self.entries();
        let later = entries.iter().filter(|entry| entry.body.as_of > day);
        Ok(later.count().try_into().expect("few"))
    }

    fn done(&self, day: NaiveDate, limit: u32) -> Result<Done, StoreError> {
        let done = self.all_done().into_iter();
        let until = done.filter(|entry| entry.body.as_of <= day);
        let until: Vec<Entry> = until.collect();
        let on_day = until.iter().filter(|entry| entry.body.as_of == day);
        Ok(Done {
            on_day: on_day.count(),
            last: until.into_iter().take(limit as usize).map(event).collect(),
        })
    }

    fn rewind(
        &self,
        day: NaiveDate,
        head: i64,
        each: &mut dyn FnMut(Vec<Change>),
    ) -> Result<(), StoreError> {
        let entries = self.entries();
        let known = entries.iter().filter(|entry| entry.seq <= head);
        each(way_back(
            known.flat_map(|entry| RecordedChange::of(entry, day)),
        ));
        Ok(())
    }

    fn check_chain(&self) -> Result<ChainReport, StoreError> {
        let entries = self.entries();
        let altered = seal::first_altered(begins(&self.origin), &entries);
        let held = entries
            .iter()
            .take_while(|entry| Some(entry.seq) != altered);
        Ok(ChainReport {
            head: held.last().map_or(begins(&self.origin), Head::after),
            fault: altered.map(|seq| ChainBreak {
                seq,
                fault: ChainFault::Altered,
            }),
        })
    }

    fn backup(&self, to: &Path) -> Result<(), StoreError> {
        let entries = self.entries().clone().into_iter();
        let entries = entries.map(|entry| entry.body);
        store::create(to, Existing::Refuse, Origin::clone(&self.origin), entries)
    }
}

fn begins(origin: &Origin) -> Head {
    seal::of_origin(origin.ledger, &origin.documents, &origin.roster)
}

fn since(entries: &[Entry], seq: i64) -> Vec<Entry> {
    let since = entries.iter().filter(|entry| entry.seq > seq);
    since.cloned().collect()
}

fn event(entry: Entry) -> HistoryEvent {
    let changes = entry.body.changes.iter();
    let about: HashSet<Option<u32>> = changes.map(Change::association).collect();
    let one = (about.len() == 1).then(|| about.into_iter().next());
    HistoryEvent {
        seq: entry.seq,
        on: entry.body.as_of,
        by: entry.body.by,
        what: entry.body.what,
        association: one.flatten().flatten(),
    }
}
