//! `tuogou undo` and `tuogou redo`.

use std::io::Write;

use super::output::{write_json, write_list};
use super::{Desk, Format};
use crate::store::HistoryFilter;

/// Which way.
#[derive(Debug, Clone, Copy)]
pub enum Direction {
    /// Take back.
    Undo,
    /// Do again.
    Redo,
}

pub fn run(desk: &mut Desk, direction: Direction, out: &mut dyn Write) -> anyhow::Result<()> {
    let moment = desk.moment();
    let receipt = match direction {
        Direction::Undo => desk.session.undo(&mut desk.ledger, moment)?,
        Direction::Redo => desk.session.redo(&mut desk.ledger, moment)?,
    };
    if desk.format == Format::Table {
        return Ok(writeln!(out, "{}", receipt.sentence())?);
    }
    // The newest line is the one that was just recorded.
    let lines = desk.session.history(HistoryFilter {
        association: None,
        limit: Some(1),
    })?;
    match desk.format {
        Format::Json => write_json(out, &lines),
        _ => write_list(out, desk.format, &lines, &[], &[]),
    }
}
