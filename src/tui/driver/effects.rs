//! What an update asks for, carried out: what is recorded and read, and long jobs.

use super::Driver;
use crate::app::backup::Copying;
use crate::app::error::SessionError;
use crate::app::export::ExportDesk;
use crate::app::paths;
use crate::app::session::Receipt;
use crate::domain::ledger::Touched;
use crate::exchange::report::Since;
use crate::store::HistoryFilter;
use crate::tui::job::{ExportRequest, Job, JobStep};
use crate::tui::msg::{Effect, Msg};

/// How many entries of a history are shown.
const HISTORY_LIMIT: u32 = 500;

impl Driver {
    pub(super) fn carry_out(&mut self, effect: Effect) -> Option<Msg> {
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
    pub(super) fn moved(&mut self) -> Touched {
        let moved = self.session.take_touched();
        self.rewind();
        if self.current.is_some() {
            // The ledger of that day was put together anew and is worked out already.
            return Touched::default();
        }
        moved
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
}
