//! `tuogou exit`: an association leaves the round: 注销, 撤销, 合并, 暂缓.

use std::io::Write;

use chrono::NaiveDate;
use clap::{Args, ValueEnum};
use serde::Serialize;

use super::output::{write_json, write_list};
use super::{Desk, Format};
use crate::app::clock::parse_date;
use crate::app::find;
use crate::app::session::Receipt;
use crate::domain::command::Command;
use crate::domain::fact::{Exit, ExitKind};
use crate::domain::id::AssocIx;
use crate::domain::ledger::Ledger;
use crate::domain::model::{Stage, Status};

/// Arguments of `exit`.
#[derive(Debug, Args)]
pub struct ExitArgs {
    /// 协会：序号、名称或其中一部分
    #[arg(value_name = "协会")]
    pub association: String,
    /// 怎样退出：注销、撤销、合并、暂缓
    #[arg(
        value_name = "方式",
        required_unless_present = "clear",
        hide_possible_values = true
    )]
    pub kind: Option<KindArg>,
    /// 日期（默认基准日）
    #[arg(long, value_name = "日期", value_parser = parse_date)]
    pub on: Option<NaiveDate>,
    /// 依据：文号或文件名
    #[arg(long, value_name = "文字", default_value = "")]
    pub document: String,
    /// 原因
    #[arg(long, value_name = "文字", default_value = "")]
    pub reason: String,
    /// 合并时：并入哪一家
    #[arg(long, value_name = "协会")]
    pub into: Option<String>,
    /// 取消退出登记
    #[arg(long, conflicts_with_all = ["kind", "on", "document", "reason", "into"])]
    pub clear: bool,
}

/// Ways to leave, as written on the command line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum KindArg {
    /// 注销
    #[value(alias = "注销")]
    Deregistered,
    /// 撤销
    #[value(alias = "撤销")]
    Revoked,
    /// 合并
    #[value(alias = "合并")]
    Merged,
    /// 暂缓
    #[value(alias = "暂缓")]
    Deferred,
}

impl From<KindArg> for ExitKind {
    fn from(kind: KindArg) -> Self {
        match kind {
            KindArg::Deregistered => Self::Deregistered,
            KindArg::Revoked => Self::Revoked,
            KindArg::Merged => Self::Merged,
            KindArg::Deferred => Self::Deferred,
        }
    }
}

/// Where an association stands, for programs.
#[derive(Serialize)]
pub(super) struct Where {
    no: u32,
    name: String,
    status: Status,
    stage: Stage,
    exit: Option<Exit>,
}

impl Where {
    pub(super) fn new(ledger: &Ledger, ix: AssocIx) -> Self {
        let about = &ledger.associations()[ix];
        Self {
            no: about.no,
            name: about.name.to_string(),
            status: about.status,
            stage: ledger.progress(ix).stage,
            exit: ledger.exit_of(ix).map(|(exit, _)| exit.clone()),
        }
    }
}

/// Flat, for spreadsheets.
#[derive(Serialize)]
struct FlatWhere<'a> {
    no: u32,
    name: &'a str,
    status: Status,
    stage: Stage,
    exited_on: Option<NaiveDate>,
    document: Option<&'a str>,
    reason: Option<&'a str>,
    into: Option<u32>,
}

/// Says what was recorded and where the association stands now.
pub(super) fn report(
    desk: &Desk,
    receipt: &Receipt,
    now: &Where,
    out: &mut dyn Write,
) -> anyhow::Result<()> {
    match desk.format {
        Format::Json => write_json(out, now),
        Format::Csv => {
            let exit = now.exit.as_ref();
            let flat = FlatWhere {
                no: now.no,
                name: &now.name,
                status: now.status,
                stage: now.stage,
                exited_on: exit.map(|exit| exit.on),
                document: exit.map(|exit| exit.document.as_str()),
                reason: exit.map(|exit| exit.reason.as_str()),
                into: exit.and_then(|exit| exit.into),
            };
            write_list(out, Format::Csv, &[flat], &[], &[])
        }
        Format::Table => Ok(writeln!(out, "{}", receipt.sentence())?),
    }
}

pub fn run(desk: &mut Desk, args: &ExitArgs, out: &mut dyn Write) -> anyhow::Result<()> {
    let ledger = &desk.ledger;
    let ix = find::association(ledger, &args.association)?;
    let into = args
        .into
        .as_deref()
        .map(|text| find::association(ledger, text));
    let into = into.transpose()?.map(|ix| ledger.associations()[ix].no);
    let exit = args.kind.map(|kind| Exit {
        kind: kind.into(),
        on: args.on.unwrap_or(desk.as_of),
        document: args.document.clone(),
        reason: args.reason.clone(),
        into,
    });
    let command = Command::SetExit {
        association: ledger.associations()[ix].no,
        exit,
    };
    let moment = desk.moment();
    let receipt = desk.session.execute(&mut desk.ledger, &command, moment)?;
    report(desk, &receipt, &Where::new(&desk.ledger, ix), out)
}
