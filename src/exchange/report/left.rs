//! Who has left the round and how, and who is not done yet and why: what a closing paper says of them by name.

use chrono::NaiveDate;
use serde::Serialize;

use super::ReportDay;
use crate::domain::change::Subject;
use crate::domain::id::AssocIx;
use crate::domain::ledger::{Association, Ledger};
use crate::domain::model::Stage;
use crate::domain::note::{Note, NoteKind};

/// An association that has left the round.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ExitFacts {
    pub no: u32,
    pub name: String,
    /// 注销, 撤销, 合并, 暂缓.
    pub kind: &'static str,
    pub on: ReportDay,
    /// By which paper.
    pub document: String,
    pub reason: String,
}

/// An association with a task that is not done.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct UnfinishedFacts {
    pub no: u32,
    pub name: String,
    /// Empty for direct registration.
    pub unit: String,
    pub stage: &'static str,
    /// Items that are not settled.
    pub open: usize,
    /// The first of them.
    pub first: String,
    /// The reason that was recorded, else what was promised or remarked last of it; empty when nothing was.
    pub why: String,
    /// The batch in which it goes on; empty when none is recorded.
    pub batch: String,
}

/// How many are not done for a reason.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ReasonFacts {
    pub reason: String,
    pub count: usize,
}

/// The reasons of those that are not done, those that the round offers first; what has none is not counted.
pub(super) fn reasons(ledger: &Ledger) -> Vec<ReasonFacts> {
    let mut facts: Vec<ReasonFacts> = Vec::new();
    for reason in &ledger.round().info.unfinished_reasons {
        facts.push(ReasonFacts {
            reason: reason.clone(),
            count: 0,
        });
    }
    for (ix, _) in open(ledger) {
        let Some(note) = reason(ledger, ix) else {
            continue;
        };
        match facts.iter_mut().find(|one| *one.reason == *note.title) {
            Some(known) => known.count += 1,
            None => facts.push(ReasonFacts {
                reason: note.title.to_string(),
                count: 1,
            }),
        }
    }
    facts.retain(|one| one.count > 0);
    facts
}

/// Associations with a task that are not done.
fn open(ledger: &Ledger) -> impl Iterator<Item = (AssocIx, &Association)> {
    let all = ledger.associations().iter_enumerated();
    all.filter(|(ix, _)| ledger.has_task(*ix) && ledger.progress(*ix).stage < Stage::Completed)
}

fn reason(ledger: &Ledger, ix: AssocIx) -> Option<&Note> {
    let subject = Subject::Association(ledger.associations()[ix].no);
    let notes = ledger.notes(&subject, NoteKind::Reason);
    notes.first().map(|(_, note, _)| *note)
}

pub(super) fn exits(ledger: &Ledger) -> Vec<ExitFacts> {
    let all = ledger.associations().iter_enumerated();
    let facts = all.filter_map(|(ix, association)| {
        let (exit, _) = ledger.exit_of(ix)?;
        Some(ExitFacts {
            no: association.no,
            name: ledger.name(ix).to_owned(),
            kind: exit.kind.word(),
            on: exit.on.into(),
            document: exit.document.to_string(),
            reason: exit.reason.to_string(),
        })
    });
    facts.collect()
}

pub(super) fn unfinished(ledger: &Ledger, as_of: NaiveDate) -> Vec<UnfinishedFacts> {
    let facts = open(ledger).map(|(ix, association)| {
        let reason = reason(ledger, ix);
        let items: Vec<_> = ledger
            .counted(ix)
            .filter(|item| !item.state.settled())
            .collect();
        UnfinishedFacts {
            no: association.no,
            name: ledger.name(ix).to_owned(),
            unit: ledger.unit_name_of(ix).unwrap_or_default().to_owned(),
            stage: ledger.progress(ix).stage.word(),
            open: items.len(),
            first: items
                .first()
                .map_or_else(String::new, |item| item.def.label.to_string()),
            why: reason.map_or_else(
                || last_word(ledger, association.no, as_of),
                |reason| {
                    let parts = [&*reason.title, &*reason.text];
                    let parts: Vec<&str> =
                        parts.into_iter().filter(|part| !part.is_empty()).collect();
                    parts.join("：")
                },
            ),
            batch: reason.map_or_else(String::new, |reason| reason.number.to_string()),
        }
    });
    facts.collect()
}

/// The newest promise that is not kept, else the newest remark.
fn last_word(ledger: &Ledger, no: u32, as_of: NaiveDate) -> String {
    let subject = Subject::Association(no);
    let promises = ledger.notes(&subject, NoteKind::Promise);
    let owed = promises
        .iter()
        .rev()
        .find(|(_, note, _)| note.is_owed(as_of));
    let said = owed.map(|(_, note, _)| note.text.to_string());
    said.unwrap_or_else(|| {
        let remarks = ledger.notes(&subject, NoteKind::Remark);
        remarks
            .last()
            .map_or_else(String::new, |(_, note, _)| note.text.to_string())
    })
}
