//! What an import would be: how the file was understood, its rows, what is wrong with it, and
//! how it differs from the roster of a ledger.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use super::RosterFileError;
use super::columns::{self, ContentReason, Header, Overrides};
use super::details::{self, DetailOptions, RosterDetail};
use super::diff::RowView;
use super::doubts::{self, Doubt, DoubtfulRows};
use super::encoding::TextEncoding;
use super::found::{PlannedRow, RosterPart, Skipped, StatusUse, rows_named};
use super::grid::{self, Grid, GridKind};
use super::near::{self, UnitOptions};
use super::problem::{Remedy, RosterProblem};
use super::rows;
use super::sheet::{Naming, RosterSheet};
use super::states::States;
use super::titles;
use super::words::{ColumnMeaning, RosterColumn, words};
use crate::domain::ledger::RosterRow;
use crate::domain::model::Status;

/// What the user says about a file.
#[derive(Debug, Clone, Default)]
pub struct ReadOptions {
    /// Which column is where.
    pub map: Overrides,
    /// What status words mean.
    pub statuses: BTreeMap<String, ColumnMeaning>,
    /// What words for states seem to say is what they mean.
    pub accept_proposed: bool,
    /// Rows that the file's own program does not show are left out.
    pub skip_hidden: bool,
    /// Rows that are left out for what speaks against them.
    pub unwanted: BTreeSet<Doubt>,
    /// Which units are one.
    pub units: UnitOptions,
    /// What else of the rows is taken.
    pub details: DetailOptions,
    /// How a text file is written.
    pub encoding: Option<TextEncoding>,
    /// Which sheets of a workbook; none = whichever holds the roster.
    pub sheets: Vec<String>,
}

/// A column as it was understood.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ColumnUse {
    /// Which; `None` = none of a roster.
    pub column: Option<RosterColumn>,
    /// What it says of the associations beside that.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub detail: Option<RosterDetail>,
    /// Of how many.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub said_of: Option<usize>,
    /// Where, as people say it: `B`.
    pub at: String,
    pub heading: String,
    /// The user says so.
    pub told: bool,
}

/// What a file holds, and what it would be.
#[derive(Debug, Clone, PartialEq)]
pub struct RosterPlan {
    /// What the file is.
    pub kind: GridKind,
    /// How a text file is written.
    pub encoding: Option<TextEncoding>,
    /// Where the header stands; empty without one.
    pub header: String,
    /// Columns, read ones first.
    pub columns: Vec<ColumnUse>,
    /// Associations that can be taken.
    pub rows: Vec<PlannedRow>,
    /// What cannot be taken, and why.
    pub problems: Vec<RosterProblem>,
    /// Lines that are no associations.
    pub skipped: Vec<Skipped>,
    /// What the reader should know.
    pub notes: Vec<String>,
    /// What is taken as it stands and may be meant otherwise.
    pub hints: Vec<RosterProblem>,
    /// How the states were read.
    pub statuses: Vec<StatusUse>,
    /// The sheets that were read, and which column of each has the names.
    sheets: Vec<(RosterSheet, u16)>,
}

/// Reads a file.
pub fn read(bytes: &[u8], options: &ReadOptions) -> Result<RosterPlan, RosterFileError> {
    let mut grid = grid::read(bytes, options.encoding, &options.sheets)?;
    let mut left_out = Vec::new();
    for sheet in grid.sheets.iter_mut().filter(|_| options.skip_hidden) {
        left_out.extend(sheet.without_hidden());
    }
    for wanted in &options.sheets {
        if grid.sheets.iter().all(|sheet| sheet.name != *wanted) {
            return Err(no_sheet(bytes, options, wanted));
        }
    }
    if grid.sheets.iter().all(|sheet| sheet.lines.is_empty()) {
        return Err(RosterFileError::Empty);
    }
    let mut found = Vec::new();
    for (at, sheet) in grid.sheets.iter().enumerate() {
        if sheet.lines.is_empty() {
            continue;
        }
        match columns::find(sheet, &options.map) {
            Ok(Some(header)) => found.push((at, header)),
            Ok(None) => {}
            // With several sheets the user means one of them.
            Err(_) if grid.sheets.len() > 1 => {}
            Err(error) => return Err(error),
        }
    }
    // A sheet with a header before one without, one that is shown before one that is hidden,
    // one with most columns of a roster before a list of names.
    found.sort_by_key(|(at, header)| {
        let hidden = grid.sheets[*at].hidden;
        (header.line.is_none(), hidden, !is_roster(header))
    });
    if found.is_empty() {
        return Err(RosterFileError::NoHeader {
            encoding: grid.encoding,
        });
    }
    let count = parts_of(&grid, &found, options);
    let others = found.split_off(count);
    let (found, doubts) = settle(&mut grid, found, options)?;
    let mut plan = plan(grid, &found, &others, options);
    for rows in &doubts {
        let hint = RosterProblem::new(String::new(), rows.sentence());
        plan.hints.push(if rows.is_taken() {
            hint.or(Remedy::LeaveOut(rows.doubt))
        } else {
            hint
        });
    }
    if !left_out.is_empty() {
        let rows = rows_named(&left_out);
        plan.notes.push(t!(
            "隐藏着、没有读入的 {} 行：{rows}",
            "hidden and left out, {} rows: {rows}",
            left_out.len()
        ));
    }
    Ok(plan)
}

/// A sheet of the roster: its position, its header, its columns with other matters.
type Settled = (usize, Header, BTreeMap<RosterDetail, u16>);

/// Finds what else the sheets of the roster say, and the rows that speak against themselves.
fn settle(
    grid: &mut Grid,
    found: Vec<(usize, Header)>,
    options: &ReadOptions,
) -> Result<(Vec<Settled>, Vec<DoubtfulRows>), RosterFileError> {
    let mut doubts = Vec::new();
    let mut settled = Vec::with_capacity(found.len());
    for (at, header) in found {
        let details = details::columns(&header, &options.details.map)?;
        let sheet = &mut grid.sheets[at];
        doubts.extend(doubts::look(sheet, &header, &details, &options.unwanted));
        settled.push((at, header, details));
    }
    Ok((settled, doubts))
}

/// How many of the sheets make one roster: those that were named, or those with the same columns that each
/// say by their name or their title which state or unit their rows have.
fn parts_of(grid: &Grid, found: &[(usize, Header)], options: &ReadOptions) -> usize {
    let states = States::new(&options.statuses, options.accept_proposed);
    let columns = |header: &Header| header.columns.keys().copied().collect::<Vec<_>>();
    let first = columns(&found[0].1);
    let says = |at: usize, header: &Header| {
        let sheet = &grid.sheets[at];
        title(sheet, header, &states).is_some()
            || titles::title_above(sheet, header, &states).is_some()
    };
    let alike = found.iter().take_while(|(at, header)| {
        let sheet = &grid.sheets[*at];
        header.line.is_some()
            && columns(header) == first
            && (!options.sheets.is_empty() || says(*at, header) && !sheet.hidden)
    });
    alike.count().max(1)
}

/// What the name of a sheet says of its rows: 已脱钩, or the unit where no column has it.
fn title(sheet: &RosterSheet, header: &Header, states: &States) -> Option<String> {
    let name = &sheet.name;
    let says = states.of_title(name).is_some()
        || header.at(RosterColumn::Unit).is_none() && words().is_unit(name);
    (!name.is_empty() && says).then(|| name.clone())
}

/// The header names most of what a roster has; a list of people or of papers does not.
fn is_roster(header: &Header) -> bool {
    header.columns.len() > 2
}

/// Says which sheets there are.
fn no_sheet(bytes: &[u8], options: &ReadOptions, wanted: &str) -> RosterFileError {
    let known = grid::read(bytes, options.encoding, &[]).map_or_else(
        |_| Vec::new(),
        |grid| {
            let names = grid.sheets.into_iter().map(|sheet| sheet.name);
            names.filter(|name| !name.is_empty()).collect::<Vec<_>>()
        },
    );
    RosterFileError::NoSheet {
        wanted: wanted.to_owned(),
        known,
    }
}

fn plan(
    mut grid: Grid,
    parts: &[Settled],
    others: &[(usize, Header)],
    options: &ReadOptions,
) -> RosterPlan {
    let mut problems = std::mem::take(&mut grid.problems);
    let rosters = |other: &&(usize, Header)| {
        let (at, header) = other;
        header.line.is_some() && is_roster(header) && grid.sheets[*at].lines.len() > header.below()
    };
    for (other, header) in others.iter().filter(rosters) {
        let sheet = &grid.sheets[*other];
        let line = header.line.map_or(0, |line| sheet.lines[line].number);
        let place = sheet.row_address(line);
        problems.push(match sheet.naming {
            Naming::Letters if sheet.hidden => continue,
            Naming::Letters => RosterProblem::new(
                place,
                s!(
                    "也像一份名册，没有读入",
                    "looks like a roster too, left out"
                ),
            )
            .or(Remedy::Sheet(sheet.name.clone())),
            _ => RosterProblem::new(
                place,
                s!(
                    "也像一份名册，没有读入；请把两份名册分成两个文件",
                    "looks like a roster too, left out; put the two into two files"
                ),
            ),
        });
    }
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
    for RosterPart { sheet, header, .. } in &named {
        problems.extend(rivals(sheet, header));
    }
    let mut read = rows::read(&named, states);
    let (notes, near) = near::merge(&mut read.rows, &options.units);
    read.notes.extend(notes);
    let mut uses = Vec::new();
    if !options.details.left_out {
        let columns = parts.iter().map(|(.., details)| details.clone());
        let whole: Vec<_> = named.iter().cloned().zip(columns).collect();
        let (found, notes) = details::collect(&whole, &mut read.rows);
        uses = found;
        read.notes.extend(notes);
    }
    for (number, RosterPart { sheet, header, .. }) in (0u16..).zip(&named) {
        let reasons = header.reasons.iter();
        read.notes
            .extend(reasons.map(|reason| said(reason, sheet, header)));
        let kept = parts[usize::from(number)].2.values().copied();
        let kept: BTreeSet<u16> = kept.filter(|_| !options.details.left_out).collect();
        read.notes.extend(inexact(sheet, header, &kept));
        read.notes.extend(hidden(sheet, number, &read.rows));
        if named.len() > 1 {
            let rows = read.rows.iter().filter(|row| row.part == number).count();
            read.notes.push(t!(
                "与别的工作表合成一份名册：{} {rows} 家",
                "one roster with other worksheets: {}, {rows} associations",
                sheet.name
            ));
        }
    }
    if read.rows.is_empty() && read.problems.is_empty() && problems.is_empty() {
        problems.push(RosterProblem::new(
            String::new(),
            s!("表头下面没有协会", "no associations below the headings"),
        ));
    }
    problems.extend(read.problems);
    let RosterPart { sheet, header, .. } = named[0];
    let line = header.line.map(|line| &sheet.lines[line]);
    let mut columns: Vec<ColumnUse> = header
        .columns
        .iter()
        .map(|(column, mapped)| ColumnUse {
            column: Some(*column),
            detail: None,
            said_of: None,
            at: sheet.column_name(mapped.at),
            heading: mapped.heading.clone(),
            told: mapped.told,
        })
        .collect();
    let detail = |at: u16| uses.iter().find(|used| used.at == at);
    columns.extend(header.unused.iter().map(|(at, heading)| ColumnUse {
        column: None,
        detail: detail(*at).map(|used| used.detail),
        said_of: detail(*at).map(|used| used.count),
        at: sheet.column_name(*at),
        heading: heading.clone(),
        told: false,
    }));
    let header = line
        .filter(|line| line.number > 0)
        .map_or_else(String::new, |line| sheet.row_address(line.number));
    let mut all: Vec<Option<RosterSheet>> = grid.sheets.into_iter().map(Some).collect();
    let sheets = parts.iter().map(|(at, header, _)| {
        let sheet = all[*at].take().expect("each part is a sheet of its own");
        (sheet, header.at(RosterColumn::Name).unwrap_or_default())
    });
    let sheets = sheets.collect();
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
        sheets,
    }
}

/// Columns that would do as well: a second roster beside the first.
fn rivals<'s>(
    sheet: &'s RosterSheet,
    header: &'s Header,
) -> impl Iterator<Item = RosterProblem> + 's {
    header.rivals.iter().map(|(column, at)| {
        let line = header.line.map_or(0, |line| sheet.lines[line].number);
        let (label, letter) = (column.label(), sheet.column_name(*at));
        let message = t!(
            "这一列也是{label}，没有读入；并排的两份名册请分成两张工作表",
            "this column is {label} too, left out; put rosters side by side on two worksheets"
        );
        let problem = RosterProblem::new(sheet.address(line, *at), message);
        problem.or(Remedy::Column { label, letter })
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

impl RosterPlan {
    /// The rows, with their places.
    pub fn views(&self) -> impl Iterator<Item = RowView> {
        let place = |planned: &PlannedRow| {
            let (sheet, name_at) = &self.sheets[usize::from(planned.part)];
            sheet.address(planned.line, *name_at)
        };
        let rows = self.rows.iter();
        rows.map(move |planned| RowView::new(place(planned), &planned.row))
    }

    /// The rows as a ledger keeps them.
    pub fn roster(&self) -> Vec<RosterRow> {
        let rows = self.rows.iter().map(|planned| planned.row.clone());
        rows.collect()
    }

    /// The sheets that were read; empty where the file has no names for them.
    pub fn sheet_name(&self) -> String {
        let names = self.sheets.iter().map(|(sheet, _)| sheet.name.as_str());
        names.collect::<Vec<_>>().join("、")
    }

    /// How often a status occurs.
    pub fn count(&self, status: Status) -> usize {
        let rows = self.rows.iter();
        rows.filter(|planned| planned.row.status == status).count()
    }

    /// Names of units, in the order of the file, each once.
    pub fn units(&self) -> Vec<&str> {
        let mut seen = std::collections::HashSet::new();
        let units = self.rows.iter().map(|row| row.row.printed_unit.as_str());
        units.filter(|unit| seen.insert(*unit)).collect()
    }
}
