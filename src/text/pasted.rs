//! Rows of a spreadsheet as the clipboard has them: cells between tabs, a cell of several lines in quotes.

/// The rows of a pasted text, without those that are blank; `None` when it is one piece of text.
pub fn rows(text: &str) -> Option<Vec<Vec<String>>> {
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    let text = text.trim_end_matches('\n');
    if !text.contains(['\t', '\n']) {
        return None;
    }
    let mut rows = Vec::new();
    let mut row = Vec::new();
    let mut rest = text;
    loop {
        let (cell, after) = cell(rest);
        row.push(cell);
        let mut signs = after.chars();
        match signs.next() {
            Some('\t') => {}
            sign => {
                let done = std::mem::take(&mut row);
                if done.iter().any(|cell| !cell.is_empty()) {
                    rows.push(done);
                }
                if sign.is_none() {
                    return Some(rows);
                }
            }
        }
        rest = signs.as_str();
    }
}

/// The first cell, and what follows it, from its sign on.
fn cell(text: &str) -> (String, &str) {
    if let Some((cell, after)) = quoted(text) {
        return (one_line(&cell), after);
    }
    let end = text.find(['\t', '\n']).unwrap_or(text.len());
    (one_line(&text[..end]), &text[end..])
}

/// A cell in quotes, which ends where a quote is followed by a sign; quotes within it stand twice. A quote
/// that only begins a word is part of it.
fn quoted(text: &str) -> Option<(String, &str)> {
    let inside = text.strip_prefix('"')?;
    let mut cell = String::new();
    let mut rest = inside;
    loop {
        let at = rest.find('"')?;
        cell.push_str(&rest[..at]);
        let after = &rest[at + 1..];
        if let Some(more) = after.strip_prefix('"') {
            cell.push('"');
            rest = more;
        } else {
            let ends = after.is_empty() || after.starts_with(['\t', '\n']);
            return (ends && cell.contains(['\t', '\n', '"'])).then_some((cell, after));
        }
    }
}

fn one_line(cell: &str) -> String {
    cell.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_are_read_as_spreadsheets_put_them_on_the_clipboard() {
        let read = |text: &str| {
            rows(text).map(|rows| rows.iter().map(|row| row.join("|")).collect::<Vec<_>>())
        };
        let some =
            |rows: &[&str]| Some(rows.iter().map(|row| (*row).to_owned()).collect::<Vec<_>>());
        for (text, found) in [
            (
                "会长\t王某\r\n秘书长\t李某\r\n",
                some(&["会长|王某", "秘书长|李某"]),
            ),
            ("甲\t\t乙\n\t\n\n丙\t丁\t", some(&["甲||乙", "丙|丁|"])),
            ("甲\n乙\n", some(&["甲", "乙"])),
            ("\"会长\n（兼）\"\t王某", some(&["会长 （兼）|王某"])),
            ("\"甲\"协会\t\"乙\"", some(&["\"甲\"协会|\"乙\""])),
            ("\"他说\"\"好\"\"\"\t乙", some(&["他说\"好\"|乙"])),
            ("甲\t\"没有结束", some(&["甲|\"没有结束"])),
            ("一句话\n", None),
            ("", None),
        ] {
            assert_eq!(read(text), found, "{text:?}");
        }
    }
}
