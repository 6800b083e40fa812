//! Text as people see it: in which language, cells, signs, and the folding of full-width forms. Knows no domain.

// First, so that its macros hold in all that follows.
#[macro_use]
pub mod lang;

pub mod cells;
pub mod day;
pub mod fault;
pub mod fold;
pub mod glyphs;
pub mod hex;
pub mod markdown;
#[macro_use]
pub mod markup;
pub mod numbering;
pub mod pasted;
pub mod plain;
pub mod plural;
pub mod typed_day;

/// The number of the line, from 1, in which a byte of a text stands.
pub fn line_number(text: &str, byte: usize) -> usize {
    text.bytes()
        .take(byte)
        .filter(|byte| *byte == b'\n')
        .count()
        + 1
}
