//! What stands in a ledger, in words, without what it is about.

use crate::domain::change::Record;
use crate::domain::fact::Fact;
use crate::domain::note::Note;
use crate::domain::sight::{Sight, SightPart};

/// Whatever was recorded.
pub fn of(record: &Record) -> String {
    match record {
        Record::Item(record) => joined(&[record.state.shown(), &record.note, &record.evidence]),
        Record::Answer(record) => record.value.to_string(),
        Record::Mark(mark) => t!("{} 完成", "completed {}", mark.done_on),
        Record::Fact(record) => fact(&record.fact),
    }
}

/// What somebody sees of it.
pub fn sight(sight: &Sight) -> String {
    let text = match (&sight.record, sight.part) {
        (Some(Record::Item(record)), SightPart::Note) => record.note.to_string(),
        (Some(Record::Item(record)), SightPart::Evidence) => record.evidence.to_string(),
        (Some(record), _) => of(record),
        (None, _) => String::new(),
    };
    if text.is_empty() {
        s!("（空）", "(empty)").into()
    } else {
        text
    }
}

/// Something that was learnt, agreed or decided.
pub fn fact(fact: &Fact) -> String {
    match fact {
        Fact::Unit(counted) => joined(&[
            &t!("计入 {}", "counted under {}", counted.canonical),
            &counted.reason,
        ]),
        Fact::Due(date) => joined(&[&t!("改为 {}", "now {}", date.due_on), &date.reason]),
        Fact::Exit(exit) => {
            let into = exit
                .into
                .map(|no| t!("并入序号 {no}", "merged into no. {no}"));
            let when = t!("{} 于 {}", "{} on {}", exit.kind.shown(), exit.on);
            let into = into.unwrap_or_default();
            joined(&[&when, &into, &exit.document, &exit.reason])
        }
        Fact::Note(one) => note(one),
        Fact::Verdict(verdict) => joined(&[verdict.kind.shown(), &verdict.reason]),
        Fact::View(view) => joined(&[&view.name, &view.filter]),
    }
}

/// Who can be reached, what was promised, what was remarked.
pub fn note(note: &Note) -> String {
    let rules = note.kind.rules();
    let due = match (&note.milestone, note.due_on) {
        (Some(milestone), Some(due_on)) => t!(
            "{milestone} 延至 {due_on}",
            "{milestone} put off to {due_on}"
        ),
        (None, Some(due_on)) => t!("{} {due_on} 前", "{} by {due_on}", rules.until),
        (_, None) => String::new(),
    };
    let done = note.done_on.map(|on| format!("{on} {}", rules.done));
    let done = done.unwrap_or_default();
    let said = joined(&[
        &due,
        &note.title,
        &note.number,
        &note.person,
        &note.phone,
        &note.text,
        &done,
    ]);
    match note.on {
        Some(on) => format!("{on} {said}"),
        None => said,
    }
}

fn joined(parts: &[&str]) -> String {
    let parts: Vec<&str> = parts.iter().copied().filter(|p| !p.is_empty()).collect();
    parts.join(s!("，", ", "))
}
