//! What is read of a ledger that is open beyond its state: its history, and how it stood on a day.

use chrono::NaiveDate;

use super::Session;
use crate::app::error::SessionError;
use crate::app::overview::{self, Deeds};
use crate::domain::change::{Entry, HistoryLine};
use crate::domain::handled::Handled;
use crate::domain::ledger::Ledger;
use crate::domain::seal::Head;
use crate::store::{HistoryFilter, StoreError};
use crate::text::lang::english;
use crate::words;

impl Session {
    /// The history, newest first.
    pub fn history(&self, filter: HistoryFilter) -> Result<Vec<HistoryLine>, SessionError> {
        Ok(self.store.history(filter)?)
    }

    /// The same as people read it.
    pub fn told_history(
        &self,
        ledger: &Ledger,
        filter: HistoryFilter,
    ) -> Result<Vec<HistoryLine>, SessionError> {
        let mut lines = self.history(filter)?;
        for line in &mut lines {
            self.tell(ledger, line.seq, &mut line.what)?;
        }
        Ok(lines)
    }

    /// Says an entry as people read it: [`words::told`]. A ledger that is far away is not asked entry by entry,
    /// and its history stays in the words of its day.
    fn tell(&self, ledger: &Ledger, seq: i64, what: &mut String) -> Result<(), SessionError> {
        if english()
            && !self.is_far()
            && let Some((entry, _)) = self.store.entry(seq)?
        {
            *what = words::told(ledger, &entry.body);
        }
        Ok(())
    }

    /// Who has handled some associations.
    pub fn handled(&self, associations: &[u32]) -> Result<Handled, SessionError> {
        Ok(self.store.handled(associations)?)
    }

    /// What was done, as far as the overview speaks of it.
    pub fn deeds(&self, ledger: &Ledger, as_of: NaiveDate) -> Result<Deeds, SessionError> {
        let mut done = self.store.done(as_of, overview::CHANGES)?;
        for line in &mut done.last {
            self.tell(ledger, line.seq, &mut line.what)?;
        }
        Ok(Deeds {
            recorded: done.on_day,
            last: done.last,
        })
    }

    /// Every entry of the history with its changes, oldest first.
    pub fn entries(&self) -> Result<Vec<Entry>, SessionError> {
        let entries = self.store.entries_since(None)?;
        let mut known = entries.iter().rev();
        let newest = known.find(|entry| entry.seq <= self.head.seq);
        match newest.map(Head::after) {
            Some(head) if head != self.head => Err(self.replaced().into()),
            _ => Ok(entries),
        }
    }

    /// The ledger as it stood at the end of a day, and how many later entries it leaves out;
    /// nothing when it leaves out none, and `ledger` is what is wanted.
    pub fn as_it_stood(
        &self,
        ledger: &Ledger,
        day: NaiveDate,
    ) -> Result<Option<(Ledger, u32)>, SessionError> {
        let later = self.store.later_than(day)?;
        if later == 0 {
            return Ok(None);
        }
        // Cheaper than playing the history to that day even where nearly all of it is taken back: of
        // 250,000 entries on 100,000 associations, 9,000 take 0.2 s and all of them 1.9 s, where
        // playing takes 3.8 s whatever the day.
        let mut past = ledger.clone();
        self.store.rewind(day, self.head.seq, &mut |changes| {
            past.apply_lenient(&changes);
        })?;
        Ok(Some((past, later)))
    }

    /// Every entry of the history is what was recorded.
    pub fn check_chain(&self) -> Result<(), SessionError> {
        match self.store.check_chain()?.fault {
            None => Ok(()),
            Some(fault) => Err(StoreError::Altered {
                path: self.store.location().into(),
                seq: fault.seq,
            }
            .into()),
        }
    }

    fn replaced(&self) -> StoreError {
        StoreError::Replaced {
            path: self.store.location().into(),
        }
    }
}
