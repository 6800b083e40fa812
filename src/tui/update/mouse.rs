//! Clicks and the wheel. A click chooses a line; a click on the chosen line opens it.

use ratatui::layout::Position;

use super::{Effect, run};
use crate::tui::action::Action;
use crate::tui::layout;
use crate::tui::model::Model;
use crate::tui::page::{Goto, open};
use crate::tui::popup;
use crate::tui::screen::footer;
use crate::tui::screen::header::{self, Door};

/// Answers a click on the screen.
pub fn click(model: &mut Model, column: u16, row: u16) -> Vec<Effect> {
    let Some(frame) = layout::frame(model.size) else {
        return Vec::new();
    };
    if model.popup.is_some() {
        return Vec::new();
    }
    if row == frame.header.y {
        let at = Position::new(column, row);
        return match header::door_at(model, frame.header, at) {
            Some(Door::Tab(tab)) => open(model, Goto::Tab(tab)),
            Some(Door::Meeting) => {
                run(model, Action::Meeting);
                Vec::new()
            }
            None => Vec::new(),
        };
    }
    if let Some(action) = footer::action_at(model, frame.footer, Position::new(column, row)) {
        return run(model, action);
    }
    // What a click would choose or open is not there yet.
    if model.loading.is_some() {
        return Vec::new();
    }
    model.finder = None;
    let (page, ctx) = model.page_and_ctx();
    let reply = page.click(ctx, frame, Position::new(column, row));
    reply.carry_out(model)
}

/// Answers a turn of the wheel.
pub fn wheel(model: &mut Model, by: isize) {
    if popup::wheel(model, by) {
        return;
    }
    let action = if by < 0 { Action::Up } else { Action::Down };
    for _ in 0..by.unsigned_abs() {
        run(model, action);
    }
}
