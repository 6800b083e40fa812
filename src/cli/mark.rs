//! `tuogou mark`: records that a milestone was reached, or takes that away.

use std::io::Write;

use clap::Args;

use super::output::write_recorded;
use super::{Desk, Run};
use crate::app::find::{self, UnitChoice};
use crate::domain::change::Subject;
use crate::domain::command::Command;
use crate::report::recorded::{self, Marked};
use crate::text::typed_day::TypedDay;

/// Arguments of `mark`.
#[derive(Debug, Args)]
pub struct MarkArgs {
    /// 节点，如 M3
    /// ¦ Milestone, such as M3
    #[arg(value_name = "节点")]
    pub milestone: String,
    /// 只登记这个业务主管单位（按协会的节点则登记其全部拟脱钩协会）
    /// ¦ Only this supervising unit (all its associations where the milestone is theirs)
    #[arg(long, value_name = "单位", conflicts_with = "association")]
    pub unit: Option<String>,
    /// 只登记这个协会：序号、名称或名称的一部分
    /// ¦ Only this association: number, name or part of it
    #[arg(long, value_name = "协会")]
    pub association: Option<String>,
    /// 完成日期（默认为基准日）
    /// ¦ Day of completion (the as-of date without it)
    #[arg(
        long,
        value_name = "日期",
        allow_hyphen_values = true,
        conflicts_with = "clear"
    )]
    pub on: Option<TypedDay>,
    /// 取消登记
    /// ¦ Take the mark back
    #[arg(long)]
    pub clear: bool,
}

impl Run for MarkArgs {
    fn run(&self, desk: &mut Desk, out: &mut dyn Write) -> anyhow::Result<()> {
        let ledger = &desk.ledger;
        let subject = match (&self.unit, &self.association) {
            (Some(text), _) => match find::unit(ledger, text)? {
                UnitChoice::Unit(unit) => Subject::Unit(ledger.units()[unit].name.to_string()),
                UnitChoice::Direct => anyhow::bail!(both!(
                    "{} 不是单位，请用 --association 按协会登记",
                    "{} is no unit; mark the association with --association",
                    ledger.round().info.thresholds.direct_registration
                )),
            },
            (None, Some(text)) => {
                let ix = find::association(ledger, text)?;
                Subject::Association(ledger.associations()[ix].no)
            }
            (None, None) => Subject::City,
        };
        let milestone = self.milestone.clone();
        let on = desk.day(self.on)?;
        let done_on = (!self.clear).then_some(on);
        let command = match done_on {
            None => Command::Unmark {
                milestone,
                subject: subject.clone(),
            },
            Some(on) => Command::Mark {
                milestone,
                subject: subject.clone(),
                on,
            },
        };
        let moment = desk.moment();
        let receipt = desk.session.execute(&mut desk.ledger, &command, moment)?;
        let ix = desk.ledger.round().milestone_ix(&self.milestone);
        let ix = ix.expect("the command was accepted, so the milestone exists");
        let marked = Marked {
            milestone: ix,
            subject,
            done_on,
            by: desk.session.by().to_owned(),
            changed: receipt.changes,
        };
        let report = recorded::marked(&desk.ledger, marked, desk.as_of);
        write_recorded(out, desk.format(), &report, &receipt.sentence())
    }
}
