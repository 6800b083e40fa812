//! Taking back and doing again: one's own newest step, or an entry that is chosen; somebody else's
//! only by name, and nothing through a later change of the same thing.

use std::collections::HashSet;

use chrono::NaiveDate;

use super::{Moment, PendingEntry, Receipt, Session};
use crate::app::error::SessionError;
use crate::domain::change::{Change, Entry, EntryKind, Key};
use crate::domain::decide::{self, Refusal};
use crate::domain::ledger::Ledger;
use crate::domain::seal::Head;
use crate::text::lang::Both;

impl Session {
    /// Takes back the newest thing that one has done oneself.
    pub fn undo(&mut self, ledger: &mut Ledger, moment: Moment) -> Result<Receipt, SessionError> {
        let begun = self.begun();
        self.record(ledger, moment, |session, ledger| {
            let entry = session.store.undo_candidate(&session.by)?;
            let entry = entry.filter(|entry| entry.seq > begun);
            let entry = entry.ok_or(SessionError::NothingToUndo)?;
            session.taking_back(ledger, &entry, moment)
        })
    }

    /// Takes back an entry that is chosen; `whose` names the person whose it is, where that is
    /// somebody else.
    pub fn undo_entry(
        &mut self,
        ledger: &mut Ledger,
        moment: Moment,
        seq: i64,
        whose: Option<&str>,
    ) -> Result<Receipt, SessionError> {
        self.record(ledger, moment, |session, ledger| {
            let found = session.store.entry(seq)?;
            let (entry, taken_back) = found.ok_or(Refusal::NoSuchEntry(seq))?;
            if entry.body.kind != EntryKind::Do {
                return Err(Refusal::NothingDone(seq).into());
            }
            if seq <= session.begun() {
                return Err(Refusal::BegunWith(seq).into());
            }
            if taken_back {
                return Err(Refusal::TakenBack(seq).into());
            }
            let by = &entry.body.by;
            if *by != session.by && whose != Some(by) {
                return Err(Refusal::EntryOfOther {
                    seq,
                    by: by.clone(),
                    what: entry.body.what.clone(),
                }
                .into());
            }
            session.taking_back(ledger, &entry, moment)
        })
    }

    /// Does again what one has taken back last.
    pub fn redo(&mut self, ledger: &mut Ledger, moment: Moment) -> Result<Receipt, SessionError> {
        self.record(ledger, moment, |session, ledger| {
            let entry = session.store.redo_candidate(&session.by)?;
            let entry = entry.ok_or(SessionError::NothingToRedo)?;
            let changes = decide::repeat(ledger, &entry);
            session.again(EntryKind::Redo, &entry, changes, moment)
        })
    }

    /// The entry that a bundle began with, and those before it: they are not the unit's to take back.
    fn begun(&self) -> i64 {
        self.bundle.as_ref().map_or(0, |bundle| bundle.begun)
    }

    fn taking_back(
        &self,
        ledger: &Ledger,
        entry: &Entry,
        moment: Moment,
    ) -> Result<PendingEntry, SessionError> {
        self.again(
            EntryKind::Undo,
            entry,
            decide::invert(ledger, entry),
            moment,
        )
    }

    fn again(
        &self,
        kind: EntryKind,
        entry: &Entry,
        changes: Result<Vec<Change>, Refusal>,
        moment: Moment,
    ) -> Result<PendingEntry, SessionError> {
        let changes = match changes {
            Err(Refusal::Superseded { .. }) => return Err(self.superseded(entry)?.into()),
            changes => changes?,
        };
        Ok(PendingEntry {
            kind,
            target: Some(entry.seq),
            as_of: day_of(entry, moment),
            what: Both::same(entry.body.what.clone()),
            changes,
            whose: (entry.body.by != self.by).then(|| entry.body.by.clone()),
        })
    }

    /// By which later entry, and by whom, something of this one has been changed.
    fn superseded(&self, entry: &Entry) -> Result<Refusal, SessionError> {
        let keys: HashSet<&Key> = entry.body.changes.iter().map(Change::key).collect();
        let later = self.store.entries_since(Some(&Head::after(entry)))?;
        let touches = |one: &&Entry| one.body.changes.iter().any(|it| keys.contains(it.key()));
        let seq = entry.seq;
        let newest = later.iter().rev().find(touches);
        Ok(
            newest.map_or(Refusal::Superseded { seq }, |later| Refusal::ChangedSince {
                seq,
                later: later.seq,
                by: later.body.by.clone(),
                what: later.body.what.clone(),
            }),
        )
    }
}

/// The day that taking an entry back, or doing it again, counts for: on the day on which it was
/// entered it is a correction and counts from the same day; later it is news of its own, and the
/// ledger of the days between stays as it stood.
fn day_of(entry: &Entry, moment: Moment) -> NaiveDate {
    if entry.body.at.date_naive() == moment.at.date_naive() {
        entry.body.as_of
    } else {
        moment.as_of
    }
}
