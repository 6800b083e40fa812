//! What somebody saw of what they are about to change. Where another has changed it meanwhile, both
//! are shown and asked, instead of the later one winning in silence.

use super::change::{ItemRecord, Key, Record};
use super::form::value::Value;
use super::ledger::Ledger;

/// What stood under a key, and which part of it is looked at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sight {
    pub key: Key,
    pub part: SightPart,
    pub record: Option<Record>,
}

/// The part of a record that an editor changes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SightPart {
    /// The note of an item: who else ticks it is another matter.
    Note,
    /// The paper of an item.
    Evidence,
    /// All of it but who has entered it and when.
    Whole,
}

impl Sight {
    /// What stands there now.
    pub fn of(ledger: &Ledger, key: Key, part: SightPart) -> Self {
        Self {
            record: ledger.recorded(&key),
            key,
            part,
        }
    }

    /// What stood in a field, if it was one and filled in.
    pub const fn value(&self) -> Option<&Value> {
        match &self.record {
            Some(Record::Answer(record)) => Some(&record.value),
            _ => None,
        }
    }

    /// It is about the same part of the same thing.
    pub fn is_about(&self, other: &Self) -> bool {
        (&self.key, self.part) == (&other.key, other.part)
    }

    /// The same stands in both.
    pub fn agrees(&self, other: &Self) -> bool {
        let text = |sight: &Self, of: fn(&ItemRecord) -> &str| match &sight.record {
            Some(Record::Item(record)) => of(record).to_owned(),
            _ => String::new(),
        };
        let same = |of| text(self, of) == text(other, of);
        match self.part {
            SightPart::Note => same(|record| &record.note),
            SightPart::Evidence => same(|record| &record.evidence),
            SightPart::Whole => match (&self.record, &other.record) {
                (None, None) => true,
                (Some(one), Some(two)) => one.agrees(two),
                _ => false,
            },
        }
    }
}
