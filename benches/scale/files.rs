//! Programs from start to end: listing beside sqlite3, importing beside what inserts the same rows
//! into SQLite, exporting beside the crates that read the files.

use std::path::{Path, PathBuf};

use crate::child::{self, Cost};
use crate::fixture;
use crate::support::figures::{mib, ms, ratio};
use crate::table::Table;

/// Runs of each program, one after the other; medians count.
const RUNS: usize = 5;

/// Makes the roster of a size.
type Roster = fn(u32) -> PathBuf;

/// Rosters, by kind, with the program that they are compared with and what that does.
const ROSTERS: [(&str, Roster, &str, &str); 2] = [
    ("csv", fixture::csv, "insert_alone", "inserting it alone"),
    ("xlsx", fixture::xlsx, "read_alone", "reading it alone"),
];

pub fn binary(table: &mut Table) {
    let size = std::fs::metadata(fixture::PROGRAM).map_or(0, |file| file.len());
    let what = "stripped release binary";
    let cells = vec![mib(size); table.sizes.len()];
    table.line(what, "< 12 MiB", &cells);
}

/// What `list --format json` says, as far as SQL can say it; what is derived stands there as a
/// constant, which costs sqlite3 less than it costs us.
const SAME_COLUMNS: &str = "SELECT no, name, printed_unit, printed_unit AS unit,
    CASE printed_status WHEN '已脱钩' THEN 'decoupled' ELSE 'planned' END AS status,
    'not_started' AS stage, 0 AS done, 41 AS total, 'green' AS light FROM association ORDER BY no";

pub fn list(table: &mut Table) {
    let target = "<= 2x at 100,000";
    let sqlite = ["/usr/bin/sqlite3", "/usr/local/bin/sqlite3"].map(Path::new);
    let Some(sqlite) = sqlite.into_iter().find(|path| path.exists()) else {
        let what = "list --format json, against sqlite3 -json";
        return table.skipped(what, target, "there is no sqlite3");
    };
    let pairs: Vec<(Cost, Cost)> = table
        .sizes
        .iter()
        .map(|size| {
            let ledger = fixture::ledger(*size);
            let ledger = ledger.to_string_lossy();
            let ours = [
                "--ledger",
                &ledger,
                "--as-of",
                "2020-07-20",
                "list",
                "--format",
                "json",
            ];
            let theirs = ["-readonly", "-json", &ledger, SAME_COLUMNS];
            by_turns(
                || child::run(Path::new(fixture::PROGRAM), &ours),
                || child::run(sqlite, &theirs),
            )
        })
        .collect();
    report(table, "list --format json", "sqlite3 -json", target, &pairs);
}

pub fn import(table: &mut Table) {
    // A roster is read and compared before a ledger is made of it.
    preview(table, "<= 1.5x from csv at 100,000");
    let target = "<= 2x from csv at 100,000";
    for (kind, roster, other, does) in ROSTERS {
        let other = fixture::example(other);
        let pairs: Vec<(Cost, Cost)> = sizes(table)
            .map(|size| {
                let folder = tempfile::tempdir().expect("a folder");
                let ledger = folder.path().join("ledger.db");
                let roster = roster(size);
                let (from, out) = (roster.to_string_lossy(), ledger.to_string_lossy());
                let ours = [
                    "new",
                    "--from",
                    &from,
                    "--city",
                    "开封",
                    "--shift-to",
                    "2020-06-16",
                    "--out",
                    &out,
                ];
                by_turns(
                    || {
                        let _ = std::fs::remove_file(&ledger);
                        child::run(Path::new(fixture::PROGRAM), &ours)
                    },
                    || child::run(&other, &[&roster]),
                )
            })
            .collect();
        let what = format!("new ledger from {kind}");
        report(table, &what, does, target, &pairs);
    }
}

/// What the program makes of a roster, beside a small ledger.
fn preview(table: &Table, target: &str) {
    let ledger = fixture::ledger(150);
    for (kind, roster, other, does) in ROSTERS {
        let other = fixture::example(other);
        let pairs: Vec<(Cost, Cost)> = sizes(table)
            .map(|size| {
                let roster = roster(size);
                let (ledger, from) = (ledger.to_string_lossy(), roster.to_string_lossy());
                let ours = [
                    "--ledger",
                    &ledger,
                    "--as-of",
                    "2020-07-20",
                    "import",
                    "roster",
                    "--dry-run",
                    &from,
                ];
                by_turns(
                    || child::run(Path::new(fixture::PROGRAM), &ours),
                    || child::run(&other, &[&roster]),
                )
            })
            .collect();
        let what = format!("import roster --dry-run from {kind}");
        report(table, &what, does, target, &pairs);
    }
}

pub fn export(table: &mut Table) {
    for (kind, target) in [("csv", "<= 5x at 100,000"), ("xlsx", "<= 3x at 100,000")] {
        let reader = fixture::example("read_alone");
        let pairs: Vec<(Cost, Cost)> = sizes(table)
            .map(|size| {
                let folder = tempfile::tempdir().expect("a folder");
                let file = folder.path().join(format!("roster.{kind}"));
                let ledger = fixture::ledger(size);
                let (ledger, out) = (ledger.to_string_lossy(), file.to_string_lossy());
                let ours = [
                    "--ledger",
                    &ledger,
                    "--as-of",
                    "2020-07-20",
                    "export",
                    "roster",
                    "--format",
                    kind,
                    "--force",
                    "--out",
                    &out,
                ];
                by_turns(
                    || child::run(Path::new(fixture::PROGRAM), &ours),
                    || child::run(&reader, &[&file]),
                )
            })
            .collect();
        let what = format!("export roster as {kind}");
        report(table, &what, "reading it alone", target, &pairs);
    }
}

/// Sizes that a roster may have.
fn sizes(table: &Table) -> impl Iterator<Item = u32> {
    let sizes = table.sizes.iter().copied();
    sizes.filter(|size| *size <= fixture::MOST_ROWS)
}

/// Medians of two programs, run in turn after one run that warms the caches.
fn by_turns(ours: impl Fn() -> Cost, theirs: impl Fn() -> Cost) -> (Cost, Cost) {
    ours();
    theirs();
    let runs: Vec<(Cost, Cost)> = (0..RUNS).map(|_| (ours(), theirs())).collect();
    let (ours, theirs): (Vec<Cost>, Vec<Cost>) = runs.into_iter().unzip();
    (Cost::median(&ours), Cost::median(&theirs))
}

fn report(table: &Table, what: &str, other: &str, target: &str, pairs: &[(Cost, Cost)]) {
    let line = |what: &str, target: &str, cell: &dyn Fn(&(Cost, Cost)) -> String| {
        let mut cells: Vec<String> = pairs.iter().map(cell).collect();
        cells.resize(table.sizes.len(), "–".to_owned());
        table.line(what, target, &cells);
    };
    line(&format!("{what}, against {other}"), target, &|(
        ours,
        theirs,
    )| {
        let times = ratio(ours.wall, theirs.wall);
        format!("{times} ({} : {})", ms(ours.wall), ms(theirs.wall))
    });
    line(&format!("{what}: processor"), target, &|(ours, theirs)| {
        let times = ratio(ours.cpu, theirs.cpu);
        format!("{times} ({} : {})", ms(ours.cpu), ms(theirs.cpu))
    });
    line(&format!("{what}: peak of memory"), "bounded", &|(
        ours,
        theirs,
    )| {
        format!("{} ({other} {})", mib(ours.peak), mib(theirs.peak))
    });
}
