//! Contacts, promises and remarks as both front ends list them: whose there are, and in which
//! order.

use crate::domain::change::Subject;
use crate::domain::ledger::Ledger;
use crate::domain::note::NoteKind;
use crate::report::people::NoteSaid;

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
pub fn said<'l>(ledger: &'l Ledger, kind: NoteKind, whose: Option<&Subject>) -> Vec<NoteSaid<'l>> {
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
        rows.extend(notes.map(|(at, (_, note, record))| NoteSaid {
            subject: subject.clone(),
            number: at + 1,
            note,
            record,
        }));
    }
    rows
}
