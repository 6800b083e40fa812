//! The lines of a sheet to fill in: `id`, `id=option` or `id#2`, and those that people have put in.

use std::collections::BTreeMap;

use super::bare;
use super::head::Head;
use super::sheet::{FormSheet, Odd};
use crate::domain::form::{Field, FieldKind};
use crate::exchange::form::changed::{changed, excerpt};
use crate::exchange::form::options;
use crate::exchange::form::reading::Reading;
use crate::exchange::form::xlsx;
use crate::exchange::odd_cell;
use crate::exchange::roster::sheet::letters;
use crate::text::cells;

/// The lines of a sheet being read.
pub struct Lines<'s, 'f> {
    sheet: &'s FormSheet,
    head: Head<'f>,
    fill: u32,
    reading: Reading,
    /// Where the columns of tables stand, by the field.
    columns: BTreeMap<&'f str, Vec<u32>>,
    /// The list or table of the line above, which lines without an id belong to.
    open: Option<&'f Field>,
}

impl<'s, 'f> Lines<'s, 'f> {
    /// Nothing is read yet.
    pub fn new(sheet: &'s FormSheet, head: Head<'f>) -> Self {
        let mut reading = Reading::new(head.form.id, head.number);
        let fill = match head.fill.as_slice() {
            [one] => *one,
            [] => {
                reading.problem(
                    "",
                    s!(
                        "没有找到“填写”一列，表头请勿改动",
                        "there is no column 填写; do not change the headings"
                    ),
                );
                head.label + 1
            }
            [first, second, ..] => {
                reading.problem(
                    "",
                    t!(
                        "“填写”有两列（{}、{}），看不出以哪列为准；请只留一列",
                        "there are two columns 填写 ({}, {}), and it is not known which counts; leave one",
                        letter(*first),
                        letter(*second)
                    ),
                );
                *first
            }
        };
        Self {
            sheet,
            fill,
            reading,
            columns: BTreeMap::new(),
            open: None,
            head,
        }
    }

    /// What the lines say.
    pub fn read(mut self) -> Reading {
        let form = self.head.form;
        let Some(id) = self.head.id else {
            self.reading.problem(
                "",
                s!(
                    "没有“编号”一列，认不出各行是哪一栏；请在原表上填写",
                    "there is no column 编号, and the lines cannot be told; fill in the original sheet"
                ),
            );
            return self.reading;
        };
        let last = self
            .sheet
            .texts
            .keys()
            .next_back()
            .map_or(0, |(row, _)| *row);
        let last = last.max(self.sheet.odd.keys().next_back().map_or(0, |(row, _)| *row));
        for row in self.head.row + 1..=last {
            match self.sheet.text(row, id) {
                "" => self.put_in(row),
                id => self.line(row, id),
            }
        }
        for field in &form.fields {
            if !self.reading.fields.contains_key(&field.id) {
                let message = t!("缺少「{}」一行", "the line \"{}\" is missing", field.label);
                self.reading.problem("", message);
            }
        }
        if self.head.fill.len() > 1 {
            form.fields
                .iter()
                .for_each(|field| self.reading.lose(&field.id));
        }
        self.reading.done()
    }

    /// A line that has no id: a further row of the list or table above it.
    fn put_in(&mut self, row: u32) {
        let mut texts = self.sheet.row(row, self.head.label + 1);
        if texts.next().is_none() {
            return;
        }
        if let Some(field) = self.open {
            return self.take(field, None, row);
        }
        let texts: Vec<&str> = self.sheet.row(row, 0).map(|(_, text)| text).collect();
        self.reading.problem(
            &place(row),
            t!(
                "没有编号的一行「{}」，没有读入",
                "a line without an id, \"{}\", left out",
                excerpt(&texts.join(" "))
            ),
        );
    }

    fn line(&mut self, row: u32, id: &'s str) {
        let place = place(row);
        let (name, option, number) = match (id.split_once('='), id.split_once('#')) {
            (Some((name, option)), _) => (name, Some(option), None),
            (None, Some((name, number))) => (name, None, Some(number)),
            (None, None) => (id, None, None),
        };
        let form = self.head.form;
        self.open = None;
        let Some(field) = form.field(name) else {
            // Headings and the head of the sheet stand in this column too.
            if id.contains('.') {
                let shown = cells::visible(id);
                let message = t!(
                    "没有编号 {}，编号一列请勿改动",
                    "no id {}; do not change the column of ids",
                    cells::cut(&shown, 40, "..")
                );
                self.reading.problem(&place, message);
            }
            return;
        };
        if !is_known(field, option, number) {
            let message = t!(
                "编号 {} 与栏目不符，请勿改动",
                "the id {} does not fit its field; do not change it",
                cells::visible(id)
            );
            self.reading.problem(&place, message);
            return;
        }
        self.labelled(field, option, number, row);
        if matches!(field.kind, FieldKind::List | FieldKind::Table) {
            self.open = Some(field);
        }
        self.reading.found(&field.id, &place);
        // The line with the headings of a table has the bare id.
        if field.kind == FieldKind::Table && number.is_none() {
            self.headings(field, row);
        } else {
            self.take(field, option, row);
        }
    }

    /// The label of a line is the one that was handed out.
    fn labelled(&mut self, field: &Field, option: Option<&str>, number: Option<&str>, row: u32) {
        let label_of = field.label.zh();
        let printed = match (option, number) {
            (Some(option), _) => format!("{label_of}：{option}"),
            (None, Some(number)) if field.kind == FieldKind::List => {
                format!("{label_of}第 {number} 项")
            }
            (None, Some(number)) => format!("第 {number} 行"),
            (None, None) => label_of.to_owned(),
        };
        let label = self.sheet.text(row, self.head.label);
        if bare(&printed) != bare(label) {
            let [printed, now] = changed(&printed, label);
            self.reading.problem(
                &place(row),
                t!(
                    "栏目名称被改动：应为「{printed}」，现为「{now}」",
                    "the name of the field was changed: should be \"{printed}\", is \"{now}\""
                ),
            );
        }
    }

    /// Finds the columns of a table by their headings, which may have moved.
    fn headings(&mut self, field: &'f Field, row: u32) {
        let at = |heading: &String| {
            let cells = self.sheet.row(row, self.head.label + 1);
            let mut named = cells.filter(|(_, text)| bare(text) == bare(heading));
            match (named.next(), named.next()) {
                (Some((column, _)), None) => Some(column),
                _ => None,
            }
        };
        let columns: Vec<Option<u32>> = field.columns.iter().map(at).collect();
        let lacking = field.columns.iter().zip(&columns);
        let lacking = lacking.filter(|(_, column)| column.is_none());
        let lacking: Vec<&str> = lacking.map(|(heading, _)| heading.as_str()).collect();
        if !lacking.is_empty() {
            self.reading.problem(
                &place(row),
                t!(
                    "{}：表头中没有「{}」，各列认不出来；表头请勿改动",
                    "{}: no heading \"{}\", and the columns cannot be told; do not change the headings",
                    field.label,
                    lacking.join("、")
                ),
            );
            self.reading.lose(&field.id);
        }
        let columns = columns.into_iter().flatten().collect();
        self.columns.insert(&field.id, columns);
    }

    /// The columns in which a field is filled in.
    fn columns_of(&self, field: &Field) -> Vec<u32> {
        let count = match field.kind {
            FieldKind::Table => field.columns.len() as u32,
            _ => 1,
        };
        let own = self
            .columns
            .get(field.id.as_str())
            .filter(|own| own.len() == count as usize);
        own.cloned()
            .unwrap_or_else(|| (self.fill..self.fill + count).collect())
    }

    /// Takes what stands in a line.
    fn take(&mut self, field: &Field, option: Option<&str>, row: u32) {
        let place = place(row);
        let columns = self.columns_of(field);
        let mut texts = Vec::with_capacity(columns.len());
        for (at, column) in columns.iter().enumerate() {
            match self.cell(field, at, (row, *column)) {
                Ok(text) => texts.push(text),
                Err(why) => {
                    self.reading
                        .problem(&place, format!("{}：{why}", field.name()));
                    self.reading.lose(&field.id);
                    return;
                }
            }
        }
        let is_blank = texts.iter().all(String::is_empty);
        let hint = xlsx::hint(field);
        let mut beside = self.sheet.row(row, self.head.label + 1);
        let stray = beside.find(|(column, text)| !columns.contains(column) && *text != hint);
        let is_row = matches!(field.kind, FieldKind::List | FieldKind::Table);
        if let Some((column, text)) = stray.filter(|_| is_blank || is_row) {
            self.reading.problem(
                &place,
                t!(
                    "{}：{} 列写着「{}」，不在填写的列里，没有读入",
                    "{}: column {} says \"{}\", outside of the columns to fill in; left out",
                    field.name(),
                    letter(column),
                    excerpt(text)
                ),
            );
            self.reading.lose(&field.id);
            return;
        }
        // A table may have been pasted with its headings.
        let headings = texts.iter().map(|text| bare(text));
        let is_heading = field.kind == FieldKind::Table
            && headings.eq(field.columns.iter().map(|heading| bare(heading)));
        match option {
            _ if is_heading => {}
            None => self.reading.add(&field.id, &place, texts),
            Some(_) if is_blank => {}
            Some(option) if options::is_tick(&texts[0]) => {
                self.reading.add(&field.id, &place, vec![option.to_owned()]);
            }
            Some(_) => {
                let shown = cells::visible(&texts[0]);
                let message = t!(
                    "{}：看不懂「{}」，选中请填 ☑，不选留空",
                    "{}: \"{}\" is not understood; to tick write ☑, else leave it empty",
                    field.label,
                    cells::cut(&shown, 40, "..")
                );
                self.reading.problem(&place, message);
                self.reading.lose(&field.id);
            }
        }
    }

    /// What a cell says, or why that is not known.
    fn cell(&self, field: &Field, at: usize, (row, column): (u32, u32)) -> Result<String, String> {
        let text = self.sheet.text(row, column);
        let is_month = field.kind == FieldKind::Month
            || field
                .columns
                .get(at)
                .is_some_and(|heading| field.month_columns.contains(heading));
        let is_words = matches!(
            field.kind,
            FieldKind::Text
                | FieldKind::Phone
                | FieldKind::UnitName
                | FieldKind::List
                | FieldKind::Table
        );
        match self.sheet.odd.get(&(row, column)) {
            Some(Odd::Unread(why)) => return Err(why.get().to_owned()),
            Some(Odd::Truth) if is_words => return Err(odd_cell::TRUTH.get().to_owned()),
            Some(Odd::Date) if is_words && !is_month => {
                return Err(odd_cell::DATE.get().to_owned());
            }
            Some(Odd::Number | Odd::Tenth)
                if field.kind == FieldKind::Phone && lacks_zero(text) =>
            {
                return Err(t!(
                    "「{text}」是数字，可能丢了开头的 0；请按文本格式填写",
                    "\"{text}\" is a number, and may have lost the 0 at its beginning; fill it in as text"
                ));
            }
            Some(Odd::Tenth) if is_month => {
                return Err(t!(
                    "「{text}」是数字，看不出是 1 月还是 10 月；请按文本格式写成 2018-10 的样子",
                    "\"{text}\" is a number, January or October cannot be told; write it as text like 2018-10"
                ));
            }
            _ => {}
        }
        let first = self.sheet.merged_into(row, column);
        match first.filter(|_| text.is_empty()) {
            // In a table what is merged holds for each of its rows.
            Some((above, from)) if field.kind == FieldKind::Table && from == column => {
                return Ok(self.sheet.text(above, column).to_owned());
            }
            Some((first, from)) if from == column || (first, from) == (row, self.head.label) => {}
            _ => return Ok(text.to_owned()),
        }
        Err(s!(
            "填写的格子与别的合并了，看不出填的是哪一栏；请取消合并后重填",
            "the cell to fill in is merged with another, and it is not known which field it fills in; undo that and fill in again"
        )
        .to_owned())
    }
}

fn place(row: u32) -> String {
    t!("第 {} 行", "line {}", row + 1)
}

/// A telephone number as a number: longer than one of a town without its code, and no mobile one.
fn lacks_zero(text: &str) -> bool {
    text.len() > 8 && !(text.len() == 11 && text.starts_with('1'))
}

fn letter(column: u32) -> String {
    letters(u16::try_from(column).unwrap_or(u16::MAX))
}

fn is_known(field: &Field, option: Option<&str>, number: Option<&str>) -> bool {
    match (field.kind, option, number) {
        (FieldKind::Multiple | FieldKind::Tick, Some(option), None) => {
            field.options.iter().any(|other| other == option)
        }
        (FieldKind::List | FieldKind::Table, None, Some(number)) => {
            number.parse::<usize>().is_ok_and(|number| number > 0)
        }
        (FieldKind::List | FieldKind::Multiple | FieldKind::Tick, ..) => false,
        (_, None, None) => true,
        _ => false,
    }
}
