//! The office's own work on paper: its settings, letters that are sent and answered, approvals, meetings,
//! visits, what member bodies check. Each story is a step from the first meeting to the summary.

use serde_json::Value;

use crate::support::Home;

const UNIT: &str = "开封市教育体育局";

struct Desk(Home);

impl Desk {
    fn new() -> Self {
        let home = Home::new();
        drop(home.open("张三"));
        Self(home)
    }

    /// What a command says on a day.
    fn says(&self, as_of: &str, args: &[&str]) -> String {
        let output = self.output(as_of, args);
        let error = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "{args:?}: {error}");
        String::from_utf8(output.stdout).expect("UTF-8")
    }

    fn output(&self, as_of: &str, args: &[&str]) -> std::process::Output {
        let mut command = self.0.program();
        command.args(["--as-of", as_of]).args(args);
        command.output().expect("runs")
    }

    fn json(&self, as_of: &str, args: &[&str]) -> Value {
        let args = [args, &["--format", "json"]].concat();
        serde_json::from_str(&self.says(as_of, &args)).expect("JSON")
    }

    /// The text of the letters that are written on a day, by file name.
    fn letters(&self, as_of: &str, args: &[&str]) -> Vec<(String, String)> {
        let folder = self.0.path(&format!("{as_of}-{}", args.join("-")));
        let at = folder.to_string_lossy().into_owned();
        let args = [
            &["export", "letter"][..],
            args,
            &["--format", "md", "--out", &at],
        ]
        .concat();
        self.says(as_of, &args);
        let files = std::fs::read_dir(&folder).expect("letters").map(|file| {
            let path = file.expect("a file").path();
            let name = path
                .file_name()
                .expect("a name")
                .to_string_lossy()
                .into_owned();
            (name, std::fs::read_to_string(&path).expect("text"))
        });
        let mut files: Vec<_> = files.collect();
        files.sort();
        files
    }

    fn letter(&self, as_of: &str, args: &[&str]) -> String {
        let mut letters = self.letters(as_of, args);
        assert_eq!(letters.len(), 1, "{args:?}");
        letters.remove(0).1
    }
}

#[track_caller]
fn has(text: &str, parts: &[&str]) {
    for part in parts {
        assert!(text.contains(part), "{part} is not in\n{text}");
    }
}

#[test]
fn what_the_office_has_not_said_is_a_gap_and_what_it_has_is_in_every_letter() {
    let desk = Desk::new();
    let folder = desk.0.path("a").to_string_lossy().into_owned();
    let said = desk.says(
        "2020-08-05",
        &["export", "letter", "circular", "--out", &folder],
    );
    has(
        &said,
        &["联系人和电话、文号的机关代字没有登记", "tuogou office"],
    );
    let text = desk.letter("2020-08-05", &["circular"]);
    has(
        &text,
        &[
            "> ＿＿＿＿〔2020〕＿＿号",
            "联系人：＿＿＿＿；电话：＿＿＿＿。",
        ],
    );
    let told = [
        "office",
        "--person",
        "王某",
        "--phone",
        "0371-1",
        "--series",
        "开脱钩办",
    ];
    desk.says("2020-08-05", &told);
    desk.says("2020-08-05", &["office", "--signature", "开封市脱钩办"]);
    let office = desk.json("2020-08-05", &["office"]);
    assert_eq!(
        (&office[0]["person"], &office[0]["series"]),
        (&"王某".into(), &"开脱钩办".into())
    );
    for kind in ["circular", "summary", "check"] {
        for (name, text) in desk.letters("2020-08-06", &[kind]) {
            has(&text, &["> 开脱钩办〔2020〕＿＿号", "> 开封市脱钩办"]);
            assert!(!text.contains("＿＿＿＿"), "{name}: {text}");
        }
    }
}

#[test]
fn a_letter_that_is_sent_has_the_next_number_and_the_second_says_so() {
    let desk = Desk::new();
    desk.says("2020-08-01", &["office", "--series", "开脱钩办"]);
    let circular = desk.letter("2020-08-05", &["circular", "--send"]);
    has(&circular, &["> 开脱钩办〔2020〕1号"]);
    let first = desk.letter("2020-08-05", &["remind", "--unit", UNIT, "--send"]);
    has(&first, &["> 开脱钩办〔2020〕2号"]);
    assert!(!first.contains("次发文"), "{first}");
    // A draft takes no number, and is none of the letters that were sent.
    let draft = desk.letter("2020-08-06", &["remind", "--unit", UNIT]);
    has(&draft, &["〔2020〕＿＿号", "这是第2次发文"]);
    let second = desk.letter("2020-08-20", &["remind", "--unit", UNIT, "--send"]);
    has(&second, &["> 开脱钩办〔2020〕3号", "这是第2次发文"]);
    let register = desk.json("2020-08-30", &["letters", "--unit", UNIT]);
    assert_eq!(register.as_array().map(Vec::len), Some(2), "{register}");
    assert_eq!(register[0]["state"], "逾期未办结");
    desk.says(
        "2020-08-30",
        &[
            "letters",
            "--unit",
            UNIT,
            "--done",
            "1",
            "--on",
            "2020-08-09",
        ],
    );
    let register = desk.json("2020-08-30", &["letters", "--unit", UNIT]);
    assert_eq!(
        (&register[0]["state"], &register[0]["settled_on"]),
        (&"按期办结".into(), &"2020-08-09".into())
    );
    // What was sent by hand is kept, too, and counts on.
    let by_hand = [
        "letters",
        "--kind",
        "通报",
        "--number",
        "开脱钩办〔2020〕9号",
    ];
    desk.says("2020-08-30", &by_hand);
    has(
        &desk.letter("2020-08-31", &["circular", "--send"]),
        &["〔2020〕10号"],
    );
    // One undo takes a batch of letters back.
    let all = desk.letters("2020-09-01", &["remind", "--all-late", "--send"]);
    assert!(all.len() > 20);
    desk.says("2020-09-01", &["undo"]);
    let register = desk.json("2020-09-01", &["letters"]);
    assert_eq!(register.as_array().map(Vec::len), Some(5), "{register}");
}

#[test]
fn approvals_are_numbered_kept_and_written_one_for_each_number() {
    let desk = Desk::new();
    let unnamed = ["approve", "--unit", "科学技术协会", "--from", "0"];
    let refused = desk.output("2020-08-20", &unnamed);
    assert_eq!(refused.status.code(), Some(1));
    let said = String::from_utf8_lossy(&refused.stderr).into_owned();
    assert!(said.contains("tuogou office"), "{said}");
    desk.says("2020-08-01", &["office", "--series", "开脱钩办"]);
    let done = desk.json(
        "2020-08-20",
        &[
            "approve",
            "--unit",
            "科学技术协会",
            "--from",
            "0",
            "--on",
            "2020-08-18",
        ],
    );
    let numbers: Vec<&str> = done
        .as_array()
        .expect("rows")
        .iter()
        .filter_map(|row| row["number"].as_str())
        .collect();
    assert_eq!(numbers.len(), 7);
    assert_eq!(
        (numbers[0], numbers[6]),
        ("开脱钩办〔2020〕1号", "开脱钩办〔2020〕7号")
    );
    // The number is the evidence of the item, and the day that of the milestone.
    let show = desk.json("2020-08-20", &["show", "73"]);
    let item = |id: &str| {
        let all = show["checklist"].as_array().expect("a checklist");
        all.iter()
            .find(|one| one["id"] == id)
            .expect("an item")
            .clone()
    };
    assert_eq!(
        (&item("P6")["state"], &item("P6")["evidence"]),
        (&"done".into(), &"开脱钩办〔2020〕1号".into())
    );
    let milestones = show["milestones"].as_array().expect("milestones");
    let approved = milestones.iter().find(|one| one["id"] == "M6").expect("M6");
    assert_eq!(approved["done_on"], "2020-08-18");
    // What has a number keeps it.
    let again = desk.output("2020-08-20", &unnamed);
    assert_eq!(again.status.code(), Some(1));
    desk.says(
        "2020-08-20",
        &["approve", "29", "30", "--number", "开脱钩办〔2020〕8号"],
    );
    let register = desk.json("2020-08-20", &["approve"]);
    let rows = register.as_array().expect("rows");
    assert_eq!(rows.len(), 113);
    assert_eq!(
        rows.iter().filter(|row| row["number"].is_string()).count(),
        9
    );
    let one = desk.letters("2020-08-20", &["approval", "--unit", "科学技术协会"]);
    assert_eq!(one.len(), 7);
    has(
        &one[0].1,
        &["脱钩实施方案的批复", "> 市发展改革委", "> 2020年8月18日"],
    );
    let together = desk.letter("2020-08-20", &["approval", "--unit", UNIT]);
    has(
        &together,
        &[
            "> 开脱钩办〔2020〕8号",
            "2家行业协会商会",
            "| 29 | 开封市钓鱼协会 |",
            "| 30 |",
        ],
    );
    // Letters go on after them.
    has(
        &desk.letter("2020-08-21", &["circular", "--send"]),
        &["〔2020〕9号"],
    );
}

#[test]
fn who_was_at_a_meeting_reaches_its_milestone_and_stands_on_its_papers() {
    let desk = Desk::new();
    let papers = desk.letter("2020-06-20", &["meeting", "--milestone", "M2"]);
    has(
        &papers,
        &[
            "# 关于召开推进会的通知",
            "附件：1. 签到表；2. 会议纪要",
            "## 附件1　签到表",
            "应到",
            "## 附件2　会议纪要",
        ],
    );
    desk.says(
        "2020-06-26",
        &[
            "attend",
            "M2",
            "--unit",
            UNIT,
            "--body",
            "市财政局",
            "--person",
            "王某",
        ],
    );
    let timeline = desk.json("2020-06-27", &["timeline"]);
    assert_eq!(timeline["milestones"][1]["done"], 1);
    let papers = desk.letter("2020-06-27", &["meeting", "--milestone", "M2"]);
    has(
        &papers,
        &[
            "定于2020年6月26日召开",
            "登记到会2个",
            "出席：市财政局、开封市教育体育局",
        ],
    );
    // The training counts from who was there; a milestone of associations is no meeting.
    desk.says("2020-07-08", &["attend", "M3", "--unit", UNIT]);
    let timeline = desk.json("2020-07-09", &["timeline"]);
    assert_eq!(timeline["milestones"][2]["done"], 1);
    let refused = desk.output("2020-07-08", &["attend", "M4", "--unit", UNIT]);
    assert_eq!(refused.status.code(), Some(1));
    // One paper for each meeting of the round.
    assert_eq!(desk.letters("2020-07-09", &["meeting"]).len(), 4);
}

#[test]
fn a_visit_says_what_was_found_and_by_when_it_is_to_be_mended() {
    let desk = Desk::new();
    let found = [
        "visit",
        "--unit",
        UNIT,
        "账目未分开",
        "--person",
        "李某",
        "--due",
        "2020-08-25",
    ];
    desk.says("2020-08-15", &found);
    let due = desk.json("2020-08-16", &["overview"]).to_string();
    assert!(due.contains("账目未分开"), "{due}");
    let visits = desk.json("2020-08-26", &["visit"]);
    assert_eq!(
        (&visits[0]["found"], &visits[0]["state"]),
        (&"账目未分开".into(), &"逾期未办结".into())
    );
    desk.says("2020-08-26", &["visit", "--unit", UNIT, "--done", "1"]);
    let visits = desk.json("2020-08-26", &["visit"]);
    assert_eq!(visits[0]["done_on"], "2020-08-26");
}

#[test]
fn a_member_body_gets_its_list_and_its_answer_is_kept() {
    let desk = Desk::new();
    let letter = desk.letter("2020-08-05", &["check", "--body", "财政局"]);
    has(
        &letter,
        &[
            "市财政局：",
            "关于商请核对行业协会商会脱钩事项的函",
            "函复",
            "附件：1. 待核对事项；2. 待核对的单位和协会",
            "| 3 | 资产清查结果核实批复 | 经办 | 2020-08-28 | 113 | 财政批复 |",
            "| 29 | 开封市钓鱼协会 | 开封市教育体育局 | 1至6 |  |",
        ],
    );
    desk.says(
        "2020-08-06",
        &["confirm", "市财政局", "材料收到40家", "--person", "赵某"],
    );
    let letter = desk.letter("2020-08-07", &["check", "--body", "市财政局"]);
    has(&letter, &["上次核对为2020年8月6日：材料收到40家"]);
    // One letter for each of the ten; a body that nobody knows is refused with those there are.
    assert_eq!(desk.letters("2020-08-08", &["check"]).len(), 10);
    let refused = desk.output("2020-08-08", &["confirm", "市烟草局"]);
    assert_eq!(refused.status.code(), Some(1));
    assert!(String::from_utf8_lossy(&refused.stderr).contains("市审计局"));
}

/// Why somebody is not done is picked from the round's list or written otherwise; the summary names it
/// beside whom it is about and counts it, and says which sums of the forms have become others.
#[test]
fn the_summary_counts_the_reasons_and_says_what_the_forms_come_to() {
    let desk = Desk::new();
    let day = "2020-09-30";
    let summary = |desk: &Desk| desk.letter(day, &["summary", "--force"]);
    assert!(
        !summary(&desk).contains("原因尚未登记"),
        "nothing is recorded"
    );
    desk.says(
        day,
        &[
            "reason",
            "29",
            "工作",
            "--text",
            "清查未完成",
            "--batch",
            "第二批",
        ],
    );
    desk.says(day, &["reason", "30", "工作不到位"]);
    desk.says(day, &["reason", "31", "负责人空缺"]);
    let listed = desk.json(day, &["reason"]);
    let listed = listed.as_array().expect("a list");
    assert_eq!(listed.len(), 3);
    assert_eq!(listed[0]["reason"], "工作不到位", "as the round writes it");
    let text = summary(&desk);
    has(
        &text,
        &[
            "其中工作不到位的2家、负责人空缺的1家，原因尚未登记的110家。",
            "工作不到位：清查未完成（转入第二批）",
        ],
    );
    desk.says(day, &["reason", "31", "--clear"]);
    has(&summary(&desk), &["原因尚未登记的111家"]);
    // An association alone has a reason.
    assert!(
        !desk
            .output(day, &["reason", "没有这家", "甲"])
            .status
            .success()
    );

    for (field, value) in [
        ("a2.4.fix_state", "100"),
        ("a4.4.fix_state", "60"),
        ("a2.4.cur_state", "5"),
        ("a4.4.cur_state", "5"),
        ("a2.4.fix_other", "2030.0"),
        ("a4.4.fix_other", "2030"),
    ] {
        desk.says(day, &["fill", "29", field, value]);
    }
    let text = summary(&desk);
    let row = text.lines().find(|line| line.contains("| -40 |"));
    let row = row.expect("what has become less");
    assert!(row.contains("| 1 | 100 | 60 | -40 |"), "{row}");
    assert!(
        !text.contains("| 1 | 5 | 5 | 0 |") && !text.contains("| 2030 |"),
        "what is as it was: {text}"
    );
}

/// On the screen the reasons of the round are picked, or another is written.
#[test]
fn a_reason_is_picked_or_written_on_the_screen() {
    let home = Home::new();
    let mut story = home.story("2020-09-30", 120, 40);
    story.keys("/dyxh<enter><enter>i").shows("登记未完成原因");
    story.keys("原因<enter>").shows("工作不到位").shows("另写");
    story.keys("工作<enter>").shows("转入哪一批");
    story.keys("第二批<enter>").shows("说明");
    story
        .keys("清查未完成<enter>")
        .shows("未完成原因：工作不到位，第二批，清查未完成");
    story
        .keys("i")
        .keys("登记未完成<enter>")
        .keys("另写<enter>");
    story
        .keys("<ctrl-u>负责人空缺<enter><enter><enter>")
        .shows("负责人空缺");
}

/// What letters say of the office is written on the screen too, from any page.
#[test]
fn the_office_is_registered_on_the_screen() {
    let home = Home::new();
    let mut story = home.story("2020-07-20", 120, 40);
    story.keys(":bangongshi<enter>").shows("登记办公室");
    story
        .keys("登记办公室<enter>")
        .shows("办公室名称（可留空）");
    story
        .keys("<enter>王某<enter>0371-1<enter><enter>开脱钩办<enter>")
        .shows("已记录");
    let office = story.model().ledger.office().expect("registered");
    assert_eq!((&*office.person, &*office.phone), ("王某", "0371-1"));
    assert_eq!(&*office.number, "开脱钩办");
}
