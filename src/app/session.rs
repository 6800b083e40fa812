//! A session with a ledger: the one way in which anything is written. Both front ends
//! and every importer go through [`Session::execute`].

mod astray;
mod opening;
mod read;
mod undo;

use std::collections::BTreeMap;
use std::time::Duration;

use chrono::{DateTime, NaiveDate, Utc};

use crate::app::backup::Copies;
use crate::app::clock;
use crate::app::error::SessionError;
use crate::app::load::{self, Loaded};
use crate::domain::change::{Change, Entry, EntryKind, NewEntry};
use crate::domain::command::{Command, Context};
use crate::domain::decide::{self, Refusal};
use crate::domain::ledger::{Ledger, Touched};
use crate::domain::seal::{Head, LedgerId};
use crate::exchange::bundle::Bundle;
use crate::exchange::demo::Demo;
use crate::exchange::seed::Ahead;
use crate::store::{HistoryFilter, OpenMark, ReadOnly, Recorded, Store, StoreError};
use crate::text::lang::Both;
use crate::words;

pub use astray::{Astray, Found, Saved};

/// How often a command is decided again when others keep writing: fifty who record at the same moment
/// each come to it.
const ATTEMPTS: usize = 40;

/// How many entries about an association are looked through for who has changed something just now.
const LOOK_BACK: u32 = 50;

/// What was done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Receipt {
    /// Done, taken back or done again.
    pub kind: EntryKind,
    /// What, in words.
    pub what: String,
    /// Position in the history; `None` when everything already was as asked.
    pub seq: Option<i64>,
    /// How many changes.
    pub changes: usize,
    /// Whose entry was taken back or done again, where it was not one's own.
    pub whose: Option<String>,
}

impl Receipt {
    /// A sentence for the status line.
    pub fn sentence(&self) -> String {
        let done = match (self.seq, self.kind) {
            (None, _) => s!("没有变化", "no change"),
            (Some(_), EntryKind::Do) => s!("已记录", "recorded"),
            (Some(_), EntryKind::Undo) => s!("已撤销", "undone"),
            (Some(_), EntryKind::Redo) => s!("已重做", "redone"),
        };
        match &self.whose {
            Some(whose) => t!(
                "{done} {whose} 登记的：{}",
                "{done}, what {whose} recorded: {}",
                self.what
            ),
            None => t!("{done}：{}", "{done}: {}", self.what),
        }
    }
}

/// Who asks, and on which days.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Moment {
    /// The instant of the real clock.
    pub at: DateTime<Utc>,
    pub as_of: NaiveDate,
}

impl Moment {
    /// Now, by the real clock.
    pub fn now(as_of: NaiveDate) -> Self {
        let at = clock::now();
        Self { at, as_of }
    }
}

/// An open ledger and who works on it.
#[derive(Debug)]
pub struct Session {
    store: Box<dyn Store>,
    by: String,
    /// Whose ledger it is.
    ledger: LedgerId,
    /// What the ledger was made from.
    documents: BTreeMap<String, String>,
    /// What the file says of itself, when it was handed out to a unit.
    bundle: Option<Bundle>,
    /// What the file says of itself, when it is a demonstration.
    demo: Option<Demo>,
    /// The newest entry that the in-memory ledger knows.
    head: Head,
    /// What was touched in this session's ledger.
    touched: Touched,
    /// The changes that did, where another ledger is to follow.
    changes: Option<Vec<Change>>,
    /// It has recorded something itself.
    has_recorded: bool,
    /// What was sent to be recorded and not answered, until it shows whether it is there.
    unsettled: Option<Unsettled>,
    /// Where copies are kept, for those who keep some.
    copies: Option<Copies>,
    /// The ledger may be written although it lies on a network share.
    network_share: bool,
    /// Tells others that it is open. Goes after the store.
    mark: Option<OpenMark>,
}

impl Session {
    /// Who is at work.
    pub fn by(&self) -> &str {
        &self.by
    }

    /// How far the history goes that the in-memory ledger knows.
    pub const fn head(&self) -> Head {
        self.head
    }

    /// What the file says of itself, when it was handed out to a unit.
    pub const fn bundle(&self) -> Option<&Bundle> {
        self.bundle.as_ref()
    }

    /// What the file says of itself, when it is a demonstration.
    pub const fn demo(&self) -> Option<&Demo> {
        self.demo.as_ref()
    }

    /// Keeps a copy before much is changed at once.
    pub fn keep_copies(&mut self, copies: Copies) {
        self.copies = Some(copies);
    }

    /// Where copies are kept, for those who keep some. A demonstration is not kept, nor what is
    /// only read.
    pub fn copies(&self) -> Option<&Copies> {
        let kept = self.demo.is_none() && self.read_only().is_none();
        self.copies.as_ref().filter(|_| kept)
    }

    /// Where a copy goes that somebody asks for.
    pub const fn shelf(&self) -> Option<&Copies> {
        self.copies.as_ref()
    }

    /// Something was recorded here, and not only by others.
    pub const fn has_recorded(&self) -> bool {
        self.has_recorded
    }

    /// The documents that the ledger was made from.
    pub const fn documents(&self) -> &BTreeMap<String, String> {
        &self.documents
    }

    /// Where the ledger is, for people.
    pub fn location(&self) -> String {
        self.store.location()
    }

    /// What the clock of another machine said that the ledger is on, when it was opened.
    pub fn clock_there(&self) -> Option<DateTime<Utc>> {
        self.store.clock()
    }

    /// How long to leave between two looks at what others have recorded.
    pub fn look_every(&self) -> Duration {
        self.store.look_every()
    }

    /// Why nothing can be recorded, where that is so.
    pub fn read_only(&self) -> Option<ReadOnly> {
        self.store.read_only()
    }

    /// What there is to say of how the ledger was opened.
    pub fn opening_notes(&self) -> Vec<String> {
        let location = self.location();
        let aside = self.store.set_aside().iter();
        let aside = aside.map(|to| words::store::set_aside(&location, to));
        let names = self.store.other_names();
        let names = names.map(|names| words::store::other_names(&location, &names));
        aside.chain(names).collect()
    }

    /// Decides a command on the newest state and records what it changes, all or nothing.
    pub fn execute(
        &mut self,
        ledger: &mut Ledger,
        command: &Command,
        moment: Moment,
    ) -> Result<Receipt, SessionError> {
        if command.imports() && self.copies().is_some() {
            // One that is gone or another is to be told as that.
            self.poll(ledger)?;
            let copied = self
                .copies()
                .map(|on| on.before_import(self.head, moment.at));
            copied.transpose().map_err(SessionError::NoCopy)?;
        }
        let closes = command.closes(ledger.round());
        self.record(ledger, moment, |session, ledger| {
            let mut context = Context::new(&session.by, moment.at, moment.as_of);
            if !closes.is_empty() {
                context.handled = session.handled(&closes)?;
            }
            let decided = decide::decide(ledger, command, &context);
            let mut decision = decided.map_err(|refusal| session.named(refusal))?;
            // What a copy brings was held against the newest state already.
            let merges = matches!(command, Command::Merge { .. });
            if decision.changes.is_empty() && !merges {
                decision.changes = session.brought_forward(ledger, command, &context)?;
            }
            Ok(PendingEntry {
                kind: EntryKind::Do,
                target: None,
                as_of: moment.as_of,
                what: Both::of(|| words::entry(ledger, &decision.occasion, &decision.changes)),
                changes: decision.changes,
                whose: None,
            })
        })
    }

    /// Says of two who have written the same thing who the other is: what is written beside a state
    /// leaves who has set the state, so that the history has to be asked.
    fn named(&self, mut refusal: Refusal) -> Refusal {
        if let Refusal::ChangedMeanwhile(clash) = &mut refusal {
            let filter = HistoryFilter {
                association: clash.now.key.association(),
                limit: Some(LOOK_BACK),
            };
            let lines = self.store.history(filter).unwrap_or_default();
            let changed = lines.into_iter().find(|line| {
                let entry = self.store.entry(line.seq).ok().flatten();
                entry.is_some_and(|(entry, _)| {
                    let mut changes = entry.body.changes.iter();
                    changes.any(|change| *change.key() == clash.now.key)
                })
            });
            if let Some(line) = changed {
                clash.by = line.by;
            }
        }
        refusal
    }

    /// What a command changes on its day, where it changes nothing of the newest state: it may stand
    /// there by an entry for a later day, which this day does not count.
    fn brought_forward(
        &self,
        newest: &Ledger,
        command: &Command,
        context: &Context,
    ) -> Result<Vec<Change>, SessionError> {
        let Some((past, _)) = self.as_it_stood(newest, context.as_of)? else {
            return Ok(Vec::new());
        };
        let decision = decide::decide(&past, command, context)?;
        let changes = decision.changes.iter();
        Ok(changes.map(|change| newest.change_to(change)).collect())
    }

    /// Looks whether another process has written, and reads on if so.
    pub fn poll(&mut self, ledger: &mut Ledger) -> Result<bool, SessionError> {
        if !self.store.changed_elsewhere(&self.head)? {
            return Ok(false);
        }
        self.refresh(ledger)
    }

    /// Whose ledger it is.
    pub const fn ledger(&self) -> LedgerId {
        self.ledger
    }

    /// What the store holds, read anew, and its history. The in-memory ledger is brought up to it.
    pub(super) fn reload(
        &mut self,
        ledger: &mut Ledger,
    ) -> Result<(Loaded, Vec<Entry>), SessionError> {
        let loaded = load::everything(&mut *self.store, Ahead::begin())?;
        self.refresh(ledger)?;
        let mut entries = self.store.entries_since(None)?;
        entries.retain(|entry| entry.seq <= loaded.head.seq);
        Ok((loaded, entries))
    }

    /// Every question is a trip over a network.
    pub fn is_far(&self) -> bool {
        self.store.is_far()
    }

    /// Keeps the changes for another ledger that is to follow this session's.
    pub fn keep_changes(&mut self) {
        self.changes = Some(Vec::new());
    }

    /// What has changed since this was last asked, where that is kept.
    pub fn take_changes(&mut self) -> Vec<Change> {
        self.changes
            .as_mut()
            .map(std::mem::take)
            .unwrap_or_default()
    }

    /// What was touched since this was last asked.
    pub fn take_touched(&mut self) -> Touched {
        std::mem::take(&mut self.touched)
    }

    fn apply(&mut self, ledger: &mut Ledger, changes: &[Change]) -> Result<(), SessionError> {
        if let Some(kept) = &mut self.changes {
            kept.extend_from_slice(changes);
        }
        let applied = ledger.apply(changes);
        // What of them could be applied is not known after a fault.
        let touched = applied
            .as_ref()
            .map_or_else(|_| Touched::everything(), Clone::clone);
        self.touched.add(touched);
        Ok(applied.map(drop)?)
    }

    /// Reads what others have recorded since. True when there was something.
    fn refresh(&mut self, ledger: &mut Ledger) -> Result<bool, SessionError> {
        let news = self.store.entries_since(Some(&self.head))?;
        self.take_up(ledger, &news)?;
        Ok(!news.is_empty())
    }

    fn take_up(&mut self, ledger: &mut Ledger, news: &[Entry]) -> Result<(), SessionError> {
        for entry in news {
            self.apply(ledger, &entry.body.changes)?;
            self.head = Head::after(entry);
            if let Some(sent) = &mut self.unsettled
                && sent.is(&entry.body)
            {
                sent.seq = Some(entry.seq);
                self.has_recorded = true;
            }
        }
        Ok(())
    }

    /// What was sent and not answered, when it is known what became of it: who asks for the same again
    /// is told that it is there.
    fn settle(&mut self, ledger: &mut Ledger) -> Result<Option<Unsettled>, SessionError> {
        if self.unsettled.is_some() {
            self.refresh(ledger)?;
        }
        Ok(self.unsettled.take())
    }

    /// Decides on the state that is known and records it if nobody was faster; else it is decided
    /// again on what they have recorded. Nothing is refused, and nothing is found to be as asked,
    /// on any state but the newest.
    fn record(
        &mut self,
        ledger: &mut Ledger,
        moment: Moment,
        draft: impl Fn(&Self, &Ledger) -> Result<PendingEntry, SessionError>,
    ) -> Result<Receipt, SessionError> {
        let receipt = self.record_on_newest(ledger, moment, draft);
        self.store.let_go();
        receipt
    }

    fn record_on_newest(
        &mut self,
        ledger: &mut Ledger,
        moment: Moment,
        draft: impl Fn(&Self, &Ledger) -> Result<PendingEntry, SessionError>,
    ) -> Result<Receipt, SessionError> {
        let sent = self.settle(ledger)?;
        for _ in 0..ATTEMPTS {
            let draft = draft(self, ledger);
            if let (Some(sent), Ok(draft)) = (&sent, &draft)
                && let Some(receipt) = sent.receipt_of(draft)
            {
                return Ok(receipt);
            }
            let draft = match draft {
                Ok(draft) if !draft.changes.is_empty() => draft,
                settled => {
                    if self.refresh(ledger)? {
                        continue;
                    }
                    let PendingEntry {
                        kind, what, whose, ..
                    } = settled?;
                    return Ok(Receipt {
                        kind,
                        what: what.to_string(),
                        seq: None,
                        changes: 0,
                        whose,
                    });
                }
            };
            let whose = draft.whose;
            let entry = NewEntry {
                kind: draft.kind,
                target: draft.target,
                by: self.by.clone(),
                at: moment.at,
                as_of: draft.as_of,
                what: draft.what.zh().to_owned(),
                changes: draft.changes,
            };
            let recorded = self.store.record(&self.head, &entry);
            if recorded.as_ref().is_err_and(StoreError::is_unsure) {
                self.unsettled = Some(Unsettled { entry, seq: None });
                recorded?;
                continue;
            }
            match recorded? {
                Recorded::At(head) => {
                    self.has_recorded = true;
                    self.apply(ledger, &entry.changes)?;
                    self.head = head;
                    return Ok(Receipt {
                        kind: entry.kind,
                        what: draft.what.to_string(),
                        seq: Some(head.seq),
                        changes: entry.changes.len(),
                        whose,
                    });
                }
                Recorded::Stale(news) => self.take_up(ledger, &news)?,
            }
        }
        Err(SessionError::Overtaken)
    }
}

/// An entry before it has a time and an author.
struct PendingEntry {
    kind: EntryKind,
    target: Option<i64>,
    /// The day that it counts for.
    as_of: NaiveDate,
    /// The history says it in Chinese, whoever reads it.
    what: Both,
    changes: Vec<Change>,
    /// Whose entry is meant, where it is not one's own.
    whose: Option<String>,
}

/// An entry that was sent to be recorded over a connection that was lost then.
#[derive(Debug)]
struct Unsettled {
    entry: NewEntry,
    /// Where it stands, when it has turned up.
    seq: Option<i64>,
}

impl Unsettled {
    /// An entry of the history is the one that was sent: its changes say when they were made.
    fn is(&self, body: &NewEntry) -> bool {
        (&self.entry.by, &self.entry.changes) == (&body.by, &body.changes)
    }

    /// What there is to say of what is asked for again and is there.
    fn receipt_of(&self, draft: &PendingEntry) -> Option<Receipt> {
        let NewEntry { kind, what, .. } = &self.entry;
        let same = (*kind, what.as_str()) == (draft.kind, draft.what.zh());
        self.seq.filter(|_| same).map(|seq| Receipt {
            kind: *kind,
            what: draft.what.to_string(),
            seq: Some(seq),
            changes: self.entry.changes.len(),
            whose: None,
        })
    }
}
