//! Ticking the options of a field.

use ratatui::buffer::Buffer;
use ratatui::crossterm::event::KeyCode;
use ratatui::layout::{Position, Size};

use super::panel::{self, WIDTH};
use super::{Hint, Outcome, Popup};
use crate::domain::command::{Command, NewAnswer};
use crate::domain::form::value::ValueError;
use crate::domain::form::{Field, FieldKind};
use crate::domain::round::official;
use crate::domain::sight::Sight;
use crate::search::{Query, Strength};
use crate::tui::keymap::Key;
use crate::tui::model::Model;
use crate::tui::msg::Effect;

/// The options and what is ticked so far.
#[derive(Debug)]
pub struct Choices {
    association: u32,
    field: String,
    title: String,
    /// The options with their boxes.
    options: Vec<(String, bool)>,
    /// Options that stand alone.
    exclusive: Vec<String>,
    /// More than one may be ticked.
    many: bool,
    cursor: usize,
    /// What was typed since an option was chosen last: a word may come character by character.
    typed: String,
    /// Why it is not recorded.
    error: Option<String>,
    /// What stood in the field when its options were shown.
    seen: Sight,
}

impl Choices {
    /// Opens the options of a field on the first that is ticked.
    pub fn new(association: u32, field: &Field, seen: Sight) -> Self {
        let value = seen.value();
        let ticks = |option: &str| value.is_some_and(|value| value.ticks(option));
        let options = field.options.iter();
        Self {
            association,
            field: field.id.clone(),
            title: field.label.to_string(),
            cursor: options.clone().position(|o| ticks(o)).unwrap_or(0),
            options: options.map(|o| (o.clone(), ticks(o))).collect(),
            exclusive: field.exclusive.clone(),
            many: field.kind == FieldKind::Multiple,
            typed: String::new(),
            error: None,
            seen,
        }
    }

    /// Goes to the option that is meant by what was typed. What means none is said, and Enter takes
    /// nothing until one has chosen: an office that types 无 is not to have answered 是.
    fn go_to(&mut self, more: &str) {
        self.typed.push_str(more.trim());
        let options: Vec<&str> = self.options.iter().map(|(option, _)| &**option).collect();
        match meant(&options, &self.typed) {
            Some(at) => (self.cursor, self.error) = (at, None),
            None if self.typed.is_empty() => {}
            None => {
                let unknown = ValueError::UnknownOption {
                    text: self.typed.clone(),
                    known: official::joined(&options),
                };
                self.error = Some(unknown.to_string());
            }
        }
    }

    fn step(&mut self, by: isize) {
        let last = self.options.len().saturating_sub(1);
        self.cursor = self.cursor.saturating_add_signed(by).min(last);
    }

    /// Turns the box under the cursor over, and those off that cannot stand beside it.
    fn toggle(&mut self) {
        let Some((option, ticked)) = self.options.get_mut(self.cursor) else {
            return;
        };
        *ticked = !*ticked;
        if !*ticked {
            return;
        }
        let option = option.clone();
        let alone = !self.many || self.exclusive.contains(&option);
        for (other, ticked) in &mut self.options {
            if *other != option && (alone || self.exclusive.contains(other)) {
                *ticked = false;
            }
        }
    }

    /// What is ticked.
    fn ticked(&self) -> Vec<String> {
        self.options
            .iter()
            .filter(|(_, ticked)| *ticked)
            .map(|(option, _)| option.clone())
            .collect()
    }
}

/// Which of some options a word means: by its characters or pinyin; where 是 and 否 can be chosen,
/// 有 and 无 answer, too.
fn meant(options: &[&str], typed: &str) -> Option<usize> {
    if typed.is_empty() {
        return None;
    }
    let word = match typed {
        "有" | "对" | "y" | "Y" => "是",
        "无" | "没" | "没有" | "不" | "不是" | "n" | "N" => "否",
        other => other,
    };
    let exact = |word: &str| {
        let mut options = options.iter();
        options.position(|option| official::means(option, word))
    };
    let query = Query::new(typed);
    let tight = |option: &&str| {
        let mut terms = query.terms();
        terms.all(|term| term.matches(option) == Some(Strength::Tight))
    };
    exact(typed)
        .or_else(|| exact(word))
        .or_else(|| options.iter().position(tight))
}

impl Popup for Choices {
    fn on_key(&mut self, _model: &mut Model, key: Key) -> Outcome {
        let code = key.folded().code;
        if let KeyCode::Char(typed) = code
            && !key.ctrl
            && !matches!(typed, ' ' | 'j' | 'k')
        {
            self.go_to(typed.encode_utf8(&mut [0; 4]));
            return Outcome::Stay;
        }
        if code == KeyCode::Enter && self.error.is_some() && !self.typed.is_empty() {
            return Outcome::Stay;
        }
        self.error = None;
        self.typed.clear();
        match code {
            KeyCode::Enter => {
                // Enter on one of several takes it; boxes are turned with Space.
                if !self.many && self.ticked().is_empty() {
                    self.toggle();
                }
                let ticked = self.ticked().into_iter();
                let command = Command::SetAnswer(NewAnswer {
                    association: self.association,
                    field: self.field.clone(),
                    rows: ticked.map(|option| vec![option]).collect(),
                });
                return Outcome::Do(vec![Effect::Execute(command.seeing(self.seen.clone()))]);
            }
            KeyCode::Char(' ') => self.toggle(),
            KeyCode::Up | KeyCode::Char('k') => self.step(-1),
            KeyCode::Down | KeyCode::Char('j') => self.step(1),
            _ => {}
        }
        Outcome::Stay
    }

    fn on_paste(&mut self, text: &str) {
        self.go_to(text);
    }

    fn edits(&self) -> bool {
        true
    }

    fn refused(&mut self, error: String) -> Option<String> {
        self.error.replace(error).and(None)
    }

    fn keys(&self) -> Vec<Hint> {
        let verb = if self.many {
            text!("勾选", "tick")
        } else {
            text!("选择", "choose")
        };
        let save = panel::hint("Enter", text!("保存", "save"));
        vec![(text!("空格", "Space"), verb), save]
    }

    fn draw(&self, model: &Model, size: Size, buf: &mut Buffer) -> Option<Position> {
        let count = self.options.len();
        let error = panel::wrapped(self.error.as_deref(), WIDTH.min(size.width));
        let lines = count + error.len();
        let inner = panel::open(model, size, (WIDTH, lines), &self.title, buf);
        for (row, (option, ticked)) in (0u16..).zip(&self.options) {
            let text = format!(
                "  {} {}",
                panel::tick(model, *ticked),
                official::shown(option)
            );
            panel::entry(model, buf, inner, row, &text);
            if usize::from(row) == self.cursor {
                panel::light_up(model, buf, inner, row);
            }
        }
        let below = u16::try_from(count).unwrap_or(u16::MAX);
        panel::text(buf, inner, below, error, panel::alert(model));
        None
    }
}
