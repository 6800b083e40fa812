//! What a session is asked, whoever asks it: this thread at once, or another behind the screen. While it
//! is under way, what was typed for its answer waits with it.

use std::fmt;

use chrono::{DateTime, NaiveDate, Utc};

use super::line::LooksBack;
use crate::app::error::SessionError;
use crate::app::overview::Deeds;
use crate::app::session::{Moment, Receipt, Session};
use crate::domain::change::HistoryLine;
use crate::domain::command::Command;
use crate::domain::handled::Handled;
use crate::domain::id::AssocIx;
use crate::domain::ledger::Ledger;
use crate::exchange::report::Since;
use crate::tui::model::PageId;
use crate::tui::msg::{Effect, HistoryRequest};
use crate::tui::popup::OpenPopup;

type Ask = dyn FnMut(&mut Session, &mut Ledger, Moment) -> Result<Answer, SessionError> + Send;

/// What is asked of a session; it can be asked again when the connection was lost over it.
pub(super) struct Question(Box<Ask>);

impl Question {
    pub(super) fn new(
        ask: impl FnMut(&mut Session, &mut Ledger, Moment) -> Result<Answer, SessionError>
        + Send
        + 'static,
    ) -> Self {
        Self(Box::new(ask))
    }

    pub(super) fn ask(
        &mut self,
        session: &mut Session,
        newest: &mut Ledger,
        moment: Moment,
    ) -> Result<Answer, SessionError> {
        (self.0)(session, newest, moment)
    }
}

impl fmt::Debug for Question {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Question")
    }
}

/// What a session answers.
#[derive(Debug)]
pub(super) enum Answer {
    Recorded(Receipt),
    History(HistoryRequest, Vec<HistoryLine>),
    /// From a day to another.
    Changes(NaiveDate, NaiveDate, Box<Since>),
    Handled(Vec<AssocIx>, Handled),
    /// Of a day.
    Deeds(NaiveDate, Deeds),
    /// There is no more to say than what comes with every answer.
    Nothing,
}

/// What an errand is for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Purpose {
    /// Something is to be recorded; of a command which.
    Record(Option<Command>),
    /// Somebody has asked with a key and waits.
    Read,
    /// A page brings itself up.
    Refresh,
    /// What others have recorded.
    Look,
    /// How the ledger stood on the day that is shown.
    Day,
    /// Nobody waits for it any more.
    Forgotten,
}

impl Purpose {
    pub(super) const fn records(&self) -> bool {
        matches!(self, Self::Record(_))
    }

    pub(super) const fn looks_back(&self) -> LooksBack {
        match self {
            Self::Day => LooksBack::Always,
            Self::Record(_) | Self::Look => LooksBack::Moved,
            Self::Read | Self::Refresh | Self::Forgotten => LooksBack::Never,
        }
    }
}

/// How an errand is done.
#[derive(Debug)]
pub(super) enum Work {
    Ask(Question),
    /// On this thread, when the session is here.
    Here(Effect),
    /// The other thread is at it.
    Out,
}

/// Something that is asked for and not answered yet.
#[derive(Debug)]
pub(super) struct Errand {
    pub(super) purpose: Purpose,
    pub(super) work: Work,
    /// The day that was shown.
    pub(super) as_of: NaiveDate,
    pub(super) begun: DateTime<Utc>,
    /// Keys wait for the answer, as they would in front of a file.
    pub(super) holds: bool,
    /// The page on which it was asked for, and whether the record is to close it.
    pub(super) from: PageId,
    pub(super) closes: bool,
    /// What has asked, once somebody would not wait for the answer.
    pub(super) aside: Option<Box<OpenPopup>>,
}
