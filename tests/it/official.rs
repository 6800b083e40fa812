//! Official texts in English: each has its line in the table, it can be typed, and headings count in both languages.

use std::collections::BTreeSet;
use std::path::Path;

use predicates::str::contains;
use tuogou::domain::form::value::Value as Answer;
use tuogou::domain::round::official::shown;
use tuogou::report::{roster, table};
use tuogou::text::lang::{self, Lang};

use crate::support::Home;
use crate::texts::is_han;

/// Documents of the round with official texts, and what of them is none: names, data, and what is written on paper.
const DOCUMENTS: [&str; 7] = [
    "round.toml",
    "units.toml",
    "checklist.toml",
    "forms/basic.toml",
    "forms/completion.toml",
    "forms/plan.toml",
    "forms/mirror.toml",
];
const NO_TEXTS: &[&str] = &[
    "aliases",
    "alike",
    "city",
    "copies",
    "deputies",
    "exclusive",
    "form_done",
    "form_na",
    "form_open",
    "generic",
    "head",
    "issuers",
    "na_answer",
    "name",
    "office_at",
    "same",
    "shown_if",
    "source",
    "suffixes",
    "text",
];

fn read(name: &str) -> toml::Table {
    let seeds = Path::new(env!("CARGO_MANIFEST_DIR")).join("seeds/kaifeng-2020");
    let text = std::fs::read_to_string(seeds.join(name)).expect("a document");
    toml::from_str(&text).expect("TOML")
}

/// Chinese texts with the names of the keys that lead to them.
fn walk(value: &toml::Value, path: &str, found: &mut BTreeSet<(String, String)>) {
    match value {
        toml::Value::String(text) if text.contains(is_han) => {
            found.insert((path.to_owned(), text.clone()));
        }
        toml::Value::Array(all) => all.iter().for_each(|one| walk(one, path, found)),
        toml::Value::Table(table) => {
            for (key, value) in table {
                walk(value, &format!("{path}.{key}"), found);
            }
        }
        _ => {}
    }
}

fn texts() -> BTreeSet<(String, String)> {
    let mut found = BTreeSet::new();
    for name in DOCUMENTS {
        walk(&read(name).into(), name, &mut found);
    }
    found
}

#[test]
fn every_official_text_has_its_english_and_none_is_left_over() {
    let english = read("english.toml");
    let texts = texts();
    let bodies: BTreeSet<&String> = texts
        .iter()
        .filter(|(path, _)| path.contains("body.name") || path.contains("body.aliases"))
        .map(|(_, text)| text)
        .collect();
    let is_text = |path: &str| {
        let key = path.rsplit('.').next().unwrap_or_default();
        let view = path.ends_with("view.name");
        let of_the_round = path == "round.toml.title" || path == "round.toml.notice.title";
        let name_of_unit = path.starts_with("units.toml") && key != "lineage";
        (view || !NO_TEXTS.contains(&key)) && !of_the_round && !name_of_unit
    };
    let missing: Vec<_> = texts
        .iter()
        .filter(|(path, text)| {
            is_text(path) && !bodies.contains(text) && !english.contains_key(text)
        })
        .collect();
    assert!(missing.is_empty(), "{missing:?}");
    // What is filled in where there is nothing to list stands in no document.
    let known = |key: &&String| *key != "无" && !texts.iter().any(|(_, text)| text == *key);
    let left_over: Vec<_> = english.keys().filter(known).collect();
    assert!(left_over.is_empty(), "{left_over:?}");
    lang::within(Lang::En, || assert_eq!(shown("报送方案"), "Submit plans"));
    lang::within(Lang::Zh, || assert_eq!(shown("报送方案"), "报送方案"));
}

#[test]
fn columns_are_asked_for_by_headings_of_either_language_in_either() {
    let home = Home::new();
    let (_, ledger) = home.open("张三");
    let round = ledger.round();
    let headings = |lang| lang::within(lang, || roster::choices(round));
    for spoken in [Lang::Zh, Lang::En] {
        for column in [Lang::Zh, Lang::En].into_iter().flat_map(headings) {
            lang::within(spoken, || {
                let chosen = table::choose(|| roster::columns(round), &column.title);
                let chosen = chosen.expect("it is a heading");
                assert_eq!(chosen[0].id, column.id, "{}", column.title);
            });
        }
    }
    let list = |args: &[&str]| {
        let mut program = home.program();
        program.args(["list", "--match", "diaoyu", "--format", "csv", "--columns"]);
        let output = program.args(args).output().expect("runs");
        String::from_utf8_lossy(&output.stdout).into_owned()
    };
    assert_eq!(list(&["list,stage"]), list(&["清单,阶段", "--lang", "en"]));
    assert!(list(&["list,stage"]).contains("not_started"));
    let mut program = home.program();
    program.args([
        "list",
        "--columns",
        "no,colour",
        "--format",
        "json",
        "--lang",
        "en",
    ]);
    program
        .assert()
        .code(1)
        .stderr(contains("no column \"colour\"; there are No, name"));
}

#[test]
fn what_can_be_ticked_is_typed_in_either_language_and_kept_in_chinese() {
    let home = Home::new();
    for (field, typed) in [
        ("a2.2.inst", "Yes"),
        ("a2.2.cooffice", "否"),
        ("a2.3.admin", "yes"),
    ] {
        let mut program = home.program();
        program
            .args(["fill", "29", field, typed])
            .assert()
            .success();
    }
    let mut program = home.program();
    program
        .args(["fill", "29", "a2.3.admin_list", "none"])
        .assert()
        .success();
    let (_, ledger) = home.open("张三");
    let ix = ledger.association_ix(29).expect("it is there");
    let kept = |id: &str| {
        let field = ledger.round().field_ix(id).expect("a field");
        ledger.answer(ix, field).map(|record| record.value.clone())
    };
    let ticked = |option: &str| Some(Answer::Ticked(vec![option.to_owned()]));
    assert_eq!(kept("a2.2.inst"), ticked("是"));
    assert_eq!(kept("a2.2.cooffice"), ticked("否"));
    assert_eq!(kept("a2.3.admin_list"), Some(Answer::List(Vec::new())));
    let mut program = home.program();
    program.args(["fill", "29", "a2.2.inst", "maybe", "--lang", "en"]);
    program.assert().code(1).stderr(contains("yes, no"));
}

/// A form that was written is read back by whoever speaks English: what is printed stays Chinese.
#[test]
fn a_form_with_lists_is_read_back_in_english() {
    let home = Home::new();
    let run = |args: &[&str]| {
        let mut program = home.program();
        program
            .current_dir(home.path(""))
            .env("TUOGOU_LANG", "en")
            .args(args);
        let output = program.assert().success().get_output().clone();
        String::from_utf8_lossy(&output.stdout).into_owned()
    };
    run(&["fill", "29", "a2.3.admin", "yes"]);
    run(&["fill", "29", "a2.3.admin_n", "2"]);
    run(&["fill", "29", "a2.3.admin_list", "年检", "评比"]);
    for format in ["docx", "xlsx"] {
        run(&[
            "export", "form", "basic", "29", "--format", format, "--out", format,
        ]);
        let file = std::fs::read_dir(home.path(format))
            .expect("a folder")
            .next();
        let file = file.expect("a file").expect("an entry").path();
        run(&["fill", "29", "a2.3.admin_list", "年检"]);
        let said = run(&["import", "form", &file.to_string_lossy(), "--dry-run"]);
        assert!(
            said.contains("0 problems") && said.contains("Which ones: 年检 becomes 年检; 评比"),
            "{said}"
        );
        run(&["undo"]);
    }
}

#[test]
fn a_configuration_to_begin_with_is_explained_in_the_language_that_is_spoken() {
    for (lang, says) in [
        ("en", "# How many daily backups"),
        ("zh", "# 台账旁按日保留几份备份"),
    ] {
        let home = Home::new();
        let mut program = home.bare_program();
        program
            .args(["config", "init", "--lang", lang])
            .assert()
            .success();
        let written = home.path("home/.config/tuogou/config.toml");
        let written = std::fs::read_to_string(written).expect("it was written");
        assert!(written.contains(says), "{written}");
        let mut program = home.bare_program();
        program.args(["config", "show", "--lang", "en"]);
        let output = program.assert().success().get_output().clone();
        let said = String::from_utf8_lossy(&output.stdout);
        assert!(said.contains("copies") && !said.contains("Wrong"), "{said}");
    }
}
