//! Values as every engine keeps them: JSON and words in columns of text.

use std::sync::Arc;

use chrono::{DateTime, NaiveDate, NaiveTime, Utc};
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::domain::change::{EntryKind, ItemRecord, ItemSaid};
use crate::domain::model::ItemState;
use crate::text::plain::Plain;

/// Reads a stored JSON value. One that only other programs can have written is read without its
/// control characters: a ledger is not lost for one of them.
pub(super) fn from_json<T: DeserializeOwned>(text: &str) -> Result<T, serde_json::Error> {
    serde_json::from_str(text).or_else(|error| made_plain(text).ok_or(error))
}

/// Reads the records of checklist items as [`from_json`] does; as this program writes them,
/// without a JSON reader.
///
/// A country has millions of them, and two thirds of what reading one as JSON takes went into
/// dates in any of the forms that a date may have: 6,900 instructions. Records come association by
/// association, and most say what the one before has said: then the same bytes stand before its day, and
/// the two share what was said, for 400. Whatever looks any other way is read as JSON.
#[derive(Debug, Default)]
pub(super) struct ItemReader {
    last: Option<LastSaid>,
    /// The day that was read last, as it is written.
    day: Option<([u8; 10], NaiveDate)>,
}

/// What the record before has said, and all that stands in it before its instant.
#[derive(Debug)]
struct LastSaid {
    written: Box<[u8]>,
    said: Arc<ItemSaid>,
}

impl ItemReader {
    /// Reads the next record. That its bytes are text is asked only of texts that are new.
    pub fn read(&mut self, bytes: &[u8]) -> Result<ItemRecord, serde_json::Error> {
        let as_json = || match std::str::from_utf8(bytes) {
            Ok(text) => from_json(text),
            // It says what is wrong.
            Err(_) => serde_json::from_slice(bytes),
        };
        self.as_written(bytes).map_or_else(as_json, Ok)
    }

    fn as_written(&mut self, bytes: &[u8]) -> Option<ItemRecord> {
        let last = self.last.as_ref();
        let known = last.and_then(|last| Some((bytes.strip_prefix(&*last.written)?, &last.said)));
        if let Some((rest, said)) = known {
            let said = Arc::clone(said);
            return self
                .when(rest)
                .map(|(at, on)| ItemRecord::new(said, at, on));
        }
        let (said, rest) = said(bytes)?;
        let said = Arc::new(said);
        let (at, on) = self.when(rest)?;
        self.last = Some(LastSaid {
            written: bytes[..bytes.len() - rest.len()].into(),
            said: Arc::clone(&said),
        });
        Some(ItemRecord::new(said, at, on))
    }

    /// The instant and the day of a record, to its end: `2020-07-20T01:00:00Z","on":"2020-07-20"}`.
    fn when(&mut self, rest: &[u8]) -> Option<(DateTime<Utc>, NaiveDate)> {
        let (day, rest) = rest.split_first_chunk()?;
        let (time, rest) = rest.strip_prefix(b"T")?.split_first_chunk()?;
        let (on, rest) = rest.strip_prefix(b"Z\",\"on\":\"")?.split_first_chunk()?;
        if rest != b"\"}" {
            return None;
        }
        let at = self.day(day)?.and_time(time_of_day(*time)?).and_utc();
        Some((at, self.day(on)?))
    }

    fn day(&mut self, text: &[u8; 10]) -> Option<NaiveDate> {
        match self.day {
            Some((known, day)) if known == *text => Some(day),
            _ => self.day.insert((*text, date(text)?)).1.into(),
        }
    }
}

/// What a record says, and what stands behind it from its instant on.
fn said(bytes: &[u8]) -> Option<(ItemSaid, &[u8])> {
    let mut left = RecordText(bytes);
    let state = left.text("{\"state\":\"")?;
    let mut all = ItemState::ALL.into_iter();
    let state = all.find(|one| one.id().as_bytes() == state)?;
    let note = left.text(",\"note\":\"").unwrap_or_default();
    let evidence = left.text(",\"evidence\":\"").unwrap_or_default();
    let by = left.text(",\"by\":\"")?;
    let kept = |bytes| Plain::kept(std::str::from_utf8(bytes).ok()?);
    let said = ItemSaid {
        state,
        note: kept(note)?,
        evidence: kept(evidence)?,
        by: kept(by)?,
    };
    Some((said, left.0.strip_prefix(b",\"at\":\"")?))
}

/// What is left of a text, in bytes: what it is compared with is text.
struct RecordText<'a>(&'a [u8]);

impl<'a> RecordText<'a> {
    /// The text that stands behind a name, up to its quote. Nothing moves where it does not.
    fn text(&mut self, name: &str) -> Option<&'a [u8]> {
        let rest = self.0.strip_prefix(name.as_bytes())?;
        let end = rest.iter().position(|byte| matches!(byte, b'"' | b'\\'))?;
        let (text, rest) = (&rest[..end], rest[end..].strip_prefix(b"\"")?);
        self.0 = rest;
        Some(text)
    }
}

/// `2020-07-20`.
fn date(text: &[u8; 10]) -> Option<NaiveDate> {
    let year = 100 * pair(text[0], text[1])? + pair(text[2], text[3])?;
    let [month, day] = [pair(text[5], text[6])?, pair(text[8], text[9])?];
    let divided = text[4] == b'-' && text[7] == b'-';
    NaiveDate::from_ymd_opt(year.try_into().ok()?, month, day).filter(|_| divided)
}

/// `01:00:00`, to the second.
fn time_of_day(text: [u8; 8]) -> Option<NaiveTime> {
    let [hour, minute] = [pair(text[0], text[1])?, pair(text[3], text[4])?];
    let second = pair(text[6], text[7])?;
    let divided = text[2] == b':' && text[5] == b':';
    NaiveTime::from_hms_opt(hour, minute, second).filter(|_| divided)
}

/// A number of two digits.
#[inline]
fn pair(tens: u8, ones: u8) -> Option<u32> {
    let digit = |byte: u8| byte.is_ascii_digit().then(|| u32::from(byte - b'0'));
    Some(10 * digit(tens)? + digit(ones)?)
}

/// The value without control characters in its texts.
fn made_plain<T: DeserializeOwned>(text: &str) -> Option<T> {
    fn clean(value: &mut serde_json::Value) {
        match value {
            serde_json::Value::String(text) => *text = Plain::from(&*text).into(),
            serde_json::Value::Array(values) => values.iter_mut().for_each(clean),
            serde_json::Value::Object(fields) => fields.values_mut().for_each(clean),
            _ => {}
        }
    }
    let mut value = serde_json::from_str(text).ok()?;
    clean(&mut value);
    serde_json::from_value(value).ok()
}

/// A value as it is stored.
pub(super) fn to_json<T: Serialize>(value: &T) -> String {
    serde_json::to_string(value).expect("records and changes are plain data")
}

/// What an entry does, by the word that is stored.
pub(super) fn entry_kind(word: &str) -> Option<EntryKind> {
    let kinds = [EntryKind::Do, EntryKind::Undo, EntryKind::Redo];
    kinds.into_iter().find(|kind| kind.id() == word)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        /// Read as this program writes it, or as anybody may, it is the same record.
        #[test]
        fn a_record_is_what_its_json_says(
            state in prop::sample::select(ItemState::ALL.as_slice()),
            note in any::<String>(),
            evidence in "[脱钩〔2020〕\"\\\\0-9 号]{0,20}",
            by in "[张三李四a-z]{0,8}",
            seconds in -99_999_999_999i64..99_999_999_999,
            nanos in prop::sample::select(&[0u32, 0, 1, 500_000_000][..]),
            days in -3_000_000i32..3_000_000,
        ) {
            let record = ItemRecord::new(ItemSaid { state, note: note.into(), evidence: evidence.into(), by: by.into() }, chrono::DateTime::from_timestamp(seconds, nanos).expect("an instant"), NaiveDate::from_num_days_from_ce_opt(days).expect("a day"));
            let text = to_json(&record);
            let mut reader = ItemReader::default();
            prop_assert_eq!(&reader.read(text.as_bytes()).expect("read"), &record);
            // The second one has something to share.
            if let Some(quick) = reader.as_written(text.as_bytes()) {
                prop_assert!(Arc::ptr_eq(quick.said(), &reader.last.as_ref().expect("the first").said));
                prop_assert_eq!(quick, record);
            }
        }

        #[test]
        fn what_is_no_record_is_none_either_way(cut in 0usize..120, put in "[\"{},:\\\\a-z0-9T-]{0,3}") {
            let mut text = RECORD.to_owned();
            let cut = (0..=cut.min(text.len())).rev().find(|at| text.is_char_boundary(*at));
            text.insert_str(cut.expect("the beginning is one"), &put);
            let quick = ItemReader::default().read(text.as_bytes());
            let json = from_json::<ItemRecord>(&text);
            prop_assert_eq!(quick.ok(), json.ok(), "{}", text);
        }
    }

    const RECORD: &str = r#"{"state":"done","note":"已签","evidence":"脱钩〔2020〕3 号","by":"张三","at":"2020-07-20T01:00:00Z","on":"2020-07-20"}"#;

    #[test]
    fn what_this_program_writes_is_read_without_json() {
        let short = r#"{"state":"open","by":"张三","at":"2020-06-27T05:48:12Z","on":"2020-06-27"}"#;
        for text in [RECORD, short] {
            assert!(
                ItemReader::default().as_written(text.as_bytes()).is_some(),
                "{text}"
            );
        }
    }

    #[test]
    fn bytes_that_are_no_text_are_refused_wherever_they_stand() {
        for part in ["已签", "3 号", "张三", "done", "2020-07-20T", "}"] {
            let mut bytes = RECORD.as_bytes().to_vec();
            let at = RECORD.find(part).expect("a part");
            bytes.insert(at, 0xff);
            let mut reader = ItemReader::default();
            // One to share with comes before it.
            reader.read(RECORD.as_bytes()).expect("read");
            assert!(reader.read(&bytes).is_err(), "{part}");
        }
    }

    #[test]
    fn what_a_terminal_must_not_see_is_left_out_and_the_ledger_opens() {
        let body = |note: &str| {
            format!(
                r#"{{"state":"done","note":"{note}","by":"张三","at":"2020-07-20T01:00:00Z","on":"2020-07-20"}}"#
            )
        };
        let record: ItemRecord = from_json(&body(r"已\u001b[2J签")).expect("read");
        assert_eq!(record.note, "已[2J签");
        assert!(from_json::<ItemRecord>(&body(r"已\u001b签").replace("done", "gone")).is_err());
    }
}
