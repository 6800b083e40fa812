//! What was learnt, agreed or decided beside the printed roster and the checklist: which unit a
//! printed name is counted under, who left the round and how, agreed dates, contacts, remarks,
//! what was decided about a finding, saved views. Each is a key and what stands under it, so
//! that one kind of change carries them all.

mod held;

use std::fmt;

use chrono::NaiveDate;
use serde::de::{Deserializer, Error as _, MapAccess, Visitor};
use serde::ser::{SerializeMap as _, Serializer};
use serde::{Deserialize, Serialize};

pub use held::{Counted, Exit, ExitKind, FactRecord, NewDate, Verdict, VerdictKind, View};

use super::note::{Note, NoteKind};
use super::subject::Subject;
use crate::text::cells::is_forbidden;
use crate::text::lang::Text;
use crate::text::plain::Plain;

/// What a fact is about. There is one fact for each key, or none.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum FactKey {
    /// The unit that a printed name is counted under.
    Unit(String),
    /// A milestone's date, where it is no longer the printed one.
    Due(String),
    /// How an association left the round, by its number.
    Exit(u32),
    /// What was said of a unit or an association. The instant in milliseconds at which it was
    /// first entered tells those of a kind apart, also between copies; 0 where there is one.
    Note(NoteKind, Subject, i64),
    /// What was decided about a finding, by its id.
    Verdict(String),
    /// A saved view of the roster, by its digit (1–9).
    View(u8),
}

/// Kinds that move dates and units: whatever is shown first hangs on them.
pub const MOVING_KINDS: [&str; 2] = ["due", "unit"];

/// Whose progress and sums something moves.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Moves {
    Nothing,
    /// Those of the subject that it is about.
    Subject,
    /// Units are put together anew, or a date of the round is another.
    Everything,
}

impl FactKey {
    /// What kind of thing it is, as SQL and JSON name it.
    pub const fn kind(&self) -> &'static str {
        match self {
            Self::Unit(_) => "unit",
            Self::Due(_) => "due",
            Self::Exit(_) => "exit",
            Self::Note(kind, ..) => kind.rules().id,
            Self::Verdict(_) => "verdict",
            Self::View(_) => "view",
        }
    }

    /// The kind in words.
    pub const fn text(&self) -> Text {
        match self {
            Self::Unit(_) => text!("归并单位", "unit merge"),
            Self::Due(_) => text!("调整日期", "date change"),
            Self::Exit(_) => text!("退出", "exit"),
            Self::Note(kind, ..) => kind.rules().word,
            Self::Verdict(_) => text!("问题处理", "verdict"),
            Self::View(_) => text!("视图", "view"),
        }
    }

    /// Whose progress and sums it moves.
    pub const fn moves(&self) -> Moves {
        match self {
            Self::Unit(_) | Self::Due(_) => Moves::Everything,
            Self::Exit(_) => Moves::Subject,
            Self::Note(kind, ..) => {
                if kind.rules().moves_dates {
                    Moves::Subject
                } else {
                    Moves::Nothing
                }
            }
            Self::Verdict(_) | Self::View(_) => Moves::Nothing,
        }
    }

    /// The number of the association, where this says how it left the round.
    pub const fn exit(&self) -> Option<u32> {
        match self {
            Self::Exit(no) => Some(*no),
            _ => None,
        }
    }

    /// Whose it is, where it is somebody's.
    pub fn subject(&self) -> Option<Subject> {
        match self {
            Self::Exit(no) => Some(Subject::Association(*no)),
            Self::Note(_, subject, _) => Some(subject.clone()),
            Self::Unit(_) | Self::Due(_) | Self::Verdict(_) | Self::View(_) => None,
        }
    }

    /// The association that this is about, if it is about one.
    pub const fn association(&self) -> Option<u32> {
        match self {
            Self::Exit(no) | Self::Note(_, Subject::Association(no), _) => Some(*no),
            Self::Unit(_) | Self::Due(_) | Self::Note(..) | Self::Verdict(_) | Self::View(_) => {
                None
            }
        }
    }

    /// A unit records such a fact for itself; all others are the office's.
    pub const fn is_from_units(&self) -> bool {
        match self {
            Self::Note(kind, ..) => kind.rules().from_units,
            Self::Unit(_) | Self::Due(_) | Self::Exit(_) | Self::Verdict(_) | Self::View(_) => {
                false
            }
        }
    }

    /// Such a fact can stand under this key, and there can be such a key.
    pub fn holds(&self, fact: &Fact) -> bool {
        let possible = match self {
            Self::Verdict(finding) => !finding.chars().any(is_forbidden),
            Self::View(slot) => (1..=9).contains(slot),
            Self::Note(kind, _, number) => kind.rules().many || *number == 0,
            Self::Unit(_) | Self::Due(_) | Self::Exit(_) => true,
        };
        possible && self.kind() == fact.kind()
    }
}

/// As SQL and JSON hold it: `{"unit": "…"}`, `{"promise": ["city", 1]}`.
impl Serialize for FactKey {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(1))?;
        let kind = self.kind();
        match self {
            Self::Unit(text) | Self::Due(text) | Self::Verdict(text) => {
                map.serialize_entry(kind, text)?;
            }
            Self::Exit(no) => map.serialize_entry(kind, no)?,
            Self::View(slot) => map.serialize_entry(kind, slot)?,
            Self::Note(of, subject, number) if of.rules().many => {
                map.serialize_entry(kind, &(subject, number))?;
            }
            Self::Note(_, subject, _) => map.serialize_entry(kind, subject)?,
        }
        map.end()
    }
}

/// What stands under a key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fact {
    /// See [`FactKey::Unit`].
    Unit(Counted),
    /// See [`FactKey::Due`].
    Due(NewDate),
    /// See [`FactKey::Exit`].
    Exit(Exit),
    /// See [`FactKey::Note`].
    Note(Note),
    /// See [`FactKey::Verdict`].
    Verdict(Verdict),
    /// See [`FactKey::View`].
    View(View),
}

/// Reads `{"kind": …}` by its kind.
macro_rules! by_kind {
    ($type:ident, $map:ident, $kind:ident { $($id:literal => $read:expr,)* _ => $note:expr }) => {
        impl<'de> Deserialize<'de> for $type {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                struct ByKind;

                impl<'de> Visitor<'de> for ByKind {
                    type Value = $type;

                    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                        f.write_str("one kind")
                    }

                    fn visit_map<A: MapAccess<'de>>(self, mut $map: A) -> Result<$type, A::Error> {
                        let name: String = $map
                            .next_key()?
                            .ok_or_else(|| A::Error::custom("缺少种类"))?;
                        let read = match name.as_str() {
                            $($id => $read,)*
                            other => match NoteKind::of_id(other) {
                                Some($kind) => $note,
                                None => return Err(A::Error::unknown_variant(other, &[])),
                            },
                        };
                        match $map.next_key::<String>()? {
                            None => Ok(read),
                            Some(more) => Err(A::Error::unknown_field(&more, &[])),
                        }
                    }
                }

                deserializer.deserialize_map(ByKind)
            }
        }
    };
}

by_kind!(FactKey, map, kind {
    "unit" => FactKey::Unit(map.next_value()?),
    "due" => FactKey::Due(map.next_value()?),
    "exit" => FactKey::Exit(map.next_value()?),
    "verdict" => FactKey::Verdict(map.next_value()?),
    "view" => FactKey::View(map.next_value()?),
    _ => if kind.rules().many {
        let (subject, number) = map.next_value()?;
        FactKey::Note(kind, subject, number)
    } else {
        FactKey::Note(kind, map.next_value()?, 0)
    }
});

by_kind!(Fact, map, kind {
    "unit" => Fact::Unit(map.next_value()?),
    "due" => Fact::Due(map.next_value()?),
    "exit" => Fact::Exit(map.next_value()?),
    "verdict" => Fact::Verdict(map.next_value()?),
    "view" => Fact::View(map.next_value()?),
    _ => Fact::Note(map.next_value_seed(kind)?)
});

/// A field of a fact, as it is written.
#[derive(Debug)]
pub struct FactField<'a> {
    /// As JSON names it.
    pub id: &'static str,
    needed: bool,
    /// What stands in it.
    pub written: Written<'a>,
}

impl<'a> FactField<'a> {
    pub(super) const fn new(id: &'static str, needed: bool, written: Written<'a>) -> Self {
        Self {
            id,
            needed,
            written,
        }
    }

    /// It says nothing, and ledger files leave it out.
    pub fn is_left_out(&self) -> bool {
        let empty = match &self.written {
            Written::Text(text) => text.is_none_or(|text| text.is_empty()),
            Written::Texts(texts) => texts.is_empty(),
            Written::Day(day) => day.is_none(),
            Written::Number(number) => number.is_none(),
            Written::Exit(_) | Written::Verdict(_) => false,
        };
        empty && !self.needed
    }
}

/// What stands in a field of a fact.
#[derive(Debug, Serialize)]
#[serde(untagged)]
pub enum Written<'a> {
    Text(Option<&'a Plain>),
    /// A list of texts.
    Texts(&'a [Plain]),
    Day(Option<NaiveDate>),
    /// The number of an association.
    Number(Option<u32>),
    /// How an association left.
    Exit(ExitKind),
    /// What was decided.
    Verdict(VerdictKind),
}

impl Fact {
    /// What kind of thing it is, as SQL and JSON name it.
    pub const fn kind(&self) -> &'static str {
        match self {
            Self::Unit(_) => "unit",
            Self::Due(_) => "due",
            Self::Exit(_) => "exit",
            Self::Note(note) => note.kind.rules().id,
            Self::Verdict(_) => "verdict",
            Self::View(_) => "view",
        }
    }

    /// What it holds, in the order in which it is written.
    pub fn fields(&self) -> Vec<FactField<'_>> {
        let need = |id, written| FactField::new(id, true, written);
        let may = |id, written| FactField::new(id, false, written);
        let text = |text| Written::Text(Some(text));
        match self {
            Self::Unit(counted) => vec![
                need("canonical", text(&counted.canonical)),
                may("reason", text(&counted.reason)),
            ],
            Self::Due(date) => vec![
                need("due_on", Written::Day(Some(date.due_on))),
                need("reason", text(&date.reason)),
            ],
            Self::Exit(exit) => vec![
                need("kind", Written::Exit(exit.kind)),
                need("on", Written::Day(Some(exit.on))),
                need("document", text(&exit.document)),
                need("reason", text(&exit.reason)),
                may("into", Written::Number(exit.into)),
            ],
            Self::Note(note) => note.fields(),
            Self::Verdict(verdict) => vec![
                need("kind", Written::Verdict(verdict.kind)),
                may("reason", text(&verdict.reason)),
            ],
            Self::View(view) => vec![
                need("name", text(&view.name)),
                may("filter", text(&view.filter)),
                may("group_by", text(&view.group_by)),
                may("sort_by", text(&view.sort_by)),
                may("columns", Written::Texts(&view.columns)),
            ],
        }
    }
}

/// As ledger files hold it: what may be left out is not there when it says nothing.
impl Serialize for Fact {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        struct Held<'a>(&'a Fact);

        impl Serialize for Held<'_> {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                let fields = self.0.fields().into_iter();
                let held = fields.filter(|field| !field.is_left_out());
                serializer.collect_map(held.map(|field| (field.id, field.written)))
            }
        }

        serializer.collect_map([(self.kind(), Held(self))])
    }
}
