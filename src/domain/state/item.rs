//! Where an item of the checklist stands, and why: a record, a mark, a rule, a form; and when
//! the forms put a record in doubt.

use chrono::NaiveDate;

use super::vec_map::VecMap;
use super::{AssocIx, State};
use crate::domain::change::{AnswerRecord, ItemRecord, Mark};
use crate::domain::id::{ItemIx, MilestoneIx};
use crate::domain::model::ItemState;
use crate::domain::round::{FieldCondition, FieldIx, ItemDef, NaRule};

/// Where the state of an item comes from.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Basis<'a> {
    /// Nobody has touched it.
    Untouched,
    /// Somebody set it.
    Record(&'a ItemRecord),
    /// The milestone that it proves is marked.
    Mark(MilestoneIx, &'a Mark),
    /// A rule of the round says that it does not concern this association.
    Rule,
    /// 完成情况表 says so in this field.
    Form(FieldIx, &'a AnswerRecord),
    /// Somebody set it, but the forms say otherwise in this field.
    Doubted(&'a ItemRecord, FieldIx, &'a AnswerRecord),
}

/// One checklist item of one association.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ItemView<'a> {
    pub association: AssocIx,
    /// Position in the template.
    pub ix: ItemIx,
    /// The template's line.
    pub def: &'a ItemDef,
    /// The state, however it came about.
    pub state: ItemState,
    /// How it came about.
    pub basis: Basis<'a>,
}

impl ItemView<'_> {
    /// The day on which it was settled, as far as one is known.
    pub fn on(&self) -> Option<NaiveDate> {
        match self.basis {
            Basis::Record(record) | Basis::Doubted(record, ..) => Some(record.on),
            Basis::Form(_, answer) => Some(answer.on),
            Basis::Mark(_, mark) => Some(mark.done_on),
            Basis::Untouched | Basis::Rule => None,
        }
    }
}

impl State {
    /// One item of one association's checklist.
    pub fn item(&self, association: AssocIx, item: ItemIx) -> ItemView<'_> {
        self.papers(association).item(item)
    }

    /// Looks up once what its items stand by, of which there are some seventy.
    fn papers(&self, association: AssocIx) -> Papers<'_> {
        Papers {
            state: self,
            association,
            records: self.records.get(&association),
            answers: self.answers.get(&association),
        }
    }

    /// Whether the answers meet all conditions; `None` while one of them is not known.
    pub fn meets(&self, association: AssocIx, conditions: &[FieldCondition]) -> Option<bool> {
        if self.papers(association).unmet(conditions).is_some() {
            return Some(false);
        }
        let known =
            |condition: &FieldCondition| self.answer(association, condition.field).is_some();
        conditions.iter().all(known).then_some(true)
    }

    /// Those of its items that are counted for an association, in the template's order: all but what
    /// its unit has once for all of them.
    pub fn counted(&self, association: AssocIx) -> impl Iterator<Item = ItemView<'_>> {
        let all = self.checklist(association);
        all.filter(move |item| self.counts_for(association, item.def))
    }

    /// The whole checklist of an association, in the template's order.
    pub fn checklist(&self, association: AssocIx) -> impl Iterator<Item = ItemView<'_>> {
        let papers = self.papers(association);
        self.round.items.keys().map(move |item| papers.item(item))
    }
}

/// What is recorded of one association.
#[derive(Clone, Copy)]
struct Papers<'a> {
    state: &'a State,
    association: AssocIx,
    records: Option<&'a VecMap<ItemIx, ItemRecord>>,
    answers: Option<&'a VecMap<FieldIx, AnswerRecord>>,
}

impl<'a> Papers<'a> {
    fn item(self, item: ItemIx) -> ItemView<'a> {
        let Self {
            state: here,
            association,
            ..
        } = self;
        let def = &here.round.items[item];
        let (state, basis) = if let Some(record) = self.record(item, def) {
            match self.doubt(def, record.state) {
                Some((field, answer)) => {
                    (ItemState::Doubtful, Basis::Doubted(record, field, answer))
                }
                None => (record.state, Basis::Record(record)),
            }
        } else if let Some((milestone, mark)) = def
            .proves
            .and_then(|ix| Some((ix, here.mark_for(ix, association)?)))
        {
            (ItemState::Done, Basis::Mark(milestone, mark))
        } else if def.na == NaRule::NotInTraining && !here.trained(association) {
            (ItemState::NotApplicable, Basis::Rule)
        } else if let Some((state, field, answer)) = self.form_says(def) {
            (state, Basis::Form(field, answer))
        } else {
            (ItemState::Open, Basis::Untouched)
        };
        ItemView {
            association,
            ix: item,
            def,
            state,
            basis,
        }
    }

    /// What somebody recorded about an item; of a unit's, under whichever of its associations.
    fn record(self, item: ItemIx, def: &ItemDef) -> Option<&'a ItemRecord> {
        if def.per_unit() {
            self.state.record(self.association, item)
        } else {
            self.records?.get(item)
        }
    }

    /// What 完成情况表 says about an item, and where.
    fn form_says(self, def: &ItemDef) -> Option<(ItemState, FieldIx, &'a AnswerRecord)> {
        // Most associations have no answers at all.
        let answers = self.answers?;
        [
            (ItemState::Open, &def.form.open),
            (ItemState::Done, &def.form.done),
            (ItemState::NotApplicable, &def.form.not_applicable),
        ]
        .into_iter()
        .find_map(|(state, conditions)| {
            conditions.iter().find_map(|condition| {
                let answer = answers.get(condition.field)?;
                let holds = condition.test.holds(Some(&answer.value));
                holds.then_some((state, condition.field, answer))
            })
        })
    }

    /// The answer that speaks against a state that somebody set: a tick on what the form calls
    /// open, or 不涉及 on what one of the forms says does concern.
    fn doubt(self, def: &ItemDef, state: ItemState) -> Option<(FieldIx, &'a AnswerRecord)> {
        let says = self.form_says(def);
        match (state, says) {
            (ItemState::Done, Some((ItemState::Open, field, answer)))
            | (
                ItemState::NotApplicable,
                Some((ItemState::Open | ItemState::Done, field, answer)),
            ) => Some((field, answer)),
            (ItemState::NotApplicable, _) => match &def.na {
                NaRule::Answer { conditions, .. } => self.unmet(conditions),
                _ => None,
            },
            _ => None,
        }
    }

    /// The first answer that is not as a condition wants it; nothing filled in is no answer.
    fn unmet(self, conditions: &[FieldCondition]) -> Option<(FieldIx, &'a AnswerRecord)> {
        conditions.iter().find_map(|condition| {
            let answer = self.answers?.get(condition.field)?;
            let met = condition.test.holds(Some(&answer.value));
            (!met).then_some((condition.field, answer))
        })
    }
}
