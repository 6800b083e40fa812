//! What is felt: load, first frame, key to frame, search keystroke to frame, tick to frame; at
//! the 150 of the notice and at 100,000. `cargo bench`; numbers in `docs/performance.md`.

use chrono::{DateTime, NaiveDate, Utc};
use divan::Bencher;
use ratatui::layout::Size;
use tempfile::TempDir;
use tuogou::app::clock::AsOf;
use tuogou::app::session::Session;
use tuogou::domain::finding::list;
use tuogou::domain::ledger::{Ledger, RosterRow};
use tuogou::domain::model::Status;
use tuogou::exchange::seed::{builtin_documents, builtin_roster};
use tuogou::store::Origin;
use tuogou::text::glyphs::Glyphs;
use tuogou::tui::driver::{Clock, Driver};
use tuogou::tui::keymap::parse_keys;
use tuogou::tui::model::Setup;
use tuogou::tui::theme::Theme;
use tuogou::tui::update::Msg;

const SIZES: [u32; 2] = [150, 100_000];

fn main() {
    divan::main();
}

fn day() -> NaiveDate {
    NaiveDate::from_ymd_opt(2020, 7, 20).expect("a date")
}

fn instant() -> DateTime<Utc> {
    DateTime::from_timestamp(1_595_206_800, 0).expect("an instant")
}

/// The printed roster, or a larger one with as many units in proportion, the real share of
/// 已脱钩, and unique names.
fn roster(size: u32) -> Vec<RosterRow> {
    let real = builtin_roster().expect("the built-in roster");
    if size as usize == real.len() {
        return real;
    }
    (1..=size)
        .map(|no| {
            let model = &real[(no as usize - 1) % real.len()];
            let city = (no - 1) / 150 + 1;
            RosterRow {
                no,
                name: format!("第{city}市{}", model.name.trim_start_matches("开封市")),
                printed_unit: format!(
                    "第{city}市{}",
                    model.printed_unit.trim_start_matches("开封市")
                ),
                status: if no * 37 / 150 == (no - 1) * 37 / 150 {
                    Status::Planned
                } else {
                    Status::Decoupled
                },
            }
        })
        .collect()
}

/// A ledger file that exists already.
struct Desk {
    folder: TempDir,
}

impl Desk {
    fn new(size: u32) -> Self {
        let desk = Self {
            folder: tempfile::tempdir().expect("a folder"),
        };
        Session::open_or_make(&desk.path(), "bench".into(), || Origin {
            documents: builtin_documents(),
            roster: roster(size),
        })
        .expect("made");
        desk
    }

    fn path(&self) -> std::path::PathBuf {
        self.folder.path().join("ledger.db")
    }

    fn open(&self) -> (Session, Ledger) {
        Session::open(&self.path(), "bench".into()).expect("opened")
    }

    /// With the roster open.
    fn roster(&self) -> Driver {
        let mut driver = self.driver();
        press(&mut driver, "<f3>");
        driver
    }

    fn driver(&self) -> Driver {
        let (session, ledger) = self.open();
        let setup = Setup {
            as_of: AsOf::Fixed(day()),
            today: day(),
            who: "bench".into(),
            size: Size::new(120, 40),
            theme: Theme::new(true),
            glyphs: &Glyphs::SAFE,
            folder: String::new(),
        };
        Driver::new(
            session,
            ledger,
            setup,
            Clock {
                now: instant,
                today: day,
            },
        )
    }
}

fn press(driver: &mut Driver, keys: &str) {
    for key in parse_keys(keys).expect("keys") {
        driver.handle(Msg::Key(key));
    }
}

#[divan::bench(args = SIZES, sample_count = 20, sample_size = 1)]
fn load(bencher: Bencher, size: u32) {
    let desk = Desk::new(size);
    bencher.bench_local(|| desk.open());
}

#[divan::bench(args = SIZES, sample_count = 20, sample_size = 1)]
fn load_to_first_frame(bencher: Bencher, size: u32) {
    let desk = Desk::new(size);
    bencher.bench_local(|| desk.driver().draw());
}

#[divan::bench(args = SIZES)]
fn move_to_frame(bencher: Bencher, size: u32) {
    let desk = Desk::new(size);
    let mut driver = desk.roster();
    bencher.bench_local(|| {
        press(&mut driver, "j");
        driver.draw()
    });
}

#[divan::bench(args = SIZES, sample_count = 20, sample_size = 1)]
fn search_keystroke_to_frame(bencher: Bencher, size: u32) {
    let desk = Desk::new(size);
    bencher
        .with_inputs(|| {
            let mut driver = desk.roster();
            press(&mut driver, "/dyx");
            driver
        })
        .bench_local_values(|mut driver| {
            press(&mut driver, "h");
            (driver.draw(), driver)
        });
}

#[divan::bench(args = SIZES, sample_count = 20, sample_size = 1)]
fn condition_keystroke_to_frame(bencher: Bencher, size: u32) {
    let desk = Desk::new(size);
    bencher
        .with_inputs(|| {
            let mut driver = desk.roster();
            press(&mut driver, "/status:拟 due<lt>7d -M4:done light:re");
            driver
        })
        .bench_local_values(|mut driver| {
            press(&mut driver, "d");
            (driver.draw(), driver)
        });
}

#[divan::bench(args = SIZES, sample_count = 20, sample_size = 1)]
fn status_filter_to_frame(bencher: Bencher, size: u32) {
    let desk = Desk::new(size);
    let mut driver = desk.roster();
    bencher.bench_local(|| {
        press(&mut driver, "s");
        driver.draw()
    });
}

/// With the fsync of the record.
#[divan::bench(args = SIZES, sample_count = 20, sample_size = 1)]
fn tick_to_frame(bencher: Bencher, size: u32) {
    let desk = Desk::new(size);
    let mut driver = desk.roster();
    press(&mut driver, "j<enter>");
    bencher.bench_local(|| {
        press(&mut driver, "<space>");
        driver.draw()
    });
}

#[divan::bench(args = SIZES, sample_count = 20, sample_size = 1)]
fn all_findings(bencher: Bencher, size: u32) {
    let (_, ledger) = Desk::new(size).open();
    bencher.bench_local(|| list::all(&ledger, day()));
}
