//! What a field is called where it stands alone: in the heading of a column.

use super::layout::PrintedPlace;
use super::{Field, Form};

/// The printed label without its blank, with the unit behind it, and after that of which it is a
/// part: `兼任职（人次）：其中省部级（人次）`.
pub fn of(form: &Form, field: &Field, place: PrintedPlace<'_>) -> String {
    let own = plain(field);
    match place.part_of.and_then(|whole| form.field(whole)) {
        Some(whole) => format!("{}：{own}", plain(whole)),
        None => own,
    }
}

/// `兼任职（）人次` as `兼任职（人次）`.
fn plain(field: &Field) -> String {
    let label = field.label.trim_end_matches('：');
    let unit = field.unit.as_deref().unwrap_or_default();
    let blank = format!("（）{unit}");
    if unit.is_empty() || !label.contains(&blank) {
        return label.replace("（）", "");
    }
    format!("{}（{unit}）", label.replacen(&blank, "", 1))
}
