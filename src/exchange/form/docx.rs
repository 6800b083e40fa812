//! A form as a Word document, laid out as it is printed. Each place to fill in is a content
//! control that carries the id of its field, so that what is written into it comes back exactly.

use super::printed::{FormCell, FormPiece, PrintedForm};
use super::property;
use crate::exchange::word_out::{
    BODY, CellMerge, Edge, Runs, SMALL, Setting, Story, TEXT_WIDTH, TableCell, TableRows, WordFile,
    sized,
};

/// Size of the title, in half points.
const TITLE: usize = 36;
/// Lowest row of a table, in twentieths of a point.
const ROW: usize = 440;
/// Rows of a table that is not broken.
const SHORT: usize = 6;

/// Writes a form of an association.
pub fn write(printed: &PrintedForm<'_>) -> Vec<u8> {
    let form = printed.form;
    let mut text = Story::default();
    let centred = Setting::at(Edge::Center);
    let annex = format!("附件{}", form.annex);
    text.paragraph(Setting::default(), &Runs::of(&annex, sized(BODY)));
    text.paragraph(centred, &Runs::of(form.title.zh(), sized(TITLE).bold()));
    text.paragraph(centred, &Runs::of(&form.layout.note, sized(BODY)));
    for line in printed.header() {
        let spaced = Setting {
            around: Some((60, 60)),
            ..Setting::default()
        };
        text.paragraph(spaced, &filled(printed, &line));
    }
    let table_rows = TableRows {
        height: ROW,
        ..TableRows::default()
    };
    for table in &form.layout.tables {
        let heading = Setting {
            keep_next: true,
            around: Some((160, 60)),
            ..Setting::default()
        };
        let words = printed.heading(&table.section);
        text.paragraph(heading, &Runs::of(words, sized(BODY).bold()));
        let widths: Vec<usize> = table.widths.iter().map(|one| width(&[*one])).collect();
        let rows = printed.rows(table);
        let made = rows.iter().enumerate().map(|(at, cells)| {
            let keep_next = stays_with_next(&rows, at);
            let cells = cells.iter();
            let cells = cells.map(|cell| table_cell(printed, &table.widths, cell, keep_next));
            cells.collect()
        });
        text.table(&widths, table_rows, made);
    }
    let document = WordFile {
        properties: vec![
            (property::ASSOCIATION, printed.no.to_string()),
            (property::FORM, form.id.id().to_owned()),
        ],
        header: header(printed),
        mark: printed.mark.clone(),
        text,
        ..WordFile::default()
    };
    document.bytes()
}

/// What stands above each page: whose form it is, and that it is made up where it is.
fn header(printed: &PrintedForm<'_>) -> Story {
    let mut header = Story::default();
    if let Some(sentence) = printed.demo {
        let sentence = Runs::of(sentence, sized(BODY).bold());
        header.paragraph(Setting::at(Edge::Center), &sentence);
    }
    let whose = format!("{}  {}  {}", printed.no, printed.name, printed.unit);
    header.paragraph(Setting::at(Edge::Right), &Runs::of(&whose, sized(SMALL)));
    header
}

/// Twentieths of a point of so many columns.
fn width(widths: &[u32]) -> usize {
    widths.iter().sum::<u32>() as usize * TEXT_WIDTH / 100
}

/// No row stands alone on a page: a short table stays in one piece, the first row with the second, the last with
/// the one before, and what shares a cell at its left together.
fn stays_with_next(rows: &[Vec<FormCell>], at: usize) -> bool {
    let Some(next) = rows.get(at + 1) else {
        return false;
    };
    rows.len() <= SHORT || at == 0 || at + 2 == rows.len() || next.iter().any(|cell| cell.continues)
}

fn table_cell(
    printed: &PrintedForm<'_>,
    widths: &[u32],
    cell: &FormCell,
    keep_next: bool,
) -> TableCell {
    let columns = &widths[cell.column..cell.column + cell.columns];
    let mut text = Story::default();
    if cell.continues {
        let empty = Setting {
            keep_next,
            ..Setting::default()
        };
        text.paragraph(empty, &Runs::default());
    } else {
        let centred = cell.label() && cell.lines != [[FormPiece::Text("……".to_owned())]];
        let setting = Setting {
            edge: centred.then_some(Edge::Center),
            keep_next,
            ..Setting::default()
        };
        for line in &cell.lines {
            text.paragraph(setting, &filled(printed, line));
        }
    }
    TableCell {
        width: width(columns),
        columns: cell.columns,
        merge: match (cell.continues, cell.goes_on) {
            (true, _) => CellMerge::Continues,
            (false, true) => CellMerge::Begins,
            (false, false) => CellMerge::Alone,
        },
        fill: None,
        text,
    }
}

fn filled(printed: &PrintedForm<'_>, line: &[FormPiece]) -> Runs {
    let mut runs = Runs::default();
    for piece in line {
        match piece {
            FormPiece::Text(text) => runs.text(text, sized(BODY)),
            FormPiece::Box(ticked) => runs.text(if *ticked { "☑" } else { "□" }, sized(BODY)),
            FormPiece::Blank { field, text, alone } => {
                let text = match (text.as_str(), alone) {
                    ("", true) => "\u{a0}".repeat(2),
                    ("", false) => "\u{a0}".repeat(2 * printed.room(field)),
                    (text, _) => text.to_owned(),
                };
                runs.place(field, &text, sized(BODY));
            }
        }
    }
    runs
}
