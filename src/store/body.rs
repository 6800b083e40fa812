//! Values as every engine keeps them: JSON and words in columns of text.

use std::sync::Arc;

use chrono::{NaiveDate, NaiveTime};
use ecow::EcoString;
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
/// dates in any of the forms that a date may have: 6,900 instructions, of which 2,500 were left.
/// Whatever looks any other way is read as JSON. Records come association by association, and one
/// that says the same as the one before shares it.
#[derive(Debug, Default)]
pub(super) struct ItemReader {
    last: Option<Arc<ItemSaid>>,
    /// The day that was read last, as it is written.
    day: (EcoString, NaiveDate),
}

impl ItemReader {
    /// Reads the next record. That its bytes are text is asked only of texts that are new.
    pub fn read(&mut self, bytes: &[u8]) -> Result<ItemRecord, serde_json::Error> {
        let as_json = || match std::str::from_utf8(bytes) {
            Ok(text) => from_json(text),
            // It says what is wrong.
            Err(_) => serde_json::from_slice(bytes),
        };
        let record = self.as_written(bytes).map_or_else(as_json, Ok)?;
        self.last = Some(Arc::clone(record.said()));
        Ok(record)
    }

    fn day(&mut self, text: &[u8]) -> Option<NaiveDate> {
        if self.day.0.as_bytes() != text {
            let day = date(text)?;
            self.day = (std::str::from_utf8(text).ok()?.into(), day);
        }
        Some(self.day.1)
    }

    fn as_written(&mut self, bytes: &[u8]) -> Option<ItemRecord> {
        let mut left = RecordText(bytes);
        let state = left.text("{\"state\":\"")?;
        let all = ItemState::ALL.into_iter();
        let state = all.clone().find(|one| one.id().as_bytes() == state)?;
        let note = left.text(",\"note\":\"").unwrap_or_default();
        let evidence = left.text(",\"evidence\":\"").unwrap_or_default();
        let by = left.text(",\"by\":\"")?;
        let at = left.text(",\"at\":\"")?.strip_suffix(b"Z")?;
        let divided = at.iter().position(|byte| *byte == b'T')?;
        let (day, time) = (&at[..divided], &at[divided + 1..]);
        let on = left.text(",\"on\":\"")?;
        if left.0 != b"}" {
            return None;
        }
        let at = self.day(day)?.and_time(time_of_day(time)?).and_utc();
        let on = self.day(on)?;
        let texts = [note, evidence, by];
        let same = |last: &&Arc<ItemSaid>| {
            let said = [&last.note, &last.evidence, &last.by].map(|text| text.as_bytes());
            last.state == state && said == texts
        };
        if let Some(last) = self.last.as_ref().filter(same) {
            return Some(ItemRecord::new(Arc::clone(last), at, on));
        }
        let kept = |bytes| Plain::kept(std::str::from_utf8(bytes).ok()?);
        let said = ItemSaid {
            state,
            note: kept(note)?,
            evidence: kept(evidence)?,
            by: kept(by)?,
        };
        Some(ItemRecord::new(said, at, on))
    }
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
fn date(text: &[u8]) -> Option<NaiveDate> {
    let [year, month, day] = numbers(text, b'-', [4, 2, 2])?;
    NaiveDate::from_ymd_opt(year.try_into().ok()?, month, day)
}

/// `01:00:00`, to the second.
fn time_of_day(text: &[u8]) -> Option<NaiveTime> {
    let [hour, minute, second] = numbers(text, b':', [2, 2, 2])?;
    NaiveTime::from_hms_opt(hour, minute, second)
}

/// Three numbers of so many digits, and a sign between each two.
fn numbers(text: &[u8], sign: u8, digits: [usize; 3]) -> Option<[u32; 3]> {
    let mut parts = text.split(|byte| *byte == sign);
    let mut numbers = [0; 3];
    for (number, digits) in numbers.iter_mut().zip(digits) {
        let part = parts.next().filter(|part| part.len() == digits)?;
        for digit in part {
            let digit = digit.is_ascii_digit().then(|| u32::from(digit - b'0'))?;
            *number = 10 * *number + digit;
        }
    }
    parts.next().is_none().then_some(numbers)
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
                prop_assert!(Arc::ptr_eq(quick.said(), reader.last.as_ref().expect("the first")));
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
