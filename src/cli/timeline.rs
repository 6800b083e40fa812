//! `tuogou timeline`: the milestones with what is done and how many days are left.

use std::io::Write;

use chrono::NaiveDate;
use clap::Args;
use serde::Serialize;

use super::output::write_report;
use super::{Desk, OutputFormat, Run};
use crate::domain::figure;
use crate::domain::ledger::Ledger;
use crate::report::milestones::{self, CityMilestone};
use crate::report::render::json;
use crate::report::table::Report;
use crate::words;

#[derive(Serialize)]
struct Timeline<'a> {
    as_of: NaiveDate,
    next: Option<Next<'a>>,
    milestones: Report<'a, CityMilestone>,
}

#[derive(Serialize)]
struct Next<'a> {
    id: &'a str,
    due_on: NaiveDate,
    days_left: i64,
}

/// Arguments of `timeline`: none.
#[derive(Debug, Args)]
pub struct TimelineArgs {}

impl Run for TimelineArgs {
    fn reads(&self) -> bool {
        true
    }

    fn run(&self, desk: &mut Desk, out: &mut dyn Write) -> anyhow::Result<()> {
        let ledger = &desk.ledger;
        let next = figure::coming(ledger, desk.as_of);
        let next = (!next.over).then_some(Next {
            id: next.id,
            due_on: next.due_on,
            days_left: next.days,
        });
        let timeline = Timeline {
            as_of: desk.as_of,
            next,
            milestones: milestones::report(ledger, desk.as_of),
        };
        if desk.format() == OutputFormat::Json {
            return Ok(json::write(out, &timeline)?);
        }
        write_report(out, desk.format(), &timeline.milestones)?;
        if desk.format() == OutputFormat::Table {
            moved(ledger, out)?;
            dates(ledger, desk.as_of, out)?;
        }
        Ok(())
    }
}

/// The dates of the round that are no milestones.
fn dates(ledger: &Ledger, as_of: NaiveDate, out: &mut dyn Write) -> anyhow::Result<()> {
    for other in &ledger.round().info.dates {
        writeln!(out, "{}", words::other_date(ledger.round(), other, as_of))?;
    }
    Ok(())
}

/// What the notice printed where a date was changed.
fn moved(ledger: &Ledger, out: &mut dyn Write) -> anyhow::Result<()> {
    for def in ledger.round().milestones() {
        let (printed_on, due_on) = (def.printed(), def.due_on);
        if printed_on != due_on {
            let date = ledger.new_date(&def.id);
            let reason = date.map_or("", |(date, _)| &date.reason);
            let id = &def.id;
            writeln!(
                out,
                "{}",
                t!(
                    "{id} 印发日期 {printed_on}，现为 {due_on}：{reason}",
                    "{id} printed as {printed_on}, now {due_on}: {reason}"
                )
            )?;
        }
    }
    Ok(())
}
