//! What a key or a paste means where one is: for a popup, a field, the page, or everywhere.

use ratatui::crossterm::event::KeyCode;

use super::run;
use crate::tui::action::{self, Action, Looked, Place};
use crate::tui::finder;
use crate::tui::keymap::Key;
use crate::tui::model::{Model, Tab};
use crate::tui::msg::Effect;
use crate::tui::page::{Goto, Reply, open};
use crate::tui::popup;

pub(super) fn on_key(model: &mut Model, key: Key) -> Vec<Effect> {
    // While something long is going on, it can be stopped or the program left.
    if model.progress.is_some() {
        return match action::lookup(Place::Global, key) {
            Some(Action::Back) => vec![Effect::Stop],
            Some(Action::Quit) if key.ctrl => vec![Effect::Stop, Effect::Quit],
            _ => Vec::new(),
        };
    }
    if model.popup.is_some() {
        return popup::on_key(model, key);
    }
    if model.finder.is_some() {
        finder::on_key(model, key);
        return Vec::new();
    }
    let (page, ctx) = model.page_and_ctx();
    if page.types() {
        return match page.type_key(ctx, key) {
            Reply::Pass => match action::lookup(Place::Global, key) {
                Some(action) => run(model, action),
                None => Vec::new(),
            },
            reply => reply.carry_out(model),
        };
    }
    let found = match look_up(model, key) {
        Looked::Begins => return Vec::new(),
        Looked::Action(action) => Some(action),
        Looked::Nothing => None,
    };
    match (found, key.composed()) {
        (Some(action), _) => {
            model.composing &= !key.is_letter();
            run(model, action)
        }
        (None, Some(c)) => {
            model.composing = true;
            let (page, ctx) = model.page_and_ctx();
            match page.compose(ctx, c) {
                Reply::Pass => search_from(model, &c.to_string()),
                reply => typed_into(model, reply, c),
            }
        }
        (None, None) => unbound(model, key),
    }
}

/// What a key means after those that were pressed before it.
fn look_up(model: &mut Model, key: Key) -> Looked {
    let place = model.place();
    let mut pressed = std::mem::take(&mut model.pending);
    for key in [key, key.folded()] {
        pressed.push(key);
        match action::lookup_keys(place, &pressed) {
            Looked::Begins => {
                model.pending = pressed;
                return Looked::Begins;
            }
            Looked::Nothing => {
                pressed.pop();
            }
            found @ Looked::Action(_) => return found,
        }
    }
    let alone = action::lookup(place, key).or_else(|| action::lookup(place, key.folded()));
    alone.map_or(Looked::Nothing, Looked::Action)
}

/// Does what a page has replied to a character, which goes into the field that has opened for it.
fn typed_into(model: &mut Model, reply: Reply, typed: char) -> Vec<Effect> {
    let effects = reply.carry_out(model);
    popup::paste(model, typed.encode_utf8(&mut [0; 4]));
    effects
}

/// A key that has no meaning here: a page may read it as part of a word, or it is said how to find
/// what there is.
fn unbound(model: &mut Model, key: Key) -> Vec<Effect> {
    let KeyCode::Char(typed) = key.folded().code else {
        return Vec::new();
    };
    let (page, ctx) = model.page_and_ctx();
    let reply = if key.ctrl {
        Reply::Pass
    } else {
        page.letter(ctx, typed)
    };
    match reply {
        Reply::Pass => {
            let held = if key.ctrl { "Ctrl-" } else { "" };
            model.fail(t!(
                "{held}{typed} 在这里没有作用：按 ? 或 F1 看帮助，按 : 或 Ctrl-P 找操作",
                "{held}{typed} does nothing here: ? or F1 for help, : or Ctrl-P to find actions"
            ));
            Vec::new()
        }
        reply => typed_into(model, reply, typed),
    }
}

/// What is typed or pasted without a key is looked for: on the page, or in the roster from the two
/// pages that lead into it.
fn search_from(model: &mut Model, text: &str) -> Vec<Effect> {
    if !matches!(model.place(), Place::Roster | Place::Overview) {
        finder::begin(model, text);
        return Vec::new();
    }
    model.roster.search_from(&model.ctx, text);
    open(model, Goto::Tab(Tab::Roster))
}

pub(super) fn on_paste(model: &mut Model, text: &str) {
    if popup::paste(model, text) {
        return;
    }
    if model.finder.is_some() {
        finder::paste(model, text);
    } else {
        search_from(model, text);
    }
}
