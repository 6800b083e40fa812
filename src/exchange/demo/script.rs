//! The script of the demonstration as data (`seeds/demo/`): who is at work, how fast, and what
//! stands in the forms. Invented from beginning to end; names no city, unit or day.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::DemoError;

/// Days from … to.
pub(super) type Days = [i64; 2];
/// What is written into fields, by their ids.
pub(super) type Answers = BTreeMap<String, Written>;

/// `play.toml`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Play {
    /// What stands on every screen and paper.
    pub(super) mark: String,
    /// The default as-of date lies this many days before the approving milestone.
    pub(super) days_before_approval: u64,
    /// Percent of associations that go at another pace than their unit.
    pub(super) own_pace: u64,
    /// Trainings, from the due date.
    pub(super) training: Days,
    /// Inspections, from the due date.
    pub(super) inspection: Days,
    /// Percent that are ticked within a minute, without papers.
    pub(super) rush: u64,
    /// Percent with a slip that is taken back.
    pub(super) slip: u64,
    /// Percent of units that use one paper for everything.
    pub(super) one_paper: u64,
    /// Percent of items that are first 办理中.
    pub(super) doing: u64,
    /// Who there is.
    pub(super) people: People,
    /// How fast.
    #[serde(rename = "pace")]
    pub(super) paces: Vec<Pace>,
    /// What proves it.
    pub(super) papers: Papers,
    /// 调度会.
    pub(super) meetings: Meetings,
    /// Who leaves, and which units are one.
    pub(super) exits: Exits,
    /// Reasons for 不涉及.
    #[serde(rename = "reason", default)]
    pub(super) reasons: Vec<Reason>,
}

/// Who there is.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct People {
    /// In the office of the working group.
    pub(super) office: Vec<String>,
    /// Who checks and closes, and does nothing else.
    pub(super) closer: String,
    /// In the units.
    pub(super) clerks: Vec<String>,
    /// Surnames of those in the forms.
    pub(super) surnames: Vec<String>,
    /// Their given names.
    pub(super) given: Vec<String>,
}

/// How fast an association goes. What is absent does not happen.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Pace {
    /// Name, for whoever edits the file.
    #[serde(rename = "id")]
    _id: String,
    /// How many go at it.
    pub(super) weight: u64,
    /// Days from the due date of the meeting of units.
    pub(super) meeting: Option<Days>,
    /// Days from the due date of the plan.
    pub(super) hand_in: Option<Days>,
    /// Days from handing in to the approval.
    pub(super) approval: Option<Days>,
    /// Days from the approval to the last item.
    pub(super) work: Option<Days>,
    /// Days from the last item to closing.
    pub(super) close: Option<Days>,
}

/// What proves it.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Papers {
    /// References.
    pub(super) evidence: Vec<String>,
    /// The one that some use for everything.
    pub(super) shared: String,
    /// Notes on what is done.
    pub(super) notes: Vec<String>,
    /// Notes on what is being done.
    pub(super) doing: Vec<String>,
}

/// What is said on the weekly meetings.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Meetings {
    /// Percent of units that promise something on a meeting.
    pub(super) share: u64,
    /// The same of those that are late.
    pub(super) late_share: u64,
    /// Percent of units about which something is remarked.
    pub(super) remark_share: u64,
    /// Days until a promise is due.
    pub(super) due: Days,
    /// Percent of promises that are kept in time.
    pub(super) kept: u64,
    /// Percent of promises that are kept late.
    pub(super) kept_late: u64,
    /// What is promised.
    pub(super) promises: Vec<String>,
    /// Why a milestone is put off.
    pub(super) extensions: Vec<String>,
    /// What is remarked.
    pub(super) remarks: Vec<String>,
}

/// The decisions that change who is in.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Exits {
    /// The paper.
    pub(super) document: String,
    /// Why, one for each kind of exit.
    pub(super) reasons: Vec<String>,
    /// Why two units are one.
    pub(super) merge_reason: String,
}

/// Why an item does not concern some.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Reason {
    /// Item id.
    pub(super) item: String,
    /// Percent of associations.
    pub(super) share: u64,
    /// The reason.
    pub(super) text: String,
}

/// `forms.toml`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct FormScript {
    /// What everyone fills in.
    pub(super) base: Filling,
    /// What concerns some.
    #[serde(rename = "matter")]
    pub(super) matters: Vec<Matter>,
    /// What does not fit together, with some.
    #[serde(rename = "fault")]
    pub(super) faults: Vec<Matter>,
}

/// Answers of the three forms.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Filling {
    /// 基本情况表.
    #[serde(default)]
    pub(super) before: Answers,
    /// 实施方案.
    #[serde(default)]
    pub(super) plan: Answers,
    /// 完成情况表.
    #[serde(default)]
    pub(super) after: Answers,
}

/// Something that concerns some associations.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Matter {
    /// Name.
    pub(super) id: String,
    /// Percent of those who may have it.
    pub(super) share: u64,
    /// Which others one has to have, or with `!` not to have.
    #[serde(default)]
    pub(super) needs: Vec<String>,
    /// The office marks completion all the same.
    #[serde(default)]
    pub(super) claims_completion: bool,
    /// Replaces what everyone has.
    #[serde(default)]
    pub(super) before: Answers,
    /// The same, in the plan.
    #[serde(default)]
    pub(super) plan: Answers,
    /// The same, after.
    #[serde(default)]
    pub(super) after: Answers,
}

/// What is written into one field.
#[derive(Debug, Clone, Deserialize)]
#[serde(untagged)]
pub(super) enum Written {
    /// One text; empty = nothing.
    One(String),
    /// Several: options, items, rows.
    Many(Vec<String>),
}

impl Written {
    /// The texts.
    pub(super) fn texts(&self) -> &[String] {
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
    pub(super) fn built_in() -> Result<Self, DemoError> {
        read("play.toml", include_str!("../../../seeds/demo/play.toml"))
    }
}

impl FormScript {
    /// The script that the program comes with.
    pub(super) fn built_in() -> Result<Self, DemoError> {
        read("forms.toml", include_str!("../../../seeds/demo/forms.toml"))
    }
}
