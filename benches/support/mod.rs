//! What benches, examples and tests share to work with ledgers of any size: a made-up country of
//! rosters, ledger files with a history, a program at work on one.
#![allow(dead_code, reason = "each bench, example or test uses its part")]

pub mod desk;
pub mod history;
pub mod places;
pub mod roster;
pub mod sink;
