//! `tuogou stats`: sums by supervising unit.

use std::io::Write;

use chrono::NaiveDate;
use clap::Args;
use serde::Serialize;

use super::output::write_report;
use super::{Desk, OutputFormat, Run};
use crate::domain::figure::Balance;
use crate::report::render::json;
use crate::report::table::Report;
use crate::report::units::{self, UnitSums};
use crate::words::balance;

#[derive(Serialize)]
struct Stats<'a> {
    as_of: NaiveDate,
    total: usize,
    planned: usize,
    decoupled: usize,
    /// Over those with a task only, as everywhere.
    done_items: usize,
    total_items: usize,
    units: Report<'a, UnitSums>,
    /// What the 拟脱钩 have come to.
    balance: Balance,
}

/// Arguments of `stats`: none.
#[derive(Debug, Args)]
pub struct StatsArgs {}

impl Run for StatsArgs {
    fn reads(&self) -> bool {
        true
    }

    fn run(&self, desk: &mut Desk, out: &mut dyn Write) -> anyhow::Result<()> {
        let units = units::report(&desk.ledger, desk.as_of);
        let sum = units.city();
        let stats = Stats {
            as_of: desk.as_of,
            total: sum.total,
            planned: sum.planned,
            decoupled: sum.decoupled,
            done_items: sum.items.done,
            total_items: sum.items.total,
            units,
            balance: sum.balance(),
        };
        if desk.format() == OutputFormat::Json {
            return Ok(json::write(out, &stats)?);
        }
        write_report(out, desk.format(), &stats.units)?;
        if desk.format() == OutputFormat::Table {
            writeln!(
                out,
                "{}",
                t!(
                    "共 {} 家 = 已脱钩 {} + 拟脱钩 {}（{}），清单 {}/{}（只计应完成的 {} 家，基准日 {}）",
                    "{} in all = {} decoupled + {} to be decoupled ({}), checklist {}/{} (of the {} with a task, as of {})",
                    stats.total,
                    stats.decoupled,
                    stats.planned,
                    balance::parts(&stats.balance),
                    stats.done_items,
                    stats.total_items,
                    stats.balance.with_task(),
                    stats.as_of
                )
            )?;
        }
        Ok(())
    }
}
