//! The search field of the roster: words to search for and conditions, with completion.

use ratatui::crossterm::event::KeyCode;

use super::{Effect, roster};
use crate::app::listing::Row;
use crate::tui::action::{self, Action, Place};
use crate::tui::keymap::Key;
use crate::tui::model::{Model, Tab};
use crate::tui::widget::input::LineInput;

/// Puts the cursor into the field.
pub fn begin(model: &mut Model) {
    model.roster.search.get_or_insert_default();
    model.roster.typing = true;
    model.roster.suggest(&model.ctx.ledger);
}

/// Empties the field and takes back what it filtered.
pub fn clear_search(model: &mut Model) {
    model.roster.search = None;
    apply(model);
    end(model);
}

/// Leaves the field; what was typed stays in force.
fn end(model: &mut Model) {
    model.roster.typing = false;
    model.roster.suggestions.clear();
}

/// Takes a key while the field has the focus.
pub fn on_key(model: &mut Model, key: Key) -> Vec<Effect> {
    match key.code {
        KeyCode::Esc => clear_search(model),
        KeyCode::Tab if !model.roster.suggestions.is_empty() => complete(model),
        KeyCode::Enter | KeyCode::Tab => confirm(model),
        KeyCode::Up | KeyCode::Down | KeyCode::PageUp | KeyCode::PageDown => {
            let action = match key.code {
                KeyCode::Up => Action::Up,
                KeyCode::Down => Action::Down,
                KeyCode::PageUp => Action::PageUp,
                _ => Action::PageDown,
            };
            roster::run(model, action);
        }
        _ => {
            let field = model.roster.search.get_or_insert_default();
            if field.handle(key) {
                apply(model);
            } else if let Some(action) = action::lookup(Place::Global, key) {
                return super::run(model, action);
            }
        }
    }
    Vec::new()
}

/// Leaves the field, unless something in it is not understood.
fn confirm(model: &mut Model) {
    if let Some(fault) = &model.roster.fault {
        let text = fault.to_string();
        return super::fail(model, text);
    }
    if model.roster.filter.searching() {
        end(model);
        to_first_match(model);
    } else if model.roster.filter.conditions.is_empty() {
        clear_search(model);
    } else {
        end(model);
    }
}

/// Starts a search in the roster with a text, or adds it to the one that is being typed.
pub fn search_from(model: &mut Model, text: &str) {
    model.tab = Tab::Roster;
    let field = model.roster.search.get_or_insert_default();
    if !model.roster.typing {
        *field = LineInput::default();
    }
    field.paste(text);
    model.roster.typing = true;
    apply(model);
}

/// Writes the first suggestion into the field.
fn complete(model: &mut Model) {
    let first = model.roster.suggestions.first().cloned();
    if let (Some(field), Some(first)) = (&mut model.roster.search, first) {
        field.replace(first.replace, &first.text);
        apply(model);
    }
}

/// Filters by what stands in the field.
fn apply(model: &mut Model) {
    model.roster.read_search(&model.ctx.ledger);
    model.relist();
    model.roster.suggest(&model.ctx.ledger);
}

/// After a search the cursor stands on something that was found, not on a heading above it.
fn to_first_match(model: &mut Model) {
    if let Some(Row::Group(_)) = model.roster.current() {
        let listing = &model.roster.listing;
        let mut below = model.roster.list.cursor..listing.len();
        let found = |at: &usize| matches!(listing.row(*at), Some(Row::Association(_)));
        if let Some(at) = below.find(found) {
            model.roster.list.cursor = at;
            model.roster.anchor_here();
        }
    }
}
