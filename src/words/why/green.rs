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
        Reason::NoTask => return s!("没有任务，不需要转绿", "no task, nothing to do").to_owned(),
        Reason::Exited => return s!("已退出，不需要转绿", "has left, nothing to do").to_owned(),
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
        clauses.push(t!(
            "补办已逾期的 {}",
            "make up what is overdue: {}",
            names(ledger, what, &overdue)
        ));
    }
    let by = if info.thresholds.due_day_inclusive {
        s!("（含）前", " at the latest")
    } else {
        s!("前", " (before)")
    };
    for (due_on, these) in pending.iter().take(DATES) {
        let due_on = day(info, *due_on);
        clauses.push(t!(
            "在 {due_on}{by}办结 {}",
            "by {due_on}{by} finish {}",
            names(ledger, what, these)
        ));
    }
    if !overdue.is_empty() {
        clauses.push(
            s!(
                "逾期后补办只能转黄",
                "what is made up late turns yellow only"
            )
            .to_owned(),
        );
        if matches!(what, What::Milestone(..)) {
            // A mark carries the day on which it happened (domain.md D6: the meeting of M1 may
            // have been held).
            clauses.push(
                s!(
                    "实际已按期完成的，按实际日期登记即为绿",
                    "what was in fact done in time turns green when its true date is recorded"
                )
                .to_owned(),
            );
        }
    } else if !late.is_empty() {
        let late = names(ledger, what, &late);
        clauses.push(t!(
            "逾期补办的不再转绿：{late}",
            "what was made up late never turns green: {late}"
        ));
    }
    if !clauses.is_empty() {
        return clauses.join(s!("；", "; "));
    }
    match (assessment.reason, assessment.starts_on, assessment.due_on) {
        (Reason::NotStarted, Some(start), Some(due_on)) => {
            let (start, due_on) = (day(info, start), day(info, due_on));
            t!(
                "{start} 启动后为绿，在 {due_on}{by}办结",
                "green once started on {start}; finish by {due_on}{by}"
            )
        }
        _ => s!("已是绿灯", "it is green").to_owned(),
    }
}

/// Few by name, many by their number.
fn names(ledger: &Ledger, whole: What, all: &[What]) -> String {
    let shown = all
        .iter()
        .take(NAMED)
        .map(|what| short(ledger, whole, *what));
    let text = shown.collect::<Vec<_>>().join(s!("、", ", "));
    if all.len() > NAMED {
        let mixed = all.iter().any(|one| matches!(one, What::Milestone(..)));
        let unit = match all[0] {
            What::Association(_) if mixed => s!("项", "in all"),
            What::Item(..) if !matches!(whole, What::Items(_)) => s!("项", "in all"),
            What::Unit(_) | What::Printed(_) | What::Milestone(_, SubjectIx::Unit(_)) => {
                s!("个单位", "units in all")
            }
            What::Milestone(_, SubjectIx::City) => s!("个节点", "milestones in all"),
            _ => s!("家", "in all"),
        };
        return t!(
            "{text} 等 {} {unit}",
            "{text} and more, {} {unit}",
            all.len()
        );
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
