//! Carries effects out: the model on one side, the session on the other, no terminal. The loop
//! drives it with events, tests with strings of keys.

mod astray;
mod effects;
mod errand;
mod far;
mod line;
mod looking;
mod new_ledger;
mod opening;

use std::path::PathBuf;
use std::time::Duration;

use chrono::NaiveDate;
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

use self::far::Far;
use super::job::Job;
use super::model::{Model, Setup};
use super::msg::Msg;
use super::screen;
use super::update::update;
use crate::app::backup::Copying;
use crate::app::cause::Cause;
use crate::app::clock::Clock;
use crate::app::load::BackgroundLoad;
use crate::app::session::{Moment, Session};
use crate::domain::ledger::Ledger;

/// How long the first answers may take, before which nothing is shown.
const FIRST: Duration = Duration::from_secs(60);

/// Why the session can be spoken to.
const HERE: &str = "what needs the session waits until it is here";

/// Model and session together.
#[derive(Debug)]
pub struct Driver {
    model: Model,
    /// Away while it is asked something behind the screen.
    session: Option<Box<Session>>,
    /// What is under way to a ledger that is far away.
    far: Option<Far>,
    /// The newest state, while the model shows the ledger as it stood earlier.
    current: Option<Ledger>,
    /// The as-of date of what the model shows.
    shown: NaiveDate,
    clock: Clock,
    /// Where the program was started: paths that are typed begin there.
    here: PathBuf,
    job: Option<Job>,
    /// The copy of the day, made behind the screen.
    copying: Option<Copying>,
    /// The ledger is read behind the screen; what is shown is its beginning.
    rest: Option<BackgroundLoad>,
    /// What is to be put on the clipboard; the loop takes it.
    pub clipboard: Option<String>,
    /// Leave the loop.
    pub quit: bool,
    /// The demonstration is to be opened then.
    pub demonstrate: bool,
    /// Draw everything anew.
    pub redraw: bool,
}

impl Driver {
    /// Starts with the overview.
    pub fn new(session: Session, ledger: Ledger, setup: Setup, clock: Clock) -> Self {
        Self::behind(session, ledger, None, setup, clock)
    }

    /// As [`Self::new`]; with `rest`, `ledger` is the beginning of one that is still being read.
    pub fn behind(
        mut session: Session,
        ledger: Ledger,
        rest: Option<BackgroundLoad>,
        setup: Setup,
        clock: Clock,
    ) -> Self {
        let here = PathBuf::from(&setup.folder);
        let far = Far::reach(&mut session, &ledger);
        let mut model = Model::new(ledger, setup);
        model.loading = rest.as_ref().map(BackgroundLoad::reached);
        let mut driver = Self {
            current: None,
            here,
            shown: model.as_of_date(),
            model,
            session: Some(Box::new(session)),
            far,
            clock,
            job: None,
            copying: None,
            rest,
            clipboard: None,
            quit: false,
            demonstrate: false,
            redraw: false,
        };
        driver.rewind();
        // The first screen has sums that only the driver can get.
        driver.handle(Msg::Resize(driver.model.size));
        while driver.is_out() {
            driver.hear(FIRST);
        }
        driver
    }

    /// The ledger is still being read.
    pub const fn loading(&self) -> bool {
        self.rest.is_some()
    }

    /// Something long is going on: [`Self::step`] does the next part of it.
    pub const fn busy(&self) -> bool {
        self.job.is_some()
    }

    /// Number of the newest entry that is known: the length of the history.
    pub fn head(&self) -> i64 {
        match &self.far {
            Some(far) => far.head(),
            None => self.session().head().seq,
        }
    }

    /// What is shown.
    pub const fn model(&self) -> &Model {
        &self.model
    }

    /// Takes one message and carries out everything that follows from it.
    pub fn handle(&mut self, msg: Msg) {
        if let Some(msg) = self.hold(msg) {
            self.take(msg);
        }
    }

    /// The same, whatever is under way.
    fn take(&mut self, msg: Msg) {
        self.take_each(vec![msg]);
    }

    /// Takes messages, the last first.
    fn take_each(&mut self, mut messages: Vec<Msg>) {
        while let Some(msg) = messages.pop() {
            if let Some(session) = &self.session {
                self.model.read_only = session.read_only().is_some();
            }
            let effects = update(&mut self.model, msg);
            // What effects read is the ledger of the day that is shown.
            if self.shown != self.model.as_of_date() {
                self.rewind();
            }
            for effect in effects {
                let msg = self.carry_out(effect);
                self.model.offline |= msg.as_ref().is_some_and(is_offline);
                messages.extend(self.with_astray(msg));
            }
        }
    }

    /// A message, and below it what has become of the ledger's file, if that is why nothing was recorded:
    /// what was asked for is answered first.
    fn with_astray(&mut self, msg: Option<Msg>) -> Vec<Msg> {
        let astray = match &msg {
            Some(Msg::Done(Err(error), ..)) => self.session().astray(error),
            _ => None,
        };
        let mut messages = Vec::new();
        if let Some(astray) = astray {
            self.model.astray = Some(astray.clone());
            messages.push(Msg::Astray(Box::new(astray)));
        }
        messages.extend(msg);
        messages
    }

    fn session(&self) -> &Session {
        self.session.as_deref().expect(HERE)
    }

    /// The newest state: what is decided is decided on it, whatever is shown.
    fn newest(&mut self) -> (&mut Session, &mut Ledger) {
        let ledger = self.current.as_mut().unwrap_or(&mut self.model.ledger);
        (self.session.as_mut().expect(HERE), ledger)
    }

    fn moment(&self) -> Moment {
        Moment {
            at: (self.clock.now)(),
            as_of: self.model.as_of_date(),
        }
    }

    /// Draws the screen into a buffer of the model's size.
    pub fn draw(&self) -> (Buffer, Option<Position>) {
        let mut buffer = Buffer::empty(Rect::from((Position::ORIGIN, self.model.size)));
        let cursor = screen::draw(&self.model, &mut buffer);
        (buffer, cursor)
    }
}
/// What was asked for did not come about because the ledger cannot be reached.
fn is_offline(msg: &Msg) -> bool {
    match msg {
        Msg::Done(Err(error), ..) => error.is_offline(),
        Msg::Failed(error) => {
            matches!(Cause::of(error), Some(Cause::Store(error)) if error.is_offline())
        }
        _ => false,
    }
}
