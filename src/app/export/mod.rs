//! What can be written as files: one row for each kind, which the dialog of the terminal
//! interface and the command line share. A kind gives files by name; whoever asked says where
//! they go.

mod files;
mod forms;
pub mod letters;
mod lists;
mod order;
mod whole;
mod writing;

use chrono::{DateTime, NaiveDate, Utc};

pub use files::{ExportFiles, FileContent, SentLetter};
pub use forms::read_template;
pub use order::{ExportFormat, ExportOrder, LetterOptions, Whose};
pub use writing::Writing;

use super::clock;
use super::error::SessionError;
use super::session::{Moment, Session};
use crate::domain::change::Entry;
use crate::domain::form::FormId;
use crate::domain::ledger::Ledger;
use crate::exchange::letter::LetterTemplate;
use crate::exchange::report::ReportMade;
use crate::text::lang::{Text, in_chinese};

/// A kind of paper, list or page that can be written.
#[derive(Debug)]
pub struct ExportKind {
    /// A name for programs.
    pub id: &'static str,
    /// What people call it.
    pub word: Text,
    /// As what it can be written, the usual one first.
    pub formats: &'static [ExportFormat],
    /// Of whom there is a file each.
    pub scope: ExportScope,
    needs: Needs,
    prepare: Prepare,
}

/// Of whom there is a file each.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ExportScope {
    /// Each of some associations.
    Associations,
    /// Each of some units.
    Units,
    City,
    /// The city, or one of its units alone.
    CityOrUnit,
}

/// What a kind is made from besides what stands in the ledger.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Needs {
    Nothing,
    /// What was recorded when.
    History,
    /// The newest state and all that led to it, with nothing altered since.
    Whole,
}

/// Everything that can be written, in the order of the dialog.
pub static KINDS: &[ExportKind] = &[
    form(FormId::Basic, &[ExportFormat::Docx, ExportFormat::Xlsx]),
    form(FormId::Plan, &[ExportFormat::Docx]),
    form(
        FormId::Completion,
        &[ExportFormat::Docx, ExportFormat::Xlsx],
    ),
    ExportKind {
        scope: ExportScope::Units,
        word: text!("催办单、督办单", "Reminders"),
        ..letter("remind", LetterTemplate::Remind, letters::remind)
    },
    letter("circular", LetterTemplate::Circular, letters::circular),
    letter("weekly", LetterTemplate::Weekly, letters::weekly),
    letter("summary", LetterTemplate::Summary, letters::summary),
    ExportKind {
        scope: ExportScope::CityOrUnit,
        ..letter("minutes", LetterTemplate::Minutes, letters::minutes)
    },
    ExportKind {
        scope: ExportScope::Units,
        ..letter("approval", LetterTemplate::Approval, letters::approval)
    },
    ExportKind {
        word: text!("成员单位核对函", "Letters to member bodies"),
        ..letter("check", LetterTemplate::Check, letters::check)
    },
    ExportKind {
        word: text!("会议通知、签到表", "Invitations, attendance lists"),
        ..letter("meeting", LetterTemplate::Gathering, letters::gathering)
    },
    ExportKind {
        word: text!("领导一页", "Page for leaders"),
        formats: &[ExportFormat::Html],
        ..letter("report", LetterTemplate::Report, letters::page)
    },
    ExportKind {
        scope: ExportScope::CityOrUnit,
        ..list(
            "answers-basic",
            text!("基本情况表汇总", "Annex 2 summed up"),
            &[ExportFormat::Workbook],
            |desk, order| lists::answers(FormId::Basic, desk, order),
        )
    },
    ExportKind {
        scope: ExportScope::CityOrUnit,
        ..list(
            "answers-completion",
            text!("完成情况表汇总", "Annex 4 summed up"),
            &[ExportFormat::Workbook],
            |desk, order| lists::answers(FormId::Completion, desk, order),
        )
    },
    list(
        "ledger",
        text!("全部台账", "Whole ledger"),
        &[ExportFormat::Workbook],
        lists::ledger,
    ),
    list(
        "roster",
        text!("名册和进度", "Roster and progress"),
        &[ExportFormat::Csv],
        |desk, order| Ok(lists::roster(desk, order)),
    ),
    ExportKind {
        scope: ExportScope::CityOrUnit,
        ..list(
            "calendar",
            text!("节点日历", "Calendar of milestones"),
            &[ExportFormat::Calendar],
            |desk, order| Ok(lists::calendar(desk, order)),
        )
    },
    ExportKind {
        scope: ExportScope::Units,
        needs: Needs::Whole,
        ..list(
            "bundle",
            text!("单位分册", "Bundle of a unit"),
            &[ExportFormat::LedgerFile],
            whole::bundles,
        )
    },
    ExportKind {
        needs: Needs::Whole,
        ..list(
            "json",
            text!("整个台账和操作记录", "Ledger with its history"),
            &[ExportFormat::Json],
            whole::archive,
        )
    },
];

type Prepare = fn(&ExportDesk<'_>, &ExportOrder) -> anyhow::Result<ExportFiles>;

const fn form(form: FormId, formats: &'static [ExportFormat]) -> ExportKind {
    ExportKind {
        id: form.id(),
        word: form.text(),
        formats,
        scope: ExportScope::Associations,
        needs: Needs::Nothing,
        prepare: match form {
            FormId::Basic => |desk, order| forms::prepare(FormId::Basic, desk, order),
            FormId::Plan => |desk, order| forms::prepare(FormId::Plan, desk, order),
            FormId::Completion => |desk, order| forms::prepare(FormId::Completion, desk, order),
        },
    }
}

const fn letter(id: &'static str, template: LetterTemplate, prepare: Prepare) -> ExportKind {
    ExportKind {
        id,
        word: template.text(),
        formats: &[ExportFormat::Docx, ExportFormat::Markdown],
        scope: ExportScope::City,
        needs: Needs::History,
        prepare,
    }
}

const fn list(
    id: &'static str,
    word: Text,
    formats: &'static [ExportFormat],
    prepare: Prepare,
) -> ExportKind {
    ExportKind {
        id,
        word,
        formats,
        scope: ExportScope::City,
        needs: Needs::Nothing,
        prepare,
    }
}

/// The kind of this name.
///
/// # Panics
/// When there is none: names are written in the program.
pub fn kind(id: &str) -> &'static ExportKind {
    let found = KINDS.iter().find(|kind| kind.id == id);
    found.expect("a kind of the table")
}

impl ExportKind {
    /// The format whose files end like this; without an ending the usual one.
    pub fn format(&self, ending: Option<&str>) -> anyhow::Result<ExportFormat> {
        let Some(ending) = ending else {
            return Ok(self.formats[0]);
        };
        let mut formats = self.formats.iter();
        let found = formats.find(|format| format.ending() == ending).copied();
        found.ok_or_else(|| {
            let words: Vec<&str> = self
                .formats
                .iter()
                .map(|format| format.text().get())
                .collect();
            anyhow::anyhow!(both!(
                "{}只有 {} 格式",
                "{} can only be {}",
                self.word,
                words.join(s!("、", ", "))
            ))
        })
    }

    /// It is of the newest state, whatever day is shown.
    pub fn is_of_newest(&self) -> bool {
        self.needs == Needs::Whole
    }

    /// Puts the files together, as far as that can fail, before anything is written.
    pub fn prepare(
        &self,
        desk: &ExportDesk<'_>,
        order: &ExportOrder,
    ) -> anyhow::Result<ExportFiles> {
        in_chinese(|| (self.prepare)(desk, order))
    }
}

/// What files are written from.
#[derive(Debug)]
pub struct ExportDesk<'a> {
    pub session: &'a Session,
    pub ledger: &'a Ledger,
    /// Its whole history, oldest first; empty when the kind has no use for it.
    pub entries: Vec<Entry>,
    /// Length of the history.
    pub revision: u32,
    pub as_of: NaiveDate,
    /// The instant of the real clock.
    pub at: DateTime<Utc>,
    /// Who writes, and when.
    pub made: ReportMade,
}

impl<'a> ExportDesk<'a> {
    /// Reads what a kind needs.
    pub fn new(
        session: &'a Session,
        ledger: &'a Ledger,
        moment: Moment,
        kind: &ExportKind,
    ) -> Result<Self, SessionError> {
        let mut entries = Vec::new();
        if kind.needs >= Needs::History {
            entries = session.entries()?;
        }
        if kind.needs == Needs::Whole {
            session.check_chain()?;
            // What others have recorded since is not in the ledger yet.
            entries.retain(|entry| entry.seq <= session.head().seq);
        }
        Ok(Self {
            session,
            ledger,
            entries,
            revision: u32::try_from(session.head().seq).unwrap_or(u32::MAX),
            as_of: moment.as_of,
            at: moment.at,
            made: ReportMade {
                by: session.by().to_owned(),
                at: clock::local_minute(moment.at),
                code: session.head().code().to_string(),
            },
        })
    }
}
