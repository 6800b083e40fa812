//! The vocabulary and the rules of a round. Pure: no clock, no I/O, no SQL, no terminal.
//!
//! Everything that happens is a [`command::Command`]; [`decide::decide`] turns it into
//! [`change::Change`]s or refuses it, and [`ledger::Ledger::apply`] is the only thing that moves state.

pub mod calendar;
pub mod census;
pub mod change;
pub mod command;
pub mod decide;
pub mod demo;
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
pub mod summary;
pub mod why;
