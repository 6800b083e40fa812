//! The words by which a notice is read: `seeds/import/notice.toml`, part of the program.

use std::sync::OnceLock;

use serde::Deserialize;

use crate::domain::round::PopulationRule;
use crate::text::fault::from_toml;

/// Groups of words, of each of which a text has to have one.
pub type Groups = Vec<Vec<String>>;

/// What is in the file.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NoticeWords {
    pub chapters: ChapterWords,
    pub dates: DateWords,
    pub actors: ActorWords,
    #[serde(rename = "actor")]
    pub roles: Vec<Role>,
    #[serde(rename = "kind")]
    pub kinds: Vec<MilestoneKind>,
    #[serde(rename = "date")]
    pub date_kinds: Vec<DateKind>,
    pub head: HeadWords,
    pub scope: ScopeWords,
    pub threshold: ThresholdWords,
    pub group: GroupWords,
    pub bodies: BodyWords,
    pub level: LevelWords,
}

/// How chapters are told apart.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ChapterWords {
    pub schedule: Vec<String>,
    pub annex: Vec<String>,
    pub stage: Vec<String>,
}

/// What stands around a date.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DateWords {
    pub before: Vec<String>,
    pub until: Vec<String>,
    pub third: Vec<String>,
    pub end: Vec<String>,
    pub mid: Vec<String>,
}

/// Who acts, and where in a sentence that stands.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ActorWords {
    pub with: Vec<String>,
    pub group: Vec<String>,
    pub verbs: Vec<String>,
    pub called: Vec<(String, String)>,
    pub receivers: Vec<String>,
    pub vague: Vec<String>,
    pub trim: Vec<String>,
    /// What is said shorter.
    pub said: Vec<(String, String)>,
}

/// A part that units, associations or the group play, as the checklist calls it.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Role {
    pub name: String,
    pub written: Vec<String>,
}

/// What a sentence of the schedule may be about.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MilestoneKind {
    /// The milestone of the built-in round that is the same.
    pub base: Option<String>,
    pub title: String,
    pub short: String,
    pub contains: Groups,
    #[serde(default)]
    pub not: Vec<String>,
    pub population: Option<PopulationRule>,
    #[serde(default)]
    pub populations: Vec<PopulationWords>,
}

/// Whom a sentence means that says this.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PopulationWords {
    pub population: PopulationRule,
    pub contains: Groups,
}

/// What a date outside of the schedule may be about.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DateKind {
    pub id: String,
    pub title: String,
    pub contains: Groups,
    #[serde(default)]
    pub not: Vec<String>,
    pub against: Vec<String>,
}

/// Title, number and issuers.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct HeadWords {
    pub about: Vec<String>,
    pub issue: Vec<String>,
    pub endings: Vec<String>,
    pub subject: Vec<String>,
    pub number: Vec<String>,
    pub cities: Vec<String>,
    pub issuers: Vec<String>,
}

/// Who is in.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ScopeWords {
    pub suffix: Vec<String>,
    pub open: Vec<String>,
    pub member: Vec<String>,
}

/// From how many associations on.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ThresholdWords {
    pub unit: Vec<String>,
    pub at_least: Vec<String>,
    pub more_than: Vec<String>,
    pub about: Vec<String>,
}

/// The working group and its members.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct GroupWords {
    pub founded: Vec<String>,
    pub called: Vec<String>,
    pub head: Vec<String>,
    pub deputies: Vec<String>,
    pub head_before: Vec<String>,
    pub deputies_before: Vec<String>,
    /// What ends 组长由…担任.
    pub serving: Vec<String>,
    pub office: Vec<String>,
    pub members: Vec<String>,
    pub members_before: Vec<String>,
    pub rest: Vec<String>,
    pub duty: Vec<String>,
    /// What is no part of the duty itself.
    pub own_word: Vec<String>,
}

/// Ways to write the same body.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BodyWords {
    pub prefixes: Vec<String>,
    pub alike: Vec<Vec<String>>,
}

/// What of the built-in round's words says that it is a city's.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LevelWords {
    pub of_city: Vec<String>,
}

/// The words of the program.
///
/// # Panics
/// When the file that is built into the program cannot be read, which a test rules out.
pub fn notice_words() -> &'static NoticeWords {
    static WORDS: OnceLock<NoticeWords> = OnceLock::new();
    WORDS.get_or_init(|| {
        from_toml(include_str!("../../../seeds/import/notice.toml"))
            .expect("the words are part of the program and tested")
    })
}

/// One of the words is in the text.
pub fn has_any(text: &str, words: &[String]) -> bool {
    words.iter().any(|word| text.contains(word.as_str()))
}

/// The text has a word of each group and none of the others.
pub fn fits(text: &str, groups: &Groups, not: &[String]) -> bool {
    groups.iter().all(|group| has_any(text, group)) && !has_any(text, not)
}

/// Where the first of the words begins and ends; of those at one place the longest.
pub fn first_of(text: &str, words: &[String]) -> Option<(usize, usize)> {
    let found = words.iter().filter_map(|word| {
        let at = text.find(word.as_str())?;
        Some((at, at + word.len()))
    });
    found.min_by_key(|(from, to)| (*from, usize::MAX - to))
}

/// What follows the longest of the words with which the text begins.
pub fn after_any<'t>(text: &'t str, words: &[String]) -> Option<&'t str> {
    let rests = words
        .iter()
        .filter_map(|word| text.strip_prefix(word.as_str()));
    rests.min_by_key(|rest| rest.len())
}

impl NoticeWords {
    /// A body without its city or county, in the first of its ways to be written.
    pub fn body_key<'t>(&'t self, name: &'t str) -> &'t str {
        let bare = after_any(name, &self.bodies.prefixes).unwrap_or(name);
        let alike = self.bodies.alike.iter();
        let known = alike
            .filter(|group| group.iter().any(|way| way == bare || way == name))
            .find_map(|group| group.first());
        known.map_or(bare, String::as_str)
    }
}
