//! What was typed is there until it is recorded: every popup that leads to a record, on a ledger
//! that takes nothing for a while.

use std::path::PathBuf;
use std::sync::{Arc, Mutex};

use tuogou::app::clock::AsOf;
use tuogou::app::session::Session;
use tuogou::exchange::seed;
use tuogou::store::{Origin, ReadOnly, StoreError};

use crate::stores::memory::MemoryStore;
use crate::stores::refusing::{Reason, RefusingStore};
use crate::support::{Home, Story, date};

type Shut = fn() -> StoreError;

/// Why a ledger takes nothing, and what is said of it.
const REASONS: [(Shut, &str); 4] = [
    (busy, "正被另一程序写入"),
    (full, "磁盘已满"),
    (unwritable, "无法写入"),
    (read_only, "只读"),
];

fn path() -> PathBuf {
    "l.db".into()
}

fn busy() -> StoreError {
    StoreError::Busy { path: path() }
}

fn full() -> StoreError {
    StoreError::Full { path: path() }
}

fn unwritable() -> StoreError {
    StoreError::Unwritable {
        path: path(),
        reason: "没有权限".into(),
    }
}

fn read_only() -> StoreError {
    StoreError::ReadOnly {
        path: path(),
        why: ReadOnly::Full,
    }
}

fn replaced() -> StoreError {
    StoreError::Replaced { path: path() }
}

/// Each way to record through a popup: keys that come before, keys up to Enter, and what of it has
/// to stay.
const WAYS: [(&str, &str, &str, &str); 25] = [
    ("a note", "/29<enter><enter>", "e已催办三次", "已催办三次"),
    ("evidence", "/29<enter><enter>", "v汴文8号", "汴文8号"),
    (
        "a reason",
        "/29<enter><enter>jjjjjjjjjj",
        "n本会没有此项",
        "本会没有此项",
    ),
    (
        "a field",
        "/29<enter><enter>t<down>",
        "<enter>钓鱼报社",
        "钓鱼报社",
    ),
    (
        "several options",
        "/29<enter><enter>tt<tab><tab>",
        "<enter><down><space>",
        "空格 勾选",
    ),
    (
        "a cell of a table",
        "/29<enter><enter>t<tab><tab><tab><down><space><down><down>",
        "<enter>会员部",
        "会员部",
    ),
    (
        "a milestone's date",
        "/29<enter><enter>",
        "mM4<enter><ctrl-u>2020-07-18",
        "2020-07-18",
    ),
    (
        "a milestone for many",
        "<f4>",
        "m<ctrl-u>2020-07-17<enter>",
        "请确认",
    ),
    ("marks taken away", "<f4>m<enter><enter>", "x", "请确认"),
    (
        "a contact",
        "/29<enter><enter>",
        "i联系人<enter>王五<enter>0371-2",
        "0371-2",
    ),
    (
        "a contact taken away",
        "/29<enter><enter>i联系人<enter>王五<enter>0371-2<enter>",
        "i清除联系人<enter>",
        "请确认",
    ),
    (
        "a promise",
        "/29<enter><enter>",
        "i承诺<enter>补报方案<enter><ctrl-u>2020-08-09",
        "2020-08-09",
    ),
    (
        "a promise kept",
        "/29<enter><enter>i承诺<enter>补报方案<enter><enter>",
        "i已兑现",
        "已兑现：补报方案",
    ),
    (
        "an extension",
        "/29<enter><enter>",
        "i延期M4<enter>汛期<enter><ctrl-u>2020-08-09",
        "2020-08-09",
    ),
    (
        "a remark",
        "/29<enter><enter>",
        "i备注<enter>电话催办",
        "电话催办",
    ),
    (
        "a remark at a meeting",
        "<f2>M",
        "b会上已说明",
        "会上已说明",
    ),
    (
        "a moved date",
        "<f4>",
        "e<ctrl-u>2020-08-05<enter>汛期推迟",
        "汛期推迟",
    ),
    ("all dates", "<f4>", "E7<enter>市政府会议<enter>", "请确认"),
    (
        "a printed date again",
        "<f4>e<ctrl-u>2020-08-05<enter>汛期<enter>",
        "e<ctrl-u>",
        "印发日期",
    ),
    (
        "an exit",
        "/29<enter><enter>",
        "c退出 注销<enter><enter>汴民8号<enter>长期未活动<enter>",
        "请确认",
    ),
    (
        "everybody below",
        "/教育体育<enter><ctrl-a>",
        "<ctrl-k>办结 a1<enter>",
        "请确认",
    ),
    (
        "one by the list of deeds",
        "/29<enter>",
        "<ctrl-k>办结 a1",
        "办结",
    ),
    ("a view", "", "W4 本周到期", "4 本周到期"),
    (
        "a finding ignored",
        "<f11>",
        "x名称确实如此",
        "名称确实如此",
    ),
    ("a unit merged", "<f11>", "m<enter>", "请确认"),
];

/// A screen on a ledger in memory, and the door to it.
fn story(home: &Home) -> (Story, Reason) {
    let reason = Reason::default();
    let roster = seed::builtin_roster().expect("the built-in roster");
    let origin = Origin::new(seed::builtin_documents(), roster);
    let refusing = RefusingStore {
        store: Box::new(MemoryStore::new(origin, Vec::new())),
        reason: Arc::clone(&reason),
    };
    let open = Session::on(Box::new(refusing), "张三".into()).expect("loaded");
    let mut story = home.start_on(open, AsOf::Fixed(date("2020-07-20")), 120, 40);
    story.keys("<f3>");
    (story, reason)
}

fn recorded(story: &Story) -> i64 {
    story.driver.head()
}

#[test]
fn what_is_typed_stays_until_it_is_recorded() {
    for (name, before, typed, kept) in WAYS {
        let home = Home::new();
        let (mut story, door) = story(&home);
        story.keys(before);
        assert!(story.model().popup.is_none(), "{name} begins on a page");
        let head = recorded(&story);
        story.keys(typed);
        for (reason, said) in REASONS {
            *door.lock().expect("set") = Some(reason);
            story.keys("<enter>").shows(said).shows(kept);
            assert!(story.model().popup.is_some(), "{name} is gone");
            assert_eq!(recorded(&story), head, "{name}");
        }
        // That the file is another one is asked above what was typed.
        *door.lock().expect("set") = Some(replaced);
        story.keys("<enter>").shows("另存为").keys("<esc>");
        story.shows(kept);
        assert_eq!(recorded(&story), head, "{name}");
        *Mutex::lock(&door).expect("set") = None;
        story.keys("<enter>");
        assert_eq!(recorded(&story), head + 1, "{name} is not recorded");
        story.hides("无法写入");
        // The editor of a table goes on to the next cell, everything else is done.
        if !name.contains("table") {
            assert!(story.model().popup.is_none(), "{name} is still open");
            story.shows("已记录");
        }
    }
}

#[test]
fn a_text_that_is_too_long_is_shortened_and_not_typed_again() {
    for keys in ["e", "v", "jjjjjjjjjjn", "i备注<enter>", "i联系人<enter>"] {
        let home = Home::new();
        let (mut story, _) = story(&home);
        story.keys("/29<enter><enter>");
        story.keys(keys).keys(&"长".repeat(501));
        story.keys("<enter>").shows("501 个字，最多 500 个字");
        story.keys("<backspace><enter>").hides("个字，最多");
        if keys.contains("联系人") {
            story.shows("电话").keys("<enter>");
        }
        assert_eq!(recorded(&story), 1, "{keys}");
        assert!(story.model().popup.is_none(), "{keys}");
    }
}

#[test]
fn the_screen_says_whether_the_ledger_that_is_open_can_be_written() {
    let home = Home::new();
    let (mut story, door) = story(&home);
    story.hides(" 只读 ");
    for (reason, shown) in [(Some(read_only as Shut), true), (None, false)] {
        *door.lock().expect("set") = reason;
        story.keys("j");
        assert_eq!(story.screen().contains(" 只读 "), shown);
    }
}
