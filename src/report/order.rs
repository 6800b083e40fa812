//! Rows in the order of a column, one way or the other.

use std::borrow::Cow;
use std::cmp::Reverse;

use super::cell::Rank;
use super::table::Column;

/// A key in one direction; all keys of one order have the same.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Turned<K> {
    Forth(K),
    Back(Reverse<K>),
}

/// The key of a row, behind all others where there is nothing to be sorted by, either way.
pub fn key<K>(reversed: bool, blank: bool, key: K) -> (bool, Turned<K>) {
    let key = if reversed {
        Turned::Back(Reverse(key))
    } else {
        Turned::Forth(key)
    };
    (blank, key)
}

/// By which column a list is sorted; as it comes when there is none.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SortedBy {
    column: Option<Cow<'static, str>>,
    reversed: bool,
}

impl SortedBy {
    /// Sorts by a column, the other way round where it does already; without one as it comes.
    pub fn turn(&mut self, column: Option<&str>) {
        let same = column.is_some() && self.column.as_deref() == column;
        *self = Self {
            column: column.map(|id| id.to_owned().into()),
            reversed: same && !self.reversed,
        };
    }

    /// Whether it sorts by a column, and if so whether the other way round.
    pub fn by(&self, column: &str) -> Option<bool> {
        (self.column.as_deref() == Some(column)).then_some(self.reversed)
    }

    /// Puts lines into its order; those that are alike stay as they come.
    pub fn sort<T, R>(
        &self,
        columns: impl FnOnce() -> Vec<Column<R>>,
        lines: &mut [T],
        rank: impl Fn(&Column<R>, &T) -> Rank,
    ) {
        let Some(wanted) = &self.column else {
            return;
        };
        let columns = columns();
        let mut listed = columns.iter().filter(|column| column.is_listed());
        if let Some(column) = listed.find(|column| column.id == *wanted) {
            lines.sort_by_cached_key(|line| {
                let rank = rank(column, line);
                key(self.reversed, rank == Rank::Blank, rank)
            });
        }
    }
}
