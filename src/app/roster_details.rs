//! What a roster says of its associations beside name, unit and state, as one entry of the ledger that was made
//! of it: answers of the forms and contacts. What somebody has recorded before stays.

use std::collections::BTreeSet;

use serde::Serialize;

use super::clock;
use super::error::SessionError;
use super::session::{Moment, Session};
use crate::domain::change::Subject;
use crate::domain::command::{Command, NewAnswer, Title};
use crate::domain::id::AssocIx;
use crate::domain::ledger::Ledger;
use crate::domain::model::Status;
use crate::domain::note::Note;
use crate::exchange::roster::details::{RosterDetail, RowDetails};
use crate::exchange::roster::plan::RosterPlan;

/// What was taken of a roster.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
pub struct DetailsTaken {
    /// Associations of which something is known now.
    pub associations: usize,
    /// Answers of the forms.
    pub answers: usize,
    pub contacts: usize,
}

impl DetailsTaken {
    /// What was recorded, and where to find it.
    pub fn sentence(self) -> String {
        let Self {
            associations,
            answers,
            contacts,
        } = self;
        t!(
            "名册还写着 {associations} 家的资料：填入基本情况表 {answers} 栏，联系人 {contacts} 个，记为一条记录，可撤销",
            "The roster tells more of {associations}: {answers} fields of Annex 2 and {contacts} contacts to be filled in, as one entry, which can be undone"
        )
    }
}

/// What is to be recorded, and how much that is.
fn command(ledger: &Ledger, plan: &RosterPlan) -> (Command, DetailsTaken) {
    let mut answers = Vec::new();
    let mut contacts = Vec::new();
    let mut whose = BTreeSet::new();
    for (ix, details) in plan.details_of(ledger) {
        let of_forms = answers_of(ledger, ix, details);
        let contact = contact_of(ledger, ix, details);
        if !of_forms.is_empty() || contact.is_some() {
            whose.insert(ix);
        }
        answers.extend(of_forms);
        contacts.extend(contact);
    }
    let taken = DetailsTaken {
        associations: whose.len(),
        answers: answers.len(),
        contacts: contacts.len(),
    };
    let title = Title::RosterDetails(whose.len());
    let mut commands = Vec::with_capacity(contacts.len() + 1);
    if !answers.is_empty() {
        commands.push(Command::SetAnswers {
            title: title.clone(),
            answers,
        });
    }
    commands.append(&mut contacts);
    (Command::Batch { title, commands }, taken)
}

/// The answers of the forms of an association that still has a task, where nobody has answered yet.
fn answers_of(ledger: &Ledger, ix: AssocIx, details: &RowDetails) -> Vec<NewAnswer> {
    let about = &ledger.associations()[ix];
    let mut found: Vec<NewAnswer> = Vec::new();
    if about.status != Status::Planned {
        return found;
    }
    for (detail, text) in details {
        let Some(id) = detail.field() else { continue };
        let rows = vec![vec![text.to_string()]];
        let Some(field) = ledger.round().field_ix(id) else {
            continue;
        };
        let is_free = ledger.answer(ix, field).is_none() && found.iter().all(|one| one.field != id);
        // What is too long for the field is no answer.
        if is_free && ledger.round().field(field).read(&rows).is_ok() {
            found.push(NewAnswer {
                association: about.no,
                field: id.to_owned(),
                rows,
            });
        }
    }
    found
}

/// Whom to call, where nobody has said it yet.
fn contact_of(ledger: &Ledger, ix: AssocIx, details: &RowDetails) -> Option<Command> {
    let said = |wanted: RosterDetail| {
        let mut details = details.iter();
        let found = details.find(|(detail, _)| *detail == wanted);
        found.map(|(_, text)| &**text)
    };
    let subject = Subject::Association(ledger.associations()[ix].no);
    let person = said(RosterDetail::Contact)?;
    if ledger.contact(&subject).is_some() {
        return None;
    }
    let phone = said(RosterDetail::Phone).unwrap_or_default();
    let note = Note::contact(person, phone);
    Some(Command::Note { subject, note })
}

/// Records what the roster says, as one entry, on the first day of the round: from then on it is known.
pub fn record(
    session: &mut Session,
    ledger: &mut Ledger,
    plan: &RosterPlan,
) -> Result<DetailsTaken, SessionError> {
    let (command, taken) = command(ledger, plan);
    if taken == DetailsTaken::default() {
        return Ok(taken);
    }
    let milestones = ledger.round().milestones().iter();
    let first = milestones.map(|milestone| milestone.due_on).min();
    let today = clock::today();
    let as_of = first.map_or(today, |first| first.min(today));
    session.execute(ledger, &command, Moment::now(as_of))?;
    Ok(taken)
}
