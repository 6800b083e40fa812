//! The filter language: what it lists, what it refuses and where, what it suggests; the same on
//! the command line and in the roster screen.

use proptest::prelude::*;
use tuogou::app::filter::{self, Suggestion};
use tuogou::app::listing::{Filter, select};
use tuogou::domain::change::Subject;
use tuogou::domain::command::Command;
use tuogou::domain::ledger::Ledger;
use tuogou::domain::note::Note;
use tuogou::tui::theme::{Theme, Token};

use crate::support::{Home, Story, date, moment};

#[test]
fn two_conditions_are_joined_by_or_and_what_is_empty_is_asked_for() {
    let home = Home::new();
    let (mut session, mut ledger) = home.open("张三");
    let planned_or_of_education = count(&ledger, "状态:拟 单位:教育", "2020-07-20");
    let either = count(&ledger, "状态:拟 或 单位:教育", "2020-07-20");
    let planned = count(&ledger, "状态:拟", "2020-07-20");
    let of_education = count(&ledger, "单位:教育", "2020-07-20");
    assert_eq!(either, planned + of_education - planned_or_of_education);
    for (text, expected) in [
        // It binds its neighbours, whichever of its words is typed; a minus and texts may stand there.
        ("unit:教育 or status:decoupled", of_education + 37),
        ("unit:教育 | status:decoupled", of_education + 37),
        ("unit:教育 OR status:decoupled OR 钓鱼", of_education + 37),
        ("钓鱼 或 冬泳", 2),
        ("钓鱼 或 冬泳 -冬泳", 1),
        ("钓鱼 或 -status:planned", 38),
        ("unit:教育 钓鱼 或 冬泳", 2),
        ("\"或\"", 0),
        // The decoupled have no next item.
        ("due:none", 37),
        ("到期:无 或 钓鱼", 38),
        ("field:a2.1.address", 0),
        ("-栏:a2.1.address", 150),
    ] {
        assert_eq!(count(&ledger, text, "2020-07-20"), expected, "{text}");
        let parsed = filter::parse(text).expect("it was read");
        assert_eq!(filter::parse(&parsed.to_string()), Ok(parsed), "{text}");
    }
    let answer = tuogou::domain::command::NewAnswer {
        association: 29,
        field: "a2.1.address".into(),
        rows: vec![vec!["鼓楼区".into()]],
    };
    let filled = Command::SetAnswer(answer);
    session
        .execute(&mut ledger, &filled, moment("2020-07-20"))
        .expect("recorded");
    assert_eq!(count(&ledger, "field:A2.1.address", "2020-07-20"), 1);
    for text in ["或", "或 钓鱼", "钓鱼 或", "钓鱼 或 or 冬泳"] {
        let error = filter::parse(text).expect_err("it joins nothing");
        assert!(error.to_string().contains("两边都要有"), "{error}");
    }
    let unknown = filter::parse("field:a9").expect("it is read").bind(&ledger);
    let unknown = unknown.expect_err("there is none").to_string();
    assert!(unknown.contains("没有栏目 a9"), "{unknown}");
}

/// How many associations a filter lists on a day.
fn count(ledger: &Ledger, text: &str, as_of: &str) -> usize {
    let filter = filter::parse(text).unwrap_or_else(|error| panic!("{text}: {error}"));
    let conditions = filter.bind(ledger);
    let filter = Filter {
        query: Some(filter.query()),
        conditions: conditions.unwrap_or_else(|error| panic!("{text}: {error}")),
        ..Filter::default()
    };
    select(ledger, &filter, date(as_of)).len()
}

#[test]
fn words_are_and_values_are_or() {
    let home = Home::new();
    let (_, ledger) = home.open("张三");
    for (text, expected) in [
        ("", 150),
        ("　 ", 150),
        // Units: every name, parts, Chinese key, full-width signs.
        ("unit:教育 status:拟", 44),
        ("单位：教育体育　状态：拟脱钩", 44),
        ("unit:开封市教育体育局", 44),
        ("UNIT:教体局", 44),
        ("unit:jyty", 44),
        ("unit:直接登记", 12),
        ("unit:直接登记,教育", 56),
        ("unit:直接登记、教育", 56),
        ("unit:“教育”", 44),
        // Status.
        ("status:planned", 113),
        ("status:拟", 113),
        ("状态:已", 37),
        ("status=decoupled", 37),
        ("status:planned,decoupled", 150),
        ("-status:planned", 37),
        ("－status:planned", 37),
        ("status:planned -unit:教育", 69),
        // Lights: nothing is done, so the first item is overdue; the 已脱钩 have no task.
        ("light:red", 33),
        ("灯:红", 33),
        ("light:grey", 37),
        ("light:gray,绿", 117),
        ("light:blue", 0),
        // Stages.
        ("stage:未启动", 113),
        ("stage:历史", 37),
        ("stage:not", 113),
        ("阶段:方案", 0),
        // Due: the first item, the unit's own, was due on 06-26, 24 days ago.
        ("due<7d", 33),
        ("due<0", 33),
        ("due>0d", 80),
        ("due:-24", 33),
        ("due:-30--20", 33),
        ("due《=2020-07-31", 113),
        ("due<2020-06-26", 0),
        ("到期≤2020年6月26日", 33),
        ("-due<7d", 117),
        // Progress.
        ("done<50", 113),
        ("done>=80%", 0),
        ("进度:0-10", 113),
        ("资产<100", 113),
        ("personnel:0", 113),
        // Numbers.
        ("no:10-20", 11),
        ("no:29", 1),
        ("序号:29,30,100-109", 12),
        ("no<=10", 10),
        ("no>10 no<=20", 10),
        // Names.
        ("name:商会", 11),
        ("name:钓鱼,信鸽", 2),
        ("name:diaoyu", 1),
        ("printed:文物局", 3),
        ("kind:直接登记", 12),
        ("kind:party", count(&ledger, "kind:党群", "2020-07-20")),
        // Items and milestones speak of those with a task.
        ("item:A1", 0),
        ("item:a1=open", 113),
        ("item:A1=未办,A1=办理中", 113),
        ("-item:A1", 150),
        ("责任:财政局", 113),
        ("body:编办", 113),
        ("责任:业务主管单位", 113),
        ("M4:open", 113),
        ("m4:未完成", 113),
        ("M4:done", 0),
        ("M4:late", 0),
        ("M3:late", 83),
        ("M1:late", 113),
        ("has:problem", 0),
        ("有:暗不脱", 0),
        ("has:promise,contact,remark,exit", 0),
        ("有:记录,表格", 0),
        // Search words are as they were.
        ("钓鱼", 1),
        ("dyxh status:拟", 3),
        ("29", 1),
        ("\"钓鱼\"", 1),
        ("-教育体育", 106),
        ("status:拟 -kfs", 0),
    ] {
        assert_eq!(count(&ledger, text, "2020-07-20"), expected, "{text}");
    }
    assert_eq!(count(&ledger, "M4:late", "2020-08-01"), 113);
    assert_eq!(count(&ledger, "light:grey", "2020-06-15"), 150);
    assert_eq!(count(&ledger, "due:今天", "2020-06-26"), 33);
    assert_eq!(count(&ledger, "light:blue", "2020-06-20"), 33);
}

#[test]
fn conditions_see_what_was_recorded() {
    let home = Home::new();
    let tick = |args: &[&str]| {
        home.program()
            .args(args)
            .args(["--as-of", "2020-07-20"])
            .assert()
            .success();
    };
    tick(&["tick", "29", "A1"]);
    tick(&["tick", "30", "A1", "--state", "doing"]);
    tick(&["mark", "M4", "--unit", "教育"]);
    tick(&["fill", "29", "a2.1.name", "开封市钓鱼协会"]);
    let (_, ledger) = home.open("张三");
    for (text, expected) in [
        ("item:A1", 1),
        ("item:A1=doing", 1),
        ("item:A1=open", 111),
        ("has:record", 2),
        ("has:form", 1),
        ("M4:done", 44),
        ("M4:open", 69),
        ("M4:done -unit:教育", 0),
        ("stage:办理中", 2),
        ("stage:方案已报", 42),
        ("机构>0", 1),
    ] {
        assert_eq!(count(&ledger, text, "2020-07-20"), expected, "{text}");
    }
    // On the day before, the milestone had not been reached.
    assert_eq!(count(&ledger, "M4:done", "2020-07-19"), 0);
}

/// A problem that somebody decided about is none any more, until it is opened again.
#[test]
fn what_was_decided_about_is_no_problem() {
    let home = Home::new();
    let run = |args: &[&str]| {
        let output = home
            .program()
            .args(args)
            .args(["--as-of", "2020-07-20"])
            .output();
        let output = output.expect("the program runs");
        assert!(output.status.success(), "{args:?}: {output:?}");
        String::from_utf8_lossy(&output.stdout).into_owned()
    };
    run(&["fill", "29", "a2.2.inst", "否"]);
    run(&["fill", "29", "a4.2.inst", "划转"]);
    let problems = || {
        let (_, ledger) = home.open("张三");
        count(&ledger, "has:problem", "2020-07-20")
    };
    assert_eq!(problems(), 1);
    let found = run(&["findings", "--format", "json"]);
    let found: serde_json::Value = serde_json::from_str(&found).expect("json");
    let ids = found.as_array().expect("a list").iter().filter_map(|one| {
        let of_it = one["kind"] == "forms";
        of_it
            .then(|| one["id"].as_str().map(str::to_owned))
            .flatten()
    });
    let ids: Vec<String> = ids.collect();
    assert!(!ids.is_empty());
    for id in &ids {
        run(&["findings", "decide", id, "ignore", "--reason", "已核"]);
    }
    assert_eq!(problems(), 0);
    run(&["findings", "decide", &ids[0], "reopen"]);
    assert_eq!(problems(), 1);
}

#[test]
fn an_error_points_at_its_word_and_says_what_is_possible() {
    let home = Home::new();
    let (_, ledger) = home.open("张三");
    for (text, at, expected) in [
        (
            "unit:教育 ligth:red",
            "ligth:red",
            "第 2 个词「ligth:red」：没有条件 ligth，可用 单位 状态 灯 阶段 到期 进度",
        ),
        ("light:pink", "light:pink", "没有 pink，可用 红、黄"),
        (
            "stage:已",
            "stage:已",
            "已 可以是 已批复、已完成、已销号，请写得更完整",
        ),
        ("unit:某某局", "unit:某某局", "没有业务主管单位「某某局」"),
        ("unit:局", "unit:局", "请写得更完整"),
        ("dy unit: x", "unit:", "第 2 个词「unit:」：后面缺少值"),
        ("unit:a,,b", "unit:a,,b", "后面缺少值"),
        (":red", ":red", "前面缺少条件的名称"),
        ("light<red", "light<red", "不能用 < 比较，请用冒号"),
        ("due<soon", "due<soon", "soon 不是天数或日期"),
        ("due<2020-02-30", "due<2020-02-30", "不是天数或日期"),
        ("due<1-5", "due<1-5", "不是天数或日期"),
        ("done<half", "done<half", "不是百分数"),
        ("no:20-10", "no:20-10", "不是序号"),
        (
            "no:99999999999999999999",
            "no:99999999999999999999",
            "不是序号",
        ),
        ("item:Z9", "item:Z9", "没有事项 z9，可用 P1 P2"),
        (
            "责任:外事办",
            "责任:外事办",
            "没有由 外事办 负责或审核的事项，可用 业务主管单位",
        ),
        ("item:A1=gone", "item:A1=gone", "没有 gone，可用 未办"),
        ("M9:done", "M9:done", "没有条件 M9"),
        ("M4:soon", "M4:soon", "没有 soon，可用 已完成"),
        ("- 钓鱼", "-", "减号后面要有条件或文字"),
        ("\"\"", "\"\"", "引号里没有文字"),
        (
            "状态:拟 unit:\"教育 钓鱼",
            "\"教育 钓鱼",
            "第 2 个词「unit:\"教育 钓鱼」：引号没有配对",
        ),
        ("“", "“", "引号没有配对"),
    ] {
        let read = filter::parse(text).and_then(|filter| filter.bind(&ledger).map(drop));
        let error = read.expect_err(text);
        assert_eq!(&text[error.span.clone()], at, "{text}");
        assert!(error.sentence.contains(expected), "{text}: {error}");
        assert_eq!(error.sentence.lines().count(), 1, "{text}");
    }
}

fn texts(found: &[Suggestion]) -> Vec<&str> {
    found.iter().map(|found| found.text.as_str()).collect()
}

/// The text after the first suggestion was taken.
fn completed(ledger: &Ledger, text: &str) -> Option<String> {
    let found = filter::complete(ledger, text, text.len());
    let first = found.first()?;
    let mut text = text.to_owned();
    text.replace_range(first.replace.clone(), &first.text);
    Some(text)
}

#[test]
fn names_then_values_are_suggested() {
    let home = Home::new();
    let (_, ledger) = home.open("张三");
    for (typed, expected) in [
        ("st", "status:"),
        ("dy st", "dy status:"),
        ("-st", "-status:"),
        ("状", "状态:"),
        ("ＬＩ", "light:"),
        ("du", "due<"),
        ("m4", "M4:"),
        ("资", "资产<"),
        ("unit:教", "unit:教育体育局"),
        ("unit:jyty", "unit:教育体育局"),
        ("unit:直接登记,教", "unit:直接登记,教育体育局"),
        ("单位：“教", "单位：教育体育局"),
        ("light:", "light:红"),
        ("灯:", "灯:红"),
        ("light:r", "light:红"),
        ("light:y", "light:黄"),
        ("stage:方", "stage:方案已报"),
        ("item:a", "item:A1"),
        ("item:A1=办", "item:A1=办理中"),
        ("M4:l", "M4:逾期未完成"),
        ("due<", "due<0d"),
        ("due<=7", "due<=7d"),
        ("has:", "has:核对问题"),
        ("kind:党", "kind:党群机关"),
    ] {
        assert_eq!(
            completed(&ledger, typed).as_deref(),
            Some(expected),
            "{typed}"
        );
    }
    for typed in [
        "dyxh",
        "unit:教育体育局",
        "light:red",
        "ligth:r",
        "\"st",
        "name:商",
    ] {
        assert_eq!(completed(&ledger, typed), None, "{typed}");
    }
    // In the middle of a text only the word at the cursor is meant.
    let found = filter::complete(&ledger, "li status:拟", 2);
    assert_eq!(
        (texts(&found), found[0].replace.clone()),
        (vec!["light:"], 0..2)
    );
    // Before anything is typed there is the whole table.
    let all = texts(&filter::complete(&ledger, "", 0)).len();
    assert_eq!(all, filter::known(ledger.round()).len());
}

/// Whatever is suggested is understood, so that completion never leads into an error.
#[test]
fn every_suggestion_is_understood() {
    let home = Home::new();
    let (_, ledger) = home.open("张三");
    for known in filter::known(ledger.round()) {
        for name in &known.names {
            let key = format!("{name}{}", known.sign().sign());
            for value in filter::complete(&ledger, &key, key.len()) {
                let text = format!("{key}{}", value.text);
                let read = filter::parse(&text).and_then(|read| read.bind(&ledger));
                assert!(read.is_ok(), "{text}: {read:?}");
            }
        }
    }
    // A unit's suggestion is that unit.
    for (at, unit) in ledger.units().iter_enumerated() {
        let found = filter::complete(&ledger, "unit:", 5);
        let text = format!("unit:{}", found[usize::from(at)].text);
        assert_eq!(
            count(&ledger, &text, "2020-07-20"),
            unit.associations.len(),
            "{text}"
        );
    }
}

fn typed() -> impl Strategy<Value = String> {
    let part = prop::sample::select(vec![
        "unit",
        "单位",
        ":",
        "：",
        "<",
        "<=",
        "《",
        "≥",
        "=",
        "-",
        "－",
        ",",
        "、",
        "\"",
        "“",
        "”",
        "＂",
        " ",
        "\u{3000}",
        "教育",
        "status",
        "拟",
        "light",
        "red",
        "due",
        "7d",
        "2020-07-31",
        "no",
        "10-20",
        "M4",
        "done",
        "item",
        "A1",
        "钓鱼",
        "é\u{301}",
        "\u{1b}",
        "\0",
        "\n",
        "has",
        "x",
    ]);
    prop::collection::vec(part, 0..14).prop_map(|parts| parts.concat())
}

proptest! {
    /// Whatever is typed: no panic, spans are inside the text, and what was understood and
    /// printed is understood as the same again.
    #[test]
    fn what_is_printed_reads_as_the_same(text in typed(), any in any::<String>()) {
        for text in [text, any] {
            match filter::parse(&text) {
                Ok(read) => {
                    let printed = read.to_string();
                    let again = filter::parse(&printed);
                    prop_assert_eq!(again.as_ref(), Ok(&read), "{:?} {:?}", text, printed);
                }
                Err(error) => {
                    prop_assert!(text.get(error.span.clone()).is_some(), "{:?}", error);
                    prop_assert!(!error.sentence.contains(char::is_control), "{:?}", error);
                }
            }
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(32))]

    /// Completing and binding anything at any place neither panics nor leaves the text.
    #[test]
    fn anything_can_be_completed(texts in prop::collection::vec(typed(), 8)) {
        let home = Home::new();
        let (_, ledger) = home.open("张三");
        for text in texts {
            let _ = filter::parse(&text).map(|read| read.bind(&ledger).map(drop));
            for (cursor, _) in text.char_indices().chain([(text.len(), ' ')]) {
                for found in filter::complete(&ledger, &text, cursor) {
                    prop_assert!(text.get(found.replace.clone()).is_some(), "{:?}", found);
                }
            }
        }
    }
}

/// What the program prints on a day of July, line by line.
fn lines(home: &Home, args: &[&str]) -> Vec<String> {
    home.lines(&[args, &["--as-of", "2020-07-20"]].concat())
}

#[test]
fn the_command_line_filters_and_chooses_columns() {
    let home = Home::new();
    let found = lines(&home, &["list", "--where", "unit:教育 status:拟 due<14d"]);
    assert_eq!(
        found.last().map(String::as_str),
        Some("共 44 家 = 已脱钩 0 + 拟脱钩 44（已完成 0、未完成 44；基准日 2020-07-20）")
    );
    // It is "and" with the other options.
    for args in [
        &["list", "--where", "钓鱼", "--unit", "教育"][..],
        &["list", "--where", "status:拟", "--match", "diaoyu"],
        &[
            "list", "--where", "no:29", "--status", "planned", "--match", "钓鱼",
        ],
    ] {
        assert!(
            lines(&home, args)
                .last()
                .is_some_and(|line| line.starts_with("共 1 家")),
            "{args:?}"
        );
    }
    let none = lines(&home, &["list", "--where", "钓鱼", "--status", "decoupled"]);
    assert!(none.last().is_some_and(|line| line.starts_with("共 0 家")));

    let chosen = lines(
        &home,
        &[
            "list",
            "--where",
            "no:29",
            "--columns",
            "名称,no，light,M4,due",
        ],
    );
    assert_eq!(
        chosen[..2],
        [
            "名称            序号  灯  M4 报方案  下一事项",
            "开封市钓鱼协会    29  绿  11天       P2 11天",
        ]
    );
    let csv = lines(
        &home,
        &[
            "list",
            "--where",
            "no:29",
            "--columns",
            "no,status,light,assets",
            "--format",
            "csv",
        ],
    );
    assert_eq!(csv, ["no,status,light,assets", "29,planned,green,0/11"]);
    // JSON stays as it is.
    let json = lines(
        &home,
        &[
            "list",
            "--where",
            "no:29",
            "--columns",
            "no",
            "--format",
            "json",
        ],
    );
    assert!(json.iter().any(|line| line.contains("\"printed_unit\"")));

    for (args, part) in [
        (
            &["list", "--where", "ligth:red"][..],
            "第 1 个词「ligth:red」：没有条件 ligth",
        ),
        (&["list", "--where", "unit:\"教育"], "引号没有配对"),
        (
            &["list", "--columns", "no,colour"],
            "没有列「colour」，可用 序号 名称 业务主管单位",
        ),
        (&["list", "--columns", ""], "没有列「」"),
    ] {
        let failed = home.program().args(args).assert().code(1);
        let said = String::from_utf8_lossy(&failed.get_output().stderr).into_owned();
        assert!(said.contains(part) && said.lines().count() == 1, "{said}");
    }
}

const SIZES: [(u16, u16); 2] = [(80, 24), (120, 40)];

/// The words on the line of the search field.
fn chips(story: &Story) -> String {
    let screen = story.screen();
    let line = screen.lines().find(|line| line.contains(" = 已 "));
    line.expect("the line of the counts").to_owned()
}

#[test]
fn story_filter_the_roster_by_conditions() {
    for (width, height) in SIZES {
        let home = Home::new();
        let mut story = home.story("2020-07-20", width, height);
        // Before anything is typed the conditions are offered.
        story
            .keys("/")
            .shows("Tab 单位:  状态:  灯:")
            .shows("业务主管单位：全称、简称、印发名称或一部分")
            .shows("Tab 补全");
        // Tab takes the first suggestion; a word in the making does not empty the list.
        story.keys("un<tab>").shows("查找 unit:").shows("共 150");
        story.keys("教").shows("Tab 教育体育局").keys("<tab>");
        story
            .shows("查找 unit:教育体育局")
            .shows("显示 44 = 已 0 + 拟 44");
        story.keys(" sta<tab>拟").shows("显示 44").keys("<enter>");
        let line = chips(&story);
        assert!(line.contains("单位 教育体育局"), "{line}");
        assert!(
            line.contains("状态 拟脱钩") || line.contains(" +1 "),
            "{line}"
        );
        // The same field again, one more word, as an input method types it.
        story
            .keys("<ctrl-f><end>　钓鱼<enter>")
            .shows("显示 1 = 已 0 + 拟 1");
        let current = story.model().roster.current();
        let on_it = matches!(current, Some(tuogou::app::listing::ListRow::Association(_)));
        assert!(on_it, "the cursor stands on what was found");
        // It combines with the filters by keys, and one key clears all.
        story.keys("ss").shows("显示 0").keys("c").hides("显示 0");
    }
}

#[test]
fn story_a_wrong_word_is_marked_and_named_and_the_list_stays() {
    for (width, height) in SIZES {
        let home = Home::new();
        let mut story = home.story("2020-07-20", width, height);
        story
            .keys("/unit:教育 ligth:green")
            .shows("第 2 个词「ligth:green」：没有条件 ligth");
        story.shows("显示 44");
        let (buffer, _) = story.buffer();
        let marked: String = buffer
            .content
            .iter()
            .filter(|cell| cell.bg == Theme::dark().colour(Token::RedGround))
            .map(ratatui::buffer::Cell::symbol)
            .filter(|symbol| symbol.is_ascii() && *symbol != " ")
            .collect();
        assert_eq!(marked, "ligth:green");
        // Enter does not leave the field before it is right.
        story.keys("<enter>").shows("没有条件 ligth").shows("查找");
        assert!(story.model().roster.typing);
        story.keys("<backspace><backspace><backspace><backspace><backspace><backspace><backspace><backspace><backspace><backspace>ight:green<enter>");
        story.shows("显示 43").hides("没有条件");
        assert!(!story.model().roster.typing);
        story
            .keys("/<ctrl-u>unit:\"教育 钓")
            .shows("引号没有配对")
            .keys("<esc>");
        story.hides("显示").hides("引号没有配对");
    }
}

#[test]
fn story_help_lists_the_conditions() {
    let home = Home::new();
    let mut story = home.story("2020-07-20", 120, 40);
    story.keys("?<pagedown><pagedown><pagedown><pagedown>");
    story.shows("查找中的条件");
    story.keys("<pagedown><pagedown><pagedown>");
    story.shows("M1-M8");
}

/// Help is not wrapped, so each sentence has to fit beside the names.
#[test]
fn help_fits_beside_the_names() {
    use tuogou::text::cells::width;
    let home = Home::new();
    let (_, ledger) = home.open("张三");
    for (names, about) in filter::help(ledger.round()) {
        assert!(
            width(&names) <= 19 && width(about.get()) <= 53,
            "{names} {about}"
        );
    }
}

#[test]
fn a_condition_that_no_longer_fits_the_as_of_date_is_asked_again() {
    let home = Home::new();
    let mut story = home.story("2020-07-31", 80, 24);
    story.keys("/M4:late<enter>").shows("显示 0");
    story.keys("a<ctrl-u>2020-08-01<enter>").shows("显示 113");
}

#[test]
fn a_filter_by_what_is_kept_follows_what_is_recorded_meanwhile() {
    let home = Home::new();
    let mut story = home.story("2020-07-20", 80, 24);
    let (mut elsewhere, mut ledger) = home.open("李四");
    for (condition, number, before) in [("has:contact", 29, 0), ("-has:contact", 30, 149)] {
        story.keys(&format!("/<ctrl-u>{condition}<enter>"));
        story.shows(&format!("显示 {before}"));
        let command = Command::Note {
            subject: Subject::Association(number),
            note: Note::contact("王五", ""),
        };
        let receipt = elsewhere.execute(&mut ledger, &command, moment("2020-07-20"));
        receipt.expect("recorded");
        story.driver.look_around();
        let now = if before == 0 { 1 } else { before - 1 };
        story.shows(&format!("显示 {now}"));
    }
}
