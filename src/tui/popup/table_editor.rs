//! Editing a list or a table in place, cell by cell. Each cell that is finished is recorded at
//! once; there is nothing to save.

use ratatui::buffer::Buffer;
use ratatui::crossterm::event::KeyCode;
use ratatui::layout::{Position, Rect, Size};
use ratatui::text::{Line, Span};

use super::panel::{self, PAGE};
use super::{Hint, Outcome, Popup};
use crate::domain::command::{Command, NewAnswer, Title};
use crate::domain::form::value::Value;
use crate::domain::form::{Field, FieldKind};
use crate::domain::round::official;
use crate::domain::sight::{Sight, SightPart};
use crate::text::cells;
use crate::text::lang::Text;
use crate::text::pasted;
use crate::tui::keymap::Key;
use crate::tui::model::Model;
use crate::tui::msg::Effect;
use crate::tui::widget::input::LineInput;
use crate::tui::widget::list::List;
use crate::tui::widget::paint;

/// Every cell is recorded when it is left.
const SAVED: Text = text!("关闭（随时记录）", "close (saved)");
/// Lines of headings, input, hint and error.
const AROUND: usize = 4;
/// Cells of the column with the row's number.
const NUMBER: usize = 5;

/// The rows and where one is in them.
#[derive(Debug)]
pub struct TableEditor {
    association: u32,
    field: String,
    title: String,
    /// A list has one.
    headings: Vec<String>,
    /// What is recorded. Below it there is always room for one more row.
    rows: Vec<Vec<String>>,
    list: List,
    column: usize,
    /// What is typed into the cell under the cursor.
    editing: Option<LineInput>,
    /// Rows that were pasted before the one under the cursor, and are not agreed to yet.
    pasted: Vec<Vec<String>>,
    /// What is typed or pasted is to be recorded, and the next cell comes when it is.
    asked: bool,
    /// Why the cell could not be taken.
    error: Option<String>,
    /// What stood in the field when its rows were taken.
    seen: Sight,
}

impl TableEditor {
    /// Opens a field on its first row.
    pub fn new(association: u32, field: &Field, seen: Sight) -> Self {
        let headings = if field.kind == FieldKind::Table {
            let columns = field.columns.iter();
            columns.map(|one| official::shown(one).to_owned()).collect()
        } else {
            vec![s!("各项", "values").to_owned()]
        };
        Self {
            association,
            field: field.id.clone(),
            title: field.label.to_string(),
            rows: whole_rows(seen.value(), headings.len()),
            headings,
            list: List::default(),
            column: 0,
            editing: None,
            pasted: Vec::new(),
            asked: false,
            error: None,
            seen,
        }
    }

    /// Lines to show: the rows, with what was pasted, and an empty one.
    const fn lines(&self) -> usize {
        self.rows.len() + self.pasted.len() + 1
    }

    /// A row as it is shown.
    fn row(&self, line: usize) -> Option<&Vec<String>> {
        match line.checked_sub(self.list.cursor) {
            Some(at) if at < self.pasted.len() => self.pasted.get(at),
            Some(_) => self.rows.get(line - self.pasted.len()),
            None => self.rows.get(line),
        }
    }

    /// Takes rows as a spreadsheet has them, from the column under the cursor on. Its headings and a column of
    /// numbers before it are left out.
    fn place(&self, mut rows: Vec<Vec<String>>) -> Result<Vec<Vec<String>>, String> {
        let columns = self.headings.len();
        let bare = |text: &str| text.split_whitespace().collect::<String>();
        let is_heading = |row: &Vec<String>| {
            let known = row.iter().filter(|cell| {
                let mut headings = self.headings.iter();
                headings.any(|heading| bare(heading) == bare(cell))
            });
            known.count() * 2 > columns
        };
        let headed = rows.first().is_some_and(is_heading);
        if headed {
            rows.remove(0);
        }
        let mut numbers = (1usize..).zip(&rows);
        let numbered =
            numbers.all(|(number, row)| row.len() > columns && row[0] == number.to_string());
        let from = if headed { 0 } else { self.column };
        let mut placed = Vec::with_capacity(rows.len());
        for (line, mut row) in (1usize..).zip(rows) {
            if numbered {
                row.remove(0);
            }
            while row.len() + from > columns && row.last().is_some_and(String::is_empty) {
                row.pop();
            }
            if row.len() + from > columns {
                let (found, room) = (row.len(), columns - from);
                return Err(t!(
                    "粘贴的第 {line} 行有 {found} 格，这里只有 {room} 列",
                    "line {line} of the paste has {found} cells, but there are {room} columns"
                ));
            }
            let mut whole = vec![String::new(); from];
            whole.append(&mut row);
            whole.resize(columns, String::new());
            placed.push(whole);
        }
        Ok(placed)
    }

    /// Records what was pasted, if it can be read.
    fn keep_pasted(&mut self, model: &Model) -> Outcome {
        let mut new = self.rows.clone();
        let at = self.list.cursor.min(new.len());
        new.splice(at..at, self.pasted.iter().cloned());
        self.checked(model, new)
    }

    /// Records rows that can be read; else they stay on the screen, with the reason below.
    fn checked(&mut self, model: &Model, new: Vec<Vec<String>>) -> Outcome {
        let round = model.ledger.round();
        let field = round.field_ix(&self.field).map(|ix| round.field(ix));
        if let Some(Err(error)) = field.map(|field| field.read(&new)) {
            self.error = Some(error.to_string());
            return Outcome::Stay;
        }
        self.asked = true;
        self.record(new)
    }

    /// What stands in the cell under the cursor.
    fn cell(&self) -> &str {
        let row = self.rows.get(self.list.cursor);
        row.and_then(|row| row.get(self.column))
            .map_or("", String::as_str)
    }

    /// The rows with another text in the cell under the cursor.
    fn with(&self, text: &str) -> Vec<Vec<String>> {
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
    fn without(&self) -> Vec<Vec<String>> {
        let mut rows = self.rows.clone();
        if self.list.cursor < rows.len() {
            rows.remove(self.list.cursor);
        }
        rows
    }

    /// To the next cell, to the next row after the last column.
    fn forward(&mut self) {
        if self.column + 1 < self.headings.len() {
            self.column += 1;
        } else if self.list.cursor < self.rows.len() {
            self.column = 0;
            self.list.step(1, self.lines());
        }
    }

    fn back_one(&mut self) {
        if self.column > 0 {
            self.column -= 1;
        } else if self.list.cursor > 0 {
            self.column = self.headings.len() - 1;
            self.list.step(-1, self.lines());
        }
    }

    /// The cursor stands before the first cell of a row that does not exist yet: all is written.
    const fn ends(&self) -> bool {
        self.column == 0 && self.list.cursor >= self.rows.len()
    }

    /// Lines of rows that fit over a terminal of this size.
    fn room(&self, size: Size) -> usize {
        let most = panel::room(size).saturating_sub(AROUND);
        self.lines().max(4).min(most.max(1))
    }

    /// Records what is typed, if it can be read, and goes on.
    fn commit(&mut self, model: &Model) -> Outcome {
        let Some(input) = &self.editing else {
            return Outcome::Stay;
        };
        let text = input.text().trim().to_owned();
        if text == self.cell() {
            self.editing = None;
            self.forward();
            return Outcome::Stay;
        }
        let new = self.with(&text);
        self.checked(model, new)
    }

    fn take_rows(&mut self, model: &Model) {
        if let Some(association) = model.ledger.association_ix(self.association)
            && let Some(ix) = model.ledger.round().field_ix(&self.field)
        {
            let record = model.ledger.answer(association, ix);
            self.rows = whole_rows(record.map(|record| &record.value), self.headings.len());
            self.seen = Sight::of(&model.ledger, self.seen.key.clone(), SightPart::Whole);
            self.list.cursor = self.list.cursor.min(self.rows.len());
        }
    }

    fn record(&self, rows: Vec<Vec<String>>) -> Outcome {
        let command = Command::SetAnswers {
            title: Title::Field(self.field.clone()),
            answers: vec![NewAnswer {
                association: self.association,
                field: self.field.clone(),
                rows,
            }],
        };
        Outcome::DoAndStay(vec![Effect::Execute(command.seeing(self.seen.clone()))])
    }
}

/// The rows of a value with a cell for each column.
fn whole_rows(value: Option<&Value>, columns: usize) -> Vec<Vec<String>> {
    let mut rows = value.map(Value::rows).unwrap_or_default();
    for row in &mut rows {
        row.resize(columns, String::new());
    }
    rows
}

/// All rows are written: on as after any other field.
fn finish(model: &mut Model) -> Outcome {
    let (page, ctx) = model.page_and_ctx();
    page.answered(ctx);
    Outcome::Close
}

impl Popup for TableEditor {
    fn on_key(&mut self, model: &mut Model, key: Key) -> Outcome {
        self.error = None;
        let ends = self.ends();
        if let Some(input) = &mut self.editing {
            return match key.code {
                KeyCode::Enter if ends && input.text().trim().is_empty() => finish(model),
                KeyCode::Enter | KeyCode::Tab | KeyCode::Down => self.commit(model),
                _ => {
                    input.handle(key);
                    Outcome::Stay
                }
            };
        }
        if !self.pasted.is_empty() {
            return match key.code {
                KeyCode::Enter => self.keep_pasted(model),
                _ => Outcome::Stay,
            };
        }
        let len = self.lines();
        match (key.code, key.ctrl) {
            (KeyCode::Enter, _) if ends && !self.rows.is_empty() => return finish(model),
            (KeyCode::Enter | KeyCode::F(2), _) => self.editing = Some(LineInput::new(self.cell())),
            (KeyCode::Up, _) => self.list.step(-1, len),
            (KeyCode::Down, _) => self.list.step(1, len),
            (KeyCode::PageUp, _) => self.list.step(-PAGE.cast_signed(), len),
            (KeyCode::PageDown, _) => self.list.step(PAGE.cast_signed(), len),
            (KeyCode::Left, _) => self.column = self.column.saturating_sub(1),
            (KeyCode::Right, _) => self.column = (self.column + 1).min(self.headings.len() - 1),
            (KeyCode::Tab, _) => self.forward(),
            (KeyCode::BackTab, _) => self.back_one(),
            (KeyCode::Delete, _) => return self.record(self.without()),
            (KeyCode::Char('z'), true) => return Outcome::DoAndStay(vec![Effect::Undo]),
            (KeyCode::Char('y' | 'r'), true) => return Outcome::DoAndStay(vec![Effect::Redo]),
            // Typing begins to edit, as in a spreadsheet, but keeps what is there.
            (KeyCode::Char(_), false) => {
                let mut input = LineInput::new(self.cell());
                input.handle(key);
                self.editing = Some(input);
            }
            _ => {}
        }
        Outcome::Stay
    }

    fn recorded(&mut self) -> Vec<Effect> {
        if !std::mem::take(&mut self.asked) {
            return Vec::new();
        }
        if let Some(input) = self.editing.take() {
            self.rows = self.with(input.text().trim());
            self.forward();
        }
        let at = self.list.cursor.min(self.rows.len());
        self.list.cursor = at + self.pasted.len();
        self.rows.splice(at..at, self.pasted.drain(..));
        Vec::new()
    }

    fn edits(&self) -> bool {
        true
    }

    fn refused(&mut self, error: String) -> Option<String> {
        self.asked = false;
        self.error.replace(error).and(None)
    }

    fn look_again(&mut self, model: &Model) {
        self.take_rows(model);
    }

    fn back(&mut self) -> bool {
        self.error = None;
        let pasted = !std::mem::take(&mut self.pasted).is_empty();
        self.editing.take().is_some() || pasted
    }

    fn types(&self) -> bool {
        self.pasted.is_empty()
    }

    fn on_paste(&mut self, text: &str) {
        self.error = None;
        // Into a cell that one types in goes what is pasted as one text.
        if self.editing.is_none()
            && let Some(rows) = pasted::rows(text)
        {
            match self.place(rows) {
                Ok(rows) => self.pasted = rows,
                Err(error) => self.error = Some(error),
            }
            return;
        }
        self.pasted.clear();
        let mut input = match self.editing.take() {
            Some(input) => input,
            None => LineInput::new(self.cell()),
        };
        input.paste(text);
        self.editing = Some(input);
    }

    fn wheel(&mut self, by: isize) {
        if self.editing.is_none() && self.pasted.is_empty() {
            self.list.step(by, self.lines());
        }
    }

    /// Takes over what is recorded now; not while one types, who is to see what others have written
    /// before it is mixed up with that.
    fn refresh(&mut self, model: &Model) -> bool {
        if self.editing.is_none() && self.pasted.is_empty() {
            self.take_rows(model);
        }
        true
    }

    fn settle(&mut self, model: &Model) {
        let room = self.room(model.size);
        self.list.settle(self.lines(), room);
    }

    fn keys(&self) -> Vec<Hint> {
        let key = panel::hint;
        let paste = (text!("粘贴", "paste"), text!("多行", "lines"));
        let undo = key("Ctrl-Z", text!("撤销", "undo"));
        let resting = |typed: Text, other: Hint| vec![(panel::TYPE, typed), other, paste, undo];
        match (self.editing.is_some(), self.pasted.len()) {
            (_, 0) if self.ends() && !self.rows.is_empty() => resting(
                text!("再写一行", "another line"),
                key("Enter", text!("写完，到下一空栏", "done, next empty")),
            ),
            (true, _) => vec![key("Enter", text!("记下并到下一格", "to the next cell"))],
            (false, 0) => resting(
                text!("或 Enter 改", "or Enter edits"),
                key("Del", text!("删行", "line")),
            ),
            (false, _) => vec![key("Enter", text!("记下", "record"))],
        }
    }

    fn leave(&self) -> Text {
        match (self.editing.is_some(), self.pasted.len()) {
            (_, 0) if self.ends() && !self.rows.is_empty() => SAVED,
            (true, _) => text!("放弃这一格", "drop this cell"),
            (false, 0) => SAVED,
            (false, _) => text!("放弃", "drop them"),
        }
    }

    fn draw(&self, model: &Model, size: Size, buf: &mut Buffer) -> Option<Position> {
        let room = self.room(size);
        let width = size.width.saturating_sub(4);
        let title = self.title.trim_end_matches(['：', ':']);
        let inner = panel::open(model, size, (width, room + AROUND), title, buf);
        let base = model.theme.popup();
        let dots = model.glyphs.ellipsis;
        let column = usize::from(inner.width).saturating_sub(NUMBER) / self.headings.len().max(1);
        let mut heading = vec![Span::styled(" ".repeat(NUMBER), base)];
        heading.extend(self.headings.iter().map(|heading| {
            let style = base.patch(model.theme.strong());
            paint::cell(heading, column, dots, style)
        }));
        paint::line(buf, inner, 0, &Line::from(heading));
        let mut cursor = inner.as_position();
        for (line, at) in (1u16..).zip(self.list.window(self.lines(), room)) {
            let number = if at + 1 < self.lines() {
                format!("{:>3}", at + 1)
            } else {
                "  +".to_owned()
            };
            let mut spans = vec![paint::cell(&format!(" {number}"), NUMBER, dots, base)];
            for place in 0..self.headings.len() {
                let text = self.row(at).map_or("", |row| row[place].as_str());
                spans.push(paint::cell(text, column.saturating_sub(1), dots, base));
                spans.push(Span::styled(" ", base));
            }
            paint::line(buf, inner, line, &Line::from(spans));
            if at == self.list.cursor && line < inner.height {
                let x =
                    inner.x + u16::try_from(NUMBER + self.column * column).unwrap_or(inner.width);
                let width = u16::try_from(column.saturating_sub(1)).unwrap_or(0);
                let cell = Rect::new(x, inner.y + line, width, 1).intersection(inner);
                paint::select(buf, cell, &model.theme);
                cursor = cell.as_position();
            }
        }
        let below = u16::try_from(room + 1).unwrap_or(u16::MAX);
        if let Some(typed) = draw_cell(model, self, inner, below, buf) {
            cursor = typed;
        }
        Some(cursor)
    }
}

/// The whole text of the cell under the cursor, what can be done with it, and what is wrong.
fn draw_cell(
    model: &Model,
    rows: &TableEditor,
    inner: Rect,
    row: u16,
    buf: &mut Buffer,
) -> Option<Position> {
    let base = model.theme.popup();
    let dots = model.glyphs.ellipsis;
    let heading = rows.headings.get(rows.column).map_or("", String::as_str);
    let label = t!(
        " 第 {} 行 {heading}：",
        " line {} {heading}: ",
        rows.list.cursor + 1
    );
    let label = cells::cut(&label, usize::from(inner.width) / 2, dots).into_owned();
    let used = u16::try_from(cells::width(&label)).unwrap_or(inner.width);
    paint::line(buf, inner, row, &Line::styled(label, base));
    let field = Rect::new(
        inner.x + used.min(inner.width),
        inner.y + row.min(inner.height.saturating_sub(1)),
        inner.width.saturating_sub(used + 1),
        1,
    );
    let typed = rows.editing.as_ref().map(|input| {
        let style = model.theme.field();
        input.draw(buf, field, style)
    });
    if typed.is_none() {
        let text = cells::cut(&cells::shown(rows.cell()), field.width.into(), dots).into_owned();
        buf.set_stringn(field.x, field.y, text, field.width.into(), base);
    }
    let (said, style) = match (&rows.error, rows.pasted.len()) {
        (Some(error), _) => (cells::shown(error).into_owned(), panel::alert(model)),
        (None, 0) => (String::new(), base),
        (None, pasted) => {
            let said = t!(
                "粘贴了 {pasted} 行，还没有记下",
                "{pasted} lines pasted, not recorded yet"
            );
            (said, base)
        }
    };
    let said = Line::styled(format!(" {said}"), style);
    paint::line(buf, inner, row + 1, &said);
    typed
}
