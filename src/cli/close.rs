//! `tuogou close`: 销号, by somebody who has not ticked.

use std::io::Write;

use clap::Args;

use super::output::write_recorded;
use super::{Desk, Run};
use crate::app::find;
use crate::domain::command::Command;
use crate::domain::model::ItemState;
use crate::report::recorded;

/// Arguments of `close`.
#[derive(Debug, Args)]
pub struct CloseArgs {
    /// 协会：序号、名称或其中一部分
    #[arg(value_name = "协会")]
    pub association: String,
    /// 说明
    #[arg(long, value_name = "文字")]
    pub note: Option<String>,
    /// 依据：文号、文件名
    #[arg(long, value_name = "文字")]
    pub evidence: Option<String>,
    /// 取消销号
    #[arg(long, conflicts_with_all = ["note", "evidence"])]
    pub clear: bool,
}

impl Run for CloseArgs {
    fn run(&self, desk: &mut Desk, out: &mut dyn Write) -> anyhow::Result<()> {
        let ix = find::association(&desk.ledger, &self.association)?;
        let closing = desk.ledger.round().items.iter().find(|def| def.closes);
        let Some(closing) = closing else {
            anyhow::bail!("本轮的清单没有销号事项");
        };
        let state = if self.clear {
            ItemState::Open
        } else {
            ItemState::Done
        };
        let command = Command::SetItem {
            association: desk.ledger.associations()[ix].no,
            item: closing.id.clone(),
            state: Some(state),
            note: self.note.clone(),
            evidence: self.evidence.clone(),
        };
        let moment = desk.moment();
        let receipt = desk.session.execute(&mut desk.ledger, &command, moment)?;
        let report = recorded::standing(&desk.ledger, ix, desk.as_of);
        write_recorded(out, desk.format(), &report, &receipt.sentence())
    }
}
