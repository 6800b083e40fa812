//! What a ledger file consists of, compared with what this program makes: a view, a trigger or a table of somebody
//! else would run with every question that is asked of it.

use std::collections::BTreeMap;
use std::path::Path;

use rusqlite::Connection;
use sha2::{Digest as _, Sha256};

use super::{StoreError, migrate};
use crate::store::{SchemaFault, SchemaFaultKind, SchemaPart};
use crate::text::hex::hex;
use crate::text::plain::Plain;

/// What each version consists of, as [`digest`] puts it. Append-only as the steps are.
const DIGESTS: &[&str] = &[
    "2392ad8fb0ae32557e5131dac4350f7f0561c641c3e47482dcb34f9c63d1064d",
    "f9808bd2daa783ef85ddf2ec9e1117cfc168038981f4a5683efbbf3bdb1a04eb",
    "c6d86d001186022898732ff4bb96a587bd17b9b3b86744591734f936d36ae513",
    "1f5c63d328da4c60001ae9816debc114e0cb367c9b6c3d5db2c109c9e9a66adb",
    "250c762e9553ca4c75cf8abb6743785356500ffd522f326eb6c922e538a68e07",
];

/// Everything in a file, those that SQLite makes of its own included.
const PARTS: &str =
    "SELECT type, name, tbl_name, coalesce(sql, '') FROM sqlite_schema ORDER BY type, name";

/// Refuses what is not a ledger, or one from a newer version, or one that was tampered with,
/// without touching it.
pub(super) fn recognise(conn: &Connection, path: &Path) -> Result<(), StoreError> {
    let found = version(conn, path)?;
    let fail = |error| StoreError::from_sqlite(path, &error);
    let path = || path.to_path_buf();
    let known = usize::try_from(found - 1)
        .ok()
        .and_then(|at| DIGESTS.get(at));
    let known = known.ok_or_else(|| StoreError::NotALedger { path: path() })?;
    if digest(conn).map_err(fail)? == *known {
        return Ok(());
    }
    let fault = difference(conn, found).map_err(fail)?;
    match fault {
        Some(fault) => Err(StoreError::Schema {
            path: path(),
            fault,
        }),
        None => Ok(()),
    }
}

/// The version of a file that says that it is a ledger, and one that this program can read.
pub(super) fn version(conn: &Connection, path: &Path) -> Result<i64, StoreError> {
    let fail = |error| StoreError::from_sqlite(path, &error);
    let path = || path.to_path_buf();
    let id: i64 = conn
        .query_row("PRAGMA application_id", [], |row| row.get(0))
        .map_err(fail)?;
    if id != migrate::APPLICATION_ID {
        return Err(StoreError::NotALedger { path: path() });
    }
    match migrate::version(conn).map_err(fail)? {
        found if found > migrate::VERSION => Err(StoreError::Newer {
            path: path(),
            found,
            known: migrate::VERSION,
        }),
        found => Ok(found),
    }
}

/// Its entries carry seals.
pub(super) fn is_sealed(conn: &Connection) -> rusqlite::Result<bool> {
    Ok(migrate::version(conn)? >= migrate::SEALED)
}

/// A hash of everything that the file consists of.
fn digest(conn: &Connection) -> rusqlite::Result<String> {
    let mut hash = Sha256::new();
    let mut parts = conn.prepare(PARTS)?;
    let mut rows = parts.query([])?;
    while let Some(row) = rows.next()? {
        for column in 0..4 {
            let text = row.get_ref(column)?.as_str()?;
            // With the length in front, so that nothing can be shifted from one to the next.
            hash.update((text.len() as u64).to_be_bytes());
            hash.update(text);
        }
    }
    Ok(hex(&hash.finalize()))
}

type Parts = BTreeMap<(String, String), (String, String)>;

fn parts(conn: &Connection) -> rusqlite::Result<Parts> {
    conn.prepare(PARTS)?
        .query_map([], |row| {
            Ok(((row.get(0)?, row.get(1)?), (row.get(2)?, row.get(3)?)))
        })?
        .collect()
}

/// The first thing that is not as this program makes it.
pub(super) fn difference(conn: &Connection, version: i64) -> rusqlite::Result<Option<SchemaFault>> {
    let model = Connection::open_in_memory()?;
    migrate::run_steps(&model, 0, version)?;
    let (theirs, ours) = (parts(conn)?, parts(&model)?);
    let fault = |kind, (part, name): &(String, String)| SchemaFault {
        kind,
        part: match part.as_str() {
            "view" => SchemaPart::View,
            "trigger" => SchemaPart::Trigger,
            "index" => SchemaPart::Index,
            _ => SchemaPart::Table,
        },
        name: Plain::from(name.as_str()).into(),
    };
    // What somebody has put in is worse than what is not there.
    let foreign = theirs.keys().find(|key| !ours.contains_key(*key));
    let missing = ours.keys().find(|key| !theirs.contains_key(*key));
    let altered = ours
        .iter()
        .find(|(key, part)| theirs.get(*key) != Some(part));
    Ok(foreign
        .map(|key| fault(SchemaFaultKind::Foreign, key))
        .or_else(|| missing.map(|key| fault(SchemaFaultKind::Missing, key)))
        .or_else(|| altered.map(|(key, _)| fault(SchemaFaultKind::Altered, key))))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_each_version_consists_of_is_what_the_steps_make() {
        let mut made = Vec::new();
        for version in 1..=migrate::VERSION {
            let model = Connection::open_in_memory().expect("open");
            migrate::run_steps(&model, 0, version).expect("made");
            made.push(digest(&model).expect("read"));
        }
        assert_eq!(made, DIGESTS);
    }
}
