//! The burn-up: what is done and what the plan wanted done, day by day.

use std::collections::BTreeMap;
use std::ops::Bound;

use chrono::NaiveDate;
use serde::Serialize;

use crate::domain::ledger::Ledger;

/// A day and a number of items.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Point {
    pub on: NaiveDate,
    pub items: usize,
}

/// Items that were done over time, and that the plan wanted done.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Burn {
    /// Items of all 拟脱钩.
    pub total: usize,
    /// Done, by the days that they count for; begins with the day of the notice and ends with the
    /// as-of date. What was taken back is not in it.
    pub done: Vec<Point>,
    /// Due, by the checklist; begins with the day of the notice.
    pub planned: Vec<Point>,
    /// Items that should have been done on the as-of date.
    pub due_now: usize,
    /// Items that are done on it.
    pub done_now: usize,
}

impl Burn {
    /// From what is done, each by the day that it counts for, up to a day.
    pub fn new(ledger: &Ledger, as_of: NaiveDate) -> Self {
        let round = ledger.round();
        let mut done_by: BTreeMap<NaiveDate, usize> = BTreeMap::new();
        let mut due_by: BTreeMap<NaiveDate, usize> = BTreeMap::new();
        let mut total = 0;
        for (_, stand, items) in ledger.totals().items() {
            total += items;
            *due_by.entry(stand.due_on).or_default() += items;
            if let Some(on) = stand.done_on {
                *done_by.entry(on).or_default() += items;
            }
        }
        let start = round.info.notice.dated_on.min(as_of);
        let after = (Bound::Excluded(start), Bound::Included(as_of.max(start)));
        let before = done_by.range(..=start).map(|(_, items)| items).sum();
        let mut done = running(start, before, done_by.range(after));
        if let Some(last) = done.last().copied().filter(|last| last.on < as_of) {
            done.push(Point { on: as_of, ..last });
        }
        let planned = running(round.info.notice.dated_on, 0, &due_by);
        let overdue = |point: &&Point| round.info.thresholds.days_left(point.on, as_of) < 0;
        Self {
            total,
            due_now: planned.iter().rfind(overdue).map_or(0, |point| point.items),
            done_now: done.last().map_or(0, |point| point.items),
            done,
            planned,
        }
    }
}

/// A sum that grows day by day.
fn running<'a>(
    start: NaiveDate,
    items: usize,
    days: impl IntoIterator<Item = (&'a NaiveDate, &'a usize)>,
) -> Vec<Point> {
    let mut points = vec![Point { on: start, items }];
    let mut sum = items;
    for (on, more) in days {
        sum += more;
        points.push(Point {
            on: *on,
            items: sum,
        });
    }
    points
}

/// Items that are done, of all 拟脱钩.
pub(super) fn done_items(ledger: &Ledger) -> usize {
    ledger.totals().tally(ledger.round(), |_| true).done
}
