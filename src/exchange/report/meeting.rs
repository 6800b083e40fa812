//! 调度会: in which order the units are called, what one page says of a unit, and the minutes:
//! what was promised, put off, kept and remarked on a day.

use std::cmp::Reverse;
use std::collections::HashMap;

use chrono::NaiveDate;
use serde::Serialize;

use super::{Done, Lateness, LightFacts, ReportDay};
use crate::domain::change::{Entry, Key, Subject};
use crate::domain::fact::FactKey;
use crate::domain::figure::{self, Members};
use crate::domain::id::{AssocIx, UnitIx};
use crate::domain::ledger::Ledger;
use crate::domain::milestone;
use crate::domain::model::Light;
use crate::domain::note::{Kept, Note, NoteKind};
use crate::text::day::chinese;
use crate::words::balance;

/// Units with a task, those with a red light first, among them those that owe most.
pub fn order(ledger: &Ledger, as_of: NaiveDate) -> Vec<UnitIx> {
    let mut units: Vec<(UnitIx, Light, usize)> = ledger
        .units()
        .keys()
        .filter(|unit| ledger.units()[*unit].planned() > 0)
        .map(|unit| {
            let late = Lateness::new(ledger, unit, as_of);
            (
                unit,
                light(ledger, unit, as_of),
                late.own + late.own_milestones,
            )
        })
        .collect();
    units.sort_by_key(|(unit, light, owed)| (Reverse(*light), Reverse(*owed), *unit));
    units.into_iter().map(|(unit, ..)| unit).collect()
}

/// The worst light of a unit's associations.
pub fn light(ledger: &Ledger, unit: UnitIx, as_of: NaiveDate) -> Light {
    figure::sums(ledger, Members::Unit(unit), as_of).light
}

/// A unit and then its associations.
fn subjects(ledger: &Ledger, unit: UnitIx) -> Vec<Subject> {
    let about = &ledger.units()[unit];
    let no = |ix: &AssocIx| Subject::Association(ledger.associations()[*ix].no);
    std::iter::once(Subject::Unit(about.name.to_string()))
        .chain(about.associations.iter().map(no))
        .collect()
}

/// A promise with whose it is and where it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pledge {
    pub subject: Subject,
    pub number: i64,
    /// What, until when.
    pub promise: Note,
    /// Where it stands.
    pub kept: Kept,
}

/// Promises of a unit and its associations: broken ones first, then those that are due first.
pub fn pledges(ledger: &Ledger, unit: UnitIx, as_of: NaiveDate) -> Vec<Pledge> {
    let mut all: Vec<Pledge> = subjects(ledger, unit)
        .into_iter()
        .flat_map(|subject| {
            let promises = ledger.notes(&subject, NoteKind::Promise).into_iter();
            let pledges = promises.map(|(number, promise, _)| Pledge {
                subject: subject.clone(),
                number,
                promise: promise.clone(),
                kept: milestone::note_standing(ledger, &subject, promise, as_of),
            });
            pledges.collect::<Vec<_>>()
        })
        .collect();
    all.sort_by_key(|one| (one.kept, one.promise.due_on, one.number));
    all
}

/// A promise, for a letter.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PromiseFacts {
    /// The unit or the association.
    pub whose: String,
    /// What; the reason, when it is a later date.
    pub text: String,
    pub due: ReportDay,
    /// The milestone that is put off, with its title; empty for any other promise.
    pub milestone: String,
    pub state: &'static str,
}

/// A remark, for a letter.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct RemarkFacts {
    /// The unit or the association.
    pub whose: String,
    pub text: String,
}

/// What the minutes say of a unit.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct UnitMinutes {
    /// 一, 二 …: as which it is called.
    pub number: String,
    /// Canonical name, or 直接登记.
    pub unit: String,
    /// Who answers for it; empty when nobody is known.
    pub contact: String,
    /// Of its associations 拟脱钩.
    pub planned: usize,
    /// Of these done.
    pub completed: usize,
    /// What the 拟脱钩 have come to, all of it in words.
    pub balance: String,
    pub items: Done,
    /// The worst light.
    pub light: LightFacts,
    /// Items past due that it has to see to.
    pub late: usize,
    /// What was promised that day.
    pub promises: Vec<PromiseFacts>,
    /// Which milestones were put off that day.
    pub extensions: Vec<PromiseFacts>,
    /// What was kept that day.
    pub kept: Vec<PromiseFacts>,
    /// What was remarked that day.
    pub remarks: Vec<RemarkFacts>,
}

/// The minutes of a day.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Minutes {
    pub on: ReportDay,
    /// Something was recorded.
    pub any: bool,
    /// Promises in all.
    pub promised: usize,
    /// Milestones put off in all.
    pub extended: usize,
    /// Kept in all.
    pub kept: usize,
    /// Remarks in all.
    pub remarked: usize,
    /// The units about which something was recorded, in the order of the meeting.
    pub units: Vec<UnitMinutes>,
}

impl Minutes {
    /// What was recorded for a day about some units; with none named, about all and those registered
    /// directly. `entries` is the whole history, oldest first.
    pub fn new(
        ledger: &Ledger,
        entries: &[Entry],
        named: &[UnitIx],
        on: NaiveDate,
        as_of: NaiveDate,
    ) -> Self {
        let made = made_on(entries);
        let meant = |unit: &UnitIx| named.is_empty() || named.contains(unit);
        let mut units = Vec::new();
        for unit in order(ledger, as_of).into_iter().filter(meant) {
            let whose = subjects(ledger, unit);
            let facts = UnitMinutes {
                contact: contact(ledger, &whose[0]),
                late: Lateness::new(ledger, unit, as_of).own,
                ..blank(ledger, Members::Unit(unit), as_of)
            };
            units.extend(filled(facts, ledger, &whose, &made, on, as_of));
        }
        let direct = ledger.direct().filter(|_| named.is_empty());
        let direct: Vec<AssocIx> = direct.collect();
        let no = |ix: &AssocIx| Subject::Association(ledger.associations()[*ix].no);
        let whose: Vec<Subject> = direct.iter().map(no).collect();
        let facts = blank(ledger, Members::Direct, as_of);
        units.extend(filled(facts, ledger, &whose, &made, on, as_of));
        for (at, unit) in units.iter_mut().enumerate() {
            unit.number = chinese(at + 1);
        }
        let count = |of: fn(&UnitMinutes) -> usize| units.iter().map(of).sum();
        Self {
            on: on.into(),
            any: !units.is_empty(),
            promised: count(|unit| unit.promises.len()),
            extended: count(|unit| unit.extensions.len()),
            kept: count(|unit| unit.kept.len()),
            remarked: count(|unit| unit.remarks.len()),
            units,
        }
    }
}

fn blank(ledger: &Ledger, members: Members, as_of: NaiveDate) -> UnitMinutes {
    let sum = figure::sums(ledger, members, as_of);
    UnitMinutes {
        number: String::new(),
        unit: members.name(ledger).to_owned(),
        contact: String::new(),
        planned: sum.planned,
        completed: sum.completed,
        balance: balance::sentence(&sum.balance()),
        items: sum.items.into(),
        light: sum.light.into(),
        late: 0,
        promises: Vec::new(),
        extensions: Vec::new(),
        kept: Vec::new(),
        remarks: Vec::new(),
    }
}

/// Adds what was recorded that day; `None` when nothing was.
fn filled(
    mut facts: UnitMinutes,
    ledger: &Ledger,
    whose: &[Subject],
    made: &HashMap<&FactKey, NaiveDate>,
    on: NaiveDate,
    as_of: NaiveDate,
) -> Option<UnitMinutes> {
    for subject in whose {
        let name = name(ledger, subject);
        for (number, promise, _) in ledger.notes(subject, NoteKind::Promise) {
            let Some(due_on) = promise.due_on else {
                continue;
            };
            let said = PromiseFacts {
                whose: name.clone(),
                text: promise.text.to_string(),
                due: due_on.into(),
                milestone: milestone(ledger, promise),
                state: NoteKind::Promise
                    .rules()
                    .standing(milestone::note_standing(ledger, subject, promise, as_of))
                    .zh,
            };
            let key = FactKey::Note(NoteKind::Promise, subject.clone(), number);
            if promise.done_on == Some(on) {
                facts.kept.push(said.clone());
            }
            if made.get(&key) == Some(&on) {
                match promise.milestone {
                    Some(_) => facts.extensions.push(said),
                    None => facts.promises.push(said),
                }
            }
        }
        let remarks = ledger.notes(subject, NoteKind::Remark).into_iter();
        let that_day = remarks.filter(|(_, remark, _)| remark.on == Some(on));
        facts
            .remarks
            .extend(that_day.map(|(_, remark, _)| RemarkFacts {
                whose: name.clone(),
                text: remark.text.to_string(),
            }));
    }
    let nothing = facts.promises.is_empty()
        && facts.extensions.is_empty()
        && facts.kept.is_empty()
        && facts.remarks.is_empty();
    (!nothing).then_some(facts)
}

/// The day on which each promise was made: what is recorded about it later, that it was kept,
/// leaves that day behind only in the history.
fn made_on(entries: &[Entry]) -> HashMap<&FactKey, NaiveDate> {
    let mut made = HashMap::new();
    for entry in entries {
        for change in &entry.body.changes {
            if let Key::Fact(key @ FactKey::Note(NoteKind::Promise, ..)) = change.key()
                && change.before().is_none()
            {
                made.entry(key).or_insert(entry.body.as_of);
            }
        }
    }
    made
}

fn name(ledger: &Ledger, subject: &Subject) -> String {
    let ix = ledger.subject_ix(subject);
    ix.map_or_else(|unknown| unknown.id, |ix| ledger.subject_name(ix))
}

/// 报送方案; empty for a promise that puts nothing off.
fn milestone(ledger: &Ledger, promise: &Note) -> String {
    let round = ledger.round();
    let ix = promise
        .milestone
        .as_deref()
        .and_then(|id| round.milestone_ix(id));
    ix.map_or_else(String::new, |ix| round.milestones()[ix].title.to_string())
}

/// `王某 0371-…`; empty when nobody is known.
pub fn contact(ledger: &Ledger, subject: &Subject) -> String {
    let known = ledger.contact(subject);
    known.map_or_else(String::new, |(contact, _)| contact.said())
}
