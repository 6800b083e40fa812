//! What lies over a page and takes all keys: help, a question, a list to pick from, the history.
//! One file a popup, behind one trait; what a popup leads to is carried by whoever opens it.

pub mod choices;
pub mod columns;
pub mod confirm;
pub mod export;
pub mod help;
pub mod history;
mod panel;
pub mod picker;
pub mod prompt;
pub mod table_editor;
pub mod why;

use std::fmt::Debug;

use ratatui::buffer::Buffer;
use ratatui::crossterm::event::KeyCode;
use ratatui::layout::{Position, Size};

use super::action::{self, Action, Place};
use super::keymap::Key;
use super::model::Model;
use super::msg::Effect;

pub use choices::Choices;
pub use columns::ColumnsDialog;
pub use confirm::Confirm;
pub use export::ExportDialog;
pub use help::Help;
pub use history::History;
pub use picker::{Picker, PickerEntry};
pub use prompt::Prompt;
pub use table_editor::TableEditor;
pub use why::WhyView;

/// What a key in a popup came to.
#[derive(Debug)]
pub enum Outcome {
    /// The popup stays.
    Stay,
    Close,
    /// It closes, and this is to be done. Another popup may have been opened in its place.
    Do(Vec<Effect>),
    /// It stays, and this is to be done.
    DoAndStay(Vec<Effect>),
}

/// Something over the page.
pub trait Popup: Debug {
    /// Takes a key other than Esc.
    fn on_key(&mut self, model: &mut Model, key: Key) -> Outcome;

    /// Esc: goes one step back inside; false when there is none and the popup closes.
    fn back(&mut self) -> bool {
        false
    }

    /// Takes text that was pasted, or committed by an input method that pastes.
    fn on_paste(&mut self, _text: &str) {}

    /// The wheel was turned by so many lines.
    fn wheel(&mut self, _by: isize) {}

    /// The ledger, the as-of date or the terminal's size is another one. False when there is
    /// nothing left to show.
    fn refresh(&mut self, _model: &Model) -> bool {
        true
    }

    /// Keeps the cursor on the list and on the screen.
    fn settle(&mut self, _model: &Model) {}

    /// It has asked for a long job and closes when that is done.
    fn awaits_job(&self) -> bool {
        false
    }

    /// The job that it has asked for could not be done.
    fn job_failed(&mut self, _error: String) {}

    /// Draws it over a terminal of this size; where one types in it, if anywhere.
    fn draw(&self, model: &Model, size: Size, buf: &mut Buffer) -> Option<Position>;
}

/// Hands a key to the popup that is open.
pub fn on_key(model: &mut Model, key: Key) -> Vec<Effect> {
    let Some(mut popup) = model.popup.take() else {
        return Vec::new();
    };
    let outcome = match action::lookup(Place::Global, key) {
        Some(Action::Redraw) if key.ctrl => Outcome::DoAndStay(vec![Effect::Redraw]),
        Some(Action::Quit) if key.ctrl => Outcome::DoAndStay(vec![Effect::Quit]),
        _ if key.code == KeyCode::Esc && popup.back() => Outcome::Stay,
        _ if key.code == KeyCode::Esc => Outcome::Close,
        _ => popup.on_key(model, key),
    };
    match outcome {
        Outcome::Stay => {
            model.popup = Some(popup);
            Vec::new()
        }
        Outcome::DoAndStay(effects) => {
            model.popup = Some(popup);
            effects
        }
        Outcome::Close => Vec::new(),
        Outcome::Do(effects) => effects,
    }
}

/// Opens a popup.
pub fn open(model: &mut Model, popup: impl Popup + 'static) -> Vec<Effect> {
    model.popup = Some(Box::new(popup));
    Vec::new()
}

/// What follows from the ledger, the as-of date or the size is shown anew.
pub fn refresh(model: &mut Model) {
    if let Some(mut popup) = model.popup.take()
        && popup.refresh(model)
    {
        model.popup = Some(popup);
    }
}

/// Keeps every cursor on the screen.
pub fn settle(model: &mut Model) {
    if let Some(mut popup) = model.popup.take() {
        popup.settle(model);
        model.popup = Some(popup);
    }
}
