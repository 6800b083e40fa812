//! What stands around the text of a letter: its number, how often it was written, who gets a copy;
//! and which of it nobody has said yet.

use chrono::{Datelike, NaiveDate};
use serde::Serialize;

use crate::domain::change::Subject;
use crate::domain::ledger::Ledger;
use crate::domain::note::NoteKind;
use crate::exchange::report::office_contact;

/// What is printed for what nobody has said.
const GAP: &str = "＿＿＿＿";
/// The same in a number.
const NUMBER_GAP: &str = "＿＿";

/// What stands around the text of a letter.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct LetterHead {
    /// `开脱钩办〔2020〕3号`; gaps where there is no series, or no number yet.
    pub number: String,
    /// How often the same was written to the same, this time counted; 1 the first time.
    pub nth: usize,
    /// Who gets a copy of what is pressed for.
    pub copies: Vec<String>,
}

impl LetterHead {
    /// Of a letter to somebody on a day; `number` is given once it is sent.
    pub fn new(
        ledger: &Ledger,
        to: &Subject,
        words: &[&str],
        (number, as_of): (Option<u32>, NaiveDate),
    ) -> Self {
        let sent = ledger.notes(to, NoteKind::Letter).into_iter();
        let same = sent.filter(|(_, note, _)| {
            words.contains(&&*note.title) && note.on.is_some_and(|on| on <= as_of)
        });
        Self {
            number: number_of(ledger, as_of, number),
            nth: same.count() + 1,
            copies: ledger.round().info.letters.copies.clone(),
        }
    }
}

/// `开脱钩办〔2020〕3号`
pub fn number_of(ledger: &Ledger, as_of: NaiveDate, number: Option<u32>) -> String {
    let number = number.map_or_else(|| NUMBER_GAP.to_owned(), |number| number.to_string());
    format!("{}{number}号", begins(ledger, as_of))
}

/// `开脱钩办〔2020〕`
fn begins(ledger: &Ledger, as_of: NaiveDate) -> String {
    let series = ledger.office().map(|office| &*office.number);
    let series = series.filter(|series| !series.is_empty()).unwrap_or(GAP);
    format!("{series}〔{}〕", as_of.year())
}

/// The number after the last one of the year that was given to a letter, or to an approval.
pub fn next_number(ledger: &Ledger, as_of: NaiveDate) -> u32 {
    let begins = begins(ledger, as_of);
    let number = |text: &str| -> Option<u32> {
        let rest = text.strip_prefix(begins.as_str())?;
        rest.strip_suffix('号')?.parse().ok()
    };
    let letters = ledger.all_notes().filter_map(|(_, _, note, _)| {
        let sent = note.kind == NoteKind::Letter;
        sent.then(|| number(&note.number))?
    });
    let items = ledger
        .associations()
        .keys()
        .flat_map(|ix| ledger.records(ix));
    let approvals = items.filter_map(|(_, record)| number(&record.evidence));
    letters.chain(approvals).max().unwrap_or(0) + 1
}

/// What nobody has said of the office that a letter has to say, in words.
pub fn gaps(ledger: &Ledger) -> Vec<&'static str> {
    let series = ledger
        .office()
        .is_some_and(|office| !office.number.is_empty());
    let told = [
        (
            !office_contact(ledger).is_empty(),
            s!("联系人和电话", "contact and phone"),
        ),
        (series, s!("文号的机关代字", "document code")),
    ];
    let missing = told.into_iter().filter(|(is_told, _)| !is_told);
    missing.map(|(_, word)| word).collect()
}
