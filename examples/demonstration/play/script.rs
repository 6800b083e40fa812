//! The script of the demonstration as data (`play.toml`, `forms.toml`): who is at work, how fast, and what
//! stands in the forms. Invented from beginning to end; names no city, unit or day.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::DemoError;

/// Days from … to.
pub type Days = [i64; 2];
/// What is written into fields, by their ids.
pub type Answers = BTreeMap<String, Written>;

/// `play.toml`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Play {
    /// What stands on every screen and paper.
    pub mark: String,
    /// The default as-of date lies this many days before the approving milestone.
    pub days_before_approval: u64,
    /// Percent of associations that go at another pace than their unit.
    pub own_pace: u64,
    /// Trainings, from the due date.
    pub training: Days,
    /// Inspections, from the due date.
    pub inspection: Days,
    /// Percent that are ticked within a minute, without papers.
    pub rush: u64,
    /// Percent with a slip that is taken back.
    pub slip: u64,
    /// Percent of units that use one paper for everything.
    pub one_paper: u64,
    /// Percent of items that are first 办理中.
    pub doing: u64,
    /// Who there is.
    pub people: People,
    /// How fast.
    #[serde(rename = "pace")]
    pub paces: Vec<Pace>,
    /// What proves it.
    pub papers: Papers,
    /// 调度会.
    pub meetings: Meetings,
    /// Who leaves, and which units are one.
    pub exits: Exits,
    /// Reasons for 不涉及.
    #[serde(rename = "reason", default)]
    pub reasons: Vec<Reason>,
}

/// Who there is.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct People {
    /// In the office of the working group.
    pub office: Vec<String>,
    /// Who checks and closes, and does nothing else.
    pub closer: String,
    /// In the units.
    pub clerks: Vec<String>,
    /// Surnames of those in the forms.
    pub surnames: Vec<String>,
    /// Their given names.
    pub given: Vec<String>,
}

/// How fast an association goes. What is absent does not happen.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Pace {
    /// Name, for whoever edits the file.
    #[serde(rename = "id")]
    _id: String,
    /// How many go at it.
    pub weight: u64,
    /// Days from the due date of the meeting of units.
    pub meeting: Option<Days>,
    /// Days from the due date of the plan.
    pub hand_in: Option<Days>,
    /// Days from handing in to the approval.
    pub approval: Option<Days>,
    /// Days from the approval to the last item.
    pub work: Option<Days>,
    /// Days from the last item to closing.
    pub close: Option<Days>,
}

/// What proves it.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Papers {
    /// References.
    pub evidence: Vec<String>,
    /// The one that some use for everything.
    pub shared: String,
    /// Notes on what is done.
    pub notes: Vec<String>,
    /// Notes on what is being done.
    pub doing: Vec<String>,
}

/// What is said on the weekly meetings.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Meetings {
    /// Percent of units that promise something on a meeting.
    pub share: u64,
    /// The same of those that are late.
    pub late_share: u64,
    /// Percent of units about which something is remarked.
    pub remark_share: u64,
    /// Days until a promise is due.
    pub due: Days,
    /// Percent of promises that are kept in time.
    pub kept: u64,
    /// Percent of promises that are kept late.
    pub kept_late: u64,
    /// What is promised.
    pub promises: Vec<String>,
    /// Why a milestone is put off.
    pub extensions: Vec<String>,
    /// What is remarked.
    pub remarks: Vec<String>,
}

/// The decisions that change who is in.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Exits {
    /// The paper.
    pub document: String,
    /// Why, one for each kind of exit.
    pub reasons: Vec<String>,
    /// Why two units are one.
    pub merge_reason: String,
}

/// Why an item does not concern some.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Reason {
    /// Item id.
    pub item: String,
    /// Percent of associations.
    pub share: u64,
    /// The reason.
    pub text: String,
}

/// `forms.toml`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FormScript {
    /// What everyone fills in.
    pub base: Filling,
    /// What concerns some.
    #[serde(rename = "matter")]
    pub matters: Vec<Matter>,
    /// What does not fit together, with some.
    #[serde(rename = "fault")]
    pub faults: Vec<Matter>,
}

/// Answers of the three forms.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Filling {
    /// 基本情况表.
    #[serde(default)]
    pub before: Answers,
    /// 实施方案.
    #[serde(default)]
    pub plan: Answers,
    /// 完成情况表.
    #[serde(default)]
    pub after: Answers,
}

/// Something that concerns some associations.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Matter {
    /// Name.
    pub id: String,
    /// Percent of those who may have it.
    pub share: u64,
    /// Which others one has to have, or with `!` not to have.
    #[serde(default)]
    pub needs: Vec<String>,
    /// The office marks completion all the same.
    #[serde(default)]
    pub claims_completion: bool,
    /// Replaces what everyone has.
    #[serde(default)]
    pub before: Answers,
    /// The same, in the plan.
    #[serde(default)]
    pub plan: Answers,
    /// The same, after.
    #[serde(default)]
    pub after: Answers,
}

/// What is written into one field.
#[derive(Debug, Clone, Deserialize)]
#[serde(untagged)]
pub enum Written {
    /// One text; empty = nothing.
    One(String),
    /// Several: options, items, rows.
    Many(Vec<String>),
}

impl Written {
    /// The texts.
    pub fn texts(&self) -> &[String] {
        match self {
            Self::One(text) => std::slice::from_ref(text),
            Self::Many(texts) => texts,
        }
    }
}

fn read<T: serde::de::DeserializeOwned>(file: &'static str, text: &str) -> Result<T, DemoError> {
    toml::from_str(text).map_err(|error| DemoError::Script {
        file,
        problem: error.to_string(),
    })
}

impl Play {
    /// The script that the program comes with.
    pub fn built_in() -> Result<Self, DemoError> {
        read("play.toml", include_str!("../play.toml"))
    }
}

impl FormScript {
    /// The script that the program comes with.
    pub fn built_in() -> Result<Self, DemoError> {
        read("forms.toml", include_str!("../forms.toml"))
    }
}
