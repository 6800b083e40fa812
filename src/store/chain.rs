//! Going along a chain of seals row by row, whichever engine reads the rows. The rule itself is
//! [`crate::domain::seal`].

use super::{ChainBreak, ChainFault, ChainReport};
use crate::domain::seal::{Head, Seal, SealedColumns, Sealing};

/// A row of the history as it is kept: an entry with one of its changes, or with none.
pub(super) struct KeptRow<'r> {
    pub seq: i64,
    pub columns: SealedColumns<'r>,
    /// The seal that stands there.
    pub stands: &'r str,
    /// The association that the change is kept under, and its JSON.
    pub change: Option<(Option<i64>, &'r str)>,
}

/// An entry of which all rows were seen.
pub(super) struct KeptEntry {
    pub seq: i64,
    /// What it has to bear after those before it.
    pub seal: Seal,
    /// What stands there.
    pub stands: String,
}

/// Seals entries one after the other.
pub(super) struct ChainWalk {
    head: Head,
    open: Option<(i64, Sealing, String)>,
}

impl ChainWalk {
    /// Begins behind an entry.
    pub(super) const fn after(head: Head) -> Self {
        Self { head, open: None }
    }

    /// Takes the next row; the entry that has ended before it, if one has.
    pub(super) fn take(&mut self, row: &KeptRow<'_>) -> Option<KeptEntry> {
        let is_next = self.open.as_ref().is_some_and(|(seq, ..)| *seq != row.seq);
        let ended = if is_next { self.end() } else { None };
        let (_, sealing, _) = self.open.get_or_insert_with(|| {
            let sealing = Sealing::entry(&self.head, row.columns);
            (row.seq, sealing, row.stands.to_owned())
        });
        if let Some((association, body)) = row.change {
            sealing.change(association, body);
        }
        ended
    }

    /// The entry that no further row has come for.
    pub(super) fn end(&mut self) -> Option<KeptEntry> {
        let (seq, sealing, stands) = self.open.take()?;
        let seal = sealing.finish();
        self.head = Head { seq, seal };
        Some(KeptEntry { seq, seal, stands })
    }
}

/// How far a chain holds.
pub(super) struct ChainCheck(ChainReport);

impl ChainCheck {
    /// Begins with what a ledger was made from.
    pub(super) const fn begin(head: Head) -> Self {
        Self(ChainReport { head, fault: None })
    }

    /// What the ledger was made from is not what was sealed.
    pub(super) const fn altered_origin(head: Head) -> ChainReport {
        ChainReport {
            head,
            fault: Some(altered(0)),
        }
    }

    /// Takes the next entry; false when there is no need to go on.
    pub(super) fn see(&mut self, entry: &KeptEntry) -> bool {
        let report = &mut self.0;
        if entry.seq != report.head.seq + 1 {
            report.fault = Some(missing(report.head.seq + 1));
        } else if entry.stands == entry.seal.to_string() {
            report.head = Head {
                seq: entry.seq,
                seal: entry.seal,
            };
        } else {
            report.fault = Some(altered(entry.seq));
        }
        report.fault.is_none()
    }

    /// The end; `ever` is the highest position that there has been.
    pub(super) fn end(self, ever: i64) -> ChainReport {
        let Self(mut report) = self;
        if report.fault.is_none() && ever > report.head.seq {
            report.fault = Some(missing(report.head.seq + 1));
        }
        report
    }
}

/// An entry is not what was recorded.
pub(super) const fn altered(seq: i64) -> ChainBreak {
    ChainBreak {
        seq,
        fault: ChainFault::Altered,
    }
}

/// An entry is not there.
pub(super) const fn missing(seq: i64) -> ChainBreak {
    ChainBreak {
        seq,
        fault: ChainFault::Missing,
    }
}
