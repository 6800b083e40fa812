//! Sums over the whole city, kept until the ledger or the as-of date moves.

use chrono::NaiveDate;
use typed_index_collections::TiVec;

use crate::domain::figure::{self, Members};
use crate::domain::id::MilestoneIx;
use crate::domain::ledger::Ledger;
use crate::domain::milestone::{self, Countdown, Standing};
use crate::domain::model::Separation;
use crate::domain::progress::Tally;
use crate::domain::summary::Summary;

/// Sums over the whole city.
#[derive(Debug)]
pub struct Sums {
    pub city: Summary,
    /// The five separations over the 拟脱钩.
    pub separations: [Tally; Separation::ALL.len()],
    pub standings: TiVec<MilestoneIx, Standing>,
    /// What the header counts.
    pub countdown: Countdown,
}

impl Sums {
    /// Works them out.
    pub fn new(ledger: &Ledger, as_of: NaiveDate) -> Self {
        let milestones = ledger.round().milestones().keys();
        Self {
            city: figure::sums(ledger, Members::City, as_of),
            separations: Separation::ALL.map(|one| figure::section(ledger, one.into()).items),
            standings: milestones
                .map(|ix| milestone::city_standing(ledger, ix, as_of))
                .collect(),
            countdown: milestone::countdown(ledger, as_of),
        }
    }
}
