//! Who has left the round and how, and who is not done yet and why: what a closing paper says of them by name.

use chrono::NaiveDate;
use serde::Serialize;

use super::ReportDay;
use crate::domain::change::Subject;
use crate::domain::ledger::Ledger;
use crate::domain::model::Stage;
use crate::domain::note::NoteKind;

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
    /// What was promised or remarked last of it; empty when nothing was.
    pub why: String,
}

pub(super) fn exits(ledger: &Ledger) -> Vec<ExitFacts> {
    let all = ledger.associations().iter_enumerated();
    let facts = all.filter_map(|(ix, association)| {
        let (exit, _) = ledger.exit_of(ix)?;
        Some(ExitFacts {
            no: association.no,
            name: association.name.to_string(),
            kind: exit.kind.word(),
            on: exit.on.into(),
            document: exit.document.to_string(),
            reason: exit.reason.to_string(),
        })
    });
    facts.collect()
}

pub(super) fn unfinished(ledger: &Ledger, as_of: NaiveDate) -> Vec<UnfinishedFacts> {
    let all = ledger.associations().iter_enumerated();
    let open =
        all.filter(|(ix, _)| ledger.has_task(*ix) && ledger.progress(*ix).stage < Stage::Completed);
    let facts = open.map(|(ix, association)| {
        let items: Vec<_> = ledger
            .counted(ix)
            .filter(|item| !item.state.settled())
            .collect();
        UnfinishedFacts {
            no: association.no,
            name: association.name.to_string(),
            unit: ledger.unit_name_of(ix).unwrap_or_default().to_owned(),
            stage: ledger.progress(ix).stage.word(),
            open: items.len(),
            first: items
                .first()
                .map_or_else(String::new, |item| item.def.label.clone()),
            why: why(ledger, association.no, as_of),
        }
    });
    facts.collect()
}

/// The newest promise that is not kept, else the newest remark.
fn why(ledger: &Ledger, no: u32, as_of: NaiveDate) -> String {
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
