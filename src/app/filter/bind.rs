//! Binds a filter to a ledger: names are looked up once, so that matching many rows is cheap.

use std::fmt;
use std::sync::Arc;

use chrono::NaiveDate;

use super::WhereError;
use super::syntax::{Body, Op, Where};
use super::table::{self, Known, Meaning, Test};
use crate::app::listing::TermMatcher;
use crate::domain::ledger::{AssocIx, Ledger};
use crate::search::{Query, Strength};
use crate::text::cells::visible;

/// The conditions of a filter, bound to a ledger. Search words are not among them, except those
/// that must not be found. Bind again when units were regrouped.
#[derive(Clone, Default)]
pub struct Conditions {
    checks: Vec<Check>,
}

#[derive(Clone)]
struct Check {
    negated: bool,
    /// One of these has to hold.
    any: Vec<Test>,
    words: String,
}

impl fmt::Debug for Conditions {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.words()).finish()
    }
}

impl Conditions {
    /// Nothing is asked for.
    pub fn is_empty(&self) -> bool {
        self.checks.is_empty()
    }

    /// Both these and others.
    #[must_use]
    pub fn and(mut self, others: Self) -> Self {
        self.checks.extend(others.checks);
        self
    }

    /// Each condition in words for people: `单位 教体局`, `非 灯 红`.
    pub fn words(&self) -> impl Iterator<Item = &str> {
        self.checks.iter().map(|check| check.words.as_str())
    }

    /// All conditions hold for an association on a day.
    pub fn matches(&self, ledger: &Ledger, association: AssocIx, as_of: NaiveDate) -> bool {
        self.checks.iter().all(|check| {
            let holds = check
                .any
                .iter()
                .any(|test| test(ledger, association, as_of));
            holds != check.negated
        })
    }
}

impl Where {
    /// The words to be searched for.
    pub fn query(&self) -> Query {
        let wanted = self.words().iter().filter(|word| !word.negated);
        Query::of_words(wanted.filter_map(|word| match &word.body {
            Body::Search(text) => Some(text.as_str()),
            Body::Condition { .. } => None,
        }))
    }

    /// Looks up what the conditions speak of. The error is at the first word that means nothing
    /// in this ledger.
    pub fn bind(&self, ledger: &Ledger) -> Result<Conditions, WhereError> {
        let known = table::known(ledger.round());
        let mut bound = Conditions::default();
        for (at, word) in self.words().iter().enumerate() {
            let (any, words) = match &word.body {
                Body::Search(_) if !word.negated => continue,
                Body::Search(text) => (vec![not_found(ledger, text)], text.clone()),
                Body::Condition { key, op, values } => condition(ledger, &known, key, *op, values)
                    .map_err(|what| self.error(at, &what))?,
            };
            let words = visible(&words);
            bound.checks.push(Check {
                negated: word.negated,
                any,
                words: if word.negated {
                    format!("非 {words}")
                } else {
                    words.into_owned()
                },
            });
        }
        Ok(bound)
    }
}

fn condition(
    ledger: &Ledger,
    known: &[Known],
    key: &str,
    op: Op,
    values: &[String],
) -> Result<(Vec<Test>, String), String> {
    let Some(found) = table::find(known, key) else {
        return Err(format!(
            "没有条件 {}，可用 {}",
            visible(key),
            table::names(known)
        ));
    };
    let mut tests = Vec::new();
    let mut words = Vec::new();
    for value in values {
        let meaning: Meaning = found.read(ledger, op, value)?;
        tests.push(meaning.test);
        words.push(meaning.words);
    }
    let sign = if op == Op::Is { " " } else { op.sign() };
    let words = format!("{}{sign}{}", found.title, words.join("、"));
    Ok((tests, words))
}

/// For "not": the word is found as it stands, not only with characters left out between.
fn not_found(ledger: &Ledger, text: &str) -> Test {
    let query = Query::of_words([text]);
    let terms: Vec<TermMatcher> = query
        .terms()
        .map(|term| TermMatcher::new(ledger, term))
        .collect();
    Arc::new(move |ledger, ix, _| {
        terms
            .iter()
            .all(|term| term.matches(ledger, ix) == Some(Strength::Tight))
    })
}
