//! Changes in JSON: as ledger files hold them, and as archives do.

use serde::ser::SerializeMap;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::change::{AnswerRecord, Change, ItemRecord, Key, Mark, Record, Subject};
use super::fact::{Fact, FactKey, FactRecord};
use crate::text::plain::Plain;

/// Declares a shape of a change in JSON: what each kind of key says beside `before` and `after`.
macro_rules! shape {
    ($(#[$meta:meta])* $name:ident) => {
        #[derive(Deserialize)]
        #[serde(rename_all = "snake_case")]
        $(#[$meta])*
        enum $name {
            Item {
                association: u32,
                item: String,
                before: Option<ItemRecord>,
                after: Option<ItemRecord>,
                #[serde(default)]
                hands: Vec<Plain>,
            },
            Mark {
                milestone: String,
                subject: Subject,
                before: Option<Mark>,
                after: Option<Mark>,
                #[serde(default)]
                hands: Vec<Plain>,
            },
            Answer {
                association: u32,
                field: String,
                before: Option<AnswerRecord>,
                after: Option<AnswerRecord>,
                #[serde(default)]
                hands: Vec<Plain>,
            },
            Fact {
                key: FactKey,
                before: Option<FactRecord>,
                after: Option<FactRecord>,
                #[serde(default)]
                hands: Vec<Plain>,
            },
        }

        impl From<$name> for Change {
            fn from(read: $name) -> Self {
                let (change, hands) = match read {
                    $name::Item { association, item, before, after, hands } => {
                        (Self::item(association, item, before, after), hands)
                    }
                    $name::Answer { association, field, before, after, hands } => {
                        (Self::answer(association, field, before, after), hands)
                    }
                    $name::Mark { milestone, subject, before, after, hands } => {
                        (Self::mark(milestone, subject, before, after), hands)
                    }
                    $name::Fact { key, before, after, hands } => {
                        (Self::fact(key, before, after), hands)
                    }
                };
                change.by_hands(hands)
            }
        }
    };
}

shape!(
    /// As ledger files hold it: `{"kind": "item", "association": 1, …}`.
    #[serde(tag = "kind")]
    Stored
);

shape!(
    /// As archives hold it: `{"item": {"association": 1, …}}`. Read in one go, so that what is
    /// wrong is named by its line.
    #[serde(deny_unknown_fields)]
    Archived
);

impl Key {
    const fn kind(&self) -> &'static str {
        match self {
            Self::Item { .. } => "item",
            Self::Answer { .. } => "answer",
            Self::Mark { .. } => "mark",
            Self::Fact(_) => "fact",
        }
    }

    fn write<M: SerializeMap>(&self, map: &mut M) -> Result<(), M::Error> {
        match self {
            Self::Item { association, item } => {
                map.serialize_entry("association", association)?;
                map.serialize_entry("item", item)
            }
            Self::Answer { association, field } => {
                map.serialize_entry("association", association)?;
                map.serialize_entry("field", field)
            }
            Self::Mark { milestone, subject } => {
                map.serialize_entry("milestone", milestone)?;
                map.serialize_entry("subject", subject)
            }
            Self::Fact(key) => map.serialize_entry("key", key),
        }
    }
}

/// Only what was done in another copy says by whom.
fn write_hands<M: SerializeMap>(change: &Change, map: &mut M) -> Result<(), M::Error> {
    if change.hands().is_empty() {
        return Ok(());
    }
    map.serialize_entry("hands", change.hands())
}

impl<'de> Deserialize<'de> for Change {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Stored::deserialize(deserializer).map(Self::from)
    }
}

impl Serialize for Change {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("kind", self.key().kind())?;
        self.key().write(&mut map)?;
        map.serialize_entry("before", &self.before())?;
        map.serialize_entry("after", &self.after())?;
        write_hands(self, &mut map)?;
        map.end()
    }
}

/// A change in an archive.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InArchive(pub Change);

impl<'de> Deserialize<'de> for InArchive {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Archived::deserialize(deserializer).map(|read| Self(read.into()))
    }
}

impl Serialize for InArchive {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map([(self.0.key().kind(), Body(&self.0))])
    }
}

/// What stands under the kind of a change.
struct Body<'a>(&'a Change);

impl Serialize for Body<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        self.0.key().write(&mut map)?;
        map.serialize_entry("before", &self.0.before().map(Side))?;
        map.serialize_entry("after", &self.0.after().map(Side))?;
        write_hands(self.0, &mut map)?;
        map.end()
    }
}

/// A record in an archive.
struct Side<'a>(&'a Record);

impl Serialize for Side<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Record::Fact(record) = self.0 else {
            return self.0.serialize(serializer);
        };
        let mut map = serializer.serialize_map(Some(4))?;
        map.serialize_entry("fact", &Whole(&record.fact))?;
        map.serialize_entry("by", &record.by)?;
        map.serialize_entry("at", &record.at)?;
        map.serialize_entry("on", &record.on)?;
        map.end()
    }
}

/// A fact in an archive, where every field is written.
struct Whole<'a>(&'a Fact);

impl Serialize for Whole<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        struct Fields<'a>(&'a Fact);

        impl Serialize for Fields<'_> {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                let fields = self.0.fields().into_iter();
                serializer.collect_map(fields.map(|field| (field.id, field.written)))
            }
        }

        serializer.collect_map([(self.0.kind(), Fields(self.0))])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// One of each kind, as ledger files hold it.
    const STORED: [&str; 14] = [
        r#"{"kind":"item","association":29,"item":"A1","before":null,"after":{"state":"done","note":"已签","evidence":"文1号","by":"张三","at":"2020-07-20T01:00:00Z","on":"2020-07-20"}}"#,
        r#"{"kind":"item","association":29,"item":"A1","before":{"state":"doing","by":"张三","at":"2020-07-20T01:00:00Z","on":"2020-07-20"},"after":null}"#,
        r#"{"kind":"item","association":29,"item":"A1","before":null,"after":null,"hands":["王五","李四"]}"#,
        r#"{"kind":"answer","association":29,"field":"a2.4.fix_state","before":null,"after":{"value":{"decimal":"12.5"},"by":"张三","at":"2020-07-20T01:00:00Z","on":"2020-07-20"}}"#,
        r#"{"kind":"answer","association":29,"field":"a2.3.admin_list","before":null,"after":{"value":{"list":["年检","评比"]},"by":"张三","at":"2020-07-20T01:00:00Z","on":"2020-07-20"}}"#,
        r#"{"kind":"mark","milestone":"M3","subject":{"unit":"开封市民政局"},"before":null,"after":{"done_on":"2020-07-08","by":"张三","at":"2020-07-20T01:00:00Z"}}"#,
        r#"{"kind":"fact","key":{"unit":"民政局"},"before":null,"after":{"fact":{"unit":{"canonical":"开封市民政局","reason":"同一单位"}},"by":"张三","at":"2020-07-20T01:00:00Z","on":"2020-07-20"}}"#,
        r#"{"kind":"fact","key":{"due":"M4"},"before":null,"after":{"fact":{"due":{"due_on":"2020-08-10","reason":"补件"}},"by":"张三","at":"2020-07-20T01:00:00Z","on":"2020-07-20"}}"#,
        r#"{"kind":"fact","key":{"exit":29},"before":null,"after":{"fact":{"exit":{"kind":"merged","on":"2020-07-20","document":"文2号","reason":"合并","into":30}},"by":"张三","at":"2020-07-20T01:00:00Z","on":"2020-07-20"}}"#,
        r#"{"kind":"fact","key":{"contact":{"association":29}},"before":null,"after":{"fact":{"contact":{"person":"王五","phone":"0371-1"}},"by":"张三","at":"2020-07-20T01:00:00Z","on":"2020-07-20"}}"#,
        r#"{"kind":"fact","key":{"promise":[{"unit":"开封市民政局"},1595206800000]},"before":null,"after":{"fact":{"promise":{"text":"补报","due_on":"2020-08-01","milestone":"M4","kept_on":"2020-07-30"}},"by":"张三","at":"2020-07-20T01:00:00Z","on":"2020-07-20"}}"#,
        r#"{"kind":"fact","key":{"remark":["city",1595206800000]},"before":null,"after":{"fact":{"remark":{"on":"2020-07-20","text":"来电"}},"by":"张三","at":"2020-07-20T01:00:00Z","on":"2020-07-20"}}"#,
        r#"{"kind":"fact","key":{"verdict":"D15-29"},"before":null,"after":{"fact":{"verdict":{"kind":"ignored","reason":"已核"}},"by":"张三","at":"2020-07-20T01:00:00Z","on":"2020-07-20"}}"#,
        r#"{"kind":"fact","key":{"view":1},"before":null,"after":{"fact":{"view":{"name":"逾期","filter":"逾期","group_by":"unit","sort_by":"due","columns":["no","name"]}},"by":"张三","at":"2020-07-20T01:00:00Z","on":"2020-07-20"}}"#,
    ];

    #[test]
    fn what_ledger_files_hold_is_read_and_written_as_ever() {
        for stored in STORED {
            let change: Change = serde_json::from_str(stored).expect(stored);
            assert_eq!(serde_json::to_string(&change).expect("data"), stored);
            assert_eq!(change.clone().inverse().inverse(), change);
        }
    }

    #[test]
    fn archives_write_every_field_of_a_fact_and_read_what_they_write() {
        let wide = r#"{"fact":{"key":{"promise":["city",1]},"before":null,"after":{"fact":{"promise":{"text":"补报","due_on":"2020-08-01","milestone":null,"kept_on":null}},"by":"张三","at":"2020-07-20T01:00:00Z","on":"2020-07-20"}}}"#;
        let InArchive(change) = serde_json::from_str(wide).expect("read");
        assert!(
            !serde_json::to_string(&change)
                .expect("data")
                .contains("null}}")
        );
        let again = serde_json::to_string(&InArchive(change)).expect("data");
        assert_eq!(again, wide);
        for stored in STORED {
            let archived = InArchive(serde_json::from_str(stored).expect(stored));
            let written = serde_json::to_string(&archived).expect("data");
            let read: InArchive = serde_json::from_str(&written).expect(&written);
            assert_eq!(read, archived);
        }
    }

    #[test]
    fn a_record_of_another_kind_is_not_read() {
        for (from, to) in [("\"item\",\"a", "\"answer\",\"a"), ("\"mark\"", "\"item\"")] {
            for stored in STORED.iter().filter(|stored| stored.contains(from)) {
                let wrong = stored.replace(from, to);
                assert!(serde_json::from_str::<Change>(&wrong).is_err(), "{wrong}");
            }
        }
    }
}
