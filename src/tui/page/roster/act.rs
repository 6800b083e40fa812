//! 名册: opening, folding, filtering, grouping, ordering.

use std::collections::BTreeSet;

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

use super::areas;
use super::{RosterPage, Table, draw};
use crate::app::find::UnitChoice;
use crate::app::listing::{GroupKey, ListRow, Order, SortBy};
use crate::domain::id::AssocIx;
use crate::domain::ledger::{SubjectIx, Touched};
use crate::domain::model::Status;
use crate::report::render::text::shown as shown_columns;
use crate::report::roster;
use crate::tui::action::Action;
use crate::tui::flow::units::beside;
use crate::tui::keymap::Key;
use crate::tui::layout::{self, Frame};
use crate::tui::model::Ctx;
use crate::tui::page::{Focus, Goto, Page, Reply, association_text, group_why, listed, open};
use crate::tui::popup::{ColumnsDialog, Picker, PickerEntry};
use crate::tui::screen::table::Headings;

impl Page for RosterPage {
    listed!(Roster);

    fn len(&self, _ctx: &Ctx) -> usize {
        self.listing.len()
    }

    fn area(&self, ctx: &Ctx, frame: Frame) -> Rect {
        areas::areas(ctx, self, frame.body).list
    }

    fn focus_at(&self, ctx: &Ctx, line: usize) -> Focus {
        match self.listing.row(line) {
            None => Focus::default(),
            Some(ListRow::Association(ix)) => Focus::on(ix).text(self.copied(ctx, ix)),
            Some(ListRow::Group(key)) => Focus {
                unit: key.unit(),
                subject: key.unit().map(SubjectIx::Unit),
                why: group_why(ctx, key),
                ..Focus::default()
            }
            .text(key.title(&ctx.ledger)),
        }
    }

    fn whereabouts(&self, ctx: &Ctx) -> Vec<String> {
        let mut parts = Vec::new();
        let at = self.list.cursor;
        let key = match self.listing.row(at) {
            Some(ListRow::Association(ix)) => Some(self.listing.key_of(&ctx.ledger, ix)),
            Some(ListRow::Group(key)) => Some(key),
            None => None,
        };
        parts.extend(key.map(|key| key.short(&ctx.ledger).to_owned()));
        let all = self.listing.shown().total;
        parts.extend(self.listing.turn(at).map(|turn| format!("{turn}/{all}")));
        parts
    }

    fn copied(&self, ctx: &Ctx, ix: AssocIx) -> String {
        match &self.columns {
            Some(columns) => shown_columns(columns, ctx.on(), &ix),
            None => association_text(ctx, ix),
        }
    }

    fn group(&self, line: usize) -> BTreeSet<AssocIx> {
        match self.listing.row(line) {
            Some(ListRow::Group(key)) => self.listing.members(key).collect(),
            Some(ListRow::Association(_)) | None => BTreeSet::new(),
        }
    }

    fn listed(&self, _ctx: &Ctx) -> Vec<AssocIx> {
        self.listing.everybody().collect()
    }

    fn shown(&self, _ctx: &Ctx) -> Vec<AssocIx> {
        self.listing.unfolded().collect()
    }

    fn headings(&self, ctx: &Ctx, frame: Frame) -> Option<Headings> {
        let area = areas::areas(ctx, self, frame.body).heading;
        let table = self.table(ctx).filter(|_| !self.typing);
        table.map(|table| table.headings(area))
    }

    fn sort_by(&mut self, ctx: &Ctx, column: Option<&str>) {
        let by = column.and_then(|id| SortBy::column(ctx.ledger.round(), id));
        let by = by.unwrap_or_default();
        let reversed = column.is_some() && self.order.by == by && !self.order.reversed;
        self.order = Order { by, reversed };
        self.stale = true;
    }

    fn moved_to(&mut self) {
        self.anchor_here();
    }

    fn touched(&mut self, ctx: &Ctx, moved: &Touched) {
        self.follow(&ctx.ledger, moved);
    }

    fn look(&mut self, ctx: &Ctx) {
        if self.stale {
            self.relist(&ctx.ledger, ctx.as_of_date());
        }
    }

    fn act(&mut self, ctx: &Ctx, action: Action) -> Reply {
        match action {
            Action::Open => return self.open_row(ctx),
            Action::Left => self.fold_here(ctx, true),
            Action::Right => self.fold_here(ctx, false),
            Action::FoldAll => self.turn_all(ctx),
            Action::FilterStatus => {
                self.filter.status = match self.filter.status {
                    None => Some(Status::Planned),
                    Some(Status::Planned) => Some(Status::Decoupled),
                    Some(Status::Decoupled) => None,
                };
                self.stale = true;
            }
            Action::FilterUnit => return Reply::popup(unit_picker(ctx)),
            Action::FilterValue => return Reply::popup(self.values(ctx)),
            Action::ClearFilters => self.clear_filters(ctx),
            Action::GroupBy => {
                self.group_by = self.group_by.next();
                self.folded.clear();
                self.stale = true;
            }
            Action::SortBy => return Reply::popup(self.orders(ctx)),
            Action::Search => self.begin_search(ctx),
            Action::Back if self.search.is_some() => self.clear_search(ctx),
            Action::SaveView => return Reply::popup(self.ask_save(ctx)),
            Action::Columns => {
                let Some(table) = self.table(ctx) else {
                    return Reply::Done;
                };
                let all = roster::choices(ctx.ledger.round());
                return Reply::popup(ColumnsDialog::new(table.chosen(), all));
            }
            Action::ScrollLeft => self.scroll_columns(ctx, -1),
            Action::ScrollRight => self.scroll_columns(ctx, 1),
            _ => return Reply::Pass,
        }
        Reply::Done
    }

    fn types(&self) -> bool {
        self.typing
    }

    fn type_key(&mut self, ctx: &Ctx, key: Key) -> Reply {
        self.on_typed(ctx, key)
    }

    fn draw(&self, ctx: &Ctx, frame: Frame, buf: &mut Buffer) -> Position {
        draw(ctx, self, frame.body, buf)
    }
}

impl RosterPage {
    fn open_row(&mut self, ctx: &Ctx) -> Reply {
        self.anchor_here();
        match self.current() {
            Some(ListRow::Association(ix)) => return Reply::go(Goto::Association(ix, None)),
            Some(ListRow::Group(key)) => {
                let folded = !self.folded.contains(&key);
                self.fold(&ctx.ledger, key, folded);
            }
            None => {}
        }
        Reply::Done
    }

    fn group_here(&self, ctx: &Ctx) -> Option<GroupKey> {
        Some(match self.current()? {
            ListRow::Group(key) => key,
            ListRow::Association(ix) => self.listing.key_of(&ctx.ledger, ix),
        })
    }

    fn fold_here(&mut self, ctx: &Ctx, folded: bool) {
        if let Some(key) = self.group_here(ctx) {
            if folded {
                self.anchor = Some(ListRow::Group(key));
            }
            self.fold(&ctx.ledger, key, folded);
        }
    }

    /// Folds everything, or unfolds everything when everything is folded.
    fn turn_all(&mut self, ctx: &Ctx) {
        let all_folded = self.listing.groups().all(|key| self.folded.contains(&key));
        if let Some(key) = self.group_here(ctx).filter(|_| !all_folded) {
            self.anchor = Some(ListRow::Group(key));
        }
        self.fold_all(&ctx.ledger, !all_folded);
    }

    /// Takes every filter back.
    pub fn clear_filters(&mut self, ctx: &Ctx) {
        self.filter.status = None;
        self.filter.unit = None;
        // Nothing of it is left but its order.
        self.view = None;
        self.clear_search(ctx);
    }

    /// Shows one unit, or all.
    pub fn show_unit(&mut self, ctx: &Ctx, unit: Option<UnitChoice>) {
        self.filter.unit = unit;
        if let Some(choice) = unit {
            let key = match choice {
                UnitChoice::Unit(unit) => GroupKey::Unit(unit),
                UnitChoice::Direct => GroupKey::Direct,
            };
            self.folded.remove(&key);
        }
        self.relist(&ctx.ledger, ctx.as_of_date());
    }

    /// The table as it is drawn.
    pub(super) fn table(&self, ctx: &Ctx) -> Option<Table> {
        let frame = layout::frame(ctx.size)?;
        let width = areas::areas(ctx, self, frame.body).list.width;
        Some(Table::new(ctx, self, width.into()))
    }

    /// Moves the columns sideways, as far as there are hidden ones.
    fn scroll_columns(&mut self, ctx: &Ctx, by: isize) {
        let Some((left, right)) = self.table(ctx).map(|table| table.hidden()) else {
            return;
        };
        self.scroll = if by < 0 {
            left.saturating_sub(1)
        } else {
            left + usize::from(right > 0)
        };
    }
}

fn unit_picker(ctx: &Ctx) -> Picker {
    let ledger = &ctx.ledger;
    let direct = &ledger.round().info.thresholds.direct_registration;
    let entry = |name: String, detail: String, unit: Option<UnitChoice>| {
        PickerEntry::new(name, detail, move |model| {
            open(model, Goto::RosterUnit(unit))
        })
    };
    let mut entries = vec![entry(
        s!("全部单位", "all units").to_owned(),
        String::new(),
        None,
    )];
    for (ix, unit) in ledger.units().iter_enumerated() {
        let detail = beside(ledger, ix);
        let unit_ix = Some(UnitChoice::Unit(ix));
        entries.push(entry(unit.name.to_string(), detail, unit_ix));
    }
    let direct = direct.clone();
    entries.push(entry(direct, String::new(), Some(UnitChoice::Direct)));
    Picker::new(s!("业务主管单位", "Supervising units"), entries)
}
