//! What the notice says in two ways, leaves out, or sets on a day off (`domain.md` 4.4). The
//! facts are data of the round; a round without them is silent.

use chrono::NaiveDate;
use ecow::EcoString;

use super::{About, Finding, Kind, Place, RowSpans, Severity, Source};
use crate::domain::id::{AssocIx, ItemIx, MilestoneIx, UnitIx};
use crate::domain::ledger::Ledger;
use crate::domain::model::{Status, UnitKind};
use crate::domain::round::Milestone;

/// What a rule has seen in the notice. Numbers are positions in lists of the round's file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NoticeGrounds {
    /// D01: milestones and dates for one and the same end.
    OtherDates {
        milestones: Vec<MilestoneIx>,
        dates: Vec<usize>,
        /// The first day of all, and the last.
        days: [NaiveDate; 2],
    },
    /// D02: whom the milestone is meant for, all of whom are decoupled.
    AddressedTo(MilestoneIx, RowSpans),
    /// D03: the day of an item is assumed.
    Assumed(ItemIx),
    /// D04, D05: a wording.
    Wordings(usize),
    /// D06: the notice has no number.
    NoNumber,
    /// D07: a milestone is due on a day off.
    DayOff(MilestoneIx),
    /// D11: a body.
    NoDuty(usize),
    /// D12: a body that is the unit, too.
    OwnReviewer {
        body: usize,
        unit: EcoString,
        planned: usize,
        rows: RowSpans,
        /// What it leads.
        milestones: Vec<MilestoneIx>,
        /// What it checks or owns.
        items: Vec<ItemIx>,
    },
    /// D16: all of them, and how many have no unit.
    NoPapers(RowSpans, usize),
}

const RULES: [fn(&Ledger, &mut Vec<Finding>); 7] = [
    d01_other_dates,
    d02_addressed_to,
    d03_assumed,
    d04_wordings,
    d06_no_number,
    d07_days_off,
    d11_no_duty,
];

/// Runs every rule that looks at the notice alone.
pub fn of_notice(ledger: &Ledger, found: &mut Vec<Finding>) {
    for rule in RULES {
        rule(ledger, found);
    }
}

fn listed(rule: &'static str, severity: Severity, key: &str, grounds: NoticeGrounds) -> Finding {
    Finding::new(rule, Kind::Notice, severity, About::City, key, grounds)
}

/// D01: several dates for one and the same end.
fn d01_other_dates(ledger: &Ledger, found: &mut Vec<Finding>) {
    let round = ledger.round();
    let dates = || {
        let dates = round.info.dates.iter().enumerate();
        dates.filter(|(_, date)| !date.against.is_empty())
    };
    let against =
        |milestone: &Milestone| dates().any(|(_, date)| date.against.contains(&milestone.id));
    let milestones = || {
        let all = round.milestones().iter_enumerated();
        all.filter(|(_, milestone)| against(milestone))
    };
    let mut days: Vec<NaiveDate> = dates()
        .flat_map(|(_, date)| [date.from, date.to])
        .chain(milestones().map(|(_, milestone)| milestone.printed()))
        .collect();
    days.sort_unstable();
    days.dedup();
    let (Some((due, _)), [first, .., last]) = (milestones().next(), days.as_slice()) else {
        return;
    };
    let grounds = NoticeGrounds::OtherDates {
        milestones: milestones().map(|(ix, _)| ix).collect(),
        dates: dates().map(|(at, _)| at).collect(),
        days: [*first, *last],
    };
    found.push(Finding {
        source: Source::of_document(round.info.dates.first().map_or("", |d| &d.source)),
        place: Place::Milestone(due),
        ..listed("D01", Severity::Suspicious, "", grounds)
    });
}

/// D02: a milestone is meant for some whose rows say that nothing is left to do.
fn d02_addressed_to(ledger: &Ledger, found: &mut Vec<Finding>) {
    for (ix, milestone) in ledger.round().milestones().iter_enumerated() {
        let Some(whom) = &milestone.addressed_to else {
            continue;
        };
        let printed = ledger.printed_units().iter().find(|one| one.name == *whom);
        let Some(printed) = printed else { continue };
        let all = &printed.associations;
        let done = |ix: &&AssocIx| ledger.associations()[**ix].status == Status::Decoupled;
        if all.iter().filter(done).count() < all.len() {
            continue;
        }
        let grounds = NoticeGrounds::AddressedTo(ix, RowSpans::of(ledger, all));
        found.push(Finding {
            source: Source::of_document(&milestone.source),
            place: Place::Milestone(ix),
            ..listed("D02", Severity::Suspicious, &milestone.id, grounds)
        });
    }
}

/// D03: an item is due on a day that the notice does not name.
fn d03_assumed(ledger: &Ledger, found: &mut Vec<Finding>) {
    let items = ledger.round().items.iter_enumerated();
    for (ix, item) in items.filter(|(_, item)| item.assumed) {
        let grounds = NoticeGrounds::Assumed(ix);
        found.push(Finding {
            source: Source::of_document(&item.source),
            ..listed("D03", Severity::Ask, &item.id, grounds)
        });
    }
}

/// D04 and D05: one matter is written in two ways.
fn d04_wordings(ledger: &Ledger, found: &mut Vec<Finding>) {
    for (at, wording) in ledger.round().info.findings.wordings.iter().enumerate() {
        let grounds = NoticeGrounds::Wordings(at);
        found.push(Finding {
            source: Source::of_document(wording.sides.first().map_or("", |side| &side.source)),
            ..listed("D04", Severity::Suspicious, &wording.id, grounds)
        });
    }
}

/// D06: the notice carries no number.
fn d06_no_number(ledger: &Ledger, found: &mut Vec<Finding>) {
    let notice = &ledger.round().info.notice;
    if notice.number.is_some() {
        return;
    }
    found.push(Finding {
        source: Source::of_document(&notice.source),
        ..listed("D06", Severity::Ask, "", NoticeGrounds::NoNumber)
    });
}

/// D07: a milestone is due on a day off.
fn d07_days_off(ledger: &Ledger, found: &mut Vec<Finding>) {
    let round = ledger.round();
    for (ix, milestone) in round.milestones().iter_enumerated() {
        if round.info.calendar.is_working(milestone.due_on) {
            continue;
        }
        let grounds = NoticeGrounds::DayOff(ix);
        found.push(Finding {
            source: Source::of_document(&milestone.source),
            place: Place::Milestone(ix),
            ..listed("D07", Severity::Ask, &milestone.id, grounds)
        });
    }
}

/// D11: a member of the working group without a duty.
fn d11_no_duty(ledger: &Ledger, found: &mut Vec<Finding>) {
    let bodies = ledger.round().info.bodies.iter().enumerate();
    for (at, body) in bodies.filter(|(_, body)| body.duties.is_empty()) {
        let grounds = NoticeGrounds::NoDuty(at);
        found.push(Finding {
            source: Source::of_document(&body.source),
            ..listed("D11", Severity::Ask, &body.name, grounds)
        });
    }
}

/// For each body of the working group the first unit that goes by its name and has a task.
#[derive(Debug, Default)]
pub struct Reviewers(Vec<Option<UnitIx>>);

impl Reviewers {
    /// Before any unit was looked at.
    pub fn new(ledger: &Ledger) -> Self {
        Self(vec![None; ledger.round().info.bodies.len()])
    }

    /// Looks at the next unit.
    pub fn look(&mut self, ledger: &Ledger, ix: UnitIx) {
        let round = ledger.round();
        let unit = &ledger.units()[ix];
        if unit.planned() == 0 {
            return;
        }
        let ways: Vec<&str> = unit
            .ways()
            .flat_map(|way| [way, round.without_city(way)])
            .collect();
        for (body, first) in round.info.bodies.iter().zip(&mut self.0) {
            if first.is_none() && body.ways().any(|name| ways.contains(&name)) {
                *first = Some(ix);
            }
        }
    }
}

/// D12: a body that reviews and approves also supervises associations with a task.
pub fn d12_own_reviewer(ledger: &Ledger, reviewers: &Reviewers, found: &mut Vec<Finding>) {
    let round = ledger.round();
    for (at, (body, unit)) in round.info.bodies.iter().zip(&reviewers.0).enumerate() {
        let Some(unit) = unit.map(|ix| &ledger.units()[ix]) else {
            continue;
        };
        let called = |name: &str| body.ways().any(|one| one == name);
        let Some(printed) = unit.printed.first() else {
            continue;
        };
        let milestones = round.milestones().iter_enumerated();
        let milestones = milestones.filter(|(_, m)| m.lead.iter().any(|lead| called(lead)));
        let milestones: Vec<MilestoneIx> = milestones.map(|(ix, _)| ix).collect();
        let items = round.items.iter_enumerated();
        let items =
            items.filter(|(_, item)| item.checker.iter().chain(&item.owner).any(|w| called(w)));
        let items: Vec<ItemIx> = items.map(|(ix, _)| ix).collect();
        if milestones.is_empty() && items.is_empty() {
            continue;
        }
        let grounds = NoticeGrounds::OwnReviewer {
            body: at,
            unit: unit.name.clone(),
            planned: unit.planned(),
            rows: RowSpans::of(ledger, &unit.associations),
            milestones,
            items,
        };
        found.push(Finding {
            about: About::Unit(*printed),
            kind: Kind::Units,
            source: Source::of_document(&body.source),
            place: Place::Unit(*printed),
            ..listed("D12", Severity::Suspicious, &unit.name, grounds)
        });
    }
}

/// D16: those decoupled before have no form, no date, no approval here.
pub fn d16_no_papers(ledger: &Ledger, without: &[AssocIx], found: &mut Vec<Finding>) {
    if without.is_empty() {
        return;
    }
    let direct = without.iter().filter(|ix| {
        let printed = &ledger.printed_units()[ledger.associations()[**ix].printed];
        let kind = printed.seed.as_ref().map(|seed| seed.kind);
        printed.unit.is_none() || kind == Some(UnitKind::DirectRegistration)
    });
    let grounds = NoticeGrounds::NoPapers(RowSpans::of(ledger, without), direct.count());
    let (rule, kind) = ("D16", Kind::Roster);
    found.push(Finding {
        source: Source::chapter("D16"),
        place: Place::LookBack,
        ..Finding::new(rule, kind, Severity::Ask, About::City, "", grounds)
    });
}
