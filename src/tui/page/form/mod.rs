//! Where one is in a form of an association.

mod act;
mod areas;
mod draw;

use chrono::NaiveDate;

use crate::domain::change::AnswerRecord;
use crate::domain::finding::{self, Finding, Scope};
use crate::domain::form::Field;
use crate::domain::form::filled::{self, FieldView};
use crate::domain::form::known;
use crate::domain::id::AssocIx;
use crate::domain::ledger::Ledger;
use crate::domain::progress::Tally;
use crate::domain::round::FieldIx;
use crate::tui::page::FormRow;
use crate::tui::widget::list::List;

pub use draw::draw;

/// 表格: one form of one association.
#[derive(Debug)]
pub struct FormPage {
    pub association: AssocIx,
    /// Which form, by position in the round.
    pub form: usize,
    /// Positions of the fields that are shown.
    pub fields: Vec<usize>,
    /// The field under the cursor, by position in `fields`, and the first row on screen, headings
    /// counted.
    pub list: List,
    /// The ledger has moved since the fields were worked out.
    pub stale: bool,
    /// The next empty field follows when the one that is being filled in is recorded.
    pub advances: bool,
    /// What the rules find about this form's fields.
    pub findings: Vec<Finding>,
}

impl FormPage {
    /// Opens a form on its first field.
    pub fn new(ledger: &Ledger, association: AssocIx, form: usize, as_of: NaiveDate) -> Self {
        let mut view = Self {
            association,
            form,
            fields: Vec::new(),
            list: List::default(),
            stale: false,
            advances: false,
            findings: Vec::new(),
        };
        view.relist(ledger, as_of);
        view
    }

    /// Opens a form on a field, or on the one before it when it is hidden; without one, the first
    /// form on its first field.
    pub fn at(
        ledger: &Ledger,
        association: AssocIx,
        ix: Option<FieldIx>,
        as_of: NaiveDate,
    ) -> Self {
        let mut page = Self::new(ledger, association, ix.map_or(0, |ix| ix.form), as_of);
        if let Some(ix) = ix {
            page.go_to(ix.field);
        }
        page
    }

    /// Works out again which fields are shown and what the rules find; stays on the field.
    pub fn relist(&mut self, ledger: &Ledger, as_of: NaiveDate) {
        let here = self.fields.get(self.list.cursor).copied();
        self.fields = filled::fields(ledger, self.association, self.form)
            .enumerate()
            .filter(|(_, field)| field.shown)
            .map(|(at, _)| at)
            .collect();
        // A field that is hidden now gives way to the one before it.
        self.list.cursor = 0;
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
        self.list.cursor = after.saturating_sub(1);
    }

    /// The field on a line.
    pub fn field_at<'a>(&self, ledger: &'a Ledger, line: usize) -> &'a Field {
        &ledger.round().forms[self.form].fields[self.fields[line]]
    }

    fn field_ix(&self, line: usize) -> FieldIx {
        FieldIx {
            form: self.form,
            field: self.fields[line],
        }
    }

    /// The field on a line, with what stands in it.
    pub fn view<'a>(&self, ledger: &'a Ledger, line: usize) -> FieldView<'a> {
        filled::field(ledger, self.association, self.field_ix(line))
    }

    /// What stands in the field on a line.
    pub fn answer<'a>(&self, ledger: &'a Ledger, line: usize) -> Option<&'a AnswerRecord> {
        ledger.answer(self.association, self.field_ix(line))
    }

    /// What an empty field could take from what the ledger knows.
    pub fn offer(&self, ledger: &Ledger, line: usize) -> Option<String> {
        let view = self.view(ledger, line);
        let empty = view.record.is_none();
        let known = || known::of(ledger, self.association, view.def);
        empty.then(known).flatten()
    }

    /// The next field that has to be filled in and is not.
    pub fn next_empty(&self, ledger: &Ledger) -> Option<usize> {
        let empty = |line: &usize| self.view(ledger, *line).missing();
        self.list.others(self.fields.len()).find(empty)
    }

    /// The field under the cursor.
    pub fn here(&self) -> Option<FieldIx> {
        let line = self.list.cursor;
        (line < self.fields.len()).then(|| self.field_ix(line))
    }

    /// Filled in of what has to be.
    pub fn tally(&self, ledger: &Ledger) -> Tally {
        filled::tally(ledger, self.association, self.form)
    }

    /// Filled in of what is listed in a section, also of what may be left empty: whether there is
    /// nothing or it was forgotten is to be seen.
    pub fn listed_in(&self, ledger: &Ledger, section: &str) -> Tally {
        let mut sum = Tally::default();
        for line in 0..self.fields.len() {
            if self.field_at(ledger, line).section == section {
                sum.total += 1;
                sum.done += usize::from(self.answer(ledger, line).is_some());
            }
        }
        sum
    }

    /// The section of the field under the cursor, by its position in the form.
    pub fn section(&self, ledger: &Ledger) -> Option<usize> {
        let form = &ledger.round().forms[self.form];
        let field = &form.fields[*self.fields.get(self.list.cursor)?];
        let mut sections = form.sections.iter();
        sections.position(|section| section.id == field.section)
    }

    /// Goes to the first field of a section; false when none of it is shown.
    pub fn go_to_section(&mut self, ledger: &Ledger, section: usize) -> bool {
        let form = &ledger.round().forms[self.form];
        let id = &form.sections[section].id;
        let first = (0..self.fields.len()).find(|line| self.field_at(ledger, *line).section == *id);
        self.list.cursor = first.unwrap_or(self.list.cursor);
        first.is_some()
    }

    /// Goes to the first field of the next section (`by` = 1) or of the one before (-1).
    pub fn to_section(&mut self, ledger: &Ledger, by: isize) {
        let count = ledger.round().forms[self.form].sections.len();
        let mut at = self.section(ledger).unwrap_or(0);
        // A section may have no field that is shown; it is passed over.
        for _ in 0..count {
            at = (at + count).saturating_add_signed(by) % count;
            if self.go_to_section(ledger, at) {
                self.list.begin_at(self.list.cursor);
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
}
