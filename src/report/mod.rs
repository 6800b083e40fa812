//! Lists as tables: each report is a row type and its columns, written once; renderers turn it into
//! terminal text, JSON, CSV, Markdown, sheets of a workbook and lines for the clipboard. Rows come from outside.

#![allow(
    clippy::trivially_copy_pass_by_ref,
    reason = "cells of rows of any size are read by functions of one type"
)]

pub mod answers;
pub mod approvals;
pub mod bodies;
pub mod cell;
pub mod changes;
pub mod checklist;
pub mod checks;
pub mod counties;
pub mod debts;
pub mod due;
pub mod evidence;
pub mod fields;
pub mod findings;
pub mod history;
pub mod keeping;
pub mod milestones;
pub mod order;
pub mod parts;
pub mod people;
pub mod printed_units;
pub mod reached;
pub mod recorded;
pub mod regrouped;
pub mod render;
pub mod roster;
pub mod schedule;
pub mod table;
pub mod templates;
pub mod units;
pub mod views;
pub mod workbook;
