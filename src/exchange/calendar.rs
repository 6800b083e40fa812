//! The milestones as a calendar file (.ics): for the city, or for one unit with what it and its
//! associations still owe. The same ledger at the same moment gives the same bytes, and an event
//! keeps its name from one export to the next, so that a calendar replaces it.

use chrono::{DateTime, NaiveDate, Utc};
use sha2::{Digest as _, Sha256};

use crate::domain::id::{MilestoneIx, UnitIx};
use crate::domain::ledger::{Ledger, SubjectIx};
use crate::domain::milestone::{self, Standing};
use crate::domain::round::{OtherDate, Scope};
use crate::text::cells::visible;
use crate::text::day;
use crate::text::hex::hex;

/// Longest description, in characters; some calendars cut or refuse longer ones.
const MAX_CHARS: usize = 2000;
/// Longest line, in octets, without its end (RFC 5545, 3.1).
const MAX_OCTETS: usize = 75;
/// Reminders: name, and how long before the day begins. All at nine o'clock.
const ALARMS: [(&str, &str, &str); 2] = [
    ("3d", "-P2DT15H", "还有 3 天到期"),
    ("1d", "-PT15H", "明天到期"),
];

/// When and from which state of the ledger a calendar is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Edition {
    pub at: DateTime<Utc>,
    pub as_of: NaiveDate,
    /// Length of the history: a later one replaces an earlier one.
    pub revision: u32,
}

/// The milestones of the whole city.
pub fn city(ledger: &Ledger, edition: Edition) -> Vec<u8> {
    let name = format!("{}脱钩节点", ledger.round().info.city);
    let name = ledger.round().marked(&name);
    let milestones = ledger.round().milestones().keys();
    let events = milestones.map(|ix| {
        let standing = milestone::city_standing(ledger, ix, edition.as_of);
        let mut text = heading(ledger, ix, edition);
        match standing.done_on {
            Some(on) => line(&mut text, &format!("已于 {} 全部完成", day::words(on))),
            None => line(&mut text, &tally(ledger, ix, standing)),
        }
        event(ledger, ix, "", standing, text, edition)
    });
    let dates = ledger.round().info.dates.iter();
    let dates = dates.map(|other| date_event(ledger, other, edition));
    file(&name, events.chain(dates))
}

/// The milestones that a unit or its associations have to reach; `None` when there is none.
pub fn unit(ledger: &Ledger, unit: UnitIx, edition: Edition) -> Option<Vec<u8>> {
    let about = &ledger.units()[unit];
    let events: Vec<String> = ledger
        .round()
        .milestones()
        .keys()
        .filter_map(|ix| {
            let members = milestone::below(ledger, ix, SubjectIx::Unit(unit));
            if members.is_empty() {
                return None;
            }
            let standing = milestone::standing(ledger, ix, &members, edition.as_of);
            let mut text = heading(ledger, ix, edition);
            match standing.done_on {
                Some(on) => line(&mut text, &format!("已于 {} 完成", day::words(on))),
                None => owed(&mut text, ledger, ix, &members, edition.as_of),
            }
            Some(event(ledger, ix, &about.name, standing, text, edition))
        })
        .collect();
    let name = ledger.round().marked(&format!("脱钩节点 {}", about.name));
    (!events.is_empty()).then(|| file(&name, events))
}

/// What a milestone is about.
fn heading(ledger: &Ledger, ix: MilestoneIx, edition: Edition) -> String {
    let def = &ledger.round().milestones()[ix];
    let due = format!("{}（{}）", day::words(def.due_on), day::weekday(def.due_on));
    let mut text = String::new();
    line(&mut text, &format!("期限：{due}"));
    line(&mut text, &format!("成果：{}", def.product));
    line(&mut text, &format!("牵头：{}", def.lead.join("、")));
    if !def.participants.is_empty() {
        let participants = def.participants.join("、");
        line(&mut text, &format!("参加：{participants}"));
    }
    let as_of = day::words(edition.as_of);
    line(&mut text, &format!("以下情况截至 {as_of}"));
    text
}

fn tally(ledger: &Ledger, ix: MilestoneIx, standing: Standing) -> String {
    let Standing {
        population, done, ..
    } = standing;
    let left = population - done;
    match ledger.round().milestones()[ix].scope {
        Scope::City => "尚未完成".to_owned(),
        Scope::Unit => format!("应完成 {population} 个单位，已完成 {done} 个，还有 {left} 个"),
        Scope::Association => {
            format!("应完成 {population} 家协会，已完成 {done} 家，还有 {left} 家")
        }
    }
}

/// Who of a unit has not reached a milestone, as many as there is room for.
fn owed(
    text: &mut String,
    ledger: &Ledger,
    ix: MilestoneIx,
    members: &[SubjectIx],
    as_of: NaiveDate,
) {
    if ledger.round().milestones()[ix].scope != Scope::Association {
        line(text, "本单位尚未完成");
        return;
    }
    let standing = milestone::standing(ledger, ix, members, as_of);
    line(text, &format!("{}：", tally(ledger, ix, standing)));
    let open: Vec<String> = members
        .iter()
        .filter(|member| milestone::reached_by(ledger, ix, **member, as_of).is_none())
        .filter_map(|member| match member {
            SubjectIx::Association(ix) => {
                let about = &ledger.associations()[*ix];
                Some(format!("{} {}", about.no, ledger.name(*ix)))
            }
            _ => None,
        })
        .collect();
    let mut used = text.chars().count();
    for (at, one) in open.iter().enumerate() {
        // Room is left for the line that counts the rest.
        used += one.chars().count() + 1;
        if used > MAX_CHARS - 50 {
            line(text, &format!("……另有 {} 家，详见台账", open.len() - at));
            return;
        }
        line(text, one);
    }
}

/// Adds a line to a text. What it says stays on this line.
fn line(text: &mut String, said: &str) {
    if !text.is_empty() {
        text.push('\n');
    }
    text.push_str(&visible(said));
}

/// One milestone of the city or, by its name, of a unit.
fn event(
    ledger: &Ledger,
    ix: MilestoneIx,
    unit: &str,
    standing: Standing,
    text: String,
    edition: Edition,
) -> String {
    let round = ledger.round();
    let def = &round.milestones()[ix];
    let done = standing.done_on.is_some();
    let whose = if unit.is_empty() {
        String::new()
    } else {
        format!("-{}", short_hash(unit))
    };
    let id = format!("{}-{}{whose}", round.id(), def.id);
    let suffix = if done { "（已完成）" } else { "" };
    let summary = format!("脱钩 {} {}{suffix}", def.id, def.title);
    let summary = visible(&round.marked(&summary)).into_owned();
    day_event(&id, &summary, def.due_on, done, text, edition)
}

/// A date of the round that is no milestone, on its last day.
fn date_event(ledger: &Ledger, other: &OtherDate, edition: Edition) -> String {
    let round = ledger.round();
    let id = format!("{}-{}", round.id(), other.id);
    let summary = format!("脱钩 {}（{}）", other.title, other.printed);
    let summary = visible(&round.marked(&summary)).into_owned();
    let mut text = String::new();
    line(&mut text, &format!("期限：{}", other.printed));
    if let Some(remark) = &other.remark {
        line(&mut text, remark);
    }
    day_event(&id, &summary, other.to, false, text, edition)
}

/// A whole day, with its alarms until it is done.
fn day_event(
    id: &str,
    summary: &str,
    due_on: NaiveDate,
    done: bool,
    text: String,
    edition: Edition,
) -> String {
    // The end is the day after: a day that ends where it starts has no length.
    let end = due_on.succ_opt().unwrap_or(due_on);
    let mut made = String::new();
    put(&mut made, "BEGIN", "VEVENT");
    put(&mut made, "DESCRIPTION", &escaped(&cut(text)));
    put(&mut made, "DTEND;VALUE=DATE", &whole_day(end));
    put(&mut made, "DTSTAMP", &stamp(edition.at));
    put(&mut made, "DTSTART;VALUE=DATE", &whole_day(due_on));
    put(&mut made, "SEQUENCE", &edition.revision.to_string());
    put(&mut made, "SUMMARY", &escaped(summary));
    // It takes nobody's time.
    put(&mut made, "TRANSP", "TRANSPARENT");
    put(&mut made, "UID", &format!("{id}@tuogou"));
    if !done {
        for (name, before, words) in ALARMS {
            put(&mut made, "BEGIN", "VALARM");
            put(&mut made, "ACTION", "DISPLAY");
            let words = escaped(&format!("{words}：{summary}"));
            put(&mut made, "DESCRIPTION", &words);
            put(&mut made, "DTSTAMP", &stamp(edition.at));
            put(&mut made, "TRIGGER", before);
            put(&mut made, "UID", &format!("{id}-{name}@tuogou"));
            put(&mut made, "END", "VALARM");
        }
    }
    put(&mut made, "END", "VEVENT");
    made
}

fn whole_day(on: NaiveDate) -> String {
    on.format("%Y%m%d").to_string()
}

fn stamp(at: DateTime<Utc>) -> String {
    at.format("%Y%m%dT%H%M%SZ").to_string()
}

/// Text as a value.
fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\\' | ',' | ';' => escaped.extend(['\\', c]),
            '\n' => escaped.push_str("\\n"),
            c => escaped.push(c),
        }
    }
    escaped
}

/// Adds a property, folded so that no line is too long.
fn put(to: &mut String, name: &str, value: &str) {
    let mut used = 0;
    for c in name.chars().chain([':']).chain(value.chars()) {
        if used + c.len_utf8() > MAX_OCTETS {
            to.push_str("\r\n ");
            used = 1;
        }
        to.push(c);
        used += c.len_utf8();
    }
    to.push_str("\r\n");
}

/// The text, of bounded length.
fn cut(text: String) -> String {
    match text.char_indices().nth(MAX_CHARS) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text,
    }
}

/// Names of events are plain letters, and the same for the same unit.
fn short_hash(name: &str) -> String {
    hex(&Sha256::digest(name)[..8])
}

fn file(name: &str, events: impl IntoIterator<Item = String>) -> Vec<u8> {
    let mut made = String::new();
    for (key, value) in [
        ("BEGIN", "VCALENDAR"),
        ("VERSION", "2.0"),
        ("PRODID", "-//tuogou//tuogou//ZH"),
        ("CALSCALE", "GREGORIAN"),
        ("METHOD", "PUBLISH"),
    ] {
        put(&mut made, key, value);
    }
    put(
        &mut made,
        "X-WR-CALNAME;VALUE=TEXT",
        &escaped(&visible(name)),
    );
    made.extend(events);
    put(&mut made, "END", "VCALENDAR");
    made.into_bytes()
}
