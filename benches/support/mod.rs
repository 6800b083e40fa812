//! What benches, examples and tests share to work with ledgers of any size: a made-up country of
//! rosters, ledger files with a history, a program at work on one; a server of one's own, and a network in
//! front of it; how figures are told.
#![allow(dead_code, reason = "each bench, example or test uses its part")]

#[cfg(all(unix, feature = "server"))]
pub mod between;
#[cfg(all(unix, feature = "server"))]
pub mod cluster;
pub mod desk;
pub mod figures;
pub mod history;
pub mod places;
pub mod roster;
pub mod sink;
