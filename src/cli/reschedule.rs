//! `tuogou reschedule`: milestones on other dates; the printed ones are kept.

use std::io::Write;

use clap::Args;

use super::output::write_report;
use super::{Desk, OutputFormat, Run};
use crate::domain::command::Command;
use crate::report::milestones;
use crate::text::typed_day::TypedDay;

/// Arguments of `reschedule`.
#[derive(Debug, Args)]
pub struct RescheduleArgs {
    /// 节点，例如 M4；与 --shift 二选一
    /// ¦ Milestone, such as M4; or --shift
    #[arg(value_name = "节点", required_unless_present = "shift")]
    pub milestone: Option<String>,
    /// 改到哪一天
    /// ¦ The new day
    #[arg(long, value_name = "日期", allow_hyphen_values = true, required_unless_present_any = ["printed", "shift"])]
    pub to: Option<TypedDay>,
    /// 改回印发的日期
    /// ¦ Back to the printed date
    #[arg(long, conflicts_with = "to")]
    pub printed: bool,
    /// 全部节点推后几天；提前写负数
    /// ¦ Move all milestones by days; earlier with a minus
    #[arg(long, value_name = "天数", allow_hyphen_values = true, conflicts_with_all = ["milestone", "to", "printed"])]
    pub shift: Option<i64>,
    /// 理由
    /// ¦ Reason
    #[arg(long, value_name = "文字", default_value = "")]
    pub reason: String,
}

impl Run for RescheduleArgs {
    fn run(&self, desk: &mut Desk, out: &mut dyn Write) -> anyhow::Result<()> {
        let reason = self.reason.clone();
        let command = match (self.shift, &self.milestone) {
            (Some(days), _) => Command::ShiftMilestones { days, reason },
            (None, milestone) => Command::MoveMilestone {
                milestone: milestone.clone().unwrap_or_default(),
                due_on: self.to.map(|day| day.on(desk.as_of)).transpose()?,
                reason,
            },
        };
        let moment = desk.moment();
        let receipt = desk.session.execute(&mut desk.ledger, &command, moment)?;
        if desk.format() == OutputFormat::Table {
            return Ok(writeln!(out, "{}", receipt.sentence())?);
        }
        let report = milestones::report(&desk.ledger, desk.as_of);
        write_report(out, desk.format(), &report)
    }
}
