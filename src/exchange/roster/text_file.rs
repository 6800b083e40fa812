//! Text files as sheets: fields between signs, and the text of a notice with its fields on lines of
//! their own.

use memchr::{memchr_iter, memchr2_iter};

use super::RosterFileError;
use super::columns::{self, Overrides};
use super::encoding::{self, Decoded, TextEncoding};
use super::grid::{Grid, GridKind};
use super::markup::{self, MarkupKind};
use super::problem::{Remedy, RosterProblem};
use super::sheet::{Naming, RosterSheet};
use super::sheet_builder::{Budget, SheetBuilder};
use super::text_list;
use super::unheaded;
use crate::exchange::package::PackageError;
use crate::text::fault::Fault;

/// Signs that may stand between the fields of a text file.
const DELIMITERS: [u8; 4] = [b',', b'\t', b';', b'|'];
/// Most line breaks in a cell of a text file.
const MOST_BREAKS: usize = 5;
/// Records that are looked at to tell the sign.
const SAMPLE: usize = 200;

/// Reads the bytes of a text file.
pub fn read(
    bytes: &[u8],
    forced: Option<TextEncoding>,
    wanted: &[String],
    budget: &mut Budget,
) -> Result<Grid, RosterFileError> {
    if bytes.starts_with(b"%PDF") {
        return Err(RosterFileError::Pdf);
    }
    let Decoded {
        text,
        encoding,
        broken,
        cut_off,
    } = encoding::decode(bytes, forced);
    match text.trim_start().as_bytes() {
        [] => return Err(RosterFileError::Empty),
        [b'<', ..] => return in_markup(&text, encoding, wanted, budget),
        [b'M', b'I', b'M', b'E', b'-', ..] => return Err(RosterFileError::Markup),
        [b'{', b'\\', b'r', b't', b'f', ..] => return Err(RosterFileError::OldWord),
        _ => {}
    }
    let mut problems = Vec::new();
    if broken > 0 {
        let message = t!(
            "按 {} 读，有 {broken} 处不成字",
            "read as {}, {broken} places are no characters",
            encoding.name()
        );
        problems.push(RosterProblem::new(String::new(), message).or(Remedy::Encoding));
    }
    if cut_off {
        let message = s!(
            "文件在一个字的中间断开，可能没有下载完整",
            "the file breaks off within a character, perhaps not all of it arrived"
        );
        problems.push(RosterProblem::new(String::new(), message));
    }
    // What is no text at all is not worth showing.
    let noise = text.chars().filter(|c| *c == '\0').count();
    if noise > 0 || broken * 10 > text.chars().count() {
        return Err(RosterFileError::NotText(encoding.name()));
    }
    let (kind, sheets) = if is_notice(&text) {
        (GridKind::Notice, records(&text, budget)?)
    } else {
        let (delimiter, known) = delimiter(&text)?;
        if known < 2
            && !is_table(&text, delimiter)?
            && let Some((sheet, unclear)) = text_list::any(&text, budget)?
        {
            problems.extend(unclear);
            return Ok(Grid {
                kind: GridKind::List,
                encoding: Some(encoding),
                problems,
                sheets: vec![sheet],
            });
        }
        let (sheet, run_together) = fields(&text, delimiter, usize::MAX, budget)?;
        problems.extend(run_together.map(|line| {
            let message = t!(
                "从第 {line} 行起有好几行并成了一格，多半是引号没有成对；请用 Excel 打开改正后另存", "from line {line} on several lines run into one cell, perhaps a quote is missing; open it in Excel, correct and save"
            );
            RosterProblem::new(String::new(), message)
        }));
        (GridKind::Delimited, vec![sheet])
    };
    Ok(Grid {
        kind,
        encoding: Some(encoding),
        problems,
        sheets,
    })
}

/// A web page or XML that calls itself a workbook.
fn in_markup(
    text: &str,
    encoding: TextEncoding,
    wanted: &[String],
    budget: &mut Budget,
) -> Result<Grid, RosterFileError> {
    let is_spreadsheet =
        text.contains("urn:schemas-microsoft-com:office:spreadsheet") && !text.contains("<html");
    let kind = if is_spreadsheet {
        MarkupKind::Spreadsheet
    } else {
        MarkupKind::Web
    };
    let sheets = markup::sheets(&[text], kind, wanted, budget)?;
    if sheets.iter().all(|sheet| sheet.lines.is_empty()) && wanted.is_empty() {
        return Err(RosterFileError::Markup);
    }
    Ok(Grid {
        kind: GridKind::Markup,
        encoding: Some(encoding),
        problems: Vec::new(),
        sheets,
    })
}

/// A field on a line of its own: one tab, in front.
fn field(line: &str) -> Option<&str> {
    let field = line.strip_prefix('\t')?;
    (!field.trim().is_empty() && !field.contains('\t')).then_some(field)
}

/// Most lines with a tab are fields, and two of them stand one below the other.
fn is_notice(text: &str) -> bool {
    let tabs = text.lines().filter(|line| line.contains('\t')).count();
    let fields = text.lines().filter(|line| field(line).is_some()).count();
    let mut lines = text.lines();
    let mut next = text.lines().skip(1);
    let pairs = std::iter::from_fn(|| Some((lines.next()?, next.next()?)));
    let columns = pairs.filter(|(a, b)| field(a).is_some() && field(b).is_some());
    tabs > 0 && fields * 2 > tabs && columns.count() > 1
}

/// The records of a notice. Running text ends a block; blank lines end a record.
fn records(text: &str, budget: &mut Budget) -> Result<Vec<RosterSheet>, RosterFileError> {
    let mut sheets = Vec::new();
    let mut sheet = SheetBuilder::new("", Naming::Records);
    let mut used = false;
    let mut record: Option<(u32, u16)> = None;
    for (number, line) in (1u32..).zip(text.lines()) {
        if let Some(text) = field(line) {
            let (row, column) = record.map_or((number, 0), |(row, column)| (row, column + 1));
            sheet.push(row, column, text, budget)?;
            record = (column < u16::MAX).then_some((row, column));
            used = true;
            continue;
        }
        record = None;
        if !line.trim().is_empty() && used {
            sheets.push(sheet.finish(false)?);
            sheet = SheetBuilder::new("", Naming::Records);
            used = false;
        }
    }
    sheets.push(sheet.finish(false)?);
    Ok(sheets)
}

/// The sign between the fields is the one under which a header of a roster appears, with the
/// most columns; else the one that makes the most fields.
fn delimiter(text: &str) -> Result<(u8, usize), RosterFileError> {
    let mut best: Option<((usize, usize), u8)> = None;
    for delimiter in DELIMITERS {
        let (sample, _) = fields(text, delimiter, SAMPLE, &mut Budget::default())?;
        let known = columns::known_headings(&sample);
        let cells = sample.lines.iter().map(|line| line.cells.len()).sum();
        if best.is_none_or(|(score, _)| score < (known, cells)) {
            best = Some(((known, cells), delimiter));
        }
    }
    Ok(best.map_or((b',', 0), |((known, _), delimiter)| (delimiter, known)))
}

/// Columns can be told under this sign, though none has a heading.
fn is_table(text: &str, delimiter: u8) -> Result<bool, RosterFileError> {
    let (sample, _) = fields(text, delimiter, SAMPLE, &mut Budget::default())?;
    let header = unheaded::find(&sample, &Overrides::new());
    Ok(header.is_some_and(|header| header.columns.len() > 1))
}

/// Counts lines as an editor does, whatever ends them. The reader's own count stands still at
/// CR LF until the next record is read, which would put two records on one line.
struct GridLines<'t> {
    text: &'t [u8],
    at: usize,
    line: usize,
}

impl<'t> GridLines<'t> {
    const fn new(text: &'t str) -> Self {
        Self {
            text: text.as_bytes(),
            at: 0,
            line: 1,
        }
    }

    /// The line of a record that begins at a byte, or at the line ends that follow there.
    fn of(&mut self, byte: usize) -> usize {
        let byte = byte.min(self.text.len());
        let ends = self.text[byte..].iter();
        let ends = ends.take_while(|byte| matches!(byte, b'\n' | b'\r'));
        let until = byte + ends.count();
        let passed = &self.text[self.at.min(until)..until];
        for at in memchr2_iter(b'\n', b'\r', passed) {
            let is_first_half =
                passed[at] == b'\r' && self.text.get(self.at + at + 1) == Some(&b'\n');
            self.line += usize::from(!is_first_half);
        }
        self.at = until;
        self.line
    }
}

/// `|---|:--:|`: the line below the headings of a table in Markdown.
fn is_rule(record: &csv::StringRecord) -> bool {
    let mut written = record
        .iter()
        .map(str::trim)
        .filter(|field| !field.is_empty());
    let first = written.next();
    let is_rule = |field: &str| field.contains('-') && field.chars().all(|c| "-: ".contains(c));
    first.is_some_and(is_rule) && written.all(is_rule)
}

/// A cell of a table in Markdown without the signs that make its text bold or slanted; what it strikes out stands
/// apart.
fn without_marks(text: &str) -> [String; 2] {
    let (mut kept, mut out) = (String::new(), String::new());
    let mut rest = text;
    // What nothing closes strikes nothing.
    while let Some((before, after)) = rest.split_once("~~")
        && let Some((inside, after)) = after.split_once("~~")
    {
        kept.push_str(before);
        out.push_str(inside);
        rest = after;
    }
    kept.push_str(rest);
    let lines = ["<br>", "<br/>", "<br />"].into_iter();
    kept = lines.fold(kept, |text, sign| text.replace(sign, "\n"));
    let bare = kept.trim();
    let bare = ["**", "__", "*", "_", "`"]
        .into_iter()
        .fold(bare, |text, sign| {
            let inside = text
                .strip_prefix(sign)
                .and_then(|text| text.strip_suffix(sign));
            inside.filter(|inside| !inside.is_empty()).unwrap_or(text)
        });
    [bare.to_owned(), out]
}

/// The fields of so many records, and the first line where a field runs over more lines than
/// anybody writes into a cell.
fn fields(
    text: &str,
    delimiter: u8,
    most: usize,
    budget: &mut Budget,
) -> Result<(RosterSheet, Option<u32>), RosterFileError> {
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(delimiter)
        .from_reader(text.as_bytes());
    let mut sheet = SheetBuilder::new("", Naming::Lines);
    let mut run_together = None;
    let mut lines = GridLines::new(text);
    let broken = |error: csv::Error| PackageError::Broken(Fault::from(&error).to_string());
    let mut record = csv::StringRecord::new();
    for _ in 0..most {
        if !reader.read_record(&mut record).map_err(broken)? {
            break;
        }
        let at = record.position().map_or(0, csv::Position::byte);
        let line = lines.of(usize::try_from(at).unwrap_or(usize::MAX));
        let line = u32::try_from(line).map_err(|_| RosterFileError::TooManyRows)?;
        if delimiter == b'|' && is_rule(&record) {
            continue;
        }
        for (column, text) in (0u16..).zip(&record) {
            if memchr_iter(b'\n', text.as_bytes())
                .nth(MOST_BREAKS)
                .is_some()
            {
                run_together.get_or_insert(line);
            }
            // 5.1E+17: what Excel leaves of a long number when it writes a text.
            if text.len() < 24
                && text.starts_with(|c: char| c.is_ascii_digit())
                && text.contains("E+")
            {
                sheet.inexact(line, column);
            }
            if delimiter == b'|' && text.contains(['*', '~', '`', '<', '_']) {
                let [kept, out] = without_marks(text);
                sheet.push_struck(line, column, [&kept, &out], budget)?;
            } else {
                sheet.push(line, column, text, budget)?;
            }
        }
    }
    Ok((sheet.finish(false)?, run_together))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_counted_as_an_editor_counts_them_whatever_ends_them() {
        for (text, lines) in [
            ("a\nb\nc", [1, 2, 3]),
            ("a\r\nb\r\nc\r\n", [1, 2, 3]),
            ("a\rb\rc\r", [1, 2, 3]),
            ("a\n\n\nb\r\n\r\nc", [1, 4, 6]),
            ("\n\na\n\"b\n\r\nb\"\nc", [3, 4, 7]),
        ] {
            let (sheet, _) = fields(text, b',', usize::MAX, &mut Budget::default()).expect("read");
            let numbers: Vec<u32> = sheet.lines.iter().map(|line| line.number).collect();
            assert_eq!(numbers, lines, "{text:?}");
        }
    }
}
