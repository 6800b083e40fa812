//! Both READMEs and guides as a newcomer reads them: every command line is run, in order, by a shell, in a
//! folder with nothing in it. What cargo would build is there already.

use std::collections::BTreeSet;
use std::os::unix::fs::{PermissionsExt as _, symlink};
use std::path::Path;
use std::process::Output;

use assert_cmd::Command;
use clap::CommandFactory as _;
use tuogou::cli::Cli;

use crate::support::Home;
use crate::terminal::Terminal;

const ENGLISH: &str = include_str!("../../README.md");
const CHINESE: &str = include_str!("../../README.zh-CN.md");
const GUIDE: &str = include_str!("../../docs/guide.md");
const CHINESE_GUIDE: &str = include_str!("../../docs/guide.zh-CN.md");
const KEYS: &str = include_str!("../../docs/keys.md");

/// Lines that open the interface, which is left again by `q`.
const OPENING: [&str; 3] = [
    "cargo run --release",
    "cargo run --release -- demo",
    "tuogou demo --out 演示.db",
];

/// Stands for cargo: to build and to test is somebody else's matter, to run is the program.
const CARGO: &str = r#"#!/bin/sh
[ "$1" = run ] || exit 0
while [ $# -gt 0 ] && [ "$1" != -- ]; do shift; done
[ $# -gt 0 ] && shift
exec tuogou "$@"
"#;

/// What stands between fences: the language, and the lines.
fn blocks(text: &str) -> Vec<(&str, Vec<&str>)> {
    let mut found: Vec<(&str, Vec<&str>)> = Vec::new();
    let mut open = false;
    for line in text.lines() {
        match line.strip_prefix("```") {
            Some(language) if !open => {
                found.push((language, Vec::new()));
                open = true;
            }
            Some(_) => open = false,
            None if open => found.last_mut().expect("it was opened").1.push(line),
            None => {}
        }
    }
    found
}

/// A command line without what is said about it.
fn bare(line: &str) -> &str {
    line.split_once(" #").map_or(line, |(bare, _)| bare).trim()
}

/// The command lines and what they print, without what is said about them.
fn bare_blocks(text: &str) -> Vec<(&str, Vec<&str>)> {
    let blocks = blocks(text).into_iter();
    let bared = blocks.map(|(language, lines)| (language, lines.into_iter().map(bare).collect()));
    bared.collect()
}

fn commands(text: &str) -> Vec<&str> {
    let blocks = blocks(text).into_iter();
    let shell = blocks.filter(|(language, _)| *language == "sh");
    shell.flat_map(|(_, lines)| lines).collect()
}

/// Somebody at a shell: what was set stays set.
struct Newcomer {
    home: Home,
    settled: String,
}

impl Newcomer {
    fn new() -> Self {
        let home = Home::new();
        for folder in ["bin", "home", "sources"] {
            std::fs::create_dir(home.path(folder)).expect("a folder");
        }
        let cargo = home.path("bin/cargo");
        std::fs::write(&cargo, CARGO).expect("written");
        let runs = std::fs::Permissions::from_mode(0o755);
        std::fs::set_permissions(&cargo, runs).expect("made to run");
        let program = Path::new(env!("CARGO_BIN_EXE_tuogou"));
        symlink(program, home.path("bin/tuogou")).expect("linked");
        let quoted = |name: &str| format!("'{}'", home.path(name).display());
        let settled = format!(
            "set -eu\nunset TUOGOU_LEDGER\nexport HOME={} PATH={}:/usr/bin:/bin\ncd {}\n",
            quoted("home"),
            quoted("bin"),
            quoted("sources")
        );
        Self { home, settled }
    }

    /// Types a line and says what came of it.
    fn types(&mut self, line: &str) -> Output {
        let script = format!("{}{line}\n", self.settled);
        if ["export ", "cd "].iter().any(|word| line.starts_with(word)) {
            self.settled.clone_from(&script);
        }
        if OPENING.contains(&bare(line)) {
            let mut terminal = Terminal::run("/bin/sh", &self.home, &["-c", &script], 100, 30);
            // Ctrl-Q leaves whatever is open, and the first start asks something.
            terminal.shows("总览").keys("\x11");
            assert!(terminal.wait().success(), "{line}: {}", terminal.text());
        }
        // A line that opens the interface has been typed already.
        let script = if OPENING.contains(&bare(line)) {
            self.settled.clone()
        } else {
            script
        };
        let mut shell = Command::new("/bin/sh");
        shell.env_clear().args(["-c", &script]);
        shell.output().expect("a shell")
    }
}

#[test]
fn every_command_line_does_what_it_says() {
    let mut newcomer = Newcomer::new();
    let mut opened: BTreeSet<&str> = BTreeSet::new();
    let mut printed = String::new();
    let mut compared = 0;
    for (language, lines) in blocks(ENGLISH) {
        if language == "text" {
            assert_eq!(lines.join("\n"), printed.trim_end());
            compared += 1;
        }
        for line in lines.iter().filter(|_| language == "sh") {
            let Output {
                status,
                stdout,
                stderr,
            } = newcomer.types(line);
            printed = String::from_utf8(stdout).expect("text");
            let said = String::from_utf8_lossy(&stderr);
            assert!(status.success(), "{line}\n{said}\n{printed}");
            assert!(!printed.starts_with("没有变化"), "{line}: {printed}");
            opened.extend(OPENING.into_iter().find(|one| *one == bare(line)));
        }
    }
    assert_eq!(opened.len(), OPENING.len(), "{opened:?}");
    assert!(compared > 0, "nothing of what is printed was compared");
}

#[test]
fn the_guide_leads_through_the_round_from_the_first_meeting_to_the_summary() {
    let mut newcomer = Newcomer::new();
    for line in commands(GUIDE) {
        let Output {
            status,
            stdout,
            stderr,
        } = newcomer.types(line);
        let printed = String::from_utf8(stdout).expect("text");
        let said = String::from_utf8_lossy(&stderr);
        assert!(status.success(), "{line}\n{said}\n{printed}");
        assert!(!printed.starts_with("没有变化"), "{line}: {printed}");
    }
}

#[test]
fn both_languages_have_the_same_commands_and_pictures() {
    assert_eq!(bare_blocks(ENGLISH), bare_blocks(CHINESE));
    assert_eq!(bare_blocks(GUIDE), bare_blocks(CHINESE_GUIDE));
    let linked = |text: &str| {
        let links = text.split("](docs/").skip(1);
        let links = links.filter_map(|rest| Some(rest.split_once(')')?.0.to_owned()));
        links.collect::<BTreeSet<_>>()
    };
    // A document or a picture may be there in either language.
    let alike = |text: &str| {
        let links = linked(text).into_iter();
        let links = links.map(|name| name.replace(".zh-CN", "").replace(".en.", "."));
        links.collect::<BTreeSet<_>>()
    };
    assert_eq!(alike(ENGLISH), alike(CHINESE));
    let docs = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs");
    for name in [ENGLISH, CHINESE].into_iter().flat_map(linked) {
        assert!(docs.join(&name).exists(), "there is no docs/{name}");
    }
}

#[test]
fn every_command_is_on_the_tour() {
    let run: Vec<&str> = commands(ENGLISH);
    let is_run = |words: &str| run.iter().any(|line| line.starts_with(words));
    let command = Cli::command();
    let shown = |command: &&clap::Command| !command.is_hide_set();
    let mut seen = 0;
    // A server is not at hand everywhere: its document is run where one is.
    let elsewhere = |command: &&clap::Command| command.get_name() != "server";
    for one in command.get_subcommands().filter(shown).filter(elsewhere) {
        let name = one.get_name();
        assert!(is_run(&format!("tuogou {name}")), "{name} is not run");
        for part in one.get_subcommands().filter(shown) {
            let (words, part) = (format!("{name} {}", part.get_name()), part.get_name());
            let said = ENGLISH.contains(&words)
                || run
                    .iter()
                    .any(|line| line.contains(name) && line.contains(part));
            assert!(said, "{words} is not named");
        }
        seen += 1;
    }
    assert!(seen > 25, "{seen}");
}

/// Keys of the steps through the interface: what stands between backticks and is one.
#[test]
fn every_key_of_the_first_five_minutes_is_a_key() {
    let is_key = |word: &&str| {
        let function = word
            .strip_prefix('F')
            .is_some_and(|rest| rest.parse::<u8>().is_ok());
        word.chars().count() == 1 || function || word.starts_with("Ctrl-")
    };
    for (text, start, end) in [
        (ENGLISH, "## Five minutes", "## A tour"),
        (CHINESE, "## 五分钟", "## 命令行走一遍"),
    ] {
        let from = text.find(start).expect("the section");
        let until = text.find(end).expect("the section after it");
        let section = &text[from..until];
        let quoted = section.split('`').skip(1).step_by(2);
        // In prose, function keys and those with Ctrl stand without backticks.
        let plain = section.split(|c: char| !c.is_ascii_alphanumeric() && c != '-');
        let plain = plain.filter(|word| word.len() > 1);
        let mut seen = 0;
        for key in quoted.chain(plain).filter(is_key) {
            let digit = key.starts_with(|c: char| c.is_ascii_digit());
            let known = KEYS.contains(&format!("`{key}`")) || (digit && KEYS.contains("`1`"));
            assert!(known, "{key} is no key");
            seen += 1;
        }
        assert!(seen > 25, "{seen} keys");
    }
}
