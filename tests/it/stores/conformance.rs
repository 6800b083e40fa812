//! What any store has to pass. A store gets the whole suite by a line at the end.

use std::any::Any;
use std::collections::BTreeMap;

use chrono::NaiveDate;
use tuogou::domain::change::{
    Change, Entry, EntryKind, ItemRecord, ItemSaid, Key, Mark, NewEntry, Subject,
};
use tuogou::domain::fact::{Fact, FactKey, FactRecord, NewDate};
use tuogou::domain::ledger::RosterRow;
use tuogou::domain::model::{ItemState, Status};
use tuogou::domain::note::{Note, NoteKind};
use tuogou::domain::seal::{self, Head, LedgerId, Seal};
use tuogou::store::{
    self, Done, Existing, Extent, HistoryFilter, HistoryPiece, Origin, Recorded, Store, StoreError,
};

use super::memory::MemoryStore;
#[cfg(all(unix, feature = "server"))]
use crate::sized::cluster::Database;
use crate::support::{Home, date, instant};

/// A store that was made, and what has to live as long.
struct Made {
    store: Box<dyn Store>,
    _home: Box<dyn Any>,
}

/// Makes a store; nothing where what it needs is not here, which is said.
type Maker = fn(Origin) -> Option<Made>;

#[expect(clippy::unnecessary_wraps, reason = "as any maker")]
fn file(origin: Origin) -> Option<Made> {
    let home = Home::new();
    let none: [NewEntry; 0] = [];
    store::create(&home.ledger(), Existing::Refuse, origin, none).expect("made");
    let store = store::open(&home.ledger()).expect("opened");
    Some(Made {
        store,
        _home: Box::new(home),
    })
}

#[expect(clippy::unnecessary_wraps, reason = "as any maker")]
fn memory(origin: Origin) -> Option<Made> {
    Some(Made {
        store: Box::new(MemoryStore::new(origin, Vec::new())),
        _home: Box::new(()),
    })
}

#[cfg(all(unix, feature = "server"))]
fn server(origin: Origin) -> Option<Made> {
    let database = Database::new()?;
    database.found(origin, &[], &[]);
    Some(Made {
        store: Box::new(database.store()),
        _home: Box::new(()),
    })
}

/// Three associations, whose numbers do not come in order.
fn origin() -> Origin {
    let row = |no: u32| RosterRow {
        no,
        name: format!("第 {no} 号“协会”").into(),
        printed_unit: "某局".into(),
        status: Status::Planned,
    };
    Origin {
        ledger: LedgerId(20_200_720),
        ..Origin::new(
            BTreeMap::from([("round.toml".to_owned(), "id = \"一轮\"\n".to_owned())]),
            vec![row(7), row(2), row(30)],
        )
    }
}

fn day(day: u32) -> NaiveDate {
    date("2020-07-01") + chrono::Days::new(day.into())
}

fn tick(no: u32, item: &str, before: Option<&str>, after: Option<&str>) -> Change {
    let record = |note: &str| {
        ItemRecord::new(
            ItemSaid {
                state: ItemState::Done,
                note: note.into(),
                evidence: "脱钩〔2020〕1 号".into(),
                by: "张三".into(),
            },
            instant(),
            day(0),
        )
    };
    Change::item(no, item, before.map(record), after.map(record))
}

fn mark(subject: Subject) -> Change {
    let mark = Mark {
        done_on: day(3),
        by: "李四".into(),
        at: instant(),
    };
    Change::mark("M4", subject, None, Some(mark))
}

fn fact(key: FactKey, fact: Fact) -> Change {
    let record = FactRecord {
        fact,
        by: "李四".into(),
        at: instant(),
        on: day(2),
    };
    Change::fact(key, None, Some(record))
}

fn moved_date() -> Change {
    let date = NewDate {
        due_on: day(40),
        reason: "汛期".into(),
    };
    fact(FactKey::Due("M4".into()), Fact::Due(date))
}

fn remark() -> Change {
    let note = Note {
        on: Some(day(2)),
        ..Note::remark("引号 \" 反斜杠 \\ 换行\n表情 🐟 制表\t")
    };
    let key = FactKey::Note(NoteKind::Remark, Subject::Association(7), 1);
    fact(key, Fact::Note(note))
}

fn entry(as_of: NaiveDate, changes: Vec<Change>) -> NewEntry {
    NewEntry {
        kind: EntryKind::Do,
        target: None,
        by: "张三".into(),
        at: instant(),
        as_of,
        what: "办理".into(),
        changes,
    }
}

fn again(kind: EntryKind, target: i64, changes: Vec<Change>) -> NewEntry {
    NewEntry {
        kind,
        target: Some(target),
        ..entry(day(0), changes)
    }
}

/// The head at a position.
fn at(store: &dyn Store, seq: i64) -> Head {
    let entries = store.entries_since(None).expect("read");
    let found = entries.iter().find(|entry| entry.seq == seq);
    let begins = begins();
    found.map_or(Head { seq, ..begins }, Head::after)
}

/// The head of what nobody has worked on.
fn begins() -> Head {
    let origin = origin();
    seal::of_origin(origin.ledger, &origin.documents, &origin.roster)
}

/// Entries after a position.
fn since(store: &dyn Store, seq: i64) -> Vec<Entry> {
    store.entries_since(Some(&at(store, seq))).expect("read")
}

/// Records what has to fit.
#[track_caller]
fn put(store: &mut dyn Store, seq: i64, entry: &NewEntry) -> i64 {
    match store.record(&at(store, seq), entry).expect("recorded") {
        Recorded::At(head) => head.seq,
        Recorded::Stale(news) => panic!("nobody else has recorded: {news:?}"),
    }
}

/// Somebody else has recorded.
fn look(store: &mut dyn Store) -> bool {
    store.changed_elsewhere(&begins()).expect("looked")
}

/// The facts, the numbers of the rows and the records, and the newest entry.
type Loaded = (Vec<FactKey>, Vec<u32>, Vec<Change>, i64);

/// Reads a store, and holds the order in which its pieces come.
fn load(store: &mut dyn Store, extent: Extent) -> Loaded {
    let (mut facts, mut rows, mut records) = (Vec::new(), Vec::new(), Vec::new());
    let head = store.load(extent, &mut |piece| match piece {
        HistoryPiece::Fact(key, _) => {
            assert!(rows.is_empty() && records.is_empty(), "facts come first");
            facts.push(key);
        }
        HistoryPiece::Row(row) => {
            assert!(records.is_empty(), "rows come before what is recorded");
            rows.push(row.no);
        }
        HistoryPiece::Items(no, items) => {
            let changes = items.into_iter();
            let changes = changes.map(|(item, record)| Change::item(no, item, None, Some(record)));
            records.extend(changes);
        }
        HistoryPiece::Record(change) => records.push(change),
    });
    facts.sort();
    (facts, rows, records, head.expect("read").seq)
}

fn seqs(entries: &[Entry]) -> Vec<i64> {
    entries.iter().map(|entry| entry.seq).collect()
}

fn a_new_store_holds_what_it_was_made_from_and_no_history(of_kind: Maker) {
    let Some(mut made) = of_kind(origin()) else {
        return;
    };
    let store = &mut *made.store;
    assert!(!store.location().is_empty());
    assert_eq!(store.ledger().expect("read"), origin().ledger);
    let report = store.check_chain().expect("read");
    assert_eq!((report.head, report.fault), (begins(), None));
    assert_eq!(store.documents().expect("read"), origin().documents);
    assert_eq!(store.last_number().expect("read"), 30);
    assert_eq!(
        load(store, Extent::Whole),
        (vec![], vec![2, 7, 30], vec![], 0)
    );
    assert!(!look(store));
    assert_eq!(store.entries_since(None).expect("read"), []);
    assert_eq!(store.history(HistoryFilter::default()).expect("read"), []);
    assert_eq!(store.undo_candidate("张三").expect("read"), None);
    assert_eq!(store.redo_candidate("张三").expect("read"), None);
    assert_eq!(store.later_than(day(0)).expect("read"), 0);
    assert_eq!(store.done(day(0), 9).expect("read"), Done::default());
}

fn what_is_recorded_is_read_back_as_it_was(of_kind: Maker) {
    let Some(mut made) = of_kind(origin()) else {
        return;
    };
    let store = &mut *made.store;
    let first = entry(
        day(0),
        vec![
            tick(7, "P1", None, Some("甲")),
            mark(Subject::Association(2)),
            mark(Subject::Unit("某局".into())),
            moved_date(),
            remark(),
            tick(2, "P2", None, Some("乙")),
        ],
    );
    let second = entry(day(1), vec![tick(7, "P1", Some("甲"), Some("丙"))]);
    assert_eq!(put(store, 0, &first), 1);
    assert_eq!(put(store, 1, &second), 2);
    let whole = [&first, &second].map(Clone::clone);
    let entries = (1..).zip(whole).map(|(seq, body)| Entry {
        seq,
        seal: Seal::NONE,
        body,
    });
    let mut entries: Vec<Entry> = entries.collect();
    seal::seal_all(begins(), &mut entries);
    assert_eq!(since(store, 0), entries);
    assert_eq!(since(store, 1), entries[1..]);
    assert_eq!(since(store, 2), []);

    let due = FactKey::Due("M4".into());
    let remark = FactKey::Note(NoteKind::Remark, Subject::Association(7), 1);
    let (facts, rows, mut records, head) = load(store, Extent::Whole);
    assert_eq!(
        (facts, rows, head),
        (vec![due.clone(), remark], vec![2, 7, 30], 2)
    );
    records.sort_by(|one, other| one.key().cmp(other.key()));
    let mut expected = [
        tick(2, "P2", None, Some("乙")),
        tick(7, "P1", None, Some("丙")),
        mark(Subject::Association(2)),
        mark(Subject::Unit("某局".into())),
    ];
    expected.sort_by(|one, other| one.key().cmp(other.key()));
    assert_eq!(records, expected);
    // What a first screen hangs on.
    let beginning = load(store, Extent::Beginning(2));
    assert_eq!(beginning, (vec![due], vec![2, 7], vec![], 2));
    for (rows, records, small) in [(3, 2, true), (2, 2, false), (3, 1, false)] {
        assert_eq!(store.is_small(rows, records).expect("counted"), small);
    }
}

fn records_come_association_by_association(of_kind: Maker) {
    let Some(mut made) = of_kind(origin()) else {
        return;
    };
    let store = &mut *made.store;
    let ticks = [30, 2, 7, 2, 30]
        .into_iter()
        .zip(["P5", "P1", "P2", "P4", "P1"]);
    let ticks = ticks.map(|(no, item)| tick(no, item, None, Some("")));
    put(store, 0, &entry(day(0), ticks.collect()));
    let (_, _, records, _) = load(store, Extent::Whole);
    let numbers: Vec<Option<u32>> = records.iter().map(Change::association).collect();
    assert_eq!(numbers, [2, 2, 7, 30, 30].map(Some));
}

fn of_one_key_the_last_change_of_an_entry_holds(of_kind: Maker) {
    let Some(mut made) = of_kind(origin()) else {
        return;
    };
    let store = &mut *made.store;
    let there_and_back = vec![
        tick(7, "P1", None, Some("甲")),
        tick(7, "P1", Some("甲"), None),
        tick(2, "P1", None, Some("甲")),
        tick(2, "P1", Some("甲"), Some("乙")),
    ];
    put(store, 0, &entry(day(0), there_and_back.clone()));
    let (_, _, records, _) = load(store, Extent::Whole);
    assert_eq!(records, [tick(2, "P1", None, Some("乙"))]);
    assert_eq!(
        store.entries_since(None).expect("read")[0].body.changes,
        there_and_back
    );
    let gone = vec![tick(2, "P1", Some("乙"), None)];
    put(store, 1, &entry(day(0), gone));
    let (_, _, records, _) = load(store, Extent::Whole);
    assert_eq!(records, []);
}

fn a_thousand_changes_are_one_entry(of_kind: Maker) {
    let Some(mut made) = of_kind(origin()) else {
        return;
    };
    let store = &mut *made.store;
    let changes: Vec<Change> = (0..1_000)
        .map(|at| tick(7, &format!("{at:04}"), None, Some(&"很长".repeat(500))))
        .collect();
    assert_eq!(put(store, 0, &entry(day(0), changes.clone())), 1);
    assert_eq!(
        store.entries_since(None).expect("read")[0].body.changes,
        changes
    );
    assert_eq!(load(store, Extent::Whole).2, changes);
}

fn whoever_is_slower_writes_nothing_and_gets_the_news(of_kind: Maker) {
    let Some(mut made) = of_kind(origin()) else {
        return;
    };
    let store = &mut *made.store;
    let mut other = store.another().expect("connected");
    let ticked = |no| entry(day(0), vec![tick(no, "P1", None, Some(""))]);
    put(store, 0, &ticked(2));
    put(store, 1, &ticked(7));
    let Recorded::Stale(news) = other.record(&begins(), &ticked(30)).expect("answered") else {
        panic!("it was decided on a state that is gone");
    };
    assert_eq!(seqs(&news), [1, 2]);
    assert_eq!(news, other.entries_since(None).expect("read"));
    assert_eq!(load(store, Extent::Whole).3, 2, "nothing was written");
    // A head that there has never been is another ledger's.
    let (known, never) = (at(store, 2), at(store, 9));
    let shifted = Head { seq: 1, ..known };
    let nothing = Head {
        seq: 0,
        seal: Seal::NONE,
    };
    for head in [never, shifted, nothing] {
        let replaced = |answer| matches!(answer, Err(StoreError::Replaced { .. }));
        assert!(replaced(other.record(&head, &ticked(30)).map(drop)));
        assert!(replaced(other.changed_elsewhere(&head).map(drop)));
        assert!(replaced(other.entries_since(Some(&head)).map(drop)));
    }
    assert_eq!(load(store, Extent::Whole).3, 2, "nothing was written");
    assert_eq!(put(&mut *other, 2, &ticked(30)), 3);
}

fn what_others_record_is_noticed_once_and_ones_own_is_not(of_kind: Maker) {
    let Some(mut made) = of_kind(origin()) else {
        return;
    };
    let store = &mut *made.store;
    load(store, Extent::Whole);
    let mut other = store.another().expect("connected");
    load(&mut *other, Extent::Whole);
    put(
        store,
        0,
        &entry(day(0), vec![tick(2, "P1", None, Some(""))]),
    );
    assert!(!look(store), "it is one's own");
    assert!(look(&mut *other));
    assert!(!look(&mut *other), "it is known by now");
    put(
        store,
        1,
        &entry(day(0), vec![tick(7, "P1", None, Some(""))]),
    );
    load(&mut *other, Extent::Whole);
    assert!(!look(&mut *other), "what was read is known");
}

fn many_at_once_lose_nothing(of_kind: Maker) {
    const EACH: i64 = 25;
    let Some(made) = of_kind(origin()) else {
        return;
    };
    std::thread::scope(|scope| {
        for no in [2, 7, 30] {
            let mut store = made.store.another().expect("connected");
            scope.spawn(move || {
                let mut head = begins();
                for at in 0..EACH {
                    let change = tick(no, &format!("{at}"), None, Some(""));
                    let entry = entry(day(0), vec![change]);
                    loop {
                        match store.record(&head, &entry).expect("recorded") {
                            Recorded::At(written) => {
                                head = written;
                                break;
                            }
                            Recorded::Stale(news) => {
                                head = Head::after(news.last().expect("news"));
                            }
                        }
                    }
                }
            });
        }
    });
    let entries = made.store.entries_since(None).expect("read");
    assert_eq!(seqs(&entries), (1..=3 * EACH).collect::<Vec<i64>>());
    for no in [2, 7, 30] {
        let own = entries
            .iter()
            .filter(|entry| entry.body.changes[0].association() == Some(no));
        assert_eq!(i64::try_from(own.count()), Ok(EACH));
    }
    let report = made.store.check_chain().expect("read");
    assert_eq!((report.head.seq, report.fault), (3 * EACH, None));
}

fn undo_and_redo_take_what_is_next(of_kind: Maker) {
    let Some(mut made) = of_kind(origin()) else {
        return;
    };
    let store = &mut *made.store;
    let there = |no| vec![tick(no, "P1", None, Some(""))];
    let back = |no| vec![tick(no, "P1", Some(""), None)];
    let next = |store: &dyn Store| {
        let (undo, redo) = (store.undo_candidate("张三"), store.redo_candidate("张三"));
        let seq = |entry: Option<Entry>| entry.map(|entry| entry.seq);
        (seq(undo.expect("read")), seq(redo.expect("read")))
    };
    put(store, 0, &entry(day(0), there(2)));
    put(store, 1, &entry(day(0), there(7)));
    assert_eq!(next(store), (Some(2), None));
    put(store, 2, &again(EntryKind::Undo, 2, back(7)));
    assert_eq!(next(store), (Some(1), Some(2)));
    put(store, 3, &again(EntryKind::Undo, 1, back(2)));
    assert_eq!(next(store), (None, Some(1)));
    put(store, 4, &again(EntryKind::Redo, 1, there(2)));
    assert_eq!(next(store), (Some(1), Some(2)));
    let whole = store
        .redo_candidate("张三")
        .expect("read")
        .expect("there is one");
    assert_eq!(whole.body.changes, there(7));
    // Something new ends what could be redone.
    put(store, 5, &entry(day(0), there(30)));
    assert_eq!(next(store), (Some(6), None));

    let lines = store.history(HistoryFilter::default()).expect("read");
    let lines: Vec<_> = lines
        .iter()
        .map(|line| (line.seq, line.kind, line.undone))
        .collect();
    let (done, undo, redo) = (EntryKind::Do, EntryKind::Undo, EntryKind::Redo);
    let expected = [
        (6, done, false),
        (5, redo, false),
        (4, undo, false),
        (3, undo, false),
        (2, done, true),
        (1, done, false),
    ];
    assert_eq!(lines, expected);
    for (association, limit, expected) in [
        (None, Some(2), &[6, 5][..]),
        (Some(7), None, &[3, 2]),
        (Some(2), Some(2), &[5, 4]),
        (Some(99), None, &[]),
        (None, Some(0), &[]),
    ] {
        let lines = store.history(HistoryFilter { association, limit });
        let seqs: Vec<i64> = lines.expect("read").iter().map(|line| line.seq).collect();
        assert_eq!(seqs, expected, "{association:?} {limit:?}");
    }
    // What was taken back is not among what was done.
    assert_eq!(store.done(day(0), 9).expect("read").on_day, 2);
}

fn what_was_done_is_counted_by_the_day_that_it_counts_for(of_kind: Maker) {
    let Some(mut made) = of_kind(origin()) else {
        return;
    };
    let store = &mut *made.store;
    put(
        store,
        0,
        &entry(day(5), vec![tick(2, "P1", None, Some(""))]),
    );
    let two = vec![tick(2, "P2", None, Some("")), tick(7, "P2", None, Some(""))];
    put(store, 1, &entry(day(3), two));
    put(store, 2, &entry(day(3), vec![moved_date()]));
    put(store, 3, &entry(day(4), vec![remark()]));
    for (on, later, done) in [(2, 4, 0), (3, 2, 2), (4, 1, 1), (5, 0, 1), (6, 0, 0)] {
        assert_eq!(store.later_than(day(on)).expect("counted"), later, "{on}");
        assert_eq!(store.done(day(on), 0).expect("read").on_day, done, "{on}");
    }
    let last = |until, limit| -> Vec<(i64, Option<u32>)> {
        let events = store.done(day(until), limit).expect("read").last;
        events
            .iter()
            .map(|event| (event.seq, event.association))
            .collect()
    };
    // About one association, about several, or about none.
    assert_eq!(
        last(9, 9),
        [(4, Some(7)), (3, None), (2, None), (1, Some(2))]
    );
    assert_eq!(last(4, 2), [(4, Some(7)), (3, None)]);
    assert_eq!(last(2, 9), []);
}

fn the_history_says_who_has_handled_an_association(of_kind: Maker) {
    let Some(mut made) = of_kind(origin()) else {
        return;
    };
    let store = &mut *made.store;
    let by = |by: &str, changes| NewEntry {
        by: by.into(),
        ..entry(day(0), changes)
    };
    // Ticked, a note beside it by another, marked, remarked, and ticked and taken back.
    put(store, 0, &by("张三", vec![tick(2, "P1", None, Some(""))]));
    let noted = tick(2, "P1", Some(""), Some("补记"));
    put(store, 1, &by("王五", vec![noted]));
    let marked = mark(Subject::Association(2));
    put(store, 2, &by("李四", vec![marked, remark()]));
    put(store, 3, &by("赵六", vec![tick(7, "P1", None, Some(""))]));
    let back = tick(7, "P1", Some(""), None);
    put(store, 4, &again(EntryKind::Undo, 4, vec![back]));
    // A unit's file brings what 张三 has done.
    put(store, 5, &by("周八", vec![tick(30, "P2", None, Some(""))]));
    let handled = store.handled(&[2, 7, 30]).expect("read");
    let of = |no, by: &str| -> Vec<&str> { handled.of(no, by).map(Key::id).collect() };
    assert_eq!(of(2, "张三"), ["P1"]);
    assert_eq!(of(2, "王五"), ["P1"]);
    assert_eq!(of(2, "李四"), ["M4"]);
    assert_eq!(of(7, "李四"), [""; 0], "a remark is no work on it");
    assert_eq!(of(7, "张三"), [""; 0], "taken back");
    assert_eq!(of(30, "张三"), ["P2"]);
    assert_eq!(of(30, "周八"), [""; 0]);
    let one = store.handled(&[7]).expect("read");
    assert_eq!(one.of(2, "张三").count(), 0, "only what was asked");
}

fn the_way_back_leads_to_what_was_recorded_for_the_day(of_kind: Maker) {
    let Some(mut made) = of_kind(origin()) else {
        return;
    };
    let store = &mut *made.store;
    // Day 5 first, then a correction for day 3, which holds; then days 8 and 4.
    put(
        store,
        0,
        &entry(day(5), vec![tick(2, "P1", None, Some("五"))]),
    );
    put(
        store,
        1,
        &entry(day(3), vec![tick(2, "P1", Some("五"), Some("三"))]),
    );
    let eight = vec![
        tick(2, "P1", Some("三"), Some("八")),
        tick(7, "P1", None, Some("八")),
    ];
    put(store, 2, &entry(day(8), eight));
    put(store, 3, &entry(day(8), vec![moved_date()]));
    put(
        store,
        4,
        &entry(day(4), vec![tick(30, "P1", None, Some("四"))]),
    );
    let back = |until, head| {
        let mut changes = Vec::new();
        let handed = store.rewind(day(until), head, &mut |some| changes.extend(some));
        handed.expect("read");
        changes.sort_by(|one, other| one.key().cmp(other.key()));
        changes
    };
    assert_eq!(back(8, 5), []);
    let held = [
        tick(2, "P1", Some("八"), Some("三")),
        tick(7, "P1", Some("八"), None),
        moved_date().inverse(),
    ];
    let mut held = held.to_vec();
    held.sort_by(|one, other| one.key().cmp(other.key()));
    assert_eq!(back(5, 5), held);
    assert_eq!(back(5, 4), held);
    // The entry for day 5 was superseded by the one for day 3.
    assert_eq!(back(4, 5), held);
    let keys: Vec<Key> = back(2, 5)
        .iter()
        .map(|change| change.key().clone())
        .collect();
    assert_eq!(keys.len(), 4, "{keys:?}");
    assert_eq!(back(2, 1), [tick(2, "P1", Some("五"), None)]);
}

fn a_backup_is_a_ledger_of_its_own(of_kind: Maker) {
    let Some(mut made) = of_kind(origin()) else {
        return;
    };
    let store = &mut *made.store;
    put(
        store,
        0,
        &entry(day(0), vec![tick(2, "P1", None, Some("")), remark()]),
    );
    put(
        store,
        1,
        &again(EntryKind::Undo, 1, vec![tick(2, "P1", Some(""), None)]),
    );
    let home = Home::new();
    let to = home.path("copy.db");
    store.backup(&to).expect("copied");
    store
        .backup(&to)
        .expect_err("an existing file is not overwritten");
    let mut copy = store::open(&to).expect("opened");
    assert_eq!(copy.ledger().expect("read"), origin().ledger);
    let report = copy.check_chain().expect("read");
    assert_eq!((report.head, report.fault), (at(store, 2), None));
    assert_eq!(copy.documents().expect("read"), origin().documents);
    assert_eq!(
        copy.entries_since(None).expect("read"),
        store.entries_since(None).expect("read")
    );
    assert_eq!(load(&mut *copy, Extent::Whole), load(store, Extent::Whole));
}

/// A file that is made at once is the file that is made entry by entry.
#[test]
fn a_ledger_made_with_its_history_is_one_that_was_worked_on() {
    let entries = [
        entry(day(0), vec![tick(2, "P1", None, Some("")), remark()]),
        entry(day(1), vec![tick(2, "P1", Some(""), Some("改"))]),
    ];
    let mut worked = file(origin()).expect("made");
    for (head, entry) in (0..).zip(&entries) {
        put(&mut *worked.store, head, entry);
    }
    let home = Home::new();
    store::create(&home.ledger(), Existing::Refuse, origin(), &entries).expect("made");
    store::create(&home.ledger(), Existing::Refuse, origin(), &entries).expect_err("it is there");
    let mut made = store::open(&home.ledger()).expect("opened");
    let since = |store: &dyn Store| store.entries_since(None).expect("read");
    assert_eq!(since(&*made), since(&*worked.store));
    assert_eq!(
        load(&mut *made, Extent::Whole),
        load(&mut *worked.store, Extent::Whole)
    );
    let head = at(&*made, 2);
    store::create(&home.ledger(), Existing::Replace, origin(), &entries[..1])
        .expect_err("no ledger is written over");
    std::fs::remove_file(home.ledger()).expect("removed");
    store::create(&home.ledger(), Existing::Replace, origin(), &entries[..1]).expect("replaced");
    // Whoever had it open notices.
    let noticed = made.changed_elsewhere(&head);
    assert!(matches!(noticed, Err(StoreError::Replaced { .. })));
    let made = store::open(&home.ledger()).expect("opened");
    assert_eq!(since(&*made).len(), 1);
}

macro_rules! conforms {
    ($($store:ident),*: $tests:tt) => { $(conforms! { @ $store $tests })* };
    (@ $store:ident [$($test:ident),* $(,)?]) => {
        mod $store {
            $(
                #[test]
                fn $test() {
                    super::$test(super::$store);
                }
            )*
        }
    };
}

/// Every test of the suite.
macro_rules! conforms_all {
    ($($store:ident),*) => {
        conforms! {
            $($store),*: [
                a_new_store_holds_what_it_was_made_from_and_no_history,
                what_is_recorded_is_read_back_as_it_was,
                records_come_association_by_association,
                of_one_key_the_last_change_of_an_entry_holds,
                a_thousand_changes_are_one_entry,
                whoever_is_slower_writes_nothing_and_gets_the_news,
                what_others_record_is_noticed_once_and_ones_own_is_not,
                many_at_once_lose_nothing,
                undo_and_redo_take_what_is_next,
                what_was_done_is_counted_by_the_day_that_it_counts_for,
                the_history_says_who_has_handled_an_association,
                the_way_back_leads_to_what_was_recorded_for_the_day,
                a_backup_is_a_ledger_of_its_own,
            ]
        }
    };
}

conforms_all!(file, memory);
#[cfg(all(unix, feature = "server"))]
conforms_all!(server);
