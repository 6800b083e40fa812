//! Typing into the search field of the roster: words to search for and conditions, with
//! completion.

use ratatui::crossterm::event::KeyCode;

use super::RosterPage;
use crate::app::listing::ListRow;
use crate::domain::id::AssocIx;
use crate::domain::ledger::Ledger;
use crate::search::{Matcher, Strength, Term};
use crate::tui::action::Action;
use crate::tui::keymap::Key;
use crate::tui::model::Ctx;
use crate::tui::page::{Reply, height};
use crate::tui::widget::input::LineInput;

/// So many lines are compared for one key; more would be felt while typing.
const MOST: usize = 10_000;

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
        self.filter_again(ctx);
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
                self.filter_again(ctx);
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
            self.anchor_here();
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
        self.filter_again(ctx);
    }

    /// Writes the first suggestion into the field.
    fn complete(&mut self, ctx: &Ctx) {
        let first = self.suggestions.first().cloned();
        if let (Some(field), Some(first)) = (&mut self.search, first) {
            field.replace(first.replace, &first.text);
            self.filter_again(ctx);
        }
    }

    /// Filters by what stands in the field.
    pub(super) fn filter_again(&mut self, ctx: &Ctx) {
        self.read_search(&ctx.ledger);
        self.relist(&ctx.ledger, ctx.as_of_date());
        self.suggest(&ctx.ledger);
        if self.typing && self.filter.searching() {
            self.go_to_best(&ctx.ledger);
        }
    }

    /// The cursor stands on what is meant most likely: a number, a whole name, else a name by
    /// consecutive characters, and the shortest of these.
    fn go_to_best(&mut self, ledger: &Ledger) {
        let Some(query) = &self.filter.query else {
            return;
        };
        let Some(names) = self.catalogue.names() else {
            return;
        };
        let terms: Vec<(&Term, Option<u32>, Matcher<'_>)> = query
            .terms()
            .map(|term| (term, term.number(), names.own(term)))
            .collect();
        let rank = |ix: AssocIx| {
            let about = &ledger.associations()[ix];
            let name = ledger.round().without_city(ledger.name(ix));
            let of = |(term, number, own): &(&Term, Option<u32>, Matcher<'_>)| {
                if *number == Some(about.no) || term.is_all_of(name) {
                    0
                } else {
                    match own.strength(ix.into()) {
                        Some(Strength::Tight) => 1,
                        Some(Strength::Loose) => 2,
                        None => 3,
                    }
                }
            };
            let worst = terms.iter().map(of).max().unwrap_or(3);
            // Where it is the unit that is meant, its associations stay in order.
            let length = if worst < 3 { name.chars().count() } else { 0 };
            (worst, length)
        };
        let rows = self.listing.rows(0..self.listing.len().min(MOST));
        let found = rows.enumerate().filter_map(|(at, row)| match row {
            ListRow::Association(ix) => Some((rank(ix), at)),
            ListRow::Group(_) => None,
        });
        if let Some((_, at)) = found.min() {
            self.list.cursor = at;
        }
    }
}
