//! One city's reform as data: notice, milestones, checklist, units, duties.
//! Shapes only; reading the files of `seeds/` is `exchange::seed`'s work.

pub mod duty;
pub mod findings;
pub mod form_rules;
mod info;
pub mod official;
mod population;

use std::collections::BTreeMap;
use std::sync::Arc;

use chrono::{Days, NaiveDate};
use serde::Deserialize;
use typed_index_collections::{TiSlice, TiVec};

use crate::domain::form::mirror::Topic;
use crate::domain::form::{Field, Form, FormId, Test};
use crate::domain::id::{ItemIx, MilestoneIx};
use crate::domain::model::Section;
use form_rules::{FormRules, RoundRules};

pub use info::{
    LetterRules, MemberBody, Milestone, Notice, NoticeChapter, OtherDate, RoundInfo, Scope,
    ScopeRule, Thresholds, TrainingBasis, UnitSeed, WorkingGroup,
};
pub use official::Official;
pub use population::{Outside, PopulationRule, Training};

/// Position of a field in [`Round::forms`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct FieldIx {
    pub form: usize,
    /// Which of its fields.
    pub field: usize,
}

/// Everything that is true of a round before anybody has worked on it.
#[derive(Debug, Clone, PartialEq)]
pub struct Round {
    /// Title, notice, thresholds, milestones, bodies.
    pub info: RoundInfo,
    /// Printed unit names and what is known of them.
    pub units: Vec<Arc<UnitSeed>>,
    /// Titles of the checklist's sections, in order.
    pub sections: Vec<SectionInfo>,
    /// The checklist template.
    pub items: TiVec<ItemIx, ItemDef>,
    /// The official forms.
    pub forms: Vec<Form>,
    /// What must not stand against each other in the forms.
    pub rules: RoundRules,
    /// 前后对照: what speaks of one matter in the forms of before and after.
    pub mirror: Vec<Topic>,
    /// The templates that letters and pages are written by, by the name of their file.
    pub templates: BTreeMap<String, String>,
    /// What screens and papers have to say of a ledger that is made up; `None` for real work.
    pub demo: Option<String>,
}

impl Round {
    /// The rules between the forms, put together at the first call.
    pub fn form_rules(&self) -> &FormRules {
        self.rules.of(self)
    }

    /// The milestones in the order of their dates.
    pub fn milestones(&self) -> &TiSlice<MilestoneIx, Milestone> {
        &self.info.milestones
    }

    /// Finds a milestone by its id, ignoring case (`m3` is `M3`).
    pub fn milestone_ix(&self, id: &str) -> Option<MilestoneIx> {
        self.milestones()
            .position(|m| m.id.eq_ignore_ascii_case(id))
    }

    /// Finds a checklist item by its id, ignoring case.
    pub fn item_ix(&self, id: &str) -> Option<ItemIx> {
        self.item_after(id, None)
    }

    /// The same, where the one before is known: a ledger has them as they are and in the order of their
    /// ids, a million times, and mostly the next one is the next.
    pub fn item_after(&self, id: &str, before: Option<ItemIx>) -> Option<ItemIx> {
        let (until, from) = self
            .items
            .raw
            .split_at(before.map_or(0, |ix| usize::from(ix) + 1));
        let exact = |item: &ItemDef| item.id == id;
        let behind = from.iter().position(exact).map(|at| until.len() + at);
        let exact = behind.or_else(|| until.iter().position(exact));
        // People write them in either case.
        let any = || self.items.position(|item| item.id.eq_ignore_ascii_case(id));
        exact.map(ItemIx::from).or_else(any)
    }

    /// The day on which an item has to be settled.
    pub fn item_due_on(&self, item: &ItemDef) -> NaiveDate {
        match &item.due {
            Due::On(date) => *date,
            Due::At(ix) => self.milestones()[*ix].due_on,
        }
    }

    /// Titles of one section.
    ///
    /// # Panics
    /// When the round has no title for it, which reading a seed rules out.
    pub fn section(&self, section: Section) -> &SectionInfo {
        self.sections
            .iter()
            .find(|info| info.id == section)
            .expect("a parsed round has a title for each section")
    }

    /// The first day on which work on a milestone is expected: the day after the one before it
    /// was due, or the day of the notice. Before it the light is grey.
    pub fn starts_on(&self, milestone: MilestoneIx) -> NaiveDate {
        let notice = self.info.notice.dated_on;
        match milestone.before() {
            None => notice,
            Some(before) => (self.milestones()[before].due_on + Days::new(1)).max(notice),
        }
    }

    /// The first day on which work on an item is expected: that of the milestone with which it
    /// begins or else is due, or of the first one that is not due before it.
    pub fn item_starts_on(&self, item: &ItemDef) -> NaiveDate {
        let milestone = item.starts.or_else(|| match &item.due {
            Due::At(ix) => Some(*ix),
            Due::On(date) => self.milestones().position(|m| m.due_on >= *date),
        });
        self.starts_on(milestone.unwrap_or(self.milestones().next_key()))
    }

    /// Position of a form.
    ///
    /// # Panics
    /// When the round has no such form, which reading a seed rules out.
    pub fn form_ix(&self, id: FormId) -> usize {
        let found = self.forms.iter().position(|form| form.id == id);
        found.expect("a parsed round has every form")
    }

    /// Finds a field of the forms by its id, ignoring case.
    pub fn field_ix(&self, id: &str) -> Option<FieldIx> {
        self.forms.iter().enumerate().find_map(|(form, def)| {
            let field = def
                .fields
                .iter()
                .position(|f| f.id.eq_ignore_ascii_case(id))?;
            Some(FieldIx { form, field })
        })
    }

    /// The field at a position.
    pub fn field(&self, ix: FieldIx) -> &Field {
        &self.forms[ix.form].fields[ix.field]
    }

    /// A name without the city's prefix, which all names of a city share.
    pub fn without_city<'a>(&self, name: &'a str) -> &'a str {
        name.strip_prefix(self.info.city.as_str()).unwrap_or(name)
    }
}

/// Titles of a section of the checklist.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SectionInfo {
    pub id: Section,
    pub title: Official,
    pub short: Official,
    /// One of the five separations.
    #[serde(default)]
    pub separation: bool,
}

/// When an item is due.
#[derive(Debug, Clone, PartialEq)]
pub enum Due {
    /// With a milestone.
    At(MilestoneIx),
    /// On a date of its own.
    On(NaiveDate),
}

/// One line of the checklist template (`domain.md` 4.7).
#[derive(Debug, Clone, PartialEq)]
pub struct ItemDef {
    /// `P1` … `F3`.
    pub id: String,
    /// Which part of the checklist.
    pub section: Section,
    /// What has to be so.
    pub label: Official,
    /// Who sees to it.
    pub owner: Vec<String>,
    /// The unit or the association is one of them ([`duty::is_own`]).
    pub own: bool,
    /// Who looks at it.
    pub checker: Vec<String>,
    /// What proves it.
    pub evidence: Official,
    pub due: Due,
    /// When 不涉及 is allowed.
    pub na: NaRule,
    /// For whom it is kept and counted.
    pub per: KeptFor,
    /// The milestone whose mark and this tick are one fact.
    pub proves: Option<MilestoneIx>,
    /// What 完成情况表 says about it.
    pub form: FormProof,
    /// The milestone with which work on it begins, where that is before the one by which it is due.
    pub starts: Option<MilestoneIx>,
    /// It says that this form was handed in.
    pub hands_in: Option<FormId>,
    /// Settling it closes the association (销号).
    pub closes: bool,
    /// The due date is not in the notice (`domain.md` D3).
    pub assumed: bool,
    /// What the notice does not say of it, so that the checklist suggests it.
    pub suggested: Vec<Suggested>,
    /// Something the reader should know.
    pub remark: Option<Official>,
    /// Where it comes from.
    pub source: String,
}

/// For whom an item is kept and counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum KeptFor {
    /// For each association.
    #[default]
    Association,
    /// Once for a unit and all of its associations.
    Unit,
}

impl ItemDef {
    /// A duty of the unit, which is the same for all of its associations.
    pub fn per_unit(&self) -> bool {
        self.per == KeptFor::Unit
    }

    /// Who sees to it and who looks at it.
    pub fn bodies(&self) -> impl Iterator<Item = &str> {
        self.owner.iter().chain(&self.checker).map(String::as_str)
    }

    /// This of it stands nowhere in the notice.
    pub fn suggests(&self, part: Suggested) -> bool {
        self.suggested.contains(&part)
    }

    /// The day it is due has been settled for the time being.
    pub fn due_is_assumed(&self) -> bool {
        self.assumed || self.suggests(Suggested::Due)
    }
}

/// A part of an item for which the notice has no word.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Suggested {
    /// The item as a whole.
    Item,
    Due,
    Checker,
}

/// What the answer of a field has to be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FieldCondition {
    pub field: FieldIx,
    /// What its answer has to be.
    pub test: Test,
}

/// What 完成情况表 says about an item: the first condition that holds decides, those for open
/// before those for done before those for 不涉及.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct FormProof {
    /// Still to be done.
    pub open: Vec<FieldCondition>,
    pub done: Vec<FieldCondition>,
    pub not_applicable: Vec<FieldCondition>,
}

/// When an item may be set to 不涉及.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NaRule {
    Never,
    /// By itself, for units below the training threshold.
    NotInTraining,
    /// When an answer of Annex 2 says so; `condition` in the forms' terms, `when` in words.
    Answer {
        when: Official,
        /// What the answers have to be, all of them.
        conditions: Vec<FieldCondition>,
    },
    /// With a reason of one's own.
    Reason {
        when: Official,
    },
}

impl NaRule {
    /// The condition in words; `None` where it is never allowed.
    pub fn when(&self) -> Option<&str> {
        match self {
            Self::Never => None,
            Self::NotInTraining => {
                Some(text!("主管单位不在培训范围", "unit outside the training").get())
            }
            Self::Answer { when, .. } | Self::Reason { when } => Some(when),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::ItemIx;
    use crate::domain::tests::ledger;

    #[test]
    fn an_item_is_found_wherever_the_search_begins() {
        let ledger = ledger();
        let round = ledger.round();
        let places: Vec<Option<ItemIx>> = round.items.keys().map(Some).chain([None]).collect();
        for (ix, item) in round.items.iter_enumerated() {
            for before in &places {
                assert_eq!(round.item_after(&item.id, *before), Some(ix));
            }
            assert_eq!(round.item_ix(&item.id.to_lowercase()), Some(ix));
        }
        let none = places
            .iter()
            .find_map(|before| round.item_after("Z9", *before));
        assert_eq!(none, None);
    }
}
