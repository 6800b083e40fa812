//! What whoever keeps a ledger on a server does there: makes it, brings it to the present form, says
//! who works on it. Each is one transaction.

use std::borrow::Borrow;

use postgres::Transaction;
use postgres::error::SqlState;
use postgres::types::Type;

use super::address::Address;
use super::fault::Fault;
use super::link::Link;
use super::schema::{PROGRAM, STEPS, VERSION};
use crate::domain::change::{Change, NewEntry};
use crate::domain::seal::{Head, body, of_entry, of_origin, recorded_at};
use crate::store::{Origin, ServerFault, StoreError, drawn};

/// What a ledger on a server is made with.
#[derive(Debug)]
pub struct Founding {
    pub origin: Origin,
    /// Items that close an association, by their ids: 销号 is for somebody else than whoever has
    /// handled it, and the server holds that.
    pub closing: Vec<String>,
}

/// A connection of whoever keeps a ledger: the owner of the database.
#[derive(Debug)]
pub struct Keeping {
    link: Link,
}

/// So many entries are written by one statement where a history is brought along.
const AT_ONCE: usize = 2_000;

const DOCUMENTS: &str =
    "INSERT INTO tuogou.document (name, body) SELECT * FROM unnest($1::text[], $2::text[])";
const ROSTER: &str = "INSERT INTO tuogou.association (no, name, printed_unit, printed_status)
    SELECT * FROM unnest($1::bigint[], $2::text[], $3::text[], $4::text[])";
const CLOSING: &str = "INSERT INTO tuogou.closing (item) SELECT * FROM unnest($1::text[])";
const LEDGER: &str = "WITH ledger AS (INSERT INTO tuogou.ledger (id, seal) VALUES ($1, $2)),
    head AS (INSERT INTO tuogou.head (seq, seal) VALUES ($3, $4))
    INSERT INTO tuogou.meta (program, schema) VALUES ($5, $6)";
const LOCK: &str = "SELECT m.schema FROM tuogou.meta m FOR UPDATE";
const BROUGHT_UP: &str = "UPDATE tuogou.meta SET schema = $1";
const ENTRIES: &str = "INSERT INTO tuogou.entry
        (seq, kind, target, recorded_at, as_of, recorded_by, what, seal, nonce)
    SELECT * FROM unnest($1::bigint[], $2::text[], $3::bigint[], $4::text[], $5::text[], $6::text[],
        $7::text[], $8::text[], $9::text[])";
const CHANGES: &str = "INSERT INTO tuogou.change (seq, ordinal, association_no, body)
    SELECT * FROM unnest($1::bigint[], $2::bigint[], $3::bigint[], $4::text[])";

/// A history that is brought along is sealed already, and what it leads to is worked out once.
const BEFORE_HISTORY: &str = "ALTER TABLE tuogou.entry DISABLE TRIGGER USER;
    ALTER TABLE tuogou.change DISABLE TRIGGER USER;";
const AFTER_HISTORY: &str = "ALTER TABLE tuogou.entry ENABLE TRIGGER USER;
    ALTER TABLE tuogou.change ENABLE TRIGGER USER;
    INSERT INTO tuogou.state (kind, thing, subject, association_no, body)
    SELECT kind, thing, subject, association_no, after FROM (
        SELECT DISTINCT ON (kind, thing, subject) * FROM (
            SELECT c.seq, c.ordinal, c.association_no, c.body::json ->> 'kind' AS kind,
                tuogou.thing(c.body::json) AS thing, tuogou.subject(c.body::json) AS subject,
                c.body::json ->> 'after' AS there, (c.body::json -> 'after')::text AS after
            FROM tuogou.change c
        ) every ORDER BY kind, thing, subject, seq DESC, ordinal DESC
    ) newest WHERE there IS NOT NULL;";

impl Keeping {
    /// Connects to a database, whether or not it holds a ledger.
    pub fn connect(address: &Address) -> Result<Self, StoreError> {
        let link = Link::to(address)?;
        Ok(Self { link })
    }

    /// Carries something out in a transaction.
    pub(super) fn carry_out<T>(
        &self,
        what: impl FnOnce(&mut Transaction<'_>) -> Result<T, Fault>,
    ) -> Result<T, StoreError> {
        self.link
            .within(what)
            .map_err(|fault| self.link.told(fault))
    }

    /// The same; where the server refuses it for one of these reasons, that is known to be this fault.
    pub(super) fn carry_out_or<T>(
        &self,
        states: &[SqlState],
        known: ServerFault,
        what: impl FnOnce(&mut Transaction<'_>) -> Result<T, Fault>,
    ) -> Result<T, StoreError> {
        self.link.within(what).map_err(|fault| {
            if fault.is_one_of(states) {
                let place = self.link.address().to_string();
                StoreError::Server {
                    place,
                    fault: known,
                }
            } else {
                self.link.told(fault)
            }
        })
    }

    /// Brings the ledger to the present form: from which version to which. Whoever comes second waits,
    /// and finds nothing to do.
    pub fn migrate(&self) -> Result<(i64, i64), StoreError> {
        let (found, to) = self.carry_out(|tx| {
            let found: i64 = tx.query_typed_one(LOCK, &[])?.try_get(0)?;
            let done = usize::try_from(found).unwrap_or_default();
            for step in STEPS.iter().skip(done) {
                tx.batch_execute(step)?;
            }
            let to = found.max(VERSION);
            tx.execute_typed(BROUGHT_UP, &[(&to, Type::INT8)])?;
            Ok((found, to))
        })?;
        if found > VERSION {
            return Err(StoreError::Newer {
                path: self.link.address().to_string().into(),
                found,
                known: VERSION,
            });
        }
        Ok((found, to))
    }

    /// Makes a ledger with these entries, numbered from 1, in a database that has none.
    pub fn init<E: Borrow<NewEntry>>(
        &self,
        founding: &Founding,
        entries: impl IntoIterator<Item = E>,
    ) -> Result<Head, StoreError> {
        // Somebody else has made one, before or at the same moment.
        let there = [SqlState::DUPLICATE_SCHEMA, SqlState::UNIQUE_VIOLATION];
        self.carry_out_or(&there, ServerFault::Occupied, |tx| {
            for step in STEPS {
                tx.batch_execute(step)?;
            }
            let begins = write_origin(tx, founding)?;
            tx.batch_execute(BEFORE_HISTORY)?;
            let head = write_history(tx, begins, entries)?;
            tx.batch_execute(AFTER_HISTORY)?;
            let (id, seal) = (founding.origin.ledger.to_string(), begins.seal.to_string());
            let values: [(&(dyn postgres::types::ToSql + Sync), Type); 6] = [
                (&id, Type::TEXT),
                (&seal, Type::TEXT),
                (&head.seq, Type::INT8),
                (&head.seal.to_string(), Type::TEXT),
                (&PROGRAM, Type::TEXT),
                (&VERSION, Type::INT8),
            ];
            tx.execute_typed(LEDGER, &values)?;
            Ok(head)
        })
    }
}

fn write_origin(tx: &mut Transaction<'_>, founding: &Founding) -> Result<Head, Fault> {
    let origin = &founding.origin;
    let names: Vec<&String> = origin.documents.keys().collect();
    let bodies: Vec<&String> = origin.documents.values().collect();
    tx.execute_typed(
        DOCUMENTS,
        &[(&names, Type::TEXT_ARRAY), (&bodies, Type::TEXT_ARRAY)],
    )?;
    let rows = || origin.roster.iter();
    let numbers: Vec<i64> = rows().map(|row| row.no.into()).collect();
    let names: Vec<&str> = rows().map(|row| &*row.name).collect();
    let units: Vec<&str> = rows().map(|row| &*row.printed_unit).collect();
    let words: Vec<&str> = rows().map(|row| row.status.word()).collect();
    tx.execute_typed(
        ROSTER,
        &[
            (&numbers, Type::INT8_ARRAY),
            (&names, Type::TEXT_ARRAY),
            (&units, Type::TEXT_ARRAY),
            (&words, Type::TEXT_ARRAY),
        ],
    )?;
    tx.execute_typed(CLOSING, &[(&founding.closing, Type::TEXT_ARRAY)])?;
    Ok(of_origin(origin.ledger, &origin.documents, &origin.roster))
}

fn write_history<E: Borrow<NewEntry>>(
    tx: &mut Transaction<'_>,
    begins: Head,
    entries: impl IntoIterator<Item = E>,
) -> Result<Head, Fault> {
    let (mut head, mut part) = (begins, HistoryPart::default());
    for entry in entries {
        let entry = entry.borrow();
        head = of_entry(&head, entry);
        part.add(&head, entry);
        if part.seqs.len() + part.bodies.len() >= AT_ONCE {
            std::mem::take(&mut part).write(tx)?;
        }
    }
    part.write(tx)?;
    Ok(head)
}

/// Entries and their changes, column by column.
#[derive(Default)]
struct HistoryPart {
    seqs: Vec<i64>,
    kinds: Vec<&'static str>,
    targets: Vec<Option<i64>>,
    recorded: Vec<String>,
    days: Vec<String>,
    by: Vec<String>,
    what: Vec<String>,
    seals: Vec<String>,
    nonces: Vec<String>,
    owners: Vec<i64>,
    ordinals: Vec<i64>,
    numbers: Vec<Option<i64>>,
    bodies: Vec<String>,
}

impl HistoryPart {
    fn add(&mut self, head: &Head, entry: &NewEntry) {
        self.seqs.push(head.seq);
        self.kinds.push(entry.kind.id());
        self.targets.push(entry.target);
        self.recorded.push(recorded_at(entry.at));
        self.days.push(entry.as_of.to_string());
        self.by.push(entry.by.clone());
        self.what.push(entry.what.clone());
        self.seals.push(head.seal.to_string());
        self.nonces.push(format!("{:032x}", drawn()));
        for (ordinal, change) in (0..).zip(&entry.changes) {
            self.owners.push(head.seq);
            self.ordinals.push(ordinal);
            self.numbers
                .push(Change::association(change).map(i64::from));
            self.bodies.push(body(change));
        }
    }

    fn write(self, tx: &mut Transaction<'_>) -> Result<(), Fault> {
        tx.execute_typed(
            ENTRIES,
            &[
                (&self.seqs, Type::INT8_ARRAY),
                (&self.kinds, Type::TEXT_ARRAY),
                (&self.targets, Type::INT8_ARRAY),
                (&self.recorded, Type::TEXT_ARRAY),
                (&self.days, Type::TEXT_ARRAY),
                (&self.by, Type::TEXT_ARRAY),
                (&self.what, Type::TEXT_ARRAY),
                (&self.seals, Type::TEXT_ARRAY),
                (&self.nonces, Type::TEXT_ARRAY),
            ],
        )?;
        tx.execute_typed(
            CHANGES,
            &[
                (&self.owners, Type::INT8_ARRAY),
                (&self.ordinals, Type::INT8_ARRAY),
                (&self.numbers, Type::INT8_ARRAY),
                (&self.bodies, Type::TEXT_ARRAY),
            ],
        )?;
        Ok(())
    }
}
