//! Which associations are shown, in which groups and order. One function serves the roster
//! screen and `tuogou list`, so that their counts agree.

mod catalogue;
mod lines;
mod names;
mod order;
mod select;
mod slots;

use chrono::NaiveDate;

use super::filter::Conditions;
use super::find::UnitChoice;
use crate::domain::id::{AssocIx, PrintedIx, UnitIx};
use crate::domain::ledger::Ledger;
use crate::domain::model::{Light, Stage, Status, UnitKind};
use crate::domain::rollup;
use crate::search::Query;

pub use catalogue::{Catalogue, SeenRows};
pub use lines::Listing;
pub use names::{Breadth, NameIndex, TermMatcher, strength};
pub use select::select;

/// Who is shown. Everything is "and".
#[derive(Debug, Clone, Default)]
pub struct Filter {
    pub status: Option<Status>,
    pub unit: Option<UnitChoice>,
    pub query: Option<Query>,
    /// Conditions of the filter language.
    pub conditions: Conditions,
}

impl Filter {
    /// Everybody is shown.
    pub fn is_empty(&self) -> bool {
        self.status.is_none()
            && self.unit.is_none()
            && !self.searching()
            && self.conditions.is_empty()
    }

    /// A search text stands.
    pub fn searching(&self) -> bool {
        self.query.as_ref().is_some_and(|query| !query.is_empty())
    }
}

/// How the rows are put together.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum GroupBy {
    /// By canonical unit.
    #[default]
    Unit,
    /// By the unit name as printed.
    PrintedUnit,
    /// By printed status.
    Status,
    /// By what has been reached.
    Stage,
    /// By light, the worst first.
    Light,
    /// By what their units are.
    Kind,
    /// All in one.
    Nothing,
}

impl GroupBy {
    /// The word for people.
    pub fn word(self) -> &'static str {
        match self {
            Self::Unit => s!("主管单位", "unit"),
            Self::PrintedUnit => s!("印发名称", "printed name"),
            Self::Status => s!("状态", "status"),
            Self::Stage => s!("阶段", "stage"),
            Self::Light => s!("灯", "light"),
            Self::Kind => s!("性质", "kind"),
            Self::Nothing => s!("全部", "nothing"),
        }
    }

    /// The next one round.
    #[must_use]
    pub const fn next(self) -> Self {
        match self {
            Self::Unit => Self::PrintedUnit,
            Self::PrintedUnit => Self::Status,
            Self::Status => Self::Stage,
            Self::Stage => Self::Light,
            Self::Light => Self::Kind,
            Self::Kind => Self::Nothing,
            Self::Nothing => Self::Unit,
        }
    }
}

/// By what groups, and those within groups, are sorted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum SortBy {
    /// As the roster prints them.
    #[default]
    Roster,
    /// By name, in the order of GB18030, which is pinyin for the common characters.
    Name,
    /// What is due first comes first.
    Due,
    /// The least done comes first.
    Progress,
    /// By another column, by its place among all of them.
    Column(u16),
}

/// In which order, of groups and within groups.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Order {
    pub by: SortBy,
    /// The other way round. What has nothing to be sorted by stays at the end.
    pub reversed: bool,
}

impl From<SortBy> for Order {
    fn from(by: SortBy) -> Self {
        let reversed = false;
        Self { by, reversed }
    }
}

/// What holds a group together.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum GroupKey {
    /// A canonical unit.
    Unit(UnitIx),
    /// 直接登记.
    Direct,
    /// A printed unit name.
    Printed(PrintedIx),
    /// A printed status.
    Status(Status),
    Stage(Stage),
    Light(Light),
    /// Those of units of a kind.
    Kind(UnitKind),
    Everybody,
}

impl GroupKey {
    /// The unit that the group stands for.
    pub const fn unit(self) -> Option<UnitIx> {
        match self {
            Self::Unit(unit) => Some(unit),
            _ => None,
        }
    }

    /// The heading of the group where there is little room.
    pub fn short(self, ledger: &Ledger) -> &str {
        match self {
            Self::Unit(unit) => &ledger.units()[unit].short,
            key => ledger.round().without_city(key.title(ledger)),
        }
    }

    /// The heading of the group.
    pub fn title(self, ledger: &Ledger) -> &str {
        match self {
            Self::Unit(unit) => &ledger.units()[unit].name,
            Self::Direct => &ledger.round().info.thresholds.direct_registration,
            Self::Printed(printed) => &ledger.printed_units()[printed].name,
            Self::Status(status) => status.shown(),
            Self::Stage(stage) => stage.shown(),
            Self::Light(light) => light.shown(),
            Self::Kind(kind) => kind.shown(),
            Self::Everybody => s!("全部协会", "all associations"),
        }
    }
}

/// One line of the roster.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ListRow {
    /// The heading of a group.
    Group(GroupKey),
    Association(AssocIx),
}

/// The group that an association belongs to on a day.
pub fn key_of(ledger: &Ledger, ix: AssocIx, group_by: GroupBy, as_of: NaiveDate) -> GroupKey {
    let association = &ledger.associations()[ix];
    match group_by {
        GroupBy::Unit => ledger.unit_of(ix).map_or(GroupKey::Direct, GroupKey::Unit),
        GroupBy::PrintedUnit => GroupKey::Printed(association.printed),
        GroupBy::Status => GroupKey::Status(association.status),
        GroupBy::Stage => GroupKey::Stage(ledger.progress(ix).stage),
        GroupBy::Light => GroupKey::Light(rollup::association(ledger, ix, as_of).light),
        GroupBy::Kind => GroupKey::Kind(ledger.kind_of(ix)),
        GroupBy::Nothing => GroupKey::Everybody,
    }
}
