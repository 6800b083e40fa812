//! A notice as numbered paragraphs: Word or plain text, without its tables, with the chapter that each
//! paragraph stands in.

use super::words::{after_any, has_any, notice_words};
use crate::exchange::package::{Limits, Package};
use crate::exchange::roster::RosterFileError;
use crate::exchange::roster::encoding::{self, TextEncoding};
use crate::exchange::word::{self, WordBlock};
use crate::text::cells::visible;

/// Most paragraphs that are looked at.
const MAX_PARAGRAPHS: usize = 20_000;
/// Longest title of a chapter, in characters.
const MAX_HEADING: usize = 40;

/// What part of a notice a paragraph belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NoticePart {
    /// Before the annexes, and not in the schedule.
    Body,
    /// The chapter that says what is to be done by when.
    Schedule,
    /// After the first annex.
    Annex,
}

/// A paragraph of a notice.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NoticeParagraph {
    /// 第 30 行, 第 12 段.
    pub place: String,
    pub text: String,
    pub part: NoticePart,
}

/// The running text of a notice.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct NoticeText {
    pub paragraphs: Vec<NoticeParagraph>,
}

impl NoticeText {
    /// Reads a file; one that has no running text gives none.
    pub fn read(bytes: &[u8], encoding: Option<TextEncoding>) -> Result<Self, RosterFileError> {
        if bytes.starts_with(b"PK\x03\x04") {
            let mut package = Package::open_within(bytes, Limits::FORM)?;
            if !package.has("word/document.xml") {
                return Ok(Self::default());
            }
            let document = word::read(&mut package)?;
            let texts = document.blocks.iter().map(|block| match block {
                WordBlock::Paragraph(text) => text.string(),
                WordBlock::Table(_) => String::new(),
            });
            let texts: Vec<String> = texts.collect();
            return Ok(Self::of(texts.iter().map(String::as_str), "段"));
        }
        let decoded = encoding::decode(bytes, encoding);
        if decoded.text.contains('\0') {
            return Ok(Self::default());
        }
        // What begins with a tab is a cell.
        let lines = decoded.text.lines();
        let lines = lines.map(|line| if line.starts_with('\t') { "" } else { line });
        Ok(Self::of(lines, "行"))
    }

    fn of<'t>(texts: impl Iterator<Item = &'t str>, counted: &str) -> Self {
        let words = &notice_words().chapters;
        let mut part = NoticePart::Body;
        let mut paragraphs = Vec::new();
        for (number, text) in (1u32..).zip(texts).take(MAX_PARAGRAPHS) {
            let text = plain(text);
            if text.is_empty() {
                continue;
            }
            if part != NoticePart::Annex {
                if is_annex(&text) {
                    part = NoticePart::Annex;
                } else if is_chapter(&text) {
                    let scheduled = has_any(&text, &words.schedule);
                    part = if scheduled {
                        NoticePart::Schedule
                    } else {
                        NoticePart::Body
                    };
                }
            }
            paragraphs.push(NoticeParagraph {
                place: format!("第 {number} {counted}"),
                text,
                part,
            });
        }
        Self { paragraphs }
    }

    /// The paragraphs before the annexes.
    pub fn body(&self) -> impl Iterator<Item = &NoticeParagraph> {
        let paragraphs = self.paragraphs.iter();
        paragraphs.filter(|paragraph| paragraph.part != NoticePart::Annex)
    }
}

/// Figures as ASCII has them, no-break blanks as blanks, nothing at both ends and nothing that nobody sees.
fn plain(text: &str) -> String {
    let text = visible(text);
    let folded = text.chars().map(|c| match c {
        '０'..='９' => char::from_u32(u32::from(c) - 0xff10 + 0x30).unwrap_or(c),
        '\u{a0}' | '\u{3000}' => ' ',
        other => other,
    });
    folded.collect::<String>().trim().to_owned()
}

/// 一、…, 第三章 …, 三. …: short, and no sentence.
fn is_chapter(text: &str) -> bool {
    let rest = text.trim_start_matches(['第']);
    let numbered = rest.trim_start_matches(|c: char| "一二三四五六七八九十".contains(c));
    numbered.len() < rest.len()
        && numbered.starts_with(['、', '章', '部', '.', '．'])
        && text.chars().count() <= MAX_HEADING
        && !text.contains('。')
}

/// 附件1 on a line of its own; the list of the annexes names them after a colon.
fn is_annex(text: &str) -> bool {
    let rest = after_any(text, &notice_words().chapters.annex);
    rest.is_some_and(|rest| {
        let rest = rest.trim_matches([':', '：', ' ']);
        rest.chars().count() <= 2
            && rest
                .chars()
                .all(|c| c.is_ascii_digit() || "一二三四五六七八九".contains(c))
    })
}
