//! What official texts are called in English. A round's documents are Chinese, and so is what is recorded,
//! printed, compared and handed to scripts; whoever reads English screens finds his way by
//! `seeds/kaifeng-2020/english.toml`, which has an English text for the Chinese one: one table for all
//! documents, as the same label stands in several of them, and as the documents that a ledger keeps need
//! not change for it. What has none there is shown as it is.

use std::collections::HashMap;
use std::fmt;
use std::ops::Deref;
use std::sync::LazyLock;

use serde::{Deserialize, Serialize};

use crate::text::lang::english;

/// The table, made into JSON by `build.rs`; read at the first text that somebody reads or types in English.
static ENGLISH: LazyLock<HashMap<&'static str, String>> = LazyLock::new(|| {
    const TABLE: &str = include_str!(concat!(env!("OUT_DIR"), "/english.toml.json"));
    serde_json::from_str(TABLE).expect("the table is read by a test")
});

/// An official text, or a word that a form has to tick, in the language that is spoken.
pub fn shown(text: &str) -> &str {
    if english() {
        ENGLISH.get(text).map_or(text, String::as_str)
    } else {
        text
    }
}

/// Several of them in one line.
pub fn joined<T: AsRef<str>>(texts: &[T]) -> String {
    let texts: Vec<&str> = texts.iter().map(|text| shown(text.as_ref())).collect();
    texts.join(s!("、", ", "))
}

/// A word is meant by what somebody has typed, in either language.
pub fn means(word: &str, typed: &str) -> bool {
    let english = || ENGLISH.get(word);
    word == typed || english().is_some_and(|english| english.eq_ignore_ascii_case(typed))
}

/// A text of a round's documents that people read: a title, a label, what is to be handed in. It is itself
/// in Chinese ([`Official::zh`]), and reads as the language that is spoken has it.
#[derive(Clone, PartialEq, Eq, Deserialize)]
#[serde(transparent)]
pub struct Official(String);

impl Official {
    /// As the documents have it: what is compared and looked for on paper.
    pub fn zh(&self) -> &str {
        &self.0
    }

    /// It is meant by this, in either language.
    pub fn is(&self, typed: &str) -> bool {
        means(&self.0, typed)
    }
}

impl Deref for Official {
    type Target = str;

    fn deref(&self) -> &str {
        shown(&self.0)
    }
}

impl fmt::Display for Official {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self)
    }
}

impl fmt::Debug for Official {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl AsRef<str> for Official {
    fn as_ref(&self) -> &str {
        &self.0
    }
}

impl Serialize for Official {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.0.serialize(serializer)
    }
}

impl From<Official> for String {
    fn from(text: Official) -> Self {
        shown(&text.0).to_owned()
    }
}

impl From<&Official> for String {
    fn from(text: &Official) -> Self {
        shown(&text.0).to_owned()
    }
}

impl From<String> for Official {
    fn from(text: String) -> Self {
        Self(text)
    }
}

impl From<&str> for Official {
    fn from(text: &str) -> Self {
        Self(text.to_owned())
    }
}

impl PartialEq<str> for Official {
    fn eq(&self, text: &str) -> bool {
        self.0 == text
    }
}

impl PartialEq<&str> for Official {
    fn eq(&self, text: &&str) -> bool {
        self.0 == *text
    }
}
