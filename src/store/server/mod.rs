//! A ledger on a server that speaks PostgreSQL's protocol: the only SQL of the program beside that of
//! a file. Every question is one statement and one trip.

mod address;
mod connect;
mod fault;
mod history;
mod keep;
mod link;
mod load;
mod people;
mod record;
mod schema;
mod seal;
mod watch;

use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use std::path::Path;
use std::time::Duration;

use chrono::{DateTime, NaiveDate, Utc};
use postgres::types::Type;

use crate::domain::change::{Change, Entry, EntryKind, HistoryLine, NewEntry};
use crate::domain::handled::Handled;
use crate::domain::seal::{Head, LedgerId};
use crate::store::drawn;
use crate::store::{
    ChainReport, Done, Existing, Extent, HistoryFilter, HistoryPiece, Origin, Recorded,
    ServerFault, Store, StoreError,
};

pub use address::{Address, is_address};
pub use keep::{Founding, Keeping};
use link::Link;
pub use link::TripCount;
use load::Days;
pub use people::{Person, PersonKind};
use schema::Hello;
use watch::{Looked, Watch};

/// The documents, and whether none of the tables that grow has more rows than these. Documents never
/// change, and whoever asks for the one will ask for the other.
const DOCUMENTS: &str = "SELECT d.name, d.body,
        (SELECT count(*) FROM (SELECT FROM tuogou.association LIMIT $1 + 1) few) <= $1
        AND (SELECT count(*) FROM (SELECT FROM tuogou.state WHERE kind = 'item' LIMIT $2 + 1) few) <= $2
        AND (SELECT count(*) FROM (SELECT FROM tuogou.state WHERE kind = 'answer' LIMIT $2 + 1) few) <= $2
    FROM (SELECT 1) one LEFT JOIN tuogou.document d ON true";

/// Each look is a trip, and there are many who look.
const LOOK_EVERY: Duration = Duration::from_secs(2);

/// Whoever was overtaken so often waits their turn: those who have just recorded know the newest entry, and
/// would overtake the others for ever.
const OFTEN: u32 = 3;

/// A connection to a ledger on a server.
#[derive(Debug)]
pub struct ServerStore {
    link: Link,
    hello: Hello,
    documents: RefCell<Option<BTreeMap<String, String>>>,
    /// The newest entry that was seen, or recorded here.
    seen: i64,
    /// Looks what others record, from the first time on that somebody wants to know.
    watch: Option<Watch>,
    /// What was recorded here last, as long as nothing else is known to have been recorded since: it is
    /// what would be taken back.
    own: Option<Entry>,
    /// What was done on a day that was looked back on, until it is asked for.
    done: RefCell<Option<KnownDone>>,
    /// How much of it was asked for last.
    done_limit: Cell<u32>,
    /// How often one after the other somebody was faster.
    overtaken: u32,
    /// How many entries count for each day, up to an entry.
    days: RefCell<Option<Days>>,
}

/// What was done on a day, as far as an entry.
#[derive(Debug)]
struct KnownDone {
    day: NaiveDate,
    seen: i64,
    limit: u32,
    done: Done,
}

impl ServerStore {
    /// Connects to a ledger that is there.
    pub fn open(address: &Address) -> Result<Self, StoreError> {
        let link = Link::to(address)?;
        let hello = schema::hello(&link)?;
        Ok(Self {
            link,
            seen: hello.head.seq,
            hello,
            documents: RefCell::default(),
            watch: None,
            own: None,
            done: RefCell::default(),
            done_limit: Cell::default(),
            overtaken: 0,
            days: RefCell::default(),
        })
    }

    /// The same as somebody who works on it: who is in the list.
    pub fn enter(address: &Address) -> Result<Self, StoreError> {
        let store = Self::open(address)?;
        if store.hello.person.is_none() {
            return Err(StoreError::Server {
                place: address.to_string(),
                fault: ServerFault::Nobody {
                    role: store.hello.role,
                },
            });
        }
        Ok(store)
    }

    /// Counts what is asked of the server.
    pub fn trips(&self) -> TripCount {
        self.link.trips()
    }

    fn ask_documents(&self, rows: u32, records: u32) -> Result<bool, StoreError> {
        let (rows, records) = (i64::from(rows), i64::from(records));
        let (mut documents, mut small) = (BTreeMap::new(), false);
        let values = [(&rows as _, Type::INT8), (&records as _, Type::INT8)];
        self.link.each(DOCUMENTS, &values, &mut |row| {
            small = row.try_get(2)?;
            if let Some(name) = row.try_get(0)? {
                documents.insert(name, row.try_get(1)?);
            }
            Ok(())
        })?;
        self.documents.replace(Some(documents));
        Ok(small)
    }

    /// Somebody was faster: waits a moment, longer each time and never as long as others, or their turn.
    fn give_way(&mut self) -> Result<(), StoreError> {
        self.overtaken += 1;
        if self.overtaken >= OFTEN {
            return self.link.hold();
        }
        let pause = u64::try_from(drawn() % (1 << self.overtaken)).unwrap_or_default();
        std::thread::sleep(Duration::from_millis(pause));
        Ok(())
    }

    fn replaced(&self) -> StoreError {
        StoreError::Replaced {
            path: self.location().into(),
        }
    }

    /// Counts the days of entries that have come since.
    fn count_days(&self, entries: &[Entry]) {
        if let Some(days) = &mut *self.days.borrow_mut() {
            for entry in entries {
                days.add(entry.seq, entry.body.as_of);
            }
        }
    }
}

impl Store for ServerStore {
    fn location(&self) -> String {
        self.link.address().to_string()
    }

    fn who(&self) -> Option<&str> {
        self.hello.person.as_deref()
    }

    fn clock(&self) -> Option<DateTime<Utc>> {
        Some(self.hello.now)
    }

    fn is_far(&self) -> bool {
        true
    }

    fn look_every(&self) -> Duration {
        LOOK_EVERY
    }

    fn another(&self) -> Result<Box<dyn Store>, StoreError> {
        Ok(Box::new(Self::open(self.link.address())?))
    }

    fn ledger(&self) -> Result<LedgerId, StoreError> {
        Ok(self.hello.ledger)
    }

    fn documents(&self) -> Result<BTreeMap<String, String>, StoreError> {
        if self.documents.borrow().is_none() {
            self.ask_documents(0, 0)?;
        }
        let known = self.documents.borrow().clone();
        Ok(known.unwrap_or_default())
    }

    fn last_number(&self) -> Result<u32, StoreError> {
        const LAST: &str = "SELECT coalesce(max(a.no), 0) FROM tuogou.association a";
        let row = self.link.ask_one(LAST, &[])?;
        load::number(&row, 0).map_err(|fault| self.link.told(fault))
    }

    fn is_small(&self, rows: u32, records: u32) -> Result<bool, StoreError> {
        self.ask_documents(rows, records)
    }

    fn load(
        &mut self,
        extent: Extent,
        each: &mut dyn FnMut(HistoryPiece),
    ) -> Result<Head, StoreError> {
        let read = load::load(&self.link, extent, each)?;
        self.seen = read.head.seq;
        self.days.replace(Some(read.days));
        Ok(read.head)
    }

    fn record(&mut self, head: &Head, entry: &NewEntry) -> Result<Recorded, StoreError> {
        let Some(written) = record::append(&self.link, head, entry)? else {
            self.own = None;
            self.give_way()?;
            return Ok(Recorded::Stale(self.entries_since(Some(head))?));
        };
        self.overtaken = 0;
        self.own = (entry.kind == EntryKind::Do).then(|| Entry {
            seq: written.seq,
            seal: written.seal,
            body: entry.clone(),
        });
        self.seen = self.seen.max(written.seq);
        if let Some(days) = self.days.get_mut() {
            days.add(written.seq, entry.as_of);
        }
        Ok(Recorded::At(written))
    }

    fn let_go(&mut self) {
        self.link.let_go();
    }

    fn changed_elsewhere(&mut self, head: &Head) -> Result<bool, StoreError> {
        let address = self.link.address();
        let begin = || Watch::begin(address, self.link.trips());
        let looked = self.watch.get_or_insert_with(begin).look(head, address);
        let is_gone = looked.as_ref().is_err_and(StoreError::is_offline);
        if is_gone || !matches!(looked, Ok(Looked::NotYet)) {
            self.link.set_gone(is_gone);
        }
        match looked? {
            Looked::NotYet => Ok(false),
            Looked::Newest(None) => Err(self.replaced()),
            Looked::Newest(Some(newest)) => Ok(std::mem::replace(&mut self.seen, newest) != newest),
        }
    }

    fn entries_since(&self, head: Option<&Head>) -> Result<Vec<Entry>, StoreError> {
        let (at, entries) = history::since(&self.link, head.map_or(0, |head| head.seq))?;
        let begins = Head {
            seq: 0,
            seal: self.hello.origin,
        };
        if head.is_some_and(|head| at.unwrap_or(begins) != *head) {
            return Err(self.replaced());
        }
        self.count_days(&entries);
        Ok(entries)
    }

    fn undo_candidate(&self, by: &str) -> Result<Option<Entry>, StoreError> {
        // Whoever was faster than what is decided on it makes it stale.
        let own = self.own.as_ref().filter(|own| own.seq == self.seen);
        match own.filter(|own| own.body.by == by) {
            Some(own) => Ok(Some(own.clone())),
            None => history::undo_candidate(&self.link, by),
        }
    }

    fn redo_candidate(&self, by: &str) -> Result<Option<Entry>, StoreError> {
        history::redo_candidate(&self.link, by)
    }

    fn entry(&self, seq: i64) -> Result<Option<(Entry, bool)>, StoreError> {
        history::entry(&self.link, seq)
    }

    fn history(&self, filter: HistoryFilter) -> Result<Vec<HistoryLine>, StoreError> {
        history::lines(&self.link, filter)
    }

    fn handled(&self, associations: &[u32]) -> Result<Handled, StoreError> {
        history::handled(&self.link, associations)
    }

    fn later_than(&self, day: NaiveDate) -> Result<u32, StoreError> {
        let counts = |days: &Days| days.reach(self.seen).then(|| days.after(day));
        if let Some(count) = self.days.borrow().as_ref().and_then(counts) {
            return Ok(count);
        }
        let days = load::days(&self.link)?;
        let count = days.after(day);
        self.days.replace(Some(days));
        Ok(count)
    }

    fn done(&self, day: NaiveDate, limit: u32) -> Result<Done, StoreError> {
        if let Some(known) = self.done.take()
            && (known.day, known.seen, known.limit) == (day, self.seen, limit)
        {
            return Ok(known.done);
        }
        self.done_limit.set(limit);
        history::done(&self.link, day, limit)
    }

    fn rewind(
        &self,
        day: NaiveDate,
        head: i64,
        each: &mut dyn FnMut(Vec<Change>),
    ) -> Result<(), StoreError> {
        let limit = self.done_limit.get();
        let done = history::rewind(&self.link, day, head, limit, each)?;
        self.done.replace(Some(KnownDone {
            day,
            seen: self.seen,
            limit,
            done,
        }));
        Ok(())
    }

    fn check_chain(&self) -> Result<ChainReport, StoreError> {
        seal::check(&self.link, self.hello.ledger)
    }

    fn backup(&self, to: &Path) -> Result<(), StoreError> {
        let mut roster = Vec::new();
        load::load(&self.link, Extent::Beginning(u32::MAX), &mut |piece| {
            if let HistoryPiece::Row(row) = piece {
                roster.push(row);
            }
        })?;
        let origin = Origin {
            ledger: self.hello.ledger,
            documents: self.documents()?,
            roster,
        };
        let entries = self.entries_since(None)?.into_iter();
        let entries = entries.map(|entry| entry.body);
        crate::store::create(to, Existing::Refuse, origin, entries)
    }
}
