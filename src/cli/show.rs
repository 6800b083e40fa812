//! `tuogou show`: one association with its milestones and its checklist.

use std::io::{self, Write};

use chrono::NaiveDate;
use clap::Args;
use serde::Serialize;

use super::{Desk, OutputFormat, Run};
use crate::app::find;
use crate::domain::id::AssocIx;
use crate::domain::ledger::{ItemView, Ledger};
use crate::domain::model::{Stage, Status};
use crate::report::reached::{self, Reached};
use crate::report::render::{csv, json, markdown, text};
use crate::report::{checklist, table::Report};

#[derive(Serialize)]
struct ShownAssociation<'a> {
    no: u32,
    name: &'a str,
    printed_unit: &'a str,
    unit: Option<&'a str>,
    status: Status,
    stage: Stage,
    checklist: Report<'a, ItemView<'a>>,
    milestones: Report<'a, Reached>,
}

/// Arguments of `show`.
#[derive(Debug, Args)]
pub struct ShowArgs {
    /// 序号、名称或名称的一部分
    /// ¦ Number, name or part of the name
    #[arg(value_name = "协会")]
    pub association: String,
}

impl Run for ShowArgs {
    fn reads(&self) -> bool {
        true
    }

    fn run(&self, desk: &mut Desk, out: &mut dyn Write) -> anyhow::Result<()> {
        let ledger = &desk.ledger;
        let ix = find::association(ledger, &self.association)?;
        let shown = shown(ledger, ix, desk.as_of);
        match desk.format() {
            OutputFormat::Json => json::write(out, &shown)?,
            OutputFormat::Csv => csv::write(out, &shown.checklist)?,
            OutputFormat::Markdown => {
                markdown::write(out, &shown.milestones)?;
                writeln!(out)?;
                markdown::write(out, &shown.checklist)?;
            }
            OutputFormat::Table => table(&shown, desk.as_of, out)?,
        }
        Ok(())
    }
}

fn shown(ledger: &Ledger, ix: AssocIx, as_of: NaiveDate) -> ShownAssociation<'_> {
    let association = &ledger.associations()[ix];
    ShownAssociation {
        no: association.no,
        name: ledger.name(ix),
        printed_unit: ledger.printed_unit_of(ix),
        unit: ledger.unit_name_of(ix),
        status: association.status,
        stage: ledger.progress(ix).stage,
        checklist: checklist::report(ledger, ledger.checklist(ix).collect(), as_of),
        milestones: reached::report(ledger, ix, as_of),
    }
}

fn table(shown: &ShownAssociation<'_>, as_of: NaiveDate, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "{} {}", shown.no, shown.name)?;
    let unit = shown.unit.unwrap_or(shown.printed_unit);
    write!(
        out,
        "{}",
        t!("业务主管单位 {unit}", "Supervising unit {unit}")
    )?;
    if unit != shown.printed_unit {
        write!(
            out,
            "{}",
            t!("（印发名称 {}）", " (printed as {})", shown.printed_unit)
        )?;
    }
    writeln!(
        out,
        "{}",
        t!(
            "  状态 {}  阶段 {}  基准日 {as_of}\n",
            "  status {}  stage {}  as of {as_of}\n",
            shown.status.shown(),
            shown.stage.shown()
        ),
    )?;
    text::write(out, &shown.milestones)?;
    writeln!(out)?;
    text::write(out, &shown.checklist)
}
