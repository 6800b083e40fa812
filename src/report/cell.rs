//! What stands in a column for a row, by kind: each renderer writes it in its own way.

use std::borrow::Cow;
use std::fmt::Write as _;

use chrono::{DateTime, Datelike as _, NaiveDate, SecondsFormat, Utc};
use ecow::EcoString;
use rust_decimal::Decimal;
use serde::{Serialize, Serializer};

use crate::domain::model::{Light, Stage, Status};
use crate::domain::progress::Tally;
use crate::domain::round::Official;
use crate::text::day;
use crate::text::fold::collation;
use crate::text::lang::Text;
use crate::text::plain::Plain;

/// How a cell is to look on the screen, by meaning.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tone {
    /// As other text.
    Plain,
    /// It matters less.
    Muted,
    /// A printed status.
    Status(Status),
    /// Done of total.
    Tally(Tally),
    /// The sign of a light.
    Lamp(Light),
    /// Text in the colour of a light.
    Lit(Light),
}

/// What a cell says.
#[derive(Debug, Clone, PartialEq)]
pub enum Content<'a> {
    /// Null for programs, blank for people.
    Nothing,
    Text(Cow<'a, str>),
    /// A whole number.
    Number(i64),
    /// An amount or an area, exact.
    Exact(Decimal),
    /// Yes or no.
    Flag(bool),
    Day(NaiveDate),
    /// A moment; people read it in their own time zone, to the minute.
    Moment(DateTime<Utc>),
    /// A word of the vocabulary: its identifier for programs, then the word for people.
    Word(&'static str, &'static str),
    /// What only JSON tells in full, or an identifier that only serde knows.
    Nested(Box<serde_json::Value>),
}

/// What cells of one column are sorted by. Nothing comes last.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Rank {
    Number(Decimal),
    /// As a Chinese reader expects it.
    Text(Vec<u8>),
    Moment(DateTime<Utc>),
    Blank,
}

impl From<i64> for Rank {
    fn from(number: i64) -> Self {
        Self::Number(number.into())
    }
}

/// What stands in a column for a row.
#[derive(Debug, Clone, PartialEq)]
pub struct Cell<'a> {
    /// What it says.
    pub content: Content<'a>,
    /// How it looks on the screen.
    pub tone: Tone,
}

impl Cell<'_> {
    /// A cell that shows nothing.
    pub const EMPTY: Self = Self {
        content: Content::Nothing,
        tone: Tone::Plain,
    };

    /// A word with its identifier.
    pub const fn word(id: &'static str, word: &'static str) -> Self {
        Self {
            content: Content::Word(id, word),
            tone: Tone::Plain,
        }
    }

    /// What JSON tells in full.
    ///
    /// # Panics
    /// Never: what is nested has texts as keys.
    pub fn nested(value: &impl Serialize) -> Self {
        let value = serde_json::to_value(value).expect("keys are texts");
        Content::Nested(Box::new(value)).into()
    }

    /// The same in another tone.
    #[must_use]
    pub fn tone(self, tone: Tone) -> Self {
        Self { tone, ..self }
    }

    /// What it is sorted by among the cells of its column: how much is done, how bad a light is, a
    /// number, a day, else what people read.
    pub fn rank(&self) -> Rank {
        match (self.tone, &self.content) {
            (Tone::Tally(Tally { total: 0, .. }), _) | (_, Content::Nothing) => Rank::Blank,
            (Tone::Tally(tally), _) => {
                Rank::Number(Decimal::from(tally.done) / Decimal::from(tally.total))
            }
            // The worst first, as everywhere.
            (Tone::Lamp(light), _) => Rank::from(-(light as i64)),
            (_, Content::Number(number)) => Rank::from(*number),
            (_, Content::Exact(number)) => Rank::Number(*number),
            (_, Content::Day(day)) => Rank::from(i64::from(day.num_days_from_ce())),
            (_, Content::Moment(at)) => Rank::Moment(*at),
            _ => Rank::Text(collation(&self.text())),
        }
    }

    /// As people read it.
    pub fn text(&self) -> Cow<'_, str> {
        match &self.content {
            Content::Nothing => Cow::Borrowed(""),
            Content::Text(text) => Cow::Borrowed(text),
            Content::Number(number) => Cow::Owned(number.to_string()),
            Content::Exact(number) => Cow::Owned(number.to_string()),
            Content::Flag(flag) => Cow::Borrowed(if *flag {
                s!("是", "yes")
            } else {
                s!("否", "no")
            }),
            Content::Day(day) => Cow::Owned(day.to_string()),
            Content::Moment(at) => Cow::Owned(day::local_minute(*at)),
            Content::Word(_, word) => Cow::Borrowed(word),
            Content::Nested(value) => match value.as_str() {
                Some(text) => Cow::Borrowed(text),
                None => Cow::Owned(value.to_string()),
            },
        }
    }

    /// Appends what people read.
    pub fn push_text(&self, to: &mut String) {
        match &self.content {
            // Writing into a text does not fail.
            Content::Number(number) => drop(write!(to, "{number}")),
            Content::Day(day) => drop(write!(to, "{day}")),
            _ => to.push_str(&self.text()),
        }
    }

    /// Appends what programs read in a table without types.
    pub fn push_plain(&self, to: &mut String) {
        match &self.content {
            Content::Flag(flag) => to.push_str(if *flag { "true" } else { "false" }),
            Content::Moment(at) => to.push_str(&at.to_rfc3339_opts(SecondsFormat::AutoSi, true)),
            Content::Word(id, _) => to.push_str(id),
            _ => self.push_text(to),
        }
    }
}

impl Serialize for Cell<'_> {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        match &self.content {
            Content::Nothing => to.serialize_none(),
            Content::Text(text) => to.serialize_str(text),
            Content::Number(number) => to.serialize_i64(*number),
            // As archives say it: a number of JSON would not be exact.
            Content::Exact(number) => to.collect_str(number),
            Content::Flag(flag) => to.serialize_bool(*flag),
            Content::Day(day) => day.serialize(to),
            Content::Moment(at) => at.serialize(to),
            Content::Word(id, _) => to.serialize_str(id),
            Content::Nested(value) => value.serialize(to),
        }
    }
}

impl<'a> From<Content<'a>> for Cell<'a> {
    fn from(content: Content<'a>) -> Self {
        Self {
            content,
            tone: Tone::Plain,
        }
    }
}

impl<'a> From<&'a str> for Cell<'a> {
    fn from(text: &'a str) -> Self {
        Content::Text(Cow::Borrowed(text)).into()
    }
}

impl<'a> From<&'a String> for Cell<'a> {
    fn from(text: &'a String) -> Self {
        text.as_str().into()
    }
}

impl<'a> From<&'a Official> for Cell<'a> {
    fn from(text: &'a Official) -> Self {
        Self::from(&**text)
    }
}

impl<'a> From<&'a Plain> for Cell<'a> {
    fn from(text: &'a Plain) -> Self {
        text.as_str().into()
    }
}

impl<'a> From<&'a EcoString> for Cell<'a> {
    fn from(text: &'a EcoString) -> Self {
        text.as_str().into()
    }
}

impl From<Text> for Cell<'_> {
    fn from(text: Text) -> Self {
        text.get().into()
    }
}

impl From<String> for Cell<'_> {
    fn from(text: String) -> Self {
        Content::Text(Cow::Owned(text)).into()
    }
}

impl From<i64> for Cell<'_> {
    fn from(number: i64) -> Self {
        Content::Number(number).into()
    }
}

impl From<u32> for Cell<'_> {
    fn from(number: u32) -> Self {
        i64::from(number).into()
    }
}

impl From<usize> for Cell<'_> {
    fn from(number: usize) -> Self {
        i64::try_from(number).unwrap_or(i64::MAX).into()
    }
}

impl From<bool> for Cell<'_> {
    fn from(flag: bool) -> Self {
        Content::Flag(flag).into()
    }
}

impl From<NaiveDate> for Cell<'_> {
    fn from(day: NaiveDate) -> Self {
        Content::Day(day).into()
    }
}

impl From<DateTime<Utc>> for Cell<'_> {
    fn from(at: DateTime<Utc>) -> Self {
        Content::Moment(at).into()
    }
}

impl From<Status> for Cell<'_> {
    fn from(status: Status) -> Self {
        Self::word(status.id(), status.shown()).tone(Tone::Status(status))
    }
}

impl From<Stage> for Cell<'_> {
    fn from(stage: Stage) -> Self {
        Self::word(stage.id(), stage.shown())
    }
}

impl From<Light> for Cell<'_> {
    fn from(light: Light) -> Self {
        Self::word(light.id(), light.sign_text().get()).tone(Tone::Lamp(light))
    }
}

impl From<Tally> for Cell<'_> {
    fn from(tally: Tally) -> Self {
        let text = format!("{}/{}", tally.done, tally.total);
        Self::from(text).tone(Tone::Tally(tally))
    }
}

impl<'a, T: Into<Cell<'a>>> From<Option<T>> for Cell<'a> {
    fn from(cell: Option<T>) -> Self {
        cell.map_or(Self::EMPTY, Into::into)
    }
}
