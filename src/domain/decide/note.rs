//! Notes: contacts, promises, remarks.

use chrono::NaiveDate;

use super::fact::{decision, required};
use super::{Decision, Refusal, mark};
use crate::domain::change::Subject;
use crate::domain::command::Context;
use crate::domain::fact::{Fact, FactKey};
use crate::domain::ledger::{Ledger, SubjectIx};
use crate::domain::milestone;
use crate::domain::note::{Note, NoteField, NoteId, NotePart};
use crate::text::lang::Text;
use crate::text::plain::Plain;

fn find(ledger: &Ledger, subject: &Subject) -> Result<SubjectIx, Refusal> {
    ledger.subject_ix(subject).map_err(|unknown| match subject {
        Subject::Association(no) => Refusal::UnknownAssociation(*no),
        _ => Refusal::UnknownUnit(unknown.id),
    })
}

/// The key of a new note: where there are many, a number that no other has, in the order of entry.
fn fresh(ledger: &Ledger, subject: &Subject, note: &Note, context: &Context) -> FactKey {
    let key = |number| FactKey::Note(note.kind, subject.clone(), number);
    if !note.kind.rules().many {
        return key(0);
    }
    let mut number = context.at.timestamp_millis();
    while ledger.fact(&key(number)).is_some() {
        number += 1;
    }
    key(number)
}

/// Records what was said of a subject.
pub(super) fn record(
    ledger: &Ledger,
    subject: &Subject,
    said: &Note,
    context: &Context,
) -> Result<Decision, Refusal> {
    let note = check(ledger, subject, said, context, Some(context.as_of))?;
    let key = fresh(ledger, subject, said, context);
    Ok(decision(ledger, key, Some(Fact::Note(note)), context))
}

/// A new note as it is recorded, not done yet. A deadline is not before `earliest`, if there is one.
pub(super) fn check(
    ledger: &Ledger,
    subject: &Subject,
    said: &Note,
    context: &Context,
    earliest: Option<NaiveDate>,
) -> Result<Note, Refusal> {
    let ix = find(ledger, subject)?;
    let rules = said.kind.rules();
    let mut note = Note::new(said.kind);
    for part in rules.parts {
        match part.field {
            NoteField::On => note.on = Some(day(ledger, said, context)?),
            NoteField::DueOn => note.due_on = deadline(said, part, earliest)?,
            NoteField::Milestone => note.milestone = put_off(ledger, ix, said)?,
            NoteField::DoneOn => {}
            NoteField::Person => note.person = text(&said.person, part.needed)?,
            NoteField::Phone => note.phone = text(&said.phone, part.needed)?,
            NoteField::Title => note.title = text(&said.title, part.needed)?,
            NoteField::Number => note.number = text(&said.number, part.needed)?,
            NoteField::Text if said.milestone.is_some() => {
                note.text = required(
                    &said.text,
                    text!("延期的理由", "a reason for putting it off"),
                )?;
            }
            NoteField::Text => note.text = text(&said.text, part.needed)?,
        }
    }
    Ok(note)
}

fn text(text: &Plain, needed: Text) -> Result<Plain, Refusal> {
    if needed.is_empty() {
        return Ok(Plain::typed(text)?);
    }
    required(text, needed)
}

/// The day that it is about: the as-of date, if none is named.
fn day(ledger: &Ledger, said: &Note, context: &Context) -> Result<NaiveDate, Refusal> {
    let on = said.on.unwrap_or(context.as_of);
    mark::check_date(ledger, on, context.as_of)?;
    Ok(on)
}

/// A deadline is not before the day on which it is set.
fn deadline(
    said: &Note,
    part: &NotePart,
    earliest: Option<NaiveDate>,
) -> Result<Option<NaiveDate>, Refusal> {
    match (said.due_on, earliest) {
        (None, _) if !part.needed.is_empty() => Err(Refusal::TextMissing(part.needed)),
        (Some(on), Some(as_of)) if on < as_of => Err(Refusal::DeadlineInThePast {
            what: said.kind.rules().word,
            on,
            as_of,
        }),
        (due_on, _) => Ok(due_on),
    }
}

/// The milestone that is put off: a later date lies after the planned one.
fn put_off(ledger: &Ledger, ix: SubjectIx, said: &Note) -> Result<Option<Plain>, Refusal> {
    let Some(id) = &said.milestone else {
        return Ok(None);
    };
    let at = mark::milestone_ix(ledger, id)?;
    let def = &ledger.round().milestones()[at];
    if milestone::below(ledger, at, ix).is_empty() {
        return Err(mark::outside(ledger, at, ix));
    }
    if said.due_on.is_none_or(|due_on| due_on <= def.due_on) {
        return Err(Refusal::NotLater {
            milestone: def.id.clone(),
            planned: def.due_on,
        });
    }
    Ok(Some(def.id.as_str().into()))
}

/// The note that is meant, with its key and whose it is; refused when there is none.
fn known<'a>(ledger: &'a Ledger, id: &NoteId) -> Result<(FactKey, String, &'a Note), Refusal> {
    let name = ledger.subject_name(find(ledger, &id.subject)?);
    let key = FactKey::from(id.clone());
    match ledger.fact(&key).map(|record| &record.fact) {
        Some(Fact::Note(note)) => Ok((key, name, note)),
        _ => Err(Refusal::NoSuchFact {
            what: key.text(),
            name,
        }),
    }
}

/// Records that it was done, or not yet.
pub(super) fn done(
    ledger: &Ledger,
    id: &NoteId,
    on: Option<NaiveDate>,
    context: &Context,
) -> Result<Decision, Refusal> {
    let (key, name, note) = known(ledger, id)?;
    if !note.kind.has(NoteField::DoneOn) {
        return Err(Refusal::NoSuchFact {
            what: key.text(),
            name,
        });
    }
    if let Some(on) = on {
        mark::check_date(ledger, on, context.as_of)?;
    }
    let note = Note {
        done_on: on,
        ..note.clone()
    };
    Ok(decision(ledger, key, Some(Fact::Note(note)), context))
}

/// Takes a note away. That there is none is no mistake where a subject has one at most.
pub(super) fn withdraw(
    ledger: &Ledger,
    id: &NoteId,
    context: &Context,
) -> Result<Decision, Refusal> {
    if !id.kind.rules().many {
        find(ledger, &id.subject)?;
        return Ok(decision(ledger, id.clone().into(), None, context));
    }
    let (key, ..) = known(ledger, id)?;
    Ok(decision(ledger, key, None, context))
}
