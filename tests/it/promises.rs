//! The documents about reliability and security name tests: each of them is there.

use std::path::Path;

const DOCUMENTS: [(&str, &str); 2] = [
    ("reliability.md", include_str!("../../docs/reliability.md")),
    ("security.md", include_str!("../../docs/security.md")),
];

/// What is said between backticks.
fn quoted(text: &str) -> impl Iterator<Item = &str> {
    text.split('`').skip(1).step_by(2)
}

/// The names of all tests of this binary.
fn all() -> Vec<String> {
    let own = std::env::current_exe().expect("a path");
    let listed = assert_cmd::Command::new(own).arg("--list").output();
    let listed = String::from_utf8(listed.expect("runs").stdout).expect("text");
    let names = listed
        .lines()
        .filter_map(|line| line.strip_suffix(": test"));
    names.map(str::to_owned).collect()
}

/// A word in a path of the sources, as `cargo test WORD` finds tests beside the code.
fn is_beside_the_code(word: &str) -> bool {
    fn any(folder: &Path, word: &str) -> bool {
        let entries = folder.read_dir().expect("a folder");
        entries.flatten().any(|entry| {
            let path = entry.path();
            path.to_string_lossy().contains(word) || (path.is_dir() && any(&path, word))
        })
    }
    any(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"), word)
}

#[test]
fn every_test_that_a_document_names_is_there() {
    let names = all();
    for (document, text) in DOCUMENTS {
        let mut commands = 0;
        for command in quoted(text) {
            let Some((_, words)) = command.split_once("cargo test ") else {
                continue;
            };
            commands += 1;
            if let Some(words) = words.strip_prefix("--test it -- ") {
                for word in words.split(' ').filter(|word| !word.starts_with("--")) {
                    let found = names.iter().any(|name| name.contains(word));
                    assert!(found, "{document}: no test has {word} in its name");
                }
            } else {
                assert!(is_beside_the_code(words), "{document}: {words}");
            }
        }
        assert!(commands > 10, "{document}: {commands}");
    }
}

/// Every row of a table of promises says how often something was tried.
#[test]
fn every_promise_has_a_count() {
    let text = DOCUMENTS[0].1;
    let rows = text
        .lines()
        .filter(|line| line.contains("`cargo test") && line.starts_with("| "));
    let mut seen = 0;
    for row in rows {
        let cells: Vec<&str> = row.trim_matches('|').split(" | ").collect();
        let [_, _, _, count, _] = cells[..] else {
            continue;
        };
        assert!(count.contains(|c: char| c.is_ascii_digit()), "{row}");
        seen += 1;
    }
    assert!(seen > 15, "{seen}");
}
