//! 时间轴, 矩阵 and 节点: moving about, marking, taking marks away.

use super::{Effect, changes, dates, open_association, roster};
use crate::app::clock::{AsOf, parse_date};
use crate::app::find::UnitChoice;
use crate::domain::command::Command;
use crate::domain::id::MilestoneIx;
use crate::domain::ledger::SubjectIx;
use crate::domain::milestone;
use crate::domain::round::Scope;
use crate::tui::action::Action;
use crate::tui::layout;
use crate::tui::model::{MilestoneView, Model, Opened, Tab};
use crate::tui::popup::{self, Confirm, Prompt};

pub fn run(model: &mut Model, action: Action) -> Vec<Effect> {
    if navigate(model, action) {
        return Vec::new();
    }
    match action {
        Action::Left | Action::Right | Action::WeekBack | Action::WeekOn => {
            changes::slide(model, action);
            Vec::new()
        }
        Action::GoToday => {
            changes::set(model, AsOf::Today);
            Vec::new()
        }
        Action::Open => open_current(model),
        Action::Mark => match target(model) {
            Some((ix, subject)) => ask_date(model, ix, subject),
            None => Vec::new(),
        },
        Action::MoveDate if model.opened.is_empty() => {
            dates::ask(model, dates::Moving::One(model.timeline.list.cursor.into()))
        }
        Action::MoveDates => dates::ask(model, dates::Moving::All),
        Action::Unmark => match target(model) {
            Some((ix, subject)) => unmark(model, ix, subject),
            None => Vec::new(),
        },
        Action::NextPart => {
            let as_of = model.as_of_date();
            if let Some(Opened::Milestone(view)) = model.opened.last_mut() {
                let here = view.members.get(view.list.cursor).copied();
                view.all = !view.all;
                view.relist(&model.ctx.ledger, as_of);
                let found = here.and_then(|here| view.members.iter().position(|m| *m == here));
                view.list.cursor = found.unwrap_or(0);
            }
            Vec::new()
        }
        _ => Vec::new(),
    }
}

fn navigate(model: &mut Model, action: Action) -> bool {
    let Some(frame) = layout::frame(model.size, model.dense()) else {
        return false;
    };
    let milestones = model.ledger.round().milestones().len();
    if let Some(Opened::Milestone(view)) = model.opened.last_mut() {
        let areas = layout::titled_list(frame.body, layout::MILESTONE_TITLE);
        let len = view.members.len();
        return view
            .list
            .navigate(action, len, usize::from(areas.list.height));
    }
    if model.tab == Tab::Timeline {
        return model.timeline.list.navigate(action, milestones, milestones);
    }
    match action {
        Action::Left => model.matrix.column = model.matrix.column.before().unwrap_or_default(),
        Action::Right => {
            let after = model.matrix.column.after();
            if after < milestones.into() {
                model.matrix.column = after;
            }
        }
        _ => {
            let areas = layout::titled_list(frame.body, layout::MATRIX_TITLE);
            let len = model.ledger.units().len();
            let height = usize::from(areas.list.height);
            return model.matrix.list.navigate(action, len, height);
        }
    }
    true
}

fn open_current(model: &mut Model) -> Vec<Effect> {
    if let Some(Opened::Milestone(view)) = model.opened.last() {
        return match view.members.get(view.list.cursor) {
            Some(SubjectIx::Association(ix)) => open_association(model, *ix),
            Some(SubjectIx::Unit(unit)) => {
                let unit = UnitChoice::Unit(*unit);
                roster::show_unit(model, Some(unit));
                Vec::new()
            }
            _ => Vec::new(),
        };
    }
    let ix = match model.tab {
        Tab::Timeline => model.timeline.list.cursor.into(),
        _ => model.matrix.column,
    };
    let view = MilestoneView::new(&model.ledger, ix, model.as_of_date());
    model.opened.push(Opened::Milestone(view));
    Vec::new()
}

/// The milestone and the subject that a mark here is about.
fn target(model: &Model) -> Option<(MilestoneIx, SubjectIx)> {
    if let Some(Opened::Milestone(view)) = model.opened.last() {
        return Some((view.milestone, *view.members.get(view.list.cursor)?));
    }
    if model.tab == Tab::Timeline {
        return Some((model.timeline.list.cursor.into(), SubjectIx::City));
    }
    let ix = model.matrix.column;
    let city = model.ledger.round().milestones()[ix].scope == Scope::City;
    let subject = if city {
        SubjectIx::City
    } else {
        SubjectIx::Unit(model.matrix.list.cursor.into())
    };
    Some((ix, subject))
}

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
        (1, Some(on)) => format!("{}，已登记 {on}", model.ledger.subject_name(subject)),
        (1, None) => model.ledger.subject_name(subject),
        (count, _) => format!(
            "{}，范围 {count} 家，将登记未完成的 {} 家",
            model.ledger.subject_name(subject),
            count - standing.done
        ),
    };
    let title = format!("{} {} 完成日期", def.id, def.title);
    let known = standing.done_on.unwrap_or(as_of).to_string();
    let (milestone, subject) = (def.id.clone(), model.ledger.subject(subject));
    let prompt = Prompt::new(title, about, &known, move |_, text| {
        Ok(vec![Effect::Execute(Command::Mark {
            milestone: milestone.clone(),
            subject: subject.clone(),
            on: parse_date(text)?,
        })])
    });
    popup::open(model, prompt)
}

fn unmark(model: &mut Model, ix: MilestoneIx, subject: SubjectIx) -> Vec<Effect> {
    let ledger = &model.ledger;
    let marked = milestone::below(ledger, ix, subject)
        .into_iter()
        .filter(|member| ledger.mark(ix, *member).is_some())
        .count();
    let def = &ledger.round().milestones()[ix];
    let command = Command::Unmark {
        milestone: def.id.clone(),
        subject: ledger.subject(subject),
    };
    if marked > 1 {
        let question = format!("取消 {} {} 的 {marked} 家登记？", def.id, def.title);
        return popup::open(model, Confirm::new(question, command));
    }
    vec![Effect::Execute(command)]
}
