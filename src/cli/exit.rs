//! `tuogou exit`: an association leaves the round: 注销, 撤销, 合并, 暂缓.

use std::io::Write;

use clap::{Args, ValueEnum};

use super::output::write_recorded;
use super::{Desk, Run};
use crate::app::find;
use crate::domain::command::Command;
use crate::domain::fact::{Exit, ExitKind};
use crate::report::recorded;
use crate::text::typed_day::TypedDay;

/// Arguments of `exit`.
#[derive(Debug, Args)]
pub struct ExitArgs {
    /// 协会：序号、名称或其中一部分
    /// ¦ Association: number, name or part of it
    #[arg(value_name = "协会")]
    pub association: String,
    /// 怎样退出：注销、撤销、合并、暂缓
    /// ¦ How it leaves: deregistered, revoked, merged, deferred
    #[arg(
        value_name = "方式",
        required_unless_present = "clear",
        hide_possible_values = true
    )]
    pub kind: Option<KindArg>,
    /// 日期（默认基准日）
    /// ¦ Date (the as-of date)
    #[arg(long, value_name = "日期", allow_hyphen_values = true)]
    pub on: Option<TypedDay>,
    /// 依据：文号或文件名
    /// ¦ Paper: number or file name
    #[arg(long, value_name = "文字", default_value = "")]
    pub document: String,
    /// 原因
    /// ¦ Reason
    #[arg(long, value_name = "文字", default_value = "")]
    pub reason: String,
    /// 合并时：并入哪一家
    /// ¦ Where merged: into which one
    #[arg(long, value_name = "协会")]
    pub into: Option<String>,
    /// 取消退出登记
    /// ¦ Take the exit back
    #[arg(long, conflicts_with_all = ["kind", "on", "document", "reason", "into"])]
    pub clear: bool,
}

/// Ways to leave, as written on the command line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum KindArg {
    /// 注销
    /// ¦ deregistered
    #[value(alias = "注销")]
    Deregistered,
    /// 撤销
    /// ¦ revoked
    #[value(alias = "撤销")]
    Revoked,
    /// 合并
    /// ¦ merged
    #[value(alias = "合并")]
    Merged,
    /// 暂缓
    /// ¦ put off
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

impl Run for ExitArgs {
    fn run(&self, desk: &mut Desk, out: &mut dyn Write) -> anyhow::Result<()> {
        let ledger = &desk.ledger;
        let ix = find::association(ledger, &self.association)?;
        let into = self
            .into
            .as_deref()
            .map(|text| find::association(ledger, text));
        let into = into.transpose()?.map(|ix| ledger.associations()[ix].no);
        let on = desk.day(self.on)?;
        let exit = self.kind.map(|kind| Exit {
            kind: kind.into(),
            on,
            document: self.document.as_str().into(),
            reason: self.reason.as_str().into(),
            into,
        });
        let command = Command::SetExit {
            association: ledger.associations()[ix].no,
            exit,
        };
        let moment = desk.moment();
        let receipt = desk.session.execute(&mut desk.ledger, &command, moment)?;
        let report = recorded::standing(&desk.ledger, ix, desk.as_of);
        write_recorded(out, desk.format(), &report, &receipt.sentence())
    }
}
