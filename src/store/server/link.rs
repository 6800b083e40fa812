//! The connection to a server: every question is one trip and is counted. A connection that was lost
//! is made again at the next question.

use std::cell::{Cell, RefCell};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use postgres::fallible_iterator::FallibleIterator as _;
use postgres::types::{ToSql, Type};
use postgres::{Client, Row};

use super::address::Address;
use super::connect::connect;
use super::fault::Fault;
use crate::store::{ServerFault, StoreError};

/// A value of a question, with its type: so the server need not be asked for it, which would be a
/// trip of its own.
pub(super) type Value<'v> = (&'v (dyn ToSql + Sync), Type);

/// Begins what ends with a record: nobody else can move the head meanwhile. Whoever comes now waits their
/// turn.
const HOLD: &str =
    "BEGIN ISOLATION LEVEL READ COMMITTED; SELECT h.seq FROM tuogou.head h FOR UPDATE";

/// How long a connection that could not be made is left alone.
const AGAIN: Duration = Duration::from_secs(3);

/// How many questions were sent over a connection, for tests that keep them from becoming more. The
/// program itself never counts.
#[derive(Debug, Clone, Default)]
pub struct TripCount(Arc<AtomicU64>);

impl TripCount {
    /// So many since the connection was first made.
    pub fn so_far(&self) -> u64 {
        self.0.load(Ordering::Relaxed)
    }

    fn one_more(&self) {
        self.0.fetch_add(1, Ordering::Relaxed);
    }
}

/// A connection that stands, or did.
pub(super) struct Link {
    address: Address,
    client: RefCell<Client>,
    lost: Cell<bool>,
    gone: Cell<bool>,
    /// Everybody else who records waits for what is recorded here.
    held: Cell<bool>,
    /// When it could not be made again, and why.
    failed: RefCell<Option<(Instant, ServerFault)>>,
    trips: TripCount,
}

impl std::fmt::Debug for Link {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_tuple("Link").field(&self.address).finish()
    }
}

impl Link {
    pub(super) fn to(address: &Address) -> Result<Self, StoreError> {
        Self::counted(address, TripCount::default())
    }

    /// The same, counted with others.
    pub(super) fn counted(address: &Address, trips: TripCount) -> Result<Self, StoreError> {
        Ok(Self {
            address: address.clone(),
            client: RefCell::new(connect(address)?),
            lost: Cell::new(false),
            gone: Cell::new(false),
            held: Cell::new(false),
            failed: RefCell::default(),
            trips,
        })
    }

    pub(super) const fn address(&self) -> &Address {
        &self.address
    }

    pub(super) fn trips(&self) -> TripCount {
        self.trips.clone()
    }

    /// The rows that answer a question, once: what was sent is not sent again.
    pub(super) fn once(&self, sql: &str, values: &[Value<'_>]) -> Result<Vec<Row>, Fault> {
        self.trips.one_more();
        let rows = self.client.borrow_mut().query_typed(sql, values);
        rows.map_err(|error| self.noted(error.into()))
    }

    /// The rows that answer a question that changes nothing. It is asked again where the connection
    /// was lost over it.
    pub(super) fn ask(&self, sql: &str, values: &[Value<'_>]) -> Result<Vec<Row>, StoreError> {
        self.again(|link| link.once(sql, values))
    }

    /// The one row that answers a question.
    pub(super) fn ask_one(&self, sql: &str, values: &[Value<'_>]) -> Result<Row, StoreError> {
        let row = self.ask(sql, values)?.pop();
        row.ok_or_else(|| self.told(Fault::Value(s!("应有", "what should be there"))))
    }

    /// Hands out rows as they come, so that they need not fit into memory together.
    pub(super) fn each(
        &self,
        sql: &str,
        values: &[Value<'_>],
        each: &mut dyn FnMut(&Row) -> Result<(), Fault>,
    ) -> Result<(), StoreError> {
        self.stand()?;
        self.trips.one_more();
        let mut client = self.client.borrow_mut();
        let values = values.iter().map(|(value, of)| (*value, of.clone()));
        let walk = || -> Result<(), Fault> {
            let mut rows = client.query_typed_raw(sql, values)?;
            while let Some(row) = rows.next()? {
                each(&row)?;
            }
            Ok(())
        };
        walk().map_err(|fault| self.told(self.noted(fault)))
    }

    /// Waits until it is one's turn to record, and lets nobody else until that is done.
    pub(super) fn hold(&self) -> Result<(), StoreError> {
        self.stand()?;
        self.held.set(true);
        match self.within_turn(HOLD) {
            // Where the engine asks for another try instead of waiting, there is one without a turn.
            Err(fault) if fault.is_overtaken() => self.let_go(),
            Err(fault) => {
                self.let_go();
                return Err(self.told(fault));
            }
            Ok(()) => {}
        }
        Ok(())
    }

    /// What was recorded in one's turn stands, and others have theirs.
    pub(super) fn keep(&self) -> Result<(), Fault> {
        if self.held.take() {
            self.within_turn("COMMIT")?;
        }
        Ok(())
    }

    /// Nothing is recorded in one's turn.
    pub(super) fn let_go(&self) {
        if self.held.take() {
            // A connection that is lost has let go.
            let _ = self.within_turn("ROLLBACK");
        }
    }

    fn within_turn(&self, sql: &str) -> Result<(), Fault> {
        self.trips.one_more();
        let done = self.client.borrow_mut().batch_execute(sql);
        done.map_err(|error| self.noted(error.into()))
    }

    /// Carries out what only whoever keeps a ledger does, in a transaction.
    pub(super) fn within<T>(
        &self,
        carry_out: impl FnOnce(&mut postgres::Transaction<'_>) -> Result<T, Fault>,
    ) -> Result<T, Fault> {
        let mut client = self.client.borrow_mut();
        let mut tx = client.transaction()?;
        let made = carry_out(&mut tx)?;
        tx.commit()?;
        Ok(made)
    }

    /// Asks; and once more on a new connection where the old one was lost.
    fn again<T>(&self, ask: impl Fn(&Self) -> Result<T, Fault>) -> Result<T, StoreError> {
        self.stand()?;
        match ask(self) {
            Err(fault) if fault.is_cut() => {
                self.stand()?;
                ask(self).map_err(|fault| self.told(fault))
            }
            answer => answer.map_err(|fault| self.told(fault)),
        }
    }

    /// Somebody else looks whether the server can be reached, and has found that it cannot, or can
    /// again. Until then nothing is tried here.
    pub(super) fn set_gone(&self, is_gone: bool) {
        self.gone.set(is_gone);
        if is_gone {
            self.lost.set(true);
        } else {
            self.failed.replace(None);
        }
    }

    /// Makes the connection again if it was lost, unless that was tried just now: whoever looks at a
    /// screen is not to wait for a network at every look.
    fn stand(&self) -> Result<(), StoreError> {
        let failed = self.failed.borrow();
        let just_now = failed.as_ref().filter(|(at, _)| at.elapsed() < AGAIN);
        if let Some((_, fault)) = just_now {
            return Err(StoreError::Server {
                place: self.address.to_string(),
                fault: fault.clone(),
            });
        }
        drop(failed);
        self.stand_again()
    }

    /// Makes the connection again if it was lost.
    pub(super) fn stand_again(&self) -> Result<(), StoreError> {
        if !self.lost.get() && !self.client.borrow().is_closed() {
            return Ok(());
        }
        if self.gone.get() {
            return Err(StoreError::Server {
                place: self.address.to_string(),
                fault: ServerFault::Offline(
                    s!("还没有重新连上", "not connected again yet").to_owned(),
                ),
            });
        }
        match connect(&self.address) {
            Ok(client) => {
                *self.client.borrow_mut() = client;
                self.lost.set(false);
                self.held.set(false);
                self.failed.replace(None);
                Ok(())
            }
            Err(error) => {
                if let StoreError::Server { fault, .. } = &error {
                    self.failed.replace(Some((Instant::now(), fault.clone())));
                }
                Err(error)
            }
        }
    }

    /// What a fault means for the connection.
    fn noted(&self, fault: Fault) -> Fault {
        if fault.is_cut() {
            self.lost.set(true);
            self.held.set(false);
        }
        fault
    }

    pub(super) fn told(&self, fault: Fault) -> StoreError {
        fault.told(&self.address)
    }
}
