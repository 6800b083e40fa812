//! Opening a ledger: only what is there, nothing made in silence, nothing left behind.

use std::process::Stdio;

use assert_cmd::cargo::CommandCargoExt as _;

use crate::support::{Home, make, names};

/// What the program says when it has to fail: one line, no English.
#[track_caller]
fn refused(home: &Home, args: &[&str]) -> String {
    let assert = home.bare_program().args(args).assert().code(1);
    let output = assert.get_output();
    assert!(output.stdout.is_empty(), "{output:?}");
    let said = String::from_utf8(output.stderr.clone()).expect("text");
    assert_eq!(said.lines().count(), 1, "{said}");
    said
}

#[test]
fn a_named_ledger_that_is_missing_is_refused_with_the_way_to_make_one() {
    let home = Home::new();
    for args in [
        &["list"][..],
        &["tick", "29", "A2"],
        &["undo"],
        &["export", "json"],
        &["screen", "q"],
        &["history", "--ledger", "没有/洛.db"],
        &[],
    ] {
        let said = refused(&home, args);
        assert!(said.contains("没有台账文件"), "{said}");
        assert!(said.contains("tuogou new --out"), "{said}");
    }
    assert_eq!(
        names(&home.path(".")),
        [""; 0],
        "nothing is made on the way"
    );
}

#[test]
fn new_without_a_roster_makes_the_built_in_round() {
    let home = Home::new();
    let args = ["new", "--out", "新.db", "--format", "json"];
    let made = home
        .bare_program()
        .current_dir(home.path("."))
        .args(args)
        .assert()
        .success();
    let made: serde_json::Value = serde_json::from_slice(&made.get_output().stdout).expect("JSON");
    assert_eq!(made["total"], 150);
    assert_eq!(made["planned"], 113);
    assert_eq!(made["decoupled"], 37);
    let again = home
        .bare_program()
        .current_dir(home.path("."))
        .args(args)
        .assert()
        .code(1);
    let said = String::from_utf8_lossy(&again.get_output().stderr).into_owned();
    assert!(said.contains("已经存在"), "{said}");
    // Where the ledger was named in another way.
    home.bare_program().arg("new").assert().success();
    assert!(home.ledger().exists());
    home.bare_program().arg("list").assert().success();
    for wrong in [
        &["new", "--city", "洛阳"][..],
        &["new", "--shift-to", "2021-06-01"],
        &["new", "--draft", "节点.toml"],
        &["new", "--roster", "名册.csv"],
    ] {
        home.bare_program().args(wrong).assert().code(2);
    }
}

#[test]
fn the_usual_place_is_filled_at_first_use_and_once_however_many_start() {
    let home = Home::new();
    let started: Vec<_> = (0..8)
        .map(|_| {
            let mut command = std::process::Command::cargo_bin("tuogou").expect("built");
            command
                .env_clear()
                .env("HOME", home.path("home"))
                .env("TUOGOU_USER", "张三")
                .args(["tick", "29", "A2"])
                .stdout(Stdio::piped())
                .stderr(Stdio::piped())
                .spawn()
                .expect("starts")
        })
        .collect();
    for child in started {
        let output = child.wait_with_output().expect("ends");
        let said = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "{said}");
    }
    let mut history = home.bare_program();
    history
        .env_remove("TUOGOU_LEDGER")
        .args(["history", "--format", "json"]);
    let output = history.assert().success();
    let history: serde_json::Value =
        serde_json::from_slice(&output.get_output().stdout).expect("JSON");
    assert_eq!(history.as_array().expect("a list").len(), 1);
    let folder = home.path("home/.local/share/tuogou");
    assert_eq!(names(&folder), ["ledger.db", "ledger.db.copies"]);
}

#[test]
fn a_ledger_of_no_bytes_is_damage_and_not_a_new_one() {
    let home = Home::new();
    std::fs::write(home.ledger(), "").expect("written");
    let said = refused(&home, &["list"]);
    assert!(said.contains("0 字节") && said.contains("备份"), "{said}");
    assert_eq!(std::fs::read(home.ledger()).expect("read"), b"");
    let said = refused(&home, &["list", "--ledger", "/"]);
    assert!(said.contains("不是台账文件"), "{said}");
}

#[test]
fn what_killed_programs_left_is_gone_at_the_next_start() {
    let home = Home::new();
    make(&home.ledger());
    let temporary = home.path("tmp");
    let copies = home.path("ledger.db.copies");
    for place in [&temporary, &copies, &home.path(".")] {
        let left = place.join(".tuogou-999999999-abc");
        std::fs::create_dir_all(&left).expect("made");
        std::fs::write(left.join("ledger.db"), "电话").expect("written");
    }
    let mut list = home.bare_program();
    list.env("TMPDIR", &temporary)
        .arg("list")
        .assert()
        .success();
    assert_eq!(names(&temporary), [""; 0]);
    assert_eq!(names(&copies), [""; 0]);
    let kept = ["ledger.db", "ledger.db.copies", "tmp"];
    assert_eq!(names(&home.path(".")), kept);
}

#[cfg(unix)]
#[test]
fn a_ledger_of_several_names_is_named_by_all_that_lie_beside_it() {
    let home = Home::new();
    drop(home.open("张三"));
    let said = |home: &Home| {
        let listed = home.program().arg("list").assert().success();
        String::from_utf8_lossy(&listed.get_output().stderr).into_owned()
    };
    assert!(!said(&home).contains("硬链接"));
    // A symbolic link is no second file.
    let link = home.path("link.db");
    std::os::unix::fs::symlink(home.ledger(), &link).expect("linked");
    assert!(!said(&home).contains("硬链接"));
    let far = home.path("far");
    std::fs::create_dir(&far).expect("made");
    std::fs::hard_link(home.ledger(), far.join("a.db")).expect("linked");
    let told = said(&home);
    assert!(
        told.contains("硬链接") && told.contains("在别的文件夹里"),
        "{told}"
    );
    std::fs::hard_link(home.ledger(), home.path("另一个.db")).expect("linked");
    let told = said(&home);
    assert!(
        told.contains("另一个.db") && !told.contains("link.db"),
        "{told}"
    );
    let mut story = home.start("2020-07-20", 120, 40);
    story.driver.opened();
    story.shows("硬链接");
}
