//! The state of a checklist item that somebody has touched.

use std::ops::Deref;
use std::sync::Arc;

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

use super::model::ItemState;
use crate::text::plain::Plain;

/// What somebody said of a checklist item: its state, and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ItemSaid {
    pub state: ItemState,
    /// Why, in words; the reason when 不涉及.
    pub note: Plain,
    /// Reference to a paper.
    pub evidence: Plain,
    pub by: Plain,
}

/// The state of a checklist item that somebody has touched: what was said of it, whose fields are
/// read as its own.
///
/// There are millions in a ledger of the whole country, and of one association most say the same:
/// who has ticked five items by one paper. Those that are read one after the other share it, so
/// that a record takes 24 bytes instead of 68 and its texts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "WrittenItem", into = "WrittenItem")]
pub struct ItemRecord {
    said: Arc<ItemSaid>,
    /// When it was entered.
    pub at: DateTime<Utc>,
    /// The as-of date on which its state was set: the day it counts for.
    pub on: NaiveDate,
}

impl Deref for ItemRecord {
    type Target = ItemSaid;

    fn deref(&self) -> &ItemSaid {
        &self.said
    }
}

/// A record as files hold it.
#[derive(Serialize, Deserialize)]
#[serde(rename = "ItemRecord", deny_unknown_fields)]
struct WrittenItem {
    state: ItemState,
    #[serde(default, skip_serializing_if = "is_empty")]
    note: Plain,
    #[serde(default, skip_serializing_if = "is_empty")]
    evidence: Plain,
    by: Plain,
    at: DateTime<Utc>,
    on: NaiveDate,
}

impl From<WrittenItem> for ItemRecord {
    fn from(written: WrittenItem) -> Self {
        let said = ItemSaid {
            state: written.state,
            note: written.note,
            evidence: written.evidence,
            by: written.by,
        };
        Self::new(said, written.at, written.on)
    }
}

impl From<ItemRecord> for WrittenItem {
    fn from(record: ItemRecord) -> Self {
        let ItemSaid {
            state,
            note,
            evidence,
            by,
        } = Arc::unwrap_or_clone(record.said);
        Self {
            state,
            note,
            evidence,
            by,
            at: record.at,
            on: record.on,
        }
    }
}

fn is_empty(text: &Plain) -> bool {
    text.is_empty()
}

impl ItemRecord {
    /// Something that was said at a time, of a day.
    pub fn new(said: impl Into<Arc<ItemSaid>>, at: DateTime<Utc>, on: NaiveDate) -> Self {
        let said = said.into();
        Self { said, at, on }
    }

    /// What was said, to be shared.
    pub const fn said(&self) -> &Arc<ItemSaid> {
        &self.said
    }

    /// State and texts are the same.
    pub fn agrees(&self, other: &Self) -> bool {
        (self.state, &self.note, &self.evidence) == (other.state, &other.note, &other.evidence)
    }
}
