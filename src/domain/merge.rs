//! Bringing together what was done in two copies of a ledger. Pure: entries in, a plan out.
//!
//! For each thing that the other copy has touched there are three values: the one both copies
//! began with, theirs and ours. What only one side has changed is taken; where both have, the
//! later entry wins, whoever's it is, so that copies may come back in any order. A value wins
//! over nothing, because nothing does not say when it was made.

use std::collections::BTreeMap;

use serde::Serialize;

use super::change::{Change, Entry, Key, Record, Subject};
use super::ledger::{Ledger, UnknownReference};

/// What bringing in another copy would do.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Merge {
    /// One for each thing that differs, in the order of the things.
    pub lines: Vec<MergeLine>,
    /// What cannot be taken.
    pub problems: Vec<MergeProblem>,
}

/// Why something of another copy is not taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum MergeProblem {
    /// The ledger does not have what it is about.
    NoAssociation(u32),
    NoItem(String),
    NoField(String),
    NoMilestone(String),
    Unknown(UnknownReference),
    /// Closing is for the office, by someone other than the ticker.
    ClosingIsOffices {
        association: u32,
        item: String,
        label: String,
    },
    /// A milestone of the whole city.
    CityIsOffices(String),
    /// A fact that no unit sends in.
    FactIsOffices(&'static str),
    /// About an association of another unit than the copy's.
    AssociationOfOther {
        association: u32,
        own: String,
    },
    /// About a milestone of another unit.
    MilestoneOfOther {
        milestone: String,
        unit: String,
        own: String,
    },
    /// A fact about somebody else, who is named.
    FactOfOther {
        word: &'static str,
        subject: String,
        own: String,
    },
}

/// One thing that differs: what its change is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MergeLine {
    /// What stands in this ledger.
    pub ours: Option<Said>,
    /// What stands in the other copy.
    pub theirs: Option<Said>,
    /// Both sides have changed it.
    pub conflict: bool,
    /// Theirs is taken.
    pub taken: bool,
    /// What taking it changes.
    pub change: Change,
}

/// What one side says, and who said it when.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Said {
    /// When it was entered.
    pub at: chrono::DateTime<chrono::Utc>,
    pub by: String,
    /// What, in words.
    pub text: String,
    /// All of it: where two sides say the same at once, all copies take the same one.
    #[serde(skip)]
    whole: String,
}

impl Merge {
    /// The changes to record.
    pub fn changes(&self) -> Vec<Change> {
        let taken = self.lines.iter().filter(|line| line.taken);
        taken.map(|line| line.change.clone()).collect()
    }

    /// Compares what another copy has done since both were the same with this ledger.
    /// `entries` are the other copy's, oldest first, without those that both have; `words` puts
    /// a record into words.
    pub fn new(ours: &Ledger, entries: &[Entry], words: fn(&Record) -> String) -> Self {
        let mut touched: BTreeMap<&Key, Vec<&Change>> = BTreeMap::new();
        for change in entries.iter().flat_map(|entry| &entry.body.changes) {
            touched.entry(change.key()).or_default().push(change);
        }
        let mut merge = Self::default();
        for (key, changes) in touched {
            match acceptable(ours, key) {
                Ok(()) => merge.add(ours, &changes, words),
                Err(problem) => merge.problems.push(problem),
            }
        }
        merge
    }

    /// Compares one thing; `changes` are what the other copy has done to it, oldest first.
    fn add(&mut self, ours: &Ledger, changes: &[&Change], words: fn(&Record) -> String) {
        let (Some(first), Some(last)) = (changes.first(), changes.last()) else {
            return;
        };
        let base = first.before();
        let change = ours.change_to(last);
        let (here, theirs) = (change.before(), last.after());
        // What stands here may have come from the same copy, when it was here before.
        let from_there = changes.iter().any(|change| change.after() == here);
        if theirs == here || (theirs == base && !from_there) {
            return;
        }
        let conflict = here != base && !from_there;
        let said = |record: &Record| Said {
            at: record.at(),
            by: record.by().to_owned(),
            text: words(record),
            whole: serde_json::to_string(record).unwrap_or_default(),
        };
        let (ours, theirs) = (here.map(said), theirs.map(said));
        self.lines.push(MergeLine {
            taken: !conflict || theirs > ours,
            conflict,
            ours,
            theirs,
            change,
        });
    }
}

/// Whether the ledger has a thing, and a unit may send it in.
fn acceptable(ours: &Ledger, key: &Key) -> Result<(), MergeProblem> {
    use MergeProblem as P;
    let round = ours.round();
    let known = |no: u32| match ours.association_ix(no) {
        Some(_) => Ok(()),
        None => Err(P::NoAssociation(no)),
    };
    match key {
        Key::Item {
            association: no,
            item,
        } => {
            known(*no)?;
            let ix = round.item_ix(item).ok_or(P::NoItem(item.clone()))?;
            let def = &round.items[ix];
            if def.closes {
                return Err(P::ClosingIsOffices {
                    association: *no,
                    item: item.clone(),
                    label: def.label.clone(),
                });
            }
        }
        Key::Answer {
            association: no,
            field,
        } => {
            known(*no)?;
            round.field_ix(field).ok_or(P::NoField(field.clone()))?;
        }
        Key::Mark { milestone, subject } => {
            let ix = round.milestone_ix(milestone);
            ix.ok_or(P::NoMilestone(milestone.clone()))?;
            if *subject == Subject::City {
                return Err(P::CityIsOffices(milestone.clone()));
            }
            ours.subject_ix(subject).map_err(P::Unknown)?;
        }
        Key::Fact(key) => {
            let subject = key
                .subject()
                .filter(|whose| key.is_from_units() && *whose != Subject::City);
            let subject = subject.ok_or(P::FactIsOffices(key.word()))?;
            ours.subject_ix(&subject).map_err(P::Unknown)?;
        }
    }
    Ok(())
}
