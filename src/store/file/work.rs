//! How much SQLite has to do, for tests and benches that keep it from growing with the size of
//! the ledger. The program itself never counts.

use std::os::raw::c_int;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use rusqlite::trace::{TraceEvent, TraceEventCodes};

use super::{FileStore, StoreError};

/// SQLite is to tell us of each of its steps.
const EACH: c_int = 1;

/// What was done for a connection since counting began.
#[derive(Debug, Clone, Default)]
pub struct WorkCount {
    steps: Arc<AtomicU64>,
    statements: Arc<AtomicU64>,
}

impl WorkCount {
    /// Steps of SQLite's virtual machine.
    ///
    /// A row that it walks over takes some ten of them, whether it is handed out or only looked at:
    /// a scan that finds nothing is no cheaper. What finds its row by a key takes some twenty in all.
    pub fn steps(&self) -> u64 {
        self.steps.load(Ordering::Relaxed)
    }

    /// Statements that were run, with those that begin and end a transaction: what would be trips
    /// over a network.
    pub fn statements(&self) -> u64 {
        self.statements.load(Ordering::Relaxed)
    }
}

impl FileStore {
    /// Counts from now on what is done for this connection.
    pub fn count_work(&mut self) -> Result<WorkCount, StoreError> {
        let count = WorkCount::default();
        let steps = Arc::clone(&count.steps);
        let step = move || {
            steps.fetch_add(1, Ordering::Relaxed);
            false
        };
        let statements = Arc::clone(&count.statements);
        let statement = move |event: TraceEvent<'_>| {
            // What a trigger runs is told as a comment.
            if matches!(event, TraceEvent::Stmt(_, sql) if !sql.starts_with("--")) {
                statements.fetch_add(1, Ordering::Relaxed);
            }
        };
        self.conn
            .progress_handler(EACH, Some(step))
            .and_then(|()| {
                let each = TraceEventCodes::SQLITE_TRACE_STMT;
                self.conn.trace_v2(each, Some(statement))
            })
            .map_err(|error| StoreError::from_sqlite(&self.path, &error))?;
        Ok(count)
    }
}
