//! One deed for many: marks in the roster, and what it comes to.

use tuogou::domain::fact::ExitKind;
use tuogou::domain::model::{ItemState, Stage, Status};

use crate::support::{Home, Story};

const SIZES: [(u16, u16); 2] = [(80, 24), (120, 40)];

fn done(story: &Story, item: &str) -> usize {
    let ledger = &story.model().ledger;
    let item = ledger.round().item_ix(item).expect("an item");
    ledger
        .associations()
        .keys()
        .filter(|ix| ledger.item(*ix, item).state == ItemState::Done)
        .count()
}

#[test]
fn a_clerk_ticks_an_item_for_a_whole_bureau_at_once_and_takes_it_back_at_once() {
    for (width, height) in SIZES {
        let home = Home::new();
        let mut story = home.story("2020-06-26", width, height);
        // All 拟脱钩 of the education bureau.
        story.keys("<f3>/教育体育<enter>ss<f7>s");
        story.keys("<ctrl-a>").shows("标记 44");
        story.keys("<ctrl-k>办结 p2<enter>").shows("将改 44 条");
        assert_eq!(done(&story, "P2"), 0, "nothing before it is agreed");
        story.keys("<enter>").shows("已记录");
        assert_eq!(done(&story, "P2"), 44);
        story.keys("u").shows("已撤销");
        assert_eq!(done(&story, "P2"), 0, "one undo");
        // What is the bureau's is told so, and ticked once.
        story.keys("<ctrl-k>办结 p1<enter>").shows("将改 1 条");
        story.shows("改的不是协会，是 教").keys("<enter>");
        assert_eq!(done(&story, "P1"), 44);
    }
}

#[test]
fn marks_survive_filter_and_grouping() {
    for (width, height) in SIZES {
        let home = Home::new();
        let mut story = home.story("2020-06-26", width, height);
        story.keys("<f3>/29<enter>").keys(" ").shows("标记 1");
        story.keys("<esc><f3>/31<enter>").keys(" ").shows("标记 2");
        story.keys("<esc><f3>b").shows("标记 2");
        story.keys("s").shows("标记 2");
        // Their lines carry the sign.
        story.keys("<ctrl-x>/29<enter>");
        story.shows("✓ 29 ");
        // On a heading all of the group is marked, and once more none.
        story
            .keys("<esc><f3>/教育体育<enter><home> ")
            .shows("标记 44");
        story.keys("<home> ");
        assert_eq!(story.model().marked.len(), 0);
    }
}

#[test]
fn a_mixed_selection_is_set_and_not_turned_and_what_cannot_be_is_named() {
    let home = Home::new();
    let mut story = home.story("2020-07-20", 80, 24);
    story
        .keys("<f3>/29<enter><ctrl-k>办结 a1<enter>")
        .shows("已记录");
    assert_eq!(done(&story, "A1"), 1);
    story.keys("<esc><f3>/教育体育<enter><ctrl-a><ctrl-k>办结 a1<enter>");
    story.shows("将改 43 条；1 条已是如此");
    story.keys("<enter>");
    assert_eq!(done(&story, "A1"), 44);
    // P2 never is 不涉及: nothing to agree to.
    story
        .keys("<ctrl-k>不涉及 p2<enter>没有<enter>")
        .shows("44 条不能改")
        .keys("<esc>");
    // Nobody can be closed yet.
    story.keys("<ctrl-k>销号<enter>").shows("不能改");
    assert!(story.model().popup.is_none());
}

#[test]
fn a_milestone_is_recorded_for_the_units_of_what_is_marked() {
    let home = Home::new();
    let mut story = home.story("2020-07-01", 80, 24);
    story.keys("<f3>/教育体育<enter><ctrl-a><ctrl-k>登记 m2<enter>");
    story
        .shows("日期")
        .keys("<ctrl-u>2020-06-26<enter>")
        .shows("将改 1 条");
    story.keys("<enter>").shows("已记录");
    let m2 = story.model().ledger.round().milestone_ix("M2").expect("M2");
    let ledger = &story.model().ledger;
    let unit = ledger.unit_of(28.into()).expect("a unit");
    let subject = tuogou::domain::ledger::SubjectIx::Unit(unit);
    assert!(ledger.mark(m2, subject).is_some());
    // That the unit has a day already is said, and asked.
    let on = |story: &Story| {
        let mark = story.model().ledger.mark(m2, subject);
        mark.expect("marked").done_on.to_string()
    };
    story.keys("<ctrl-k>登记 m2<enter><ctrl-u>2020-06-30<enter>");
    story.shows("改的不是协会");
    assert_eq!(on(&story), "2020-06-26", "nothing before it is agreed");
    story.keys("<enter>").shows("已记录");
    assert_eq!(on(&story), "2020-06-30");
    // A date that has not come is refused where it is typed, with nothing recorded.
    story
        .keys("<ctrl-k>登记 m4<enter><ctrl-u>2020-99-01<enter>")
        .shows("Enter 确定");
    story.keys("<ctrl-u>2020-07-31<enter>").shows("晚于基准日");
}

#[test]
fn an_association_leaves_the_round_by_its_paper_and_comes_back() {
    for (width, height) in SIZES {
        let home = Home::new();
        let mut story = home.story("2020-07-20", width, height);
        story
            .keys("<f3>/29<enter><enter><ctrl-k>退出 注销<enter>")
            .shows("日期");
        story.keys("<enter>").shows("依据");
        story.keys("<enter>").shows("请写明");
        story.keys("汴民〔2020〕8号<enter>").shows("原因");
        story.keys("长期未开展活动<enter>").shows("请确认");
        story.keys("<enter>").shows("注销 2020-07-20");
        let ix = story.model().ledger.association_ix(29).expect("known");
        let ledger = &story.model().ledger;
        assert_eq!(
            ledger.progress(ix).stage,
            Stage::from(ExitKind::Deregistered)
        );
        assert_eq!(
            ledger.associations()[ix].status,
            Status::Planned,
            "as printed"
        );
        assert_eq!(story.model().sums.city.total, 150);
        assert_eq!(story.model().sums.city.left.all(), 1);
        story
            .keys("<ctrl-k>退出 撤销<enter><enter>见文件<enter>无<enter>")
            .shows("已于 2020-07-20 注销")
            .keys("<esc>");
        story.keys("<ctrl-k>取消退出<enter><enter>").shows("已记录");
        assert_eq!(story.model().sums.city.left.all(), 0);
    }
}

#[test]
fn the_export_dialog_offers_what_is_marked() {
    let home = Home::new();
    let mut story = home.story("2020-07-20", 80, 24);
    story
        .keys("<f3>/29<enter> <esc><f3>/31<enter> p")
        .shows("标记的 2 家");
}
