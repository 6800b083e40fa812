//! The state of each row: what the user says of a word, what the words say, what the group says,
//! what a word that nobody knows could mean. What is not known is said once a word, not once a row.

use std::collections::{BTreeMap, HashMap};

use super::cells::no_text;
use super::found::StatusUse;
use super::problem::{Remedy, RosterPlace, RosterProblem};
use super::spelling::squeeze;
use super::words::{ColumnMeaning, words};

/// How the user writes a blank state.
pub const BLANK_STATUS: &str = "空";

/// Where a word stands first, and how often.
#[derive(Debug, Clone)]
struct Unread {
    place: RosterPlace,
    count: usize,
}

impl Unread {
    const fn at(place: RosterPlace) -> Self {
        Self { place, count: 0 }
    }

    fn problem(self, message: &str) -> RosterProblem {
        let Self { place, count } = self;
        let again = match count {
            1 => String::new(),
            count => t!("，共 {count} 行", ", {count} rows"),
        };
        RosterProblem::new(place, format!("{message}{again}"))
    }
}

/// The states of a roster, as they are read.
#[derive(Debug, Default)]
pub struct States {
    told: HashMap<String, ColumnMeaning>,
    /// What a word seems to say is taken.
    accepted: bool,
    used: BTreeMap<String, Vec<(ColumnMeaning, usize)>>,
    unknown: BTreeMap<String, Unread>,
    /// What they seem to say.
    proposed: BTreeMap<String, (ColumnMeaning, Unread)>,
    /// What is no word at all.
    no_words: BTreeMap<String, (&'static str, Unread)>,
    blank: Option<Unread>,
}

impl States {
    /// With what the user says of words, and whether what a word seems to say is taken.
    pub fn new(told: &BTreeMap<String, ColumnMeaning>, accepted: bool) -> Self {
        let told = told
            .iter()
            .map(|(word, meaning)| (squeeze(word).into_owned(), *meaning));
        Self {
            told: told.collect(),
            accepted,
            ..Self::default()
        }
    }

    /// What the title of a group says of the state of its rows.
    pub fn of_title(&self, text: &str) -> Option<ColumnMeaning> {
        let told = self.told.get(&*squeeze(text)).copied();
        told.or_else(|| words().title_state(text))
    }

    /// The state of a row; `None` when it is not known, which is noted. `group` is what its group
    /// says. `place` is asked only where there is something to say.
    pub fn read(
        &mut self,
        written: &str,
        group: Option<ColumnMeaning>,
        has_column: bool,
        place: impl FnOnce() -> RosterPlace,
    ) -> Option<ColumnMeaning> {
        let key = squeeze(written);
        let told = if key.is_empty() {
            // What is said of blanks is said of those that no title speaks for.
            self.told.get(BLANK_STATUS).filter(|_| group.is_none())
        } else {
            self.told.get(&*key)
        };
        let known = told.copied().or_else(|| words().status(written));
        let proposed = || words().proposed(written).filter(|_| !key.is_empty());
        let accepted = || proposed().filter(|_| self.accepted);
        let group = || group.filter(|_| key.is_empty() || proposed().is_none());
        if let Some(meaning) = known.or_else(accepted).or_else(group) {
            let uses = match self.used.get_mut(written) {
                Some(uses) => uses,
                None => self.used.entry(written.to_owned()).or_default(),
            };
            // A blank means what its group says, which is not the same everywhere.
            match uses.iter_mut().find(|(known, _)| *known == meaning) {
                Some((_, count)) => *count += 1,
                None => uses.push((meaning, 1)),
            }
            return Some(meaning);
        }
        if !has_column {
            return None;
        }
        let unread = if key.is_empty() {
            self.blank.get_or_insert_with(|| Unread::at(place()))
        } else if let Some(why) = no_text(written) {
            let new = || (why, Unread::at(place()));
            &mut self
                .no_words
                .entry(written.to_owned())
                .or_insert_with(new)
                .1
        } else if let Some(meaning) = words().proposed(written) {
            let new = || (meaning, Unread::at(place()));
            &mut self
                .proposed
                .entry(written.to_owned())
                .or_insert_with(new)
                .1
        } else {
            let new = || Unread::at(place());
            self.unknown.entry(written.to_owned()).or_insert_with(new)
        };
        unread.count += 1;
        None
    }

    /// How the words were read, and what could not be.
    pub fn finish(self) -> (Vec<StatusUse>, Vec<RosterProblem>) {
        let mut problems = Vec::new();
        for (word, (why, unread)) in self.no_words {
            problems.push(unread.problem(&t!("状态“{word}”{why}", "the status \"{word}\" {why}")));
        }
        if let Some(blank) = self.blank {
            problems.push(
                blank
                    .problem(s!("状态为空", "no status"))
                    .or(Remedy::BlankStatus),
            );
        }
        for (word, unread) in self.unknown {
            let problem = unread.problem(&t!("状态“{word}”不认识", "unknown status \"{word}\""));
            problems.push(problem.or(Remedy::Status(word)));
        }
        if let Some((_, (_, first))) = self.proposed.first_key_value() {
            let place = first.place.clone();
            let read = self.proposed.iter().map(|(word, (meaning, unread))| {
                t!(
                    "“{word}”是{}（{} 行）",
                    "\"{word}\" is {} ({} rows)",
                    meaning.word(),
                    unread.count
                )
            });
            let message = t!(
                "状态的这些写法不认识，按字面：{}",
                "these statuses are not known; by their words: {}",
                read.collect::<Vec<_>>().join("，")
            );
            let words = self
                .proposed
                .into_iter()
                .map(|(word, (meaning, _))| (word, meaning));
            let problem = RosterProblem::new(place, message);
            problems.push(problem.or(Remedy::Proposed(words.collect())));
        }
        let used = self.used.into_iter().flat_map(|(word, uses)| {
            let one = move |(meaning, count)| StatusUse {
                word: word.clone(),
                meaning,
                count,
            };
            uses.into_iter().map(one)
        });
        (used.collect(), problems)
    }
}
