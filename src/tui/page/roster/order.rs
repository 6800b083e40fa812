//! 名册: sorting by any column, both ways.

use super::{RosterPage, Table};
use crate::app::listing::SortBy;
use crate::report::roster;
use crate::tui::model::Ctx;
use crate::tui::page::Page as _;
use crate::tui::popup::{Picker, PickerEntry};

impl RosterPage {
    /// The columns to sort by: the one in force first, then those that are shown, then the others.
    pub(super) fn orders(&self, ctx: &Ctx) -> Picker {
        let round = ctx.ledger.round();
        let table = self.table(ctx);
        let shown = |id: &str| {
            let mut chosen = table.iter().flat_map(Table::chosen);
            chosen.any(|column| column.id == id)
        };
        let in_force = |id: &str| SortBy::column(round, id) == Some(self.order.by);
        let mut columns = roster::choices(round);
        columns.sort_by_key(|column| (!in_force(&column.id), !shown(&column.id)));
        let entries = columns.into_iter().map(|column| {
            let detail = match (in_force(&column.id), self.order.reversed) {
                (true, false) => s!("倒过来", "turn round"),
                (true, true) => s!("正过来", "back again"),
                (false, _) if shown(&column.id) => "",
                (false, _) => s!("没有列出", "not shown"),
            };
            PickerEntry::new(column.title.to_string(), detail.to_owned(), move |model| {
                model.roster.sort_by(&model.ctx, Some(&column.id));
                Vec::new()
            })
        });
        Picker::new(s!("排序", "Sort"), entries.collect())
    }
}
