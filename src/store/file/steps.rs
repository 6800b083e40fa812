//! How much SQLite has to do, for tests and benches that keep it from growing with the size of
//! the ledger. The program itself never counts.

use std::os::raw::c_int;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use super::{Store, StoreError};

/// SQLite is to tell us of each of its steps.
const EACH: c_int = 1;

/// Steps of SQLite's virtual machine since counting began.
///
/// A row that it walks over takes some ten of them, whether it is handed out or only looked at:
/// a scan that finds nothing is no cheaper. What finds its row by a key takes some twenty in all.
#[derive(Debug, Clone)]
pub struct StepCount(Arc<AtomicU64>);

impl StepCount {
    /// So many so far.
    pub fn get(&self) -> u64 {
        self.0.load(Ordering::Relaxed)
    }
}

impl Store {
    /// Counts from now on the steps that are made for this connection.
    pub fn count_steps(&mut self) -> Result<StepCount, StoreError> {
        let count = StepCount(Arc::default());
        let steps = Arc::clone(&count.0);
        let handler = move || {
            steps.fetch_add(1, Ordering::Relaxed);
            false
        };
        self.conn
            .progress_handler(EACH, Some(handler))
            .map_err(|error| StoreError::from_sqlite(&self.path, &error))?;
        Ok(count)
    }
}
