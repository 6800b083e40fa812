//! The in-memory ledger, put together from what a store holds.

use std::collections::{BTreeMap, HashSet};
use std::panic::resume_unwind;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicI32, AtomicU32, Ordering};
use std::sync::mpsc::sync_channel;
use std::thread::JoinHandle;

use chrono::{Datelike as _, NaiveDate};
use ecow::EcoString;
use typed_index_collections::TiVec;

use super::error::SessionError;
use super::listing::{Catalogue, Filter, GroupBy, Listing, SortBy};
use crate::domain::debts::{self, UnitDebts};
use crate::domain::id::UnitIx;
use crate::domain::ledger::{Ledger, RosterRow, State, UnknownReference};
use crate::domain::round::Round;
use crate::domain::seal::Head;
use crate::domain::state::StateBuilder;
use crate::exchange::seed::{self, Ahead};
use crate::store::{self, Extent, HistoryPiece, Store};

/// A ledger that was read.
#[derive(Debug)]
pub struct Loaded {
    /// The documents that it was made from, by name.
    pub documents: BTreeMap<String, String>,
    pub ledger: Ledger,
    /// The newest entry of the history that it knows.
    pub head: Head,
}

/// Rows of the first page: more than any terminal shows.
const PAGE: u32 = 200;
/// A ledger of at most so many rows is read before anything is shown.
const FEW_ROWS: u32 = 2_000;
/// So is one of which at most so many items, and so many fields, are touched. Reading that much
/// takes some 30 ms.
const FEW_RECORDS: u32 = 20_000;

/// Reads the whole ledger out of the store.
pub fn everything(store: &mut dyn Store, ahead: Ahead) -> Result<Loaded, SessionError> {
    let is_small = store.is_small(FEW_ROWS, FEW_RECORDS)?;
    let (documents, round) = origin(store, ahead)?;
    let read = if is_small { read } else { read_by_two };
    let progress = LoadProgress::default();
    read(store, Extent::Whole, documents, &round, &progress)
}

/// Reads everything of a ledger that is read at once, and else the beginning of its roster, with
/// nothing recorded about it; then also the round, for the rest.
pub fn beginning(
    store: &mut dyn Store,
    ahead: Ahead,
) -> Result<(Loaded, Option<Arc<Round>>), SessionError> {
    let is_small = store.is_small(FEW_ROWS, FEW_RECORDS)?;
    let (documents, round) = origin(store, ahead)?;
    let progress = LoadProgress::default();
    if is_small {
        let whole = read(store, Extent::Whole, documents, &round, &progress)?;
        return Ok((whole, None));
    }
    let extent = Extent::Beginning(PAGE);
    let page = read(store, extent, documents, &round, &progress)?;
    Ok((page, Some(round)))
}

/// The ledger at a path, or the beginning of one that is large, to be looked at. Writes nothing,
/// there or beside it.
pub fn look(path: &Path) -> Result<Ledger, SessionError> {
    let mut store = store::open_to_look(path)?;
    Ok(beginning(&mut *store, Ahead::begin())?.0.ledger)
}

/// The ledger that is made from these documents and this roster, before anybody works on it.
pub fn untouched(
    documents: &BTreeMap<String, String>,
    roster: Vec<RosterRow>,
) -> Result<Ledger, SessionError> {
    let round = seed::parse_round(&seed::current_documents(documents))?;
    Ok(Ledger::new(&Arc::new(round), roster)?)
}

/// The documents of a ledger, and the round that they make. Neither ever changes.
fn origin(
    store: &dyn Store,
    ahead: Ahead,
) -> Result<(BTreeMap<String, String>, Arc<Round>), SessionError> {
    let documents = store.documents()?;
    let current = seed::current_documents(&documents);
    let round = ahead.round_of(&current)?;
    Ok((documents, round))
}

fn read(
    store: &mut dyn Store,
    extent: Extent,
    documents: BTreeMap<String, String>,
    round: &Arc<Round>,
    progress: &LoadProgress,
) -> Result<Loaded, SessionError> {
    let mut filling = Filling::new(round, progress);
    let head = store.load(extent, &mut |piece| filling.put(piece))?;
    Ok(Loaded {
        documents,
        ledger: filling.finish()?,
        head,
    })
}

/// So many pieces go from one thread to the other at a time.
const BATCH: usize = 256;

/// As [`read`], by a thread that reads and one that puts together, which have about as much to do:
/// with two cores it takes two thirds of the time.
fn read_by_two(
    store: &mut dyn Store,
    extent: Extent,
    documents: BTreeMap<String, String>,
    round: &Arc<Round>,
    progress: &LoadProgress,
) -> Result<Loaded, SessionError> {
    // A few wait, so that neither thread does, and no more, so that nothing is held twice.
    let (sender, receiver) = sync_channel::<Vec<HistoryPiece>>(4);
    std::thread::scope(|scope| {
        let reader = scope.spawn(move || {
            let mut batch = Vec::with_capacity(BATCH);
            let head = store.load(extent, &mut |piece| {
                batch.push(piece);
                if batch.len() == BATCH {
                    let full = std::mem::replace(&mut batch, Vec::with_capacity(BATCH));
                    // Nobody takes it only where putting together has panicked.
                    let _ = sender.send(full);
                }
            });
            let _ = sender.send(batch);
            head
        });
        let mut filling = Filling::new(round, progress);
        receiver
            .into_iter()
            .flatten()
            .for_each(|piece| filling.put(piece));
        let head = match reader.join() {
            Ok(head) => head?,
            Err(panic) => resume_unwind(panic),
        };
        Ok(Loaded {
            documents,
            ledger: filling.finish()?,
            head,
        })
    })
}

/// Percent at which all rows are read and records begin.
const HALF: u32 = 50;

/// How far a ledger is read, in percent.
#[derive(Debug, Default)]
struct LoadProgress {
    percent: AtomicU32,
    /// The highest number of its roster.
    last_no: u32,
    /// The day on which it will be looked at, in days from the year 1.
    as_of: AtomicI32,
}

impl LoadProgress {
    fn at(&self, from: u32, no: u32) {
        let last = self.last_no;
        let part = u64::from(no.min(last)) * u64::from(HALF) / u64::from(last.max(1));
        let percent = from + u32::try_from(part).unwrap_or(HALF);
        self.percent.store(percent, Ordering::Relaxed);
    }
}

/// How far a ledger is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LoadReached {
    pub percent: u32,
    /// The highest number of its roster.
    pub last_no: u32,
}

/// A ledger that is read behind the screen, by a thread and a connection of its own.
#[derive(Debug)]
pub struct BackgroundLoad {
    progress: Arc<LoadProgress>,
    thread: JoinHandle<Result<(Loaded, Ready), SessionError>>,
}

/// What the first pages show of a ledger on a day, worked out where it was read: of a million rows
/// that takes half a second, for which no key has to wait.
#[derive(Debug)]
pub struct Ready {
    pub as_of: NaiveDate,
    /// What lists are made from.
    pub catalogue: Catalogue,
    /// Everybody, in the usual groups and order.
    pub listing: Listing,
    /// What the units owe.
    pub debts: Vec<UnitDebts>,
    /// What the units are called.
    pub units: TiVec<UnitIx, EcoString>,
}

/// The units in their order; the texts are those of the ledger.
pub fn unit_names(ledger: &Ledger) -> TiVec<UnitIx, EcoString> {
    let units = ledger.units().iter();
    units.map(|unit| unit.name.clone()).collect()
}

impl Ready {
    fn new(ledger: &Ledger, as_of: NaiveDate) -> Self {
        std::thread::scope(|scope| {
            // They need nothing of the lists, and take about as long.
            let debts = scope.spawn(|| debts::all(ledger, as_of));
            let mut catalogue = Catalogue::default();
            catalogue.learn_names(ledger);
            let order = (GroupBy::default(), SortBy::default());
            let (all, none) = (Filter::default(), HashSet::new());
            let listing = Listing::of(&mut catalogue, ledger, &all, order, &none, as_of);
            Self {
                as_of,
                catalogue,
                listing,
                debts: debts.join().unwrap_or_else(|panic| resume_unwind(panic)),
                units: unit_names(ledger),
            }
        })
    }
}

impl BackgroundLoad {
    /// Begins to read a ledger of which the documents and their round are known.
    pub fn begin(
        mut store: Box<dyn Store>,
        documents: BTreeMap<String, String>,
        round: Arc<Round>,
    ) -> Result<Self, SessionError> {
        let progress = Arc::new(LoadProgress {
            percent: AtomicU32::new(0),
            last_no: store.last_number()?,
            as_of: AtomicI32::default(),
        });
        let shared = Arc::clone(&progress);
        Ok(Self {
            progress,
            thread: std::thread::spawn(move || {
                let loaded = read_by_two(&mut *store, Extent::Whole, documents, &round, &shared)?;
                let as_of = shared.as_of.load(Ordering::Relaxed);
                let as_of = NaiveDate::from_num_days_from_ce_opt(as_of).unwrap_or_default();
                let ready = Ready::new(&loaded.ledger, as_of);
                Ok((loaded, ready))
            }),
        })
    }

    /// Says on which day it will be looked at, so that what pages show is ready by then.
    pub fn for_day(&self, as_of: NaiveDate) {
        let days = as_of.num_days_from_ce();
        self.progress.as_of.store(days, Ordering::Relaxed);
    }

    /// How far it is.
    pub fn reached(&self) -> LoadReached {
        LoadReached {
            percent: self.progress.percent.load(Ordering::Relaxed),
            last_no: self.progress.last_no,
        }
    }

    /// Everything is read, or cannot be.
    pub fn is_done(&self) -> bool {
        self.thread.is_finished()
    }

    /// What was read, and what the first pages show of it. Waits for it.
    ///
    /// # Panics
    /// When reading did.
    pub fn finish(self) -> Result<(Loaded, Ready), SessionError> {
        match self.thread.join() {
            Ok(read) => read,
            Err(panic) => resume_unwind(panic),
        }
    }
}

/// A ledger that is being filled, until something is not known.
struct Filling<'p> {
    progress: &'p LoadProgress,
    /// While rows and facts come.
    rows: Option<StateBuilder>,
    /// From the first record on.
    records: Option<Result<State, SessionError>>,
}

impl<'p> Filling<'p> {
    fn new(round: &Arc<Round>, progress: &'p LoadProgress) -> Self {
        Self {
            progress,
            rows: Some(StateBuilder::new(round)),
            records: None,
        }
    }

    fn put(&mut self, piece: HistoryPiece) {
        match piece {
            HistoryPiece::Fact(key, record) => self.rows().fact(key, record),
            HistoryPiece::Row(row) => {
                self.progress.at(0, row.no);
                self.rows().row(row);
            }
            HistoryPiece::Items(no, items) => {
                self.progress.at(HALF, no);
                self.record(|state| state.put_items(no, items));
            }
            HistoryPiece::Record(change) => {
                if let Some(no) = change.association() {
                    self.progress.at(HALF, no);
                }
                self.record(|state| state.put(change));
            }
        }
    }

    fn record(&mut self, put: impl FnOnce(&mut State) -> Result<(), UnknownReference>) {
        if let Ok(state) = self.records()
            && let Err(fault) = put(state)
        {
            self.records = Some(Err(fault.into()));
        }
    }

    fn rows(&mut self) -> &mut StateBuilder {
        self.rows.as_mut().expect("records come after all rows")
    }

    fn records(&mut self) -> &mut Result<State, SessionError> {
        let Self { rows, records, .. } = self;
        records.get_or_insert_with(|| {
            let rows = rows.take().expect("there are rows until records come");
            Ok(rows.finish()?)
        })
    }

    fn finish(mut self) -> Result<Ledger, SessionError> {
        self.records();
        let state = self.records.expect("it has begun");
        Ok(state?.into())
    }
}
