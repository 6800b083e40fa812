//! 实施方案: slots filled in, written through a template, late months and open places named.

use tuogou::domain::command::{Command, NewAnswer};
use tuogou::domain::finding::{self, Scope, Severity};
use tuogou::domain::ledger::Ledger;
use tuogou::exchange::form::plan_docx;

use crate::support::{Home, date, moment};

/// Position of 29 开封市钓鱼协会.
const FISHING: usize = 28;

/// A ledger in which slots of the plan are filled in.
fn with(slots: &[(&str, &str)]) -> Ledger {
    let home = Home::new();
    let (mut session, mut ledger) = home.open("张三");
    for (field, text) in slots {
        let texts = [(*text).to_owned()];
        let command = Command::SetAnswer(NewAnswer::written(ledger.round(), 29, field, &texts));
        session
            .execute(&mut ledger, &command, moment("2020-07-20"))
            .expect("filled in");
    }
    ledger
}

fn written(ledger: &Ledger) -> String {
    plan_docx::text(ledger, FISHING.into(), &ledger.round().templates["plan.j2"]).expect("the plan")
}

/// A plan under other titles than those of the notice's Annex 3 is sent back.
#[test]
fn the_plan_has_the_titles_of_the_printed_one() {
    let text = written(&with(&[]));
    let titles: Vec<&str> = text.lines().filter(|line| line.starts_with("##")).collect();
    let printed = "## 一、指导思想|## 二、主要目标|## 三、脱钩任务|### （一）机构分离|### （二）职能分离|\
                   ### （三）资产财务分离|### （四）人员管理分离|### （五）党建、外事分离|\
                   ## 四、实施步骤|## 五、组织领导";
    assert_eq!(titles.join("|"), printed);
    assert!(text.contains("“五分离、五规范”"));
}

#[test]
fn what_is_filled_in_stands_in_the_plan_and_the_rest_is_left_open() {
    let ledger = with(&[
        ("a3.1.office", "体育科"),
        ("a3.1.due", "2020年8月"),
        ("a3.5.to", "市体育总会党委"),
        ("a3.g.head", "李四"),
    ]);
    let text = written(&ledger);
    for part in [
        "# 开封市钓鱼协会脱钩实施方案",
        "（责任单位：体育科、开封市钓鱼协会，完成时间：2020年8月底前）",
        "归口市体育总会党委",
        "组长李四",
        // The wording of the body of the notice, not the slips of its Annex 3 (D4, D5).
        "发改体改〔2019〕1063号",
        "规范财产关系",
        "2020年9月30日",
    ] {
        assert!(text.contains(part), "{part} is not in\n{text}");
    }
    for slip in ["发改经体", "综合财产关系", "XXX"] {
        assert!(!text.contains(slip), "{slip} is in\n{text}");
    }
    // Five of the six months and six texts are still open.
    assert_eq!(text.matches("＿＿年＿月底前").count(), 5);
    let filled: Vec<_> = finding::of(&ledger, Scope::Forms(FISHING.into()), date("2020-07-20"))
        .into_iter()
        .filter(|finding| finding.rule == "P02")
        .collect();
    assert_eq!(filled.len(), 1);
    assert_eq!(filled[0].fields.len(), 15 - 4);
}

#[test]
fn a_plan_that_nobody_began_is_not_reminded_of() {
    assert!(
        finding::of(&with(&[]), Scope::Forms(FISHING.into()), date("2020-07-20"))
            .iter()
            .all(|finding| !finding.rule.starts_with('P'))
    );
}

#[test]
fn months_after_the_milestone_and_after_the_last_day_are_flagged() {
    for (month, expected) in [
        ("2020-08", None),
        ("2020-09-18", None),
        ("2020-09", None),
        ("2020-09-30", Some(Severity::Ask)),
        ("2020-10", Some(Severity::Suspicious)),
    ] {
        let ledger = with(&[("a3.3.due", month)]);
        let found = finding::of(&ledger, Scope::Forms(FISHING.into()), date("2020-07-20"));
        let late = found.iter().find(|finding| finding.rule == "P01");
        assert_eq!(late.map(|finding| finding.severity), expected, "{month}");
        assert!(late.is_none_or(|finding| finding.fields == ["a3.3.due"]));
    }
}

#[test]
fn a_template_that_cannot_be_used_is_refused_by_its_line() {
    let ledger = with(&[]);
    for (template, part) in [
        ("# {{ name }}\n{{ nothing }}", "第 2 行有误：用了没有的名称"),
        ("{{ slot(\"a9.x\") }}", "没有栏目 a9.x"),
        ("# {{ name", "第 1 行有误：写法不对"),
        ("\n{{ name|spell }}", "没有这个过滤器"),
        ("{% for x in range(100000) %}{{ x }}{% endfor %}", "模板"),
    ] {
        let error = plan_docx::text(&ledger, FISHING.into(), template).expect_err(template);
        assert!(error.to_string().contains(part), "{error}");
    }
}

/// 2020年9月15日底前 is no day: what was given as a month ends with it, a day is the day.
#[test]
fn a_day_that_is_given_is_not_the_end_of_its_month() {
    let text = written(&with(&[
        ("a3.1.due", "2020年8月"),
        ("a3.2.due", "2020年9月15日"),
    ]));
    assert!(text.contains("完成时间：2020年8月底前）"), "{text}");
    assert!(text.contains("完成时间：2020年9月15日前）"), "{text}");
    assert!(!text.contains("日底前"), "{text}");
}
