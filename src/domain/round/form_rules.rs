//! The rules between the forms as a round brings them (`forms/rules.toml`, where their language is
//! explained): read, written out for every row of `each`, and checked against what the round has.

use std::sync::OnceLock;

use ecow::EcoString;
use rust_decimal::Decimal;
use serde::Deserialize;

use super::Round;
use super::findings::{Severity, Signal};

/// `forms/rules.toml`.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct RulesFile {
    #[serde(rename = "rule")]
    rules: Vec<WrittenRule>,
    #[serde(rename = "signal")]
    signals: Vec<WrittenCheck>,
}

impl RulesFile {
    /// Each check of each rule, written out for each row.
    fn checks(
        &self,
        round: &Round,
    ) -> impl Iterator<Item = (&WrittenRule, Result<RuleCheck, String>)> {
        self.rules.iter().flat_map(move |rule| {
            let rows = rule.each.iter().map(Vec::as_slice);
            let once = rule.each.is_empty().then_some(&[][..]);
            rows.chain(once).flat_map(move |row| {
                let checks = rule.checks.iter();
                checks.map(move |check| (rule, check.resolve(row, round)))
            })
        })
    }

    /// What signals are seen by.
    fn shown(
        &self,
        round: &Round,
    ) -> impl Iterator<Item = (Option<Signal>, Result<RuleCheck, String>)> {
        let signals = self.signals.iter();
        signals.map(move |one| (one.signal, one.resolve(&[], round)))
    }
}

impl WrittenRule {
    fn with(&self, check: RuleCheck) -> FormRule {
        FormRule {
            id: self.id.clone(),
            severity: self.severity,
            signal: self.signal,
            check,
        }
    }
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenRule {
    id: EcoString,
    severity: Severity,
    signal: Option<Signal>,
    #[serde(default)]
    each: Vec<Vec<String>>,
    #[serde(rename = "check")]
    checks: Vec<WrittenCheck>,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenCheck {
    #[serde(default)]
    when: Vec<String>,
    #[serde(default)]
    any: Vec<String>,
    #[serde(default)]
    test: RuleTest,
    #[serde(default)]
    fields: Vec<String>,
    key: Option<String>,
    /// Of a check under `signal`.
    signal: Option<Signal>,
    #[serde(default)]
    message: String,
}

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

/// A check with the rule that it belongs to.
#[derive(Debug, Clone, PartialEq)]
pub struct FormRule {
    /// `X04`
    pub id: EcoString,
    /// How bad it is.
    pub severity: Severity,
    /// It may show 明脱暗不脱.
    pub signal: Option<Signal>,
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
    pub(in crate::domain) key: Option<String>,
    pub(in crate::domain) message: Vec<MessagePart>,
}

/// A condition on one field, on an item, or on how far the association is.
#[derive(Debug, Clone, PartialEq)]
pub(in crate::domain) enum RuleCondition {
    Filled(String),
    NotFilled(String),
    Ticked(String, String),
    NotTicked(String, String),
    Above(String, Decimal),
    Settled(String),
    Open(String),
    Undocumented(String),
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
    },
    UnitNamed(String),
    RosterName(String),
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
    Answer(String),
}

impl FormRules {
    /// Puts the rules together, and refuses what the round does not have.
    pub fn checked(file: &RulesFile, round: &Round) -> Result<Self, String> {
        let mut made = Self::default();
        for (rule, check) in file.checks(round) {
            let check = check.map_err(|problem| format!("{}：{problem}", rule.id))?;
            made.rules.push(rule.with(check));
        }
        for (signal, check) in file.shown(round) {
            let signal = signal.ok_or("signal 没有写明是哪一种")?;
            let check = check.map_err(|problem| format!("{}：{problem}", signal.word()))?;
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
                .filter_map(|(rule, check)| Some(rule.with(check.ok()?)))
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

impl WrittenCheck {
    /// With the entries of a row in the places of `$1`, `$2` …, if the round has what it names.
    fn resolve(&self, row: &[String], round: &Round) -> Result<RuleCheck, String> {
        let mut written = self.clone();
        if !row.is_empty() {
            let lists = [&mut written.when, &mut written.any, &mut written.fields];
            let lists = lists.into_iter().flatten();
            let test = written.test.strings().into_iter().map(|(text, _)| text);
            let rest = written.key.iter_mut().chain([&mut written.message]);
            for text in lists.chain(test).chain(rest) {
                fill_in(text, row);
            }
        }
        let conditions = |texts: &[String]| -> Result<Vec<RuleCondition>, String> {
            let read = |text: &String| RuleCondition::read(text, round);
            texts.iter().map(read).collect()
        };
        let when = conditions(&written.when)?;
        let any = conditions(&written.any)?;
        let mut fields = written.fields;
        let compared = written.test.strings().into_iter();
        let compared = compared
            .filter(|(_, field)| *field)
            .map(|(text, _)| &**text);
        let mut compared: Vec<&str> = compared.map(|id| id.trim_start_matches('-')).collect();
        for id in fields
            .iter()
            .map(String::as_str)
            .chain(compared.iter().copied())
        {
            field(round, id)?;
        }
        if compared.is_empty() {
            let conditions = when.iter().chain(&any);
            compared.extend(conditions.filter_map(RuleCondition::field));
        }
        if fields.is_empty() {
            for id in compared {
                if !fields.iter().any(|one| one == id) {
                    fields.push(id.to_owned());
                }
            }
        }
        Ok(RuleCheck {
            message: sentence(&written.message, round)?,
            when,
            any,
            test: written.test,
            fields,
            key: written.key,
        })
    }
}

/// Puts the entries of a row into the places of `$1`, `$2` ….
fn fill_in(text: &mut String, row: &[String]) {
    if text.contains('$') {
        for (at, entry) in (1..).zip(row) {
            *text = text.replace(&format!("${at}"), entry);
        }
    }
}

fn field<'a>(round: &'a Round, id: &str) -> Result<&'a crate::domain::form::Field, String> {
    let ix = round.field_ix(id).ok_or_else(|| format!("没有栏 {id}"))?;
    Ok(round.field(ix))
}

impl RuleCondition {
    fn read(text: &str, round: &Round) -> Result<Self, String> {
        let id = |id: &str| field(round, id).map(|_| id.to_owned());
        let option = |id: &str, option: &str| {
            let options = &field(round, id)?.options;
            let known = options.iter().any(|one| one == option);
            let pair = || (id.to_owned(), option.to_owned());
            known
                .then(pair)
                .ok_or_else(|| format!("{id} 没有选项 {option}"))
        };
        let item = |id: &str| {
            let known = round.item_ix(id).is_some();
            let own = || id.to_owned();
            known.then(own).ok_or_else(|| format!("没有事项 {id}"))
        };
        Ok(if let Some((what, id)) = text.split_once(':') {
            match what {
                "settled" => Self::Settled(item(id)?),
                "open" => Self::Open(item(id)?),
                "undocumented" => Self::Undocumented(item(id)?),
                _ => return Err(format!("看不懂条件 {text}")),
            }
        } else if text == "after" {
            Self::AfterBegun
        } else if text == "completed" {
            Self::Completed
        } else if let Some((one, other)) = text.split_once("!=") {
            let (id, option) = option(one, other)?;
            Self::NotTicked(id, option)
        } else if let Some((one, other)) = text.split_once('=') {
            let (id, option) = option(one, other)?;
            Self::Ticked(id, option)
        } else if let Some((one, number)) = text.split_once('>') {
            let number = number.parse();
            Self::Above(id(one)?, number.map_err(|_| format!("看不懂条件 {text}"))?)
        } else if let Some(one) = text.strip_prefix('!') {
            Self::NotFilled(id(one)?)
        } else {
            Self::Filled(id(text)?)
        })
    }

    /// The field that it asks.
    fn field(&self) -> Option<&str> {
        match self {
            Self::Filled(id)
            | Self::NotFilled(id)
            | Self::Ticked(id, _)
            | Self::NotTicked(id, _)
            | Self::Above(id, _) => Some(id),
            Self::Settled(_)
            | Self::Open(_)
            | Self::Undocumented(_)
            | Self::AfterBegun
            | Self::Completed => None,
        }
    }
}

impl RuleTest {
    /// Every text in it, and whether it is the id of a field.
    fn strings(&mut self) -> Vec<(&mut String, bool)> {
        let ids: Vec<&mut String> = match self {
            Self::Always | Self::Exclusive | Self::Months | Self::Unfilled => Vec::new(),
            Self::Unequal(sums)
            | Self::Less(sums)
            | Self::More(sums)
            | Self::About(sums)
            | Self::Changed(sums) => sums.left.iter_mut().chain(&mut sums.right).collect(),
            Self::Same(pairs) | Self::Differ(pairs) => pairs.iter_mut().flatten().collect(),
            Self::SameNumber(pair) => pair.iter_mut().collect(),
            Self::Missing { of, among } => [of].into_iter().chain(among).collect(),
            Self::Rows { of, among, .. } => vec![of, among],
            Self::Listed { name, table } => vec![name, table],
            Self::UnitNamed(id) | Self::RosterName(id) => vec![id],
            Self::People {
                before,
                after,
                unsaid,
            } => return vec![(before, true), (after, true), (unsaid, false)],
        };
        ids.into_iter().map(|id| (id, true)).collect()
    }
}

/// Takes a sentence apart where something is put into it.
fn sentence(text: &str, round: &Round) -> Result<Vec<MessagePart>, String> {
    let mut parts = Vec::new();
    let mut rest = text;
    while let Some((said, open)) = rest.split_once('{') {
        let (name, after) = open
            .split_once('}')
            .ok_or_else(|| format!("看不懂「{text}」"))?;
        if !said.is_empty() {
            parts.push(MessagePart::Said(said.to_owned()));
        }
        let id = |id: &str| field(round, id).map(|_| id.to_owned());
        parts.push(match name {
            "left" => MessagePart::Left,
            "right" => MessagePart::Right,
            "item" => MessagePart::Item,
            "name" => MessagePart::RosterName,
            _ => match name.strip_prefix("label:") {
                Some(label) => MessagePart::Label(id(label)?),
                None => MessagePart::Answer(id(name)?),
            },
        });
        rest = after;
    }
    if !rest.is_empty() {
        parts.push(MessagePart::Said(rest.to_owned()));
    }
    Ok(parts)
}
