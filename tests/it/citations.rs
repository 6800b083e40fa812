//! What comments, seeds and findings cite of `docs/domain.md` is there.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

/// Chapters of the document by number, each with the ids of its rows and rules.
type Chapters = BTreeMap<String, BTreeSet<String>>;

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn chapters(text: &str) -> Chapters {
    let mut found = Chapters::new();
    let mut at = String::new();
    for line in text.lines() {
        if let Some(title) = line.strip_prefix('#') {
            let number = title.trim_start_matches('#').split_whitespace().next();
            number.unwrap_or_default().clone_into(&mut at);
            found.insert(at.clone(), BTreeSet::new());
        }
        for id in line.split("**").skip(1).step_by(2) {
            let ids = found.get_mut(&at).expect("an id stands in a chapter");
            ids.insert(id.to_owned());
        }
    }
    found
}

/// What follows the name of the document: `4.1–4.4, 4.8` or `4.7 P1` or `D4, D5`.
fn cited(rest: &str) -> Vec<String> {
    let mut found = Vec::new();
    let mut rest = rest.trim_start_matches(['`', ' ', '第']);
    loop {
        let wide = |c: &char| c.is_ascii_digit() || *c == '.' || c.is_ascii_uppercase();
        let word: String = rest.chars().take_while(wide).collect();
        let token = word.trim_end_matches('.');
        if !token.contains(|c: char| c.is_ascii_digit()) {
            return found;
        }
        found.push(token.to_owned());
        rest = rest[word.len()..].trim_start_matches([',', ' ', '–', '、']);
    }
}

fn missing(chapters: &Chapters, cited: &[String]) -> Vec<String> {
    let mut within: Option<&BTreeSet<String>> = None;
    let mut missing = Vec::new();
    for token in cited {
        if token.starts_with(|c: char| c.is_ascii_digit()) {
            within = chapters.get(token);
            if within.is_none() {
                missing.push(token.clone());
            }
        } else {
            // A bare id is a row of the table of findings, or a rule.
            let found = match within {
                Some(ids) if !ids.is_empty() => ids.contains(token),
                _ => chapters["4.4"].contains(token) || chapters["4.8"].contains(token),
            };
            if !found {
                missing.push(token.clone());
            }
        }
    }
    missing
}

fn files(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        let ending = path.extension().and_then(|ending| ending.to_str());
        if path.is_dir() {
            files(&path, found);
        } else if matches!(ending, Some("rs" | "toml" | "scenario")) {
            found.push(path);
        }
    }
}

#[test]
fn what_is_cited_of_the_domain_is_written_down() {
    let domain = std::fs::read_to_string(root().join("docs/domain.md")).expect("the document");
    let chapters = chapters(&domain);
    let mut paths = Vec::new();
    for folder in ["src", "tests", "seeds", "benches", "examples"] {
        files(&root().join(folder), &mut paths);
    }
    let mut count = 0;
    for path in paths.iter().filter(|path| !path.ends_with("citations.rs")) {
        let text = std::fs::read_to_string(path).expect("a text");
        let shown = path.display();
        assert!(!text.contains("design.md"), "{shown} cites design.md");
        for (at, name) in text.match_indices("domain.md") {
            let cited = cited(&text[at + name.len()..]);
            count += cited.len();
            let missing = missing(&chapters, &cited);
            assert!(
                missing.is_empty(),
                "{shown} cites {cited:?}: no {missing:?}"
            );
        }
    }
    assert!(count > 100, "only {count} citations are found");
}

#[test]
fn rules_between_the_forms_are_written_down() {
    let domain = std::fs::read_to_string(root().join("docs/domain.md")).expect("the document");
    let rules = &chapters(&domain)["4.8"];
    let mut paths = Vec::new();
    files(&root().join("src/domain/finding"), &mut paths);
    files(&root().join("seeds"), &mut paths);
    let mut known = BTreeSet::new();
    for path in paths {
        let text = std::fs::read_to_string(path).expect("a text");
        for (at, _) in text.match_indices("\"X") {
            let id: String = text[at + 1..].chars().take(3).collect();
            if id[1..].chars().all(|c| c.is_ascii_digit()) {
                known.insert(id);
            }
        }
    }
    assert!(known.len() > 20, "{known:?}");
    assert!(known.is_subset(rules), "{known:?}");
}

#[test]
fn the_test_of_citations_can_fail() {
    let chapters = chapters("## 4 A\n### 4.4 B\n| **D1** |\n### 4.8 C\n- **X01** E\n");
    let missing = |text: &str| missing(&chapters, &cited(text));
    assert_eq!(missing("` D1, D2)"), ["D2"]);
    assert_eq!(missing(" 4.8 X01; seed L9"), [""; 0]);
    assert_eq!(missing(" 4.8 D1"), ["D1"]);
    assert_eq!(missing("` 4.4–4.9, 4)"), ["4.9"]);
    assert_eq!(cited(" says"), [""; 0]);
}
