//! `tuogou list`: the roster, filtered.

use std::collections::HashSet;
use std::io::Write;

use anyhow::Context as _;
use clap::Args;
use serde::Serialize;

use super::common::StatusArg;
use super::output::{Align, write_list, write_table};
use super::{Desk, Format};
use crate::app::columns::{self, Cell, Column, Side};
use crate::app::filter;
use crate::app::find;
use crate::app::listing::{Filter, Listing, select};
use crate::app::views::{self, Settings};
use crate::domain::id::AssocIx;
use crate::domain::ledger::Ledger;
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
    /// Said of a made-up ledger, and only there.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub demo: Option<bool>,
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
            demo: ledger.round().demo.is_some().then_some(true),
        }
    }
}

/// Arguments of `list`.
#[derive(Debug, Args)]
pub struct ListArgs {
    /// 业务主管单位：全称、简称、印发名称或其中一部分
    #[arg(long, value_name = "单位")]
    pub unit: Option<String>,
    /// 名册所列状态：planned 拟脱钩、decoupled 已脱钩
    #[arg(long, value_name = "状态", hide_possible_values = true)]
    pub status: Option<StatusArg>,
    /// 按汉字、全拼或首字母查找
    #[arg(long = "match", value_name = "文字")]
    pub text: Option<String>,
    /// 条件，如 'unit:教育 status:拟 light:red due<7d -stage:已批复'，同时成立；界面中按 / 输入的是同一种写法
    #[arg(long = "where", value_name = "条件")]
    pub filter: Option<String>,
    /// 按视图的条件、排序和列列出，编号见 view list；与其他条件同时成立
    #[arg(long, value_name = "数字")]
    pub view: Option<u8>,
    /// 表格和 csv 的列及顺序，如 no,name,light,M4；写错时列出可用的列
    #[arg(long, value_name = "列")]
    pub columns: Option<String>,
}

/// The columns of the table unless others are asked for.
const COLUMNS: &str = "no,name,unit,status,stage,progress,light";

pub fn run(desk: &Desk, args: &ListArgs, out: &mut dyn Write) -> anyhow::Result<()> {
    let ledger = &desk.ledger;
    let view = view(ledger, args)?;
    let of_view = view.as_ref().and_then(|view| view.columns.clone());
    let asked = args.columns.is_some() || of_view.is_some();
    let chosen = match (&args.columns, of_view) {
        (None, Some(columns)) => columns,
        (names, _) => {
            let names = names.as_deref().unwrap_or(COLUMNS);
            columns::choose(ledger.round(), names)?
        }
    };
    let filter = read_filter(ledger, args, view.as_ref())?;
    let found = match &view {
        None => select(ledger, &filter, desk.as_of),
        Some(view) => in_order(ledger, &filter, view, desk.as_of),
    };
    let cells = |ix: &AssocIx| -> Vec<Cell> {
        let cell = |column: &Column| column.cell(ledger, *ix, desk.as_of);
        chosen.iter().map(cell).collect()
    };
    match desk.format {
        Format::Csv if asked => {
            let mut writer = csv::Writer::from_writer(out);
            writer.write_record(chosen.iter().map(|column| &column.id))?;
            for ix in &found {
                writer.write_record(cells(ix).iter().map(Cell::plain))?;
            }
            writer.flush()?;
        }
        Format::Json | Format::Csv => {
            let line = |ix: &AssocIx| RosterLine::new(ledger, *ix, desk.as_of);
            let lines: Vec<RosterLine<'_>> = found.iter().map(line).collect();
            write_list(out, desk.format, &lines, &[], &[])?;
        }
        Format::Table => {
            let headings: Vec<(&str, Align)> = chosen
                .iter()
                .map(|column| {
                    let align = match column.side {
                        Side::Left => Align::Left,
                        Side::Right => Align::Right,
                    };
                    (column.title.as_str(), align)
                })
                .collect();
            let text = |ix| cells(ix).into_iter().map(|cell| cell.text).collect();
            let rows: Vec<Vec<String>> = found.iter().map(text).collect();
            write_table(out, &headings, &rows)?;
            let of = |ix: &&AssocIx| ledger.associations()[**ix].status;
            let count = |status| found.iter().filter(|ix| of(ix) == status).count();
            writeln!(
                out,
                "共 {} 家 = 已脱钩 {} + 拟脱钩 {}（基准日 {}）",
                found.len(),
                count(Status::Decoupled),
                count(Status::Planned),
                desk.as_of
            )?;
        }
    }
    Ok(())
}

/// The view that was asked for.
fn view(ledger: &Ledger, args: &ListArgs) -> anyhow::Result<Option<Settings>> {
    let Some(number) = args.view else {
        return Ok(None);
    };
    let slot = views::slot(ledger, number)
        .with_context(|| format!("没有视图 {number}，请用 tuogou view list 查看"))?;
    Ok(Some(views::read(ledger, slot.view)?))
}

/// What a filter lets through, in the groups and the order of a view.
fn in_order(ledger: &Ledger, filter: &Filter, view: &Settings, as_of: NaiveDate) -> Vec<AssocIx> {
    let (group_by, sort_by) = (view.group_by, view.sort_by);
    let listing = Listing::new(ledger, filter, group_by, sort_by, &HashSet::new(), as_of);
    listing.everybody().collect()
}

fn read_filter(
    ledger: &Ledger,
    args: &ListArgs,
    view: Option<&Settings>,
) -> anyhow::Result<Filter> {
    let unit = args.unit.as_deref().map(|text| find::unit(ledger, text));
    let words = filter::parse(args.filter.as_deref().unwrap_or_default())?;
    let mut query = Query::new(args.text.as_deref().unwrap_or_default()).and(words.query());
    let mut conditions = words.bind(ledger)?;
    if let Some(view) = view {
        query = query.and(view.words.query());
        conditions = conditions.and(view.conditions.clone());
    }
    Ok(Filter {
        status: args.status.map(Status::from),
        unit: unit.transpose()?,
        query: Some(query),
        conditions,
    })
}
