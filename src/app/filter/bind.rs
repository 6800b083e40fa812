//! Binds a filter to a ledger: names are looked up once, so that matching many rows is cheap.

use std::collections::HashSet;
use std::fmt;

use super::WhereError;
use super::syntax::{OR_SHOWN, Op, Where, WordMeaning};
use super::table::{self, Ask, KnownConditions, RowTest, RowTests};
use crate::app::listing::{Breadth, NameIndex, SeenRows, TermMatcher, strength};
use crate::domain::id::AssocIx;
use crate::domain::ledger::{Ledger, SubjectIx};
use crate::domain::note::NoteKind;
use crate::domain::parts::in_parts;
use crate::search::{ALONE, Matcher, Query, Strength};
use crate::text::cells::visible;

/// The conditions of a filter, bound to a ledger. Search words are not among them, except those
/// that must not be found. Bind again when units were regrouped.
#[derive(Clone, Default)]
pub struct Conditions {
    checks: Vec<Check>,
}

#[derive(Clone)]
struct Check {
    /// One of these has to hold.
    either: Vec<Condition>,
    words: String,
}

/// One word of a filter.
#[derive(Clone)]
struct Condition {
    negated: bool,
    /// One of these has to hold.
    any: Vec<RowTest>,
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

    /// Names are asked for: matching is quick when they are ready.
    pub fn need_names(&self) -> bool {
        self.tests()
            .any(|test| matches!(test, RowTest::Named(_) | RowTest::Found(_)))
    }

    /// Whether they hold for an association follows from it and its unit alone.
    pub fn are_own(&self) -> bool {
        !self
            .tests()
            .any(|test| matches!(test, RowTest::Noted(_) | RowTest::AskMore(_)))
    }

    fn tests(&self) -> impl Iterator<Item = &RowTest> {
        let words = self.checks.iter().flat_map(|check| &check.either);
        words.flat_map(|word| &word.any)
    }

    /// Those of some associations for whom all conditions hold.
    pub fn filter(
        &self,
        seen: &SeenRows<'_>,
        names: Option<&NameIndex<'_>>,
        among: Vec<AssocIx>,
    ) -> Vec<AssocIx> {
        if self.is_empty() || among.is_empty() {
            return among;
        }
        let mut checks: Vec<ReadyCheck<'_>> = self
            .checks
            .iter()
            .map(|check| ReadyCheck::new(check, seen.ledger, names))
            .collect();
        // They are "and": what is answered at once is asked first.
        checks.sort_by_key(|check| check.cost);
        let hold = |ix: &AssocIx| checks.iter().all(|check| check.holds(seen, *ix));
        in_parts(&among, ALONE, |part| -> Vec<AssocIx> {
            part.iter().copied().filter(hold).collect()
        })
        .concat()
    }
}

/// A condition with all that it looks up once for many associations.
struct ReadyCheck<'a> {
    either: Vec<(bool, Vec<ReadyTest<'a>>)>,
    cost: u8,
}

enum ReadyTest<'a> {
    Ask(&'a Ask),
    Noted(HashSet<SubjectIx>),
    Named(Vec<Matcher<'a>>),
    Found(Vec<TermMatcher<'a>>),
    /// Names are not ready, which does not pay for a few.
    NamedOne(&'a Query),
    FoundOne(&'a Query),
}

impl<'a> ReadyCheck<'a> {
    fn new(check: &'a Check, ledger: &'a Ledger, names: Option<&NameIndex<'a>>) -> Self {
        let cost = |test: &RowTest| match test {
            RowTest::Ask(_) => 0,
            RowTest::Noted(_) => 1,
            RowTest::Named(_) | RowTest::Found(_) => 2,
            RowTest::AskMore(_) => 3,
        };
        let ready = |test: &'a RowTest| match (test, names) {
            (RowTest::Ask(ask) | RowTest::AskMore(ask), _) => ReadyTest::Ask(ask),
            (RowTest::Noted(kind), _) => ReadyTest::Noted(noted(ledger, *kind)),
            (RowTest::Named(query), Some(names)) => {
                ReadyTest::Named(query.terms().map(|term| names.own(term)).collect())
            }
            (RowTest::Found(query), Some(names)) => {
                let terms = query.terms();
                let ready = |term| names.term(ledger, term, Strength::Tight, Breadth::Wide);
                ReadyTest::Found(terms.map(ready).collect())
            }
            (RowTest::Named(query), None) => ReadyTest::NamedOne(query),
            (RowTest::Found(query), None) => ReadyTest::FoundOne(query),
        };
        let tests = check.either.iter().flat_map(|word| &word.any);
        let word = |word: &'a Condition| (word.negated, word.any.iter().map(ready).collect());
        Self {
            cost: tests.map(cost).max().unwrap_or(0),
            either: check.either.iter().map(word).collect(),
        }
    }

    fn holds(&self, seen: &SeenRows<'_>, ix: AssocIx) -> bool {
        let mut either = self.either.iter();
        either.any(|(negated, any)| any.iter().any(|test| test.holds(seen, ix)) != *negated)
    }
}

impl ReadyTest<'_> {
    fn holds(&self, seen: &SeenRows<'_>, ix: AssocIx) -> bool {
        let ledger = seen.ledger;
        let tight = |strength: Option<Strength>| strength == Some(Strength::Tight);
        match self {
            Self::Ask(ask) => ask(seen, ix),
            Self::Noted(subjects) => {
                let unit = || ledger.unit_of(ix).map(SubjectIx::Unit);
                subjects.contains(&SubjectIx::Association(ix))
                    || unit().is_some_and(|unit| subjects.contains(&unit))
            }
            Self::Named(terms) => terms
                .iter()
                .all(|term| term.is_at_least(ix.into(), Strength::Tight)),
            Self::Found(terms) => terms.iter().all(|term| term.finds(ix)),
            Self::NamedOne(query) => {
                let name = ledger.name(ix);
                query.terms().all(|term| tight(term.matches(name)))
            }
            Self::FoundOne(query) => query.terms().all(|term| tight(strength(ledger, term, ix))),
        }
    }
}

/// Whom notes of a kind are about; of one with a deadline, those that are open.
fn noted(ledger: &Ledger, kind: NoteKind) -> HashSet<SubjectIx> {
    let notes = ledger.all_notes();
    let wanted = notes.filter(|(_, _, note, _)| note.kind == kind && note.done_on.is_none());
    wanted
        .filter_map(|(subject, ..)| ledger.subject_ix(subject).ok())
        .collect()
}

impl Where {
    /// The words to be searched for.
    pub fn query(&self) -> Query {
        let words = self.words().iter().enumerate();
        let wanted = words.filter(|(at, _)| self.is_search(*at));
        Query::of_words(wanted.filter_map(|(_, word)| match &word.body {
            WordMeaning::Search(text) => Some(text.as_str()),
            WordMeaning::Condition { .. } => None,
        }))
    }

    /// Looks up what the conditions speak of. The error is at the first word that means nothing
    /// in this ledger.
    pub fn bind(&self, ledger: &Ledger) -> Result<Conditions, WhereError> {
        let known = table::known(ledger.round());
        let mut bound = Conditions::default();
        for (at, word) in self.words().iter().enumerate() {
            let (any, words) = match &word.body {
                WordMeaning::Search(_) if self.is_search(at) => continue,
                WordMeaning::Search(text) => {
                    // Not as it stands; characters left out between are no matter.
                    let query = Query::of_words([text.as_str()]);
                    (vec![RowTest::Found(query)], text.clone())
                }
                WordMeaning::Condition { key, op, values } => {
                    condition(ledger, &known, key, *op, values)
                        .map_err(|what| self.error(at, &what))?
                }
            };
            let words = visible(&words);
            let words = if word.negated {
                t!("非 {words}", "not {words}")
            } else {
                words.into_owned()
            };
            let negated = word.negated;
            let condition = Condition { negated, any };
            match bound.checks.last_mut().filter(|_| word.joined) {
                Some(before) => {
                    before.either.push(condition);
                    before.words = format!("{} {} {words}", before.words, OR_SHOWN.get());
                }
                None => bound.checks.push(Check {
                    either: vec![condition],
                    words,
                }),
            }
        }
        Ok(bound)
    }
}

fn condition(
    ledger: &Ledger,
    known: &[KnownConditions],
    key: &str,
    op: Op,
    values: &[String],
) -> Result<(Vec<RowTest>, String), String> {
    let Some(found) = table::find(known, key) else {
        return Err(t!(
            "没有条件 {}，可用 {}",
            "no condition {}; there are {}",
            visible(key),
            table::names(known)
        ));
    };
    let mut tests = Vec::new();
    let mut words = Vec::new();
    for value in values {
        let meaning: RowTests = found.read(ledger, op, value)?;
        tests.push(meaning.test);
        words.push(meaning.words);
    }
    let sign = if op == Op::Is { " " } else { op.sign() };
    let words = format!("{}{sign}{}", found.title, words.join(s!("、", ", ")));
    Ok((tests, words))
}
