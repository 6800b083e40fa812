//! One printed table against the table of a document, from top to bottom: each printed row is
//! found again by its words, and what does not fit is reported by its place.

use super::{bare, changed, doubt, excerpt, take, unclear};
use crate::domain::form::layout::{Part, PrintedCell, PrintedRow, PrintedTable, Template};
use crate::exchange::form::matching::{self, Found, Mismatch, is_blank, is_dots};
use crate::exchange::form::reading::Reading;
use crate::exchange::word_text::Text;

/// Share of a row's printed words that must be there for it to be taken for that row.
pub(super) const ALIKE: f64 = 0.7;
/// Rows that are looked at further down when one does not fit.
const AHEAD: usize = 4;

/// A table being read from top to bottom.
pub(super) struct Walk<'r, 'd> {
    title: &'r str,
    rows: &'d [Vec<Text>],
    at: usize,
    reading: &'r mut Reading,
    /// The headings above are not those of the form: what stands below them is not known.
    is_unheaded: bool,
}

impl<'r, 'd> Walk<'r, 'd> {
    pub(super) fn of(title: &'r str, rows: &'d [Vec<Text>], reading: &'r mut Reading) -> Self {
        Self {
            title,
            rows,
            at: 0,
            reading,
            is_unheaded: false,
        }
    }

    pub(super) fn read(mut self, table: &PrintedTable) {
        for (at, row) in table.rows.iter().enumerate() {
            if row.repeats().is_some() {
                let heading = at.checked_sub(1).map(|at| &table.rows[at]);
                let next = table.rows[at + 1..]
                    .iter()
                    .find(|row| row.repeats().is_none() && !is_dots(&row.literal()));
                self.repeated(row, heading, next);
            } else if !is_dots(&row.literal()) {
                self.fixed(row, &table.rows[at + 1..]);
            }
        }
        while self.at < self.rows.len() {
            self.too_many();
            self.at += 1;
        }
    }

    /// A row that the form does not have; a blank one says nothing.
    fn too_many(&mut self) {
        let row = &self.rows[self.at];
        if bare(&text_of(row)).is_empty() && !is_drawn(row) {
            return;
        }
        let text = excerpt(&text_of(row));
        self.reading.problem(
            &self.place(),
            t!(
                "多出一行「{text}」，没有读入",
                "a line too many, \"{text}\", left out"
            ),
        );
    }

    fn place(&self) -> String {
        t!("{} 第 {} 行", "{} line {}", self.title, self.at + 1)
    }

    fn fixed(&mut self, row: &PrintedRow, later: &[PrintedRow]) {
        self.is_unheaded = false;
        let fits = (self.at..self.rows.len().min(self.at + AHEAD))
            .find(|at| cells_of(row, &self.rows[*at]).is_some_and(|cells| cells.is_ok()));
        let Some(here) = self.rows.get(self.at) else {
            let words = excerpt(&row.literal());
            self.reading.problem(
                self.title,
                t!("缺少「{words}」一行", "the line \"{words}\" is missing"),
            );
            return;
        };
        if let Some(at) = fits {
            while self.at < at {
                self.too_many();
                self.at += 1;
            }
            self.take_row(row);
            return;
        }
        let words = row.literal();
        let is_alike = alike(&words, &text_of(here)) >= ALIKE;
        if !is_alike && later.iter().any(|later| is_row(later, here)) {
            self.reading.problem(
                self.title,
                t!(
                    "缺少「{}」一行",
                    "the line \"{}\" is missing",
                    excerpt(&words)
                ),
            );
        } else if is_alike || fitted(row, here).is_some() {
            self.changed(row);
            self.at += 1;
        } else {
            let place = self.place();
            self.reading.problem(
                &place,
                t!(
                    "这里应有「{}」一行",
                    "the line \"{}\" should be here",
                    excerpt(&words)
                ),
            );
        }
    }

    fn width_problem(&mut self, row: &PrintedRow, here: &[Text]) {
        let place = self.place();
        let message = t!(
            "这一行有 {} 格，应为 {} 格",
            "this line has {} cells, not {}",
            here.len(),
            width(row)
        );
        self.reading.problem(&place, message);
    }

    /// A row whose words were changed: says which cell, and takes of a changed cell, or of one beside other words
    /// than it should have, only what stands in a content control that says which field it is.
    fn changed(&mut self, row: &PrintedRow) {
        let place = self.place();
        let here = &self.rows[self.at];
        let Some(here) = fitted(row, here) else {
            self.width_problem(row, here);
            return;
        };
        let mut is_other = false;
        for (column, (cell, template)) in pairs(row, here).enumerate() {
            let Some(template) = template else { continue };
            let place = t!("{place}第 {} 格", "{place}, cell {}", column + 1);
            let is_label = template.parts.iter().all(|part| part.field().is_none());
            if is_label {
                is_other = alike(&template.literal(), &cell.string()) < ALIKE;
                self.is_unheaded |= is_other;
            } else if is_other {
                self.named(template, cell, &place);
                continue;
            }
            match matching::read(template, cell) {
                Ok(found) => take(template, cell, found, &place, self.reading),
                Err(Mismatch::Ambiguous) => self.reading.problem(&place, unclear(template)),
                Err(Mismatch::Words) => {
                    let [printed, now] = changed(&template.literal(), &cell.string());
                    let message = if printed == now {
                        t!(
                            "「{printed}」的方框或填写处没有了，请在原表上重填这一格",
                            "the boxes or blanks of \"{printed}\" are gone; fill in this cell anew on the original form"
                        )
                    } else {
                        t!(
                            "印好的文字被改动：应为「{printed}」，现为「{now}」",
                            "printed words were changed: should be \"{printed}\", is \"{now}\""
                        )
                    };
                    self.reading.problem(&place, message);
                    self.named(template, cell, &place);
                }
            }
        }
    }

    fn named(&mut self, template: &Template, cell: &Text, place: &str) {
        for control in &cell.controls {
            let named = template.parts.iter().find_map(|part| match part {
                Part::Blank(field) => (control.name.as_ref() == Some(field)).then_some(field),
                _ => None,
            });
            if let Some(field) = named {
                let inside = cell.slice(control.from, control.to).string();
                let text = inside.trim_matches(is_blank).to_owned();
                self.reading.add(field, place, vec![text]);
            }
        }
    }

    fn take_row(&mut self, row: &PrintedRow) {
        let place = self.place();
        let here = &self.rows[self.at];
        let found = cells_of(row, here).and_then(Result::ok);
        let cells = pairs(row, here).zip(found.into_iter().flatten());
        for (column, ((cell, template), found)) in cells.enumerate() {
            let place = t!("{place}第 {} 格", "{place}, cell {}", column + 1);
            if let Some(template) = template {
                take(template, cell, found, &place, self.reading);
            }
        }
        self.at += 1;
    }

    /// The rows of a list or table, up to the next row with words of its own.
    fn repeated(
        &mut self,
        row: &PrintedRow,
        heading: Option<&PrintedRow>,
        next: Option<&PrintedRow>,
    ) {
        let Some(field) = row.repeats() else { return };
        let place = self.place();
        self.reading.found(field, &place);
        if self.is_unheaded {
            self.reading.lose(field);
        }
        let mut above: Vec<String> = Vec::new();
        while let Some(here) = self.rows.get(self.at) {
            let own = next.is_some_and(|next| {
                let read = cells_of(next, here);
                read.is_some_and(|cells| cells != Err(Mismatch::Words))
                    || alike(&next.literal(), &text_outside(here)) >= ALIKE
            });
            if own {
                return;
            }
            let place = self.place();
            // Dots that were written into a place are an answer.
            if is_dots(&bare(&text_outside(here)))
                && is_dots(&bare(&text_of(here)))
                && !is_drawn(here)
            {
                self.at += 1;
                continue;
            }
            // The headings again, on a further page.
            if heading.is_some_and(|heading| is_labels(heading) && is_row(heading, here)) {
                self.at += 1;
                continue;
            }
            if let Some(Ok(found)) = cells_of(row, here) {
                above = self.repeat(row, found, &above);
                self.reading.add(field, &place, above.clone());
            } else {
                self.width_problem(row, here);
                self.reading.lose(field);
            }
            self.at += 1;
        }
    }

    /// The texts of a row of a list or table. A cell that goes on from the row above says what that says.
    fn repeat(
        &mut self,
        row: &PrintedRow,
        found: Vec<Vec<(&Part, Found)>>,
        above: &[String],
    ) -> Vec<String> {
        let place = self.place();
        let mut texts = Vec::new();
        let cells = pairs(row, &self.rows[self.at]).zip(found);
        for (column, ((cell, template), found)) in cells.enumerate() {
            let Some(template) = template else { continue };
            if let Some(why) = doubt::of(template, cell, &found) {
                let place = t!("{place}第 {} 格", "{place}, cell {}", column + 1);
                self.reading.problem(&place, why);
                for field in found.iter().filter_map(|(part, _)| part.field()) {
                    self.reading.lose(field);
                }
            }
            for (_, found) in found {
                let text = match found {
                    Found::Text(text) => text,
                    Found::Box(_) | Found::Lines(_) => String::new(),
                };
                let before = above
                    .get(texts.len())
                    .filter(|_| cell.goes_on && text.is_empty());
                texts.push(before.cloned().unwrap_or(text));
            }
        }
        texts
    }
}

/// Cells that a row has in a document: merged ones to the left are one.
fn width(row: &PrintedRow) -> usize {
    let own = |cell: &&PrintedCell| **cell != PrintedCell::Left;
    row.cells.iter().filter(own).count()
}

/// The cells of a document's row that a printed row has; a column that was put in on the right and is blank is none.
fn fitted<'d>(row: &PrintedRow, here: &'d [Text]) -> Option<&'d [Text]> {
    let (own, more) = here.split_at_checked(width(row))?;
    let is_blank = |cell: &Text| bare(&cell.string()).is_empty() && cell.drawn.is_none();
    more.iter().all(is_blank).then_some(own)
}

/// A row of a document is this printed one, which has words of its own.
fn is_row(row: &PrintedRow, here: &[Text]) -> bool {
    let has_words = row.repeats().is_none() && !is_dots(&row.literal());
    has_words && cells_of(row, here).is_some_and(|cells| cells.is_ok())
}

/// Nothing can be filled in, and each column has words.
fn is_labels(row: &PrintedRow) -> bool {
    let is_label = |part: &Part| part.field().is_none();
    let says = row
        .templates()
        .filter(|template| template.parts.iter().all(is_label));
    says.count() == row.cells.len()
}

fn is_drawn(row: &[Text]) -> bool {
    row.iter().any(|cell| cell.drawn.is_some() || cell.nested)
}

/// Each cell of a document's row with what is printed there; `None` = goes on from above.
fn pairs<'p>(
    row: &'p PrintedRow,
    here: &'p [Text],
) -> impl Iterator<Item = (&'p Text, Option<&'p Template>)> {
    let printed = row.cells.iter().filter_map(|cell| match cell {
        PrintedCell::Left => None,
        PrintedCell::Above => Some(None),
        PrintedCell::Says(template) => Some(Some(template)),
    });
    here.iter().zip(printed)
}

/// What stands in the places of each cell; `None` when the number of cells differs.
#[allow(clippy::type_complexity, reason = "cells of places of a row, once")]
fn cells_of<'p>(
    row: &'p PrintedRow,
    here: &'p [Text],
) -> Option<Result<Vec<Vec<(&'p Part, Found)>>, Mismatch>> {
    fitted(row, here).map(|here| {
        pairs(row, here)
            .map(|(cell, template)| match template {
                Some(template) => matching::read(template, cell),
                None => Ok(Vec::new()),
            })
            .collect()
    })
}

fn text_of(row: &[Text]) -> String {
    row.iter().map(Text::string).collect()
}

/// The words of a row that stand outside of content controls.
fn text_outside(row: &[Text]) -> String {
    let outside = |cell: &Text| -> String {
        let free = |at: usize| !cell.controls.iter().any(|c| (c.from..c.to).contains(&at));
        let chars = cell.chars.iter().enumerate();
        chars.filter(|(at, _)| free(*at)).map(|(_, c)| *c).collect()
    };
    row.iter().map(outside).collect()
}

/// How much of the printed words stands in a text, in their order: 0 to 1.
pub(super) fn alike(printed: &str, text: &str) -> f64 {
    let printed: Vec<char> = bare(printed).chars().collect();
    let text: Vec<char> = bare(text).chars().take(4 * printed.len() + 200).collect();
    if printed.is_empty() {
        return 0.0;
    }
    // Longest common subsequence, row by row.
    let mut before = vec![0usize; text.len() + 1];
    for wanted in &printed {
        let mut here = vec![0usize; text.len() + 1];
        for (at, c) in text.iter().enumerate() {
            here[at + 1] = if c == wanted {
                before[at] + 1
            } else {
                here[at].max(before[at + 1])
            };
        }
        before = here;
    }
    let common = before.last().copied().unwrap_or(0);
    #[allow(clippy::cast_precision_loss, reason = "lengths of a line")]
    let share = common as f64 / printed.len() as f64;
    share
}
