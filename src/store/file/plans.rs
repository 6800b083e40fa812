//! How SQLite goes about the questions that are asked while one works: none of them may walk over
//! the history.

use rusqlite::types::Null;

use super::{FileStore, history, rewind, seal};
use crate::store::Origin;

/// A line for each table that is looked at.
fn plan(store: &FileStore, sql: &str) -> Vec<String> {
    let mut query = store
        .conn
        .prepare(&format!("EXPLAIN QUERY PLAN {sql}"))
        .expect("it is SQL");
    let unbound = vec![Null; query.parameter_count()];
    query
        .query_map(rusqlite::params_from_iter(unbound), |row| row.get(3))
        .expect("a plan")
        .collect::<rusqlite::Result<_>>()
        .expect("a plan")
}

/// What a query has put together itself is short.
fn walks(line: &str) -> bool {
    line.starts_with("SCAN") && !line.starts_with("SCAN about") && !line.ends_with(" after")
}

#[test]
fn no_question_walks_over_the_history() {
    let folder = tempfile::tempdir().expect("a folder");
    let origin = Origin::new(std::collections::BTreeMap::new(), Vec::new());
    let store = FileStore::make(&folder.path().join("ledger.db"), origin).expect("made");
    for (sql, scans) in [
        (seal::HEAD, &["SCAN entry"][..]),
        (history::HISTORY_OF_ONE, &[]),
        (history::LATER_THAN, &[]),
        (history::HANDLED, &[]),
        (history::DONE_ON, &[]),
        (history::SINCE, &[]),
        (history::UNDO_CANDIDATE, &[]),
        (history::ENTRY, &[]),
        (history::TAKEN_BACK, &[]),
        (history::REDO_CANDIDATE, &[]),
        // From the newest entry on, until there are as many as are wanted.
        (history::HISTORY, &["SCAN e"]),
        (history::LAST_DONE, &["SCAN e"]),
    ] {
        let plan = plan(&store, sql);
        let found: Vec<&String> = plan.iter().filter(|line| walks(line)).collect();
        assert_eq!(found, scans, "{sql}\n{plan:#?}");
        let sorted = plan.iter().any(|line| line.contains("TEMP B-TREE"));
        assert!(!sorted, "{sql}\n{plan:#?}");
    }
    // What later days touch is gathered first; what was recorded of it is found by an index.
    let way_back = plan(&store, rewind::REWIND);
    let found: Vec<&String> = way_back.iter().filter(|line| walks(line)).collect();
    assert!(
        found.iter().all(|line| *line == "SCAN later"),
        "{way_back:#?}"
    );
    // What is counted is counted in an index.
    for sql in [history::LATER_THAN, history::DONE_ON] {
        let plan = plan(&store, sql);
        assert!(plan[0].contains("USING COVERING INDEX"), "{plan:?}");
    }
}
