//! The ledger as it was recorded up to a day, put together from the history, and the burn-up
//! that follows from it.

use std::collections::HashMap;

use chrono::NaiveDate;
use serde::Serialize;

use crate::domain::change::{Change, Entry, Thing};
use crate::domain::fact::FactKey;
use crate::domain::ledger::Ledger;
use crate::domain::model::ItemState;

/// The ledger as it stood at the end of a day: everything that was recorded for that day or an
/// earlier one, whenever it was entered. What was recorded last of a thing counts.
pub fn as_it_stood(ledger: &Ledger, entries: &[Entry], day: NaiveDate) -> Ledger {
    let mut past = ledger.untouched();
    // A view is a way of looking; it is there whatever day one looks at.
    let look = |change: &&Change| matches!(change.thing(), Thing::Fact(FactKey::View(_)));
    // What the round does not know any more has no place in its sums.
    past.apply_known(entries.iter().flat_map(|entry| {
        let happened = entry.body.as_of <= day;
        let changes = entry.body.changes.iter();
        changes.filter(move |change| happened || look(change))
    }));
    past
}

/// The ledger on the way from untouched to today.
#[derive(Debug)]
pub struct Past<'a> {
    ledger: Ledger,
    /// The entries by the day that they count for, then as they were recorded.
    entries: Vec<&'a Entry>,
    /// How many of them are in.
    at: usize,
    /// Which entry spoke last of a thing: the day that an entry counts for may lie before that
    /// of an older one, and what was recorded last counts.
    spoken: HashMap<Thing<'a>, i64>,
}

impl<'a> Past<'a> {
    /// Before anything was recorded.
    pub fn new(ledger: &Ledger, entries: &'a [Entry]) -> Self {
        let mut entries: Vec<&Entry> = entries.iter().collect();
        entries.sort_by_key(|entry| (entry.body.as_of, entry.seq));
        Self {
            ledger: ledger.untouched(),
            entries,
            at: 0,
            spoken: HashMap::new(),
        }
    }

    /// The ledger with everything that counts for `day` or an earlier one.
    pub fn on(&mut self, day: NaiveDate) -> &Ledger {
        let mut changes = Vec::new();
        while let Some(entry) = self.entries.get(self.at) {
            if entry.body.as_of > day {
                break;
            }
            self.at += 1;
            for change in &entry.body.changes {
                let last = self.spoken.entry(change.thing()).or_insert(0);
                if entry.seq < *last {
                    continue;
                }
                *last = entry.seq;
                changes.push(change);
            }
        }
        // What the round does not know any more has no place in its sums.
        self.ledger.apply_known(changes);
        &self.ledger
    }

    /// The days on which something was recorded, first to last.
    fn days(&self) -> Vec<NaiveDate> {
        let mut days: Vec<NaiveDate> = self.entries.iter().map(|entry| entry.body.as_of).collect();
        days.dedup();
        days
    }
}

/// A day and a number of items.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Point {
    /// The day.
    pub on: NaiveDate,
    /// Items.
    pub items: usize,
}

/// Items that were done over time, and that the plan wanted done.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Burn {
    /// Items of all 拟脱钩.
    pub total: usize,
    /// Done, by the history; begins with the day of the notice and ends with the as-of date.
    pub done: Vec<Point>,
    /// Due, by the checklist; begins with the day of the notice.
    pub planned: Vec<Point>,
    /// Items that should have been done on the as-of date.
    pub due_now: usize,
    /// Items that are done on it.
    pub done_now: usize,
}

impl Burn {
    /// From the history up to a day.
    pub fn new(ledger: &Ledger, entries: &[Entry], as_of: NaiveDate) -> Self {
        let round = ledger.round();
        let start = round.info.notice.dated_on.min(as_of);
        let mut past = Past::new(ledger, entries);
        let mut done = vec![Point {
            on: start,
            items: done_items(past.on(start)),
        }];
        let days = past.days();
        for day in days.into_iter().filter(|day| *day > start && *day <= as_of) {
            let items = done_items(past.on(day));
            done.push(Point { on: day, items });
        }
        if done.last().is_some_and(|last| last.on < as_of) {
            let items = done_items(past.on(as_of));
            done.push(Point { on: as_of, items });
        }
        let mut due: Vec<(NaiveDate, usize)> = Vec::new();
        let mut total = 0;
        for ix in 0..ledger.associations().len() {
            if !ledger.has_task(ix) {
                continue;
            }
            for item in ledger.checklist(ix) {
                if item.state == ItemState::NotApplicable {
                    continue;
                }
                total += 1;
                let on = ledger.item_due_on(ix, item.def);
                match due.iter_mut().find(|(day, _)| *day == on) {
                    Some((_, items)) => *items += 1,
                    None => due.push((on, 1)),
                }
            }
        }
        due.sort_unstable();
        let mut planned = vec![Point {
            on: round.info.notice.dated_on,
            items: 0,
        }];
        let mut sum = 0;
        for (on, items) in due {
            sum += items;
            planned.push(Point { on, items: sum });
        }
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

/// Items that are done, of all 拟脱钩.
pub(super) fn done_items(ledger: &Ledger) -> usize {
    (0..ledger.associations().len())
        .filter(|ix| ledger.has_task(*ix))
        .map(|ix| ledger.progress(ix).all().done)
        .sum()
}
