//! What a row says in each of the columns of a roster.

use ecow::EcoString;
use smallvec::{SmallVec, smallvec};

use super::Reader;
use crate::exchange::roster::cells;
use crate::exchange::roster::checks::{self, MAX_NUMBER};
use crate::exchange::roster::content;
use crate::exchange::roster::problem::{Remedy, RosterProblem};
use crate::exchange::roster::sheet::RosterLine;
use crate::exchange::roster::words::{ColumnMeaning, RosterColumn};

impl Reader<'_> {
    /// The names in a row: one, or several on lines of their own.
    pub(super) fn names(
        &mut self,
        line: &RosterLine,
        name: &EcoString,
    ) -> SmallVec<[EcoString; 1]> {
        let at = self.header.at(RosterColumn::Name);
        let lines = at.and_then(|at| self.sheet.broken(line.number, at));
        if let Some(names) = cells::several(lines.unwrap_or(name), content::is_name) {
            self.is_shared = true;
            self.split.push(line.number);
            let names = names.into_iter().map(cells::bare_name);
            return names.map(EcoString::from).collect();
        }
        let bare = cells::joined_name(cells::bare_name(name));
        // As it stands in the file, nearly always.
        let is_bare = bare == name.as_str();
        smallvec![if is_bare { name.clone() } else { bare.into() }]
    }

    pub(super) fn unit(&mut self, line: &RosterLine) -> Option<EcoString> {
        let at = self.header.at(RosterColumn::Unit);
        match self.units.read(self.sheet, line, at) {
            Ok(unit) => Some(unit),
            // That there is no such column is said once.
            Err(_) if at.is_none() => None,
            Err(message) => {
                let place = self.place(line, RosterColumn::Unit);
                self.problem(place, message);
                None
            }
        }
    }

    pub(super) fn status(&mut self, line: &RosterLine) -> Option<ColumnMeaning> {
        let at = self.header.at(RosterColumn::Status);
        let written = at.map_or("", |at| line.text(at));
        let group = self.group.as_ref().and_then(|group| group.meaning);
        let (part, here) = (self.part, self.whole());
        let place = || here.place(part, line.number, RosterColumn::Status);
        if let Some(ticked) = &self.ticked {
            return match ticked.read(line) {
                Ok(word) => self.states.read(word, group, true, place),
                Err(message) => {
                    self.problem(place(), message);
                    None
                }
            };
        }
        self.states.read(written, group, at.is_some(), place)
    }

    pub(super) fn number(&mut self, line: &RosterLine) -> Option<u32> {
        let cell = self
            .header
            .at(RosterColumn::No)
            .and_then(|at| line.cell(at));
        self.is_shared |= cell.is_some_and(|cell| cell.merged);
        let written = cell.filter(|cell| !cell.merged)?;
        let number = checks::number(&written.text);
        if number.is_none() {
            let place = self.place(line, RosterColumn::No);
            let message = t!(
                "序号“{}”不是 1 到 {MAX_NUMBER} 的整数",
                "the number \"{}\" is not a whole number from 1 to {MAX_NUMBER}",
                written.text
            );
            self.report(RosterProblem::new(place, message).or(Remedy::CountUnread));
        }
        number
    }
}
