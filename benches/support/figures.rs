//! How what was measured is told: medians, and units with as many digits as mean something.

use std::time::Duration;

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
