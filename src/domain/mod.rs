//! The vocabulary and the rules of a round. Pure: no clock, no I/O, no SQL, no terminal.
//!
//! Everything that happens is a [`command::Command`]; [`decide::decide`] turns it into
//! [`change::Change`]s or refuses it, and [`ledger::Ledger::apply`] is the only thing that moves state.

pub mod approval;
mod by_name;
pub mod calendar;
pub mod census;
pub mod change;
pub mod command;
pub mod county;
pub mod debts;
pub mod decide;
pub mod demo;
pub mod due;
pub mod fact;
pub mod figure;
pub mod finding;
pub mod form;
pub mod handled;
pub mod id;
mod item_record;
pub mod late;
pub mod ledger;
pub mod light;
pub mod light_summary;
pub mod merge;
pub mod milestone;
pub mod model;
pub mod note;
pub mod parts;
pub mod progress;
pub mod replay;
pub mod rewind;
pub mod rollup;
pub mod round;
pub mod seal;
pub mod sight;
pub mod state;
pub mod stored;
pub mod subject;
pub mod summary;
pub mod waiting;

#[cfg(test)]
mod tests {
    //! What tests of rules begin with: the ledger that the program ships, untouched.

    use std::sync::Arc;

    use chrono::NaiveDate;

    use super::change::{Change, Subject};
    use super::command::{Command, Context};
    use super::decide::decide;
    use super::ledger::Ledger;
    use super::model::ItemState;
    use crate::exchange::seed;

    pub fn date(text: &str) -> NaiveDate {
        text.parse().expect("a date")
    }

    pub fn ledger() -> Ledger {
        let documents = seed::builtin_documents();
        let round = seed::parse_round(&documents).expect("a round");
        let roster = seed::builtin_roster().expect("a roster");
        Ledger::new(&Arc::new(round), roster).expect("a ledger")
    }

    pub fn context(by: &str, as_of: &str) -> Context {
        Context::new(
            by,
            "2020-07-20T12:02:03Z".parse().expect("an instant"),
            date(as_of),
        )
    }

    /// Decides and applies.
    #[track_caller]
    pub fn done(ledger: &mut Ledger, by: &str, as_of: &str, command: &Command) -> Vec<Change> {
        let decision =
            decide(ledger, command, &context(by, as_of)).expect("the command is accepted");
        for change in &decision.changes {
            ledger.apply([change]).expect("the change applies");
        }
        decision.changes
    }

    pub fn set(association: u32, item: &str, state: ItemState) -> Command {
        Command::SetItem {
            association,
            item: item.into(),
            state: Some(state),
            note: None,
            evidence: None,
        }
    }

    pub fn with_note(association: u32, item: &str, state: ItemState, note: &str) -> Command {
        Command::SetItem {
            association,
            item: item.into(),
            state: Some(state),
            note: Some(note.into()),
            evidence: None,
        }
    }

    pub fn mark(milestone: &str, subject: Subject, on: &str) -> Command {
        Command::Mark {
            milestone: milestone.into(),
            subject,
            on: date(on),
        }
    }

    pub fn unit(name: &str) -> Subject {
        Subject::Unit(name.into())
    }

    /// Ticks everything but closing.
    pub fn settle_all(ledger: &mut Ledger, no: u32, by: &str) {
        let ids: Vec<String> = ledger
            .round()
            .items
            .iter()
            .map(|item| item.id.clone())
            .collect();
        for id in ids.iter().filter(|id| *id != "F3") {
            done(ledger, by, "2020-09-18", &set(no, id, ItemState::Done));
        }
    }
}
