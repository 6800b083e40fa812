//! Letters and pages that are written by templates: which there are, the engine that fills them
//! in, and the Word document that their text becomes. An office may replace every template.

mod bounds;
pub mod docx;
mod docx_table;
pub mod engine;
pub mod head;
mod lines;
pub mod markdown;
pub mod write;
pub mod written;

use crate::text::lang::Text;
pub use engine::TemplateError;
pub use write::LetterWriter;
pub use written::Letter;

/// What is written by a template.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum LetterTemplate {
    /// 实施方案 of an association.
    Plan,
    /// 催办单 or 督办单 to a unit.
    Remind,
    /// 通报 to all units.
    Circular,
    /// 周报.
    Weekly,
    /// 总结.
    Summary,
    /// 调度会纪要.
    Minutes,
    /// 批复 of the plans that were approved under a number.
    Approval,
    /// 函 to a member body, with what it has to check.
    Check,
    /// 会议: notice, sign-in sheet, form of the minutes.
    Gathering,
    /// 报告 about counties.
    Counties,
    /// The page for the leader.
    Report,
}

impl LetterTemplate {
    /// All of them.
    pub const ALL: [Self; 11] = [
        Self::Plan,
        Self::Remind,
        Self::Circular,
        Self::Weekly,
        Self::Summary,
        Self::Minutes,
        Self::Approval,
        Self::Check,
        Self::Gathering,
        Self::Counties,
        Self::Report,
    ];

    /// The name of its file.
    pub const fn file(self) -> &'static str {
        match self {
            Self::Plan => "plan.j2",
            Self::Remind => "remind.j2",
            Self::Circular => "circular.j2",
            Self::Weekly => "weekly.j2",
            Self::Summary => "summary.j2",
            Self::Minutes => "minutes.j2",
            Self::Approval => "approval.j2",
            Self::Check => "check.j2",
            Self::Gathering => "meeting.j2",
            Self::Counties => "rollup.j2",
            Self::Report => "report.html.j2",
        }
    }

    /// What it is called.
    pub const fn text(self) -> Text {
        match self {
            Self::Plan => text!("实施方案", "plan"),
            Self::Remind => text!("催办单", "reminder"),
            Self::Circular => text!("通报", "circular"),
            Self::Weekly => text!("周报", "weekly report"),
            Self::Summary => text!("总结", "summary"),
            Self::Minutes => text!("调度会纪要", "minutes"),
            Self::Approval => text!("批复", "approval"),
            Self::Check => text!("核对函", "letter to a member body"),
            Self::Gathering => text!("会议通知", "invitation"),
            Self::Counties => text!("各县区进展报告", "report on counties"),
            Self::Report => text!("脱钩进展", "progress"),
        }
    }

    /// The text that the program comes with.
    pub const fn built_in(self) -> &'static str {
        match self {
            Self::Plan => include_str!("../../../seeds/kaifeng-2020/templates/plan.j2"),
            Self::Remind => include_str!("../../../seeds/kaifeng-2020/templates/remind.j2"),
            Self::Circular => include_str!("../../../seeds/kaifeng-2020/templates/circular.j2"),
            Self::Weekly => include_str!("../../../seeds/kaifeng-2020/templates/weekly.j2"),
            Self::Summary => include_str!("../../../seeds/kaifeng-2020/templates/summary.j2"),
            Self::Minutes => include_str!("../../../seeds/kaifeng-2020/templates/minutes.j2"),
            Self::Approval => include_str!("../../../seeds/kaifeng-2020/templates/approval.j2"),
            Self::Check => include_str!("../../../seeds/kaifeng-2020/templates/check.j2"),
            Self::Gathering => include_str!("../../../seeds/kaifeng-2020/templates/meeting.j2"),
            Self::Counties => include_str!("../../../seeds/kaifeng-2020/templates/rollup.j2"),
            Self::Report => include_str!("../../../seeds/kaifeng-2020/templates/report.html.j2"),
        }
    }

    /// The template whose file has this name.
    pub fn of_file(name: &str) -> Option<Self> {
        Self::ALL
            .into_iter()
            .find(|template| template.file() == name)
    }
}

worded!(LetterTemplate);
