//! The documents of a new round, made from those of another city: its dates moved, its units
//! those of a roster, and nothing of the other city left. Text in, text out.

mod round;

use std::collections::BTreeMap;

use chrono::{Datelike, NaiveDate};
use toml::{Table, Value};

use super::notice::words::notice_words;
use super::roster::words::words;
use super::seed::{self, SeedError};
use super::shipped::RULES;
use super::unit_seed::UNITS;
use crate::domain::model::UnitKind;
use crate::domain::round::Round;
use crate::text::fault::{self, Fault};
use crate::text::fold::is_han;

const ROUND: &str = "round.toml";
/// The part of `round.toml` with the holidays.
const CALENDAR: &str = "calendar";
/// Where the facts of the new round come from: not from a notice whose lines could be named.
const SOURCE: &str = "范本";

/// When the milestones of the new round are.
#[derive(Debug, Clone, PartialEq)]
pub enum Schedule {
    /// The first one on this day, the others as far apart as in the other round.
    ShiftTo(NaiveDate),
    /// As a file says: the shape of `round.toml`, of which it may hold any part.
    File(String),
}

/// What the new round is to be.
#[derive(Debug, Clone, PartialEq)]
pub struct Wish<'w> {
    /// As people say it: 洛阳 or 洛阳市; empty where the file of the milestones says it.
    pub city: &'w str,
    /// Default: the year of the first milestone.
    pub year: Option<i32>,
    pub schedule: Schedule,
    /// Names of units, as the roster prints them, each once.
    pub units: Vec<&'w str>,
}

/// A wish that cannot be granted.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NewRoundError {
    /// The round that it is made from is broken.
    #[error(transparent)]
    Seed(#[from] SeedError),
    /// The documents do not fit together.
    #[error("{}", t!("新一轮的资料有误：{_0}", "The documents of the new round have faults: {_0}"))]
    Unfit(SeedError),
    /// No name of a city.
    #[error("{}", t!("「{_0}」不是城市名称", "\"{_0}\" is no name of a city"))]
    City(String),
    /// The file of the milestones is broken.
    #[error("{}", t!("节点文件{_0}", "milestones file {_0}"))]
    Milestones(Fault),
    /// A milestone that the checklist or a form speaks of has no day.
    #[error("{}", t!("节点文件缺少 {_0}；清单和表格要用到内置的每个节点，日期照写即可", "the milestones file lacks {_0}; checklist and forms need every built-in milestone, with its date"))]
    Missing(String),
    /// A milestone without its day.
    #[error("{}", t!("节点文件中 {_0} 的 due_on 缺少或有误，请写成 due_on = \"2021-06-16\"", "due_on of {_0} in the milestones file is missing or wrong; write due_on = \"2021-06-16\""))]
    NoDay(String),
    /// A part of the file that no round has.
    #[error(
        "{}", t!("节点文件中的 {_0} 不认识；可以有 milestone、notice、date、thresholds、calendar、working_group、body、scope", "unknown {_0} in the milestones file; there are milestone, notice, date, thresholds, calendar, working_group, body, scope"))]
    UnknownPart(String),
    /// A day that no calendar has.
    #[error("{}", t!("节点移到了日历之外", "the milestones move off the calendar"))]
    OffCalendar,
}

/// 洛阳 is 洛阳市; 兰考县 and 金水区 stay. The name is a prefix that names share.
pub fn city_name(text: &str) -> Result<String, NewRoundError> {
    let name = text.trim();
    let chinese = |c: char| is_han(c) || c == '·';
    let long = name.chars().count();
    if !(2..=20).contains(&long) || !name.chars().all(chinese) {
        return Err(NewRoundError::City(
            crate::text::cells::visible(text).into_owned(),
        ));
    }
    if name.ends_with(['市', '县', '区', '州', '盟', '旗']) {
        Ok(name.to_owned())
    } else {
        Ok(format!("{name}市"))
    }
}

/// Makes the documents of the new round from those of another, and the round that they are.
pub fn documents(
    base: &BTreeMap<String, String>,
    wish: &Wish<'_>,
) -> Result<(BTreeMap<String, String>, Round), NewRoundError> {
    let text = base.get(ROUND).ok_or(SeedError::Missing(ROUND))?;
    let old: Table = fault::from_toml(text).map_err(|fault| SeedError::at(ROUND, fault))?;
    let old_city = old.get("city").and_then(Value::as_str).unwrap_or_default();
    let before = days(&old);
    let given = match &wish.schedule {
        Schedule::ShiftTo(_) => Table::new(),
        Schedule::File(text) => parse_file(text)?,
    };
    let city = match (wish.city, given.get("city").and_then(Value::as_str)) {
        ("", Some(given)) => city_name(given)?,
        (wished, _) => city_name(wished)?,
    };
    let after = match &wish.schedule {
        Schedule::ShiftTo(first) => shifted(&before, *first)?,
        Schedule::File(_) => told(&before, &given)?,
    };
    let change = RoundChange {
        moves: before
            .iter()
            .filter_map(|(id, day)| Some((*day, *after.get(id)?)))
            .collect(),
        from: old_city,
        to: &city,
        words: renamed(&old, &given, old_city, &city),
    };
    let year = wish
        .year
        .or_else(|| after.values().min().map(Datelike::year));
    let mut made = BTreeMap::new();
    let own = round::round(&old, given.clone(), &change, year)?;
    let dates = round::date_ids(&own);
    for (name, text) in base {
        let body = match name.as_str() {
            ROUND => own.clone(),
            RULES => round::rules_of(&change.document(text)?, &dates)?,
            UNITS => units(&wish.units, &city),
            // Templates hold no dates and no city but through their variables.
            template if template.starts_with("templates/") => change.name(text),
            _ => change.document(text)?,
        };
        made.insert(name.clone(), body);
    }
    // What a file says may be well written and mean nothing.
    let round = seed::parse_round(&made).map_err(NewRoundError::Unfit)?;
    Ok((made, round))
}

/// Reads the file of the milestones.
fn parse_file(text: &str) -> Result<Table, NewRoundError> {
    let text = text.trim_start_matches('\u{feff}');
    fault::from_toml(text).map_err(NewRoundError::Milestones)
}

/// The days of a round's milestones, by id.
fn days(round: &Table) -> BTreeMap<String, NaiveDate> {
    let listed = round.get("milestone").and_then(Value::as_array);
    let all = listed.into_iter().flatten().filter_map(Value::as_table);
    all.filter_map(|milestone| {
        let id = milestone.get("id")?.as_str()?;
        Some((id.to_owned(), day(milestone.get("due_on")?)?))
    })
    .collect()
}

/// A day, written as a text or as TOML writes dates.
fn day(value: &Value) -> Option<NaiveDate> {
    match value {
        Value::String(text) if text.len() == 10 => text.parse().ok(),
        Value::Datetime(at) if at.time.is_none() => at.to_string().parse().ok(),
        _ => None,
    }
}

fn shifted(
    before: &BTreeMap<String, NaiveDate>,
    first: NaiveDate,
) -> Result<BTreeMap<String, NaiveDate>, NewRoundError> {
    let Some(old_first) = before.values().min().copied() else {
        return Ok(BTreeMap::new());
    };
    let moved = before.iter().map(|(id, day)| {
        let moved = first.checked_add_signed(*day - old_first);
        Some((id.clone(), moved?))
    });
    moved
        .collect::<Option<_>>()
        .ok_or(NewRoundError::OffCalendar)
}

/// The days that the file gives; each milestone of the other round must have one.
fn told(
    before: &BTreeMap<String, NaiveDate>,
    given: &Table,
) -> Result<BTreeMap<String, NaiveDate>, NewRoundError> {
    let after = days(given);
    let listed = given.get("milestone").and_then(Value::as_array);
    for milestone in listed.into_iter().flatten() {
        let id = milestone
            .get("id")
            .and_then(Value::as_str)
            .unwrap_or(s!("（没有 id 的节点）", "(a milestone without id)"));
        if !after.contains_key(id) {
            return Err(NewRoundError::NoDay(id.to_owned()));
        }
    }
    match before.keys().find(|id| !after.contains_key(*id)) {
        Some(missing) => Err(NewRoundError::Missing(missing.clone())),
        None => Ok(after),
    }
}

/// What is different in every document.
struct RoundChange<'c> {
    /// Old and new day of each milestone.
    moves: Vec<(NaiveDate, NaiveDate)>,
    from: &'c str,
    to: &'c str,
    /// Words of the frame and what this round says for them, longer ones first.
    words: Vec<(String, String)>,
}

/// What this round calls the frame's member bodies, and the words that are a city's: 市财政局 is 县财政局
/// in a county, and 市机关事务中心 what its own notice calls it.
fn renamed(old: &Table, given: &Table, old_city: &str, city: &str) -> Vec<(String, String)> {
    let notice = notice_words();
    let names = |round: &Table| -> Vec<String> {
        let bodies = round.get("body").and_then(Value::as_array);
        let named = bodies.into_iter().flatten();
        let named = named.filter_map(|body| Some(body.get("name")?.as_str()?.to_owned()));
        named.collect()
    };
    let own = names(given);
    let levels = (old_city.chars().next_back(), city.chars().next_back());
    let mut words: Vec<(String, String)> = Vec::new();
    for name in names(old) {
        let key = notice.body_key(&name);
        let called = own.iter().find(|own| notice.body_key(own) == key);
        words.extend(called.map(|called| (name.clone(), called.clone())));
    }
    if let (Some(from), Some(to)) = levels
        && from != to
    {
        let (own, to) = (&notice.level.of_city, to.to_string());
        let called = own.iter().map(|word| word.replace(from, &to));
        let called: Vec<(String, String)> = own.iter().cloned().zip(called).collect();
        for name in names(old) {
            // 市委市直工委 has two of them.
            let other = called.iter().fold(name.clone(), |name, (word, other)| {
                name.replace(word, other)
            });
            let level = other.strip_prefix(from).map(|rest| format!("{to}{rest}"));
            words.push((name, level.unwrap_or(other)));
        }
        words.extend(called);
    }
    words.retain(|(from, to)| from != to);
    words.sort_by_key(|(from, _)| usize::MAX - from.len());
    words.dedup_by(|later, first| later.0 == first.0);
    words
}

impl RoundChange<'_> {
    /// A day moves with the last milestone that is not after it, or else with the first.
    fn day(&self, day: NaiveDate) -> Result<NaiveDate, NewRoundError> {
        let before = self.moves.iter().filter(|(old, _)| *old <= day);
        let with = before
            .max_by_key(|(old, _)| *old)
            .or_else(|| self.moves.iter().min_by_key(|(old, _)| *old));
        let Some((old, new)) = with else {
            return Ok(day);
        };
        let moved = day.checked_add_signed(*new - *old);
        moved.ok_or(NewRoundError::OffCalendar)
    }

    /// The new city where the old one was named.
    fn name(&self, text: &str) -> String {
        let named = self.place(text);
        let mut rest = named.as_str();
        let mut renamed = String::with_capacity(named.len());
        while let Some(c) = rest.chars().next() {
            let word = self
                .words
                .iter()
                .find(|(from, _)| rest.starts_with(from.as_str()));
            let (taken, put) =
                word.map_or((c.len_utf8(), None), |(from, to)| (from.len(), Some(to)));
            match put {
                Some(word) => renamed.push_str(word),
                None => renamed.push(c),
            }
            rest = &rest[taken..];
        }
        renamed
    }

    /// The place alone.
    fn place(&self, text: &str) -> String {
        if self.from.is_empty() {
            return text.to_owned();
        }
        let named = text.replace(self.from, self.to);
        // 开封 without 市 is the same city.
        match self
            .from
            .strip_suffix('市')
            .filter(|short| short.chars().count() > 1)
        {
            Some(short) => named.replace(short, self.to.strip_suffix('市').unwrap_or(self.to)),
            None => named,
        }
    }

    /// Days moved, the city named, sources no longer those of the other notice.
    fn value(&self, value: &mut Value) -> Result<(), NewRoundError> {
        if let Some(old) = day(value) {
            let moved = self.day(old)?;
            *value = match value {
                Value::Datetime(at) => {
                    let mut at = *at;
                    at.date = Some(toml::value::Date {
                        year: u16::try_from(moved.year())
                            .map_err(|_| NewRoundError::OffCalendar)?,
                        month: moved.month() as u8,
                        day: moved.day() as u8,
                    });
                    Value::Datetime(at)
                }
                _ => Value::String(moved.to_string()),
            };
            return Ok(());
        }
        match value {
            Value::String(text) => *text = self.name(text),
            Value::Array(all) => all.iter_mut().try_for_each(|one| self.value(one))?,
            Value::Table(table) => self.table(table)?,
            _ => {}
        }
        Ok(())
    }

    fn table(&self, table: &mut Table) -> Result<(), NewRoundError> {
        for (key, value) in table.iter_mut() {
            if key == "source" {
                *value = Value::String(SOURCE.to_owned());
            } else if key == "chapters" {
                *value = Value::Array(Vec::new());
            } else {
                self.value(value)?;
            }
        }
        Ok(())
    }

    fn document(&self, text: &str) -> Result<String, NewRoundError> {
        let mut table: Table =
            fault::from_toml(text).map_err(|fault| SeedError::at("范本", fault))?;
        self.table(&mut table)?;
        Ok(written(&table))
    }
}

fn written(table: &Table) -> String {
    toml::to_string(table).expect("a table that was read can be written")
}

/// `units.toml`: every printed name is a unit of its own; which of them are one bureau, nobody
/// has said yet.
pub(super) fn units(printed: &[&str], city: &str) -> String {
    let listed = printed.iter().map(|name| {
        let bare = name.strip_prefix('原').unwrap_or(name);
        let former = bare.len() < name.len();
        let kind = words().unit_kind(name);
        let short = match bare.strip_prefix(city) {
            Some(short) if !short.is_empty() => short,
            _ => bare,
        };
        let mut unit = Table::new();
        let mut put = |key: &str, value: Value| unit.insert(key.to_owned(), value);
        put("printed", Value::String((*name).to_owned()));
        put("kind", Value::String(kind_id(kind).to_owned()));
        // 原 is a part of the name as long as nobody says what became of the unit.
        let former_short = if former {
            format!("原{short}")
        } else {
            short.to_owned()
        };
        put("short", Value::String(former_short));
        if former {
            put("former", Value::Boolean(true));
        }
        put("source", Value::String("名册".to_owned()));
        Value::Table(unit)
    });
    let mut table = Table::new();
    table.insert("unit".to_owned(), Value::Array(listed.collect()));
    written(&table)
}

/// As `units.toml` writes it.
const fn kind_id(kind: UnitKind) -> &'static str {
    match kind {
        UnitKind::CityBureau => "city_bureau",
        UnitKind::Vertical => "vertical",
        UnitKind::PartyOrMass => "party_or_mass",
        UnitKind::DirectRegistration => "direct_registration",
    }
}
