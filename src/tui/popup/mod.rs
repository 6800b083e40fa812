//! What lies over a page and takes all keys: help, a question, a list to pick from, the history.
//! One file a popup, behind one trait; what a popup leads to is carried by whoever opens it.

pub mod choices;
pub mod clash;
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
use super::flow::consent;
use super::keymap::Key;
use super::model::Model;
use super::msg::Effect;
use crate::domain::command::Command;
use crate::domain::decide::{Clash, Refusal};
use crate::domain::sight::Sight;
use crate::text::lang::Text;

pub use choices::Choices;
pub use clash::ClashPopup;
pub use columns::ColumnsDialog;
pub use confirm::Confirm;
pub use export::ExportDialog;
pub use help::Help;
pub use history::History;
pub use panel::Hint;
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
    /// This is to be done, and with it the popup is done: at once, or, where something is to be
    /// recorded, when it is ([`Popup::recorded`]). Another popup may have been opened in its place.
    Do(Vec<Effect>),
    /// It stays, and this is to be done.
    DoAndStay(Vec<Effect>),
}

/// A popup that is open. Whatever a popup asks to record, it stays on the screen with what was
/// typed until the record is acknowledged: nobody has to remember that, because it is kept here.
#[derive(Debug)]
pub struct OpenPopup {
    popup: Box<dyn Popup>,
    /// What it asked to record has not come back yet.
    waits: bool,
    /// It was open only for that.
    closes: bool,
    /// It speaks of something that has happened to the ledger, and is out of date when that is over.
    is_news: bool,
    /// What it has asked to record.
    sent: Option<Command>,
    /// What others have written, and whoever types here has seen since it was opened.
    seen: Vec<Sight>,
}

impl OpenPopup {
    fn new(popup: impl Popup + 'static) -> Self {
        Self {
            popup: Box::new(popup),
            waits: false,
            closes: false,
            is_news: false,
            sent: None,
            seen: Vec::new(),
        }
    }

    /// Whoever types here has been shown what others have written meanwhile.
    fn saw(&mut self, now: Sight) {
        self.seen.retain(|seen| !seen.is_about(&now));
        self.seen.push(now);
    }

    /// It goes on with what was typed, on what others have written; `said` says what that is.
    fn look_again(&mut self, model: &Model, said: String) {
        self.popup.look_again(model);
        self.popup.refused(said);
    }

    /// A command as whoever types here gives it: by what they have seen last.
    fn informed(&self, command: Command) -> Command {
        match command {
            Command::Seeing {
                mut sights,
                command,
            } => {
                for sight in &mut sights {
                    let mut seen = self.seen.iter();
                    if let Some(newer) = seen.find(|seen| seen.is_about(sight)) {
                        *sight = newer.clone();
                    }
                }
                Command::Seeing { sights, command }
            }
            command => command,
        }
    }

    /// What it asks, with what it waits for kept.
    fn asks(&mut self, effects: Vec<Effect>) -> Vec<Effect> {
        self.waits = effects.iter().any(Effect::records);
        self.sent = None;
        let effects = effects.into_iter().map(|effect| match effect {
            Effect::Execute(command) => {
                let command = self.informed(command);
                self.sent = Some(command.clone());
                Effect::Execute(command)
            }
            effect => effect,
        });
        effects.collect()
    }

    /// It takes what is typed as text.
    pub fn types(&self) -> bool {
        self.popup.types()
    }

    /// What can be done with keys.
    pub fn keys(&self) -> Vec<Hint> {
        self.popup.keys()
    }

    /// What Esc does.
    pub fn leave(&self) -> Hint {
        panel::hint("Esc", self.popup.leave())
    }

    /// What it asked to record has not come back yet.
    pub const fn waits(&self) -> bool {
        self.waits
    }

    /// Draws it over a terminal of this size; where one types in it, if anywhere.
    pub fn draw(&self, model: &Model, size: Size, buf: &mut Buffer) -> Option<Position> {
        self.popup.draw(model, size, buf)
    }
}

/// Something over the page.
pub trait Popup: Debug {
    /// Takes a key other than Esc.
    fn on_key(&mut self, model: &mut Model, key: Key) -> Outcome;

    /// Esc: goes one step back inside; false when there is none and the popup closes.
    fn back(&mut self) -> bool {
        false
    }

    /// Esc: a step back inside, or it closes.
    fn escape(&mut self, _model: &mut Model) -> Outcome {
        if self.back() {
            Outcome::Stay
        } else {
            Outcome::Close
        }
    }

    /// What it shows of the ledger is to be what others have written; what is typed stays.
    fn look_again(&mut self, _model: &Model) {}

    /// It takes what is typed as text.
    fn types(&self) -> bool {
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

    /// What it has asked for is recorded, where it stays open after that; what it asks then.
    fn recorded(&mut self) -> Vec<Effect> {
        Vec::new()
    }

    /// What it has asked for is not recorded or could not be done, and why: it shows that beside
    /// what was typed, and the same key asks again. What it has no line for it hands back.
    fn refused(&mut self, error: String) -> Option<String> {
        Some(error)
    }

    /// Whoever agrees to it has been asked already.
    fn consents(&self) -> bool {
        false
    }

    /// What is written over stood in it.
    fn edits(&self) -> bool {
        false
    }

    /// It has asked for a long job and closes when that is done.
    fn awaits_job(&self) -> bool {
        false
    }

    /// The long job that it has asked for is done.
    fn job_done(&self, _model: &mut Model) {}

    /// A path that was typed is completed as far as it is clear; what it could be.
    fn completed(&mut self, _text: &str, _choices: &[String]) {}

    /// What can be done with keys other than Esc, for the footer.
    fn keys(&self) -> Vec<Hint> {
        vec![panel::OK]
    }

    /// What Esc does, for the footer.
    fn leave(&self) -> Text {
        panel::CANCEL
    }

    /// Draws it over a terminal of this size; where one types in it, if anywhere.
    fn draw(&self, model: &Model, size: Size, buf: &mut Buffer) -> Option<Position>;
}

/// Hands a key to the popup that is open.
pub fn on_key(model: &mut Model, key: Key) -> Vec<Effect> {
    let Some(mut open) = model.popup.take() else {
        return Vec::new();
    };
    let popup = &mut open.popup;
    let outcome = match action::lookup(Place::Global, key) {
        Some(Action::Redraw) if key.ctrl => Outcome::DoAndStay(vec![Effect::Redraw]),
        Some(Action::Quit) if key.ctrl => Outcome::DoAndStay(vec![Effect::Quit]),
        _ if key.code == KeyCode::Esc => popup.escape(model),
        _ => popup.on_key(model, key),
    };
    let (stays, effects) = match outcome {
        Outcome::Stay => (true, Vec::new()),
        Outcome::DoAndStay(effects) => (true, effects),
        Outcome::Close => (false, Vec::new()),
        Outcome::Do(effects) => (false, effects),
    };
    if model.popup.is_some() {
        return effects;
    }
    if let ([Effect::Execute(command)], false) = (effects.as_slice(), stays)
        && !open.popup.consents()
        && let Some(question) = consent::question(model, command, open.popup.edits())
    {
        let command = open.informed(command.clone());
        return self::open(model, Confirm::over(question, command, open));
    }
    let effects = open.asks(effects);
    open.closes = !stays;
    if stays || open.waits {
        model.popup = Some(open);
    }
    uncover(model);
    effects
}

/// Records a command as if the popup that is open had asked for it.
fn send(model: &mut Model, command: Command) -> Vec<Effect> {
    let effects = vec![Effect::Execute(command)];
    match &mut model.popup {
        Some(open) => open.asks(effects),
        None => effects,
    }
}

/// Two have written the same thing: the popup that was refused asks what is to hold.
pub fn clash(model: &mut Model, both: Clash) {
    let refused = model
        .popup
        .take_if(|open| open.waits && open.sent.is_some());
    match refused {
        Some(mut below) => {
            below.waits = false;
            if let Some(command) = below.sent.take() {
                open(model, ClashPopup::new(both, command, below));
            }
        }
        // Nothing was typed, and what stands there now is shown.
        None => model.fail(Refusal::ChangedMeanwhile(both.into()).to_string()),
    }
}

/// Says over what is open, which comes back when it closes, that something has happened to the
/// ledger; instead of what was said of it before.
pub fn tell(model: &mut Model, news: impl Popup + 'static) {
    withdraw(model);
    model.covered.extend(model.popup.take());
    let mut popup = OpenPopup::new(news);
    popup.is_news = true;
    model.popup = Some(popup);
}

/// What was told of the ledger is over.
pub fn withdraw(model: &mut Model) {
    model.covered.retain(|covered| !covered.is_news);
    model.popup.take_if(|open| open.is_news);
    uncover(model);
}

fn uncover(model: &mut Model) {
    if model.popup.is_none() {
        model.popup = model.covered.pop();
        refresh(model);
    }
}

/// The popup that waits makes room, with what was typed: it comes back if it is refused.
pub fn set_aside(model: &mut Model) -> Option<OpenPopup> {
    let waiting = model.popup.take_if(|open| open.waits);
    uncover(model);
    waiting
}

/// Brings a popup back that has made room, over what was opened meanwhile.
pub fn bring_back(model: &mut Model, popup: OpenPopup) {
    model.covered.extend(model.popup.replace(popup));
    refresh(model);
}

/// What the popup has asked for is recorded.
pub fn recorded(model: &mut Model) -> Vec<Effect> {
    model.popup.take_if(|open| open.waits && open.closes);
    let asked = model.popup.as_mut().filter(|open| open.waits);
    let effects = asked.map_or_else(Vec::new, |open| {
        open.waits = false;
        open.seen.clear();
        open.popup.recorded()
    });
    uncover(model);
    effects
}

/// What was asked for could not be had: the popup that has asked for it says so, or else the footer.
pub fn refused(model: &mut Model, error: String) {
    let waits = |open: &&mut OpenPopup| open.waits || open.popup.awaits_job();
    let untold = match model.popup.as_mut().filter(waits) {
        Some(open) => {
            open.waits = false;
            open.popup.refused(error)
        }
        None => Some(error),
    };
    if let Some(error) = untold {
        model.fail(error);
    }
}

/// Opens a popup.
pub fn open(model: &mut Model, popup: impl Popup + 'static) -> Vec<Effect> {
    model.popup = Some(OpenPopup::new(popup));
    Vec::new()
}

/// Takes text that was pasted, where a popup is open.
pub fn paste(model: &mut Model, text: &str) -> bool {
    let open = model.popup.as_mut();
    open.map(|open| open.popup.on_paste(text)).is_some()
}

/// The wheel was turned by so many lines, where a popup is open.
pub fn wheel(model: &mut Model, by: isize) -> bool {
    let open = model.popup.as_mut();
    open.map(|open| open.popup.wheel(by)).is_some()
}

/// A long job is done: the popup that has asked for it closes.
pub fn job_done(model: &mut Model) {
    let asked = model.popup.take_if(|open| open.popup.awaits_job());
    if let Some(open) = asked {
        open.popup.job_done(model);
    }
}

/// A path is completed, where a popup has asked for it.
pub fn completed(model: &mut Model, text: &str, choices: &[String]) {
    if let Some(open) = &mut model.popup {
        open.popup.completed(text, choices);
    }
}

/// What follows from the ledger, the as-of date or the size is shown anew.
pub fn refresh(model: &mut Model) {
    if let Some(mut open) = model.popup.take()
        && open.popup.refresh(model)
    {
        model.popup = Some(open);
    }
}

/// Keeps every cursor on the screen.
pub fn settle(model: &mut Model) {
    if let Some(mut open) = model.popup.take() {
        open.popup.settle(model);
        model.popup = Some(open);
    }
}
