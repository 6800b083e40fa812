//! The rules as they are written down: read, written out for every row of `each`, and checked
//! against what the round has.

use chrono::NaiveDate;
use ecow::EcoString;
use serde::Deserialize;

use super::{FormRule, MessagePart, RuleCheck, RuleCondition, RuleTest};
use crate::domain::round::Round;
use crate::domain::round::findings::{Severity, Signal};

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
    pub(super) fn checks(
        &self,
        round: &Round,
    ) -> impl Iterator<Item = (&WrittenRule, Option<usize>, Result<RuleCheck, String>)> {
        let rows = self.rules.iter().flat_map(|rule| {
            let rows = rule.each.iter().map(Vec::as_slice);
            let alone = rule.each.is_empty().then_some(&[][..]);
            rows.chain(alone).map(move |row| (rule, row))
        });
        rows.enumerate().flat_map(move |(at, (rule, row))| {
            let fact = rule.once.then_some(at);
            let checks = rule.checks.iter();
            checks.map(move |check| (rule, fact, check.resolve(row, round)))
        })
    }

    /// Which of the file's rules this one is.
    pub(super) fn position(&self, rule: &WrittenRule) -> usize {
        let same = |one: &WrittenRule| std::ptr::eq(one, rule);
        self.rules.iter().position(same).unwrap_or_default()
    }

    /// What signals are seen by.
    pub(super) fn shown(
        &self,
        round: &Round,
    ) -> impl Iterator<Item = (Option<Signal>, Result<RuleCheck, String>)> {
        let signals = self.signals.iter();
        signals.map(move |one| (one.signal, one.resolve(&[], round)))
    }
}

impl WrittenRule {
    pub(super) fn with(&self, fact: Option<usize>, check: RuleCheck) -> FormRule {
        FormRule {
            id: self.id.clone(),
            severity: self.severity,
            signal: self.signal,
            fact,
            check,
        }
    }
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct WrittenRule {
    pub(super) id: EcoString,
    severity: Severity,
    signal: Option<Signal>,
    #[serde(default)]
    once: bool,
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
    #[serde(default)]
    told: Vec<String>,
    key: Option<String>,
    /// Of a check under `signal`.
    signal: Option<Signal>,
    #[serde(default)]
    message: String,
    /// The same in English.
    #[serde(default)]
    english: String,
}

impl WrittenCheck {
    /// With the entries of a row in the places of `$1`, `$2` …, if the round has what it names.
    fn resolve(&self, row: &[String], round: &Round) -> Result<RuleCheck, String> {
        let mut written = self.clone();
        if !row.is_empty() {
            let lists = [
                &mut written.when,
                &mut written.any,
                &mut written.fields,
                &mut written.told,
            ];
            let lists = lists.into_iter().flatten();
            let test = written.test.strings().into_iter().map(|(text, _)| text);
            let rest = written
                .key
                .iter_mut()
                .chain([&mut written.message, &mut written.english]);
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
            .chain(&written.told)
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
            english: sentence(&written.english, round)?,
            when,
            any,
            test: written.test,
            fields,
            told: written.told,
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
    let ix = round
        .field_ix(id)
        .ok_or_else(|| t!("没有栏 {id}", "no field {id}"))?;
    Ok(round.field(ix))
}

/// 「协会成立脱钩工作小组并明确组长」, of an item.
fn label_of(round: &Round, item: &str) -> Result<String, String> {
    let ix = round
        .item_ix(item)
        .ok_or_else(|| t!("没有事项 {item}", "no item {item}"))?;
    Ok(format!("「{}」", round.items[ix].label))
}

/// The last day of a date of the notice.
fn day(round: &Round, id: &str) -> Result<NaiveDate, String> {
    let date = round.info.dates.iter().find(|date| date.id == id);
    let date = date.ok_or_else(|| t!("没有日期 {id}", "no date {id}"))?;
    Ok(date.to)
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
                .ok_or_else(|| t!("{id} 没有选项 {option}", "{id} has no option {option}"))
        };
        let item = |id: &str| {
            let known = round.item_ix(id).is_some();
            let own = || id.to_owned();
            known
                .then(own)
                .ok_or_else(|| t!("没有事项 {id}", "no item {id}"))
        };
        Ok(if let Some((what, id)) = text.split_once(':') {
            match what {
                "settled" => Self::Settled(item(id)?),
                "open" => Self::Open(item(id)?),
                "undocumented" => Self::Undocumented(item(id)?),
                "past" => Self::Past(day(round, id)?),
                _ => {
                    return Err(t!(
                        "看不懂条件 {text}",
                        "condition {text} is not understood"
                    ));
                }
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
            Self::Above(
                id(one)?,
                number
                    .map_err(|_| t!("看不懂条件 {text}", "condition {text} is not understood"))?,
            )
        } else if let Some((one, number)) = text.split_once('<') {
            let number = number.parse();
            Self::Below(
                id(one)?,
                number
                    .map_err(|_| t!("看不懂条件 {text}", "condition {text} is not understood"))?,
            )
        } else if text.contains('|') {
            Self::AnyFilled(text.split('|').map(id).collect::<Result<_, _>>()?)
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
            | Self::Above(id, _)
            | Self::Below(id, _) => Some(id),
            Self::AnyFilled(_)
            | Self::Settled(_)
            | Self::Open(_)
            | Self::Undocumented(_)
            | Self::Past(_)
            | Self::AfterBegun
            | Self::Completed => None,
        }
    }
}

impl RuleTest {
    /// Every text in it, and whether it is the id of a field.
    fn strings(&mut self) -> Vec<(&mut String, bool)> {
        let ids: Vec<&mut String> = match self {
            Self::Always
            | Self::Doubted
            | Self::HandedIn
            | Self::Exclusive
            | Self::Months
            | Self::Unfilled => Vec::new(),
            Self::Unequal(sums)
            | Self::Less(sums)
            | Self::More(sums)
            | Self::About(sums)
            | Self::Changed(sums) => sums.left.iter_mut().chain(&mut sums.right).collect(),
            Self::Same(pairs) | Self::Differ(pairs) => pairs.iter_mut().flatten().collect(),
            Self::SameNumber(pair) => pair.iter_mut().collect(),
            Self::Missing { of, among } => [of].into_iter().chain(among).collect(),
            Self::Rows { of, among, .. } => vec![of, among],
            Self::Listed {
                name,
                table,
                after,
                stays,
            } => {
                let ids = [name, table].into_iter().chain(after).map(|id| (id, true));
                return ids
                    .chain(stays.iter_mut().map(|word| (word, false)))
                    .collect();
            }
            Self::Retired { table, .. } => vec![table],
            Self::UnitNamed(id) | Self::RosterName(id) | Self::RosterUnit(id) => vec![id],
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
            .ok_or_else(|| t!("看不懂「{text}」", "\"{text}\" is not understood"))?;
        if !said.is_empty() {
            parts.push(MessagePart::Said(said.to_owned()));
        }
        let id = |id: &str| field(round, id).map(|_| id.to_owned());
        parts.push(match name {
            "left" => MessagePart::Left,
            "right" => MessagePart::Right,
            "item" => MessagePart::Item,
            "name" => MessagePart::RosterName,
            _ => match name.split_once(':') {
                Some(("label", field)) => MessagePart::Label(id(field)?),
                Some(("filled", field)) => MessagePart::Filled(id(field)?),
                Some(("item", item)) => MessagePart::Said(label_of(round, item)?),
                _ => MessagePart::Answer(id(name)?),
            },
        });
        rest = after;
    }
    if !rest.is_empty() {
        parts.push(MessagePart::Said(rest.to_owned()));
    }
    Ok(parts)
}
