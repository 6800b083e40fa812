//! What can stand under a key beside notes, and the record that says who put it there.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

use super::Fact;
use crate::text::lang::Text;
use crate::text::plain::Plain;

/// The unit that a printed name is counted under, decided by somebody (`domain.md` 4.2).
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Counted {
    /// Canonical name of the unit.
    pub canonical: Plain,
    #[serde(default)]
    pub reason: Plain,
}

/// A milestone's date that is no longer the printed one.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NewDate {
    /// What counts now.
    pub due_on: NaiveDate,
    pub reason: Plain,
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
    pub const fn text(self) -> Text {
        match self {
            Self::Deregistered => text!("注销", "deregistered"),
            Self::Revoked => text!("撤销", "revoked"),
            Self::Merged => text!("合并", "merged"),
            Self::Deferred => text!("暂缓", "put off"),
        }
    }
}

worded!(ExitKind);

/// An association that left the round, with the paper that says so.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Exit {
    pub kind: ExitKind,
    pub on: NaiveDate,
    /// The paper: number or file name.
    pub document: Plain,
    pub reason: Plain,
    /// When merged: the number of the association that it became part of.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub into: Option<u32>,
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
    pub const fn text(self) -> Text {
        match self {
            Self::Accepted => text!("属实", "true"),
            Self::Fixed => text!("已改", "fixed"),
            Self::Ignored => text!("忽略", "ignored"),
        }
    }
}

worded!(VerdictKind);

/// A decision about a finding.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Verdict {
    pub kind: VerdictKind,
    /// Why; never empty when ignored.
    #[serde(default)]
    pub reason: Plain,
}

/// A saved view of the roster. Its words are those of the command line; whoever reads them says
/// which one no longer exists.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct View {
    /// What it is called.
    pub name: Plain,
    /// The filter, in the filter language.
    #[serde(default)]
    pub filter: Plain,
    /// Identifier of the grouping; empty = as usual.
    #[serde(default)]
    pub group_by: Plain,
    /// Identifier of the order; empty = as usual.
    #[serde(default)]
    pub sort_by: Plain,
    /// Identifiers of the columns in their order; empty = as usual.
    #[serde(default)]
    pub columns: Vec<Plain>,
}

/// A fact with who recorded it and when.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FactRecord {
    pub fact: Fact,
    pub by: Plain,
    /// When it was entered.
    pub at: DateTime<Utc>,
    /// The as-of date on which it was entered.
    pub on: NaiveDate,
}
