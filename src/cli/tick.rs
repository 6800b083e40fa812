//! `tuogou tick`: sets the state of one checklist item.

use std::io::Write;

use super::args::TickArgs;
use super::output::{write_json, write_list};
use super::show::ItemLine;
use super::{Desk, Format};
use crate::app::find;
use crate::domain::command::Command;

pub fn run(desk: &mut Desk, args: &TickArgs, out: &mut dyn Write) -> anyhow::Result<()> {
    let ix = find::association(&desk.ledger, &args.association)?;
    let command = Command::SetItem {
        association: desk.ledger.associations()[ix].no,
        item: args.item.clone(),
        state: Some(args.state.into()),
        note: args.note.clone(),
        evidence: args.evidence.clone(),
    };
    let moment = desk.moment();
    let receipt = desk.session.execute(&mut desk.ledger, &command, moment)?;
    let item = desk.ledger.round().item_ix(&args.item);
    let item = item.expect("the command was accepted, so the item exists");
    let line = ItemLine::new(&desk.ledger, desk.ledger.item(ix, item));
    match desk.format {
        Format::Json => write_json(out, &line),
        Format::Csv => write_list(out, Format::Csv, &[line], &[], &[]),
        Format::Table => Ok(writeln!(out, "{}", receipt.sentence())?),
    }
}
