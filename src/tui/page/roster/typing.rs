//! Typing into the search field of the roster: words to search for and conditions, with
//! completion.

use ratatui::crossterm::event::KeyCode;

use super::RosterPage;
use crate::app::listing::ListRow;
use crate::tui::action::Action;
use crate::tui::keymap::Key;
use crate::tui::model::Ctx;
use crate::tui::page::{Reply, height};
use crate::tui::widget::input::LineInput;

impl RosterPage {
    /// Puts the cursor into the field.
    pub fn begin_search(&mut self, ctx: &Ctx) {
        self.search.get_or_insert_default();
        self.typing = true;
        self.suggest(&ctx.ledger);
    }

    /// Empties the field and takes back what it filtered.
    pub fn clear_search(&mut self, ctx: &Ctx) {
        self.search = None;
        self.apply(ctx);
        self.end_search();
    }

    /// Leaves the field; what was typed stays in force.
    fn end_search(&mut self) {
        self.typing = false;
        self.suggestions.clear();
    }

    /// Takes a key while the field has the focus.
    pub fn on_typed(&mut self, ctx: &Ctx, key: Key) -> Reply {
        match key.code {
            KeyCode::Esc => self.clear_search(ctx),
            KeyCode::Tab if !self.suggestions.is_empty() => self.complete(ctx),
            KeyCode::Enter | KeyCode::Tab => return self.confirm(ctx),
            KeyCode::Up | KeyCode::Down | KeyCode::PageUp | KeyCode::PageDown => {
                let action = match key.code {
                    KeyCode::Up => Action::Up,
                    KeyCode::Down => Action::Down,
                    KeyCode::PageUp => Action::PageUp,
                    _ => Action::PageDown,
                };
                let (len, height) = (self.listing.len(), height(self, ctx));
                self.list.navigate(action, len, height);
                self.anchor_here();
            }
            _ => {
                let field = self.search.get_or_insert_default();
                if !field.handle(key) {
                    return Reply::Pass;
                }
                self.apply(ctx);
            }
        }
        Reply::Done
    }

    /// Leaves the field, unless something in it is not understood.
    fn confirm(&mut self, ctx: &Ctx) -> Reply {
        if let Some(fault) = &self.fault {
            return Reply::fail(fault.to_string());
        }
        if self.filter.searching() {
            self.end_search();
            self.go_to_first_match();
        } else if self.filter.conditions.is_empty() {
            self.clear_search(ctx);
        } else {
            self.end_search();
        }
        Reply::Done
    }

    /// Starts a search in the roster with a text, or adds it to the one that is being typed.
    pub fn search_from(&mut self, ctx: &Ctx, text: &str) {
        let field = self.search.get_or_insert_default();
        if !self.typing {
            *field = LineInput::default();
        }
        field.paste(text);
        self.typing = true;
        self.apply(ctx);
    }

    /// Writes the first suggestion into the field.
    fn complete(&mut self, ctx: &Ctx) {
        let first = self.suggestions.first().cloned();
        if let (Some(field), Some(first)) = (&mut self.search, first) {
            field.replace(first.replace, &first.text);
            self.apply(ctx);
        }
    }

    /// Filters by what stands in the field.
    fn apply(&mut self, ctx: &Ctx) {
        self.read_search(&ctx.ledger);
        self.relist(&ctx.ledger, ctx.as_of_date());
        self.suggest(&ctx.ledger);
    }

    /// After a search the cursor stands on something that was found, not on a heading above it.
    fn go_to_first_match(&mut self) {
        if let Some(ListRow::Group(_)) = self.current() {
            let listing = &self.listing;
            let mut below = self.list.cursor..listing.len();
            let found = |at: &usize| matches!(listing.row(*at), Some(ListRow::Association(_)));
            if let Some(at) = below.find(found) {
                self.list.cursor = at;
                self.anchor_here();
            }
        }
    }
}
