//! The rows of the one table of actions: which key does what, where, and in which words.

mod always;
mod opened;

use super::action::Action;
use super::place::Place;

/// A row of the table.
#[derive(Debug)]
pub struct Binding {
    pub action: Action,
    pub place: Place,
    /// Keys, separated by a space. At least one of each action works while a Chinese input
    /// method holds back the letters.
    pub keys: &'static str,
    /// What happens, in words.
    pub label: &'static str,
    /// A short word for the footer; empty = not shown there.
    pub hint: &'static str,
}

const fn row(
    place: Place,
    action: Action,
    keys: &'static str,
    hint: &'static str,
    label: &'static str,
) -> Binding {
    Binding {
        action,
        place,
        keys,
        label,
        hint,
    }
}

/// The table. The order within a place is the order of the footer.
pub fn all() -> impl Iterator<Item = &'static Binding> {
    always::ROWS.iter().chain(opened::ROWS)
}
