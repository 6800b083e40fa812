//! The interface in English: every page and popup at both sizes, the command line, and what stays Chinese.

use std::fmt::Write as _;
use std::path::Path;

use tuogou::report::{due, findings, roster};
use tuogou::text::cells::width;
use tuogou::text::lang::{self, Lang};
use tuogou::tui::layout;

use crate::support::{Home, Story, date};
use crate::texts::{is_han, is_wide_sign};

/// Everything under a folder, one text.
fn texts(folder: &Path, all: &mut String) {
    for entry in std::fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            texts(&path, all);
        } else if let Ok(text) = std::fs::read_to_string(&path) {
            all.push_str(&text);
        }
    }
}

/// What is Chinese in any language: names of associations, units and bodies, who works, what somebody wrote and
/// what the history says.
fn official() -> String {
    let seeds = Path::new(env!("CARGO_MANIFEST_DIR")).join("seeds/kaifeng-2020");
    let mut all = String::from("张三 中文 改为 市委市直工委 ");
    for name in ["roster.csv", "units.toml"] {
        all.push_str(&std::fs::read_to_string(seeds.join(name)).expect("a document"));
    }
    all
}

/// Runs of characters of a line, each with the signs between them.
fn runs(line: &str) -> impl Iterator<Item = &str> {
    line.split(|c| !is_han(c)).filter(|run| !run.is_empty())
}

/// Chinese on a screen that stands in no official text, and signs that belong to none.
fn strangers(screen: &str, official: &str, typed: &str) -> Vec<String> {
    let mut found = Vec::new();
    for line in screen.lines() {
        let known = |run: &&str| official.contains(*run) || typed.contains(*run);
        found.extend(runs(line).filter(|run| !known(run)).map(str::to_owned));
        let signs: Vec<char> = line.chars().collect();
        for (at, sign) in signs.iter().enumerate() {
            let beside = |at: usize| {
                signs
                    .get(at)
                    .is_some_and(|c| is_han(*c) || is_wide_sign(*c))
            };
            // A sign of an official text has a character beside it, as far as it goes.
            let alone = !beside(at + 1) && (at == 0 || !beside(at - 1));
            // Official texts have letters beside them, too: 与 M7、M8 并存.
            let around: String = signs[at.saturating_sub(1)..signs.len().min(at + 2)]
                .iter()
                .collect();
            if is_wide_sign(*sign) && alone && !official.contains(&around) {
                found.push(format!("{sign} in {line}"));
            }
        }
    }
    found
}

/// Lines in which nothing may be cut: the tabs, and the hints at the foot.
fn edges(story: &Story, screen: &str) -> String {
    let frame = layout::frame(story.model().size).expect("room for it");
    let lines: Vec<&str> = screen.lines().collect();
    let foot = lines.len() - usize::from(frame.footer.height);
    format!("{}\n{}", lines[0], lines[foot..].join("\n"))
}

#[test]
fn every_page_and_popup_speaks_english() {
    let official = official();
    let mut wrong = String::new();
    let popups = crate::popups::POPUPS.map(|(name, keys, _)| (name, keys));
    for (columns, lines) in [(80, 24), (120, 40)] {
        for (name, keys) in crate::screens::SCREENS.iter().chain(&popups) {
            let home = Home::new();
            let (screen, edges) = lang::within(Lang::En, || {
                let mut story = home.story("2020-07-20", columns, lines);
                story.keys(keys);
                let screen = story.screen();
                let edges = edges(&story, &screen);
                (screen, edges)
            });
            for stranger in strangers(&screen, &official, keys) {
                let _ = writeln!(wrong, "{name} {columns}x{lines}: {stranger}");
            }
            // What is wrong with a word that is typed is told as far as there is room.
            if edges.contains("..") && *name != "roster_wrong_word" {
                let _ = writeln!(wrong, "{name} {columns}x{lines} is cut: {edges}");
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}

#[test]
fn the_test_of_screens_can_fail() {
    let official = "钓鱼协会：登记";
    let found = |line: &str| strangers(line, official, "").len();
    assert_eq!(found("29 钓鱼协会： open"), 0);
    assert_eq!(found("29 打开"), 1);
    assert_eq!(found("open： 29"), 1);
}

/// A heading that is cut names nothing.
#[test]
fn every_heading_of_a_list_has_room_for_its_english() {
    let home = Home::new();
    let (_, ledger) = home.open("张三");
    lang::within(Lang::En, || {
        let as_of = date("2020-07-20");
        let mut tight = Vec::new();
        let mut look = |name: &str, title: &str, least: usize| {
            if least > 0 && width(title) > least.max(4) {
                tight.push(format!("{name} {title}"));
            }
        };
        // Where the word has no room, the colours of lights say it.
        let mut columns = roster::choices(ledger.round());
        columns.retain(|column| column.id != "light");
        for column in columns {
            look("roster", &column.title, column.least);
        }
        for column in findings::report(&ledger, Vec::new(), as_of).columns {
            look("findings", &column.title, column.least.max(7));
        }
        for column in due::columns() {
            look("due", &column.title, column.least.max(7));
        }
        assert!(tight.is_empty(), "{tight:?}");
    });
}

#[test]
fn one_key_turns_the_interface_into_the_other_language_and_back() {
    let home = Home::new();
    lang::within(Lang::Zh, || {
        let mut story = home.story("2020-07-20", 120, 40);
        story
            .shows("名册")
            .keys("<alt-l>")
            .shows("Roster")
            .shows("English from now on");
        story
            .keys("7")
            .shows("status")
            .keys("L")
            .shows("名册")
            .shows("界面用中文");
        story.keys("?").shows("列表移动").keys("<esc>");
    });
}

/// What is recorded and what scripts read is the same, whoever runs the program.
#[test]
fn documents_and_history_and_data_stay_chinese() {
    let (chinese, english) = (Home::new(), Home::new());
    let both = |args: &[&str]| {
        let run = |home: &Home, lang: &str| {
            let mut program = home.program();
            program
                .current_dir(home.path(""))
                .env("TUOGOU_LANG", lang)
                .args(args);
            let output = program.output().expect("runs");
            let error = String::from_utf8_lossy(&output.stderr).into_owned();
            assert!(output.status.success(), "{args:?}: {error}");
            String::from_utf8_lossy(&output.stdout).into_owned()
        };
        [run(&chinese, "zh"), run(&english, "en")]
    };
    let tick = [
        "tick",
        "29",
        "A2",
        "--note",
        "已签",
        "--as-of",
        "2020-07-20",
    ];
    let [zh, en] = both(&tick);
    assert!(
        zh.starts_with("已记录：") && en.starts_with("recorded: "),
        "{zh}{en}"
    );
    both(&[
        "exit",
        "30",
        "注销",
        "--document",
        "1",
        "--reason",
        "自行",
        "--as-of",
        "2020-07-20",
    ]);
    for (command, format) in [
        ("list", "json"),
        ("list", "csv"),
        ("overview", "json"),
        ("findings", "json"),
        ("findings", "csv"),
        ("stats", "csv"),
        ("timeline", "json"),
        ("why", "json"),
        ("show 29", "json"),
        ("show 29", "csv"),
        ("form 29 basic", "csv"),
        ("check --all", "csv"),
        ("overview", "md"),
    ] {
        let mut args: Vec<&str> = command.split(' ').collect();
        args.extend(["--format", format, "--as-of", "2020-07-20"]);
        let [zh, en] = both(&args).map(|text| without_instants(&text));
        assert_eq!(zh, en, "{args:?}");
    }
    let history = |home: &Home| {
        let lines = home.json(&["history"]);
        let lines = lines.as_array().expect("a list").clone();
        lines
            .iter()
            .map(|line| line["what"].clone())
            .collect::<Vec<_>>()
    };
    assert_eq!(history(&chinese), history(&english));
    let [zh, en] = both(&[
        "export",
        "letter",
        "weekly",
        "--format",
        "md",
        "--out",
        "文书",
        "--as-of",
        "2020-07-20",
    ]);
    assert!(
        zh.contains("共写出 1 个文件") && en.contains("1 file written"),
        "{zh}{en}"
    );
    let letter = |home: &Home| {
        let mut all = String::new();
        texts(&home.path("文书"), &mut all);
        without_code(&all)
    };
    assert_eq!(letter(&chinese), letter(&english));
    assert!(letter(&english).contains("周报"));
}

/// Moments differ between two runs.
fn without_instants(text: &str) -> String {
    let instant = |word: &str| word.len() > 16 && word.contains('T') && word.contains(':');
    let lines = text.lines().map(|line| {
        let words = line.split(['"', ',', ' ']).filter(|word| !instant(word));
        words.collect::<Vec<_>>().join(" ")
    });
    lines.collect::<Vec<_>>().join("\n")
}

/// Without the lines that say which ledger it is, and when it was made.
fn without_code(text: &str) -> String {
    let lines = text.lines().filter(|line| !line.contains("校验码"));
    lines.collect::<Vec<_>>().join("\n")
}

#[test]
fn the_language_comes_from_the_nearest_that_names_one() {
    let home = Home::new();
    let config = home.path("home/.config/tuogou");
    std::fs::create_dir_all(&config).expect("a folder");
    let first = |args: &[&str], variables: &[(&str, &str)]| {
        let mut program = home.bare_program();
        program
            .args(args)
            .arg("--help")
            .envs(variables.iter().copied());
        let output = program.output().expect("runs");
        String::from_utf8_lossy(&output.stdout).contains("Usage: tuogou")
    };
    assert!(!first(&[], &[]));
    assert!(!first(&[], &[("LANG", "C.UTF-8")]));
    assert!(first(&[], &[("LANG", "en_US.UTF-8")]));
    assert!(!first(
        &[],
        &[("LANG", "en_US.UTF-8"), ("LC_ALL", "zh_CN.UTF-8")]
    ));
    std::fs::write(config.join("config.toml"), "lang = \"zh\"\n").expect("written");
    assert!(!first(&[], &[("LANG", "en_US.UTF-8")]));
    assert!(first(&[], &[("TUOGOU_LANG", "en")]));
    assert!(!first(&["--lang", "zh"], &[("TUOGOU_LANG", "en")]));
    for (args, variables, said) in [
        (
            &["--lang", "fr", "stats"][..],
            &[("LANG", "en_GB.UTF-8")][..],
            "没有语言 fr",
        ),
        (
            &["--lang", "en", "stat"],
            &[],
            "No command stat; did you mean stats",
        ),
        (
            &["lst"],
            &[("TUOGOU_LANG", "en")],
            "No command lst; did you mean list",
        ),
        (&["show"], &[("TUOGOU_LANG", "en")], "Missing <ASSOCIATION>"),
    ] {
        let mut program = home.program();
        program.args(args).envs(variables.iter().copied());
        let output = program.assert().code(2).get_output().clone();
        let error = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(error.contains(said), "{args:?}: {error}");
    }
}
