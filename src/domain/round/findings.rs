//! What the rules over the whole ledger take from a round's files: wordings, how names
//! are compared, what each signal weighs. Shapes and their defaults only.

use std::collections::BTreeMap;

use super::Official;
use crate::text::lang::Text;
use serde::{Deserialize, Serialize};

/// How bad a finding is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Severity {
    /// 矛盾: both cannot be true.
    #[serde(rename = "E")]
    Contradiction,
    /// 可疑: should be looked at.
    #[serde(rename = "W")]
    Suspicious,
    /// 询问: the forms do not say, ask.
    #[serde(rename = "I")]
    Ask,
}

impl Severity {
    /// The identifier used in JSON.
    pub const fn id(self) -> &'static str {
        match self {
            Self::Contradiction => "E",
            Self::Suspicious => "W",
            Self::Ask => "I",
        }
    }

    /// The word for people.
    pub const fn text(self) -> Text {
        match self {
            Self::Contradiction => text!("矛盾", "conflict"),
            Self::Suspicious => text!("可疑", "suspect"),
            Self::Ask => text!("询问", "to ask"),
        }
    }
}

worded!(Severity);

/// `[findings]` of `round.toml`.
#[derive(Debug, Clone, PartialEq, Eq, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct FindingRules {
    /// Matters that the notice writes in two ways.
    #[serde(rename = "wording")]
    pub wordings: Vec<Wording>,
    /// How names are compared.
    pub names: NameRules,
    /// What 明脱暗不脱 is seen by.
    pub signals: SignalRules,
}

/// One matter that the notice writes in two ways (`domain.md` D4, D5).
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Wording {
    pub id: String,
    /// What it is about.
    pub title: Official,
    /// What to write.
    pub advice: Official,
    /// The ways in which it is written.
    pub sides: Vec<WordingSide>,
}

/// One way to write it.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct WordingSide {
    pub text: String,
    /// Where in the seed.
    pub source: String,
}

/// How names of associations are compared (`domain.md` D15). A hint only; nothing is merged by it.
#[derive(Debug, Clone, PartialEq, Eq, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct NameRules {
    /// Words of one group speak of one matter.
    pub alike: Vec<Vec<String>>,
    /// Words that say nothing when two names share them.
    pub generic: Vec<String>,
}

/// What 明脱暗不脱 (decoupled on paper only) is seen by (`domain.md` 4.9).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Signal {
    /// X19: the Party relation went to the unit's own group.
    PartyWithUnit,
    /// X21: the new address is the unit's.
    PremisesOfUnit,
    /// X22: a leader is a serving official.
    OfficialsInCharge,
    /// Association and unit give one telephone number.
    SamePhone,
    /// No bank account of its own.
    BankShared,
    /// No books of its own.
    BooksAttached,
    /// Public posts are kept.
    PostsKept,
    /// Those retired for less than three years stay.
    RetiredStaying,
    /// Functions are not handed over.
    FunctionsLeft,
    /// A firm gives the premises for nothing.
    FreePremises,
    /// The office is used on, and no lease is on record.
    NoLease,
    /// Purchases afterwards are about what the budget was.
    PurchasesLikeBudget,
    /// All ticks within a minute.
    TicksAtOnce,
    /// All ticks on the eve or day of the completing milestone.
    TicksLastNight,
    /// Ticked and closed by one person.
    ClosedByTicker,
    /// Ticks without evidence.
    EvidenceMissing,
    /// Forms count as handed in, and nothing stands in them.
    FormsBlank,
    /// One paper proves many items.
    EvidenceShared,
    /// 已脱钩 before the round, without papers here.
    NoPapers,
}

impl Signal {
    /// The word for people.
    pub const fn text(self) -> Text {
        match self {
            Self::PartyWithUnit => text!("党的关系仍在主管单位", "Party ties still with the unit"),
            Self::PremisesOfUnit => text!("住所仍是主管单位的", "premises are the unit's"),
            Self::OfficialsInCharge => text!("负责人是现职公务员", "run by officials in office"),
            Self::SamePhone => text!("与主管单位同一电话", "same phone as the unit"),
            Self::BankShared => text!("没有单独账户", "no bank account of its own"),
            Self::BooksAttached => text!("账务挂靠", "books kept by another"),
            Self::PostsKept => text!("保留编制", "posts kept"),
            Self::RetiredStaying => text!("退休未满三年留任", "retired under three years, staying"),
            Self::FunctionsLeft => text!("职能未移交", "functions not handed over"),
            Self::FreePremises => text!("企业无偿提供住所", "premises free from a company"),
            Self::NoLease => text!("继续使用而无租约", "still there without lease"),
            Self::PurchasesLikeBudget => {
                text!("购买服务与原预算相当", "purchases like the old budget")
            }
            Self::TicksAtOnce => text!("一次登记完", "all ticked at once"),
            Self::TicksLastNight => text!("到期前夜登记完", "ticked the night before due"),
            Self::ClosedByTicker => text!("经办人自己销号", "closed out by the ticker"),
            Self::EvidenceMissing => text!("缺依据", "no evidence"),
            Self::FormsBlank => text!("报了表而表未填", "handed in with empty forms"),
            Self::EvidenceShared => text!("一证多用", "one evidence for many"),
            Self::NoPapers => text!("历史已脱钩，无资料", "decoupled before, no papers"),
        }
    }
}

worded!(Signal);

/// When a signal fires and what it weighs. All of it an office may set otherwise.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct SignalRules {
    /// From this sum on an association is suspicious.
    pub suspicious_score: u32,
    /// Items that must be done before their times and evidence are looked at.
    pub min_ticks: usize,
    /// Seconds within which ticks count as made at once.
    pub burst_seconds: i64,
    /// Items that one paper may not prove alone.
    pub shared_evidence: usize,
    /// Percent by which purchases may differ from the former budget and still be about the same.
    pub about_percent: u32,
    /// What each signal weighs; 1 where nothing is said.
    pub weights: BTreeMap<Signal, u32>,
}

impl Default for SignalRules {
    fn default() -> Self {
        Self {
            suspicious_score: 5,
            min_ticks: 8,
            burst_seconds: 60,
            shared_evidence: 4,
            about_percent: 20,
            weights: BTreeMap::new(),
        }
    }
}

impl SignalRules {
    /// What a signal weighs.
    pub fn weight(&self, signal: Signal) -> u32 {
        self.weights.get(&signal).copied().unwrap_or(1)
    }
}
