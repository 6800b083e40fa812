//! The dialog before writing files: what, about whom, as what, where. The last of its list is a copy
//! of the ledger, which has its own place.

use std::path::PathBuf;

use ratatui::buffer::Buffer;
use ratatui::crossterm::event::KeyCode;
use ratatui::layout::{Position, Rect, Size};
use ratatui::text::Line;

use super::panel::{self, WIDTH};
use super::{Hint, Outcome, Popup};
use crate::app::export::{ExportFormat, ExportKind, ExportOrder, ExportScope, KINDS, Whose};
use crate::app::paths;
use crate::domain::id::{AssocIx, UnitIx};
use crate::text::lang::Text;
use crate::tui::job::ExportRequest;
use crate::tui::keymap::Key;
use crate::tui::model::Model;
use crate::tui::msg::Effect;
use crate::tui::widget::input::LineInput;
use crate::tui::widget::list::List;
use crate::tui::widget::paint;

/// Cells of the labels.
const LABEL: u16 = 12;

/// The lines of the dialog, from the top.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum ExportLine {
    /// Which form or paper.
    Kind,
    Scope,
    Format,
    /// What happens to files that are there.
    Existing,
    Folder,
}

impl ExportLine {
    /// All, from the top.
    const ALL: [Self; 5] = [
        Self::Kind,
        Self::Scope,
        Self::Format,
        Self::Existing,
        Self::Folder,
    ];

    /// What it asks.
    fn label(self) -> &'static str {
        match self {
            Self::Kind => s!("内容", "What"),
            Self::Scope => s!("范围", "Whose"),
            Self::Format => s!("格式", "Format"),
            Self::Existing => s!("已有文件", "Existing"),
            Self::Folder => s!("文件夹", "Folder"),
        }
    }

    /// What holds of a copy of the ledger, where nothing can be chosen.
    fn of_copy(self) -> &'static str {
        match self {
            Self::Kind => COPY.get(),
            Self::Scope => s!("整个台账，写之前先检查", "the whole ledger, checked before"),
            Self::Format => s!("台账文件（只有这一种）", "a ledger file (the only one)"),
            Self::Existing => s!(
                "不覆盖，每次另起文件名",
                "never overwritten, a new name each time"
            ),
            Self::Folder => s!(
                "台账旁的 .copies 文件夹",
                "the folder .copies beside the ledger"
            ),
        }
    }
}

/// A copy of the whole ledger.
const COPY: Text = text!("备份", "Backup");

/// Some associations or units, in words and in fact.
pub type Scope<T> = (String, Vec<T>);

/// The dialog that asks what to export and where.
#[derive(Debug)]
pub struct ExportDialog {
    /// What belongs to the page first; nothing = a copy of the ledger.
    kinds: Vec<Option<&'static ExportKind>>,
    /// The one that is chosen, by position in `kinds`, and where their list is scrolled to.
    list: List,
    associations: Vec<Scope<AssocIx>>,
    units: Vec<Scope<UnitIx>>,
    scope: usize,
    format: usize,
    force: bool,
    folder: LineInput,
    /// The line under the cursor.
    line: ExportLine,
    /// Why it could not be begun.
    error: Option<String>,
}

impl ExportDialog {
    /// Asks about the scopes (at least one of each), the narrowest first.
    pub fn new(
        kind: &ExportKind,
        associations: Vec<Scope<AssocIx>>,
        units: Vec<Scope<UnitIx>>,
        folder: &str,
    ) -> Self {
        let mut kinds: Vec<&ExportKind> = KINDS.iter().collect();
        kinds.sort_by_key(|one| one.id != kind.id);
        let kinds = kinds.into_iter().map(Some).chain([None]).collect();
        Self {
            kinds,
            list: List::default(),
            associations,
            units,
            scope: 0,
            format: 0,
            force: false,
            folder: LineInput::new(folder),
            line: ExportLine::Kind,
            error: None,
        }
    }

    /// Goes to the next part of the dialog, or to the one before. Nothing is asked about a copy.
    fn step(&mut self, by: isize) {
        if self.kind().is_none() {
            return;
        }
        let at = ExportLine::ALL.iter().position(|line| *line == self.line);
        let len = ExportLine::ALL.len().cast_signed();
        let to = (at.unwrap_or(0).cast_signed() + by).rem_euclid(len);
        self.line = ExportLine::ALL[to.cast_unsigned()];
    }

    /// Goes up or down: through the kinds, and over their end to the other parts.
    fn go(&mut self, by: isize) {
        let last = self.kinds.len() - 1;
        let inside = match self.list.cursor {
            0 => by > 0,
            at if at == last => by < 0,
            _ => true,
        };
        if self.line == ExportLine::Kind && inside {
            self.choose(by);
        } else {
            self.step(by);
        }
    }

    /// Chooses the kind so many further down.
    fn choose(&mut self, by: isize) {
        let before = self.scopes();
        self.list.step(by, self.kinds.len());
        if self.scopes() != before {
            self.scope = 0;
        }
        self.format = 0;
    }

    /// Chooses the next (`by` = 1) or the previous (-1) value of a line; of a kind, about whom.
    fn turn(&mut self, by: isize) {
        let turn = |at: usize, len: usize| (at + len).saturating_add_signed(by) % len;
        match self.line {
            ExportLine::Kind | ExportLine::Scope => self.scope = turn(self.scope, self.scopes()),
            ExportLine::Format => {
                let formats = self.kind().map_or(1, |kind| kind.formats.len());
                self.format = turn(self.format, formats);
            }
            ExportLine::Existing => self.force = !self.force,
            ExportLine::Folder => {}
        }
    }

    fn kind(&self) -> Option<&'static ExportKind> {
        self.kinds[self.list.cursor]
    }

    /// How many scopes there are to choose from.
    fn scopes(&self) -> usize {
        match self.kind().map(|kind| kind.scope) {
            Some(ExportScope::Associations) => self.associations.len(),
            // The city instead of each unit.
            Some(ExportScope::Units | ExportScope::CityOrUnit) => self.units.len(),
            Some(ExportScope::City) | None => 1,
        }
    }

    /// The units that are chosen for a kind; none where it is about the city.
    fn of_units(&self, kind: &ExportKind) -> Option<&Scope<UnitIx>> {
        let at = match kind.scope {
            ExportScope::Units => Some(self.scope),
            // The city comes first.
            ExportScope::CityOrUnit => self.scope.checked_sub(1),
            ExportScope::Associations | ExportScope::City => None,
        };
        at.map(|at| &self.units[at])
    }

    fn format(&self, kind: &ExportKind) -> ExportFormat {
        kind.formats[self.format]
    }

    /// What is chosen on a line.
    fn value(&self, model: &Model, line: ExportLine) -> String {
        let Some(kind) = self.kind() else {
            return line.of_copy().to_owned();
        };
        match line {
            ExportLine::Kind => kind.word.into(),
            ExportLine::Scope => match kind.scope {
                ExportScope::Associations => {
                    let (words, whose) = &self.associations[self.scope];
                    t!("{words}（{} 家）", "{words} ({})", whose.len())
                }
                _ => match self.of_units(kind) {
                    Some((words, _)) => words.clone(),
                    None => model.ledger.round().info.everywhere().into(),
                },
            },
            ExportLine::Format => {
                let only = if kind.formats.len() == 1 {
                    s!("（只有这一种）", " (the only one)")
                } else {
                    ""
                };
                format!("{}{only}", self.format(kind).text())
            }
            ExportLine::Existing => {
                if self.force {
                    s!("覆盖", "overwrite").to_owned()
                } else {
                    s!("不覆盖，有则停下", "stop, overwrite nothing").to_owned()
                }
            }
            ExportLine::Folder => self.folder.text().to_owned(),
        }
    }

    /// What is asked for, the folder as it was typed.
    fn request(&self, kind: &'static ExportKind, folder: PathBuf) -> ExportRequest {
        let whose = match kind.scope {
            ExportScope::Associations => {
                Whose::Associations(self.associations[self.scope].1.clone())
            }
            _ => match self.of_units(kind) {
                Some((_, units)) => Whose::Units(units.clone()),
                None => Whose::City,
            },
        };
        ExportRequest {
            kind,
            order: ExportOrder::new(whose, self.format(kind)),
            folder,
            force: self.force,
        }
    }
}

impl Popup for ExportDialog {
    fn on_key(&mut self, _model: &mut Model, key: Key) -> Outcome {
        self.error = None;
        match key.code {
            KeyCode::Enter if self.kind().is_some() && self.folder.text().trim().is_empty() => {
                self.line = ExportLine::Folder;
                self.error = Some(s!("请写明文件夹", "Please name a folder").into());
            }
            KeyCode::Enter => {
                let effect = match self.kind() {
                    Some(kind) => {
                        Effect::Export(self.request(kind, paths::typed(self.folder.text())))
                    }
                    None => Effect::Backup,
                };
                // It stays until the files are written, so that nothing has to be chosen again.
                return Outcome::DoAndStay(vec![effect]);
            }
            KeyCode::Tab if self.line == ExportLine::Folder => {
                let typed = self.folder.text().to_owned();
                return Outcome::DoAndStay(vec![Effect::Complete(typed)]);
            }
            KeyCode::Up => self.go(-1),
            KeyCode::Down => self.go(1),
            KeyCode::BackTab => self.step(-1),
            KeyCode::Tab => self.step(1),
            _ if self.line == ExportLine::Folder => {
                self.folder.handle(key);
            }
            KeyCode::Left => self.turn(-1),
            KeyCode::Right | KeyCode::Char(' ') => self.turn(1),
            _ => {}
        }
        Outcome::Stay
    }

    fn types(&self) -> bool {
        self.line == ExportLine::Folder
    }

    fn on_paste(&mut self, text: &str) {
        self.folder.paste(text);
    }

    fn wheel(&mut self, by: isize) {
        self.go(by.signum());
    }

    fn completed(&mut self, text: &str, choices: &[String]) {
        self.folder = LineInput::new(text);
        self.error = (choices.len() > 1).then(|| choices.join("  "));
    }

    fn job_done(&self, model: &mut Model) {
        if self.kind().is_some() {
            self.folder.text().clone_into(&mut model.written_to);
        }
    }

    fn settle(&mut self, model: &Model) {
        let room = self.room(model.size);
        self.list.settle(self.kinds.len(), room);
    }

    fn awaits_job(&self) -> bool {
        true
    }

    fn refused(&mut self, error: String) -> Option<String> {
        self.error.replace(error).and(None)
    }

    fn keys(&self) -> Vec<Hint> {
        let what = (panel::UP_DOWN, text!("选内容", "what"));
        let write = panel::hint("Enter", text!("写出", "write"));
        match (self.kind(), self.line) {
            (None, _) => vec![what, panel::hint("Enter", text!("备份", "back up"))],
            (_, ExportLine::Folder) => vec![
                panel::hint("Tab", text!("补全路径", "complete the path")),
                write,
            ],
            _ => vec![
                what,
                (text!("左右", "Left/Right"), text!("范围或更改", "change")),
                panel::hint("Tab", text!("下一行", "next")),
                write,
            ],
        }
    }

    fn draw(&self, model: &Model, size: Size, buf: &mut Buffer) -> Option<Position> {
        let width = WIDTH.min(size.width);
        let error = self.said(size);
        let kinds = self.list.window(self.kinds.len(), self.room(size));
        let lines = kinds.len() + OTHERS.len() + error.len() + 1;
        let inner = panel::open(model, size, (width, lines), s!("导出", "Export"), buf);
        let mut cursor = None;
        let mut row = 0;
        for at in kinds {
            let word = self.kinds[at].map_or(COPY, |kind| kind.word);
            let text = format!("   {word}");
            panel::entry(model, buf, inner, row, &text);
            if at == self.list.cursor {
                if self.line == ExportLine::Kind {
                    panel::light_up(model, buf, inner, row);
                    cursor = Some(Position::new(inner.x, inner.y + row));
                } else {
                    let chosen = model.theme.popup().patch(model.theme.strong());
                    paint::line(
                        buf,
                        inner,
                        row,
                        &Line::styled(format!(" > {}", text.trim()), chosen),
                    );
                }
            }
            row += 1;
        }
        // A line between what and how.
        row += 1;
        for line in OTHERS {
            let at = self.draw_line(model, line, inner, row, buf);
            cursor = cursor.or(at);
            row += 1;
        }
        panel::text(buf, inner, row, error, panel::alert(model));
        cursor
    }
}

/// The parts of the dialog below the kinds.
const OTHERS: [ExportLine; 4] = [
    ExportLine::Scope,
    ExportLine::Format,
    ExportLine::Existing,
    ExportLine::Folder,
];

impl ExportDialog {
    /// What is wrong, in the lines of the dialog.
    fn said(&self, size: Size) -> Vec<String> {
        panel::wrapped(self.error.as_deref(), WIDTH.min(size.width))
    }

    /// Kinds that fit over a terminal of this size, above what is wrong.
    fn room(&self, size: Size) -> usize {
        panel::room(size)
            .saturating_sub(OTHERS.len() + self.said(size).len() + 1)
            .max(1)
    }

    /// Draws one of the other parts. Where the cursor stands, if it is there.
    fn draw_line(
        &self,
        model: &Model,
        line: ExportLine,
        inner: Rect,
        row: u16,
        buf: &mut Buffer,
    ) -> Option<Position> {
        let (base, dots) = (model.theme.popup(), model.glyphs.ellipsis);
        let here = line == self.line;
        let mut value = self.value(model, line);
        if here && line != ExportLine::Folder {
            value = format!("< {value} >");
        }
        let room = inner.width.saturating_sub(LABEL + 1);
        let text = Line::from(vec![
            paint::cell(&format!(" {}", line.label()), LABEL.into(), dots, base),
            paint::cell(&value, room.into(), dots, base),
        ]);
        paint::line(buf, inner, row, &text);
        if !here || row >= inner.height {
            return None;
        }
        let field = Rect::new(inner.x + LABEL.min(inner.width), inner.y + row, room, 1);
        Some(if line == ExportLine::Folder {
            self.folder.draw(buf, field, model.theme.field())
        } else {
            paint::select(buf, field, &model.theme);
            field.as_position()
        })
    }
}
