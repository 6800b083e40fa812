//! Ways to write a report. None of them knows which report it writes.

use chrono::NaiveDate;

use crate::domain::ledger::Ledger;

pub mod csv;
pub mod html;
pub mod json;
pub mod markdown;
pub mod text;
pub mod xlsx;
mod xlsx_cells;
mod xlsx_head;

/// What stands above a report on paper.
fn titled(ledger: &Ledger, name: &str, as_of: NaiveDate) -> String {
    let (year, title) = (ledger.round().info.year, ledger.round().title());
    format!("{year}年{title} {name}（基准日 {as_of}）")
}

/// Nothing of a text needs care: neither of two signs is in it, nor one that lies before the space.
///
/// Eight bytes at a time, as a difference of words: a byte that is too small borrows from the highest
/// bit of its place. One by one this was a third of a list. The signs are known when it is compiled, which
/// makes it three times as fast.
fn is_free_of<const ONE: u8, const OTHER: u8>(text: &str) -> bool {
    const ONES: u64 = u64::from_ne_bytes([1; 8]);
    const HIGH: u64 = u64::from_ne_bytes([0x80; 8]);
    // Finds a byte below a bound if there is one, whichever it is; none that is no ASCII.
    let below = |word: u64, bound: u8| word.wrapping_sub(ONES * u64::from(bound)) & !word & HIGH;
    let (words, rest) = text.as_bytes().as_chunks();
    let free = |word: &[u8; 8]| {
        let word = u64::from_ne_bytes(*word);
        let same = |sign: u8| below(word ^ (ONES * u64::from(sign)), 1);
        below(word, b' ') | same(ONE) | same(OTHER) == 0
    };
    let free_byte = |byte: &u8| *byte >= b' ' && *byte != ONE && *byte != OTHER;
    words.iter().all(free) && rest.iter().all(free_byte)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::is_free_of;

    proptest! {
        #[test]
        fn a_text_is_free_of_what_none_of_its_bytes_is(text in "[ -~\\x00-\\x7f协é]{0,40}") {
            let free = |byte: u8| byte >= b' ' && byte != b'"' && byte != b',';
            prop_assert_eq!(is_free_of::<b'"', b','>(&text), text.bytes().all(free));
        }

        #[test]
        fn one_sign_is_found_wherever_it_stands(at in 0usize..24, sign in prop::sample::select(&b"\",\x00\n\x1f"[..])) {
            let mut text = [b'~'; 24];
            text[at] = sign;
            prop_assert!(!is_free_of::<b'"', b','>(std::str::from_utf8(&text).expect("ASCII")));
        }
    }
}
