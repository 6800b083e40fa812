//! The in-memory ledger, put together from what a file holds.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::thread::JoinHandle;

use super::listing::RosterNames;
use super::session::SessionError;
use crate::domain::change::Change;
use crate::domain::ledger::{Begun, Ledger, Loading, UnknownReference};
use crate::domain::round::Round;
use crate::exchange::seed::{self, Ahead};
use crate::store::{Reading, Store};

/// A ledger that was read.
#[derive(Debug)]
pub struct Loaded {
    /// The documents that it was made from, by name.
    pub documents: BTreeMap<String, String>,
    /// The ledger.
    pub ledger: Ledger,
    /// The newest entry of the history that it knows.
    pub head: i64,
}

/// Rows of the first page: more than any terminal shows.
const PAGE: u32 = 200;
/// A ledger of at most so many rows is read before anything is shown.
const FEW_ROWS: u32 = 2_000;
/// So is one of which at most so many items, and so many fields, are touched. Reading that much
/// takes some 30 ms.
const FEW_RECORDS: u32 = 20_000;

/// Reads everything.
pub fn everything(reading: &Reading<'_>, ahead: Ahead) -> Result<Loaded, SessionError> {
    let (documents, round) = origin(reading, ahead)?;
    read(reading, documents, &round, &Progress::default())
}

/// Reads everything of a ledger that is read at once, and else the beginning of its roster, with
/// nothing recorded about it; then also the round, for the rest.
pub fn beginning(
    reading: &Reading<'_>,
    ahead: Ahead,
) -> Result<(Loaded, Option<Arc<Round>>), SessionError> {
    if reading.is_small(FEW_ROWS, FEW_RECORDS)? {
        return Ok((everything(reading, ahead)?, None));
    }
    let (documents, round) = origin(reading, ahead)?;
    let mut loading = Loading::new(&round);
    // The countdown follows the dates that were moved, the groups the units that were merged.
    reading.facts(&["due", "unit"], |key, record| loading.fact(key, record))?;
    reading.rows(Some(PAGE), |row| loading.row(row))?;
    let page = Loaded {
        documents,
        ledger: loading.begin()?.finish(),
        head: reading.head()?,
    };
    Ok((page, Some(round)))
}

/// The documents of a ledger, and the round that they make. Neither ever changes in a file.
fn origin(
    reading: &Reading<'_>,
    ahead: Ahead,
) -> Result<(BTreeMap<String, String>, Arc<Round>), SessionError> {
    let documents = reading.documents()?;
    let current = seed::current_documents(&documents);
    let round = Arc::new(ahead.round_of(&current)?);
    Ok((documents, round))
}

fn read(
    reading: &Reading<'_>,
    documents: BTreeMap<String, String>,
    round: &Arc<Round>,
    progress: &Progress,
) -> Result<Loaded, SessionError> {
    let mut loading = Loading::new(round);
    let last = reading.last_number()?;
    reading.facts(&[], |key, record| loading.fact(key, record))?;
    reading.rows(None, |row| {
        progress.at(0, row.no, last);
        loading.row(row);
    })?;
    let mut filling = Filling::new(loading.begin()?);
    filling.records(reading, |no| progress.at(HALF, no, last))?;
    reading.marks(|(milestone, subject, mark)| {
        filling.put(Change::mark(milestone, subject, None, Some(mark)));
    })?;
    Ok(Loaded {
        documents,
        ledger: filling.finish()?,
        head: reading.head()?,
    })
}

/// Percent at which all rows are read and records begin.
const HALF: u32 = 50;

/// How far a ledger is read, in percent.
#[derive(Debug, Default)]
struct Progress(AtomicU32);

impl Progress {
    fn at(&self, from: u32, no: u32, last: u32) {
        let part = u64::from(no.min(last)) * u64::from(HALF) / u64::from(last.max(1));
        let percent = from + u32::try_from(part).unwrap_or(HALF);
        self.0.store(percent, Ordering::Relaxed);
    }
}

/// How far a ledger is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Reached {
    /// Percent.
    pub percent: u32,
    /// The highest number of its roster.
    pub last_no: u32,
}

/// A ledger that is read behind the screen, by a thread and a connection of its own.
#[derive(Debug)]
pub struct Rest {
    last_no: u32,
    progress: Arc<Progress>,
    thread: JoinHandle<Result<(Loaded, RosterNames), SessionError>>,
}

impl Rest {
    /// Begins to read a ledger of which the documents and their round are known.
    pub fn begin(
        mut store: Store,
        documents: BTreeMap<String, String>,
        round: Arc<Round>,
    ) -> Result<Self, SessionError> {
        let last_no = store.reading()?.last_number()?;
        let progress = Arc::new(Progress::default());
        let told = Arc::clone(&progress);
        Ok(Self {
            last_no,
            progress,
            thread: std::thread::spawn(move || {
                let loaded = read(&store.reading()?, documents, &round, &told)?;
                let names = RosterNames::new(&loaded.ledger);
                Ok((loaded, names))
            }),
        })
    }

    /// How far it is.
    pub fn reached(&self) -> Reached {
        Reached {
            percent: self.progress.0.load(Ordering::Relaxed),
            last_no: self.last_no,
        }
    }

    /// Everything is read, or cannot be.
    pub fn is_done(&self) -> bool {
        self.thread.is_finished()
    }

    /// What was read, and its names ready to be searched. Waits for it.
    ///
    /// # Panics
    /// When reading did.
    pub fn finish(self) -> Result<(Loaded, RosterNames), SessionError> {
        match self.thread.join() {
            Ok(read) => read,
            Err(panic) => std::panic::resume_unwind(panic),
        }
    }
}

/// A ledger that is being filled, until something is not known.
struct Filling {
    begun: Begun,
    fault: Option<UnknownReference>,
}

impl Filling {
    const fn new(begun: Begun) -> Self {
        Self { begun, fault: None }
    }

    fn put(&mut self, change: Change) {
        if self.fault.is_none() {
            self.fault = self.begun.put(change).err();
        }
    }

    /// Items and answers. `at` is told whose comes next.
    fn records(&mut self, reading: &Reading<'_>, at: impl Fn(u32)) -> Result<(), SessionError> {
        reading.items(|(association, item, record)| {
            at(association);
            self.put(Change::item(association, item, None, Some(record)));
        })?;
        reading.answers(|(association, field, record)| {
            self.put(Change::answer(association, field, None, Some(record)));
        })?;
        Ok(())
    }

    fn finish(self) -> Result<Ledger, SessionError> {
        match self.fault {
            Some(fault) => Err(fault.into()),
            None => Ok(self.begun.finish()),
        }
    }
}
