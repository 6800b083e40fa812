//! The dialog before writing files: what, about whom, as what, where.

use std::path::PathBuf;

use crate::domain::form::FormId;
use crate::domain::ledger::{AssocIx, UnitIx};
use crate::exchange::letter::Template;
use crate::tui::job::{ExportRequest, Format, What, Whose};
use crate::tui::widget::input::LineInput;

/// What can be written, in the order of the dialog.
const ALL: [What; 12] = [
    What::Form(FormId::Basic),
    What::Form(FormId::Plan),
    What::Form(FormId::Completion),
    What::Letter(Template::Remind),
    What::Letter(Template::Circular),
    What::Letter(Template::Weekly),
    What::Letter(Template::Summary),
    What::Letter(Template::Minutes),
    What::Page,
    What::Ledger,
    What::Roster,
    What::Calendar,
];

/// The lines of the dialog, from the top.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Line {
    /// Which form or paper.
    What,
    /// About whom.
    Scope,
    /// As what.
    Format,
    /// What happens to files that are there.
    Existing,
    /// The folder.
    Folder,
}

impl Line {
    /// All, from the top.
    pub const ALL: [Self; 5] = [
        Self::What,
        Self::Scope,
        Self::Format,
        Self::Existing,
        Self::Folder,
    ];

    /// What it asks.
    pub const fn label(self) -> &'static str {
        match self {
            Self::What => "内容",
            Self::Scope => "范围",
            Self::Format => "格式",
            Self::Existing => "已有文件",
            Self::Folder => "文件夹",
        }
    }
}

/// Some associations or units, in words and in fact.
pub type Scope<T> = (String, Vec<T>);

/// The dialog.
#[derive(Debug)]
pub struct ExportDialog {
    what: usize,
    associations: Vec<Scope<AssocIx>>,
    units: Vec<Scope<UnitIx>>,
    scope: usize,
    format: usize,
    force: bool,
    /// Where to.
    pub folder: LineInput,
    /// The line under the cursor.
    pub line: Line,
    /// Why it could not be begun.
    pub error: Option<String>,
}

impl ExportDialog {
    /// Asks about the scopes (at least one of each), the narrowest first.
    pub fn new(
        what: What,
        associations: Vec<Scope<AssocIx>>,
        units: Vec<Scope<UnitIx>>,
        folder: &str,
    ) -> Self {
        Self {
            what: ALL.iter().position(|other| *other == what).unwrap_or(0),
            associations,
            units,
            scope: 0,
            format: 0,
            force: false,
            folder: LineInput::new(folder),
            line: Line::What,
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
            Line::What => {
                let before = self.scopes();
                self.what = turn(self.what, ALL.len());
                if self.scopes() != before {
                    self.scope = 0;
                }
                self.format = 0;
            }
            Line::Scope => self.scope = turn(self.scope, self.scopes()),
            Line::Format => self.format = turn(self.format, self.what().formats().len()),
            Line::Existing => self.force = !self.force,
            Line::Folder => {}
        }
    }

    const fn what(&self) -> What {
        ALL[self.what]
    }

    /// How many scopes there are to choose from.
    const fn scopes(&self) -> usize {
        match self.what() {
            What::Form(_) => self.associations.len(),
            What::Letter(Template::Remind) => self.units.len(),
            _ => 1,
        }
    }

    fn format(&self) -> Format {
        self.what().formats()[self.format]
    }

    /// What is chosen on a line.
    pub fn value(&self, line: Line) -> String {
        match line {
            Line::What => self.what().word().to_owned(),
            Line::Scope => match self.what() {
                What::Form(_) => {
                    let (words, whose) = &self.associations[self.scope];
                    format!("{words}（{} 家）", whose.len())
                }
                What::Letter(Template::Remind) => self.units[self.scope].0.clone(),
                _ => "全市".to_owned(),
            },
            Line::Format => {
                let only = if self.what().formats().len() == 1 {
                    "（只有这一种）"
                } else {
                    ""
                };
                format!("{}{only}", self.format().word())
            }
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
            what: self.what(),
            whose: match self.what() {
                What::Form(_) => Whose::Associations(self.associations[self.scope].1.clone()),
                What::Letter(Template::Remind) => Whose::Units(self.units[self.scope].1.clone()),
                _ => Whose::City,
            },
            format: self.format(),
            folder,
            force: self.force,
        }
    }
}
