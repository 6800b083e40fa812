//! Sums over the whole city, by stage, by section, by milestone and by unit.

use std::cmp::Reverse;

use chrono::NaiveDate;
use serde::Serialize;

use super::late::Lateness;
use super::{Day, Done, LightFacts};
use crate::domain::finding::{self, Kind, Severity};
use crate::domain::id::{AssocIx, MilestoneIx};
use crate::domain::ledger::{Ledger, SubjectIx};
use crate::domain::milestone;
use crate::domain::model::{Section, Stage};
use crate::domain::progress::{self, Summary, Tally};
use crate::domain::round::Scope;

/// Days that [`upcoming`] names at most.
const UPCOMING: usize = 2;

/// Sums over everything.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Sums {
    /// Associations.
    pub total: usize,
    /// Of these 拟脱钩.
    pub planned: usize,
    /// Of these 已脱钩.
    pub decoupled: usize,
    /// 拟脱钩 that are 已完成 or 已销号.
    pub completed: usize,
    /// 拟脱钩 that are not.
    pub unfinished: usize,
    /// Checklist of the 拟脱钩.
    pub items: Done,
    /// Items past due.
    pub late_items: usize,
    /// Associations with items past due.
    pub late_associations: usize,
    /// Units with something of their own past due.
    pub late_units: usize,
    /// Worst light.
    pub light: LightFacts,
}

impl Sums {
    pub(super) fn new(ledger: &Ledger, as_of: NaiveDate) -> Self {
        let everybody: Vec<AssocIx> = ledger.associations().keys().collect();
        let sum = progress::summary(ledger, everybody.iter().copied(), as_of);
        let late = Lateness::of(ledger, "", &everybody, as_of);
        let units = ledger.units().keys();
        Self {
            total: sum.total,
            planned: sum.planned,
            decoupled: sum.decoupled,
            completed: sum.completed,
            unfinished: sum.planned - sum.exited - sum.completed,
            items: sum.items.into(),
            late_items: late.count,
            late_associations: late.associations.len(),
            late_units: units
                .filter(|unit| Lateness::new(ledger, *unit, as_of).any)
                .count(),
            light: sum.light.into(),
        }
    }
}

/// How many associations stand at a stage.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct StageFacts {
    /// `in_progress`
    pub id: &'static str,
    /// 办理中
    pub word: &'static str,
    /// It has left the round.
    pub exited: bool,
    /// How many.
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
        count: ledger
            .associations()
            .keys()
            .filter(|ix| ledger.progress(*ix).stage == stage)
            .count(),
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
    /// 资产财务分离
    pub title: String,
    /// 资产
    pub short: String,
    /// One of the five separations.
    pub separation: bool,
    /// Items of all 拟脱钩.
    pub items: Done,
    /// 拟脱钩 that have settled all of them.
    pub complete: usize,
    /// 拟脱钩.
    pub planned: usize,
}

pub(super) fn sections(ledger: &Ledger) -> Vec<SectionFacts> {
    let planned = || {
        ledger
            .associations()
            .keys()
            .filter(|ix| ledger.has_task(*ix))
    };
    Section::ALL
        .into_iter()
        .map(|section| {
            let info = ledger.round().section(section);
            let mut items = Tally::default();
            let mut complete = 0;
            for ix in planned() {
                let tally = ledger.progress(ix).section(section);
                items += tally;
                complete += usize::from(tally.done == tally.total);
            }
            SectionFacts {
                id: section.id(),
                title: info.title.clone(),
                short: info.short.clone(),
                separation: info.separation,
                items: items.into(),
                complete,
                planned: planned().count(),
            }
        })
        .collect()
}

/// A milestone of the whole city.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct MilestoneFacts {
    /// `M4`
    pub id: String,
    /// Title.
    pub title: String,
    /// At most four characters.
    pub short: String,
    /// Planned date.
    pub due: Day,
    /// Days left; negative when past.
    pub days: i64,
    /// 全市, 单位, 协会
    pub scope: &'static str,
    /// Done of population.
    pub done: Done,
    /// Worst light.
    pub light: LightFacts,
    /// Who leads.
    pub lead: String,
    /// When the last one reached it, once all have.
    pub done_on: Option<Day>,
    /// Past and not reached by everybody.
    pub late: bool,
}

pub(super) fn milestones(ledger: &Ledger, as_of: NaiveDate) -> Vec<MilestoneFacts> {
    let defs = ledger.round().milestones().iter_enumerated();
    defs.map(|(ix, def)| {
        let standing = milestone::city_standing(ledger, ix, as_of);
        MilestoneFacts {
            id: def.id.clone(),
            title: def.title.clone(),
            short: def.short.clone(),
            due: def.due_on.into(),
            days: standing.days_left,
            scope: def.scope.word(),
            done: standing.tally().into(),
            light: standing.light.into(),
            lead: def.lead.join("、"),
            done_on: standing.done_on.map(Day::from),
            late: standing.days_left < 0 && standing.done < standing.population,
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
    /// Worst light.
    pub light: LightFacts,
}

/// A unit with a task.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct UnitFacts {
    /// Rank by progress, from 1; the same where progress is the same.
    pub rank: usize,
    /// Canonical name, or the word for direct registration.
    pub unit: String,
    /// What people say.
    pub short: String,
    /// Associations.
    pub total: usize,
    /// Of these 拟脱钩.
    pub planned: usize,
    /// 拟脱钩 that are 已完成 or 已销号.
    pub completed: usize,
    /// Checklist of the 拟脱钩.
    pub items: Done,
    /// Worst light.
    pub light: LightFacts,
    /// The milestones.
    pub cells: Vec<CellFacts>,
    /// What is late.
    pub late: Lateness,
}

/// Units with a task, those that are ahead first; and the names of the others.
pub(super) fn units(ledger: &Ledger, as_of: NaiveDate) -> (Vec<UnitFacts>, Vec<String>) {
    let mut with_task = Vec::new();
    let mut finished = Vec::new();
    for (ix, unit) in ledger.units().iter_enumerated() {
        let members = unit.associations.iter().copied();
        let sum = progress::summary(ledger, members, as_of);
        if sum.planned == 0 {
            finished.push(unit.name.to_string());
            continue;
        }
        let cells = cells(ledger, SubjectIx::Unit(ix), as_of);
        let late = Lateness::new(ledger, ix, as_of);
        with_task.push(facts(&unit.name, &unit.short, &sum, cells, late));
    }
    let direct: Vec<AssocIx> = ledger.direct().collect();
    let sum = progress::summary(ledger, direct.iter().copied(), as_of);
    let name = &ledger.round().info.thresholds.direct_registration;
    if sum.planned > 0 {
        let members: Vec<SubjectIx> = direct.iter().copied().map(SubjectIx::Association).collect();
        let cells = direct_cells(ledger, &members, as_of);
        let late = Lateness::of(ledger, name, &direct, as_of);
        with_task.push(facts(name, name, &sum, cells, late));
    } else if sum.total > 0 {
        finished.push(name.clone());
    }
    rank(&mut with_task);
    (with_task, finished)
}

fn facts(
    unit: &str,
    short: &str,
    sum: &Summary,
    cells: Vec<CellFacts>,
    late: Lateness,
) -> UnitFacts {
    UnitFacts {
        rank: 0,
        unit: unit.to_owned(),
        short: short.to_owned(),
        total: sum.total,
        planned: sum.planned,
        completed: sum.completed,
        items: sum.items.into(),
        light: sum.light.into(),
        cells,
        late,
    }
}

/// The greater part done comes first; of the same, whoever is less late, then the roster's order.
fn rank(units: &mut [UnitFacts]) {
    let millionth = |unit: &UnitFacts| {
        let Done { done, total, .. } = unit.items;
        (done * 1_000_000).checked_div(total).unwrap_or(1_000_000)
    };
    units.sort_by_key(|unit| (Reverse(millionth(unit)), unit.late.own));
    let mut last = None;
    let mut rank = 0;
    for (at, unit) in units.iter_mut().enumerate() {
        let this = millionth(unit);
        if last != Some(this) {
            rank = at + 1;
            last = Some(this);
        }
        unit.rank = rank;
    }
}

fn cells(ledger: &Ledger, subject: SubjectIx, as_of: NaiveDate) -> Vec<CellFacts> {
    let defs = ledger.round().milestones().iter_enumerated();
    defs.map(|(ix, def)| {
        let members = match def.scope {
            Scope::City => Vec::new(),
            _ => milestone::below(ledger, ix, subject),
        };
        cell(ledger, ix, &members, as_of)
    })
    .collect()
}

/// Those under no unit have milestones of their own level only.
fn direct_cells(ledger: &Ledger, members: &[SubjectIx], as_of: NaiveDate) -> Vec<CellFacts> {
    let defs = ledger.round().milestones().iter_enumerated();
    defs.map(|(ix, _)| {
        let own: Vec<SubjectIx> = members
            .iter()
            .flat_map(|member| milestone::below(ledger, ix, *member))
            .collect();
        cell(ledger, ix, &own, as_of)
    })
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

/// A day on which something is due.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Upcoming {
    /// The day.
    pub due: Day,
    /// Days left.
    pub days: i64,
    /// Milestones that are due.
    pub milestones: Vec<MilestoneFacts>,
    /// The checklist has items that are due on it.
    pub scheduled: bool,
    /// Checklist items that are due and still open.
    pub items: usize,
    /// Associations with such items.
    pub associations: usize,
}

pub(super) fn upcoming(ledger: &Ledger, as_of: NaiveDate) -> Vec<Upcoming> {
    let round = ledger.round();
    let left = |day| round.info.thresholds.days_left(day, as_of);
    let milestones = round.milestones().iter().map(|def| def.due_on);
    let items = round.items.iter().map(|def| round.item_due_on(def));
    let mut days: Vec<NaiveDate> = milestones
        .chain(items)
        .filter(|day| left(*day) >= 0)
        .collect();
    days.sort_unstable();
    days.dedup();
    days.truncate(UPCOMING);
    let facts = self::milestones(ledger, as_of);
    days.into_iter()
        .map(|on| {
            let mut items = 0;
            let mut associations = 0;
            for ix in ledger.associations().keys() {
                if !ledger.has_task(ix) {
                    continue;
                }
                let open = ledger
                    .checklist(ix)
                    .filter(|item| !item.state.settled() && ledger.item_due_on(ix, item.def) == on);
                let open = open.count();
                items += open;
                associations += usize::from(open > 0);
            }
            let due = Day::from(on);
            Upcoming {
                days: left(on),
                milestones: facts.iter().filter(|one| one.due == due).cloned().collect(),
                scheduled: round.items.iter().any(|def| round.item_due_on(def) == on),
                items,
                associations,
                due,
            }
        })
        .collect()
}

/// What does not fit together, of what nobody has decided about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
pub struct FindingFacts {
    /// 矛盾 between the forms and the checklist.
    pub contradictions: usize,
    /// 可疑.
    pub suspicious: usize,
    /// 询问.
    pub questions: usize,
    /// Of every kind, without what is to be looked back on.
    pub open: usize,
    /// Associations to be looked back on.
    pub look_back: usize,
}

impl FindingFacts {
    pub(super) fn new(ledger: &Ledger, as_of: NaiveDate) -> Self {
        let mut sum = Self::default();
        let found = finding::of(ledger, finding::Scope::Everything, as_of);
        for one in found.iter().filter(|one| one.open(ledger)) {
            if one.kind == Kind::LookBack {
                sum.look_back += 1;
                continue;
            }
            sum.open += 1;
            if one.kind == Kind::Forms {
                match one.severity {
                    Severity::Contradiction => sum.contradictions += 1,
                    Severity::Suspicious => sum.suspicious += 1,
                    Severity::Ask => sum.questions += 1,
                }
            }
        }
        sum
    }
}
