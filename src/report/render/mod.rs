//! Ways to write a report. None of them knows which report it writes.

pub mod csv;
pub mod json;
pub mod markdown;
pub mod text;
pub mod xlsx;
mod xlsx_cells;
mod xlsx_head;
