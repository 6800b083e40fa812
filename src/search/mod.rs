//! Matching Chinese names by characters, full pinyin, initials, or a mix of them.

mod names;
mod pinyin;

use std::ops::Range;

pub use names::{ALONE, Matcher, Names};

use crate::text::fold::fold_text;

/// How well a term matches.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Strength {
    /// In order, with characters left out between: 发改委 in 发展和改革委员会.
    Loose,
    /// By consecutive characters.
    Tight,
}

/// A search text, read once and matched against many names. All its terms have to match.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Query {
    text: String,
    terms: Vec<Term>,
}

impl Query {
    /// Folds the text and splits it at white space.
    pub fn new(text: &str) -> Self {
        Self {
            text: text.to_owned(),
            terms: fold_text(text).split_whitespace().map(Term::new).collect(),
        }
    }

    /// Words that were taken apart before; one may hold spaces.
    pub fn of_words<'a>(words: impl IntoIterator<Item = &'a str>) -> Self {
        let words: Vec<&str> = words.into_iter().collect();
        Self {
            text: words.join(" "),
            terms: words
                .iter()
                .map(|word| Term::new(&fold_text(word)))
                .collect(),
        }
    }

    /// What matches both.
    #[must_use]
    pub fn and(mut self, other: Self) -> Self {
        if !self.text.is_empty() && !other.text.is_empty() {
            self.text.push(' ');
        }
        self.text.push_str(&other.text);
        self.terms.extend(other.terms);
        self
    }

    /// Nothing is searched for.
    pub fn is_empty(&self) -> bool {
        self.terms.is_empty()
    }

    /// As it was typed.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Whatever matches this so well has matched `earlier` so well, other than by its number: each
    /// term goes on where one of `earlier` ended.
    ///
    /// For a tight match the last syllable may be unfinished, so that a longer term only ever
    /// finds less. For a loose one all syllables are whole, and a letter may make one whole: there
    /// only characters narrow.
    pub fn narrows(&self, earlier: &Self, wanted: Strength) -> bool {
        let goes_on = |(term, before): (&Term, &Term)| {
            let added = term.chars.strip_prefix(before.chars.as_slice());
            let whole = |added: &[char]| !added.iter().any(char::is_ascii_lowercase);
            !before.chars.is_empty()
                && added.is_some_and(|added| wanted == Strength::Tight || whole(added))
        };
        self.terms.len() >= earlier.terms.len()
            && self.terms.iter().zip(&earlier.terms).all(goes_on)
    }

    /// The terms that are looked for.
    pub fn terms(&self) -> impl Iterator<Item = &Term> {
        self.terms.iter()
    }
}

/// One word of a search text. Characters after the 63rd do not count.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Term {
    chars: Vec<char>,
}

impl Term {
    /// Positions in a term are kept as bits of one word.
    const MAX: usize = 63;

    fn new(folded: &str) -> Self {
        // Between syllables of pinyin an apostrophe only parts them: xi'an.
        let parts =
            folded.contains(['\'', '’']) && folded.starts_with(|c: char| c.is_ascii_lowercase());
        let counts = |c: &char| !parts || !matches!(c, '\'' | '’');
        Self {
            chars: folded.chars().filter(counts).take(Self::MAX).collect(),
        }
    }

    /// The number, if the term is one.
    pub fn number(&self) -> Option<u32> {
        let text: String = self.chars.iter().collect();
        text.parse().ok()
    }

    /// It is the whole of a name, by its characters, in pinyin or by its initials.
    pub fn is_all_of(&self, name: &str) -> bool {
        // Each character uses up one of the term or more; counting them is quicker than reading them.
        if name.chars().nth(self.chars.len()).is_some() {
            return false;
        }
        let goal = 1u64 << self.chars.len();
        let mut reached = 1u64;
        for c in name.chars() {
            reached = self.advance(reached, c, false);
        }
        reached & goal != 0 && !self.chars.is_empty()
    }

    /// Whether, and how well, a name matches.
    ///
    /// Each character of the name uses up itself, a syllable of one of its readings, or the
    /// initials of one; the last one used may be a syllable that is still being typed.
    /// Consecutive characters make a tight match; 市县区省 may be passed over in it, so that
    /// `kfdy` finds 开封市钓鱼协会. `reached` holds, as bits, the positions of the term that a
    /// run ending here can have got to, so the work is the length of the name times that of
    /// the term, whatever the readings.
    pub fn matches(&self, name: &str) -> Option<Strength> {
        let goal = 1u64 << self.chars.len();
        let loose_allowed = self.chars.len() >= 2;
        let mut tight = 0u64;
        let mut loose = 1u64;
        let mut loose_found = false;
        for c in name.chars() {
            let from_tight = tight | 1;
            let next = self.advance(from_tight, c, true);
            if next & goal != 0 {
                return Some(Strength::Tight);
            }
            tight = next | if is_administrative(c) { tight } else { 0 };
            if loose_allowed && !loose_found {
                loose |= self.advance(loose, c, false);
                loose_found = loose & goal != 0;
            }
        }
        loose_found.then_some(Strength::Loose)
    }

    /// Where a tight match lies in a name, in bytes: the first, up to where it is complete.
    pub fn place_in(&self, name: &str) -> Option<Range<usize>> {
        let goal = 1u64 << self.chars.len();
        name.char_indices().find_map(|(begin, _)| {
            let mut reached = 1u64;
            for (at, c) in name[begin..].char_indices() {
                let next = self.advance(reached, c, true);
                if next & goal != 0 {
                    return Some(begin..begin + at + c.len_utf8());
                }
                let passed = at > 0 && is_administrative(c);
                reached = next | if passed { reached } else { 0 };
            }
            None
        })
    }

    /// The positions that one character of a name leads to from some positions.
    fn advance(&self, from: u64, c: char, unfinished: bool) -> u64 {
        let mut to = 0;
        let mut left = from;
        while left != 0 {
            let at = left.trailing_zeros() as usize;
            left &= left - 1;
            let rest = &self.chars[at.min(self.chars.len())..];
            let Some(first) = rest.first() else { continue };
            if pinyin::folded_eq(c, *first) {
                to |= 1 << (at + 1);
            }
            // Readings are Latin; a term of characters needs none looked up.
            if first.is_ascii_lowercase() {
                pinyin::each_use(c, rest, unfinished, |used| to |= 1 << (at + used));
            }
        }
        to
    }
}

/// Characters that people leave out when they say the name of a place.
fn is_administrative(c: char) -> bool {
    matches!(c, '市' | '县' | '区' | '省')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn strength(term: &str, name: &str) -> Option<Strength> {
        let query = Query::new(term);
        let found = query.terms().map(|term| term.matches(name)).min();
        found.flatten()
    }

    #[test]
    fn a_match_has_its_place_in_the_name() {
        for (term, name, place) in [
            ("钓鱼", "开封市钓鱼协会", Some("钓鱼")),
            ("dyxh", "开封市钓鱼协会", Some("钓鱼协会")),
            ("kfdy", "开封市钓鱼协会", Some("开封市钓鱼")),
            ("diaoy", "开封市钓鱼协会", Some("钓鱼")),
            ("导出", "导出", Some("导出")),
            ("kd", "开封市钓鱼协会", None),
            ("钓鱼", "", None),
        ] {
            let query = Query::new(term);
            let term = query.terms().next().expect("a word");
            let found = term.place_in(name);
            assert_eq!(found.map(|place| &name[place]), place, "{name}");
            // The two agree about whether it is there.
            let tight = term.matches(name) == Some(Strength::Tight);
            assert_eq!(tight, place.is_some(), "{name}");
        }
    }

    #[test]
    fn a_name_is_found_by_characters_pinyin_and_initials() {
        let fishing = "开封市钓鱼协会";
        for term in [
            "钓鱼",
            "dyxh",
            "diaoyu",
            "dyxiehui",
            "钓yu",
            "KFSDYXH",
            "kfdy",
            "kfsdiaoy",
            "diao",
            "ｄｙ",
            "开封钓鱼",
        ] {
            assert_eq!(strength(term, fishing), Some(Strength::Tight), "{term}");
        }
        for term in ["qk", "鱼钓", "dyy", "zz"] {
            assert_eq!(strength(term, fishing), None, "{term}");
        }
        for (term, name) in [
            ("jyty", "开封市教育体育局"),
            ("lvju", "开封市吕剧协会"),
            ("luju", "开封市吕剧协会"),
            ("yhxh", "开封市银行业协会"),
            ("yinhang", "开封市银行业协会"),
            ("yinyue", "开封市音乐协会"),
            ("chongqing", "重庆市"),
            ("zhsc", "中华商场"),
            ("jingjv", "开封市京剧协会"),
            ("lyuxing", "开封市旅行社协会"),
            ("lyux", "开封市旅行社协会"),
            ("xi'an", "西安市"),
        ] {
            assert!(strength(term, name).is_some(), "{term} {name}");
        }
    }

    #[test]
    fn what_people_say_for_short_is_a_loose_match() {
        for (term, name) in [
            ("发改委", "开封市发展和改革委员会"),
            ("fgw", "开封市发展和改革委员会"),
            ("教体局", "开封市教育体育局"),
            ("卫健委", "开封市卫生健康委员会"),
        ] {
            assert_eq!(strength(term, name), Some(Strength::Loose), "{term}");
        }
    }

    /// 模糊音: by whole syllables, behind whatever is written as it should be.
    #[test]
    fn what_sounds_alike_to_many_is_a_loose_match() {
        for (term, name) in [
            ("sangye", "开封市商业协会"),
            ("shiliao", "开封市饲料行业协会"),
            ("canyin", "开封市常饮协会"),
            ("yinghang", "开封市银行业协会"),
            ("jianzu", "开封市建筑行业商会"),
            ("zenxin", "征信协会"),
        ] {
            assert_eq!(strength(term, name), Some(Strength::Loose), "{term}");
        }
        for (term, name) in [("nanqiu", "篮球"), ("fang", "黄"), ("tangye", "商业")] {
            assert_eq!(strength(term, name), None, "{term}");
        }
    }

    #[test]
    fn all_terms_have_to_match() {
        assert!(strength("开封 dy", "开封市钓鱼协会").is_some());
        assert!(strength("开封 篮球", "开封市钓鱼协会").is_none());
    }

    #[test]
    fn in_the_real_roster_short_queries_find_what_is_meant() {
        let roster = include_str!("../../seeds/kaifeng-2020/roster.csv");
        let tight = |term: &str, column: usize| -> Vec<&str> {
            let names = roster
                .lines()
                .skip(1)
                .filter_map(|line| line.split(',').nth(column));
            let mut names: Vec<&str> = names
                .filter(|name| strength(term, name) == Some(Strength::Tight))
                .collect();
            names.dedup();
            names
        };
        // The first by number is what is meant; 指导员协会 and 冬泳协会 have the same initials.
        assert_eq!(
            tight("dyxh", 1),
            [
                "开封市钓鱼协会",
                "开封市社会体育指导员协会",
                "开封市冬泳协会"
            ]
        );
        assert_eq!(tight("jyty", 2), ["开封市教育体育局"]);
    }

    #[test]
    fn an_absurd_term_costs_little_and_finds_nothing() {
        let term = "x".repeat(10_000);
        assert_eq!(strength(&term, &"行".repeat(200)), Some(Strength::Tight));
        assert_eq!(strength(&"q".repeat(10_000), &"行".repeat(200)), None);
    }
}
