//! Requested changes.

use chrono::{DateTime, NaiveDate, Utc};

use super::change::{Change, Subject};
use super::fact::{Exit, ExitKind, Verdict, View};
use super::form::FormId;
use super::handled::Handled;
use super::id::{ItemIx, MilestoneIx};
use super::model::ItemState;
use super::note::{Note, NoteId};
use super::round::Round;
use super::sight::Sight;
use crate::text::plain::{Plain, TooLong};

/// A requested change. [`super::decide::decide`] turns it into changes or refuses it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Command {
    /// Set the state, note or evidence of a checklist item. `None` leaves that part as it is.
    SetItem {
        association: u32,
        item: String,
        /// The new state.
        state: Option<ItemState>,
        /// The new note.
        note: Option<String>,
        /// The new evidence reference.
        evidence: Option<String>,
    },
    /// Fill in a field of a form.
    SetAnswer(NewAnswer),
    /// Fill in many fields at once: all of them or none, one entry, one undo.
    SetAnswers {
        /// What it is called in the history.
        title: Title,
        answers: Vec<NewAnswer>,
    },
    /// Take over what was done in another copy of the ledger, with who did it and when: all of
    /// it or nothing, one entry, one undo.
    Merge {
        /// What it is called in the history.
        title: Title,
        /// From what stands here to what is taken.
        changes: Vec<Change>,
        /// It is what the copy begins with: what the office decided for everybody is part of it.
        begins: bool,
    },
    /// Record that a milestone was reached on a date. A wider subject than the milestone's
    /// scope means everyone in its population below that subject.
    Mark {
        milestone: String,
        subject: Subject,
        /// The actual date.
        on: NaiveDate,
    },
    /// Take such a record away.
    Unmark { milestone: String, subject: Subject },
    /// A command with what whoever gives it has seen of what it changes; refused where that is
    /// something else by now.
    Seeing {
        sights: Vec<Sight>,
        command: Box<Command>,
    },
    /// Many commands at once: all of them or none, one entry, one undo.
    Batch {
        /// What it is called in the history.
        title: Title,
        /// The commands; each decided on the state before all of them.
        commands: Vec<Command>,
    },
    /// Count everything of a unit under another one.
    MergeUnit {
        /// Canonical or printed name.
        from: String,
        /// Canonical name of a unit, or of a new one.
        into: String,
        reason: String,
    },
    /// Count a printed name under its own name again.
    SplitUnit { printed: String, reason: String },
    /// Record that an association left the round, or (with nothing) that it is back.
    SetExit {
        association: u32,
        /// How, when, by which paper.
        exit: Option<Exit>,
    },
    /// Record what was said of a unit or an association. Of a kind that a subject has one of, it
    /// takes the place of what was known.
    Note { subject: Subject, note: Note },
    /// Record that it was done, or (with no date) that it was not yet.
    NoteDone { note: NoteId, on: Option<NaiveDate> },
    /// Take away what was entered by mistake, or holds no more.
    DropNote(NoteId),
    /// Decide about a finding, or (with nothing) open it again.
    Decide {
        /// Id of the finding.
        finding: String,
        /// What was decided.
        verdict: Option<Verdict>,
    },
    /// Move a milestone to another date, or (with no date) back to the printed one.
    MoveMilestone {
        milestone: String,
        /// The date that counts.
        due_on: Option<NaiveDate>,
        reason: String,
    },
    /// Move all milestones by so many days.
    ShiftMilestones {
        /// Days; negative = earlier.
        days: i64,
        reason: String,
    },
    /// Save a view of the roster, or take it away.
    SetView {
        /// Its digit, 1–9.
        slot: u8,
        /// What it shows.
        view: Option<View>,
    },
}

/// What a command is called whose changes do not say what was done. `words` says it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Title {
    /// As somebody calls it.
    Named(Plain),
    /// A filled-in form was read: whose and which, as far as that is known.
    ImportedForm(Plain, Option<FormId>),
    /// So many filled-in forms were read.
    ImportedForms(usize),
    /// What a roster says of so many associations beside their names.
    RosterDetails(usize),
    /// A field of a form, by its id, is filled in as a whole.
    Field(String),
    /// One action for many.
    Bulk(BulkAction),
    /// What a unit has handed back.
    BundleTaken(Plain),
    /// What the part of a unit begins with.
    BundleBegun(Plain),
}

impl Command {
    /// It brings what was recorded elsewhere, and much at once.
    pub const fn imports(&self) -> bool {
        let (Self::SetAnswers { title, .. } | Self::Merge { title, .. }) = self else {
            return false;
        };
        matches!(
            title,
            Title::ImportedForm(..) | Title::ImportedForms(_) | Title::BundleTaken(_)
        )
    }
}

impl Title {
    /// With names as they could have been typed.
    pub(in crate::domain) fn typed(&self) -> Result<Self, TooLong> {
        let typed = |text: &Plain| Plain::typed(text);
        Ok(match self {
            Self::Named(text) => Self::Named(typed(text)?),
            Self::ImportedForm(name, form) => Self::ImportedForm(typed(name)?, *form),
            Self::BundleTaken(unit) => Self::BundleTaken(typed(unit)?),
            Self::BundleBegun(unit) => Self::BundleBegun(typed(unit)?),
            Self::ImportedForms(_) | Self::RosterDetails(_) | Self::Field(_) | Self::Bulk(_) => {
                self.clone()
            }
        })
    }
}

/// One action for many associations.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BulkAction {
    /// Set the state of an item.
    Item(ItemIx, ItemState),
    /// Record that a milestone was reached.
    Mark(MilestoneIx),
    /// Take such a record away.
    Unmark(MilestoneIx),
    /// 销号
    Close,
    /// Record how it left the round.
    Exit(ExitKind),
    /// It is back in the round.
    Return,
}

impl Command {
    /// The associations that it closes, if it is had.
    pub fn closes(&self, round: &Round) -> Vec<u32> {
        match self {
            Self::SetItem {
                association,
                item,
                state: Some(ItemState::Done),
                ..
            } => {
                let item = round.item_ix(item).map(|ix| &round.items[ix]);
                let closes = item.is_some_and(|item| item.closes);
                closes.then_some(*association).into_iter().collect()
            }
            Self::Batch { commands, .. } => {
                let parts = commands.iter();
                parts.flat_map(|command| command.closes(round)).collect()
            }
            Self::Seeing { command, .. } => command.closes(round),
            _ => Vec::new(),
        }
    }

    /// The same, by somebody who has seen this of what it changes.
    #[must_use]
    pub fn seeing(self, sight: Sight) -> Self {
        self.seeing_all(vec![sight])
    }

    /// The same, by somebody who has seen all of these.
    #[must_use]
    pub fn seeing_all(self, sights: Vec<Sight>) -> Self {
        Self::Seeing {
            sights,
            command: Box::new(self),
        }
    }
}

/// What is to stand in a field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewAnswer {
    pub association: u32,
    pub field: String,
    /// Rows of cells; only a table has more than one cell in a row. Nothing at all takes the
    /// answer away.
    pub rows: Vec<Vec<String>>,
}

impl NewAnswer {
    /// What people write in texts: several for choices and lists; for a table one for each row,
    /// its columns divided by `|`.
    pub fn written(round: &Round, association: u32, field: &str, texts: &[String]) -> Self {
        let known = round.field_ix(field).map(|ix| round.field(ix));
        let one = |text: &String| vec![text.clone()];
        Self {
            association,
            field: field.to_owned(),
            rows: known.map_or_else(
                || texts.iter().map(one).collect(),
                |field| field.split(texts),
            ),
        }
    }
}

/// Who asks, when, and on which as-of date.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Context {
    pub by: String,
    /// The instant of the real clock.
    pub at: DateTime<Utc>,
    pub as_of: NaiveDate,
    /// Who has handled the associations that are to be closed.
    pub handled: Handled,
}

impl Context {
    /// Somebody who closes no association.
    pub fn new(by: impl Into<String>, at: DateTime<Utc>, as_of: NaiveDate) -> Self {
        Self {
            by: by.into(),
            at,
            as_of,
            handled: Handled::default(),
        }
    }
}
