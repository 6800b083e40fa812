//! The head of a sheet to fill in: which form it is, whose, and in which columns what stands. Rows and columns may
//! have been put in before them.

use super::bare;
use super::sheet::FormSheet;
use crate::domain::form::Form;
use crate::exchange::form::xlsx::HEADINGS;
use crate::text::fold::fold_text;

/// The head stands above this row.
pub const ROWS: u32 = 16;

/// The head of a sheet.
pub struct Head<'f> {
    pub form: &'f Form,
    /// 序号 of the association.
    pub number: Option<u32>,
    /// The row with the headings.
    pub row: u32,
    pub id: Option<u32>,
    pub label: u32,
    /// Columns called 填写; there should be one.
    pub fill: Vec<u32>,
}

impl<'f> Head<'f> {
    /// The head of a sheet that is one of these forms.
    pub fn of(forms: &'f [Form], sheet: &FormSheet) -> Option<Self> {
        let top = || sheet.texts.range((0, 0)..(ROWS, 0));
        let titled = |form: &&Form| {
            let title = bare(form.title.zh());
            top().any(|(_, text)| bare(text) == title)
        };
        let form = forms.iter().find(titled)?;
        let [id, label, fill] = HEADINGS.map(bare);
        let named = top().find(|(_, text)| bare(text) == label);
        let (row, label) = named.map_or((2, 1), |((row, column), _)| (*row, *column));
        let columns = |wanted: &str| -> Vec<u32> {
            let cells = sheet.row(row, 0).filter(|(_, text)| bare(text) == wanted);
            cells.map(|(column, _)| column).collect()
        };
        let is_id = |column: &u32| {
            let mut cells = sheet.texts.iter().filter(|((_, at), _)| at == column);
            cells.any(|(_, text)| form.field(text).is_some())
        };
        let before = label.checked_sub(1).filter(is_id);
        let id = columns(&id).first().copied().or(before);
        let number = (0..row).find_map(|row| {
            let is_number = id.is_some_and(|id| sheet.text(row, id) == "序号");
            let text = is_number.then(|| fold_text(sheet.text(row, label)))?;
            text.parse().ok()
        });
        Some(Self {
            form,
            number,
            row,
            id,
            label,
            fill: columns(&fill),
        })
    }
}
