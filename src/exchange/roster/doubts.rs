//! Rows that speak against themselves: struck through, cancelled in the register, an organisation of another
//! kind. They are taken and named, or left out when the user says so.

use std::collections::{BTreeMap, BTreeSet};

use super::columns::Header;
use super::details::RosterDetail;
use super::found::rows_named;
use super::sheet::{RosterLine, RosterSheet};
use super::titles;
use super::words::{RosterColumn, words};

/// So many cells are named.
const MOST_NAMED: usize = 8;

/// Why a row may not belong to the roster.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Doubt {
    /// Its name is struck through.
    Struck,
    /// The register has it as cancelled, or it is no association.
    Unlisted,
}

/// Rows of a sheet, and what speaks against them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DoubtfulRows {
    pub doubt: Doubt,
    /// What stands there; empty where nothing does.
    said: String,
    rows: Vec<u32>,
    left_out: bool,
}

impl DoubtfulRows {
    /// What is said of them.
    pub fn sentence(&self) -> String {
        let (count, rows) = (self.rows.len(), rows_named(&self.rows));
        let taken = if self.left_out {
            s!("没有读入", "left out")
        } else {
            s!("也读入了", "read too")
        };
        match self.doubt {
            Doubt::Struck => t!(
                "有 {count} 行加了删除线，{taken}：{rows}",
                "{count} rows struck out, {taken}: {rows}"
            ),
            Doubt::Unlisted => t!(
                "有 {count} 行写着“{}”，{taken}：{rows}",
                "{count} rows say \"{}\", {taken}: {rows}",
                self.said
            ),
        }
    }

    /// They are in the roster.
    pub const fn is_taken(&self) -> bool {
        !self.left_out
    }
}

/// Finds such rows below the header, and leaves out those that are not wanted.
pub fn look(
    sheet: &mut RosterSheet,
    header: &Header,
    details: &BTreeMap<RosterDetail, u16>,
    unwanted: &BTreeSet<Doubt>,
) -> Vec<DoubtfulRows> {
    let Some(name_at) = header.at(RosterColumn::Name) else {
        return Vec::new();
    };
    let mut found: BTreeMap<(Doubt, String), Vec<u32>> = BTreeMap::new();
    if !sheet.struck.is_empty() || details.keys().any(|detail| detail.is_about_row()) {
        for line in sheet.lines.iter().skip(header.below()) {
            let is_title = titles::title(sheet, header, line).is_some();
            if is_title || line.text(name_at).is_empty() {
                continue;
            }
            for doubt in of(sheet, line, header, details) {
                found.entry(doubt).or_default().push(line.number);
            }
        }
    }
    let found: Vec<DoubtfulRows> = found
        .into_iter()
        .map(|((doubt, said), rows)| DoubtfulRows {
            doubt,
            said,
            rows,
            left_out: unwanted.contains(&doubt),
        })
        .collect();
    let left_out = found.iter().filter(|rows| rows.left_out);
    let left_out: BTreeSet<u32> = left_out.flat_map(|rows| &rows.rows).copied().collect();
    if !left_out.is_empty() {
        sheet.lines.retain(|line| !left_out.contains(&line.number));
    }
    found
}

/// What is said of cells that are struck through beside names that are not, and of those struck in part.
pub fn crossed_out(sheet: &RosterSheet, header: &Header) -> Vec<String> {
    if sheet.struck.is_empty() && sheet.parts.is_empty() {
        return Vec::new();
    }
    let name_at = header.at(RosterColumn::Name);
    let mut whole: BTreeMap<RosterColumn, Vec<u32>> = BTreeMap::new();
    let mut parts = Vec::new();
    for line in sheet.lines.iter().skip(header.below()) {
        for (column, at) in header
            .columns
            .keys()
            .filter_map(|column| Some((column, header.at(*column)?)))
        {
            if let Some(out) = sheet.parts.get(&(line.number, at)) {
                parts.push(format!("{}“{out}”", sheet.address(line.number, at)));
            }
            let is_struck = |at: u16| sheet.struck.contains(&(line.number, at));
            if is_struck(at) && name_at.is_some_and(|name| !is_struck(name)) {
                whole.entry(*column).or_default().push(line.number);
            }
        }
    }
    let mut said: Vec<String> = Vec::new();
    if !parts.is_empty() {
        let more = if parts.len() > MOST_NAMED {
            "……"
        } else {
            ""
        };
        let count = parts.len();
        parts.truncate(MOST_NAMED);
        said.push(t!(
            "有 {count} 格的一部分字加了删除线，这部分没有读入：{}{more}",
            "{count} cells are struck out in part, and that part was left out: {}{more}",
            parts.join("、")
        ));
    }
    for (column, rows) in whole {
        said.push(t!(
            "有 {} 行的{}加了删除线，名称没有，仍照读：{}",
            "in {} rows {} is struck out and the name is not; read all the same: {}",
            rows.len(),
            column.label(),
            rows_named(&rows)
        ));
    }
    said
}

/// What speaks against a row.
fn of(
    sheet: &RosterSheet,
    line: &RosterLine,
    header: &Header,
    details: &BTreeMap<RosterDetail, u16>,
) -> Vec<(Doubt, String)> {
    let mut found = Vec::new();
    let name_at = header.at(RosterColumn::Name).unwrap_or_default();
    if sheet.struck.contains(&(line.number, name_at)) {
        found.push((Doubt::Struck, String::new()));
    }
    let text = |detail: RosterDetail| details.get(&detail).map_or("", |at| line.text(*at));
    let state = text(RosterDetail::RegState);
    let asked = details.get(&RosterDetail::RegState);
    let heading = header.unused.iter().find(|(at, _)| Some(at) == asked);
    let heading = heading.map_or("", |(_, heading)| heading.as_str());
    if words().is_cancelled(heading, state) {
        let is_answer = words().is_ticked(state) == Some(true);
        let said = if is_answer {
            format!("{heading}：{state}")
        } else {
            state.to_owned()
        };
        found.push((Doubt::Unlisted, said));
    }
    let kind = text(RosterDetail::OrgType);
    if words().is_other_kind(kind) {
        found.push((Doubt::Unlisted, kind.to_owned()));
    }
    found
}
