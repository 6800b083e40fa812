//! What is asked for: as what, about whom, and what a letter is told besides.

use chrono::NaiveDate;

use crate::domain::id::{AssocIx, MilestoneIx, UnitIx};
use crate::text::lang::Text;

/// As what a file is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ExportFormat {
    /// A Word document.
    Docx,
    /// An Excel workbook to fill in.
    Xlsx,
    Markdown,
    /// A page for a browser.
    Html,
    /// An Excel workbook to filter and print.
    Workbook,
    /// Comma-separated, for Excel.
    Csv,
    /// For a calendar program.
    Calendar,
    /// A ledger to work on with this program.
    LedgerFile,
    /// A text from which the ledger can be made again.
    Json,
}

impl ExportFormat {
    /// What people say.
    pub const fn text(self) -> Text {
        match self {
            Self::Docx => Text::same("Word"),
            Self::Xlsx => text!("Excel，供填写", "Excel to fill in"),
            Self::Markdown => text!("Markdown 文本", "Markdown"),
            Self::Html => text!("网页", "web page"),
            Self::Workbook => Text::same("Excel"),
            Self::Csv => text!("CSV，Excel 可直接打开", "CSV for Excel"),
            Self::Calendar => text!("日历文件 .ics", "calendar file .ics"),
            Self::LedgerFile => text!("台账文件 .db", "ledger file .db"),
            Self::Json => Text::same("JSON"),
        }
    }

    /// How the names of such files end.
    pub const fn ending(self) -> &'static str {
        match self {
            Self::Docx => "docx",
            Self::Xlsx | Self::Workbook => "xlsx",
            Self::Markdown => "md",
            Self::Html => "html",
            Self::Csv => "csv",
            Self::Calendar => "ics",
            Self::LedgerFile => "db",
            Self::Json => "json",
        }
    }
}

/// About whom, as the scope of the kind wants it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Whose {
    /// Each of these.
    Associations(Vec<AssocIx>),
    /// Each of these.
    Units(Vec<UnitIx>),
    City,
}

impl Whose {
    pub(super) fn associations(&self) -> &[AssocIx] {
        match self {
            Self::Associations(whose) => whose,
            Self::Units(_) | Self::City => &[],
        }
    }

    pub(super) fn units(&self) -> &[UnitIx] {
        match self {
            Self::Units(units) => units,
            Self::Associations(_) | Self::City => &[],
        }
    }
}

/// What is asked for of a kind.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ExportOrder {
    pub whose: Whose,
    pub format: ExportFormat,
    /// What a letter is told besides.
    pub letter: LetterOptions,
}

impl ExportOrder {
    /// An order with the usual options of letters.
    pub fn new(whose: Whose, format: ExportFormat) -> Self {
        Self {
            whose,
            format,
            letter: LetterOptions::default(),
        }
    }
}

/// What a letter is told besides; nothing = as usual.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct LetterOptions {
    /// A template of the office's own.
    pub template: Option<String>,
    /// By when a unit has to answer a reminder.
    pub return_on: Option<NaiveDate>,
    /// From which day on the weekly report tells.
    pub since: Option<NaiveDate>,
    /// Of which day the minutes are.
    pub on: Option<NaiveDate>,
    /// To these member bodies only.
    pub bodies: Vec<String>,
    /// Of the meeting of this milestone only.
    pub milestone: Option<MilestoneIx>,
    /// It is sent: it gets a number, which is recorded.
    pub send: bool,
}
