//! What letters say of a member body, of the meeting of a milestone and of an approval: who has to check
//! what, who is invited and was there, which associations were approved under a number.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use serde::Serialize;

use super::ReportDay;
use super::late::{names, ranges};
use crate::domain::approval;
use crate::domain::change::Subject;
use crate::domain::id::{AssocIx, MilestoneIx, UnitIx};
use crate::domain::ledger::{Ledger, SubjectIx};
use crate::domain::milestone;
use crate::domain::note::{Note, NoteKind};
use crate::domain::round::MemberBody;
use crate::domain::waiting::{self, Waiting};
use crate::words;

/// A member body and what waits for it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct BodyFacts {
    pub name: String,
    pub duties: Vec<String>,
    pub items: Vec<WaitingItem>,
    /// Units and associations, each with what of it waits, for the body to check one by one.
    pub list: Vec<WaitingFor>,
    /// Items of all associations.
    pub waiting: usize,
    /// When it has checked last.
    pub checked: Option<CheckedFacts>,
}

/// An item that a body sees to or looks at, and that is not settled everywhere.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct WaitingItem {
    pub label: String,
    /// 经办 or 审核.
    pub role: &'static str,
    pub evidence: String,
    pub due: ReportDay,
    /// How many associations wait.
    pub waiting: usize,
    /// How many and which ones.
    pub who: String,
}

/// A unit or an association that something waits for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct WaitingFor {
    /// Its number in the roster, where it is an association.
    pub no: Option<u32>,
    pub name: String,
    pub unit: String,
    /// Which of the items, by their place in the list: 1、3至5.
    pub items: String,
}

/// What a body has said of its list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct CheckedFacts {
    pub on: ReportDay,
    pub person: String,
    pub text: String,
}

impl BodyFacts {
    /// What waits for a body on a day.
    pub fn new(ledger: &Ledger, body: &MemberBody, as_of: NaiveDate) -> Self {
        let waiting = waiting::of_one(ledger, body);
        let tasks = approval::whose(ledger).count();
        let checked = ledger.notes(&Subject::City, NoteKind::Checked).into_iter();
        let own = checked.filter(|(_, note, _)| *note.title == *body.name);
        let mut own = own.filter(|(_, note, _)| note.on.is_some_and(|on| on <= as_of));
        let round = ledger.round();
        Self {
            name: body.name.clone(),
            duties: body.duties.iter().map(ToString::to_string).collect(),
            list: list(ledger, &waiting),
            waiting: waiting.iter().map(|one| one.whose.len()).sum(),
            checked: own
                .next_back()
                .and_then(|(_, note, _)| CheckedFacts::of(note)),
            items: waiting
                .into_iter()
                .map(|one| {
                    let def = &round.items[one.item];
                    WaitingItem {
                        label: def.label.to_string(),
                        role: words::item::role(one.owner),
                        evidence: def.evidence.to_string(),
                        due: round.item_due_on(def).into(),
                        waiting: one.whose.len(),
                        who: if def.per_unit() {
                            unit_names(ledger, &one.whose)
                        } else {
                            names(ledger, &one.whose, tasks)
                        },
                    }
                })
                .collect(),
        }
    }
}

/// Turns round for whom items wait: first units, then associations, in the order of the roster.
fn list(ledger: &Ledger, waiting: &[Waiting]) -> Vec<WaitingFor> {
    let mut by_subject: BTreeMap<(bool, AssocIx), Vec<u32>> = BTreeMap::new();
    for (place, one) in (1..).zip(waiting) {
        let alone = !ledger.round().items[one.item].per_unit();
        for ix in &one.whose {
            by_subject.entry((alone, *ix)).or_default().push(place);
        }
    }
    let row = |((alone, ix), places): ((bool, AssocIx), Vec<u32>)| {
        let unit = ledger.unit_name_of(ix).unwrap_or_default();
        let one = &ledger.associations()[ix];
        WaitingFor {
            no: alone.then_some(one.no),
            name: if alone { ledger.name(ix) } else { unit }.to_owned(),
            unit: unit.to_owned(),
            items: ranges(places.into_iter()),
        }
    };
    by_subject.into_iter().map(row).collect()
}

/// The units of some associations, in short.
fn unit_names(ledger: &Ledger, whose: &[AssocIx]) -> String {
    let units = whose.iter().filter_map(|ix| ledger.unit_of(*ix));
    let names: Vec<&str> = units.map(|ix| &*ledger.units()[ix].short).collect();
    format!("{} 个单位：{}", names.len(), names.join("、"))
}

impl CheckedFacts {
    fn of(note: &Note) -> Option<Self> {
        Some(Self {
            on: note.on?.into(),
            person: note.person.to_string(),
            text: note.text.to_string(),
        })
    }
}

/// The meeting of a milestone.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct GatheringFacts {
    pub title: String,
    pub product: String,
    pub due: ReportDay,
    pub lead: String,
    pub participants: String,
    /// Member bodies for a meeting of the whole round; else the units that have to be there.
    pub invited: Vec<InvitedFacts>,
    /// How many were there.
    pub present: usize,
    /// The day that is recorded of whoever was there.
    pub on: Option<ReportDay>,
}

/// Somebody who is invited.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct InvitedFacts {
    pub name: String,
    pub present: bool,
    pub person: String,
}

impl GatheringFacts {
    /// The meeting of a milestone, as it is recorded.
    pub fn new(ledger: &Ledger, at: MilestoneIx) -> Self {
        let round = ledger.round();
        let def = &round.milestones()[at];
        let there = |subject: &Subject, body: &str| {
            let notes = ledger.notes(subject, NoteKind::Attendance).into_iter();
            let mut own =
                notes.filter(|(_, note, _)| *note.number == *def.id && &*note.title == body);
            own.next_back().map(|(_, note, _)| note.clone())
        };
        let mut invited: Vec<(String, Option<Note>)> = Vec::new();
        for body in &round.info.bodies {
            let note = there(&Subject::City, &body.name);
            invited.push((body.name.clone(), note));
        }
        for member in milestone::population(ledger, at) {
            if let SubjectIx::Unit(unit) = member {
                let name = ledger.units()[unit].name.to_string();
                let note = there(&Subject::Unit(name.clone()), "");
                invited.push((name, note));
            }
        }
        let on = invited.iter().find_map(|(_, note)| note.as_ref()?.on);
        let facts = invited.into_iter().map(|(name, note)| InvitedFacts {
            name,
            present: note.is_some(),
            person: note.map_or_else(String::new, |note| note.person.to_string()),
        });
        let facts: Vec<InvitedFacts> = facts.collect();
        Self {
            title: def.title.to_string(),
            product: def.product.to_string(),
            due: def.due_on.into(),
            lead: def.lead.join("、"),
            participants: def.participants.join("、"),
            present: facts.iter().filter(|one| one.present).count(),
            invited: facts,
            on: on.map(ReportDay::from),
        }
    }
}

/// Associations that were approved under one number.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ApprovalFacts {
    pub number: String,
    pub on: ReportDay,
    pub unit: String,
    pub leads: Vec<String>,
    pub list: Vec<ApprovedFacts>,
}

/// An association that was approved.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ApprovedFacts {
    pub no: u32,
    pub name: String,
}

impl ApprovalFacts {
    /// One with something everywhere, by which a template can be tried before anything was approved.
    pub fn sample<'n>(as_of: NaiveDate, names: impl Iterator<Item = &'n str>) -> Self {
        let name = |no: u32| ApprovedFacts {
            no,
            name: no.to_string(),
        };
        Self {
            number: String::new(),
            on: as_of.into(),
            unit: String::new(),
            leads: names.take(2).map(str::to_owned).collect(),
            list: vec![name(1), name(2)],
        }
    }

    /// The approvals of a unit by a day, one for each number.
    pub fn of_unit(ledger: &Ledger, unit: UnitIx, as_of: NaiveDate) -> Vec<Self> {
        let round = ledger.round();
        let Some((milestone, _)) = approval::item(round) else {
            return Vec::new();
        };
        let mut made: Vec<Self> = Vec::new();
        for ix in &ledger.units()[unit].associations {
            let (Some(record), Some(on)) = (
                approval::record(ledger, *ix),
                approval::on(ledger, *ix, as_of),
            ) else {
                continue;
            };
            if record.evidence.is_empty() {
                continue;
            }
            let one = ApprovedFacts {
                no: ledger.associations()[*ix].no,
                name: ledger.name(*ix).to_owned(),
            };
            let number = record.evidence.to_string();
            match made.iter_mut().find(|approval| approval.number == number) {
                Some(same) => same.list.push(one),
                None => made.push(Self {
                    number,
                    on: on.into(),
                    unit: ledger.units()[unit].name.to_string(),
                    leads: round.milestones()[milestone].lead.clone(),
                    list: vec![one],
                }),
            }
        }
        made
    }
}
