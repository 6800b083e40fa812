//! `tuogou`.
fn main() {}
