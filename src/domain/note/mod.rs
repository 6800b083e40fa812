//! Notes: what is said of a unit or an association on a day (who answers for it, what it
//! promised, what was remarked). They share one shape; [`NoteKind::rules`] says of each kind what
//! it holds and what it touches.

mod kinds;
mod rules;

use std::fmt;

use chrono::NaiveDate;
use serde::Serialize;
use serde::de::{self, DeserializeSeed, Deserializer, MapAccess, Visitor};

use super::fact::{FactField, FactKey, Written};
use super::subject::Subject;
use crate::text::plain::Plain;

pub use rules::{NoteField, NoteKind, NoteOf, NotePart, NoteRules};

/// Names one note among those of its kind.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NoteId {
    /// Of which kind.
    pub kind: NoteKind,
    pub subject: Subject,
    /// Which of the subject's; 0 where it has one.
    pub number: i64,
}

impl NoteId {
    /// The one of a subject that has one, or the place of many from which one is chosen.
    pub const fn of(kind: NoteKind, subject: Subject) -> Self {
        Self {
            kind,
            subject,
            number: 0,
        }
    }
}

impl From<NoteId> for FactKey {
    fn from(id: NoteId) -> Self {
        Self::Note(id.kind, id.subject, id.number)
    }
}

/// What was said. A kind fills in the parts that it has.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Note {
    pub kind: NoteKind,
    /// The day that it is about.
    pub on: Option<NaiveDate>,
    pub person: Plain,
    pub phone: Plain,
    /// What it is called, or who it is from.
    pub title: Plain,
    /// The number of a paper, or what it begins with.
    pub number: Plain,
    /// What; the reason, when it is a later date.
    pub text: Plain,
    pub due_on: Option<NaiveDate>,
    /// The milestone that it puts off.
    pub milestone: Option<Plain>,
    /// When it was done.
    pub done_on: Option<NaiveDate>,
}

impl Note {
    /// Begins with nothing filled in.
    pub fn new(kind: NoteKind) -> Self {
        Self {
            kind,
            on: None,
            person: Plain::default(),
            phone: Plain::default(),
            title: Plain::default(),
            number: Plain::default(),
            text: Plain::default(),
            due_on: None,
            milestone: None,
            done_on: None,
        }
    }

    /// Who answers for somebody.
    pub fn contact(person: impl Into<Plain>, phone: impl Into<Plain>) -> Self {
        Self {
            person: person.into(),
            phone: phone.into(),
            ..Self::new(NoteKind::Contact)
        }
    }

    /// What was promised until when.
    pub fn promise(text: impl Into<Plain>, due_on: NaiveDate) -> Self {
        Self {
            text: text.into(),
            due_on: Some(due_on),
            ..Self::new(NoteKind::Promise)
        }
    }

    /// A later date for a milestone, with the reason.
    pub fn extension(milestone: &str, text: impl Into<Plain>, due_on: NaiveDate) -> Self {
        Self {
            milestone: Some(milestone.into()),
            ..Self::promise(text, due_on)
        }
    }

    /// What was remarked; the day is that on which it is recorded.
    pub fn remark(text: impl Into<Plain>) -> Self {
        Self {
            text: text.into(),
            ..Self::new(NoteKind::Remark)
        }
    }

    /// Who and what, without days: `王某 0371-…`.
    pub fn said(&self) -> String {
        let parts = [
            &*self.title,
            &*self.number,
            &*self.person,
            &*self.phone,
            &*self.text,
        ];
        let parts: Vec<&str> = parts.into_iter().filter(|part| !part.is_empty()).collect();
        parts.join(" ")
    }

    /// What it holds, as it is written.
    pub(super) fn fields(&self) -> Vec<FactField<'_>> {
        let parts = self.kind.rules().parts.iter();
        let field = |part: &NotePart| {
            let written = match part.field {
                NoteField::On => Written::Day(self.on),
                NoteField::DueOn => Written::Day(self.due_on),
                NoteField::DoneOn => Written::Day(self.done_on),
                NoteField::Person => Written::Text(Some(&self.person)),
                NoteField::Phone => Written::Text(Some(&self.phone)),
                NoteField::Title => Written::Text(Some(&self.title)),
                NoteField::Number => Written::Text(Some(&self.number)),
                NoteField::Text => Written::Text(Some(&self.text)),
                NoteField::Milestone => Written::Text(self.milestone.as_ref()),
            };
            FactField::new(part.id, !part.needed.is_empty(), written)
        };
        parts.map(field).collect()
    }
}

/// Reads a note of a kind.
impl<'de> DeserializeSeed<'de> for NoteKind {
    type Value = Note;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Note, D::Error> {
        deserializer.deserialize_map(self)
    }
}

impl<'de> Visitor<'de> for NoteKind {
    type Value = Note;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.rules().id)
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Note, A::Error> {
        use de::Error as _;
        let mut note = Note::new(self);
        let mut seen: Vec<&str> = Vec::new();
        while let Some(name) = map.next_key::<String>()? {
            let mut parts = self.rules().parts.iter();
            let Some(part) = parts.find(|part| part.id == name) else {
                return Err(A::Error::unknown_field(&name, &[]));
            };
            if seen.contains(&part.id) {
                return Err(A::Error::duplicate_field(part.id));
            }
            seen.push(part.id);
            match part.field {
                NoteField::On => note.on = map.next_value()?,
                NoteField::DueOn => note.due_on = map.next_value()?,
                NoteField::DoneOn => note.done_on = map.next_value()?,
                NoteField::Person => note.person = map.next_value()?,
                NoteField::Phone => note.phone = map.next_value()?,
                NoteField::Title => note.title = map.next_value()?,
                NoteField::Number => note.number = map.next_value()?,
                NoteField::Text => note.text = map.next_value()?,
                NoteField::Milestone => note.milestone = map.next_value()?,
            }
        }
        let mut parts = self.rules().parts.iter();
        match parts.find(|part| !part.needed.is_empty() && !seen.contains(&part.id)) {
            Some(part) => Err(A::Error::missing_field(part.id)),
            None => Ok(note),
        }
    }
}

/// Where a note with a deadline stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Kept {
    /// The day is past, and nothing was done.
    Broken,
    /// There is time yet.
    Open,
    /// Done, but after the day.
    Late,
    /// Done in time.
    InTime,
}

impl Kept {
    /// Nothing is left to do.
    pub const fn settled(self) -> bool {
        matches!(self, Self::Late | Self::InTime)
    }
}

impl Note {
    /// There is a day until which it is to be done, and on this one it is not done yet.
    pub fn is_owed(&self, as_of: NaiveDate) -> bool {
        self.due_on.is_some() && self.done_on.is_none_or(|on| on > as_of)
    }

    /// Where it stands on a day. What was done later has not happened yet.
    pub fn kept(&self, as_of: NaiveDate) -> Kept {
        let past = |on: NaiveDate| self.due_on.is_some_and(|due_on| due_on < on);
        match self.done_on.filter(|on| *on <= as_of) {
            Some(on) if past(on) => Kept::Late,
            Some(_) => Kept::InTime,
            None if past(as_of) => Kept::Broken,
            None => Kept::Open,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_promise_is_kept_by_its_day() {
        let day = |day: u32| NaiveDate::from_ymd_opt(2020, 8, day).expect("a day");
        for (done_on, as_of, expected) in [
            (None, 19, Kept::Open),
            (None, 20, Kept::Open),
            (None, 21, Kept::Broken),
            (Some(20), 21, Kept::InTime),
            (Some(21), 21, Kept::Late),
            (Some(25), 21, Kept::Broken),
            (Some(18), 17, Kept::Open),
        ] {
            let promise = Note {
                done_on: done_on.map(day),
                ..Note::promise("补报", day(20))
            };
            assert_eq!(promise.kept(day(as_of)), expected, "{done_on:?} {as_of}");
        }
    }
}
