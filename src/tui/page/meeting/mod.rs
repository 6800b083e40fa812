//! 调度会: one unit a page. The order is settled when the meeting begins, so that a page stays
//! where it is while things are recorded.

mod act;
mod areas;
mod draw;

use chrono::NaiveDate;

use crate::domain::change::Subject;
use crate::domain::figure::{self, Members};
use crate::domain::id::{AssocIx, UnitIx};
use crate::domain::ledger::Ledger;
use crate::domain::model::{Section, Separation};
use crate::domain::note::{Note, NoteKind};
use crate::domain::progress::Tally;
use crate::exchange::report::meeting::{self, Pledge};
use crate::exchange::report::{LateMilestone, Lateness};
use crate::tui::widget::list::List;

pub use draw::draw;

/// Remarks that are shown of a unit, the latest first.
const REMARKS: usize = 5;

/// The page of a dispatch meeting.
#[derive(Debug)]
pub struct MeetingPage {
    /// The units by name: positions may move.
    pub units: Vec<String>,
    /// Which page, from 0.
    pub at: usize,
    /// Lines of this page.
    pub rows: Vec<MeetingRow>,
    /// The ledger has moved since they were worked out.
    pub stale: bool,
    /// The line of a promise or remark that was not there before.
    newest: Option<usize>,
    /// Where one is.
    pub list: List,
}

/// A line of a page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum MeetingRow {
    /// Between two parts.
    Gap,
    /// The heading of a part, and how much there is.
    Heading(String),
    /// Nothing to say in a part.
    Nothing(&'static str),
    /// A milestone that the unit owes.
    Milestone(LateMilestone),
    /// An association with something overdue: how many items, for how many days.
    Association(AssocIx, usize, i64),
    Pledge(Pledge),
    Remark(Note),
    /// The five separations by their short names, over the unit's associations.
    Separations(Vec<(String, Tally)>),
}

impl MeetingPage {
    /// Begins with the unit that owes most, or with one that was chosen.
    pub fn new(ledger: &Ledger, unit: Option<UnitIx>, as_of: NaiveDate) -> Self {
        let order = meeting::order(ledger, as_of);
        let at = order.iter().position(|one| Some(*one) == unit);
        let name = |unit: UnitIx| ledger.units()[unit].name.to_string();
        let mut view = Self {
            units: order.into_iter().map(name).collect(),
            at: at.unwrap_or(0),
            rows: Vec::new(),
            stale: false,
            newest: None,
            list: List::default(),
        };
        view.relist(ledger, as_of);
        view
    }

    /// The unit of this page; `None` once it is counted under another one, or when there is
    /// none with a task.
    pub fn unit(&self, ledger: &Ledger) -> Option<UnitIx> {
        ledger.unit_ix(self.units.get(self.at)?)
    }

    /// Turns so many pages, and stays inside.
    pub fn turn(&mut self, by: isize) {
        let last = self.units.len().saturating_sub(1);
        let at = self.at.saturating_add_signed(by).min(last);
        if at != self.at {
            self.at = at;
            self.list = List::default();
        }
    }

    /// Turns to the page of a unit; false when it has none.
    pub fn go_to(&mut self, unit: &str) -> bool {
        let at = self.units.iter().position(|name| name == unit);
        self.at = at.unwrap_or(self.at);
        self.list = List::default();
        self.stale = true;
        at.is_some()
    }

    /// The first unit of those that fit into so many lines beside the page.
    pub fn first_unit(&self, lines: usize) -> usize {
        let mut list = List {
            cursor: self.at,
            offset: 0,
        };
        list.settle(self.units.len(), lines);
        list.offset
    }

    /// The line under the cursor.
    pub fn current(&self) -> Option<&MeetingRow> {
        self.rows.get(self.list.cursor)
    }

    /// Works the page out again, and which promise or remark has come.
    fn look_again(&mut self, ledger: &Ledger, as_of: NaiveDate) {
        let before = std::mem::take(&mut self.rows);
        self.relist(ledger, as_of);
        let is_new = |row: &MeetingRow| {
            let said = matches!(row, MeetingRow::Pledge(_) | MeetingRow::Remark(_));
            said && !before.contains(row)
        };
        self.newest = self.rows.iter().position(is_new);
    }

    /// Works the page out again.
    pub fn relist(&mut self, ledger: &Ledger, as_of: NaiveDate) {
        self.rows = self
            .unit(ledger)
            .map_or_else(Vec::new, |unit| rows(ledger, unit, as_of));
    }
}

fn rows(ledger: &Ledger, unit: UnitIx, as_of: NaiveDate) -> Vec<MeetingRow> {
    use MeetingRow as R;
    let late = Lateness::new(ledger, unit, as_of);
    let associations = late.associations.iter().filter(|one| one.own > 0);
    let associations = associations.filter_map(|one| {
        let ix = ledger.association_ix(one.no)?;
        Some(R::Association(ix, one.own, one.days))
    });
    let associations: Vec<R> = associations.collect();
    let milestones = late.milestones.iter().filter(|one| one.own).cloned();
    let milestones: Vec<R> = milestones.map(R::Milestone).collect();
    let pledges = meeting::pledges(ledger, unit, as_of).into_iter();
    let pledges: Vec<R> = pledges.map(R::Pledge).collect();
    let name = Subject::Unit(ledger.units()[unit].name.to_string());
    let remarks = ledger
        .notes(&name, NoteKind::Remark)
        .into_iter()
        .rev()
        .take(REMARKS);
    let remarks: Vec<R> = remarks
        .map(|(_, remark, _)| R::Remark(remark.clone()))
        .collect();
    let associations_of_unit = Members::Unit(unit).associations(ledger);
    let five = Separation::ALL.into_iter().map(|separation| {
        let section = Section::from(separation);
        let short = ledger.round().section(section).short.to_string();
        let sums = figure::section_of(ledger, &associations_of_unit, section);
        (short, sums.items)
    });
    let five = vec![R::Separations(five.collect())];
    let mut rows = Vec::new();
    for (heading, nothing, part) in [
        (
            s!("所欠节点", "Milestones owed"),
            s!("没有到期未办的节点", "no milestone is owed"),
            milestones,
        ),
        (
            s!("承诺和延期", "Promises and put off"),
            s!("没有记下的承诺", "no promises"),
            pledges,
        ),
        (s!("备注", "Remarks"), s!("没有备注", "no remarks"), remarks),
        (s!("五分离", "Five separations"), "", five),
        // The long list last: what was said is to stay in sight.
        (
            s!("逾期协会", "Late associations"),
            s!("没有逾期的协会", "no association is late"),
            associations,
        ),
    ] {
        if !rows.is_empty() {
            rows.push(R::Gap);
        }
        let heading = match part.first() {
            Some(R::Separations(_)) => heading.to_owned(),
            _ => format!("{heading} {}", part.len()),
        };
        rows.push(R::Heading(heading));
        if part.is_empty() {
            rows.push(R::Nothing(nothing));
        }
        rows.extend(part);
    }
    rows
}
