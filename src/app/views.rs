//! Views of the roster: those that were saved, those that the round comes with, and what they
//! ask for.

use std::borrow::Cow;

use super::filter::{self, Conditions, Where, WhereError};
use super::listing::{GroupBy, Order};
use crate::domain::fact::View;
use crate::domain::id::AssocIx;
use crate::domain::ledger::Ledger;
use crate::domain::round::official;
use crate::report::roster;
use crate::report::table::{self, Column, UnknownColumn};
use crate::report::views::Slot;
use crate::text::lang::english;
use crate::text::plain::Plain;

/// The digits that views have.
pub const SLOTS: std::ops::RangeInclusive<u8> = 1..=9;

/// What can stand in [`View::group_by`].
const GROUPS: [(&str, GroupBy); 7] = [
    ("unit", GroupBy::Unit),
    ("printed_unit", GroupBy::PrintedUnit),
    ("status", GroupBy::Status),
    ("stage", GroupBy::Stage),
    ("light", GroupBy::Light),
    ("kind", GroupBy::Kind),
    ("none", GroupBy::Nothing),
];

/// The view under a digit: the saved one, else the round's own.
pub fn slot(ledger: &Ledger, number: u8) -> Option<Slot<'_>> {
    let own = || {
        let at = usize::from(number).checked_sub(1)?;
        ledger.round().info.views.get(at).map(shown)
    };
    let saved = ledger.view(number).map(Cow::Borrowed);
    let is_saved = saved.is_some();
    Some(Slot {
        number,
        view: saved.or_else(own)?,
        saved: is_saved,
    })
}

/// A view that the round comes with, in the language that is spoken.
fn shown(view: &View) -> Cow<'_, View> {
    if !english() {
        return Cow::Borrowed(view);
    }
    Cow::Owned(View {
        name: official::shown(&view.name).into(),
        filter: official::shown(&view.filter).into(),
        ..view.clone()
    })
}

/// All views that there are.
pub fn slots(ledger: &Ledger) -> impl Iterator<Item = Slot<'_>> {
    SLOTS.filter_map(|number| slot(ledger, number))
}

/// What a view asks for, understood.
#[derive(Debug)]
pub struct Settings {
    /// The words of its filter.
    pub words: Where,
    pub conditions: Conditions,
    /// In which groups.
    pub group_by: GroupBy,
    /// In which order.
    pub order: Order,
    /// Which columns; `None` = as usual.
    pub columns: Option<Vec<Column<AssocIx>>>,
}

/// A view that is not understood, perhaps any more.
#[derive(Debug, thiserror::Error)]
#[error("{}", t!("视图「{view}」用不了：{why}", "View \"{view}\" cannot be used: {why}"))]
pub struct ViewError {
    view: String,
    #[source]
    why: ViewProblem,
}

#[derive(Debug, thiserror::Error)]
enum ViewProblem {
    #[error("{0}")]
    Filter(WhereError),
    #[error("{}", t!("没有分组「{name}」，可用 {known}", "No grouping \"{name}\"; there are {known}"))]
    Group { name: String, known: String },
    #[error("{}", t!("没有排序「{name}」，可用 {known}", "No order \"{name}\"; there are {known}"))]
    Order { name: String, known: String },
    #[error("{0}")]
    Column(UnknownColumn),
}

/// Understands a view, or says which of its words no longer exists.
pub fn read(ledger: &Ledger, view: &View) -> Result<Settings, ViewError> {
    settings(ledger, view).map_err(|why| ViewError {
        view: view.name.to_string(),
        why,
    })
}

fn settings(ledger: &Ledger, view: &View) -> Result<Settings, ViewProblem> {
    let words = filter::parse(&view.filter).map_err(ViewProblem::Filter)?;
    let group_by = named(&GROUPS, &view.group_by)
        .map_err(|(name, known)| ViewProblem::Group { name, known })?;
    let order = match view.sort_by.as_str() {
        "" => Order::default(),
        name => Order::named(ledger.round(), name).ok_or_else(|| ViewProblem::Order {
            name: name.to_owned(),
            known: Order::names(ledger.round()),
        })?,
    };
    let columns = match view.columns.as_slice() {
        [] => None,
        names => {
            let names: Vec<&str> = names.iter().map(Plain::as_str).collect();
            let chosen = table::choose(|| roster::columns(ledger.round()), &names.join(","));
            Some(chosen.map_err(ViewProblem::Column)?)
        }
    };
    Ok(Settings {
        conditions: words.bind(ledger).map_err(ViewProblem::Filter)?,
        words,
        group_by,
        order,
        columns,
    })
}

/// What an identifier stands for; nothing = as usual. The error holds the name and those known.
fn named<T: Copy + Default>(all: &[(&str, T)], name: &Plain) -> Result<T, (String, String)> {
    if name.is_empty() {
        return Ok(T::default());
    }
    let found = all.iter().find(|(id, _)| *id == name.as_str());
    found.map(|(_, value)| *value).ok_or_else(|| {
        let known: Vec<&str> = all.iter().map(|(id, _)| *id).collect();
        (name.to_string(), known.join(" "))
    })
}

/// The identifier of a grouping; nothing for the usual one.
pub fn group_id(group_by: GroupBy) -> &'static str {
    id(&GROUPS, group_by)
}

fn id<T: Copy + Default + PartialEq>(all: &[(&'static str, T)], value: T) -> &'static str {
    let found = all.iter().find(|(_, other)| *other == value);
    found
        .filter(|_| value != T::default())
        .map_or("", |(id, _)| *id)
}
