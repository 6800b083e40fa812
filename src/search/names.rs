//! Many names, prepared for being searched again and again. A name is kept as letters of an
//! alphabet, the characters that occur; a term is compared with each letter once, and the names
//! are then read by table, without a look at readings. 100,000 names of ten characters take some
//! 1 ms, where [`Term::matches`] takes 40; a million are made ready in 45 ms.

use std::collections::HashMap;

use super::{Strength, Term, is_administrative, pinyin};

/// Position of a character in [`Names::alphabet`].
type NameLetter = u16;

/// Stands for all characters that find no place in the alphabet. Names with one of them are
/// kept as texts.
const RARE: NameLetter = NameLetter::MAX;

/// Characters that one character of a name can use up of a term: `zhuang` has six.
const LONGEST: usize = 6;

/// So many are read by one thread: names in 3 ms. Starting another takes up to as long when the
/// other core has work of its own.
pub const ALONE: usize = 1 << 18;

/// Many names, prepared for being searched.
#[derive(Debug, Clone, Default)]
pub struct Names {
    alphabet: Vec<Sign>,
    letters: Vec<NameLetter>,
    /// Where each name begins, and where the last one ends.
    starts: Vec<u32>,
    rare: HashMap<u32, Box<str>>,
}

/// A character of the alphabet.
#[derive(Debug, Clone, Copy)]
struct Sign {
    c: char,
    /// What it is folded to.
    lower: char,
    /// Bits of a to z: with which its readings begin.
    initials: u32,
}

impl Sign {
    fn new(c: char) -> Self {
        let mut lower = c.to_lowercase();
        Self {
            c,
            lower: match (c.is_uppercase(), lower.next(), lower.next()) {
                (true, Some(one), None) => one,
                _ => c,
            },
            initials: pinyin::initials(c),
        }
    }
}

impl Names {
    /// Prepares names, kept in their order.
    pub fn new<'a>(names: impl IntoIterator<Item = &'a str>) -> Self {
        let mut found = Self {
            starts: vec![0],
            ..Self::default()
        };
        let mut known = Known::default();
        for (at, name) in (0u32..).zip(names) {
            let mut rare = false;
            for c in name.chars() {
                let letter = known.letter(c, &mut found.alphabet);
                rare |= letter == RARE;
                found.letters.push(letter);
            }
            found.starts.push(found.letters.len() as u32);
            if rare {
                found.rare.insert(at, name.into());
            }
        }
        found.letters.shrink_to_fit();
        found.starts.shrink_to_fit();
        found
    }

    /// How many names there are.
    pub fn len(&self) -> usize {
        self.starts.len().saturating_sub(1)
    }

    /// There is none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Compares a term with the alphabet.
    pub fn matcher<'a>(&'a self, term: &'a Term) -> Matcher<'a> {
        Matcher::new(self, term)
    }

    fn name(&self, at: usize) -> &[NameLetter] {
        &self.letters[self.starts[at] as usize..self.starts[at + 1] as usize]
    }
}

/// Letters while an alphabet is put together: a table for the characters that occur, which is
/// five times as fast as a map, and a map for what lies beyond it.
struct Known {
    near: Vec<NameLetter>,
    far: HashMap<char, NameLetter>,
}

impl Default for Known {
    fn default() -> Self {
        Self {
            near: vec![RARE; 1 << 16],
            far: HashMap::new(),
        }
    }
}

impl Known {
    fn letter(&mut self, c: char, alphabet: &mut Vec<Sign>) -> NameLetter {
        let known = match self.near.get_mut(c as usize) {
            Some(near) => near,
            None => self.far.entry(c).or_insert(RARE),
        };
        if *known == RARE && alphabet.len() < usize::from(RARE) {
            *known = alphabet.len() as NameLetter;
            alphabet.push(Sign::new(c));
        }
        *known
    }
}

/// What one letter does to a term: bits of the positions from which it uses up 1, 2, … of its
/// characters.
type Steps = [u64; LONGEST];

fn advance(steps: &Steps, from: u64) -> u64 {
    let by = steps.iter().zip(1..);
    by.fold(0, |to, (at, by)| to | ((from & at) << by))
}

/// The letter may be passed over. A term has no character at this position.
const PASSED: u64 = 1 << 63;

/// How each letter of the names moves a term on.
enum LetterMoves {
    /// All use up one character: initials, or characters themselves, which is what people mostly
    /// type. One word for each letter, and no branches in the loop over a name, which makes it
    /// four times as fast as the other.
    One(Vec<u64>),
    /// Which of the moves belongs to a letter; most have the first, which leads nowhere.
    Several(Vec<u16>, Vec<Move>),
}

/// How a letter moves a term on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
struct Move {
    steps: Steps,
    passed: bool,
}

/// A term that was compared with the alphabet of some names.
pub struct Matcher<'a> {
    names: &'a Names,
    term: &'a Term,
    /// By consecutive characters; the last one used may be a syllable that is still being typed.
    tight: LetterMoves,
    /// With characters left out between; all syllables are whole.
    loose: LetterMoves,
}

impl<'a> Matcher<'a> {
    fn new(names: &'a Names, term: &'a Term) -> Self {
        let moves = |unfinished: bool| {
            let alphabet = names.alphabet.iter();
            LetterMoves::new(alphabet.map(|sign| Move::of(*sign, &term.chars, unfinished)))
        };
        Self {
            names,
            term,
            tight: moves(true),
            loose: moves(false),
        }
    }

    /// Whether, and how well, a name matches: what [`Term::matches`] says of it.
    pub fn strength(&self, at: usize) -> Option<Strength> {
        if let Some(name) = self.rare(at) {
            return self.term.matches(name);
        }
        let name = self.names.name(at);
        if self.tight.run_through(name, self.goal()) {
            Some(Strength::Tight)
        } else {
            let loose = self.loose_allowed() && self.loose.reach(name, self.goal());
            loose.then_some(Strength::Loose)
        }
    }

    /// A name matches at least so well; for tight matches this is half the work.
    pub fn is_at_least(&self, at: usize, wanted: Strength) -> bool {
        match wanted {
            Strength::Tight if self.rare(at).is_none() => {
                self.tight.run_through(self.names.name(at), self.goal())
            }
            _ => self.strength(at) >= Some(wanted),
        }
    }

    fn rare(&self, at: usize) -> Option<&str> {
        let rare = &self.names.rare;
        if rare.is_empty() {
            return None;
        }
        rare.get(&(at as u32)).map(AsRef::as_ref)
    }

    const fn goal(&self) -> u64 {
        1 << self.term.chars.len()
    }

    const fn loose_allowed(&self) -> bool {
        self.term.chars.len() >= 2
    }
}

impl LetterMoves {
    fn new(of_letters: impl Iterator<Item = Move>) -> Self {
        let mut moves = vec![Move::default()];
        let of_letter = of_letters.map(|own| {
            if own == Move::default() {
                return 0;
            }
            moves.push(own);
            // There are no more of them than letters.
            (moves.len() - 1) as u16
        });
        let of_letter: Vec<u16> = of_letter.collect();
        if moves.iter().any(|own| own.steps[1..] != [0; LONGEST - 1]) {
            return Self::Several(of_letter, moves);
        }
        let one = |which: &u16| {
            let own = &moves[usize::from(*which)];
            own.steps[0] | if own.passed { PASSED } else { 0 }
        };
        Self::One(of_letter.iter().map(one).collect())
    }

    /// Consecutive letters lead from the start of the term to its end.
    fn run_through(&self, name: &[NameLetter], goal: u64) -> bool {
        let mut at = 0u64;
        match self {
            Self::One(steps) => {
                let mut reached = 0;
                for letter in name {
                    let step = steps[usize::from(*letter)];
                    let kept = if step & PASSED == 0 { 0 } else { at };
                    at = (((at | 1) & step) << 1) | kept;
                    reached |= at;
                }
                reached & goal != 0
            }
            Self::Several(of_letter, moves) => name.iter().any(|letter| {
                let which = of_letter[usize::from(*letter)];
                if which == 0 {
                    at = 0;
                    return false;
                }
                let own = &moves[usize::from(which)];
                let kept = if own.passed { at } else { 0 };
                at = advance(&own.steps, at | 1) | kept;
                at & goal != 0
            }),
        }
    }

    /// Letters lead from the start of the term to its end, whatever stands between them.
    fn reach(&self, name: &[NameLetter], goal: u64) -> bool {
        let mut at = 1u64;
        match self {
            Self::One(steps) => {
                for letter in name {
                    at |= (at & steps[usize::from(*letter)] & !PASSED) << 1;
                }
            }
            Self::Several(of_letter, moves) => {
                for letter in name {
                    let which = of_letter[usize::from(*letter)];
                    if which != 0 {
                        at |= advance(&moves[usize::from(which)].steps, at);
                    }
                }
            }
        }
        at & goal != 0
    }
}

impl Move {
    fn of(sign: Sign, term: &[char], unfinished: bool) -> Self {
        let mut own = Self {
            passed: is_administrative(sign.c),
            ..Self::default()
        };
        for (at, first) in term.iter().enumerate() {
            if *first == sign.c || *first == sign.lower {
                own.steps[0] |= 1 << at;
            }
            if first.is_ascii_lowercase() && sign.initials & pinyin::initial(*first) != 0 {
                let rest = &term[at..];
                pinyin::each_use(sign.c, rest, unfinished, |used| {
                    own.steps[used - 1] |= 1 << at;
                });
            }
        }
        own
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::search::Query;

    /// A third of what people type is pinyin, the rest characters, some of which nobody reads.
    const CHARACTERS: &str =
        "开封市钓鱼协会教育体县区省行重庆吕剧女绿长张中商zhZHaXü\u{3400}\u{20000}Éß0（";
    const TYPED: &str = "开封市钓鱼会行zhuanglvnxdykfc0é(";

    fn text(of: &str, longest: usize) -> impl Strategy<Value = String> {
        let signs: Vec<char> = of.chars().collect();
        let sign = prop::sample::select(signs);
        prop::collection::vec(sign, 0..longest).prop_map(|signs| signs.into_iter().collect())
    }

    fn agree(names: &[String], typed: &str) {
        let prepared = Names::new(names.iter().map(String::as_str));
        for query in [Query::new(typed), Query::of_words([typed])] {
            for term in query.terms() {
                let matcher = prepared.matcher(term);
                for (at, name) in names.iter().enumerate() {
                    let expected = term.matches(name);
                    assert_eq!(matcher.strength(at), expected, "{typed} in {name}");
                    for wanted in [Strength::Loose, Strength::Tight] {
                        let found = matcher.is_at_least(at, wanted);
                        assert_eq!(found, expected >= Some(wanted), "{typed} in {name}");
                    }
                }
            }
        }
    }

    proptest! {
        #[test]
        fn prepared_names_match_as_names_do(
            names in prop::collection::vec(text(CHARACTERS, 16), 0..8),
            typed in text(TYPED, 9),
        ) {
            agree(&names, &typed);
        }

        #[test]
        fn any_text_matches_as_it_does(
            names in prop::collection::vec(any::<String>(), 0..4),
            typed in any::<String>(),
        ) {
            agree(&names, &typed);
        }
    }

    #[test]
    fn what_people_type_matches_the_printed_roster_as_it_does_name_by_name() {
        let roster = include_str!("../../seeds/kaifeng-2020/roster.csv");
        let names: Vec<String> = roster
            .lines()
            .skip(1)
            .flat_map(|line| line.split(',').skip(1).take(2))
            .map(str::to_owned)
            .collect();
        for typed in [
            "dyxh",
            "协会",
            "x",
            "zz",
            "kfdy",
            "发改委",
            "教育 dy",
            "fgw",
            "kaifengshidiaoyu",
            "zh",
            "sh",
            "lv",
            "29",
            "市",
            "县区",
            "",
        ] {
            agree(&names, typed);
        }
    }

    #[test]
    fn no_character_uses_up_more_than_there_are_steps() {
        let term: Vec<char> = vec!['a'; 20];
        for c in '\0'..=char::MAX {
            pinyin::each_use(c, &term, true, |used| assert!(used <= LONGEST, "{c}"));
            assert!(pinyin::longest(c) <= LONGEST, "{c}");
        }
    }

    #[test]
    fn more_characters_than_letters_are_no_harm() {
        let all: String = ('\u{3400}'..'\u{14000}')
            .filter(|c| c.is_alphanumeric())
            .collect();
        let mut names: Vec<String> = vec![all, "开封市钓鱼协会".into()];
        names.extend(["\u{20001}\u{2a000}", "\u{2a000}"].map(str::to_owned));
        let astral: String = ('\u{20000}'..'\u{2a6d0}').collect();
        names.insert(1, astral);
        let prepared = Names::new(names.iter().map(String::as_str));
        assert!(!prepared.rare.is_empty());
        for typed in ["dyxh", "\u{2a000}", "\u{20001}\u{2a000}", "\u{20002}"] {
            agree(&names, typed);
        }
    }
}
