//! Reading a ledger file, row by row into whatever is made of it: nothing is held twice, whatever
//! the size of the file.

mod strips;

use rusqlite::{Connection, Row, params};
use serde::de::DeserializeOwned;

use super::seal::head;
use super::{bad_value, from_json, unreadable};
use crate::domain::change::Change;
use crate::domain::fact::MOVING_KINDS;
use crate::domain::ledger::RosterRow;
use crate::domain::model::Status;
use crate::domain::seal::Head;
use crate::store::body::ItemReader;
use crate::store::{Extent, HistoryPiece};
use strips::Strips;

const FACTS: &str = "SELECT key, body FROM fact";
const FACTS_OF_KIND: &str = "SELECT key, body FROM fact WHERE kind = ?1";
const ROWS: &str =
    "SELECT no, name, printed_unit, printed_status FROM association ORDER BY no LIMIT ?1";
const ITEMS: &str = "SELECT association_no, item, body FROM item_state
    WHERE association_no >= ?1 ORDER BY association_no, item";
const ANSWERS: &str =
    "SELECT association_no, field, body FROM answer ORDER BY association_no, field";
const MARKS: &str = "SELECT milestone, subject, body FROM milestone_mark";

/// Hands out a ledger piece by piece; the caller's transaction keeps others out of it. `second`
/// makes another connection to the same file, where that may be.
pub(super) fn load(
    conn: &Connection,
    extent: Extent,
    second: impl FnOnce() -> Option<Connection>,
    each: &mut dyn FnMut(HistoryPiece),
) -> rusqlite::Result<Head> {
    let fact = |row: &Row<'_>| Ok(HistoryPiece::Fact(json(row, 0)?, json(row, 1)?));
    let roster_row = |row: &Row<'_>| Ok(HistoryPiece::Row(roster_row(row)?));
    match extent {
        Extent::Beginning(limit) => {
            for kind in MOVING_KINDS {
                hand_out(conn, FACTS_OF_KIND, [kind], fact, each)?;
            }
            hand_out(conn, ROWS, [limit], roster_row, each)?;
        }
        Extent::Whole => {
            hand_out(conn, FACTS, [], fact, each)?;
            let mut strips = Strips::default();
            hand_out(conn, ROWS, [-1], roster_row, &mut |piece| {
                strips.follow(&piece);
                each(piece);
            })?;
            let second = if has_many_items(conn)? {
                second()
            } else {
                None
            };
            match second {
                Some(second) => strips::hand_out(conn, second, &strips, each)?,
                None => hand_out_items(conn, EVERYBODY, each)?,
            }
            hand_out(conn, ANSWERS, [], answer, each)?;
            hand_out(conn, MARKS, [], mark, each)?;
        }
    }
    head(conn)
}

fn hand_out(
    conn: &Connection,
    sql: &str,
    params: impl rusqlite::Params,
    read: impl Fn(&Row<'_>) -> rusqlite::Result<HistoryPiece>,
    each: &mut dyn FnMut(HistoryPiece),
) -> rusqlite::Result<()> {
    let mut query = conn.prepare_cached(sql)?;
    let mut rows = query.query(params)?;
    while let Some(row) = rows.next()? {
        each(read(row)?);
    }
    Ok(())
}

/// So many touched items are read by one thread, in some 10 ms.
const FEW_ITEMS: u32 = 20_000;

/// Counts no further than there.
fn has_many_items(conn: &Connection) -> rusqlite::Result<bool> {
    let sql = "SELECT EXISTS (SELECT 1 FROM item_state LIMIT 1 OFFSET ?1)";
    conn.query_row(sql, [FEW_ITEMS], |row| row.get(0))
}

/// Numbers of associations, from one up to another; also such as cannot be, so that they are refused.
type Span = (i64, i64);
const EVERYBODY: Span = (i64::MIN, i64::MAX);

/// Hands out what is recorded of items of some associations, one after the other.
fn hand_out_items(
    conn: &Connection,
    (from, to): Span,
    each: &mut dyn FnMut(HistoryPiece),
) -> rusqlite::Result<()> {
    let mut query = conn.prepare_cached(ITEMS)?;
    let mut rows = query.query([from])?;
    let mut records = ItemReader::default();
    let (mut whose, mut items) = (0, Vec::new());
    while let Some(row) = rows.next()? {
        let association: u32 = row.get(0)?;
        // Asked here, it costs a tenth of what SQLite takes to compare each row with an end.
        if i64::from(association) > to {
            break;
        }
        if whose != association && !items.is_empty() {
            let as_many = Vec::with_capacity(items.len());
            let all = std::mem::replace(&mut items, as_many);
            each(HistoryPiece::Items(whose, all));
        }
        whose = association;
        let record = records.read(row.get_ref(2)?.as_bytes()?);
        let record = record.map_err(|error| unreadable(2, error))?;
        items.push((row.get_ref(1)?.as_str()?.into(), record));
    }
    if !items.is_empty() {
        each(HistoryPiece::Items(whose, items));
    }
    Ok(())
}

fn answer(row: &Row<'_>) -> rusqlite::Result<HistoryPiece> {
    let (association, field): (_, String) = (row.get(0)?, row.get(1)?);
    let change = Change::answer(association, field, None, Some(json(row, 2)?));
    Ok(HistoryPiece::Record(change))
}

fn mark(row: &Row<'_>) -> rusqlite::Result<HistoryPiece> {
    let (milestone, subject): (String, _) = (row.get(0)?, json(row, 1)?);
    let change = Change::mark(milestone, subject, None, Some(json(row, 2)?));
    Ok(HistoryPiece::Record(change))
}

fn roster_row(row: &Row<'_>) -> rusqlite::Result<RosterRow> {
    let word = row.get_ref(3)?.as_str()?;
    Ok(RosterRow {
        no: row.get(0)?,
        name: row.get_ref(1)?.as_str()?.into(),
        printed_unit: row.get_ref(2)?.as_str()?.into(),
        status: Status::from_printed(word).ok_or_else(|| bad_value(3, word))?,
    })
}

fn json<T: DeserializeOwned>(row: &Row<'_>, column: usize) -> rusqlite::Result<T> {
    from_json(column, row.get_ref(column)?.as_str()?)
}

/// The highest number of the roster.
pub(super) fn last_number(conn: &Connection) -> rusqlite::Result<u32> {
    let sql = "SELECT coalesce(max(no), 0) FROM association";
    conn.query_row(sql, [], |row| row.get(0))
}

/// None of the tables that grow has more rows than these.
pub(super) fn is_small(conn: &Connection, rows: u32, records: u32) -> rusqlite::Result<bool> {
    let sql = "SELECT (SELECT count(*) FROM (SELECT 1 FROM association LIMIT ?1 + 1)) <= ?1
        AND (SELECT count(*) FROM (SELECT 1 FROM item_state LIMIT ?2 + 1)) <= ?2
        AND (SELECT count(*) FROM (SELECT 1 FROM answer LIMIT ?2 + 1)) <= ?2";
    conn.query_row(sql, params![rows, records], |row| row.get(0))
}
