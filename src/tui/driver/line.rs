//! The thread that asks a session whose every question is a trip over a network. Session and thread's own
//! copy of the newest state go there with a question and come back with the answer.

use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::thread::{Builder, JoinHandle};
use std::time::Duration;

use chrono::{DateTime, NaiveDate, Utc};

use super::errand::{Answer, Question};
use crate::app::error::SessionError;
use crate::app::session::{Moment, Session};
use crate::domain::change::Change;
use crate::domain::ledger::Ledger;

/// A session and the newest state, on which it decides.
#[derive(Debug)]
pub(super) struct Desk {
    pub(super) session: Session,
    pub(super) newest: Ledger,
}

/// What the thread is given.
#[derive(Debug)]
pub(super) struct Order {
    pub(super) desk: Box<Desk>,
    pub(super) question: Question,
    /// The day that is shown.
    pub(super) as_of: NaiveDate,
    /// What is recorded bears the time at which it is, and not at which it was asked for.
    pub(super) now: fn() -> DateTime<Utc>,
    pub(super) looks_back: LooksBack,
}

/// Whether the ledger as it stood on the day that is shown comes with the answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum LooksBack {
    Always,
    /// When something has moved.
    Moved,
    Never,
}

/// What comes back.
#[derive(Debug)]
pub(super) struct Reply {
    pub(super) desk: Box<Desk>,
    pub(super) question: Question,
    pub(super) answer: Result<Answer, SessionError>,
    /// What was recorded meanwhile, here and by others: the state that is shown is to follow.
    pub(super) changes: Vec<Change>,
    pub(super) past: Option<Result<Past, SessionError>>,
}

/// The ledger as it stood on a day, and how many later entries it leaves out; none where it leaves out
/// none.
pub(super) type Past = Option<(Ledger, u32)>;

/// The thread, and how it is spoken to.
#[derive(Debug)]
pub(super) struct Line {
    orders: Sender<Order>,
    replies: Receiver<Reply>,
    thread: Option<JoinHandle<()>>,
}

impl Line {
    /// Nothing where there is no thread to be had.
    pub(super) fn open() -> Option<Self> {
        let (orders, taken) = channel();
        let (tell, replies) = channel();
        let work = move || {
            for order in taken {
                // Nobody wants to know any more.
                if tell.send(carry_out(order)).is_err() {
                    return;
                }
            }
        };
        let thread = Builder::new().name("session".to_owned()).spawn(work);
        Some(Self {
            orders,
            replies,
            thread: Some(thread.ok()?),
        })
    }

    pub(super) fn send(&mut self, order: Order) {
        if self.orders.send(order).is_err() {
            self.fall();
        }
    }

    /// What has come back, waited for at most so long.
    pub(super) fn hear(&mut self, patience: Duration) -> Option<Box<Reply>> {
        match self.replies.recv_timeout(patience) {
            Ok(reply) => Some(Box::new(reply)),
            Err(RecvTimeoutError::Timeout) => None,
            Err(RecvTimeoutError::Disconnected) => {
                self.fall();
                None
            }
        }
    }

    /// The thread ends only by a fault of the program: it is this thread's too.
    fn fall(&mut self) {
        if let Some(Err(fault)) = self.thread.take().map(JoinHandle::join) {
            std::panic::resume_unwind(fault);
        }
    }
}

fn carry_out(order: Order) -> Reply {
    let Order {
        mut desk,
        mut question,
        as_of,
        now,
        looks_back,
    } = order;
    let Desk { session, newest } = &mut *desk;
    let moment = Moment { at: now(), as_of };
    let answer = question.ask(session, newest, moment);
    let changes = session.take_changes();
    // Who follows the changes knows what they touch.
    session.take_touched();
    let wanted = match looks_back {
        LooksBack::Always => true,
        LooksBack::Moved => !changes.is_empty(),
        LooksBack::Never => false,
    };
    let past = wanted.then(|| session.as_it_stood(newest, as_of));
    Reply {
        desk,
        question,
        answer,
        changes,
        past,
    }
}
