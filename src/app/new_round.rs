//! Starts a ledger of another round: a roster that was read, and the built-in round's documents
//! made over for the city. Everything is checked before the file is made.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::domain::ledger::{Ledger, RosterError};
use crate::exchange::new_round::{self, NewRoundError, Wish};
use crate::exchange::roster::plan::RosterPlan;
use crate::exchange::seed::{self, SeedError};
use crate::store::{Origin, StoreError};

use super::session::{Session, SessionError};

/// A ledger that cannot be started.
#[derive(Debug, thiserror::Error)]
pub enum NewLedgerError {
    /// There is something there already.
    #[error("{} 已经存在，没有改动；请用 --out 另起一个文件名", .0.display())]
    Exists(PathBuf),
    /// The roster is not fit yet.
    #[error("名册有 {0} 个问题，没有新建台账；请照上面改正，或用 --map、--status 说明")]
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
pub struct Draft {
    origin: Origin,
    /// As it will be loaded.
    pub ledger: Ledger,
}

/// Puts documents and roster together, and loads them once without a file.
pub fn draft(plan: &RosterPlan, wish: &Wish<'_>) -> Result<Draft, NewLedgerError> {
    if !plan.problems.is_empty() {
        return Err(NewLedgerError::Problems(plan.problems.len()));
    }
    let documents = new_round::documents(&seed::builtin_documents(), wish)?;
    let roster = plan.roster();
    let round = Arc::new(seed::parse_round(&documents)?);
    let ledger = Ledger::new(&round, roster.clone())?;
    Ok(Draft {
        origin: Origin { documents, roster },
        ledger,
    })
}

/// Refuses a place that is taken.
pub fn check_free(path: &Path) -> Result<(), NewLedgerError> {
    if path.exists() {
        return Err(NewLedgerError::Exists(path.to_owned()));
    }
    Ok(())
}

/// Makes the file. What was begun and cannot be finished is taken away again.
pub fn make(path: &Path, by: String, draft: Draft) -> Result<(Session, Ledger), NewLedgerError> {
    check_free(path)?;
    Session::open_or_make(path, by, || draft.origin).map_err(|error| {
        // Another process that holds the file has made it, and keeps it.
        if !matches!(error, SessionError::Store(StoreError::Busy { .. })) {
            for side in ["", "-wal", "-shm", "-journal"] {
                let mut side_path = path.as_os_str().to_owned();
                side_path.push(side);
                let _ = std::fs::remove_file(side_path);
            }
        }
        error.into()
    })
}
