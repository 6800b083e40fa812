//! Reads `checklist.toml`: its items as written, and what they name in the round.

use chrono::NaiveDate;
use serde::Deserialize;

use super::seed::{CHECKLIST, SeedError};
use crate::domain::form::{Condition, FormId};
use crate::domain::model::Section;
use crate::domain::round::duty;
use crate::domain::round::{
    Due, FieldCondition, FormProof, ItemDef, KeptFor, NaRule, Round, Scope, SectionInfo, Suggested,
};
use crate::text::fault;

/// `checklist.toml` as it is written.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ChecklistFile {
    #[serde(rename = "section")]
    pub sections: Vec<SectionInfo>,
    #[serde(rename = "item")]
    pub items: Vec<RawItem>,
}

/// An item as the file writes it: milestones by id, the rule for 不涉及 spread over keys.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawItem {
    id: String,
    section: Section,
    label: String,
    owner: Vec<String>,
    #[serde(default)]
    checker: Vec<String>,
    #[serde(default)]
    evidence: String,
    due: Option<String>,
    due_on: Option<NaiveDate>,
    starts: Option<String>,
    na: RawNa,
    na_when: Option<String>,
    na_answer: Option<String>,
    #[serde(default)]
    per: KeptFor,
    proves: Option<String>,
    hands_in: Option<FormId>,
    #[serde(default)]
    form_open: Vec<String>,
    #[serde(default)]
    form_done: Vec<String>,
    #[serde(default)]
    form_na: Vec<String>,
    #[serde(default)]
    closes: bool,
    #[serde(default)]
    assumed: bool,
    #[serde(default)]
    suggested: Vec<Suggested>,
    remark: Option<String>,
    source: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "snake_case")]
enum RawNa {
    Never,
    NotInTraining,
    Answer,
    Reason,
}

impl RawItem {
    /// The item with its milestones and conditions found in the round.
    pub fn resolve(self, round: &Round, (text, at): (&str, usize)) -> Result<ItemDef, SeedError> {
        let info = &round.info;
        let id = self.id.clone();
        let bad = |problem: &str| {
            SeedError::of_entry(
                CHECKLIST,
                text,
                ("item", at),
                t!("{id}：{problem}", "{id}: {problem}"),
            )
        };
        let milestone = |id: &String| {
            let found = info.milestones.position(|m| m.id == *id);
            found.ok_or_else(|| bad(&t!("没有节点 {id}", "no milestone {id}")))
        };
        let unknown = || {
            bad(s!(
                "表格条件提到没有的栏目或选项",
                "the condition names an unknown field or option"
            ))
        };
        let due = match (&self.due, self.due_on) {
            (Some(id), None) => Due::At(milestone(id)?),
            (None, Some(date)) => Due::On(date),
            _ => {
                return Err(bad(s!(
                    "due 与 due_on 须有且只有一个",
                    "either due or due_on, not both"
                )));
            }
        };
        let starts = self.starts.as_ref().map(milestone).transpose()?;
        if let (Some(starts), Due::At(by)) = (starts, &due)
            && starts > *by
        {
            return Err(bad(s!(
                "starts 的节点晚于 due",
                "the milestone of starts is later than due"
            )));
        }
        let na = match (self.na, self.na_when, self.na_answer) {
            (RawNa::Never, None, None) => NaRule::Never,
            (RawNa::NotInTraining, _, None) => NaRule::NotInTraining,
            (RawNa::Answer, Some(when), Some(text)) => NaRule::Answer {
                when: when.into(),
                conditions: conditions(round, text.split(',')).ok_or_else(unknown)?,
            },
            (RawNa::Reason, Some(when), None) => NaRule::Reason { when: when.into() },
            _ => {
                return Err(bad(s!(
                    "na、na_when、na_answer 不相配",
                    "na, na_when, na_answer do not fit"
                )));
            }
        };
        let proves = match &self.proves {
            Some(id) => match info.milestones.position(|m| m.id == *id) {
                Some(ix) if info.milestones[ix].scope != Scope::City => Some(ix),
                _ => {
                    return Err(bad(s!(
                        "proves 须是单位或协会的节点",
                        "proves must be a milestone of units or associations"
                    )));
                }
            },
            None => None,
        };
        let of = |texts: &[String]| {
            conditions(round, texts.iter().map(String::as_str)).ok_or_else(unknown)
        };
        let form = FormProof {
            open: of(&self.form_open)?,
            done: of(&self.form_done)?,
            not_applicable: of(&self.form_na)?,
        };
        Ok(ItemDef {
            form,
            id: self.id,
            section: self.section,
            label: self.label.into(),
            own: duty::is_own(&self.owner),
            owner: self.owner,
            checker: self.checker,
            evidence: self.evidence.into(),
            due,
            starts,
            na,
            per: self.per,
            proves,
            hands_in: self.hands_in,
            closes: self.closes,
            assumed: self.assumed,
            suggested: self.suggested,
            remark: self.remark.map(Into::into),
            source: self.source,
        })
    }
}

/// The head of an item.
const ITEM: &str = "[[item]]\n";

/// A checklist without the items that another does not have; as it is where the other says nothing.
pub(super) fn of_items_in(text: &str, other: &str) -> String {
    #[derive(Deserialize)]
    struct Ids {
        item: Vec<Id>,
    }
    #[derive(Deserialize)]
    struct Id {
        id: String,
    }
    let Ok(known) = fault::from_toml::<Ids>(other) else {
        return text.to_owned();
    };
    let known = |block: &&str| {
        let head = block.lines().next().unwrap_or_default();
        let id = head
            .strip_prefix("id = \"")
            .and_then(|id| id.strip_suffix('"'));
        id.is_none_or(|id| known.item.iter().any(|item| item.id == id))
    };
    let blocks: Vec<&str> = text.split(ITEM).filter(known).collect();
    blocks.join(ITEM)
}

/// Reads conditions on fields of the forms; `None` where one names what the round does not have.
fn conditions<'a>(
    round: &Round,
    texts: impl Iterator<Item = &'a str>,
) -> Option<Vec<FieldCondition>> {
    texts
        .map(|text| {
            let condition = Condition::parse(text)?;
            let field = round.field_ix(&condition.field)?;
            let fits = condition.test.fits(round.field(field));
            fits.then_some(FieldCondition {
                field,
                test: condition.test,
            })
        })
        .collect()
}
