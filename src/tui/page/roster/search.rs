//! What stands in the search field of the roster, read.

use super::RosterPage;
use crate::app::filter::{self, WhereError};
use crate::domain::ledger::Ledger;
use crate::tui::widget::input::LineInput;

impl RosterPage {
    /// Reads the field again, as after a key, or after units were grouped anew. A word that is
    /// not understood, or not yet, does not count; the others do.
    pub fn read_search(&mut self, ledger: &Ledger) {
        let understood = |text: &str| -> Result<_, WhereError> {
            let words = filter::parse(text)?;
            let conditions = words.bind(ledger)?;
            Ok((words.query(), conditions))
        };
        let field = self.search.as_ref().map_or("", LineInput::text);
        let mut text = field.to_owned();
        let mut fault = None;
        let (query, conditions) = loop {
            match understood(&text) {
                Ok(found) => break found,
                Err(error) => {
                    text.replace_range(error.span.clone(), "");
                    fault.get_or_insert(error);
                }
            }
        };
        self.filter.query = (!query.is_empty()).then_some(query);
        self.filter.conditions = conditions;
        self.fault = fault;
    }

    /// Works out what could be written where the cursor stands in the field.
    pub fn suggest(&mut self, ledger: &Ledger) {
        self.suggestions = match &self.search {
            Some(field) if self.typing => filter::complete(ledger, field.text(), field.caret()),
            _ => Vec::new(),
        };
    }

    /// The word that is not understood, unless it is still being written and can be completed.
    pub fn shown_fault(&self) -> Option<&WhereError> {
        let fault = self.fault.as_ref()?;
        let caret = self.search.as_ref().map_or(0, LineInput::caret);
        let written = self.typing && fault.span.start <= caret && caret <= fault.span.end;
        (!written || self.suggestions.is_empty()).then_some(fault)
    }
}
