//! Starts a ledger of another round: a roster that was read, and the built-in round's documents
//! made over for the city. Everything is checked before the file is made.

use std::path::Path;
use std::sync::Arc;

use crate::domain::ledger::{Ledger, RosterError};
use crate::exchange::new_round::{self, NewRoundError, Wish};
use crate::exchange::roster::plan::RosterPlan;
use crate::exchange::seed::{self, SeedError};
use crate::store::Origin;

use super::error::SessionError;
use super::session::Session;

/// A ledger that cannot be started.
#[derive(Debug, thiserror::Error)]
pub enum NewLedgerError {
    /// The roster is not fit yet.
    #[error("名册有 {0} 个问题，没有新建台账；请照上面改正")]
    Problems(usize),
    /// The wish cannot be granted.
    #[error(transparent)]
    Round(#[from] NewRoundError),
    /// The documents do not fit together.
    #[error("新一轮的资料有误：{0}")]
    Seed(#[from] SeedError),
    /// The roster is none.
    #[error(transparent)]
    Roster(#[from] RosterError),
    /// The file cannot be made.
    #[error(transparent)]
    Session(#[from] SessionError),
}

/// What the ledger would be made from, checked as a whole.
#[derive(Debug)]
pub struct PlannedLedger {
    origin: Origin,
    /// As it will be loaded.
    pub ledger: Ledger,
}

/// Puts documents and roster together, and loads them once without a file.
pub fn draft(plan: &RosterPlan, wish: &Wish<'_>) -> Result<PlannedLedger, NewLedgerError> {
    if !plan.problems.is_empty() {
        return Err(NewLedgerError::Problems(plan.problems.len()));
    }
    let documents = new_round::documents(&seed::builtin_documents(), wish)?;
    let roster = plan.roster();
    let round = Arc::new(seed::parse_round(&documents)?);
    let ledger = Ledger::new(&round, roster.clone())?;
    Ok(PlannedLedger {
        origin: Origin { documents, roster },
        ledger,
    })
}

/// Makes the file, where there is none yet.
pub fn make(
    path: &Path,
    by: String,
    planned: PlannedLedger,
) -> Result<(Session, Ledger), NewLedgerError> {
    Ok(Session::create(path, by, planned.origin)?)
}
