//! What an update asks for, carried out: what is recorded and read, and long jobs.

use super::Driver;
use super::errand::{Answer, Purpose};
use crate::app::backup::Copying;
use crate::app::export::ExportDesk;
use crate::app::paths;
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
            effect if self.waits_for_session(&effect) => None,
            Effect::Execute(command) => {
                let purpose = Purpose::Record(Some(command.clone()));
                self.ask(purpose, move |session, newest, moment| {
                    session
                        .execute(newest, &command, moment)
                        .map(Answer::Recorded)
                })
            }
            Effect::Undo => self.ask(Purpose::Record(None), |session, newest, moment| {
                session.undo(newest, moment).map(Answer::Recorded)
            }),
            Effect::TakeBack { seq, whose } => {
                self.ask(Purpose::Record(None), move |session, newest, moment| {
                    let undone = session.undo_entry(newest, moment, seq, whose.as_deref());
                    undone.map(Answer::Recorded)
                })
            }
            Effect::Redo => self.ask(Purpose::Record(None), |session, newest, moment| {
                session.redo(newest, moment).map(Answer::Recorded)
            }),
            Effect::History(request) => {
                let filter = HistoryFilter {
                    association: request.association,
                    limit: Some(HISTORY_LIMIT),
                };
                let purpose = if request.popup {
                    Purpose::Read
                } else {
                    Purpose::Refresh
                };
                self.ask(purpose, move |session, newest, _| {
                    let lines = session.told_history(newest, filter)?;
                    Ok(Answer::History(request, lines))
                })
            }
            Effect::Changes(since, until) => {
                self.ask(Purpose::Refresh, move |session, newest, _| {
                    let facts = Since::between(newest, &session.entries()?, since, until);
                    Ok(Answer::Changes(since, until, Box::new(facts)))
                })
            }
            Effect::Handled(whose) => {
                let about = self.model.ledger.associations();
                let numbers: Vec<u32> = whose.iter().map(|ix| about[*ix].no).collect();
                self.ask(Purpose::Read, move |session, _, _| {
                    Ok(Answer::Handled(whose.clone(), session.handled(&numbers)?))
                })
            }
            Effect::Deeds => self.ask(Purpose::Refresh, |session, newest, moment| {
                let day = moment.as_of;
                Ok(Answer::Deeds(day, session.deeds(newest, day)?))
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
            Effect::MakeLedger(order) => Some(self.make_ledger(&order)),
            Effect::OpenLedger(path) => self.show_other(&path),
            Effect::OpenThere => self.open_there(),
            Effect::LookAgain => self.look_again(),
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
                self.ask_to_leave();
                None
            }
        }
    }

    /// What has moved in the ledger that is shown since this was last asked: what was recorded may be
    /// about days that are not shown, or may have brought others'.
    pub(super) fn moved(&mut self) -> Touched {
        let (session, _) = self.newest();
        let moved = session.take_touched();
        self.rewind();
        if self.current.is_some() {
            // The ledger of that day was put together anew and is worked out already.
            return Touched::default();
        }
        moved
    }

    fn export(&self, request: ExportRequest) -> anyhow::Result<Job> {
        let moment = self.moment();
        let ledger = match &self.current {
            Some(newest) if request.kind.is_of_newest() => newest,
            _ => &self.model.ledger,
        };
        let desk = ExportDesk::new(self.session(), ledger, moment, request.kind);
        Job::export(&desk?, request)
    }

    /// Begins to copy the ledger, if it is what stands at the path; after the copy of the day, for two
    /// at once are of no use.
    fn backup(&mut self) -> Option<Msg> {
        if self.far.is_none() {
            self.look_around();
        }
        if self.model.astray.is_some() {
            return None;
        }
        let copied = self.copying.take().map_or(Ok(()), Copying::finish);
        let at = (self.clock.now)();
        let job = copied.and_then(|()| Job::backup(self.session(), at));
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
