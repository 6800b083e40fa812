//! Answers against the checklist and the marks.

use super::Report;
use super::answers::Answers;
use crate::domain::model::Stage;

/// X17: the supervising relation ended, but the charter, which normally names the unit, did not
/// change.
pub fn x17_charter(answers: &Answers<'_>, report: &mut Report<'_>) {
    if answers.no("a4.9.charter") && answers.settled("A1") {
        report.suspicious(
            &["a4.9.charter"],
            "主管关系已取消而章程未改，章程一般写有业务主管单位".to_owned(),
        );
    }
}

/// X23: what is said to be done is not, by the association's own form.
pub fn x23_unfinished(answers: &Answers<'_>, report: &mut Report<'_>) {
    let round = answers.ledger.round();
    let progress = answers.ledger.progress(answers.association);
    let completing = round
        .milestones()
        .position(|m| m.reaches_stage == Some(Stage::Completed));
    let reached = completing.is_some_and(|ix| progress.reached_on(ix).is_some());
    if !reached {
        return;
    }
    for (field, option) in [
        ("a4.2.inst", "未完成脱钩"),
        ("a4.2.cooffice", "未完成脱钩"),
        ("a4.3.admin", "未完成移交"),
        ("a4.4.bank", "未单独开立账户"),
        ("a4.4.books", "未单独建账、独立核算"),
    ] {
        if answers.ticks(field, option) {
            report.contradiction(
                &[field],
                format!("{}：填了{option}，却已登记完成", answers.label(field)),
            );
        }
    }
}

/// X24: foreign affairs have no section in the after-form; the checklist has to say.
pub fn x24_foreign_affairs(answers: &Answers<'_>, report: &mut Report<'_>) {
    let counts = ["a2.7.trips", "a2.7.abroad", "a2.7.visitors", "a2.7.confs"];
    let active = answers.sum(&counts).unwrap_or(0) > 0 || answers.yes("a2.7.intl");
    if active && answers.any_after() && !answers.settled("E2") {
        let mut fields = counts.to_vec();
        fields.push("a2.7.intl");
        report.ask(
            &fields,
            "上年度有外事活动，完成情况表没有外事部分，请在清单 E2 写明".to_owned(),
        );
    }
}

/// X25: how many full-time staff there are is in neither form.
pub fn x25_staff(answers: &Answers<'_>, report: &mut Report<'_>) {
    if answers.any_after() && !answers.settled("D4") {
        report.ask(
            &[],
            "两表都没有专职人员数，请在清单 D4 写明人数和合同".to_owned(),
        );
    }
}
