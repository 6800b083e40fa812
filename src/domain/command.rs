//! What someone wants done.

use chrono::{DateTime, NaiveDate, Utc};

use super::change::Subject;
use super::model::ItemState;

/// A wish. [`super::decide::decide`] says whether it can be had.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Command {
    /// Set the state, note or evidence of a checklist item. `None` leaves that part as it is.
    SetItem {
        /// 序号.
        association: u32,
        /// Item id.
        item: String,
        /// The new state.
        state: Option<ItemState>,
        /// The new note.
        note: Option<String>,
        /// The new evidence reference.
        evidence: Option<String>,
    },
    /// Fill in a field of a form. No text at all takes the answer away.
    SetAnswer {
        /// 序号.
        association: u32,
        /// Field id.
        field: String,
        /// As people write it; several for choices, lists and tables.
        texts: Vec<String>,
    },
    /// Fill in many fields at once: all of them or none, one entry, one undo.
    SetAnswers {
        /// What it is, in words, for the history.
        what: String,
        /// The answers.
        answers: Vec<NewAnswer>,
    },
    /// Record that a milestone was reached on a date. A wider subject than the milestone's
    /// scope means everyone in its population below that subject.
    Mark {
        /// Milestone id.
        milestone: String,
        /// Whose.
        subject: Subject,
        /// The actual date.
        on: NaiveDate,
    },
    /// Take such a record away.
    Unmark {
        /// Milestone id.
        milestone: String,
        /// Whose.
        subject: Subject,
    },
}

/// What is to stand in a field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewAnswer {
    /// 序号.
    pub association: u32,
    /// Field id.
    pub field: String,
    /// Rows of cells; only a table has more than one cell in a row. Nothing at all takes the
    /// answer away.
    pub rows: Vec<Vec<String>>,
}

/// Who asks, when, and on which as-of date.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Context {
    /// Who.
    pub by: String,
    /// The instant of the real clock.
    pub at: DateTime<Utc>,
    /// 基准日.
    pub as_of: NaiveDate,
}
