//! A large ledger: the beginning of the roster stands at once, the rest comes behind it.

use ratatui::layout::Size;
use tuogou::app::clock::{AsOf, Clock};
use tuogou::app::session::Session;
use tuogou::domain::command::Command;
use tuogou::domain::ledger::RosterRow;
use tuogou::domain::model::{ItemState, Status};
use tuogou::exchange::seed;
use tuogou::store::Origin;
use tuogou::text::cells::SignWidth;
use tuogou::text::glyphs::Glyphs;
use tuogou::tui::driver::Driver;
use tuogou::tui::keymap::parse_keys;
use tuogou::tui::model::Setup;
use tuogou::tui::msg::Msg;
use tuogou::tui::screen::text_of;
use tuogou::tui::theme::Theme;

use crate::support::{Home, date, instant, moment};

/// More than is read before anything is shown.
const ROWS: u32 = 5_000;

fn province() -> Vec<RosterRow> {
    let row = |no: u32| RosterRow {
        no,
        name: format!("第{no}号行业协会").into(),
        printed_unit: format!("第{}局", no / 4).into(),
        status: if no.is_multiple_of(4) {
            Status::Decoupled
        } else {
            Status::Planned
        },
    };
    (1..=ROWS).map(row).collect()
}

/// A ledger with one tick in its last row.
fn ledger(home: &Home) {
    let origin = Origin::new(seed::builtin_documents(), province());
    let opened = Session::create(&home.ledger(), "张三".into(), origin);
    let (mut session, mut ledger) = opened.expect("made");
    let tick = Command::SetItem {
        association: ROWS - 1,
        item: "P2".into(),
        state: Some(ItemState::Done),
        note: None,
        evidence: None,
    };
    let receipt = session.execute(&mut ledger, &tick, moment("2020-06-20"));
    receipt.expect("ticked");
}

fn begin(home: &Home, (width, height): (u16, u16)) -> Driver {
    let opened = Session::open_at_once(&home.ledger(), "张三".into());
    let (session, beginning, rest) = opened.expect("opened");
    let setup = Setup {
        as_of: AsOf::Fixed(date("2020-07-20")),
        today: date("2020-07-20"),
        who: "张三".into(),
        size: Size::new(width, height),
        theme: Theme::dark(),
        glyphs: &Glyphs::SAFE,
        signs: SignWidth::One,
        folder: String::new(),
    };
    let clock = Clock {
        now: instant,
        today: || date("2020-07-20"),
    };
    let rest = Some(rest.expect("a large one"));
    Driver::behind(session, beginning, rest, setup, clock)
}

fn press(driver: &mut Driver, keys: &str) -> String {
    for key in parse_keys(keys).expect("keys") {
        driver.handle(Msg::Key(key));
    }
    text_of(&driver.draw().0)
}

fn finish(driver: &mut Driver) {
    while driver.loading() {
        driver.advance().expect("it can be read");
        std::thread::yield_now();
    }
}

#[test]
fn the_beginning_of_a_large_roster_stands_at_once_and_keys_work_on_it() {
    for size in [(80, 24), (120, 40)] {
        let home = Home::new();
        ledger(&home);
        let mut driver = begin(&home, size);
        let first = press(&mut driver, "");
        assert!(first.contains("正在载入台账"), "{first}");
        assert!(
            first.contains("M4 报送方案 还有 11 天"),
            "the countdown stands:\n{first}"
        );
        // Nothing of a part is taken for the whole.
        assert!(!first.contains("拟脱钩 1"), "{first}");
        let roster = press(&mut driver, "<f3>jj");
        assert!(roster.contains("第1号行业协会"), "{roster}");
        assert!(!roster.contains('%') || roster.contains("载入"), "{roster}");
        let refused = press(&mut driver, "<enter>");
        assert!(refused.contains("载入后再试"), "{refused}");
        for tab in ["<f2>", "<f4>", "<f10>", "<f11>"] {
            let page = press(&mut driver, tab);
            assert!(page.contains("正在载入台账"), "{tab}:\n{page}");
        }
        press(&mut driver, "<f3>");
        let before = driver.model().roster.current();
        finish(&mut driver);
        assert_eq!(driver.model().roster.current(), before, "the cursor stays");
        let all = press(&mut driver, "");
        assert!(all.contains("5000 = 已脱钩 1250 + 拟脱钩 3750"), "{all}");
        // What was recorded at the far end is there.
        let found = press(&mut driver, "/4999<enter><enter>");
        assert!(found.contains("第4999号行业协会"), "{found}");
        let ix = driver.model().ledger.association_ix(4999).expect("4999");
        assert_eq!(driver.model().ledger.progress(ix).all().done, 1);
        press(&mut driver, "<space>");
        assert!(driver.model().message.as_ref().is_some_and(|m| !m.failed));
    }
}

#[test]
fn what_is_read_behind_the_screen_is_what_is_read_at_once() {
    let home = Home::new();
    ledger(&home);
    let mut driver = begin(&home, (80, 24));
    // Somebody else records meanwhile.
    let (mut other, mut theirs) = home.open("李四");
    let tick = Command::SetItem {
        association: 1,
        item: "P2".into(),
        state: Some(ItemState::Done),
        note: None,
        evidence: None,
    };
    let receipt = other.execute(&mut theirs, &tick, moment("2020-06-21"));
    receipt.expect("ticked");
    finish(&mut driver);
    driver.look_around();
    assert_eq!(driver.model().ledger, theirs);
}

#[test]
fn numbers_of_a_country_do_not_run_into_each_other() {
    for size in [(80, 24), (120, 40)] {
        let home = Home::new();
        // One bureau with nearly all of them.
        let rows = (1..=ROWS).map(|no| RosterRow {
            no,
            name: format!("第{no}号行业协会").into(),
            printed_unit: "开封市教育体育局".into(),
            status: Status::Planned,
        });
        let origin = Origin::new(seed::builtin_documents(), rows.collect());
        let opened = Session::create(&home.ledger(), "张三".into(), origin);
        drop(opened.expect("made"));
        let mut driver = begin(&home, size);
        finish(&mut driver);
        let screen = press(&mut driver, "");
        let sums = driver.model().overview.sums.as_ref().expect("sums");
        let owed = sums.units[0].owed;
        let numbers = [owed.overdue, owed.soon, owed.later].map(|number| number.to_string());
        let line = screen
            .lines()
            .find(|line| line.contains(&numbers[2]) && line.contains("教"))
            .unwrap_or_else(|| panic!("no line of the bureau in\n{screen}"));
        let words: Vec<&str> = line.split_whitespace().collect();
        for number in &numbers {
            assert!(words.contains(&number.as_str()), "{number} in {line}");
        }
        assert!(screen.contains("/5000 家"), "{screen}");
    }
}
