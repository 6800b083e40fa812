//! Notes: what is said of a unit or an association on a day (who answers for it, what it
//! promised, what was remarked). They share one shape; [`NoteKind::rules`] says of each kind what
//! it holds and what it touches.

use std::fmt;

use chrono::NaiveDate;
use serde::Serialize;
use serde::de::{self, DeserializeSeed, Deserializer, MapAccess, Visitor};

use super::fact::{FactField, FactKey, Written};
use super::subject::Subject;
use crate::text::plain::Plain;

/// What a note of a kind is, and everything that it touches.
#[derive(Debug)]
pub struct NoteRules {
    /// As SQL and JSON name it.
    pub id: &'static str,
    /// The word for people.
    pub word: &'static str,
    /// What recording one is called.
    pub verb: &'static str,
    /// What it holds, in the order in which it is written.
    pub parts: &'static [NotePart],
    /// A subject has any number of them, told apart by when they were entered; else one.
    pub many: bool,
    /// It can put off a milestone, and with it what is due.
    pub moves_dates: bool,
    /// What `has:` calls it in the filter. Of a kind with a deadline it means those still open.
    pub filter: [&'static str; 2],
    /// The same, for people.
    pub filter_word: &'static str,
    /// What stands before the day until which it is to be done.
    pub until: &'static str,
    /// That it was done.
    pub done: &'static str,
    /// How one stands with a day until which it is to be done: past, open, done late, in time.
    pub standing: [&'static str; 4],
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
            Self::City => matches!(subject, Subject::City),
            Self::CityOrUnit => !matches!(subject, Subject::Association(_)),
        }
    }
}

impl NoteRules {
    /// How a note with a day stands, in words.
    pub const fn standing(&self, kept: Kept) -> &'static str {
        self.standing[kept as usize]
    }
}

/// Of what is promised.
const PROMISED: [&str; 4] = ["逾期未兑现", "未到期", "逾期兑现", "按期兑现"];
/// Of what is asked for.
const ASKED: [&str; 4] = ["逾期未办结", "待办结", "逾期办结", "按期办结"];

/// A part of a note.
#[derive(Debug)]
pub struct NotePart {
    pub field: NoteField,
    /// As JSON names it.
    pub id: &'static str,
    /// What is missing without it; empty = it may be left out.
    pub needed: &'static str,
    /// The question for it; empty = nobody is asked.
    pub ask: &'static str,
    /// What stands above it in a list; empty where the list of the kind has columns of its own.
    pub label: &'static str,
}

/// What a note can hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NoteField {
    /// [`Note::on`]
    On,
    /// [`Note::person`]
    Person,
    /// [`Note::phone`]
    Phone,
    /// [`Note::title`]
    Title,
    /// [`Note::number`]
    Number,
    /// [`Note::text`]
    Text,
    /// [`Note::due_on`]
    DueOn,
    /// [`Note::milestone`]
    Milestone,
    /// [`Note::done_on`]
    DoneOn,
}

const fn part(
    field: NoteField,
    id: &'static str,
    needed: &'static str,
    ask: &'static str,
) -> NotePart {
    NotePart {
        field,
        id,
        needed,
        ask,
        label: "",
    }
}

impl NotePart {
    const fn under(self, label: &'static str) -> Self {
        Self { label, ..self }
    }
}

static CONTACT: NoteRules = NoteRules {
    id: "contact",
    word: "联系人",
    verb: "登记联系人",
    parts: &[
        part(NoteField::Person, "person", "联系人姓名", "联系人姓名"),
        part(NoteField::Phone, "phone", "", "联系人电话（可留空）"),
    ],
    many: false,
    moves_dates: false,
    filter: ["contact", "联系人"],
    filter_word: "联系人",
    until: "",
    done: "",
    standing: PROMISED,
    from_units: true,
    of: NoteOf::Either,
};

static PROMISE: NoteRules = NoteRules {
    id: "promise",
    word: "承诺",
    verb: "记下承诺",
    parts: &[
        part(NoteField::Text, "text", "承诺的内容", "承诺办什么"),
        part(NoteField::DueOn, "due_on", "承诺的期限", "承诺何日前办到"),
        part(NoteField::Milestone, "milestone", "", ""),
        part(NoteField::DoneOn, "kept_on", "", ""),
    ],
    many: true,
    moves_dates: true,
    filter: ["promise", "承诺"],
    filter_word: "未兑现的承诺",
    until: "承诺",
    done: "兑现",
    standing: PROMISED,
    from_units: true,
    of: NoteOf::Either,
};

static REMARK: NoteRules = NoteRules {
    id: "remark",
    word: "备注",
    verb: "写备注",
    parts: &[
        part(NoteField::On, "on", "备注的日期", ""),
        part(NoteField::Text, "text", "备注的内容", "备注"),
    ],
    many: true,
    moves_dates: false,
    filter: ["remark", "备注"],
    filter_word: "备注",
    until: "",
    done: "",
    standing: PROMISED,
    from_units: true,
    of: NoteOf::Either,
};

/// What every kind has that the office keeps for itself, and that moves nothing.
const OF_OFFICE: NoteRules = NoteRules {
    id: "",
    word: "",
    verb: "",
    parts: &[],
    many: true,
    moves_dates: false,
    filter: ["", ""],
    filter_word: "",
    until: "",
    done: "",
    standing: ASKED,
    from_units: false,
    of: NoteOf::Unit,
};

static OFFICE: NoteRules = NoteRules {
    id: "office",
    word: "办公室",
    verb: "登记办公室",
    parts: &[
        part(NoteField::Title, "name", "", "办公室名称（可留空）").under("名称"),
        part(NoteField::Person, "person", "", "办公室联系人").under("联系人"),
        part(NoteField::Phone, "phone", "", "办公室电话").under("电话"),
        part(NoteField::Text, "signature", "", "文书的落款（可留空）").under("落款"),
        part(
            NoteField::Number,
            "series",
            "",
            "文号的机关代字，如 开脱钩办",
        )
        .under("机关代字"),
    ],
    many: false,
    of: NoteOf::City,
    ..OF_OFFICE
};

static LETTER: NoteRules = NoteRules {
    id: "letter",
    word: "发文",
    verb: "登记发文",
    parts: &[
        part(NoteField::On, "on", "发文的日期", "").under("日期"),
        part(NoteField::Title, "kind", "文书的种类", "").under("文书"),
        part(NoteField::Number, "number", "", "").under("文号"),
        part(NoteField::Text, "matter", "", "").under("事由"),
        part(NoteField::DueOn, "reply_by", "", "").under("回复期限"),
        part(NoteField::DoneOn, "settled_on", "", "").under("办结"),
    ],
    filter: ["letter", "发文"],
    filter_word: "未办结的发文",
    until: "回复",
    done: "办结",
    of: NoteOf::CityOrUnit,
    ..OF_OFFICE
};

static VISIT: NoteRules = NoteRules {
    id: "visit",
    word: "督导",
    verb: "登记督导",
    parts: &[
        part(NoteField::On, "on", "督导的日期", "").under("日期"),
        part(NoteField::Person, "person", "", "督导人（可留空）").under("督导人"),
        part(NoteField::Text, "found", "督导发现的情况", "发现了什么").under("情况"),
        part(NoteField::DueOn, "due_on", "", "何日前整改（可留空）").under("整改期限"),
        part(NoteField::DoneOn, "done_on", "", "").under("整改"),
    ],
    filter: ["visit", "督导"],
    filter_word: "未整改的督导",
    until: "整改",
    done: "整改",
    ..OF_OFFICE
};

static ATTENDANCE: NoteRules = NoteRules {
    id: "attendance",
    word: "到会",
    verb: "登记到会",
    parts: &[
        part(
            NoteField::Number,
            "meeting",
            "会议是哪个节点",
            "哪个节点的会议",
        )
        .under("节点"),
        part(NoteField::On, "on", "到会的日期", "").under("日期"),
        part(NoteField::Person, "person", "", "").under("到会的人"),
        part(NoteField::Title, "body", "", "").under("成员单位"),
    ],
    filter: ["attendance", "到会"],
    filter_word: "到会",
    of: NoteOf::CityOrUnit,
    ..OF_OFFICE
};

static CHECKED: NoteRules = NoteRules {
    id: "checked",
    word: "成员单位核对",
    verb: "登记成员单位核对",
    parts: &[
        part(NoteField::Title, "body", "成员单位", "").under("成员单位"),
        part(NoteField::On, "on", "核对的日期", "").under("日期"),
        part(NoteField::Person, "person", "", "").under("核对人"),
        part(NoteField::Text, "text", "", "").under("结果"),
    ],
    of: NoteOf::City,
    ..OF_OFFICE
};

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
                    $(Self::$kind => &$rules,)*
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
