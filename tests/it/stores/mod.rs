//! Stores: what any of them has to pass, and one that is as plain as a store can be, to hold the
//! others against.

mod conformance;
pub mod memory;
pub mod refusing;
