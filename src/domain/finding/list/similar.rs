//! Which names may be one association (`domain.md` D15). Names are compared without the city,
//! the ending that the notice lists and words that say nothing, and only within buckets of names
//! that share something rare: the work grows with the number of names, not with that of pairs.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use crate::domain::ledger::{AssocIx, Ledger};

/// A word in more names than this is common, and says nothing of two that share it.
const RARE: usize = 3;
/// A bucket of more names than this is a subject, not a slip.
const LARGEST_BUCKET: usize = 8;

/// Two names and what they share, in words. The first stands before the second in the roster.
pub type Pair = (AssocIx, AssocIx, String);

/// The part of a name that tells it from others.
#[derive(Debug, PartialEq, Eq)]
struct Core {
    text: Vec<char>,
    /// Which group of `alike` it speaks of.
    topic: Option<usize>,
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
        let mut text = bare.to_owned();
        let mut topic = None;
        for (at, group) in rules.alike.iter().enumerate() {
            for word in group.iter().filter(|word| bare.contains(word.as_str())) {
                text = text.replace(word, &group[0]);
                topic = topic.or(Some(at));
            }
        }
        // What is left has to be a word.
        for word in &rules.generic {
            if text.ends_with(word.as_str()) && text.chars().count() >= word.chars().count() + 2 {
                text.truncate(text.len() - word.len());
            }
        }
        let mut text: Vec<char> = text.chars().collect();
        if text.len() > 2 && matches!(text.last(), Some('家' | '者' | '总')) {
            text.pop();
        }
        Self { text, topic }
    }

    fn words(&self) -> impl Iterator<Item = (char, char)> {
        self.text.windows(2).map(|two| (two[0], two[1]))
    }

    fn written(&self) -> String {
        self.text.iter().collect()
    }
}

/// Pairs of names that may be one association.
pub fn pairs(ledger: &Ledger) -> Vec<Pair> {
    let cores: Vec<Core> = ledger
        .associations()
        .iter()
        .map(|one| Core::of(ledger, &one.name))
        .collect();
    let mut frequency: HashMap<(char, char), usize> = HashMap::new();
    for core in &cores {
        for word in core.words().collect::<BTreeSet<_>>() {
            *frequency.entry(word).or_default() += 1;
        }
    }
    let generic = &ledger.round().info.findings.names.generic;
    let rare = |word: &(char, char)| {
        let text: String = [word.0, word.1].iter().collect();
        let few = frequency.get(word).is_some_and(|count| *count <= RARE);
        few && !generic.contains(&text)
    };

    // One rare word brings few names together, so that all of a bucket may be compared.
    let mut buckets: BTreeMap<(u8, String), Vec<AssocIx>> = BTreeMap::new();
    for (ix, core) in cores.iter().enumerate() {
        buckets.entry((0, core.written())).or_default().push(ix);
        if let Some(topic) = core.topic {
            let unit = ledger.unit_name_of(ix).unwrap_or_default();
            let key = format!("{topic} {unit}");
            buckets.entry((1, key)).or_default().push(ix);
        }
        for word in core.words().filter(rare).collect::<BTreeSet<_>>() {
            let key = [word.0, word.1].iter().collect();
            buckets.entry((2, key)).or_default().push(ix);
        }
    }
    let planned = |ix: AssocIx| ledger.has_task(ix);
    let mut found: BTreeMap<(AssocIx, AssocIx), String> = BTreeMap::new();
    for ((kind, key), members) in &buckets {
        if members.len() > LARGEST_BUCKET {
            continue;
        }
        for (at, one) in members.iter().enumerate() {
            for other in &members[at + 1..] {
                // Two that have no task are not taken for each other any more.
                if !planned(*one) && !planned(*other) {
                    continue;
                }
                let (a, b) = (&cores[*one], &cores[*other]);
                let why = match kind {
                    0 => Some(format!("主干同为「{key}」")),
                    1 => {
                        let topic = a.topic.and_then(|topic| {
                            ledger.round().info.findings.names.alike[topic].first()
                        });
                        topic.map(|word| format!("都与「{word}」有关，同一主管单位"))
                    }
                    _ => contained(a, b, &rare).or_else(|| same_head(a, b, &rare)),
                };
                if let Some(why) = why {
                    found.entry((*one, *other)).or_insert(why);
                }
            }
        }
    }
    let found = found.into_iter();
    found.map(|((one, other), why)| (one, other, why)).collect()
}

/// One is the other with something before or after it, which must not be most of it.
fn contained(one: &Core, other: &Core, rare: &impl Fn(&(char, char)) -> bool) -> Option<String> {
    let (short, long) = if one.text.len() <= other.text.len() {
        (one, other)
    } else {
        (other, one)
    };
    let at_an_end = long.text.starts_with(&short.text) || long.text.ends_with(&short.text);
    let enough = short.text.len() >= 2 && short.text.len() * 5 >= long.text.len() * 2;
    let telling = short.words().all(|word| rare(&word));
    (at_an_end && enough && telling)
        .then(|| format!("「{}」含「{}」", long.written(), short.written()))
}

/// Both are as long and end in one rare word: the head of a Chinese compound stands last.
fn same_head(one: &Core, other: &Core, rare: &impl Fn(&(char, char)) -> bool) -> Option<String> {
    let head = one.words().last()?;
    let same = one.text.len() == other.text.len() && other.words().last() == Some(head);
    (same && rare(&head)).then(|| format!("都是「{}{}」", head.0, head.1))
}
