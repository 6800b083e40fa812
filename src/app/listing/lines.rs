//! The roster as it is to be shown. Lines are not kept: there are as many as associations, and a
//! screen shows forty. What is kept is who belongs to each group, and where each group begins.

use std::collections::HashSet;

use chrono::NaiveDate;

use super::slots::Slots;
use super::{Catalogue, Filter, GroupBy, GroupKey, ListRow, Order, SeenRows, SortBy, key_of};
use crate::domain::id::AssocIx;
use crate::domain::ledger::{Ledger, Touched};
use crate::domain::summary::{Share, Sum, Summary};

/// The roster as it is to be shown.
#[derive(Debug, Clone, Default)]
pub struct Listing {
    /// Everybody that the filter lets through, group after group, as they are sorted within.
    pub(super) members: Vec<AssocIx>,
    /// In the order in which they are shown.
    pub(super) groups: Vec<LineGroup>,
    /// The line of the heading of each group, and how many lines there are.
    starts: Vec<u32>,
    /// The place of each group among `groups`, by its slot.
    pub(super) places: Vec<u32>,
    pub(super) slots: Slots,
    pub(super) order: Order,
    /// Who searches wants to see what was found: nothing is folded.
    searching: bool,
    shown: Sum,
}

/// A group with members.
#[derive(Debug, Clone)]
pub(super) struct LineGroup {
    pub(super) key: GroupKey,
    /// Its first member in [`Listing::members`].
    pub(super) first: u32,
    pub(super) sum: Sum,
    /// Its members are not shown.
    folded: bool,
}

/// No group stands in a slot.
const NOWHERE: u32 = u32::MAX;

impl Listing {
    /// Builds a list.
    pub fn new(
        ledger: &Ledger,
        filter: &Filter,
        group_by: GroupBy,
        order: impl Into<Order>,
        folded: &HashSet<GroupKey>,
        as_of: NaiveDate,
    ) -> Self {
        let mut catalogue = Catalogue::default();
        let order = (group_by, order);
        Self::of(&mut catalogue, ledger, filter, order, folded, as_of)
    }

    /// Builds a list of what is kept from one to the next.
    pub fn of(
        catalogue: &mut Catalogue,
        ledger: &Ledger,
        filter: &Filter,
        (group_by, order): (GroupBy, impl Into<Order>),
        folded: &HashSet<GroupKey>,
        as_of: NaiveDate,
    ) -> Self {
        let order = order.into();
        let found = catalogue.select(ledger, filter, as_of);
        catalogue.learn(ledger, as_of);
        if order.by == SortBy::Name {
            catalogue.learn_order(ledger);
        }
        let mut listing = Self {
            slots: Slots::new(ledger, group_by, as_of),
            order,
            searching: filter.searching(),
            ..Self::default()
        };
        listing.group(catalogue.seen(ledger, as_of), &found);
        listing.sort(catalogue, ledger, as_of);
        for group in &mut listing.groups {
            group.folded = !listing.searching && folded.contains(&group.key);
        }
        listing.begin(0);
        listing
    }

    /// Puts associations into groups, in the order in which the first of each comes, and adds
    /// them up. Within a group they stay in order.
    fn group(&mut self, seen: SeenRows<'_>, found: &[AssocIx]) {
        let (ledger, slots) = (seen.ledger, self.slots);
        let printed = ledger.printed_units();
        let slot = |share: &Share, ix: AssocIx| match slots.group_by {
            // Those in direct registration stand behind the units.
            GroupBy::Unit => printed[share.printed].unit.map_or(slots.units, usize::from),
            GroupBy::PrintedUnit => share.printed.into(),
            GroupBy::Status => share.status() as usize,
            // The rows know their lights already.
            GroupBy::Light => slots.of(GroupKey::Light(share.light)).unwrap_or_default(),
            other => {
                let key = key_of(ledger, ix, other, slots.as_of);
                slots.of(key).unwrap_or_default()
            }
        };
        self.places = vec![NOWHERE; slots.len()];
        // Where each of them belongs, so that it is found out once.
        let mut belongs = Vec::with_capacity(found.len());
        for ix in found {
            let share = seen.share(*ix);
            let slot = slot(share, *ix);
            let place = &mut self.places[slot];
            if *place == NOWHERE {
                *place = self.groups.len() as u32;
                self.groups.push(LineGroup {
                    key: slots.key(slot),
                    first: 0,
                    sum: Sum::default(),
                    folded: false,
                });
            }
            self.groups[*place as usize].sum.add(share);
            belongs.push(*place);
        }
        self.groups.shrink_to_fit();
        let mut next = Vec::with_capacity(self.groups.len());
        let mut first = 0;
        for group in &mut self.groups {
            group.first = first;
            next.push(first);
            first += group.sum.total();
            self.shown.merge(&group.sum);
        }
        self.members = vec![AssocIx::default(); found.len()];
        for (ix, place) in found.iter().zip(belongs) {
            let next = &mut next[place as usize];
            self.members[*next as usize] = *ix;
            *next += 1;
        }
    }

    /// Works out where each group begins, from one of them on.
    fn begin(&mut self, from: usize) {
        let mut line = self.starts.get(from).copied().unwrap_or(0);
        self.starts.truncate(from);
        for group in &self.groups[from..] {
            self.starts.push(line);
            line += group.lines();
        }
        self.starts.push(line);
    }

    /// How many lines there are.
    pub fn len(&self) -> usize {
        self.starts.last().map_or(0, |end| *end as usize)
    }

    /// There is none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Leaves the list empty.
    pub fn clear(&mut self) {
        *self = Self::default();
    }

    /// The row at a place in the list.
    pub fn row(&self, at: usize) -> Option<ListRow> {
        if at >= self.len() {
            return None;
        }
        Some(self.row_in(self.place_at(at), at))
    }

    /// The last group that begins on a line or before.
    fn place_at(&self, at: usize) -> usize {
        self.starts.partition_point(|start| *start as usize <= at) - 1
    }

    /// The row on a line of a group.
    fn row_in(&self, place: usize, at: usize) -> ListRow {
        let group = &self.groups[place];
        let below = at - self.starts[place] as usize;
        match below.checked_sub(1) {
            None => ListRow::Group(group.key),
            Some(member) => ListRow::Association(self.of_group(group)[member]),
        }
    }

    /// Which of all an association on a line is, from 1 on.
    pub fn turn(&self, at: usize) -> Option<usize> {
        if at >= self.len() {
            return None;
        }
        let place = self.place_at(at);
        let below = at - self.starts[place] as usize;
        (below > 0).then(|| self.groups[place].first as usize + below)
    }

    /// Some lines, as a screen shows them.
    pub fn rows(&self, lines: std::ops::Range<usize>) -> impl Iterator<Item = ListRow> {
        let lines = lines.start..lines.end.min(self.len());
        let mut place = if lines.is_empty() {
            0
        } else {
            self.place_at(lines.start)
        };
        lines.map(move |at| {
            while self.starts[place + 1] as usize <= at {
                place += 1;
            }
            self.row_in(place, at)
        })
    }

    /// On which line a group or an association stands; nothing when it is folded away.
    pub fn position(&self, ledger: &Ledger, row: ListRow) -> Option<usize> {
        match row {
            ListRow::Group(key) => Some(self.starts[self.place(key)?] as usize),
            ListRow::Association(ix) => {
                let place = self.place_of(ledger, ix)?;
                let member = self.member(place, ix)?;
                let shown = !self.groups[place].folded;
                shown.then(|| self.starts[place] as usize + 1 + member)
            }
        }
    }

    /// The first line of an association with a higher number.
    pub fn after(&self, ix: AssocIx) -> Option<usize> {
        let groups = self.groups.iter().zip(&self.starts);
        groups
            .filter(|(group, _)| !group.folded)
            .find_map(|(group, start)| {
                let mut members = self.of_group(group).iter();
                let at = members.position(|other| *other > ix)?;
                Some(*start as usize + 1 + at)
            })
    }

    /// The groups in their order.
    pub fn groups(&self) -> impl Iterator<Item = GroupKey> {
        self.groups.iter().map(|group| group.key)
    }

    /// Sums of a group over the associations that the filter lets through.
    pub fn sum(&self, key: GroupKey) -> Summary {
        let place = self.place(key);
        place.map_or_else(Summary::default, |place| self.groups[place].sum.summary())
    }

    /// Sums over everything that the filter lets through, folded or not.
    pub fn shown(&self) -> Summary {
        self.shown.summary()
    }

    /// All of a group that the filter lets through, folded or not.
    pub fn members(&self, key: GroupKey) -> impl Iterator<Item = AssocIx> {
        let place = self.place(key);
        let members = place.map_or(&[][..], |place| self.of_group(&self.groups[place]));
        members.iter().copied()
    }

    /// All that the filter lets through, folded or not, in the order of the lines.
    pub fn everybody(&self) -> impl Iterator<Item = AssocIx> {
        let members = self.groups.iter().flat_map(|group| self.of_group(group));
        members.copied()
    }

    /// Those who have lines, in their order.
    pub fn unfolded(&self) -> impl Iterator<Item = AssocIx> {
        let groups = self.groups.iter().filter(|group| !group.folded);
        groups.flat_map(|group| self.of_group(group)).copied()
    }

    /// Folds a group, or unfolds it. While one searches everything is unfolded.
    pub fn fold(&mut self, key: GroupKey, folded: bool) {
        if let Some(place) = self.place(key) {
            self.groups[place].folded = folded && !self.searching;
            self.begin(place);
        }
    }

    /// Folds all groups, or unfolds them.
    pub fn fold_all(&mut self, folded: bool) {
        for group in &mut self.groups {
            group.folded = folded && !self.searching;
        }
        self.begin(0);
    }

    /// The place of a group that is shown.
    fn place(&self, key: GroupKey) -> Option<usize> {
        let place = self.places.get(self.slots.of(key)?)?;
        (*place != NOWHERE).then_some(*place as usize)
    }

    /// The place of the group that an association belongs to.
    fn place_of(&self, ledger: &Ledger, ix: AssocIx) -> Option<usize> {
        self.place(self.key_of(ledger, ix))
    }

    /// The group that an association belongs to.
    pub fn key_of(&self, ledger: &Ledger, ix: AssocIx) -> GroupKey {
        key_of(ledger, ix, self.slots.group_by, self.slots.as_of)
    }

    fn of_group(&self, group: &LineGroup) -> &[AssocIx] {
        &self.members[group.range()]
    }

    /// Where an association stands among the members of a group.
    fn member(&self, place: usize, ix: AssocIx) -> Option<usize> {
        let members = self.of_group(&self.groups[place]);
        match self.order {
            Order {
                by: SortBy::Roster,
                reversed: false,
            } => members.binary_search(&ix).ok(),
            _ => members.iter().position(|other| *other == ix),
        }
    }

    /// Moves the sums along with the associations that have moved, and what is kept of them.
    /// False when lines may have come or gone, or stand elsewhere now: then the list has to be
    /// built again before it is looked at.
    pub fn follow(
        &mut self,
        catalogue: &mut Catalogue,
        ledger: &Ledger,
        filter: &Filter,
        moved: &Touched,
    ) -> bool {
        // Where many have moved it is quicker to begin anew.
        if moved.everything || moved.associations.len() > MANY.max(self.members.len() / 8) {
            catalogue.forget();
            return false;
        }
        let by_sums = matches!(self.order.by, SortBy::Due | SortBy::Progress);
        // What a column says may hang on more than is kept of the row.
        if matches!(self.order.by, SortBy::Column(_)) {
            catalogue.forget();
            return false;
        }
        let mut same = true;
        for ix in &moved.associations {
            let Some((before, now)) = catalogue.follow(ledger, *ix) else {
                return false;
            };
            if self.slots.moves() {
                // A stage moves without anything that is kept of the row.
                same = false;
                continue;
            }
            let place = self.place_of(ledger, *ix);
            if let Some(place) = place.filter(|place| self.member(*place, *ix).is_some()) {
                for sum in [&mut self.groups[place].sum, &mut self.shown] {
                    sum.take(&before);
                    sum.add(&now);
                }
                same &= !by_sums || before == now;
            }
        }
        same && self.keeps_members(catalogue, ledger, filter, moved)
    }

    /// Those who have moved are let through if they were before.
    fn keeps_members(
        &self,
        catalogue: &Catalogue,
        ledger: &Ledger,
        filter: &Filter,
        moved: &Touched,
    ) -> bool {
        if filter.conditions.is_empty() {
            return true;
        }
        // Who is moved with them is not known.
        if moved.city || !filter.conditions.are_own() {
            return false;
        }
        let listed = |ix: AssocIx| {
            let place = self.place_of(ledger, ix);
            place.is_some_and(|place| self.member(place, ix).is_some())
        };
        let listed = moved.associations.iter().filter(|ix| listed(**ix));
        let admitted = catalogue.admitted(ledger, filter, moved.associations.iter().copied());
        listed.copied().eq(admitted)
    }
}

/// So many changes are followed one by one.
const MANY: usize = 1_000;

impl LineGroup {
    pub(super) fn range(&self) -> std::ops::Range<usize> {
        let first = self.first as usize;
        first..first + self.sum.total() as usize
    }

    /// Its heading, and the lines of its members.
    const fn lines(&self) -> u32 {
        1 + if self.folded { 0 } else { self.sum.total() }
    }
}
