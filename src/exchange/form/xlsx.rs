//! A form as an Excel sheet to fill in: one line for each place, with drop-down lists for
//! choices and checks for numbers. The ids in the first column say what each line is.

use rust_xlsxwriter::{
    Color, ConditionalFormatFormula, DataValidation, DataValidationErrorStyle, DataValidationRule,
    DocProperties, ExcelDateTime, Format, FormatAlign, FormatBorder, Formula, Workbook, Worksheet,
    XlsxError,
};

use super::printed::PrintedForm;
use crate::domain::form::value::Value;
use crate::domain::form::{Condition, Field, FieldKind, Test};
use crate::domain::round::official::Official;

/// Name of the sheet.
pub(super) const SHEET: &str = "填写表";
/// What a ticked box holds.
pub(super) const TICK: &str = "☑";
/// Columns: id, label, first column to fill in.
const ID: u16 = 0;
const LABEL: u16 = 1;
const FILL: u16 = 2;
/// What stands above these columns.
pub(super) const HEADINGS: [&str; 3] = ["编号（请勿改动）", "栏目", "填写"];
/// Rows to spare below a list or table.
const SPARE: usize = 3;
/// Largest number of digits that a number in a sheet holds exactly.
const EXACT_DIGITS: usize = 15;

/// Writes a form of an association.
///
/// # Panics
/// Never: what a form holds is within the limits of the format.
pub fn write(printed: &PrintedForm<'_>) -> Vec<u8> {
    build(printed).expect("the sheet is within the limits of the format")
}

/// What is printed beside the place of a field.
pub(super) fn hint(field: &Field) -> String {
    let unit = field.unit.as_deref().unwrap_or_default();
    let remark = field.remark.as_ref().map_or("", Official::zh);
    match field.kind {
        FieldKind::Multiple | FieldKind::Tick => "选 ☑，不选留空".to_owned(),
        FieldKind::List | FieldKind::Table => String::new(),
        _ => format!("{unit} {remark}").trim().to_owned(),
    }
}

struct FormStyles {
    title: Format,
    head: Format,
    section: Format,
    id: Format,
    label: Format,
    text: Format,
    number: Format,
    hint: Format,
}

impl FormStyles {
    fn new() -> Self {
        let base = || Format::new().set_font_name("宋体").set_font_size(11);
        let cell = || {
            base()
                .set_border(FormatBorder::Thin)
                .set_align(FormatAlign::VerticalCenter)
                .set_text_wrap()
        };
        Self {
            title: base().set_bold().set_font_size(14),
            head: cell()
                .set_bold()
                .set_background_color(Color::RGB(0x00D9_E2F3)),
            section: cell()
                .set_bold()
                .set_background_color(Color::RGB(0x00EE_EEEE)),
            id: cell()
                .set_font_color(Color::RGB(0x0080_8080))
                .set_font_size(9),
            label: cell(),
            // Text format keeps the zeros of a telephone number.
            text: cell()
                .set_num_format("@")
                .set_background_color(Color::RGB(0x00FF_FDE7)),
            number: cell().set_background_color(Color::RGB(0x00FF_FDE7)),
            hint: base()
                .set_font_color(Color::RGB(0x0080_8080))
                .set_font_size(9),
        }
    }
}

fn build(printed: &PrintedForm<'_>) -> Result<Vec<u8>, XlsxError> {
    let mut book = Workbook::new();
    // The same answers give the same file.
    let made = ExcelDateTime::from_ymd(2020, 1, 1)?;
    book.set_properties(&DocProperties::new().set_creation_datetime(&made));
    let styles = FormStyles::new();
    let sheet = book.add_worksheet();
    sheet.set_name(SHEET)?;
    for (column, width) in [(0, 19.0), (1, 46.0), (2, 34.0), (3, 26.0)] {
        sheet.set_column_width(column, width)?;
    }
    for column in 4..8 {
        sheet.set_column_width(column, 22.0)?;
    }
    sheet.write_string_with_format(0, ID, "表", &styles.hint)?;
    sheet.write_string_with_format(0, LABEL, printed.form.title.zh(), &styles.title)?;
    sheet.write_string_with_format(1, ID, "序号", &styles.hint)?;
    sheet.write_number_with_format(1, LABEL, printed.no, &styles.label)?;
    sheet.write_string_with_format(
        1,
        FILL,
        format!("{}  {}", printed.name, printed.unit),
        &styles.title,
    )?;
    if let Some(sentence) = printed.demo {
        sheet.write_string_with_format(0, FILL, sentence, &styles.title)?;
        sheet.set_header(format!("&C{}", sentence.replace('&', "&&")));
    }
    sheet.set_footer(format!("&R{}", printed.mark));
    for (column, heading) in (0u16..).zip(HEADINGS.into_iter().chain(["说明"])) {
        sheet.write_string_with_format(2, column, heading, &styles.head)?;
    }
    sheet.set_freeze_panes(3, FILL)?;
    sheet.set_repeat_rows(2, 2)?;
    sheet
        .set_landscape()
        .set_paper_size(9)
        .set_print_fit_to_pages(1, 0);
    let mut writer = FormWriter {
        printed,
        styles: &styles,
        sheet,
        row: 3,
        lines: Vec::new(),
    };
    for section in &printed.form.sections {
        let format = &styles.section;
        writer
            .sheet
            .merge_range(writer.row, 0, writer.row, 3, &section.title, format)?;
        writer.row += 1;
        for field in printed
            .form
            .fields
            .iter()
            .filter(|f| f.section == section.id)
        {
            writer.field(field)?;
        }
    }
    writer.grey_out()?;
    book.save_to_buffer()
}

/// A field's place in the sheet.
struct SheetLines<'a> {
    field: &'a Field,
    first: u32,
    last: u32,
}

struct FormWriter<'a, 's> {
    printed: &'a PrintedForm<'a>,
    styles: &'s FormStyles,
    sheet: &'s mut Worksheet,
    row: u32,
    lines: Vec<SheetLines<'a>>,
}

impl<'a> FormWriter<'a, '_> {
    fn field(&mut self, field: &'a Field) -> Result<(), XlsxError> {
        let first = self.row;
        let value = self.printed.value(&field.id);
        match field.kind {
            FieldKind::Multiple | FieldKind::Tick => self.boxes(field, value)?,
            FieldKind::List => self.list(field, value)?,
            FieldKind::Table => self.table(field, value)?,
            _ => {
                self.start(&field.id, &field.label)?;
                let text = self.printed.text(&field.id);
                self.one(field, &text)?;
                self.hint(&hint(field))?;
                self.row += 1;
            }
        }
        self.lines.push(SheetLines {
            field,
            first,
            last: self.row - 1,
        });
        Ok(())
    }

    fn start(&mut self, id: &str, label: &str) -> Result<(), XlsxError> {
        let (row, styles) = (self.row, self.styles);
        self.sheet
            .write_string_with_format(row, ID, id, &styles.id)?;
        self.sheet
            .write_string_with_format(row, LABEL, label, &styles.label)?;
        Ok(())
    }

    fn hint(&mut self, hint: &str) -> Result<(), XlsxError> {
        if !hint.is_empty() {
            let format = &self.styles.hint;
            self.sheet
                .write_string_with_format(self.row, FILL + 1, hint, format)?;
        }
        Ok(())
    }

    fn text(&mut self, column: u16, text: &str) -> Result<(), XlsxError> {
        let format = &self.styles.text;
        if text.is_empty() {
            self.sheet.write_blank(self.row, column, format)?;
        } else {
            self.sheet
                .write_string_with_format(self.row, column, text, format)?;
        }
        Ok(())
    }

    /// The one cell of an ordinary field.
    fn one(&mut self, field: &Field, text: &str) -> Result<(), XlsxError> {
        match field.kind {
            FieldKind::Integer | FieldKind::Amount | FieldKind::Area => {
                let whole = field.kind == FieldKind::Integer;
                let format = &self.styles.number;
                let digits = text.chars().filter(char::is_ascii_digit).count();
                match text.parse::<f64>() {
                    Ok(number) if digits <= EXACT_DIGITS => {
                        self.sheet
                            .write_number_with_format(self.row, FILL, number, format)?;
                    }
                    _ => self.text(FILL, text)?,
                }
                if text.is_empty() {
                    self.sheet.write_blank(self.row, FILL, format)?;
                }
                let check = if whole {
                    DataValidation::new()
                        .allow_whole_number(DataValidationRule::GreaterThanOrEqualTo(0))
                } else {
                    DataValidation::new()
                        .allow_decimal_number(DataValidationRule::GreaterThanOrEqualTo(0.0))
                };
                let message = if whole {
                    "请填整数，没有填 0"
                } else {
                    "请填数字，没有填 0"
                };
                self.check(FILL, &check.set_error_message(message)?)
            }
            FieldKind::YesNo | FieldKind::Single => {
                self.text(FILL, text)?;
                self.choice(&field.options)
            }
            _ => self.text(FILL, text),
        }
    }

    fn choice(&mut self, options: &[String]) -> Result<(), XlsxError> {
        let check = DataValidation::new()
            .allow_list_strings(options)?
            .set_error_message("请从下拉列表中选一项")?;
        self.check(FILL, &check)
    }

    fn check(&mut self, column: u16, check: &DataValidation) -> Result<(), XlsxError> {
        let check = check
            .clone()
            .set_error_title("填写有误")?
            .set_error_style(DataValidationErrorStyle::Stop);
        self.sheet
            .add_data_validation(self.row, column, self.row, column, &check)?;
        Ok(())
    }

    fn boxes(&mut self, field: &Field, value: Option<&Value>) -> Result<(), XlsxError> {
        for option in &field.options {
            let label = format!("{}：{option}", field.label);
            self.start(&format!("{}={option}", field.id), &label)?;
            let ticked = value.is_some_and(|value| value.ticks(option));
            self.text(FILL, if ticked { TICK } else { "" })?;
            self.choice(&[TICK.to_owned()])?;
            self.hint(&hint(field))?;
            self.row += 1;
        }
        Ok(())
    }

    fn list(&mut self, field: &Field, value: Option<&Value>) -> Result<(), XlsxError> {
        let items = value.map(Value::rows).unwrap_or_default();
        for at in 0..(items.len() + SPARE).max(field.printed_rows) {
            let label = format!("{}第 {} 项", field.label, at + 1);
            self.start(&format!("{}#{}", field.id, at + 1), &label)?;
            self.text(FILL, items.get(at).map_or("", |item| item[0].as_str()))?;
            self.row += 1;
        }
        Ok(())
    }

    fn table(&mut self, field: &Field, value: Option<&Value>) -> Result<(), XlsxError> {
        let rows = value.map(Value::rows).unwrap_or_default();
        self.start(&field.id, &field.label)?;
        for (column, heading) in (FILL..).zip(&field.columns) {
            let format = &self.styles.head;
            self.sheet
                .write_string_with_format(self.row, column, heading, format)?;
        }
        self.row += 1;
        for at in 0..(rows.len() + SPARE).max(field.printed_rows) {
            let label = format!("第 {} 行", at + 1);
            self.start(&format!("{}#{}", field.id, at + 1), &label)?;
            for (column, place) in (FILL..).zip(0..field.columns.len()) {
                let cell = rows
                    .get(at)
                    .and_then(|row| row.get(place))
                    .map_or("", String::as_str);
                self.text(column, cell)?;
            }
            self.row += 1;
        }
        Ok(())
    }

    /// Greys out what is not to be filled in, as the choices stand.
    fn grey_out(&mut self) -> Result<(), XlsxError> {
        let grey = Format::new()
            .set_font_color(Color::RGB(0x00A0_A0A0))
            .set_background_color(Color::RGB(0x00D0_D0D0));
        for lines in &self.lines {
            let Some(hidden) = lines.field.shown_if.as_ref().and_then(|c| self.hidden(c)) else {
                continue;
            };
            let last = FILL + lines.field.columns.len().max(1) as u16 - 1;
            let rule = ConditionalFormatFormula::new()
                .set_rule(Formula::new(hidden))
                .set_format(&grey);
            self.sheet
                .add_conditional_format(lines.first, LABEL, lines.last, last, &rule)?;
        }
        Ok(())
    }

    /// The formula that is true when the condition does not hold.
    fn hidden(&self, condition: &Condition) -> Option<String> {
        let decider = self.lines.iter().find(|l| l.field.id == condition.field)?;
        let boxes = matches!(decider.field.kind, FieldKind::Multiple | FieldKind::Tick);
        let place = |option: &str| {
            let options = &decider.field.options;
            let at = if boxes {
                options
                    .iter()
                    .position(|other| other == option)
                    .unwrap_or(0)
            } else {
                0
            };
            format!("$C${}", decider.first as usize + at + 1)
        };
        let wanted = |option: &str| {
            if boxes {
                TICK.to_owned()
            } else {
                option.to_owned()
            }
        };
        match &condition.test {
            Test::Ticked(option) => Some(format!("={}<>\"{}\"", place(option), wanted(option))),
            Test::NotTicked(option) => Some(format!("={}=\"{}\"", place(option), wanted(option))),
            Test::AboveZero => Some(format!("=NOT({}>0)", place(""))),
            Test::Zero | Test::Empty => None,
        }
    }
}
