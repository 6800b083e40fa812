//! A question with a text field.

use crate::domain::change::Subject;
use crate::domain::command::Command;
use crate::domain::ledger::AssocIx;
use crate::tui::update::{Draft, End, Moving, Talk};
use crate::tui::widget::input::LineInput;

/// The question and what is typed so far.
#[derive(Debug)]
pub struct Prompt {
    /// What is asked.
    pub title: String,
    /// What one should know before answering.
    pub about: String,
    /// The answer so far.
    pub input: LineInput,
    /// Why the last answer could not be taken.
    pub error: Option<String>,
    /// What the answer is for.
    pub purpose: Purpose,
}

/// What an answer is for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Purpose {
    /// 基准日; empty = today.
    AsOf,
    /// One of the two days that are compared.
    Compare(End),
    /// A note on an item.
    Note(u32, String),
    /// An evidence reference on an item.
    Evidence(u32, String),
    /// The reason for 不涉及.
    Reason(u32, String),
    /// What stands in a field of a form.
    Answer(u32, String),
    /// File or folder with filled-in forms; of this association only, if there is one.
    ImportFrom(Option<AssocIx>),
    /// Why a finding is ignored, by its id.
    Ignore(String),
    /// The unit to count another one under: that one's name, the finding that proposes it.
    MergeUnit(String, String),
    /// Digit and name under which the roster as it stands is saved.
    SaveView,
    /// The date on which a milestone was reached.
    MarkedOn(String, Subject),
    /// A contact, a promise, a later date, a remark.
    Talk(Talk),
    /// What a deed has to know.
    Deed(Draft),
    /// The date or the days by which milestones move.
    MoveTo(Moving),
    /// Why they move.
    MoveReason(Command),
}
