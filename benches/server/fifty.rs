//! Fifty who record at once for a minute, each with a session of their own, beside what `pgbench` gets
//! out of the same server: a row inserted and committed; and beside that with one row that all have to
//! move, as the head of the history is moved.

use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use tuogou::app::session::Moment;
use tuogou::domain::command::Command;
use tuogou::domain::model::ItemState;
use tuogou::store::Store as _;

use crate::ground::{ROLE, connected, founded, loaded, untouched};
use crate::support::cluster::{Cluster, Database};
use crate::support::desk;
use crate::support::figures::{median, ms, quantile};

const WHO: usize = 50;
const MINUTE: Duration = Duration::from_secs(60);
/// Before and after, so that what else the machine does is met by both.
const SECONDS: &str = "20";

const ALONE: &str = "INSERT INTO bench (what) VALUES ('一行');\n";
const WITH_HEAD: &str = "WITH moved AS (UPDATE bench_head SET seq = seq + 1 RETURNING seq)
    INSERT INTO bench (what) SELECT '一行' FROM moved;\n";

pub fn measure(cluster: &Cluster) {
    let database = founded(cluster, 150);
    let mut keeper = database.client("keeper");
    keeper
        .batch_execute(
            "CREATE TABLE bench (id bigserial PRIMARY KEY, what text NOT NULL);
            CREATE TABLE bench_head (seq bigint NOT NULL);
            INSERT INTO bench_head VALUES (0)",
        )
        .expect("made");
    let before = [ALONE, WITH_HEAD].map(|sql| pgbench(&database, sql));
    let (recorded, waits) = record(&database);
    let after = [ALONE, WITH_HEAD].map(|sql| pgbench(&database, sql));
    let count = u32::try_from(recorded).expect("not so many");
    let rate = f64::from(count) / MINUTE.as_secs_f64();
    println!("\n{WHO} who tick at once for {} s", MINUTE.as_secs());
    println!("| what | |\n|---|---:|");
    println!("| entries recorded, all there, in one chain | {recorded} |");
    println!("| entries in a second | {rate:.0} |");
    let (half, most) = (ms(median(&waits)), ms(quantile(&waits, 99)));
    println!("| from asking until it is recorded, p50 / p99 | {half} / {most} |");
    let theirs = ["insert + commit", "the same, and one row that all move"];
    for (what, two) in theirs.iter().zip(before.iter().zip(&after)) {
        let (Some(before), Some(after)) = two else {
            println!("| pgbench: {what} | skipped: there is no pgbench |");
            continue;
        };
        let both = f64::midpoint(*before, *after);
        println!(
            "| pgbench: {what}, in a second, before / after | {before:.0} / {after:.0} ({:.2} of it) |",
            rate / both
        );
    }
}

/// How many entries were recorded, and how long each took. Every one of them has to be there.
fn record(database: &Database) -> (usize, Vec<Duration>) {
    let address = database.address_of(ROLE);
    let held = database.store().check_chain().expect("read").head.seq;
    let over = AtomicBool::new(false);
    let (_, ledger) = loaded(connected(&address).0);
    let mut theirs: Vec<(u32, String)> = untouched(&ledger).collect();
    theirs.dedup_by_key(|(association, _)| *association);
    theirs.truncate(WHO);
    let waits: Vec<Duration> = std::thread::scope(|scope| {
        let all: Vec<_> = theirs
            .iter()
            .map(|one| scope.spawn(|| tick(&address, one, &over)))
            .collect();
        std::thread::sleep(MINUTE);
        over.store(true, Ordering::SeqCst);
        let waits = all.into_iter().map(|one| one.join().expect("recorded"));
        waits.flatten().collect()
    });
    let report = database.store().check_chain().expect("read");
    assert_eq!(report.fault, None);
    let recorded = usize::try_from(report.head.seq - held).expect("it grows");
    assert_eq!(
        recorded,
        waits.len(),
        "nothing is lost, nothing there twice"
    );
    (recorded, waits)
}

/// One who ticks an item and opens it again, for as long as nobody says that it is over.
fn tick(address: &str, (association, item): &(u32, String), over: &AtomicBool) -> Vec<Duration> {
    let (mut session, mut ledger) = loaded(connected(address).0);
    let mut waits = Vec::new();
    for state in [ItemState::Done, ItemState::Open].into_iter().cycle() {
        if over.load(Ordering::SeqCst) {
            break;
        }
        let command = Command::SetItem {
            association: *association,
            item: item.clone(),
            state: Some(state),
            note: None,
            evidence: None,
        };
        let begun = Instant::now();
        let receipt = session.execute(&mut ledger, &command, Moment::now(desk::day()));
        assert!(receipt.expect("recorded").seq.is_some());
        waits.push(begun.elapsed());
    }
    waits
}

/// Transactions in a second; nothing where there is no `pgbench`.
#[expect(
    clippy::disallowed_methods,
    reason = "the program runs no other program; measuring it does"
)]
fn pgbench(database: &Database, sql: &str) -> Option<f64> {
    let folder = tempfile::tempdir().expect("a folder");
    let script = folder.path().join("script.sql");
    std::fs::write(&script, sql).expect("written");
    let output = std::process::Command::new("pgbench")
        .args(["-n", "-M", "prepared", "-c", "50", "-j", "2", "-T", SECONDS])
        .args(["-U", "keeper", "-p", &database.port.to_string(), "-h"])
        .arg(&database.folder)
        .arg("-f")
        .arg(&script)
        .arg(&database.name)
        .output()
        .ok()?;
    let told = String::from_utf8_lossy(&output.stdout);
    let rate = told.lines().find_map(|line| line.strip_prefix("tps = "));
    rate?.split_whitespace().next()?.parse().ok()
}
