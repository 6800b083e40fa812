//! What the loop can be told, and what it is asked to do in return.

use std::path::PathBuf;

use chrono::NaiveDate;
use ratatui::layout::Size;

use super::job::{ExportRequest, ImportRequest, JobProgress, JobResult, LedgerOrder};
use super::keymap::Key;
use super::model::Message;
use super::popup::OpenPopup;
use super::theme::Theme;
use crate::app::error::SessionError;
use crate::app::load::{LoadReached, Ready};
use crate::app::overview::Deeds;
use crate::app::session::{Astray, Receipt, Saved};
use crate::domain::change::HistoryLine;
use crate::domain::command::Command;
use crate::domain::handled::Handled;
use crate::domain::id::AssocIx;
use crate::domain::ledger::{Ledger, Touched};
use crate::exchange::report::Since;
use crate::text::cells::SignWidth;

/// Everything that the loop can be told.
#[derive(Debug)]
pub enum Msg {
    /// A key was pressed.
    Key(Key),
    /// Text was pasted, or committed by an input method that pastes.
    Paste(String),
    /// The left button was pressed at a column and a row.
    Click(u16, u16),
    /// The wheel was turned by so many lines.
    Wheel(isize),
    /// The terminal has a new size.
    Resize(Size),
    /// The terminal has said what its ground is.
    Theme(Box<Theme>),
    /// The terminal has said how wide it draws signs of ambiguous width.
    Signs(SignWidth),
    /// It is this day now.
    Today(NaiveDate),
    /// An effect that writes has come back, with what has moved.
    Done(Result<Receipt, SessionError>, Touched, Asked),
    /// Another process has written, and the ledger has been read on, with what has moved.
    Elsewhere(Touched),
    /// The history that was asked for.
    History(HistoryRequest, Vec<HistoryLine>),
    /// What was done on a day, as far as the overview speaks of it.
    Deeds(NaiveDate, Deeds),
    /// Who has handled some associations that are to be closed.
    Handled(Vec<AssocIx>, Handled),
    /// What has changed from a day to another.
    Changes(NaiveDate, NaiveDate, Box<Since>),
    /// The ledger is read so far.
    Loading(LoadReached),
    /// The whole ledger is read, and its names are ready to be searched.
    Loaded(Box<(Ledger, Ready)>),
    /// Nobody types: what is not found yet can be looked for.
    Search,
    /// The ledger's file is gone, or another one stands in its place.
    Astray(Box<Astray>),
    /// It is where it was, or the one that stands there is shown.
    Returned,
    /// The ledger was put into a new file, whose place is said.
    Saved(Result<(Saved, String), SessionError>),
    /// A ledger was made of a roster: what it holds, and where it is.
    Made(anyhow::Result<(String, PathBuf)>),
    /// Something else failed.
    Failed(anyhow::Error),
    /// Something is to be read, until the next key.
    Note(Message),
    /// A path is completed as far as it is clear; what it could be.
    Completed(String, Vec<String>),
    /// A long job is this far.
    Progress(JobProgress),
    /// A long job has come to an end; `None` = it was stopped by the user.
    Finished(Option<JobResult>),
}

/// When something was asked for that comes back.
#[derive(Debug)]
pub enum Asked {
    /// Nobody has typed since.
    JustNow,
    /// The screen may have gone on.
    Before {
        /// The popup that has asked, which made room.
        popup: Option<Box<OpenPopup>>,
        /// The page on which it was asked for is still the one that is seen.
        page: bool,
        /// And it was open only for that.
        closes: bool,
    },
}

/// Something the driver has to do.
#[derive(Debug, Clone)]
pub enum Effect {
    /// Decide and record.
    Execute(Command),
    /// Take back one's own newest step.
    Undo,
    /// Take back an entry that is chosen.
    TakeBack {
        seq: i64,
        /// Whose it is, where somebody has agreed to take back another's.
        whose: Option<String>,
    },
    Redo,
    /// Read the history.
    History(HistoryRequest),
    /// Read what was done, for the overview.
    Deeds,
    /// Read who has handled some associations, before they are closed.
    Handled(Vec<AssocIx>),
    /// Work out what has changed from a day to another, both included.
    Changes(NaiveDate, NaiveDate),
    /// Write forms as files, step by step.
    Export(ExportRequest),
    /// Copy the ledger to where its copies are kept.
    Backup,
    /// Read filled-in forms, step by step.
    Import(ImportRequest),
    /// Put the ledger into a new file, as its path was typed.
    SaveAs(String),
    /// Make a ledger of a roster.
    MakeLedger(Box<LedgerOrder>),
    /// Leave this ledger, and show the one at a path.
    OpenLedger(PathBuf),
    /// Show the ledger that stands at the path now.
    OpenThere,
    /// Look whether the ledger's file is back.
    LookAgain,
    /// Complete a path, as far as it was typed.
    Complete(String),
    /// Stop the long job.
    Stop,
    /// Put a text on the clipboard.
    Copy(String),
    /// Draw everything anew, whatever the terminal shows.
    Redraw,
    /// Leave, and open the demonstration instead.
    Demonstrate,
    Quit,
}

impl Effect {
    /// It writes, and [`Msg::Done`], [`Msg::Saved`] or [`Msg::Made`] says what became of it.
    pub const fn records(&self) -> bool {
        matches!(
            self,
            Self::Execute(_)
                | Self::Undo
                | Self::TakeBack { .. }
                | Self::Redo
                | Self::SaveAs(_)
                | Self::MakeLedger(_)
        )
    }
}

/// Which history is wanted, and where it goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct HistoryRequest {
    /// Only of this association.
    pub association: Option<u32>,
    /// Into a popup, or else into the association's pane.
    pub popup: bool,
    /// The popup opens on this entry.
    pub chosen: Option<i64>,
}
