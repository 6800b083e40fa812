//! Writing forms as files and reading filled-in ones: the dialogs, and the preview before
//! anything is recorded.

use super::{Effect, fail};
use crate::app::export;
use crate::app::import;
use crate::app::listing::Row;
use crate::app::paths;
use crate::domain::id::{AssocIx, UnitIx};
use crate::domain::ledger::SubjectIx;
use crate::domain::model::Status;
use crate::tui::action::Action;
use crate::tui::job::ImportRequest;
use crate::tui::layout;
use crate::tui::model::{ImportRow, MeetingRow, Model, Opened, Tab};
use crate::tui::popup::export::{ExportDialog, Scope};
use crate::tui::popup::{self, Prompt};

/// The association that the screen is about.
fn association_here(model: &Model) -> Option<AssocIx> {
    match model.opened.last() {
        Some(Opened::Association(view)) => Some(view.association),
        Some(Opened::Form(view)) => Some(view.association),
        Some(Opened::Mirror(view)) => Some(view.association),
        None if model.tab == Tab::Roster => match model.roster.current() {
            Some(Row::Association(ix)) => Some(ix),
            _ => None,
        },
        Some(Opened::Meeting(view)) => match view.current()? {
            MeetingRow::Association(ix, ..) => Some(*ix),
            _ => None,
        },
        Some(Opened::Behind(view)) => Some(view.rows.get(view.list.cursor)?.association),
        Some(
            Opened::Changes(_) | Opened::Milestone(_) | Opened::Import(_) | Opened::Preview(_),
        )
        | None => None,
    }
}

/// Opens the dialog before writing: about the association here, its unit, what is listed, all.
pub fn ask_export(model: &mut Model) -> Vec<Effect> {
    let ledger = &model.ledger;
    let planned = |ix: &AssocIx| ledger.associations()[*ix].status == Status::Planned;
    let mut associations: Vec<Scope<AssocIx>> = Vec::new();
    let mut unit = unit_here(model);
    if let Some(ix) = association_here(model) {
        let about = &ledger.associations()[ix];
        associations.push((about.name.to_string(), vec![ix]));
        unit = ledger.unit_of(ix);
    }
    if model.opened.is_empty() && model.tab == Tab::Roster {
        let listed: Vec<AssocIx> = model.roster.listing.unfolded().collect();
        if !listed.is_empty() && listed.len() < ledger.associations().len() {
            associations.push(("名册中显示的".into(), listed));
        }
    }
    if !model.ctx.marked.is_empty() {
        let marked: Vec<AssocIx> = model.ctx.marked.iter().copied().collect();
        associations.insert(0, (format!("标记的 {} 家", marked.len()), marked));
    }
    let mut units: Vec<Scope<UnitIx>> = Vec::new();
    if let Some(ix) = unit {
        let about = &ledger.units()[ix];
        let whose: Vec<AssocIx> = about.associations.iter().copied().filter(planned).collect();
        if !whose.is_empty() {
            associations.push((format!("{} 拟脱钩", about.name), whose));
        }
        units.push((about.name.to_string(), vec![ix]));
    }
    let all = ledger.associations().keys();
    associations.push(("全部拟脱钩".into(), all.filter(planned).collect()));
    let everybody = ledger.units().keys().collect();
    units.push(("每个有逾期的单位".into(), everybody));
    let id = match model.opened.last() {
        Some(Opened::Form(view)) => ledger.round().forms[view.form].id.id(),
        Some(Opened::Milestone(_)) => "remind",
        None if model.tab == Tab::Matrix => "remind",
        None if matches!(model.tab, Tab::Overview | Tab::Timeline) => "report",
        _ => "basic",
    };
    let dialog = ExportDialog::new(export::kind(id), associations, units, &model.folder);
    popup::open(model, dialog)
}

/// The unit that the line under the cursor is about.
fn unit_here(model: &Model) -> Option<UnitIx> {
    match (model.opened.last(), model.tab) {
        (Some(Opened::Milestone(view)), _) => match view.members.get(view.list.cursor)? {
            SubjectIx::Unit(unit) => Some(*unit),
            SubjectIx::Association(ix) => model.ledger.unit_of(*ix),
            SubjectIx::City => None,
        },
        (None, Tab::Overview) => super::overview::unit_here(model),
        (None, Tab::Matrix) => Some(model.matrix.list.cursor.into()),
        (None, Tab::Roster) => match model.roster.current()? {
            Row::Group(key) => key.unit(),
            Row::Association(_) => None,
        },
        _ => None,
    }
}

/// Asks for the file or folder to read.
pub fn ask_import(model: &mut Model) -> Vec<Effect> {
    let only = match model.opened.last() {
        Some(Opened::Association(_) | Opened::Form(_) | Opened::Mirror(_)) => {
            association_here(model)
        }
        _ => None,
    };
    let about = "填好的表（.docx、.xlsx）或放着它们的文件夹，单位交回的分册（.db），或一份名册；先预览，不会直接改台账";
    let title = match only {
        Some(ix) => format!("导入 {} 的表", model.ledger.associations()[ix].name),
        None => "导入".into(),
    };
    let answer = move |model: &mut Model, typed: &str| {
        typed.clone_into(&mut model.folder);
        Ok(vec![Effect::Import(ImportRequest {
            path: paths::typed(typed),
            only,
        })])
    };
    let wanted = "请写明文件或文件夹";
    let prompt = Prompt::required(title, about, &model.folder, wanted, answer);
    popup::open(model, prompt)
}

/// Keys of the preview.
pub fn run_import(model: &mut Model, action: Action) -> Vec<Effect> {
    let height = layout::frame(model.size, model.dense()).map_or(1, |f| {
        layout::titled_list(f.body, layout::IMPORT_TITLE)
            .list
            .height
    });
    let Some(Opened::Import(view)) = model.opened.last_mut() else {
        return Vec::new();
    };
    if view
        .list
        .navigate(action, view.rows.len(), usize::from(height))
    {
        return Vec::new();
    }
    match action {
        Action::NextPart => {
            let partial = !view.partial;
            view.set_partial(partial);
        }
        Action::NextProblem => {
            let rows = view.rows.iter().enumerate();
            let bad = |row: &ImportRow| matches!(row, ImportRow::Problem(..));
            let problems: Vec<usize> = rows.filter(|(_, r)| bad(r)).map(|(at, _)| at).collect();
            let here = view.list.cursor;
            let next = problems.iter().find(|at| **at > here).or(problems.first());
            match next {
                Some(at) => view.list.cursor = *at,
                None => fail(model, "没有问题".into()),
            }
        }
        Action::Open => match import::command(&view.plans) {
            Some(command) => {
                return vec![Effect::Execute(command)];
            }
            None if view.troubled() > 0 => {
                let text = "没有可记入的改动：有问题的文件不计入，Tab 可计入其余各栏";
                fail(model, text.into());
            }
            None => fail(model, "没有改动，与台账一致".into()),
        },
        _ => {}
    }
    Vec::new()
}

/// Keys of the preview of a roster or a unit's file.
pub fn run_preview(model: &mut Model, action: Action) -> Vec<Effect> {
    let height = layout::frame(model.size, model.dense()).map_or(1, |f| {
        layout::titled_list(f.body, layout::IMPORT_TITLE)
            .list
            .height
    });
    let Some(Opened::Preview(view)) = model.opened.last_mut() else {
        return Vec::new();
    };
    if view
        .list
        .navigate(action, view.lines.len(), usize::from(height))
    {
        return Vec::new();
    }
    match action {
        Action::NextProblem => {
            let here = view.list.cursor;
            let mut after = (here + 1..view.lines.len()).chain(0..=here);
            match after.find(|at| view.lines.get(*at).is_some_and(|line| line.trouble)) {
                Some(at) => view.list.cursor = at,
                None => fail(model, "没有问题".into()),
            }
        }
        Action::Open => {
            if let Some(command) = &view.command {
                return vec![Effect::Execute(command.clone())];
            }
            let about = view.about.clone();
            fail(model, about);
        }
        _ => {}
    }
    Vec::new()
}
