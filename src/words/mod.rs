//! What people read: domain and store answer with data, and the sentences are here. How to help
//! oneself, in terms of a command line or of keys, is added by the front end.

mod entry;
pub mod finding;
pub mod merge;
pub mod record;
mod refusal;
pub mod store;
mod title;
pub mod why;

pub use entry::{change, entry};
