//! The page for the leader: one file that needs nothing else, with every sum in words, drawn
//! from the history, safe against names that look like HTML; looked at by a real browser.

use std::path::Path;
use std::process::Command as Browser;
use std::sync::Arc;

use assert_cmd::Command as Program;
use chrono::TimeDelta;
use predicates::prelude::*;
use tuogou::app::session::{Moment, Session};
use tuogou::domain::change::{Entry, Subject};
use tuogou::domain::command::Command;
use tuogou::domain::ledger::{Ledger, RosterRow};
use tuogou::domain::model::{ItemState, Status};
use tuogou::exchange::letter::{LetterTemplate, LetterWriter};
use tuogou::exchange::report::{Burn, LeaderReport, ReportMade, fingerprint};
use tuogou::exchange::seed;

use crate::support::{Home, date, instant, moment};

fn made() -> ReportMade {
    ReportMade {
        by: "张三".into(),
        at: "2020-08-05 09:00".into(),
        code: "ABCD-EFGH".into(),
    }
}

fn tick(session: &mut Session, ledger: &mut Ledger, no: u32, item: &str, on: &str) {
    let command = Command::SetItem {
        association: no,
        item: item.into(),
        state: Some(ItemState::Done),
        note: None,
        evidence: None,
    };
    let receipt = session.execute(ledger, &command, moment(on));
    receipt.expect("ticked");
}

/// A ledger in which somebody has worked from June to August.
fn worked() -> (Home, Session, Ledger) {
    let home = Home::new();
    let (mut session, mut ledger) = home.open("张三");
    for (on, nos) in [("2020-06-24", 29..35), ("2020-07-20", 115..128)] {
        for no in nos {
            for item in ["P7", "P2", "P4", "P5", "A1"] {
                tick(&mut session, &mut ledger, no, item, on);
            }
        }
    }
    let mark = Command::Mark {
        milestone: "M1".into(),
        subject: Subject::City,
        on: date("2020-06-16"),
    };
    let receipt = session.execute(&mut ledger, &mark, moment("2020-08-03"));
    receipt.expect("marked");
    (home, session, ledger)
}

fn page(ledger: &Ledger, entries: &[Entry], as_of: &str) -> String {
    let writer = LetterWriter::new(ledger, entries, date(as_of), made());
    let template = &ledger.round().templates[LetterTemplate::Report.file()];
    writer.page(template).expect("the template is good")
}

#[test]
fn the_page_holds_every_sum_in_words() {
    let (_home, session, ledger) = worked();
    let entries = session.entries().expect("the history");
    let page = page(&ledger, &entries, "2020-08-05");
    let text = visible(&page);
    for part in [
        "基准日 2020年8月5日（周三）",
        "距下一节点 10 天 督导进展，2020-08-15",
        "完成脱钩 0 / 113 家 名册 150 家，此前已脱钩 37 家",
        "95/5125 项",
        "历史已脱钩 37",
        "机构分离 19/565 3% 0/113 家",
        "M4 报送方案 2020-07-31 周五 业务主管单位 19/113 已过 5 红",
        "按计划应办结 831 项，实际办结 95 项，共 5125 项",
        "张三 于 2020-08-05 09:00 由台账生成",
        "ABCD-EFGH",
    ] {
        assert!(text.contains(part), "{part} is not in\n{text}");
    }
    // Every chart says what it shows: a title and a sentence, or a label.
    let charts = page.matches("role=\"img\"").count();
    let named =
        page.matches("aria-labelledby=\"t-").count() + page.matches("aria-label=\"").count();
    assert_eq!(charts, named);
    assert_eq!(page.matches("<desc ").count(), 2);
    // Nothing comes from elsewhere and nothing runs.
    for foreign in ["<script", "http://", "https://", "src=", "@import", "url("] {
        assert!(!page.contains(foreign), "{foreign}");
    }
}

#[test]
fn the_same_ledger_gives_the_same_page_and_another_history_another_hash() {
    let (_home, mut session, mut ledger) = worked();
    let entries = session.entries().expect("the history");
    let before = page(&ledger, &entries, "2020-08-05");
    assert_eq!(before, page(&ledger, &entries, "2020-08-05"));
    let hash = fingerprint(&ledger, &entries);
    session
        .undo(&mut ledger, moment("2020-08-05"))
        .expect("taken back");
    let entries = session.entries().expect("the history");
    assert_ne!(hash, fingerprint(&ledger, &entries));
}

#[test]
fn at_any_time_of_the_round_and_long_after_there_is_a_page() {
    let (_home, session, ledger) = worked();
    let entries = session.entries().expect("the history");
    for (day, part) in [
        ("2020-06-01", "距下一节点 15 天"),
        ("2020-06-16", "距下一节点 0 天"),
        ("2020-09-30", "距下一节点 0 天 总结大会"),
        ("2020-10-01", "距下一节点 19 天 全市总目标"),
        ("2020-10-20", "距下一节点 0 天 全市总目标"),
        ("2020-10-21", "最后节点已过 21 天"),
        ("2026-11-24", "最后节点已过 2246 天"),
    ] {
        let page = page(&ledger, &entries, day);
        let text = visible(&page);
        assert!(text.contains(part), "{day}: {part} is not in\n{text}");
        assert!(!page.contains("NaN") && !page.contains("inf\""), "{day}");
        let later = text.contains("条登记的基准日晚于");
        assert_eq!(later, day < "2020-08-03", "{day}");
    }
}

#[test]
fn the_burn_up_is_what_is_done_by_the_day_that_it_counts_for() {
    let (_home, mut session, mut ledger) = worked();
    // Entered last, but for a day in between; what is taken back was never done.
    let later = Moment {
        at: instant() + TimeDelta::days(5),
        as_of: date("2020-07-25"),
    };
    tick(&mut session, &mut ledger, 40, "P2", "2020-07-01");
    tick(&mut session, &mut ledger, 41, "P2", "2020-07-01");
    session.undo(&mut ledger, later).expect("taken back");
    let burn = Burn::new(&ledger, date("2020-08-05"));
    let done: Vec<(String, usize)> = burn
        .done
        .iter()
        .map(|point| (point.on.to_string(), point.items))
        .collect();
    let expected = [
        ("2020-06-16", 0),
        ("2020-06-24", 30),
        ("2020-07-01", 31),
        ("2020-07-20", 96),
        ("2020-08-05", 96),
    ];
    let expected = expected.map(|(on, items)| (on.to_owned(), items));
    assert_eq!(done, expected);
    assert_eq!(
        burn.planned.last().map(|point| point.items),
        Some(burn.total)
    );
}

#[test]
fn names_that_look_like_html_stay_names() {
    let hostile = "甲<script>alert(1)</script>\"协会'&";
    let unit = "某局\"><img src=x onerror=alert(1)>|**";
    let round = seed::parse_round(&seed::builtin_documents()).expect("the round");
    let roster = vec![RosterRow {
        no: 1,
        name: hostile.into(),
        printed_unit: unit.into(),
        status: Status::Planned,
    }];
    let ledger = Ledger::new(&Arc::new(round), roster).expect("a ledger");
    let by = ReportMade {
        by: "<b>李四</b>".into(),
        at: "2020-08-05 09:00".into(),
        code: "ABCD-EFGH".into(),
    };
    let writer = LetterWriter::new(&ledger, &[], date("2020-08-05"), by);
    let templates = &ledger.round().templates;
    let page = writer.page(&templates[LetterTemplate::Report.file()]);
    let page = page.expect("the template is good");
    for part in ["<script", "<img", "<b>李四", "onerror=alert(1)>|"] {
        assert!(!page.contains(part), "{part}");
    }
    assert!(
        page.contains("&lt;img src=x onerror=alert(1)&gt;|**"),
        "{page}"
    );
    let letter = writer
        .remind(
            &templates[LetterTemplate::Remind.file()],
            0.into(),
            date("2020-08-10"),
        )
        .expect("the template is good")
        .expect("is late");
    // In a table the bar is escaped, so that the row keeps its columns.
    assert!(letter.text.contains(r"\|\*\*"), "{}", letter.text);
    let bare = letter.text.replace(r"\<", "");
    assert!(!bare.contains('<'), "{}", letter.text);
}

#[test]
fn one_who_is_alone_or_a_round_that_is_done_can_be_drawn() {
    let round = Arc::new(seed::parse_round(&seed::builtin_documents()).expect("the round"));
    for status in [Status::Planned, Status::Decoupled] {
        let roster = vec![RosterRow {
            no: 1,
            name: "甲协会".into(),
            printed_unit: "某局".into(),
            status,
        }];
        let ledger = Ledger::new(&round, roster).expect("a ledger");
        let page = page(&ledger, &[], "2020-08-05");
        assert!(!page.contains("NaN"));
    }
    let empty = Ledger::new(&round, Vec::new()).expect("a ledger");
    assert!(page(&empty, &[], "2020-08-05").contains("</html>"));
    let report = LeaderReport::new(&empty, &[], date("2020-08-05"), made());
    assert_eq!((report.sums.total, report.units.len()), (0, 0));
}

#[test]
fn the_command_writes_one_file_and_says_the_hash() {
    let (home, session, _) = worked();
    let code = session.head().code();
    let path = home.path("进展.html");
    let export = || {
        let mut program = Program::cargo_bin("tuogou").expect("the binary is built");
        program
            .env_clear()
            .env("HOME", home.path("home"))
            .env("TUOGOU_LEDGER", home.ledger())
            .args([
                "export",
                "report",
                "--html",
                "--as-of",
                "2020-08-05",
                "--out",
            ])
            .arg(&path);
        program
    };
    export()
        .assert()
        .success()
        .stdout(predicate::str::contains(code.to_string()));
    let page = std::fs::read_to_string(&path).expect("written");
    assert!(page.contains(&code.to_string()));
    export()
        .assert()
        .code(1)
        .stderr(predicate::str::contains("已经存在"));
    export().arg("--force").assert().success();
    export()
        .args(["--format", "docx"])
        .assert()
        .code(2)
        .stderr(predicate::str::contains(
            "--format 不能与 export report 同用",
        ));
}

/// The text between the tags, spaces drawn together.
fn visible(page: &str) -> String {
    let body = page.split("<main>").nth(1).expect("a body");
    let mut text = String::new();
    let mut inside = false;
    for c in body.chars() {
        match c {
            '<' => inside = true,
            '>' => {
                inside = false;
                text.push(' ');
            }
            c if !inside => text.push(c),
            _ => {}
        }
    }
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[allow(
    clippy::disallowed_methods,
    reason = "the program runs no other; its test does"
)]
/// Runs the browser on a file; `None` where there is no browser.
fn browse(home: &Home, page: &Path, more: &[&str]) -> Option<(String, String)> {
    let browser = ["/usr/bin/chromium", "/usr/bin/chromium-browser"];
    let browser = browser.into_iter().find(|path| Path::new(path).exists())?;
    let profile = format!("--user-data-dir={}", home.path("profile").display());
    let output = Browser::new(browser)
        .args([
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            "--disable-quic",
        ])
        .args(["--no-first-run", "--disable-background-networking"])
        .args(["--disable-component-update", "--disable-sync"])
        .args([
            "--enable-logging=stderr",
            "--window-size=1200,2000",
            &profile,
        ])
        .args(more)
        .arg(format!("file://{}", page.display()))
        .output()
        .expect("the browser runs");
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    Some((text(&output.stdout), text(&output.stderr)))
}

#[test]
fn a_browser_shows_it_without_complaint_in_both_themes() {
    let (home, session, ledger) = worked();
    let entries = session.entries().expect("the history");
    let path = home.path("page.html");
    std::fs::write(&path, page(&ledger, &entries, "2020-08-05")).expect("written");
    let Some((dom, log)) = browse(&home, &path, &["--dump-dom"]) else {
        println!("skipped: there is no Chromium here (Debian's package chromium)");
        return;
    };
    assert!(!log.contains("CONSOLE"), "{log}");
    assert!(visible(&dom).contains("开封市教育体育局"), "{dom}");
    let mut sizes = Vec::new();
    for theme in ["1", "0"] {
        let picture = home.path(&format!("page-{theme}.png"));
        let shot = format!("--screenshot={}", picture.display());
        let theme = format!("--blink-settings=preferredColorScheme={theme}");
        let (_, log) = browse(&home, &path, &[&shot, &theme]).expect("it ran before");
        assert!(!log.contains("CONSOLE"), "{log}");
        let bytes = std::fs::read(&picture).expect("a picture");
        assert!(bytes.starts_with(b"\x89PNG"));
        // An empty page of this size packs into less than 20,000 bytes.
        assert!(bytes.len() > 100_000, "{} bytes", bytes.len());
        sizes.push(bytes);
    }
    assert_ne!(sizes[0], sizes[1], "light and dark look the same");
}
