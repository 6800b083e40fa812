//! A ledger as one file, in SQLite: the only SQL of the program.

mod create;
mod fault;
mod history;
mod load;
mod migrate;
mod open;
#[cfg(test)]
mod plans;
mod record;
mod rewind;
mod steps;

use std::collections::BTreeMap;

use rusqlite::{Connection, OptionalExtension, params};

use super::{Origin, StoreError};

pub use history::HistoryFilter;
pub use load::Reading;
pub use open::make_folder;
pub use record::Recorded;
pub use steps::StepCount;

/// An open ledger file.
#[derive(Debug)]
pub struct Store {
    conn: Connection,
    path: std::path::PathBuf,
    /// `PRAGMA data_version` when we last looked.
    seen_version: i64,
}

impl Store {
    /// Where the ledger is.
    pub fn path(&self) -> &std::path::Path {
        &self.path
    }

    /// The documents that the ledger was made from, by name.
    pub fn documents(&self) -> Result<BTreeMap<String, String>, StoreError> {
        read_documents(&self.conn).map_err(|error| StoreError::from_sqlite(&self.path, &error))
    }

    /// Another process has written since we last looked. Our own writes do not count.
    pub fn changed_elsewhere(&mut self) -> Result<bool, StoreError> {
        let now = self.data_version()?;
        let changed = now != self.seen_version;
        self.seen_version = now;
        Ok(changed)
    }

    fn data_version(&self) -> Result<i64, StoreError> {
        self.conn
            .query_row("PRAGMA data_version", [], |row| row.get(0))
            .map_err(|error| StoreError::from_sqlite(&self.path, &error))
    }

    /// Writes a consistent copy of the ledger to a new file.
    pub fn backup(&self, to: &std::path::Path) -> Result<(), StoreError> {
        migrate::copy_to(&self.conn, &self.path, to)
    }
}

fn read_documents(conn: &Connection) -> rusqlite::Result<BTreeMap<String, String>> {
    conn.prepare("SELECT name, body FROM document")?
        .query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?
        .collect()
}

/// The newest entry.
const HEAD: &str = "SELECT max(seq) FROM entry";

fn head(conn: &Connection) -> rusqlite::Result<i64> {
    conn.query_row(HEAD, [], |row| row.get(0))
        .optional()
        .map(|seq| seq.flatten().unwrap_or(0))
}

fn write_origin(conn: &Connection, origin: &Origin) -> rusqlite::Result<()> {
    for (name, body) in &origin.documents {
        conn.execute(
            "INSERT INTO document (name, body) VALUES (?1, ?2)",
            params![name, body],
        )?;
    }
    let mut insert = conn.prepare(
        "INSERT INTO association (no, name, printed_unit, printed_status) VALUES (?1, ?2, ?3, ?4)",
    )?;
    for row in &origin.roster {
        insert.execute(params![
            row.no,
            row.name,
            row.printed_unit,
            row.status.word()
        ])?;
    }
    Ok(())
}

/// Reads a stored JSON value; a value that cannot be read names its column.
fn from_json<T: serde::de::DeserializeOwned>(column: usize, text: &str) -> rusqlite::Result<T> {
    serde_json::from_str(text).map_err(|error| {
        rusqlite::Error::FromSqlConversionFailure(
            column,
            rusqlite::types::Type::Text,
            Box::new(error),
        )
    })
}

fn to_json<T: serde::Serialize>(value: &T) -> String {
    serde_json::to_string(value).expect("records and changes are plain data")
}

fn bad_value(column: usize, value: &str) -> rusqlite::Error {
    rusqlite::Error::FromSqlConversionFailure(
        column,
        rusqlite::types::Type::Text,
        format!("unknown word {value}").into(),
    )
}
