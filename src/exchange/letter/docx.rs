//! The text of a letter as a Word document: title, headings, paragraphs, bordered tables.

use docx_rs::{
    AlignmentType, HeightRule, LineSpacing, LineSpacingType, Paragraph, RunFonts, Shading,
    SpecialIndentType, Table, TableAlignmentType, TableCell, TableCellMargins, TableLayoutType,
    TableRow, VAlignType, WidthType,
};

use super::markdown::{self, Align, Block, Span};
use crate::exchange::form::docx::{TEXT_WIDTH, pack, page, run};
use crate::text::cells;

/// Sizes in half points: title, body, tables.
const TITLE: usize = 44;
const BODY: usize = 32;
const CELL: usize = 21;
/// Height of a line, in twentieths of a point.
const LINE: i32 = 560;
/// Fill of the heading row of a table.
const HEADING_FILL: &str = "EDEDED";
/// What a cell of text takes in a table, in twentieths of a point, and what stands around it.
const CELL_WIDTH: usize = 130;
const PADDING: usize = 200;
/// Cells of text that a column asks for at most; what is longer is broken into lines.
const LONGEST: usize = 30;

/// The text as a document.
pub fn write(text: &str) -> Vec<u8> {
    let mut docx = page();
    let blocks = markdown::parse(text);
    for (at, block) in blocks.iter().enumerate() {
        // Who the letter is to stands at the edge, below the title.
        let addressee = at > 0 && matches!(blocks[at - 1], Block::Heading(1, _));
        docx = match block {
            Block::Table { columns, rows } => {
                docx.add_table(table(columns, rows)).add_paragraph(gap())
            }
            block => docx.add_paragraph(paragraph(block, addressee)),
        };
    }
    pack(docx)
}

/// What stands between a table and what follows.
fn gap() -> Paragraph {
    Paragraph::new().line_spacing(
        LineSpacing::new()
            .line_rule(LineSpacingType::Exact)
            .line(160),
    )
}

fn paragraph(block: &Block, addressee: bool) -> Paragraph {
    let spaced = Paragraph::new().line_spacing(LineSpacing::new().line(LINE));
    let indented = || {
        let first = Some(SpecialIndentType::FirstLine(2 * 320));
        spaced.clone().indent(None, first, None, None)
    };
    match block {
        Block::Heading(1, title) => spaced
            .align(AlignmentType::Center)
            .add_run(run(title, TITLE).bold()),
        Block::Heading(2, heading) => {
            let fonts = RunFonts::new().east_asia("黑体");
            indented()
                .keep_next(true)
                .add_run(run(heading, BODY).fonts(fonts))
        }
        Block::Heading(_, heading) => indented()
            .keep_next(true)
            .add_run(run(heading, BODY).bold()),
        Block::Right(text) => with(spaced.align(AlignmentType::Right), text),
        Block::Paragraph(text)
            if addressee && text.last().is_some_and(|last| last.text.ends_with('：')) =>
        {
            with(spaced, text)
        }
        Block::Paragraph(text) => with(indented(), text),
        Block::Table { .. } => spaced,
    }
}

fn with(paragraph: Paragraph, text: &[Span]) -> Paragraph {
    text.iter().fold(paragraph, |paragraph, span| {
        let made = run(&span.text, BODY);
        paragraph.add_run(if span.bold { made.bold() } else { made })
    })
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
    let mut left = TEXT_WIDTH as usize;
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

fn table(columns: &[Align], rows: &[Vec<String>]) -> Table {
    let widths = widths(rows);
    let made = rows.iter().enumerate().map(|(at, row)| {
        let cells = row.iter().zip(columns).zip(&widths);
        let cells = cells.map(|((text, align), width)| {
            let heading = at == 0;
            let align = match (heading, align) {
                (true, _) | (false, Align::Centre) => AlignmentType::Center,
                (false, Align::Left) => AlignmentType::Left,
                (false, Align::Right) => AlignmentType::Right,
            };
            let made = run(text, CELL);
            let made = if heading { made.bold() } else { made };
            let cell = TableCell::new()
                .width(*width, WidthType::Dxa)
                .vertical_align(VAlignType::Center)
                .add_paragraph(Paragraph::new().align(align).add_run(made));
            if heading {
                cell.shading(Shading::new().fill(HEADING_FILL))
            } else {
                cell
            }
        });
        TableRow::new(cells.collect())
            .row_height(400.0)
            .height_rule(HeightRule::AtLeast)
            .cant_split()
    });
    // WPS goes by the grid, Word by the cells: both are given.
    Table::new(made.collect())
        .set_grid(widths.clone())
        .layout(TableLayoutType::Fixed)
        .width(TEXT_WIDTH as usize, WidthType::Dxa)
        .align(TableAlignmentType::Center)
        .margins(TableCellMargins::new().margin(30, 80, 30, 80))
}
