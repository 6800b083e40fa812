//! Reading the history: what happened since, what people see, what undo and redo would take. Each is
//! one statement.

use chrono::{DateTime, NaiveDate, Utc};
use postgres::Row;
use postgres::types::Type;

use super::fault::Fault;
use super::link::{Link, Value};
use super::load::{day, json, number};
use crate::domain::change::{Change, Entry, HistoryEvent, HistoryLine, NewEntry};
use crate::domain::handled::Handled;
use crate::domain::seal::Head;
use crate::store::body::entry_kind;
use crate::store::led_back::{RewoundChange, lead_back};
use crate::store::{Done, HistoryFilter, StoreError};

/// The last undo or redo of the entry `e` was an undo.
macro_rules! taken_back {
    () => {
        "coalesce((SELECT t.kind FROM tuogou.entry t WHERE t.target = e.seq
            ORDER BY t.seq DESC LIMIT 1), 'redo') = 'undo'"
    };
}

/// Entries with their changes: a row for each change, or one for an entry that has none.
macro_rules! entries_where {
    ($which:expr) => {
        entries_where!($which, "")
    };
    ($which:expr, $changes:expr) => {
        concat!(
            "SELECT e.seq, e.kind, e.target, e.recorded_at, e.as_of, e.recorded_by, e.what, e.seal,
                c.body, ",
            taken_back!(),
            " FROM tuogou.entry e LEFT JOIN tuogou.change c ON c.seq = e.seq ",
            $changes,
            " WHERE ",
            $which,
            " ORDER BY e.seq, c.ordinal"
        )
    };
}

/// Entries after a position, and, without its changes, the one at it.
const SINCE: &str = entries_where!("e.seq >= $1", "AND c.seq > $1");

/// The entry at a position.
const ENTRY: &str = entries_where!("e.seq = $1");

/// The position of the newest entry, and the seal at another one.
const LOOK: &str = "SELECT h.seq, (SELECT e.seal FROM tuogou.entry e WHERE e.seq = $1
        UNION ALL SELECT l.seal FROM tuogou.ledger l WHERE $1 = 0) FROM tuogou.head h";

/// The newest thing that somebody has done and that is not taken back.
const UNDO_CANDIDATE: &str = entries_where!(concat!(
    "e.seq = (SELECT e.seq FROM tuogou.entry e
        WHERE e.recorded_by = $1 AND e.kind = 'do' AND NOT ",
    taken_back!(),
    " ORDER BY e.seq DESC LIMIT 1)"
));

/// The thing that somebody has taken back last since they did something new, of what nobody has
/// done again.
const REDO_CANDIDATE: &str = entries_where!(
    "e.seq = (SELECT u.target FROM tuogou.entry u
        WHERE u.recorded_by = $1 AND u.kind = 'undo'
            AND u.seq > coalesce((SELECT d.seq FROM tuogou.entry d
                WHERE d.recorded_by = $1 AND d.kind = 'do' ORDER BY d.seq DESC LIMIT 1), 0)
            AND u.seq = (SELECT max(t.seq) FROM tuogou.entry t WHERE t.target = u.target)
        ORDER BY u.seq DESC LIMIT 1)"
);

/// The newest entries, of everything or about an association.
const HISTORY: &str = concat!(
    "SELECT e.seq, e.kind, e.recorded_at, e.as_of, e.recorded_by, e.what, e.kind = 'do' AND ",
    taken_back!(),
    " FROM tuogou.entry e WHERE $2::bigint IS NULL OR e.seq IN (
        SELECT c.seq FROM tuogou.change c WHERE c.association_no = $2)
     ORDER BY e.seq DESC LIMIT $1"
);

/// What was done about some associations and was not taken back.
const HANDLED: &str = concat!(
    "SELECT e.recorded_by, c.body FROM tuogou.change c JOIN tuogou.entry e ON e.seq = c.seq
     WHERE c.association_no = ANY ($1) AND e.kind = 'do' AND NOT ",
    taken_back!()
);

/// What was done for the day `$1`, and the last of what was done up to it, none of it taken back.
macro_rules! done {
    ($limit:literal) => {
        concat!(
            "SELECT (SELECT count(*) FROM tuogou.entry e WHERE e.as_of = $1 AND e.kind = 'do' AND NOT ",
            taken_back!(),
            ") AS on_day, last.* FROM (SELECT 1) one LEFT JOIN (
                SELECT e.seq, e.as_of, e.recorded_by, e.what, (
                    SELECT first.association_no FROM tuogou.change first WHERE first.seq = e.seq
                        AND first.ordinal = 0 AND NOT EXISTS (SELECT FROM tuogou.change c
                            WHERE c.seq = e.seq
                                AND c.association_no IS DISTINCT FROM first.association_no)) AS no
                FROM tuogou.entry e WHERE e.kind = 'do' AND e.as_of <= $1 AND NOT ",
            taken_back!(),
            " ORDER BY e.seq DESC LIMIT ",
            $limit,
            ") last ON true"
        )
    };
}

/// The same, as rows.
const DONE: &str = concat!(done!("$2"), " ORDER BY last.seq DESC");

/// Of everything that later entries are about, what was recorded from the first of them on, or of
/// what they take back: the changes of an association together, then what is no association's. With
/// `$3` from the beginning. Whoever looks back on a day also asks what was done then: it comes along.
const REWIND: &str = concat!(
    "WITH later AS (
        SELECT c.association_no AS no, min(coalesce(e.target, c.seq)) AS first
        FROM tuogou.entry e JOIN tuogou.change c ON c.seq = e.seq
        WHERE e.as_of > $1 AND e.seq <= $2 GROUP BY c.association_no
    ), found AS (
        SELECT c.association_no AS no, c.seq, c.ordinal, c.body
        FROM later JOIN tuogou.change c ON c.association_no = later.no
            AND c.seq BETWEEN CASE WHEN $3 THEN 0 ELSE later.first END AND $2
        UNION ALL
        SELECT NULL, c.seq, c.ordinal, c.body
        FROM later JOIN tuogou.change c ON c.association_no IS NULL
            AND c.seq BETWEEN CASE WHEN $3 THEN 0 ELSE later.first END AND $2
        WHERE later.no IS NULL
    ), done AS (",
    done!("$4"),
    ")
    SELECT NULL::bigint AS on_day, f.seq, NULL::text AS as_of, NULL::text AS by, f.body, f.no,
        f.ordinal, e.as_of > $1, coalesce(e.target, e.seq), e.kind = 'undo'
    FROM found f JOIN tuogou.entry e ON e.seq = f.seq
    UNION ALL SELECT d.*, NULL, NULL, NULL, NULL FROM done d
    ORDER BY on_day NULLS FIRST, no NULLS LAST, seq, ordinal"
);

/// Entries after a position, oldest first, with their changes, and the head at it. Without one
/// nothing is before them, or it is not in the history.
pub(super) fn since(link: &Link, seq: i64) -> Result<(Option<Head>, Vec<Entry>), StoreError> {
    let mut found = entries(link, SINCE, &[(&seq, Type::INT8)])?;
    let is_known = found.first().is_some_and(|first| first.seq == seq);
    let at = is_known.then(|| Head::after(&found.remove(0)));
    Ok((at, found))
}

/// The position of the newest entry; `None` where a head is not in the history.
pub(super) fn look(link: &Link, head: &Head) -> Result<Option<i64>, StoreError> {
    let row = link.ask_one(LOOK, &[(&head.seq, Type::INT8)])?;
    let read = || -> Result<Option<i64>, Fault> {
        let seal: Option<&str> = row.try_get(1)?;
        let is_known = seal == Some(head.seal.to_string().as_str());
        Ok(is_known.then_some(row.try_get(0)?))
    };
    read().map_err(|fault| link.told(fault))
}

/// The newest thing that can be taken back.
pub(super) fn undo_candidate(link: &Link, by: &str) -> Result<Option<Entry>, StoreError> {
    Ok(entries(link, UNDO_CANDIDATE, &[(&by, Type::TEXT)])?.pop())
}

/// The thing that can be done again.
pub(super) fn redo_candidate(link: &Link, by: &str) -> Result<Option<Entry>, StoreError> {
    Ok(entries(link, REDO_CANDIDATE, &[(&by, Type::TEXT)])?.pop())
}

/// The entry at a position, and whether it is taken back.
pub(super) fn entry(link: &Link, seq: i64) -> Result<Option<(Entry, bool)>, StoreError> {
    let mut taken_back = false;
    let mut found = read(link, ENTRY, &[(&seq, Type::INT8)], |row| {
        taken_back = row.try_get(9)?;
        Ok(())
    })?;
    Ok(found.pop().map(|entry| (entry, taken_back)))
}

fn entries(link: &Link, sql: &str, values: &[Value<'_>]) -> Result<Vec<Entry>, StoreError> {
    read(link, sql, values, |_| Ok(()))
}

fn read(
    link: &Link,
    sql: &str,
    values: &[Value<'_>],
    mut beside: impl FnMut(&Row) -> Result<(), Fault>,
) -> Result<Vec<Entry>, StoreError> {
    let rows = link.ask(sql, values)?;
    let mut found: Vec<Entry> = Vec::new();
    let mut take = |row: &Row| -> Result<(), Fault> {
        let seq = row.try_get(0)?;
        if found.last().is_none_or(|entry| entry.seq != seq) {
            found.push(entry_of(seq, row)?);
        }
        if let Some(entry) = found.last_mut()
            && row.try_get::<_, Option<&str>>(8)?.is_some()
        {
            entry.body.changes.push(json(row, 8)?);
        }
        beside(row)
    };
    let taken = rows.iter().try_for_each(&mut take);
    taken.map_err(|fault| link.told(fault))?;
    Ok(found)
}

/// Who has handled some associations.
pub(super) fn handled(link: &Link, associations: &[u32]) -> Result<Handled, StoreError> {
    let numbers: Vec<i64> = associations.iter().map(|no| i64::from(*no)).collect();
    let mut handled = Handled::default();
    link.each(HANDLED, &[(&numbers, Type::INT8_ARRAY)], &mut |row| {
        let change: Change = json(row, 1)?;
        handled.add(row.try_get(0)?, &change);
        Ok(())
    })?;
    Ok(handled)
}

/// What was done for a day, and the last of what was done up to it.
pub(super) fn done(link: &Link, on: NaiveDate, limit: u32) -> Result<Done, StoreError> {
    let (on, limit) = (on.to_string(), i64::from(limit));
    let mut done = Done::default();
    let values: [Value<'_>; 2] = [(&on, Type::TEXT), (&limit, Type::INT8)];
    link.each(DONE, &values, &mut |row| add_done(row, &mut done))?;
    Ok(done)
}

fn add_done(row: &Row, done: &mut Done) -> Result<(), Fault> {
    let count: i64 = row.try_get(0)?;
    done.on_day = usize::try_from(count).unwrap_or_default();
    let Some(seq) = row.try_get(1)? else {
        return Ok(());
    };
    done.last.push(HistoryEvent {
        seq,
        on: day(row, 2)?,
        by: row.try_get(3)?,
        what: row.try_get(4)?,
        association: association(row, 5)?,
    });
    Ok(())
}

/// The number of an association, where there is one.
fn association(row: &Row, column: usize) -> Result<Option<u32>, Fault> {
    let is_there = row.try_get::<_, Option<i64>>(column)?.is_some();
    is_there.then(|| number(row, column)).transpose()
}

/// The history as people read it, newest first.
pub(super) fn lines(link: &Link, filter: HistoryFilter) -> Result<Vec<HistoryLine>, StoreError> {
    let limit = filter.limit.map(i64::from);
    let association = filter.association.map(i64::from);
    let values: [Value<'_>; 2] = [(&limit, Type::INT8), (&association, Type::INT8)];
    let rows = link.ask(HISTORY, &values)?;
    let read = |row: &Row| -> Result<HistoryLine, Fault> {
        Ok(HistoryLine {
            seq: row.try_get(0)?,
            kind: entry_kind(row.try_get(1)?).ok_or(Fault::Value(s!("种类", "kind")))?,
            at: instant(row, 2)?,
            as_of: day(row, 3)?,
            by: row.try_get(4)?,
            what: row.try_get(5)?,
            undone: row.try_get(6)?,
        })
    };
    let lines: Result<_, Fault> = rows.iter().map(read).collect();
    lines.map_err(|fault| link.told(fault))
}

/// Leads back to what was recorded for a day or an earlier one; what was done then, and the last of
/// it.
pub(super) fn rewind(
    link: &Link,
    until: NaiveDate,
    head: i64,
    limit: u32,
    each: &mut dyn FnMut(Vec<Change>),
) -> Result<Done, StoreError> {
    let (until, limit) = (until.to_string(), i64::from(limit));
    let mut done = Done::default();
    lead_back(
        |from_start, take| {
            done = Done::default();
            let values: [Value<'_>; 4] = [
                (&until, Type::TEXT),
                (&head, Type::INT8),
                (&from_start, Type::BOOL),
                (&limit, Type::INT8),
            ];
            link.each(REWIND, &values, &mut |row| {
                if row.try_get::<_, Option<i64>>(0)?.is_some() {
                    return add_done(row, &mut done);
                }
                let change = RewoundChange {
                    seq: row.try_get(1)?,
                    change: json(row, 4)?,
                    ordinal: row.try_get(6)?,
                    later: row.try_get(7)?,
                    origin: row.try_get(8)?,
                    takes_back: row.try_get(9)?,
                };
                take(association(row, 5)?, change);
                Ok(())
            })
        },
        each,
    )?;
    // They came in another order than they are read in.
    done.last.sort_by_key(|event| std::cmp::Reverse(event.seq));
    Ok(done)
}

fn entry_of(seq: i64, row: &Row) -> Result<Entry, Fault> {
    let seal: &str = row.try_get(7)?;
    Ok(Entry {
        seq,
        seal: seal
            .parse()
            .map_err(|_| Fault::Value(s!("校验码", "check code")))?,
        body: NewEntry {
            kind: entry_kind(row.try_get(1)?).ok_or(Fault::Value(s!("种类", "kind")))?,
            target: row.try_get(2)?,
            at: instant(row, 3)?,
            as_of: day(row, 4)?,
            by: row.try_get(5)?,
            what: row.try_get(6)?,
            changes: Vec::new(),
        },
    })
}

fn instant(row: &Row, column: usize) -> Result<DateTime<Utc>, Fault> {
    let text: &str = row.try_get(column)?;
    text.parse().map_err(|_| Fault::Value(s!("时间", "time")))
}
