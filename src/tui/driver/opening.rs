//! The driver's part when a ledger has been opened, is still being read, or is left.

use super::Driver;
use super::far::Far;
use crate::app::backup::Copying;
use crate::app::clock_check;
use crate::app::error::SessionError;
use crate::tui::flow::welcome;
use crate::tui::model::Message;
use crate::tui::msg::Msg;
use crate::words;

impl Driver {
    /// A ledger has been opened: says what there is to say of it, and makes the copy of the day.
    pub fn opened(&mut self) {
        self.say_of_opening();
        self.copy_of_the_day();
    }

    /// Makes the copy of the day behind the screen, where it is due.
    fn copy_of_the_day(&mut self) {
        let copies = self.session().copies();
        let head = self.session().head();
        self.copying = copies.and_then(|copies| copies.daily_behind(head, (self.clock.now)()));
    }

    /// The copy of the day could not be made. True when there is something new to draw.
    pub(super) fn copying_failed(&mut self) -> bool {
        let done = self.copying.take_if(|copying| copying.is_done());
        let Some(Err(error)) = done.map(Copying::finish) else {
            return false;
        };
        self.handle(Msg::Failed(error));
        true
    }

    /// Says what is particular about how the ledger was opened and what speaks against the clock,
    /// where something is: in one message, for a second one would cover the first.
    fn say_of_opening(&mut self) {
        let doubt = match clock_check::check(self.session(), self.moment()) {
            Ok(doubt) => doubt,
            Err(error) => return self.handle(Msg::Failed(error.into())),
        };
        let mut said = self.session().opening_notes();
        let read_only = self.session().read_only();
        said.extend(
            read_only.map(|why| t!("只读：{}", "read-only: {}", words::store::read_only(why))),
        );
        said.extend(doubt.as_ref().map(ToString::to_string));
        if !said.is_empty() {
            self.handle(Msg::Note(Message {
                text: said.join(s!("；", "; ")),
                failed: doubt.is_some_and(|doubt| !doubt.is_note()),
            }));
        }
    }

    /// Asks on which day to look at a ledger that is opened for the first time.
    pub fn greet(&mut self) {
        if self.rest.is_none() {
            let newest = self.head();
            welcome::greet(&mut self.model, newest);
        }
    }

    /// Takes up what was read behind the screen. True when there is something new to draw.
    pub fn advance(&mut self) -> Result<bool, SessionError> {
        let Some(rest) = self.rest.take() else {
            return Ok(false);
        };
        if rest.is_done() && !self.is_out() {
            let (loaded, ready) = rest.finish()?;
            let (session, _) = self.newest();
            let ledger = session.finish_loading(loaded)?;
            session.take_changes();
            if let Some(far) = &mut self.far {
                far.loaded(&ledger);
            }
            self.handle(Msg::Loaded(Box::new((ledger, ready))));
            self.rewind();
            return Ok(true);
        }
        let reached = rest.reached();
        self.rest = Some(rest);
        let further = self.model.loading != Some(reached);
        if further {
            self.handle(Msg::Loading(reached));
        }
        Ok(further)
    }

    /// The end: the file is closed. What was in memory is left to the system, which takes it back
    /// at once; to drop a million associations one by one takes half a second. How much is not known to be
    /// recorded is said.
    pub fn leave(self) -> usize {
        let Self {
            model,
            session,
            current,
            far,
            ..
        } = self;
        std::mem::forget((model, current));
        drop(session);
        far.map_or(0, Far::leave)
    }
}
