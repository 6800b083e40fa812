//! Which names may be one association (`domain.md` D15). Names are compared without the city,
//! the ending that the notice lists and words that say nothing, and only within buckets of names
//! that share something rare: the work grows with the number of names, not with that of pairs.
//!
//! Every name is looked at twice: first it is counted what the names share, then each is compared
//! with those before it that share something few do. Both can be put down after any name.

use std::borrow::Cow;
use std::collections::HashMap;
use std::hash::Hash;

use ecow::EcoString;
use typed_index_collections::TiVec;

use super::names::Likeness;
use crate::domain::id::{AssocIx, UnitIx};
use crate::domain::ledger::Ledger;

/// A word in more names than this is common, and says nothing of two that share it.
const RARE: u32 = 3;
/// A bucket of more names than this is a subject, not a slip.
const LARGEST_BUCKET: u32 = 8;

/// Two characters that stand beside each other.
type Word = (char, char);

/// The part of a name that tells it from others.
#[derive(Debug, Clone)]
struct Core {
    text: EcoString,
    /// Which group of `alike` it speaks of.
    topic: Option<u32>,
}

impl Core {
    fn of(ledger: &Ledger, name: &str) -> Self {
        let round = ledger.round();
        let rules = &round.info.findings.names;
        let name = round.without_city(name);
        let endings = round.info.scope.suffixes.iter();
        let ending = endings
            .filter(|ending| name.ends_with(ending.as_str()))
            .max_by_key(|ending| ending.len());
        let bare = ending.map_or(name, |ending| &name[..name.len() - ending.len()]);
        let mut text = Cow::Borrowed(bare);
        let mut topic = None;
        for (at, group) in (0..).zip(&rules.alike) {
            for word in group.iter().filter(|word| bare.contains(word.as_str())) {
                text = Cow::Owned(text.replace(word, &group[0]));
                topic = topic.or(Some(at));
            }
        }
        let mut text: &str = &text;
        for word in &rules.generic {
            // What is left has to be a word.
            if let Some(rest) = text.strip_suffix(word.as_str())
                && rest.chars().nth(1).is_some()
            {
                text = rest;
            }
        }
        if text.chars().nth(2).is_some() {
            text = text.strip_suffix(['家', '者', '总']).unwrap_or(text);
        }
        Self {
            text: text.into(),
            topic,
        }
    }

    fn words(&self) -> impl Iterator<Item = Word> {
        self.text.chars().zip(self.text.chars().skip(1))
    }

    /// In order, each once.
    fn different_words(&self) -> Vec<Word> {
        let mut words: Vec<Word> = self.words().collect();
        words.sort_unstable();
        words.dedup();
        words
    }
}

/// Names that share something.
#[derive(Debug, Default)]
struct Bucket {
    /// How many there are.
    names: u32,
    /// Those that were compared already; none of them where there are too many to compare.
    seen: Vec<AssocIx>,
}

/// Names by what they share.
#[derive(Debug)]
struct Buckets<K>(HashMap<K, Bucket>);

impl<K> Default for Buckets<K> {
    fn default() -> Self {
        Self(HashMap::new())
    }
}

impl<K: Eq + Hash> Buckets<K> {
    fn count(&mut self, key: K) {
        self.0.entry(key).or_default().names += 1;
    }

    fn names(&self, key: &K) -> u32 {
        self.0.get(key).map_or(0, |bucket| bucket.names)
    }

    /// Whom a name has to be compared with; the next one also with it.
    fn meet(&mut self, key: &K, ix: AssocIx, largest: u32) -> Vec<AssocIx> {
        let Some(bucket) = self.0.get_mut(key) else {
            return Vec::new();
        };
        if !(2..=largest).contains(&bucket.names) {
            return Vec::new();
        }
        let before = bucket.seen.clone();
        bucket.seen.push(ix);
        before
    }
}

/// Another name, and what the two share.
pub type Near = (AssocIx, Likeness);

/// Names that are being compared.
#[derive(Debug, Default)]
pub struct Similar {
    cores: TiVec<AssocIx, Core>,
    texts: Buckets<EcoString>,
    topics: Buckets<(u32, Option<UnitIx>)>,
    words: Buckets<Word>,
    /// Words of the round that say nothing.
    generic: Vec<Word>,
}

impl Similar {
    /// Before any name was looked at.
    pub fn new(ledger: &Ledger) -> Self {
        let generic = ledger.round().info.findings.names.generic.iter();
        let two = generic.filter_map(|word| {
            let mut chars = word.chars();
            let two = (chars.next()?, chars.next()?);
            chars.next().is_none().then_some(two)
        });
        Self {
            generic: two.collect(),
            ..Self::default()
        }
    }

    /// Counts what the next name of the roster shares with others.
    pub fn count(&mut self, ledger: &Ledger) {
        let ix = AssocIx::from(self.cores.len());
        let core = Core::of(ledger, &ledger.associations()[ix].name);
        self.texts.count(core.text.clone());
        if let Some(topic) = core.topic {
            self.topics.count((topic, ledger.unit_of(ix)));
        }
        for word in core.different_words() {
            self.words.count(word);
        }
        self.cores.push(core);
    }

    /// Another name has the same core; asked when all were counted.
    pub fn shared(&self, ix: AssocIx) -> bool {
        self.texts.names(&self.cores[ix].text) > 1
    }

    /// The names before this one that may be the same association, when all were counted.
    pub fn compare(&mut self, ledger: &Ledger, ix: AssocIx) -> Vec<Near> {
        let core = self.cores[ix].clone();
        let mut near: Vec<Near> = Vec::new();
        // What is said first of two names counts. Two that have no task are not taken for each
        // other any more.
        let task = ledger.has_task(ix);
        let mut say = |other: AssocIx, why: Option<Likeness>| {
            let worth = task || ledger.has_task(other);
            if worth && !near.iter().any(|(one, _)| *one == other) {
                near.extend(why.map(|why| (other, why)));
            }
        };
        for other in self.texts.meet(&core.text, ix, LARGEST_BUCKET) {
            say(other, Some(Likeness::Core(core.text.clone())));
        }
        if let Some(topic) = core.topic {
            let key = (topic, ledger.unit_of(ix));
            for other in self.topics.meet(&key, ix, LARGEST_BUCKET) {
                let group = &ledger.round().info.findings.names.alike[topic as usize];
                let why = group.first().cloned().map(Likeness::Topic);
                say(other, why);
            }
        }
        // One rare word brings few names together, so that all of a bucket may be compared.
        for word in core.different_words() {
            if self.generic.contains(&word) {
                continue;
            }
            for other in self.words.meet(&word, ix, RARE) {
                let before = &self.cores[other];
                let why = self.contained(before, &core);
                say(other, why.or_else(|| self.same_head(before, &core)));
            }
        }
        near
    }

    fn rare(&self, word: Word) -> bool {
        self.words.names(&word) <= RARE && !self.generic.contains(&word)
    }

    /// One is the other with something before or after it, which must not be most of it.
    fn contained(&self, one: &Core, other: &Core) -> Option<Likeness> {
        let [mut short, mut long] = [one, other].map(|core| (core, core.text.chars().count()));
        if short.1 > long.1 {
            (short, long) = (long, short);
        }
        let enough = short.1 >= 2 && short.1 * 5 >= long.1 * 2;
        let (short, long) = (short.0, long.0);
        let text = short.text.as_str();
        let at_an_end = long.text.starts_with(text) || long.text.ends_with(text);
        (at_an_end && enough && short.words().all(|word| self.rare(word)))
            .then(|| Likeness::Contains(long.text.clone(), short.text.clone()))
    }

    /// Both are as long and end in one rare word: the head of a Chinese compound stands last.
    fn same_head(&self, one: &Core, other: &Core) -> Option<Likeness> {
        let head = one.words().last()?;
        let same = one.text.chars().count() == other.text.chars().count()
            && other.words().last() == Some(head);
        (same && self.rare(head)).then(|| Likeness::Head([head.0, head.1]))
    }
}
