//! Keys while a popup is open.

use ratatui::crossterm::event::KeyCode;

use super::{
    Effect, changes, dates, files, findings, many, milestone, people, roster, rows, run, view, why,
};
use crate::app::clock::{AsOf, parse_date};
use crate::domain::command::{Command, NewAnswer};
use crate::domain::ledger::SubjectIx;
use crate::domain::model::ItemState;
use crate::tui::action::{self, Action, Place};
use crate::tui::keymap::Key;
use crate::tui::model::Model;
use crate::tui::popup::draw::{self, PAGE};
use crate::tui::popup::{Picker, Popup, Prompt, Purpose};

pub fn on_key(model: &mut Model, key: Key) -> Vec<Effect> {
    let Some(mut popup) = model.popup.take() else {
        return Vec::new();
    };
    if let Popup::Rows(editor) = &mut popup {
        return match rows::on_key(model, editor, key) {
            rows::Outcome::Stay(effects) => {
                model.popup = Some(popup);
                effects
            }
            rows::Outcome::Close => Vec::new(),
        };
    }
    if key.code == KeyCode::Esc && !matches!(popup, Popup::Why(_)) {
        return Vec::new();
    }
    if let Popup::Export(dialog) = &mut popup {
        // It stays until the files are written, so that nothing has to be chosen again.
        let effects = files::on_export_key(model, dialog, key);
        model.popup = Some(popup);
        return effects;
    }
    if key.ctrl && matches!(key.code, KeyCode::Char('l' | 'q')) {
        let action = action::lookup(Place::Global, key);
        model.popup = Some(popup);
        return action.map_or_else(Vec::new, |action| run(model, action));
    }
    if let Popup::Why(view) = &mut popup {
        if why::on_key(model, view, key) {
            model.popup = Some(popup);
        }
        return Vec::new();
    }
    let effects = match &mut popup {
        Popup::Help(offset) => {
            let len = draw::help_len(model);
            return match key.folded().code {
                KeyCode::Up | KeyCode::Char('k') => scrolled(model, offset.saturating_sub(1)),
                KeyCode::Down | KeyCode::Char('j') => scrolled(model, (*offset + 1).min(len)),
                KeyCode::PageUp => scrolled(model, offset.saturating_sub(PAGE)),
                KeyCode::PageDown | KeyCode::Char(' ') => {
                    scrolled(model, (*offset + PAGE).min(len))
                }
                _ => Vec::new(),
            };
        }
        Popup::History(_, lines, list) => {
            let action = action::lookup(Place::List, key.folded());
            if !action.is_some_and(|action| list.navigate(action, lines.len(), PAGE)) {
                return Vec::new();
            }
            Some(Vec::new())
        }
        Popup::Confirm(_, command) => match key.folded().code {
            KeyCode::Enter | KeyCode::Char('y') => {
                return vec![Effect::Execute(command.clone())];
            }
            KeyCode::Char('n') => return Vec::new(),
            _ => Some(Vec::new()),
        },
        Popup::Choices(choices) => match key.folded().code {
            KeyCode::Enter => {
                // Enter on one of several takes it; boxes are turned with Space.
                if !choices.many && choices.ticked().is_empty() {
                    choices.toggle();
                }
                let ticked = choices.ticked().into_iter();
                return vec![Effect::Execute(Command::SetAnswer(NewAnswer {
                    association: choices.association,
                    field: choices.field.clone(),
                    rows: ticked.map(|option| vec![option]).collect(),
                }))];
            }
            KeyCode::Char(' ') => {
                choices.toggle();
                Some(Vec::new())
            }
            KeyCode::Up | KeyCode::Char('k') => {
                choices.cursor = choices.cursor.saturating_sub(1);
                Some(Vec::new())
            }
            KeyCode::Down | KeyCode::Char('j') => {
                choices.cursor = (choices.cursor + 1).min(choices.options.len().saturating_sub(1));
                Some(Vec::new())
            }
            _ => Some(Vec::new()),
        },
        // Have been dealt with above.
        Popup::Export(_) | Popup::Rows(_) | Popup::Why(_) => None,
        Popup::Prompt(prompt) => {
            if key.code == KeyCode::Enter {
                answer(model, prompt)
            } else {
                prompt.error = None;
                prompt.input.handle(key);
                Some(Vec::new())
            }
        }
        Popup::Units(picker) => match pick(picker, key) {
            Picked::Still => Some(Vec::new()),
            Picked::Nothing => None,
            Picked::Value(unit) => {
                roster::show_unit(model, unit);
                None
            }
        },
        Popup::Milestones(picker) => match pick(picker, key) {
            Picked::Still => Some(Vec::new()),
            Picked::Nothing => None,
            Picked::Value((ix, association)) => {
                return milestone::ask_date(model, ix, SubjectIx::Association(association));
            }
        },
        Popup::People(picker) => match pick(picker, key) {
            Picked::Still => Some(Vec::new()),
            Picked::Nothing => None,
            Picked::Value(choice) => return people::take(model, choice),
        },
        Popup::Deeds(picker) => match pick(picker, key) {
            Picked::Still => Some(Vec::new()),
            Picked::Nothing => None,
            Picked::Value(draft) => return many::go_on(model, draft),
        },
        Popup::Views(picker) => match pick(picker, key) {
            Picked::Still => Some(Vec::new()),
            Picked::Nothing => None,
            Picked::Value(number) => return view::recall(model, number),
        },
        Popup::Columns(dialog) => view::on_columns_key(model, dialog, key).then(Vec::new),
        Popup::Palette(picker) => match pick(picker, key) {
            Picked::Still => Some(Vec::new()),
            Picked::Nothing => None,
            Picked::Value(action) => return run(model, action),
        },
    };
    match effects {
        // `Some` with nothing to do: the popup stays.
        Some(effects) if effects.is_empty() => {
            model.popup = Some(popup);
            effects
        }
        Some(effects) => effects,
        None => Vec::new(),
    }
}

fn scrolled(model: &mut Model, offset: usize) -> Vec<Effect> {
    model.popup = Some(Popup::Help(offset));
    Vec::new()
}

pub fn on_paste(model: &mut Model, text: &str) {
    match &mut model.popup {
        Some(Popup::Prompt(prompt)) => prompt.input.paste(text),
        Some(Popup::Export(dialog)) => dialog.folder.paste(text),
        Some(Popup::Rows(editor)) => rows::on_paste(editor, text),
        Some(Popup::Units(picker)) => picker.paste(text),
        Some(Popup::Milestones(picker)) => picker.paste(text),
        Some(Popup::People(picker)) => picker.paste(text),
        Some(Popup::Deeds(picker)) => picker.paste(text),
        Some(Popup::Views(picker)) => picker.paste(text),
        Some(Popup::Palette(picker)) => picker.paste(text),
        _ => {}
    }
}

/// Moves the list of a popup by the wheel.
pub fn wheel(popup: &mut Popup, by: isize) {
    match popup {
        Popup::Help(offset) => *offset = offset.saturating_add_signed(by),
        Popup::History(_, lines, list) => list.step(by, lines.len()),
        Popup::Why(view) => {
            let level = &mut view.level;
            level.list.step(by, level.rows.len());
        }
        Popup::Units(picker) => picker.list.step(by, picker.shown.len()),
        Popup::Milestones(picker) => picker.list.step(by, picker.shown.len()),
        Popup::People(picker) => picker.list.step(by, picker.shown.len()),
        Popup::Deeds(picker) => picker.list.step(by, picker.shown.len()),
        Popup::Views(picker) => picker.list.step(by, picker.shown.len()),
        Popup::Columns(dialog) => dialog.list.step(by, dialog.entries.len()),
        Popup::Palette(picker) => picker.list.step(by, picker.shown.len()),
        Popup::Rows(editor) if editor.editing.is_none() => {
            editor.list.step(by, editor.rows.len() + 1);
        }
        Popup::Export(dialog) => dialog.step(by.signum()),
        Popup::Rows(_) | Popup::Prompt(_) | Popup::Confirm(..) | Popup::Choices(_) => {}
    }
}

enum Picked<T> {
    Still,
    Nothing,
    Value(T),
}

fn pick<T: Clone>(picker: &mut Picker<T>, key: Key) -> Picked<T> {
    let action = match key.code {
        KeyCode::Enter => {
            return picker.current().map_or(Picked::Nothing, Picked::Value);
        }
        KeyCode::Up => Some(Action::Up),
        KeyCode::Down => Some(Action::Down),
        KeyCode::PageUp => Some(Action::PageUp),
        KeyCode::PageDown => Some(Action::PageDown),
        _ => None,
    };
    match action {
        Some(action) => {
            picker.list.navigate(action, picker.shown.len(), PAGE);
        }
        None => {
            if picker.input.handle(key) {
                picker.narrow();
            }
        }
    }
    Picked::Still
}

/// Takes the answer. `None` = taken, nothing more to do; an empty list = not taken, the error
/// stands in the prompt.
fn answer(model: &mut Model, prompt: &mut Prompt) -> Option<Vec<Effect>> {
    let text = prompt.input.text().to_owned();
    let item = |association: &u32, item: &String, state, note, evidence| {
        Some(vec![Effect::Execute(Command::SetItem {
            association: *association,
            item: item.clone(),
            state,
            note,
            evidence,
        })])
    };
    match &prompt.purpose {
        Purpose::Note(no, id) => item(no, id, None, Some(text), None),
        Purpose::Evidence(no, id) => item(no, id, None, None, Some(text)),
        Purpose::Reason(..) | Purpose::MoveReason(_) if text.trim().is_empty() => {
            prompt.error = Some("请写明理由，或按 Esc 放弃".into());
            Some(Vec::new())
        }
        Purpose::Reason(no, id) => item(no, id, Some(ItemState::NotApplicable), Some(text), None),
        Purpose::AsOf if text.trim().is_empty() => {
            model.as_of = AsOf::Today;
            model.refresh();
            None
        }
        Purpose::AsOf => match parse_date(&text) {
            Ok(date) => {
                model.as_of = AsOf::Fixed(date);
                model.refresh();
                None
            }
            Err(error) => {
                prompt.error = Some(error);
                Some(Vec::new())
            }
        },
        Purpose::Compare(end) => match changes::answer(model, *end, &text) {
            Ok(()) => None,
            Err(error) => {
                prompt.error = Some(error);
                Some(Vec::new())
            }
        },
        Purpose::Answer(no, id) => {
            let rows = vec![vec![text]];
            let round = model.ledger.round();
            let field = round.field_ix(id).map(|ix| round.field(ix));
            // What cannot be read stays in the prompt, with the reason beside it.
            if let Some(Err(error)) = field.map(|field| field.read(&rows)) {
                prompt.error = Some(error.to_string());
                return Some(Vec::new());
            }
            Some(vec![Effect::Execute(Command::SetAnswer(NewAnswer {
                association: *no,
                field: id.clone(),
                rows,
            }))])
        }
        Purpose::ImportFrom(_) if text.trim().is_empty() => {
            prompt.error = Some("请写明文件或文件夹，或按 Esc 放弃".into());
            Some(Vec::new())
        }
        Purpose::SaveView => match view::save(model, &text) {
            Ok(effects) => Some(effects),
            Err(error) => {
                prompt.error = Some(error);
                Some(Vec::new())
            }
        },
        Purpose::ImportFrom(only) => Some(files::import_from(model, &text, *only)),
        Purpose::Talk(talk) => match people::answer(model, talk, &text) {
            // A next question stands in the place of this one.
            Ok(effects) => (!effects.is_empty()).then_some(effects),
            Err(error) => {
                prompt.error = Some(error);
                Some(Vec::new())
            }
        },
        Purpose::Deed(draft) => match many::answer(draft, &text) {
            Ok(draft) => {
                let effects = many::go_on(model, draft);
                // A next question, or what it comes to, stands in the place of this one.
                (!effects.is_empty()).then_some(effects)
            }
            Err(error) => {
                prompt.error = Some(error);
                Some(Vec::new())
            }
        },
        Purpose::MoveTo(moving) => match dates::answer(model, *moving, &text) {
            Ok(effects) => (!effects.is_empty()).then_some(effects),
            Err(error) => {
                prompt.error = Some(error);
                Some(Vec::new())
            }
        },
        Purpose::MoveReason(command) => {
            Some(vec![Effect::Execute(dates::with_reason(command, text))])
        }
        Purpose::Ignore(finding) => Some(findings::ignore(finding, &text, &mut prompt.error)),
        Purpose::MergeUnit(from, finding) => {
            let (from, finding) = (from.clone(), finding.clone());
            let asked = findings::merge_into(model, &from, &finding, prompt);
            (!asked).then(Vec::new)
        }
        Purpose::MarkedOn(milestone, subject) => match parse_date(&text) {
            Ok(on) => Some(vec![Effect::Execute(Command::Mark {
                milestone: milestone.clone(),
                subject: subject.clone(),
                on,
            })]),
            Err(error) => {
                prompt.error = Some(error);
                Some(Vec::new())
            }
        },
    }
}

/// Keeps the lists of popups on the screen.
pub fn settle(model: &mut Model) {
    let size = model.size;
    let help = draw::help_len(model);
    match &mut model.popup {
        Some(Popup::Help(offset)) => {
            let room = draw::help_room(size);
            *offset = (*offset).min(help.saturating_sub(room));
        }
        Some(Popup::History(_, lines, list)) => {
            list.settle(lines.len(), draw::list_room(size, lines.len()));
        }
        Some(Popup::Why(view)) => view.settle(size),
        Some(Popup::Rows(editor)) => editor.settle(size),
        Some(Popup::Units(picker)) => picker.settle(size),
        Some(Popup::Milestones(picker)) => picker.settle(size),
        Some(Popup::People(picker)) => picker.settle(size),
        Some(Popup::Deeds(picker)) => picker.settle(size),
        Some(Popup::Views(picker)) => picker.settle(size),
        Some(Popup::Columns(dialog)) => {
            let len = dialog.entries.len();
            dialog.list.settle(len, draw::list_room(size, len));
        }
        Some(Popup::Palette(picker)) => picker.settle(size),
        _ => {}
    }
}
