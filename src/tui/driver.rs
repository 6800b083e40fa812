//! Carries effects out: the model on one side, the session on the other, no terminal. The loop
//! drives it with events, tests with strings of keys.

mod astray;

use std::path::PathBuf;
use std::time::Duration;

use chrono::NaiveDate;
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

use super::flow::welcome;
use super::job::{ExportRequest, Job, JobStep};
use super::model::{Message, Model, Setup};
use super::msg::{Effect, Msg};
use super::screen;
use super::update::update;
use crate::app::backup::Copying;
use crate::app::cause::Cause;
use crate::app::clock::Clock;
use crate::app::clock_check;
use crate::app::error::SessionError;
use crate::app::export::ExportDesk;
use crate::app::load::BackgroundLoad;
use crate::app::paths;
use crate::app::session::{Moment, Receipt, Session};
use crate::domain::ledger::{Ledger, Touched};
use crate::exchange::report::Since;
use crate::store::HistoryFilter;
use crate::text::lang::Text;
use crate::words;

/// How often the loop looks whether a ledger has been read.
const TAKE_UP: Duration = Duration::from_millis(5);

/// How many entries of a history are shown.
const HISTORY_LIMIT: u32 = 500;

/// What is said when a ledger can be reached again.
const BACK: Text = text!("已重新连上", "connected again");
const BACK_AND_THERE: Text = text!(
    "已重新连上，断开时登记的那一条已经记入",
    "connected again; the entry made when it was cut off is in"
);

/// Model and session together.
#[derive(Debug)]
pub struct Driver {
    model: Model,
    session: Session,
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
        session: Session,
        ledger: Ledger,
        rest: Option<BackgroundLoad>,
        setup: Setup,
        clock: Clock,
    ) -> Self {
        let here = PathBuf::from(&setup.folder);
        let mut model = Model::new(ledger, setup);
        model.loading = rest.as_ref().map(BackgroundLoad::reached);
        let mut driver = Self {
            current: None,
            here,
            shown: model.as_of_date(),
            model,
            session,
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
        driver
    }

    /// A ledger has been opened: says what there is to say of it, and makes the copy of the day.
    pub fn opened(&mut self) {
        self.say_of_opening();
        self.copy_of_the_day();
    }

    /// Makes the copy of the day behind the screen, where it is due.
    fn copy_of_the_day(&mut self) {
        let copies = self.session.copies();
        let head = self.session.head();
        self.copying = copies.and_then(|copies| copies.daily_behind(head, (self.clock.now)()));
    }

    /// The copy of the day could not be made. True when there is something new to draw.
    fn copying_failed(&mut self) -> bool {
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
        let doubt = match clock_check::check(&self.session, self.moment()) {
            Ok(doubt) => doubt,
            Err(error) => return self.handle(Msg::Failed(error.into())),
        };
        let mut said = self.session.opening_notes();
        let read_only = self.session.read_only();
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
            welcome::greet(&mut self.model, self.session.head().seq);
        }
    }

    /// The end: the file is closed. What was in memory is left to the system, which takes it back
    /// at once; to drop a million associations one by one takes half a second.
    pub fn leave(self) {
        let Self {
            model,
            session,
            current,
            ..
        } = self;
        std::mem::forget((model, current));
        drop(session);
    }

    /// Takes up what was read behind the screen. True when there is something new to draw.
    pub fn advance(&mut self) -> Result<bool, SessionError> {
        let Some(rest) = self.rest.take() else {
            return Ok(false);
        };
        if rest.is_done() {
            let (loaded, ready) = rest.finish()?;
            let ledger = self.session.finish_loading(loaded)?;
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

    /// The ledger is still being read.
    pub const fn loading(&self) -> bool {
        self.rest.is_some()
    }

    /// Number of the newest entry that is known: the length of the history.
    pub const fn head(&self) -> i64 {
        self.session.head().seq
    }

    /// What is shown.
    pub const fn model(&self) -> &Model {
        &self.model
    }

    /// Takes one message and carries out everything that follows from it.
    pub fn handle(&mut self, msg: Msg) {
        let mut messages = vec![msg];
        while let Some(msg) = messages.pop() {
            self.model.read_only = self.session.read_only().is_some();
            let effects = update(&mut self.model, msg);
            // What effects read is the ledger of the day that is shown.
            if self.shown != self.model.as_of_date() {
                self.rewind();
            }
            for effect in effects {
                let msg = self.carry_out(effect);
                self.model.offline |= msg.as_ref().is_some_and(is_offline);
                // What was asked for is answered first.
                if let Some(Msg::Done(Err(error), _)) = &msg
                    && let Some(astray) = self.session.astray(error)
                {
                    self.model.astray = Some(astray.clone());
                    messages.push(Msg::Astray(Box::new(astray)));
                }
                messages.extend(msg);
            }
        }
    }

    /// The newest state: what is decided is decided on it, whatever is shown.
    fn newest(&mut self) -> (&mut Session, &mut Ledger) {
        let ledger = self.current.as_mut().unwrap_or(&mut self.model.ledger);
        (&mut self.session, ledger)
    }

    /// Shows the ledger as it stood on the as-of date.
    fn rewind(&mut self) {
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

    /// Something long is going on: [`Self::step`] does the next part of it.
    pub const fn busy(&self) -> bool {
        self.job.is_some()
    }

    /// Does the next part of what is going on.
    pub fn step(&mut self) {
        let Some(mut job) = self.job.take() else {
            return;
        };
        let msg = match job.step(&self.model.ledger) {
            JobStep::More => {
                let progress = job.progress();
                self.job = Some(job);
                Msg::Progress(progress)
            }
            JobStep::Done(finished) => Msg::Finished(Some(*finished)),
            JobStep::Failed(error) => Msg::Failed(error),
        };
        self.handle(msg);
    }

    fn export(&self, request: ExportRequest) -> anyhow::Result<Job> {
        let (ledger, moment) = (&self.model.ledger, self.moment());
        let desk = ExportDesk::new(&self.session, ledger, moment, request.kind);
        Job::export(&desk?, request)
    }

    /// Begins to copy the ledger, if it is what stands at the path; after the copy of the day, for two
    /// at once are of no use.
    fn backup(&mut self) -> Option<Msg> {
        self.look_around();
        if self.model.astray.is_some() {
            return None;
        }
        let copied = self.copying.take().map_or(Ok(()), Copying::finish);
        let at = (self.clock.now)();
        let job = copied.and_then(|()| Job::backup(&self.session, at));
        Some(self.begin(job))
    }

    fn begin(&mut self, job: anyhow::Result<Job>) -> Msg {
        match job {
            Ok(job) => {
                let progress = job.progress();
                self.job = Some(job);
                Msg::Progress(progress)
            }
            Err(error) => Msg::Failed(error),
        }
    }

    fn carry_out(&mut self, effect: Effect) -> Option<Msg> {
        match effect {
            // Nothing is read from what is not the ledger.
            Effect::History(_) | Effect::Changes(..) | Effect::Deeds
                if self.model.astray.is_some() =>
            {
                None
            }
            Effect::Execute(command) => {
                let moment = self.moment();
                let (session, ledger) = self.newest();
                let result = session.execute(ledger, &command, moment);
                Some(self.done(result))
            }
            Effect::Undo => {
                let moment = self.moment();
                let (session, ledger) = self.newest();
                let result = session.undo(ledger, moment);
                Some(self.done(result))
            }
            Effect::TakeBack { seq, whose } => {
                let moment = self.moment();
                let (session, ledger) = self.newest();
                let result = session.undo_entry(ledger, moment, seq, whose.as_deref());
                Some(self.done(result))
            }
            Effect::Redo => {
                let moment = self.moment();
                let (session, ledger) = self.newest();
                let result = session.redo(ledger, moment);
                Some(self.done(result))
            }
            Effect::History(request) => {
                let filter = HistoryFilter {
                    association: request.association,
                    limit: Some(HISTORY_LIMIT),
                };
                Some(match self.session.history(filter) {
                    Ok(lines) => Msg::History(request, lines),
                    Err(error) => Msg::Failed(error.into()),
                })
            }
            Effect::Changes(since, until) => Some(match self.session.entries() {
                Ok(entries) => {
                    let (_, newest) = self.newest();
                    let facts = Since::between(newest, &entries, since, until);
                    Msg::Changes(Box::new(facts))
                }
                Err(error) => Msg::Failed(error.into()),
            }),
            Effect::Handled(whose) => {
                let about = self.model.ledger.associations();
                let numbers: Vec<u32> = whose.iter().map(|ix| about[*ix].no).collect();
                Some(match self.session.handled(&numbers) {
                    Ok(handled) => Msg::Handled(whose, handled),
                    Err(error) => Msg::Failed(error.into()),
                })
            }
            Effect::Deeds => Some(match self.session.deeds(self.model.as_of_date()) {
                Ok(deeds) => Msg::Deeds(deeds),
                Err(error) => Msg::Failed(error.into()),
            }),
            Effect::Backup => self.backup(),
            Effect::Export(mut request) => {
                request.folder = self.here.join(request.folder);
                let job = self.export(request);
                Some(self.begin(job))
            }
            Effect::Import(mut request) => {
                request.path = self.here.join(request.path);
                let moment = self.moment();
                let (session, ledger) = self.newest();
                let job = Job::import(session, ledger, moment, request);
                Some(self.begin(job))
            }
            Effect::Complete(typed) => {
                let (text, choices) = paths::complete(&self.here, &typed);
                Some(Msg::Completed(text, choices))
            }
            Effect::Stop => {
                let stopped = self.job.take().map_or(Ok(()), Job::stop);
                Some(stopped.map_or_else(Msg::Failed, |()| Msg::Finished(None)))
            }
            Effect::SaveAs(path) => Some(self.save_as(&path)),
            Effect::OpenThere => self.open_there(),
            Effect::LookAgain => Some(self.look_again()),
            Effect::Copy(text) => {
                self.clipboard = Some(text);
                None
            }
            Effect::Redraw => {
                self.redraw = true;
                None
            }
            Effect::Demonstrate => {
                (self.quit, self.demonstrate) = (true, true);
                None
            }
            Effect::Quit => {
                self.quit = true;
                None
            }
        }
    }

    /// What was recorded may be about days that are not shown, or may have brought others'.
    fn done(&mut self, result: Result<Receipt, SessionError>) -> Msg {
        let moved = self.moved();
        Msg::Done(result, moved)
    }

    /// What has moved in the ledger that is shown since this was last asked.
    fn moved(&mut self) -> Touched {
        let moved = self.session.take_touched();
        self.rewind();
        if self.current.is_some() {
            // The ledger of that day was put together anew and is worked out already.
            return Touched::default();
        }
        moved
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
        Msg::Done(Err(error), _) => error.is_offline(),
        Msg::Failed(error) => {
            matches!(Cause::of(error), Some(Cause::Store(error)) if error.is_offline())
        }
        _ => false,
    }
}
