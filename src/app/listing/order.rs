//! Orders by their names, and lists put into them.

use std::cmp::Reverse;

use chrono::NaiveDate;

use super::lines::{LineGroup, Listing};
use super::{Catalogue, Order, SortBy};
use crate::domain::id::AssocIx;
use crate::domain::ledger::Ledger;
use crate::domain::round::Round;
use crate::report::cell::Rank;
use crate::report::order::{self, Turned};
use crate::report::roster;
use crate::report::table::LedgerOn;
use crate::text::fold::collation;

/// The orders that are more than a column, by the column that stands for each.
const OWN: [(&str, SortBy); 5] = [
    ("no", SortBy::Roster),
    ("name", SortBy::Name),
    ("due", SortBy::Due),
    ("progress", SortBy::Progress),
    ("percent", SortBy::Progress),
];

impl SortBy {
    /// By the column of this name; nothing when there is none.
    pub fn column(round: &Round, id: &str) -> Option<Self> {
        let own = OWN.iter().find(|(name, _)| *name == id);
        own.map(|(_, by)| *by).or_else(|| {
            let at = roster::choices(round).iter().position(|one| one.id == id)?;
            Some(Self::Column(u16::try_from(at).ok()?))
        })
    }

    /// The name of the column.
    fn id(self, round: &Round) -> String {
        match (self, OWN.iter().find(|(_, by)| *by == self)) {
            (Self::Column(at), _) => roster::choices(round)[usize::from(at)].id.to_string(),
            (_, own) => own.map_or("", |(id, _)| id).to_owned(),
        }
    }

    /// The word for people.
    pub fn word(self, round: &Round) -> String {
        match self {
            Self::Roster => s!("序号", "No.").to_owned(),
            Self::Name => s!("名称", "name").to_owned(),
            Self::Due => s!("到期", "due").to_owned(),
            Self::Progress => s!("进度", "share").to_owned(),
            Self::Column(at) => roster::choices(round)[usize::from(at)].title.to_string(),
        }
    }
}

impl Order {
    /// The order of a name: that of a column, `-` before it when it is reversed.
    pub fn named(round: &Round, name: &str) -> Option<Self> {
        let (reversed, id) = match name.strip_prefix('-') {
            Some(id) => (true, id),
            None => (false, name),
        };
        let by = SortBy::column(round, id)?;
        Some(Self { by, reversed })
    }

    /// Its name; nothing for the usual one.
    pub fn id(self, round: &Round) -> String {
        if self == Self::default() {
            return String::new();
        }
        let sign = if self.reversed { "-" } else { "" };
        format!("{sign}{}", self.by.id(round))
    }

    /// All names that there are.
    pub fn names(round: &Round) -> String {
        let all = roster::choices(round);
        let names: Vec<&str> = all.iter().map(|column| &*column.id).collect();
        names.join(" ")
    }

    /// For sorting: the key in this order.
    fn key<K>(self, blank: bool, key: K) -> (bool, Turned<K>) {
        order::key(self.reversed, blank, key)
    }
}

impl Listing {
    /// Sorts the members of each group, and the groups.
    pub(super) fn sort(&mut self, catalogue: &Catalogue, ledger: &Ledger, as_of: NaiveDate) {
        let order = self.order;
        let seen = catalogue.seen(ledger, as_of);
        let by_due = |ix: AssocIx| {
            let share = seen.share(ix);
            order.key(share.next_due().is_none(), share.by_due())
        };
        let by_progress = |ix: AssocIx| {
            let share = seen.share(ix);
            order.key(!share.has_task(), share.by_progress())
        };
        let by_column = by_column(ledger, order.by, as_of);
        let by_column = |ix: AssocIx| {
            let rank = by_column(ix);
            order.key(rank == Rank::Blank, rank)
        };
        for group in &self.groups {
            let members = &mut self.members[group.range()];
            match order.by {
                SortBy::Roster if order.reversed => members.reverse(),
                SortBy::Roster => {}
                SortBy::Name => {
                    members.sort_unstable_by_key(|ix| order.key(false, catalogue.by_name(*ix)));
                }
                SortBy::Due => members.sort_by_key(|ix| by_due(*ix)),
                SortBy::Progress => members.sort_by_key(|ix| by_progress(*ix)),
                SortBy::Column(_) => members.sort_by_cached_key(|ix| by_column(*ix)),
            }
        }
        let members = &self.members;
        let first = |group: &LineGroup| members.get(group.first as usize).copied();
        let groups = &mut self.groups;
        match order.by {
            SortBy::Roster => {
                if self.slots.ordered() {
                    let slots = self.slots;
                    groups.sort_by_key(|group| slots.of(group.key));
                }
                if order.reversed {
                    groups.reverse();
                }
            }
            SortBy::Name => groups
                .sort_by_cached_key(|group| order.key(false, collation(group.key.title(ledger)))),
            SortBy::Due => groups.sort_by_cached_key(|group| {
                (
                    first(group).map(by_due),
                    Reverse(group.sum.summary().planned),
                )
            }),
            SortBy::Progress => groups.sort_by_cached_key(|group| {
                let sum = group.sum.summary();
                let percent = sum.items.percent().unwrap_or(100);
                let key = order.key(sum.planned == 0, percent);
                (key, Reverse(sum.planned))
            }),
            SortBy::Column(_) => groups.sort_by_cached_key(|group| first(group).map(by_column)),
        }
        for (place, group) in (0..).zip(&self.groups) {
            if let Some(slot) = self.slots.of(group.key) {
                self.places[slot] = place;
            }
        }
    }
}

/// What an association is sorted by in a column.
fn by_column(ledger: &Ledger, by: SortBy, as_of: NaiveDate) -> impl Fn(AssocIx) -> Rank {
    let column = match by {
        SortBy::Column(at) => roster::choices(ledger.round()).into_iter().nth(at.into()),
        _ => None,
    };
    let on = LedgerOn::new(ledger, as_of);
    move |ix| match &column {
        Some(column) if roster::is_of_task(column) && !ledger.has_task(ix) => Rank::Blank,
        Some(column) => column.rank(on, &ix),
        None => Rank::Blank,
    }
}
