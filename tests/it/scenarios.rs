//! Scenario files: what is given, who does what on which day, and what is expected of lights,
//! roll-ups, populations, stages and sums on an as-of date. `scenarios/*.scenario` is for clerks
//! to read; this is the small interpreter. A line that fails is named by file and number.
//!
//! ```text
//! # a remark
//! given kaifeng count=working          a ledger; options are those of `change_option`
//! 2020-07-20 王 tick 29 A1 --note x     a command of the command line, that day, by 王
//!   refused 须写明理由                    the command before is refused with these words
//! as-of 2020-08-01                      everything below is seen on this day
//! expect light 29 A1 red 逾期未办          see `Desk::expect`
//! ```
//!
//! Whatever else a scenario says, on each of its as-of dates all sums are checked: 150 = 37 + 113
//! under every grouping and every filter of status.

mod desk;
mod expect;

use std::path::{Path, PathBuf};

use desk::Desk;

/// Carries out a scenario, line by line; says where it fails.
fn play(name: &str, text: &str) -> Result<(), String> {
    let mut desk: Option<Desk> = None;
    let mut refusal: Option<(usize, String)> = None;
    for (at, line) in text.lines().enumerate() {
        let line = line.trim();
        let fail = |message: String| format!("{name}:{}: {message}", at + 1);
        if line.is_empty() || line.starts_with('#') {
            continue;
        }
        if let Some(words) = line.strip_prefix("refused ") {
            let (_, found) = refusal
                .take()
                .ok_or_else(|| fail("the command before was not refused".to_owned()))?;
            if !found.contains(words) {
                return Err(fail(format!("expected {words}, found {found}")));
            }
            continue;
        }
        if let Some((line, found)) = refusal {
            return Err(format!("{name}:{line}: refused: {found}"));
        }
        if let Some(options) = line.strip_prefix("given kaifeng") {
            desk = Some(Desk::kaifeng(options).map_err(fail)?);
            continue;
        }
        let desk = desk
            .as_mut()
            .ok_or_else(|| fail("begin with: given kaifeng".to_owned()))?;
        let (first, rest) = line.split_once(' ').unwrap_or((line, ""));
        match first {
            "as-of" => desk
                .look_at(rest)
                .and_then(|()| desk.check_sums())
                .map_err(fail)?,
            "expect" => desk.expect(rest).map_err(fail)?,
            _ => match desk.act(line).map_err(fail)? {
                Ok(()) => {}
                Err(found) => refusal = Some((at + 1, found)),
            },
        }
    }
    match refusal {
        Some((line, found)) => Err(format!("{name}:{line}: refused: {found}")),
        None => Ok(()),
    }
}

fn files() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/it/scenarios");
    let entries = std::fs::read_dir(folder).expect("the folder of scenarios");
    let paths = entries.map(|entry| entry.expect("an entry").path());
    let mut files: Vec<PathBuf> = paths
        .filter(|path| path.extension().is_some_and(|ending| ending == "scenario"))
        .collect();
    files.sort();
    files
}

#[test]
fn every_scenario_comes_out_as_it_says() {
    let files = files();
    assert!(files.len() >= 12, "only {} scenarios", files.len());
    let mut failed = Vec::new();
    for path in files {
        let text = std::fs::read_to_string(&path).expect("a scenario");
        let name = path.file_name().expect("a file").to_string_lossy();
        failed.extend(play(&name, &text).err());
    }
    assert!(failed.is_empty(), "\n{}", failed.join("\n"));
}

#[test]
fn a_line_that_does_not_hold_is_named_with_what_was_expected_and_found() {
    let begin = "given kaifeng\n2020-07-20 王 tick 29 P2\nas-of 2020-07-20\n";
    for (line, message) in [
        (
            "expect light 29 P2 red",
            "x:4: light 29 P2: expected 红, found 绿",
        ),
        (
            "expect light 29 P2 green 正常",
            "x:4: light 29 P2: expected 正常, found 按期办结",
        ),
        (
            "expect stats planned 112",
            "x:4: planned: expected 112, found 113",
        ),
        (
            "expect stage 29 已批复",
            "x:4: stage 29: expected 已批复, found 未启动",
        ),
        (
            "expect milestone M4 done 1 of 113",
            "x:4: done: expected 1, found 0",
        ),
        (
            "expect members M3 商务局",
            "x:4: members M3: expected 商务局, found 教育体育局 市科协 商务局 社科联 卫健委 文旅局 住建局",
        ),
        ("expect nothing", "x:4: nothing is not a thing to expect"),
        (
            "2020-07-20 王 tick 29 ZZ",
            "x:4: refused: 清单中没有事项 ZZ",
        ),
        ("2020-07-20 王 dance", "x:4: 没有命令 dance"),
        ("refused 无", "x:4: the command before was not refused"),
    ] {
        let found = play("x", &format!("{begin}{line}\n")).expect_err(line);
        assert!(found.starts_with(message), "{line}: {found}");
    }
}
