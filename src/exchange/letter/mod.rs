//! Letters and pages that are written by templates: which there are, the engine that fills them
//! in, and the Word document that their text becomes. An office may replace every template.

pub mod docx;
pub mod engine;
pub mod markdown;

pub use engine::TemplateError;

/// What is written by a template.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Template {
    /// 实施方案 of an association.
    Plan,
}

impl Template {
    /// All of them.
    pub const ALL: [Self; 1] = [Self::Plan];

    /// The name of its file.
    pub const fn file(self) -> &'static str {
        match self {
            Self::Plan => "plan.j2",
        }
    }

    /// The text that the program comes with.
    pub const fn built_in(self) -> &'static str {
        match self {
            Self::Plan => include_str!("../../../seeds/kaifeng-2020/templates/plan.j2"),
        }
    }

    /// The template whose file has this name.
    pub fn of_file(name: &str) -> Option<Self> {
        Self::ALL
            .into_iter()
            .find(|template| template.file() == name)
    }
}
