//! 前后对照: moving through the lines, filling in either side, taking over what is offered.

use super::{Effect, fail, form};
use crate::domain::form::mirror::Side;
use crate::domain::id::AssocIx;
use crate::tui::action::Action;
use crate::tui::layout;
use crate::tui::model::{FormView, MirrorView, Model, Opened};
use crate::tui::widget::list::List;

/// Opens the comparison of an association on top of what is shown.
pub fn open_mirror(model: &mut Model, association: AssocIx) {
    let view = MirrorView::new(&model.ledger, association, model.as_of_date());
    model.opened.push(Opened::Mirror(view));
}

pub fn run(model: &mut Model, action: Action) -> Vec<Effect> {
    let height =
        layout::frame(model.size, model.dense()).map_or(1, |f| layout::mirror(f.body).list.height);
    let as_of = model.as_of_date();
    let Some(Opened::Mirror(view)) = model.opened.last_mut() else {
        return Vec::new();
    };
    let mut list = List {
        cursor: view.line,
        offset: 0,
    };
    if list.navigate(action, view.lines.len(), usize::from(height)) {
        view.line = list.cursor;
        return Vec::new();
    }
    let ledger = &model.ctx.ledger;
    match action {
        Action::Left => view.side = Side::Before,
        Action::Right => view.side = Side::After,
        Action::NextPart => view.to_topic(1),
        Action::PreviousPart => view.to_topic(-1),
        Action::NextProblem => {
            let bad = |line: &usize| view.found(ledger, *line).next().is_some();
            match view.after_here().find(bad) {
                Some(line) => view.line = line,
                None if bad(&view.line) => fail(model, "没有别的核对出的问题".into()),
                None => fail(model, "两表没有核对出的问题".into()),
            }
        }
        Action::NextChange => match view.after_here().find(|l| view.changed(ledger, *l)) {
            Some(line) => view.line = line,
            None => fail(model, "没有别的变化".into()),
        },
        Action::Take => {
            if let Some(rows) = view.offer(ledger, view.line, view.side) {
                return form::write(model, rows);
            }
            let text = "另一边没有可取用的内容，或这一边已填、不填";
            fail(model, text.into());
        }
        Action::Open | Action::Tick | Action::Clear | Action::Forms => {
            let Some(cell) = view.cell(ledger, view.line, view.side) else {
                fail(model, "这一边没有对应的栏目，按左右键换到另一边".into());
                return Vec::new();
            };
            if !cell.shown && action != Action::Clear {
                fail(model, "按表中的选择，这一栏不填".into());
                return Vec::new();
            }
            match action {
                Action::Tick => return form::quick(model),
                Action::Open => return form::edit(model),
                Action::Clear => return form::write(model, Vec::new()),
                _ => {
                    let mut opened = FormView::new(ledger, view.association, cell.ix.form, as_of);
                    opened.go_to(cell.ix.field);
                    model.opened.push(Opened::Form(opened));
                }
            }
        }
        _ => {}
    }
    Vec::new()
}
