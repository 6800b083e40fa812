//! Puts together what was read of a roster: its rows, what is wrong with it, and what the reader
//! should know of how it was understood.

use std::collections::{BTreeMap, BTreeSet};

use super::RosterFileError;
use super::columns::{ContentReason, Header};
use super::details::{self, DetailUse};
use super::found::{PlannedRow, RosterPart, RosterRows, rows_named};
use super::grid::Grid;
use super::near;
use super::odd_texts;
use super::plan::{ColumnUse, PlanPart, ReadOptions, RosterPlan};
use super::problem::{CellAt, NamedColumn, Remedy, RosterPlace, RosterProblem};
use super::reading::{Settled, is_roster, title};
use super::rows;
use super::sheet::{Naming, RosterSheet};
use super::states::States;
use super::ticked::TickedStates;
use super::words::RosterColumn;

/// What the sheets of a roster come to; `others` have a header too and are not read.
pub fn plan(
    mut grid: Grid,
    parts: &[Settled],
    others: &[(usize, Header)],
    options: &ReadOptions,
) -> RosterPlan {
    let mut problems = std::mem::take(&mut grid.problems);
    problems.extend(left(&grid, others));
    let states = States::new(&options.statuses, options.accept_proposed);
    let named: Vec<RosterPart<'_>> = parts
        .iter()
        .map(|(at, header, _)| {
            let sheet = &grid.sheets[*at];
            let title = title(sheet, header, &states);
            RosterPart {
                sheet,
                header,
                title: title.filter(|_| parts.len() > 1 || header.columns.len() < 4),
            }
        })
        .collect();
    for (number, RosterPart { sheet, header, .. }) in (0u16..).zip(&named) {
        problems.extend(rivals(sheet, header, number));
    }
    let mut read = rows::read(&named, states);
    let (merged, near) = near::merge(&mut read.rows, &options.units);
    read.notes.extend(merged);
    let mut uses = Vec::new();
    if !options.details.left_out {
        let columns = parts.iter().map(|(.., details)| details.clone());
        let whole: Vec<_> = named.iter().cloned().zip(columns).collect();
        let (found, notes) = details::collect(&whole, &mut read.rows);
        uses = found;
        read.notes.extend(notes);
    }
    let of_sheets = notes(&named, parts, &read, options);
    read.notes.extend(of_sheets);
    if read.rows.is_empty() && read.problems.is_empty() && problems.is_empty() {
        problems.push(RosterProblem::new(
            String::new(),
            s!("表头下面没有协会", "no associations below the headings"),
        ));
    }
    problems.extend(odd_texts::swapped(&named, &read.rows));
    problems.extend(read.problems);
    let RosterPart { sheet, header, .. } = named[0];
    let columns = columns(sheet, header, &uses);
    let line = header.line.map(|line| &sheet.lines[line]);
    let header = line
        .filter(|line| line.number > 0)
        .map_or_else(String::new, |line| sheet.row_address(line.number));
    let (parts, other_sheets) = sheets(grid.sheets, parts);
    RosterPlan {
        kind: grid.kind,
        encoding: grid.encoding,
        header,
        columns,
        rows: read.rows,
        problems,
        skipped: read.skipped,
        notes: read.notes,
        hints: near.into_iter().collect(),
        statuses: read.statuses,
        parts,
        other_sheets,
    }
}

/// A file of which nobody can tell where its names stand: all of it, to be looked at.
pub fn unread(mut grid: Grid, header: &Header, why: &RosterFileError) -> RosterPlan {
    let mut problems = std::mem::take(&mut grid.problems);
    problems.push(RosterProblem::new(String::new(), why.to_string()));
    let sheets = grid.sheets.into_iter();
    let parts = sheets.filter(|sheet| !sheet.lines.is_empty());
    let parts = parts.map(|sheet| PlanPart {
        sheet,
        header: header.clone(),
        details: BTreeMap::new(),
    });
    let parts: Vec<PlanPart> = parts.collect();
    let columns = parts
        .first()
        .map(|part| columns(&part.sheet, header, &[]))
        .unwrap_or_default();
    RosterPlan {
        kind: grid.kind,
        encoding: grid.encoding,
        header: String::new(),
        columns,
        rows: Vec::new(),
        problems,
        skipped: Vec::new(),
        notes: Vec::new(),
        hints: Vec::new(),
        statuses: Vec::new(),
        parts,
        other_sheets: Vec::new(),
    }
}

/// The sheets that were read, with what their columns were taken for, and the names of the others.
fn sheets(all: Vec<RosterSheet>, parts: &[Settled]) -> (Vec<PlanPart>, Vec<String>) {
    let mut all: Vec<Option<RosterSheet>> = all.into_iter().map(Some).collect();
    let parts = parts.iter().map(|(at, header, details)| PlanPart {
        sheet: all[*at].take().expect("each part is a sheet of its own"),
        header: header.clone(),
        details: details.clone(),
    });
    let parts = parts.collect();
    let others = all.into_iter().flatten();
    let others = others.filter(|sheet| !sheet.name.is_empty() && !sheet.lines.is_empty());
    (parts, others.map(|sheet| sheet.name).collect())
}

/// Sheets that look like rosters, too, and are not read.
fn left(grid: &Grid, others: &[(usize, Header)]) -> Vec<RosterProblem> {
    let rosters = |other: &&(usize, Header)| {
        let (at, header) = other;
        header.line.is_some() && is_roster(header) && grid.sheets[*at].lines.len() > header.below()
    };
    let found = others.iter().filter(rosters).filter_map(|(other, header)| {
        let sheet = &grid.sheets[*other];
        let line = header.line.map_or(0, |line| sheet.lines[line].number);
        let place = sheet.row_address(line);
        match sheet.naming {
            Naming::Letters if sheet.hidden => None,
            Naming::Letters => Some(
                RosterProblem::new(
                    place,
                    s!(
                        "也像一份名册，没有读入",
                        "looks like a roster too, left out"
                    ),
                )
                .or(Remedy::Sheet(sheet.name.clone())),
            ),
            _ => Some(RosterProblem::new(
                place,
                s!(
                    "也像一份名册，没有读入；请把两份名册分成两个文件",
                    "looks like a roster too, left out; put the two into two files"
                ),
            )),
        }
    });
    found.collect()
}

/// What the reader should know of each sheet.
fn notes(
    named: &[RosterPart<'_>],
    parts: &[Settled],
    read: &RosterRows,
    options: &ReadOptions,
) -> Vec<String> {
    let mut notes = Vec::new();
    for (number, RosterPart { sheet, header, .. }) in (0u16..).zip(named) {
        let reasons = header.reasons.iter();
        notes.extend(reasons.map(|reason| said(reason, sheet, header)));
        let kept = parts[usize::from(number)].2.values().copied();
        let kept: BTreeSet<u16> = kept.filter(|_| !options.details.left_out).collect();
        notes.extend(inexact(sheet, header, &kept));
        notes.extend(hidden(sheet, number, &read.rows));
        notes.extend(odd_texts::notes(&read.rows, number));
        if named.len() > 1 {
            let rows = read.rows.iter().filter(|row| row.part == number).count();
            notes.push(t!(
                "与别的工作表合成一份名册：{} {rows} 家",
                "one roster with other worksheets: {}, {rows} associations",
                sheet.name
            ));
        }
    }
    notes
}

/// What the columns of a sheet were taken for, those that are read first.
fn columns(sheet: &RosterSheet, header: &Header, uses: &[DetailUse]) -> Vec<ColumnUse> {
    let read = header.columns.iter().map(|(column, mapped)| ColumnUse {
        column: Some(*column),
        detail: None,
        said_of: None,
        at: sheet.column_name(mapped.at),
        heading: mapped.heading.clone(),
        told: mapped.told,
    });
    let ticked = TickedStates::of(sheet, header);
    let unused = header.unused.iter().map(|(at, heading)| {
        let is_state = ticked.as_ref().is_some_and(|ticked| ticked.has(*at));
        let detail = uses.iter().find(|one| one.at == *at);
        ColumnUse {
            column: is_state.then_some(RosterColumn::Status),
            detail: detail.map(|one| one.detail),
            said_of: detail.map(|one| one.count),
            at: sheet.column_name(*at),
            heading: heading.clone(),
            told: false,
        }
    });
    read.chain(unused).collect()
}

/// Columns that would do as well: a second roster beside the first.
fn rivals<'s>(
    sheet: &'s RosterSheet,
    header: &'s Header,
    part: u16,
) -> impl Iterator<Item = RosterProblem> + 's {
    header.rivals.iter().map(move |(column, at)| {
        let line = header.line.map_or(0, |line| sheet.lines[line].number);
        let label = column.label();
        let message = t!(
            "这一列也是{label}，没有读入；并排的两份名册请分成两张工作表",
            "this column is {label} too, left out; put rosters side by side on two worksheets"
        );
        let place = RosterPlace {
            text: sheet.address(line, *at),
            cell: Some(CellAt {
                part,
                line,
                column: Some(*at),
            }),
        };
        RosterProblem::new(place, message).or(Remedy::Column {
            wanted: *column,
            column: NamedColumn {
                at: *at,
                letter: sheet.column_name(*at),
            },
        })
    })
}

/// Columns whose numbers have lost digits, which no reader brings back.
fn inexact<'s>(
    sheet: &'s RosterSheet,
    header: &'s Header,
    kept: &'s BTreeSet<u16>,
) -> impl Iterator<Item = String> + 's {
    let unused = header.unused.iter().filter(|(at, _)| !kept.contains(at));
    unused.filter_map(|(at, heading)| {
        let (row, count) = sheet.inexact(*at)?;
        let (place, column) = (sheet.address(row, *at), sheet.column_name(*at));
        Some(t!(
            "{column}“{heading}”有 {count} 个超过 15 位的数字（第一个在 {place}），Excel 已丢掉末几位；这一列没有导入，要用时请按文本格式重新填写", "{column} \"{heading}\" has {count} numbers of over 15 digits (the first in {place}) of which Excel has lost the last; the column was left out; fill it in anew as text if you need it"
        ))
    })
}

/// Associations in rows that the file's own program does not show.
fn hidden(sheet: &RosterSheet, part: u16, rows: &[PlannedRow]) -> Option<String> {
    if sheet.hidden_rows.is_empty() {
        return None;
    }
    let own = rows
        .iter()
        .filter(|row| row.part == part)
        .map(|row| row.line);
    let hidden: Vec<u32> = own
        .filter(|line| sheet.hidden_rows.contains(line))
        .collect();
    let named = rows_named(&hidden);
    (!hidden.is_empty()).then(|| {
        t!(
            "有 {} 行隐藏着（筛选或手工隐藏），也读入了：{named}",
            "{} hidden rows (filtered or by hand), read too: {named}",
            hidden.len()
        )
    })
}

/// Why a column was taken by what stands in it.
fn said(reason: &ContentReason, sheet: &RosterSheet, header: &Header) -> String {
    let label = reason.column.label();
    let heading = |at: u16| {
        let unused = header.unused.iter().find(|(column, _)| *column == at);
        let used = header.columns.values().find(|mapped| mapped.at == at);
        let heading = used.map(|mapped| mapped.heading.as_str());
        let heading = heading.or(unused.map(|(_, heading)| heading.as_str()));
        match heading.unwrap_or_default() {
            "" => sheet.column_name(at),
            heading => format!("{}“{heading}”", sheet.column_name(at)),
        }
    };
    let taken = heading(reason.at);
    match reason.instead_of {
        Some((at, percent)) => t!(
            "{label}取 {taken}：{} 中像{label}的只有 {percent}%",
            "{label} taken from {taken}: of {} only {percent}% look like {label}",
            heading(at)
        ),
        None => t!(
            "{label}取 {taken}：里面写的是{label}",
            "{label} taken from {taken}: {label} stands in it"
        ),
    }
}
