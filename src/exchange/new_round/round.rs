//! `round.toml` of the new round: moved, named anew, and with what the file of the milestones says.

use chrono::Datelike;
use toml::{Table, Value};

use super::{CALENDAR, NewRoundError, RoundChange, day, written};
use crate::exchange::seed::SeedError;
use crate::exchange::shipped::RULES;
use crate::text::fault;

/// Before a date that has to be over, as the rules between the forms write it.
const PAST: &str = "past:";

/// `round.toml`: moved and named anew; remarks on the other city's notice go; what the file of
/// the milestones says takes the place of what was there.
pub(super) fn round(
    old: &Table,
    mut given: Table,
    change: &RoundChange<'_>,
    year: Option<i32>,
) -> Result<String, NewRoundError> {
    // An older round may come without a calendar of its own.
    let known = |key: &String| old.contains_key(key) || key == CALENDAR;
    if let Some(unknown) = given.keys().find(|key| !known(key)) {
        return Err(NewRoundError::UnknownPart(unknown.clone()));
    }
    let mut round = old.clone();
    if let Some(Value::Table(calendar)) = round.get_mut(CALENDAR) {
        // Holidays do not move with the milestones: each year's are announced anew.
        calendar.retain(|key, _| key == "count");
    }
    change.table(&mut round)?;
    forget_remarks(&mut round);
    if let Some(Value::Table(findings)) = round.get_mut("findings") {
        findings.remove("wording");
    }
    let title = round.get("title").cloned();
    if let Some(Value::Table(notice)) = round.get_mut("notice") {
        // The other city's notice is not this one's; only its day is kept, moved.
        notice.insert("issuers".into(), Value::Array(Vec::new()));
        notice.extend(title.map(|title| ("title".to_owned(), title)));
        notice.remove("number");
    }
    if let Some(Value::Array(dates)) = round.get_mut("date") {
        for date in dates.iter_mut().filter_map(Value::as_table_mut) {
            let to = date.get("to").and_then(day);
            let words = to.map(|day| format!("{}年{}月{}日前", day.year(), day.month(), day.day()));
            date.extend(words.map(|words| ("printed".to_owned(), Value::String(words))));
        }
    }
    if let Some(milestones) = given.remove("milestone") {
        let merged = merge(round.get("milestone"), milestones);
        round.insert("milestone".into(), merged);
    }
    for (part, value) in given {
        let value = match (round.remove(&part), value) {
            // A part of a part is enough.
            (Some(Value::Table(mut kept)), Value::Table(new)) => {
                kept.extend(new);
                Value::Table(kept)
            }
            (_, value) => value,
        };
        round.insert(part, value);
    }
    if let Some(year) = year {
        round.insert("year".into(), Value::Integer(year.into()));
    }
    let year = round.get("year").map_or_else(String::new, Value::to_string);
    round.insert("city".into(), Value::String(change.to.to_owned()));
    round.insert("id".into(), Value::String(format!("{}-{year}", change.to)));
    Ok(written(&round))
}

/// The dates of a round that are no milestones, by id.
pub(super) fn date_ids(round: &str) -> Vec<String> {
    let round: Table = fault::from_toml(round).unwrap_or_default();
    let dates = round.get("date").and_then(Value::as_array);
    let ids = dates.into_iter().flatten();
    ids.filter_map(|date| Some(date.get("id")?.as_str()?.to_owned()))
        .collect()
}

/// The rules between the forms without those that turn on a date which the round does not have.
pub(super) fn rules_of(rules: &str, dates: &[String]) -> Result<String, NewRoundError> {
    let mut rules: Table = fault::from_toml(rules).map_err(|fault| SeedError::at(RULES, fault))?;
    let known = |condition: &Value| {
        let past = condition.as_str().and_then(|text| text.strip_prefix(PAST));
        past.is_none_or(|id| dates.iter().any(|date| date == id))
    };
    let all_known = |check: &Value| {
        let when = check.get("when").and_then(Value::as_array);
        when.into_iter().flatten().all(known)
    };
    if let Some(Value::Array(all)) = rules.get_mut("rule") {
        all.retain_mut(|rule| {
            let Some(Value::Array(checks)) = rule.get_mut("check") else {
                return true;
            };
            checks.retain(all_known);
            !checks.is_empty()
        });
    }
    Ok(written(&rules))
}

/// What was remarked on the other city's notice is not true of this one.
fn forget_remarks(table: &mut Table) {
    table.remove("remark");
    table.remove("addressed_to");
    for value in table.iter_mut().map(|(_, value)| value) {
        match value {
            Value::Table(inner) => forget_remarks(inner),
            Value::Array(all) => {
                let inner = all.iter_mut().filter_map(Value::as_table_mut);
                inner.for_each(forget_remarks);
            }
            _ => {}
        }
    }
}

/// Milestones of the file over those of the same id; in the order of their days.
fn merge(old: Option<&Value>, new: Value) -> Value {
    let Value::Array(new) = new else { return new };
    let old = old.and_then(Value::as_array).map_or(&[][..], Vec::as_slice);
    let id = |value: &Value| value.get("id").and_then(Value::as_str).map(str::to_owned);
    let mut merged: Vec<Value> = new
        .into_iter()
        .map(|new| {
            let known = old.iter().find(|old| id(old) == id(&new));
            match (known.cloned(), new) {
                (Some(Value::Table(mut known)), Value::Table(mut new)) => {
                    // One way to write a day, whichever the file used.
                    if let Some(day) = new.get("due_on").and_then(day) {
                        new.insert("due_on".into(), Value::String(day.to_string()));
                    }
                    known.extend(new);
                    Value::Table(known)
                }
                (_, new) => new,
            }
        })
        .collect();
    merged.sort_by_key(|value| value.get("due_on").and_then(day));
    Value::Array(merged)
}
