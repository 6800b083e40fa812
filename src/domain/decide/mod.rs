//! The one function that says whether a command may happen and what it changes. Pure.

mod answer;
mod item;
mod mark;
mod merge;
mod refusal;

use super::change::{Change, Entry};
use super::command::{Command, Context};
use super::ledger::Ledger;
use super::remark;

pub use item::not_applicable_when;
pub use refusal::Refusal;

/// What a command comes to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decision {
    /// In words, for the history and the status line.
    pub what: String,
    /// Empty when everything already is as asked.
    pub changes: Vec<Change>,
}

/// Says what a command changes, or why it cannot be had.
pub fn decide(ledger: &Ledger, command: &Command, context: &Context) -> Result<Decision, Refusal> {
    match command {
        Command::SetItem {
            association,
            item,
            state,
            note,
            evidence,
        } => {
            let assoc = ledger
                .association_ix(*association)
                .ok_or(Refusal::UnknownAssociation(*association))?;
            let ix = item::item_ix(ledger, item)?;
            let wish = item::ItemWish {
                state: *state,
                note: note.as_deref().map(remark::clean).transpose()?,
                evidence: evidence.as_deref().map(remark::clean).transpose()?,
            };
            item::set_item(ledger, assoc, ix, wish, context)
        }
        Command::SetAnswer(answer) => answer::set_answer(ledger, answer, context),
        Command::SetAnswers { what, answers } => {
            answer::set_answers(ledger, what, answers, context)
        }
        Command::Merge { what, changes } => merge::merge(ledger, what, changes),
        Command::Mark {
            milestone,
            subject,
            on,
        } => {
            mark::check_date(ledger, *on, context.as_of)?;
            mark::mark(ledger, milestone, subject, Some(*on), context)
        }
        Command::Unmark { milestone, subject } => {
            mark::mark(ledger, milestone, subject, None, context)
        }
    }
}

/// Turns a recorded entry round. Refused when the state has moved on since, which the order of
/// undo rules out unless the ledger was edited from outside.
pub fn invert(ledger: &Ledger, entry: &Entry) -> Result<Vec<Change>, Refusal> {
    let inverse: Vec<Change> = entry
        .body
        .changes
        .iter()
        .rev()
        .cloned()
        .map(Change::inverse)
        .collect();
    check_current(ledger, entry.seq, &inverse)?;
    Ok(inverse)
}

/// Does a recorded entry again.
pub fn repeat(ledger: &Ledger, entry: &Entry) -> Result<Vec<Change>, Refusal> {
    check_current(ledger, entry.seq, &entry.body.changes)?;
    Ok(entry.body.changes.clone())
}

fn check_current(ledger: &Ledger, seq: i64, changes: &[Change]) -> Result<(), Refusal> {
    let current = changes
        .iter()
        .all(|change| ledger.change_to(change) == *change);
    if current {
        Ok(())
    } else {
        Err(Refusal::Superseded { seq })
    }
}
