//! What was learnt, agreed or decided beside the printed roster and the checklist: which unit a
//! printed name is counted under, who left the round and how, agreed dates, contacts, remarks,
//! what was decided about a finding, saved views. Each is a key and what stands under it, so
//! that one kind of change carries them all.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

use super::change::Subject;

/// What a fact is about. There is one fact for each key, or none.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FactKey {
    /// The unit that a printed name is counted under.
    Unit(String),
    /// A milestone's date, where it is no longer the printed one.
    Due(String),
    /// How an association left the round, by its number.
    Exit(u32),
    /// Who answers for a unit or an association.
    Contact(Subject),
    /// Something that was promised, or a later date that was agreed: the instant in
    /// milliseconds at which it was first entered tells them apart, also between copies.
    Promise(Subject, i64),
    /// Something that was remarked, told apart in the same way.
    Remark(Subject, i64),
    /// What was decided about a finding, by its id.
    Verdict(String),
    /// A saved view of the roster, by its digit (1–9).
    View(u8),
}

/// Kinds that move dates and units: whatever is shown first hangs on them.
pub const MOVING_KINDS: [&str; 2] = ["due", "unit"];

impl FactKey {
    /// What kind of thing it is, as SQL and JSON name it.
    pub const fn kind(&self) -> &'static str {
        match self {
            Self::Unit(_) => "unit",
            Self::Due(_) => "due",
            Self::Exit(_) => "exit",
            Self::Contact(_) => "contact",
            Self::Promise(..) => "promise",
            Self::Remark(..) => "remark",
            Self::Verdict(_) => "verdict",
            Self::View(_) => "view",
        }
    }

    /// The kind in words.
    pub const fn word(&self) -> &'static str {
        match self {
            Self::Unit(_) => "归并单位",
            Self::Due(_) => "调整日期",
            Self::Exit(_) => "退出",
            Self::Contact(_) => "联系人",
            Self::Promise(..) => "承诺",
            Self::Remark(..) => "备注",
            Self::Verdict(_) => "问题处理",
            Self::View(_) => "视图",
        }
    }

    /// Whose it is, where it is somebody's.
    pub fn subject(&self) -> Option<Subject> {
        match self {
            Self::Exit(no) => Some(Subject::Association(*no)),
            Self::Contact(subject) | Self::Promise(subject, _) | Self::Remark(subject, _) => {
                Some(subject.clone())
            }
            Self::Unit(_) | Self::Due(_) | Self::Verdict(_) | Self::View(_) => None,
        }
    }

    /// The association that this is about, if it is about one.
    pub const fn association(&self) -> Option<u32> {
        match self {
            Self::Exit(no)
            | Self::Contact(Subject::Association(no))
            | Self::Promise(Subject::Association(no), _)
            | Self::Remark(Subject::Association(no), _) => Some(*no),
            _ => None,
        }
    }

    /// Such a fact can stand under this key.
    pub const fn holds(&self, fact: &Fact) -> bool {
        matches!(
            (self, fact),
            (Self::Unit(_), Fact::Unit(_))
                | (Self::Due(_), Fact::Due(_))
                | (Self::Exit(_), Fact::Exit(_))
                | (Self::Contact(_), Fact::Contact(_))
                | (Self::Promise(..), Fact::Promise(_))
                | (Self::Remark(..), Fact::Remark(_))
                | (Self::Verdict(_), Fact::Verdict(_))
                | (Self::View(1..=9), Fact::View(_))
        )
    }
}

/// What stands under a key.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Fact {
    /// See [`FactKey::Unit`].
    Unit(Counted),
    /// See [`FactKey::Due`].
    Due(NewDate),
    /// See [`FactKey::Exit`].
    Exit(Exit),
    /// See [`FactKey::Contact`].
    Contact(Contact),
    /// See [`FactKey::Promise`].
    Promise(Promise),
    /// See [`FactKey::Remark`].
    Remark(Remark),
    /// See [`FactKey::Verdict`].
    Verdict(Verdict),
    /// See [`FactKey::View`].
    View(View),
}

impl Fact {
    /// Every text that somebody typed.
    pub fn texts(&self) -> Vec<&str> {
        match self {
            Self::Unit(counted) => vec![&counted.canonical, &counted.reason],
            Self::Due(date) => vec![&date.reason],
            Self::Exit(exit) => vec![&exit.document, &exit.reason],
            Self::Contact(contact) => vec![&contact.person, &contact.phone],
            Self::Promise(promise) => {
                let milestone = promise.milestone.iter().map(String::as_str);
                std::iter::once(promise.text.as_str())
                    .chain(milestone)
                    .collect()
            }
            Self::Remark(remark) => vec![&remark.text],
            Self::Verdict(verdict) => vec![&verdict.reason],
            Self::View(view) => {
                let columns = view.columns.iter().map(String::as_str);
                [
                    view.name.as_str(),
                    &view.filter,
                    &view.group_by,
                    &view.sort_by,
                ]
                .into_iter()
                .chain(columns)
                .collect()
            }
        }
    }

    /// In words, without the key.
    pub fn sentence(&self) -> String {
        let joined = |parts: &[&str]| {
            let parts: Vec<&str> = parts.iter().copied().filter(|p| !p.is_empty()).collect();
            parts.join("，")
        };
        match self {
            Self::Unit(counted) => {
                joined(&[&format!("计入 {}", counted.canonical), &counted.reason])
            }
            Self::Due(date) => joined(&[&format!("改为 {}", date.due_on), &date.reason]),
            Self::Exit(exit) => {
                let into = exit
                    .into
                    .map(|no| format!("并入序号 {no}"))
                    .unwrap_or_default();
                let when = format!("{} 于 {}", exit.kind.word(), exit.on);
                joined(&[&when, &into, &exit.document, &exit.reason])
            }
            Self::Contact(contact) => joined(&[&contact.person, &contact.phone]),
            Self::Promise(promise) => {
                let when = match &promise.milestone {
                    Some(milestone) => format!("{milestone} 延至 {}", promise.due_on),
                    None => format!("承诺 {} 前", promise.due_on),
                };
                let kept = promise
                    .kept_on
                    .map(|on| format!("{on} 兑现"))
                    .unwrap_or_default();
                joined(&[&when, &promise.text, &kept])
            }
            Self::Remark(remark) => format!("{} {}", remark.on, remark.text),
            Self::Verdict(verdict) => joined(&[verdict.kind.word(), &verdict.reason]),
            Self::View(view) => joined(&[&view.name, &view.filter]),
        }
    }
}

/// The unit that a printed name is counted under, decided by somebody (`domain.md` 4.2).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Counted {
    /// Canonical name of the unit.
    pub canonical: String,
    /// Why.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub reason: String,
}

/// A milestone's date that is no longer the printed one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NewDate {
    /// What counts now.
    pub due_on: NaiveDate,
    /// Why.
    pub reason: String,
}

/// How an association leaves the round.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ExitKind {
    /// 注销
    Deregistered,
    /// 撤销
    Revoked,
    /// 合并
    Merged,
    /// 暂缓: may come back.
    Deferred,
}

impl ExitKind {
    /// All of them.
    pub const ALL: [Self; 4] = [
        Self::Deregistered,
        Self::Revoked,
        Self::Merged,
        Self::Deferred,
    ];

    /// The word for people.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Deregistered => "注销",
            Self::Revoked => "撤销",
            Self::Merged => "合并",
            Self::Deferred => "暂缓",
        }
    }
}

/// An association that left the round, with the paper that says so.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Exit {
    /// How.
    pub kind: ExitKind,
    /// The day.
    pub on: NaiveDate,
    /// The paper: number or file name.
    pub document: String,
    /// Why.
    pub reason: String,
    /// When merged: the number of the association that it became part of.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub into: Option<u32>,
}

/// Who answers for a unit or an association.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Contact {
    /// Name.
    pub person: String,
    /// Telephone.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub phone: String,
}

/// Something that was promised, or a later date for a milestone that was agreed. The planned
/// date stays; this one stands beside it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Promise {
    /// What was promised; the reason, when it is a later date.
    pub text: String,
    /// Until when.
    pub due_on: NaiveDate,
    /// The milestone that it puts off.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub milestone: Option<String>,
    /// When it was kept.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub kept_on: Option<NaiveDate>,
}

/// Something that was remarked on a day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Remark {
    /// The day.
    pub on: NaiveDate,
    /// What.
    pub text: String,
}

/// What was decided about a finding.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum VerdictKind {
    /// 属实: it is so, and has to be dealt with.
    Accepted,
    /// 已改
    Fixed,
    /// 忽略: for a reason.
    Ignored,
}

impl VerdictKind {
    /// The identifier used in JSON.
    pub const fn id(self) -> &'static str {
        match self {
            Self::Accepted => "accepted",
            Self::Fixed => "fixed",
            Self::Ignored => "ignored",
        }
    }

    /// The word for people.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Accepted => "属实",
            Self::Fixed => "已改",
            Self::Ignored => "忽略",
        }
    }
}

/// A decision about a finding.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Verdict {
    /// Which.
    pub kind: VerdictKind,
    /// Why; never empty when ignored.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub reason: String,
}

/// A saved view of the roster. Its words are those of the command line; whoever reads them says
/// which one no longer exists.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct View {
    /// What it is called.
    pub name: String,
    /// The filter, in the filter language.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub filter: String,
    /// Identifier of the grouping; empty = as usual.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub group_by: String,
    /// Identifier of the order; empty = as usual.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub sort_by: String,
    /// Identifiers of the columns in their order; empty = as usual.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub columns: Vec<String>,
}

/// A fact with who recorded it and when.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FactRecord {
    /// What.
    pub fact: Fact,
    /// Who.
    pub by: String,
    /// When it was entered.
    pub at: DateTime<Utc>,
    /// The as-of date on which it was entered.
    pub on: NaiveDate,
}
