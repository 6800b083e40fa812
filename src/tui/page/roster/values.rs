//! Filtering by a value of the line under the cursor: every value of unit, status, stage and light
//! among those that are shown, with how many have it; those of the line first.

use std::collections::BTreeMap;

use super::RosterPage;
use crate::app::filter::quoted;
use crate::app::listing::ListRow;
use crate::domain::id::AssocIx;
use crate::report::roster;
use crate::report::table::Column;
use crate::text::lang::{Text, in_chinese};
use crate::tui::model::Ctx;
use crate::tui::popup::{Picker, PickerEntry};
use crate::tui::widget::input::LineInput;

/// Ids of the columns that the filter language knows by the same name, and what people call them.
const FIELDS: [(&str, Text); 4] = [
    ("status", text!("状态", "status")),
    ("stage", text!("阶段", "stage")),
    ("light", text!("灯", "light")),
    ("unit", text!("单位", "unit")),
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
            // Conditions are written in the words of the forms, whatever is spoken.
            let text = |ix: &AssocIx| in_chinese(|| column.cell(ctx.on(), ix).text().into_owned());
            let own = here.as_ref().map(text);
            for (value, (shown, count)) in self.counted(ctx, column) {
                let condition = format!("{}:{}", word.zh, quoted(&value, true));
                let is_own = own.as_ref() == Some(&value);
                let label = format!("{word} {shown}");
                let entry = PickerEntry::new(label, t!("{count} 家", "{count}"), move |model| {
                    model.roster.narrow_by(&model.ctx, &condition);
                    Vec::new()
                });
                entries.push((is_own, entry));
            }
        }
        entries.sort_by_key(|(own, _)| !own);
        let entries = entries.into_iter().map(|(_, entry)| entry);
        Picker::new(s!("只看同一个值", "Only the same value"), entries.collect())
    }

    /// Each value of a column among those that are listed, as it is shown, and how many have it.
    fn counted(&self, ctx: &Ctx, column: &Column<AssocIx>) -> BTreeMap<String, (String, usize)> {
        let mut counts = BTreeMap::new();
        for ix in self.listing.everybody() {
            let value = in_chinese(|| column.cell(ctx.on(), &ix).text().into_owned());
            if !value.is_empty() {
                let shown = || (column.cell(ctx.on(), &ix).text().into_owned(), 0);
                counts.entry(value).or_insert_with(shown).1 += 1;
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
