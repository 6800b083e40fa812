//! The page of the findings, told in keys.

use tuogou::app::session::Session;
use tuogou::domain::command::{Command, NewAnswer};

use crate::support::{Home, Story, date, moment};

fn fill(session: &mut Session, home: &Home, field: &str, text: &str) {
    let (_, mut ledger) = home.open("李四");
    let command = Command::SetAnswer(NewAnswer {
        association: 29,
        field: field.into(),
        rows: vec![vec![text.into()]],
    });
    let done = session.execute(&mut ledger, &command, moment("2020-07-20"));
    done.expect("filled in");
}

/// 29 with a contradiction between its forms and a shared account.
fn contradicted(width: u16, height: u16) -> (Home, Story) {
    let home = Home::new();
    for (field, text) in [
        ("a2.2.cooffice", "否"),
        ("a4.2.cooffice", "未完成脱钩"),
        ("a4.4.bank", "未单独开立账户"),
        ("a4.4.bank_shared", "教体局"),
    ] {
        let (mut session, _) = home.open("李四");
        fill(&mut session, &home, field, text);
    }
    let story = home.story("2020-07-20", width, height);
    (home, story)
}

/// Goes to the finding of a rule about somebody.
#[track_caller]
fn on(story: &mut Story, rule: &str, whose: &str) {
    story.keys("<home>");
    let (rule, whose) = (format!(" {rule} "), format!("：「{whose}」"));
    for _ in 0..200 {
        let screen = story.screen();
        // Below the list stands what is said of the one under the cursor.
        let below = screen.lines().skip_while(|line| !line.starts_with(&rule));
        let said: String = below.take(3).map(str::trim).collect();
        if said.contains(&whose) {
            return;
        }
        story.keys("<down>");
    }
    panic!("no {rule} {whose} in\n{}", story.screen());
}

#[test]
fn the_worst_stand_first_with_their_evidence_side_by_side() {
    for (width, height) in [(80, 24), (120, 40)] {
        let (_home, mut story) = contradicted(width, height);
        story.keys("<f11>").shows("待处理 42");
        // The form's contradiction is of the same severity as the units', and 29 stands before 82.
        story.shows("X04 表间核对");
        let (before, after) = ("基本情况表 （二）机构情况", "完成情况表 （二）机构分离情况");
        story.shows(before).shows(after);
        // Below the list the two stand beside each other, in the pane one below the other.
        let beside = |line: &str| line.contains(" 否 ") && line.contains("未完成脱钩");
        let screen = story.screen();
        assert_eq!(screen.lines().any(beside), width < 100, "{screen}");
        story.shows("未完成脱钩");
        // Every signal stands with its weight.
        story.keys("<right><right><right><right><right><right>");
        story.shows("S01 明脱暗不脱，合计 5 分");
        story.shows("5 分 没有单独账户：脱钩后未单独开立");
        insta::assert_snapshot!(format!("finding_signal_{width}x{height}"), story.screen());
    }
}

#[test]
fn enter_goes_to_where_it_can_be_mended_and_esc_comes_back() {
    let (_home, mut story) = contradicted(80, 24);
    story.keys("<f11><enter>").shows("附件2 基本情况表");
    let field = story.line("▐!");
    assert!(field.contains("是否与行政机关"), "{field}");
    story.keys("<space><esc>");
    // 是 before, not finished after: the contradiction is gone, the signal is not.
    story.hides("X04 ").shows("待处理 41");
    story.keys("<right>").shows("「开封市农林局」已撤并");
    story.keys("<enter>").shows("农林局  显示 1");
    story.keys("<f11><left>").shows("「开封市农林局」已撤并");
    let mut story = Home::new().story("2020-07-20", 80, 24);
    story.keys("<f11><right><right><right><enter>");
    story.shows("M7 基本完成脱钩");
    story.keys("<esc>").shows("D01");
    story.keys("<right><left><down><down><enter>");
    story.shows("是通知本身的问题，台账中没有可改之处");
    story.keys("<left><end><up><up><up><up><up><up><up><up><up><up><up><up><f11>");
    // The one about all who were decoupled before leads to their list.
    let mut story = Home::new().story("2020-07-20", 80, 24);
    story.keys("<f11><right><right>").shows("名册 13");
    story.keys("<enter>").shows("S02 ");
}

#[test]
fn decisions_leave_the_list_are_seen_among_all_and_taken_back() {
    let home = Home::new();
    let mut story = home.story("2020-07-20", 80, 24);
    story.keys("<f11>").shows("待处理 40");
    story.keys("t").shows("已记录：问题 U03 开封市农林局：属实");
    story.shows("待处理 39").hides("U03  农林局");
    // The cursor stays where it was, on the next one.
    story.shows("「原开封市质量技术监督局」已撤并");
    story.keys("<f7>").shows("：已改").shows("待处理 38");
    story.keys("x<enter>").shows("请写明理由");
    story.keys("无人认领，另行报告<enter>").shows("待处理 37");

    story.keys("s<home>").shows("全部 40");
    let decided = story.line("U03  农林局");
    assert!(decided.contains("属实"), "{decided}");
    story.shows("属实 张三 于").shows("（基准日 2020-07-20）");
    story.keys("<down><down>").shows("忽略 张三 于");
    story.shows("：无人认领，另行报告");
    story
        .keys("<f9>")
        .shows("不再保留")
        .keys("<enter>")
        .shows("重开");
    story.keys("s").shows("待处理 38");
    story.keys("uuuu").shows("待处理 40");
    story.keys("u").shows("没有可以撤销的操作");
}

#[test]
fn merging_a_unit_shows_what_it_changes_first_and_is_undone() {
    let home = Home::new();
    let mut story = home.story("2020-07-20", 80, 24);
    story.keys("<f11><right>");
    on(&mut story, "U02", "开封市文物局");
    story.keys("m").shows("「开封市文物局」并入");
    story.shows("▐ 开封市文化广电和旅游局");
    story
        .keys("<enter>")
        .shows("由 7 个单位 83 家变为 7 个单位 86 家");
    story.keys("<esc>").shows("待处理 40");
    story.keys("m<enter><enter>").shows("待处理 38");
    story.keys("s<end>").shows("按决定计入");
    story.keys("su").shows("待处理 40").hides("按决定计入");

    // Into itself, and into a name that is no unit.
    on(&mut story, "U02", "开封市文物局");
    story.keys("m<ctrl-u>文物局<enter>");
    story.shows("请");
    story.keys("<ctrl-u>直接登记<enter>").shows("直接登记");
    story.keys("<esc>");
    on(&mut story, "U03", "原开封市质量技术监督局");
    story.keys("m").shows("「原开封市质量技术监督局」并入");
    story
        .keys("<enter>")
        .shows("「原开封市质量技术监督局」并入");
    story
        .keys("开封市市场监督管理局<enter>")
        .shows("（名册中没有，将新");
    story.keys("<enter>").shows("待处理 39");
    // Split what the data had merged.
    story.keys("<end><up><up>");
    on(&mut story, "U01", "开封市文广新和旅游局");
    story.keys("m").shows("家变为 6 个单位 78 家");
    story.keys("<enter>").shows("已记录");
    let (_, ledger) = home.open("李四");
    assert!(ledger.unit_ix("开封市文广新和旅游局").is_some());
}

#[test]
fn the_list_follows_the_ledger_and_the_as_of_date() {
    let home = Home::new();
    let (mut session, mut ledger) = home.open("李四");
    let mut story = home.story("2020-07-20", 80, 24);
    story.keys("<f11>").shows("次序 0");
    let mark = Command::Mark {
        milestone: "M6".into(),
        subject: tuogou::domain::change::Subject::Association(29),
        on: date("2020-08-20"),
    };
    session
        .execute(&mut ledger, &mark, moment("2020-08-20"))
        .expect("marked");
    story.driver.look_around();
    story.shows("次序 0");
    story.keys("a<ctrl-u>2020-08-21<enter>").shows("次序 1");
    // The cursor stays on its finding; the new one stands above it.
    story
        .shows("「开封市农林局」已撤并")
        .keys("<home>")
        .shows("O01 节点次序");
    story.keys("a<ctrl-u>2020-08-19<enter>").shows("次序 0");
}
