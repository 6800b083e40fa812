//! Which names may be one association (`domain.md` D15). Names are compared without the city,
//! the ending that the notice lists and words that say nothing, and only within buckets of names
//! that share something rare: the work grows with the number of names, not with that of pairs.
//!
//! Every name is looked at twice: first it is counted what the names share, then each is compared
//! with those before it that share something few do. Both can be put down after any name.

use std::borrow::Cow;
use std::collections::HashMap;
use std::hash::Hash;
use std::ops::Range;

use ecow::EcoString;
use typed_index_collections::TiVec;

use super::names::Likeness;
use crate::domain::by_name::ByName;
use crate::domain::id::{AssocIx, UnitIx};
use crate::domain::ledger::Ledger;

/// A word in more names than this is common, and says nothing of two that share it.
const RARE: u32 = 3;
/// A bucket of more names than this is a subject, not a slip.
const LARGEST_BUCKET: u32 = 8;

/// Two characters that stand beside each other.
type Word = (char, char);

/// The part of a name that tells it from others.
#[derive(Debug, Clone, Copy)]
struct Core<'a> {
    text: &'a str,
    /// Which group of `alike` it speaks of.
    topic: Option<u16>,
}

/// Where the core of a name stands: most are a part of it, so that a million take 8 MB.
#[derive(Debug, Clone, Copy)]
struct CorePlace {
    from: u16,
    to: u16,
    topic: Option<u16>,
}

/// The cores of all names so far.
#[derive(Debug, Default)]
struct Cores {
    places: TiVec<AssocIx, CorePlace>,
    /// Those that are no part of their names, because a word was replaced.
    replaced: HashMap<AssocIx, EcoString>,
}

impl Cores {
    /// Takes the next name of the roster.
    fn push(&mut self, ledger: &Ledger) -> AssocIx {
        let associations = ledger.associations();
        if self.places.is_empty() {
            self.places.reserve_exact(associations.len());
        }
        let ix = self.places.next_key();
        let (place, replaced) = core_of(ledger, ledger.name(ix));
        self.places.push(place);
        if let Some(replaced) = replaced {
            self.replaced.insert(ix, replaced);
        }
        ix
    }

    fn at<'a>(&'a self, ledger: &'a Ledger, ix: AssocIx) -> Core<'a> {
        let CorePlace { from, to, topic } = self.places[ix];
        let replaced = self.replaced.get(&ix);
        let text = replaced.map_or_else(
            || &ledger.name(ix)[usize::from(from)..usize::from(to)],
            EcoString::as_str,
        );
        Core { text, topic }
    }
}

/// Finds the core of a name, and what it reads where that is no part of the name.
fn core_of(ledger: &Ledger, whole: &str) -> (CorePlace, Option<EcoString>) {
    let round = ledger.round();
    let rules = &round.info.findings.names;
    let name = round.without_city(whole);
    let endings = round.info.scope.suffixes.iter();
    let ending = endings
        .filter(|ending| name.ends_with(ending.as_str()))
        .max_by_key(|ending| ending.len());
    let bare = ending.map_or(name, |ending| &name[..name.len() - ending.len()]);
    let mut text = Cow::Borrowed(bare);
    let mut topic = None;
    for (at, group) in (0..).zip(&rules.alike) {
        for word in group.iter().filter(|word| bare.contains(word.as_str())) {
            topic = topic.or(Some(at));
            if *word != group[0] {
                text = Cow::Owned(text.replace(word, &group[0]));
            }
        }
    }
    let mut core: &str = &text;
    for word in &rules.generic {
        // What is left has to be a word.
        if let Some(rest) = core.strip_suffix(word.as_str())
            && rest.chars().nth(1).is_some()
        {
            core = rest;
        }
    }
    if core.chars().nth(2).is_some() {
        core = core.strip_suffix(['家', '者', '总']).unwrap_or(core);
    }
    let from = whole.len() - name.len();
    let place = |from: usize, to: usize| Some((from.try_into().ok()?, to.try_into().ok()?));
    let part = match &text {
        Cow::Borrowed(_) => place(from, from + core.len()),
        Cow::Owned(_) => None,
    };
    let replaced = part.is_none().then(|| core.into());
    let (from, to) = part.unwrap_or_default();
    (CorePlace { from, to, topic }, replaced)
}

impl<'a> Core<'a> {
    fn words(self) -> impl Iterator<Item = Word> + 'a {
        self.text.chars().zip(self.text.chars().skip(1))
    }

    /// In order, each once.
    fn different_words(self) -> Vec<Word> {
        let mut words: Vec<Word> = self.words().collect();
        words.sort_unstable();
        words.dedup();
        words
    }
}

/// How many names share what, and those of them that were compared already; none where there are
/// too many to compare.
#[derive(Debug)]
struct Buckets<K> {
    names: HashMap<K, u32>,
    seen: HashMap<K, Vec<AssocIx>>,
}

impl<K> Default for Buckets<K> {
    fn default() -> Self {
        Self {
            names: HashMap::new(),
            seen: HashMap::new(),
        }
    }
}

impl<K: Copy + Eq + Hash> Buckets<K> {
    fn count(&mut self, key: K) {
        *self.names.entry(key).or_default() += 1;
    }

    fn names(&self, key: K) -> u32 {
        self.names.get(&key).copied().unwrap_or(0)
    }

    /// Whom a name has to be compared with, where so many share something; the next one also with it.
    fn meet(&mut self, key: K, ix: AssocIx, few: Range<u32>) -> Vec<AssocIx> {
        if !few.contains(&self.names(key)) {
            return Vec::new();
        }
        let seen = self.seen.entry(key).or_default();
        let before = seen.clone();
        seen.push(ix);
        before
    }
}

/// Names by their cores: nearly every name has one of its own, and a map of texts was a sixth of a large
/// ledger.
#[derive(Debug, Default)]
struct Texts {
    /// The first name of each core.
    firsts: ByName<AssocIx>,
    /// By the first of them, how many more names have a core, where there are any.
    shared: Buckets<AssocIx>,
}

impl Texts {
    fn count(&mut self, cores: &Cores, ledger: &Ledger, ix: AssocIx) {
        let text = |ix: AssocIx| cores.at(ledger, ix).text;
        if self.firsts.is_empty() {
            self.firsts.reserve(ledger.associations().len(), text);
        }
        match self.firsts.get(text(ix), text) {
            Some(first) => self.shared.count(first),
            None => self.firsts.insert(ix, text),
        }
    }

    /// The first name of the core that a name has, where others have it, too.
    fn find(&self, cores: &Cores, ledger: &Ledger, ix: AssocIx) -> Option<AssocIx> {
        let text = |ix: AssocIx| cores.at(ledger, ix).text;
        let first = self.firsts.get(text(ix), text)?;
        (self.shared.names(first) > 0).then_some(first)
    }
}

/// Another name, and what the two share.
pub type Near = (AssocIx, Likeness);

/// Names that are being compared.
#[derive(Debug, Default)]
pub struct Similar {
    cores: Cores,
    texts: Texts,
    topics: Buckets<(u16, Option<UnitIx>)>,
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
        let ix = self.cores.push(ledger);
        self.texts.count(&self.cores, ledger, ix);
        let core = self.cores.at(ledger, ix);
        if let Some(topic) = core.topic {
            self.topics.count((topic, ledger.unit_of(ix)));
        }
        for word in core.different_words() {
            self.words.count(word);
        }
    }

    /// Another name has the same core; asked when all were counted.
    pub fn shared(&self, ledger: &Ledger, ix: AssocIx) -> bool {
        self.texts.find(&self.cores, ledger, ix).is_some()
    }

    /// The names before this one that may be the same association, when all were counted.
    pub fn compare(&mut self, ledger: &Ledger, ix: AssocIx) -> Vec<Near> {
        let core = self.cores.at(ledger, ix);
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
        if let Some(first) = self.texts.find(&self.cores, ledger, ix) {
            // The first is not counted among those who share with it.
            let shared = &mut self.texts.shared;
            for other in shared.meet(first, ix, 1..LARGEST_BUCKET) {
                say(other, Some(Likeness::Core(core.text.into())));
            }
        }
        if let Some(topic) = core.topic {
            let key = (topic, ledger.unit_of(ix));
            for other in self.topics.meet(key, ix, 2..LARGEST_BUCKET + 1) {
                let group = &ledger.round().info.findings.names.alike[usize::from(topic)];
                let why = group.first().cloned().map(Likeness::Topic);
                say(other, why);
            }
        }
        // One rare word brings few names together, so that all of a bucket may be compared.
        for word in core.different_words() {
            if self.generic.contains(&word) {
                continue;
            }
            for other in self.words.meet(word, ix, 2..RARE + 1) {
                let before = self.cores.at(ledger, other);
                let why = self.contained(before, core);
                say(other, why.or_else(|| self.same_head(before, core)));
            }
        }
        near
    }

    fn rare(&self, word: Word) -> bool {
        self.words.names(word) <= RARE && !self.generic.contains(&word)
    }

    /// One is the other with something before or after it, which must not be most of it.
    fn contained(&self, one: Core<'_>, other: Core<'_>) -> Option<Likeness> {
        let [mut short, mut long] = [one, other].map(|core| (core, core.text.chars().count()));
        if short.1 > long.1 {
            (short, long) = (long, short);
        }
        let enough = short.1 >= 2 && short.1 * 5 >= long.1 * 2;
        let (short, long) = (short.0, long.0);
        let text = short.text;
        let at_an_end = long.text.starts_with(text) || long.text.ends_with(text);
        (at_an_end && enough && short.words().all(|word| self.rare(word)))
            .then(|| Likeness::Contains(long.text.into(), short.text.into()))
    }

    /// Both are as long and end in one rare word: the head of a Chinese compound stands last.
    fn same_head(&self, one: Core<'_>, other: Core<'_>) -> Option<Likeness> {
        let head = one.words().last()?;
        let same = one.text.chars().count() == other.text.chars().count()
            && other.words().last() == Some(head);
        (same && self.rare(head)).then(|| Likeness::Head([head.0, head.1]))
    }
}
