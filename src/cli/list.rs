//! `tuogou list`: the roster, filtered.

use std::collections::HashSet;
use std::io::Write;

use anyhow::Context as _;
use chrono::NaiveDate;
use clap::Args;

use super::common::StatusArg;
use super::output::write_report;
use super::{Desk, OutputFormat, Run};
use crate::app::filter;
use crate::app::find;
use crate::app::listing::{Filter, Listing, select};
use crate::app::views::{self, Settings};
use crate::domain::id::AssocIx;
use crate::domain::ledger::Ledger;
use crate::domain::model::Status;
use crate::domain::summary;
use crate::report::render::csv;
use crate::report::roster;
use crate::report::table::{self, LedgerOn, Report};
use crate::search::Query;
use crate::words::balance;

/// Arguments of `list`.
#[derive(Debug, Args)]
pub struct ListArgs {
    /// 业务主管单位：全称、简称、印发名称或其中一部分
    /// ¦ Supervising unit: full, short or printed name, or part of it
    #[arg(long, value_name = "单位")]
    pub unit: Option<String>,
    /// 名册所列状态：planned 拟脱钩、decoupled 已脱钩
    /// ¦ Status in the roster: planned (to decouple), decoupled
    #[arg(long, value_name = "状态", hide_possible_values = true)]
    pub status: Option<StatusArg>,
    /// 按汉字、全拼或首字母查找
    /// ¦ Find by characters, pinyin or initials
    #[arg(long = "match", value_name = "文字")]
    pub text: Option<String>,
    /// 条件，如 'unit:教育 status:拟 light:red due<7d -stage:已批复'，同时成立；界面中按 / 输入的是同一种写法
    /// ¦ Conditions that all hold, such as 'unit:教育 status:拟 light:red due<7d -stage:已批复'; as typed
    /// after / on the screen
    #[arg(long = "where", value_name = "条件")]
    pub filter: Option<String>,
    /// 按视图的条件、排序和列列出，编号见 view list；与其他条件同时成立
    /// ¦ With conditions, order and columns of a view (see view list); other conditions hold too
    #[arg(long, value_name = "数字")]
    pub view: Option<u8>,
    /// 表格、csv 和 md 的列及顺序，如 no,name,light,M4；写错时列出可用的列
    /// ¦ Columns in order for table, csv and md, such as no,name,light,M4; a wrong one lists them
    /// all
    #[arg(long, value_name = "列")]
    pub columns: Option<String>,
}

impl Run for ListArgs {
    fn reads(&self) -> bool {
        true
    }

    fn run(&self, desk: &mut Desk, out: &mut dyn Write) -> anyhow::Result<()> {
        let ledger = &desk.ledger;
        let view = view(ledger, self)?;
        let of_view = view.as_ref().and_then(|view| view.columns.clone());
        let chosen = match &self.columns {
            Some(names) => Some(table::choose(|| roster::columns(ledger.round()), names)?),
            None => of_view,
        };
        let filter = read_filter(ledger, self, view.as_ref())?;
        let found = match &view {
            None => select(ledger, &filter, desk.as_of),
            Some(view) => in_order(ledger, &filter, view, desk.as_of),
        };
        let report = roster::report(ledger, found, desk.as_of);
        let format = desk.format();
        // Programs that read JSON get what they know.
        let chosen = chosen.filter(|_| format != OutputFormat::Json);
        let headed = chosen.is_some();
        let report = match chosen {
            Some(columns) => report.with_columns(columns),
            None => report,
        };
        match format {
            // Columns that were asked for have a heading even without rows.
            OutputFormat::Csv if headed => csv::write_headed(out, &report)?,
            _ => write_report(out, format, &report)?,
        }
        if format == OutputFormat::Table {
            write_sum(&report, out)?;
        }
        Ok(())
    }
}

fn write_sum(report: &Report<'_, AssocIx>, out: &mut dyn Write) -> anyhow::Result<()> {
    let LedgerOn { ledger, as_of, .. } = report.on;
    let sum = summary::of(ledger, report.rows.iter().copied(), as_of);
    writeln!(
        out,
        "{}",
        t!(
            "共 {} 家 = 已脱钩 {} + 拟脱钩 {}（{}；基准日 {as_of}）",
            "{} in all = {} decoupled + {} to be decoupled ({}; as of {as_of})",
            sum.total,
            sum.decoupled,
            sum.planned,
            balance::parts(&sum.balance())
        ),
    )?;
    Ok(())
}

/// The view that was asked for.
fn view(ledger: &Ledger, args: &ListArgs) -> anyhow::Result<Option<Settings>> {
    let Some(number) = args.view else {
        return Ok(None);
    };
    let slot = views::slot(ledger, number).with_context(|| {
        both!(
            "没有视图 {number}，请用 tuogou view list 查看",
            "No view {number}; see tuogou view list"
        )
    })?;
    Ok(Some(views::read(ledger, &slot.view)?))
}

/// What a filter lets through, in the groups and the order of a view.
fn in_order(ledger: &Ledger, filter: &Filter, view: &Settings, as_of: NaiveDate) -> Vec<AssocIx> {
    let (group_by, order) = (view.group_by, view.order);
    let listing = Listing::new(ledger, filter, group_by, order, &HashSet::new(), as_of);
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
