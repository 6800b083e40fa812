//! The vocabulary and the rules of a round. Pure: no clock, no I/O, no SQL, no terminal.
//!
//! Everything that happens is a [`command::Command`]; [`decide::decide`] turns it into
//! [`change::Change`]s or refuses it, and [`ledger::Ledger::apply`] is the only thing that moves state.

pub mod calendar;
pub mod census;
pub mod change;
pub mod command;
pub mod debts;
pub mod decide;
pub mod demo;
pub mod due;
pub mod fact;
pub mod figure;
pub mod finding;
pub mod form;
pub mod id;
pub mod ledger;
pub mod light;
pub mod light_summary;
pub mod merge;
pub mod milestone;
pub mod model;
pub mod note;
pub mod progress;
pub mod replay;
pub mod rewind;
pub mod rollup;
pub mod round;
pub mod state;
pub mod stored;
pub mod subject;
pub mod summary;

#[cfg(test)]
mod tests {
    //! What tests of rules begin with: the ledger that the program ships, untouched.

    use std::sync::Arc;

    use chrono::NaiveDate;

    use super::ledger::Ledger;
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
}
