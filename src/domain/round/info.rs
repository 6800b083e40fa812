//! `round.toml` and `units.toml`: the notice, its numbers, milestones, bodies and units.

use chrono::{Datelike, NaiveDate};
use ecow::EcoString;
use serde::Deserialize;
use typed_index_collections::TiVec;

use super::{Official, PopulationRule};
use crate::domain::calendar::Calendar;
use crate::domain::fact::View;
use crate::domain::id::MilestoneIx;
use crate::domain::model::{Confidence, Stage, UnitKind};
use crate::domain::round::findings::FindingRules;
use crate::text::lang::Text;

/// `round.toml`.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RoundInfo {
    /// Folder name under `seeds/`.
    pub id: String,
    /// The city, which is also the prefix that its names share.
    pub city: String,
    /// Title of the ledger.
    pub title: String,
    /// Year of the round.
    pub year: i32,
    /// The notice that orders the round.
    pub notice: Notice,
    /// Who is in.
    pub scope: ScopeRule,
    /// Numbers that rules turn on.
    pub thresholds: Thresholds,
    /// Which days are worked, and whether lights count only these.
    #[serde(default)]
    pub calendar: Calendar,
    /// Numbers of the letters.
    #[serde(default)]
    pub letters: LetterRules,
    #[serde(rename = "milestone")]
    pub milestones: TiVec<MilestoneIx, Milestone>,
    /// Other dates of the notice that are no milestones (`domain.md` D1).
    #[serde(rename = "date", default)]
    pub dates: Vec<OtherDate>,
    pub working_group: WorkingGroup,
    /// 成员单位 with their duties.
    #[serde(rename = "body", default)]
    pub bodies: Vec<MemberBody>,
    /// 未完成原因 that are offered; another may be written (`domain.md` 3.2).
    #[serde(default)]
    pub unfinished_reasons: Vec<String>,
    /// What findings over the whole ledger turn on.
    #[serde(default)]
    pub findings: FindingRules,
    /// Views of the roster under the digits from 1, until others are saved.
    #[serde(rename = "view", default)]
    pub views: Vec<View>,
}

impl RoundInfo {
    /// Everybody in the city, county or district that the round is of.
    pub fn everywhere(&self) -> Text {
        match self.city.chars().last() {
            Some('县') => text!("全县", "county"),
            Some('区') => text!("全区", "district"),
            Some('省') => text!("全省", "province"),
            _ => text!("全市", "city"),
        }
    }
}

/// The paper behind the round.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Notice {
    /// Title as printed.
    pub title: String,
    /// Bodies that issued it.
    pub issuers: Vec<String>,
    /// Day of issue.
    pub dated_on: NaiveDate,
    /// Document number, if it carries one (`domain.md` D6).
    pub number: Option<String>,
    /// Where in the seed.
    pub source: String,
    /// Which lines are which chapter; empty where nobody has said so.
    #[serde(default)]
    pub chapters: Vec<NoticeChapter>,
}

/// Lines of the notice that people find by the words of a chapter: a paper has no numbered lines.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NoticeChapter {
    pub from: u32,
    /// The last line.
    pub to: u32,
    /// `四、（二）第 {n} 段`
    pub words: Official,
    /// Lines that one paragraph or row takes, where they are counted.
    #[serde(default)]
    pub every: Option<u32>,
}

impl Notice {
    /// The narrowest chapter that holds these lines, in words: `四、（二）第 3 段`.
    pub fn chapter(&self, from: u32, to: u32) -> Option<String> {
        let nth = |one: &NoticeChapter, line: u32| Some((line - one.from) / one.every? + 1);
        let holds = |one: &&NoticeChapter| {
            one.from <= from && to <= one.to && nth(one, from) == nth(one, to)
        };
        let all = self.chapters.iter().filter(holds);
        let one = all.min_by_key(|one| (one.to - one.from, one.every.is_none()))?;
        let number = nth(one, from).map_or(String::new(), |n| n.to_string());
        Some(one.words.replace("{n}", &number))
    }
}

/// Which associations the round is about.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ScopeRule {
    /// The rule in words.
    pub rule: Official,
    /// Endings of names that are in.
    pub suffixes: Vec<String>,
    /// The list of endings is not closed (等).
    pub open_ended: bool,
    /// A remark for the reader.
    pub note: Option<Official>,
    /// Where in the seed.
    pub source: String,
}

/// Numbers that rules turn on. All of them an office may set otherwise.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Thresholds {
    /// Blue at this many days left, or fewer.
    pub soon_days: i64,
    /// Yellow at this many days left, or fewer.
    pub urgent_days: i64,
    /// "…前" counts the day itself (`domain.md` D9).
    pub due_day_inclusive: bool,
    /// Associations that make a unit hold a training (`domain.md` 4.3).
    pub training_min_associations: usize,
    /// "以上" includes the number itself.
    pub training_inclusive: bool,
    /// Which associations are counted for it.
    pub training_basis: TrainingBasis,
    /// The printed "unit" that is a mode of registration.
    pub direct_registration: String,
}

/// Numbers of the letters. All of them an office may set otherwise.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct LetterRules {
    /// An answer to a reminder is due after this many days.
    pub return_days: u64,
    /// What is later than this many days is asked for by 督办单, else by 催办单.
    pub supervise_after_days: i64,
    /// Who gets a copy of a 督办单.
    pub copies: Vec<String>,
}

impl Default for LetterRules {
    fn default() -> Self {
        Self {
            return_days: 5,
            supervise_after_days: 15,
            copies: Vec::new(),
        }
    }
}

/// Which associations count towards the training threshold.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TrainingBasis {
    /// Those with a separation task (拟脱钩): "脱钩任务".
    Planned,
    /// Every association of the unit.
    All,
}

/// 节点.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Milestone {
    /// `M1` … `M8`.
    pub id: String,
    /// Title, at most eight characters.
    pub title: Official,
    /// Title, at most four characters.
    pub short: Official,
    /// The date that counts: as printed, unless it was moved.
    pub due_on: NaiveDate,
    /// The printed date, where another one counts.
    #[serde(default)]
    pub printed_on: Option<NaiveDate>,
    /// On which level it is marked.
    pub scope: Scope,
    /// Who has to reach it.
    pub population: PopulationRule,
    pub lead: Vec<String>,
    /// The unit or the association leads ([`super::duty::is_own`]); follows from `lead`.
    #[serde(skip)]
    pub own: bool,
    /// Who takes part.
    #[serde(default)]
    pub participants: Vec<String>,
    /// It is a meeting: it is called by a paper, and who is there is recorded.
    #[serde(default)]
    pub meets: bool,
    /// What exists when it is reached.
    pub product: Official,
    /// Stage of an association that has reached it.
    pub reaches_stage: Option<Stage>,
    /// The milestone that the same association must have reached before.
    pub after: Option<String>,
    /// The printed name of those whom the notice means by it, where it names some
    /// (`domain.md` D2).
    pub addressed_to: Option<String>,
    /// Where in the seed.
    pub source: String,
    /// Something the reader should know.
    pub remark: Option<Official>,
}

impl Milestone {
    /// `M4 报送方案`.
    pub fn heading(&self) -> String {
        format!("{} {}", self.id, self.title)
    }

    /// The date as printed.
    pub fn printed(&self) -> NaiveDate {
        self.printed_on.unwrap_or(self.due_on)
    }

    /// Sets the date that counts; the printed one is kept.
    pub fn move_to(&mut self, due_on: NaiveDate) {
        let printed = self.printed();
        self.due_on = due_on;
        self.printed_on = (printed != due_on).then_some(printed);
    }

    /// `07-31`.
    pub fn due_short(&self) -> String {
        format!("{:02}-{:02}", self.due_on.month(), self.due_on.day())
    }
}

/// On which level a milestone is reached.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Scope {
    /// Once for the city.
    City,
    /// Once for each unit of the population.
    Unit,
    /// Once for each association of the population.
    Association,
}

impl Scope {
    /// The identifier used in JSON.
    pub const fn id(self) -> &'static str {
        match self {
            Self::City => "city",
            Self::Unit => "unit",
            Self::Association => "association",
        }
    }

    /// The word for people, in the round of a city or county.
    pub fn text(self, info: &RoundInfo) -> Text {
        match self {
            Self::City => info.everywhere(),
            Self::Unit => text!("单位", "unit"),
            Self::Association => text!("协会", "association"),
        }
    }
}

/// A date of the notice that is no milestone.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OtherDate {
    pub id: String,
    /// What it is about.
    pub title: Official,
    pub printed: Official,
    pub from: NaiveDate,
    pub to: NaiveDate,
    /// Milestones that set another day for the same (`domain.md` D1).
    #[serde(default)]
    pub against: Vec<String>,
    /// Where in the seed.
    pub source: String,
    /// Something the reader should know.
    pub remark: Option<Official>,
}

/// 联合工作组.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct WorkingGroup {
    /// In full, for signatures; 联合工作组 where nobody has said so.
    #[serde(default = "joint_group")]
    pub name: String,
    /// Who answers at its office, and the telephone; what is recorded of the body that houses it, where this is left out.
    pub contact: Option<String>,
    pub head: String,
    pub deputies: Vec<String>,
    /// Body that houses the office.
    pub office_at: String,
    /// Where in the seed.
    pub source: String,
    /// Something the reader should know.
    pub remark: Option<String>,
}

fn joint_group() -> String {
    "联合工作组".to_owned()
}

/// 成员单位 and what the notice charges it with.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MemberBody {
    /// Name as printed first.
    pub name: String,
    /// Other ways in which the notice writes it.
    #[serde(default)]
    pub aliases: Vec<String>,
    /// Duties; empty when none is stated (`domain.md` D11).
    pub duties: Vec<Official>,
    /// Where in the seed.
    pub source: String,
    /// Something the reader should know.
    pub remark: Option<Official>,
}

impl MemberBody {
    /// How it may be called.
    pub fn ways(&self) -> impl Iterator<Item = &str> {
        let own = std::iter::once(&self.name);
        own.chain(&self.aliases).map(String::as_str)
    }
}

/// One printed unit name of `units.toml`.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct UnitSeed {
    /// Exactly as the roster prints it.
    pub printed: EcoString,
    /// The printed name that it is counted under, where that is another one.
    pub canonical: Option<String>,
    /// What kind of body.
    pub kind: UnitKind,
    /// What people say.
    pub short: EcoString,
    /// Other ways to write it; used by search.
    #[serde(default)]
    pub aliases: Vec<String>,
    /// How sure the finding about this name is.
    pub confidence: Option<Confidence>,
    /// A canonical name that waits for a decision.
    pub proposal: Option<String>,
    /// The full name, where a short one is printed.
    pub full: Option<String>,
    /// Predecessors and successors in words.
    pub lineage: Option<Official>,
    /// Printed with 原.
    #[serde(default)]
    pub former: bool,
    /// Reorganised away, though printed without 原.
    #[serde(default)]
    pub dissolved: bool,
    /// Where in the seed.
    pub source: String,
}
