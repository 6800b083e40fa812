//! Plays a history from the untouched ledger and says which entry does not fit, so that a
//! history from outside is either whole or refused.

use super::change::{Change, Entry, EntryKind, Key};
use super::decide;
use super::fact::FactKey;
use super::ledger::{Ledger, Located, UnknownReference};
use crate::text::lang::Text;

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
    /// What stands can be taken back, and what was taken back be done again.
    NotThere(i64),
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
    Fact(Text),
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

/// For each entry so far whether what it has done stands; nothing for one that has only taken back
/// or done again.
#[derive(Default)]
struct Past(Vec<Option<bool>>);

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
            (EntryKind::Do, None) => decide::repeat(ledger, entry),
            (EntryKind::Undo, Some(target)) => {
                decide::invert(ledger, self.turn(target, true, entries)?)
            }
            (EntryKind::Redo, Some(target)) => {
                decide::repeat(ledger, self.turn(target, false, entries)?)
            }
            _ => return Err(MisfitReason::Target),
        };
        self.0
            .push((entry.body.kind == EntryKind::Do).then_some(true));
        if expected.map_err(|_| MisfitReason::Superseded)? != *changes {
            return Err(MisfitReason::OtherChanges(
                entry.body.target.unwrap_or(position),
            ));
        }
        ledger.apply(changes)?;
        Ok(())
    }

    /// Takes back what stands, or does again what does not; the entry that is meant.
    fn turn<'a>(
        &mut self,
        target: i64,
        stands: bool,
        entries: &'a [Entry],
    ) -> Result<&'a Entry, MisfitReason> {
        let at = usize::try_from(target)
            .ok()
            .and_then(|seq| seq.checked_sub(1));
        let meant = at.and_then(|at| Some((self.0.get_mut(at)?, entries.get(at)?)));
        let meant = meant.filter(|(stood, _)| **stood == Some(stands));
        let (stood, entry) = meant.ok_or(MisfitReason::NotThere(target))?;
        *stood = Some(!stands);
        Ok(entry)
    }
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
        Key::Fact(key) => Contents::Fact(key.text()),
        _ => Contents::Id(key.id().to_owned()),
    }))
}
