//! Lists as tables: each report is a row type and its columns, written once; renderers turn it into
//! terminal text, JSON, CSV, sheets of a workbook and lines for the clipboard. Rows come from outside.

#![allow(
    clippy::trivially_copy_pass_by_ref,
    reason = "cells of rows of any size are read by functions of one type"
)]

pub mod cell;
pub mod checklist;
pub mod checks;
pub mod findings;
pub mod milestones;
pub mod render;
pub mod roster;
pub mod table;
pub mod units;
pub mod workbook;
