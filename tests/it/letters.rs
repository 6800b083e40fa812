//! Letters: who is late by how many days and whose duty it is, what changed since a day, all
//! sums; from templates that an office may change.

use assert_cmd::Command as Program;
use predicates::prelude::*;
use tuogou::app::session::Session;
use tuogou::domain::change::{Entry, Subject};
use tuogou::domain::command::Command;
use tuogou::domain::ledger::Ledger;
use tuogou::domain::model::{ItemState, Status};
use tuogou::domain::note::Note;
use tuogou::exchange::letter::{LetterTemplate, LetterWriter, TemplateError};
use tuogou::exchange::package::Package;
use tuogou::exchange::report::ReportMade;
use tuogou::exchange::word::{self, WordBlock};

use crate::support::{Home, date, moment};

/// A ledger with a history.
struct Desk {
    session: Session,
    ledger: Ledger,
    _home: Home,
}

impl Desk {
    fn new() -> Self {
        let home = Home::new();
        let (session, ledger) = home.open("张三");
        Self {
            session,
            ledger,
            _home: home,
        }
    }

    fn mark(&mut self, milestone: &str, subject: Subject, on: &str) -> &mut Self {
        let command = Command::Mark {
            milestone: milestone.into(),
            subject,
            on: date(on),
        };
        let receipt = self.session.execute(&mut self.ledger, &command, moment(on));
        receipt.expect("marked");
        self
    }

    fn tick(&mut self, association: u32, item: &str, on: &str) -> &mut Self {
        let command = Command::SetItem {
            association,
            item: item.into(),
            state: Some(ItemState::Done),
            note: None,
            evidence: None,
        };
        let receipt = self.session.execute(&mut self.ledger, &command, moment(on));
        receipt.expect("ticked");
        self
    }

    fn entries(&self) -> Vec<Entry> {
        self.session.entries().expect("the history")
    }

    fn template(&self, template: LetterTemplate) -> &str {
        &self.ledger.round().templates[template.file()]
    }

    fn remind(&self, unit: &str, as_of: &str) -> Option<String> {
        let entries = self.entries();
        let writer = LetterWriter::new(&self.ledger, &entries, date(as_of), made());
        let unit = self.ledger.unit_ix(unit).expect("a unit");
        let template = self.template(LetterTemplate::Remind);
        let letter = writer.remind(template, unit, writer.return_on());
        letter
            .expect("the template is good")
            .map(|letter| letter.text)
    }

    fn to_all(&self, template: LetterTemplate, as_of: &str, since: &str) -> String {
        let entries = self.entries();
        let writer = LetterWriter::new(&self.ledger, &entries, date(as_of), made());
        let text = self.template(template);
        let letter = match template {
            LetterTemplate::Circular => writer.circular(text),
            LetterTemplate::Weekly => writer.weekly(text, date(since)),
            _ => writer.summary(text),
        };
        letter.expect("the template is good").text
    }

    fn check(&self, template: LetterTemplate, text: &str) -> Result<(), TemplateError> {
        let entries = self.entries();
        LetterWriter::new(&self.ledger, &entries, date("2020-08-05"), made()).check(template, text)
    }
}

fn made() -> ReportMade {
    ReportMade {
        by: "张三".into(),
        at: "2020-08-05 09:00".into(),
        code: "ABCD-EFGH".into(),
    }
}

#[track_caller]
fn has(text: &str, parts: &[&str]) {
    for part in parts {
        assert!(text.contains(part), "{part} is not in\n{text}");
    }
}

#[test]
fn a_reminder_says_what_is_late_by_how_many_days_and_whose_duty_it_is() {
    // 科协 has 7 associations; one of them has handed its papers in.
    let mut desk = Desk::new();
    let unit = "开封市科学技术协会";
    desk.mark("M2", Subject::Unit(unit.into()), "2020-06-26");
    let first = 74;
    for item in ["P2", "P4", "P5", "B1"] {
        desk.tick(first, item, "2020-07-30");
    }
    let text = desk.remind(unit, "2020-08-05").expect("is late");
    has(
        &text,
        &[
            "# 关于办结脱钩逾期事项的督办通知",
            "抄送：市委市政府督察局。",
            "开封市科学技术协会：",
            "最长逾期40天",
            // The unit has held no training; its associations have not handed in.
            "| 脱钩业务培训 | 对所属协会开展业务培训 | 2020-07-10 | 26天 | 0/1 | 开封市科学技术协会、市民政局 |",
            "| 报送方案 | 脱钩方案和基本情况表报市民政局 | 2020-07-31 | 5天 | 1/7 | 开封市科学技术协会 |",
            "| 主管单位成立脱钩工作机构并明确专人 | 2020-06-26 | 40天 | 本单位 |",
            "| 协会成立脱钩工作小组并明确组长 | 2020-07-31 | 5天 | 6 家：序号 73、75至79 |",
            "| 各协会 |",
            // Five days, as the round has it.
            "请于**2020年8月10日（周一）前**",
            "> 2020年8月5日",
        ],
    );
    assert!(!text.contains("推进会"), "it was there:\n{text}");
    assert!(!text.contains("督导"), "not due yet:\n{text}");
    // A day before anything was due nobody is reminded of anything.
    assert_eq!(Desk::new().remind(unit, "2020-06-26"), None);
    // On the first late days it is no 督办单 yet.
    let text = Desk::new().remind(unit, "2020-06-30").expect("is late");
    has(
        &text,
        &["事项的催办通知", "| 推进会 |", "4天", "联合工作组召集"],
    );
}

#[test]
fn on_the_real_date_every_letter_counts_in_years() {
    let desk = Desk::new();
    let text = desk
        .remind("开封市科学技术协会", "2026-11-24")
        .expect("is late");
    has(
        &text,
        &[
            "截至2026年11月24日",
            "最长逾期2342天",
            "## 四、由其他部门牵头、请配合的逾期事项",
            "| 批复方案 | 2020-08-28 | 2279天 | 7/7 | 市发展改革委、市民政局 |",
        ],
    );
    let text = desk.to_all(LetterTemplate::Circular, "2026-11-24", "");
    has(&text, &["全部节点日期已过", "2020年9月30日）已2246天"]);
    let text = desk.to_all(LetterTemplate::Weekly, "2026-11-24", "2026-11-17");
    has(
        &text,
        &["本期台账没有新的登记", "还有113家未完成脱钩，请逐家销号"],
    );
}

#[test]
fn units_that_are_gone_or_outside_the_city_are_spoken_to_as_such() {
    let desk = Desk::new();
    let text = desk.remind("原开封市质量技术监督局", "2020-08-05");
    let text = text.expect("is late");
    has(
        &text,
        &[
            "承接原开封市质量技术监督局职责的单位：",
            "请先确认承接脱钩任务的单位",
            "该单位所属1家协会",
        ],
    );
    assert!(!text.contains("贵单位"), "{text}");
    // It is 40 days late, and asked all the same: it is not the city's to order.
    let text = desk
        .remind("河南省通信管理局", "2020-08-05")
        .expect("is late");
    has(
        &text,
        &[
            "# 关于商请支持办理行业协会商会脱钩事项的函",
            "省级或垂直管理，下列事项商请支持办理",
            "请予支持，并于",
            "函复",
        ],
    );
    assert!(!text.contains("督办") && !text.contains("抓紧"), "{text}");
    // All of its associations were separated before: there is nothing to remind it of.
    assert_eq!(desk.remind("开封市工商业联合会", "2026-11-24"), None);
}

#[test]
fn the_circular_ranks_units_by_what_is_done_and_equals_share_a_rank() {
    let mut desk = Desk::new();
    desk.tick(2, "P1", "2020-07-01").tick(2, "P2", "2020-07-01");
    desk.tick(3, "P1", "2020-07-01");
    let text = desk.to_all(LetterTemplate::Circular, "2020-08-05", "");
    has(
        &text,
        &[
            "行业协会商会150家，其中已脱钩37家、拟脱钩113家",
            "距下一个节点（督导进展，2020年8月15日）还有10天",
            "| 1 | 河南省通信管理局 | 1 | 0 | 1 | 0 | 2/46 | 4% | 6 |",
            "| 2 | 开封市残疾人联合会 | 1 | 0 | 1 | 0 | 1/46 | 2% | 7 |",
            "| 3 | 开封市教育体育局 | 44 | 0 | 44 |",
            "直接登记的12家协会没有业务主管单位",
            "# 关于开封市行业协会商会脱钩改革进展情况的通报",
            "以下33个单位请对照催办单",
        ],
    );
    assert!(
        !text.contains("直接登记所属") && !text.contains("、直接登记"),
        "{text}"
    );
    let last = text.matches("\n| 3 | ").count();
    assert_eq!(last, 31, "{text}");
    let text = desk.to_all(LetterTemplate::Circular, "2020-06-20", "");
    has(&text, &["没有到期未办的事项"]);
}

#[test]
fn the_weekly_report_counts_what_the_history_says_since_a_day() {
    let mut desk = Desk::new();
    desk.tick(29, "P7", "2020-07-20");
    desk.tick(29, "P2", "2020-07-30")
        .tick(29, "B1", "2020-08-03");
    desk.tick(30, "P7", "2020-08-04");
    // What was taken back was not done.
    desk.session
        .undo(&mut desk.ledger, moment("2020-08-04"))
        .expect("taken back");
    desk.mark("M4", Subject::Association(29), "2020-08-04");
    let text = desk.to_all(LetterTemplate::Weekly, "2020-08-05", "2020-07-29");
    has(
        &text,
        &[
            "> 2020年7月29日至2020年8月5日",
            // The mark stands for P4 and P5.
            "| 清单事项办结 | 1 | 5 | +4 |",
            "| 报送方案 | 0 | 1 | +1 | 113 |",
            "| 开封市教育体育局 | 1 | 5 | +4 |",
            "| 29 | 开封市钓鱼协会 | 未启动 |",
            "| 协会成立脱钩工作小组并明确组长 | 0家 | 1家 | +1 | 113家 |",
            "**2020年8月15日（周六，还有10天）**：督导进展",
        ],
    );
    assert!(!text.contains("信鸽"), "{text}");
    assert!(!text.contains("7月20日"), "{text}");
}

#[test]
fn the_summary_holds_all_sums() {
    let mut desk = Desk::new();
    desk.mark("M1", Subject::City, "2020-06-16");
    desk.tick(29, "A1", "2020-07-20");
    let text = desk.to_all(LetterTemplate::Summary, "2020-10-01", "");
    has(
        &text,
        &[
            "| 名册所列行业协会商会 | 150 |",
            "| 其中此前已脱钩 | 37 |",
            "| 其中本轮拟脱钩 | 113 |",
            "**机构分离**：应办565项，办结1项（0%），113家中0家全部办结。",
            "1. 联合工作组会议：计划2020年6月16日，2020年6月16日办结，按期。",
            "2. 推进会：计划2020年6月26日，完成0/",
            "| 29 | 开封市钓鱼协会 | 开封市教育体育局 |",
            "还有113家协会没有完成脱钩",
        ],
    );
    let planned = desk.ledger.associations().iter();
    let planned = planned.filter(|one| one.status == Status::Planned).count();
    assert_eq!(planned, 113);
}

#[test]
fn a_letter_is_signed_in_full_and_says_whom_to_call_once_that_is_known() {
    let mut desk = Desk::new();
    let signed = "> 开封市行业协会商会与行政机关脱钩改革工作联合工作组办公室";
    let unit = "开封市科学技术协会";
    let text = desk.remind(unit, "2020-08-05").expect("is late");
    has(&text, &[signed, "联合工作组办公室（设在市民政局）"]);
    has(
        &text,
        &[
            "联系人：＿＿＿＿；电话：＿＿＿＿。",
            "> ＿＿＿＿〔2020〕＿＿号",
        ],
    );
    let command = Command::Note {
        subject: Subject::Unit("开封市民政局".into()),
        note: Note::contact("李某", "0371-22222222"),
    };
    let moment = moment("2020-08-01");
    let done = desk.session.execute(&mut desk.ledger, &command, moment);
    done.expect("recorded");
    let text = desk.remind(unit, "2020-08-05").expect("is late");
    has(&text, &["联系人：李某 0371-22222222。"]);
    for kind in [
        LetterTemplate::Circular,
        LetterTemplate::Weekly,
        LetterTemplate::Summary,
    ] {
        has(&desk.to_all(kind, "2020-08-05", "2020-07-29"), &[signed]);
    }
}

#[test]
fn the_same_ledger_gives_the_same_letter_and_tables_reach_word() {
    let mut desk = Desk::new();
    desk.tick(29, "P1", "2020-07-20");
    let entries = desk.entries();
    let unit = desk.ledger.unit_ix("开封市教育体育局").expect("a unit");
    let write = || {
        let writer = LetterWriter::new(&desk.ledger, &entries, date("2020-08-05"), made());
        let template = desk.template(LetterTemplate::Remind);
        let letter = writer.remind(template, unit, writer.return_on());
        letter.expect("the template is good").expect("is late")
    };
    let bytes = write().docx();
    assert_eq!(bytes, write().docx());
    let document = word::read(&mut Package::open(&bytes).expect("a package"));
    let document = document.expect("a document");
    let tables: Vec<_> = document
        .blocks
        .iter()
        .filter_map(|block| match block {
            WordBlock::Table(rows) => Some(rows),
            WordBlock::Paragraph(_) => None,
        })
        .collect();
    // The meeting that the working group has to hold is not the unit's, and stands apart.
    // The last one stands at the foot: who gets a copy, who issues it.
    assert_eq!(tables.len(), 5);
    assert_eq!(tables[4][0][0].string(), "抄送：市委市政府督察局。");
    assert_eq!(tables[4][1][1].string(), "2020年8月5日印发");
    assert_eq!(tables[1][0][3].string(), "未办协会");
    assert_eq!(tables[2].len(), 1 + 44);
    assert_eq!(tables[3][1][0].string(), "推进会");
}

/// The parts of a document.
fn part(bytes: &[u8], name: &str) -> String {
    let mut package = Package::open(bytes).expect("a package");
    let text = package.text(name).expect("read");
    text.unwrap_or_else(|| panic!("no {name}"))
}

#[test]
fn a_letter_is_laid_out_as_the_standard_has_it() {
    let desk = Desk::new();
    let entries = desk.entries();
    let writer = LetterWriter::new(&desk.ledger, &entries, date("2020-08-05"), made());
    let circular = writer.circular(desk.template(LetterTemplate::Circular));
    let circular = circular.expect("good").docx();
    let xml = part(&circular, "word/document.xml");
    let paragraph = |xml: &str, words: &str| {
        let at = xml.find(words).unwrap_or_else(|| panic!("{words}: {xml}"));
        let begin = xml[..at].rfind("<w:p>").expect("within a paragraph");
        xml[begin..at].to_owned()
    };
    // The title and who signs are broken by sense, and signed above the day.
    has(
        &paragraph(&xml, "脱钩改革进展情况的通报"),
        &["关于开封市行业协会商会</w:t>", "<w:br/>"],
    );
    for signed in [
        "开封市行业协会商会与行政机关<",
        "脱钩改革工作联合工作组办公室<",
        "2020年8月5日</w:t></w:r></w:p><w:sectPr",
    ] {
        has(
            &paragraph(&xml, signed),
            &[r#"<w:jc w:val="center"/>"#, r#"w:right="1260""#],
        );
    }
    // No heading of a table and no last row is alone on a page.
    let table = xml.split("<w:tbl>").nth(1).expect("a table");
    let table = table.split("</w:tbl>").next().unwrap_or_default();
    let rows: Vec<&str> = table.split("<w:tr>").skip(1).collect();
    assert_eq!(rows.len(), 1 + 33 + 1);
    for (at, row) in rows.iter().enumerate() {
        let kept = row.contains("<w:keepNext/>");
        assert_eq!(kept, at == 0 || at + 2 == rows.len(), "{at}: {row}");
    }
    // Numbers of pages are at the outer edge, and the mark at the other.
    assert!(part(&circular, "word/settings.xml").contains("<w:evenAndOddHeaders/>"));
    let order = |name: &str| {
        let footer = part(&circular, name);
        footer.find("台账校验码") < footer.find("PAGE")
    };
    assert!(order("word/footer.xml") && !order("word/footer_even.xml"));
    // An annex has a page of its own.
    let body = &desk.ledger.round().info.bodies[0];
    let check = writer.to_body(
        desk.template(LetterTemplate::Check),
        body,
        writer.return_on(),
    );
    let xml = part(&check.expect("good").docx(), "word/document.xml");
    assert_eq!(xml.matches("<w:pageBreakBefore/>").count(), 2);
    assert!(paragraph(&xml, ">附件2<").contains("<w:pageBreakBefore/>"));
}

#[test]
fn every_built_in_template_is_good_at_any_time() {
    let desk = Desk::new();
    for template in LetterTemplate::ALL {
        let text = desk.template(template);
        assert_eq!(desk.check(template, text), Ok(()), "{}", template.file());
    }
    for day in ["2020-06-01", "2020-06-16", "2020-09-30", "2020-10-01"] {
        for template in [
            LetterTemplate::Circular,
            LetterTemplate::Weekly,
            LetterTemplate::Summary,
        ] {
            let text = desk.to_all(template, day, "2020-05-01");
            assert!(!text.contains("{{") && !text.contains("none"), "{text}");
        }
    }
}

#[test]
fn a_wrong_template_is_told_by_its_line_even_where_it_is_not_reached() {
    let desk = Desk::new();
    for (template, text, expected) in [
        (
            LetterTemplate::Circular,
            "# 通报\n{{ citty }}",
            "第 2 行有误：用了没有的名称 citty",
        ),
        // A branch that this ledger does not take.
        (
            LetterTemplate::Circular,
            "{% if false %}\n\n{{ cou }}\n{% endif %}",
            "第 3 行有误：用了没有的名称 cou",
        ),
        // The facts of one letter are not those of another.
        (
            LetterTemplate::Circular,
            "\n{{ late.unit }}",
            "第 2 行有误：用了没有的名称 late",
        ),
        (
            LetterTemplate::Remind,
            "甲\n乙\n{{ late.days2 }}",
            "第 3 行有误：用了没有的名称：{{ late.days2 }}",
        ),
        (
            LetterTemplate::Summary,
            "{% for x in units %}",
            "第 1 行有误：写法不对：{% for x in units %}",
        ),
        (
            LetterTemplate::Summary,
            "\n{{ units|summe }}",
            "没有这个过滤器",
        ),
        (
            LetterTemplate::Summary,
            "{% include 'x' %}",
            "模板第 1 行有误",
        ),
    ] {
        let error = desk.check(template, text).expect_err(text).to_string();
        assert!(error.contains(expected), "{error}");
    }
}

fn tuogou(home: &Home) -> Program {
    let mut command = home.program();
    command.env("TUOGOU_AS_OF", "2020-08-05");
    command
}

#[test]
fn the_command_writes_a_letter_for_each_unit_that_is_late() {
    let home = Home::new();
    let out = home.path("文书");
    let folder = out.to_str().expect("a path");
    tuogou(&home)
        .args(["export", "letter", "remind", "--all-late", "--format", "md"])
        .args(["--out", folder, "--return-on", "2020-08-12"])
        .assert()
        .success()
        .stdout(predicate::str::contains("共写出 33 个文件"));
    let path = out.join("督办单-开封市教育体育局-2020-08-05.md");
    let text = std::fs::read_to_string(&path).expect("written");
    has(&text, &["2020年8月12日（周三）前"]);
    // It is there already.
    let again = [
        "export",
        "letter",
        "remind",
        "--unit",
        "教育体育",
        "--format",
        "md",
    ];
    tuogou(&home)
        .args(again)
        .args(["--out", folder])
        .assert()
        .code(1)
        .stderr(predicate::str::contains("已经存在"));
    tuogou(&home)
        .args(["export", "letter", "通报", "--out", folder])
        .assert()
        .success();
    assert!(out.join("通报-2020-08-05.docx").exists());
}

#[test]
fn where_nothing_is_late_nothing_is_written() {
    let home = Home::new();
    let out = home.path("空");
    for who in [
        ["--all-late", "--as-of", "2020-06-20"],
        ["--unit", "工商业联合会", "--force"],
    ] {
        tuogou(&home)
            .args(["export", "letter", "remind", "--out"])
            .arg(&out)
            .args(who)
            .assert()
            .success()
            .stdout(predicate::str::contains("没有写出文件"));
        assert!(!out.exists());
    }
}

#[test]
fn options_that_do_not_belong_together_are_refused() {
    let home = Home::new();
    for (args, message) in [
        (vec!["remind"], "请写 --unit 单位，或 --all-late"),
        (vec!["circular", "--all-late"], "只用于催办单"),
        (vec!["circular", "--since", "2020-08-01"], "只用于周报"),
        (vec!["weekly", "--since", "2020-08-06"], "晚于基准日"),
        (
            vec!["remind", "--unit", "教育体育", "--return-on", "2020-08-01"],
            "早于基准日",
        ),
        (vec!["remind", "--unit", "直接登记"], "不是单位"),
    ] {
        tuogou(&home)
            .args(["export", "letter"])
            .args(&args)
            .assert()
            .code(1)
            .stderr(predicate::str::contains(message));
    }
    tuogou(&home)
        .args(["export", "letter", "weekly", "--format", "xlsx"])
        .assert()
        .code(2)
        .stderr(predicate::str::contains("可用 docx、md"));
}

#[test]
fn templates_are_written_out_changed_checked_and_used() {
    let home = Home::new();
    let folder = home.path("模板");
    let templates = |command: &str| {
        let mut program = tuogou(&home);
        program.args(["templates", command]).arg(&folder);
        program
    };
    templates("export").assert().success();
    templates("export")
        .assert()
        .code(1)
        .stderr(predicate::str::contains("已经存在"));
    templates("export").arg("--force").assert().success();
    templates("check")
        .assert()
        .success()
        .stdout(predicate::str::contains("模板都可以用"));
    let path = folder.join("circular.j2");
    std::fs::write(
        &path,
        "\u{feff}# 本市通报\n{{ sums.planned }}家\n{{ sum }}\n",
    )
    .expect("written");
    templates("check")
        .assert()
        .code(1)
        .stdout(predicate::str::contains("第 3 行"))
        .stderr(predicate::str::contains("1 个模板有误"));
    std::fs::write(&path, "\u{feff}# 本市通报\n{{ sums.planned }}家\n").expect("written");
    let out = home.path("文书");
    tuogou(&home)
        .args([
            "export",
            "letter",
            "circular",
            "--format",
            "md",
            "--template",
        ])
        .arg(&path)
        .arg("--out")
        .arg(&out)
        .assert()
        .success();
    let text = std::fs::read_to_string(out.join("通报-2020-08-05.md")).expect("written");
    assert_eq!(text, "# 本市通报\n\n113家\n");
    std::fs::write(folder.join("其他.j2"), "x").expect("written");
    templates("check")
        .assert()
        .code(1)
        .stdout(predicate::str::contains("不知道是哪种文书"));
}

/// What only programs and those who wrote them know, and what the notice calls otherwise.
fn inner(text: &str) -> Option<String> {
    let words = text.split(|c: char| !(c.is_ascii_alphanumeric() || "._:".contains(c)));
    let mut words = words.filter(|word| !word.is_empty());
    let is_id = |word: &&str| {
        let mut signs = word.chars();
        let first = signs.next().is_some_and(|c| c.is_ascii_uppercase());
        let code = first && (2..=3).contains(&word.len()) && signs.all(|c| c.is_ascii_digit());
        let field = ["a2.", "a3.", "a4."]
            .iter()
            .any(|form| word.starts_with(form));
        code || field || word.contains("light:") || word.contains("os error")
    };
    let names = ["表二", "表四", "institution", "（os error", "(os error"];
    let name = names.iter().find(|name| text.contains(**name));
    let id = words.find(is_id).map(str::to_owned);
    name.map(|name| (*name).to_owned()).or(id)
}

#[test]
fn no_letter_speaks_of_what_only_the_program_calls_so() {
    assert_eq!(inner("督导进展（2020年8月15日）"), None);
    for (text, found) in [
        ("M4 报送方案", "M4"),
        ("凭据 表四第八部分", "表四"),
        ("a2.h.org 填表单位", "a2.h.org"),
    ] {
        assert_eq!(inner(text).as_deref(), Some(found));
    }
    let mut desk = Desk::new();
    desk.mark("M4", Subject::Association(29), "2020-07-30");
    desk.tick(29, "P2", "2020-08-01");
    for day in ["2020-07-20", "2020-08-14", "2020-09-30", "2020-11-01"] {
        for unit in ["开封市教育体育局", "河南省通信管理局", "原开封市文物局"]
        {
            if let Some(text) = desk
                .ledger
                .unit_ix(unit)
                .and_then(|_| desk.remind(unit, day))
            {
                assert_eq!(inner(&text), None, "{day} {text}");
            }
        }
        for kind in [
            LetterTemplate::Circular,
            LetterTemplate::Weekly,
            LetterTemplate::Summary,
        ] {
            let text = desk.to_all(kind, day, "2020-07-15");
            assert_eq!(inner(&text), None, "{day} {text}");
        }
    }
    // Labels and sentences of the round's documents, on which everything else is built.
    for (name, text) in tuogou::exchange::seed::builtin_documents() {
        let old = ["表二", "表四", "五项分离"]
            .iter()
            .find(|old| text.contains(**old));
        assert_eq!(old, None, "{name}");
    }
}
