//! The values of conditions: what can be written, how it is read, what it asks.

mod names;
mod numbers;
mod work;

use super::syntax::Op;
use super::table::RowTests;
use super::table::english_of;
use crate::domain::ledger::Ledger;
use crate::text::cells::visible;
use crate::text::fold::fold_text;
use crate::text::lang::either;

pub use names::{
    kind, kinds, light, lights, name, printed, printed_units, stage, stages, status, statuses,
    unit, units,
};
pub use numbers::{done, due, dues, no, percents, section};
pub use work::{bodies, body, field, fields, has, item, items, kept, milestone, milestone_states};

/// A value that is suggested.
pub struct Choice {
    /// As it is written.
    pub text: String,
    /// What it means.
    pub about: String,
}

fn choice(text: impl Into<String>, about: impl Into<String>) -> Choice {
    Choice {
        text: text.into(),
        about: about.into(),
    }
}

/// Nothing can be suggested.
pub fn none(_: &Ledger, _: usize) -> Vec<Choice> {
    Vec::new()
}

/// Something that has a fixed word, an identifier and perhaps more names.
struct NamedValue<T: 'static> {
    value: T,
    names: &'static [&'static str],
    word: &'static str,
}

impl<T> NamedValue<T> {
    /// As it is shown and suggested: the word, or in English the identifier.
    fn shown(&self) -> &'static str {
        either(self.word, english_of(self.names).unwrap_or(self.word))
    }

    /// What stands beside it where it is suggested.
    fn about(&self) -> &'static str {
        either(self.names[0], "")
    }
}

const fn named<T>(value: T, names: &'static [&'static str], word: &'static str) -> NamedValue<T> {
    NamedValue { value, names, word }
}

fn choices<T>(all: &[NamedValue<T>]) -> Vec<Choice> {
    all.iter()
        .map(|one| choice(one.shown(), one.about()))
        .collect()
}

/// Finds one by a name, or by a beginning that no other shares.
fn pick<'a, T>(all: &'a [NamedValue<T>], text: &str) -> Result<&'a NamedValue<T>, String> {
    let wanted = fold_text(text);
    let names = |one: &NamedValue<T>| one.names.iter().copied().chain([one.word]).map(fold_text);
    if let Some(exact) = all.iter().find(|one| names(one).any(|name| name == wanted)) {
        return Ok(exact);
    }
    let begun: Vec<&NamedValue<T>> = all
        .iter()
        .filter(|one| names(one).any(|name| name.starts_with(&wanted)))
        .collect();
    let words = |some: &[&NamedValue<T>]| {
        let words: Vec<&str> = some.iter().map(|one| one.shown()).collect();
        words.join(s!("、", ", "))
    };
    let text = visible(text);
    match begun.as_slice() {
        [one] => Ok(one),
        [] => Err(t!(
            "没有 {text}，可用 {}",
            "no {text}; there are {}",
            words(&all.iter().collect::<Vec<_>>())
        )),
        several => Err(t!(
            "{text} 可以是 {}，请写得更完整",
            "{text} can be {}; write more of it",
            words(several)
        )),
    }
}

/// Names and words are not compared by size.
fn only_is(op: Op) -> Result<(), String> {
    match op {
        Op::Is => Ok(()),
        _ => Err(t!(
            "不能用 {} 比较，请用冒号",
            "cannot be compared by {}, use a colon",
            op.sign()
        )),
    }
}
