//! Marking a milestone as reached, and taking the mark away.

use crate::domain::command::Command;
use crate::domain::id::MilestoneIx;
use crate::domain::ledger::SubjectIx;
use crate::domain::milestone;
use crate::tui::model::Model;
use crate::tui::msg::Effect;
use crate::tui::popup::{self, Prompt};

/// Asks for the date on which a subject reached a milestone.
pub fn ask_date(model: &mut Model, ix: MilestoneIx, subject: SubjectIx) -> Vec<Effect> {
    let members = milestone::below(&model.ledger, ix, subject);
    let def = &model.ledger.round().milestones()[ix];
    let as_of = model.as_of_date();
    if members.is_empty() {
        // Nobody to mark: the refusal says why.
        return vec![Effect::Execute(Command::Mark {
            milestone: def.id.clone(),
            subject: model.ledger.subject(subject),
            on: as_of,
        })];
    }
    let standing = milestone::standing(&model.ledger, ix, &members, as_of);
    let about = match (members.len(), standing.done_on) {
        (1, Some(on)) => t!(
            "{}，已登记 {on}",
            "{}, marked {on}",
            model.ledger.subject_name(subject)
        ),
        (1, None) => model.ledger.subject_name(subject),
        (count, _) => t!(
            "{}，范围 {count} 家，将登记未完成的 {} 家",
            "{}, {count} in scope, {} not completed will be marked",
            model.ledger.subject_name(subject),
            count - standing.done
        ),
    };
    let title = t!("{} {} 完成日期", "{} {} completed on", def.id, def.title);
    let known = Some(standing.done_on.unwrap_or(as_of));
    let (milestone, subject) = (def.id.clone(), model.ledger.subject(subject));
    let prompt = Prompt::some_day(title, about, known, move |_, on| {
        Ok(vec![Effect::Execute(Command::Mark {
            milestone: milestone.clone(),
            subject: subject.clone(),
            on,
        })])
    });
    popup::open(model, prompt)
}

/// Takes a mark away.
pub fn unmark(model: &Model, ix: MilestoneIx, subject: SubjectIx) -> Vec<Effect> {
    let ledger = &model.ledger;
    vec![Effect::Execute(Command::Unmark {
        milestone: ledger.round().milestones()[ix].id.clone(),
        subject: ledger.subject(subject),
    })]
}
