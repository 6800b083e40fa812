//! `tuogou timeline`: the milestones with what is done and how many days are left.

use std::io::Write;

use chrono::NaiveDate;
use serde::Serialize;

use super::output::{Align, write_json, write_list};
use super::{Desk, Format};
use crate::app::clock::weekday;
use crate::domain::ledger::Ledger;
use crate::domain::milestone::{self, Countdown};
use crate::domain::model::Light;
use crate::domain::round::{Milestone, Scope};

#[derive(Serialize)]
struct Timeline<'a> {
    as_of: NaiveDate,
    next: Option<Next<'a>>,
    milestones: Vec<MilestoneLine<'a>>,
}

#[derive(Serialize)]
struct Next<'a> {
    id: &'a str,
    due_on: NaiveDate,
    days_left: i64,
}

/// A milestone, for programs.
#[derive(Serialize)]
pub(super) struct MilestoneLine<'a> {
    id: &'a str,
    title: &'a str,
    due_on: NaiveDate,
    /// As printed.
    printed_on: NaiveDate,
    scope: Scope,
    population: usize,
    done: usize,
    light: Light,
    days: i64,
    /// When the last of the population reached it, once all have.
    done_on: Option<NaiveDate>,
    /// Days from the planned to the actual date; negative = early.
    slip: Option<i64>,
}

/// The milestones as they stand on a day.
pub(super) fn lines(ledger: &Ledger, as_of: NaiveDate) -> impl Iterator<Item = MilestoneLine<'_>> {
    let defs = ledger.round().milestones().iter_enumerated();
    defs.map(move |(ix, def)| {
        let standing = milestone::city_standing(ledger, ix, as_of);
        MilestoneLine {
            id: &def.id,
            title: &def.title,
            due_on: def.due_on,
            printed_on: def.printed(),
            scope: def.scope,
            population: standing.population,
            done: standing.done,
            light: standing.light,
            days: standing.days_left,
            done_on: standing.done_on,
            slip: standing.slip(def.due_on),
        }
    })
}

pub fn run(desk: &Desk, out: &mut dyn Write) -> anyhow::Result<()> {
    let ledger = &desk.ledger;
    let defs = ledger.round().milestones();
    let next = match milestone::countdown(ledger, desk.as_of) {
        Countdown::Next {
            milestone,
            days_left,
        } => Some(Next {
            id: &defs[milestone].id,
            due_on: defs[milestone].due_on,
            days_left,
        }),
        Countdown::Over { .. } => None,
    };
    let timeline = Timeline {
        as_of: desk.as_of,
        next,
        milestones: lines(ledger, desk.as_of).collect(),
    };
    if desk.format == Format::Json {
        return write_json(out, &timeline);
    }
    write_lines(desk, &timeline.milestones, out)
}

/// The milestones as a table, or for spreadsheets.
pub(super) fn write_lines(
    desk: &Desk,
    lines: &[MilestoneLine<'_>],
    out: &mut dyn Write,
) -> anyhow::Result<()> {
    let defs = desk.ledger.round().milestones();
    let row = |(line, def): (&MilestoneLine<'_>, &Milestone)| {
        let actual = match (line.done_on, line.slip) {
            (Some(on), Some(days)) => format!("{on} {}", milestone::slip_words(days)),
            _ => String::new(),
        };
        vec![
            line.id.to_owned(),
            format!("{} {}", line.due_on, weekday(line.due_on)),
            line.title.to_owned(),
            def.lead.join("、"),
            line.scope.word().to_owned(),
            format!("{}/{}", line.done, line.population),
            line.light.sign().to_owned(),
            line.days.to_string(),
            actual,
        ]
    };
    let rows: Vec<Vec<String>> = lines.iter().zip(defs).map(row).collect();
    let columns = [
        ("节点", Align::Left),
        ("计划日期", Align::Left),
        ("名称", Align::Left),
        ("牵头", Align::Left),
        ("范围", Align::Left),
        ("完成", Align::Right),
        ("灯", Align::Left),
        ("剩余天数", Align::Right),
        ("实际", Align::Left),
    ];
    write_list(out, desk.format, lines, &columns, &rows)?;
    for (line, def) in lines.iter().zip(defs) {
        if desk.format == Format::Table && line.printed_on != line.due_on {
            let reason = desk
                .ledger
                .new_date(&def.id)
                .map_or("", |(date, _)| &date.reason);
            writeln!(
                out,
                "{} 印发日期 {}，现为 {}：{reason}",
                line.id, line.printed_on, line.due_on
            )?;
        }
    }
    Ok(())
}
