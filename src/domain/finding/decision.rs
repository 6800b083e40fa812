//! What somebody decided about a finding, and whether it still holds.

use chrono::{DateTime, NaiveDate, Utc};

use super::Finding;
use crate::domain::fact::{Fact, FactRecord, VerdictKind};
use crate::domain::ledger::Ledger;

/// A decision about a finding that is still found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Decision<'l> {
    pub kind: VerdictKind,
    /// Why; may be empty.
    pub reason: &'l str,
    pub by: &'l str,
    /// When it was entered.
    pub at: DateTime<Utc>,
    /// The as-of date on which it was entered.
    pub on: NaiveDate,
    /// What the finding is about was changed afterwards, so that it is open again.
    pub overtaken: bool,
}

impl Finding {
    /// What was decided about it: for a unit that somebody merged that very decision, else the
    /// verdict.
    pub fn decision<'l>(&self, ledger: &'l Ledger) -> Option<Decision<'l>> {
        let merged = self.settled_by.as_ref();
        if let Some(record) = merged.and_then(|key| ledger.fact(key))
            && let Fact::Unit(counted) = &record.fact
        {
            return Some(self.told(VerdictKind::Accepted, &counted.reason, record));
        }
        let (verdict, record) = ledger.verdict(&self.id)?;
        Some(self.told(verdict.kind, &verdict.reason, record))
    }

    /// Nobody decided about it, or it has changed since.
    pub fn open(&self, ledger: &Ledger) -> bool {
        self.decision(ledger)
            .is_none_or(|decision| decision.overtaken)
    }

    fn told<'l>(&self, kind: VerdictKind, reason: &'l str, record: &'l FactRecord) -> Decision<'l> {
        Decision {
            kind,
            reason,
            by: &record.by,
            at: record.at,
            on: record.on,
            overtaken: self.newest.is_some_and(|newest| newest > record.at),
        }
    }
}
