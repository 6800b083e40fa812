//! Chance that always falls the same way: a number drawn from an association's number and a
//! word. Needs no state, so that what is drawn first does not move what is drawn next.

/// FNV-1a over the word, and the last steps of `SplitMix64` over both: each bit of the result
/// depends on each bit of what goes in, also for numbers that follow each other.
fn draw(no: u32, word: &str) -> u64 {
    let mut hash = 0xcbf2_9ce4_8422_2325u64;
    for byte in word.bytes() {
        hash = (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
    }
    let mut mixed = hash.wrapping_add(u64::from(no).wrapping_mul(0x9e37_79b9_7f4a_7c15));
    mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    mixed ^ (mixed >> 31)
}

/// A number from `low` to `high`, both included; `low` when they are the wrong way round.
pub fn within(no: u32, word: &str, low: i64, high: i64) -> i64 {
    let span = high.saturating_sub(low).max(0).unsigned_abs() + 1;
    let drawn = i64::try_from(draw(no, word) % span).unwrap_or(0);
    low + drawn
}

/// Happens in so many cases of a hundred.
pub fn happens(no: u32, word: &str, share: u64) -> bool {
    draw(no, word) % 100 < share
}

/// One of several; `None` when there is none.
pub fn pick<'a, T>(no: u32, word: &str, all: &'a [T]) -> Option<&'a T> {
    let at = draw(no, word) % u64::try_from(all.len()).ok().filter(|len| *len > 0)?;
    all.get(usize::try_from(at).ok()?)
}

/// One of several, the likelier the more it weighs.
pub fn weighed<'a, T>(
    no: u32,
    word: &str,
    all: impl Iterator<Item = &'a T> + Clone,
    weight: impl Fn(&T) -> u64,
) -> Option<&'a T> {
    let total: u64 = all.clone().map(&weight).sum();
    let mut left = draw(no, word).checked_rem(total)?;
    for one in all {
        match left.checked_sub(weight(one)) {
            Some(rest) => left = rest,
            None => return Some(one),
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn draws_are_spread_and_repeat() {
        let share = (1..=1000).filter(|no| happens(*no, "x", 30)).count();
        assert!((250..350).contains(&share), "{share}");
        assert_eq!(within(7, "x", 3, 3), 3);
        assert!((1..=200).all(|no| (-4..=9).contains(&within(no, "y", -4, 9))));
        assert_eq!(draw(29, "pace"), draw(29, "pace"));
        assert_ne!(draw(29, "pace"), draw(30, "pace"));
        let kinds = [(0, 1), (1, 0), (2, 3)];
        let heavy = (1..=400).filter_map(|no| weighed(no, "z", kinds.iter(), |kind| kind.1));
        let heavy: Vec<u64> = heavy.map(|kind| kind.0).collect();
        assert!(!heavy.contains(&1) && heavy.len() == 400);
        assert!(heavy.iter().filter(|kind| **kind == 2).count() > 250);
    }
}
