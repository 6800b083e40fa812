//! Units, statuses, lights, stages, kinds, names.

use std::collections::HashMap;
use typed_index_collections::TiVec;

use super::{Choice, NamedValue, Op, RowTests, choice, choices, named, only_is, pick};
use crate::app::filter::table::RowTest;
use crate::app::find::{self, UnitChoice};
use crate::domain::id::PrintedIx;
use crate::domain::ledger::Ledger;
use crate::domain::model::{Light, Stage, Status, UnitKind};
use crate::search::{Query, Strength};

/// Short names of the units, or full ones where a short one means another unit.
pub fn units(ledger: &Ledger, _: usize) -> Vec<Choice> {
    let mut first: HashMap<&str, usize> = HashMap::new();
    let units = ledger.units();
    for (ix, unit) in units.iter().enumerate() {
        first.insert(&unit.name, ix);
    }
    for (ix, unit) in units.iter().enumerate() {
        for name in std::iter::once(&unit.short).chain(&unit.aliases) {
            first.entry(name).or_insert(ix);
        }
    }
    let direct = &ledger.round().info.thresholds.direct_registration;
    let all = units.iter().enumerate().map(|(ix, unit)| {
        let own = first.get(unit.short.as_str()) == Some(&ix);
        let text = if own { &unit.short } else { &unit.name };
        let about = t!("{} {} 家", "{} {}", unit.name, unit.associations.len());
        choice(text, about)
    });
    all.chain([choice(
        direct,
        s!("没有业务主管单位", "no supervising unit"),
    )])
    .collect()
}

/// `unit:教育`
pub fn unit(ledger: &Ledger, _: usize, op: Op, value: &str) -> Result<RowTests, String> {
    only_is(op)?;
    let found = find::unit(ledger, value).map_err(|error| error.to_string())?;
    Ok(match found {
        UnitChoice::Unit(unit) => {
            RowTests::new(ledger.units()[unit].short.clone(), move |seen, ix| {
                seen.ledger.unit_of(ix) == Some(unit)
            })
        }
        UnitChoice::Direct => RowTests::new(
            ledger.round().info.thresholds.direct_registration.clone(),
            |seen, ix| seen.ledger.unit_of(ix).is_none(),
        ),
    })
}

const STATUSES: [NamedValue<Status>; 2] = [
    named(
        Status::Planned,
        &[Status::Planned.id()],
        Status::Planned.word(),
    ),
    named(
        Status::Decoupled,
        &[Status::Decoupled.id()],
        Status::Decoupled.word(),
    ),
];

/// The printed statuses to choose from.
pub fn statuses(_: &Ledger, _: usize) -> Vec<Choice> {
    choices(&STATUSES)
}

/// `status:拟`
pub fn status(_: &Ledger, _: usize, op: Op, value: &str) -> Result<RowTests, String> {
    only_is(op)?;
    let found = pick(&STATUSES, value)?;
    let status = found.value;
    Ok(RowTests::new(found.shown(), move |seen, ix| {
        seen.share(ix).status() == status
    }))
}

const LIGHTS: [NamedValue<Light>; 5] = {
    const fn light(light: Light, names: &'static [&'static str]) -> NamedValue<Light> {
        named(light, names, light.sign())
    }
    [
        light(Light::Red, &["red", "红灯"]),
        light(Light::Yellow, &["yellow", "黄灯"]),
        light(Light::Blue, &["blue", "蓝灯"]),
        light(Light::Green, &["green", "绿灯"]),
        light(Light::Grey, &["grey", "灰灯", "gray"]),
    ]
};

/// Lights, with what they mean.
pub fn lights(_: &Ledger, _: usize) -> Vec<Choice> {
    LIGHTS
        .iter()
        .map(|one| choice(one.shown(), one.about()))
        .collect()
}

/// `light:red,黄`
pub fn light(_: &Ledger, _: usize, op: Op, value: &str) -> Result<RowTests, String> {
    only_is(op)?;
    let found = pick(&LIGHTS, value)?;
    let light = found.value;
    Ok(RowTests::new(found.shown(), move |seen, ix| {
        seen.share(ix).light == light
    }))
}

const STAGES: [NamedValue<Stage>; Stage::ALL.len()] = {
    const fn stage(stage: Stage, names: &'static [&'static str]) -> NamedValue<Stage> {
        named(stage, names, stage.word())
    }
    [
        stage(Stage::NotStarted, &["not_started"]),
        stage(Stage::PlanSubmitted, &["plan_submitted"]),
        stage(Stage::Approved, &["approved"]),
        stage(Stage::InProgress, &["in_progress"]),
        stage(Stage::Completed, &["completed"]),
        stage(Stage::Closed, &["closed"]),
        stage(Stage::Historic, &["historic"]),
        stage(Stage::Deregistered, &["deregistered"]),
        stage(Stage::Revoked, &["revoked"]),
        stage(Stage::Merged, &["merged"]),
        stage(Stage::Deferred, &["deferred"]),
    ]
};

/// Stages; by their words, which are shorter.
pub fn stages(_: &Ledger, _: usize) -> Vec<Choice> {
    STAGES
        .iter()
        .map(|one| choice(one.shown(), one.about()))
        .collect()
}

/// `stage:方案`
pub fn stage(_: &Ledger, _: usize, op: Op, value: &str) -> Result<RowTests, String> {
    only_is(op)?;
    let found = pick(&STAGES, value)?;
    let stage = found.value;
    Ok(RowTests::new(found.shown(), move |seen, ix| {
        seen.ledger.progress(ix).stage == stage
    }))
}

/// `name:商会`
pub fn name(_: &Ledger, _: usize, op: Op, value: &str) -> Result<RowTests, String> {
    only_is(op)?;
    Ok(RowTests {
        test: RowTest::Named(Query::of_words([value])),
        words: value.to_owned(),
    })
}

/// Unit names as printed.
pub fn printed_units(ledger: &Ledger, _: usize) -> Vec<Choice> {
    let printed = ledger.printed_units().iter();
    printed
        .map(|printed| {
            let about = t!("{} 家", "{}", printed.associations.len());
            choice(&printed.name, about)
        })
        .collect()
}

/// `printed:文物局`
pub fn printed(ledger: &Ledger, _: usize, op: Op, value: &str) -> Result<RowTests, String> {
    only_is(op)?;
    let query = Query::of_words([value]);
    let contains = |name: &str| {
        let mut terms = query.terms();
        terms.all(|term| term.matches(name) == Some(Strength::Tight))
    };
    let printed = ledger.printed_units().iter();
    let found: TiVec<PrintedIx, bool> = printed.map(|printed| contains(&printed.name)).collect();
    Ok(RowTests::new(value, move |seen, ix| {
        let printed = seen.ledger.associations()[ix].printed;
        found.get(printed).copied().unwrap_or(false)
    }))
}

const KINDS: [NamedValue<UnitKind>; 4] = {
    const fn kind(kind: UnitKind, names: &'static [&'static str]) -> NamedValue<UnitKind> {
        named(kind, names, kind.word())
    }
    [
        kind(UnitKind::CityBureau, &["city_bureau", "市级部门"]),
        kind(UnitKind::Vertical, &["vertical", "垂直管理"]),
        kind(UnitKind::PartyOrMass, &["party_or_mass"]),
        kind(UnitKind::DirectRegistration, &["direct_registration"]),
    ]
};

/// Kinds of units; by their words, which are shorter.
pub fn kinds(_: &Ledger, _: usize) -> Vec<Choice> {
    KINDS
        .iter()
        .map(|one| choice(one.shown(), one.about()))
        .collect()
}

/// `kind:党群`
pub fn kind(_: &Ledger, _: usize, op: Op, value: &str) -> Result<RowTests, String> {
    only_is(op)?;
    let found = pick(&KINDS, value)?;
    let kind = found.value;
    Ok(RowTests::new(found.shown(), move |seen, ix| {
        seen.ledger.kind_of(ix) == kind
    }))
}
