//! The program on a stand: in this process, drawing on something that counts bytes, so that one
//! key can be measured without the noise of a terminal.

use std::path::Path;
use std::time::{Duration, Instant};

use tuogou::tui::driver::Driver;
use tuogou::tui::painter::Painter;

use crate::proc;
use crate::support::desk;
use crate::support::figures::{median, ms, quantile};
use crate::support::sink::Sink;
use crate::table::Table;

/// No series goes on for longer.
const LONG_ENOUGH: Duration = Duration::from_secs(20);

/// A key that is held down comes so often.
const PACE: Duration = Duration::from_millis(33);

/// Keys of somebody who does not wait: the roster, up and down, folding, a search and out of it,
/// other pages.
const IMPATIENT: [&str; 16] = [
    "<f3>", "j", "j", "k", "<end>", "<home>", "z", "z", "/", "x", "<esc>", "<esc>", "<tab>", "j",
    "<tab>", "j",
];

pub struct Stand {
    driver: Driver,
    painter: Painter<Sink>,
    sink: Sink,
}

/// What one key came to, from the key to the end of its frame.
#[derive(Debug, Clone, Copy)]
pub struct Sample {
    /// On the clock.
    pub wall: Duration,
    /// On processors, all threads.
    pub cpu: Duration,
    /// Written to the terminal.
    pub bytes: u64,
}

impl Stand {
    /// Opens a ledger and draws the first screen.
    pub fn new(ledger: &Path) -> Self {
        Self::with(desk::driver(ledger))
    }

    fn with(driver: Driver) -> Self {
        let sink = Sink::default();
        let mut stand = Self {
            driver,
            painter: Painter::of_size(sink.clone(), desk::SIZE).expect("a painter"),
            sink,
        };
        stand.key("");
        stand
    }

    /// Reads a ledger as the loop does while somebody types at the pace of a repeated key, up to
    /// the first key after all is loaded; says how long each key had to wait, from when it was typed
    /// to the end of its frame.
    pub fn impatient(ledger: &Path) -> Vec<Duration> {
        let mut stand = Self::with(desk::at_once(ledger));
        let begun = Instant::now();
        let mut waits = Vec::new();
        for (key, turn) in IMPATIENT.iter().cycle().zip(1..) {
            let typed = PACE * turn;
            while begun.elapsed() < typed {
                let left = typed.saturating_sub(begun.elapsed());
                stand.meanwhile(left);
            }
            stand.key(key);
            waits.push(begun.elapsed().saturating_sub(typed));
            if !stand.driver.loading() {
                break;
            }
        }
        stand.driver.leave();
        waits
    }

    /// What the loop does while nobody types, for no longer than it has to wait.
    fn meanwhile(&mut self, left: Duration) {
        std::thread::sleep(self.driver.patience(left).min(left));
        let changed = if self.driver.loading() {
            self.driver.advance().expect("read")
        } else {
            self.driver.searching() && self.driver.search()
        };
        if changed {
            self.key("");
        }
    }

    /// Presses keys as one and draws.
    pub fn key(&mut self, keys: &str) -> Sample {
        let bytes = self.sink.bytes();
        let (wall, cpu) = (Instant::now(), proc::own_cpu());
        desk::press(&mut self.driver, keys);
        self.painter.paint(self.driver.model()).expect("drawn");
        Sample {
            wall: wall.elapsed(),
            cpu: proc::own_cpu().saturating_sub(cpu),
            bytes: self.sink.bytes() - bytes,
        }
    }

    /// Presses keys one by one, so often unless that takes too long.
    pub fn series(&mut self, keys: &[&str], times: usize) -> Vec<Sample> {
        let begun = Instant::now();
        let keys = std::iter::repeat_n(keys, times).flatten();
        keys.map_while(|key| (begun.elapsed() < LONG_ENOUGH).then(|| self.key(key)))
            .collect()
    }
}

/// How a sample is put into a cell.
pub type Cell = fn(&[Sample]) -> String;

/// Time on processors: median and 99 of 100.
pub fn cpu(samples: &[Sample]) -> String {
    both(samples, |sample| sample.cpu)
}

/// Time on the clock: median and 99 of 100.
pub fn wall(samples: &[Sample]) -> String {
    both(samples, |sample| sample.wall)
}

/// Bytes: median and most.
pub fn bytes(samples: &[Sample]) -> String {
    let all: Vec<u64> = samples.iter().map(|sample| sample.bytes).collect();
    format!("{} / {}", median(&all), quantile(&all, 100))
}

fn both(samples: &[Sample], part: fn(&Sample) -> Duration) -> String {
    let all: Vec<Duration> = samples.iter().map(part).collect();
    format!("{} / {}", ms(median(&all)), ms(quantile(&all, 99)))
}

/// One line of the table from samples of each size.
pub fn line(table: &Table, what: &str, target: &str, samples: &[Vec<Sample>], cell: Cell) {
    let cells: Vec<String> = samples.iter().map(|samples| cell(samples)).collect();
    table.line(what, target, &cells);
}
