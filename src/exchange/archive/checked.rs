//! The single values of the JSON: each refuses, where it stands, what no ledger may hold.

use std::fmt;

use chrono::{DateTime, Datelike as _, NaiveDate, Utc};
use serde::de::{self, Deserializer, Visitor};
use serde::{Deserialize, Serialize};

use crate::text::cells::{holds_forbidden, is_forbidden, visible};

/// What `format` says.
const FORMAT: &str = "tuogou-ledger";
/// The version that this program writes, and the newest that it reads.
/// 2 added facts, 3 the id of the ledger and the seals.
pub(super) const VERSION: u32 = 3;
/// Longest sentence of the history; it may quote a whole table.
const MAX_SENTENCE: usize = 1 << 20;

/// `format`.
#[derive(Clone, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub(super) struct ArchiveFormat;

impl From<ArchiveFormat> for String {
    fn from(_: ArchiveFormat) -> Self {
        FORMAT.to_owned()
    }
}

impl TryFrom<String> for ArchiveFormat {
    type Error = &'static str;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        if text == FORMAT {
            Ok(Self)
        } else {
            Err(s!(
                "不是台账的 JSON，请选从台账导出的 JSON",
                "no JSON of a ledger; choose the JSON that was exported from one"
            ))
        }
    }
}

/// `version`.
#[derive(Clone, Serialize, Deserialize)]
#[serde(try_from = "u32", into = "u32")]
pub(super) struct Version(pub(super) u32);

impl From<Version> for u32 {
    fn from(version: Version) -> Self {
        version.0
    }
}

impl TryFrom<u32> for Version {
    type Error = String;

    fn try_from(number: u32) -> Result<Self, Self::Error> {
        match number {
            1..=VERSION => Ok(Self(number)),
            0 => Err(s!(
                "没有格式 0，文件可能被改动过",
                "there is no format 0; the file was perhaps changed"
            )
            .to_owned()),
            _ => Err(t!(
                "由更新版本的程序写成（格式 {number}，本程序支持到 {VERSION}），请升级程序",
                "written by a newer version (format {number}, this one knows up to {VERSION}); update the program"
            )),
        }
    }
}

/// Reads a text with a check of its own. Failing inside the visitor is what makes the reader
/// name the line of the text, and not that of what follows.
struct Checked<T>(fn(String) -> Result<T, String>);

impl<T> Visitor<'_> for Checked<T> {
    type Value = T;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a text")
    }

    fn visit_str<E: de::Error>(self, text: &str) -> Result<T, E> {
        (self.0)(text.to_owned()).map_err(E::custom)
    }
}

/// A sentence of the history.
#[derive(Clone, Serialize)]
#[serde(into = "String")]
pub(super) struct Sentence(pub(super) String);

impl<'de> Deserialize<'de> for Sentence {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_str(Checked(Self::try_from))
    }
}

impl From<Sentence> for String {
    fn from(text: Sentence) -> Self {
        text.0
    }
}

impl TryFrom<String> for Sentence {
    type Error = String;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        if text.chars().any(is_forbidden) {
            return Err(t!(
                "「{}」含有控制字符",
                "\"{}\" holds control characters",
                visible(&text)
            ));
        }
        match text.chars().count() {
            chars if chars > MAX_SENTENCE => Err(t!(
                "文字太长：{chars} 个字，最多 {MAX_SENTENCE} 个字",
                "too long: {chars} characters, at most {MAX_SENTENCE}"
            )),
            _ => Ok(Self(text)),
        }
    }
}

/// The text of a document, which has lines.
#[derive(Clone, Serialize)]
#[serde(into = "String")]
pub(super) struct ArchiveLines(pub(super) String);

impl<'de> Deserialize<'de> for ArchiveLines {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_str(Checked(Self::try_from))
    }
}

impl From<ArchiveLines> for String {
    fn from(text: ArchiveLines) -> Self {
        text.0
    }
}

impl TryFrom<String> for ArchiveLines {
    type Error = String;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        if holds_forbidden(&text) {
            return Err(s!(
                "本轮资料的文字含有控制字符",
                "the documents hold control characters"
            )
            .to_owned());
        }
        Ok(Self(text))
    }
}

/// A day with a year of four digits, as people can write it.
#[derive(Clone, Copy, Serialize, Deserialize)]
#[serde(try_from = "NaiveDate", into = "NaiveDate")]
pub(super) struct ArchiveDay(pub(super) NaiveDate);

impl From<ArchiveDay> for NaiveDate {
    fn from(day: ArchiveDay) -> Self {
        day.0
    }
}

impl TryFrom<NaiveDate> for ArchiveDay {
    type Error = String;

    fn try_from(date: NaiveDate) -> Result<Self, Self::Error> {
        match date.year() {
            0..=9999 => Ok(Self(date)),
            year => Err(t!("没有 {year} 年", "there is no year {year}")),
        }
    }
}

/// An instant in such a year.
#[derive(Clone, Copy, Serialize, Deserialize)]
#[serde(try_from = "DateTime<Utc>", into = "DateTime<Utc>")]
pub(super) struct Instant(pub(super) DateTime<Utc>);

impl From<Instant> for DateTime<Utc> {
    fn from(at: Instant) -> Self {
        at.0
    }
}

impl TryFrom<DateTime<Utc>> for Instant {
    type Error = String;

    fn try_from(at: DateTime<Utc>) -> Result<Self, Self::Error> {
        ArchiveDay::try_from(at.date_naive()).map(|_| Self(at))
    }
}
