//! Contacts, promises and remarks as both front ends list them: whose there are, in which order,
//! and which one people mean by a number.

use anyhow::ensure;

use crate::domain::change::Subject;
use crate::domain::ledger::Ledger;
use crate::domain::note::NoteKind;
use crate::report::people::Said;

/// Units and associations that have promises or remarks, or the one that is asked for.
pub fn subjects(ledger: &Ledger, whose: Option<&Subject>) -> Vec<Subject> {
    if let Some(subject) = whose {
        return vec![subject.clone()];
    }
    let mut found: Vec<Subject> = Vec::new();
    for (subject, _, note, _) in ledger.all_notes() {
        if note.kind.rules().many && !found.contains(subject) {
            found.push(subject.clone());
        }
    }
    found
}

/// Notes of a kind as they are listed: of everybody, or of the one that is asked for.
pub fn said<'l>(ledger: &'l Ledger, kind: NoteKind, whose: Option<&Subject>) -> Vec<Said<'l>> {
    let subjects = if kind.rules().many {
        subjects(ledger, whose)
    } else {
        let of_kind = ledger
            .all_notes()
            .filter(|(_, _, note, _)| note.kind == kind);
        let wanted = of_kind.filter(|(subject, ..)| whose.is_none_or(|whose| whose == *subject));
        wanted.map(|(subject, ..)| subject.clone()).collect()
    };
    let mut rows = Vec::new();
    for subject in subjects {
        let notes = ledger.notes(&subject, kind).into_iter().enumerate();
        rows.extend(notes.map(|(at, (_, note, record))| Said {
            subject: subject.clone(),
            number: at + 1,
            note,
            record,
        }));
    }
    rows
}

/// The one that people call the n-th, from 1.
pub fn numbered<T>(
    all: &[T],
    number: usize,
    what: &str,
    key: impl Fn(&T) -> i64,
) -> anyhow::Result<i64> {
    let found = number.checked_sub(1).and_then(|at| all.get(at));
    let count = all.len();
    ensure!(count > 0, "还没有{what}");
    found
        .map(key)
        .ok_or_else(|| anyhow::anyhow!("没有第 {number} 条{what}，共 {count} 条"))
}
