//! The roster as a view: what stands now, and whether it is still the one that was asked for.

use super::RosterPage;
use crate::app::filter::quoted;
use crate::app::find::UnitChoice;
use crate::app::views::{self, Settings};
use crate::domain::fact::View;
use crate::domain::ledger::Ledger;
use crate::tui::widget::input::LineInput;
use crate::tui::widget::list::List;

impl RosterPage {
    /// What stands now, under a name.
    pub fn as_view(&self, ledger: &Ledger, name: &str) -> View {
        let status = self.filter.status;
        let status = status.map(|status| format!("状态:{}", status.word()));
        let unit = self.filter.unit.map(|unit| match unit {
            UnitChoice::Unit(unit) => ledger.units()[unit].name.as_str(),
            UnitChoice::Direct => ledger.round().info.thresholds.direct_registration.as_str(),
        });
        let unit = unit.map(|unit| format!("单位:{}", quoted(unit, true)));
        let typed = self
            .search
            .as_ref()
            .map(|field| field.text().trim().to_owned());
        let words: Vec<String> = [status, unit, typed]
            .into_iter()
            .flatten()
            .filter(|words| !words.is_empty())
            .collect();
        let columns = self.columns.iter().flatten();
        View {
            name: name.into(),
            filter: words.join(" ").into(),
            group_by: views::group_id(self.group_by).into(),
            sort_by: self.order.id(ledger.round()).as_str().into(),
            columns: columns.map(|column| column.id.as_ref().into()).collect(),
        }
    }

    /// Shows a view that was understood.
    pub fn adopt(&mut self, number: u8, view: &View, settings: Settings) {
        self.search = (!view.filter.is_empty()).then(|| LineInput::new(&view.filter));
        self.typing = false;
        self.suggestions.clear();
        self.fault = None;
        self.filter.status = None;
        self.filter.unit = None;
        let query = settings.words.query();
        self.filter.query = (!query.is_empty()).then_some(query);
        self.filter.conditions = settings.conditions;
        self.group_by = settings.group_by;
        self.order = settings.order;
        self.columns = settings.columns;
        self.folded.clear();
        self.scroll = 0;
        self.view = Some(number);
        self.anchor = None;
        self.list = List::default();
    }

    /// The name of the view that was asked for, and whether something is different now.
    pub fn view_name(&self, ledger: &Ledger) -> Option<(String, bool)> {
        let view = views::slot(ledger, self.view?)?.view;
        let changed = self.as_view(ledger, &view.name) != *view;
        Some((view.name.to_string(), changed))
    }
}
