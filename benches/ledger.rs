//! Parts of what is felt, to look at one of them closely: load, first frame, key to frame, search
//! keystroke to frame, tick to frame, of the 150 of the notice and of more. `cargo bench --bench
//! ledger`; the targets are measured by `benches/scale`.

#[path = "support/mod.rs"]
mod support;

use divan::Bencher;
use tempfile::TempDir;
use tuogou::app::session::Session;
use tuogou::domain::finding::{self, Scope};
use tuogou::domain::ledger::Ledger;
use tuogou::tui::driver::Driver;

use support::desk::{self, day, press};
use support::history;

const SIZES: [u32; 3] = [150, 10_000, 100_000];

/// Where one run stays under a second or two.
const TO_A_MILLION: [u32; 4] = [150, 10_000, 100_000, 1_000_000];

fn main() {
    divan::main();
}

/// A ledger file that exists already, and that nobody has worked on.
struct Desk {
    folder: TempDir,
}

impl Desk {
    fn new(size: u32) -> Self {
        let desk = Self {
            folder: tempfile::tempdir().expect("a folder"),
        };
        history::make(&desk.path(), size, false).expect("made");
        desk
    }

    fn path(&self) -> std::path::PathBuf {
        self.folder.path().join("ledger.db")
    }

    fn open(&self) -> (Session, Ledger) {
        desk::open(&self.path())
    }

    /// With the roster open.
    fn roster(&self) -> Driver {
        let mut driver = self.driver();
        press(&mut driver, "<f3>");
        driver
    }

    fn driver(&self) -> Driver {
        desk::driver(&self.path())
    }
}

#[divan::bench(args = TO_A_MILLION, sample_count = 20, sample_size = 1)]
fn load(bencher: Bencher, size: u32) {
    let desk = Desk::new(size);
    bencher.bench_local(|| desk.open());
}

#[divan::bench(args = SIZES, sample_count = 20, sample_size = 1)]
fn load_to_first_frame(bencher: Bencher, size: u32) {
    let desk = Desk::new(size);
    bencher.bench_local(|| desk.driver().draw());
}

#[divan::bench(args = TO_A_MILLION)]
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
    bencher.bench_local(|| finding::of(&ledger, Scope::Everything, day()));
}
