//! The one function that says whether a command may happen and what it changes. Pure.

mod answer;
mod dates;
mod exit;
mod fact;
mod item;
mod mark;
mod merge;
mod note;
mod refusal;
mod unit;

use std::collections::{HashMap, HashSet};

use chrono::NaiveDate;

use super::change::{Change, Entry, Key, Record};
use super::command::{Command, Context, Title};
use super::id::MilestoneIx;
use super::ledger::{Ledger, SubjectIx};
use super::sight::Sight;
use crate::text::plain::Plain;

pub use item::not_applicable_when;
pub use mark::check_date;
pub use merge::Brought;
pub use refusal::{Clash, Refusal};

/// An accepted command.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decision {
    /// What the changes alone do not say.
    pub occasion: Occasion,
    /// Empty when everything already is as asked.
    pub changes: Vec<Change>,
}

/// What a decision is about; together with its changes it is put into words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Occasion {
    /// What stands under one key: its change says everything.
    Single(Key),
    /// A milestone of a subject, or of those below it.
    MarkedBelow {
        milestone: MilestoneIx,
        /// Whose, or whose parts.
        subject: SubjectIx,
        /// The actual date; nothing when the marks are taken away.
        on: Option<NaiveDate>,
        /// There are several below it.
        several: bool,
    },
    /// Whatever is counted under a unit goes to another one.
    UnitMerged {
        /// What the unit is called so far.
        unit: String,
        /// The unit that counts.
        into: String,
    },
    /// All milestones are moved by so many days.
    Shifted { days: i64, reason: Plain },
    /// Many fields are filled in.
    FilledIn(Title),
    /// One deed for many.
    Many(Title),
    /// Changes of another copy are taken over.
    TakenOver(Title),
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
                note: note.as_deref().map(Plain::typed).transpose()?,
                evidence: evidence.as_deref().map(Plain::typed).transpose()?,
            };
            item::set_item(ledger, assoc, ix, wish, context)
        }
        Command::SetAnswer(answer) => answer::set_answer(ledger, answer, context),
        Command::SetAnswers { title, answers } => {
            answer::set_answers(ledger, title, answers, context)
        }
        Command::Merge {
            title,
            changes,
            begins,
        } => merge::merge(ledger, title, changes, *begins, context),
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
        Command::Seeing { sights, command } => seeing(ledger, sights, command, context),
        Command::Batch { title, commands } => batch(ledger, title, commands, context),
        Command::MergeUnit { from, into, reason } => {
            unit::merge(ledger, from, into, reason, context)
        }
        Command::SplitUnit { printed, reason } => unit::split(ledger, printed, reason, context),
        Command::SetExit { association, exit } => {
            exit::set(ledger, *association, exit.as_ref(), context)
        }
        Command::Note { subject, note } => note::record(ledger, subject, note, context),
        Command::NoteDone { note, on } => note::done(ledger, note, *on, context),
        Command::DropNote(id) => note::withdraw(ledger, id, context),
        Command::Decide { finding, verdict } => {
            fact::verdict(ledger, finding, verdict.as_ref(), context)
        }
        Command::MoveMilestone {
            milestone,
            due_on,
            reason,
        } => dates::one(ledger, milestone, *due_on, reason, context),
        Command::ShiftMilestones { days, reason } => dates::shift(ledger, *days, reason, context),
        Command::SetView { slot, view } => fact::view(ledger, *slot, view.as_ref(), context),
    }
}

/// Decides a command of somebody who has seen this of what it changes.
fn seeing(
    ledger: &Ledger,
    sights: &[Sight],
    command: &Command,
    context: &Context,
) -> Result<Decision, Refusal> {
    let decision = decide(ledger, command, context)?;
    for seen in sights {
        let now = Sight::of(ledger, seen.key.clone(), seen.part);
        let mut changes = decision.changes.iter();
        let change = changes.find(|change| *change.key() == seen.key);
        if let Some(change) = change
            && !seen.agrees(&now)
        {
            let mine = Sight {
                record: change.after().cloned(),
                ..now.clone()
            };
            // Both have written the same.
            if mine.agrees(&now) {
                continue;
            }
            let by = now.record.as_ref().map_or("", Record::by).to_owned();
            let seen = seen.clone();
            return Err(Refusal::ChangedMeanwhile(Box::new(Clash {
                seen,
                now,
                mine,
                by,
            })));
        }
    }
    Ok(decision)
}

/// Decides many commands, each on the state before all of them. The last one wins where two
/// speak of one thing.
fn batch(
    ledger: &Ledger,
    title: &Title,
    commands: &[Command],
    context: &Context,
) -> Result<Decision, Refusal> {
    let mut changes = Vec::new();
    for command in commands {
        changes.extend(decide(ledger, command, context)?.changes);
    }
    let last: HashMap<&Key, usize> = changes
        .iter()
        .enumerate()
        .map(|(at, change)| (change.key(), at))
        .collect();
    let kept: HashSet<usize> = last.into_values().collect();
    let mut at = 0..;
    changes.retain(|_| at.next().is_some_and(|at| kept.contains(&at)));
    Ok(Decision {
        occasion: Occasion::Many(title.typed()?),
        changes,
    })
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
        .all(|change| ledger.recorded(change.key()).as_ref() == change.before());
    if current {
        Ok(())
    } else {
        Err(Refusal::Superseded { seq })
    }
}
