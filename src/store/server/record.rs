//! Recording: one statement, which moves the head from the entry that was decided on, or does
//! nothing. A connection that is lost over it is made again, and the entry is looked for before it is
//! sent again: it is there once.

use std::time::Duration;

use postgres::types::Type;

use super::fault::Fault;
use super::link::{Link, Value};
use super::load::head_of;
use crate::domain::change::{Change, NewEntry};
use crate::domain::seal::{Head, body, of_entry, recorded_at};
use crate::store::{ServerFault, StoreError, drawn};

/// The head moves on if it is what was decided on, and still bears its seal; with it come the entry
/// and its changes. What they leave of the state a trigger writes.
const RECORD: &str = "WITH moved AS (
        UPDATE tuogou.head SET seq = seq + 1, seal = $3 WHERE seq = $1 AND seal = $2 RETURNING seq
    ), written AS (
        INSERT INTO tuogou.entry
            (seq, kind, target, recorded_at, as_of, recorded_by, what, seal, nonce)
        SELECT m.seq, $4, $5, $6, $7, $8, $9, $3, $10 FROM moved m RETURNING seq
    ), changed AS (
        INSERT INTO tuogou.change (seq, ordinal, association_no, body)
        SELECT w.seq, c.ordinal - 1, c.no, c.body
        FROM written w CROSS JOIN unnest($11, $12) WITH ORDINALITY AS c (no, body, ordinal)
        ORDER BY c.ordinal
    )
    SELECT w.seq FROM written w";

/// An entry by what it alone bears.
const BY_NONCE: &str = "SELECT e.seq, e.seal FROM tuogou.entry e WHERE e.nonce = $1";

/// How often a lost connection is made again for one entry, and how long that is waited for.
const TRIES: u32 = 3;
const PAUSE: Duration = Duration::from_millis(200);

/// Writes an entry after the one that it was decided on; `None` when that is not the newest.
pub(super) fn append(
    link: &Link,
    head: &Head,
    entry: &NewEntry,
) -> Result<Option<Head>, StoreError> {
    let sent = Sent::new(head, entry);
    link.stand_again()?;
    let Some(cut) = sent.send(link)? else {
        return Ok(Some(sent.after));
    };
    let Cut::Lost = cut else {
        return Ok(None);
    };
    // What was sent may have been done, may still be under way, or may never have come there.
    for turn in 0..TRIES {
        if turn > 0 {
            std::thread::sleep(PAUSE);
        }
        if link.stand_again().is_err() {
            continue;
        }
        match sent.look(link) {
            Ok(Some(head)) => return Ok(Some(head)),
            Ok(None) => {}
            Err(_) => continue,
        }
        // Sent again it waits for the first one, if that is under way, and finds the head moved by it.
        match sent.send(link)? {
            None => return Ok(Some(sent.after)),
            Some(Cut::Stale) => return sent.look(link),
            Some(Cut::Lost) => {}
        }
    }
    Err(StoreError::Server {
        place: link.address().to_string(),
        fault: ServerFault::Unsure,
    })
}

/// Why an entry is not known to be recorded.
enum Cut {
    /// The head was another.
    Stale,
    /// Nobody has answered.
    Lost,
}

/// An entry as it is sent.
struct Sent<'e> {
    before: &'e Head,
    after: Head,
    entry: &'e NewEntry,
    nonce: String,
    numbers: Vec<Option<i64>>,
    bodies: Vec<String>,
}

impl<'e> Sent<'e> {
    fn new(before: &'e Head, entry: &'e NewEntry) -> Self {
        let numbers = entry.changes.iter().map(Change::association);
        Self {
            before,
            after: of_entry(before, entry),
            entry,
            nonce: format!("{:032x}", drawn()),
            numbers: numbers.map(|no| no.map(i64::from)).collect(),
            bodies: entry.changes.iter().map(body).collect(),
        }
    }

    /// Sends it; `None` when it is recorded.
    fn send(&self, link: &Link) -> Result<Option<Cut>, StoreError> {
        let entry = self.entry;
        let (before, after) = (self.before.seal.to_string(), self.after.seal.to_string());
        let (at, as_of) = (recorded_at(entry.at), entry.as_of.to_string());
        let kind = entry.kind.id();
        let values: [Value<'_>; 12] = [
            (&self.before.seq, Type::INT8),
            (&before, Type::TEXT),
            (&after, Type::TEXT),
            (&kind, Type::TEXT),
            (&entry.target, Type::INT8),
            (&at, Type::TEXT),
            (&as_of, Type::TEXT),
            (&entry.by, Type::TEXT),
            (&entry.what, Type::TEXT),
            (&self.nonce, Type::TEXT),
            (&self.numbers, Type::INT8_ARRAY),
            (&self.bodies, Type::TEXT_ARRAY),
        ];
        let recorded = link.once(RECORD, &values).and_then(|rows| {
            link.keep()?;
            Ok(rows)
        });
        match recorded {
            Ok(rows) if rows.is_empty() => Ok(Some(Cut::Stale)),
            Ok(_) => Ok(None),
            Err(fault) if fault.is_overtaken() => Ok(Some(Cut::Stale)),
            Err(fault) if fault.is_cut() => Ok(Some(Cut::Lost)),
            Err(fault) => Err(link.told(fault)),
        }
    }

    /// Where it stands, if it does.
    fn look(&self, link: &Link) -> Result<Option<Head>, StoreError> {
        let rows = link.ask(BY_NONCE, &[(&self.nonce, Type::TEXT)])?;
        let head = rows.first().map(|row| head_of(row, 0)).transpose();
        head.map_err(|fault: Fault| link.told(fault))
    }
}
