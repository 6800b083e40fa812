//! Every crate is named with its reason in `docs/dependencies.md`, every document in `docs/README.md`.

use std::collections::BTreeSet;
use std::path::Path;

const REASONS: &str = include_str!("../../docs/dependencies.md");
const INDEX: &str = include_str!("../../docs/README.md");

/// Names of the crates below a heading of the manifest, for any system.
fn crates(manifest: &toml::Table, heading: &str) -> BTreeSet<String> {
    let systems = manifest.get("target").and_then(toml::Value::as_table);
    let systems = systems.into_iter().flat_map(toml::Table::values);
    let own = systems.filter_map(toml::Value::as_table).chain([manifest]);
    let below = own.filter_map(|table| table.get(heading)?.as_table());
    below.flat_map(toml::Table::keys).cloned().collect()
}

#[test]
fn every_crate_has_a_reason_and_no_reason_is_left_over() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let manifest = std::fs::read_to_string(root.join("Cargo.toml")).expect("read");
    let manifest: toml::Table = toml::from_str(&manifest).expect("TOML");
    let (table, _) = REASONS.split_once("\n## Written here").expect("both parts");
    let rows = table.lines().filter_map(|line| line.strip_prefix("| "));
    let named = rows
        .filter_map(|row| row.split_once(" |"))
        .map(|(name, _)| name.to_owned());
    let named: BTreeSet<String> = named.filter(|name| name != "crate").collect();
    assert_eq!(named, crates(&manifest, "dependencies"));
    let (_, tests) = table
        .split_once("Only for tests")
        .expect("the sentence about tests");
    for name in crates(&manifest, "dev-dependencies") {
        let known = named.contains(&name) || tests.contains(&name);
        assert!(known, "{name} has no reason");
    }
    for name in crates(&manifest, "build-dependencies") {
        assert!(named.contains(&name), "{name} has no reason");
    }
}

#[test]
fn every_document_is_in_the_index() {
    let docs = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs");
    let mut seen = 0;
    for entry in docs.read_dir().expect("a folder").flatten() {
        let name = entry.file_name().to_string_lossy().into_owned();
        let stem = name.strip_suffix(".md");
        let is_document = stem.is_some_and(|stem| stem != "README");
        if is_document || entry.path().is_dir() {
            assert!(
                INDEX.contains(&format!("]({name})")),
                "{name} is not in docs/README.md"
            );
            seen += 1;
        }
    }
    assert!(seen > 7, "{seen}");
    let links = INDEX
        .split("](")
        .skip(1)
        .filter_map(|rest| rest.split_once(')'));
    for (link, _) in links {
        assert!(docs.join(link).exists(), "{link} is not there");
    }
}
