//! 名册: the lines of the roster, what they are filtered, grouped and ordered by, and where one
//! is among them.

mod act;
mod areas;
mod aside;
mod draw;
mod field;
mod order;
mod search;
mod table;
mod typing;
mod values;
mod view;
mod views;

use std::collections::HashSet;

use chrono::NaiveDate;

use crate::app::filter::{Suggestion, WhereError};
use crate::app::listing::{Catalogue, Filter, GroupBy, GroupKey, ListRow, Listing, Order};
use crate::domain::id::AssocIx;
use crate::domain::ledger::{Ledger, Touched};
use crate::report::table::Column;
use crate::tui::widget::input::LineInput;
use crate::tui::widget::list::List;

pub use draw::draw;
pub use table::Table;
pub use views::{pick, recall};

/// 名册.
#[derive(Debug, Default)]
pub struct RosterPage {
    /// Who is shown.
    pub filter: Filter,
    /// In which groups.
    pub group_by: GroupBy,
    /// In which order.
    pub order: Order,
    pub folded: HashSet<GroupKey>,
    /// Which columns; `None` = as usual.
    pub columns: Option<Vec<Column<AssocIx>>>,
    /// Columns that are moved out of sight to the left.
    pub scroll: usize,
    /// The digit of the view that was last asked for.
    pub view: Option<u8>,
    /// The search field; `None` while nothing is searched for.
    pub search: Option<LineInput>,
    /// Keys go into the search field.
    pub typing: bool,
    /// The word in the search field that is not understood.
    pub fault: Option<WhereError>,
    /// What could be written in the search field.
    pub suggestions: Vec<Suggestion>,
    /// What lists are made from.
    pub catalogue: Catalogue,
    /// The lines to show.
    pub listing: Listing,
    /// The ledger has moved since they were built.
    pub stale: bool,
    /// Where one is.
    pub list: List,
    /// The line that the user last chose; the cursor returns to it when it is shown again.
    pub anchor: Option<ListRow>,
}

impl RosterPage {
    /// Builds the lines again and puts the cursor back on its line.
    pub fn relist(&mut self, ledger: &Ledger, as_of: NaiveDate) {
        self.stale = false;
        let wanted = self.wanted();
        self.listing = Listing::of(
            &mut self.catalogue,
            ledger,
            &self.filter,
            (self.group_by, self.order),
            &self.folded,
            as_of,
        );
        self.return_to(ledger, wanted);
    }

    /// Takes up what was worked out behind the screen: everybody, in the usual groups and order. Who
    /// wants another list has it built.
    pub fn take(&mut self, ledger: &Ledger, catalogue: Catalogue, listing: Listing) {
        self.catalogue = catalogue;
        let usual = self.filter.is_empty()
            && self.folded.is_empty()
            && (self.group_by, self.order) == (GroupBy::default(), Order::default());
        if usual {
            let wanted = self.wanted();
            self.listing = listing;
            self.stale = false;
            self.return_to(ledger, wanted);
        }
    }

    /// The line under the cursor.
    pub fn current(&self) -> Option<ListRow> {
        self.listing.row(self.list.cursor)
    }

    /// Remembers the line under the cursor as the user's choice.
    pub fn anchor_here(&mut self) {
        self.anchor = self.current();
    }

    /// The ledger has moved: sums move along; lines are built again when they are looked at, and
    /// only if they may be others now.
    pub fn follow(&mut self, ledger: &Ledger, moved: &Touched) {
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
    fn wanted(&self) -> Option<ListRow> {
        self.anchor.or_else(|| self.current())
    }

    /// Puts the cursor on a line: itself, else the heading of the group that holds it, else the
    /// next association of the roster that is shown.
    fn return_to(&mut self, ledger: &Ledger, wanted: Option<ListRow>) {
        let Some(row) = wanted else {
            return;
        };
        let listing = &self.listing;
        let nearby = || {
            let ListRow::Association(ix) = row else {
                return None;
            };
            let group = ListRow::Group(listing.key_of(ledger, ix));
            let heading = listing.position(ledger, group);
            heading.or_else(|| listing.after(ix))
        };
        if let Some(at) = listing.position(ledger, row).or_else(nearby) {
            self.list.cursor = at;
        }
    }
}
