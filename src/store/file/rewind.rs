//! Going back: what leads from the newest state to the one of an earlier day.

use std::collections::HashSet;

use chrono::NaiveDate;
use rusqlite::{Connection, params};

use super::from_json;
use crate::domain::change::Change;
use crate::domain::rewind::{RecordedChange, way_back};

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

/// A change, with its position in the history, whether it counts for a later day, whose origin it
/// has, and whether it takes that back.
type RewoundEntry = (i64, i64, bool, i64, bool, Change);

pub(super) fn rewind(
    conn: &Connection,
    day: NaiveDate,
    head: i64,
    each: &mut dyn FnMut(Vec<Change>),
) -> rusqlite::Result<()> {
    let mut further = HashSet::new();
    read(conn, day, head, false, &mut |whose, of_it| {
        if reaches_back(of_it) {
            further.insert(whose);
        } else {
            each(led_back(of_it));
        }
    })?;
    if further.is_empty() {
        return Ok(());
    }
    read(conn, day, head, true, &mut |whose, of_it| {
        if further.contains(&whose) {
            each(led_back(of_it));
        }
    })
}

/// Hands out what was recorded of each association, in its order.
fn read(
    conn: &Connection,
    day: NaiveDate,
    head: i64,
    from_start: bool,
    hand_out: &mut dyn FnMut(Option<u32>, &[RewoundEntry]),
) -> rusqlite::Result<()> {
    let mut query = conn.prepare_cached(REWIND)?;
    let mut rows = query.query(params![day.to_string(), head, from_start])?;
    let mut whose: Option<u32> = None;
    let mut of_it: Vec<RewoundEntry> = Vec::new();
    let mut done = |whose, of_it: &mut Vec<RewoundEntry>| {
        of_it.sort_by_key(|(seq, ordinal, ..)| (*seq, *ordinal));
        if !of_it.is_empty() {
            hand_out(whose, of_it);
        }
        of_it.clear();
    };
    while let Some(row) = rows.next()? {
        let next = row.get(0)?;
        if next != whose {
            done(whose, &mut of_it);
            whose = next;
        }
        let body = from_json(6, row.get_ref(6)?.as_str()?)?;
        let (origin, takes_back) = (row.get(4)?, row.get(5)?);
        of_it.push((
            row.get(1)?,
            row.get(2)?,
            row.get(3)?,
            origin,
            takes_back,
            body,
        ));
    }
    done(whose, &mut of_it);
    Ok(())
}

/// Something takes back what stands before the first: only with it is known what holds without it.
fn reaches_back(of_it: &[RewoundEntry]) -> bool {
    let first = of_it.first().map_or(0, |(seq, ..)| *seq);
    of_it
        .iter()
        .any(|(_, _, _, origin, takes_back, _)| *takes_back && *origin < first)
}

/// The way back of what was recorded of an association.
fn led_back(of_it: &[RewoundEntry]) -> Vec<Change> {
    let recorded = of_it.iter();
    way_back(
        recorded.map(|(_, _, later, origin, takes_back, change)| RecordedChange {
            origin: *origin,
            takes_back: *takes_back,
            later: *later,
            change,
        }),
    )
}
