//! The ranked list. In a large ledger most of it is about associations of which nobody has filled
//! in a form. What is said of these follows from the ledger whenever it is asked for, so that only
//! their place is kept: 16 bytes, where the text takes a kilobyte.

use std::borrow::Cow;
use std::cmp::{Ordering, Reverse};
use std::collections::{BTreeMap, HashSet};

use chrono::NaiveDate;

use super::{Finding, Kind, Severity, signals};
use crate::domain::id::AssocIx;
use crate::domain::ledger::Ledger;

/// What was found in a ledger, the worst first. It is read with the same ledger.
#[derive(Debug)]
pub struct Ranked {
    as_of: NaiveDate,
    entries: Vec<Entry>,
    /// For each of them: nobody decided about it, or it has changed since.
    open: Vec<bool>,
}

impl Ranked {
    /// How many there are.
    pub const fn len(&self) -> usize {
        self.entries.len()
    }

    /// Nothing was found.
    pub const fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// The day on which it was looked for.
    pub const fn as_of(&self) -> NaiveDate {
        self.as_of
    }

    /// What kind of thing each is about, and whether it is open.
    pub fn kinds(&self) -> impl Iterator<Item = (Kind, bool)> {
        let kinds = self.entries.iter().map(Entry::kind);
        kinds.zip(self.open.iter().copied())
    }

    /// One of them, in full.
    pub fn get(&self, ledger: &Ledger, at: usize) -> Option<Cow<'_, Finding>> {
        match self.entries.get(at)? {
            Entry::Whole(one) => Some(Cow::Borrowed(one)),
            Entry::OnPaper(ix, _) => {
                signals::without_forms(ledger, *ix, self.as_of).map(Cow::Owned)
            }
        }
    }

    /// What one of them is told by, also when the ledger has moved on since.
    pub fn id(&self, ledger: &Ledger, at: usize) -> Option<Cow<'_, str>> {
        Some(self.entries.get(at)?.id(ledger))
    }

    /// Where one of them stands.
    pub fn position(&self, ledger: &Ledger, id: &str) -> Option<usize> {
        let is = |entry: &Entry| match entry {
            Entry::Whole(one) => one.id == id,
            Entry::OnPaper(..) => false,
        };
        let whole = self.entries.iter().position(is);
        whole.or_else(|| {
            let (rule, no) = id.split_once(':')?;
            let ix = ledger.association_ix(no.parse().ok()?)?;
            let is = |entry: &Entry| match entry {
                Entry::Whole(_) => false,
                Entry::OnPaper(one, kind) => *one == ix && signals::rule(*kind) == rule,
            };
            self.entries.iter().position(is)
        })
    }

    /// All of them, in full.
    pub fn into_findings(self, ledger: &Ledger) -> Vec<Finding> {
        let listed = |entry| match entry {
            Entry::Whole(one) => Some(*one),
            Entry::OnPaper(ix, _) => signals::without_forms(ledger, ix, self.as_of),
        };
        self.entries.into_iter().filter_map(listed).collect()
    }
}

#[derive(Debug)]
enum Entry {
    Whole(Box<Finding>),
    /// What stands out of an association without forms: signals, or that it has no papers.
    OnPaper(AssocIx, Kind),
}

impl Entry {
    const fn kind(&self) -> Kind {
        match self {
            Self::Whole(one) => one.kind,
            Self::OnPaper(_, kind) => *kind,
        }
    }

    fn number(&self, ledger: &Ledger) -> Option<u32> {
        match self {
            Self::Whole(one) => one.number(ledger),
            Self::OnPaper(ix, _) => Some(ledger.associations()[*ix].no),
        }
    }

    fn id(&self, ledger: &Ledger) -> Cow<'_, str> {
        match self {
            Self::Whole(one) => Cow::Borrowed(&one.id),
            Self::OnPaper(ix, kind) => {
                let no = ledger.associations()[*ix].no;
                Cow::Owned(format!("{}:{no}", signals::rule(*kind)))
            }
        }
    }

    /// In the order of the roster.
    fn order(&self, other: &Self, ledger: &Ledger) -> Ordering {
        let numbers = self.number(ledger).cmp(&other.number(ledger));
        numbers.then_with(|| self.id(ledger).cmp(&other.id(ledger)))
    }

    fn same(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Whole(one), Self::Whole(other)) => one.id == other.id,
            _ => false,
        }
    }
}

/// What comes first is worse; what is to be looked back on comes last.
type Rank = (bool, Severity, Reverse<u32>);

/// What was found, while it is being ranked. Findings of one rank come nearly in the order of the
/// roster, and putting them in order costs little more than looking at each.
#[derive(Debug)]
pub struct Ranking {
    ranks: BTreeMap<Rank, Vec<Entry>>,
    /// The findings that somebody decided about, once that is asked.
    decided: HashSet<String>,
    ranked: Ranked,
}

impl Ranking {
    /// Begins with no findings, as of a day.
    pub fn new(as_of: NaiveDate) -> Self {
        Self {
            ranks: BTreeMap::new(),
            decided: HashSet::new(),
            ranked: Ranked {
                as_of,
                entries: Vec::new(),
                open: Vec::new(),
            },
        }
    }

    /// Takes a finding.
    pub fn add(&mut self, one: Finding) {
        self.rank(&one).push(Entry::Whole(Box::new(one)));
    }

    /// Takes what stands out of an association without forms.
    pub fn add_on_paper(&mut self, ix: AssocIx, one: &Finding) {
        self.rank(one).push(Entry::OnPaper(ix, one.kind));
    }

    /// Takes an association to be looked back on.
    pub fn add_look_back(&mut self, ix: AssocIx) {
        let last = (true, Severity::Ask, Reverse(0));
        let rank = self.ranks.entry(last).or_default();
        rank.push(Entry::OnPaper(ix, Kind::LookBack));
    }

    fn rank(&mut self, one: &Finding) -> &mut Vec<Entry> {
        let rank = (false, one.severity, Reverse(one.score));
        self.ranks.entry(rank).or_default()
    }

    /// How many ranks are not yet in the list.
    pub fn ranks(&self) -> usize {
        self.ranks.len()
    }

    /// Puts the next rank into the list; how many they were.
    pub fn put_next(&mut self, ledger: &Ledger) -> usize {
        let Some((_, mut rank)) = self.ranks.pop_first() else {
            return 0;
        };
        rank.sort_by(|one, other| one.order(other, ledger));
        // One person listed twice breaks one rule twice; a decision covers both.
        rank.dedup_by(|one, other| one.same(other));
        let count = rank.len();
        self.ranked.entries.append(&mut rank);
        count
    }

    /// How many are in the list.
    pub const fn len(&self) -> usize {
        self.ranked.len()
    }

    /// Reads what was decided.
    pub fn read_decisions(&mut self, ledger: &Ledger) {
        self.decided = ledger.decided().map(str::to_owned).collect();
    }

    /// Works out whether one of the list is open; asked of each, in their order.
    pub fn ask(&mut self, ledger: &Ledger, at: usize) {
        let entry = &self.ranked.entries[at];
        let open = match entry {
            Entry::Whole(one) if one.settled_by.is_none() && self.decided.is_empty() => true,
            Entry::Whole(one) => one.open(ledger),
            Entry::OnPaper(..) => {
                let decided = || self.decided.contains(&*entry.id(ledger));
                let open = || {
                    self.ranked
                        .get(ledger, at)
                        .is_none_or(|one| one.open(ledger))
                };
                self.decided.is_empty() || !decided() || open()
            }
        };
        self.ranked.open.push(open);
    }

    /// The findings in order of weight.
    pub fn finish(self) -> Ranked {
        self.ranked
    }
}
