//! What lies over a screen: help, a question with a text field, a confirmation, a list to pick
//! from, the history.

pub mod choices;
pub mod columns;
pub mod draw;
mod draw_columns;
mod draw_export;
mod draw_rows;
mod draw_why;
pub mod export;
pub mod picker;
pub mod prompt;
pub mod rows;
pub mod why;

use super::action::Action;
use super::widget::list::List;
use crate::app::find::UnitChoice;
use crate::domain::change::HistoryLine;
use crate::domain::command::Command;
use crate::domain::ledger::AssocIx;
use crate::domain::round::MilestoneIx;
use crate::tui::update::{Choice, Draft};

pub use choices::Choices;
pub use columns::ColumnsDialog;
pub use export::ExportDialog;
pub use picker::Picker;
pub use prompt::{Prompt, Purpose};
pub use rows::Rows;
pub use why::WhyView;

/// Something over the screen. It takes all keys.
#[derive(Debug)]
pub enum Popup {
    /// All keys of this screen, scrolled by so many lines.
    Help(usize),
    /// A question with a text field.
    Prompt(Prompt),
    /// Options to tick.
    Choices(Choices),
    /// A list or table, edited in place.
    Rows(Rows),
    /// What to write as files, and where.
    Export(ExportDialog),
    /// A question with yes and no, and what yes does.
    Confirm(String, Command),
    /// What stands behind a light.
    Why(WhyView),
    /// Which unit to show; `None` = all.
    Units(Picker<Option<UnitChoice>>),
    /// Which milestone of an association to mark.
    Milestones(Picker<(MilestoneIx, AssocIx)>),
    /// What to do for some associations.
    Deeds(Picker<Draft>),
    /// Which view to show.
    Views(Picker<u8>),
    /// Which columns to show.
    Columns(ColumnsDialog),
    /// What to record about a unit or an association.
    People(Picker<Choice>),
    /// Which action to take.
    Palette(Picker<Action>),
    /// What was recorded: heading, lines, place.
    History(String, Vec<HistoryLine>, List),
}
