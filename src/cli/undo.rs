//! `tuogou undo` and `tuogou redo`.

use std::io::Write;

use clap::Args;

use super::output::write_report;
use super::{Desk, OutputFormat, Run};
use crate::report::history;
use crate::store::HistoryFilter;

#[derive(Debug, Clone, Copy)]
enum Direction {
    Undo,
    Redo,
}

/// Arguments of `undo`: none.
#[derive(Debug, Args)]
pub struct UndoArgs {}

/// Arguments of `redo`: none.
#[derive(Debug, Args)]
pub struct RedoArgs {}

impl Run for UndoArgs {
    fn run(&self, desk: &mut Desk, out: &mut dyn Write) -> anyhow::Result<()> {
        go(desk, Direction::Undo, out)
    }
}

impl Run for RedoArgs {
    fn run(&self, desk: &mut Desk, out: &mut dyn Write) -> anyhow::Result<()> {
        go(desk, Direction::Redo, out)
    }
}

fn go(desk: &mut Desk, direction: Direction, out: &mut dyn Write) -> anyhow::Result<()> {
    let moment = desk.moment();
    let receipt = match direction {
        Direction::Undo => desk.session.undo(&mut desk.ledger, moment)?,
        Direction::Redo => desk.session.redo(&mut desk.ledger, moment)?,
    };
    if desk.format() == OutputFormat::Table {
        return Ok(writeln!(out, "{}", receipt.sentence())?);
    }
    // The newest line is the one that was just recorded.
    let lines = desk.session.history(HistoryFilter {
        association: None,
        limit: Some(1),
    })?;
    let report = history::report(&desk.ledger, lines, desk.as_of);
    write_report(out, desk.format(), &report)
}
