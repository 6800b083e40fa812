//! The driver's part while nobody types: what others have recorded, how the ledger stood on a day, what
//! is still being looked for.

use std::time::Duration;

use super::Driver;
use super::errand::{Answer, Purpose};
use super::line::Past;
use crate::app::error::SessionError;
use crate::domain::ledger::Touched;
use crate::text::lang::Text;
use crate::tui::model::{Message, Model};
use crate::tui::msg::Msg;
use crate::tui::say::say;

/// How often the loop looks whether a ledger has been read, or an answer is there.
const TAKE_UP: Duration = Duration::from_millis(5);

/// What is said when a ledger can be reached again.
const BACK: Text = text!("已重新连上", "connected again");

impl Driver {
    /// Looks at the calendar and at what other processes have written. True when there is
    /// something new to draw.
    pub fn look_around(&mut self) -> bool {
        let today = (self.clock.today)();
        let new_day = self.model.today != today;
        if new_day {
            self.handle(Msg::Today(today));
        }
        if self.far.is_some() {
            self.ask_for_news();
            return new_day;
        }
        let (session, ledger) = self.newest();
        let polled = session.poll(ledger);
        let polled = polled.map(|moved| moved.then(|| self.moved()));
        self.looked(polled) || self.copying_failed() || new_day
    }

    /// What a look came to, and what others have moved. True when there is something new to draw.
    pub(super) fn looked(&mut self, polled: Result<Option<Touched>, SessionError>) -> bool {
        let returned = polled.is_ok() && self.model.astray.is_some();
        if returned {
            self.take(Msg::Returned);
        }
        let is_back = polled.is_ok() && std::mem::take(&mut self.model.offline);
        if is_back {
            self.take(Msg::Note(Message {
                text: BACK.into(),
                failed: false,
            }));
        }
        match polled {
            Ok(None) => returned || is_back,
            Ok(Some(moved)) => {
                self.take(Msg::Elsewhere(moved));
                true
            }
            Err(error) if self.knows(&error) => false,
            Err(error) if error.is_offline() && self.model.offline => false,
            Err(error) => {
                self.model.offline = error.is_offline();
                let msg = self.failed(error);
                self.take(msg);
                true
            }
        }
    }

    /// Shows the ledger as it stood on the as-of date.
    pub(super) fn rewind(&mut self) {
        self.shown = self.model.as_of_date();
        if let Some(rest) = &self.rest {
            return rest.for_day(self.shown);
        }
        if self.far.is_some() {
            self.ask(Purpose::Day, |_, _, _| Ok(Answer::Nothing));
            return;
        }
        let newest = self.current.as_ref().unwrap_or(&self.model.ledger);
        let past = self.session().as_it_stood(newest, self.shown);
        self.show(past);
    }

    /// Shows the ledger as it stood, or the newest where that is the same.
    pub(super) fn show(&mut self, past: Result<Past, SessionError>) {
        match past {
            Ok(Some((past, later))) => {
                let shown = std::mem::replace(&mut self.model.ledger, past);
                self.current.get_or_insert(shown);
                self.model.later = later;
                self.model.refresh();
            }
            Ok(None) => {
                if let Some(current) = self.current.take() {
                    self.model.ledger = current;
                    self.model.later = 0;
                    self.model.refresh();
                }
            }
            Err(error) => self.model.fail(say(&error.into())),
        }
    }

    /// What one looks at is still being looked for: [`Self::search`] does the next part of it.
    pub fn searching(&self) -> bool {
        self.rest.is_none() && self.model.searching()
    }

    /// Looks on for a few milliseconds. True when there is something new to draw.
    pub fn search(&mut self) -> bool {
        let reached = |model: &Model| model.findings.reached(&model.ledger);
        let before = reached(&self.model);
        self.handle(Msg::Search);
        reached(&self.model) != before
    }

    /// How long the loop may sleep while nobody types; `usual` when there is nothing to take up.
    pub fn patience(&self, usual: Duration) -> Duration {
        if self.busy() || self.searching() {
            Duration::ZERO
        } else if self.rest.is_some() || self.is_out() {
            TAKE_UP
        } else {
            usual
        }
    }

    /// How often the loop looks around while nobody types. A tick in another terminal is seen within
    /// twice this time.
    pub fn look_every(&self) -> Duration {
        match &self.far {
            Some(far) => far.look_every(),
            None => self.session().look_every(),
        }
    }
}
