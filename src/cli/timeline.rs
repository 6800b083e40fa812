//! `tuogou timeline`: the milestones with what is done and how many days are left.

use std::io::Write;

use chrono::NaiveDate;
use serde::Serialize;

use super::output::{Align, write_json, write_list};
use super::{Desk, Format};
use crate::app::clock::weekday;
use crate::domain::milestone::{self, Countdown};
use crate::domain::model::Light;
use crate::domain::round::Scope;

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

#[derive(Serialize)]
struct MilestoneLine<'a> {
    id: &'a str,
    title: &'a str,
    due_on: NaiveDate,
    scope: Scope,
    population: usize,
    done: usize,
    light: Light,
    days: i64,
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
    let milestones = defs.iter().enumerate().map(|(ix, def)| {
        let standing = milestone::city_standing(ledger, ix, desk.as_of);
        MilestoneLine {
            id: &def.id,
            title: &def.title,
            due_on: def.due_on,
            scope: def.scope,
            population: standing.population,
            done: standing.done,
            light: standing.light,
            days: standing.days_left,
        }
    });
    let timeline = Timeline {
        as_of: desk.as_of,
        next,
        milestones: milestones.collect(),
    };
    if desk.format == Format::Json {
        return write_json(out, &timeline);
    }
    let rows: Vec<Vec<String>> = timeline
        .milestones
        .iter()
        .zip(defs)
        .map(|(line, def)| {
            vec![
                line.id.to_owned(),
                format!("{} {}", line.due_on, weekday(line.due_on)),
                line.title.to_owned(),
                def.lead.join("、"),
                line.scope.word().to_owned(),
                format!("{}/{}", line.done, line.population),
                line.light.sign().to_owned(),
                line.days.to_string(),
            ]
        })
        .collect();
    let columns = [
        ("节点", Align::Left),
        ("计划日期", Align::Left),
        ("名称", Align::Left),
        ("牵头", Align::Left),
        ("范围", Align::Left),
        ("完成", Align::Right),
        ("灯", Align::Left),
        ("剩余天数", Align::Right),
    ];
    write_list(out, desk.format, &timeline.milestones, &columns, &rows)
}
