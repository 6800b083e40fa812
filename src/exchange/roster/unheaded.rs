//! A roster without headings: which column is which is told by what stands in them. It is said, and
//! sheets with headings come first.

use std::collections::BTreeMap;

use super::checks;
use super::columns::{self, ContentReason, Header, Mapped, Overrides};
use super::content::{self, Content};
use super::sheet::{Naming, RosterSheet};
use super::titles::{self, Title};
use super::words::RosterColumn;

/// Fewer names than these are no list.
const LEAST: usize = 2;

/// Whether a text looks like something.
type LooksLike = fn(&str) -> bool;

/// What a column of the roster looks like.
const LOOKS: [(RosterColumn, LooksLike); 4] = [
    (RosterColumn::Name, content::is_name),
    (RosterColumn::Unit, content::is_unit),
    (RosterColumn::Status, content::is_state),
    (RosterColumn::No, is_number),
];

fn is_number(text: &str) -> bool {
    checks::number(text).is_some()
}

/// What stands right above, if it is headings that nobody knows.
fn heading(sheet: &RosterSheet, first: usize, at: u16) -> String {
    let above = first.checked_sub(1).map(|above| &sheet.lines[above]);
    let above = above.filter(|line| line.cells.len() > 1);
    above.map_or_else(String::new, |line| line.text(at).to_owned())
}

/// The columns by what stands in them; `None` without one that is mostly names of associations.
pub fn find(sheet: &RosterSheet, overrides: &Overrides) -> Option<Header> {
    // The text of a notice has blocks that are no roster.
    if sheet.naming == Naming::Records {
        return None;
    }
    let width = sheet.width();
    let mut columns: BTreeMap<RosterColumn, Mapped> = BTreeMap::new();
    let mut first = 0;
    let mut reasons = Vec::new();
    for (column, fits) in LOOKS {
        if overrides.contains_key(&column) {
            continue;
        }
        let free = |at: &u16| columns.values().all(|mapped| mapped.at != *at);
        let looked = (0..width)
            .filter(free)
            .map(|at| (Content::of(sheet, first, at, fits), at));
        let fitting = looked.filter(|(content, _)| content.is_mostly());
        let best = fitting.max_by_key(|(content, at)| (content.fitting, std::cmp::Reverse(*at)));
        let Some((content, at)) = best else {
            if column == RosterColumn::Name {
                return None;
            }
            continue;
        };
        if column == RosterColumn::Name {
            if content.fitting < LEAST {
                return None;
            }
            let mut lines = sheet.lines.iter();
            first =
                lines.position(|line| fits(line.text(at)) && !sheet.is_wide(line.number, at))?;
        }
        let heading = heading(sheet, first, at);
        columns.insert(column, Mapped::found(at, heading));
        reasons.push(ContentReason {
            column,
            at,
            instead_of: None,
        });
    }
    let used = |at: &u16| columns.values().any(|mapped| mapped.at == *at);
    let filled = |at: &u16| Content::of(sheet, first, *at, |_| true).filled > 0;
    let unused = (0..width).filter(|at| !used(at) && filled(at));
    let unused = unused.map(|at| (at, heading(sheet, first, at))).collect();
    let mut header = Header {
        line: None,
        rows: first,
        columns,
        unused,
        rivals: Vec::new(),
        absent: columns::absent(overrides),
        reasons,
    };
    // What stands right above says which state or unit they have.
    let is_group = |header: &Header| {
        let above = &sheet.lines[header.rows - 1];
        matches!(
            titles::title(sheet, header, above),
            Some(Title::Group { .. })
        )
    };
    while header.rows > 0 && is_group(&header) {
        header.rows -= 1;
    }
    Some(header)
}
