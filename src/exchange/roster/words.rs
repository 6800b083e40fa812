//! The words by which rosters of other offices are read: names of columns, states, totals,
//! notes. They are data (`seeds/import/roster.toml`); this file owns how they are compared.

mod lists;

use std::borrow::Cow;
use std::sync::OnceLock;

use lists::{
    ColumnNames, RowWords, StatusProposal, StatusWords, UnitKindWords, ends, first_in, is_one_of,
    starts,
};
use serde::{Deserialize, Serialize};

use super::details::DetailWords;
use super::spelling::{squeeze, without_brackets};
use super::traditional::Traditional;
use crate::domain::model::{Status, UnitKind};
use crate::text::fault::from_toml;
use crate::text::fold::is_folded;

/// A column of a roster.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RosterColumn {
    /// 序号.
    No,
    /// 名称.
    Name,
    /// 业务主管单位.
    Unit,
    /// 备注: the status.
    Status,
}

impl RosterColumn {
    /// The word for people, and on the command line.
    pub fn label(self) -> &'static str {
        let known = words().columns.iter().find(|names| names.id == self);
        known.map_or("", |names| names.label.as_str())
    }
}

/// What a status word means for the roster.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ColumnMeaning {
    /// 拟脱钩.
    Planned,
    /// 已脱钩.
    Decoupled,
    /// Not in the roster.
    Omit,
}

impl ColumnMeaning {
    /// The word for people.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Planned => Status::Planned.word(),
            Self::Decoupled => Status::Decoupled.word(),
            Self::Omit => "不列入",
        }
    }
}

/// `seeds/import/roster.toml`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Words {
    #[serde(rename = "column")]
    columns: Vec<ColumnNames>,
    /// With what the words begin that headings are about, in order.
    #[serde(skip)]
    about_begins: Vec<char>,
    /// First characters of what makes a name doubtful.
    #[serde(skip)]
    doubt_begins: Vec<char>,
    /// First characters of the words for sums and notes, last ones of names of associations.
    #[serde(skip)]
    total_begins: Vec<char>,
    #[serde(skip)]
    note_begins: Vec<char>,
    #[serde(skip)]
    suffix_ends: Vec<char>,
    #[serde(rename = "detail")]
    details: Vec<DetailWords>,
    status: StatusWords,
    #[serde(rename = "proposal")]
    proposals: Vec<StatusProposal>,
    rows: RowWords,
    traditional: Traditional,
    #[serde(rename = "unit_kind")]
    unit_kinds: Vec<UnitKindWords>,
}

/// The words of the program.
///
/// # Panics
/// When the file that is built into the program cannot be read, which a test rules out.
pub fn words() -> &'static Words {
    static WORDS: OnceLock<Words> = OnceLock::new();
    WORDS.get_or_init(|| {
        let mut words: Words = from_toml(include_str!("../../../seeds/import/roster.toml"))
            .expect("the words are part of the program and tested");
        words.squeeze();
        words
    })
}

impl Words {
    /// Brings the words into the form in which they are compared, once. What is shown or kept
    /// (labels, the first way to write a direct registration) stays.
    fn squeeze(&mut self) {
        let columns = self.columns.iter_mut().map(|column| &mut column.names);
        let rows = &mut self.rows;
        let lists = [
            &mut self.status.planned,
            &mut self.status.decoupled,
            &mut self.status.omit,
            &mut rows.ditto,
            &mut rows.none,
            &mut rows.totals,
            &mut rows.notes,
            &mut rows.suffixes,
            &mut rows.unit_endings,
            &mut rows.companies,
            &mut rows.all,
            &mut rows.other_kinds,
            &mut rows.lists,
            &mut rows.name_doubts,
            &mut rows.unit_doubts,
            &mut rows.cancelled,
            &mut rows.ticks,
            &mut rows.crosses,
        ];
        let details = self.details.iter_mut().map(|detail| &mut detail.names);
        self.traditional.learn();
        for word in columns.chain(details).chain(lists).flatten() {
            *word = squeeze(word).into_owned();
        }
        let direct = rows.direct.iter().map(|word| squeeze(word).into_owned());
        rows.direct_keys = direct.collect();
        let about = self.columns.iter().flat_map(|column| &column.about);
        self.about_begins = about.filter_map(|word| word.chars().next()).collect();
        self.about_begins.sort_unstable();
        let rows = &self.rows;
        let first = |words: &[String]| words.iter().filter_map(|w| w.chars().next()).collect();
        self.doubt_begins = first(&rows.name_doubts);
        self.doubt_begins.sort_unstable();
        self.total_begins = first(&rows.totals);
        self.note_begins = first(&rows.notes);
        let suffixes = rows.suffixes.iter();
        self.suffix_ends = suffixes.filter_map(|w| w.chars().next_back()).collect();
    }

    /// A text as the words are compared with: squeezed, and traditional characters as the simplified ones.
    pub(super) fn key<'t>(&self, text: &'t str) -> Cow<'t, str> {
        // Most texts are so already, and each is asked for a dozen times: one look at each character.
        let is_plain =
            |c: char| is_folded(c) && !c.is_ascii_whitespace() && !self.traditional.is_one(c);
        if text.chars().all(is_plain) {
            return Cow::Borrowed(text);
        }
        let squeezed = squeeze(text);
        if !self.is_traditional(&squeezed) {
            return squeezed;
        }
        let simple = squeezed.chars().map(|c| self.traditional.simple(c));
        Cow::Owned(simple.collect())
    }

    /// A text whose first or last character is this may begin or end with one of some words. Every cell
    /// is asked, and most are known by that character not to.
    fn may_be(&self, edge: Option<char>, of_words: &[char]) -> bool {
        edge.is_some_and(|c| {
            let is_other = !is_folded(c) || c.is_ascii_whitespace() || self.traditional.is_one(c);
            is_other || of_words.contains(&c)
        })
    }

    /// Some of a text is written in traditional characters.
    pub fn is_traditional(&self, text: &str) -> bool {
        text.contains(|c| self.traditional.is_one(c))
    }

    /// The column that a heading names, and how good the name is: 0 = the best.
    pub fn column(&self, heading: &str) -> Option<(RosterColumn, usize)> {
        let whole = self.key(heading);
        // 现业务主管单位 stands beside 原业务主管单位, which is of another day.
        let whole = whole.strip_prefix('现').unwrap_or(&whole);
        let bare = without_brackets(whole);
        let bare = (bare != whole).then_some(bare);
        let named = self.columns.iter().find_map(|column| {
            let rank = |heading: &str| column.names.iter().position(|name| name == heading);
            let rank = rank(whole).or_else(|| rank(bare.as_ref()?))?;
            Some((column.id, rank))
        });
        named.or_else(|| {
            let may = |c: char| self.about_begins.binary_search(&c).is_ok();
            if !whole.contains(may) {
                return None;
            }
            let mut columns = self.columns.iter();
            columns.find_map(|column| Some((column.id, column.by_parts(whole)?)))
        })
    }

    /// What a row says beside the columns of a roster.
    pub(super) fn details(&self) -> &[DetailWords] {
        &self.details
    }

    /// A kind of organisation that is no association: 基金会.
    pub fn is_other_kind(&self, text: &str) -> bool {
        let text = self.key(text);
        let mut kinds = self.rows.other_kinds.iter();
        kinds.any(|kind| text.contains(kind.as_str()))
    }

    /// A unit, and not what stands where there is none.
    pub fn is_unit_of_its_own(&self, text: &str) -> bool {
        text != self.rows.no_unit && !is_one_of(&self.key(text), &self.rows.direct_keys)
    }

    /// The column of a label or name, as the command line gives it.
    pub fn column_of_label(&self, text: &str) -> Option<RosterColumn> {
        let labelled = self.columns.iter().find(|column| column.label == text);
        let labelled = labelled.map(|column| column.id);
        labelled.or_else(|| self.column(text).map(|(column, _)| column))
    }

    /// What a status word means.
    pub fn status(&self, word: &str) -> Option<ColumnMeaning> {
        let key = self.key(word);
        let lists = [
            (&self.status.planned, ColumnMeaning::Planned),
            (&self.status.decoupled, ColumnMeaning::Decoupled),
            (&self.status.omit, ColumnMeaning::Omit),
        ];
        let found = lists.into_iter().find(|(list, _)| is_one_of(&key, list));
        found.map(|(_, meaning)| meaning)
    }

    /// What a state says that is none of the known words, by what it contains. Only a proposal.
    pub fn proposed(&self, word: &str) -> Option<ColumnMeaning> {
        let key = self.key(word);
        let says = |parts: &[String]| parts.iter().any(|part| key.contains(part.as_str()));
        let proposal = self
            .proposals
            .iter()
            .find(|proposal| says(&proposal.contains))?;
        (proposal.and.is_empty() || says(&proposal.and)).then_some(proposal.meaning)
    }

    /// The state that the title of a table or group tells: 一、已脱钩的行业协会; of one that tells of two, none.
    pub fn title_state(&self, text: &str) -> Option<ColumnMeaning> {
        let key = self.key(text);
        // 第一批试点名单 says what 第一批试点 says.
        let bare = self.rows.lists.iter().fold(&*key, |text, word| {
            text.strip_suffix(word.as_str()).unwrap_or(text)
        });
        if let Some(meaning) = self.status(&key).or_else(|| self.status(bare)) {
            return Some(meaning);
        }
        let says = |parts: &[String]| parts.iter().any(|part| key.contains(part.as_str()));
        let fits = |proposal: &&StatusProposal| {
            says(&proposal.contains) && (proposal.and.is_empty() || says(&proposal.and))
        };
        let mut meanings = self.proposals.iter().filter(fits).map(|one| one.meaning);
        let first = meanings.next().filter(|_| key.contains('脱'))?;
        meanings.all(|other| other == first).then_some(first)
    }

    /// The word in a name that says something else of the association.
    pub fn name_doubt(&self, name: &str) -> Option<&str> {
        let begins =
            |c: char| self.doubt_begins.binary_search(&c).is_ok() || self.traditional.is_one(c);
        let may = name.contains(begins);
        may.then(|| first_in(&self.key(name), &self.rows.name_doubts))
            .flatten()
    }

    /// The same of a unit.
    pub fn unit_doubt(&self, unit: &str) -> Option<&str> {
        first_in(&self.key(unit), &self.rows.unit_doubts)
    }

    /// The register has the association as cancelled: it says so, or says yes where that is asked.
    pub fn is_cancelled(&self, heading: &str, text: &str) -> bool {
        self.status(text) == Some(ColumnMeaning::Omit)
            || self.is_ticked(text) == Some(true)
                && first_in(&self.key(heading), &self.rows.cancelled).is_some()
    }

    /// Whether a cell is ticked; nothing where it says something else.
    pub fn is_ticked(&self, text: &str) -> Option<bool> {
        let text = self.key(text);
        if is_one_of(&text, &self.rows.ticks) {
            return Some(true);
        }
        (text.is_empty() || is_one_of(&text, &self.rows.crosses)).then_some(false)
    }

    /// 同上.
    pub fn is_ditto(&self, text: &str) -> bool {
        is_one_of(&self.key(text), &self.rows.ditto)
    }

    /// 无, or 无（已脱钩）.
    pub fn is_none(&self, text: &str) -> bool {
        let text = self.key(text);
        let bare = without_brackets(&text);
        let is_direct = is_one_of(&text, &self.rows.direct_keys);
        is_one_of(&bare, &self.rows.none) && !is_direct
    }

    /// What is kept as the unit where the file has none at all.
    pub fn no_unit(&self) -> &str {
        &self.rows.no_unit
    }

    /// A line of sums.
    pub fn is_total(&self, text: &str) -> bool {
        self.may_be(text.chars().next(), &self.total_begins)
            && starts(&self.key(text), &self.rows.totals)
    }

    /// 本单位小计2家.
    pub fn is_total_within(&self, text: &str) -> bool {
        let text = self.key(text);
        let says = self
            .rows
            .totals
            .iter()
            .any(|word| text.contains(word.as_str()));
        says && !ends(&text, &self.rows.suffixes)
    }

    /// A line of explanation.
    pub fn is_note(&self, text: &str) -> bool {
        self.may_be(text.chars().next(), &self.note_begins)
            && starts(&self.key(text), &self.rows.notes)
    }

    /// The name of an association, by its ending.
    pub fn is_association(&self, text: &str) -> bool {
        self.may_be(text.chars().next_back(), &self.suffix_ends)
            && ends(&self.key(text), &self.rows.suffixes)
    }

    /// 各行业协会商会: not the name of one.
    pub fn is_all_of_them(&self, text: &str) -> bool {
        ends(&self.key(text), &self.rows.all)
    }

    /// The name of a unit, by its ending.
    pub fn is_unit(&self, text: &str) -> bool {
        let text = self.key(text);
        !text.contains(['。', ',', '.', ';', ':']) && ends(&text, &self.rows.unit_endings)
    }

    /// A company, which has no associations under it as a rule.
    pub fn is_company(&self, text: &str) -> bool {
        ends(&self.key(text), &self.rows.companies)
    }

    /// A unit as the ledger keeps it: the ways to write 直接登记 become one, all else stays.
    pub fn unit(&self, text: &str) -> String {
        let key = self.key(text);
        match self.rows.direct.first() {
            Some(first) if is_one_of(&key, &self.rows.direct_keys) => first.clone(),
            _ => text.to_owned(),
        }
    }

    /// What kind of body a unit is, by words in its name.
    pub fn unit_kind(&self, name: &str) -> UnitKind {
        let hit = |kind: &&UnitKindWords| kind.contains.iter().any(|part| name.contains(part));
        let found = self.unit_kinds.iter().find(hit);
        found.map_or(UnitKind::CityBureau, |kind| kind.kind)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headings_are_known_however_they_are_typed() {
        for (heading, column) in [
            ("序号", RosterColumn::No),
            ("序\u{a0}号", RosterColumn::No),
            ("协会名称", RosterColumn::Name),
            (
                "业务主管单位             （或原业务主管单位）",
                RosterColumn::Unit,
            ),
            ("主管\n单位", RosterColumn::Unit),
            ("脱钩状态", RosterColumn::Status),
        ] {
            let known = words().column(heading).map(|(column, _)| column);
            assert_eq!(known, Some(column), "{heading}");
        }
        assert_eq!(words().column("联系电话"), None);
    }

    #[test]
    fn no_word_is_in_two_lists() {
        let words = words();
        let lists = [
            &words.status.planned,
            &words.status.decoupled,
            &words.status.omit,
        ];
        let mut all: Vec<&String> = lists.into_iter().flatten().collect();
        let count = all.len();
        all.sort();
        all.dedup();
        assert_eq!(all.len(), count);
        for status in [Status::Planned, Status::Decoupled] {
            let meaning = words.status(status.word()).map(ColumnMeaning::word);
            assert_eq!(meaning, Some(status.word()));
        }
    }
}
