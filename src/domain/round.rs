//! One city's reform as data: notice, milestones, checklist, units, duties.
//! Shapes only; reading the files of `seeds/` is `exchange::seed`'s work.

use std::collections::BTreeMap;

use chrono::{Datelike, Days, NaiveDate};
use serde::Deserialize;
use typed_index_collections::{TiSlice, TiVec};

use super::calendar::Calendar;
use super::fact::View;
use super::finding::FormRules;
use super::finding::data::FindingRules;
use super::form::mirror::Topic;
use super::form::{Field, Form, FormId, Test};
use super::id::{ItemIx, MilestoneIx};
use super::model::{Confidence, Section, Stage, UnitKind};

/// Position of a field in [`Round::forms`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct FieldIx {
    /// Which form.
    pub form: usize,
    /// Which of its fields.
    pub field: usize,
}

/// Everything that is true of a round before anybody has worked on it.
#[derive(Debug, Clone, PartialEq)]
pub struct Round {
    /// Title, notice, thresholds, milestones, bodies.
    pub info: RoundInfo,
    /// Printed unit names and what is known of them.
    pub units: Vec<UnitSeed>,
    /// Titles of the checklist's sections, in order.
    pub sections: Vec<SectionInfo>,
    /// The checklist template.
    pub items: TiVec<ItemIx, ItemDef>,
    /// The official forms.
    pub forms: Vec<Form>,
    /// What must not stand against each other in the forms.
    pub rules: FormRules,
    /// 前后对照: what speaks of one matter in the forms of before and after.
    pub mirror: Vec<Topic>,
    /// The templates that letters and pages are written by, by the name of their file.
    pub templates: BTreeMap<String, String>,
    /// What screens and papers have to say of a ledger that is made up; `None` for real work.
    pub demo: Option<String>,
}

impl Round {
    /// The milestones in the order of their dates.
    pub fn milestones(&self) -> &TiSlice<MilestoneIx, Milestone> {
        &self.info.milestones
    }

    /// Finds a milestone by its id, ignoring case (`m3` is `M3`).
    pub fn milestone_ix(&self, id: &str) -> Option<MilestoneIx> {
        self.milestones()
            .position(|m| m.id.eq_ignore_ascii_case(id))
    }

    /// Finds a checklist item by its id, ignoring case.
    pub fn item_ix(&self, id: &str) -> Option<ItemIx> {
        self.items.position(|item| item.id.eq_ignore_ascii_case(id))
    }

    /// The day on which an item has to be settled.
    pub fn item_due_on(&self, item: &ItemDef) -> NaiveDate {
        match &item.due {
            Due::On(date) => *date,
            Due::At(ix) => self.milestones()[*ix].due_on,
        }
    }

    /// Titles of one section.
    ///
    /// # Panics
    /// When the round has no title for it, which reading a seed rules out.
    pub fn section(&self, section: Section) -> &SectionInfo {
        self.sections
            .iter()
            .find(|info| info.id == section)
            .expect("a parsed round has a title for each section")
    }

    /// The first day on which work on a milestone is expected: the day after the one before it
    /// was due, or the day of the notice. Before it the light is grey.
    pub fn starts_on(&self, milestone: MilestoneIx) -> NaiveDate {
        let notice = self.info.notice.dated_on;
        match milestone.before() {
            None => notice,
            Some(before) => (self.milestones()[before].due_on + Days::new(1)).max(notice),
        }
    }

    /// The first day on which work on an item is expected: that of the milestone it is due with,
    /// or of the first one that is not due before it.
    pub fn item_starts_on(&self, item: &ItemDef) -> NaiveDate {
        let milestone = match &item.due {
            Due::At(ix) => Some(*ix),
            Due::On(date) => self.milestones().position(|m| m.due_on >= *date),
        };
        self.starts_on(milestone.unwrap_or(self.milestones().next_key()))
    }

    /// Position of a form.
    ///
    /// # Panics
    /// When the round has no such form, which reading a seed rules out.
    pub fn form_ix(&self, id: FormId) -> usize {
        let found = self.forms.iter().position(|form| form.id == id);
        found.expect("a parsed round has every form")
    }

    /// Finds a field of the forms by its id, ignoring case.
    pub fn field_ix(&self, id: &str) -> Option<FieldIx> {
        self.forms.iter().enumerate().find_map(|(form, def)| {
            let field = def
                .fields
                .iter()
                .position(|f| f.id.eq_ignore_ascii_case(id))?;
            Some(FieldIx { form, field })
        })
    }

    /// The field at a position.
    pub fn field(&self, ix: FieldIx) -> &Field {
        &self.forms[ix.form].fields[ix.field]
    }

    /// A name without the city's prefix, which all names of a city share.
    pub fn without_city<'a>(&self, name: &'a str) -> &'a str {
        name.strip_prefix(self.info.city.as_str()).unwrap_or(name)
    }
}

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
    /// 节点.
    #[serde(rename = "milestone")]
    pub milestones: TiVec<MilestoneIx, Milestone>,
    /// Other dates of the notice that are no milestones (`domain.md` D1).
    #[serde(rename = "date", default)]
    pub dates: Vec<OtherDate>,
    /// 联合工作组.
    pub working_group: WorkingGroup,
    /// 成员单位 with their duties.
    #[serde(rename = "body", default)]
    pub bodies: Vec<MemberBody>,
    /// What findings over the whole ledger turn on.
    #[serde(default)]
    pub findings: FindingRules,
    /// Views of the roster under the digits from 1, until others are saved.
    #[serde(rename = "view", default)]
    pub views: Vec<View>,
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
}

/// Which associations the round is about.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ScopeRule {
    /// The rule in words.
    pub rule: String,
    /// Endings of names that are in.
    pub suffixes: Vec<String>,
    /// The list of endings is not closed (等).
    pub open_ended: bool,
    /// A remark for the reader.
    pub note: Option<String>,
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
}

impl Default for LetterRules {
    fn default() -> Self {
        Self {
            return_days: 5,
            supervise_after_days: 15,
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
    pub title: String,
    /// Title, at most four characters.
    pub short: String,
    /// The date that counts: as printed, unless it was moved.
    pub due_on: NaiveDate,
    /// The printed date, where another one counts.
    #[serde(default)]
    pub printed_on: Option<NaiveDate>,
    /// On which level it is marked.
    pub scope: Scope,
    /// Who has to reach it.
    pub population: PopulationRule,
    /// Who leads.
    pub lead: Vec<String>,
    /// Who takes part.
    #[serde(default)]
    pub participants: Vec<String>,
    /// What exists when it is reached.
    pub product: String,
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
    pub remark: Option<String>,
}

impl Milestone {
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

    /// The word for people.
    pub const fn word(self) -> &'static str {
        match self {
            Self::City => "全市",
            Self::Unit => "单位",
            Self::Association => "协会",
        }
    }
}

/// Who has to reach a milestone (`domain.md` 4.5).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PopulationRule {
    /// The city, once.
    Once,
    /// Every unit with an association that is 拟脱钩.
    UnitsWithPlanned,
    /// Every unit over the training threshold.
    TrainingUnits,
    /// Every unit.
    Units,
    /// Every association that is 拟脱钩.
    PlannedAssociations,
}

/// A date of the notice that is no milestone.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OtherDate {
    /// Identifier.
    pub id: String,
    /// What it is about.
    pub title: String,
    /// As printed.
    pub printed: String,
    /// Earliest reading.
    pub from: NaiveDate,
    /// Latest reading.
    pub to: NaiveDate,
    /// Milestones that set another day for the same (`domain.md` D1).
    #[serde(default)]
    pub against: Vec<String>,
    /// Where in the seed.
    pub source: String,
    /// Something the reader should know.
    pub remark: Option<String>,
}

/// 联合工作组.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct WorkingGroup {
    /// 组长.
    pub head: String,
    /// 副组长.
    pub deputies: Vec<String>,
    /// Body that houses the office.
    pub office_at: String,
    /// Where in the seed.
    pub source: String,
    /// Something the reader should know.
    pub remark: Option<String>,
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
    pub duties: Vec<String>,
    /// Where in the seed.
    pub source: String,
    /// Something the reader should know.
    pub remark: Option<String>,
}

/// One printed unit name of `units.toml`.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct UnitSeed {
    /// Exactly as the roster prints it.
    pub printed: String,
    /// The printed name that it is counted under, where that is another one.
    pub canonical: Option<String>,
    /// What kind of body.
    pub kind: UnitKind,
    /// What people say.
    pub short: String,
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
    pub lineage: Option<String>,
    /// Printed with 原.
    #[serde(default)]
    pub former: bool,
    /// Reorganised away, though printed without 原.
    #[serde(default)]
    pub dissolved: bool,
    /// Where in the seed.
    pub source: String,
}

/// Titles of a section of the checklist.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SectionInfo {
    /// Which one.
    pub id: Section,
    /// Full title.
    pub title: String,
    /// Two characters.
    pub short: String,
    /// One of the five separations.
    #[serde(default)]
    pub separation: bool,
}

/// When an item is due.
#[derive(Debug, Clone, PartialEq)]
pub enum Due {
    /// With a milestone.
    At(MilestoneIx),
    /// On a date of its own.
    On(NaiveDate),
}

/// One line of the checklist template (`domain.md` 4.7).
#[derive(Debug, Clone, PartialEq)]
pub struct ItemDef {
    /// `P1` … `F3`.
    pub id: String,
    /// Which part of the checklist.
    pub section: Section,
    /// What has to be so.
    pub label: String,
    /// Who sees to it.
    pub owner: Vec<String>,
    /// Who looks at it.
    pub checker: Vec<String>,
    /// What proves it.
    pub evidence: String,
    /// When.
    pub due: Due,
    /// When 不涉及 is allowed.
    pub na: NaRule,
    /// The milestone whose mark and this tick are one fact.
    pub proves: Option<MilestoneIx>,
    /// What 完成情况表 says about it.
    pub form: FormProof,
    /// Settling it closes the association (销号).
    pub closes: bool,
    /// The due date is not in the notice (`domain.md` D3).
    pub assumed: bool,
    /// Something the reader should know.
    pub remark: Option<String>,
    /// Where it comes from.
    pub source: String,
}

/// What the answer of a field has to be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FieldCondition {
    /// Which field.
    pub field: FieldIx,
    /// What its answer has to be.
    pub test: Test,
}

/// What 完成情况表 says about an item: the first condition that holds decides, those for open
/// before those for done before those for 不涉及.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct FormProof {
    /// Still to be done.
    pub open: Vec<FieldCondition>,
    /// Done.
    pub done: Vec<FieldCondition>,
    /// 不涉及.
    pub not_applicable: Vec<FieldCondition>,
}

/// When an item may be set to 不涉及.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NaRule {
    /// Never.
    Never,
    /// By itself, for units below the training threshold.
    NotInTraining,
    /// When an answer of Annex 2 says so; `condition` in the forms' terms, `when` in words.
    Answer {
        /// For people.
        when: String,
        /// What the answers have to be, all of them.
        conditions: Vec<FieldCondition>,
    },
    /// With a reason of one's own.
    Reason {
        /// For people.
        when: String,
    },
}

impl NaRule {
    /// The condition in words; `None` where it is never allowed.
    pub fn when(&self) -> Option<&str> {
        match self {
            Self::Never => None,
            Self::NotInTraining => Some("主管单位不在培训范围"),
            Self::Answer { when, .. } | Self::Reason { when } => Some(when),
        }
    }
}
