//! `tuogou mark`: records that a milestone was reached, or takes that away.

use std::io::Write;

use chrono::NaiveDate;
use serde::Serialize;

use super::args::MarkArgs;
use super::output::{write_json, write_list};
use super::{Desk, Format};
use crate::app::find::{self, UnitChoice};
use crate::domain::change::Subject;
use crate::domain::command::Command;

#[derive(Serialize)]
struct Marked<'a> {
    id: &'a str,
    unit: Option<String>,
    association: Option<u32>,
    /// Null after `--clear`.
    done_on: Option<NaiveDate>,
    by: &'a str,
    /// How many of the population were changed.
    changed: usize,
}

pub fn run(desk: &mut Desk, args: &MarkArgs, out: &mut dyn Write) -> anyhow::Result<()> {
    let ledger = &desk.ledger;
    let subject = match (&args.unit, &args.association) {
        (Some(text), _) => match find::unit(ledger, text)? {
            UnitChoice::Unit(unit) => Subject::Unit(ledger.units()[unit].name.clone()),
            UnitChoice::Direct => anyhow::bail!(
                "{} 不是单位，请用 --association 按协会登记",
                ledger.round().info.thresholds.direct_registration
            ),
        },
        (None, Some(text)) => {
            let ix = find::association(ledger, text)?;
            Subject::Association(ledger.associations()[ix].no)
        }
        (None, None) => Subject::City,
    };
    let milestone = args.milestone.clone();
    let done_on = (!args.clear).then_some(args.on.unwrap_or(desk.as_of));
    let command = match done_on {
        None => Command::Unmark {
            milestone,
            subject: subject.clone(),
        },
        Some(on) => Command::Mark {
            milestone,
            subject: subject.clone(),
            on,
        },
    };
    let moment = desk.moment();
    let receipt = desk.session.execute(&mut desk.ledger, &command, moment)?;
    let ix = desk.ledger.round().milestone_ix(&args.milestone);
    let ix = ix.expect("the command was accepted, so the milestone exists");
    let (unit, association) = match subject {
        Subject::City => (None, None),
        Subject::Unit(name) => (Some(name), None),
        Subject::Association(no) => (None, Some(no)),
    };
    let marked = Marked {
        id: &desk.ledger.round().milestones()[ix].id,
        unit,
        association,
        done_on,
        by: desk.session.by(),
        changed: receipt.changes,
    };
    match desk.format {
        Format::Json => write_json(out, &marked),
        Format::Csv => write_list(out, Format::Csv, &[marked], &[], &[]),
        Format::Table => Ok(writeln!(out, "{}", receipt.sentence())?),
    }
}
