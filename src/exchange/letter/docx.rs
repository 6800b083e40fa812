//! The text of a letter as a Word document: title, headings, paragraphs, bordered tables.

use super::markdown::{self, Align, LetterBlock, LetterSpan};
use crate::exchange::word_out::{
    Edge, Font, Runs, Setting, Story, TEXT_WIDTH, TableCell, WordFile, sized,
};
use crate::text::cells;

/// Sizes in half points: title, body, tables.
const TITLE: usize = 44;
const BODY: usize = 32;
const CELL: usize = 21;
/// Height of a line, in twentieths of a point.
const LINE: usize = 560;
/// Lowest row of a table, in twentieths of a point.
const ROW: usize = 400;
/// Fill of the heading row of a table.
const HEADING_FILL: &str = "EDEDED";
/// What a cell of text takes in a table, in twentieths of a point, and what stands around it.
const CELL_WIDTH: usize = 130;
const PADDING: usize = 200;
/// Cells of text that a column asks for at most; what is longer is broken into lines.
const LONGEST: usize = 30;

/// The text as a document, with a mark below each page.
pub fn write(text: &str, mark: &str) -> Vec<u8> {
    let mut story = Story::default();
    let blocks = markdown::parse(text);
    for (at, block) in blocks.iter().enumerate() {
        // Who the letter is to stands at the edge, below the title.
        let addressee = at > 0 && matches!(blocks[at - 1], LetterBlock::Heading(1, _));
        add(&mut story, block, addressee);
    }
    let document = WordFile {
        text: story,
        mark: mark.to_owned(),
        ..WordFile::default()
    };
    document.bytes()
}

fn add(story: &mut Story, block: &LetterBlock, addressee: bool) {
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
            story.paragraph(at(Edge::Center), &Runs::of(title, sized(TITLE).bold()));
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
            story.paragraph(heading, &Runs::of(words, sized(BODY).bold()));
        }
        LetterBlock::Right(text) => story.paragraph(at(Edge::Right), &runs(text)),
        LetterBlock::Paragraph(text)
            if addressee && text.last().is_some_and(|last| last.text.ends_with('：')) =>
        {
            story.paragraph(spaced, &runs(text));
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
    let mut left = TEXT_WIDTH;
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
    story.table(&widths, ROW, made);
}
