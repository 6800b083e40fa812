//! What a field is called where it stands alone: in the heading of a column.

use super::layout::PrintedPlace;
use super::{Field, Form};
use crate::text::lang::{Text, english};

/// The place in a label for what is filled in.
pub const BLANK: Text = text!("（）", " ()");

/// The printed label without its blank, with the unit behind it, and after that of which it is a
/// part: `兼任职（人次）：其中省部级（人次）`.
pub fn of(form: &Form, field: &Field, place: PrintedPlace<'_>) -> String {
    let own = plain(field);
    match place.part_of.and_then(|whole| form.field(whole)) {
        Some(whole) => t!("{}：{own}", "{}: {own}", plain(whole)),
        None => own,
    }
}

/// `兼任职（）人次` as `兼任职（人次）`.
fn plain(field: &Field) -> String {
    let label = field.name();
    if english() {
        return label.replace(BLANK.en, "");
    }
    let unit = field.unit.as_deref().unwrap_or_default();
    let blank = format!("{}{unit}", BLANK.zh);
    if unit.is_empty() || !label.contains(&blank) {
        return label.replace(BLANK.zh, "");
    }
    format!("{}（{unit}）", label.replacen(&blank, "", 1))
}
