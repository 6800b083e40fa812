//! 问题: what was found, what of it is shown, and where one is. Looked for once for a state of
//! the ledger, and only while the page is looked at: a ledger of a city at once, a larger one
//! little by little while nobody types.

mod act;
mod areas;
mod draw;

use std::borrow::Cow;
use std::collections::BTreeSet;

use chrono::NaiveDate;

use crate::domain::finding::{Finding, Kind, Ranked, Survey};
use crate::domain::ledger::Ledger;
use crate::report::cell::Rank;
use crate::report::findings as report;
use crate::report::order::SortedBy;
use crate::report::table::LedgerOn;
use crate::tui::widget::list::List;

pub use draw::draw;

/// So much is looked at when the page is opened: all of a ledger of some 3,000 associations.
const AT_ONCE: usize = 12_000;
/// So much while nobody types, before it is asked again whether somebody does.
const SLICE: usize = 4_000;

/// 问题.
#[derive(Debug, Default)]
pub struct FindingsPage {
    /// The search, while it is not at its end.
    survey: Option<Survey>,
    found: Option<Ranked>,
    /// The ledger has moved on since. What was found is shown until it is found anew.
    stale: bool,
    /// Only of this kind.
    pub kind: Option<Kind>,
    /// Ids of those that are marked, to be decided at once.
    pub marked: BTreeSet<String>,
    /// Also those that were decided.
    pub all: bool,
    /// Positions of those that are shown.
    pub lines: Vec<usize>,
    /// By which column they are sorted, where not by how bad they are.
    sorted: SortedBy,
    /// Where one is.
    pub list: List,
    /// Open ones of each kind, in the order of [`Kind::ALL`]; with `all`, all of them.
    pub counts: [usize; Kind::ALL.len()],
    /// Id of the one under the cursor and the line that it stood on, to find it again.
    here: Option<(String, usize)>,
}

impl FindingsPage {
    /// What was found may no longer hold, or does not when everything has moved.
    pub fn forget(&mut self, ledger: &Ledger, everything: bool) {
        self.survey = None;
        self.stale = true;
        if everything {
            self.remember(ledger);
            self.found = None;
            self.relist(ledger);
        }
    }

    /// Begins to look, unless it is known or being looked for.
    pub fn ensure(&mut self, ledger: &Ledger, as_of: NaiveDate) {
        let known = self.found.is_some() && !self.stale;
        if !known && self.survey.is_none() {
            self.survey = Some(Survey::new(ledger, as_of));
            self.look(ledger, AT_ONCE);
        }
    }

    /// Not everything was looked at.
    pub const fn unfinished(&self) -> bool {
        self.survey.is_some()
    }

    /// Goes on with the survey for one slice.
    pub fn go_on(&mut self, ledger: &Ledger) {
        self.look(ledger, SLICE);
    }

    fn look(&mut self, ledger: &Ledger, budget: usize) {
        let Some(mut survey) = self.survey.take() else {
            return;
        };
        if !survey.step(ledger, budget) {
            self.survey = Some(survey);
            return;
        }
        self.remember(ledger);
        self.found = Some(survey.finish());
        self.stale = false;
        self.relist(ledger);
    }

    /// There is a list to be shown.
    pub const fn known(&self) -> bool {
        self.found.is_some()
    }

    /// How far the search is, in percent, while it is not at its end.
    pub fn reached(&self, ledger: &Ledger) -> Option<usize> {
        let survey = self.survey.as_ref()?;
        Some(survey.progress(ledger).percent().unwrap_or(100))
    }

    /// Works out again what is shown. Stays on the finding, or on the line where it was.
    pub fn relist(&mut self, ledger: &Ledger) {
        self.lines.clear();
        self.counts = [0; Kind::ALL.len()];
        let Some(found) = &self.found else {
            return;
        };
        for (at, (kind, open)) in found.kinds().enumerate() {
            if !self.all && !open {
                continue;
            }
            // Kinds are declared in the order in which they stand.
            self.counts[kind as usize] += 1;
            let wanted = match self.kind {
                Some(wanted) => kind == wanted,
                // What is to be looked back on is a list of its own.
                None => kind != Kind::LookBack,
            };
            if wanted {
                self.lines.push(at);
            }
        }
        let on = LedgerOn::new(ledger, found.as_of());
        self.sorted
            .sort(report::columns, &mut self.lines, |column, at| {
                let one = found.get(ledger, *at);
                one.map_or(Rank::Blank, |one| column.rank(on, &one))
            });
        if let Some((id, before)) = &self.here {
            let at = found.position(ledger, id);
            let line = at.and_then(|at| self.lines.iter().position(|line| *line == at));
            self.list.cursor = line.unwrap_or(*before);
        }
    }

    /// Remembers the finding under the cursor.
    fn remember(&mut self, ledger: &Ledger) {
        let found = self.found.as_ref();
        let at = found.zip(self.lines.get(self.list.cursor));
        if let Some(id) = at.and_then(|(found, at)| found.id(ledger, *at)) {
            self.here = Some((id.into_owned(), self.list.cursor));
        }
    }

    /// The finding on a line.
    pub fn at(&self, ledger: &Ledger, line: usize) -> Option<Cow<'_, Finding>> {
        self.found.as_ref()?.get(ledger, *self.lines.get(line)?)
    }

    /// The finding under the cursor.
    pub fn current(&self, ledger: &Ledger) -> Option<Cow<'_, Finding>> {
        self.at(ledger, self.list.cursor)
    }

    /// Those that a decision is about: what is marked, else the one under the cursor.
    pub fn meant(&self, ledger: &Ledger) -> Vec<String> {
        let current = || self.current(ledger).map(|one| one.id.clone());
        if self.marked.is_empty() {
            return current().into_iter().collect();
        }
        self.marked.iter().cloned().collect()
    }

    /// Marks the finding under the cursor, or takes its mark away.
    pub fn mark(&mut self, ledger: &Ledger) {
        if let Some(id) = self.current(ledger).map(|one| one.id.clone()) {
            if !self.marked.remove(&id) {
                self.marked.insert(id);
            }
            self.list.step(1, self.lines.len());
        }
    }

    /// Marks all that are listed; when all of them are marked, takes the marks away.
    pub fn mark_listed(&mut self, ledger: &Ledger) {
        let ids = (0..self.lines.len()).filter_map(|line| Some(self.at(ledger, line)?.id.clone()));
        let ids: BTreeSet<String> = ids.collect();
        if ids.is_subset(&self.marked) {
            self.marked.clear();
        } else {
            self.marked.extend(ids);
        }
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

    /// Sorts by a column; stays on the finding.
    fn sort_by(&mut self, ledger: &Ledger, column: Option<&str>) {
        self.remember(ledger);
        self.sorted.turn(column);
        self.relist(ledger);
    }

    /// Shows those that were decided too, or no longer.
    pub fn turn_all(&mut self, ledger: &Ledger) {
        self.remember(ledger);
        self.all = !self.all;
        self.relist(ledger);
    }
}
