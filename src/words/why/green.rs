//! What would turn a light green, in one sentence.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use super::{Part, What, day};
use crate::domain::ledger::{Ledger, SubjectIx};
use crate::domain::light::{Assessment, Reason};

/// Names that are listed before 等.
const NAMED: usize = 4;
/// Dates that are named.
const DATES: usize = 2;

/// What has to be done for green, or that it cannot be any more.
pub fn sentence(ledger: &Ledger, what: What, assessment: &Assessment, behind: &[Part]) -> String {
    match assessment.reason {
        Reason::NoTask => return "没有任务，不需要转绿".to_owned(),
        Reason::Exited => return "已退出，不需要转绿".to_owned(),
        _ => {}
    }
    let own = [Part {
        what,
        assessment: *assessment,
    }];
    let parts = if behind.is_empty() { &own } else { behind };
    let of = |reason| parts.iter().filter(move |p| p.assessment.reason == reason);
    let overdue: Vec<What> = of(Reason::Overdue).map(|part| part.what).collect();
    let late: Vec<What> = of(Reason::MadeUpLate).map(|part| part.what).collect();
    let mut pending: BTreeMap<NaiveDate, Vec<What>> = BTreeMap::new();
    for reason in [Reason::Urgent, Reason::Soon, Reason::OnCourse] {
        for part in of(reason) {
            let due_on = part.assessment.due_on.unwrap_or(NaiveDate::MAX);
            pending.entry(due_on).or_default().push(part.what);
        }
    }
    let info = &ledger.round().info;
    let mut clauses = Vec::new();
    if !overdue.is_empty() {
        clauses.push(format!("补办已逾期的 {}", names(ledger, what, &overdue)));
    }
    let by = if info.thresholds.due_day_inclusive {
        "（含）前"
    } else {
        "前"
    };
    for (due_on, these) in pending.iter().take(DATES) {
        let due_on = day(info, *due_on);
        clauses.push(format!(
            "在 {due_on}{by}办结 {}",
            names(ledger, what, these)
        ));
    }
    if !overdue.is_empty() {
        clauses.push("逾期后补办只能转黄".to_owned());
        if matches!(what, What::Milestone(..)) {
            // A mark carries the day on which it happened (domain.md D6: the meeting of M1 may
            // have been held).
            clauses.push("实际已按期完成的，按实际日期登记即为绿".to_owned());
        }
    } else if !late.is_empty() {
        let late = names(ledger, what, &late);
        clauses.push(format!("逾期补办的不再转绿：{late}"));
    }
    if !clauses.is_empty() {
        return clauses.join("；");
    }
    match (assessment.reason, assessment.starts_on, assessment.due_on) {
        (Reason::NotStarted, Some(start), Some(due_on)) => {
            let (start, due_on) = (day(info, start), day(info, due_on));
            format!("{start} 启动后为绿，在 {due_on}{by}办结")
        }
        _ => "已是绿灯".to_owned(),
    }
}

/// Few by name, many by their number.
fn names(ledger: &Ledger, whole: What, all: &[What]) -> String {
    let shown = all
        .iter()
        .take(NAMED)
        .map(|what| short(ledger, whole, *what));
    let text = shown.collect::<Vec<_>>().join("、");
    if all.len() > NAMED {
        let mixed = all.iter().any(|one| matches!(one, What::Milestone(..)));
        let unit = match all[0] {
            What::Association(_) if mixed => "项",
            What::Item(..) if !matches!(whole, What::Items(_)) => "项",
            What::Unit(_) | What::Printed(_) | What::Milestone(_, SubjectIx::Unit(_)) => "个单位",
            What::Milestone(_, SubjectIx::City) => "个节点",
            _ => "家",
        };
        return format!("{text} 等 {} {unit}", all.len());
    }
    text
}

/// As short as it can still be told apart: `C1`, `29`, `教育体育局`.
fn short(ledger: &Ledger, whole: What, what: What) -> String {
    let round = ledger.round();
    match what {
        What::Item(ix, _) if matches!(whole, What::Items(_)) => {
            ledger.associations()[ix].no.to_string()
        }
        What::Item(_, item) => round.items[item].id.clone(),
        What::Milestone(ix, SubjectIx::City) => round.milestones()[ix].id.clone(),
        What::Milestone(ix, _) if matches!(whole, What::Association(_) | What::Unit(_)) => {
            round.milestones()[ix].id.clone()
        }
        What::Milestone(_, SubjectIx::Unit(unit)) | What::Unit(unit) => {
            ledger.units()[unit].short.to_string()
        }
        What::Milestone(_, SubjectIx::Association(ix))
        | What::Association(ix)
        | What::SectionOf(ix, _) => ledger.associations()[ix].no.to_string(),
        What::City | What::Section(_) | What::Items(_) | What::Printed(_) | What::Status(_) => {
            super::title(ledger, what)
        }
    }
}
