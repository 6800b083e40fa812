//! What is told of the lines of a roster, and where it is.

use super::Reader;
use crate::exchange::roster::found::{RosterPart, Skipped};
use crate::exchange::roster::problem::{CellAt, RosterPlace, RosterProblem};
use crate::exchange::roster::sheet::RosterLine;
use crate::exchange::roster::words::RosterColumn;

/// Most problems that are listed.
const MAX_PROBLEMS: usize = 1_000;

impl<'s> Reader<'s> {
    pub(super) fn problem(&mut self, place: RosterPlace, message: impl Into<String>) {
        self.report(RosterProblem::new(place, message));
    }

    pub(super) fn report(&mut self, problem: RosterProblem) {
        if self.out.problems.len() < MAX_PROBLEMS {
            self.out.problems.push(problem);
        } else if self.out.problems.len() == MAX_PROBLEMS {
            let message = t!(
                "问题超过 {MAX_PROBLEMS} 个，其余不再列出",
                "over {MAX_PROBLEMS} problems, the others are not listed"
            );
            let problem = RosterProblem::new(String::new(), message);
            self.out.problems.push(problem);
        }
    }

    pub(super) fn skip(&mut self, line: &RosterLine, reason: impl Into<String>) {
        self.out.skipped.push(Skipped {
            at: (self.part, line.number),
            place: self.sheet.row_address(line.number),
            text: line.gist(),
            reason: reason.into(),
        });
    }

    /// The text of a column in a line; empty when the file has no such column.
    pub(super) fn text<'l>(&self, line: &'l RosterLine, column: RosterColumn) -> &'l str {
        self.header.at(column).map_or("", |at| line.text(at))
    }

    pub(super) fn place(&self, line: &RosterLine, column: RosterColumn) -> RosterPlace {
        self.whole().place(self.part, line.number, column)
    }

    /// The sheet that is read, as a part of the roster.
    pub(super) fn whole(&self) -> RosterPart<'s> {
        RosterPart {
            sheet: self.sheet,
            header: self.header,
            title: None,
        }
    }

    pub(super) fn row_place(&self, line: &RosterLine) -> RosterPlace {
        RosterPlace {
            text: self.sheet.row_address(line.number),
            cell: Some(CellAt {
                part: self.part,
                line: line.number,
                column: None,
            }),
        }
    }
}
