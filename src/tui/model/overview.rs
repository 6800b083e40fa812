//! The figures of the overview and the timeline, worked out only while one of them is seen.

use chrono::NaiveDate;

use crate::app::overview::{Deeds, Overview};
use crate::domain::debts::UnitDebts;
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
    /// What the units owe, where that is known already, until something moves.
    pub ready: Option<Vec<UnitDebts>>,
}

impl Default for OverviewSums {
    fn default() -> Self {
        Self {
            sums: None,
            stale: true,
            moved: Touched::default(),
            ready: None,
        }
    }
}

impl OverviewSums {
    /// The ledger has moved.
    pub fn follow(&mut self, moved: &Touched) {
        self.stale = true;
        self.ready = None;
        self.moved.add(moved.clone());
    }

    /// Brings the sums up to the ledger, with what was done.
    pub fn take(&mut self, ledger: &Ledger, deeds: Deeds, as_of: NaiveDate) {
        let moved = std::mem::take(&mut self.moved);
        self.stale = false;
        if let Some(units) = self.ready.take() {
            let sums = Overview::with_units(ledger, deeds, as_of, units);
            self.sums = Some(Box::new(sums));
            return;
        }
        match &mut self.sums {
            Some(sums) if sums.as_of == as_of => sums.follow(ledger, deeds, &moved),
            sums => *sums = Some(Box::new(Overview::new(ledger, deeds, as_of))),
        }
    }
}
