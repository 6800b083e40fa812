//! The little Markdown that letters are written in: headings, paragraphs, tables, bold. Read
//! line by line; every other line is a paragraph of its own.

use crate::text::markdown::SIGNS;

/// A part of a letter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum LetterBlock {
    /// `#` 1, `##` 2, `###` 3.
    Heading(u8, String),
    /// A line of text.
    Paragraph(Vec<LetterSpan>),
    /// `>`: stands at the right, as who signs and the date do.
    Right(Vec<LetterSpan>),
    /// `---`: a line across the page, above and below who gets a copy.
    Rule,
    /// Lines that begin with `|`; the second one says how the columns stand.
    Table {
        /// How each column stands.
        columns: Vec<Align>,
        /// The rows, the heading first. Each has as many cells as there are columns.
        rows: Vec<Vec<String>>,
    },
}

/// Text of one kind.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LetterSpan {
    pub text: String,
    /// Between `**`.
    pub bold: bool,
}

/// How a column stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Align {
    /// `---`
    Left,
    /// `:-:`
    Centre,
    /// `--:`
    Right,
}

/// Reads a letter.
pub fn parse(text: &str) -> Vec<LetterBlock> {
    let mut lines = text
        .lines()
        .map(str::trim)
        .filter(|line| !line.is_empty() && *line != ">")
        .peekable();
    let mut blocks = Vec::new();
    while let Some(line) = lines.next() {
        if line.starts_with('|') {
            let mut rows = vec![cells(line)];
            while let Some(line) = lines.next_if(|line| line.starts_with('|')) {
                rows.push(cells(line));
            }
            blocks.push(table(rows));
            continue;
        }
        if line == "---" {
            blocks.push(LetterBlock::Rule);
            continue;
        }
        let heading = [(3, "### "), (2, "## "), (1, "# ")]
            .into_iter()
            .find_map(|(level, mark)| Some((level, line.strip_prefix(mark)?)));
        blocks.push(match (heading, line.strip_prefix("> ")) {
            (Some((level, text)), _) => LetterBlock::Heading(level, plain(text)),
            (None, Some(text)) => LetterBlock::Right(spans(text)),
            (None, None) => LetterBlock::Paragraph(spans(line)),
        });
    }
    blocks
}

fn table(mut rows: Vec<Vec<String>>) -> LetterBlock {
    let ruler = |row: &Vec<String>| {
        let dashes = |cell: &String| {
            let bare = cell.trim_matches(':');
            !bare.is_empty() && bare.chars().all(|c| c == '-')
        };
        row.iter().all(dashes)
    };
    let mut columns = Vec::new();
    if rows.get(1).is_some_and(ruler) {
        let align = |cell: String| match (cell.starts_with(':'), cell.ends_with(':')) {
            (true, true) => Align::Centre,
            (false, true) => Align::Right,
            _ => Align::Left,
        };
        columns = rows.remove(1).into_iter().map(align).collect();
    }
    let most = rows.iter().map(Vec::len).max().unwrap_or(0);
    columns.resize(most, Align::Left);
    for row in &mut rows {
        row.resize(most, String::new());
    }
    LetterBlock::Table { columns, rows }
}

/// The cells of a line, without the marks at its ends.
fn cells(line: &str) -> Vec<String> {
    let mut cells = Vec::new();
    let mut cell = String::new();
    let mut chars = line.chars().skip(1);
    while let Some(c) = chars.next() {
        match c {
            '\\' => cell.extend([c].into_iter().chain(chars.next())),
            '|' => cells.push(plain(std::mem::take(&mut cell).trim())),
            c => cell.push(c),
        }
    }
    if !cell.trim().is_empty() {
        cells.push(plain(cell.trim()));
    }
    cells
}

/// The text as it is read, without marks.
fn plain(text: &str) -> String {
    spans(text).into_iter().map(|span| span.text).collect()
}

fn spans(text: &str) -> Vec<LetterSpan> {
    let mut spans = Vec::new();
    let mut open = LetterSpan {
        text: String::new(),
        bold: false,
    };
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '\\' if chars.peek().is_some_and(|c| SIGNS.contains(c)) => {
                open.text.extend(chars.next());
            }
            '*' if chars.next_if_eq(&'*').is_some() => {
                let bold = !open.bold;
                spans.push(std::mem::replace(
                    &mut open,
                    LetterSpan {
                        text: String::new(),
                        bold,
                    },
                ));
            }
            c => open.text.push(c),
        }
    }
    spans.push(open);
    spans.retain(|span| !span.text.is_empty());
    spans
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::markdown::escape;

    #[test]
    fn what_is_escaped_comes_back_as_it_was() {
        for name in [
            "甲|乙", "**甲**", "# 甲", r"甲\乙", "<script>", "[a](b)", "甲&lt;",
        ] {
            let escaped = escape(name);
            assert_eq!(plain(&escaped), name);
            let rows = format!("| 名称 | 数 |\n|---|--:|\n| {escaped} | 1 |");
            let expected = LetterBlock::Table {
                columns: vec![Align::Left, Align::Right],
                rows: vec![
                    vec!["名称".into(), "数".into()],
                    vec![name.into(), "1".into()],
                ],
            };
            assert_eq!(parse(&rows), [expected]);
        }
    }

    #[test]
    fn rows_that_are_too_short_are_filled_up() {
        let LetterBlock::Table { rows, .. } = &parse("| 甲 | 乙 | 丙 |\n| 1 |")[0] else {
            panic!("no table");
        };
        assert_eq!(rows[1], ["1", "", ""]);
    }

    #[test]
    fn headings_bold_and_the_right_side_are_told_apart() {
        let bold = |text: &str, bold| LetterSpan {
            text: text.into(),
            bold,
        };
        assert_eq!(
            parse("# 题\n\n正文**重点**完\n> 落款"),
            [
                LetterBlock::Heading(1, "题".into()),
                LetterBlock::Paragraph(vec![
                    bold("正文", false),
                    bold("重点", true),
                    bold("完", false)
                ]),
                LetterBlock::Right(vec![bold("落款", false)]),
            ]
        );
    }
}
