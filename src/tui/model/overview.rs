//! The figures of the overview and the timeline, worked out only while one of them is seen.

use chrono::NaiveDate;

use crate::app::overview::{Deeds, Overview};
use crate::domain::ledger::{Ledger, Touched};

/// The figures, and whether they still hold.
#[derive(Debug)]
pub struct OverviewSums {
    /// `None` until they have been worked out for the first time.
    pub sums: Option<Box<Overview>>,
    /// The ledger or the as-of date has moved since.
    pub stale: bool,
    /// What of the ledger has moved.
    moved: Touched,
}

impl Default for OverviewSums {
    fn default() -> Self {
        Self {
            sums: None,
            stale: true,
            moved: Touched::default(),
        }
    }
}

impl OverviewSums {
    /// The ledger has moved.
    pub fn follow(&mut self, moved: &Touched) {
        self.stale = true;
        self.moved.add(moved.clone());
    }

    /// Brings the sums up to the ledger, with what was done.
    pub fn take(&mut self, ledger: &Ledger, deeds: Deeds, as_of: NaiveDate) {
        let moved = std::mem::take(&mut self.moved);
        self.stale = false;
        match &mut self.sums {
            Some(sums) if sums.as_of == as_of => sums.follow(ledger, deeds, &moved),
            sums => *sums = Some(Box::new(Overview::new(ledger, deeds, as_of))),
        }
    }
}
