//! What stands on the paper: the layout of a form with the answers of one association in it.
//! Hidden fields are left blank.

use std::collections::HashMap;

use crate::domain::form::filled;
use crate::domain::form::known;
use crate::domain::form::layout::{Part, PrintedCell, PrintedRow, PrintedTable, Template};
use crate::domain::form::value::Value;
use crate::domain::form::{Field, FieldKind, Form};
use crate::domain::id::AssocIx;
use crate::domain::ledger::Ledger;

/// One form of one association, ready to be printed.
#[derive(Debug)]
pub struct PrintedForm<'a> {
    pub form: &'a Form,
    pub no: u32,
    /// Name in the roster.
    pub name: &'a str,
    /// Name of the supervising unit, or 直接登记.
    pub unit: &'a str,
    /// What a made-up ledger has to say on its papers.
    pub demo: Option<&'a str>,
    /// Which state of the ledger it is printed from, in words; empty = that is not said.
    pub mark: String,
    values: HashMap<&'a str, &'a Value>,
    /// What the ledger knows of fields that nobody has filled in.
    known: HashMap<&'a str, String>,
}

/// A piece of a printed line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FormPiece {
    /// As it is on every form.
    Text(String),
    Box(bool),
    /// A place to fill in.
    Blank {
        field: String,
        /// What stands in it; empty = nothing.
        text: String,
        /// It has a cell or a line of its own.
        alone: bool,
    },
}

/// A cell as it is printed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FormCell {
    /// First column, from 0.
    pub column: usize,
    /// How many columns it takes.
    pub columns: usize,
    /// It goes on below.
    pub goes_on: bool,
    /// It is the continuation of the cell above; nothing is printed in it.
    pub continues: bool,
    /// The lines; empty pieces make an empty line.
    pub lines: Vec<Vec<FormPiece>>,
}

impl FormCell {
    /// Nothing can be filled in.
    pub fn label(&self) -> bool {
        self.lines
            .iter()
            .flatten()
            .all(|piece| matches!(piece, FormPiece::Text(_)))
    }
}

impl<'a> PrintedForm<'a> {
    /// Puts the answers of an association into a form (by position in the round).
    pub fn new(ledger: &'a Ledger, association: AssocIx, form: usize) -> Self {
        let about = &ledger.associations()[association];
        let (mut values, mut known) = (HashMap::new(), HashMap::new());
        for field in filled::fields(ledger, association, form).filter(|field| field.shown) {
            let id = field.def.id.as_str();
            match field.record {
                Some(record) => drop(values.insert(id, &record.value)),
                None => known.extend(Some(id).zip(known::of(ledger, association, field.def))),
            }
        }
        Self {
            form: &ledger.round().forms[form],
            no: about.no,
            name: ledger.name(association),
            unit: ledger
                .unit_name_of(association)
                .unwrap_or_else(|| ledger.printed_unit_of(association)),
            demo: ledger.round().demo.as_deref(),
            mark: String::new(),
            known,
            values,
        }
    }

    /// What stands in a field of one text: what was filled in, else what the ledger knows of it.
    pub fn text(&self, field: &str) -> String {
        let value = self.value(field).map(ToString::to_string);
        let known = || self.known.get(field).cloned();
        value.or_else(known).unwrap_or_default()
    }

    /// The value of a field that is shown and filled in.
    pub fn value(&self, field: &str) -> Option<&'a Value> {
        self.values.get(field).copied()
    }

    /// The heading of a section.
    pub fn heading(&self, section: &str) -> &'a str {
        let found = self.form.sections.iter().find(|s| s.id == section);
        found.map_or("", |section| section.title.zh())
    }

    /// The lines above the first table.
    pub fn header(&self) -> Vec<Vec<FormPiece>> {
        let lines = self.form.layout.header.iter();
        lines.flat_map(|line| self.lines(line, 0)).collect()
    }

    /// The rows of a table, those that are repeated as often as there is something to write or
    /// the paper has room for.
    pub fn rows(&self, table: &PrintedTable) -> Vec<Vec<FormCell>> {
        let mut rows: Vec<(&PrintedRow, usize)> = Vec::new();
        for row in &table.rows {
            let times = row.repeats().map_or(1, |field| self.times(field));
            rows.extend((0..times).map(|at| (row, at)));
        }
        let above = |row: Option<&(&PrintedRow, usize)>, column: usize| {
            row.is_some_and(|(row, _)| row.cells[column] == PrintedCell::Above)
        };
        let mut printed = Vec::with_capacity(rows.len());
        for (at, (row, item)) in rows.iter().enumerate() {
            let mut cells: Vec<FormCell> = Vec::new();
            for (column, cell) in row.cells.iter().enumerate() {
                let lines = match cell {
                    PrintedCell::Left => {
                        if let Some(last) = cells.last_mut() {
                            last.columns += 1;
                        }
                        continue;
                    }
                    PrintedCell::Above => Vec::new(),
                    PrintedCell::Says(template) => self.lines(template, *item),
                };
                cells.push(FormCell {
                    column,
                    columns: 1,
                    goes_on: above(rows.get(at + 1), column),
                    continues: *cell == PrintedCell::Above,
                    lines,
                });
            }
            printed.push(cells);
        }
        printed
    }

    fn field(&self, id: &str) -> &'a Field {
        let field = self.form.field(id);
        field.expect("a parsed layout names fields of its form")
    }

    /// Items of a list or rows of a table to print: what there is, and the paper's empty ones.
    fn times(&self, id: &str) -> usize {
        let filled = self.value(id).map_or(0, |value| value.rows().len());
        filled.max(self.field(id).printed_rows)
    }

    fn lines(&self, template: &Template, item: usize) -> Vec<Vec<FormPiece>> {
        let mut lines = PrintedLines(vec![Vec::new()]);
        let alone = template.parts.len() == 1;
        for part in &template.parts {
            match part {
                Part::Text(text) => {
                    for (at, line) in text.split('\n').enumerate() {
                        if at > 0 {
                            lines.end();
                        }
                        if !line.is_empty() {
                            lines.push(FormPiece::Text(line.to_owned()));
                        }
                    }
                }
                Part::Box(field, option) => {
                    let ticked = self.value(field).is_some_and(|value| value.ticks(option));
                    lines.push(FormPiece::Box(ticked));
                }
                Part::Blank(field) => {
                    lines.blank(field, self.text(field), alone);
                }
                Part::Item(field) => self.numbered(field, item, &mut lines),
                Part::Lines(field) => {
                    for at in 0..self.times(field) {
                        if at > 0 {
                            lines.end();
                        }
                        self.numbered(field, at, &mut lines);
                    }
                }
                Part::Column(field, column) => {
                    let text = self.cell(field, item, *column);
                    lines.blank(field, text.unwrap_or_default(), true);
                }
            }
        }
        lines.0
    }

    /// What stands in a cell of a list or a table.
    fn cell(&self, field: &str, row: usize, column: usize) -> Option<String> {
        let mut rows = self.value(field)?.rows();
        (row < rows.len() && column < rows[row].len()).then(|| rows.remove(row).remove(column))
    }

    fn numbered(&self, field: &str, at: usize, lines: &mut PrintedLines) {
        let text = self.cell(field, at, 0);
        lines.push(FormPiece::Text(format!("{}.", at + 1)));
        lines.blank(field, text.unwrap_or_default(), true);
    }

    /// Room that an empty place gets on paper, in characters.
    pub fn room(&self, field: &str) -> usize {
        match self.field(field).kind {
            FieldKind::Integer => 3,
            FieldKind::Amount | FieldKind::Area => 5,
            _ => 10,
        }
    }
}

/// Lines being put together; there is always one.
struct PrintedLines(Vec<Vec<FormPiece>>);

impl PrintedLines {
    fn push(&mut self, piece: FormPiece) {
        if let Some(line) = self.0.last_mut() {
            line.push(piece);
        }
    }

    fn end(&mut self) {
        self.0.push(Vec::new());
    }

    fn blank(&mut self, field: &str, text: String, alone: bool) {
        self.push(FormPiece::Blank {
            field: field.to_owned(),
            text,
            alone,
        });
    }
}
