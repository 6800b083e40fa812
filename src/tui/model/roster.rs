//! The lines of the roster and where one is among them.

use super::{Model, Roster};
use crate::app::listing::{GroupKey, Listing, Row, key_of};
use crate::domain::ledger::{Ledger, Moved};

impl Model {
    /// Builds the roster's lines again and puts the cursor back on its line.
    pub fn relist(&mut self) {
        let as_of = self.as_of_date();
        let roster = &mut self.roster;
        roster.stale = false;
        let wanted = roster.wanted();
        roster.listing = Listing::of(
            &mut roster.catalogue,
            &self.ctx.ledger,
            &roster.filter,
            (roster.group_by, roster.sort_by),
            &roster.folded,
            as_of,
        );
        roster.return_to(&self.ctx.ledger, wanted);
    }
}

impl Roster {
    /// The line under the cursor.
    pub fn current(&self) -> Option<Row> {
        self.listing.row(self.list.cursor)
    }

    /// Remembers the line under the cursor as the user's choice.
    pub fn anchor_here(&mut self) {
        self.anchor = self.current();
    }

    /// The ledger has moved: sums move along; lines are built again when they are looked at, and
    /// only if they may be others now.
    pub(super) fn follow(&mut self, ledger: &Ledger, moved: &Moved) {
        let same = self
            .listing
            .follow(&mut self.catalogue, ledger, &self.filter, moved);
        self.stale |= !same;
    }

    /// Folds a group, or unfolds it.
    pub fn fold(&mut self, ledger: &Ledger, key: GroupKey, folded: bool) {
        let wanted = self.wanted();
        if folded {
            self.folded.insert(key);
        } else {
            self.folded.remove(&key);
        }
        self.listing.fold(key, folded);
        self.return_to(ledger, wanted);
    }

    /// Folds everything, or unfolds everything.
    pub fn fold_all(&mut self, ledger: &Ledger, folded: bool) {
        let wanted = self.wanted();
        if folded {
            self.folded.extend(self.listing.groups());
        } else {
            self.folded.clear();
        }
        self.listing.fold_all(folded);
        self.return_to(ledger, wanted);
    }

    /// The line to return to when lines are others.
    fn wanted(&self) -> Option<Row> {
        self.anchor.or_else(|| self.current())
    }

    /// Puts the cursor on a line: itself, else the heading of the group that holds it, else the
    /// next association of the roster that is shown.
    fn return_to(&mut self, ledger: &Ledger, wanted: Option<Row>) {
        let Some(row) = wanted else {
            return;
        };
        let listing = &self.listing;
        let nearby = || {
            let Row::Association(ix) = row else {
                return None;
            };
            let group = Row::Group(key_of(ledger, ix, self.group_by));
            let heading = listing.position(ledger, group);
            heading.or_else(|| listing.after(ix))
        };
        if let Some(at) = listing.position(ledger, row).or_else(nearby) {
            self.list.cursor = at;
        }
    }
}
