//! From the start of the process to the end of its first frame, beside the minimal program.

use std::path::Path;
use std::time::Duration;

use crate::fixture;
use crate::pty::Terminal;
use crate::support::figures::{median, ms, ratio};
use crate::table::Table;

/// Runs of each program at each size, one after the other, after one that warms the caches.
const RUNS: usize = 21;
/// Runs where one takes more than [`LONG`].
const FEW_RUNS: usize = 5;
const LONG: Duration = Duration::from_secs(1);

/// Times of one size.
struct Times {
    ledger: std::path::PathBuf,
    ours: Vec<Duration>,
    minimal: Vec<Duration>,
    loaded: Vec<Duration>,
}

impl Times {
    fn enough(&self) -> bool {
        let runs = self.ours.len();
        runs >= RUNS || runs >= FEW_RUNS && median(&self.ours) > LONG
    }
}

/// The median of a few starts, after one that warms the caches.
fn first_frame(ledger: &Path) -> Duration {
    let frames = (0..=FEW_RUNS).map(|_| {
        let mut terminal = Terminal::program(ledger);
        let first = terminal.frame();
        terminal.quit("q");
        first
    });
    median(&frames.skip(1).collect::<Vec<_>>())
}

pub fn measure(table: &mut Table) {
    let minimal = fixture::example("minimal");
    let mut all: Vec<Times> = table
        .sizes
        .iter()
        .map(|size| Times {
            ledger: fixture::ledger(*size),
            ours: Vec::new(),
            minimal: Vec::new(),
            loaded: Vec::new(),
        })
        .collect();
    for round in 0..=RUNS {
        for times in all.iter_mut().filter(|times| !times.enough()) {
            let mut terminal = Terminal::start(&minimal, &[&times.ledger]);
            let to_compare = terminal.frame();
            terminal.quit("q");
            let mut terminal = Terminal::program(&times.ledger);
            let first = terminal.frame();
            if round == 0 {
                // The caches are warm now.
            } else {
                times.minimal.push(to_compare);
                times.ours.push(first);
                if times.loaded.len() < FEW_RUNS {
                    times.loaded.push(terminal.settle().max(first));
                }
            }
            terminal.quit("q");
        }
    }
    let cells = |cell: &dyn Fn(&Times) -> String| all.iter().map(cell).collect::<Vec<_>>();
    table.line(
        "start to the first complete frame",
        "",
        &cells(&|times| ms(median(&times.ours))),
    );
    table.line(
        "start of the minimal program, by turns",
        "",
        &cells(&|times| ms(median(&times.minimal))),
    );
    table.line(
        "start, against the minimal program",
        "<= 1.4x at 150",
        &cells(&|times| ratio(median(&times.ours), median(&times.minimal))),
    );
    let at_150 = table.sizes.iter().position(|size| *size == 150);
    if let Some(at) = at_150 {
        let base = median(&all[at].ours);
        table.line(
            "start, against the start at 150",
            "<= 2x at 100,000, 3x at 1,000,000",
            &cells(&|times| ratio(median(&times.ours), base)),
        );
    }
    let of_roster = table.sizes.iter().map(|size| {
        let made = fixture::of_roster(*size);
        made.map_or_else(|| "–".to_owned(), |ledger| ms(first_frame(&ledger)))
    });
    let of_roster: Vec<String> = of_roster.collect();
    table.line("start, of a ledger made from a roster", "", &of_roster);
    table.line(
        "start until everything is loaded and drawn",
        "<= 150 ms at 100,000",
        &cells(&|times| ms(median(&times.loaded))),
    );
}
