//! What people read: domain and store answer with data, and the sentences are here. How to help
//! oneself, in terms of a command line or of keys, is added by the front end.

pub mod balance;
mod date;
mod entry;
pub mod finding;
pub mod item;
mod ledger;
pub mod merge;
mod population;
pub mod record;
pub mod refusal;
mod source;
pub mod store;
mod title;
mod value;
pub mod why;

pub use date::other_date;
pub use entry::{change, entry, told};
pub use population::slip;
pub use source::{chapter, notice_line, place};
