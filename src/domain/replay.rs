//! Plays a history from the untouched ledger and says which entry does not fit, so that a
//! history from outside is either whole or refused.

use super::change::{Change, Entry, EntryKind, Key};
use super::decide;
use super::fact::FactKey;
use super::ledger::{Ledger, Located, UnknownReference};

/// An entry that cannot have come about after those before it.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("操作记录第 {seq} 条：{why}")]
pub struct Misfit {
    pub seq: i64,
    pub why: Why,
}

/// Why an entry does not fit.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Why {
    /// An entry is missing or stands twice.
    #[error("应为第 {0} 条，记录不连续")]
    OutOfOrder(i64),
    #[error("没有改动")]
    Nothing,
    /// Only undo and redo speak of another entry, and they always do.
    #[error("撤销、重做须写明是哪一条（target），其他操作不写")]
    Target,
    /// Undo and redo take the newest.
    #[error("当时能撤销或重做的不是第 {0} 条")]
    NotTheNewest(i64),
    /// Undo and redo repeat what was recorded.
    #[error("改动与第 {0} 条的不符")]
    OtherChanges(i64),
    /// What was there is not what the entries before have led to.
    #[error("改动前的内容（before）与此前的记录不符")]
    Superseded,
    /// Something that the round does not have.
    #[error(transparent)]
    Unknown(#[from] UnknownReference),
    /// An id in another spelling would be recorded beside the right one.
    #[error("{found} 应写作 {right}")]
    Spelling {
        /// What stands there.
        found: String,
        right: String,
    },
    /// Nobody can record this.
    #[error("{0} 的内容不是这一项能填的")]
    Content(String),
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
    ) -> Result<(), Why> {
        if entry.seq != position {
            return Err(Why::OutOfOrder(position));
        }
        let changes = &entry.body.changes;
        if changes.is_empty() {
            return Err(Why::Nothing);
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
            _ => return Err(Why::Target),
        };
        if expected.map_err(|_| Why::Superseded)? != *changes {
            return Err(Why::OtherChanges(entry.body.target.unwrap_or(position)));
        }
        ledger.apply(changes)?;
        Ok(())
    }
}

/// Takes the newest of a stack, which has to be the one that is meant.
fn take<'a>(stack: &mut Vec<i64>, target: i64, entries: &'a [Entry]) -> Result<&'a Entry, Why> {
    let newest = stack.pop_if(|newest| *newest == target);
    let position = newest.and_then(|seq| usize::try_from(seq - 1).ok());
    position
        .and_then(|position| entries.get(position))
        .ok_or(Why::NotTheNewest(target))
}

/// A change speaks of what the round has, in its spelling, and says what can be said of it.
fn check(ledger: &Ledger, change: &Change) -> Result<(), Why> {
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
        return Err(Why::Spelling {
            found: found.to_owned(),
            right: right.to_owned(),
        });
    }
    let mut sides = [change.before(), change.after()].into_iter().flatten();
    if sides.all(|record| ledger.fits(key, record)) {
        return Ok(());
    }
    Err(Why::Content(match key {
        Key::Fact(FactKey::View(slot)) => format!("视图 {slot}"),
        Key::Fact(key) => key.word().to_owned(),
        _ => key.id().to_owned(),
    }))
}
