//! Facts beside the roster, as the rest of the program asks for them.

use std::sync::Arc;

use chrono::NaiveDate;

use super::{AssocIx, Referent, State, SubjectIx, UnknownReference};
use crate::domain::change::Subject;
use crate::domain::fact::{Exit, Fact, FactKey, FactRecord, NewDate, Verdict, View};
use crate::domain::id::{IdMap, MilestoneIx};
use crate::domain::note::{Note, NoteKind};
use crate::domain::round::{Due, ItemDef, Scope};

impl State {
    /// What stands under a key.
    pub fn fact(&self, key: &FactKey) -> Option<&FactRecord> {
        self.facts.get(key)
    }

    /// All facts in the order of their keys.
    pub fn facts(&self) -> impl Iterator<Item = (&FactKey, &FactRecord)> {
        self.facts.iter()
    }

    /// How an association left the round.
    pub fn exit_of(&self, association: AssocIx) -> Option<(&Exit, &FactRecord)> {
        let record = self.fact(&FactKey::Exit(self.associations[association].no))?;
        match &record.fact {
            Fact::Exit(exit) => Some((exit, record)),
            _ => None,
        }
    }

    /// Who answers for a unit or an association.
    pub fn contact(&self, subject: &Subject) -> Option<(&Note, &FactRecord)> {
        let record = self.fact(&FactKey::Note(NoteKind::Contact, subject.clone(), 0))?;
        match &record.fact {
            Fact::Note(note) => Some((note, record)),
            _ => None,
        }
    }

    /// What letters say of the office of the group.
    pub fn office(&self) -> Option<&Note> {
        let key = FactKey::Note(NoteKind::Office, Subject::City, 0);
        match &self.fact(&key)?.fact {
            Fact::Note(note) => Some(note),
            _ => None,
        }
    }

    /// The notes of a kind about a subject, the oldest first, with the numbers that tell them
    /// apart.
    pub fn notes(&self, subject: &Subject, kind: NoteKind) -> Vec<(i64, &Note, &FactRecord)> {
        let from = FactKey::Note(kind, subject.clone(), i64::MIN);
        let to = FactKey::Note(kind, subject.clone(), i64::MAX);
        let of_one = self.facts.range(from..=to).filter_map(note_of);
        of_one
            .map(|(_, number, note, record)| (number, note, record))
            .collect()
    }

    /// All notes: whose, number, note, record.
    pub fn all_notes(&self) -> impl Iterator<Item = (&Subject, i64, &Note, &FactRecord)> {
        self.facts.iter().filter_map(note_of)
    }

    /// What was decided about a finding.
    pub fn verdict(&self, finding: &str) -> Option<(&Verdict, &FactRecord)> {
        let record = self.fact(&FactKey::Verdict(finding.to_owned()))?;
        match &record.fact {
            Fact::Verdict(verdict) => Some((verdict, record)),
            _ => None,
        }
    }

    /// The view saved under a digit.
    pub fn view(&self, slot: u8) -> Option<&View> {
        match &self.fact(&FactKey::View(slot))?.fact {
            Fact::View(view) => Some(view),
            _ => None,
        }
    }

    /// The date that a milestone was moved to, and why.
    pub fn new_date(&self, milestone: &str) -> Option<(&NewDate, &FactRecord)> {
        let record = self.fact(&FactKey::Due(milestone.to_owned()))?;
        match &record.fact {
            Fact::Due(date) => Some((date, record)),
            _ => None,
        }
    }

    /// The later date that was agreed for a milestone while it was not yet overdue: the
    /// subject's own, or that of the unit of an association (`domain.md` 3.4: an extension is
    /// asked for before the date).
    pub fn agreed_on(&self, milestone: MilestoneIx, subject: SubjectIx) -> Option<NaiveDate> {
        if self.extensions.is_empty() {
            return None;
        }
        let own = self.extensions.get(&(subject, milestone)).copied();
        own.or_else(|| match subject {
            SubjectIx::Association(ix) => {
                let unit = SubjectIx::Unit(self.unit_of(ix)?);
                self.extensions.get(&(unit, milestone)).copied()
            }
            SubjectIx::City | SubjectIx::Unit(_) => None,
        })
    }

    /// The date that counts for a member of a milestone: the agreed one, else the planned.
    pub fn due_on(&self, milestone: MilestoneIx, subject: SubjectIx) -> NaiveDate {
        let agreed = self.agreed_on(milestone, subject);
        agreed.unwrap_or(self.round.milestones()[milestone].due_on)
    }

    /// The date that counts for an item of an association's checklist.
    pub fn item_due_on(&self, association: AssocIx, item: &ItemDef) -> NaiveDate {
        match &item.due {
            Due::On(date) => *date,
            Due::At(milestone) => self.due_on(*milestone, SubjectIx::Association(association)),
        }
    }

    /// Sets or removes a fact, with the units and dates that follow from it.
    pub(super) fn put_fact(
        &mut self,
        key: FactKey,
        after: Option<FactRecord>,
    ) -> Result<(), UnknownReference> {
        self.check_key(&key)?;
        if let FactKey::Due(id) = &key {
            self.reschedule(id, after.as_ref());
        }
        let follow = match key {
            FactKey::Unit(_) => |state: &mut Self| {
                state.rebuild_units();
                state.recompute_extensions();
            },
            FactKey::Due(_) => Self::recompute_extensions,
            FactKey::Note(kind, ..) if kind.rules().moves_dates => Self::recompute_extensions,
            FactKey::Exit(_) | FactKey::Note(..) | FactKey::Verdict(_) | FactKey::View(_) => {
                |_: &mut Self| ()
            }
        };
        let (exit, leaves) = (key.exit(), after.is_some());
        let before = match after {
            Some(record) => self.facts.insert(key, record),
            None => self.facts.remove(&key),
        };
        if let Some(no) = exit {
            match (before.is_some(), leaves) {
                (false, true) => self.move_tasks(no, |tasks| tasks - 1),
                (true, false) => self.move_tasks(no, |tasks| tasks + 1),
                _ => {}
            }
        }
        follow(self);
        Ok(())
    }

    /// The round has what a key speaks of. Units come and go by decision, so their names are
    /// not looked up here.
    pub(super) fn check_key(&self, key: &FactKey) -> Result<(), UnknownReference> {
        if let Some(no) = key.association() {
            self.known_association(no)?;
        }
        match key {
            FactKey::Due(id) if self.round.milestone_ix(id).is_none() => Err(UnknownReference {
                what: Referent::Milestone,
                id: id.clone(),
            }),
            FactKey::Unit(name) if !self.printed_units.iter().any(|unit| unit.name == *name) => {
                Err(UnknownReference {
                    what: Referent::PrintedUnit,
                    id: name.clone(),
                })
            }
            _ => Ok(()),
        }
    }

    /// Moves a milestone to the date that counts, or back to the printed one.
    pub(super) fn reschedule(&mut self, id: &str, after: Option<&FactRecord>) {
        let Some(ix) = self.round.milestone_ix(id) else {
            return;
        };
        let due_on = match after.map(|record| &record.fact) {
            Some(Fact::Due(date)) => date.due_on,
            _ => self.printed_round.milestones()[ix].due_on,
        };
        let printed = self.printed_round.milestones()[ix].clone();
        let milestone = &mut Arc::make_mut(&mut self.round).info.milestones[ix];
        *milestone = printed;
        milestone.move_to(due_on);
    }

    /// Works out again which later dates count.
    pub(super) fn recompute_extensions(&mut self) {
        let mut agreed = IdMap::default();
        for (subject, _, note, record) in self.all_notes() {
            let milestone = note.milestone.as_deref();
            let milestone = milestone.and_then(|id| self.round.milestone_ix(id));
            let (Some(milestone), Some(due_on)) = (milestone, note.due_on) else {
                continue;
            };
            let planned = self.round.milestones()[milestone].due_on;
            let thresholds = &self.round.info.thresholds;
            let in_time = thresholds.days_left(planned, record.on) >= 0;
            let Ok(whose) = self.subject_ix(subject) else {
                continue;
            };
            if in_time && due_on > planned {
                agreed.insert((whose, milestone), due_on);
            }
        }
        self.extensions = agreed;
    }

    /// On which level a subject stands.
    pub fn level(subject: &Subject) -> Scope {
        match subject {
            Subject::City => Scope::City,
            Subject::Unit(_) => Scope::Unit,
            Subject::Association(_) => Scope::Association,
        }
    }
}

fn note_of<'a>(
    (key, record): (&'a FactKey, &'a FactRecord),
) -> Option<(&'a Subject, i64, &'a Note, &'a FactRecord)> {
    match (key, &record.fact) {
        (FactKey::Note(_, subject, number), Fact::Note(note)) => {
            Some((subject, *number, note, record))
        }
        _ => None,
    }
}
