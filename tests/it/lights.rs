//! 灯: what stands behind a light, on the command line.

use tuogou::exchange::seed::builtin_documents;

use crate::support::{Home, untouched};

fn lines(home: &Home, args: &[&str]) -> String {
    let output = home.program().args(args).output().expect("runs");
    assert!(output.status.success(), "{args:?} {output:?}");
    String::from_utf8(output.stdout).expect("UTF-8")
}

#[track_caller]
fn shows(text: &str, parts: &[&str]) {
    for part in parts {
        assert!(text.contains(part), "no {part} in\n{text}");
    }
}

#[test]
fn a_clerk_asks_down_from_the_city_to_one_item() {
    let home = Home::new();
    let ask = |args: &[&str]| {
        let args = [&["--as-of", "2020-07-20", "why"], args].concat();
        lines(&home, &args)
    };
    shows(
        &ask(&[]),
        &[
            "灯       红 逾期未办，逾期 24 天",
            "已脱钩 37，拟脱钩 113",
            "各单位的灯：红 33",
        ],
    );
    shows(
        &ask(&["--unit", "教育"]),
        &["各协会和单位节点的灯：红 2、绿 43", "29 开封市钓鱼协会"],
    );
    shows(
        &ask(&["29"]),
        &[
            "各事项的灯：绿 12、灰 25",
            "在 07-31（含）前办结 P2、P4、P5、P7 等 8 项",
        ],
    );
    shows(
        &ask(&["29", "P1"]),
        &[
            "过期未办为红；到期当日仍算按期",
            "起 2020-06-17  止 2020-06-26",
            "通知「四、（三）」",
            "责任     开封市教育体育局",
            "登记一次，所属 44 家通用，计在 开封市民办教育协会 一家",
        ],
    );
    shows(
        &ask(&["29", "机构"]),
        &["灰 未到启动", "08-29 启动后为绿，在 09-18（含）前办结"],
    );
    shows(&ask(&["--section", "assets"]), &["各协会的灯：绿 113"]);
    shows(&ask(&["1"]), &["灰 没有任务", "没有任务，不需要转绿"]);
}

#[test]
fn a_milestone_says_who_has_not_reached_it_and_who_need_not() {
    let home = Home::new();
    let mark = [
        "--as-of",
        "2020-07-20",
        "mark",
        "M4",
        "--unit",
        "教育",
        "--on",
        "2020-07-18",
    ];
    lines(&home, &mark);
    let ask = |args: &[&str]| lines(&home, &[&["--as-of", "2020-08-05", "why"], args].concat());
    shows(
        &ask(&["M4"]),
        &[
            "红 逾期未办，逾期 5 天",
            "应完成 113，已完成 44，未完成 69",
            "各单位的灯：红 32、绿 1",
            "通知「三、第 4 段」",
        ],
    );
    shows(
        &ask(&["m4", "--unit", "教育"]),
        &[
            "绿 按期办结",
            "应完成 44，已完成 44，未完成 0",
            "办结 2020-07-18",
            "已是绿灯",
        ],
    );
    shows(
        &ask(&["M4", "--association", "29"]),
        &["已完成，2020-07-18", "张三 登记"],
    );
    shows(
        &ask(&["M3", "--unit", "商务"]),
        &["拟脱钩 4 家，达到 4 家以上（含本数）"],
    );
    shows(
        &ask(&["M3", "--unit", "审计"]),
        &["不在这个节点的范围内", "拟脱钩 1 家，不足"],
    );
    shows(&ask(&["M1"]), &["实际已按期完成的，按实际日期登记即为绿"]);
}

#[test]
fn programs_get_the_same_answer() {
    let home = Home::new();
    let text = lines(
        &home,
        &[
            "--as-of",
            "2020-07-29",
            "--format",
            "json",
            "why",
            "29",
            "P4",
        ],
    );
    let answer: serde_json::Value = serde_json::from_str(&text).expect("JSON");
    for (key, expected) in [
        ("light", serde_json::json!("yellow")),
        ("reason", serde_json::json!("urgent")),
        ("days", serde_json::json!(2)),
        ("source", serde_json::json!("通知第 32 行")),
        ("chapter", serde_json::json!("三、第 4 段")),
        ("behind", serde_json::json!([])),
    ] {
        assert_eq!(answer[key], expected, "{key}");
    }
    let text = lines(
        &home,
        &["--as-of", "2020-07-29", "--format", "csv", "why", "29"],
    );
    assert_eq!(
        text.lines().count(),
        1 + 35 + 2,
        "heading, own items and milestones"
    );
}

#[test]
fn a_question_about_nothing_is_refused() {
    let home = Home::new();
    for (args, message) in [
        (
            &["why", "29", "Z9"][..],
            "清单没有事项或部分「Z9」；事项写编号如 A1，部分可写 准备、机构、职能、资产、人员、党建、登记、收尾",
        ),
        (
            &["why", "M4", "A1"],
            "节点没有清单事项；请写 --unit 单位 或 --association 协会",
        ),
        (
            &["why", "29", "--association", "30"],
            "--association 只与节点同写，如 tuogou why M4 --association 29",
        ),
        (
            &["why", "29", "--unit", "教育"],
            "--unit 只与节点同写或单独写，如 tuogou why M4 --unit 教育",
        ),
    ] {
        let output = home.program().args(args).output().expect("runs");
        assert_eq!(output.status.code(), Some(1), "{args:?}");
        let error = String::from_utf8(output.stderr).expect("UTF-8");
        assert_eq!(error, format!("tuogou: {message}\n"), "{args:?}");
    }
}

/// At both sizes, since both have to say the same.
const SIZES: [(u16, u16); 2] = [(80, 24), (120, 40)];

#[test]
fn w_asks_about_an_association_then_its_worst_item_and_comes_back() {
    for (width, height) in SIZES {
        let home = Home::new();
        let mut story = home.story("2020-07-20", width, height);
        story.keys("/28<enter>w");
        story
            .shows("为什么：28 开封市民办教育协会")
            .shows("红 逾期未办，逾期 24 天")
            .shows("名册状态 拟脱钩，阶段 未启动，清单 0/47")
            .shows("开封市教育体育局");
        // The cursor stands on the worst part.
        story.keys("<enter>");
        story
            .shows("为什么：28 开封市民办教育协会 P1 主管单位成立")
            .shows("未办：没有登记")
            .shows("通知「四、（三）」")
            .shows("补办已逾期的 P1；逾期后补办只能转黄");
        story.keys("<esc>");
        story
            .shows("为什么：28 开封市民办教育协会")
            .hides("通知「四、（三）」");
        story.keys("<esc>");
        story.hides("为什么：");
    }
}

#[test]
fn w_goes_up_from_an_item_to_the_city_also_with_an_input_method() {
    for (width, height) in SIZES {
        let home = Home::new();
        let mut story = home.story("2020-07-20", width, height);
        story.keys("/dyxh<enter><enter><ctrl-w>");
        story.shows("为什么：29 开封市钓鱼协会 P2");
        story.keys("<ctrl-w>");
        story.shows("为什么：29 开封市钓鱼协会 准备与报批");
        story.keys("<ctrl-w>");
        story
            .shows("为什么：29 开封市钓鱼协会")
            .hides("准备与报批 的");
        story.keys("w");
        story
            .shows("为什么：开封市教育体育局")
            .shows("各协会和单位节点的灯：红 2、绿 43");
        story.keys("w");
        story
            .shows("为什么：全市")
            .shows("协会 150：已脱钩 37，拟脱钩 113");
        // There is nothing above the city.
        story.keys("w");
        story.shows("为什么：全市");
        story.keys("<esc><esc><esc><esc>");
        story.shows("为什么：29 开封市钓鱼协会 P2");
    }
}

#[test]
fn w_answers_on_every_screen_that_shows_lights() {
    for (width, height) in SIZES {
        for (keys, expected) in [
            ("<home>w", "为什么：河南省通信管理局"),
            ("<f8><home>w", "为什么：河南省通信管理局"),
            ("<f8><f8><home>w", "为什么：全部已脱钩"),
            ("<f2>w", "为什么：开封市教育体育局"),
            (
                "<f2><up>w",
                // The axis of a wide screen is as long as the page, and another one stands there.
                if width < 100 {
                    "为什么：M5 督导进展"
                } else {
                    "为什么：M4 报送方案"
                },
            ),
            ("<f2><up><up>w", "为什么：全市"),
            ("<f2><left>w", "为什么：全市 机构分离"),
            (
                "<f2><left><down><down><down><down><down>w",
                "为什么：M4 报送方案",
            ),
            ("<f4>w", "为什么：M4 报送方案"),
            ("<f10>w", "为什么：M4 报送方案 "),
            ("<f4><enter>w", "为什么：M4 报送方案 "),
            ("/dyxh<enter><enter>tw", "为什么：29 开封市钓鱼协会"),
        ] {
            let home = Home::new();
            let mut story = home.story("2020-07-20", width, height);
            story.keys(keys);
            story.shows(expected);
        }
    }
}

#[test]
fn the_answer_follows_what_others_record() {
    let home = Home::new();
    let mut story = home.story("2020-07-20", 80, 24);
    story.keys("/28<enter>w<enter>");
    story.shows("未办：没有登记");
    lines(
        &home,
        &[
            "--as-of",
            "2020-07-20",
            "tick",
            "29",
            "P1",
            "--note",
            "补报",
        ],
    );
    assert!(story.driver.look_around(), "something was written");
    story
        .shows("黄 逾期补办")
        .shows("已办：张三 登记，2020-07-20")
        .shows("说明：补报")
        .shows("逾期补办的不再转绿：P1");
}

#[test]
fn people_find_a_source_by_its_chapter_and_programs_by_its_line_too() {
    use tuogou::words::{chapter, notice_line, place};
    let ledger = untouched();
    let round = ledger.round();
    let notice = &round.info.notice;
    for (source, lines, chapters) in [
        ("seed L32", "通知第 32 行", "三、第 4 段"),
        (
            "seed L32, L50",
            "通知第 32、50 行",
            "三、第 4 段；四、（二）第 10 段",
        ),
        (
            "domain.md 4.7 D4; seed L1095",
            "通知第 1095 行",
            "附件3 三（四）",
        ),
        ("seed L1104", "通知第 1104 行", "附件3 四（二）"),
        ("seed L1075-1109", "通知第 1075-1109 行", "附件3"),
        ("seed L1406", "通知第 1406 行", "附件4（八）"),
        ("seed L747", "通知第 747 行", "附件1 序号 137"),
        (
            "seed L39, L42",
            "通知第 39、42 行",
            "四、（一）；四、（二）第 2 段",
        ),
    ] {
        assert_eq!(notice_line(source).as_deref(), Some(lines), "{source}");
        assert_eq!(
            chapter(notice, source).as_deref(),
            Some(chapters),
            "{source}"
        );
        let told = place(notice, source).expect("a place");
        assert!(told.starts_with("通知「") && !told.contains('行'), "{told}");
    }
    assert_eq!(place(notice, "domain.md D3"), None);
    assert_eq!(
        place(notice, "domain.md 4.7 F3; 建议").as_deref(),
        Some("建议")
    );
    assert_eq!(notice_line("domain.md D3"), None);
    assert_eq!(chapter(notice, "名册"), None);
}

/// Whatever the documents of the round or the rules cite; a source without its chapter would be told by a line that no paper has.
#[test]
fn every_line_that_is_cited_has_its_chapter() {
    let ledger = untouched();
    let round = ledger.round();
    let documents = builtin_documents();
    let mut sources: Vec<&str> = vec!["domain.md 4.9; seed L44"];
    for (name, text) in &documents {
        let quoted = text
            .lines()
            .filter_map(|line| line.split_once("source = \""));
        let cited = quoted.filter_map(|(_, rest)| rest.split('"').next());
        sources.extend(cited.filter(|source| source.contains("seed L") && !name.is_empty()));
    }
    assert!(sources.len() > 100, "{}", sources.len());
    for source in sources {
        let lines = source.split("seed L").nth(1).expect("lines");
        let told = tuogou::words::place(&round.info.notice, source).expect("a place");
        assert_eq!(
            told.matches('「').count(),
            distinct(round, lines),
            "{source}: {told}"
        );
    }
    // What has to be done says who asks for it: the notice, or that it is our own advice.
    for item in &round.items {
        assert!(
            tuogou::words::place(&round.info.notice, &item.source).is_some(),
            "{}",
            item.id
        );
    }
}

/// Chapters that these lines lie in; fails where one has none.
fn distinct(round: &tuogou::domain::round::Round, lines: &str) -> usize {
    let spans = lines.split(", L").map(|span| {
        let (from, to) = span.split_once('-').unwrap_or((span, span));
        let line = |text: &str| text.parse().expect("a line");
        let chapter = round.info.notice.chapter(line(from), line(to));
        chapter.unwrap_or_else(|| panic!("no chapter for line {span}"))
    });
    spans.collect::<std::collections::BTreeSet<_>>().len()
}
