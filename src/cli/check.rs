//! `tuogou check`: the rules between the forms that fire.

use std::io::Write;

use clap::Args;
use ecow::EcoString;
use serde::Serialize;

use super::output::Align::{Left, Right};
use super::output::write_list;
use super::{Desk, Format};
use crate::app::find;
use crate::domain::finding::{self, Finding, Scope, Severity};

/// Arguments of `check`.
#[derive(Debug, Args)]
pub struct CheckArgs {
    /// 序号、名称或名称的一部分
    #[arg(value_name = "协会", required_unless_present = "all")]
    pub association: Option<String>,
    /// 核对全部协会
    #[arg(long, conflicts_with = "association")]
    pub all: bool,
}

#[derive(Serialize)]
struct Line {
    no: u32,
    rule: EcoString,
    severity: Severity,
    fields: Vec<String>,
    message: String,
}

/// The same with its fields in one cell.
#[derive(Serialize)]
struct FlatLine {
    no: u32,
    rule: EcoString,
    severity: Severity,
    fields: String,
    message: String,
}

pub fn run(desk: &Desk, args: &CheckArgs, out: &mut dyn Write) -> anyhow::Result<()> {
    let ledger = &desk.ledger;
    let wanted = match &args.association {
        Some(text) => vec![find::association(ledger, text)?],
        None => ledger.associations().keys().collect(),
    };
    let mut lines: Vec<Line> = Vec::new();
    for ix in wanted {
        let no = ledger.associations()[ix].no;
        let found = finding::of(ledger, Scope::Forms(ix), desk.as_of);
        lines.extend(found.into_iter().map(|finding| {
            let Finding {
                rule,
                severity,
                fields,
                message,
                ..
            } = finding;
            Line {
                no,
                rule,
                severity,
                fields,
                message,
            }
        }));
    }
    match desk.format {
        Format::Json => write_list(out, Format::Json, &lines, &[], &[]),
        Format::Csv => {
            let flat: Vec<FlatLine> = lines.into_iter().map(FlatLine::from).collect();
            write_list(out, Format::Csv, &flat, &[], &[])
        }
        Format::Table => {
            let rows: Vec<Vec<String>> = lines.iter().map(row).collect();
            let columns = [
                ("序号", Right),
                ("规则", Left),
                ("程度", Left),
                ("问题", Left),
                ("栏目", Left),
            ];
            write_list(out, Format::Table, &lines, &columns, &rows)?;
            writeln!(out, "共 {} 条", lines.len())?;
            Ok(())
        }
    }
}

impl From<Line> for FlatLine {
    fn from(line: Line) -> Self {
        Self {
            no: line.no,
            rule: line.rule,
            severity: line.severity,
            fields: line.fields.join(" "),
            message: line.message,
        }
    }
}

fn row(line: &Line) -> Vec<String> {
    vec![
        line.no.to_string(),
        line.rule.to_string(),
        line.severity.word().to_owned(),
        line.message.clone(),
        line.fields.join(" "),
    ]
}
