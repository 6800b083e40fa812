//! Plays a history from the untouched ledger and says which entry does not fit, so that a
//! history from outside is either whole or refused.

use super::change::{Change, Entry, EntryKind, Key};
use super::decide;
use super::fact::FactKey;
use super::ledger::{Ledger, Located, UnknownReference};

/// An entry that cannot have come about after those before it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Misfit {
    pub seq: i64,
    pub why: MisfitReason,
}

/// Why an entry does not fit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum MisfitReason {
    /// An entry is missing or stands twice.
    OutOfOrder(i64),
    /// An entry without changes.
    Nothing,
    /// Only undo and redo speak of another entry, and they always do.
    Target,
    /// Undo and redo take the newest.
    NotTheNewest(i64),
    /// Undo and redo repeat what was recorded.
    OtherChanges(i64),
    /// What was there is not what the entries before have led to.
    Superseded,
    /// Something that the round does not have.
    Unknown(UnknownReference),
    /// An id in another spelling would be recorded beside the right one.
    Spelling {
        /// What stands there.
        found: String,
        right: String,
    },
    /// Nobody can record this.
    Content(Contents),
}

impl std::error::Error for Misfit {}

impl From<UnknownReference> for MisfitReason {
    fn from(unknown: UnknownReference) -> Self {
        Self::Unknown(unknown)
    }
}

/// What an entry can have wrong content for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Contents {
    /// A saved view, by its digit.
    View(u8),
    /// A fact of a kind, by its word.
    Fact(&'static str),
    /// An item, a field or a milestone, by its id.
    Id(String),
}

/// Applies a history to an untouched ledger.
pub fn replay(ledger: &mut Ledger, entries: &[Entry]) -> Result<(), Misfit> {
    let mut past = Past::default();
    for (entry, position) in entries.iter().zip(1..) {
        past.step(ledger, entries, entry, position)
            .map_err(|why| Misfit {
                seq: entry.seq,
                why,
            })?;
    }
    Ok(())
}

/// What undo and redo would take.
#[derive(Default)]
struct Past {
    done: Vec<i64>,
    undone: Vec<i64>,
}

impl Past {
    fn step(
        &mut self,
        ledger: &mut Ledger,
        entries: &[Entry],
        entry: &Entry,
        position: i64,
    ) -> Result<(), MisfitReason> {
        if entry.seq != position {
            return Err(MisfitReason::OutOfOrder(position));
        }
        let changes = &entry.body.changes;
        if changes.is_empty() {
            return Err(MisfitReason::Nothing);
        }
        changes
            .iter()
            .try_for_each(|change| check(ledger, change))?;
        let expected = match (entry.body.kind, entry.body.target) {
            (EntryKind::Do, None) => {
                self.undone.clear();
                self.done.push(position);
                decide::repeat(ledger, entry)
            }
            (EntryKind::Undo, Some(target)) => {
                let meant = take(&mut self.done, target, entries)?;
                self.undone.push(target);
                decide::invert(ledger, meant)
            }
            (EntryKind::Redo, Some(target)) => {
                let meant = take(&mut self.undone, target, entries)?;
                self.done.push(target);
                decide::repeat(ledger, meant)
            }
            _ => return Err(MisfitReason::Target),
        };
        if expected.map_err(|_| MisfitReason::Superseded)? != *changes {
            return Err(MisfitReason::OtherChanges(
                entry.body.target.unwrap_or(position),
            ));
        }
        ledger.apply(changes)?;
        Ok(())
    }
}

/// Takes the newest of a stack, which has to be the one that is meant.
fn take<'a>(
    stack: &mut Vec<i64>,
    target: i64,
    entries: &'a [Entry],
) -> Result<&'a Entry, MisfitReason> {
    let newest = stack.pop_if(|newest| *newest == target);
    let position = newest.and_then(|seq| usize::try_from(seq - 1).ok());
    position
        .and_then(|position| entries.get(position))
        .ok_or(MisfitReason::NotTheNewest(target))
}

/// A change speaks of what the round has, in its spelling, and says what can be said of it.
fn check(ledger: &Ledger, change: &Change) -> Result<(), MisfitReason> {
    let round = ledger.round();
    let key = change.key();
    let right = match ledger.locate(key)? {
        Located::Item(_, ix) => Some(&round.items[ix].id),
        Located::Answer(_, ix) => Some(&round.field(ix).id),
        Located::Mark(ix, _) => Some(&round.milestones()[ix].id),
        Located::Fact => None,
    };
    let (found, right) = match (key, right) {
        (_, Some(right)) => (key.id(), right.as_str()),
        (Key::Fact(FactKey::Due(id)), None) => {
            let ix = round.milestone_ix(id);
            (
                id.as_str(),
                ix.map_or(id.as_str(), |ix| &round.milestones()[ix].id),
            )
        }
        (_, None) => ("", ""),
    };
    if found != right {
        return Err(MisfitReason::Spelling {
            found: found.to_owned(),
            right: right.to_owned(),
        });
    }
    let mut sides = [change.before(), change.after()].into_iter().flatten();
    if sides.all(|record| ledger.fits(key, record)) {
        return Ok(());
    }
    Err(MisfitReason::Content(match key {
        Key::Fact(FactKey::View(slot)) => Contents::View(*slot),
        Key::Fact(key) => Contents::Fact(key.word()),
        _ => Contents::Id(key.id().to_owned()),
    }))
}
