//! The program at work on a ledger file, without a terminal: a day, a clock, a driver, keys.

use std::path::Path;

use chrono::{DateTime, NaiveDate, Utc};
use ratatui::layout::Size;
use tuogou::app::clock::{AsOf, Clock};
use tuogou::app::session::Session;
use tuogou::domain::ledger::Ledger;
use tuogou::store::file::{FileStore, WorkCount};
use tuogou::text::cells::SignWidth;
use tuogou::text::glyphs::Glyphs;
use tuogou::tui::driver::Driver;
use tuogou::tui::keymap::parse_keys;
use tuogou::tui::model::Setup;
use tuogou::tui::msg::Msg;
use tuogou::tui::theme::{Depth, Paper, Scheme, Theme};

/// The screen.
pub const SIZE: Size = Size::new(120, 40);

/// The day at hand.
pub fn day() -> NaiveDate {
    NaiveDate::from_ymd_opt(2020, 7, 20).expect("a date")
}

fn instant() -> DateTime<Utc> {
    DateTime::from_timestamp(1_595_206_800, 0).expect("an instant")
}

/// Opens a ledger that exists.
pub fn open(path: &Path) -> (Session, Ledger) {
    Session::open(path, "bench".into()).expect("opened")
}

/// Opens a ledger, and counts what is done for it.
pub fn counted(path: &Path) -> (Session, Ledger, WorkCount) {
    let mut store = FileStore::open(path).expect("opened");
    let work = store.count_work().expect("counting");
    let (session, ledger) = Session::on(Box::new(store), "bench".into()).expect("loaded");
    (session, ledger, work)
}

/// The program on its first screen, with a ledger that exists.
pub fn driver(path: &Path) -> Driver {
    let (session, ledger) = open(path);
    driver_of(session, ledger)
}

/// The program as it starts: a large ledger is still being read.
pub fn at_once(path: &Path) -> Driver {
    let opened = Session::open_at_once(path, "bench".into());
    let (session, ledger, rest) = opened.expect("opened");
    Driver::behind(session, ledger, rest, setup(), CLOCK)
}

/// The program on its first screen.
pub fn driver_of(session: Session, ledger: Ledger) -> Driver {
    Driver::new(session, ledger, setup(), CLOCK)
}

/// The same by the clock of this machine, which a server holds its own against.
pub fn driver_now(session: Session, ledger: Ledger) -> Driver {
    Driver::new(session, ledger, setup(), Clock::REAL)
}

const CLOCK: Clock = Clock {
    now: instant,
    today: day,
};

fn setup() -> Setup {
    Setup {
        as_of: AsOf::Fixed(day()),
        today: day(),
        who: "bench".into(),
        size: SIZE,
        // What most terminals say of themselves.
        theme: Theme::new(Scheme::Usual, Depth::Indexed, Paper::Dark),
        glyphs: &Glyphs::SAFE,
        signs: SignWidth::One,
        folder: String::new(),
    }
}

/// Presses keys as a story writes them: `/dyxh<enter>`.
pub fn press(driver: &mut Driver, keys: &str) {
    for key in parse_keys(keys).expect("keys") {
        driver.handle(Msg::Key(key));
    }
}
