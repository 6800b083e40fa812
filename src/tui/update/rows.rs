//! Keys while a list or table is edited in place.

use ratatui::crossterm::event::KeyCode;

use super::Effect;
use crate::domain::command::{Command, NewAnswer};
use crate::tui::keymap::Key;
use crate::tui::model::Model;
use crate::tui::popup::draw::PAGE;
use crate::tui::popup::rows::Rows;
use crate::tui::widget::input::LineInput;

/// What a key came to.
pub enum Outcome {
    /// The editor stays, and this is to be done.
    Stay(Vec<Effect>),
    /// The editor closes.
    Close,
}

pub fn on_key(model: &Model, rows: &mut Rows, key: Key) -> Outcome {
    rows.error = None;
    if let Some(input) = &mut rows.editing {
        match key.code {
            KeyCode::Esc => rows.editing = None,
            KeyCode::Enter | KeyCode::Tab | KeyCode::Down => return commit(model, rows),
            _ => {
                input.handle(key);
            }
        }
        return Outcome::Stay(Vec::new());
    }
    let len = rows.lines();
    match (key.code, key.ctrl) {
        (KeyCode::Esc, _) => return Outcome::Close,
        (KeyCode::Enter | KeyCode::F(2), _) => rows.editing = Some(LineInput::new(rows.cell())),
        (KeyCode::Up, _) => rows.list.step(-1, len),
        (KeyCode::Down, _) => rows.list.step(1, len),
        (KeyCode::PageUp, _) => rows.list.step(-PAGE.cast_signed(), len),
        (KeyCode::PageDown, _) => rows.list.step(PAGE.cast_signed(), len),
        (KeyCode::Left, _) => rows.column = rows.column.saturating_sub(1),
        (KeyCode::Right, _) => rows.column = (rows.column + 1).min(rows.headings.len() - 1),
        (KeyCode::Tab, _) => rows.forward(),
        (KeyCode::BackTab, _) => rows.back(),
        (KeyCode::Delete, _) => {
            return Outcome::Stay(record(rows, rows.without()));
        }
        (KeyCode::Char('z'), true) => return Outcome::Stay(vec![Effect::Undo]),
        (KeyCode::Char('y' | 'r'), true) => return Outcome::Stay(vec![Effect::Redo]),
        // Typing begins to edit, as in a spreadsheet, but keeps what is there.
        (KeyCode::Char(_), false) => {
            let mut input = LineInput::new(rows.cell());
            input.handle(key);
            rows.editing = Some(input);
        }
        _ => {}
    }
    Outcome::Stay(Vec::new())
}

/// Text that was pasted, or committed by an input method that pastes.
pub fn on_paste(rows: &mut Rows, text: &str) {
    let mut input = match rows.editing.take() {
        Some(input) => input,
        None => LineInput::new(rows.cell()),
    };
    input.paste(text);
    rows.editing = Some(input);
}

fn commit(model: &Model, rows: &mut Rows) -> Outcome {
    let Some(input) = &rows.editing else {
        return Outcome::Stay(Vec::new());
    };
    let text = input.text().trim().to_owned();
    if text == rows.cell() {
        rows.editing = None;
        rows.forward();
        return Outcome::Stay(Vec::new());
    }
    let new = rows.with(&text);
    let round = model.ledger.round();
    let field = round.field_ix(&rows.field).map(|ix| round.field(ix));
    // What cannot be read stays in the cell, with the reason below it.
    if let Some(Err(error)) = field.map(|field| field.read(&new)) {
        rows.error = Some(error.to_string());
        return Outcome::Stay(Vec::new());
    }
    rows.editing = None;
    let effects = record(rows, new.clone());
    rows.rows = new;
    rows.forward();
    Outcome::Stay(effects)
}

fn record(rows: &Rows, new: Vec<Vec<String>>) -> Vec<Effect> {
    vec![Effect::Execute(Command::SetAnswers {
        what: rows.title.trim_end_matches('：').to_owned(),
        answers: vec![NewAnswer {
            association: rows.association,
            field: rows.field.clone(),
            rows: new,
        }],
    })]
}
