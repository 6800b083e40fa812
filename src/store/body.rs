//! Values as every engine keeps them: JSON and words in columns of text.

use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::domain::change::EntryKind;
use crate::text::plain::Plain;

/// Reads a stored JSON value. One that only other programs can have written is read without its
/// control characters: a ledger is not lost for one of them.
pub(super) fn from_json<T: DeserializeOwned>(text: &str) -> Result<T, serde_json::Error> {
    serde_json::from_str(text).or_else(|error| made_plain(text).ok_or(error))
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
    use super::*;
    use crate::domain::change::ItemRecord;

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
