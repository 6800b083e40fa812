//! The text of a letter as a Word document: title, headings, paragraphs, bordered tables.

use super::markdown::{self, Align, LetterBlock, LetterSpan};
use crate::exchange::word_out::{
    Edge, Font, Margins, Runs, Setting, Story, TableCell, WordFile, sized,
};
use crate::text::cells;

/// Sizes in half points: title, body, tables.
const TITLE: usize = 44;
const BODY: usize = 32;
const CELL: usize = 21;
/// Height of a line, in twentieths of a point.
const LINE: usize = 560;
/// Height of a line of the title.
const TITLE_LINE: usize = 680;
/// Lowest row of a table, in twentieths of a point.
const ROW: usize = 400;
/// Fill of the heading row of a table.
const HEADING_FILL: &str = "EDEDED";
/// What a cell of text takes in a table, in twentieths of a point, and what stands around it.
const CELL_WIDTH: usize = 130;
const PADDING: usize = 200;
/// Cells of text that a column asks for at most; what is longer is broken into lines.
const LONGEST: usize = 30;

/// Four characters of the body: what who signs and the day stand away from the edge, under the seal.
const SEALED: usize = 4 * 320;

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
    for (at, block) in blocks.iter().enumerate() {
        let signs_next = matches!(blocks.get(at + 1), Some(LetterBlock::Right(_)));
        let spot = if title.is_some_and(|title| at < title) {
            LetterSpot::Above
        } else if at > 0 && Some(at - 1) == title {
            LetterSpot::Below
        } else if signs_next {
            LetterSpot::BeforeSigning
        } else {
            LetterSpot::Elsewhere
        };
        add(&mut story, block, spot);
    }
    let document = WordFile {
        margins: Margins::LETTER,
        text: story,
        mark: mark.to_owned(),
        ..WordFile::default()
    };
    document.bytes()
}

fn add(story: &mut Story, block: &LetterBlock, spot: LetterSpot) {
    let spaced = Setting {
        line: Some(LINE),
        ..Setting::default()
    };
    let indented = Setting {
        first_line: 2 * 320,
        ..spaced
    };
    let heading = Setting {
        keep_next: true,
        ..indented
    };
    let at = |edge| Setting {
        edge: Some(edge),
        ..spaced
    };
    match block {
        LetterBlock::Heading(1, title) => {
            // The paper's fonts are not shipped: where 小标宋 is missing, a program takes its own 宋.
            let font = Font {
                face: Some("方正小标宋简体"),
                ..sized(TITLE)
            };
            let title_line = Setting {
                line: Some(TITLE_LINE),
                around: Some((LINE, LINE / 2)),
                ..at(Edge::Center)
            };
            story.paragraph(title_line, &Runs::of(title, font));
        }
        LetterBlock::Heading(2, words) => {
            let face = Some("黑体");
            let font = Font {
                face,
                ..sized(BODY)
            };
            story.paragraph(heading, &Runs::of(words, font));
        }
        LetterBlock::Heading(_, words) => {
            let face = Some("楷体");
            let font = Font {
                face,
                ..sized(BODY)
            };
            story.paragraph(heading, &Runs::of(words, font));
        }
        LetterBlock::Right(text) if matches!(spot, LetterSpot::Above | LetterSpot::Below) => {
            story.paragraph(at(Edge::Center), &runs(text));
        }
        LetterBlock::Right(text) => {
            let signed = Setting {
                right: SEALED,
                keep_next: spot == LetterSpot::BeforeSigning,
                ..at(Edge::Right)
            };
            story.paragraph(signed, &runs(text));
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
            story.paragraph(spaced, &runs(text));
        }
        LetterBlock::Paragraph(text) if spot == LetterSpot::BeforeSigning => {
            story.paragraph(heading, &runs(text));
        }
        LetterBlock::Paragraph(text) => story.paragraph(indented, &runs(text)),
        LetterBlock::Table { columns, rows } => {
            table(story, columns, rows);
            let gap = Setting {
                exact_line: Some(160),
                ..Setting::default()
            };
            story.paragraph(gap, &Runs::default());
        }
    }
}

fn runs(text: &[LetterSpan]) -> Runs {
    let mut runs = Runs::default();
    for span in text {
        let bold = span.bold;
        runs.text(
            &span.text,
            Font {
                bold,
                ..sized(BODY)
            },
        );
    }
    runs
}

/// Shares the width of the text out: a column that asks for less than its equal share gets what
/// it asks for, the others share the rest by what they ask for.
fn widths(rows: &[Vec<String>]) -> Vec<usize> {
    let columns = rows.first().map_or(0, Vec::len);
    let wanted: Vec<usize> = (0..columns)
        .map(|column| {
            let longest = rows.iter().map(|row| cells::width(&row[column])).max();
            longest.unwrap_or(0).min(LONGEST) * CELL_WIDTH + PADDING
        })
        .collect();
    let mut widths: Vec<Option<usize>> = vec![None; columns];
    let mut left = Margins::LETTER.text_width();
    if wanted.iter().sum::<usize>() > left {
        loop {
            let open = widths.iter().filter(|width| width.is_none()).count();
            let fits = |at: &usize| widths[*at].is_none() && wanted[*at] * open <= left;
            let Some(at) = (0..columns).find(fits) else {
                break;
            };
            widths[at] = Some(wanted[at]);
            left -= wanted[at];
        }
    }
    let open = widths.iter().zip(&wanted);
    let open = open.filter(|(width, _)| width.is_none());
    let sum = open.map(|(_, wanted)| wanted).sum::<usize>().max(1);
    let share = |(width, wanted): (Option<usize>, &usize)| width.unwrap_or(wanted * left / sum);
    widths.into_iter().zip(&wanted).map(share).collect()
}

fn table(story: &mut Story, columns: &[Align], rows: &[Vec<String>]) {
    let widths = widths(rows);
    let made = rows.iter().enumerate().map(|(at, row)| {
        let heading = at == 0;
        let cells = row.iter().zip(columns).zip(&widths);
        let cells = cells.map(|((words, align), width)| {
            let edge = match (heading, align) {
                (true, _) | (false, Align::Centre) => Edge::Center,
                (false, Align::Left) => Edge::Left,
                (false, Align::Right) => Edge::Right,
            };
            let font = Font {
                bold: heading,
                ..sized(CELL)
            };
            let mut text = Story::default();
            text.paragraph(Setting::at(edge), &Runs::of(words, font));
            TableCell {
                width: *width,
                fill: heading.then_some(HEADING_FILL),
                text,
                ..TableCell::default()
            }
        });
        cells.collect()
    });
    story.table(&widths, ROW, 1, made);
}
