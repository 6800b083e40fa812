//! The table: one line for each target, printed as soon as it is measured.

use std::time::Duration;

/// What is printed, and at which sizes it is measured.
pub struct Table {
    /// Associations, in the order of the columns.
    pub sizes: Vec<u32>,
    what: &'static str,
}

impl Table {
    pub fn new(sizes: Vec<u32>) -> Self {
        let heads: Vec<String> = sizes.iter().map(|size| thousands(*size)).collect();
        println!("| what | target | {} | command |", heads.join(" | "));
        println!("|---|---|{}---|", "---:|".repeat(heads.len()));
        Self { sizes, what: "" }
    }

    /// What is measured from here on.
    pub fn measuring(&mut self, what: &'static str) {
        self.what = what;
    }

    /// One line, with one cell for each size.
    pub fn line(&self, what: &str, target: &str, cells: &[String]) {
        let cells = cells.join(" | ");
        let command = format!("`cargo bench --bench scale -- {}`", self.what);
        println!("| {what} | {target} | {cells} | {command} |");
    }

    /// A line that cannot be measured here.
    pub fn skipped(&self, what: &str, target: &str, reason: &str) {
        let cells = vec![format!("skipped: {reason}"); 1];
        let empty = vec![String::new(); self.sizes.len() - 1];
        self.line(what, target, &[cells, empty].concat());
    }
}

fn thousands(number: u32) -> String {
    let digits = number.to_string();
    let groups = digits.as_bytes().rchunks(3).rev();
    let groups: Vec<String> = groups
        .map(|group| String::from_utf8_lossy(group).into_owned())
        .collect();
    groups.join(",")
}

/// Milliseconds with as many digits as mean something.
pub fn ms(time: Duration) -> String {
    let ms = time.as_secs_f64() * 1e3;
    let digits = [1.0, 10.0, 100.0].iter().filter(|limit| ms < **limit);
    format!("{ms:.*} ms", digits.count())
}

/// Mebibytes.
pub fn mib(bytes: u64) -> String {
    let kib = u32::try_from(bytes >> 10).unwrap_or(u32::MAX);
    format!("{:.1} MiB", f64::from(kib) / 1024.0)
}

/// How many times the one is the other.
pub fn ratio(one: Duration, other: Duration) -> String {
    format!("{:.2}x", one.as_secs_f64() / other.as_secs_f64())
}

/// What so many of a hundred do not exceed.
pub fn quantile<T: Ord + Copy>(samples: &[T], percent: usize) -> T {
    let mut sorted = samples.to_vec();
    sorted.sort_unstable();
    let at = (sorted.len() * percent).div_ceil(100);
    sorted[at.clamp(1, sorted.len()) - 1]
}

/// The median.
pub fn median<T: Ord + Copy>(samples: &[T]) -> T {
    quantile(samples, 50)
}
