//! `tuogou history`: what was recorded, newest first.

use std::io::Write;

use clap::Args;

use super::Desk;
use super::output::{Align, write_list};
use crate::app::clock::local_minute;
use crate::app::find;
use crate::domain::change::HistoryLine;
use crate::store::HistoryFilter;

/// Columns of the history table.
const COLUMNS: [super::output::Column; 5] = [
    ("序", Align::Right),
    ("登记时间", Align::Left),
    ("基准日", Align::Left),
    ("经办", Align::Left),
    ("内容", Align::Left),
];

/// Arguments of `history`.
#[derive(Debug, Args)]
pub struct HistoryArgs {
    /// 只看这个协会：序号、名称或名称的一部分
    #[arg(long, value_name = "协会")]
    pub association: Option<String>,
    /// 最多列出几条
    #[arg(long, value_name = "条数")]
    pub limit: Option<u32>,
}

pub fn run(desk: &Desk, args: &HistoryArgs, out: &mut dyn Write) -> anyhow::Result<()> {
    let association = args.association.as_deref();
    let association = association
        .map(|text| find::association(&desk.ledger, text))
        .transpose()?
        .map(|ix| desk.ledger.associations()[ix].no);
    let lines = desk.session.history(HistoryFilter {
        association,
        limit: args.limit,
    })?;
    write_lines(desk, &lines, out)
}

/// Writes lines of the history in the wanted format.
pub fn write_lines(desk: &Desk, lines: &[HistoryLine], out: &mut dyn Write) -> anyhow::Result<()> {
    let rows: Vec<Vec<String>> = lines.iter().map(row).collect();
    write_list(out, desk.format, lines, &COLUMNS, &rows)
}

fn row(line: &HistoryLine) -> Vec<String> {
    vec![
        line.seq.to_string(),
        local_minute(line.at),
        line.as_of.to_string(),
        line.by.clone(),
        line.sentence(),
    ]
}
