//! Files and words from others: what they bring passes the rules for what is typed, and nothing of
//! them reaches a terminal as an order or the stack as a chain without end.

use chrono::Duration;
use clap::CommandFactory as _;
use tuogou::app::session::Moment;
use tuogou::cli::Cli;
use tuogou::domain::change::{Change, EntryKind, ItemRecord, ItemSaid, Mark, NewEntry, Subject};
use tuogou::domain::fact::{Fact, FactKey, FactRecord};
use tuogou::domain::model::ItemState;
use tuogou::domain::note::{Note, NoteKind};
use tuogou::domain::seal::LedgerId;
use tuogou::exchange::letter::engine;
use tuogou::exchange::seed;
use tuogou::store::{self, Existing, Origin};
use tuogou::text::cells::{is_forbidden, is_unseen};

use crate::support::{Home, date, instant, received};

/// When the office takes a file back.
fn now() -> Moment {
    Moment {
        at: instant(),
        as_of: date("2020-07-20"),
    }
}

fn record(state: ItemState, note: &str) -> ItemRecord {
    ItemRecord::new(
        ItemSaid {
            state,
            note: note.into(),
            evidence: "".into(),
            by: "李四".into(),
        },
        instant(),
        date("2020-07-20"),
    )
}

fn item(id: &str, state: ItemState, note: &str) -> Change {
    Change::item(86, id, None, Some(record(state, note)))
}

fn changed(change: impl FnOnce(&mut ItemRecord)) -> Change {
    let mut record = record(ItemState::Done, "");
    change(&mut record);
    Change::item(86, "P1", None, Some(record))
}

fn said(change: impl FnOnce(&mut ItemSaid)) -> Change {
    changed(|record| {
        let mut said = ItemSaid::clone(record.said());
        change(&mut said);
        *record = ItemRecord::new(said, record.at, record.on);
    })
}

fn marked(done_on: &str) -> Change {
    let mark = Mark {
        done_on: done_on.parse().expect("a date"),
        by: "李四".into(),
        at: instant(),
    };
    Change::mark("M4", Subject::Association(86), None, Some(mark))
}

fn noted(number: i64, note: Note) -> Change {
    let key = FactKey::Note(note.kind, Subject::Association(86), number);
    let record = FactRecord {
        fact: Fact::Note(note),
        by: "李四".into(),
        at: instant(),
        on: date("2020-07-20"),
    };
    Change::fact(key, None, Some(record))
}

#[test]
fn what_a_unit_brings_passes_the_rules_for_what_is_typed_and_the_rest_is_taken() {
    let home = Home::new();
    let (mut session, mut ledger) = home.open("张三");
    let millis = instant().timestamp_millis();
    let remark = |number| {
        let mut note = Note::remark("来电");
        note.on = Some(date("2020-07-20"));
        noted(number, note)
    };
    let late = |note: &mut Note| note.done_on = Some(date("2020-08-20"));
    let mut kept = Note::promise("补报", date("2020-08-10"));
    late(&mut kept);
    let cases = [
        (item("P1", ItemState::NotApplicable, "无"), "不得设为不涉及"),
        (item("C1", ItemState::NotApplicable, ""), "不涉及"),
        (item("P1", ItemState::Doubtful, ""), "86 P1"),
        (changed(|r| r.on = date("2099-01-01")), "晚于"),
        (changed(|r| r.on = date("0001-01-01")), "早一年以上"),
        (
            changed(|r| r.on = "+200000-01-01".parse().expect("far")),
            "86 P1",
        ),
        (
            changed(|r| r.on = "-200000-01-01".parse().expect("far")),
            "86 P1",
        ),
        (
            changed(|r| r.at = instant() + Duration::days(3)),
            "录入日期",
        ),
        (
            changed(|r| r.at = "1980-01-01T00:00:00Z".parse().expect("old")),
            "86 P1",
        ),
        (said(|r| r.by = "王五".into()), "署名 王五，实由 李四 录入"),
        (said(|r| r.by = "".into()), "请写明经办人的姓名"),
        (
            said(|r| r.note = "张\u{200c}三".to_owned().as_str().into()),
            "",
        ),
        (said(|r| r.note = "字".repeat(600).into()), "文字太长"),
        (
            Change::item(86, "P99", None, Some(record(ItemState::Done, ""))),
            "没有事项 P99",
        ),
        (
            Change::item(86, "p1", None, Some(record(ItemState::Done, ""))),
            "p1 应写作 P1",
        ),
        (
            Change::item(999, "P1", None, Some(record(ItemState::Done, ""))),
            "没有序号 999",
        ),
        (
            Change::item(29, "P1", None, Some(record(ItemState::Done, ""))),
            "29 不是开封市商务局的协会",
        ),
        (marked("2099-01-01"), "晚于"),
        (marked("0001-01-01"), "早一年以上"),
        (
            noted(millis, Note::promise("补报", date("2090-01-01"))),
            "相差十年以上",
        ),
        (
            noted(millis, Note::promise("", date("2020-08-10"))),
            "请写明",
        ),
        (noted(millis, kept), "晚于"),
        (noted(0, Note::new(NoteKind::Contact)), "请写明联系人姓名"),
        (remark(i64::MAX), "没有计入"),
        (remark(millis + 400 * 86_400_000), "录入日期"),
    ];
    for (hostile, part) in cases {
        let good = Change::item(87, "P1", None, Some(record(ItemState::Done, "好")));
        let said = format!("{hostile:?}");
        let file = received(vec![hostile, good.clone()], EntryKind::Do, instant());
        let merge = file.merge(&session, &ledger, now()).expect("compared");
        // What could be typed after cleaning is what it is.
        if part.is_empty() {
            assert_eq!(merge.changes().len(), 2, "{said}");
            continue;
        }
        assert_eq!(merge.changes(), [good], "{said}");
        let problems: Vec<String> = merge.problems.iter().map(ToString::to_string).collect();
        assert!(
            problems.len() == 1 && problems[0].contains(part),
            "{said}: {problems:?}"
        );
    }
    // What a file says of itself does not help it, either: nobody made this.
    let undone = received(vec![changed(|_| {})], EntryKind::Undo, instant());
    let merge = undone.merge(&session, &ledger, now()).expect("compared");
    assert_eq!(merge.changes(), []);
    let good = received(vec![changed(|_| {})], EntryKind::Do, instant());
    let merge = good.merge(&session, &ledger, now()).expect("compared");
    let command = good.command(&merge).expect("something");
    session
        .execute(&mut ledger, &command, now())
        .expect("taken");
    drop(session);
    // All commands go on working.
    for args in [
        &["list"][..],
        &["history"],
        &["export", "json", "--out", "x.json"],
    ] {
        let out = home.path("x.json");
        let args = args.iter().map(|arg| {
            if *arg == "x.json" {
                out.as_os_str()
            } else {
                arg.as_ref()
            }
        });
        home.program().args(args).assert().success();
    }
}

/// Nothing of it makes a terminal do anything, or is there unseen.
fn is_harmless(bytes: &[u8]) -> bool {
    let text = String::from_utf8_lossy(bytes);
    text.chars()
        .all(|c| c == '\n' || !(is_forbidden(c) || is_unseen(c)))
}

#[test]
fn no_list_and_no_message_of_the_command_line_hands_a_terminal_an_order() {
    let home = Home::new();
    let odd = "甲\u{1b}[2J\u{1b}]0;x\u{7}乙\u{9b}31m\u{202e}\u{200b}\u{e0041}协会";
    let mut roster = seed::builtin_roster().expect("the roster");
    roster[28].name = odd.into();
    roster[28].printed_unit = format!("{odd}局").into();
    let documents = seed::builtin_documents();
    let origin = Origin {
        ledger: LedgerId(1),
        documents,
        roster,
    };
    // What a program of today records has no such signs; what others have written may.
    let entry = |by: &str| NewEntry {
        kind: EntryKind::Do,
        target: None,
        by: by.into(),
        at: instant(),
        as_of: date("2020-07-20"),
        what: odd.into(),
        changes: vec![Change::item(
            29,
            "A1",
            None,
            Some(record(ItemState::Done, "")),
        )],
    };
    let foreign = home.path(odd);
    for (path, by) in [(&home.ledger(), "李四"), (&foreign, odd)] {
        let entries = [entry(by)];
        store::create(path, Existing::Refuse, origin.clone(), entries).expect("made");
    }
    let file = |name: &str| home.path(name).to_string_lossy().into_owned();
    let foreign = foreign.to_string_lossy().into_owned();
    let code = home.open("张三").0.head().code().to_string();
    let (saved, new, other) = (
        file(&format!("{odd}1")),
        file(&format!("{odd}2")),
        file("x"),
    );
    let (own, no) = (file("ledger.db"), "29");
    let notice = file(&format!("{odd}.txt"));
    std::fs::write(
        &notice,
        format!("{odd}\n2021年5月1日前，各单位将{odd}方案报送。"),
    )
    .expect("written");
    let commands: &[&[&str]] = &[
        &["restore"],
        &["restore", &foreign],
        &["verify", &foreign],
        &["verify", "--code", &code],
        &["backup", "--out", &saved],
        &["restore", &saved],
        &["recover", &foreign, "--out", &new],
        &["recover", &own, "--out", &other],
        &["new", "--out", &file(&format!("{odd}3"))],
        &[
            "new",
            "--from",
            &notice,
            "--draft",
            &file(&format!("{odd}5")),
        ],
        &[
            "new",
            "--from",
            &foreign,
            "--out",
            &file(&format!("{odd}6")),
        ],
        &["demo", "--out", &file(&format!("{odd}4"))],
        &["import", "bundle", &foreign],
        &["import", "form", &foreign],
        &["tick", no, "P1", "--note", odd],
        &["remark", no, odd],
        &["list"],
        &["list", "--match", odd],
        &["show", no],
        &["stats"],
        &["history"],
        &["overview"],
        &["changes", "--since", "2020-06-01"],
        &["form", no, "basic"],
        &["findings"],
        &["check"],
        &["why", no],
        &["unit", "list"],
        &["timeline"],
        &["contact"],
        &["remark"],
        &["promise", no, odd, "--due", "2020-08-01"],
        &["promise"],
        &["office", "--name", odd, "--series", odd],
        &["letters", "--kind", odd],
        &["visit", "--unit", odd, odd],
        &["attend", "M2", "--body", odd],
        &["bodies", odd],
        &["evidence", odd],
        &["tick", no, "P2", "--evidence-file", odd],
        &["reason", no, odd, "--text", odd, "--batch", odd],
        &["confirm", odd],
        &["approve", no, "--number", odd],
        &["rollup", odd],
        &["view", "save", odd, odd],
        &["view", "list"],
        &["templates", "check", odd],
        &["exit", no, odd],
        &["close", no],
        &["reschedule", "M4", "2020-08-05", "--reason", odd],
        &["tick", no, odd],
        &["fill", no, odd, "x"],
        &["mark", odd, "--all"],
        &["undo"],
        &["redo"],
        &["config", "show"],
        &["config", "path"],
        &["help", odd],
        &["paths"],
        &["doctor"],
        &["completions", odd],
        &["server", "person", "add", odd, "--name", odd, "--as", odd],
        &[
            "server",
            "import",
            odd,
            "--ledger",
            &format!("postgres://{odd}@127.0.0.1:9/{odd}"),
        ],
        &["man"],
        &[odd],
        &["list", odd],
        &["list", "--unit", odd],
        &["--ledger", odd, "list"],
        &["--as-of", odd, "list"],
        &["export", "letter", "circular", "--template", odd],
    ];
    for known in Cli::command()
        .get_subcommands()
        .filter(|one| !one.is_hide_set())
    {
        let tried = commands.iter().any(|args| args[0] == known.get_name());
        assert!(tried, "{} is not tried", known.get_name());
    }
    for args in commands {
        let mut program = home.program();
        let output = program.args(*args).output().expect("runs");
        for bytes in [&output.stdout, &output.stderr] {
            let text = String::from_utf8_lossy(bytes);
            assert!(is_harmless(bytes), "{args:?}: {text:?}");
        }
    }
    // Programs get what is there.
    let all = home.json(&["list"]);
    let names = all
        .as_array()
        .expect("a list")
        .iter()
        .map(|row| &row["name"]);
    assert!(names.into_iter().any(|name| name.as_str() == Some(odd)));
}

#[test]
fn what_nobody_can_see_neither_hides_a_name_nor_is_kept() {
    let home = Home::new();
    drop(home.open("张三"));
    for unseen in [
        "\u{200b}", "\u{200d}", "\u{2060}", "\u{ad}", "\u{fe0f}", "\u{feff}", "\u{202c}",
    ] {
        for name in [
            format!("{unseen}钓鱼"),
            format!("钓{unseen}鱼"),
            format!("钓鱼{unseen}"),
        ] {
            let found = home.json(&["list", "--match", &name]);
            assert_eq!(found.as_array().map(Vec::len), Some(1), "{name:?}");
            home.program().args(["show", &name]).assert().success();
        }
        let unit = format!("教育体育局{unseen}");
        let found = home.json(&["list", "--unit", &unit]);
        assert_eq!(found.as_array().map(Vec::len), Some(44), "{unit:?}");
    }
    let mut story = home.story("2020-07-20", 120, 40);
    story.keys("/钓\u{200b}鱼<enter>").shows("开封市钓鱼协会");
    drop(story);
    home.program()
        .args(["fill", "29", "a4.1.legal_rep", "张\u{200b}三"])
        .assert()
        .success();
    home.program()
        .args(["fill", "29", "a2.1.legal_rep", "张三"])
        .assert()
        .success();
    let form = home.json(&["form", "29", "completion"]).to_string();
    assert!(!form.contains('\u{200b}') && form.contains("张三"));
}

#[test]
fn a_template_cannot_overflow_the_stack() {
    let many = 60_000;
    let chains = [
        format!("{{{{ {}1 }}}}", "-".repeat(many)),
        format!("{{{{ 1{} }}}}", "+1".repeat(many)),
        format!("{{{{ {}true }}}}", "not ".repeat(many)),
        format!("{{{{ 1{} }}}}", "|abs".repeat(many)),
        format!("{{{{ 1{} }}}}", "|string".repeat(many)),
        format!("{{{{ 'a'{} }}}}", " ~ 'a'".repeat(many)),
        format!("{{{{ a{} }}}}", ".a".repeat(many)),
        format!("{{{{ a{} }}}}", "[1]".repeat(many)),
        format!("{{{{ a{} }}}}", "()".repeat(many)),
        format!("{{{{ 1{} }}}}", " and 1".repeat(many)),
        format!("{{{{ 1{} }}}}", "**1".repeat(many)),
        format!("{{{{ 1{} }}}}", " if 1 else 1".repeat(many)),
        format!("{{{{ 1{} }}}}", " is odd".repeat(many)),
        format!("{{% if 0 %}}{}{{% endif %}}", "{% elif 0 %}".repeat(many)),
        format!("{{% if 0 %}}{}{{% endif %}}", "{%- elif 0 -%}".repeat(many)),
        "{{ ".to_owned() + &"(".repeat(many),
        "{% if 1 %}".repeat(many),
    ];
    let facts = std::collections::BTreeMap::from([("a", 1)]);
    for template in &chains {
        let engine_of = || engine::engine(engine::LETTER);
        let start = &template[..12];
        engine::check(&engine_of(), "x", template, &facts).expect_err(start);
        engine::render(&engine_of(), "x", template, &facts).expect_err(start);
    }
    let home = Home::new();
    drop(home.open("张三"));
    let folder = home.path("模板");
    std::fs::create_dir(&folder).expect("made");
    let file = folder.join("circular.j2");
    for template in &chains[..2] {
        std::fs::write(&file, template).expect("written");
        let path = file.to_string_lossy();
        for args in [
            &["templates", "check", &path][..],
            &["export", "letter", "circular", "--template", &path],
        ] {
            let output = home.program().args(args).output().expect("runs");
            let said =
                String::from_utf8_lossy(&[output.stdout, output.stderr].concat()).into_owned();
            assert_eq!(output.status.code(), Some(1), "{args:?}: {said}");
            assert!(said.contains("太多"), "{said}");
        }
    }
}

#[cfg(unix)]
#[test]
fn a_pipe_is_no_file_to_read() {
    let home = Home::new();
    drop(home.open("张三"));
    let pipe = home.path("管道.csv");
    let made = assert_cmd::Command::new("mkfifo").arg(&pipe).ok();
    made.expect("made");
    for args in [
        ["import", "roster"],
        ["import", "form"],
        ["import", "bundle"],
    ] {
        let output = home.program().args(args).arg(&pipe).output().expect("runs");
        let said = String::from_utf8_lossy(&[output.stdout, output.stderr].concat()).into_owned();
        assert!(
            !output.status.success() && said.contains("是管道或设备"),
            "{args:?}: {said}"
        );
    }
}
