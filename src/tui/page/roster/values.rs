//! Filtering by a value of the line under the cursor: every value of unit, status, stage and light
//! among those that are shown, with how many have it; those of the line first.

use std::collections::BTreeMap;

use super::RosterPage;
use crate::app::filter::quoted;
use crate::app::listing::ListRow;
use crate::domain::id::AssocIx;
use crate::report::roster;
use crate::report::table::Column;
use crate::tui::model::Ctx;
use crate::tui::popup::{Picker, PickerEntry};
use crate::tui::widget::input::LineInput;

/// Ids of the columns that the filter language knows by the same name, and what people call them.
const FIELDS: [(&str, &str); 4] = [
    ("status", "状态"),
    ("stage", "阶段"),
    ("light", "灯"),
    ("unit", "单位"),
];

impl RosterPage {
    /// The values to pick from.
    pub fn values(&self, ctx: &Ctx) -> Picker {
        let columns = roster::columns(ctx.ledger.round());
        let here = match self.current() {
            Some(ListRow::Association(ix)) => Some(ix),
            _ => None,
        };
        let mut entries: Vec<(bool, PickerEntry)> = Vec::new();
        for (id, word) in FIELDS {
            let Some(column) = columns.iter().find(|column| column.id == id) else {
                continue;
            };
            let text = |ix: &AssocIx| column.cell(ctx.on(), ix).text().into_owned();
            let own = here.as_ref().map(text);
            for (value, count) in self.counted(ctx, column) {
                let condition = format!("{word}:{}", quoted(&value, true));
                let is_own = own.as_ref() == Some(&value);
                let label = format!("{word} {value}");
                let entry = PickerEntry::new(label, format!("{count} 家"), move |model| {
                    model.roster.narrow_by(&model.ctx, &condition);
                    Vec::new()
                });
                entries.push((is_own, entry));
            }
        }
        entries.sort_by_key(|(own, _)| !own);
        let entries = entries.into_iter().map(|(_, entry)| entry);
        Picker::new("只看同一个值", entries.collect())
    }

    /// How many of those that are listed have each value of a column.
    fn counted(&self, ctx: &Ctx, column: &Column<AssocIx>) -> BTreeMap<String, usize> {
        let mut counts = BTreeMap::new();
        for ix in self.listing.everybody() {
            let cell = column.cell(ctx.on(), &ix);
            let value = cell.text();
            if !value.is_empty() {
                *counts.entry(value.into_owned()).or_default() += 1;
            }
        }
        counts
    }

    /// Adds a condition to what stands in the search field.
    fn narrow_by(&mut self, ctx: &Ctx, condition: &str) {
        let typed = self.search.as_ref().map_or("", LineInput::text).trim();
        let text = format!("{typed} {condition}");
        self.search = Some(LineInput::new(text.trim()));
        self.filter_again(ctx);
    }
}
