//! What may not grow with the ledger, held without a clock: steps of the database, frames drawn,
//! bytes written to the terminal, at two sizes ten times apart and within the same bounds.

use std::collections::HashSet;
use std::path::PathBuf;
use std::sync::LazyLock;

use ratatui::layout::Size;
use tempfile::TempDir;
use tuogou::app::listing::ListRow;
use tuogou::domain::change::Subject;
use tuogou::domain::command::Command;
use tuogou::domain::model::ItemState;
use tuogou::domain::progress::Progress;
use tuogou::store::file::WorkCount;
use tuogou::tui::driver::Driver;
use tuogou::tui::msg::Msg;
use tuogou::tui::painter::Painter;

use crate::sized::desk;
use crate::sized::history;
use crate::sized::sink::Sink;
use crate::support::{Home, make, moment};

/// Associations; a tenth of them has ticked 25 items each.
const SIZES: [u32; 2] = [2_000, 20_000];

/// A ledger of each size, made once.
static LEDGERS: LazyLock<TempDir> = LazyLock::new(|| {
    let folder = tempfile::tempdir().expect("a folder");
    for size in SIZES {
        history::make(&ledger(&folder, size), size, true).expect("made");
    }
    folder
});

fn ledger(folder: &TempDir, size: u32) -> PathBuf {
    folder.path().join(format!("{size}.db"))
}

/// What makes one thing of what is drawn: the start and the end of a synchronized update, and
/// the cursor put where it belongs.
const ENVELOPE: u64 = 64;

/// A screen of 120x40, told in full.
const WHOLE_SCREEN: u64 = 24 * 1024;

/// The program on a ledger of a size, with everything that it does counted.
struct Counted {
    driver: Driver,
    painter: Painter<Sink>,
    sink: Sink,
    work: WorkCount,
    _home: Home,
}

/// What some keys came to.
#[derive(Debug, PartialEq, Eq)]
struct Counts {
    steps: u64,
    statements: u64,
    frames: u64,
    bytes: u64,
}

impl Counted {
    fn new(size: u32) -> Self {
        let home = Home::new();
        std::fs::copy(ledger(&LEDGERS, size), home.ledger()).expect("copied");
        let (session, ledger, work) = desk::counted(&home.ledger());
        let sink = Sink::default();
        let mut counted = Self {
            driver: desk::driver_of(session, ledger),
            painter: Painter::of_size(sink.clone(), desk::SIZE).expect("a painter"),
            sink,
            work,
            _home: home,
        };
        counted.frame();
        counted
    }

    /// The terminal has another size from now on.
    fn resize(&mut self, size: Size) {
        self.driver.handle(Msg::Resize(size));
        self.painter = Painter::of_size(self.sink.clone(), size).expect("a painter");
        self.frame();
    }

    /// Draws as the loop does after what is waiting was taken.
    fn frame(&mut self) {
        self.painter.paint(self.driver.model()).expect("drawn");
    }

    /// Presses keys, each with its frame.
    fn keys(&mut self, keys: &[&str]) {
        for key in keys {
            desk::press(&mut self.driver, key);
            self.frame();
        }
    }

    /// Counts what happens meanwhile.
    fn count(&mut self, happens: impl FnOnce(&mut Self)) -> Counts {
        let before = self.so_far();
        happens(self);
        let after = self.so_far();
        Counts {
            steps: after.steps - before.steps,
            statements: after.statements - before.statements,
            frames: after.frames - before.frames,
            bytes: after.bytes - before.bytes,
        }
    }

    fn so_far(&self) -> Counts {
        Counts {
            steps: self.work.steps(),
            statements: self.work.statements(),
            frames: self.painter.frames(),
            bytes: self.sink.bytes(),
        }
    }
}

/// At both sizes, from the roster.
fn at_each_size(mut story: impl FnMut(u32, &mut Counted)) {
    for size in SIZES {
        let mut counted = Counted::new(size);
        counted.keys(&["<f3>", "<home>"]);
        story(size, &mut counted);
    }
}

/// Some checklists are ticked on the same days: they are gone through once, and their sums kept once,
/// however many there are.
#[test]
fn what_stands_alike_is_added_up_and_kept_once() {
    for size in SIZES {
        let home = Home::new();
        std::fs::copy(ledger(&LEDGERS, size), home.ledger()).expect("copied");
        let (_, ledger, _) = desk::counted(&home.ledger());
        let all = ledger.associations().keys();
        let kept: HashSet<*const Progress> = all
            .map(|ix| std::ptr::from_ref(ledger.progress(ix)))
            .collect();
        assert!(kept.len() <= 400, "{size}: {}", kept.len());
    }
}

#[test]
fn moving_the_cursor_asks_nothing_of_the_database_and_writes_what_changed() {
    at_each_size(|size, counted| {
        for (key, bytes) in [
            // The lines left and entered, and all of the preview beside them.
            ("j", 2_560),
            ("j", 2_560),
            ("k", 2_560),
            ("<pagedown>", WHOLE_SCREEN),
            ("<end>", WHOLE_SCREEN),
            // The preview of the last one has few lines.
            ("k", 1_024),
        ] {
            let counts = counted.count(|counted| counted.keys(&[key]));
            assert_eq!((counts.steps, counts.frames), (0, 1), "{size} {key}");
            assert!(counts.bytes <= bytes, "{size} {key}: {counts:?}");
        }
        // Where there is no room for a preview.
        counted.resize(Size::new(80, 24));
        counted.keys(&["<home>"]);
        for key in ["j", "j", "k"] {
            let counts = counted.count(|counted| counted.keys(&[key]));
            assert_eq!((counts.steps, counts.frames), (0, 1), "{size} {key}");
            assert!(counts.bytes <= 2 * 1024, "{size} {key}: {counts:?}");
        }
    });
}

/// Where the preview keeps its form, what is told is two lines and what differs between two
/// associations.
#[test]
fn a_step_from_one_with_a_task_to_the_next_writes_less_than_a_kilobyte() {
    at_each_size(|size, counted| {
        let keys = "/状态:拟脱钩".chars().map(String::from);
        for key in keys.chain(["<enter>".to_owned(), "<home>".to_owned(), "j".to_owned()]) {
            counted.keys(&[&key]);
        }
        let tasks = |counted: &Counted| {
            let model = counted.driver.model();
            let ListRow::Association(ix) = model.roster.current()? else {
                return None;
            };
            Some(model.ledger.has_task(ix))
        };
        let mut steps = 0;
        for _ in 0..24 {
            let before = tasks(counted);
            let counts = counted.count(|counted| counted.keys(&["j"]));
            if before == Some(true) && tasks(counted) == before {
                steps += 1;
                assert!(counts.bytes <= 1_024, "{size}: {counts:?}");
            }
        }
        assert!(steps > 12, "{size}: {steps}");
    });
}

#[test]
fn folding_asks_nothing_of_the_database() {
    at_each_size(|size, counted| {
        for key in ["<left>", "<right>", "z", "z"] {
            let counts = counted.count(|counted| counted.keys(&[key]));
            assert_eq!((counts.steps, counts.frames), (0, 1), "{size} {key}");
            assert!(counts.bytes <= WHOLE_SCREEN, "{size} {key}: {counts:?}");
        }
    });
}

#[test]
fn typing_a_search_asks_nothing_of_the_database() {
    at_each_size(|size, counted| {
        for query in ["/dyxh", "/协会", "/没有这家"] {
            for key in query.chars().map(String::from) {
                let counts = counted.count(|counted| counted.keys(&[&key]));
                assert_eq!((counts.steps, counts.frames), (0, 1), "{size} {query}");
                assert!(counts.bytes <= WHOLE_SCREEN, "{size} {query}: {counts:?}");
            }
            counted.keys(&["<esc>", "<esc>"]);
        }
    });
}

/// It reads what others have recorded since and the number of the newest entry; not the ledger,
/// and not its history.
#[test]
fn a_tick_takes_a_handful_of_steps_and_writes_its_line() {
    at_each_size(|size, counted| {
        counted.keys(&["j", "j", "<enter>"]);
        for _ in 0..2 {
            let counts = counted.count(|counted| counted.keys(&["<space>"]));
            assert!(counts.steps <= 1_000, "{size}: {counts:?}");
            // The entry, its changes and the state, in a transaction; what counts for later days,
            // and the history beside the checklist.
            assert_eq!(counts.statements, 5 + 2, "{size}");
            assert_eq!(counts.frames, 1, "{size}");
            assert!(counts.bytes <= 4 * 1024, "{size}: {counts:?}");
        }
    });
}

#[test]
fn looking_around_reads_no_table_and_draws_nothing() {
    at_each_size(|size, counted| {
        let counts = counted.count(|counted| {
            assert!(!counted.driver.look_around(), "there is nothing new");
        });
        // `PRAGMA data_version` alone.
        assert!(counts.steps <= 10, "{size}: {counts:?}");
        assert_eq!(counts.statements, 1, "{size}");
        assert_eq!((counts.frames, counts.bytes), (0, 0), "{size}");
    });
}

/// What the pages show is known when they have been shown once.
#[test]
fn going_through_the_pages_again_asks_nothing_of_the_database() {
    at_each_size(|size, counted| {
        counted.keys(&["<tab>"; 5]);
        for _ in 0..5 {
            let counts = counted.count(|counted| counted.keys(&["<tab>"]));
            assert_eq!((counts.steps, counts.frames), (0, 1), "{size}");
            assert!(counts.bytes <= WHOLE_SCREEN, "{size}: {counts:?}");
        }
    });
}

#[test]
fn a_frame_on_which_nothing_changed_writes_its_envelope_alone() {
    at_each_size(|size, counted| {
        let counts = counted.count(Counted::frame);
        assert_eq!((counts.steps, counts.frames), (0, 1), "{size}");
        assert!(counts.bytes <= ENVELOPE, "{size}: {counts:?}");
    });
}

#[test]
fn opening_an_association_reads_what_is_its_own() {
    at_each_size(|size, counted| {
        let counts = counted.count(|counted| counted.keys(&["j", "<enter>"]));
        assert!(counts.steps <= 2_000, "{size}: {counts:?}");
        assert!(counts.bytes <= 2 * WHOLE_SCREEN, "{size}: {counts:?}");
    });
}

/// What counts for later days is taken back of what it is about, whatever else was recorded.
#[test]
fn looking_back_reads_what_later_days_have_touched() {
    at_each_size(|size, counted| {
        counted.keys(&["j", "j", "<enter>", "<f5>", "<ctrl-u>"]);
        counted.keys(&["2", "0", "2", "0", "-", "0", "7", "-", "2", "5", "<enter>"]);
        counted.keys(&["<space>", "<f5>", "<ctrl-u>"]);
        counted.keys(&["2", "0", "2", "0", "-", "0", "7", "-", "2", "0"]);
        let counts = counted.count(|counted| counted.keys(&["<enter>"]));
        assert_eq!(counted.driver.model().later, 1, "{size}");
        assert!(counts.steps <= 5_000, "{size}: {counts:?}");
        // How many entries are later, and what they have touched.
        assert_eq!(counts.statements, 2, "{size}");
    });
}

/// Whatever is done is one entry: a handful of statements, and as many for everybody as for one.
#[test]
fn recording_takes_as_many_statements_for_everybody_as_for_one() {
    let home = Home::new();
    make(&home.ledger());
    let (mut session, mut ledger, work) = desk::counted(&home.ledger());
    let moment = moment("2020-07-31");
    let mark = |subject| Command::Mark {
        milestone: "M4".into(),
        subject,
        on: moment.as_of,
    };
    let statements = |happens: &mut dyn FnMut()| {
        let before = work.statements();
        happens();
        work.statements() - before
    };
    let one = statements(&mut || {
        let receipt = session.execute(&mut ledger, &mark(Subject::Association(29)), moment);
        assert_eq!(receipt.expect("marked").changes, 1);
    });
    let all = statements(&mut || {
        let receipt = session.execute(&mut ledger, &mark(Subject::City), moment);
        assert_eq!(receipt.expect("marked").changes, 112);
    });
    assert_eq!((one, all), (5, 5));
    // What is taken back is asked for first.
    let undo = statements(&mut || {
        session.undo(&mut ledger, moment).expect("taken back");
    });
    assert_eq!(undo, 6);
    // What is refused is refused on the newest state.
    let refused = statements(&mut || {
        let unknown = mark(Subject::Association(9999));
        session
            .execute(&mut ledger, &unknown, moment)
            .expect_err("unknown");
    });
    assert_eq!(refused, 1);
}

/// What others have recorded comes with the answer that it is so.
#[test]
fn a_stale_head_brings_the_news_with_it() {
    let home = Home::new();
    make(&home.ledger());
    let (mut session, mut ledger, work) = desk::counted(&home.ledger());
    let (mut other, mut theirs) = home.open("李四");
    let tick = |item: &str| Command::SetItem {
        association: 29,
        item: item.into(),
        state: Some(ItemState::Done),
        note: None,
        evidence: None,
    };
    let moment = moment("2020-07-20");
    for item in ["P1", "P2", "P4"] {
        other
            .execute(&mut theirs, &tick(item), moment)
            .expect("ticked");
    }
    let before = work.statements();
    session
        .execute(&mut ledger, &tick("P5"), moment)
        .expect("ticked");
    // In vain, with the three entries and whether it is still the ledger that was read; then again,
    // with whether SQLite has noticed who wrote last.
    assert_eq!(work.statements() - before, 5 + 6);
    other.poll(&mut theirs).expect("read on");
    assert_eq!(ledger, theirs);
}

/// The measure itself.
#[test]
fn reading_the_whole_history_counts_with_its_length() {
    let steps = SIZES.map(|size| {
        let (session, _, work) = desk::counted(&ledger(&LEDGERS, size));
        let (steps, statements) = (work.steps(), work.statements());
        session.entries().expect("read");
        assert_eq!(work.statements() - statements, 1, "{size}");
        work.steps() - steps
    });
    assert!(steps[0] > 5_000, "{steps:?}");
    assert!(steps[1] > 9 * steps[0], "{steps:?}");
}
