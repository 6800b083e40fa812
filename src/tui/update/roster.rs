//! 名册: filters and folds.

use super::search::{self, clear_search};
use super::{Effect, many, open_association, view};
use crate::app::find::UnitChoice;
use crate::app::listing::{GroupKey, Row, key_of};
use crate::domain::model::Status;
use crate::tui::action::Action;
use crate::tui::layout;
use crate::tui::model::{Model, Tab};
use crate::tui::popup::{self, Entry, Picker};
use crate::tui::widget::list::List;

pub fn run(model: &mut Model, action: Action) -> Vec<Effect> {
    let len = model.roster.listing.len();
    let height = layout::frame(model.size, model.dense())
        .map_or(1, |frame| layout::roster(frame.body).list.height);
    if model.roster.list.navigate(action, len, usize::from(height)) {
        model.roster.anchor_here();
        return Vec::new();
    }
    match action {
        Action::Open => return open_row(model),
        Action::MarkLine => many::mark_line(model),
        Action::MarkShown => many::mark_shown(model),
        Action::Left => fold_current(model),
        Action::Right => unfold_current(model),
        Action::FoldAll => fold_all(model),
        Action::FilterStatus => {
            let filter = &mut model.roster.filter;
            filter.status = match filter.status {
                None => Some(Status::Planned),
                Some(Status::Planned) => Some(Status::Decoupled),
                Some(Status::Decoupled) => None,
            };
            model.relist();
        }
        Action::FilterUnit => {
            let picker = unit_picker(model);
            return popup::open(model, picker);
        }
        Action::ClearFilters => clear_filters(model),
        Action::GroupBy => {
            model.roster.group_by = model.roster.group_by.next();
            model.roster.folded.clear();
            model.relist();
        }
        Action::SortBy => {
            model.roster.sort_by = model.roster.sort_by.next();
            model.relist();
        }
        Action::Search => {
            search::begin(model);
        }
        Action::Back => clear_search(model),
        _ => return view::run(model, action).unwrap_or_default(),
    }
    Vec::new()
}

fn open_row(model: &mut Model) -> Vec<Effect> {
    model.roster.anchor_here();
    match model.roster.current() {
        Some(Row::Association(ix)) => open_association(model, ix),
        Some(Row::Group(key)) => {
            let folded = !model.roster.folded.contains(&key);
            model.roster.fold(&model.ctx.ledger, key, folded);
            Vec::new()
        }
        None => Vec::new(),
    }
}

fn group_here(model: &Model) -> Option<GroupKey> {
    Some(match model.roster.current()? {
        Row::Group(key) => key,
        Row::Association(ix) => key_of(&model.ledger, ix, model.roster.group_by),
    })
}

fn fold_current(model: &mut Model) {
    if let Some(key) = group_here(model) {
        model.roster.anchor = Some(Row::Group(key));
        model.roster.fold(&model.ctx.ledger, key, true);
    }
}

fn unfold_current(model: &mut Model) {
    if let Some(key) = group_here(model) {
        model.roster.fold(&model.ctx.ledger, key, false);
    }
}

/// Folds everything, or unfolds everything when everything is folded.
fn fold_all(model: &mut Model) {
    let folded = |key| model.roster.folded.contains(&key);
    let all_folded = model.roster.listing.groups().all(folded);
    if let Some(key) = group_here(model).filter(|_| !all_folded) {
        model.roster.anchor = Some(Row::Group(key));
    }
    model.roster.fold_all(&model.ctx.ledger, !all_folded);
}

fn clear_filters(model: &mut Model) {
    model.roster.filter.status = None;
    model.roster.filter.unit = None;
    clear_search(model);
}

fn unit_picker(model: &Model) -> Picker {
    let ledger = &model.ledger;
    let direct = &ledger.round().info.thresholds.direct_registration;
    let entry = |name: String, detail: String, unit: Option<UnitChoice>| {
        Entry::new(name, detail, move |model| {
            show_unit(model, unit);
            Vec::new()
        })
    };
    let mut entries = vec![entry("全部单位".to_owned(), String::new(), None)];
    for (ix, unit) in ledger.units().iter_enumerated() {
        let detail = format!(
            "{} 家 {}",
            unit.associations.len(),
            std::iter::once(&unit.short)
                .chain(&unit.aliases)
                .map(ecow::EcoString::as_str)
                .collect::<Vec<_>>()
                .join(" ")
        );
        let unit_ix = Some(UnitChoice::Unit(ix));
        entries.push(entry(unit.name.to_string(), detail, unit_ix));
    }
    let direct = direct.clone();
    entries.push(entry(direct, String::new(), Some(UnitChoice::Direct)));
    Picker::new("业务主管单位", entries)
}

/// Shows one unit in the roster, or all.
pub fn show_unit(model: &mut Model, unit: Option<UnitChoice>) {
    model.roster.filter.unit = unit;
    show(model, unit);
}

/// Shows exactly one status or unit in the roster, whatever filters stood.
pub fn show_only(model: &mut Model, status: Option<Status>, unit: Option<UnitChoice>) {
    clear_filters(model);
    model.roster.filter.status = status;
    model.roster.filter.unit = unit;
    model.roster.anchor = None;
    show(model, unit);
    model.roster.list = List::default();
}

fn show(model: &mut Model, unit: Option<UnitChoice>) {
    if let Some(choice) = unit {
        let key = match choice {
            UnitChoice::Unit(unit) => GroupKey::Unit(unit),
            UnitChoice::Direct => GroupKey::Direct,
        };
        model.roster.folded.remove(&key);
    }
    model.opened.clear();
    model.tab = Tab::Roster;
    model.relist();
}
