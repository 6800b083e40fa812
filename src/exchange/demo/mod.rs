//! 演示台账: a made-up history over the built-in round, so that a newcomer sees every screen
//! alive, and the mark by which such a ledger is known for what it is. The history is played by
//! the rules of the domain; the same day always gives the same history, and a later day one that
//! begins with it.

mod answers;
mod lot;
mod play;
mod schedule;
mod script;

use std::collections::BTreeMap;

use chrono::{Days, NaiveDate};
use serde::{Deserialize, Serialize};

use crate::domain::change::NewEntry;
use crate::domain::decide::Refusal;
use crate::domain::ledger::{Ledger, UnknownReference};
use crate::domain::model::Stage;
use crate::domain::round::Round;
use script::{FormScript, Play};

/// Name of the document by which a ledger file says that it is a demonstration.
pub const DOCUMENT: &str = "demo.toml";

/// A demonstration that cannot be played; only a mistake in its script leads here.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum DemoError {
    /// The script cannot be read.
    #[error("演示脚本 {file} 有误：{problem}")]
    Script {
        /// Which file.
        file: &'static str,
        /// What is wrong.
        problem: String,
    },
    /// The rules do not let it happen.
    #[error("演示脚本在 {on} 的一步不合规则：{refusal}")]
    Refused {
        /// On which day.
        on: NaiveDate,
        /// Why.
        refusal: Refusal,
    },
    /// It speaks of something that the round does not have.
    #[error(transparent)]
    Unknown(#[from] UnknownReference),
}

/// What a demonstration says of itself. It travels as a document of the file, and so into
/// everything that is made from it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Demo {
    /// The sentence on screens and papers.
    pub sentence: String,
    /// The day up to which it was played: 基准日 unless somebody asks for another.
    pub as_of: NaiveDate,
}

impl Demo {
    /// Reads the document; `None` when the ledger is a real one.
    pub fn of(documents: &BTreeMap<String, String>) -> Option<Result<Self, String>> {
        let text = documents.get(DOCUMENT)?;
        Some(toml::from_str(text).map_err(|error| error.message().to_owned()))
    }

    /// The document.
    ///
    /// # Panics
    /// Never: it is plain data.
    pub fn document(&self) -> String {
        toml::to_string(self).expect("a demonstration's mark is plain data")
    }
}

/// The history of a demonstration and its mark.
#[derive(Debug)]
pub struct Played {
    /// The mark.
    pub demo: Demo,
    /// The history, oldest first.
    pub entries: Vec<NewEntry>,
}

/// Plays up to a day, or to the one on which there is most to see.
pub fn play(untouched: Ledger, as_of: Option<NaiveDate>) -> Result<Played, DemoError> {
    let play = Play::built_in()?;
    let forms = FormScript::built_in()?;
    let as_of = as_of.unwrap_or_else(|| lively(untouched.round(), &play));
    let events = schedule::events(&untouched, &play, &forms, as_of)?;
    Ok(Played {
        entries: play::run(untouched, &play, events)?,
        demo: Demo {
            sentence: play.mark,
            as_of,
        },
    })
}

/// Shortly before the plans are to be approved: some are done, some are late, all stages occur.
fn lively(round: &Round, play: &Play) -> NaiveDate {
    let due_on = schedule::due_on(round, Stage::Approved);
    let days = Days::new(play.days_before_approval);
    due_on.checked_sub_days(days).unwrap_or(due_on)
}
