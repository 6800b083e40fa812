//! Clicks and the wheel. A click chooses a line; a click on the chosen line opens it.

use ratatui::layout::{Position, Rect};

use super::{Effect, go, run};
use crate::app::clock::AsOf;
use crate::tui::action::{Action, Place};
use crate::tui::layout;
use crate::tui::model::{AssociationView, ChecklistRow, FormRow, Model, Opened};
use crate::tui::screen::{axis, header};

pub fn click(model: &mut Model, column: u16, row: u16) -> Vec<Effect> {
    let Some(frame) = layout::frame(model.size, model.dense()) else {
        return Vec::new();
    };
    if model.popup.is_some() {
        return Vec::new();
    }
    if row == frame.header.y {
        let tab = header::tabs(frame.header)
            .into_iter()
            .find(|(area, _)| area.contains(Position::new(column, row)));
        return tab.map_or_else(Vec::new, |(_, tab)| go(model, tab));
    }
    // What a click would choose or open is not there yet.
    if model.loading.is_some() {
        return Vec::new();
    }
    if model.place() == Place::Overview {
        return super::overview::click(model, frame, Position::new(column, row));
    }
    let body = frame.body;
    if model.place() == Place::Timeline {
        let milestones = model.ledger.round().milestones().len();
        let axis = layout::timeline(body, milestones).axis;
        if let Some(on) = axis::date_at(model, axis, Position::new(column, row)) {
            super::changes::set(model, AsOf::Fixed(on));
            return Vec::new();
        }
    }
    let milestones = model.ledger.round().milestones().len();
    let area = match model.place() {
        Place::Meeting => layout::titled_list(body, layout::MEETING_TITLE).list,
        Place::Behind => layout::titled_list(body, layout::BEHIND_TITLE).list,
        Place::Changes => layout::titled_list(body, layout::CHANGES_TITLE).list,
        Place::Roster => layout::roster(body).list,
        Place::Timeline => layout::timeline(body, milestones).list,
        Place::Matrix => layout::titled_list(body, layout::MATRIX_TITLE).list,
        Place::Findings => layout::findings(body).list,
        Place::Milestone => layout::titled_list(body, layout::MILESTONE_TITLE).list,
        Place::Form => layout::form(body).list,
        Place::Import | Place::Preview => layout::titled_list(body, layout::IMPORT_TITLE).list,
        Place::Mirror => layout::mirror(body).list,
        _ => layout::association(body).list,
    };
    let Some(line) = line_at(area, column, row) else {
        return Vec::new();
    };
    let (list, len) = match model.opened.last_mut() {
        Some(Opened::Association(view)) => {
            let rows = AssociationView::rows(&model.ctx.ledger);
            if let Some(ChecklistRow::Item(item)) = rows.get(view.offset + line) {
                view.item = *item;
            }
            return Vec::new();
        }
        Some(Opened::Form(view)) => {
            let rows = view.rows(&model.ctx.ledger);
            if let Some(FormRow::Field(field)) = rows.get(view.offset + line) {
                let again = view.line == *field;
                view.line = *field;
                if again {
                    return run(model, Action::Open);
                }
            }
            return Vec::new();
        }
        Some(Opened::Mirror(view)) => {
            let rows = view.rows();
            if let Some(FormRow::Field(field)) = rows.get(view.offset + line) {
                let side = layout::mirror_side(area, column).unwrap_or(view.side);
                let again = (view.line, view.side) == (*field, side);
                (view.line, view.side) = (*field, side);
                if again {
                    return run(model, Action::Open);
                }
            }
            return Vec::new();
        }
        Some(Opened::Import(view)) => {
            // A click on the chosen line would record; that is for a key.
            let at = view.list.offset + line;
            view.list.cursor = at.min(view.rows.len().saturating_sub(1));
            return Vec::new();
        }
        Some(Opened::Preview(view)) => {
            let at = view.list.offset + line;
            view.list.cursor = at.min(view.lines.len().saturating_sub(1));
            return Vec::new();
        }
        Some(Opened::Milestone(view)) => (&mut view.list, view.members.len()),
        Some(Opened::Meeting(view)) => {
            // A click on the chosen line would record; that is for a key.
            let at = view.list.offset + line;
            view.list.cursor = at.min(view.rows.len().saturating_sub(1));
            return Vec::new();
        }
        Some(Opened::Behind(view)) => (&mut view.list, view.rows.len()),
        Some(Opened::Changes(view)) => (&mut view.list, view.rows.len()),
        None => match model.tab {
            super::Tab::Overview => return Vec::new(),
            super::Tab::Roster => (&mut model.roster.list, model.roster.listing.len()),
            super::Tab::Timeline => (&mut model.timeline.list, milestones),
            super::Tab::Findings => (&mut model.findings.list, model.findings.lines.len()),
            super::Tab::Matrix => (&mut model.matrix.list, model.ctx.ledger.units().len()),
        },
    };
    let target = list.offset + line;
    if target >= len {
        return Vec::new();
    }
    if list.cursor == target {
        return run(model, Action::Open);
    }
    list.cursor = target;
    model.roster.anchor_here();
    Vec::new()
}

fn line_at(area: Rect, column: u16, row: u16) -> Option<usize> {
    area.contains(Position::new(column, row))
        .then(|| usize::from(row - area.y))
}

pub fn wheel(model: &mut Model, by: isize) {
    if let Some(open) = &mut model.popup {
        open.wheel(by);
        return;
    }
    let action = if by < 0 { Action::Up } else { Action::Down };
    for _ in 0..by.unsigned_abs() {
        run(model, action);
    }
}
