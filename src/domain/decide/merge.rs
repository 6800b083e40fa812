//! Changes that were decided in another copy of the ledger. They are not believed: each has to
//! begin from what stands here and to hold what could have been entered here.

use std::borrow::Cow;

use chrono::{Datelike as _, Days, NaiveDate, TimeDelta};

use super::{Decision, Occasion, Refusal, dates, item, mark, note};
use crate::domain::change::{Change, ItemRecord, Key, Record};
use crate::domain::command::{Context, Title};
use crate::domain::fact::{Fact, FactKey};
use crate::domain::ledger::Ledger;
use crate::domain::model::ItemState;
use crate::domain::note::Note;
use crate::text::plain::Plain;

/// Decides about changes of another copy: all of them or none. What a copy begins with comes from
/// this ledger, and stands as it does here.
pub(super) fn merge(
    ledger: &Ledger,
    title: &Title,
    changes: &[Change],
    begins: bool,
    context: &Context,
) -> Result<Decision, Refusal> {
    if begins {
        beginning(ledger, changes)?;
    } else {
        let all: Vec<&Change> = changes.iter().collect();
        let brought = Brought::new(ledger, &all, context);
        let mut each = changes.iter();
        each.try_for_each(|change| brought.check(change))?;
    }
    let current = |change: &Change| ledger.recorded(change.key()).as_ref() == change.before();
    if !changes.iter().all(current) {
        return Err(Refusal::MovedOn);
    }
    Ok(Decision {
        occasion: Occasion::TakenOver(title.typed()?),
        changes: changes.to_vec(),
    })
}

/// What a copy begins with holds together.
fn beginning(ledger: &Ledger, changes: &[Change]) -> Result<(), Refusal> {
    // What else it begins with may be about a unit that the office has put together.
    let mut there = ledger.clone();
    let units = |change: &&Change| matches!(change.key(), Key::Fact(FactKey::Unit(_)));
    there.apply_lenient(changes.iter().filter(units));
    for change in changes {
        let key = change.key();
        let allowed = match key {
            // Facts of the whole round are the office's own, but for the dates and units that count.
            Key::Fact(FactKey::Due(_) | FactKey::Unit(_)) => true,
            key => key.subject().is_some(),
        };
        let fits = |record: &Record| there.fits(key, record);
        if !allowed || there.locate(key).is_err() || !change.after().is_none_or(fits) {
            return Err(Refusal::NotFromHere(key.id().to_owned()));
        }
    }
    Ok(())
}

/// What another copy brings, under the rules for what is typed.
#[derive(Debug)]
pub struct Brought<'l> {
    /// With the answers that come along: items may hang on them.
    ledger: Cow<'l, Ledger>,
    /// The last day that can have come.
    today: NaiveDate,
    now: Context,
}

impl<'l> Brought<'l> {
    /// All that is brought to a ledger.
    pub fn new(ledger: &'l Ledger, changes: &[&Change], now: &Context) -> Self {
        let mut ledger = Cow::Borrowed(ledger);
        let hangs = |change: &&Change| matches!(change.after(), Some(Record::Item(record)) if record.state == ItemState::NotApplicable);
        if changes.iter().any(hangs) {
            let answers = |change: &&Change| matches!(change.key(), Key::Answer { .. });
            let answers = changes.iter().copied().filter(answers);
            ledger.to_mut().apply_lenient(answers);
        }
        Self {
            ledger,
            today: now.as_of.max(now.at.date_naive()),
            now: now.clone(),
        }
    }

    /// Why one of them could not have been typed here.
    pub fn check(&self, change: &Change) -> Result<(), Refusal> {
        let key = change.key();
        let refused = || Refusal::NotFromHere(key.id().to_owned());
        let from_units = match key {
            Key::Fact(fact) => fact.is_from_units(),
            key => key.subject().is_some(),
        };
        if !from_units || self.ledger.locate(key).is_err() {
            return Err(refused());
        }
        let Some(record) = change.after() else {
            return Ok(());
        };
        if !self.ledger.fits(key, record) {
            return Err(refused());
        }
        self.check_times(key, record)?;
        match (key, record) {
            (Key::Item { association, item }, Record::Item(record)) => {
                self.check_item(*association, item, record)
            }
            (Key::Mark { milestone, subject }, Record::Mark(marked)) => {
                self.check_date(marked.done_on)?;
                mark::mark(
                    &self.ledger,
                    milestone,
                    subject,
                    Some(marked.done_on),
                    &self.now,
                )
                .map(drop)
            }
            (Key::Fact(key), Record::Fact(record)) => match &record.fact {
                Fact::Note(said) => self.check_note(key, said),
                _ => Err(refused()),
            },
            // What fits into a field is all that there is to an answer.
            _ => Ok(()),
        }
    }

    fn check_date(&self, on: NaiveDate) -> Result<(), Refusal> {
        mark::check_date(&self.ledger, on, self.today)
    }

    /// Who, when, and for which day. A clock may be a little ahead.
    fn check_times(&self, key: &Key, record: &Record) -> Result<(), Refusal> {
        if record.by().trim().is_empty() {
            return Err(Refusal::TextMissing(text!(
                "经办人的姓名",
                "the name of whoever did it"
            )));
        }
        let entered = record.at().date_naive();
        if record.at() > self.now.at + TimeDelta::days(1) {
            let today = self.now.at.date_naive();
            return Err(Refusal::EnteredAhead { entered, today });
        }
        self.check_date(entered.min(self.today))?;
        if let Key::Fact(FactKey::Note(kind, _, number)) = key
            && kind.rules().many
        {
            let first = chrono::DateTime::from_timestamp_millis(*number);
            let first = first.map(|at| at.date_naive());
            let possible = |day: &NaiveDate| (1..=9999).contains(&day.year());
            let first = first.filter(possible);
            let first = first.ok_or_else(|| Refusal::NotFromHere(key.id().to_owned()))?;
            let last = self.today + Days::new(1);
            if first > last {
                return Err(Refusal::EnteredAhead {
                    entered: first,
                    today: self.today,
                });
            }
            self.check_date(first.min(self.today))?;
        }
        match record {
            // The day of a mark is its own.
            Record::Mark(_) => Ok(()),
            record => self.check_date(record.on()),
        }
    }

    fn check_item(&self, no: u32, id: &str, record: &ItemRecord) -> Result<(), Refusal> {
        let ix = item::item_ix(&self.ledger, id)?;
        let association = self.ledger.association_ix(no);
        let association = association.ok_or(Refusal::UnknownAssociation(no))?;
        // Closing is for the office.
        if self.ledger.round().items[ix].closes {
            return Err(Refusal::NotFromHere(id.to_owned()));
        }
        let wish = item::ItemWish {
            state: Some(record.state),
            note: Some(typed(&record.note)?),
            evidence: Some(typed(&record.evidence)?),
        };
        match item::set_item(&self.ledger, association, ix, wish, &self.now) {
            // An answer that came later puts it in doubt, and is no reason to refuse it.
            Err(Refusal::AnswerSaysOtherwise { .. }) if !record.note.is_empty() => Ok(()),
            decided => decided.map(drop),
        }
    }

    fn check_note(&self, key: &FactKey, said: &Note) -> Result<(), Refusal> {
        let Some(subject) = key.subject() else {
            return Err(Refusal::NotFromHere(key.kind().to_owned()));
        };
        for text in [&said.person, &said.phone, &said.text] {
            typed(text)?;
        }
        if let Some(due_on) = said.due_on {
            dates::check_year(&self.ledger, due_on)?;
        }
        if let Some(done_on) = said.done_on {
            self.check_date(done_on)?;
        }
        let today = Context {
            as_of: self.today,
            ..self.now.clone()
        };
        note::check(&self.ledger, &subject, said, &today, None).map(drop)
    }
}

/// A text as it would be if it had been typed.
fn typed(text: &Plain) -> Result<Plain, Refusal> {
    let again = Plain::typed(text)?;
    if again == *text {
        Ok(again)
    } else {
        Err(Refusal::NotAsTyped(again.into()))
    }
}
