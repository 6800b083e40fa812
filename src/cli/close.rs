//! `tuogou close`: 销号, by somebody who has not ticked.

use std::io::Write;

use clap::Args;

use super::output::write_recorded;
use super::{Desk, Run};
use crate::app::closing::Objections;
use crate::app::find;
use crate::domain::command::{Command, Context};
use crate::domain::decide::decide;
use crate::domain::id::AssocIx;
use crate::domain::model::ItemState;
use crate::report::recorded;

/// Arguments of `close`.
#[derive(Debug, Args)]
pub struct CloseArgs {
    /// 协会：序号、名称或其中一部分
    /// ¦ Association: number, name or part of it
    #[arg(value_name = "协会")]
    pub association: String,
    /// 仍有问题未处理、必填栏未填而要销号的理由，记入说明
    /// ¦ Reason for closing out with open findings or empty fields, put into the note
    #[arg(long, value_name = "文字", conflicts_with = "note")]
    pub reason: Option<String>,
    /// 说明
    /// ¦ Note
    #[arg(long, value_name = "文字")]
    pub note: Option<String>,
    /// 依据：文号、文件名
    /// ¦ Evidence: number, file name
    #[arg(long, value_name = "文字")]
    pub evidence: Option<String>,
    /// 取消销号
    /// ¦ Take the close-out back
    #[arg(long, conflicts_with_all = ["reason", "note", "evidence"])]
    pub clear: bool,
}

impl Run for CloseArgs {
    fn run(&self, desk: &mut Desk, out: &mut dyn Write) -> anyhow::Result<()> {
        let ix = find::association(&desk.ledger, &self.association)?;
        let closing = desk.ledger.round().items.iter().find(|def| def.closes);
        let Some(closing) = closing else {
            anyhow::bail!(both!(
                "本轮的清单没有销号事项",
                "The checklist of this round has no close-out item"
            ));
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
            note: self.reason.clone().or_else(|| self.note.clone()),
            evidence: self.evidence.clone(),
        };
        if self.reason.is_none() {
            refuse_what_is_open(desk, ix, &command)?;
        }
        let moment = desk.moment();
        let receipt = desk.session.execute(&mut desk.ledger, &command, moment)?;
        let report = recorded::standing(&desk.ledger, ix, desk.as_of);
        write_recorded(out, desk.format(), &report, &receipt.sentence())
    }
}

/// Says what speaks against closing, if a command closes and is not refused for another reason.
pub(super) fn refuse_what_is_open(
    desk: &Desk,
    ix: AssocIx,
    command: &Command,
) -> anyhow::Result<()> {
    let ledger = &desk.ledger;
    let closing = command.closes(ledger.round());
    if closing.is_empty() {
        return Ok(());
    }
    let moment = desk.moment();
    let mut context = Context::new(desk.session.by(), moment.at, moment.as_of);
    context.handled = desk.session.handled(&closing)?;
    let closes = decide(ledger, command, &context).is_ok_and(|it| !it.changes.is_empty());
    let objections = Objections::of(ledger, ix, desk.as_of);
    if !closes || objections.is_empty() {
        return Ok(());
    }
    let name = ledger.name(ix);
    let lines = objections.lines(ledger);
    let list = lines.join("\n  - ");
    anyhow::bail!(both!(
        "{name} 还有 {} 项未了，不能直接销号：\n  - {list}\n处理后再销号；确要销号的，用 close 的 --reason 写明理由",
        "{name} has {} open matters and cannot be closed out yet:\n  - {list}\nDeal with them first; to close out all the same, give the reason with close --reason",
        lines.len()
    ));
}
