//! `tuogou view`: the views of the roster, saved and taken away.

use std::io::Write;

use anyhow::bail;
use clap::{Args, Subcommand};

use super::output::{write_recorded, write_report};
use super::{Desk, Run};
use crate::app::views;
use crate::domain::command::Command;
use crate::domain::fact::View;
use crate::report;

/// What to do with views.
#[derive(Debug, Subcommand)]
#[command(disable_help_flag = true)]
pub enum ViewCommand {
    /// 列出视图
    /// ¦ List views
    List,
    /// 保存视图，界面中按它的数字键调出
    /// ¦ Save a view, called on the screen by its digit
    Save(SaveArgs),
    /// 清除另存的视图，恢复预设
    /// ¦ Clear a saved view; the preset is back
    Clear(ClearArgs),
}

/// Arguments of `view save`.
#[derive(Debug, Args)]
pub struct SaveArgs {
    /// 数字键，1 到 9
    /// ¦ Digit, 1 to 9
    #[arg(value_name = "数字")]
    pub slot: u8,
    /// 名称
    /// ¦ Name
    #[arg(value_name = "名称")]
    pub name: String,
    /// 条件，写法同 list --where
    /// ¦ Conditions, as in list --where
    #[arg(
        long = "where",
        value_name = "条件",
        default_value = "",
        hide_default_value = true
    )]
    pub filter: String,
    /// Identifier of the grouping.
    #[arg(
        long,
        value_name = "分组",
        help = "分组：unit 主管单位（默认）、printed_unit 印发名称、status 状态、stage 阶段、light 灯、kind 性质、none 不分 ¦ Groups: unit (without it), printed_unit, status, stage, light, kind, none",
        default_value = "",
        hide_default_value = true
    )]
    pub group: String,
    /// 排序：list --columns 的任一列，如 no 序号（默认）、name 名称、due 到期、progress 进度；前加 - 倒排
    /// ¦ Order: any column of list --columns, as no (without it), name, due, progress; - before it turns it round
    #[arg(
        long,
        allow_hyphen_values = true,
        value_name = "排序",
        default_value = "",
        hide_default_value = true
    )]
    pub sort: String,
    /// 列及顺序，写法同 list --columns
    /// ¦ Columns in order, as in list --columns
    #[arg(long, value_name = "列")]
    pub columns: Option<String>,
}

/// Arguments of `view clear`.
#[derive(Debug, Args)]
pub struct ClearArgs {
    /// 数字键，1 到 9
    /// ¦ Digit, 1 to 9
    #[arg(value_name = "数字")]
    pub slot: u8,
}

impl Run for ViewCommand {
    fn run(&self, desk: &mut Desk, out: &mut dyn Write) -> anyhow::Result<()> {
        match self {
            ViewCommand::List => list(desk, out),
            ViewCommand::Save(args) => save(desk, args, out),
            ViewCommand::Clear(args) => {
                if desk.ledger.view(args.slot).is_none() && views::SLOTS.contains(&args.slot) {
                    bail!(both!(
                        "视图 {} 没有另存过，无须清除",
                        "View {} was never saved; nothing to clear",
                        args.slot
                    ));
                }
                set(desk, args.slot, None, out)
            }
        }
    }
}

fn list(desk: &Desk, out: &mut dyn Write) -> anyhow::Result<()> {
    let slots = views::slots(&desk.ledger).collect();
    let report = report::views::report(&desk.ledger, slots, desk.as_of);
    write_report(out, desk.format(), &report)
}

fn save(desk: &mut Desk, args: &SaveArgs, out: &mut dyn Write) -> anyhow::Result<()> {
    let columns = args
        .columns
        .iter()
        .flat_map(|names| names.split([',', '，', '、']));
    let asked = View {
        name: args.name.as_str().into(),
        filter: args.filter.trim().into(),
        group_by: args.group.as_str().into(),
        sort_by: args.sort.as_str().into(),
        columns: columns.map(|name| name.trim().into()).collect(),
    };
    // Only what is understood is saved, under its own names.
    let settings = views::read(&desk.ledger, &asked)?;
    let columns = settings.columns.into_iter().flatten();
    let view = View {
        group_by: views::group_id(settings.group_by).into(),
        sort_by: settings.order.id(desk.ledger.round()).as_str().into(),
        columns: columns.map(|column| column.id.as_ref().into()).collect(),
        ..asked
    };
    set(desk, args.slot, Some(view), out)
}

fn set(desk: &mut Desk, slot: u8, view: Option<View>, out: &mut dyn Write) -> anyhow::Result<()> {
    let command = Command::SetView { slot, view };
    let moment = desk.moment();
    let receipt = desk.session.execute(&mut desk.ledger, &command, moment)?;
    let sentence = receipt.sentence();
    let Some(now) = views::slot(&desk.ledger, slot) else {
        // Another city's round may have no view of its own there.
        return Ok(writeln!(out, "{sentence}")?);
    };
    let report = report::views::report(&desk.ledger, vec![now], desk.as_of);
    write_recorded(out, desk.format(), &report, &sentence)
}
