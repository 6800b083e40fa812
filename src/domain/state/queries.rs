//! What was recorded, as a whole: for rules that look at everything.

use std::collections::BTreeSet;

use chrono::Datelike as _;

use super::vec_map::VecMap;
use super::{AssocIx, Referent, State, SubjectIx, UnknownReference, known};
use crate::domain::change::{Change, Key, Mark, Record, Subject};
use crate::domain::fact::{FactKey, Moves};
use crate::domain::id::{ItemIx, MilestoneIx, UnitIx};
use crate::domain::model::ItemState;
use crate::domain::round::FieldIx;

/// Where the ledger has what a key speaks of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Located {
    /// An item of an association.
    Item(AssocIx, ItemIx),
    /// A field of an association.
    Answer(AssocIx, FieldIx),
    /// A milestone of a subject.
    Mark(MilestoneIx, SubjectIx),
    /// A fact, which is found by its key.
    Fact,
}

impl State {
    /// Finds what a key speaks of.
    pub fn locate(&self, key: &Key) -> Result<Located, UnknownReference> {
        let round = self.round();
        Ok(match key {
            Key::Item { association, item } => Located::Item(
                self.known_association(*association)?,
                known(round.item_ix(item), Referent::Item, item)?,
            ),
            Key::Answer { association, field } => Located::Answer(
                self.known_association(*association)?,
                known(round.field_ix(field), Referent::Field, field)?,
            ),
            Key::Mark { milestone, subject } => Located::Mark(
                known(
                    round.milestone_ix(milestone),
                    Referent::Milestone,
                    milestone,
                )?,
                self.subject_ix(subject)?,
            ),
            Key::Fact(key) => {
                if let Some(subject) = key.subject() {
                    self.subject_ix(&subject)?;
                }
                self.check_key(key)?;
                Located::Fact
            }
        })
    }

    /// What stands under a key.
    pub fn recorded(&self, key: &Key) -> Option<Record> {
        if let Key::Fact(key) = key {
            return self.fact(key).cloned().map(Record::Fact);
        }
        match self.locate(key).ok()? {
            Located::Item(ix, item) => self.own_record(ix, item).cloned().map(Record::Item),
            Located::Answer(ix, field) => self.answer(ix, field).cloned().map(Record::Answer),
            Located::Mark(ix, subject) => self.mark(ix, subject).cloned().map(Record::Mark),
            Located::Fact => None,
        }
    }

    /// Everything that is recorded, as changes from nothing: facts first, which move dates and units.
    pub fn from_nothing(&self) -> Vec<Change> {
        let round = self.round();
        let facts = self.facts.iter();
        let mut changes: Vec<Change> = facts
            .map(|(key, record)| Change::fact(key.clone(), None, Some(record.clone())))
            .collect();
        for (ix, association) in self.associations.iter_enumerated() {
            let no = association.no;
            changes.extend(self.records(ix).map(|(item, record)| {
                let id = &round.items[item].id;
                Change::item(no, id.as_str(), None, Some(record.clone()))
            }));
            let answers = self.answers.get(&ix).into_iter();
            changes.extend(answers.flat_map(VecMap::iter).map(|(field, record)| {
                let id = &round.field(field).id;
                Change::answer(no, id.as_str(), None, Some(record.clone()))
            }));
        }
        let id = |milestone: MilestoneIx| round.milestones()[milestone].id.as_str();
        let mut marks: Vec<Change> = self
            .marks()
            .map(|(milestone, subject, mark)| {
                let subject = self.subject(subject);
                Change::mark(id(milestone), subject, None, Some(mark.clone()))
            })
            .collect();
        let missing = self.marks_of_missing_units.iter();
        marks.extend(missing.map(|((milestone, unit), mark)| {
            let subject = Subject::Unit(unit.clone());
            Change::mark(id(*milestone), subject, None, Some(mark.clone()))
        }));
        marks.sort_by(|one, other| one.key().cmp(other.key()));
        changes.extend(marks);
        changes
    }

    /// Somebody could have recorded this under the key.
    pub fn fits(&self, key: &Key, record: &Record) -> bool {
        record
            .days()
            .iter()
            .all(|day| (0..=9999).contains(&day.year()))
            && self.fits_key(key, record)
    }

    fn fits_key(&self, key: &Key, record: &Record) -> bool {
        match (key, record) {
            (Key::Item { .. }, Record::Item(record)) => record.state != ItemState::Doubtful,
            (Key::Answer { field, .. }, Record::Answer(record)) => {
                let ix = self.round().field_ix(field);
                ix.is_some_and(|ix| self.round().field(ix).holds(&record.value))
            }
            (Key::Mark { milestone, subject }, Record::Mark(_)) => {
                let ix = self.round().milestone_ix(milestone);
                ix.is_some_and(|ix| self.round().milestones()[ix].scope == Self::level(subject))
            }
            (Key::Fact(key), Record::Fact(record)) => key.holds(&record.fact),
            _ => false,
        }
    }

    /// Somebody filled in a field of the association's forms. O(1).
    pub fn answered(&self, association: AssocIx) -> bool {
        let answers = self.answers.get(&association);
        answers.is_some_and(|answers| !answers.is_empty())
    }

    /// Somebody set an item of the association's checklist. O(1).
    pub fn worked_on(&self, association: AssocIx) -> bool {
        let records = self.records.get(&association);
        records.is_some_and(|records| !records.is_empty())
    }

    /// Every mark of every milestone, in no order.
    pub fn marks(&self) -> impl Iterator<Item = (MilestoneIx, SubjectIx, &Mark)> {
        let all = self.marks.iter();
        all.map(|((milestone, subject), mark)| (*milestone, *subject, mark))
    }

    /// The findings that somebody decided about, by their ids.
    pub fn decided(&self) -> impl Iterator<Item = &str> {
        let from = FactKey::Verdict(String::new());
        self.facts.range(from..).map_while(|(key, _)| match key {
            FactKey::Verdict(id) => Some(id.as_str()),
            _ => None,
        })
    }
}

/// Whom marks and facts have touched; records are no part of it.
pub struct TouchedSubjects {
    associations: BTreeSet<AssocIx>,
    units: BTreeSet<UnitIx>,
}

impl TouchedSubjects {
    /// Somebody has touched an association, by one of these or an answer.
    pub fn has(&self, state: &State, ix: AssocIx) -> bool {
        state.answers.contains_key(&ix)
            || self.associations.contains(&ix)
            || (!self.units.is_empty()
                && state
                    .unit_of(ix)
                    .is_some_and(|unit| self.units.contains(&unit)))
    }
}

impl State {
    /// By marks and facts; answers can be looked up.
    pub fn touched(&self) -> TouchedSubjects {
        let marked = self.marks.keys().map(|(_, subject)| *subject);
        let facts = self.facts.keys();
        let moving = facts.filter(|key| key.moves() == Moves::Subject);
        let moving = moving.filter_map(|key| self.subject_ix(&key.subject()?).ok());
        let mut touched = TouchedSubjects {
            associations: BTreeSet::new(),
            units: BTreeSet::new(),
        };
        for subject in marked.chain(moving) {
            match subject {
                SubjectIx::City => {}
                SubjectIx::Unit(unit) => {
                    touched.units.insert(unit);
                }
                SubjectIx::Association(ix) => {
                    touched.associations.insert(ix);
                }
            }
        }
        touched
    }
}
