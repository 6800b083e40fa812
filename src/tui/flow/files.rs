//! Writing forms and papers as files, and reading filled-in ones: the questions before it.

use crate::app::export;
use crate::app::paths;
use crate::domain::id::{AssocIx, UnitIx};
use crate::domain::model::Status;
use crate::tui::action::Place;
use crate::tui::job::ImportRequest;
use crate::tui::model::Model;
use crate::tui::msg::Effect;
use crate::tui::popup::export::{ExportDialog, Scope};
use crate::tui::popup::{self, Prompt};

/// Opens the dialog before writing: about the association here, its unit, what is listed, all.
pub fn ask_export(model: &mut Model) -> Vec<Effect> {
    let ledger = &model.ledger;
    let planned = |ix: &AssocIx| ledger.associations()[*ix].status == Status::Planned;
    let mut associations: Vec<Scope<AssocIx>> = Vec::new();
    let page = model.page();
    let focus = page.focus(&model.ctx);
    let mut unit = focus.unit;
    if let Some(ix) = focus.association {
        associations.push((ledger.name(ix).to_owned(), vec![ix]));
        unit = ledger.unit_of(ix);
    }
    let shown = page.shown(&model.ctx);
    if !shown.is_empty() && shown.len() < ledger.associations().len() {
        let words = match page.place() {
            Place::Roster => s!("名册中显示的", "shown in the roster").to_owned(),
            _ => t!("列表中的 {} 家", "{} listed", shown.len()),
        };
        associations.push((words, shown));
    }
    if !model.ctx.marked.is_empty() {
        let marked: Vec<AssocIx> = model.ctx.marked.iter().copied().collect();
        associations.insert(0, (t!("标记的 {} 家", "{} selected", marked.len()), marked));
    }
    let mut units: Vec<Scope<UnitIx>> = Vec::new();
    if let Some(ix) = unit {
        let about = &ledger.units()[ix];
        let whose: Vec<AssocIx> = about.associations.iter().copied().filter(planned).collect();
        if !whose.is_empty() {
            associations.push((t!("{} 拟脱钩", "{}, to decouple", about.name), whose));
        }
        units.push((about.name.to_string(), vec![ix]));
    }
    let all = ledger.associations().keys();
    associations.push((
        s!("全部拟脱钩", "all to decouple").into(),
        all.filter(planned).collect(),
    ));
    let everybody = ledger.units().keys().collect();
    units.push((
        s!("每个有关的单位", "each unit concerned").into(),
        everybody,
    ));
    let kind = export::kind(page.paper(&model.ctx));
    let dialog = ExportDialog::new(kind, associations, units, &model.written_to);
    popup::open(model, dialog)
}

/// Asks for the file or folder to read.
pub fn ask_import(model: &mut Model) -> Vec<Effect> {
    let focus = model.page().focus(&model.ctx);
    let only = focus.association.filter(|_| focus.only);
    let about = s!(
        "填好的表（.docx、.xlsx）或放着它们的文件夹，单位交回的分册（.db），或一份名册；先预览，不会直接改台账",
        "filled-in forms (.docx, .xlsx) or a folder of them, a bundle that came back (.db), or a roster; a preview first, the ledger stays"
    );
    let title = match only {
        Some(ix) => t!("导入 {} 的表", "Import forms of {}", model.ledger.name(ix)),
        None => s!("导入", "Import").into(),
    };
    let answer = move |model: &mut Model, typed: &str| {
        model.reading = Some(typed.to_owned());
        Ok(vec![Effect::Import(ImportRequest {
            path: paths::typed(typed),
            only,
            roster: None,
        })])
    };
    let wanted = s!("请写明文件或文件夹", "Please name a file or folder");
    let known = model.read_from.as_ref().unwrap_or(&model.written_to);
    let prompt = Prompt::required(title, about, known, wanted, answer);
    popup::open(model, prompt.path())
}

/// What was asked for could be read: the next one is looked for in the same place.
pub fn was_read(model: &mut Model) {
    if let Some(read) = model.reading.take() {
        model.read_from = Some(read);
    }
}
