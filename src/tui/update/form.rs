//! 表格: moving through the fields, filling them in.

use super::Effect;
use crate::domain::command::{Command, NewAnswer};
use crate::domain::form::value::Value;
use crate::domain::form::{Field, FieldKind};
use crate::domain::id::AssocIx;
use crate::domain::round::FieldIx;
use crate::tui::action::Action;
use crate::tui::layout;
use crate::tui::model::{FormView, Model, Opened};
use crate::tui::popup::{self, Choices, Prompt, TableEditor};
use crate::tui::widget::list::List;

/// Opens the first form of an association on top of what is shown.
pub fn open_form(model: &mut Model, association: AssocIx) {
    let view = FormView::new(&model.ledger, association, 0, model.as_of_date());
    model.opened.push(Opened::Form(view));
}

/// Opens a form of an association on a field, or on the one before it when it is hidden.
pub fn open_field(model: &mut Model, association: AssocIx, ix: FieldIx) {
    let as_of = model.as_of_date();
    let mut view = FormView::new(&model.ledger, association, ix.form, as_of);
    view.go_to(ix.field);
    model.opened.push(Opened::Form(view));
}

pub fn run(model: &mut Model, action: Action) -> Vec<Effect> {
    let height =
        layout::frame(model.size, model.dense()).map_or(1, |f| layout::form(f.body).list.height);
    let as_of = model.as_of_date();
    let Some(Opened::Form(view)) = model.opened.last_mut() else {
        return Vec::new();
    };
    let mut list = List {
        cursor: view.line,
        offset: 0,
    };
    let fields = view.fields.len();
    if list.navigate(action, fields, usize::from(height)) {
        view.line = list.cursor;
        return Vec::new();
    }
    let ledger = &model.ctx.ledger;
    match action {
        Action::Forms => {
            let next = (view.form + 1) % ledger.round().forms.len();
            *view = FormView::new(ledger, view.association, next, as_of);
        }
        Action::Mirror => {
            let association = view.association;
            super::mirror::open_mirror(model, association);
        }
        Action::NextPart => view.to_section(ledger, 1),
        Action::PreviousPart => view.to_section(ledger, -1),
        Action::NextEmpty => {
            let empty = |line: &usize| {
                let field = view.field_at(ledger, *line);
                !field.optional && view.answer(ledger, *line).is_none()
            };
            match view.after_here().find(empty) {
                Some(line) => view.line = line,
                None => super::fail(model, "应填的栏目都已填写".into()),
            }
        }
        Action::NextProblem => {
            let bad = |line: &usize| {
                let id = &view.field_at(ledger, *line).id;
                view.findings
                    .iter()
                    .any(|finding| finding.fields.contains(id))
            };
            match view.after_here().find(bad) {
                Some(line) => view.line = line,
                None => super::fail(model, "本表没有核对出的问题".into()),
            }
        }
        Action::Tick => return quick(model),
        Action::Open => return edit(model),
        Action::Clear => return write(model, Vec::new()),
        _ => {}
    }
    Vec::new()
}

/// The number of the association, the field under the cursor and what stands in it.
fn here(model: &Model) -> Option<(u32, &Field, Option<&Value>)> {
    let (association, ix) = match model.opened.last()? {
        Opened::Form(view) => {
            let ix = FieldIx {
                form: view.form,
                field: *view.fields.get(view.line)?,
            };
            (view.association, ix)
        }
        Opened::Mirror(view) => {
            let cell = view.cell(&model.ledger, view.line, view.side)?;
            (view.association, cell.ix)
        }
        _ => return None,
    };
    let record = model.ledger.answer(association, ix);
    let no = model.ledger.associations()[association].no;
    let field = model.ledger.round().field(ix);
    Some((no, field, record.map(|record| &record.value)))
}

/// Writes rows of cells into the field under the cursor.
pub fn write(model: &Model, rows: Vec<Vec<String>>) -> Vec<Effect> {
    let Some((association, field, _)) = here(model) else {
        return Vec::new();
    };
    vec![Effect::Execute(Command::SetAnswer(NewAnswer {
        association,
        field: field.id.clone(),
        rows,
    }))]
}

/// Space: the next option of a single choice, and after the last none; else the editor.
pub fn quick(model: &mut Model) -> Vec<Effect> {
    let Some((_, field, value)) = here(model) else {
        return Vec::new();
    };
    if !matches!(
        field.kind,
        FieldKind::YesNo | FieldKind::Single | FieldKind::Tick
    ) {
        return edit(model);
    }
    let at = field
        .options
        .iter()
        .position(|option| value.is_some_and(|value| value.ticks(option)));
    let next = field.options.get(at.map_or(0, |at| at + 1));
    let rows = next.cloned().into_iter().map(|option| vec![option]);
    write(model, rows.collect())
}

/// Enter: boxes for choices, a text field for everything else.
pub fn edit(model: &mut Model) -> Vec<Effect> {
    let Some((association, field, value)) = here(model) else {
        return Vec::new();
    };
    if matches!(field.kind, FieldKind::List | FieldKind::Table) {
        let editor = TableEditor::new(association, field, value);
        return popup::open(model, editor);
    }
    if !field.options.is_empty() {
        let choices = Choices::new(association, field, value);
        return popup::open(model, choices);
    }
    let title = format!("{} {}", field.id, field.label);
    let known = value.map(ToString::to_string).unwrap_or_default();
    let id = field.id.clone();
    let prompt = Prompt::new(title, hint(field), &known, move |model, text| {
        let rows = vec![vec![text.to_owned()]];
        let round = model.ledger.round();
        if let Some(ix) = round.field_ix(&id) {
            // What cannot be read stays in the prompt, with the reason beside it.
            round.field(ix).read(&rows).map_err(|e| e.to_string())?;
        }
        Ok(vec![Effect::Execute(Command::SetAnswer(NewAnswer {
            association,
            field: id.clone(),
            rows,
        }))])
    });
    popup::open(model, prompt)
}

/// What can be written into a field, in words.
pub fn hint(field: &Field) -> String {
    let unit = field.unit.as_deref().unwrap_or_default();
    let text = match field.kind {
        FieldKind::Integer => format!("整数（{unit}），没有写 0；留空为未填"),
        FieldKind::Amount | FieldKind::Area => {
            format!("确切的数（{unit}），可有小数，没有写 0；留空为未填")
        }
        FieldKind::List => "逐项填写".to_owned(),
        FieldKind::Table => format!("逐行填写：{}", field.columns.join("、")),
        FieldKind::Multiple => "可选多项".to_owned(),
        FieldKind::YesNo | FieldKind::Single | FieldKind::Tick => "选一项".to_owned(),
        FieldKind::Month => "年月，如 2020-08，也可写到日".to_owned(),
        FieldKind::Phone => "电话".to_owned(),
        FieldKind::UnitName => "单位名称".to_owned(),
        FieldKind::Text => "文字".to_owned(),
    };
    match &field.remark {
        Some(remark) => format!("{text}。{remark}"),
        None => text,
    }
}
