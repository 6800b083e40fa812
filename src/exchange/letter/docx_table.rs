//! Tables of letters: how wide each column is, and the rows.

use super::markdown::Align;
use crate::exchange::word_out::{Edge, Margins, Runs, Setting, Story, TableCell, TableRows, sized};
use crate::text::cells;

/// Size of the text, in half points.
const CELL: usize = 21;
/// Lowest row of a table, in twentieths of a point.
const ROW: usize = 400;
/// Fill of the heading row of a table.
const HEADING_FILL: &str = "EDEDED";
/// What a cell of text takes in a table, in twentieths of a point, and what stands around it.
const CELL_WIDTH: usize = 115;
const PADDING: usize = 190;
/// Cells of text that a column asks for at most; what is longer is broken into lines.
const LONGEST: usize = 44;
/// Cells of Chinese text and of a heading that stand in a line at least, where there is so much of it.
const LEAST_TEXT: usize = 12;
const LEAST_HEADING: usize = 8;

/// Writes a table, its first row as the heading. `kept` has its end stay with what follows.
pub(super) fn write(story: &mut Story, columns: &[Align], rows: &[Vec<String>], kept: bool) {
    let widths = widths(rows, Margins::LETTER.text_width());
    let (last, tables) = (
        rows.len() - 1,
        TableRows {
            height: ROW,
            headings: 1,
            at_foot: false,
        },
    );
    let made = rows.iter().enumerate().map(|(at, row)| {
        let heading = at == 0;
        // Neither the heading nor the last row stands alone on a page.
        let keep_next = heading || at + 1 == last || (kept && at == last);
        let cells = row.iter().zip(columns).zip(&widths);
        let cells = cells.map(|((words, align), width)| {
            let edge = match (heading, align) {
                (true, _) | (false, Align::Centre) => Edge::Center,
                (false, Align::Left) => Edge::Left,
                (false, Align::Right) => Edge::Right,
            };
            let font = sized(CELL);
            let font = if heading { font.bold() } else { font };
            let mut text = Story::default();
            let setting = Setting {
                keep_next,
                ..Setting::at(edge)
            };
            text.paragraph(setting, &Runs::of(words, font));
            TableCell {
                width: *width,
                fill: heading.then_some(HEADING_FILL),
                text,
                ..TableCell::default()
            }
        });
        cells.collect()
    });
    story.table(&widths, tables, made);
}

/// Shares the width of the text out: each column has what it cannot do without (a number, a date, some
/// characters of a text), and of the rest what it asks for, or as large a part of it as all others.
fn widths(rows: &[Vec<String>], room: usize) -> Vec<usize> {
    let columns = rows.first().map_or(0, Vec::len);
    let asked = (0..columns).map(|column| {
        let of_all = |measure: fn(&str) -> usize| {
            let all = rows.iter().map(|row| measure(&row[column]));
            all.max().unwrap_or(0)
        };
        let wanted = of_all(cells::width).min(LONGEST);
        let heading = rows.first().map_or(0, |row| cells::width(&row[column]));
        let least = of_all(longest_piece).max(heading.min(LEAST_HEADING));
        let least = least.max(LEAST_TEXT.min(wanted)).min(wanted);
        (least * CELL_WIDTH + PADDING, wanted * CELL_WIDTH + PADDING)
    });
    let (least, wanted): (Vec<usize>, Vec<usize>) = asked.unzip();
    let sum = |all: &[usize]| all.iter().sum::<usize>().max(1);
    let (all_least, all_wanted) = (sum(&least), sum(&wanted));
    let share = |(least, wanted): (&usize, &usize)| {
        if all_least >= room {
            least * room / all_least
        } else if all_wanted <= room {
            wanted * room / all_wanted
        } else {
            least + (wanted - least) * (room - all_least) / (all_wanted - all_least)
        }
    };
    least.iter().zip(&wanted).map(share).collect()
}

/// Cells of the longest piece that no line is broken in: a number, a date, a share.
fn longest_piece(text: &str) -> usize {
    let whole = |c: char| !c.is_ascii_graphic();
    let pieces = text.split(whole).map(str::len);
    pieces.max().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_and_days_stay_in_one_line_and_texts_take_what_is_left() {
        let rows = [
            vec![
                "名次",
                "业务主管单位",
                "拟脱钩",
                "已完成",
                "未完成",
                "退出",
                "清单",
                "进度",
                "逾期事项",
            ],
            vec![
                "6",
                "开封市人民政府国有资产监督管理委员会",
                "44",
                "17",
                "25",
                "2",
                "1650/3464",
                "100%",
                "96",
            ],
        ];
        let rows: Vec<Vec<String>> = rows
            .iter()
            .map(|row| row.iter().map(ToString::to_string).collect())
            .collect();
        let room = Margins::LETTER.text_width();
        let widths = widths(&rows, room);
        assert!(widths.iter().sum::<usize>() <= room, "{widths:?}");
        for (column, width) in widths.iter().enumerate() {
            let least = longest_piece(&rows[1][column]) * CELL_WIDTH + PADDING;
            assert!(*width >= least, "{column}: {widths:?}");
        }
        let widest = widths.iter().max();
        assert_eq!(widest, widths.get(1), "{widths:?}");
    }

    #[test]
    fn what_has_no_room_at_all_is_made_narrower_alike() {
        let row: Vec<String> = (0..30).map(|at| format!("2020-08-{at:02}")).collect();
        let widths = widths(&[row], 8845);
        assert!(
            widths.iter().all(|width| *width == widths[29]),
            "{widths:?}"
        );
        assert!(widths.iter().sum::<usize>() <= 8845);
    }
}
