//! Editing a list or a table in place, cell by cell. Each cell that is finished is recorded at
//! once; there is nothing to save.

use ratatui::layout::Size;

use crate::domain::form::value::Value;
use crate::domain::form::{Field, FieldKind};
use crate::tui::widget::input::LineInput;
use crate::tui::widget::list::List;

/// The rows and where one is in them.
#[derive(Debug)]
pub struct Rows {
    /// 序号.
    pub association: u32,
    /// Field id.
    pub field: String,
    /// What is asked.
    pub title: String,
    /// Headings; a list has one.
    pub headings: Vec<String>,
    /// What is recorded. Below it there is always room for one more row.
    pub rows: Vec<Vec<String>>,
    /// Which row.
    pub list: List,
    /// Which column.
    pub column: usize,
    /// What is typed into the cell under the cursor.
    pub editing: Option<LineInput>,
    /// Why the cell could not be taken.
    pub error: Option<String>,
}

impl Rows {
    /// Opens a field on its first row.
    pub fn new(association: u32, field: &Field, value: Option<&Value>) -> Self {
        let headings = if field.kind == FieldKind::Table {
            field.columns.clone()
        } else {
            vec!["各项".to_owned()]
        };
        Self {
            association,
            field: field.id.clone(),
            title: field.label.clone(),
            headings,
            rows: value.map(Value::rows).unwrap_or_default(),
            list: List::default(),
            column: 0,
            editing: None,
            error: None,
        }
    }

    /// Lines to show: the rows and an empty one.
    pub const fn lines(&self) -> usize {
        self.rows.len() + 1
    }

    /// What stands in the cell under the cursor.
    pub fn cell(&self) -> &str {
        let row = self.rows.get(self.list.cursor);
        row.and_then(|row| row.get(self.column))
            .map_or("", String::as_str)
    }

    /// The rows with another text in the cell under the cursor.
    pub fn with(&self, text: &str) -> Vec<Vec<String>> {
        let mut rows = self.rows.clone();
        if self.list.cursor >= rows.len() {
            rows.push(vec![String::new(); self.headings.len()]);
        }
        if let Some(cell) = rows
            .get_mut(self.list.cursor)
            .and_then(|row| row.get_mut(self.column))
        {
            text.clone_into(cell);
        }
        rows
    }

    /// The rows without the one under the cursor.
    pub fn without(&self) -> Vec<Vec<String>> {
        let mut rows = self.rows.clone();
        if self.list.cursor < rows.len() {
            rows.remove(self.list.cursor);
        }
        rows
    }

    /// Goes one cell on, to the next row after the last column.
    pub fn forward(&mut self) {
        if self.column + 1 < self.headings.len() {
            self.column += 1;
        } else if self.list.cursor < self.rows.len() {
            self.column = 0;
            self.list.step(1, self.lines());
        }
    }

    /// Goes one cell back.
    pub fn back(&mut self) {
        if self.column > 0 {
            self.column -= 1;
        } else if self.list.cursor > 0 {
            self.column = self.headings.len() - 1;
            self.list.step(-1, self.lines());
        }
    }

    /// Takes over what is recorded now.
    pub fn sync(&mut self, value: Option<&Value>) {
        self.rows = value.map(Value::rows).unwrap_or_default();
        self.list.cursor = self.list.cursor.min(self.rows.len());
    }

    /// Lines of rows that fit over a terminal of this size: title, headings, input, hint and
    /// error take the others.
    pub fn room(&self, size: Size) -> usize {
        let most = usize::from(size.height).saturating_sub(8);
        self.lines().max(4).min(most.max(1))
    }

    /// Keeps the row on screen.
    pub fn settle(&mut self, size: Size) {
        let room = self.room(size);
        self.list.settle(self.lines(), room);
    }
}
