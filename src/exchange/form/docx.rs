//! A form as a Word document, laid out as it is printed. Each place to fill in is a content
//! control that carries the id of its field, so that what is written into it comes back exactly.

use std::io::Cursor;

use docx_rs::{
    AlignmentType, Docx, Footer, Header, HeightRule, LineSpacing, NumPages, PageMargin, PageNum,
    Paragraph, Run, RunFonts, StructuredDataTag, Table, TableCell, TableCellMargins,
    TableLayoutType, TableRow, VAlignType, VMergeType, WidthType,
};

use super::printed::{Cell, Piece, PrintedForm};
use super::property;

/// A4, in twentieths of a point.
const PAGE: (u32, u32) = (11906, 16838);
/// Margin at the sides, in twentieths of a point (2.2 cm).
const SIDE: i32 = 1247;
/// Width of the text, in twentieths of a point.
pub(in crate::exchange) const TEXT_WIDTH: u32 = PAGE.0 - 2 * SIDE.unsigned_abs();
/// Sizes in half points: title, body, small print.
const TITLE: usize = 36;
const BODY: usize = 21;
const SMALL: usize = 18;

/// Writes a form of an association.
pub fn write(printed: &PrintedForm<'_>) -> Vec<u8> {
    let form = printed.form;
    let mut docx = page()
        .custom_property(property::ASSOCIATION, printed.no.to_string())
        .custom_property(property::FORM, form.id.id())
        .header(header(printed))
        .add_paragraph(Paragraph::new().add_run(run(&format!("附件{}", form.annex), BODY)))
        .add_paragraph(
            Paragraph::new()
                .align(AlignmentType::Center)
                .add_run(run(&form.title, TITLE).bold()),
        )
        .add_paragraph(
            Paragraph::new()
                .align(AlignmentType::Center)
                .add_run(run(&form.layout.note, BODY)),
        );
    for line in printed.header() {
        let paragraph = Paragraph::new().line_spacing(LineSpacing::new().before(60).after(60));
        docx = docx.add_paragraph(filled(printed, paragraph, &line));
    }
    for table in &form.layout.tables {
        docx = docx
            .add_paragraph(
                Paragraph::new()
                    .keep_next(true)
                    .line_spacing(LineSpacing::new().before(160).after(60))
                    .add_run(run(printed.heading(&table.section), BODY).bold()),
            )
            .add_table(bordered(printed, &table.widths, &printed.rows(table)));
    }
    pack(docx)
}

/// What stands above each page: whose form it is, and that it is made up where it is.
fn header(printed: &PrintedForm<'_>) -> Header {
    let whose = format!("{}  {}  {}", printed.no, printed.name, printed.unit);
    let whose = Paragraph::new()
        .align(AlignmentType::Right)
        .add_run(run(&whose, SMALL));
    let demo = printed.demo.map(|sentence| {
        Paragraph::new()
            .align(AlignmentType::Center)
            .add_run(run(sentence, BODY).bold())
    });
    demo.into_iter()
        .chain([whose])
        .fold(Header::new(), Header::add_paragraph)
}

/// An empty document: A4, fonts of an official document, page numbers.
pub(in crate::exchange) fn page() -> Docx {
    let number = Paragraph::new()
        .align(AlignmentType::Center)
        .add_run(run("第 ", SMALL))
        .add_page_num(PageNum::new())
        .add_run(run(" 页  共 ", SMALL))
        .add_num_pages(NumPages::new())
        .add_run(run(" 页", SMALL));
    Docx::new()
        .page_size(PAGE.0, PAGE.1)
        .page_margin(PageMargin {
            top: 1247,
            bottom: 1134,
            left: SIDE,
            right: SIDE,
            header: 680,
            footer: 680,
            gutter: 0,
        })
        .default_fonts(
            RunFonts::new()
                .ascii("Times New Roman")
                .hi_ansi("Times New Roman")
                .east_asia("仿宋"),
        )
        .default_size(BODY)
        .footer(Footer::new().add_paragraph(number))
}

pub(in crate::exchange) fn pack(docx: Docx) -> Vec<u8> {
    let mut bytes = Cursor::new(Vec::new());
    docx.pack(&mut bytes)
        .expect("writing into memory does not fail");
    bytes.into_inner()
}

pub(in crate::exchange) fn run(text: &str, size: usize) -> Run {
    Run::new().add_text(text).size(size)
}

/// Twentieths of a point of so many columns.
fn width(widths: &[u32]) -> usize {
    (widths.iter().sum::<u32>() * TEXT_WIDTH / 100) as usize
}

fn bordered(printed: &PrintedForm<'_>, widths: &[u32], rows: &[Vec<Cell>]) -> Table {
    let rows = rows.iter().map(|cells| {
        let cells = cells.iter().map(|cell| table_cell(printed, widths, cell));
        TableRow::new(cells.collect())
            .row_height(440.0)
            .height_rule(HeightRule::AtLeast)
            .cant_split()
    });
    // WPS goes by the grid, Word by the cells: both are given.
    let grid = widths.iter().map(|one| width(&[*one])).collect();
    Table::new(rows.collect())
        .set_grid(grid)
        .layout(TableLayoutType::Fixed)
        .width(TEXT_WIDTH as usize, WidthType::Dxa)
        .align(docx_rs::TableAlignmentType::Center)
        .margins(TableCellMargins::new().margin(30, 80, 30, 80))
}

fn table_cell(printed: &PrintedForm<'_>, widths: &[u32], cell: &Cell) -> TableCell {
    let columns = &widths[cell.column..cell.column + cell.columns];
    let mut made = TableCell::new()
        .width(width(columns), WidthType::Dxa)
        .vertical_align(VAlignType::Center);
    if cell.columns > 1 {
        made = made.grid_span(cell.columns);
    }
    if cell.continues {
        return made
            .vertical_merge(VMergeType::Continue)
            .add_paragraph(Paragraph::new());
    }
    if cell.goes_on {
        made = made.vertical_merge(VMergeType::Restart);
    }
    let centred = cell.label() && cell.lines != [[Piece::Text("……".to_owned())]];
    for line in &cell.lines {
        let mut paragraph = Paragraph::new();
        if centred {
            paragraph = paragraph.align(AlignmentType::Center);
        }
        made = made.add_paragraph(filled(printed, paragraph, line));
    }
    made
}

fn filled(printed: &PrintedForm<'_>, mut paragraph: Paragraph, line: &[Piece]) -> Paragraph {
    for piece in line {
        paragraph = match piece {
            Piece::Text(text) => paragraph.add_run(run(text, BODY)),
            Piece::Box(ticked) => paragraph.add_run(run(if *ticked { "☑" } else { "□" }, BODY)),
            Piece::Blank { field, text, alone } => {
                let text = match (text.as_str(), alone) {
                    ("", true) => "\u{a0}".repeat(2),
                    ("", false) => "\u{a0}".repeat(2 * printed.room(field)),
                    (text, _) => text.to_owned(),
                };
                paragraph.add_structured_data_tag(
                    StructuredDataTag::new()
                        .alias(field)
                        .add_run(run(&text, BODY)),
                )
            }
        };
    }
    paragraph
}
