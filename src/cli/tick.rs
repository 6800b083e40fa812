//! `tuogou tick`: sets the state of one checklist item.

use std::io::Write;
use std::path::PathBuf;

use clap::{Args, ValueEnum};

use super::close::refuse_what_is_open;
use super::output::write_recorded;
use super::{Desk, Run};
use crate::app::{evidence, find};
use crate::domain::command::Command;
use crate::domain::model::ItemState;
use crate::report::checklist;

/// Arguments of `tick`.
#[derive(Debug, Args)]
pub struct TickArgs {
    /// 序号、名称或名称的一部分
    /// ¦ Number, name or part of the name
    #[arg(value_name = "协会")]
    pub association: String,
    /// 清单事项，如 P1、A2
    /// ¦ Checklist item, such as P1, A2
    #[arg(value_name = "事项")]
    pub item: String,
    /// open 未办、doing 办理中、done 已办（默认）、na 不涉及
    /// ¦ open, doing, done (without it), na (not applicable)
    #[arg(
        long,
        value_name = "状态",
        default_value = "done",
        hide_default_value = true,
        hide_possible_values = true
    )]
    pub state: StateArg,
    /// 说明；设为不涉及时写理由
    /// ¦ A note; the reason where it is not applicable
    #[arg(long, value_name = "文字")]
    pub note: Option<String>,
    /// 依据：文号、文件名等
    /// ¦ Evidence: number, file name or the like
    #[arg(long, value_name = "文字")]
    pub evidence: Option<String>,
    /// 依据是一个文件：登记文件名和校验值，文件留在原处，以后用 tuogou evidence 核对
    /// ¦ Evidence that is a file: its name and hash are recorded, the file stays where it is; tuogou evidence checks it later
    #[arg(long, value_name = "文件", conflicts_with = "evidence")]
    pub evidence_file: Option<PathBuf>,
}

/// Values of `--state`.
#[derive(Debug, Clone, Copy, ValueEnum)]
pub enum StateArg {
    /// 未办
    /// ¦ open
    #[value(alias = "未办")]
    Open,
    /// 办理中
    /// ¦ doing
    #[value(alias = "办理中")]
    Doing,
    /// 已办
    /// ¦ done
    #[value(alias = "已办")]
    Done,
    /// 不涉及
    /// ¦ not applicable
    #[value(alias = "不涉及", alias = "not_applicable")]
    Na,
}

impl From<StateArg> for ItemState {
    fn from(arg: StateArg) -> Self {
        match arg {
            StateArg::Open => Self::Open,
            StateArg::Doing => Self::Doing,
            StateArg::Done => Self::Done,
            StateArg::Na => Self::NotApplicable,
        }
    }
}

impl Run for TickArgs {
    fn run(&self, desk: &mut Desk, out: &mut dyn Write) -> anyhow::Result<()> {
        let ix = find::association(&desk.ledger, &self.association)?;
        let file = self.evidence_file.as_deref().map(evidence::of_file);
        let command = Command::SetItem {
            association: desk.ledger.associations()[ix].no,
            item: self.item.clone(),
            state: Some(self.state.into()),
            note: self.note.clone(),
            evidence: file.transpose()?.or_else(|| self.evidence.clone()),
        };
        refuse_what_is_open(desk, ix, &command)?;
        let moment = desk.moment();
        let receipt = desk.session.execute(&mut desk.ledger, &command, moment)?;
        let item = desk.ledger.round().item_ix(&self.item);
        let item = item.expect("the command was accepted, so the item exists");
        let items = vec![desk.ledger.item(ix, item)];
        let report = checklist::report(&desk.ledger, items, desk.as_of);
        write_recorded(out, desk.format(), &report, &receipt.sentence())
    }
}
