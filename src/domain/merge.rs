//! Bringing together what was done in two copies of a ledger. Pure: entries in, a plan out.
//!
//! For each thing that the other copy has touched there are three values: the one both copies
//! began with, theirs and ours. What only one side has changed is taken; where both have, the
//! later entry wins, whoever's it is, so that copies may come back in any order. A value wins
//! over nothing, because nothing does not say when it was made.

use std::collections::BTreeMap;

use serde::Serialize;

use super::change::{Change, Entry, Key, Record, Subject};
use super::ledger::Ledger;

/// What bringing in another copy would do.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Merge {
    /// One for each thing that differs, in the order of the things.
    pub lines: Vec<Line>,
    /// What cannot be taken, in words.
    pub problems: Vec<String>,
}

/// One thing that differs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Line {
    /// 序号; null = not about one association.
    pub no: Option<u32>,
    /// Item, field or milestone id.
    pub id: String,
    /// What it is, in words.
    pub label: String,
    /// What stands in this ledger.
    pub ours: Option<Said>,
    /// What stands in the other copy.
    pub theirs: Option<Said>,
    /// Both sides have changed it.
    pub conflict: bool,
    /// Theirs is taken.
    pub taken: bool,
    /// What taking it changes.
    #[serde(skip)]
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
            match subject(ours, key) {
                Ok(label) => merge.add(ours, key, label, &changes, words),
                Err(problem) => merge.problems.push(problem),
            }
        }
        merge
    }

    /// Compares one thing; `changes` are what the other copy has done to it, oldest first.
    fn add(
        &mut self,
        ours: &Ledger,
        key: &Key,
        label: String,
        changes: &[&Change],
        words: fn(&Record) -> String,
    ) {
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
        self.lines.push(Line {
            no: key.association(),
            id: key.id().to_owned(),
            label,
            taken: !conflict || theirs > ours,
            conflict,
            ours,
            theirs,
            change,
        });
    }
}

/// What a thing is called here; an error when this ledger does not have it.
fn subject(ours: &Ledger, key: &Key) -> Result<String, String> {
    let round = ours.round();
    let known = |no: &u32| match ours.association_ix(*no) {
        Some(_) => Ok(()),
        None => Err(format!("名册中没有序号 {no}")),
    };
    match key {
        Key::Item {
            association: no,
            item,
        } => {
            known(no)?;
            let ix = round
                .item_ix(item)
                .ok_or(format!("清单中没有事项 {item}"))?;
            let def = &round.items[ix];
            // Closing is for the office, by someone other than the ticker.
            if def.closes {
                return Err(format!("{no} {item}：{} 由办公室登记，没有计入", def.label));
            }
            Ok(def.label.clone())
        }
        Key::Answer {
            association: no,
            field,
        } => {
            known(no)?;
            let ix = round.field_ix(field);
            let ix = ix.ok_or(format!("表中没有栏目 {field}"))?;
            Ok(round.field(ix).label.trim_end_matches('：').to_owned())
        }
        Key::Mark { milestone, subject } => {
            let ix = round.milestone_ix(milestone);
            let ix = ix.ok_or(format!("没有节点 {milestone}"))?;
            if *subject == Subject::City {
                return Err(format!("{milestone}：全市的节点由办公室登记，没有计入"));
            }
            let whose = ours
                .subject_ix(subject)
                .map_err(|error| error.to_string())?;
            let title = &round.milestones()[ix].title;
            Ok(format!("{title} {}", ours.subject_name(whose)))
        }
        Key::Fact(key) => {
            let subject = key
                .subject()
                .filter(|whose| key.is_from_units() && *whose != Subject::City);
            let word = key.word();
            let subject = subject.ok_or(format!("{word}由办公室登记，没有计入"))?;
            let whose = ours
                .subject_ix(&subject)
                .map_err(|error| error.to_string())?;
            Ok(format!("{word} {}", ours.subject_name(whose)))
        }
    }
}
