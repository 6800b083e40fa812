//! What the rows of a form say: answers as people mean them, or why they are none.

use std::borrow::Cow;
use std::collections::{BTreeMap, HashMap};

use crate::domain::form::value::{NONE, Value};
use crate::domain::form::{Field, FieldKind, Form};
use crate::domain::round::official;
use crate::exchange::form::reading::{Problem, WrittenForm};
use crate::exchange::odd_cell;
use crate::exchange::roster::words::words;
use crate::text::numbering;

/// The answers of a form by field; `recorded` has those of the ledger.
pub(super) fn of<'f, 'l>(
    form: &'f Form,
    fields: &BTreeMap<String, WrittenForm>,
    recorded: &dyn Fn(usize) -> Option<&'l Value>,
    problems: &mut Vec<Problem>,
) -> HashMap<&'f str, Option<Value>> {
    let mut read: HashMap<&str, Option<Value>> = HashMap::new();
    for (at_field, field) in form.fields.iter().enumerate() {
        let Some(written) = fields.get(&field.id) else {
            continue;
        };
        match value(field, written, recorded(at_field)) {
            Ok(value) => {
                read.insert(&field.id, value);
            }
            Err(message) => problems.push(Problem {
                place: written.place.clone(),
                message,
            }),
        }
    }
    read
}

fn value(
    field: &Field,
    written: &WrittenForm,
    recorded: Option<&Value>,
) -> Result<Option<Value>, String> {
    let odd = |text: &String| Some((text.clone(), odd_cell::fault(text)?));
    if let Some((text, why)) = written.rows.iter().flatten().find_map(odd) {
        return Err(t!(
            "{}：「{text}」{why}",
            "{}: \"{text}\" {why}",
            field.name()
        ));
    }
    // What the ledger says already was printed from it, however it looks.
    let plain = field.read(&written.rows);
    if recorded.is_some() && plain.as_ref().is_ok_and(|value| value.as_ref() == recorded) {
        return Ok(recorded.cloned());
    }
    if let Some(text) = written.rows.iter().find_map(|row| remark(field, row)) {
        return Err(t!(
            "{}：「{text}」像是合计或说明，不是其中的一行；请删去",
            "{}: \"{text}\" looks like a sum or a remark, and is no row of it; delete it",
            field.name()
        ));
    }
    let meant = field.read(&as_meant(field, &written.rows));
    meant.map_err(|error| t!("{}：{error}", "{}: {error}", field.name()))
}

/// A row below a list or table that sums it up or says something of it.
fn remark<'r>(field: &Field, row: &'r [String]) -> Option<&'r str> {
    let mut written = row
        .iter()
        .map(|cell| cell.trim())
        .filter(|cell| !cell.is_empty());
    let is_rows = matches!(field.kind, FieldKind::List | FieldKind::Table);
    let first = written.next().filter(|_| is_rows)?;
    let is_sum = words().is_total(first) && written.clone().count() + 1 < row.len().max(2);
    let is_note = words().is_note(first) && written.next().is_none();
    (is_sum || is_note).then_some(first)
}

/// The rows of an answer as people mean them: items that are counted on one line are several, and a row of 无 or
/// of strokes says that there is nothing.
pub(super) fn as_meant<'r>(field: &Field, rows: &'r [Vec<String>]) -> Cow<'r, [Vec<String>]> {
    let is_nothing = |cell: &String| {
        let bare = cell.trim();
        official::means(NONE, bare)
            || !bare.is_empty() && bare.chars().all(|c| "/／\\—－-–".contains(c))
    };
    match (field.kind, rows) {
        (FieldKind::List | FieldKind::Table, [only])
            if only.iter().any(|cell| !cell.trim().is_empty())
                && only
                    .iter()
                    .all(|cell| cell.trim().is_empty() || is_nothing(cell)) =>
        {
            Cow::Owned(vec![vec![NONE.to_owned()]])
        }
        (FieldKind::List, rows) => {
            let items = || rows.iter().flatten().filter(|item| !item.trim().is_empty());
            let counted: Option<Vec<&str>> = (1..)
                .zip(items())
                .map(|(no, item)| match numbering::split(item)? {
                    (number, bare) if number == no => Some(bare),
                    _ => None,
                })
                .collect();
            let items = match counted {
                Some(counted) if counted.len() > 1 => counted,
                _ => items().flat_map(|item| numbering::items(item)).collect(),
            };
            let rows = items.into_iter().map(|item| vec![item.to_owned()]);
            Cow::Owned(rows.collect())
        }
        // The rows of a table may be counted in their first cell.
        (FieldKind::Table, rows) => {
            let counted = (1..)
                .zip(rows)
                .map(|(no, row)| match numbering::split(row.first()?) {
                    Some((number, bare)) if number == no => {
                        let rest = row.iter().skip(1).cloned();
                        Some(std::iter::once(bare.to_owned()).chain(rest).collect())
                    }
                    _ => None,
                });
            let counted: Option<Vec<Vec<String>>> = counted.collect();
            let counted = counted.filter(|rows| rows.len() > 1);
            counted.map_or(Cow::Borrowed(rows), Cow::Owned)
        }
        _ => Cow::Borrowed(rows),
    }
}
