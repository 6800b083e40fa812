//! The program on a stand: in this process, drawing on something that counts bytes, so that one
//! key can be measured without the noise of a terminal.

use std::path::Path;
use std::time::{Duration, Instant};

use tuogou::tui::driver::Driver;
use tuogou::tui::painter::Painter;

use crate::proc;
use crate::support::desk;
use crate::support::sink::Sink;
use crate::table::{Table, median, ms, quantile};

/// No series goes on for longer.
const LONG_ENOUGH: Duration = Duration::from_secs(20);

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

    /// Reads a ledger as the loop does and says how long keys have to wait at most meanwhile: the
    /// longest that the loop is at something else, from the first frame until all is loaded.
    pub fn longest_pause(ledger: &Path) -> Duration {
        let mut stand = Self::with(desk::at_once(ledger));
        let mut longest = Duration::ZERO;
        while stand.driver.loading() {
            std::thread::sleep(stand.driver.patience(Duration::ZERO));
            let begun = Instant::now();
            if stand.driver.advance().expect("read") {
                stand.key("");
            }
            longest = longest.max(begun.elapsed());
        }
        longest
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
