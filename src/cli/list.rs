//! `tuogou list`: the roster, filtered.

use std::io::Write;

use serde::Serialize;

use super::args::ListArgs;
use super::output::{Align, write_list};
use super::{Desk, Format};
use crate::app::find;
use crate::app::listing::{Filter, select};
use crate::domain::ledger::{AssocIx, Ledger};
use crate::domain::model::{Light, Stage, Status};
use crate::domain::progress;
use crate::search::Query;
use chrono::NaiveDate;

/// One row of the roster, for programs.
#[derive(Serialize)]
pub struct RosterLine<'a> {
    /// 序号.
    pub no: u32,
    /// Name as printed.
    pub name: &'a str,
    /// Unit as printed.
    pub printed_unit: &'a str,
    /// Canonical unit; null for 直接登记.
    pub unit: Option<&'a str>,
    /// Printed status.
    pub status: Status,
    /// Derived stage.
    pub stage: Stage,
    /// Checklist items done.
    pub done: usize,
    /// Checklist items that apply.
    pub total: usize,
    /// Light on the as-of date.
    pub light: Light,
}

impl<'a> RosterLine<'a> {
    /// Reads one association.
    pub fn new(ledger: &'a Ledger, ix: AssocIx, as_of: NaiveDate) -> Self {
        let association = &ledger.associations()[ix];
        let progress = ledger.progress(ix);
        let tally = progress.all();
        Self {
            no: association.no,
            name: &association.name,
            printed_unit: ledger.printed_unit_of(ix),
            unit: ledger.unit_name_of(ix),
            status: association.status,
            stage: progress.stage,
            done: tally.done,
            total: tally.total,
            light: progress::light(ledger, ix, as_of),
        }
    }
}

pub fn run(desk: &Desk, args: &ListArgs, out: &mut dyn Write) -> anyhow::Result<()> {
    let ledger = &desk.ledger;
    let unit = args.unit.as_deref().map(|text| find::unit(ledger, text));
    let filter = Filter {
        status: args.status.map(Status::from),
        unit: unit.transpose()?,
        query: args.text.as_deref().map(Query::new),
    };
    let lines: Vec<RosterLine<'_>> = select(ledger, &filter)
        .into_iter()
        .map(|ix| RosterLine::new(ledger, ix, desk.as_of))
        .collect();
    let rows = if desk.format == Format::Table {
        lines.iter().map(row).collect()
    } else {
        Vec::new()
    };
    let columns = [
        ("序号", Align::Right),
        ("名称", Align::Left),
        ("业务主管单位", Align::Left),
        ("状态", Align::Left),
        ("阶段", Align::Left),
        ("清单", Align::Right),
        ("灯", Align::Left),
    ];
    write_list(out, desk.format, &lines, &columns, &rows)?;
    if desk.format == Format::Table {
        let count = |status| lines.iter().filter(|line| line.status == status).count();
        writeln!(
            out,
            "共 {} 家 = 已脱钩 {} + 拟脱钩 {}（基准日 {}）",
            lines.len(),
            count(Status::Decoupled),
            count(Status::Planned),
            desk.as_of
        )?;
    }
    Ok(())
}

fn row(line: &RosterLine<'_>) -> Vec<String> {
    vec![
        line.no.to_string(),
        line.name.to_owned(),
        line.unit.unwrap_or(line.printed_unit).to_owned(),
        line.status.word().to_owned(),
        line.stage.word().to_owned(),
        format!("{}/{}", line.done, line.total),
        line.light.sign().to_owned(),
    ]
}
