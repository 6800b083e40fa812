//! Text as people see it: cells, signs, and the folding of full-width forms. Knows no domain.

pub mod cells;
pub mod fold;
pub mod glyphs;
