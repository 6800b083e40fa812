//! The pages, one folder each: what a page remembers, and how it is drawn.

pub mod association;
pub mod changes;
pub mod drill_down;
pub mod findings;
pub mod form;
pub mod import;
pub mod matrix;
pub mod meeting;
pub mod milestone;
pub mod mirror;
pub mod overview;
pub mod preview;
pub mod roster;
pub mod timeline;
