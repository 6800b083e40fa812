//! The screen in front of a ledger that is far away: keys go on while something is under way, nothing is said
//! to be recorded that is not, and what was typed comes back where it is refused. Time is the test's.

use std::cell::Cell;
use std::sync::atomic::{AtomicI64, Ordering};

use chrono::{DateTime, TimeDelta, Utc};
use ratatui::layout::Size;
use tuogou::app::clock::{AsOf, Clock};
use tuogou::domain::change::EntryKind;
use tuogou::domain::command::Command;
use tuogou::store::Store as _;
use tuogou::tui::driver::Driver;
use tuogou::tui::keymap::parse_keys;
use tuogou::tui::msg::Msg;
use tuogou::tui::page::association::AssociationPage;

use crate::server_far::{founded, session};
use crate::sized::between::{Between, CUT_ANSWER, HOLD, PASS};
use crate::sized::cluster::Database;
use crate::support::{Home, Story, date, instant, moment};

/// How many milliseconds have passed; the session's thread reads them, too.
static PASSED: AtomicI64 = AtomicI64::new(0);

fn now() -> DateTime<Utc> {
    instant() + TimeDelta::milliseconds(PASSED.load(Ordering::SeqCst))
}

/// Somebody on the page of an association, behind a network that can be held.
struct Far {
    story: Story,
    between: Between,
    database: Database,
    begun: Cell<i64>,
    _home: Home,
}

impl Far {
    fn new() -> Option<Self> {
        let database = founded()?;
        let between = Between::new(database.port);
        let address = database.address_over("keeper", between.port);
        let (session, ledger, _) = session(&address);
        let home = Home::new();
        let setup = home.setup(
            session.by(),
            AsOf::Fixed(date("2020-07-20")),
            Size::new(120, 40),
        );
        let clock = Clock {
            now,
            today: || date("2026-11-24"),
        };
        let driver = Driver::new(session, ledger, setup, clock);
        let mut story = Story { driver };
        story.keys("<f3>/钓鱼<enter><enter>");
        Some(Self {
            story,
            between,
            database,
            begun: Cell::new(0),
            _home: home,
        })
    }

    /// Presses keys without waiting for anything.
    fn press(&mut self, keys: &str) {
        self.begun.set(PASSED.load(Ordering::SeqCst));
        for key in parse_keys(keys).expect("keys") {
            self.story.driver.handle(Msg::Key(key));
        }
    }

    /// So many milliseconds after the last key.
    fn after(&mut self, milliseconds: i64) {
        PASSED.fetch_max(self.begun.get() + milliseconds, Ordering::SeqCst);
        self.story.driver.hear(std::time::Duration::ZERO);
    }

    fn what(&self) -> Vec<String> {
        let entries = self.database.store().entries_since(None).expect("read");
        entries.into_iter().map(|entry| entry.body.what).collect()
    }

    fn cursor(&self) -> u16 {
        self.story.buffer().1.expect("it is somewhere").y
    }
}

#[test]
fn keys_go_on_while_something_is_recorded_and_it_is_said_when_that_takes_long() {
    let Some(mut far) = Far::new() else {
        return;
    };
    far.between.next(HOLD);
    let before = far.cursor();
    far.press("<space>");
    far.story.hides("正在记录").hides("已记录");
    far.after(150);
    far.story.shows("正在记录…").hides("已记录");
    // Reading goes on, and the next one is queued.
    far.press("j");
    assert_eq!(far.cursor(), before + 1);
    far.press("<space>");
    far.after(150);
    far.story.shows("正在记录 2 条…");
    // The same again is not sent twice.
    far.press("<space>");
    far.story.shows("还在记录").hides("已记录");
    assert_eq!(far.story.driver.head(), 0);
    far.between.next(PASS);
    far.story.wait();
    far.story.hides("正在记录").shows("已记录");
    assert_eq!(far.story.driver.head(), 2);
    let what = far.what();
    assert_eq!(what.len(), 2, "{what:?}");
    let in_order = what[0].contains("P2") && what[1].contains("P3");
    assert!(in_order, "in the order of the keys: {what:?}");
}

#[test]
fn what_is_typed_ahead_of_an_answer_means_what_it_means_in_front_of_a_file() {
    let Some(mut far) = Far::new() else {
        return;
    };
    far.between.next(HOLD);
    let before = far.cursor();
    far.press("e已致电<enter>j<space>");
    // What follows hangs on whether it is recorded.
    far.after(150);
    far.story.shows("已致电").shows("正在记录…");
    far.between.next(PASS);
    far.story.wait();
    assert_eq!(far.cursor(), before + 1);
    let what = far.what();
    assert_eq!(what.len(), 2, "{what:?}");
    assert!(what[0].contains("已致电"), "{what:?}");
}

#[test]
fn whoever_does_not_wait_looks_about_and_gets_back_what_is_refused() {
    let Some(mut far) = Far::new() else {
        return;
    };
    // Another writes the same note, and is faster.
    far.between.next(HOLD);
    let before = far.cursor();
    let page = far.story.model().opened_as::<AssociationPage>();
    let at = page.expect("an association").list.cursor;
    far.press("e已致电<enter><esc>j");
    far.story.hides("已致电");
    assert_eq!(far.cursor(), before + 1);
    let (mut other, mut theirs, _) = session(&far.database.address_of("keeper"));
    let page = far.story.model().page().focus(&far.story.model().ctx);
    let no = page.association.map(|ix| theirs.associations()[ix].no);
    let note = Command::SetItem {
        association: no.expect("one"),
        item: theirs.round().items[tuogou::domain::id::ItemIx::from(at)]
            .id
            .clone(),
        state: None,
        note: Some("对方来函".into()),
        evidence: None,
    };
    let recorded = other.execute(&mut theirs, &note, moment("2020-07-20"));
    recorded.expect("recorded");
    far.between.next(PASS);
    far.story.wait();
    far.story.shows("对方来函").shows("已致电");
    assert_eq!(far.what().len(), 1);
    // One's own holds, if one says so.
    far.story.hides("正在记录");
}

#[test]
fn an_answer_that_is_lost_leaves_one_entry_and_is_told_as_recorded() {
    let Some(mut far) = Far::new() else {
        return;
    };
    far.between.next(CUT_ANSWER);
    far.story.keys("<space>");
    far.story.shows("已记录").hides("离线");
    assert_eq!(far.what().len(), 1);
    far.story.keys("u");
    far.story.shows("已撤销");
    let entries = far.database.store().entries_since(None).expect("read");
    assert_eq!(entries[1].body.kind, EntryKind::Undo);
}

#[test]
fn leaving_waits_for_what_is_under_way_unless_one_insists() {
    let Some(mut far) = Far::new() else {
        return;
    };
    far.between.next(HOLD);
    far.press("<space><ctrl-q>");
    assert!(!far.story.driver.quit);
    far.story.shows("1 条正在记录，记好就退出");
    far.between.next(PASS);
    far.story.wait();
    assert!(far.story.driver.quit);
    assert_eq!(far.what().len(), 1);
}

#[test]
fn what_was_given_up_is_told_when_leaving() {
    let Some(mut far) = Far::new() else {
        return;
    };
    far.between.next(HOLD);
    far.press("<space>j<space><ctrl-q><ctrl-q>");
    assert!(far.story.driver.quit);
    // The first is on its way and comes about while one leaves; the second was not sent.
    far.between.next(PASS);
    let Far {
        story, database, ..
    } = far;
    assert_eq!(story.driver.leave(), 1);
    let entries = database.store().entries_since(None).expect("read");
    assert_eq!(entries.len(), 1);
}

#[test]
fn of_days_that_are_leafed_through_the_last_one_is_shown() {
    let Some(mut far) = Far::new() else {
        return;
    };
    far.story.keys("<space><f4>");
    assert_eq!(far.story.model().later, 0);
    far.between.next(HOLD);
    far.press("<left><left><left>");
    far.after(150);
    far.story.shows("正在读取…");
    far.between.next(PASS);
    far.story.wait();
    assert_eq!(far.story.model().later, 1);
    far.story.hides("正在读取").keys("<right><right><right>");
    assert_eq!(far.story.model().later, 0);
    // What others record is shown on the day that is looked at.
    far.story.look();
    assert_eq!(far.story.driver.head(), 1);
}
