//! What could be written where one types: names of conditions, then their values.

use std::ops::Range;

use super::syntax::{FilterSign, lex, quoted, text_of};
use super::table::{self, KnownConditions};
use crate::domain::ledger::Ledger;
use crate::search::{Query, Strength};
use crate::text::fold::fold_text;
use crate::text::lang::english;

/// Something that could be written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Suggestion {
    /// Bytes of the text that it takes the place of.
    pub replace: Range<usize>,
    /// What is written.
    pub text: String,
    /// What it means.
    pub about: String,
}

/// What could be written at a place in a text, best first: the name of a condition, or a value
/// behind one. Nothing where the text there is already complete.
pub fn complete(ledger: &Ledger, text: &str, cursor: usize) -> Vec<Suggestion> {
    let known = table::known(ledger.round());
    let words = lex(text);
    let here = words
        .iter()
        .find(|word| word.span.start <= cursor && cursor <= word.span.end);
    let Some(word) = here else {
        return names(&known, "", &(cursor..cursor));
    };
    let parts = word.parts();
    let value = |(range, _): &&(Range<usize>, Vec<FilterSign>)| {
        range.start <= cursor && cursor <= range.end
    };
    let Some((replace, typed)) = parts.values.iter().find(value) else {
        return Vec::new();
    };
    match &parts.key {
        None if word.open_quote.is_some() || typed.iter().any(|sign| sign.quoted) => Vec::new(),
        None => names(&known, &text_of(typed), replace),
        Some((key, _)) => table::find(&known, &text_of(key)).map_or_else(Vec::new, |found| {
            let written = &text[replace.clone()];
            values(ledger, found, written, &text_of(typed), replace)
        }),
    }
}

/// Conditions whose name begins with what is typed.
fn names(known: &[KnownConditions], typed: &str, replace: &Range<usize>) -> Vec<Suggestion> {
    let wanted = fold_text(typed);
    known
        .iter()
        .filter_map(|known| {
            let mut names = known.names.iter();
            let spoken = |name: &str| !english() || name.is_ascii();
            let name = names.find(|name| spoken(name) && fold_text(name).starts_with(&wanted))?;
            Some(Suggestion {
                replace: replace.clone(),
                text: format!("{name}{}", known.sign().sign()),
                about: known.about(),
            })
        })
        .collect()
}

/// Values that begin with what is typed, then those that contain it.
fn values(
    ledger: &Ledger,
    known: &KnownConditions,
    written: &str,
    typed: &str,
    replace: &Range<usize>,
) -> Vec<Suggestion> {
    let wanted = fold_text(typed);
    let query = Query::new(typed);
    let mut found: Vec<(bool, Suggestion)> = Vec::new();
    for choice in known.values(ledger) {
        let begins = fold_text(&choice.text).starts_with(&wanted);
        let names = [choice.text.as_str(), choice.about.as_str()];
        let contains = query.terms().all(|term| {
            names
                .iter()
                .any(|name| term.matches(name) == Some(Strength::Tight))
        });
        if begins || contains {
            let suggestion = Suggestion {
                replace: replace.clone(),
                text: quoted(&choice.text, true),
                about: choice.about,
            };
            found.push((begins, suggestion));
        }
    }
    if found
        .iter()
        .any(|(_, one)| one.text == written || one.about == written)
    {
        return Vec::new();
    }
    found.sort_by_key(|(begins, _)| !begins);
    found
        .into_iter()
        .map(|(_, suggestion)| suggestion)
        .collect()
}
