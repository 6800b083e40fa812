//! Going back: what leads from the newest state to the one of an earlier day.

use chrono::NaiveDate;
use rusqlite::{Connection, params};

use super::from_json;
use crate::domain::change::Change;
use crate::store::led_back::{RewoundChange, TakeChange, lead_back};

/// Of everything that later entries are about, what was recorded from the first of them on, or of
/// what they take back: the changes of an association together, then what is no association's. With
/// `?3` from the beginning.
///
/// Entries of later days are found by their day. In a history whose days come in order they are its
/// end; where a day comes late, nothing is read of what no later entry is about.
pub(super) const REWIND: &str = "WITH later AS MATERIALIZED (
        SELECT c.association_no AS no, min(coalesce(e.target, c.seq)) AS first
        FROM entry e INDEXED BY entry_by_day CROSS JOIN change c ON c.seq = e.seq
        WHERE e.as_of > ?1 AND e.seq <= ?2 GROUP BY c.association_no
    )
    SELECT c.association_no, c.seq, c.ordinal, e.as_of > ?1,
            coalesce(e.target, e.seq), e.kind = 'undo', c.body
        FROM later CROSS JOIN change c INDEXED BY change_by_association
            ON c.association_no = later.no AND c.seq BETWEEN iif(?3, 0, later.first) AND ?2
        CROSS JOIN entry e ON e.seq = c.seq
    UNION ALL
    SELECT NULL, c.seq, c.ordinal, e.as_of > ?1,
            coalesce(e.target, e.seq), e.kind = 'undo', c.body
        FROM later CROSS JOIN change c INDEXED BY change_of_none
            ON c.seq BETWEEN iif(?3, 0, later.first) AND ?2 AND c.association_no IS NULL
        CROSS JOIN entry e ON e.seq = c.seq
        WHERE later.no IS NULL";

pub(super) fn rewind(
    conn: &Connection,
    day: NaiveDate,
    head: i64,
    each: &mut dyn FnMut(Vec<Change>),
) -> rusqlite::Result<()> {
    let read = |from_start: bool, take: TakeChange<'_>| {
        let mut query = conn.prepare_cached(REWIND)?;
        let mut rows = query.query(params![day.to_string(), head, from_start])?;
        while let Some(row) = rows.next()? {
            let change = RewoundChange {
                seq: row.get(1)?,
                ordinal: row.get(2)?,
                later: row.get(3)?,
                origin: row.get(4)?,
                takes_back: row.get(5)?,
                change: from_json(6, row.get_ref(6)?.as_str()?)?,
            };
            take(row.get(0)?, change);
        }
        Ok(())
    };
    lead_back(read, each)
}
