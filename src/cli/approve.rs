//! `tuogou approve`: the numbers and days under which plans were approved, and their register.

use std::io::Write;

use anyhow::{Context as _, ensure};
use clap::Args;

use super::export::{WhoseArgs, whose};
use super::output::write_report;
use super::{Desk, OutputFormat, Run};
use crate::domain::approval;
use crate::domain::change::Subject;
use crate::domain::command::{Command, Title};
use crate::domain::id::AssocIx;
use crate::domain::model::ItemState;
use crate::exchange::letter::head;
use crate::report::approvals;
use crate::text::typed_day::TypedDay;

/// Arguments of `approve`.
#[derive(Debug, Args)]
pub struct ApproveArgs {
    /// 协会：序号、名称或名称的一部分，可写多个；不写时列出登记簿
    /// ¦ Associations: numbers, names or parts of them; lists approvals without any
    #[arg(value_name = "协会")]
    pub associations: Vec<String>,
    /// 这个业务主管单位的全部拟脱钩协会
    /// ¦ All associations to decouple of this supervising unit
    #[arg(long, value_name = "单位", conflicts_with = "associations")]
    pub unit: Option<String>,
    /// 全部拟脱钩协会
    /// ¦ All associations to decouple
    #[arg(long, conflicts_with_all = ["associations", "unit"])]
    pub all: bool,
    /// 批复的文号，原样写入；几家同一个文号的一起写
    /// ¦ Approval number as it is; one for several associations
    #[arg(long, value_name = "文号", conflicts_with = "from")]
    pub number: Option<String>,
    /// 从这个号起依次编号，机关代字用 tuogou office 登记的；写 0 时接着已用的编
    /// ¦ Number from here on, with the document code of tuogou office; 0 goes on from those used
    #[arg(long, value_name = "号")]
    pub from: Option<u32>,
    /// 批复日期（默认基准日）
    /// ¦ Day of approval (the as-of date)
    #[arg(long, value_name = "日期", allow_hyphen_values = true)]
    pub on: Option<TypedDay>,
}

impl ApproveArgs {
    /// Those who are named, if anybody is.
    fn named(&self) -> Option<WhoseArgs> {
        let nobody = self.associations.is_empty() && self.unit.is_none() && !self.all;
        (!nobody).then(|| WhoseArgs {
            associations: self.associations.clone(),
            unit: self.unit.clone(),
            all: self.all,
        })
    }
}

impl Run for ApproveArgs {
    fn reads(&self) -> bool {
        self.number.is_none() && self.from.is_none()
    }

    fn run(&self, desk: &mut Desk, out: &mut dyn Write) -> anyhow::Result<()> {
        let named = self.named();
        let mut named = named.map(|named| whose(&desk.ledger, &named)).transpose()?;
        // Who is named one by one is refused with the reason where there is nothing to approve, or gets
        // another number; of many, those that have one keep it.
        if let Some(named) = named.as_mut().filter(|_| self.associations.is_empty()) {
            let has_number = |ix: AssocIx| {
                let record = approval::record(&desk.ledger, ix);
                record.is_some_and(|record| !record.evidence.is_empty())
            };
            named.retain(|ix| desk.ledger.has_task(*ix) && (self.reads() || !has_number(*ix)));
        }
        if self.reads() {
            let all = || approval::whose(&desk.ledger).collect();
            return register(desk, named.unwrap_or_else(all), out);
        }
        let whose = named.context(both!(
            "批复的是谁：请写协会、--unit 单位 或 --all",
            "Approve whose plan: name associations, --unit UNIT or --all"
        ))?;
        ensure!(
            !whose.is_empty(),
            both!(
                "都已登记批复文号；要改的请写协会的序号",
                "All of them have an approval number; to change one, name the association"
            )
        );
        let office = desk.ledger.office();
        ensure!(
            self.from.is_none() || office.is_some_and(|office| !office.number.is_empty()),
            both!(
                "依次编号要用机关代字，还没有登记；请先用 tuogou office 登记，或用 --number 写全文号",
                "Numbers in a row need the office's document code, which is not recorded; record it with tuogou office, or give the whole number with --number"
            )
        );
        let on = self.on.map_or(Ok(desk.as_of), |day| day.on(desk.as_of))?;
        let round = desk.ledger.round();
        let (milestone, item) = approval::item(round).context(both!(
            "本轮没有批复的节点和事项",
            "This round has no milestone and item for approvals"
        ))?;
        let (milestone, item) = (&round.milestones()[milestone].id, &round.items[item].id);
        let mut number = self.from;
        if number == Some(0) {
            number = Some(head::next_number(&desk.ledger, on));
        }
        let mut commands = Vec::new();
        for ix in &whose {
            let association = desk.ledger.associations()[*ix].no;
            let text = match (&self.number, number) {
                (Some(text), _) => text.clone(),
                (None, number) => head::number_of(&desk.ledger, on, number),
            };
            number = number.map(|number| number + 1);
            commands.push(Command::Mark {
                milestone: milestone.clone(),
                subject: Subject::Association(association),
                on,
            });
            commands.push(Command::SetItem {
                association,
                item: item.clone(),
                state: Some(ItemState::Done),
                note: None,
                evidence: Some(text),
            });
        }
        let command = Command::Batch {
            title: Title::Named(format!("批复 {} 家", whose.len()).into()),
            commands,
        };
        let moment = desk.moment();
        let receipt = desk.session.execute(&mut desk.ledger, &command, moment)?;
        if desk.format() == OutputFormat::Table {
            return Ok(writeln!(out, "{}", receipt.sentence())?);
        }
        register(desk, whose, out)
    }
}

fn register(desk: &Desk, whose: Vec<AssocIx>, out: &mut dyn Write) -> anyhow::Result<()> {
    let report = approvals::report(&desk.ledger, whose, desk.as_of);
    write_report(out, desk.format(), &report)
}
