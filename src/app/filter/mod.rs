//! The filter language of the roster screen and `tuogou list --where`: words that all have to
//! hold, such as `unit:教育 status:拟 due<7d -stage:已批复`. Everything that can be asked for is
//! a row of one table; help, completion and errors come from it.

mod bind;
mod complete;
mod syntax;
mod table;
mod values;

use std::ops::Range;

use crate::text::cells::visible;

pub use bind::Conditions;
pub use complete::{Suggestion, complete};
pub use syntax::{FilterWord, Op, Where, WordMeaning, parse, quoted};
pub use table::{KnownConditions, help, known};

/// A filter that cannot be understood.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{sentence}")]
pub struct WhereError {
    /// Bytes of the word at fault.
    pub span: Range<usize>,
    /// Names the word and says what is possible.
    pub sentence: String,
}

impl WhereError {
    /// An error at a word, by position from 0.
    fn at(span: Range<usize>, word: usize, shown: &str, what: &str) -> Self {
        let sentence = t!(
            "第 {} 个词「{}」：{what}",
            "word {} \"{}\": {what}",
            word + 1,
            visible(shown)
        );
        Self { span, sentence }
    }
}
