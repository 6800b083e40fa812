//! What both front ends share: the clock, the configuration, the session with a ledger, and
//! ways to find and list what is in it.

pub mod about;
pub mod archive;
pub mod backup;
pub mod bulk;
pub mod bundle;
pub mod cause;
pub mod clock;
pub mod clock_check;
pub mod closing;
pub mod config;
pub mod counties;
pub mod crash;
pub mod demo;
pub mod describe;
pub mod error;
pub mod export;
pub mod filter;
pub mod find;
pub mod import;
pub mod input;
pub mod listing;
pub mod load;
pub mod new_round;
pub mod output;
pub mod overview;
pub mod paths;
pub mod people;
pub mod recover;
pub mod reroster;
pub mod restore;
pub mod roster;
pub mod session;
pub mod units;
pub mod verify;
pub mod views;
