//! `tuogou stats`: sums by supervising unit.

use std::io::Write;

use chrono::NaiveDate;
use serde::Serialize;

use super::output::{Align, write_json, write_list};
use super::{Desk, Format};
use crate::domain::id::AssocIx;
use crate::domain::progress;

#[derive(Serialize)]
struct Stats<'a> {
    as_of: NaiveDate,
    total: usize,
    planned: usize,
    decoupled: usize,
    /// Over the 拟脱钩 only, as everywhere.
    done_items: usize,
    total_items: usize,
    units: Vec<UnitLine<'a>>,
}

#[derive(Serialize)]
struct UnitLine<'a> {
    /// Canonical name; null for 直接登记.
    unit: Option<&'a str>,
    total: usize,
    planned: usize,
    decoupled: usize,
    completed: usize,
    done_items: usize,
    total_items: usize,
    light: crate::domain::model::Light,
}

pub fn run(desk: &Desk, out: &mut dyn Write) -> anyhow::Result<()> {
    let ledger = &desk.ledger;
    let line = |unit, members: &mut dyn Iterator<Item = AssocIx>| {
        let sum = progress::summary(ledger, members, desk.as_of);
        UnitLine {
            unit,
            total: sum.total,
            planned: sum.planned,
            decoupled: sum.decoupled,
            completed: sum.completed,
            done_items: sum.items.done,
            total_items: sum.items.total,
            light: sum.light,
        }
    };
    let mut units: Vec<UnitLine<'_>> = ledger
        .units()
        .iter()
        .map(|unit| {
            line(
                Some(unit.name.as_str()),
                &mut unit.associations.iter().copied(),
            )
        })
        .collect();
    let mut direct = ledger.direct().peekable();
    if direct.peek().is_some() {
        units.push(line(None, &mut direct));
    }
    let sum = progress::summary(ledger, ledger.associations().keys(), desk.as_of);
    let stats = Stats {
        as_of: desk.as_of,
        total: sum.total,
        planned: sum.planned,
        decoupled: sum.decoupled,
        done_items: sum.items.done,
        total_items: sum.items.total,
        units,
    };
    if desk.format == Format::Json {
        return write_json(out, &stats);
    }
    let direct = &ledger.round().info.thresholds.direct_registration;
    let rows: Vec<Vec<String>> = stats
        .units
        .iter()
        .map(|line| {
            vec![
                line.unit.unwrap_or(direct).to_owned(),
                line.total.to_string(),
                line.decoupled.to_string(),
                line.planned.to_string(),
                line.completed.to_string(),
                format!("{}/{}", line.done_items, line.total_items),
                line.light.sign().to_owned(),
            ]
        })
        .collect();
    let columns = [
        ("业务主管单位", Align::Left),
        ("合计", Align::Right),
        ("已脱钩", Align::Right),
        ("拟脱钩", Align::Right),
        ("已完成", Align::Right),
        ("清单", Align::Right),
        ("灯", Align::Left),
    ];
    write_list(out, desk.format, &stats.units, &columns, &rows)?;
    if desk.format == Format::Table {
        writeln!(
            out,
            "共 {} 家 = 已脱钩 {} + 拟脱钩 {}，清单 {}/{}（只计拟脱钩，基准日 {}）",
            stats.total,
            stats.decoupled,
            stats.planned,
            stats.done_items,
            stats.total_items,
            stats.as_of
        )?;
    }
    Ok(())
}
