//! Reads the file of a roster: which of its sheets are it, where their headers stand, which rows
//! speak against themselves.

use std::collections::BTreeMap;

use super::RosterFileError;
use super::assemble;
use super::columns::{self, Header};
use super::content;
use super::details::{self, RosterDetail};
use super::doubts::{self, DoubtfulRows};
use super::found::rows_named;
use super::grid::{self, Grid};
use super::plan::{ReadOptions, RosterPlan};
use super::problem::{Remedy, RosterProblem};
use super::sheet::{RosterCell, RosterLine, RosterSheet};
use super::states::States;
use super::titles;
use super::words::{RosterColumn, words};

/// So far down the headings of a turned table are looked for.
const TURNED_ROWS: usize = 40;

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
    let is_turned = |sheet: &RosterSheet| options.map.is_empty() && is_turned(sheet);
    let chosen = found.first().map(|(at, _)| &grid.sheets[*at]);
    if chosen.map_or_else(|| grid.sheets.iter().any(is_turned), is_turned) {
        return Err(RosterFileError::Turned);
    }
    if found.is_empty() {
        return Err(RosterFileError::NoHeader {
            encoding: grid.encoding,
        });
    }
    let count = parts_of(&grid, &found, options);
    let others = found.split_off(count);
    let (found, doubts) = settle(&mut grid, found, options)?;
    let crossed_out = found
        .iter()
        .flat_map(|(at, header, _)| doubts::crossed_out(&grid.sheets[*at], header));
    let crossed_out: Vec<String> = crossed_out.collect();
    let mut plan = assemble::plan(grid, &found, &others, options);
    let hint = |sentence| RosterProblem::new(String::new(), sentence);
    plan.hints.extend(crossed_out.into_iter().map(hint));
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

/// The headings stand below each other, each before what it heads, and names of associations beside each other.
fn is_turned(sheet: &RosterSheet) -> bool {
    let heading = |text: &str| words().column(text).map(|(column, _)| column);
    let is_line = |parts: &[&str]| -> Option<(RosterColumn, bool)> {
        let names = parts
            .get(1..)?
            .iter()
            .filter(|part| content::is_name(part))
            .count();
        let is_named = names > 1 && names * 2 + 1 >= parts.len();
        (parts.len() > 2).then_some((heading(parts[0])?, is_named))
    };
    // Lines of a text with signs between the fields may have been taken for lines of a list.
    let cut = |cell: &RosterCell| {
        is_line(
            &cell
                .text
                .split([',', '，', '\t', '|', ';'])
                .collect::<Vec<_>>(),
        )
    };
    let top = || sheet.lines.iter().take(TURNED_ROWS);
    let lines = top()
        .filter_map(|line| is_line(&line.written().map(|cell| &*cell.text).collect::<Vec<_>>()));
    let found: Vec<(RosterColumn, bool)> = lines
        .chain(top().flat_map(RosterLine::written).filter_map(cut))
        .collect();
    let is_name = |(column, named): &(RosterColumn, bool)| *column == RosterColumn::Name && *named;
    found.iter().any(is_name)
        && found
            .iter()
            .any(|(column, _)| *column != RosterColumn::Name)
}

/// As [`read`], and where nobody can tell where the names stand, all that is there, so that somebody
/// says it.
pub fn look(bytes: &[u8], options: &ReadOptions) -> Result<RosterPlan, RosterFileError> {
    match read(bytes, options) {
        Err(why @ RosterFileError::NoHeader { .. }) => {
            let grid = grid::read(bytes, options.encoding, &options.sheets)?;
            let header = columns::told(&options.map)?;
            Ok(assemble::unread(grid, &header, &why))
        }
        read => read,
    }
}

/// A sheet of the roster: its position, its header, its columns with other matters.
pub(super) type Settled = (usize, Header, BTreeMap<RosterDetail, u16>);

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
pub(super) fn title(sheet: &RosterSheet, header: &Header, states: &States) -> Option<String> {
    let name = &sheet.name;
    let says = states.of_title(name).is_some()
        || header.at(RosterColumn::Unit).is_none() && words().is_unit(name);
    (!name.is_empty() && says).then(|| name.clone())
}

/// The header names most of what a roster has; a list of people or of papers does not.
pub(super) fn is_roster(header: &Header) -> bool {
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
