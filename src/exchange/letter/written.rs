//! A letter that is written, and the last touches to the text of every one.

use chrono::NaiveDate;

use super::docx;
use super::markdown::{self, LetterBlock};
use crate::domain::change::Subject;
use crate::domain::note::{Note, NoteKind};
use crate::domain::round::Round;
use crate::text::day;
use crate::text::markdown::escape;

/// A letter that is written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Letter {
    /// 催办单, 督办单, 通报, 周报, 总结.
    pub word: &'static str,
    /// To whom, where it is to one unit.
    pub unit: Option<String>,
    /// Whom it is to.
    pub to: Subject,
    /// 文号.
    pub number: String,
    /// By when an answer is asked for.
    pub return_on: Option<NaiveDate>,
    /// Its text (see [`super::markdown`]).
    pub text: String,
    /// Which state of the ledger it tells of, in words.
    pub mark: String,
}

impl Letter {
    /// As a Word document.
    pub fn docx(&self) -> Vec<u8> {
        docx::write(&self.text, &self.mark)
    }

    /// The letter as a Markdown file.
    pub fn markdown(&self) -> Vec<u8> {
        self.text.as_bytes().to_vec()
    }

    /// Its title: 关于…的通报.
    pub fn title(&self) -> String {
        let blocks = markdown::parse(&self.text).into_iter();
        let mut titles = blocks.filter_map(|block| match block {
            LetterBlock::Heading(1, title) => Some(title),
            _ => None,
        });
        titles.next().unwrap_or_default()
    }

    /// What is kept of it when it is sent on a day.
    pub fn note(&self, on: NaiveDate) -> Note {
        Note {
            on: Some(on),
            title: self.word.into(),
            number: self.number.as_str().into(),
            text: self.title().into(),
            due_on: self.return_on,
            ..Note::new(NoteKind::Letter)
        }
    }
}

/// Puts what a made-up ledger has to say before everything else, whatever the template says.
pub fn marked(round: &Round, text: String) -> String {
    match &round.demo {
        Some(sentence) => format!("**{}**\n\n{text}", escape(sentence)),
        None => text,
    }
}

/// The same on a page: a bar above everything.
pub(super) fn marked_page(round: &Round, page: String) -> String {
    let Some(sentence) = &round.demo else {
        return page;
    };
    let escaped = sentence.replace('&', "&amp;").replace('<', "&lt;");
    let bar = format!(
        "<p role=\"note\" style=\"margin:0;padding:8px 16px;background:#b00020;color:#fff;\
         font-weight:bold;text-align:center\">{escaped}</p>\n"
    );
    let body = page
        .find("<body")
        .and_then(|at| Some(at + page[at..].find('>')? + 1));
    let at = body.unwrap_or(0);
    format!("{}\n{bar}{}", &page[..at], &page[at..])
}

/// `## #. 逾期事项` is 一、逾期事项 where it is the first such heading, `### #. …` （一）… below it: parts that may be
/// missing are numbered by those that are there.
pub(super) fn numbered(text: &str) -> String {
    let (mut chapters, mut sections) = (0, 0);
    let lines = text.lines().map(|line| {
        if let Some(title) = line.strip_prefix("## #. ") {
            (chapters, sections) = (chapters + 1, 0);
            return format!("## {}、{title}", day::chinese(chapters));
        }
        let Some(title) = line.strip_prefix("### #. ") else {
            return line.to_owned();
        };
        sections += 1;
        format!("### （{}）{title}", day::chinese(sections))
    });
    lines.collect::<Vec<_>>().join("\n")
}

/// One empty line between what is no table, none within one: as Markdown wants it.
pub(super) fn tidy(text: &str) -> String {
    let mut tidied = String::with_capacity(text.len());
    let mut before = "";
    for line in text
        .lines()
        .map(str::trim_end)
        .filter(|line| !line.is_empty())
    {
        let inside = before.starts_with('|') && line.starts_with('|');
        // Lines at the right belong together.
        let signed = before.starts_with("> ") && line.starts_with("> ");
        if signed {
            tidied.push_str(">\n");
        } else if !before.is_empty() && !inside {
            tidied.push('\n');
        }
        tidied.push_str(line);
        tidied.push('\n');
        before = line;
    }
    tidied
}
