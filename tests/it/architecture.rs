//! Arrows of import go down only, and files stay short enough to read.

use std::path::{Path, PathBuf};

/// Layers from the top: each may use those below it.
const LAYERS: [(&str, &[&str]); 10] = [
    (
        "cli",
        &[
            "tui", "app", "exchange", "report", "words", "store", "search", "text", "domain",
        ],
    ),
    (
        "tui",
        &[
            "app", "exchange", "report", "words", "store", "search", "text", "domain",
        ],
    ),
    (
        "app",
        &[
            "exchange", "report", "words", "store", "search", "text", "domain",
        ],
    ),
    ("exchange", &["report", "words", "text", "domain"]),
    ("report", &["words", "text", "domain"]),
    ("words", &["store", "text", "domain"]),
    ("store", &["text", "domain"]),
    ("search", &["text", "domain"]),
    ("text", &[]),
    ("domain", &["text"]),
];

/// Parts of the domain from the bottom: what is recorded, the rules about it, the sums, and what is
/// asked of both. Each may use those before it.
const DOMAIN: [&str; 9] = [
    "state",
    "light_summary",
    "progress",
    "census",
    "ledger",
    "milestone",
    "rollup",
    "summary",
    "figure",
];

/// Crates, and the folders that may know them.
const FOREIGN: [(&str, &[&str]); 4] = [
    ("rusqlite", &["store/file"]),
    ("postgres", &["store/server"]),
    ("ratatui", &["tui"]),
    ("clap", &["cli"]),
];

fn sources(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            found.extend(sources(&path));
        } else if path.extension().is_some_and(|ending| ending == "rs") {
            found.push(path);
        }
    }
    found
}

/// The part of a file before its tests.
fn without_tests(text: &str) -> &str {
    text.split("#[cfg(test)]\nmod tests").next().unwrap_or(text)
}

/// Names that follow `crate::` in code, not in comments.
fn uses(code: &str) -> Vec<String> {
    let code: Vec<&str> = code
        .lines()
        .filter(|line| !line.trim_start().starts_with("//"))
        .collect();
    let code = code.join("\n");
    assert!(
        !code.contains("use crate::{"),
        "one line for each module keeps this test honest"
    );
    code.match_indices("crate::")
        .map(|(at, found)| {
            let rest = &code[at + found.len()..];
            let end = rest
                .find(|c: char| !c.is_alphanumeric() && c != '_')
                .unwrap_or(rest.len());
            rest[..end].to_owned()
        })
        .collect()
}

#[test]
fn imports_go_down_only() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    for (layer, below) in LAYERS {
        for path in sources(&root.join(layer)) {
            let text = std::fs::read_to_string(&path).expect("a source");
            for used in uses(without_tests(&text)) {
                let fine = used == layer || below.contains(&used.as_str());
                assert!(fine, "{} uses {used}", path.display());
            }
        }
    }
}

#[test]
fn what_is_recorded_knows_nothing_of_its_sums() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/domain");
    for (at, part) in DOMAIN.iter().enumerate() {
        let mut files = vec![root.join(part).with_extension("rs")];
        if !files[0].exists() {
            files = sources(&root.join(part));
        }
        for path in files {
            let text = std::fs::read_to_string(&path).expect("a source");
            for above in &DOMAIN[at + 1..] {
                let used = |from: &str| without_tests(&text).contains(&format!("{from}::{above}"));
                let upwards = used("use crate::domain") || used("use super");
                assert!(!upwards, "{} uses {above}", path.display());
            }
        }
    }
}

#[test]
fn the_test_of_imports_can_fail() {
    assert_eq!(
        uses("use crate::store::Store;\n// crate::tui\nlet a = crate::app::x;"),
        ["store", "app"]
    );
}

#[test]
fn foreign_crates_stay_in_their_folder() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    for (name, allowed) in FOREIGN {
        let mut at_home = 0;
        for path in sources(&root) {
            let text = std::fs::read_to_string(&path).expect("a source");
            let knows = without_tests(&text).contains(&format!("{name}::"));
            if allowed
                .iter()
                .any(|folder| path.starts_with(root.join(folder)))
            {
                at_home += usize::from(knows);
            } else {
                assert!(!knows, "{} knows {name}", path.display());
            }
        }
        assert!(at_home > 0, "{name} is known nowhere");
    }
}

#[test]
fn colours_are_named_in_the_theme_only() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/tui");
    let mut named = 0;
    for path in sources(&root) {
        let text = std::fs::read_to_string(&path).expect("a source");
        let found = without_tests(&text).contains("Color::");
        if path.starts_with(root.join("theme")) {
            named += usize::from(found);
        } else {
            assert!(!found, "{} names a colour", path.display());
        }
    }
    assert!(named > 0, "the theme names no colour");
}

#[test]
fn no_file_grows_past_600_lines_and_each_says_what_it_owns() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    for path in sources(&root) {
        let text = std::fs::read_to_string(&path).expect("a source");
        let lines = without_tests(&text).lines().count();
        assert!(lines <= 600, "{} has {lines} lines", path.display());
        assert!(
            text.starts_with("//! "),
            "{} does not say what it owns",
            path.display()
        );
    }
}

/// The lines of a doc comment that ends just above a line, passing over attributes between.
fn doc_above<'a>(lines: &[&'a str], at: usize) -> Vec<&'a str> {
    let above = lines[..at].iter().rev().map(|line| line.trim());
    // An attribute over several lines ends with `)]`.
    let mut attribute = false;
    let docs = above.skip_while(move |line| {
        attribute = (attribute || line.ends_with(")]")) && !line.starts_with("#[");
        attribute || line.starts_with("#[")
    });
    docs.map_while(|line| line.strip_prefix("///")).collect()
}

/// Public items of a source that have no doc comment. What `pub mod` names says itself what it is.
fn undocumented(code: &str) -> Vec<&str> {
    const ITEMS: [&str; 9] = [
        "struct ", "enum ", "trait ", "fn ", "const ", "static ", "type ", "unsafe ", "async ",
    ];
    let lines: Vec<&str> = code.lines().collect();
    let items = lines.iter().enumerate().filter(|(_, line)| {
        let item = line.trim_start().strip_prefix("pub ");
        // What a macro names is described where the macro is called.
        item.is_some_and(|item| ITEMS.iter().any(|kind| item.starts_with(kind)))
            && !line.contains('$')
    });
    let bare = items.filter(|(at, _)| doc_above(&lines, *at).is_empty());
    bare.map(|(_, line)| line.trim()).collect()
}

/// Doc comments of one or two words. A word of Chinese may stand alone: it is what the field calls
/// the thing. So may an example in code.
fn thin(code: &str) -> Vec<String> {
    let lines: Vec<&str> = code.lines().collect();
    let mut found = Vec::new();
    for (at, line) in lines.iter().enumerate() {
        if line.trim_start().starts_with("///") {
            continue;
        }
        let doc = doc_above(&lines, at);
        let text: String = doc.iter().rev().copied().collect();
        let terms = |c: char| c == '`' || ('\u{4e00}'..='\u{9fff}').contains(&c);
        if !doc.is_empty() && text.split_whitespace().count() <= 2 && !text.contains(terms) {
            found.push(text);
        }
    }
    found
}

#[test]
fn public_items_say_what_they_are_and_no_comment_only_repeats_a_name() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    for path in sources(&root) {
        let text = std::fs::read_to_string(&path).expect("a source");
        let code = without_tests(&text);
        let (bare, thin) = (undocumented(code), thin(code));
        assert!(bare.is_empty(), "{}: {bare:?}", path.display());
        assert!(thin.is_empty(), "{}: {thin:?}", path.display());
    }
}

#[test]
fn the_test_of_comments_can_fail() {
    let code = "/// Which.\n#[derive(\n    Debug,\n)]\npub struct A;\npub fn b() {}\n/// 名册.\nC,";
    assert_eq!(undocumented(code), ["pub fn b() {}"]);
    assert_eq!(thin(code).first().map(String::as_str), Some(" Which."));
    assert_eq!(
        thin("/// Words that say something.\npub fn b() {}"),
        [""; 0]
    );
}

#[test]
fn every_module_of_tests_says_what_it_is_about() {
    let tests = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/it");
    let text = std::fs::read_to_string(tests.join("main.rs")).expect("a source");
    let declared = text.lines().filter_map(|line| line.strip_prefix("mod "));
    let declared: Vec<&str> = declared.map(|name| name.trim_end_matches(';')).collect();
    assert!(declared.len() > 40, "{declared:?}");
    for name in declared {
        let listed = text.contains(&format!("//! - `{name}`: "));
        assert!(listed, "tests/it/main.rs does not say what {name} is about");
    }
}

/// Who may name a command: the list of keys as a file, too, because it says what makes it.
const NAMING_COMMANDS: [&str; 2] = ["cli", "tui/action.rs"];

/// The first word of a command line in a text.
fn command_line(code: &str) -> Option<&str> {
    let named = |start: &str| {
        code.match_indices(start).find_map(|(at, _)| {
            let rest = &code[at + start.len()..];
            let is_named = rest.starts_with(|c: char| c.is_ascii_lowercase());
            is_named.then(|| &code[at..])
        })
    };
    named("--").or_else(|| named("tuogou "))
}

/// Methods that look for a text in another one.
const LOOKING: [&str; 12] = [
    "starts_with",
    "ends_with",
    "contains",
    "replace",
    "replacen",
    "strip_prefix",
    "strip_suffix",
    "split",
    "split_once",
    "find",
    "trim_start_matches",
    "trim_end_matches",
];

/// A Chinese word that a text is searched for.
fn searched_word(code: &str) -> Option<&str> {
    LOOKING.iter().find_map(|method| {
        code.match_indices(&format!(".{method}("))
            .find_map(|(at, call)| {
                let argument = code[at + call.len()..]
                    .trim_start()
                    .trim_start_matches(['&', '[']);
                let word = argument.strip_prefix('"')?.split('"').next()?;
                let chinese = |c: char| ('\u{4e00}'..='\u{9fff}').contains(&c);
                word.contains(chinese).then_some(word)
            })
    })
}

fn without_comments(code: &str) -> String {
    let lines = code.lines();
    let code = lines.filter(|line| !line.trim_start().starts_with("//"));
    code.collect::<Vec<_>>().join("\n")
}

/// Parts of the domain that put Chinese together: dates as documents write them, and what is wrong
/// with a round's files, which is said where they are read.
const WORDING: [&str; 3] = ["form/month.rs", "form/layout.rs", "round/form_rules"];

/// A text that says something of something, where a word only names it.
fn sentence(code: &str) -> Option<&str> {
    let texts = code.split('"').skip(1).step_by(2);
    let mut sentences = texts.filter(|text| {
        let chinese = |c: char| ('\u{4e00}'..='\u{9fff}').contains(&c);
        text.contains(chinese) && text.contains(['{', '；', '：', '。', '「', '“'])
    });
    sentences.next()
}

#[test]
fn the_domain_answers_with_data() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/domain");
    let mut wording = 0;
    for path in sources(&root) {
        let text = std::fs::read_to_string(&path).expect("a source");
        let code = without_comments(without_tests(&text));
        let found = sentence(&code);
        if WORDING.iter().any(|one| path.starts_with(root.join(one))) {
            wording += usize::from(found.is_some());
        } else {
            assert_eq!(found, None, "{} has a sentence", path.display());
        }
    }
    assert!(wording >= WORDING.len(), "{wording} files have sentences");
}

#[test]
fn only_the_command_line_speaks_of_itself_and_nobody_reads_a_sentence() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut named = 0;
    for path in sources(&root) {
        let text = std::fs::read_to_string(&path).expect("a source");
        let code = without_comments(without_tests(&text));
        let (shown, searched) = (path.display(), searched_word(&code));
        assert_eq!(searched, None, "{shown} looks into a sentence");
        let own = NAMING_COMMANDS
            .iter()
            .any(|one| path.starts_with(root.join(one)));
        let command = command_line(&code);
        if own {
            named += usize::from(command.is_some());
        } else {
            assert_eq!(command, None, "{shown} names a command");
        }
    }
    assert!(named > 5, "{named} files name a command");
}

#[test]
fn the_tests_of_sentences_can_fail() {
    assert_eq!(command_line("\"请用 --out\""), Some("--out\""));
    assert_eq!(command_line("\"请用 tuogou list\""), Some("tuogou list\""));
    assert_eq!(command_line("a - -1; \"tuogou：\"; \"---\""), None);
    assert_eq!(searched_word("a.contains(\n    \"记注\")"), Some("记注"));
    assert_eq!(searched_word("a.find(&[\"撤销\"])"), Some("撤销"));
    assert_eq!(
        searched_word("a.contains(\"x\"); b.push_str(\"记注\")"),
        None
    );
}
