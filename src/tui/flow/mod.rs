//! What is asked step by step, whichever page begins it: bulk work, contacts and promises, marks,
//! the fields of a form, files; and what to do when the ledger's file is gone.

pub mod astray;
pub mod bodies;
pub mod bulk;
pub mod consent;
pub mod field;
pub mod files;
pub mod marks;
pub mod neighbour;
pub mod palette;
pub mod people;
pub mod sorting;
pub mod units;
pub mod welcome;
