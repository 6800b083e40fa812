//! Where one is in a form of an association.

mod draw;

use chrono::NaiveDate;

use crate::domain::change::AnswerRecord;
use crate::domain::finding::{self, Finding, Scope};
use crate::domain::form::Field;
use crate::domain::form::filled;
use crate::domain::id::AssocIx;
use crate::domain::ledger::Ledger;
use crate::domain::progress::Tally;
use crate::domain::round::FieldIx;
use crate::tui::widget::list::List;

pub use draw::draw;

/// 表格: one form of one association.
#[derive(Debug)]
pub struct FormPage {
    /// Whose.
    pub association: AssocIx,
    /// Which form, by position in the round.
    pub form: usize,
    /// Positions of the fields that are shown.
    pub fields: Vec<usize>,
    /// The field under the cursor, by position in `fields`.
    pub line: usize,
    /// First line on screen, headings counted.
    pub offset: usize,
    /// What the rules find about this form's fields.
    pub findings: Vec<Finding>,
}

/// A line of a form as it is drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FormRow {
    /// The heading of a section, by position in the form.
    Section(usize),
    /// A field, by position in [`FormPage::fields`].
    Field(usize),
}

impl FormPage {
    /// Opens a form on its first field.
    pub fn new(ledger: &Ledger, association: AssocIx, form: usize, as_of: NaiveDate) -> Self {
        let mut view = Self {
            association,
            form,
            fields: Vec::new(),
            line: 0,
            offset: 0,
            findings: Vec::new(),
        };
        view.relist(ledger, as_of);
        view
    }

    /// Works out again which fields are shown and what the rules find; stays on the field.
    pub fn relist(&mut self, ledger: &Ledger, as_of: NaiveDate) {
        let here = self.fields.get(self.line).copied();
        self.fields = filled::fields(ledger, self.association, self.form)
            .enumerate()
            .filter(|(_, field)| field.shown)
            .map(|(at, _)| at)
            .collect();
        // A field that is hidden now gives way to the one before it.
        self.line = 0;
        if let Some(here) = here {
            self.go_to(here);
        }
        let form = &ledger.round().forms[self.form];
        self.findings = finding::of(ledger, Scope::Forms(self.association), as_of);
        self.findings
            .retain(|finding| finding.fields.iter().any(|id| form.field(id).is_some()));
    }

    /// Goes to a field of the form, or to the one before it when it is hidden.
    pub fn go_to(&mut self, field: usize) {
        let after = self.fields.partition_point(|at| *at <= field);
        self.line = after.saturating_sub(1);
    }

    /// The field on a line.
    pub fn field_at<'a>(&self, ledger: &'a Ledger, line: usize) -> &'a Field {
        &ledger.round().forms[self.form].fields[self.fields[line]]
    }

    /// What stands in the field on a line.
    pub fn answer<'a>(&self, ledger: &'a Ledger, line: usize) -> Option<&'a AnswerRecord> {
        let ix = FieldIx {
            form: self.form,
            field: self.fields[line],
        };
        ledger.answer(self.association, ix)
    }

    /// The lines after the cursor, and then those before it.
    pub fn after_here(&self) -> impl Iterator<Item = usize> + use<> {
        (self.line + 1..self.fields.len()).chain(0..self.line)
    }

    /// Filled in of what has to be, in one section or in all.
    pub fn tally(&self, ledger: &Ledger, section: Option<&str>) -> Tally {
        let mut sum = Tally::default();
        for line in 0..self.fields.len() {
            let field = self.field_at(ledger, line);
            if !field.optional && section.is_none_or(|section| field.section == section) {
                sum.total += 1;
                sum.done += usize::from(self.answer(ledger, line).is_some());
            }
        }
        sum
    }

    /// Goes to the first field of the next section (`by` = 1) or of the one before (-1).
    pub fn to_section(&mut self, ledger: &Ledger, by: isize) {
        let form = &ledger.round().forms[self.form];
        let of = |line: usize| &self.field_at(ledger, line).section;
        let here = form
            .sections
            .iter()
            .position(|section| section.id == *of(self.line));
        let count = form.sections.len();
        let mut at = here.unwrap_or(0);
        // A section may have no field that is shown; it is passed over.
        for _ in 0..count {
            at = (at + count).saturating_add_signed(by) % count;
            let first = (0..self.fields.len()).find(|line| *of(*line) == form.sections[at].id);
            if let Some(line) = first {
                self.line = line;
                return;
            }
        }
    }

    /// The form as it is drawn, with a heading before each section.
    pub fn rows(&self, ledger: &Ledger) -> Vec<FormRow> {
        let form = &ledger.round().forms[self.form];
        let mut rows = Vec::new();
        for (at, section) in form.sections.iter().enumerate() {
            let mut lines = (0..self.fields.len())
                .filter(|line| self.field_at(ledger, *line).section == section.id)
                .map(FormRow::Field)
                .peekable();
            if lines.peek().is_some() {
                rows.push(FormRow::Section(at));
                rows.extend(lines);
            }
        }
        rows
    }

    /// Keeps the field, the heading above it and two lines below it on screen, where the
    /// follow-ups of a question appear.
    pub fn settle(&mut self, rows: &[FormRow], height: usize) {
        let at = rows
            .iter()
            .position(|row| *row == FormRow::Field(self.line))
            .unwrap_or(0);
        let headed = |row: usize| matches!(rows[row], FormRow::Section(_));
        let below = (at + 2).min(rows.len().saturating_sub(1));
        for line in [below, at] {
            self.offset = List::settle_headed(self.offset, line, rows.len(), height, headed);
        }
    }
}
