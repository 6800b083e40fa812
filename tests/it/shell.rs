//! What a shell and somebody at it get: help, manual pages, completions, wrong words.

use std::path::Path;

use clap::CommandFactory as _;
use tuogou::cli::Cli;

use crate::support::Home;

/// What the program says on both outputs, and its exit code; on no ledger.
fn said(home: &Home, words: &[&str]) -> (String, String, Option<i32>) {
    let output = home.bare_program().args(words).output().expect("it runs");
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    (
        text(&output.stdout),
        text(&output.stderr),
        output.status.code(),
    )
}

#[test]
fn help_says_what_stands_behind_each_command() {
    let home = Home::new();
    let command = Cli::command();
    let mut asked = vec![Vec::new()];
    for one in command.get_subcommands() {
        asked.push(vec![one.get_name()]);
        let below = one.get_subcommands();
        asked.extend(below.map(|below| vec![one.get_name(), below.get_name()]));
    }
    assert!(asked.len() > 50, "{asked:?}");
    for words in &asked {
        let helped = said(&home, &[&["help"], &words[..]].concat());
        assert_eq!(helped, said(&home, &[&words[..], &["--help"]].concat()));
        assert_eq!((helped.1.as_str(), helped.2), ("", Some(0)), "{words:?}");
        let is_hidden = ["keys", "screen"].iter().any(|one| words.contains(one));
        assert!(is_hidden || !helped.0.contains("[default"), "{words:?}");
        assert!(helped.0.contains("TUOGOU_LEDGER"), "{words:?}");
    }
    assert!(!home.ledger().exists());
}

/// Wrong words, and what was meant.
const WRONG: &str = "\
exprot | 没有命令 exprot，是否想写 export
export ltter | letter
export | 可用 form、plan、letter
findings decde | 是否想写 decide
help shw | 是否想写 show
lst | 是否想写 list
list --unti 科协 | 是否想写 --unit
list --statsu x | 是否想写 --status
list --status plan | 可用 planned、decoupled
list --format yaml | 可用 table、json、csv
list 29 | 用法：tuogou list [选项]
list --view x | --view <数字> 有误：x 不是整数
list --as-of 7-40 | 不是日历上的日期
tick | 缺少 <协会>、<事项>，用法：tuogou tick
tick 29 A1 --state dne | 可用 open、doing、done、na
mark M1 --on 2020-06-16 --clear | --on <日期> 不能与 --clear 同用
export form bsic 29 | 可用 basic、completion
completions fsh | 可用 bash、zsh、fish、powershell
new --year 1 | 1 不在范围 2000..=2100
history --limit -3 | 不认识的参数 -3
undo --entyr 3 | 是否想写 --entry";

#[test]
fn wrong_words_say_what_was_meant_in_one_line() {
    let home = Home::new();
    for line in WRONG.lines() {
        let (typed, meant) = line.split_once(" | ").expect("words and an answer");
        let words: Vec<&str> = typed.split(' ').collect();
        let (out, error, code) = said(&home, &words);
        assert_eq!((out.as_str(), code), ("", Some(2)), "{typed}: {error}");
        assert_eq!(error.lines().count(), 1, "{typed}: {error}");
        assert!(
            error.starts_with("tuogou: ") && error.contains(meant),
            "{typed}: {error}"
        );
    }
    assert!(!home.ledger().exists());
}

#[test]
fn there_is_a_manual_page_for_each_command() {
    let home = Home::new();
    let folder = home.path("man");
    home.bare_program()
        .args(["man", "--out"])
        .arg(&folder)
        .assert()
        .success();
    let page = |name: &str| std::fs::read_to_string(folder.join(name)).expect(name);
    let mut count = 0;
    for one in Cli::command()
        .get_subcommands()
        .filter(|one| !one.is_hide_set())
    {
        let page = page(&format!("tuogou-{}.1", one.get_name()));
        let about = one.get_about().expect("each says what it is").to_string();
        // Behind it stands the English.
        let about = about.split(" ¦").next().expect("the Chinese").to_owned();
        assert!(page.contains(".TH") && page.contains(&about), "{page}");
        count += 1;
    }
    assert!(count > 30 && page("tuogou-export-letter.1").contains("催办单"));
    assert_eq!(page("tuogou.1"), said(&home, &["man"]).0);
}

/// What a shell would offer for the last of some words.
#[cfg(unix)]
fn offered(home: &Home, words: &[&str]) -> Vec<String> {
    let script = r#"
        tuogou() { "$BINARY" "$@"; }
        source <(tuogou completions bash)
        COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); COMP_TYPE=9
        _clap_complete_tuogou tuogou "${!#}" ""
        printf '%s\n' "${COMPREPLY[@]}"
    "#;
    let mut shell = assert_cmd::Command::new("bash");
    shell
        .env_clear()
        .env("BINARY", env!("CARGO_BIN_EXE_tuogou"));
    shell
        .env("HOME", home.path("home"))
        .env("TUOGOU_LEDGER", home.ledger());
    shell.args(["-c", script, "bash", "tuogou"]).args(words);
    let output = shell.output().expect("bash");
    let (out, error) = (
        output.stdout,
        String::from_utf8_lossy(&output.stderr).into_owned(),
    );
    assert_eq!(error, "", "{words:?}");
    assert!(output.status.success(), "{words:?}");
    let text = String::from_utf8(out).expect("text");
    text.lines()
        .filter(|line| !line.is_empty())
        .map(str::to_owned)
        .collect()
}

#[cfg(unix)]
#[test]
fn a_shell_offers_commands_and_what_is_in_the_ledger() {
    let home = Home::new();
    home.lines(&["view", "save", "9", "我的", "--where", "单位:教育"]);
    let offered = |words: &[&str]| offered(&home, words);
    assert_eq!(offered(&["sho"]), ["show"]);
    assert_eq!(offered(&["show", "15"]), ["15", "150"]);
    assert_eq!(offered(&["show", "钓"]), ["钓鱼协会"]);
    assert_eq!(offered(&["show", "开封市钓"]), ["开封市钓鱼协会"]);
    assert_eq!(offered(&["list", "--unit", "教"]), ["教育体育局"]);
    assert_eq!(offered(&["tick", "29", "a"]).len(), 5);
    assert_eq!(offered(&["mark", "M"]).len(), 8);
    assert_eq!(offered(&["why", "M"]).len(), 8);
    assert_eq!(offered(&["fill", "29", "a2.2.inst_p"]), ["a2.2.inst_posts"]);
    assert_eq!(offered(&["list", "--columns", "no,lig"]), ["no,light"]);
    assert_eq!(offered(&["view", "clear", "9"]), ["9"]);
    assert_eq!(
        offered(&["tick", "29", "A1", "--state", "d"]),
        ["doing", "done"]
    );
    assert_eq!(offered(&["export", "letter", "re"]), ["remind"]);
    assert_eq!(offered(&["list", "--wh"]), ["--where"]);
}

/// Everything below a folder, with what is in it and when it was written.
#[cfg(unix)]
fn everything(folder: &Path) -> Vec<(std::path::PathBuf, Vec<u8>, Option<std::time::SystemTime>)> {
    let mut found = Vec::new();
    for entry in folder.read_dir().expect("a folder").flatten() {
        let path = entry.path();
        if path.is_dir() {
            found.extend(everything(&path));
        } else {
            let written = path.metadata().and_then(|about| about.modified());
            found.push((
                path.clone(),
                std::fs::read(&path).expect("read"),
                written.ok(),
            ));
        }
    }
    found.sort();
    found
}

#[cfg(unix)]
#[test]
fn to_complete_a_line_never_fails_and_touches_nothing() {
    let home = Home::new();
    let asked: [&[&str]; 4] = [
        &["show", "2"],
        &["list", "--unit", "教"],
        &["nonsense", ""],
        &[""],
    ];
    let all = |home: &Home| {
        let before = everything(&home.path("."));
        let offered: Vec<_> = asked.iter().map(|words| offered(home, words)).collect();
        assert_eq!(everything(&home.path(".")), before);
        offered
    };
    // Where there is no ledger: what the one that would be made holds.
    let without = all(&home);
    assert!(!home.ledger().exists());
    assert!(without[0].contains(&"29".to_owned()) && without[1] == ["教育体育局"]);
    drop(home.open("张三"));
    assert_eq!(all(&home), without);
    // A file that is spoiled, and one that is none.
    let mut bytes = std::fs::read(home.ledger()).expect("read");
    bytes.truncate(bytes.len() / 2);
    for spoiled in [&bytes[..], b"not a ledger", b""] {
        std::fs::write(home.ledger(), spoiled).expect("written");
        all(&home);
    }
}

#[test]
fn a_check_up_finds_what_is_wrong_and_makes_nothing() {
    let home = Home::new();
    let usual = |words: &[&str]| {
        let mut program = home.bare_program();
        program.env_remove("TUOGOU_LEDGER").args(words);
        let output = program
            .args(["--format", "json"])
            .output()
            .expect("it runs");
        let rows: serde_json::Value = serde_json::from_slice(&output.stdout).expect("JSON");
        let rows = rows.as_array().expect("rows").clone();
        (rows, output.status.code())
    };
    let row = |rows: &[serde_json::Value], id: &str| {
        let found = rows.iter().find(|row| row["id"] == id);
        found
            .unwrap_or_else(|| panic!("no {id} in {rows:?}"))
            .clone()
    };
    let (rows, code) = usual(&["doctor"]);
    assert_eq!(code, Some(0), "{rows:?}");
    assert!(rows.iter().all(|row| row["ok"] == true), "{rows:?}");
    let (rows, _) = usual(&["paths"]);
    assert!(rows.len() >= 5 && rows.iter().all(|row| row["path"].is_string()));
    assert_eq!(row(&rows, "ledger")["because"], "default");
    assert_eq!(row(&rows, "ledger")["is_there"], false);
    assert!(!home.path("home").exists(), "nothing is made");

    // A ledger that was named has to be there, and to be whole.
    let ledger = home.ledger();
    let named = ["doctor", "--ledger", &*ledger.to_string_lossy()];
    let (rows, code) = usual(&named);
    assert_eq!(
        (code, &row(&rows, "ledger")["ok"]),
        (Some(1), &false.into())
    );
    drop(home.open("张三"));
    let (rows, code) = usual(&named);
    assert_eq!(code, Some(0), "{rows:?}");
    let found = row(&rows, "ledger")["found"].to_string();
    assert!(found.contains("协会 150 个"), "{found}");
    let bytes = std::fs::read(&ledger).expect("read");
    std::fs::write(&ledger, &bytes[..bytes.len() / 2]).expect("written");
    let (rows, code) = usual(&named);
    assert_eq!(
        (code, &row(&rows, "ledger")["ok"]),
        (Some(1), &false.into())
    );
    // So has a configuration that is read.
    std::fs::create_dir_all(home.path("home/.config/tuogou")).expect("a folder");
    std::fs::write(home.path("home/.config/tuogou/config.toml"), "colour = 1\n").expect("written");
    let (rows, code) = usual(&["doctor"]);
    assert_eq!(
        (code, &row(&rows, "config")["ok"]),
        (Some(1), &false.into())
    );
}

#[test]
fn quiet_says_nothing_of_what_was_recorded() {
    let home = Home::new();
    let lines = |words: &[&str]| home.lines(&[words, &["--as-of", "2020-07-20"]].concat());
    assert_eq!(lines(&["tick", "29", "A1"]).len(), 1);
    assert_eq!(lines(&["tick", "29", "A2", "--quiet"]), [""; 0]);
    assert_eq!(lines(&["-q", "undo"]), [""; 0]);
    assert!(lines(&["history", "-q"]).len() > 3, "a list is an answer");
    assert!(home.json(&["tick", "29", "A3", "-q"])["id"] == "A3");
    let looked = |words: &[&str]| {
        let assert = home
            .program()
            .args(words)
            .args(["--as-of", "2020-06-20"])
            .assert();
        String::from_utf8_lossy(&assert.success().get_output().stderr).into_owned()
    };
    assert!(looked(&["stats"]).contains("没有计入"));
    assert_eq!(looked(&["stats", "-q"]), "");
}
