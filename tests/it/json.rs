//! A whole ledger as JSON and back: the same ledger with the same history, on which undo and
//! redo go on; a file that somebody has changed or broken is refused by line or by entry.

use std::collections::BTreeMap;
use std::path::Path;

use assert_cmd::Command as Program;
use predicates::prelude::*;
use proptest::prelude::*;
use tuogou::app::archive;
use tuogou::app::session::Session;
use tuogou::domain::change::Subject;
use tuogou::domain::command::{Command, NewAnswer, Title};
use tuogou::domain::ledger::Ledger;
use tuogou::domain::model::ItemState;
use tuogou::exchange::seed;
use tuogou::store::{HistoryFilter, Origin};

use crate::commands::commands;
use crate::support::{Home, date, moment, names};

/// Something that somebody does with a ledger.
#[derive(Debug, Clone)]
enum Step {
    Do(Command),
    Undo,
    Redo,
}

impl Step {
    /// Does it, or is refused, which is fine.
    fn take(&self, session: &mut Session, ledger: &mut Ledger) {
        let moment = moment("2020-08-31");
        let _ = match self {
            Self::Do(command) => session.execute(ledger, command, moment),
            Self::Undo => session.undo(ledger, moment),
            Self::Redo => session.redo(ledger, moment),
        };
    }
}

fn answers() -> impl Strategy<Value = Command> {
    let written = prop_oneof![
        Just(("a2.1.name", "开封市钓鱼协会")),
        Just(("a2.1.name", "")),
        Just(("a2.2.inst", "是")),
        Just(("a2.2.inst_posts", "3")),
        Just(("a2.3.admin_list", "年检")),
        Just(("a2.4.fix_state", "1,234.50")),
        Just(("a2.4.fix_state", "约50")),
    ];
    let answer = (27u32..32, written).prop_map(|(association, (field, text))| NewAnswer {
        association,
        field: field.into(),
        rows: vec![vec![text.into()]],
    });
    prop::collection::vec(answer, 1..4).prop_map(|answers| Command::SetAnswers {
        title: Title::Named("填表".into()),
        answers,
    })
}

fn steps() -> impl Strategy<Value = Step> {
    prop_oneof![
        6 => commands().prop_map(Step::Do),
        2 => answers().prop_map(Step::Do),
        3 => Just(Step::Undo),
        2 => Just(Step::Redo),
    ]
}

fn export(session: &mut Session, ledger: &mut Ledger, to: &Path) -> Vec<u8> {
    let bytes = archive::export(session, ledger).expect("exported").bytes;
    std::fs::write(to, &bytes).expect("written");
    bytes
}

fn open(path: &Path) -> (Session, Ledger) {
    assert!(path.exists(), "the ledger is there");
    Session::open(path, "李四".into()).expect("the restored ledger opens")
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn what_is_restored_is_the_same_and_goes_on_in_the_same_way(
        before in prop::collection::vec(steps(), 0..25),
        after in prop::collection::vec(steps(), 0..8),
    ) {
        let home = Home::new();
        let (json, copy) = (home.path("a.json"), home.path("copy.db"));
        let (mut session, mut ledger) = home.open("李四");
        for step in &before {
            step.take(&mut session, &mut ledger);
        }
        let bytes = export(&mut session, &mut ledger, &json);
        archive::restore(&json, &copy).expect("restored");
        let (mut other, mut restored) = open(&copy);
        prop_assert_eq!(&restored, &ledger);
        prop_assert_eq!(other.entries().expect("read"), session.entries().expect("read"));
        prop_assert_eq!(export(&mut other, &mut restored, &json), bytes);

        // From here both go the same way, whatever somebody does.
        for step in after.iter().chain([&Step::Redo, &Step::Undo, &Step::Undo]) {
            step.take(&mut session, &mut ledger);
            step.take(&mut other, &mut restored);
            prop_assert_eq!(&restored, &ledger);
        }
        let all = HistoryFilter::default();
        prop_assert_eq!(
            other.history(all).expect("read"),
            session.history(all).expect("read")
        );
    }
}

fn set(association: u32, item: &str) -> Command {
    Command::SetItem {
        association,
        item: item.into(),
        state: Some(ItemState::Done),
        note: Some("有理由".into()),
        evidence: None,
    }
}

/// A ledger with a tick (1), an amount (2), a mark (3) that was taken back (4) and done again (5).
fn worked() -> (Home, String) {
    let home = Home::new();
    let (mut session, mut ledger) = home.open("张三");
    let day = moment("2020-07-20");
    let amount = NewAnswer::written(ledger.round(), 29, "a2.4.fix_state", &["12.5".into()]);
    let mark = Command::Mark {
        milestone: "M1".into(),
        subject: Subject::City,
        on: date("2020-06-16"),
    };
    for command in [set(29, "P2"), Command::SetAnswer(amount), mark] {
        let receipt = session.execute(&mut ledger, &command, day);
        receipt.expect("recorded");
    }
    session.undo(&mut ledger, day).expect("taken back");
    session.redo(&mut ledger, day).expect("done again");
    let bytes = export(&mut session, &mut ledger, &home.path("good.json"));
    (home, String::from_utf8(bytes).expect("text"))
}

/// Where roster and history of a ledger's JSON begin; before them are long documents.
fn data(text: &str) -> usize {
    text.find("\"roster\": [").expect("a roster")
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn a_file_damaged_anywhere_is_refused_or_makes_a_ledger_that_opens(
        places in prop::collection::vec((any::<prop::sample::Index>(), any::<bool>()), 1..4),
        with in prop::sample::select(vec![
            "", "0", "-1", "9", "9999999999", "\"", "}", "]", ",", "null", "e", "\\u0007", "\u{0}",
        ]),
    ) {
        let (home, mut text) = worked();
        // Found once: the damage may hit the very words that are looked for.
        let start = data(&text);
        for (place, insert) in places {
            let at = start + place.index(text.len() - start);
            let at = (0..=at).rev().find(|at| text.is_char_boundary(*at)).expect("a place");
            let end = (at + 1..=text.len()).find(|end| text.is_char_boundary(*end));
            let end = if insert { at } else { end.unwrap_or(at) };
            text.replace_range(at..end, with);
        }
        let (file, to) = (home.path("bad.json"), home.path("new.db"));
        std::fs::write(&file, &text).expect("written");
        match archive::restore(&file, &to) {
            Ok(_) => {
                let (mut session, mut ledger) = open(&to);
                let again = archive::export(&mut session, &mut ledger);
                prop_assert!(again.is_ok(), "{again:?}");
            }
            Err(error) => {
                let message = format!("{error:#}");
                prop_assert!(!message.chars().any(char::is_control), "{message:?}");
                prop_assert!(!to.exists());
            }
        }
    }
}

/// The text with something else in the place of the last occurrence.
#[track_caller]
fn last(text: &str, old: &str, new: &str) -> String {
    let at = text.rfind(old).unwrap_or_else(|| panic!("no {old}"));
    format!("{}{new}{}", &text[..at], &text[at + old.len()..])
}

/// The number of the line in which something stands.
fn line(text: &str, part: &str) -> usize {
    let found = text.lines().position(|line| line.contains(part));
    found.expect("it stands there") + 1
}

#[test]
fn a_broken_file_is_refused_by_line_or_entry_and_leaves_nothing_behind() {
    let (home, good) = worked();
    let first = |old: &str, new: &str| {
        assert!(good.contains(old), "no {old}");
        good.replacen(old, new, 1)
    };
    let last = |old: &str, new: &str| last(&good, old, new);
    let at = |part: &str| format!("第 {} 行：", line(&good, part));
    let end = good.lines().count();
    let broken = [
        // Not an archive of this program.
        (String::new(), "第 1 行：文件到这里就断了".into()),
        ("PK\u{3}\u{4}".into(), "第 1 行：不是正确的 JSON".into()),
        ("{}".into(), "第 1 行：缺少 format".into()),
        ("[]".into(), "第 1 行：这里的值不是应有的种类".into()),
        (
            first("tuogou-ledger", "something"),
            "第 2 行：不是台账的 JSON，请选从台账导出的 JSON".into(),
        ),
        (
            first("\"version\": 3", "\"version\": 4, \"new\": 1"),
            "第 3 行：由更新版本的程序写成（格式 4，本程序支持到 3），请升级程序".into(),
        ),
        (
            first("\"version\": 3", "\"version\": \"1\""),
            "第 3 行：这里的值不是应有的种类".into(),
        ),
        // Cut off, or with something more.
        (
            good[..good.floor_char_boundary(good.len() / 2)].into(),
            "文件到这里就断了，可能没有传完，请重新取得文件".into(),
        ),
        (
            format!("{good}{{}}"),
            format!("第 {} 行：不是正确的 JSON", end + 1),
        ),
        ("[".repeat(1000), "这里的值不是应有的种类".into()),
        (
            format!("{{\"x\": {}", "[".repeat(1000)),
            "文件到这里就断了".into(),
        ),
        // Names that are not known, missing, or there twice.
        (
            first("\"as_of\":", "\"phone\": 1, \"as_of\":"),
            format!("{}不认识的栏 phone", at("\"as_of\"")),
        ),
        (
            first("\"note\":", "\"n\\u001b[2Jte\":"),
            format!("{}不认识的栏 n[2Jte", at("\"note\"")),
        ),
        (
            first("\"no\": 1,", "\"no\": 1, \"no\": 2,"),
            format!("{}no 出现了两次", at("\"no\": 1,")),
        ),
        (first("\"unit\":", "\"name\":"), "name 出现了两次".into()),
        (first("\"as_of\": \"2020-07-20\",", ""), "缺少 as_of".into()),
        (
            first("\"kind\": \"do\"", "\"kind\": \"forget\""),
            format!("{}不认识的值 forget", at("\"kind\"")),
        ),
        (
            first("\"association\": 29", "\"association\": \"29\""),
            format!("{}这里的值不是应有的种类或写法", at("\"association\"")),
        ),
        (
            first("\"as_of\": \"2020-07-20\"", "\"as_of\": \"2020-02-30\""),
            format!("{}这里的值不是应有的种类或写法", at("\"as_of\"")),
        ),
        (
            first("\"as_of\": \"2020-07-20\"", "\"as_of\": \"+12020-07-20\""),
            format!("{}没有 12020 年", at("\"as_of\"")),
        ),
        // Texts that must not reach a terminal, or a line.
        (
            first("有理由", "有\\u001b[31m理由"),
            format!("{}「有[31m理由」含有控制字符", at("有理由")),
        ),
        (
            first("\"by\": \"张三\"", "\"by\": \"张\\u202e三\""),
            format!("{}「张三」含有控制字符", at("\"by\"")),
        ),
        (
            first("开封市钓鱼协会", "钓鱼\\n协会"),
            format!("{}「钓鱼 协会」含有控制字符", at("开封市钓鱼协会")),
        ),
        (
            first("# 脱钩清单模板", "#\\u0007"),
            format!("{}本轮资料的文字含有控制字符", at("# 脱钩清单模板")),
        ),
        (
            first("有理由", &"字".repeat(2001)),
            format!("{}文字太长：2001 个字，最多 2000 个字", at("有理由")),
        ),
        // A round or roster that cannot be one.
        (
            first("\"name\": \"units.toml\"", "\"name\": \"checklist.toml\""),
            "documents 中 checklist.toml 出现了两次".into(),
        ),
        (
            first("id = \\\"kaifeng-2020\\\"", "id = \\\"luoyang-2021\\\" x"),
            "round.toml 第".into(),
        ),
        (
            first("\"no\": 2,", "\"no\": 1,"),
            "名册中序号 1 出现了两次".into(),
        ),
        // What could have come about, but has not.
        (
            first("有理由", "没理由"),
            "操作记录第 1 条与导出时不符，文件可能被改动过".into(),
        ),
        (
            first("\"by\": \"张三\"", "\"by\": \"李四\""),
            "操作记录第 1 条与导出时不符".into(),
        ),
        (
            first("开封市钓鱼协会", "开封市垂钓协会"),
            "本轮资料或名册与导出时不符，文件可能被改动过，请用原来的文件".into(),
        ),
        (
            first("\"ledger\": \"", "\"ledger\": \"x"),
            format!("{}不是校验码", at("\"ledger\"")),
        ),
        (
            first("\"seal\": \"", "\"seal\": null, \"x\": \""),
            format!("{}不认识的栏 x", at("\"seal\"")),
        ),
        // A history that cannot have come about.
        (
            last("\"seq\": 5", "\"seq\": 6"),
            "操作记录第 6 条：应为第 5 条，记录不连续".into(),
        ),
        (
            first("\"seq\": 1", "\"seq\": -1"),
            "操作记录第 -1 条：应为第 1 条，记录不连续".into(),
        ),
        (
            last("\"target\": 3", "\"target\": 2"),
            "操作记录第 5 条：当时能撤销或重做的不是第 2 条".into(),
        ),
        (
            last("\"target\": 3", "\"target\": -9223372036854775808"),
            "操作记录第 5 条：当时能撤销或重做的不是第 -9223372036854775808 条".into(),
        ),
        (
            first("\"kind\": \"undo\"", "\"kind\": \"do\""),
            "操作记录第 4 条：撤销、重做须写明是哪一条（target），其他操作不写".into(),
        ),
        (
            first("\"target\": 3,", ""),
            "操作记录第 4 条：撤销、重做须写明是哪一条".into(),
        ),
        (
            last("2020-06-16", "2020-06-15"),
            "操作记录第 5 条：改动与第 3 条的不符".into(),
        ),
        (
            first(
                "\"before\": null",
                "\"before\": {\"state\": \"open\", \"by\": \"张三\", \
                 \"at\": \"2020-07-20T12:00:00Z\", \"on\": \"2020-07-20\"}",
            ),
            "操作记录第 1 条：改动前的内容（before）与此前的记录不符".into(),
        ),
        (
            first("\"association\": 29", "\"association\": 151"),
            "操作记录第 1 条：台账记录提到了本轮没有的协会序号：151".into(),
        ),
        (
            first("\"item\": \"P2\"", "\"item\": \"X9\""),
            "操作记录第 1 条：台账记录提到了本轮没有的事项：X9".into(),
        ),
        (
            first("\"item\": \"P2\"", "\"item\": \"p2\""),
            "操作记录第 1 条：p2 应写作 P2".into(),
        ),
        (
            first("\"state\": \"done\"", "\"state\": \"doubtful\""),
            "操作记录第 1 条：P2 的内容不是这一项能填的".into(),
        ),
        (
            first("\"decimal\": \"12.5\"", "\"text\": \"12.5\""),
            "操作记录第 2 条：a2.4.fix_state 的内容不是这一项能填的".into(),
        ),
        (
            first(
                "\"decimal\": \"12.5\"",
                "\"decimal\": \"79228162514264337593543950335\"",
            ),
            "操作记录第 2 条：a2.4.fix_state 的内容不是这一项能填的".into(),
        ),
        (
            first("\"decimal\": \"12.5\"", "\"decimal\": \"-12.5\""),
            "操作记录第 2 条：a2.4.fix_state 的内容不是这一项能填的".into(),
        ),
        (
            first(
                "\"subject\": \"city\"",
                "\"subject\": {\"association\": 29}",
            ),
            "操作记录第 3 条：M1 的内容不是这一项能填的".into(),
        ),
        (
            first(
                "\"subject\": \"city\"",
                "\"subject\": {\"unit\": \"无此单位\"}",
            ),
            "操作记录第 3 条：台账记录提到了本轮没有的业务主管单位：无此单位".into(),
        ),
    ];
    let (file, to) = (home.path("bad.json"), home.path("new.db"));
    std::fs::write(&file, "").expect("written");
    let there = names(home.path("").as_path());
    for (text, expected) in &broken {
        std::fs::write(&file, text).expect("written");
        let message = match archive::restore(&file, &to) {
            Ok(_) => panic!("taken, should be refused: {expected}"),
            Err(error) => format!("{error:#}"),
        };
        assert!(message.contains(expected), "{message}\n  is not {expected}");
        assert!(message.contains("bad.json"), "{message}");
        assert_eq!(names(home.path("").as_path()), there, "{expected}");
    }
}

#[test]
fn no_entry_can_be_without_a_change() {
    let (home, good) = worked();
    let start = good.find("\"changes\": [").expect("changes") + "\"changes\": [".len();
    let length = good[start..].find("\n      ]").expect("their end");
    let text = format!("{}{}", &good[..start], &good[start + length..]);
    let file = home.path("bad.json");
    std::fs::write(&file, text).expect("written");
    let error = archive::restore(&file, &home.path("new.db")).expect_err("refused");
    assert!(
        format!("{error:#}").contains("操作记录第 1 条：没有改动"),
        "{error:#}"
    );
}

#[test]
fn text_from_other_programs_is_read_if_it_says_the_same() {
    let (home, good) = worked();
    let value: BTreeMap<String, serde_json::Value> = serde_json::from_str(&good).expect("JSON");
    let compact = serde_json::to_string(&value).expect("JSON");
    assert!(compact.starts_with("{\"documents\""), "keys are sorted");
    for (name, text) in [
        ("compact", compact),
        ("mark", format!("\u{feff}{good}")),
        ("crlf", good.replace('\n', "\r\n")),
    ] {
        let (file, to) = (home.path("other.json"), home.path(name));
        std::fs::write(&file, text).expect("written");
        archive::restore(&file, &to).expect("restored");
        assert_eq!(open(&to).1, open(&home.ledger()).1, "{name}");
    }
}

#[test]
fn a_round_of_another_city_is_restored_with_its_own_documents() {
    let home = Home::new();
    let mut documents = seed::builtin_documents();
    let round = documents.get_mut("round.toml").expect("a round");
    *round = round.replace("id = \"kaifeng-2020\"", "id = \"luoyang-2021\"");
    let roster = seed::builtin_roster().expect("a roster").split_off(140);
    let origin = Origin::new(documents, roster);
    let (mut session, mut ledger) =
        Session::create(&home.ledger(), "张三".into(), origin).expect("made");
    let receipt = session.execute(&mut ledger, &set(150, "P2"), moment("2020-07-20"));
    receipt.expect("ticked");
    export(&mut session, &mut ledger, &home.path("a.json"));
    archive::restore(&home.path("a.json"), &home.path("b.db")).expect("restored");
    let (_, restored) = open(&home.path("b.db"));
    assert_eq!(restored.round().info.id, "luoyang-2021");
    assert_eq!(restored, ledger);
}

#[test]
fn the_longest_answer_that_can_be_recorded_comes_back() {
    let home = Home::new();
    let (mut session, mut ledger) = home.open("张三");
    let rows = vec![vec!["字".repeat(500)]; 200];
    let longest = Command::SetAnswer(NewAnswer {
        association: 29,
        field: "a2.3.admin_list".into(),
        rows,
    });
    let receipt = session.execute(&mut ledger, &longest, moment("2020-07-20"));
    receipt.expect("filled in");
    export(&mut session, &mut ledger, &home.path("a.json"));
    archive::restore(&home.path("a.json"), &home.path("b.db")).expect("restored");
    assert_eq!(open(&home.path("b.db")).1, ledger);
}

#[test]
fn a_ledger_of_an_earlier_version_is_restored_as_it_was() {
    let home = Home::new();
    let frozen = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/tests/it/fixtures/ledger-v1.db"
    );
    std::fs::copy(frozen, home.ledger()).expect("copied");
    let (mut session, mut ledger) = home.open("李四");
    export(&mut session, &mut ledger, &home.path("a.json"));
    archive::restore(&home.path("a.json"), &home.path("b.db")).expect("restored");
    let (other, restored) = open(&home.path("b.db"));
    assert_eq!(restored, ledger);
    let entries = session.entries().expect("read");
    assert!(!entries.is_empty());
    assert_eq!(other.entries().expect("read"), entries);
}

#[test]
fn a_ledger_that_was_edited_from_outside_is_not_exported_as_if_it_were_whole() {
    let (home, _) = worked();
    let ledger = rusqlite::Connection::open(home.ledger()).expect("opens");
    let changed = ledger.execute("DELETE FROM item_state", []);
    assert_eq!(changed, Ok(1));
    let (mut session, mut ledger) = home.open("张三");
    let error = archive::export(&mut session, &mut ledger).expect_err("refused");
    let message = format!("{error:#}");
    assert!(message.contains("当前内容与操作记录不一致"), "{message}");
}

fn tuogou(home: &Home) -> Program {
    let mut program = Program::cargo_bin("tuogou").expect("the program");
    program
        .env("HOME", home.path("home"))
        .env("XDG_DATA_HOME", home.path("data"))
        .env("XDG_CONFIG_HOME", home.path("config"))
        .env("TUOGOU_USER", "张三")
        .env_remove("TUOGOU_LEDGER")
        .env("TUOGOU_AS_OF", "2020-07-20")
        .current_dir(home.path(""));
    program
}

#[test]
fn a_clerk_moves_a_ledger_to_another_computer() {
    let (home, _) = worked();
    let sums = predicate::str::contains("协会 150 个，操作记录 5 条\n台账校验码 ");
    let told = tuogou(&home)
        .args(["--ledger", "ledger.db", "export", "json"])
        .assert()
        .success()
        .stdout(predicate::str::starts_with("台账-2020-07-20.json\n").and(sums))
        .get_output()
        .stdout
        .clone();
    let rest = |out: &[u8]| {
        let text = String::from_utf8_lossy(out).into_owned();
        text.split_once('\n').expect("lines").1.to_owned()
    };
    // Writing over it needs to be asked for.
    tuogou(&home)
        .args(["--ledger", "ledger.db", "export", "json"])
        .assert()
        .failure()
        .stderr(predicate::str::contains("已经存在").and(predicate::str::contains("--force")));
    tuogou(&home)
        .args(["--ledger", "ledger.db", "export", "json", "--force"])
        .assert()
        .success();

    let import = ["import", "ledger", "台账-2020-07-20.json", "--out", "新.db"];
    let restored = tuogou(&home).args(import).assert().success();
    let restored = restored.get_output().stdout.clone();
    assert_eq!(rest(&restored), rest(&told));
    assert!(
        !home.path("data").exists(),
        "no ledger is opened or made on the way"
    );
    tuogou(&home)
        .args(["--ledger", "新.db", "undo"])
        .assert()
        .success()
        .stdout(predicate::str::contains("已撤销：M1"));

    tuogou(&home)
        .args(import)
        .assert()
        .failure()
        .stderr(predicate::str::contains(
            "新.db 已经存在，没有改动；请用 --out 另起一个文件名",
        ));
    let file = "台账-2020-07-20.json";
    for (args, expected) in [
        (vec!["import", "ledger", file], "缺少 --out"),
        (
            vec!["import", "ledger", "没有.json", "--out", "x.db"],
            "无法读取 没有.json",
        ),
        (
            vec!["import", "ledger", file, "--out", "没有/x.db"],
            "无法写入 没有/x.db",
        ),
        (
            vec!["import", "ledger", file, "--out", "x.db", "--format", "csv"],
            "--format 不能与 import ledger 同用",
        ),
        (
            vec!["export", "json", "--format", "xlsx"],
            "--format 不能与 export json 同用",
        ),
    ] {
        tuogou(&home)
            .args(&args)
            .assert()
            .failure()
            .stderr(predicate::str::contains(expected));
    }
    assert!(!home.path("x.db").exists());
}

#[test]
fn side_files_of_another_ledger_are_not_mixed_into_the_new_one() {
    let (home, _) = worked();
    std::fs::write(home.path("new.db-wal"), "left behind").expect("written");
    let error = archive::restore(&home.path("good.json"), &home.path("new.db"));
    let message = format!("{:#}", error.expect_err("refused"));
    assert!(message.contains("new.db-wal 已经存在"), "{message}");
    assert!(!home.path("new.db").exists());
}

#[cfg(unix)]
#[test]
fn what_is_restored_is_for_its_owner_alone() {
    use std::os::unix::fs::PermissionsExt as _;
    let (home, _) = worked();
    let to = home.path("new.db");
    archive::restore(&home.path("good.json"), &to).expect("restored");
    let mode = std::fs::metadata(&to).expect("there").permissions().mode();
    assert_eq!(mode & 0o777, 0o600);
    let beside: Vec<String> = names(home.path("").as_path());
    assert!(
        !beside.iter().any(|name| name.contains("new.db-")),
        "{beside:?}"
    );
    assert!(
        !beside.iter().any(|name| name.starts_with('.')),
        "{beside:?}"
    );
}
