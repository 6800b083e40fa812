//! The driver's part with a ledger that is far away: questions are asked behind the screen, one after the other;
//! keys go on, except where what they mean hangs on the answer. What cannot be recorded because nobody is
//! there is kept, and sent when somebody is.

use std::collections::VecDeque;
use std::time::Duration;

use chrono::TimeDelta;
use ratatui::crossterm::event::KeyCode;

use super::Driver;
use super::errand::{Answer, Errand, Purpose, Question, Work};
use super::line::{Desk, Line, Order, Reply};
use crate::app::error::SessionError;
use crate::app::session::{Moment, Session};
use crate::domain::change::Change;
use crate::domain::ledger::{Ledger, Touched};
use crate::tui::action::{self, Action, Place};
use crate::tui::model::{Message, Model, Waiting};
use crate::tui::msg::{Asked, Effect, Msg};
use crate::tui::popup::{self, OpenPopup};
use crate::tui::say::say;

/// After which one is told that something is under way.
const UNNOTICED: TimeDelta = TimeDelta::milliseconds(150);

/// How long whoever leaves without a word (the terminal has gone) waits for what is being recorded.
const FAREWELL: Duration = Duration::from_secs(2);

/// What is under way to a ledger that is far away, and what waits.
#[derive(Debug)]
pub(super) struct Far {
    line: Line,
    /// The newest state as the session has it, while that is here.
    newest: Option<Ledger>,
    queue: VecDeque<Errand>,
    out: Option<Errand>,
    /// What was typed while keys wait.
    typed: VecDeque<Msg>,
    /// Whoever is at work leaves when everything is recorded.
    leaving: bool,
    /// What the session has said of itself when it was here last.
    head: i64,
    look_every: Duration,
}

impl Far {
    /// Nothing for a ledger that answers at once.
    pub(super) fn reach(session: &mut Session, ledger: &Ledger) -> Option<Self> {
        if !session.is_far() {
            return None;
        }
        let line = Line::open()?;
        session.keep_changes();
        Some(Self {
            line,
            newest: Some(ledger.clone()),
            queue: VecDeque::new(),
            out: None,
            typed: VecDeque::new(),
            leaving: false,
            head: session.head().seq,
            look_every: session.look_every(),
        })
    }

    /// The whole ledger has been read.
    pub(super) fn loaded(&mut self, ledger: &Ledger) {
        self.newest = Some(ledger.clone());
    }

    pub(super) const fn head(&self) -> i64 {
        self.head
    }

    pub(super) const fn look_every(&self) -> Duration {
        self.look_every
    }

    fn errands(&self) -> impl Iterator<Item = &Errand> {
        self.out.iter().chain(&self.queue)
    }

    fn errands_mut(&mut self) -> impl Iterator<Item = &mut Errand> {
        self.out.iter_mut().chain(&mut self.queue)
    }

    /// How much is to be recorded and not known to be.
    pub(super) fn unrecorded(&self) -> usize {
        self.errands().filter(|one| one.purpose.records()).count()
    }

    fn holds(&self) -> bool {
        self.errands().any(|one| one.holds)
    }

    /// The next that can be done: what is to be recorded waits while nobody is there.
    fn next(&mut self, offline: bool) -> Option<Errand> {
        let mut queue = self.queue.iter();
        let at = queue.position(|one| !(offline && one.purpose.records()))?;
        self.queue.remove(at)
    }

    /// The end: what is being recorded is waited for a moment. How much is not known to be recorded.
    pub(super) fn leave(mut self) -> usize {
        let left = self.unrecorded();
        let records = self.out.take().is_some_and(|out| out.purpose.records());
        let reply = if records {
            self.line.hear(FAREWELL)
        } else {
            None
        };
        left - usize::from(reply.is_some_and(|reply| reply.answer.is_ok()))
    }
}

impl Driver {
    /// An answer is waited for: [`Self::hear`] takes it.
    pub fn is_out(&self) -> bool {
        self.far.as_ref().is_some_and(|far| far.out.is_some())
    }

    /// Asks what others have recorded, unless something is under way: whoever answers that says so, too.
    pub(super) fn ask_for_news(&mut self) {
        if !self.is_out() {
            self.ask(Purpose::Look, |session, newest, _| {
                session.poll(newest).map(|_| Answer::Nothing)
            });
        }
    }

    /// Asks the session: at once, or behind the screen.
    pub(super) fn ask(
        &mut self,
        purpose: Purpose,
        ask: impl FnMut(&mut Session, &mut Ledger, Moment) -> Result<Answer, SessionError>
        + Send
        + 'static,
    ) -> Option<Msg> {
        let mut question = Question::new(ask);
        if self.far.is_some() {
            return self.queue(purpose, Work::Ask(question));
        }
        let moment = self.moment();
        let (session, newest) = self.newest();
        let answer = question.ask(session, newest, moment);
        let moved = if purpose.records() {
            self.moved()
        } else {
            Touched::default()
        };
        self.told(&purpose, answer, moved, Asked::JustNow)
    }

    /// What needs the session on this thread, when it is here; true when that is now.
    pub(super) fn waits_for_session(&mut self, effect: &Effect) -> bool {
        let needs = matches!(
            effect,
            Effect::Export(_)
                | Effect::Import(_)
                | Effect::Backup
                | Effect::SaveAs(_)
                | Effect::MakeLedger(_)
                | Effect::OpenLedger(_)
                | Effect::OpenThere
        );
        let busy = needs && self.session.is_none();
        if busy {
            self.queue(Purpose::Read, Work::Here(effect.clone()));
        }
        busy
    }

    fn queue(&mut self, purpose: Purpose, work: Work) -> Option<Msg> {
        let as_of = self.model.as_of_date();
        let closes = purpose.records() && self.model.page().closes_when_done();
        let waits = self.model.popup.as_ref().is_some_and(OpenPopup::waits);
        let holds = match &purpose {
            Purpose::Record(_) => waits || closes,
            Purpose::Read => true,
            _ => false,
        };
        let begun = (self.clock.now)();
        let from = self.model.page_id();
        let far = self.far.as_mut()?;
        match &purpose {
            Purpose::Record(Some(_)) if far.errands().any(|one| one.purpose == purpose) => {
                let text = s!("这一条还在记录，没有再送", "this is being recorded already");
                return Some(Msg::Note(Message {
                    text: text.into(),
                    failed: true,
                }));
            }
            // Of days that are leafed through only the last is wanted.
            Purpose::Day => far.queue.retain(|one| one.purpose != Purpose::Day),
            _ => {}
        }
        far.leaving &= !purpose.records();
        let mut errand = Errand {
            purpose,
            work,
            as_of,
            begun,
            holds,
            from,
            closes,
            aside: None,
        };
        let kept = errand.purpose.records() && self.model.offline;
        if kept {
            set_aside(&mut self.model, &mut errand);
        }
        far.queue.push_back(errand);
        self.dispatch();
        kept.then(|| self.keeping(None))
    }

    /// Lets the next go that can.
    pub(super) fn dispatch(&mut self) {
        while let (Some(far), true) = (&mut self.far, self.session.is_some()) {
            let Some(mut errand) = far.next(self.model.offline) else {
                return;
            };
            let question = match std::mem::replace(&mut errand.work, Work::Out) {
                Work::Ask(question) => question,
                Work::Here(effect) => {
                    let msg = self.carry_out(effect);
                    if let Some(msg) = msg {
                        self.take(msg);
                    }
                    continue;
                }
                Work::Out => continue,
            };
            let (Some(session), Some(newest)) = (self.session.take(), far.newest.take()) else {
                return;
            };
            far.line.send(Order {
                desk: Box::new(Desk {
                    session: *session,
                    newest,
                }),
                question,
                as_of: errand.as_of,
                now: self.clock.now,
                looks_back: errand.purpose.looks_back(),
            });
            far.out = Some(errand);
        }
    }

    /// Takes an answer, waiting for it at most so long. True when there is something new to draw.
    pub fn hear(&mut self, patience: Duration) -> bool {
        let reply = self.far.as_mut().and_then(|far| {
            far.out.as_ref()?;
            far.line.hear(patience)
        });
        let Some(reply) = reply else {
            return self.say_waiting();
        };
        let changed = self.take_reply(*reply);
        self.dispatch();
        self.go_on_typing();
        self.leave_when_done();
        self.say_waiting() || changed
    }

    fn take_reply(&mut self, reply: Reply) -> bool {
        let Reply {
            desk,
            question,
            answer,
            changes,
            past,
        } = reply;
        let Some(far) = &mut self.far else {
            return false;
        };
        let Some(mut errand) = far.out.take() else {
            return false;
        };
        far.head = desk.session.head().seq;
        far.newest = Some(desk.newest);
        self.session = Some(Box::new(desk.session));
        let mut moved = self.follow(&changes);
        let is_day = errand.as_of == self.model.as_of_date();
        if let Some(past) = past.filter(|_| is_day && self.rest.is_none()) {
            self.show(past);
        }
        if self.current.is_some() {
            // The ledger of that day was put together anew and is worked out already.
            moved = Touched::default();
        }
        if errand.purpose == Purpose::Look {
            return self.looked(answer.map(|_| (!changes.is_empty()).then_some(moved)));
        }
        let answer = match answer {
            Err(error) if error.is_offline() => {
                self.model.offline = true;
                if errand.purpose.records() {
                    errand.work = Work::Ask(question);
                    self.keep(errand, error);
                    return true;
                }
                Err(error)
            }
            answer => answer,
        };
        let asked = if errand.holds {
            Asked::JustNow
        } else {
            let page = errand.from == self.model.page_id();
            Asked::Before {
                popup: errand.aside.take(),
                page,
                closes: page && errand.closes,
            }
        };
        if let (Err(_), Some(far)) = (&answer, &mut self.far) {
            // What was refused is to be seen.
            far.leaving &= !errand.purpose.records();
        }
        let msg = self.told(&errand.purpose, answer, moved, asked);
        let changed = msg.is_some() || errand.purpose == Purpose::Day;
        let messages = self.with_astray(msg);
        self.take_each(messages);
        changed
    }

    /// What could not be recorded because nobody is there waits until somebody is.
    fn keep(&mut self, mut errand: Errand, error: SessionError) {
        set_aside(&mut self.model, &mut errand);
        if let Some(far) = &mut self.far {
            far.queue.push_front(errand);
        }
        let msg = self.keeping(Some(say(&error.into())));
        self.take(msg);
    }

    /// What is shown of the newest state follows what was recorded.
    fn follow(&mut self, changes: &[Change]) -> Touched {
        let newest = self.current.as_mut().unwrap_or(&mut self.model.ledger);
        let applied = newest.apply(changes);
        applied.unwrap_or_else(|_| Touched::everything())
    }

    /// What an answer says to the screen.
    fn told(
        &mut self,
        purpose: &Purpose,
        answer: Result<Answer, SessionError>,
        moved: Touched,
        asked: Asked,
    ) -> Option<Msg> {
        if *purpose == Purpose::Forgotten {
            return None;
        }
        Some(match answer {
            Ok(Answer::Recorded(receipt)) => Msg::Done(Ok(receipt), moved, asked),
            Err(error) if purpose.records() => Msg::Done(Err(error), moved, asked),
            // A popup that waits does not wait for this.
            Err(error) if self.far.is_some() => Msg::Note(Message {
                text: say(&error.into()),
                failed: true,
            }),
            Err(error) => Msg::Failed(error.into()),
            Ok(Answer::History(request, lines)) => Msg::History(request, lines),
            Ok(Answer::Changes(since, until, facts)) => Msg::Changes(since, until, facts),
            Ok(Answer::Handled(whose, handled)) => Msg::Handled(whose, handled),
            Ok(Answer::Deeds(day, deeds)) => Msg::Deeds(day, deeds),
            Ok(Answer::Nothing) => return None,
        })
    }

    /// Says that something is kept because nobody is there.
    fn keeping(&self, why: Option<String>) -> Msg {
        let why = why.unwrap_or_else(|| s!("离线", "offline").to_owned());
        let count = self.far.as_ref().map_or(0, Far::unrecorded);
        Msg::Note(Message {
            text: t!(
                "{why}；{count} 条留着，连上后自动送出，不会重复",
                "{why}; {count} kept, sent once when connected again"
            ),
            failed: true,
        })
    }

    /// Says what is waited for, when that takes long enough to be noticed. True when it is another thing
    /// than before.
    fn say_waiting(&mut self) -> bool {
        let waiting = self.far.as_ref().and_then(|far| {
            let count = far.unrecorded();
            let now = (self.clock.now)();
            // What others have recorded nobody waits for.
            let mut errands = far.errands().filter(|one| one.purpose != Purpose::Look);
            if self.model.offline && count > 0 {
                return Some(Waiting::Kept(count));
            }
            let is_noticed = errands.any(|one| (now - one.begun).abs() >= UNNOTICED);
            let waiting = if count > 0 {
                Waiting::Recording(count)
            } else {
                Waiting::Reading
            };
            is_noticed.then_some(waiting)
        });
        std::mem::replace(&mut self.model.waiting, waiting) != waiting
    }

    /// Keeps what is typed until the answer is there on which its meaning hangs. Esc does not wait.
    pub(super) fn hold(&mut self, msg: Msg) -> Option<Msg> {
        let Some(far) = self.far.as_mut().filter(|far| far.holds()) else {
            return Some(msg);
        };
        match &msg {
            Msg::Key(key) if key.code == KeyCode::Esc => self.wait_no_longer(),
            Msg::Key(key)
                if key.ctrl && action::lookup(Place::Global, *key) == Some(Action::Quit) =>
            {
                self.ask_to_leave();
            }
            Msg::Key(_) | Msg::Paste(_) | Msg::Click(..) | Msg::Wheel(_) => {
                far.typed.push_back(msg);
            }
            _ => return Some(msg),
        }
        None
    }

    fn go_on_typing(&mut self) {
        while let Some(far) = self.far.as_mut().filter(|far| !far.holds())
            && let Some(msg) = far.typed.pop_front()
        {
            self.take(msg);
        }
    }

    /// What is under way goes on, and what was to follow it does not.
    fn wait_no_longer(&mut self) {
        let Some(far) = &mut self.far else {
            return;
        };
        far.typed.clear();
        far.queue
            .retain(|one| !(one.holds && matches!(one.work, Work::Here(_))));
        for errand in far.errands_mut().filter(|one| one.holds) {
            if errand.purpose.records() {
                set_aside(&mut self.model, errand);
            } else {
                errand.purpose = Purpose::Forgotten;
                errand.holds = false;
            }
        }
    }

    /// Leaves when everything is recorded; whoever asks twice does not wait.
    pub(super) fn ask_to_leave(&mut self) {
        let left = self.far.as_ref().map_or(0, Far::unrecorded);
        let Some(far) = self.far.as_mut().filter(|far| left > 0 && !far.leaving) else {
            self.quit = true;
            return;
        };
        far.leaving = true;
        let text = if self.model.offline {
            t!(
                "连不上，{left} 条还没有送到：再退出一次就放弃",
                "offline, {left} not sent yet: leave once more to give up"
            )
        } else {
            t!(
                "{left} 条正在记录，记好就退出；再退出一次不再等",
                "{left} being recorded, leaving then; leave once more not to wait"
            )
        };
        self.take(Msg::Note(Message { text, failed: true }));
    }

    fn leave_when_done(&mut self) {
        let far = self.far.as_ref();
        self.quit |= far.is_some_and(|far| far.leaving && far.unrecorded() == 0);
    }
}

/// What has asked makes room until the answer is there.
fn set_aside(model: &mut Model, errand: &mut Errand) {
    if std::mem::take(&mut errand.holds) {
        errand.aside = popup::set_aside(model).map(Box::new);
    }
}
