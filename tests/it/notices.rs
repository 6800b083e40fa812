//! A notice becomes a round: its schedule, its group, what was not understood. The notices are made up, in
//! words of our own; one holds the facts of the built-in round.

use std::path::PathBuf;

use assert_cmd::Command;
use predicates::prelude::*;
use serde_json::Value;
use tuogou::domain::model::Status;
use tuogou::domain::round::PopulationRule::{Once, PlannedAssociations, UnitsWithPlanned};
use tuogou::domain::round::{ItemDef, PopulationRule, Round, RoundInfo};
use tuogou::exchange::new_round::{Schedule, Wish, documents};
use tuogou::exchange::notice::paper::NoticeText;
use tuogou::exchange::notice::{self, NoticeDraft};
use tuogou::exchange::roster::{plan, reading};
use tuogou::exchange::seed::{builtin_documents, builtin_roster, parse_round};

use crate::roster_files::{Cells, cells, docx, edited};
use crate::support::{Home, date};

const SAME_MAKE: &str = include_str!("fixtures/notices/same_make.txt");
const COUNTY: &str = include_str!("fixtures/notices/county.txt");
const OTHER_ORDER: &str = include_str!("fixtures/notices/other_order.txt");
const NO_LIST: &str = include_str!("fixtures/notices/no_list.txt");

/// A roster as a notice prints it: each field on a line of its own, after a tab.
fn listed(rows: &Cells) -> String {
    let record = |row: &Vec<String>| {
        let fields = row.iter().map(|field| format!("\t{field}\n"));
        fields.collect::<String>() + "\n"
    };
    rows.iter().map(record).collect()
}

fn of_seed() -> Cells {
    let mut rows = cells("序号 | 行业协会商会名称 | 业务主管单位 | 备注");
    rows.extend(builtin_roster().expect("the seed").into_iter().map(|row| {
        let status = row.status.word().to_owned();
        vec![
            row.no.to_string(),
            row.name.into(),
            row.printed_unit.into(),
            status,
        ]
    }));
    rows
}

fn of_county() -> Cells {
    cells(
        "序号 | 名称 | 业务主管单位 | 备注
        1 | 清水县茶叶协会 | 清水县农业农村局 | 拟脱钩
        2 | 清水县竹编商会 | 清水县工商业联合会 | 拟脱钩
        3 | 清水县民宿协会 | 清水县文化和旅游局 | 已脱钩",
    )
}

fn seed() -> Round {
    parse_round(&builtin_documents()).expect("the seed")
}

fn draft(text: &str, city: Option<&str>) -> NoticeDraft {
    let paper = NoticeText::read(text.as_bytes(), None).expect("a text");
    notice::draft(&paper, &seed().info, city)
}

/// The round that a draft makes, with the roster of its notice.
fn round(draft: &NoticeDraft) -> Round {
    let wish = Wish {
        city: "",
        year: None,
        schedule: Schedule::File(draft.written()),
        units: vec!["清水县农业农村局", "直接登记"],
    };
    documents(&builtin_documents(), &wish).expect("a round").1
}

/// Milestones as id, day and whom they concern.
fn milestones(info: &RoundInfo) -> Vec<(&str, String, PopulationRule)> {
    let all = info.milestones.iter();
    all.map(|one| (one.id.as_str(), one.due_on.to_string(), one.population))
        .collect()
}

fn unread(draft: &NoticeDraft) -> String {
    let lines = draft.unread.iter();
    let lines = lines.map(|(quote, why)| format!("{why}（{}）：{}\n", quote.place, quote.text));
    lines.collect()
}

#[test]
fn a_notice_of_the_same_make_gives_the_round_that_is_shipped() {
    let text = SAME_MAKE.replace("@名册@", &listed(&of_seed()));
    let draft = draft(&text, None);
    assert_eq!(unread(&draft), "");
    let made = round(&draft).info;
    let seed = seed();
    let shipped = &seed.info;
    assert_eq!(milestones(&made), milestones(shipped));
    for (made, shipped) in made.milestones.iter().zip(&shipped.milestones) {
        assert_eq!(made.lead, shipped.lead, "{}", made.id);
        assert_eq!(made.participants, shipped.participants, "{}", made.id);
        assert_eq!(made.addressed_to, shipped.addressed_to, "{}", made.id);
        assert_eq!(made.reaches_stage, shipped.reaches_stage, "{}", made.id);
    }
    let dates = |info: &RoundInfo| {
        let all = info.dates.iter();
        all.map(|one| {
            (
                one.id.clone(),
                one.printed.clone(),
                one.from,
                one.to,
                one.against.clone(),
            )
        })
        .collect::<Vec<_>>()
    };
    assert_eq!(dates(&made), dates(shipped));
    let bodies = |info: &RoundInfo| {
        let all = info.bodies.iter();
        all.map(|one| (one.name.clone(), one.duties.is_empty()))
            .collect::<Vec<_>>()
    };
    assert_eq!(bodies(&made), bodies(shipped));
    assert_eq!(made.scope.suffixes, shipped.scope.suffixes);
    assert_eq!(made.scope.open_ended, shipped.scope.open_ended);
    assert_eq!(made.thresholds, shipped.thresholds);
    assert_eq!(made.notice.issuers, shipped.notice.issuers);
    assert_eq!(made.notice.dated_on, shipped.notice.dated_on);
    assert_eq!((&made.city, made.year), (&shipped.city, shipped.year));
    let group = (&made.working_group, &shipped.working_group);
    assert_eq!(group.0.deputies, group.1.deputies);
    assert_eq!(group.0.office_at, group.1.office_at);
    // The roster of the same file is read by the same reader as ever.
    let roster = reading::read(text.as_bytes(), &plan::ReadOptions::default()).expect("a roster");
    assert_eq!((roster.rows.len(), roster.problems.len()), (150, 0));
    assert_eq!(roster.count(Status::Planned), 113);
}

#[test]
fn each_proposal_stands_in_the_file_under_its_place_and_can_be_edited() {
    let draft = draft(SAME_MAKE, None);
    let written = draft.written();
    let at = SAME_MAKE
        .lines()
        .position(|line| line.contains("2020年7月31日前"));
    let line = at.expect("the line of M4") + 1;
    assert!(
        written.contains(&format!("# 第 {line} 行：2020年7月31日前，")),
        "{written}"
    );
    assert!(
        written.contains(&format!("source = \"通知第 {line} 行\"")),
        "{written}"
    );
    for part in &draft.parts {
        let place = part.quote.as_ref().expect("a place").place.as_str();
        assert!(written.contains(place), "{}", part.says);
    }
    let edited = written.replace("2020-07-31", "2020-08-03");
    let wish = Wish {
        city: "",
        year: None,
        schedule: Schedule::File(edited),
        units: vec!["直接登记"],
    };
    let (_, round) = documents(&builtin_documents(), &wish).expect("a round");
    assert_eq!(round.milestones().raw[3].due_on, date("2020-08-03"));
}

#[test]
fn a_county_in_stages_has_its_own_words_everywhere() {
    let text = COUNTY.replace("@名册@", &listed(&of_county()));
    let draft = draft(&text, None);
    assert_eq!(draft.city.as_deref(), Some("清水县"));
    let round = round(&draft);
    let info = &round.info;
    assert_eq!(
        milestones(info),
        [
            ("M1", "2021-03-20".to_owned(), Once),
            ("M2", "2021-03-20".to_owned(), UnitsWithPlanned),
            ("M3", "2021-04-15".to_owned(), UnitsWithPlanned),
            ("M4", "2021-04-30".to_owned(), PlannedAssociations),
            ("M5", "2021-05-15".to_owned(), UnitsWithPlanned),
            ("M9", "2021-05-20".to_owned(), PlannedAssociations),
            ("M6", "2021-05-31".to_owned(), PlannedAssociations),
            ("M7", "2021-06-30".to_owned(), PlannedAssociations),
            ("M8", "2021-07-12".to_owned(), Once),
            ("M10", "2021-07-20".to_owned(), PlannedAssociations),
        ]
    );
    // What the notice does not say is said to be so, by day and in words.
    assert!(
        draft.missing.iter().any(|what| what.starts_with("节点 M5")),
        "{:?}",
        draft.missing
    );
    assert!(
        draft.missing.iter().any(|what| what.starts_with("节点 M8")),
        "{:?}",
        draft.missing
    );
    assert!(
        info.milestones
            .iter()
            .any(|one| one.id == "M5" && one.remark.is_some())
    );
    assert_eq!(info.dates.len(), 1, "{:?}", info.dates);
    assert_eq!(info.dates[0].to, date("2021-07-31"));
    assert_eq!(info.notice.number.as_deref(), Some("清民〔2021〕7号"));
    assert_eq!(info.notice.dated_on, date("2021-03-01"));
    assert_eq!(info.notice.issuers, ["清水县民政局"]);
    assert_eq!(info.working_group.head, "分管副县长");
    assert_eq!(
        info.working_group.deputies,
        ["县政府办主任", "县民政局局长"]
    );
    assert_eq!(info.working_group.office_at, "县民政局");
    let bodies: Vec<&str> = info.bodies.iter().map(|body| body.name.as_str()).collect();
    assert_eq!(bodies.len(), 8, "{bodies:?}");
    assert_eq!(info.bodies[0].duties, ["统筹协调", "督促检查"]);
    let told = unread(&draft);
    assert!(told.contains("县交通局"), "{told}");
    assert!(told.contains("加强宣传"), "{told}");
    // No word of a city is left in what the checklist asks of whom.
    for body in round.items.iter().flat_map(ItemDef::bodies) {
        assert!(!body.starts_with('市'), "{body}");
    }
    // 市机关事务中心 of the frame is what this notice calls it.
    let mut offices = round.items.iter().flat_map(ItemDef::bodies);
    assert!(offices.any(|body| body == "县机关事务服务中心"));
}

#[test]
fn another_order_of_chapters_and_several_dates_in_a_sentence() {
    let draft = draft(OTHER_ORDER, None);
    assert_eq!(draft.city.as_deref(), Some("河东市"));
    let round = round(&draft);
    let day = |id: &str| {
        let at = round.milestone_ix(id).expect("a milestone");
        round.milestones()[at].due_on
    };
    for (id, due_on) in [
        ("M2", "2022-06-01"),
        ("M4", "2022-06-20"),
        ("M6", "2022-06-30"),
        ("M7", "2022-09-10"),
        ("M5", "2022-09-15"),
        ("M8", "2022-10-08"),
    ] {
        assert_eq!(day(id), date(due_on), "{id}");
    }
    let thresholds = &round.info.thresholds;
    assert_eq!(
        (
            thresholds.training_min_associations,
            thresholds.training_inclusive
        ),
        (5, true)
    );
    assert_eq!(round.info.scope.suffixes, ["协会", "商会"]);
    assert!(!round.info.scope.open_ended);
    assert_eq!(round.info.bodies.len(), 4);
    assert_eq!(round.info.bodies[2].duties, ["资产核实", "审批使用方案"]);
    // A third of a month is no day.
    assert!(
        unread(&draft).contains("期限不是一天"),
        "{}",
        unread(&draft)
    );
}

#[test]
fn a_notice_without_a_list_says_what_it_has_and_takes_the_roster_from_elsewhere() {
    let draft = draft(NO_LIST, None);
    let round = round(&draft);
    assert_eq!(round.info.city, "西岭区");
    let day = |id: &str| round.milestones()[round.milestone_ix(id).expect("there")].due_on;
    assert_eq!(
        (day("M4"), day("M7")),
        (date("2021-04-30"), date("2021-06-30"))
    );
    // The others lie between, in their order, and are said to be missing; what is over is no deadline.
    assert!(day("M1") <= day("M4") && day("M6") >= day("M4") && day("M6") <= day("M7"));
    assert!(round.info.dates.is_empty(), "{:?}", round.info.dates);
    assert_eq!(
        draft
            .missing
            .iter()
            .filter(|what| what.starts_with("节点"))
            .count(),
        6
    );

    let home = Home::new();
    let (paper, roster) = (home.path("意见.txt"), home.path("名册.csv"));
    std::fs::write(&paper, NO_LIST).expect("written");
    let grid =
        cells("序号 | 名称 | 业务主管单位 | 备注\n1 | 西岭区茶叶协会 | 西岭区商务局 | 拟脱钩");
    std::fs::write(&roster, crate::roster_files::text(&grid, b',')).expect("written");
    new(&home, &paper).assert().code(1).stderr(
        predicate::str::contains("通知里没有读到名册").and(predicate::str::contains("--roster")),
    );
    new(&home, &paper)
        .arg("--roster")
        .arg(&roster)
        .assert()
        .success()
        .stdout(
            predicate::str::contains("节点 M2 推进会")
                .and(predicate::str::contains("已新建 西岭区 2021")),
        );
}

fn new(home: &Home, from: &PathBuf) -> Command {
    let mut command = home.bare_program();
    command.arg("new").arg("--from").arg(from);
    command
}

/// A Word file with these lines as paragraphs before its table.
fn word(text: &str, roster: &Cells) -> Vec<u8> {
    let lines = text.lines().filter(|line| *line != "@名册@");
    let paragraph =
        |line: &str| format!("<w:p><w:r><w:t xml:space=\"preserve\">{line}</w:t></w:r></w:p>");
    let paragraphs: String = lines.map(paragraph).collect();
    edited(&docx(std::slice::from_ref(roster)), |_, name, bytes| {
        if name == "word/document.xml" {
            let xml = String::from_utf8(std::mem::take(bytes)).expect("UTF-8");
            *bytes = xml
                .replacen("<w:body>", &format!("<w:body>{paragraphs}"), 1)
                .into_bytes();
        }
    })
}

#[test]
fn a_word_file_alone_makes_the_ledger_and_a_draft_makes_none() {
    let home = Home::new();
    let (from, to) = (home.path("通知.docx"), home.path("县.toml"));
    std::fs::write(&from, word(COUNTY, &of_county())).expect("written");
    new(&home, &from)
        .arg("--draft")
        .arg(&to)
        .assert()
        .success()
        .stdout(predicate::str::contains("第 3 段").and(predicate::str::contains("--milestones")));
    assert!(!home.ledger().exists());
    new(&home, &from)
        .arg("--draft")
        .arg(&to)
        .assert()
        .code(1)
        .stderr(predicate::str::contains("已经存在"));
    let made = new(&home, &from)
        .args(["--format", "json"])
        .output()
        .expect("runs");
    let made: Value = serde_json::from_slice(&made.stdout).expect("JSON");
    assert_eq!(
        (&made["city"], &made["total"]),
        (&"清水县".into(), &3.into())
    );
    let proposals = made["notice"]["proposals"].as_array().expect("a list");
    assert!(
        proposals
            .iter()
            .any(|one| one["says"].as_str().is_some_and(|says| says.contains("M4")))
    );
    // The draft is the same round.
    let again = home.path("again.db");
    new(&home, &from)
        .arg("--milestones")
        .arg(&to)
        .arg("--out")
        .arg(&again)
        .assert()
        .success();
    let timeline = |ledger: &PathBuf| {
        let mut command = home.bare_program();
        command.arg("--ledger").arg(ledger).args([
            "timeline",
            "--as-of",
            "2021-04-01",
            "--format",
            "csv",
        ]);
        command.output().expect("runs").stdout
    };
    assert_eq!(timeline(&home.ledger()), timeline(&again));
}

#[test]
fn what_nobody_sees_in_a_notice_reaches_neither_terminal_nor_draft() {
    let home = Home::new();
    let (from, to) = (home.path("通知.txt"), home.path("n.toml"));
    let odd = "\u{1b}[2J\u{7}\u{9b}31m\u{202e}\u{200b}";
    let text = NO_LIST.replace("主管单位", &format!("主管{odd}单位"));
    std::fs::write(&from, text).expect("written");
    let output = new(&home, &from)
        .arg("--draft")
        .arg(&to)
        .output()
        .expect("runs");
    assert!(output.status.success());
    let said = String::from_utf8(output.stdout).expect("UTF-8");
    let draft = std::fs::read_to_string(&to).expect("the draft");
    for text in [said, draft] {
        assert!(text.contains("M4"));
        assert!(
            !text.contains(|c: char| c.is_control() && c != '\n'),
            "{text:?}"
        );
        assert!(!text.contains(['\u{202e}', '\u{200b}']), "{text:?}");
    }
    // What is no text at all is refused with its name.
    std::fs::write(&from, [0xff_u8, 0xd8, 0, 1, 2, 3]).expect("written");
    new(&home, &from)
        .assert()
        .code(1)
        .stderr(predicate::str::contains("通知.txt"));
}

#[test]
fn whatever_a_notice_says_its_draft_is_a_round_or_names_the_place() {
    let whole = SAME_MAKE.replace("@名册@", "");
    let lines: Vec<&str> = whole.lines().collect();
    let mut rounds = 0;
    // Without any one of its lines, and with any two lines changed over.
    for at in 0..lines.len() {
        for other in [None, Some((at + 7) % lines.len())] {
            let mut lines = lines.clone();
            match other {
                None => drop(lines.remove(at)),
                Some(other) => lines.swap(at, other),
            }
            let draft = draft(&lines.join("\n"), Some("开封市"));
            if !draft.has_schedule {
                continue;
            }
            let wish = Wish {
                city: "",
                year: None,
                schedule: Schedule::File(draft.written()),
                units: Vec::new(),
            };
            match documents(&builtin_documents(), &wish) {
                Ok((documents, _)) => drop(parse_round(&documents).expect("reads again")),
                Err(error) => assert!(error.to_string().contains('M'), "{error}"),
            }
            rounds += 1;
        }
    }
    assert!(rounds > 80, "{rounds}");
}
