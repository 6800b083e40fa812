//! What can still be read of a damaged ledger file: rows that can only be ours, by their columns and
//! what stands in them, whichever table they have hung in.

use std::collections::{BTreeMap, BTreeSet};
use std::io::ErrorKind;
use std::path::Path;

use chrono::{DateTime, NaiveDate, Utc};

use super::copy::{LedgerCopy, side_files};
use super::from_json;
use super::pages::{PageRow, PageValue, Pages};
use crate::domain::change::{Change, EntryKind, NewEntry};
use crate::domain::ledger::RosterRow;
use crate::domain::model::Status;
use crate::domain::seal::{LedgerId, Seal};
use crate::store::StoreError;

/// Everything that could be read.
#[derive(Debug, Default)]
pub struct Salvage {
    pub ledger: Option<LedgerId>,
    /// Documents by name.
    pub documents: BTreeMap<String, String>,
    /// The printed roster, by number.
    pub rows: BTreeMap<u32, RosterRow>,
    /// Entries by their position, and the seal of each that had one.
    pub entries: BTreeMap<i64, NewEntry>,
    pub seals: BTreeMap<i64, Seal>,
    /// What stands under each key, as a change from nothing.
    pub state: Vec<Change>,
    pub losses: Vec<Loss>,
}

/// Something that could not be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Loss {
    /// Pages on which there are rows, or whole parts, that cannot be read.
    Pages { pages: Vec<usize>, count: usize },
    /// An entry that was in the history.
    Entry(i64),
    /// Changes of an entry.
    Changes(i64),
}

/// An entry before its changes are known.
struct BareEntry {
    entry: NewEntry,
    seal: Option<Seal>,
}

/// Rows by what they are.
#[derive(Default)]
struct Sorted {
    salvage: Salvage,
    bare: BTreeMap<i64, BareEntry>,
    changes: BTreeMap<(i64, i64), Change>,
    /// The highest position that SQLite remembers.
    highest: i64,
}

/// Reads a file that need not be whole. Writes nothing.
pub(in crate::store) fn salvage(file: &Path) -> Result<Salvage, StoreError> {
    match std::fs::read(file) {
        Ok(bytes) => {
            let alone = of_bytes(&bytes);
            Ok(with_left_over(file, &alone).unwrap_or(alone))
        }
        Err(error) if error.kind() == ErrorKind::NotFound => Err(StoreError::Missing {
            path: file.to_path_buf(),
        }),
        Err(error) => Err(StoreError::Unreadable {
            path: file.to_path_buf(),
            error,
        }),
    }
}

/// What a killed program has left beside the file may hold what the file does not, or spoil it.
fn with_left_over(file: &Path, alone: &Salvage) -> Option<Salvage> {
    side_files(file).next()?;
    let copy = LedgerCopy::take(file, None).ok()?;
    let bytes = std::fs::read(copy.file()).ok()?;
    let both = of_bytes(&bytes);
    let more = both.entries.len() >= alone.entries.len() && both.rows.len() >= alone.rows.len();
    (more && both.losses.len() <= alone.losses.len()).then_some(both)
}

fn of_bytes(bytes: &[u8]) -> Salvage {
    let pages = Pages::new(bytes);
    let mut sorted = Sorted::default();
    let spoiled = pages.rows(&mut |row| sorted.take(row));
    let mut salvage = sorted.finish();
    if !spoiled.is_empty() {
        salvage.losses.insert(
            0,
            Loss::Pages {
                count: pages.count(),
                pages: spoiled,
            },
        );
    }
    salvage
}

impl Sorted {
    fn take(&mut self, row: PageRow) {
        use PageValue::{Integer, Null, Text};
        let PageRow { number, values } = row;
        match (number, values.as_slice()) {
            (
                Some(seq),
                [
                    Null,
                    Text(kind),
                    target,
                    Text(at),
                    Text(day),
                    Text(by),
                    Text(what),
                    seal @ ..,
                ],
            ) => {
                let target = match target {
                    Integer(target) => Some(*target),
                    _ => None,
                };
                let entry = bare(kind, target, at, day, by, what);
                let seal = match seal {
                    [Text(seal)] => seal.parse().ok(),
                    _ => None,
                };
                if let Some(entry) = entry {
                    self.bare.entry(seq).or_insert(BareEntry { entry, seal });
                }
            }
            (Some(no), [Null, Text(name), Text(unit), Text(status)]) => {
                if let (Ok(no), Some(status)) = (u32::try_from(no), Status::from_printed(status)) {
                    self.salvage.rows.entry(no).or_insert(RosterRow {
                        no,
                        name: name.into(),
                        printed_unit: unit.into(),
                        status,
                    });
                }
            }
            (Some(_), [Text(table), Integer(seq)]) if table == "entry" => {
                self.highest = self.highest.max(*seq);
            }
            (_, [Text(id), Text(seal)]) if seal.parse::<Seal>().is_ok() => {
                self.salvage.ledger = id.parse().ok();
            }
            (None, [Text(name), Text(body)]) if is_document(name) => {
                self.salvage
                    .documents
                    .entry(name.clone())
                    .or_insert(body.clone());
            }
            (
                None,
                [
                    Integer(seq),
                    Integer(ordinal),
                    Integer(_) | Null,
                    Text(body),
                ],
            ) => {
                if let Ok(change) = from_json(3, body) {
                    self.changes.entry((*seq, *ordinal)).or_insert(change);
                }
            }
            (None, [Integer(no), Text(id), Text(body)]) => {
                self.salvage.state.extend(of_association(*no, id, body));
            }
            (None, [Text(first), Text(second), Text(body)]) => {
                self.salvage.state.extend(mark(first, second, body));
                self.salvage.state.extend(fact(first, body));
            }
            _ => {}
        }
    }

    fn finish(self) -> Salvage {
        let Self {
            mut salvage,
            bare,
            mut changes,
            highest,
        } = self;
        let seen = bare.keys().next_back().copied();
        let changed = changes.keys().next_back().map(|(seq, _)| *seq);
        let last = [seen, changed].into_iter().flatten().max();
        // A number that was misread must not make a list of millions.
        let all: BTreeSet<i64> = bare
            .keys()
            .copied()
            .chain(changes.keys().map(|key| key.0))
            .collect();
        let believed = i64::try_from(all.len())
            .unwrap_or(i64::MAX)
            .saturating_mul(2)
            + 1_000;
        let last = last.unwrap_or(0).max(highest).min(believed);
        for seq in 1..=last {
            if !bare.contains_key(&seq) {
                salvage.losses.push(Loss::Entry(seq));
            }
        }
        for (seq, BareEntry { mut entry, seal }) in bare {
            let after = changes.split_off(&(seq, i64::MIN));
            let mut own = after;
            changes = own.split_off(&(seq.saturating_add(1), i64::MIN));
            let whole = own
                .keys()
                .map(|key| key.1)
                .eq(0..i64::try_from(own.len()).unwrap_or(0));
            if own.is_empty() || !whole {
                salvage.losses.push(Loss::Changes(seq));
            }
            entry.changes = own.into_values().collect();
            salvage.entries.insert(seq, entry);
            if let Some(seal) = seal {
                salvage.seals.insert(seq, seal);
            }
        }
        salvage
    }
}

fn is_document(name: &str) -> bool {
    let letter = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '/' | '.');
    name.len() < 200 && name.contains('.') && name.chars().all(letter)
}

fn bare(
    kind: &str,
    target: Option<i64>,
    at: &str,
    day: &str,
    by: &str,
    what: &str,
) -> Option<NewEntry> {
    let at: DateTime<Utc> = at.parse().ok()?;
    let as_of: NaiveDate = day.parse().ok()?;
    let kinds = [EntryKind::Do, EntryKind::Undo, EntryKind::Redo];
    Some(NewEntry {
        kind: kinds.into_iter().find(|known| known.id() == kind)?,
        target,
        by: by.to_owned(),
        at,
        as_of,
        what: what.to_owned(),
        changes: Vec::new(),
    })
}

/// A touched item or a filled-in field: its record says which.
fn of_association(no: i64, id: &str, body: &str) -> Option<Change> {
    let no = u32::try_from(no).ok()?;
    let item = from_json(0, body).map(|record| Change::item(no, id, None, Some(record)));
    let answer = || from_json(0, body).map(|record| Change::answer(no, id, None, Some(record)));
    item.or_else(|_| answer()).ok()
}

fn mark(milestone: &str, subject: &str, body: &str) -> Option<Change> {
    let subject = from_json(0, subject).ok()?;
    let mark = from_json(0, body).ok()?;
    Some(Change::mark(milestone, subject, None, Some(mark)))
}

fn fact(key: &str, body: &str) -> Option<Change> {
    let key = from_json(0, key).ok()?;
    let record = from_json(0, body).ok()?;
    Some(Change::fact(key, None, Some(record)))
}
