//! Each thing that people do: trips, and time from the key until its answer is drawn.

use std::time::{Duration, Instant};

use tuogou::app::session::Moment;
use tuogou::domain::command::{Command, Title};
use tuogou::domain::model::ItemState;
use tuogou::store::server::TripCount;
use tuogou::store::{Extent, Store as _};

use crate::ground::{ROLE, Screen, connected, founded, loaded, untouched};
use crate::proc;
use crate::support::between::Between;
use crate::support::cluster::{Cluster, Database};
use crate::support::desk;
use crate::support::figures::{median, ms, quantile};

/// How long a question and its answer are on the way together; nothing: over a socket.
const WAYS: [Option<u64>; 3] = [None, Some(1), Some(20)];

/// How often a thing is done, and how often the ledger is opened.
const TIMES: usize = 40;
const OPENINGS: usize = 5;

/// What is done on the screen: its name, the keys that lead there, those that are measured and those
/// that lead back.
const DEEDS: [(&str, &str, &str, &str); 4] = [
    ("tick", "<f3>/钓鱼<enter><enter>", "<space>", ""),
    ("undo", "", "u", "<space>"),
    ("history", "", "h", "<esc>"),
    (DAY, "<esc><f4>", "<left>", ""),
];

const DAY: &str = "a day of the timeline";
/// Each day further back takes longer, because more was done since.
const DAYS: usize = 5;

/// One line of the table, as it is put together way by way.
struct Row {
    what: String,
    trips: u64,
    times: Vec<(Duration, Duration)>,
}

#[derive(Default)]
struct Rows(Vec<Row>);

impl Rows {
    fn add(&mut self, what: &str, trips: u64, samples: &[Duration]) {
        let told = (median(samples), quantile(samples, 99));
        match self.0.iter_mut().find(|row| row.what == what) {
            Some(row) => {
                assert_eq!(row.trips, trips, "{what}: as many trips over any network");
                row.times.push(told);
            }
            None => self.0.push(Row {
                what: what.to_owned(),
                trips,
                times: vec![told],
            }),
        }
    }
}

/// Prints a table for a ledger of a size.
pub fn measure(cluster: &Cluster, size: u32) {
    eprintln!("making a ledger of {size}");
    let database = founded(cluster, size);
    let mut rows = Rows::default();
    let mut own = Vec::new();
    let ways =
        WAYS.map(|way| way.map(|way| Between::far(database.port, Duration::from_millis(way))));
    let address_of = |between: &Option<Between>| match between {
        Some(between) => database.address_over(ROLE, between.port),
        None => database.address_of(ROLE),
    };
    for way in &ways {
        let address = address_of(way);
        open(&mut rows, &address);
        let ticks = at_the_screen(&mut rows, &address);
        if way.is_none() {
            own = ticks;
        }
    }
    // Afterwards, because a day of the timeline takes the longer, the more was done since.
    for way in &ways {
        many(&mut rows, &address_of(way));
    }
    println!("\n{size} associations: median / p99");
    println!("| what | trips | socket | 1 ms | 20 ms |\n|---|---:|---:|---:|---:|");
    for Row { what, trips, times } in rows.0 {
        let cells: Vec<String> = times
            .iter()
            .map(|(half, most)| format!("{} / {}", ms(*half), ms(*most)))
            .collect();
        println!("| {what} | {trips} | {} |", cells.join(" | "));
    }
    println!(
        "| tick: processor of the program | | {} / {} | | |",
        ms(median(&own)),
        ms(quantile(&own, 99))
    );
    check(&database);
}

/// Everything that was recorded is there.
fn check(database: &Database) {
    let report = database.store().check_chain().expect("read");
    assert_eq!(report.fault, None);
}

/// Connecting, reading, the first screen.
fn open(rows: &mut Rows, address: &str) {
    let (mut connecting, mut reading, mut starting) = (Vec::new(), Vec::new(), Vec::new());
    let mut trips = [0; 3];
    for _ in 0..OPENINGS {
        let begun = Instant::now();
        let (mut store, count) = connected(address);
        connecting.push(begun.elapsed());
        trips[0] = count.so_far();
        let begun = Instant::now();
        let mut pieces = 0;
        store
            .load(Extent::Whole, &mut |_| pieces += 1)
            .expect("read");
        reading.push(begun.elapsed());
        trips[1] = count.so_far() - trips[0];
        assert!(pieces > 0);
        let (store, count) = connected(address);
        let before = count.so_far();
        let begun = Instant::now();
        let (session, ledger) = loaded(store);
        let mut screen = Screen::new(session, ledger);
        starting.push(begun.elapsed());
        trips[2] = count.so_far() - before;
        screen.look();
    }
    rows.add("connect", trips[0], &connecting);
    rows.add("read everything", trips[1], &reading);
    rows.add(
        "start after connecting, everything loaded",
        trips[2],
        &starting,
    );
}

/// What is done at the screen; the processor's time of each tick.
fn at_the_screen(rows: &mut Rows, address: &str) -> Vec<Duration> {
    let (store, count) = connected(address);
    let (session, ledger) = loaded(store);
    let mut screen = Screen::new(session, ledger);
    // The first look connects.
    screen.look();
    let mut own = Vec::new();
    for (what, there, keys, back) in DEEDS {
        screen.keys(there);
        let (mut samples, mut trips) = (Vec::new(), 0);
        let head = screen.head();
        let times = if what == DAY { DAYS } else { TIMES };
        for _ in 0..times {
            let before = count.so_far();
            let (begun, ran) = (Instant::now(), proc::own_cpu());
            screen.keys(keys);
            samples.push(begun.elapsed());
            if what == "tick" {
                own.push(proc::own_cpu().saturating_sub(ran));
            }
            trips = trips.max(count.so_far() - before);
            screen.keys(back);
        }
        let recorded = usize::try_from(screen.head() - head).expect("it grows");
        let each = match what {
            "tick" => TIMES,
            "undo" => 2 * TIMES,
            _ => 0,
        };
        assert_eq!(recorded, each, "{what}");
        rows.add(what, trips, &samples);
    }
    let (mut samples, before) = (Vec::new(), count.so_far());
    for _ in 0..TIMES {
        let begun = Instant::now();
        screen.look();
        samples.push(begun.elapsed());
    }
    let trips = (count.so_far() - before).div_ceil(TIMES as u64);
    rows.add("a look around (each two seconds)", trips, &samples);
    own
}

/// Five hundred items at once, and taken back.
fn many(rows: &mut Rows, address: &str) {
    const AT_ONCE: usize = 500;
    let (store, count) = connected(address);
    let (mut session, mut ledger) = loaded(store);
    let now = || Moment::now(desk::day());
    let items = untouched(&ledger).take(AT_ONCE);
    let commands = items.map(|(association, item)| Command::SetItem {
        association,
        item,
        state: Some(ItemState::Done),
        note: None,
        evidence: None,
    });
    let command = Command::Batch {
        title: Title::Named("一起".into()),
        commands: commands.collect(),
    };
    let (mut done, mut undone, mut trips) = (Vec::new(), Vec::new(), [0; 2]);
    let timed = |trips: &mut u64,
                 samples: &mut Vec<Duration>,
                 count: &TripCount,
                 deed: &mut dyn FnMut()| {
        let before = count.so_far();
        let begun = Instant::now();
        deed();
        samples.push(begun.elapsed());
        *trips = (*trips).max(count.so_far() - before);
    };
    for _ in 0..OPENINGS {
        timed(&mut trips[0], &mut done, &count, &mut || {
            let receipt = session.execute(&mut ledger, &command, now());
            assert_eq!(receipt.expect("recorded").changes, AT_ONCE);
        });
        timed(&mut trips[1], &mut undone, &count, &mut || {
            session.undo(&mut ledger, now()).expect("undone");
        });
    }
    rows.add("500 items at once", trips[0], &done);
    rows.add("500 items taken back", trips[1], &undone);
}
