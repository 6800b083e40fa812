//! Small parts that screens and popups share. They know nothing of the ledger but its sums.

pub mod big;
pub mod input;
pub mod list;
pub mod paint;
