//! Chance that can be had again: a test that fails says the seed, and `TUOGOU_SEED` throws the same.

use std::hash::{BuildHasher as _, RandomState};

/// Numbers by `SplitMix64`.
pub struct Dice {
    seed: u64,
    state: u64,
}

impl Dice {
    pub fn new() -> Self {
        let given = std::env::var("TUOGOU_SEED").ok();
        let seed = match given {
            Some(seed) => seed.parse().expect("TUOGOU_SEED is a number"),
            None => RandomState::new().hash_one(0),
        };
        Self { seed, state: seed }
    }

    fn next(&mut self) -> u64 {
        self.state = self.state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.state;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// Less than a bound, which is not 0.
    pub fn below(&mut self, bound: usize) -> usize {
        usize::try_from(self.next() % bound as u64).expect("less than a usize")
    }

    /// One of several.
    pub fn one<'t, T>(&mut self, of: &'t [T]) -> &'t T {
        &of[self.below(of.len())]
    }
}

impl Drop for Dice {
    fn drop(&mut self) {
        if std::thread::panicking() {
            eprintln!("TUOGOU_SEED={} throws the same again", self.seed);
        }
    }
}

/// How many times more than usual a test is to try: `TUOGOU_LONG`, else once.
pub fn times() -> usize {
    let given = std::env::var("TUOGOU_LONG").ok();
    given.map_or(1, |times| times.parse().expect("TUOGOU_LONG is a number"))
}
