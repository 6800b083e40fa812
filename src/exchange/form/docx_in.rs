//! Reads a filled-in form from a Word document: finds each printed row again by its words and
//! takes what stands in its places. A changed label, a missing row or table is reported by
//! place and never guessed over.

use super::matching::{self, Found, Mismatch, is_blank, is_dots};
use super::property;
use super::reading::Reading;
use crate::domain::form::Form;
use crate::domain::form::layout::{Part, PrintedCell, PrintedRow, PrintedTable, Template};
use crate::exchange::word::{Text, WordBlock, WordDocument};
use crate::text::cells;
use crate::text::fold::fold_key;

/// Share of a row's printed words that must be there for it to be taken for that row.
const ALIKE: f64 = 0.7;
/// Rows that are looked at further down when one does not fit.
const AHEAD: usize = 4;
/// Longest excerpt in a message, in cells.
const EXCERPT: usize = 60;

/// Reads the form that a document holds. `None` when it is none of these.
pub fn read(forms: &[Form], document: &WordDocument) -> Option<Reading> {
    let form = which(forms, document)?;
    let number = document.properties.get(property::ASSOCIATION);
    let number = number.and_then(|number| number.parse().ok());
    let mut reading = Reading::new(form.id, number);
    header(form, document, &mut reading);
    let mut tables = tables(form, document);
    for table in &form.layout.tables {
        let title = title(form, table);
        let Some(at) = tables.iter().position(|(found, _)| *found == table.section) else {
            reading.problem(title, "没有这一部分的表格，可能被删去或并入了别的表格");
            continue;
        };
        let (_, rows) = tables.remove(at);
        Walk {
            title,
            rows,
            at: 0,
            reading: &mut reading,
        }
        .read(table);
    }
    Some(reading)
}

/// The form that a document says it is, else the one whose title stands in it.
fn which<'f>(forms: &'f [Form], document: &WordDocument) -> Option<&'f Form> {
    let id = document.properties.get(property::FORM);
    let named = id.and_then(|id| forms.iter().find(|form| form.id.id() == id));
    named
        .filter(|form| !form.layout.tables.is_empty())
        .or_else(|| {
            let bare: Vec<String> = paragraphs(document)
                .map(|text| bare(&text.string()))
                .collect();
            forms
                .iter()
                .filter(|form| !form.layout.tables.is_empty())
                .find(|form| {
                    bare.iter()
                        .any(|line| line.contains(&self::bare(&form.title)))
                })
        })
}

fn paragraphs(document: &WordDocument) -> impl Iterator<Item = &Text> {
    document.blocks.iter().filter_map(|block| match block {
        WordBlock::Paragraph(text) => Some(text),
        WordBlock::Table(_) => None,
    })
}

fn title<'f>(form: &'f Form, table: &PrintedTable) -> &'f str {
    let section = form.sections.iter().find(|s| s.id == table.section);
    section.map_or("", |section| section.title.as_str())
}

/// Letters and signs that count when words are compared.
fn bare(text: &str) -> String {
    let signs = text.chars().filter(|c| !is_blank(*c));
    signs.map(fold_key).collect()
}

/// The tables with the section that each belongs to: by the heading above it, else by what
/// is printed in it.
fn tables<'d>(form: &Form, document: &'d WordDocument) -> Vec<(String, &'d [Vec<Text>])> {
    // The notice prints （1） once where it means （一）, so the number is left aside.
    let unnumbered = |title: &str| {
        let bare = bare(title);
        bare.split_once(')')
            .map_or(bare.clone(), |(_, rest)| rest.to_owned())
    };
    let mut found: Vec<(String, &[Vec<Text>])> = Vec::new();
    let mut heading = String::new();
    for block in &document.blocks {
        match block {
            WordBlock::Paragraph(text) => {
                let line = text.string();
                if !bare(&line).is_empty() {
                    heading = unnumbered(&line);
                }
            }
            WordBlock::Table(rows) => {
                let free = |section: &str| found.iter().all(|(other, _)| other != section);
                let by_heading = form
                    .sections
                    .iter()
                    .find(|section| free(&section.id) && unnumbered(&section.title) == heading);
                let words: String = rows.iter().flatten().map(Text::string).collect();
                let section = by_heading.map(|section| section.id.clone()).or_else(|| {
                    form.layout
                        .tables
                        .iter()
                        .filter(|table| free(&table.section))
                        .find(|table| {
                            let printed: String =
                                table.rows.iter().map(PrintedRow::literal).collect();
                            alike(&printed, &words) >= ALIKE
                        })
                        .map(|table| table.section.clone())
                });
                if let Some(section) = section {
                    found.push((section, rows));
                }
            }
        }
    }
    found
}

fn header(form: &Form, document: &WordDocument, reading: &mut Reading) {
    let place = "表头";
    for template in &form.layout.header {
        let lines = paragraphs(document).map(|text| matching::read(template, text));
        let mut lines = lines.filter(|line| *line != Err(Mismatch::Words));
        match lines.next() {
            Some(Ok(found)) => take(found, place, reading),
            Some(Err(_)) => reading.problem(place, unclear(template)),
            None => reading.problem(
                place,
                format!("找不到「{}」这一行", excerpt(&template.literal())),
            ),
        }
    }
}

fn unclear(template: &Template) -> String {
    format!(
        "「{}」一格分不清所填的起止，请不要在所填内容中重复印好的文字和括号",
        excerpt(&template.literal())
    )
}

fn excerpt(text: &str) -> String {
    let line: String = cells::visible(text).split_whitespace().collect();
    cells::cut(&line, EXCERPT, "..").into_owned()
}

/// Puts what was found in the places of a cell into the reading.
fn take(found: Vec<(&Part, Found)>, place: &str, reading: &mut Reading) {
    for (part, found) in found {
        let Some(field) = part.field() else { continue };
        match (part, found) {
            (Part::Box(_, option), Found::Box(ticked)) => {
                reading.found(field, place);
                if ticked {
                    reading.add(field, place, vec![option.clone()]);
                }
            }
            (_, Found::Text(text)) => reading.add(field, place, vec![text]),
            (_, Found::Lines(lines)) => {
                reading.found(field, place);
                for line in lines {
                    reading.add(field, place, vec![line]);
                }
            }
            (_, Found::Box(_)) => {}
        }
    }
}

/// A table being read from top to bottom.
struct Walk<'r, 'd> {
    title: &'r str,
    rows: &'d [Vec<Text>],
    at: usize,
    reading: &'r mut Reading,
}

impl Walk<'_, '_> {
    fn read(mut self, table: &PrintedTable) {
        for (at, row) in table.rows.iter().enumerate() {
            if row.repeats().is_some() {
                let next = table.rows[at + 1..]
                    .iter()
                    .find(|row| row.repeats().is_none() && !is_dots(&row.literal()));
                self.repeated(row, next);
            } else if !is_dots(&row.literal()) {
                self.fixed(row);
            }
        }
        while let Some(row) = self.rows.get(self.at) {
            if row.iter().any(|cell| !bare(&cell.string()).is_empty()) {
                let place = self.place();
                let text = excerpt(&text_of(row));
                self.reading
                    .problem(&place, format!("多出一行「{text}」，没有读入"));
            }
            self.at += 1;
        }
    }

    fn place(&self) -> String {
        format!("{} 第 {} 行", self.title, self.at + 1)
    }

    fn fixed(&mut self, row: &PrintedRow) {
        let fits = (self.at..self.rows.len().min(self.at + AHEAD))
            .find(|at| cells_of(row, &self.rows[*at]).is_some_and(|cells| cells.is_ok()));
        let Some(here) = self.rows.get(self.at) else {
            let words = excerpt(&row.literal());
            self.reading
                .problem(self.title, format!("缺少「{words}」一行"));
            return;
        };
        if let Some(at) = fits {
            while self.at < at {
                let place = self.place();
                let text = excerpt(&text_of(&self.rows[self.at]));
                self.reading
                    .problem(&place, format!("多出一行「{text}」，没有读入"));
                self.at += 1;
            }
            self.take_row(row);
            return;
        }
        let words = row.literal();
        if alike(&words, &text_of(here)) >= ALIKE || here.len() == width(row) {
            self.changed(row);
            self.at += 1;
        } else {
            let place = self.place();
            self.reading
                .problem(&place, format!("这里应有「{}」一行", excerpt(&words)));
        }
    }

    /// A row whose words were changed: says which cell, and takes only what stands in a content
    /// control that says which field it is.
    fn changed(&mut self, row: &PrintedRow) {
        let place = self.place();
        let here = &self.rows[self.at];
        if here.len() != width(row) {
            let message = format!("这一行有 {} 格，应为 {} 格", here.len(), width(row));
            self.reading.problem(&place, message);
            return;
        }
        for (column, (cell, template)) in pairs(row, here).enumerate() {
            let Some(template) = template else { continue };
            let place = format!("{place}第 {} 格", column + 1);
            match matching::read(template, cell) {
                Ok(found) => take(found, &place, self.reading),
                Err(Mismatch::Ambiguous) => self.reading.problem(&place, unclear(template)),
                Err(Mismatch::Words) => {
                    let message = format!(
                        "印好的文字被改动：应为「{}」，现为「{}」",
                        excerpt(&template.literal()),
                        excerpt(&cell.string())
                    );
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
        let found = cells_of(row, &self.rows[self.at]).and_then(Result::ok);
        for (column, found) in found.into_iter().flatten().enumerate() {
            take(found, &format!("{place}第 {} 格", column + 1), self.reading);
        }
        self.at += 1;
    }

    /// The rows of a list or table, up to the next row with words of its own.
    fn repeated(&mut self, row: &PrintedRow, next: Option<&PrintedRow>) {
        let Some(field) = row.repeats() else { return };
        let place = self.place();
        self.reading.found(field, &place);
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
            if is_dots(&bare(&text_outside(here))) && is_dots(&bare(&text_of(here))) {
                self.at += 1;
                continue;
            }
            if let Some(Ok(found)) = cells_of(row, here) {
                let cells = found.into_iter().flatten().map(|(_, found)| match found {
                    Found::Text(text) => text,
                    Found::Box(_) | Found::Lines(_) => String::new(),
                });
                let cells: Vec<String> = cells.collect();
                self.reading.add(field, &place, cells);
            } else {
                let message = format!("这一行有 {} 格，应为 {} 格", here.len(), width(row));
                self.reading.problem(&place, message);
            }
            self.at += 1;
        }
    }
}

/// Cells that a row has in a document: merged ones to the left are one.
fn width(row: &PrintedRow) -> usize {
    let own = |cell: &&PrintedCell| **cell != PrintedCell::Left;
    row.cells.iter().filter(own).count()
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
    (here.len() == width(row)).then(|| {
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
fn alike(printed: &str, text: &str) -> f64 {
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
