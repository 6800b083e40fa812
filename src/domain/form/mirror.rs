//! 前后对照: which field of 基本情况表 and which of 完成情况表 speak of one matter, whether
//! what stands in them differs, and what one side can take from the other. The pairs are data.

use super::value::Value;
use super::{Field, FieldKind};
use crate::domain::round::Official;

/// A matter with its fields on both sides.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Topic {
    /// What it is about.
    pub title: Official,
    /// Its lines, in order.
    pub pairs: Vec<Pair>,
}

/// A line: a field of the state before, one of the state after, or both.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pair {
    /// Field id before.
    pub before: Option<String>,
    /// Field id after.
    pub after: Option<String>,
    /// How the two are held together.
    pub link: Link,
}

/// How two fields that stand beside each other are compared.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Link {
    /// Not at all.
    Beside,
    /// They hold the same kind of answer.
    Equal,
    /// These options before and after mean that nothing has changed.
    Options(Vec<(String, String)>),
    /// Each column after comes from a column before, from 0; `None` = it is asked after only.
    /// A list counts as a table of one column.
    Columns(Vec<Option<usize>>),
}

/// One of the two sides.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Side {
    /// 基本情况表.
    Before,
    /// 完成情况表.
    After,
}

impl Side {
    /// The one opposite.
    #[must_use]
    pub const fn other(self) -> Self {
        match self {
            Self::Before => Self::After,
            Self::After => Self::Before,
        }
    }
}

impl Pair {
    /// Field id on a side.
    pub fn field(&self, side: Side) -> Option<&str> {
        match side {
            Side::Before => self.before.as_deref(),
            Side::After => self.after.as_deref(),
        }
    }

    /// Both sides are filled in and say that something is different now.
    pub fn changed(&self, before: Option<&Value>, after: Option<&Value>) -> bool {
        let (Some(before), Some(after)) = (before, after) else {
            return false;
        };
        match &self.link {
            Link::Beside => false,
            Link::Equal => before != after,
            Link::Options(same) => !same.iter().any(|(b, a)| before.ticks(b) && after.ticks(a)),
            Link::Columns(columns) => {
                let known = |row: &[String]| -> Vec<String> {
                    let cells = row.iter().zip(columns);
                    let known = cells.filter(|(_, from)| from.is_some());
                    known.map(|(cell, _)| cell.clone()).collect()
                };
                let offered = forward(columns, &before.rows());
                let offered: Vec<_> = offered.iter().map(|row| known(row)).collect();
                let there: Vec<_> = after.rows().iter().map(|row| known(row)).collect();
                offered != there
            }
        }
    }

    /// What a side could take from the other, as rows of cells; `None` when the other side does
    /// not say. Offered only: whoever fills in the form decides.
    pub fn offer(&self, to: Side, from: &Value) -> Option<Vec<Vec<String>>> {
        match &self.link {
            Link::Beside => None,
            Link::Equal => Some(from.rows()),
            Link::Options(same) => {
                // Only where exactly one option on the other side means the same.
                let mut fitting = same.iter().filter_map(|(before, after)| match to {
                    Side::After => from.ticks(before).then_some(after),
                    Side::Before => from.ticks(after).then_some(before),
                });
                match (fitting.next(), fitting.next()) {
                    (Some(option), None) => Some(vec![vec![option.clone()]]),
                    _ => None,
                }
            }
            Link::Columns(columns) => Some(match to {
                Side::After => forward(columns, &from.rows()),
                Side::Before => backward(columns, &from.rows()),
            }),
        }
    }

    /// What keeps the pair from joining these fields, in words.
    pub fn fault(&self, before: Option<&Field>, after: Option<&Field>) -> Option<&'static str> {
        let (Some(before), Some(after)) = (before, after) else {
            return match self.link {
                Link::Beside => None,
                _ => Some(s!(
                    "只有一边的栏目不能比较",
                    "fields of one side cannot be compared"
                )),
            };
        };
        let width = |field: &Field| match field.kind {
            FieldKind::List => Some(1),
            FieldKind::Table => Some(field.columns.len()),
            _ => None,
        };
        match &self.link {
            Link::Beside => None,
            Link::Equal => {
                let alike = before.kind == after.kind
                    && before.options == after.options
                    && before.columns == after.columns;
                (!alike).then_some(s!(
                    "两边种类或选项不同，须写 same、take 或 beside",
                    "kinds or options differ; write same, take or beside"
                ))
            }
            Link::Options(same) => {
                let known = same
                    .iter()
                    .all(|(b, a)| before.options.contains(b) && after.options.contains(a));
                (!known).then_some(s!("same 中有没有的选项", "same names an unknown option"))
            }
            Link::Columns(columns) => {
                let fits = width(after) == Some(columns.len())
                    && width(before)
                        .is_some_and(|width| columns.iter().flatten().all(|from| *from < width));
                (!fits).then_some(s!(
                    "take 与两边的列数不符",
                    "take does not fit the number of columns"
                ))
            }
        }
    }
}

fn forward(columns: &[Option<usize>], rows: &[Vec<String>]) -> Vec<Vec<String>> {
    let cell = |row: &Vec<String>, from: &Option<usize>| {
        let found = from.and_then(|from| row.get(from));
        found.cloned().unwrap_or_default()
    };
    rows.iter()
        .map(|row| columns.iter().map(|from| cell(row, from)).collect())
        .collect()
}

fn backward(columns: &[Option<usize>], rows: &[Vec<String>]) -> Vec<Vec<String>> {
    let width = columns.iter().flatten().max().map_or(0, |last| last + 1);
    rows.iter()
        .map(|row| {
            let mut cells = vec![String::new(); width];
            for (cell, from) in row.iter().zip(columns) {
                if let Some(from) = from {
                    cells[*from].clone_from(cell);
                }
            }
            cells
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table(rows: &[&[&str]]) -> Value {
        let rows = rows.iter();
        Value::Table(
            rows.map(|row| row.iter().map(|cell| (*cell).to_owned()).collect())
                .collect(),
        )
    }

    #[test]
    fn columns_are_taken_there_and_back() {
        let pair = Pair {
            before: Some("b".into()),
            after: Some("a".into()),
            link: Link::Columns(vec![Some(0), None, Some(1)]),
        };
        let before = table(&[&["报", "局"]]);
        let after = table(&[&["报", "公司", "局"]]);
        assert_eq!(
            pair.offer(Side::After, &before),
            Some(vec![vec!["报".to_owned(), String::new(), "局".into()]])
        );
        assert_eq!(
            pair.offer(Side::Before, &after),
            Some(vec![vec!["报".to_owned(), "局".into()]])
        );
        // What is asked after only does not count as a change.
        assert!(!pair.changed(Some(&before), Some(&after)));
        let moved = table(&[&["报", "公司", "社"]]);
        assert!(pair.changed(Some(&before), Some(&moved)));
    }

    #[test]
    fn an_option_is_offered_only_where_it_is_the_only_one() {
        let same = |pairs: &[(&str, &str)]| {
            let pairs = pairs.iter();
            Link::Options(
                pairs
                    .map(|(b, a)| ((*b).to_owned(), (*a).to_owned()))
                    .collect(),
            )
        };
        let pair = |link| Pair {
            before: Some("b".into()),
            after: Some("a".into()),
            link,
        };
        let no = Value::Ticked(vec!["否".into()]);
        let yes = Value::Ticked(vec!["是".into()]);
        let one = pair(same(&[("否", "不涉及")]));
        assert_eq!(
            one.offer(Side::After, &no),
            Some(vec![vec!["不涉及".to_owned()]])
        );
        assert_eq!(one.offer(Side::After, &yes), None);
        let two = pair(same(&[("是", "不涉及"), ("是", "单独")]));
        assert_eq!(two.offer(Side::After, &yes), None);
        assert!(!two.changed(Some(&yes), Some(&Value::Ticked(vec!["单独".into()]))));
        assert!(two.changed(Some(&no), Some(&Value::Ticked(vec!["单独".into()]))));
    }
}
