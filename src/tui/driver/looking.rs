//! The driver's part while nobody types: what others have recorded, how the ledger stood on a day, what
//! is still being looked for.

use std::time::Duration;

use super::Driver;
use crate::text::lang::Text;
use crate::tui::model::{Message, Model};
use crate::tui::msg::Msg;
use crate::tui::update::update;

/// How often the loop looks whether a ledger has been read.
const TAKE_UP: Duration = Duration::from_millis(5);

/// What is said when a ledger can be reached again.
const BACK: Text = text!("已重新连上", "connected again");
const BACK_AND_THERE: Text = text!(
    "已重新连上，断开时登记的那一条已经记入",
    "connected again; the entry made when it was cut off is in"
);

impl Driver {
    /// Looks at the calendar and at what other processes have written. True when there is
    /// something new to draw.
    pub fn look_around(&mut self) -> bool {
        let today = (self.clock.today)();
        let new_day = self.model.today != today;
        if new_day {
            self.handle(Msg::Today(today));
        }
        let (session, ledger) = self.newest();
        let polled = session.poll(ledger);
        let returned = polled.is_ok() && self.model.astray.is_some();
        if returned {
            self.handle(Msg::Returned);
        }
        let is_back = polled.is_ok() && std::mem::take(&mut self.model.offline);
        if is_back {
            let settled = self.session.has_settled();
            let text = if settled { BACK_AND_THERE } else { BACK };
            self.handle(Msg::Note(Message {
                text: text.into(),
                failed: false,
            }));
        }
        match polled {
            Ok(false) => self.copying_failed() || new_day || returned || is_back,
            Ok(true) => {
                let moved = self.moved();
                self.handle(Msg::Elsewhere(moved));
                true
            }
            Err(error) if self.knows(&error) => new_day,
            Err(error) if error.is_offline() && self.model.offline => new_day,
            Err(error) => {
                self.model.offline = error.is_offline();
                let msg = self.failed(error);
                self.handle(msg);
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
        let newest = self.current.as_ref().unwrap_or(&self.model.ledger);
        match self.session.as_it_stood(newest, self.shown) {
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
            Err(error) => {
                update(&mut self.model, Msg::Failed(error.into()));
            }
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
        } else if self.rest.is_some() {
            TAKE_UP
        } else {
            usual
        }
    }

    /// How often the loop looks around while nobody types. A tick in another terminal is seen within
    /// twice this time.
    pub fn look_every(&self) -> Duration {
        self.session.look_every()
    }
}
