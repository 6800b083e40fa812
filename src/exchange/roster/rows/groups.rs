//! Titles within a roster: groups of a state or of a unit, sums, notes.

use super::Reader;
use crate::exchange::roster::sheet::RosterLine;
use crate::exchange::roster::titles::Title;
use crate::exchange::roster::words::ColumnMeaning;

/// A group that is open: what its title says of the rows below it.
pub(super) struct RowGroup {
    place: String,
    pub(super) meaning: Option<ColumnMeaning>,
    count: Option<usize>,
    pub(super) rows: usize,
}

impl Reader<'_> {
    pub(super) fn title(&mut self, line: &RosterLine, title: Title) {
        match title {
            Title::Total => {
                self.skip(line, s!("小计、合计", "a sum"));
            }
            Title::Note => self.skip(line, s!("说明文字", "a note")),
            Title::Unclear => {
                let place = self.row_place(line);
                let said = line.gist();
                self.problem(
                    place,
                    t!(
                        "只有“{said}”一格，看不出是协会还是分组标题；是协会的请补全，不是的请删去", "only one cell, \"{said}\": an association or a heading? Complete it or delete it"
                    ),
                );
            }
            Title::Group { text, count } => {
                let place = self.sheet.row_address(line.number);
                let what = self.open_group(&text, count, place);
                self.skip(line, what);
            }
        }
    }

    /// A group begins, of a state or of a unit; what it is, in words.
    pub(super) fn open_group(&mut self, text: &str, count: Option<usize>, place: String) -> String {
        self.close_group();
        let meaning = self.states.of_title(text);
        self.groups += 1;
        self.units.begin_group(meaning.is_none().then_some(text));
        self.outer = meaning.or(self.outer);
        self.group = Some(RowGroup {
            place,
            meaning: self.outer,
            count,
            rows: 0,
        });
        match meaning {
            Some(meaning) => t!(
                "分组标题：以下各行为{}",
                "heading of a group: those below are {}",
                meaning.word()
            ),
            None => t!(
                "分组标题：以下各行的主管单位是{text}",
                "heading of a group: those below are under {text}"
            ),
        }
    }

    /// What a group's title says of its size is checked when the group ends.
    pub(super) fn close_group(&mut self) {
        if let Some(RowGroup {
            place,
            count: Some(count),
            rows,
            ..
        }) = self.group.take()
            && count != rows
        {
            let note = t!(
                "{place}的分组标题写 {count} 家，下面是 {rows} 家",
                "the heading in {place} says {count}, but {rows} stand below it"
            );
            self.out.notes.push(note);
        }
    }
}
