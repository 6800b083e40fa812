//! `tuogou changes`: what has changed since a day, or between two.

use std::io::Write;

use anyhow::bail;
use clap::Args;

use super::output::write_report;
use super::{Desk, OutputFormat, Run};
use crate::exchange::report::Since;
use crate::report::changes::{self, Difference};
use crate::report::render::json;
use crate::text::typed_day::TypedDay;

/// Arguments of `changes`.
#[derive(Debug, Args)]
pub struct ChangesArgs {
    /// 从这一天起（含当天）
    /// ¦ From this day on, included
    #[arg(long, value_name = "日期", allow_hyphen_values = true)]
    pub since: TypedDay,
    /// 到这一天止（含当天，默认为基准日）
    /// ¦ Until this day, included (the as-of date)
    #[arg(long, value_name = "日期", allow_hyphen_values = true)]
    pub until: Option<TypedDay>,
}

impl Run for ChangesArgs {
    fn run(&self, desk: &mut Desk, out: &mut dyn Write) -> anyhow::Result<()> {
        let until = desk.day(self.until)?;
        let from = self.since.on(desk.as_of)?;
        if from > until {
            bail!(both!(
                "起日 {from} 晚于止日 {until}，请把 --since 和 --until 对调",
                "{from} is later than {until}: swap --since and --until"
            ));
        }
        let entries = desk.session.entries()?;
        let since = Since::between(&desk.ledger, &entries, from, until);
        if desk.format() == OutputFormat::Json {
            return Ok(json::write(out, &since)?);
        }
        if desk.format() == OutputFormat::Table {
            writeln!(
                out,
                "{}",
                t!(
                    "{from} 起至 {until} 的变化",
                    "What changed from {from} to {until}"
                )
            )?;
        }
        let report = changes::report(&desk.ledger, differences(&since), until);
        write_report(out, desk.format(), &report)?;
        if desk.format() == OutputFormat::Table && since.more > 0 {
            writeln!(
                out,
                "{}",
                t!(
                    "另有 {} 条办理未列出，见 tuogou history",
                    "{} more ticks are not listed; see tuogou history",
                    since.more
                )
            )?;
        }
        Ok(())
    }
}

fn differences(since: &Since) -> Vec<Difference> {
    let mut all = vec![since.items.row("items"), since.completed.row("completed")];
    all.extend(since.milestones.iter().map(|moved| moved.row("milestone")));
    all.extend(since.units.iter().map(|moved| moved.row("unit")));
    all.extend(since.stages.iter().map(Difference::from));
    all.extend(since.deeds.iter().map(Difference::from));
    all
}
