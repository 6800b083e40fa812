//! The rules between the forms as a round brings them (`forms/rules.toml`, where their language is
//! explained): read, written out for every row of `each`, and checked against what the round has.

mod written;

use std::sync::OnceLock;

use chrono::NaiveDate;
use ecow::EcoString;
use rust_decimal::Decimal;
use serde::Deserialize;

pub use written::RulesFile;

use super::Round;
use super::findings::{Severity, Signal};

/// The rules of a round, in the order in which they are looked at.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct FormRules {
    /// Rules between the forms.
    pub rules: Vec<FormRule>,
    /// What 明脱暗不脱 is seen by in the forms.
    pub signals: Vec<(Signal, RuleCheck)>,
}

/// The rules of a round. Those that are known to fit it are put together when somebody first looks
/// for findings: nobody waits for them at the start, where they would be a sixth of the work.
#[derive(Debug, Clone)]
pub struct RoundRules {
    made: OnceLock<FormRules>,
    file: fn() -> RulesFile,
}

impl RoundRules {
    /// Rules that were held against the round when it was read.
    pub fn checked(rules: FormRules) -> Self {
        Self {
            made: OnceLock::from(rules),
            file: RulesFile::default,
        }
    }

    /// Those of a file of the program, as far as they fit the round.
    pub const fn fitting(file: fn() -> RulesFile) -> Self {
        Self {
            made: OnceLock::new(),
            file,
        }
    }

    /// The rules, put together when they are first asked for.
    pub fn of(&self, round: &Round) -> &FormRules {
        self.made
            .get_or_init(|| FormRules::fitting(&(self.file)(), round))
    }
}

/// What is not put together yet follows from the rest of the round.
impl PartialEq for RoundRules {
    fn eq(&self, other: &Self) -> bool {
        match (self.made.get(), other.made.get()) {
            (Some(one), Some(other)) => one == other,
            _ => true,
        }
    }
}

/// A rule that speaks of something that the round does not have.
#[derive(Debug)]
pub struct RuleMisfit {
    /// The table of the file that it is in.
    pub table: &'static str,
    /// Which of the table.
    pub at: usize,
    pub problem: String,
}

/// A check with the rule that it belongs to.
#[derive(Debug, Clone, PartialEq)]
pub struct FormRule {
    /// `X04`
    pub id: EcoString,
    /// How bad it is.
    pub severity: Severity,
    /// It may show 明脱暗不脱.
    pub signal: Option<Signal>,
    /// Checks of one number look at one fact: the first that finds something says it.
    pub fact: Option<usize>,
    /// When it fires.
    pub check: RuleCheck,
}

/// When something fires, and what it says then.
#[derive(Debug, Clone, PartialEq)]
pub struct RuleCheck {
    pub(in crate::domain) when: Vec<RuleCondition>,
    pub(in crate::domain) any: Vec<RuleCondition>,
    pub(in crate::domain) test: RuleTest,
    /// Ids of the fields that it is about.
    pub(in crate::domain) fields: Vec<String>,
    /// Silent where something was said of one of these already.
    pub(in crate::domain) told: Vec<String>,
    pub(in crate::domain) key: Option<String>,
    pub(in crate::domain) message: Vec<MessagePart>,
    /// The same in English; empty where the round has none.
    pub(in crate::domain) english: Vec<MessagePart>,
}

/// A condition on one field, on an item, or on how far the association is.
#[derive(Debug, Clone, PartialEq)]
pub(in crate::domain) enum RuleCondition {
    Filled(String),
    NotFilled(String),
    AnyFilled(Vec<String>),
    Ticked(String, String),
    NotTicked(String, String),
    Above(String, Decimal),
    Below(String, Decimal),
    Settled(String),
    Open(String),
    Undocumented(String),
    /// A day that the notice names is over.
    Past(NaiveDate),
    AfterBegun,
    Completed,
}

/// What has to hold of several fields.
#[derive(Debug, Clone, PartialEq, Default, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub(in crate::domain) enum RuleTest {
    #[default]
    Always,
    Unequal(TwoSums),
    Less(TwoSums),
    More(TwoSums),
    About(TwoSums),
    Changed(TwoSums),
    Same(Vec<[String; 2]>),
    Differ(Vec<[String; 2]>),
    SameNumber([String; 2]),
    Missing {
        of: String,
        among: Vec<String>,
    },
    /// Columns from 1, in the one table and in the other.
    Rows {
        of: String,
        among: String,
        columns: Vec<[usize; 2]>,
    },
    People {
        before: String,
        after: String,
        unsaid: String,
    },
    Listed {
        name: String,
        table: String,
        /// A table that says what became of them, and words for those who may stay.
        #[serde(default)]
        after: Option<String>,
        #[serde(default)]
        stays: Vec<String>,
    },
    /// Column from 1 with a month: so many years before the notice, or more.
    Retired {
        table: String,
        column: usize,
        years: u32,
    },
    UnitNamed(String),
    RosterName(String),
    RosterUnit(String),
    Doubted,
    HandedIn,
    Exclusive,
    Months,
    Unfilled,
}

/// Two sums that are compared.
#[derive(Debug, Clone, PartialEq, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(in crate::domain) struct TwoSums {
    /// Fields; one that begins with `-` is taken away.
    pub left: Vec<String>,
    pub right: Vec<String>,
    /// Only when all of them are filled in.
    pub all: bool,
    /// A list on the right that is not filled in has no entries.
    pub zero: bool,
    /// What is not filled in is 0, on both sides.
    pub blank: bool,
    /// How much is about the same; what the round says of purchases where nothing is said.
    pub percent: Option<u32>,
}

/// A part of a sentence.
#[derive(Debug, Clone, PartialEq)]
pub(in crate::domain) enum MessagePart {
    Said(String),
    Left,
    Right,
    Item,
    RosterName,
    Label(String),
    /// The label with what stands in its blank.
    Filled(String),
    Answer(String),
}

impl RuleTest {
    /// It looks through the fields of the forms by itself, and so may come upon what another rule
    /// has spoken of.
    pub(in crate::domain) const fn searches(&self) -> bool {
        matches!(self, Self::Doubted | Self::HandedIn | Self::Unfilled)
    }
}

impl FormRules {
    /// Puts the rules together, and refuses what the round does not have.
    pub fn checked(file: &RulesFile, round: &Round) -> Result<Self, RuleMisfit> {
        let mut made = Self::default();
        for (rule, fact, check) in file.checks(round) {
            let check = check.map_err(|problem| RuleMisfit {
                table: "rule",
                at: file.position(rule),
                problem: t!("{}：{problem}", "{}: {problem}", rule.id),
            })?;
            made.rules.push(rule.with(fact, check));
        }
        for (at, (signal, check)) in file.shown(round).enumerate() {
            let misfit = |problem| RuleMisfit {
                table: "signal",
                at,
                problem,
            };
            let signal = signal.ok_or_else(|| {
                misfit(s!("signal 没有写明是哪一种", "signal does not say which").to_owned())
            })?;
            let named = |problem| misfit(t!("{}：{problem}", "{}: {problem}", signal.shown()));
            let check = check.map_err(named)?;
            made.signals.push((signal, check));
        }
        Ok(made)
    }

    /// Puts together what fits: a check that speaks of something that the round does not have is
    /// left out, because the rules were made for another round.
    fn fitting(file: &RulesFile, round: &Round) -> Self {
        let rules = file.checks(round);
        let signals = file.shown(round);
        Self {
            rules: rules
                .filter_map(|(rule, fact, check)| Some(rule.with(fact, check.ok()?)))
                .collect(),
            signals: signals
                .filter_map(|(signal, check)| signal.zip(check.ok()))
                .collect(),
        }
    }

    /// What a rule may show beside what it says.
    pub fn signal_of(&self, rule: &str) -> Option<Signal> {
        self.rules.iter().find(|one| one.id == rule)?.signal
    }
}
