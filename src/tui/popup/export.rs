//! The dialog before writing forms as files: which form, whose, as what, where.

use std::path::PathBuf;

use crate::app::export::FileFormat;
use crate::domain::form::FormId;
use crate::domain::ledger::AssocIx;
use crate::tui::job::ExportRequest;
use crate::tui::widget::input::LineInput;

/// Forms in the order in which they are filled in.
const FORMS: [FormId; 3] = [FormId::Basic, FormId::Plan, FormId::Completion];

/// The lines of the dialog, from the top.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Line {
    /// Which form.
    Form,
    /// Whose.
    Scope,
    /// Word or Excel.
    Format,
    /// What happens to files that are there.
    Existing,
    /// The folder.
    Folder,
}

impl Line {
    /// All, from the top.
    pub const ALL: [Self; 5] = [
        Self::Form,
        Self::Scope,
        Self::Format,
        Self::Existing,
        Self::Folder,
    ];

    /// What it asks.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Form => "什么表",
            Self::Scope => "哪些协会",
            Self::Format => "格式",
            Self::Existing => "已有文件",
            Self::Folder => "文件夹",
        }
    }
}

/// Whose forms, in words and in fact.
pub type Scope = (String, Vec<AssocIx>);

/// The dialog.
#[derive(Debug)]
pub struct ExportDialog {
    form: usize,
    scopes: Vec<Scope>,
    scope: usize,
    format: FileFormat,
    force: bool,
    /// Where to.
    pub folder: LineInput,
    /// The line under the cursor.
    pub line: Line,
    /// Why it could not be begun.
    pub error: Option<String>,
}

impl ExportDialog {
    /// Asks about the scopes (at least one), the narrowest first.
    pub fn new(form: FormId, scopes: Vec<Scope>, folder: &str) -> Self {
        Self {
            form: FORMS.iter().position(|other| *other == form).unwrap_or(0),
            scopes,
            scope: 0,
            format: FileFormat::Docx,
            force: false,
            folder: LineInput::new(folder),
            line: Line::Form,
            error: None,
        }
    }

    /// Goes up or down.
    pub fn step(&mut self, by: isize) {
        let at = Line::ALL.iter().position(|line| *line == self.line);
        let to = at.unwrap_or(0).saturating_add_signed(by);
        self.line = Line::ALL[to.min(Line::ALL.len() - 1)];
    }

    /// Chooses the next (`by` = 1) or the previous (-1) value of a line.
    pub fn turn(&mut self, by: isize) {
        let turn = |at: usize, len: usize| (at + len).saturating_add_signed(by) % len;
        match self.line {
            Line::Form => {
                self.form = turn(self.form, FORMS.len());
                if FORMS[self.form] == FormId::Plan {
                    self.format = FileFormat::Docx;
                }
            }
            Line::Scope => self.scope = turn(self.scope, self.scopes.len()),
            Line::Format => {
                self.format = match (self.format, FORMS[self.form]) {
                    (FileFormat::Xlsx, _) | (_, FormId::Plan) => FileFormat::Docx,
                    (FileFormat::Docx, _) => FileFormat::Xlsx,
                };
            }
            Line::Existing => self.force = !self.force,
            Line::Folder => {}
        }
    }

    /// What is chosen on a line.
    pub fn value(&self, line: Line) -> String {
        match line {
            Line::Form => FORMS[self.form].word().to_owned(),
            Line::Scope => {
                let (words, whose) = &self.scopes[self.scope];
                format!("{words}（{} 家）", whose.len())
            }
            Line::Format => match (self.format, FORMS[self.form]) {
                (_, FormId::Plan) => "Word（实施方案只有这一种）".to_owned(),
                (FileFormat::Docx, _) => "Word，照印发的样式".to_owned(),
                (FileFormat::Xlsx, _) => "Excel，供填写".to_owned(),
            },
            Line::Existing => {
                if self.force {
                    "覆盖".to_owned()
                } else {
                    "不覆盖，有则停下".to_owned()
                }
            }
            Line::Folder => self.folder.text().to_owned(),
        }
    }

    /// What is asked for, the folder as it was typed.
    pub fn request(&self, folder: PathBuf) -> ExportRequest {
        ExportRequest {
            form: FORMS[self.form],
            format: self.format,
            whose: self.scopes[self.scope].1.clone(),
            folder,
            force: self.force,
        }
    }
}
