//! Sums over the whole city, by stage, by section, by milestone and by unit.

use chrono::NaiveDate;
use serde::Serialize;
use typed_index_collections::TiVec;

use super::late::Lateness;
use super::{Done, LightFacts, ReportDay};
use crate::domain::figure::{self, Members};
use crate::domain::id::{MilestoneIx, UnitIx};
use crate::domain::late;
use crate::domain::ledger::{Ledger, SubjectIx};
use crate::domain::milestone;
use crate::domain::model::{Section, Stage};
use crate::domain::progress::Tally;
use crate::domain::rollup::{self, Lights};
use crate::domain::round::Scope;
use crate::words::balance::{self, LateSums};

/// Sums over everything.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct CitySums {
    pub total: usize,
    /// Of these 拟脱钩.
    pub planned: usize,
    /// Of these 已脱钩.
    pub decoupled: usize,
    /// 拟脱钩 that have not left the round.
    pub with_task: usize,
    /// Of these 已完成 or 已销号.
    pub completed: usize,
    /// Those that are not.
    pub unfinished: usize,
    /// 拟脱钩 that have left the round.
    pub left: usize,
    /// What the 拟脱钩 have come to, all of it in words.
    pub balance: String,
    /// Checklist of the 拟脱钩.
    pub items: Done,
    /// Items past due, whosever duty they are.
    pub late_items: usize,
    /// Associations with items past due.
    pub late_associations: usize,
    /// Those of the items that a unit or its association has to see to.
    pub late_own_items: usize,
    /// Associations with such items.
    pub late_own_associations: usize,
    /// Units with something of their own past due: items, milestones, or both.
    pub late_units: usize,
    /// Units below which such items are past due.
    pub late_item_units: usize,
    /// Units without such items that have not reached a milestone of their own.
    pub late_milestone_units: usize,
    /// All that is late, items and milestones apart, in words.
    pub late: String,
    pub light: LightFacts,
}

impl CitySums {
    /// `units` are those with a task.
    pub(super) fn new(ledger: &Ledger, units: &[UnitFacts], as_of: NaiveDate) -> Self {
        let count = |of: fn(&Lateness) -> bool| units.iter().filter(|unit| of(&unit.late)).count();
        let add = |of: fn(&Lateness) -> usize| units.iter().map(|unit| of(&unit.late)).sum();
        let sum = figure::sums(ledger, Members::City, as_of);
        let owed = figure::owed(ledger, as_of);
        let late = LateSums {
            items: add(|late| late.own),
            associations: add(|late| late.own_associations),
            units: count(|late| late.own > 0),
            milestone_units: count(|late| late.own == 0 && late.own_milestones > 0),
            others: add(|late| late.count - late.own),
        };
        Self {
            total: sum.total,
            planned: sum.planned,
            decoupled: sum.decoupled,
            with_task: sum.with_task(),
            completed: sum.completed,
            unfinished: sum.unfinished(),
            left: sum.left.all(),
            balance: balance::sentence(&sum.balance()),
            items: sum.items.into(),
            late_items: owed.items.overdue,
            late_associations: owed.overdue,
            late_units: count(|late| late.any),
            late_own_items: late.items,
            late_own_associations: late.associations,
            late_item_units: late.units,
            late_milestone_units: late.milestone_units,
            late: balance::late(&late),
            light: sum.light.into(),
        }
    }
}

/// How many associations stand at a stage.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct StageFacts {
    /// `in_progress`
    pub id: &'static str,
    pub word: &'static str,
    /// It has left the round.
    pub exited: bool,
    pub count: usize,
}

pub(super) fn stages(ledger: &Ledger) -> Vec<StageFacts> {
    [
        Stage::Historic,
        Stage::Closed,
        Stage::Completed,
        Stage::InProgress,
        Stage::Approved,
        Stage::PlanSubmitted,
        Stage::NotStarted,
        Stage::Deregistered,
        Stage::Revoked,
        Stage::Merged,
        Stage::Deferred,
    ]
    .into_iter()
    .map(|stage| StageFacts {
        id: stage.id(),
        word: stage.word(),
        exited: stage.exited(),
        count: figure::at_stage(ledger, stage),
    })
    // Most rounds have no exits of some kind; nobody has to read that there are none.
    .filter(|facts| facts.count > 0 || !facts.exited)
    .collect()
}

/// A part of the checklist.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SectionFacts {
    /// `assets`
    pub id: &'static str,
    pub title: String,
    pub short: String,
    /// One of the five separations.
    pub separation: bool,
    /// Items of all 拟脱钩.
    pub items: Done,
    /// 拟脱钩 that have settled all of them.
    pub complete: usize,
    pub planned: usize,
}

pub(super) fn sections(ledger: &Ledger) -> Vec<SectionFacts> {
    let facts = |section| {
        let info = ledger.round().section(section);
        let sums = figure::section(ledger, section);
        SectionFacts {
            id: section.id(),
            title: info.title.to_string(),
            short: info.short.to_string(),
            separation: info.separation,
            items: sums.items.into(),
            complete: sums.complete,
            planned: sums.with_task,
        }
    };
    Section::ALL.into_iter().map(facts).collect()
}

/// A milestone of the whole city.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct MilestoneFacts {
    /// `M4`
    pub id: String,
    pub title: String,
    /// At most four characters.
    pub short: String,
    pub due: ReportDay,
    /// Days left; negative when past.
    pub days: i64,
    /// 全市, 单位, 协会
    pub scope: &'static str,
    /// Done of population.
    pub done: Done,
    pub light: LightFacts,
    pub lead: String,
    /// When the last one reached it, once all have.
    pub done_on: Option<ReportDay>,
    /// By how many days that was after the planned day; 0 in time.
    pub overrun: i64,
    /// Past and not reached by everybody.
    pub late: bool,
    /// What its light says, as a fact: 逾期补办.
    pub state: &'static str,
    /// Why more have reached it than are done; empty where they have not.
    pub ahead: String,
    /// The working group reaches it for the city, and no unit has a part in it.
    pub once: bool,
}

pub(super) fn milestones(ledger: &Ledger, as_of: NaiveDate) -> Vec<MilestoneFacts> {
    let completed = figure::sums(ledger, Members::City, as_of).completed;
    let defs = ledger.round().milestones().iter_enumerated();
    defs.map(|(ix, def)| {
        let standing = milestone::city_standing(ledger, ix, as_of);
        MilestoneFacts {
            id: def.id.clone(),
            title: def.title.to_string(),
            short: def.short.to_string(),
            due: def.due_on.into(),
            days: standing.days_left,
            scope: def.scope.text(&ledger.round().info).zh,
            done: standing.tally().into(),
            light: standing.light.into(),
            lead: def.lead.join("、"),
            done_on: standing.done_on.map(ReportDay::from),
            overrun: standing
                .done_on
                .map_or(0, |on| (on - def.due_on).num_days().max(0)),
            late: standing.days_left < 0 && standing.done < standing.population,
            state: rollup::milestone(ledger, ix, SubjectIx::City, as_of)
                .reason
                .word(),
            ahead: balance::ahead(def, standing.done, completed).unwrap_or_default(),
            once: def.scope == Scope::City,
        }
    })
    .collect()
}

/// A milestone as one unit sees it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct CellFacts {
    /// `M4`
    pub id: String,
    /// The unit or its associations have to reach it.
    pub concerned: bool,
    /// Done of population.
    pub done: Done,
    pub light: LightFacts,
}

/// A unit with a task.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct UnitFacts {
    /// Rank by progress, from 1; the same where progress is the same, 0 where all have left.
    pub rank: usize,
    /// Canonical name, or the word for direct registration.
    pub unit: String,
    /// What people say.
    pub short: String,
    pub total: usize,
    /// Of these 拟脱钩.
    pub planned: usize,
    /// Of these, those that have not left the round.
    pub with_task: usize,
    /// 拟脱钩 that are 已完成 or 已销号.
    pub completed: usize,
    /// Those with a task that are not.
    pub unfinished: usize,
    /// 拟脱钩 that have left the round.
    pub left: usize,
    /// Checklist of the 拟脱钩.
    pub items: Done,
    pub light: LightFacts,
    pub cells: Vec<CellFacts>,
    /// What is late.
    pub late: Lateness,
}

/// Units with a task, those that are ahead first; the names of the others; and how many are registered
/// directly where none of these has a task: a mode of registration is no unit. `late` is what is late
/// below each unit.
pub(super) fn units(
    ledger: &Ledger,
    late: &TiVec<UnitIx, Lateness>,
    as_of: NaiveDate,
) -> (Vec<UnitFacts>, Vec<String>, usize) {
    let mut lights = Lights::new(ledger, as_of);
    let mut with_task = Vec::new();
    let mut finished = Vec::new();
    let mut direct = 0;
    for members in Members::units(ledger) {
        let sum = figure::sums_by(members, &mut lights);
        let name = members.name(ledger);
        if sum.planned == 0 {
            match members {
                Members::Direct => direct = sum.total,
                Members::City | Members::Unit(_) => finished.push(name.to_owned()),
            }
            continue;
        }
        let late = match members {
            Members::Unit(unit) => late[unit].clone(),
            Members::City | Members::Direct => Lateness::of(ledger, members, as_of),
        };
        with_task.push(UnitFacts {
            rank: 0,
            unit: name.to_owned(),
            short: members.short(ledger).to_owned(),
            total: sum.total,
            planned: sum.planned,
            with_task: sum.with_task(),
            completed: sum.completed,
            unfinished: sum.unfinished(),
            left: sum.left.all(),
            items: sum.items.into(),
            light: sum.light.into(),
            cells: cells(ledger, members, as_of),
            late,
        });
    }
    rank(&mut with_task);
    (with_task, finished, direct)
}

/// The greater part done comes first; of the same, whoever is less late, then the roster's order.
/// Those whose associations have all left have done nothing that could be ranked, and stand last.
fn rank(units: &mut [UnitFacts]) {
    let progress = |unit: &UnitFacts| {
        let Done { done, total, .. } = unit.items;
        figure::by_progress(Tally { done, total })
    };
    units.sort_by_key(|unit| (progress(unit), unit.late.own));
    let mut last = None;
    let mut rank = 0;
    let ranked = units.iter_mut().enumerate();
    for (at, unit) in ranked.filter(|(_, unit)| unit.items.total > 0) {
        let this = progress(unit);
        if last != Some(this) {
            rank = at + 1;
            last = Some(this);
        }
        unit.rank = rank;
    }
}

fn cells(ledger: &Ledger, whose: Members, as_of: NaiveDate) -> Vec<CellFacts> {
    let all = ledger.round().milestones().keys();
    all.map(|ix| cell(ledger, ix, &late::members(ledger, ix, whose), as_of))
        .collect()
}

fn cell(ledger: &Ledger, ix: MilestoneIx, members: &[SubjectIx], as_of: NaiveDate) -> CellFacts {
    let standing = milestone::standing(ledger, ix, members, as_of);
    CellFacts {
        id: ledger.round().milestones()[ix].id.clone(),
        concerned: !members.is_empty(),
        done: standing.tally().into(),
        light: standing.light.into(),
    }
}
