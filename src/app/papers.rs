//! Letters and the page for the leader as files: who gets one, what it is called.

use std::path::Path;

use anyhow::ensure;
use chrono::{Days, NaiveDate};

use super::output::{self, Output};
use crate::domain::id::UnitIx;
use crate::domain::round::Round;
use crate::exchange::letter::{Letter, Template, Writer};

/// Days that a weekly report looks back unless somebody says otherwise.
const WEEK: u64 = 7;

/// As what a letter is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LetterFormat {
    /// Word.
    Docx,
    /// Markdown.
    Markdown,
}

/// Reminders to units, and the units that have nothing to catch up on.
#[derive(Debug)]
pub struct Reminders {
    /// The letters.
    pub letters: Vec<Letter>,
    /// Who needs none.
    pub up_to_date: Vec<UnitIx>,
}

/// Writes reminders to units; `return_on` must not lie before the as-of date.
pub fn reminders(
    writer: &Writer<'_>,
    template: &str,
    units: &[UnitIx],
    return_on: Option<NaiveDate>,
) -> anyhow::Result<Reminders> {
    let return_on = return_on.unwrap_or_else(|| writer.return_on());
    let as_of = writer.as_of();
    ensure!(
        return_on >= as_of,
        "回复日期 {return_on} 早于基准日 {as_of}，请改正其中一个"
    );
    let mut reminders = Reminders {
        letters: Vec::new(),
        up_to_date: Vec::new(),
    };
    for unit in units {
        match writer.remind(template, *unit, return_on)? {
            Some(letter) => reminders.letters.push(letter),
            None => reminders.up_to_date.push(*unit),
        }
    }
    Ok(reminders)
}

/// Writes the weekly report about what has changed since a day, or in the last seven.
pub fn weekly(
    writer: &Writer<'_>,
    template: &str,
    since: Option<NaiveDate>,
) -> anyhow::Result<Letter> {
    let as_of = writer.as_of();
    let week = as_of.checked_sub_days(Days::new(WEEK));
    let since = since.or(week).unwrap_or(as_of);
    ensure!(
        since <= as_of,
        "--since {since} 晚于基准日 {as_of}，请改正其中一个"
    );
    Ok(writer.weekly(template, since)?)
}

/// Writes the minutes of a day, which is the as-of date unless somebody says otherwise.
pub fn minutes(
    writer: &Writer<'_>,
    template: &str,
    on: Option<NaiveDate>,
) -> anyhow::Result<Letter> {
    let as_of = writer.as_of();
    let on = on.unwrap_or(as_of);
    ensure!(on <= as_of, "--on {on} 晚于基准日 {as_of}，请改正其中一个");
    Ok(writer.minutes(template, on)?)
}

/// The letters as files in a folder: `督办单-开封市教育体育局-2020-08-05.docx`.
pub fn files(
    round: &Round,
    letters: &[Letter],
    as_of: NaiveDate,
    format: LetterFormat,
    folder: &Path,
) -> Vec<Output> {
    let ending = match format {
        LetterFormat::Docx => "docx",
        LetterFormat::Markdown => "md",
    };
    letters
        .iter()
        .map(|letter| {
            let unit = letter.unit.as_ref();
            let unit =
                unit.map_or_else(String::new, |unit| format!("-{}", output::safe_name(unit)));
            Output {
                path: folder
                    .join(round.file_name(&format!("{}{unit}-{as_of}.{ending}", letter.word))),
                bytes: match format {
                    LetterFormat::Docx => letter.docx(),
                    LetterFormat::Markdown => letter.markdown(),
                },
            }
        })
        .collect()
}

/// What the page for the leader is called: `脱钩进展-2020-08-05.html`.
pub fn page_name(round: &Round, as_of: NaiveDate) -> String {
    round.file_name(&format!("{}-{as_of}.html", Template::Report.word()))
}
