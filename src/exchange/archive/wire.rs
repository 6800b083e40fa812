//! The shape of the JSON. It stands apart from the domain's types: it knows every name that may
//! occur and refuses all others.

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use super::checked::{Day, Format, Instant, Lines, MAX_SENTENCE, Plain, Version};
use super::fact::{Key, Known};
use crate::domain::change::EntryKind;
use crate::domain::model::{ItemState, Status};

/// Which format a file is in, whatever else it holds.
#[derive(Deserialize)]
#[expect(dead_code, reason = "reading them is the check")]
pub(super) struct Head {
    pub(super) format: Format,
    pub(super) version: Version,
}

/// The whole file.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct File {
    pub(super) format: Format,
    pub(super) version: Version,
    pub(super) documents: Vec<Document>,
    pub(super) roster: Vec<Row>,
    pub(super) history: Vec<Line>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Document {
    pub(super) name: Plain,
    pub(super) text: Lines,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Row {
    pub(super) no: u32,
    pub(super) name: Plain,
    pub(super) unit: Plain,
    pub(super) status: Status,
}

/// An entry of the history.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Line {
    pub(super) seq: i64,
    pub(super) at: Instant,
    pub(super) as_of: Day,
    pub(super) by: Plain,
    pub(super) kind: EntryKind,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) target: Option<i64>,
    pub(super) what: Plain<MAX_SENTENCE>,
    pub(super) changes: Vec<Difference>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "snake_case")]
pub(super) enum Difference {
    Item {
        association: u32,
        item: Plain,
        before: Option<Item>,
        after: Option<Item>,
    },
    Mark {
        milestone: Plain,
        subject: Whose,
        before: Option<Reached>,
        after: Option<Reached>,
    },
    Answer {
        association: u32,
        field: Plain,
        before: Option<Answer>,
        after: Option<Answer>,
    },
    Fact {
        key: Key,
        before: Option<Known>,
        after: Option<Known>,
    },
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Whose {
    City,
    Unit(Plain),
    Association(u32),
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Item {
    pub(super) state: ItemState,
    #[serde(default, skip_serializing_if = "is_empty")]
    pub(super) note: Plain,
    #[serde(default, skip_serializing_if = "is_empty")]
    pub(super) evidence: Plain,
    pub(super) by: Plain,
    pub(super) at: Instant,
    pub(super) on: Day,
}

fn is_empty(text: &Plain) -> bool {
    text.0.is_empty()
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Reached {
    pub(super) done_on: Day,
    pub(super) by: Plain,
    pub(super) at: Instant,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Answer {
    pub(super) value: Written,
    pub(super) by: Plain,
    pub(super) at: Instant,
    pub(super) on: Day,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Written {
    Text(Plain),
    Integer(u64),
    Decimal(Decimal),
    Ticked(Vec<Plain>),
    List(Vec<Plain>),
    Table(Vec<Vec<Plain>>),
}
