//! A number that tells one state of a ledger from every other: two papers that carry the same
//! one were written from the same roster and the same history.

use serde::Serialize;
use sha2::{Digest as _, Sha256};

use crate::domain::change::{Change, Entry};
use crate::domain::ledger::Ledger;
use crate::text::hex::hex;

/// A line of what is hashed. The shape is part of the result: changing it changes every hash.
#[derive(Serialize)]
#[serde(rename_all = "snake_case")]
enum FingerprintLine<'a> {
    Round(&'a str),
    Association(u32, &'a str, &'a str, &'a str),
    Entry {
        seq: i64,
        kind: &'a str,
        target: Option<i64>,
        by: &'a str,
        at: String,
        as_of: String,
        what: &'a str,
        changes: &'a [Change],
    },
}

/// SHA-256 over the printed roster and the history, in hexadecimal.
///
/// # Panics
/// Never: what is hashed is plain data.
pub fn fingerprint(ledger: &Ledger, entries: &[Entry]) -> String {
    let mut hash = Sha256::new();
    let mut add = |line: &FingerprintLine<'_>| {
        let line = serde_json::to_vec(line).expect("records and changes are plain data");
        hash.update(line);
        hash.update(b"\n");
    };
    add(&FingerprintLine::Round(&ledger.round().id()));
    for (ix, about) in ledger.associations().iter_enumerated() {
        let unit = ledger.printed_unit_of(ix);
        add(&FingerprintLine::Association(
            about.no,
            ledger.name(ix),
            unit,
            about.status.id(),
        ));
    }
    for entry in entries {
        add(&FingerprintLine::Entry {
            seq: entry.seq,
            kind: entry.body.kind.id(),
            target: entry.body.target,
            by: &entry.body.by,
            at: entry.body.at.to_rfc3339(),
            as_of: entry.body.as_of.to_string(),
            what: &entry.body.what,
            changes: &entry.body.changes,
        });
    }
    hex(&hash.finalize())
}
