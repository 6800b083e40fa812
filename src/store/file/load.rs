//! Reading a ledger file, row by row into whatever is made of it: nothing is held twice, whatever
//! the size of the file.

use std::collections::BTreeMap;
use std::path::Path;

use rusqlite::{Connection, Row, Transaction, params};
use serde::de::DeserializeOwned;

use super::{Store, StoreError, bad_value, from_json, head, read_documents};
use crate::domain::change::{AnswerRecord, ItemRecord, Mark, Subject};
use crate::domain::fact::{FactKey, FactRecord};
use crate::domain::ledger::RosterRow;
use crate::domain::model::Status;

/// One look at a ledger file: its parts belong together, whatever others write meanwhile.
#[derive(Debug)]
pub struct Reading<'a> {
    tx: Transaction<'a>,
    path: &'a Path,
}

impl Store {
    /// Begins to read. What others have written before counts as seen.
    pub fn reading(&mut self) -> Result<Reading<'_>, StoreError> {
        self.seen_version = self.data_version()?;
        let path = &self.path;
        let tx = self.conn.transaction();
        let tx = tx.map_err(|error| StoreError::from_sqlite(path, &error))?;
        Ok(Reading { tx, path })
    }
}

impl Reading<'_> {
    /// The documents that the ledger was made from, by name.
    pub fn documents(&self) -> Result<BTreeMap<String, String>, StoreError> {
        self.told(read_documents(&self.tx))
    }

    /// The newest entry of the history; 0 when there is none.
    pub fn head(&self) -> Result<i64, StoreError> {
        self.told(head(&self.tx))
    }

    /// The printed roster in the order of its numbers, at most so many rows of it.
    pub fn rows(&self, limit: Option<u32>, each: impl FnMut(RosterRow)) -> Result<(), StoreError> {
        let sql = "SELECT no, name, printed_unit, printed_status FROM association
                   ORDER BY no LIMIT ?1";
        let limit = limit.map_or(-1, i64::from);
        self.each(sql, params![limit], roster_row, each)
    }

    /// What was learnt, agreed or decided; only of some kinds, if any are named.
    pub fn facts(
        &self,
        kinds: &[&str],
        mut each: impl FnMut(FactKey, FactRecord),
    ) -> Result<(), StoreError> {
        let read = |row: &Row<'_>| Ok((json(row, 0)?, json(row, 1)?));
        let mut each = |(key, record)| each(key, record);
        if kinds.is_empty() {
            return self.each("SELECT key, body FROM fact", [], read, each);
        }
        kinds.iter().try_for_each(|kind| {
            let sql = "SELECT key, body FROM fact WHERE kind = ?1";
            self.each(sql, params![kind], read, &mut each)
        })
    }

    /// Touched checklist items in the order of the roster: number, item id, record.
    pub fn items(&self, each: impl FnMut((u32, String, ItemRecord))) -> Result<(), StoreError> {
        let sql = "SELECT association_no, item, body FROM item_state ORDER BY association_no, item";
        self.each(sql, [], touched, each)
    }

    /// Filled-in fields of the forms in the order of the roster: number, field id, record.
    pub fn answers(&self, each: impl FnMut((u32, String, AnswerRecord))) -> Result<(), StoreError> {
        let sql = "SELECT association_no, field, body FROM answer ORDER BY association_no, field";
        self.each(sql, [], touched, each)
    }

    /// Marks of milestones: id, whose, record.
    pub fn marks(&self, each: impl FnMut((String, Subject, Mark))) -> Result<(), StoreError> {
        let sql = "SELECT milestone, subject, body FROM milestone_mark";
        let read = |row: &Row<'_>| Ok((row.get(0)?, json(row, 1)?, json(row, 2)?));
        self.each(sql, [], read, each)
    }

    /// The highest number of the roster; 0 when it has no rows.
    pub fn last_number(&self) -> Result<u32, StoreError> {
        let sql = "SELECT coalesce(max(no), 0) FROM association";
        self.told(self.tx.query_row(sql, [], |row| row.get(0)))
    }

    /// The roster has at most so many rows, and at most so many items and so many fields are
    /// touched.
    pub fn is_small(&self, rows: u32, records: u32) -> Result<bool, StoreError> {
        let small = || {
            Ok(at_most(&self.tx, "association", rows)?
                && at_most(&self.tx, "item_state", records)?
                && at_most(&self.tx, "answer", records)?)
        };
        self.told(small())
    }

    fn each<T>(
        &self,
        sql: &str,
        params: impl rusqlite::Params,
        mut read: impl FnMut(&Row<'_>) -> rusqlite::Result<T>,
        mut each: impl FnMut(T),
    ) -> Result<(), StoreError> {
        let all = || {
            let mut query = self.tx.prepare_cached(sql)?;
            let mut rows = query.query(params)?;
            while let Some(row) = rows.next()? {
                each(read(row)?);
            }
            Ok(())
        };
        self.told(all())
    }

    fn told<T>(&self, result: rusqlite::Result<T>) -> Result<T, StoreError> {
        result.map_err(|error| StoreError::from_sqlite(self.path, &error))
    }
}

fn roster_row(row: &Row<'_>) -> rusqlite::Result<RosterRow> {
    let word = row.get_ref(3)?.as_str()?;
    Ok(RosterRow {
        no: row.get(0)?,
        name: row.get(1)?,
        printed_unit: row.get(2)?,
        status: Status::from_printed(word).ok_or_else(|| bad_value(3, word))?,
    })
}

fn touched<R: DeserializeOwned>(row: &Row<'_>) -> rusqlite::Result<(u32, String, R)> {
    Ok((row.get(0)?, row.get(1)?, json(row, 2)?))
}

fn json<T: DeserializeOwned>(row: &Row<'_>, column: usize) -> rusqlite::Result<T> {
    from_json(column, row.get_ref(column)?.as_str()?)
}

/// A table has at most so many rows. Counts no further than there.
fn at_most(conn: &Connection, table: &str, most: u32) -> rusqlite::Result<bool> {
    let sql = format!("SELECT count(*) <= ?1 FROM (SELECT 1 FROM {table} LIMIT ?1 + 1)");
    conn.query_row(&sql, [most], |row| row.get(0))
}
