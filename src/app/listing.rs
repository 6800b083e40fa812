//! Which associations are shown, in which groups and order. One function serves the roster
//! screen and `tuogou list`, so that their counts agree.

use std::cmp::Reverse;
use std::collections::{HashMap, HashSet};

use chrono::NaiveDate;
use encoding_rs::GB18030;

use super::filter::Conditions;
use super::find::UnitChoice;
use crate::domain::ledger::{AssocIx, Ledger, PrintedIx, UnitIx};
use crate::domain::model::Status;
use crate::domain::progress::{self, Summary};
use crate::search::{Query, Strength, Term};

/// Who is shown. Everything is "and".
#[derive(Debug, Clone, Default)]
pub struct Filter {
    /// Printed status.
    pub status: Option<Status>,
    /// Supervising unit.
    pub unit: Option<UnitChoice>,
    /// Search text.
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
}

impl GroupBy {
    /// The word for people.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Unit => "主管单位",
            Self::PrintedUnit => "印发名称",
            Self::Status => "状态",
        }
    }

    /// The next one round.
    #[must_use]
    pub const fn next(self) -> Self {
        match self {
            Self::Unit => Self::PrintedUnit,
            Self::PrintedUnit => Self::Status,
            Self::Status => Self::Unit,
        }
    }
}

/// In which order, of groups and within groups.
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
}

impl SortBy {
    /// The word for people.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Roster => "序号",
            Self::Name => "名称",
            Self::Due => "到期",
            Self::Progress => "进度",
        }
    }

    /// The next one round.
    #[must_use]
    pub const fn next(self) -> Self {
        match self {
            Self::Roster => Self::Name,
            Self::Name => Self::Due,
            Self::Due => Self::Progress,
            Self::Progress => Self::Roster,
        }
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
}

impl GroupKey {
    /// The unit that the group stands for.
    pub const fn unit(self) -> Option<UnitIx> {
        match self {
            Self::Unit(unit) => Some(unit),
            Self::Direct | Self::Printed(_) | Self::Status(_) => None,
        }
    }

    /// The heading of the group.
    pub fn title(self, ledger: &Ledger) -> &str {
        match self {
            Self::Unit(unit) => &ledger.units()[unit].name,
            Self::Direct => &ledger.round().info.thresholds.direct_registration,
            Self::Printed(printed) => &ledger.printed_units()[printed].name,
            Self::Status(status) => status.word(),
        }
    }
}

/// One line of the roster.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Row {
    /// The heading of a group.
    Group(GroupKey),
    /// An association.
    Association(AssocIx),
}

/// The roster as it is to be shown.
#[derive(Debug, Clone, Default)]
pub struct Listing {
    /// The lines, folded groups without their members.
    pub rows: Vec<Row>,
    /// Sums of each group over the associations that are shown.
    pub groups: HashMap<GroupKey, Summary>,
    /// Sums over everything that the filter lets through, folded or not.
    pub shown: Summary,
}

impl Listing {
    /// Builds the list.
    pub fn new(
        ledger: &Ledger,
        filter: &Filter,
        group_by: GroupBy,
        sort_by: SortBy,
        folded: &HashSet<GroupKey>,
        as_of: NaiveDate,
    ) -> Self {
        let mut order: Vec<GroupKey> = Vec::new();
        let mut members: HashMap<GroupKey, Vec<AssocIx>> = HashMap::new();
        for ix in select(ledger, filter, as_of) {
            let key = key_of(ledger, ix, group_by);
            members
                .entry(key)
                .or_insert_with(|| {
                    order.push(key);
                    Vec::new()
                })
                .push(ix);
        }
        let mut listing = Self::default();
        for (key, members) in &mut members {
            sort_members(ledger, members, sort_by);
            let sum = progress::summary(ledger, members.iter().copied(), as_of);
            listing.groups.insert(*key, sum);
        }
        sort_groups(ledger, &mut order, &members, &listing.groups, sort_by);
        for key in order {
            let sum = &listing.groups[&key];
            add(&mut listing.shown, sum);
            listing.rows.push(Row::Group(key));
            // Who searches wants to see what was found.
            if filter.searching() || !folded.contains(&key) {
                let rows = members[&key].iter().copied().map(Row::Association);
                listing.rows.extend(rows);
            }
        }
        listing
    }
}

fn add(sum: &mut Summary, part: &Summary) {
    sum.total += part.total;
    sum.planned += part.planned;
    sum.decoupled += part.decoupled;
    sum.completed += part.completed;
    sum.exited += part.exited;
    sum.items += part.items;
    sum.light = sum.light.max(part.light);
}

/// The associations that a filter lets through, in the order of the roster.
///
/// Search takes tight matches (consecutive characters) where the whole roster has any, and only
/// else the loose ones, so that `发改委` finds 发展和改革委员会 but a short query does not find all.
pub fn select(ledger: &Ledger, filter: &Filter, as_of: NaiveDate) -> Vec<AssocIx> {
    let candidates: Vec<AssocIx> = match filter.unit {
        Some(UnitChoice::Unit(unit)) => ledger.units()[unit].associations.clone(),
        Some(UnitChoice::Direct) => (0..ledger.associations().len())
            .filter(|ix| ledger.unit_of(*ix).is_none())
            .collect(),
        None => (0..ledger.associations().len()).collect(),
    };
    let let_through = candidates.into_iter().filter(|ix| {
        let status = filter.status;
        status.is_none_or(|status| ledger.associations()[*ix].status == status)
            && filter.conditions.matches(ledger, *ix, as_of)
    });
    match &filter.query {
        Some(query) if !query.is_empty() => search(ledger, query, let_through.collect()),
        _ => let_through.collect(),
    }
}

fn search(ledger: &Ledger, query: &Query, candidates: Vec<AssocIx>) -> Vec<AssocIx> {
    let terms: Vec<TermMatcher> = query
        .terms()
        .map(|term| TermMatcher::new(ledger, term))
        .collect();
    let found: Vec<(AssocIx, Strength)> = candidates
        .into_iter()
        .filter_map(|ix| {
            let strength = terms
                .iter()
                .map(|term| term.matches(ledger, ix))
                .min()
                .flatten()?;
            Some((ix, strength))
        })
        .collect();
    let any_tight = found
        .iter()
        .any(|(_, strength)| *strength == Strength::Tight);
    found
        .into_iter()
        .filter(|(_, strength)| !any_tight || *strength == Strength::Tight)
        .map(|(ix, _)| ix)
        .collect()
}

/// A term with its verdict on each printed unit name, so that units are matched once.
pub(super) struct TermMatcher {
    term: Term,
    units: Vec<Option<Strength>>,
}

impl TermMatcher {
    /// Matches the term against every printed unit name.
    pub fn new(ledger: &Ledger, term: &Term) -> Self {
        let units = ledger
            .printed_units()
            .iter()
            .map(|printed| {
                let unit = printed.unit.map(|unit| &ledger.units()[unit]);
                let canonical = unit.map(|unit| unit.name.as_str());
                let short = unit.map(|unit| unit.short.as_str());
                let aliases = unit.into_iter().flat_map(|unit| &unit.aliases);
                std::iter::once(printed.name.as_str())
                    .chain(canonical)
                    .chain(short)
                    .chain(aliases.map(ecow::EcoString::as_str))
                    .filter_map(|name| term.matches(name))
                    .max()
            })
            .collect();
        Self {
            term: term.clone(),
            units,
        }
    }

    /// How well an association matches, by number, unit or name.
    pub fn matches(&self, ledger: &Ledger, ix: AssocIx) -> Option<Strength> {
        let association = &ledger.associations()[ix];
        if self.term.number() == Some(association.no) {
            return Some(Strength::Tight);
        }
        let by_unit = self.units[association.printed];
        if by_unit == Some(Strength::Tight) {
            return by_unit;
        }
        by_unit.max(self.term.matches(&association.name))
    }
}

/// The group that an association belongs to.
pub fn key_of(ledger: &Ledger, ix: AssocIx, group_by: GroupBy) -> GroupKey {
    let association = &ledger.associations()[ix];
    match group_by {
        GroupBy::Unit => ledger.unit_of(ix).map_or(GroupKey::Direct, GroupKey::Unit),
        GroupBy::PrintedUnit => GroupKey::Printed(association.printed),
        GroupBy::Status => GroupKey::Status(association.status),
    }
}

/// Bytes that sort as a Chinese reader expects.
fn collation(name: &str) -> Vec<u8> {
    GB18030.encode(name).0.into_owned()
}

fn sort_members(ledger: &Ledger, members: &mut [AssocIx], sort_by: SortBy) {
    let name = |ix: AssocIx| &ledger.associations()[ix].name;
    match sort_by {
        SortBy::Roster => {}
        SortBy::Name => members.sort_by_cached_key(|ix| collation(name(*ix))),
        SortBy::Due => members.sort_by_key(|ix| due_first(ledger, *ix)),
        SortBy::Progress => members.sort_by_key(|ix| {
            let has_task = ledger.has_task(*ix);
            (Reverse(has_task), ledger.progress(*ix).all().percent())
        }),
    }
}

/// Those with a task first, then by date; those with nothing left come last.
fn due_first(ledger: &Ledger, ix: AssocIx) -> (bool, NaiveDate) {
    let planned = ledger.has_task(ix);
    let due = ledger.progress(ix).next_due.filter(|_| planned);
    (due.is_none(), due.map_or(NaiveDate::MAX, |(on, _)| on))
}

fn sort_groups(
    ledger: &Ledger,
    order: &mut [GroupKey],
    members: &HashMap<GroupKey, Vec<AssocIx>>,
    sums: &HashMap<GroupKey, Summary>,
    sort_by: SortBy,
) {
    match sort_by {
        SortBy::Roster => {}
        SortBy::Name => order.sort_by_cached_key(|key| collation(key.title(ledger))),
        SortBy::Due => order.sort_by_cached_key(|key| {
            let first = members[key].iter().map(|ix| due_first(ledger, *ix)).min();
            (first, Reverse(sums[key].planned))
        }),
        SortBy::Progress => order.sort_by_cached_key(|key| {
            let sum = &sums[key];
            (sum.planned == 0, sum.items.percent(), Reverse(sum.planned))
        }),
    }
}
