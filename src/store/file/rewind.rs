//! Going back: what leads from the newest state to the one of an earlier day.

use std::collections::{BTreeMap, HashMap, HashSet};

use chrono::NaiveDate;
use rusqlite::{CachedStatement, Connection, params};

use super::{Store, StoreError, from_json};
use crate::domain::change::Change;

/// Whose things later entries touch; `NULL` stands for what is no association's.
pub(super) const TOUCHED_LATER: &str = "SELECT c.seq, c.association_no
    FROM entry e INDEXED BY entry_by_day CROSS JOIN change c ON c.seq = e.seq
    WHERE e.as_of > ?1 AND e.seq <= ?2";

/// What was recorded of an association from an entry on, the newest first.
pub(super) const OF_ONE: &str = "SELECT e.as_of > ?1, c.body
    FROM change c INDEXED BY change_by_association CROSS JOIN entry e ON e.seq = c.seq
    WHERE c.association_no = ?4 AND c.seq BETWEEN ?3 AND ?2
    ORDER BY c.seq DESC, c.ordinal DESC";

/// What was recorded of units, of the city and of the round, in the same way.
pub(super) const OF_NONE: &str = "SELECT e.as_of > ?1, c.body
    FROM change c CROSS JOIN entry e ON e.seq = c.seq
    WHERE c.association_no IS NULL AND c.seq BETWEEN ?3 AND ?2
    ORDER BY c.seq DESC, c.ordinal DESC";

impl Store {
    /// Leads from the state after the entry `head` back to what was recorded for `day` or an
    /// earlier one: hands out the changes, those of an association together. What was recorded
    /// last of a thing counts, whichever day came first.
    ///
    /// Reads what counts for later days, and of those that it is about what was recorded since;
    /// no more, however long the history is and in whichever order its days come.
    pub fn back_to(
        &self,
        day: NaiveDate,
        head: i64,
        mut each: impl FnMut(Vec<Change>),
    ) -> Result<(), StoreError> {
        self.read(|conn| {
            let day = day.to_string();
            for (whose, first) in touched_later(conn, &day, head)? {
                let back = if let Some(no) = whose {
                    let mut query = conn.prepare_cached(OF_ONE)?;
                    way_back(&mut query, params![day, head, first, no])?
                } else {
                    let mut query = conn.prepare_cached(OF_NONE)?;
                    way_back(&mut query, params![day, head, first])?
                };
                each(back);
            }
            Ok(())
        })
    }
}

/// Whose things entries of later days touch, each with the first of these entries.
fn touched_later(
    conn: &Connection,
    day: &str,
    head: i64,
) -> rusqlite::Result<BTreeMap<Option<u32>, i64>> {
    let mut touched = BTreeMap::new();
    let mut query = conn.prepare_cached(TOUCHED_LATER)?;
    let mut rows = query.query(params![day, head])?;
    while let Some(row) = rows.next()? {
        let seq: i64 = row.get(0)?;
        let first = touched.entry(row.get(1)?).or_insert(seq);
        *first = seq.min(*first);
    }
    Ok(touched)
}

/// For each thing the change that takes all of its later changes back. Every change says what was
/// there before it, so that the oldest one counts of those since what still holds.
fn way_back(
    query: &mut CachedStatement<'_>,
    params: impl rusqlite::Params,
) -> rusqlite::Result<Vec<Change>> {
    let read = |row: &rusqlite::Row<'_>| -> rusqlite::Result<(bool, Change)> {
        Ok((row.get(0)?, from_json(1, row.get_ref(1)?.as_str()?)?))
    };
    let newest_first: Vec<(bool, Change)> = query
        .query_map(params, read)?
        .collect::<rusqlite::Result<_>>()?;
    // Where the way back of each thing has come to, and what holds as it is from here on.
    let mut reached = HashMap::new();
    let mut holds = HashSet::new();
    for (at, (later, change)) in newest_first.iter().enumerate() {
        let key = change.key();
        if !later {
            holds.insert(key);
        } else if !holds.contains(&key) {
            reached.insert(key, at);
        }
    }
    let mut oldest: Vec<usize> = reached.into_values().collect();
    oldest.sort_unstable();
    let oldest = oldest.into_iter();
    Ok(oldest
        .map(|at| newest_first[at].1.clone().inverse())
        .collect())
}
