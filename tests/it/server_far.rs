//! A server that is far away: how often it is asked, what becomes of an entry whose connection is cut,
//! and what the screen says while nobody answers.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::{Duration, Instant};

use tuogou::app::clock::AsOf;
use tuogou::app::new_round;
use tuogou::app::session::Session;
use tuogou::domain::change::{EntryKind, NewEntry, Subject};
use tuogou::domain::command::{Command, Title};
use tuogou::domain::model::ItemState;
use tuogou::domain::note::Note;
use tuogou::domain::seal::Head;
use tuogou::store::server::{Address, ServerStore, TripCount};
use tuogou::store::{Extent, Recorded, Store as _};

use crate::sized::between::{Between, CUT_ANSWER, CUT_QUESTION, HOLD, PASS};
use crate::sized::cluster::{Cluster, Database};
use crate::support::{Home, Story, date, moment};

/// A session as whoever keeps the ledger, who may record at any time, and its trips.
pub fn session(address: &str) -> (Session, tuogou::domain::ledger::Ledger, TripCount) {
    let address = Address::parse(address).expect("an address");
    let store = ServerStore::open(&address).expect("opened");
    let trips = store.trips();
    let (session, ledger) = Session::on(Box::new(store), "张三".into()).expect("loaded");
    (session, ledger, trips)
}

pub fn founded() -> Option<Database> {
    let database = Database::new()?;
    database.found(new_round::builtin(), &[], &[]);
    Some(database)
}

/// Associations with a task, by their numbers.
fn planned() -> impl Iterator<Item = u32> {
    (2..=8).chain(24..=71).chain(73..=89).chain(92..=127)
}

fn tick(association: u32, item: &str) -> Command {
    Command::SetItem {
        association,
        item: item.into(),
        state: Some(ItemState::Done),
        note: None,
        evidence: None,
    }
}

#[test]
fn every_deed_takes_the_trips_that_it_needs_and_no_more() {
    let Some(database) = founded() else {
        return;
    };
    let (home, address) = (Home::new(), database.address_of("keeper"));
    let (session, ledger, trips) = session(&address);
    let mut story = home.start_on((session, ledger), AsOf::Fixed(date("2020-07-20")), 120, 40);
    story.driver.opened();
    // Connecting and what is asked with it; documents, the ledger, what was done, the newest entry.
    let started = trips.so_far();
    assert!(started <= 1 + 4, "{started}");
    let count = |story: &mut Story, happens: &dyn Fn(&mut Story)| {
        let before = trips.so_far();
        happens(story);
        trips.so_far() - before
    };
    story.keys("<f3>/钓鱼<enter><enter>");
    let mut counts = Vec::new();
    for (what, most, keys) in [
        ("tick", 2, "<space>"),
        ("undo", 2, "u"),
        ("history", 1, "h"),
        ("timeline", 1, "<esc><f4>"),
        ("slider", 1, "<left>"),
        ("slider", 1, "<left>"),
        ("slider", 1, "<right>"),
    ] {
        let trips = count(&mut story, &|story| {
            story.keys(keys);
        });
        assert!(trips <= most, "{what}: {trips} > {most}");
        counts.push((what, trips));
    }
    let idle = count(&mut story, &|story| {
        story.look();
    });
    assert_eq!(idle, 1);
    assert_eq!(story.driver.look_every().as_secs(), 2);
    eprintln!("start {started}, {counts:?}, idle {idle}");

    // Below the screen.
    let (mut session, mut ledger, trips) = self::session(&address);
    let many = Command::Batch {
        title: Title::Named("一起".into()),
        commands: planned()
            .flat_map(|no| ["A1", "A2", "A3", "A4"].map(|item| tick(no, item)))
            .collect(),
    };
    let before = trips.so_far();
    let receipt = session.execute(&mut ledger, &many, moment("2020-07-20"));
    let receipt = receipt.expect("recorded");
    assert!(receipt.changes > 400, "{}", receipt.changes);
    assert_eq!(trips.so_far() - before, 1, "{} at once", receipt.changes);
    let before = trips.so_far();
    session
        .undo(&mut ledger, moment("2020-07-20"))
        .expect("undone");
    assert!(trips.so_far() - before <= 2);
}

#[test]
fn an_entry_whose_connection_is_cut_is_there_once() {
    const TIMES: i64 = 200;
    let Some(database) = founded() else {
        return;
    };
    let between = Between::new(database.port);
    let address = database.address_over("keeper", between.port);
    let (mut session, mut ledger, _) = session(&address);
    let subject = Subject::Association(29);
    for time in 1..=TIMES {
        between.next(if time % 2 == 0 {
            CUT_QUESTION
        } else {
            CUT_ANSWER
        });
        let command = Command::Note {
            subject: subject.clone(),
            note: Note::remark(&*format!("第 {time} 次")),
        };
        let mut moment = moment("2020-07-20");
        moment.at += chrono::TimeDelta::milliseconds(time);
        let receipt = session.execute(&mut ledger, &command, moment);
        let receipt = receipt.expect("recorded");
        assert_eq!(receipt.seq, Some(time));
        assert!(between.has_cut());
    }
    let mut store = database.store();
    let entries = store.entries_since(None).expect("read");
    let what: Vec<&str> = entries.iter().map(|entry| &*entry.body.what).collect();
    assert_eq!(i64::try_from(what.len()), Ok(TIMES));
    for (time, what) in (1..).zip(what) {
        assert!(what.contains(&format!("第 {time} 次")), "{time}: {what}");
    }
    let report = store.check_chain().expect("read");
    assert_eq!((report.head.seq, report.fault), (TIMES, None));
    assert!(!store.changed_elsewhere(&report.head).expect("looked"));
}

#[test]
fn a_server_that_stops_is_said_to_be_gone_and_what_was_typed_is_recorded_once_when_it_is_back() {
    let Some(mut cluster) = Cluster::start() else {
        return;
    };
    let database = cluster.database();
    database.found(new_round::builtin(), &[], &[]);
    let (home, address) = (Home::new(), database.address_of("keeper"));
    let (session, ledger, _) = session(&address);
    let mut story = home.start_on((session, ledger), AsOf::Fixed(date("2020-07-20")), 120, 40);
    story.keys("<f3>/钓鱼<enter><enter><space>");
    assert_eq!(story.driver.head(), 1);
    assert!(!story.screen().contains("离线"));
    story.keys("e已电话催办");
    cluster.tell("stop");
    story.keys("<enter>");
    let screen = story.screen();
    assert!(
        screen.contains("离线") && (screen.contains("连不上") || screen.contains("断开")),
        "{screen}"
    );
    assert!(screen.contains("1 条留着"), "{screen}");
    assert!(!screen.contains("已记录"), "{screen}");
    assert_eq!(story.driver.head(), 1);
    // Looking about goes on, and what is asked for now is kept behind what was typed.
    story.look();
    story.keys("j<space>");
    let screen = story.screen();
    assert!(
        screen.contains("离线") && screen.contains("2 条留着"),
        "{screen}"
    );
    cluster.tell("start");
    wait_until(&mut story, |story| !story.screen().contains("离线"));
    // It is sent by itself, in the order in which it was asked for.
    story.wait();
    assert!(story.screen().contains("已记录"), "{}", story.screen());
    assert_eq!(story.driver.head(), 3, "{}", story.screen());
    let entries = database.store().entries_since(None).expect("read");
    assert_eq!(entries.len(), 3);
    let what: Vec<&str> = entries.iter().map(|entry| &*entry.body.what).collect();
    assert!(what[1].contains("已电话催办"), "{what:?}");
}

/// Looks around as the loop does, for as long as a server takes to come up.
fn wait_until(story: &mut Story, done: impl Fn(&mut Story) -> bool) {
    for _ in 0..100 {
        story.look();
        if done(story) {
            return;
        }
        std::thread::sleep(Duration::from_millis(100));
    }
    panic!("it did not come about:\n{}", story.screen());
}

/// A network that has become silent, where nobody says that nobody is there.
#[test]
fn nobody_waits_for_a_network_that_is_silent() {
    let Some(database) = founded() else {
        return;
    };
    let between = Between::new(database.port);
    let address = database.address_over("keeper", between.port);
    let (session, ledger, _) = session(&address);
    let home = Home::new();
    let mut story = home.start_on((session, ledger), AsOf::Fixed(date("2020-07-20")), 120, 40);
    story.look();
    story.keys("<f3>/钓鱼<enter><enter>e已签");
    between.next(HOLD);
    let (begun, mut longest) = (Instant::now(), Duration::ZERO);
    let mut timed = |story: &mut Story, happens: &dyn Fn(&mut Story)| {
        let begun = Instant::now();
        happens(story);
        longest = longest.max(begun.elapsed());
    };
    while !story.screen().contains("离线") {
        timed(&mut story, &|story| {
            story.look();
        });
        assert!(
            begun.elapsed() < Duration::from_secs(20),
            "{}",
            story.screen()
        );
    }
    // Known to be gone, it is not tried with every key.
    timed(&mut story, &|story| {
        story.keys("<enter>");
    });
    assert!(story.screen().contains("1 条留着"), "{}", story.screen());
    assert!(longest < Duration::from_secs(1), "{longest:?}");
    between.next(PASS);
    wait_until(&mut story, |story| !story.screen().contains("离线"));
    story.wait();
    assert_eq!(story.driver.head(), 1, "{}", story.screen());
}

/// One who goes on recording while the server is stopped, and started again, three times: whatever was
/// under way then, each thing is there once.
#[test]
fn a_server_that_stops_in_the_middle_of_a_record_has_it_once_or_not_yet() {
    const TIMES: i64 = 400;
    let Some(mut cluster) = Cluster::start() else {
        return;
    };
    let database = cluster.database();
    database.found(new_round::builtin(), &[], &[]);
    let address = database.address_of("keeper");
    let (mut session, mut ledger, _) = session(&address);
    let reached = Arc::new(AtomicI64::new(0));
    let shared = Arc::clone(&reached);
    let worker = std::thread::spawn(move || {
        for time in 1..=TIMES {
            let command = Command::Note {
                subject: Subject::Association(29),
                note: Note::remark(&*format!("第 {time} 次")),
            };
            let mut tries = 0;
            loop {
                tries += 1;
                let mut moment = moment("2020-07-20");
                moment.at += chrono::TimeDelta::milliseconds(time * 1_000 + tries);
                match session.execute(&mut ledger, &command, moment) {
                    Ok(receipt) => break assert!(receipt.seq.is_some()),
                    Err(error) => assert!(error.is_offline(), "{error}"),
                }
                assert!(tries < 600, "it did not come back");
                std::thread::sleep(Duration::from_millis(50));
            }
            shared.store(time, Ordering::SeqCst);
        }
    });
    for from in [60, 160, 260] {
        while reached.load(Ordering::SeqCst) < from && !worker.is_finished() {
            std::thread::yield_now();
        }
        cluster.tell("stop");
        cluster.tell("start");
    }
    worker.join().expect("recorded");
    let entries = database.store().entries_since(None).expect("read");
    assert_eq!(i64::try_from(entries.len()), Ok(TIMES));
    for (time, entry) in (1..).zip(&entries) {
        assert!(
            entry.body.what.contains(&format!("第 {time} 次")),
            "{time}: {}",
            entry.body.what
        );
    }
    assert_eq!(database.store().check_chain().expect("read").fault, None);
}

#[test]
fn a_standby_that_is_promoted_is_found_without_a_restart() {
    const TIMES: i64 = 60;
    let Some(mut cluster) = Cluster::start() else {
        return;
    };
    let database = cluster.database();
    database.found(new_round::builtin(), &[], &[]);
    cluster.tell("follow");
    let hosts = format!("127.0.0.1:{},127.0.0.1:{}", cluster.port, cluster.second);
    let address = format!("postgres://keeper@{hosts}/{}", database.name);
    let (mut session, mut ledger, _) = session(&address);
    for time in 1..=TIMES {
        if time == TIMES / 2 {
            cluster.tell("promote");
        }
        let command = Command::Note {
            subject: Subject::Association(29),
            note: Note::remark(&*format!("第 {time} 次")),
        };
        let mut moment = moment("2020-07-20");
        moment.at += chrono::TimeDelta::milliseconds(time);
        let receipt = session.execute(&mut ledger, &command, moment);
        assert_eq!(receipt.expect("recorded").seq, Some(time));
    }
    let store = ServerStore::open(&Address::parse(&address).expect("an address"));
    let report = store.expect("opened").check_chain().expect("read");
    assert_eq!((report.head.seq, report.fault), (TIMES, None));
}

#[test]
fn of_several_hosts_the_one_is_used_that_answers() {
    let Some(database) = founded() else {
        return;
    };
    let hosts = format!("127.0.0.1:9,127.0.0.1:{}", database.port);
    let address = format!("postgres://keeper@{hosts}/{}", database.name);
    let (mut session, mut ledger, _) = session(&address);
    let recorded = session.execute(&mut ledger, &tick(29, "A1"), moment("2020-07-20"));
    assert_eq!(recorded.expect("recorded").seq, Some(1));
}

#[test]
fn whoever_is_overtaken_again_and_again_gets_a_turn_and_gives_it_back() {
    let Some(database) = founded() else {
        return;
    };
    let mut slow = database.store();
    let mut head = slow.load(Extent::Beginning(0), &mut |_| {}).expect("read");
    let (mut session, mut ledger, _) = session(&database.address_of("keeper"));
    let mut client = database.client("keeper");
    let mut is_free = || {
        let look = "SELECT FROM tuogou.head FOR UPDATE NOWAIT";
        client.batch_execute(look).is_ok()
    };
    let entry = NewEntry {
        kind: EntryKind::Do,
        target: None,
        by: "张三".into(),
        at: moment("2020-07-20").at,
        as_of: date("2020-07-20"),
        what: "补记".into(),
        changes: Vec::new(),
    };
    for (item, waits) in [("A1", false), ("A2", false), ("A3", true)] {
        let recorded = session.execute(&mut ledger, &tick(29, item), moment("2020-07-20"));
        recorded.expect("recorded");
        let Recorded::Stale(news) = slow.record(&head, &entry).expect("asked") else {
            panic!("{item} was before it");
        };
        head = Head::after(news.last().expect("one"));
        assert_eq!(is_free(), !waits, "{item}");
    }
    // It turns out that there is nothing to record.
    slow.let_go();
    assert!(is_free());
    let recorded = session.execute(&mut ledger, &tick(29, "A4"), moment("2020-07-20"));
    recorded.expect("recorded");
    let Recorded::Stale(news) = slow.record(&head, &entry).expect("asked") else {
        panic!("another was before it");
    };
    assert!(!is_free());
    head = Head::after(news.last().expect("one"));
    let recorded = slow.record(&head, &entry).expect("recorded");
    assert!(matches!(recorded, Recorded::At(at) if at.seq == 5));
    assert!(is_free());
}

#[test]
fn fifty_who_record_at_once_lose_nothing() {
    const WHO: usize = 50;
    const EACH: usize = 4;
    let Some(database) = founded() else {
        return;
    };
    let address = database.address_of("keeper");
    std::thread::scope(|scope| {
        for no in planned().take(WHO) {
            let address = &address;
            scope.spawn(move || {
                let (mut session, mut ledger, _) = session(address);
                for item in ["A1", "A2", "A3", "A4"] {
                    let recorded =
                        session.execute(&mut ledger, &tick(no, item), moment("2020-07-20"));
                    recorded.expect("recorded");
                }
            });
        }
    });
    let report = database.store().check_chain().expect("read");
    assert_eq!(
        (report.head.seq, report.fault),
        (i64::try_from(WHO * EACH).expect("few"), None)
    );
}
