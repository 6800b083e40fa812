//! 问题: what was found, what of it is shown, and where one is. Worked out once for a state of
//! the ledger, and only when the page is looked at.

use chrono::NaiveDate;

use crate::domain::finding::list::{self, Kind, Listed};
use crate::domain::ledger::Ledger;
use crate::tui::widget::list::List;

/// 问题.
#[derive(Debug, Default)]
pub struct Findings {
    /// Everything, ranked; nothing while the ledger has moved on and nobody looks.
    found: Option<Vec<Listed>>,
    /// Only of this kind.
    pub kind: Option<Kind>,
    /// Also those that were decided.
    pub all: bool,
    /// Positions of those that are shown.
    pub lines: Vec<usize>,
    /// Where one is.
    pub list: List,
    /// Open ones of each kind, in the order of [`Kind::ALL`]; with `all`, all of them.
    pub counts: [usize; Kind::ALL.len()],
    /// Id of the one under the cursor, to find it again.
    here: Option<String>,
}

impl Findings {
    /// What was found may no longer hold.
    pub fn forget(&mut self) {
        self.remember();
        self.found = None;
    }

    /// Works everything out, unless it is known.
    pub fn ensure(&mut self, ledger: &Ledger, as_of: NaiveDate) {
        if self.found.is_none() {
            self.found = Some(list::all(ledger, as_of));
            self.relist(ledger);
        }
    }

    /// Works out again what is shown. Stays on the finding, or on the line where it was.
    pub fn relist(&mut self, ledger: &Ledger) {
        let found = self.found.as_deref().unwrap_or_default();
        let shown = |one: &&Listed| self.all || one.open(ledger);
        self.counts = Kind::ALL.map(|kind| {
            let of_kind = found.iter().filter(|one| one.kind == kind);
            of_kind.filter(shown).count()
        });
        let wanted = |one: &Listed| match self.kind {
            Some(kind) => one.kind == kind,
            // What is to be looked back on is a list of its own.
            None => one.kind != Kind::LookBack,
        };
        let lines = found.iter().enumerate();
        let lines = lines.filter(|(_, one)| wanted(one) && shown(one));
        self.lines = lines.map(|(at, _)| at).collect();
        if let Some(here) = &self.here {
            let at = self.lines.iter().position(|at| found[*at].id == *here);
            self.list.cursor = at.unwrap_or(self.list.cursor);
        }
    }

    /// Remembers the finding under the cursor.
    fn remember(&mut self) {
        if let Some(one) = self.current() {
            self.here = Some(one.id.clone());
        }
    }

    /// The finding on a line.
    pub fn at(&self, line: usize) -> Option<&Listed> {
        self.found.as_ref()?.get(*self.lines.get(line)?)
    }

    /// The finding under the cursor.
    pub fn current(&self) -> Option<&Listed> {
        self.at(self.list.cursor)
    }

    /// How many there are without those to be looked back on.
    pub fn count(&self) -> usize {
        let all = Kind::ALL.iter().zip(&self.counts);
        let counted = all.filter(|(kind, _)| **kind != Kind::LookBack);
        counted.map(|(_, count)| count).sum()
    }

    /// Shows the next kind (`by` = 1) or the one before (-1); all of them stand before the first.
    pub fn turn(&mut self, ledger: &Ledger, by: isize) {
        let here = self
            .kind
            .and_then(|kind| Kind::ALL.iter().position(|one| *one == kind));
        let at = here.map_or(0, |at| at + 1).cast_signed();
        let next = (at + by).rem_euclid(Kind::ALL.len().cast_signed() + 1);
        let next = next.cast_unsigned();
        self.show(ledger, next.checked_sub(1).map(|at| Kind::ALL[at]));
    }

    /// Shows one kind, or all.
    pub fn show(&mut self, ledger: &Ledger, kind: Option<Kind>) {
        self.kind = kind;
        self.here = None;
        self.list = List::default();
        self.relist(ledger);
    }

    /// Shows those that were decided too, or no longer.
    pub fn turn_all(&mut self, ledger: &Ledger) {
        self.remember();
        self.all = !self.all;
        self.relist(ledger);
    }
}
