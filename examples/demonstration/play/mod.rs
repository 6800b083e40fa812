//! The history of the demonstration (演示台账) over the built-in round, played by the rules of the
//! domain. The same script gives the same history. The program ships what comes of it.

mod answers;
mod lot;
mod player;
mod schedule;
mod script;

use std::collections::BTreeMap;
use std::sync::Arc;

use anyhow::Context as _;
use chrono::{Days, NaiveDate};
use serde_json::Value;
use tuogou::domain::change::Entry;
use tuogou::domain::decide::Refusal;
use tuogou::domain::ledger::{Ledger, UnknownReference};
use tuogou::domain::model::Stage;
use tuogou::domain::seal::{LedgerId, Seal};
use tuogou::exchange::archive::Archive;
use tuogou::exchange::demo::{self, Demo};
use tuogou::exchange::seed;

use script::{FormScript, Play};

/// A demonstration that cannot be played: a mistake in its script.
#[derive(Debug, thiserror::Error)]
pub enum DemoError {
    #[error("{file}: {problem}")]
    Script { file: &'static str, problem: String },
    #[error("on {on}: {refusal}")]
    Refused { on: NaiveDate, refusal: Refusal },
    #[error(transparent)]
    Unknown(#[from] UnknownReference),
}

/// Everything that happens, to the end of the year, and the mark of a demonstration.
pub fn archive() -> anyhow::Result<Archive> {
    let play = Play::built_in()?;
    let forms = FormScript::built_in()?;
    let round = Arc::new(seed::parse_round(&seed::builtin_documents())?);
    let untouched = Ledger::new(&round, seed::builtin_roster()?)?;
    // Shortly before the plans are to be approved: some are done, some are late, all stages occur.
    let before = Days::new(play.days_before_approval);
    let as_of = schedule::due_on(&round, Stage::Approved) - before;
    let end = NaiveDate::from_ymd_opt(round.info.year, 12, 31);
    let end = end.expect("every year has such a day");
    let events = schedule::events(&untouched, &play, &forms, end)?;
    let entries = player::run(untouched, &play, events)?.into_iter();
    let entries = entries.zip(1..).map(|(body, seq)| Entry {
        seq,
        seal: Seal::NONE,
        body,
    });
    let mark = Demo {
        sentence: play.mark,
        as_of,
    };
    let documents = BTreeMap::from([(demo::DOCUMENT.to_owned(), mark.document())]);
    let entries = entries.collect();
    Ok(Archive::new(
        LedgerId::NOBODY,
        documents,
        Vec::new(),
        entries,
    ))
}

/// The archive as it is shipped: without the indentation, and in format 2, because the ledgers made
/// of it have ids and seals of their own.
pub fn text() -> anyhow::Result<String> {
    let mut whole: Value = serde_json::from_slice(&archive()?.write())?;
    whole["version"] = 2.into();
    let lines = whole["history"].as_array_mut().into_iter().flatten();
    for line in lines.filter_map(Value::as_object_mut) {
        line.shift_remove("seal");
    }
    let file = whole.as_object_mut().context("an archive is an object")?;
    for sealed in ["ledger", "seal"] {
        file.shift_remove(sealed);
    }
    let text = serde_json::to_string_pretty(&whole)? + "\n";
    Ok(text.lines().map(str::trim_start).collect())
}
