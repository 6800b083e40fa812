//! Looking whether others have recorded, by a thread and a connection of its own: whoever works at a
//! screen does not wait for a network that is slow or gone.

use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::thread::Builder;
use std::time::{Duration, Instant};

use super::address::Address;
use super::history;
use super::link::{Link, TripCount};
use crate::domain::seal::Head;
use crate::store::{ServerFault, StoreError};

/// How long an answer is waited for; one that takes longer is taken at the next look.
const PATIENCE: Duration = Duration::from_millis(150);

/// After which nobody is taken to be there.
const GONE: Duration = Duration::from_secs(6);

/// The newest entry, if the history holds the head that was asked about.
type Newest = Result<Option<i64>, StoreError>;

/// A thread that looks when it is told to.
#[derive(Debug)]
pub(super) struct Watch {
    ask: Sender<Head>,
    answers: Receiver<Newest>,
    /// Since when an answer is waited for.
    since: Option<Instant>,
    /// The last answer was that nobody is there.
    is_offline: bool,
}

/// What a look came to.
pub(super) enum Looked {
    /// The newest entry; `None` where the head is not in the history.
    Newest(Option<i64>),
    /// Nothing is known yet.
    NotYet,
}

impl Watch {
    /// Begins to look, over a connection of its own, which counts with the others.
    pub(super) fn begin(address: &Address, trips: TripCount) -> Self {
        let (ask, asked) = channel();
        let (tell, answers) = channel();
        let address = address.clone();
        let look = move || {
            let mut link: Option<Link> = None;
            for head in asked {
                let answer = match &link {
                    Some(link) => history::look(link, &head),
                    None => Link::counted(&address, trips.clone()).and_then(|new| {
                        let answer = history::look(&new, &head);
                        link = Some(new);
                        answer
                    }),
                };
                // Nobody wants to know any more.
                if tell.send(answer).is_err() {
                    return;
                }
            }
        };
        // Where there is no thread to be had, nobody answers.
        let _ = Builder::new().name("watch".to_owned()).spawn(look);
        Self {
            ask,
            answers,
            since: None,
            is_offline: false,
        }
    }

    /// Looks, and waits a moment for the answer.
    pub(super) fn look(&mut self, head: &Head, address: &Address) -> Result<Looked, StoreError> {
        let gone = || StoreError::Server {
            place: address.to_string(),
            fault: ServerFault::Offline(
                s!("等得太久，没有回应", "waited too long for an answer").to_owned(),
            ),
        };
        let since = *self.since.get_or_insert_with(|| {
            // An answer that does not come says that there is no thread.
            let _ = self.ask.send(*head);
            Instant::now()
        });
        let answer = match self.answers.recv_timeout(PATIENCE) {
            Ok(answer) => {
                self.since = None;
                answer
            }
            Err(RecvTimeoutError::Timeout) if since.elapsed() < GONE && !self.is_offline => {
                return Ok(Looked::NotYet);
            }
            Err(_) => Err(gone()),
        };
        self.is_offline = answer.as_ref().is_err_and(StoreError::is_offline);
        answer.map(Looked::Newest)
    }
}
