//! `tuogou changes`: what has changed since a day, or between two.

use std::io::Write;

use anyhow::bail;
use chrono::NaiveDate;
use clap::Args;
use serde::Serialize;

use super::output::{Align, write_json, write_list};
use super::{Desk, Format};
use crate::app::clock::parse_date;
use crate::exchange::report::{Moved, Since};

/// Arguments of `changes`.
#[derive(Debug, Args)]
pub struct ChangesArgs {
    /// 从这一天起（含当天）
    #[arg(long, value_name = "日期", value_parser = parse_date)]
    pub since: NaiveDate,
    /// 到这一天止（含当天，默认为基准日）
    #[arg(long, value_name = "日期", value_parser = parse_date)]
    pub until: Option<NaiveDate>,
}

/// One change, whatever its kind, for CSV and the table.
#[derive(Serialize)]
struct Row {
    /// items, completed, milestone, unit, stage, deed
    kind: &'static str,
    /// 序号 of an association that stands elsewhere.
    no: Option<u32>,
    /// What it is the sum of, the association, or what was done.
    name: String,
    before: String,
    after: String,
    total: Option<usize>,
    /// The day of a deed.
    on: Option<String>,
    /// Who did it.
    by: Option<String>,
}

impl Row {
    fn sum(kind: &'static str, moved: &Moved) -> Self {
        Self {
            kind,
            no: None,
            name: moved.name.clone(),
            before: moved.before.to_string(),
            after: moved.after.to_string(),
            total: Some(moved.total),
            on: None,
            by: None,
        }
    }

    const fn word(&self) -> &'static str {
        match self.kind.as_bytes() {
            b"milestone" => "节点",
            b"unit" => "单位",
            b"stage" => "阶段",
            b"deed" => "办理",
            _ => "合计",
        }
    }
}

pub fn run(desk: &Desk, args: &ChangesArgs, out: &mut dyn Write) -> anyhow::Result<()> {
    let until = args.until.unwrap_or(desk.as_of);
    if args.since > until {
        bail!(
            "起日 {} 晚于止日 {until}，请把 --since 和 --until 对调",
            args.since
        );
    }
    let entries = desk.session.entries()?;
    let since = Since::between(&desk.ledger, &entries, args.since, until);
    if desk.format == Format::Json {
        return write_json(out, &since);
    }
    let rows = rows(&since);
    let lines: Vec<Vec<String>> = rows
        .iter()
        .map(|row| {
            let total = row.total.map(|total| format!("/{total}"));
            let name = match (row.no, &row.by) {
                (Some(no), _) => format!("{no} {}", row.name),
                (None, Some(by)) => format!("{by} {}", row.name),
                (None, None) => row.name.clone(),
            };
            let before = row.on.as_ref().unwrap_or(&row.before);
            vec![
                row.word().to_owned(),
                name,
                before.clone(),
                format!("{}{}", row.after, total.unwrap_or_default()),
            ]
        })
        .collect();
    let columns = [
        ("种类", Align::Left),
        ("内容", Align::Left),
        ("此前", Align::Right),
        ("现在", Align::Right),
    ];
    if desk.format == Format::Table {
        writeln!(out, "{} 起至 {until} 的变化", args.since)?;
    }
    write_list(out, desk.format, &rows, &columns, &lines)?;
    if desk.format == Format::Table && since.more > 0 {
        writeln!(out, "另有 {} 条办理未列出，见 tuogou history", since.more)?;
    }
    Ok(())
}

fn rows(since: &Since) -> Vec<Row> {
    let mut rows = vec![
        Row::sum("items", &since.items),
        Row::sum("completed", &since.completed),
    ];
    rows.extend(
        since
            .milestones
            .iter()
            .map(|moved| Row::sum("milestone", moved)),
    );
    rows.extend(since.units.iter().map(|moved| Row::sum("unit", moved)));
    rows.extend(since.stages.iter().map(|moved| Row {
        kind: "stage",
        no: Some(moved.no),
        name: moved.name.clone(),
        before: moved.from.to_owned(),
        after: moved.to.to_owned(),
        total: None,
        on: None,
        by: None,
    }));
    rows.extend(since.deeds.iter().map(|deed| Row {
        kind: "deed",
        no: None,
        name: deed.what.clone(),
        before: String::new(),
        after: String::new(),
        total: None,
        on: Some(deed.on.date.clone()),
        by: Some(deed.by.clone()),
    }));
    rows
}
