//! The chain of seals in a ledger file: what is written with each entry, and whether what stands
//! there still fits. The rule itself is [`crate::domain::seal`].

use std::collections::BTreeMap;

use rusqlite::{Connection, OptionalExtension, Row, params};

use super::bad_value;
use crate::domain::seal::{Head, LedgerId, Seal, SealedColumns, Sealing};
use crate::store::chain::{ChainCheck, ChainWalk, KeptEntry, KeptRow, altered, missing};
use crate::store::{ChainBreak, ChainReport};

/// The head at a position, if there is one.
const AT: &str = "SELECT seal FROM entry WHERE seq = ?1
    UNION ALL SELECT seal FROM ledger WHERE ?1 = 0";

/// The newest entry.
pub(super) const HEAD: &str = "SELECT seq, seal FROM entry ORDER BY seq DESC LIMIT 1";

/// Entries from one position to another as they are kept, a row for each change.
const KEPT: &str =
    "SELECT e.seq, e.kind, e.target, e.recorded_at, e.as_of, e.recorded_by, e.what, e.seal,
        c.association_no, c.body
    FROM entry e LEFT JOIN change c ON c.seq = e.seq
    WHERE e.seq > ?1 AND e.seq <= ?2 ORDER BY e.seq, c.ordinal";

/// The highest position that there has ever been, which SQLite remembers.
const EVER: &str = "SELECT coalesce(max(seq), 0) FROM sqlite_sequence WHERE name = 'entry'";

/// An entry of more changes than these is not sealed anew at each opening.
const MANY: i64 = 2_000;
const HAS_MANY: &str =
    "SELECT count(*) > ?2 FROM (SELECT 1 FROM change WHERE seq = ?1 LIMIT ?2 + 1)";

/// So many entries are sealed between two looks at the history, when a file gets its seals.
const AT_ONCE: usize = 1_000;

/// The newest entry; what the ledger was made from, where there is none.
pub(super) fn head(conn: &Connection) -> rusqlite::Result<Head> {
    let newest = conn
        .prepare_cached(HEAD)?
        .query_row([], |row| {
            Ok(Head {
                seq: row.get(0)?,
                seal: seal_of(row, 1)?,
            })
        })
        .optional()?;
    if let Some(head) = newest {
        return Ok(head);
    }
    let seal = at(conn, 0)?.ok_or(rusqlite::Error::QueryReturnedNoRows)?;
    Ok(Head { seq: 0, seal })
}

/// The seal at a position.
pub(super) fn at(conn: &Connection, seq: i64) -> rusqlite::Result<Option<Seal>> {
    let mut query = conn.prepare_cached(AT)?;
    query.query_row([seq], |row| seal_of(row, 0)).optional()
}

/// Whose file it is.
pub(super) fn ledger(conn: &Connection) -> rusqlite::Result<LedgerId> {
    conn.query_row("SELECT id FROM ledger", [], |row| {
        let text = row.get_ref(0)?.as_str()?;
        text.parse().map_err(|_| bad_value(0, text))
    })
}

/// Writes whose file it is, and the seal of what it is made from.
pub(super) fn write_ledger(conn: &Connection, ledger: LedgerId) -> rusqlite::Result<Head> {
    let seal = origin(conn, ledger)?;
    conn.execute(
        "INSERT INTO ledger (id, seal) VALUES (?1, ?2)",
        params![ledger.to_string(), seal.to_string()],
    )?;
    Ok(Head { seq: 0, seal })
}

/// Gives a file from before there were seals its id and its seals.
pub(super) fn seal_all(conn: &Connection) -> rusqlite::Result<()> {
    let nobody = Head {
        seq: 0,
        seal: origin(conn, LedgerId::NOBODY)?,
    };
    let mut first = nobody.seal;
    kept(conn, &nobody, 1, |entry| {
        first = entry.seal;
        false
    })?;
    let mut head = write_ledger(conn, LedgerId::derived(&first))?;
    let mut put = conn.prepare("UPDATE entry SET seal = ?2 WHERE seq = ?1")?;
    loop {
        // A table is not changed while it is read.
        let mut sealed = Vec::new();
        kept(conn, &head, i64::MAX, |entry| {
            sealed.push((entry.seq, entry.seal));
            sealed.len() < AT_ONCE
        })?;
        for (seq, seal) in &sealed {
            put.execute(params![seq, seal.to_string()])?;
        }
        match sealed.last() {
            Some((seq, seal)) => {
                head = Head {
                    seq: *seq,
                    seal: *seal,
                }
            }
            None => return Ok(()),
        }
    }
}

/// A ledger of more associations than these has the seal of its origin looked at by `verify` alone.
const MANY_ROWS: i64 = 2_000;
const HAS_MANY_ROWS: &str = "SELECT count(*) > ?1 FROM (SELECT 1 FROM association LIMIT ?1 + 1)";

/// Documents by name.
pub(super) type Documents = BTreeMap<String, String>;

/// What can be looked at in no time: what the ledger was made from is what was sealed, the newest
/// entry fits the one before, and none is missing behind it. The position at which something is wrong.
/// The documents that were read for it are kept for whoever asks for them next.
pub(super) fn newest_fault(
    conn: &Connection,
    documents: &mut Option<Documents>,
) -> rusqlite::Result<Option<ChainBreak>> {
    // What others record between two questions would look like a gap.
    let conn = &*conn.unchecked_transaction()?;
    let is_large: bool = conn.query_row(HAS_MANY_ROWS, [MANY_ROWS], |row| row.get(0))?;
    if !is_large {
        let mut read = Documents::new();
        let seal = origin_of(conn, ledger(conn)?, &mut |name, body| {
            read.insert(name.to_owned(), body.to_owned());
        })?;
        if at(conn, 0)? != Some(seal) {
            return Ok(Some(altered(0)));
        }
        *documents = Some(read);
    }
    let head = head(conn)?;
    let ever: i64 = conn.query_row(EVER, [], |row| row.get(0))?;
    if ever > head.seq {
        return Ok(Some(missing(head.seq + 1)));
    }
    if head.seq == 0 {
        return Ok(None);
    }
    let has_many = conn.query_row(HAS_MANY, [head.seq, MANY], |row| row.get(0))?;
    if has_many {
        return Ok(None);
    }
    let Some(seal) = at(conn, head.seq - 1)? else {
        return Ok(Some(missing(head.seq - 1)));
    };
    let before = Head {
        seq: head.seq - 1,
        seal,
    };
    let mut fault = None;
    kept(conn, &before, head.seq, |entry| {
        fault = (entry.stands != entry.seal.to_string()).then(|| altered(entry.seq));
        true
    })?;
    Ok(fault)
}

/// Goes through the whole chain, as far as it holds.
pub(super) fn check(conn: &Connection) -> rusqlite::Result<ChainReport> {
    let conn = &*conn.unchecked_transaction()?;
    let id = ledger(conn)?;
    let begins = Head {
        seq: 0,
        seal: origin(conn, id)?,
    };
    if at(conn, 0)? != Some(begins.seal) {
        return Ok(ChainCheck::altered_origin(begins));
    }
    let mut check = ChainCheck::begin(begins);
    kept(conn, &begins, i64::MAX, |entry| check.see(entry))?;
    Ok(check.end(conn.query_row(EVER, [], |row| row.get(0))?))
}

/// The seal of what a file was made from.
fn origin(conn: &Connection, ledger: LedgerId) -> rusqlite::Result<Seal> {
    origin_of(conn, ledger, &mut |_, _| ())
}

/// The same; each document is shown on the way.
fn origin_of(
    conn: &Connection,
    ledger: LedgerId,
    document: &mut dyn FnMut(&str, &str),
) -> rusqlite::Result<Seal> {
    let mut sealing = Sealing::origin(ledger);
    let mut query = conn.prepare("SELECT name, body FROM document ORDER BY name")?;
    let mut rows = query.query([])?;
    while let Some(row) = rows.next()? {
        let (name, body) = (text(row, 0)?, text(row, 1)?);
        sealing.document(name, body);
        document(name, body);
    }
    let mut query =
        conn.prepare("SELECT no, name, printed_unit, printed_status FROM association ORDER BY no")?;
    let mut rows = query.query([])?;
    while let Some(row) = rows.next()? {
        sealing.row(row.get(0)?, text(row, 1)?, text(row, 2)?, text(row, 3)?);
    }
    Ok(sealing.finish())
}

/// Goes through the entries after a head, up to a position, while `each` says so.
fn kept(
    conn: &Connection,
    after: &Head,
    until: i64,
    mut each: impl FnMut(&KeptEntry) -> bool,
) -> rusqlite::Result<()> {
    let mut query = conn.prepare_cached(KEPT)?;
    let mut rows = query.query([after.seq, until])?;
    let mut walk = ChainWalk::after(*after);
    while let Some(row) = rows.next()? {
        let (association, body) = (row.get(8)?, row.get_ref(9)?.as_str_or_null()?);
        let row = KeptRow {
            seq: row.get(0)?,
            columns: SealedColumns {
                kind: text(row, 1)?,
                target: row.get(2)?,
                recorded_at: text(row, 3)?,
                as_of: text(row, 4)?,
                recorded_by: text(row, 5)?,
                what: text(row, 6)?,
            },
            stands: text(row, 7)?,
            change: body.map(|body| (association, body)),
        };
        if walk.take(&row).is_some_and(|entry| !each(&entry)) {
            return Ok(());
        }
    }
    if let Some(entry) = walk.end() {
        each(&entry);
    }
    Ok(())
}

pub(super) fn seal_of(row: &Row<'_>, column: usize) -> rusqlite::Result<Seal> {
    let text = text(row, column)?;
    text.parse().map_err(|_| bad_value(column, text))
}

fn text<'r>(row: &'r Row<'_>, column: usize) -> rusqlite::Result<&'r str> {
    Ok(row.get_ref(column)?.as_str()?)
}
