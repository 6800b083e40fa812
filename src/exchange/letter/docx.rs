//! The text of a letter as a Word document, laid out as GB/T 9704 has it: title, levels of headings,
//! paragraphs, tables, who signs, annexes on pages of their own, and what stands at the foot of the last.

use super::docx_table;
use super::lines::by_sense;
use super::markdown::{self, LetterBlock, LetterSpan};
use crate::exchange::word_out::{
    Edge, Font, Margins, PageNumber, Runs, Setting, Story, TableCell, TableRows, WordFile, sized,
};
use crate::text::cells;

/// Sizes in half points: title, body, what stands at the foot of the last page.
const TITLE: usize = 44;
const BODY: usize = 32;
const FOOT: usize = 28;
/// Height of a line, in twentieths of a point.
const LINE: usize = 560;
/// Height of a line of the title.
const TITLE_LINE: usize = 680;
/// A line of the body has 28 characters, which need to stand a little closer for that.
const CLOSER: usize = 5;
/// Width of a character of the body, in twentieths of a point.
const CHARACTER: usize = 10 * BODY - CLOSER;

/// Four characters of the body: what who signs and the day stand away from the edge, under the seal.
const SEALED: usize = 4 * CHARACTER;
/// Cells of a line of the title, and of a line of who signs.
const TITLE_ROOM: usize = 40;
const SIGNED_ROOM: usize = 40;
/// Width of the day of issue at the foot of the last page.
const DAY_OF_ISSUE: usize = 3200;
/// With which the heading of an annex begins.
const ANNEX: &str = "附件";

/// Where a part of a letter stands, by what is around it.
#[derive(Clone, Copy, PartialEq, Eq)]
enum LetterSpot {
    /// Above the title: the number of the letter.
    Above,
    /// Just below the title: to whom.
    Below,
    /// Before who signs, which may not stand on a page of its own.
    BeforeSigning,
    Elsewhere,
}

/// The text as a document, with a mark below each page.
pub fn write(text: &str, mark: &str) -> Vec<u8> {
    let mut story = Story::default();
    let blocks = markdown::parse(text);
    let title = blocks
        .iter()
        .position(|block| matches!(block, LetterBlock::Heading(1, _)));
    let (body, foot) = blocks.split_at(foot(&blocks));
    let is_right = |block: &LetterBlock| matches!(block, LetterBlock::Right(_));
    let mut at = 0;
    while let Some(block) = body.get(at) {
        let spot = if title.is_some_and(|title| at < title) {
            LetterSpot::Above
        } else if at > 0 && Some(at - 1) == title {
            LetterSpot::Below
        } else if body.get(at + 1).is_some_and(is_right) {
            LetterSpot::BeforeSigning
        } else {
            LetterSpot::Elsewhere
        };
        if is_right(block) && !matches!(spot, LetterSpot::Above | LetterSpot::Below) {
            let signed = body[at..].iter().take_while(|block| is_right(block));
            at += sign(&mut story, signed);
            continue;
        }
        add(&mut story, block, spot);
        at += 1;
    }
    at_the_foot(&mut story, foot);
    let document = WordFile {
        margins: Margins::LETTER,
        text: story,
        mark: mark.to_owned(),
        numbers: PageNumber::Outer,
        ..WordFile::default()
    };
    document.bytes()
}

/// Where that begins which stands at the foot of the last page: lines across, and what is between them.
fn foot(blocks: &[LetterBlock]) -> usize {
    let flat =
        |block: &&LetterBlock| matches!(block, LetterBlock::Rule | LetterBlock::Paragraph(_));
    let last = blocks.len() - blocks.iter().rev().take_while(flat).count();
    let rule = |block: &LetterBlock| *block == LetterBlock::Rule;
    let first = blocks[last..].iter().position(rule);
    first.map_or(blocks.len(), |first| last + first)
}

/// A row for each paragraph; what follows a tab stands at the right.
fn at_the_foot(story: &mut Story, blocks: &[LetterBlock]) {
    let width = Margins::LETTER.text_width();
    let cell = |spans: &[LetterSpan], edge, width, columns| {
        let mut text = Story::default();
        text.paragraph(Setting::at(edge), &runs(spans, FOOT));
        TableCell {
            width,
            columns,
            text,
            ..TableCell::default()
        }
    };
    let rows = blocks.iter().filter_map(|block| {
        let LetterBlock::Paragraph(spans) = block else {
            return None;
        };
        let halves = spans.first().and_then(|span| span.text.split_once('\t'));
        Some(match halves {
            Some((left, right)) => {
                let plain = |text: &str| {
                    [LetterSpan {
                        text: text.to_owned(),
                        bold: false,
                    }]
                };
                vec![
                    cell(&plain(left), Edge::Left, width - DAY_OF_ISSUE, 1),
                    cell(&plain(right), Edge::Right, DAY_OF_ISSUE, 1),
                ]
            }
            None => vec![cell(spans, Edge::Left, width, 2)],
        })
    });
    let rows: Vec<_> = rows.collect();
    if !rows.is_empty() {
        let foot = TableRows {
            at_foot: true,
            ..TableRows::default()
        };
        story.table(&[width - DAY_OF_ISSUE, DAY_OF_ISSUE], foot, rows);
        story.paragraph(Setting::default(), &Runs::default());
    }
}

/// Who signs and the day, the one centred above the other. Answers with how many blocks that are.
fn sign<'b>(story: &mut Story, signed: impl Iterator<Item = &'b LetterBlock>) -> usize {
    let texts: Vec<String> = signed
        .filter_map(|block| match block {
            LetterBlock::Right(spans) => Some(spans.iter().map(|span| &*span.text).collect()),
            _ => None,
        })
        .collect();
    let lines = texts.iter().flat_map(|text| by_sense(text, SIGNED_ROOM));
    let lines: Vec<&str> = lines.collect();
    let widest = lines.iter().map(|line| cells::width(line)).max();
    // Programs leave room between Chinese characters and digits.
    let width = widest.unwrap_or(0) * CHARACTER / 2 + 2 * CHARACTER;
    let left = Margins::LETTER.text_width().checked_sub(SEALED + width);
    for (at, line) in lines.iter().enumerate() {
        let setting = Setting {
            edge: Some(Edge::Center),
            line: Some(LINE),
            left: left.unwrap_or(0),
            right: SEALED,
            keep_next: at + 1 < lines.len(),
            ..Setting::default()
        };
        story.paragraph(setting, &Runs::of(line, body()));
    }
    texts.len()
}

/// The font of the body.
const fn body() -> Font {
    Font {
        closer: CLOSER,
        ..sized(BODY)
    }
}

fn add(story: &mut Story, block: &LetterBlock, spot: LetterSpot) {
    let spaced = Setting {
        line: Some(LINE),
        ..Setting::default()
    };
    let indented = Setting {
        first_line: 2 * CHARACTER,
        ..spaced
    };
    let heading = Setting {
        keep_next: true,
        ..indented
    };
    match block {
        LetterBlock::Heading(1, words) => title(story, words),
        LetterBlock::Heading(2, words) if words.starts_with(ANNEX) => annex(story, words),
        LetterBlock::Heading(level, words) => {
            let face = Some(if *level == 2 { "黑体" } else { "楷体" });
            story.paragraph(heading, &Runs::of(words, Font { face, ..body() }));
        }
        LetterBlock::Right(text) => {
            let centred = Setting {
                edge: Some(Edge::Center),
                ..spaced
            };
            story.paragraph(centred, &runs(text, BODY));
        }
        LetterBlock::Rule => {
            let ruled = Setting {
                ruled: true,
                exact_line: Some(200),
                ..Setting::default()
            };
            story.paragraph(ruled, &Runs::default());
        }
        LetterBlock::Paragraph(text)
            if spot == LetterSpot::Below
                && text.last().is_some_and(|last| last.text.ends_with('：')) =>
        {
            story.paragraph(spaced, &runs(text, BODY));
        }
        LetterBlock::Paragraph(text) if spot == LetterSpot::BeforeSigning => {
            story.paragraph(heading, &runs(text, BODY));
        }
        LetterBlock::Paragraph(text) => story.paragraph(indented, &runs(text, BODY)),
        LetterBlock::Table { columns, rows } => {
            let signs = spot == LetterSpot::BeforeSigning;
            docx_table::write(story, columns, rows, signs);
            let gap = Setting {
                exact_line: Some(160),
                keep_next: signs,
                ..Setting::default()
            };
            story.paragraph(gap, &Runs::default());
        }
    }
}

/// The title: several lines are broken by sense. The paper's fonts are not shipped: where 小标宋 is missing, a
/// program takes its own 宋.
fn title(story: &mut Story, words: &str) {
    let font = Font {
        face: Some("方正小标宋简体"),
        ..sized(TITLE)
    };
    let mut runs = Runs::default();
    for (at, line) in by_sense(words, TITLE_ROOM).into_iter().enumerate() {
        if at > 0 {
            runs.line_break();
        }
        runs.text(line, font);
    }
    let setting = Setting {
        line: Some(TITLE_LINE),
        around: Some((LINE, LINE / 2)),
        keep_next: true,
        ..Setting::at(Edge::Center)
    };
    story.paragraph(setting, &runs);
}

/// An annex begins on a page of its own: its number at the edge, its title below.
fn annex(story: &mut Story, words: &str) {
    let (number, name) = words.split_once(char::is_whitespace).unwrap_or((words, ""));
    let setting = Setting {
        line: Some(LINE),
        keep_next: true,
        new_page: true,
        ..Setting::default()
    };
    let face = Some("黑体");
    story.paragraph(setting, &Runs::of(number, Font { face, ..body() }));
    if !name.trim().is_empty() {
        title(story, name.trim());
    }
}

fn runs(text: &[LetterSpan], size: usize) -> Runs {
    let mut runs = Runs::default();
    for span in text {
        let bold = span.bold;
        runs.text(
            &span.text,
            Font {
                size,
                bold,
                ..body()
            },
        );
    }
    runs
}
