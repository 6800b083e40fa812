//! Every text of the sources in both languages: none is without its English, and the English is English.

use std::fmt::Write as _;
use std::path::Path;

use tuogou::text::plural::counted;

/// A character.
pub fn is_han(c: char) -> bool {
    ('\u{3400}'..='\u{9fff}').contains(&c)
}

/// A sign that only stands beside characters.
pub fn is_wide_sign(c: char) -> bool {
    "，。、；：？！（）「」『』“”《》【】…".contains(c)
}

/// Files and folders whose Chinese is data or stands in documents, and why; with how many such texts there
/// are at most, so that none comes in unseen.
const DATA: &[(&str, usize, &str)] = &[
    (
        "cli/examples.rs",
        82,
        "command lines, with names of the roster",
    ),
    (
        "cli/completions.rs",
        10,
        "names of values, by which clap's arguments are told apart",
    ),
    ("cli/ledger.rs", 1, "yes in Chinese is an answer, too"),
    (
        "cli/import_roster.rs",
        6,
        "words of rosters, and the headings of the city's roster",
    ),
    ("cli/approve.rs", 1, "recorded"),
    ("cli/register.rs", 1, "recorded"),
    ("cli/export_letter.rs", 1, "recorded"),
    ("app/bundle.rs", 1, "name of a file"),
    ("app/archive.rs", 1, "name of a file"),
    (
        "tui/flow/palette.rs",
        66,
        "words by which an action is found, in both languages",
    ),
    ("tui/popup/choices.rs", 9, "words that answer yes or no"),
    ("tui/page/roster/view.rs", 2, "conditions of a view"),
    ("tui/page/findings/act.rs", 3, "recorded"),
    ("tui/page/mirror/act.rs", 1, "recorded"),
    (
        "tui/page/form/act.rs",
        2,
        "the number of the form, which its English name has, and what is recorded",
    ),
    (
        "app/config.rs",
        2,
        "the file that is made, and the name of nobody",
    ),
    (
        "app/new_round.rs",
        1,
        "how names of cities and counties end",
    ),
    ("app/recover.rs", 3, "recorded"),
    ("app/export/lists.rs", 5, "names of files"),
    (
        "app/filter",
        54,
        "words of conditions; English has their other names",
    ),
    ("words/store.rs", 1, "recorded"),
    (
        "words/balance.rs",
        1,
        "a measure word, which English has none of",
    ),
    ("text/day.rs", 13, "days and numbers as documents have them"),
    ("text/typed_day.rs", 16, "days as they are typed"),
    ("report/render/xlsx.rs", 2, "the workbook"),
    (
        "report/render/mod.rs",
        1,
        "the title of a workbook and of a page",
    ),
    ("store/file/leftover.rs", 1, "name of a file"),
    (
        "domain/demo.rs",
        1,
        "name of the demonstration, also of its files",
    ),
    ("domain/model", 2, "words of the roster"),
    ("domain/note/kinds.rs", 7, "words of conditions"),
    ("domain/fact/mod.rs", 1, "said by serde, replaced above it"),
    (
        "domain/form",
        7,
        "answers, and what tells printed words apart",
    ),
    ("domain/finding/forms/alike.rs", 2, "beginnings of names"),
    ("domain/round", 3, "words of the notice"),
    ("exchange/calendar.rs", 20, "a document"),
    ("exchange/form/", 25, "documents and their cells"),
    ("exchange/form_seed.rs", 2, "answers of the forms"),
    (
        "exchange/letter",
        15,
        "documents, and the words that their lines keep whole",
    ),
    ("exchange/new_round", 6, "the documents of a round"),
    (
        "exchange/notice",
        44,
        "notices that are read, and the draft that is made of them",
    ),
    ("exchange/report", 2, "facts of letters"),
    ("exchange/roster", 8, "rosters that are read"),
];

/// A literal of a source.
#[derive(Debug)]
struct Literal {
    text: String,
    /// It stands in what says both languages: the first of the two is Chinese, the second English.
    said: Option<usize>,
    /// It is an argument of an attribute: help has both languages in one text, and names of values and other
    /// words that arguments take are looked up.
    attribute: bool,
}

impl Literal {
    fn is_alone(&self) -> bool {
        self.said.is_none() && !self.attribute && !self.text.contains('¦')
    }
}

/// A bracket that is open.
#[derive(Default)]
struct Open {
    /// What stands before it.
    before: String,
    /// How many literals have stood in it.
    literals: usize,
}

impl Open {
    fn speaks(&self) -> bool {
        const BOTH: [&str; 5] = ["t", "s", "text", "both", "put"];
        let called = self.before.strip_suffix("!(").unwrap_or_default();
        let mut name = called.rsplit(|c: char| !c.is_ascii_alphanumeric() && c != '_');
        name.next().is_some_and(|name| BOTH.contains(&name)) || self.before.ends_with("=> (")
    }
}

/// The texts of a source.
fn literals(code: &str) -> Vec<Literal> {
    let signs: Vec<char> = code.chars().collect();
    let mut found = Vec::new();
    let mut open: Vec<Open> = Vec::new();
    let mut before = String::new();
    let mut at = 0;
    let is = |at: usize, text: &str| {
        text.chars()
            .enumerate()
            .all(|(i, c)| signs.get(at + i) == Some(&c))
    };
    while at < signs.len() {
        let c = signs[at];
        if is(at, "//") {
            while at < signs.len() && signs[at] != '\n' {
                at += 1;
            }
            continue;
        }
        // A sign in quotes; a lifetime has no second quote.
        if c == '\'' {
            let escaped = signs.get(at + 1) == Some(&'\\');
            let end =
                (at + 2 + usize::from(escaped)..at + 12).find(|end| signs.get(*end) == Some(&'\''));
            match end {
                Some(end) if escaped || end == at + 2 => at = end + 1,
                _ => at += 1,
            }
            continue;
        }
        let hashes = if c == 'r' {
            signs[at + 1..].iter().take_while(|c| **c == '#').count()
        } else {
            0
        };
        let raw = c == 'r' && signs.get(at + 1 + hashes) == Some(&'"');
        if c == '"' || raw {
            let begin = if raw { at + 2 + hashes } else { at + 1 };
            let closing = format!("\"{}", "#".repeat(hashes));
            let mut end = begin;
            while end < signs.len() && !is(end, &closing) {
                end += if signs[end] == '\\' && !raw { 2 } else { 1 };
            }
            let attribute = open.iter().any(|open| open.before.ends_with("#["));
            let said = open.last_mut().and_then(|open| {
                open.literals += 1;
                open.speaks().then_some(open.literals - 1)
            });
            found.push(Literal {
                text: signs[begin..end.min(signs.len())].iter().collect(),
                said,
                attribute,
            });
            at = end + closing.len();
            before.clear();
            continue;
        }
        match c {
            '(' | '[' | '{' => {
                before.push(c);
                open.push(Open {
                    before: std::mem::take(&mut before),
                    literals: 0,
                });
            }
            ')' | ']' | '}' => {
                open.pop();
                before.clear();
            }
            ';' | ',' => before.clear(),
            c if c.is_whitespace() => {
                if !before.ends_with(' ') {
                    before.push(' ');
                }
            }
            c => before.push(c),
        }
        at += 1;
    }
    found
}

/// Chinese texts of a source that stand outside what says both languages.
fn alone(code: &str) -> Vec<String> {
    let alone = literals(code).into_iter().filter(Literal::is_alone);
    let texts = alone.map(|one| one.text);
    texts.filter(|text| text.contains(is_han)).collect()
}

/// The English texts of a source.
fn english(code: &str) -> Vec<String> {
    let all = literals(code).into_iter();
    let english = all.filter(|one| one.said == Some(1));
    english.map(|one| one.text).collect()
}

/// Signs of Chinese in a text that beside no character of it: in English they are none.
fn wide_signs(text: &str) -> bool {
    let signs: Vec<char> = text.chars().collect();
    let han = |at: usize| signs.get(at).is_some_and(|c| is_han(*c));
    let mut all = signs.iter().enumerate();
    all.any(|(at, sign)| {
        "，。、；：？！（）".contains(*sign) && !han(at + 1) && !(at > 0 && han(at - 1))
    })
}

fn sources(folder: &Path, all: &mut Vec<std::path::PathBuf>) {
    for entry in std::fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            sources(&path, all);
        } else if path.extension().is_some_and(|ending| ending == "rs") {
            all.push(path);
        }
    }
}

/// Every source without its tests, by its name.
fn codes() -> Vec<(String, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut files = Vec::new();
    sources(&root, &mut files);
    files.retain(|path| !path.ends_with("tests.rs"));
    let read = |path: &std::path::PathBuf| {
        let name = path.strip_prefix(&root).expect("below it");
        let text = std::fs::read_to_string(path).expect("a source");
        let code = text.split("#[cfg(test)]\nmod ").next().unwrap_or(&text);
        (name.to_string_lossy().into_owned(), code.to_owned())
    };
    files.iter().map(read).collect()
}

#[test]
fn no_text_of_the_interface_is_without_its_english() {
    let mut counts = vec![0; DATA.len()];
    let mut wrong = String::new();
    for (name, code) in &codes() {
        let found = alone(code);
        match DATA.iter().position(|(known, ..)| name.starts_with(known)) {
            Some(at) => counts[at] += found.len(),
            None if found.is_empty() => {}
            None => {
                let _ = writeln!(wrong, "{name}: {found:?}");
            }
        }
    }
    for ((name, most, why), count) in DATA.iter().zip(counts) {
        if count > *most || count == 0 {
            let _ = writeln!(wrong, "{name} ({why}): {count} texts, at most {most}");
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}

#[test]
fn the_test_of_texts_can_fail() {
    assert_eq!(alone("let a = \"打开\";"), ["打开"]);
    assert_eq!(
        alone("t!(\"打开 {}\", \"open {}\", x.join(\"、打\"))"),
        ["、打"]
    );
    assert!(
        alone("// \"打开\"\nlet a = s!(\n    \"打开\", \"open\"); 'a'; f::<'x>('\"')").is_empty()
    );
    assert!(alone("#[arg(value_name = \"协会\")]").is_empty());
    assert!(alone("const A: Text = text!(r#\"打开\"#, \"open\");").is_empty());
}

/// Files whose signs of Chinese are looked for in what people type, or stand in documents, beside those of [`DATA`].
const SIGNS: &[&str] = &["exchange/word_ticks.rs", "text/cells.rs", "text/fold.rs"];

#[test]
fn no_english_text_has_signs_of_chinese() {
    let mut wrong = String::new();
    for (name, code) in &codes() {
        let mut known = DATA.iter().map(|(known, ..)| known).chain(SIGNS);
        let known = known.any(|known| name.starts_with(known));
        let english = english(code).into_iter();
        let alone = literals(code).into_iter().filter(Literal::is_alone);
        let alone = alone.map(|one| one.text).filter(|_| !known);
        for text in english.chain(alone).filter(|text| wide_signs(text)) {
            let _ = writeln!(wrong, "{name}: {text:?}");
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}

/// What ends in s behind a number or a name and is no plural.
const VERBS: &[&str] = &[
    "as", "attends", "becomes", "checks", "comes", "counts", "does", "exists", "follows", "goes",
    "has", "holds", "is", "needs", "reports", "says", "stands", "was",
];

#[test]
fn what_is_counted_in_english_is_said_of_one_too() {
    let mut wrong = String::new();
    for (name, code) in &codes() {
        for text in english(code) {
            for (at, _) in text.match_indices("} ") {
                let word = text[at + 2..]
                    .split(|c: char| !c.is_ascii_alphabetic())
                    .next();
                let word = word.unwrap_or_default();
                let one = format!("1 {word}");
                let plural = word.ends_with('s') && !VERBS.contains(&word);
                if plural && counted(one.clone()) == one {
                    let _ = writeln!(wrong, "{name}: {word} in {text:?}");
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}

#[test]
fn the_tests_of_english_can_fail() {
    let code = "t!(\"共 {n} 天\", \"{n} days：\", x.join(s!(\"、\", \", \")));";
    assert_eq!(english(code), ["{n} days：", ", "]);
    assert!(wide_signs("{n} days："));
    assert!(!wide_signs("\"状态：拟脱钩\" stands"));
    assert_eq!(counted("1 days：".to_owned()), "1 day：");
}
