//! What a note of a kind is and what it touches; the kinds themselves are rows of [`super::kinds`].

use super::Kept;
use crate::domain::subject::Subject;
use crate::text::lang::Text;

/// What a note of a kind is, and everything that it touches.
#[derive(Debug)]
pub struct NoteRules {
    /// As SQL and JSON name it.
    pub id: &'static str,
    /// The word for people.
    pub word: Text,
    /// What recording one is called.
    pub verb: Text,
    /// What it holds, in the order in which it is written.
    pub parts: &'static [NotePart],
    /// A subject has any number of them, told apart by when they were entered; else one.
    pub many: bool,
    /// It can put off a milestone, and with it what is due.
    pub moves_dates: bool,
    /// What `has:` calls it in the filter. Of a kind with a deadline it means those still open.
    pub filter: [&'static str; 2],
    /// The same, for people.
    pub filter_word: Text,
    /// What stands before the day until which it is to be done.
    pub until: Text,
    /// That it was done.
    pub done: Text,
    /// How one stands with a day until which it is to be done: past, open, done late, in time.
    pub standing: [Text; 4],
    /// A unit sends it in with what it has done itself.
    pub from_units: bool,
    /// Whom it can be about.
    pub of: NoteOf,
}

/// Whom a note can be about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NoteOf {
    /// A unit or an association.
    Either,
    /// A unit; not one of its associations.
    Unit,
    /// An association and nobody else.
    Association,
    /// The whole round.
    City,
    /// The whole round, or a unit.
    CityOrUnit,
}

impl NoteOf {
    /// It can be about this one.
    pub const fn takes(self, subject: &Subject) -> bool {
        match self {
            Self::Either => !matches!(subject, Subject::City),
            Self::Unit => matches!(subject, Subject::Unit(_)),
            Self::Association => matches!(subject, Subject::Association(_)),
            Self::City => matches!(subject, Subject::City),
            Self::CityOrUnit => !matches!(subject, Subject::Association(_)),
        }
    }
}

impl NoteRules {
    /// How a note with a day stands, in words.
    pub const fn standing(&self, kept: Kept) -> Text {
        self.standing[kept as usize]
    }
}

/// A part of a note.
#[derive(Debug)]
pub struct NotePart {
    pub field: NoteField,
    /// As JSON names it.
    pub id: &'static str,
    /// What is missing without it; empty = it may be left out.
    pub needed: Text,
    /// The question for it; empty = nobody is asked.
    pub ask: Text,
    /// What stands above it in a list; empty where the list of the kind has columns of its own.
    pub label: Text,
}

/// What a note can hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NoteField {
    /// [`super::Note::on`]
    On,
    /// [`super::Note::person`]
    Person,
    /// [`super::Note::phone`]
    Phone,
    /// [`super::Note::title`]
    Title,
    /// [`super::Note::number`]
    Number,
    /// [`super::Note::text`]
    Text,
    /// [`super::Note::due_on`]
    DueOn,
    /// [`super::Note::milestone`]
    Milestone,
    /// [`super::Note::done_on`]
    DoneOn,
}

/// Each kind with its row, so that none can be left out of [`NoteKind::ALL`].
macro_rules! note_kinds {
    ($($(#[$about:meta])* $kind:ident = $rules:ident,)*) => {
        /// A kind of note. The order is that in which facts stand.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum NoteKind {
            $($(#[$about])* $kind,)*
        }

        impl NoteKind {
            /// All of them.
            pub const ALL: [Self; [$(stringify!($kind)),*].len()] = [$(Self::$kind),*];

            /// What it is and what it touches.
            pub const fn rules(self) -> &'static NoteRules {
                match self {
                    $(Self::$kind => &super::kinds::$rules,)*
                }
            }
        }
    };
}

note_kinds! {
    /// Who answers for a unit or an association.
    Contact = CONTACT,
    /// Something that was promised, or a later date for a milestone that was agreed. The planned
    /// date stays; this one stands beside it.
    Promise = PROMISE,
    /// Something that was remarked on a day.
    Remark = REMARK,
    /// What letters say of the office of the group.
    Office = OFFICE,
    /// A letter that was sent: which, under which number, and until when it is answered.
    Letter = LETTER,
    /// What was found on a visit.
    Visit = VISIT,
    /// Who was at the meeting of a milestone: a unit, or a member body of the group.
    Attendance = ATTENDANCE,
    /// A member body has checked what is its own.
    Checked = CHECKED,
    /// Why an association is not done, and in which batch it goes on.
    Reason = REASON,
}

impl NoteKind {
    /// Somebody can be asked for one of these about a subject.
    pub fn is_asked_of(self, subject: &Subject) -> bool {
        let rules = self.rules();
        rules.of.takes(subject) && rules.parts.iter().any(|part| !part.ask.is_empty())
    }

    /// By the name that SQL and JSON give it.
    pub fn of_id(id: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.rules().id == id)
    }

    /// It holds something of this sort.
    pub fn has(self, field: NoteField) -> bool {
        self.rules().parts.iter().any(|part| part.field == field)
    }
}
