//! `tuogou overview`: where the round stands, as the first screen shows it.

use std::io::Write;

use clap::Args;

use super::output::write_report;
use super::{Desk, OutputFormat, Run};
use crate::app::overview::Overview;
use crate::domain::figure;
use crate::report::debts;
use crate::report::due;
use crate::report::render::json;
use crate::report::render::text::words;
use crate::report::table::LedgerOn;
use crate::words::balance;

/// Lines of what is due next.
const DUE: usize = 8;

/// Lines of what was done last.
const CHANGES: usize = 5;

/// Arguments of `overview`: none.
#[derive(Debug, Args)]
pub struct OverviewArgs {}

impl Run for OverviewArgs {
    fn reads(&self) -> bool {
        true
    }

    fn run(&self, desk: &mut Desk, out: &mut dyn Write) -> anyhow::Result<()> {
        let deeds = desk.session.deeds(&desk.ledger, desk.as_of)?;
        let overview = Overview::new(&desk.ledger, deeds, desk.as_of);
        if desk.format() == OutputFormat::Json {
            return Ok(json::write(out, &overview)?);
        }
        if desk.format() == OutputFormat::Table {
            above(desk, &overview, out)?;
        }
        let units = overview.units.clone();
        let report = debts::report(&desk.ledger, units, desk.as_of);
        write_report(out, desk.format(), &report)?;
        if desk.format() == OutputFormat::Table {
            below(desk, &overview, out)?;
        }
        Ok(())
    }
}

fn above(desk: &Desk, overview: &Overview, out: &mut dyn Write) -> anyhow::Result<()> {
    let Overview { owed, items, .. } = overview;
    let coming = figure::coming(&desk.ledger, desk.as_of);
    // A date of the round that is no milestone is known by what it is called.
    let heading = match coming.milestone {
        Some(ix) => desk.ledger.round().milestones()[ix].heading(),
        None => coming.title.to_owned(),
    };
    let left = match coming.days {
        days if coming.over => t!(
            "节点均已过期，{heading} 过去 {days} 天",
            "all milestones have passed, {heading} {days} days ago"
        ),
        0 => t!("今天是 {heading}", "today is {heading}"),
        days => t!("距 {heading} 还有 {days} 天", "{days} days to {heading}"),
    };
    writeln!(
        out,
        "{}",
        t!("基准日 {}  {left}", "As of {}  {left}", overview.as_of)
    )?;
    writeln!(
        out,
        "{}",
        t!(
            "{} = 已脱钩 {} + 拟脱钩 {}（{}），清单 {}/{} {}",
            "{} = {} decoupled + {} to be decoupled ({}), checklist {}/{} {}",
            overview.total,
            overview.decoupled,
            overview.planned,
            balance::parts(&overview.balance),
            items.done,
            items.total,
            items.share()
        )
    )?;
    let soon = desk.ledger.round().info.thresholds.soon_days;
    writeln!(
        out,
        "{}",
        t!(
            "逾期 {} 项 {} 家{}，{soon} 天内到期 {} 项 {} 家{}，未到期 {} 项",
            "{} overdue of {}{}, due in {soon} days {} of {}{}, not yet due {}",
            owed.overdue,
            overview.overdue_associations,
            also(overview.milestones_in(..0)),
            owed.soon,
            overview.soon_associations,
            also(overview.milestones_in(0..=soon)),
            owed.later
        )
    )?;
    writeln!(out, "{}", overview.pace.sentence())?;
    writeln!(out, "{}\n", overview.pace.forecast())?;
    for line in &overview.separations {
        writeln!(
            out,
            "{}",
            t!(
                "{} {}/{} {}，办结 {}/{} 家",
                "{} {}/{} {}, done by {}/{}",
                line.title,
                line.items.done,
                line.items.total,
                line.items.share(),
                line.complete,
                line.associations
            )
        )?;
    }
    writeln!(out)?;
    Ok(())
}

/// What is counted apart, behind a count.
fn also(milestones: String) -> String {
    if milestones.is_empty() {
        milestones
    } else {
        t!("、{milestones}", ", {milestones}")
    }
}

fn below(desk: &Desk, overview: &Overview, out: &mut dyn Write) -> anyhow::Result<()> {
    writeln!(out, "{}", t!("\n到期", "\nDue"))?;
    for line in overview.due.iter().take(DUE) {
        let on = LedgerOn::new(&desk.ledger, desk.as_of);
        writeln!(out, "{}", words(&due::columns(), on, line))?;
    }
    writeln!(out, "{}", t!("\n最近改动", "\nLatest changes"))?;
    for line in overview.changes.iter().take(CHANGES) {
        writeln!(out, "{} {} {}", line.on, line.by, line.what)?;
    }
    Ok(())
}
