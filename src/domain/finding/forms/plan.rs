//! The plan (`domain.md` 6.3): every place filled in, months not later than they may be.

use super::Report;
use super::answers::Answers;
use crate::domain::form::FormId;
use crate::domain::form::filled;
use crate::domain::form::month;

/// P01: no month after the milestone, none after the last day.
pub fn p01_months(answers: &Answers<'_>, report: &mut Report<'_>) {
    let round = answers.ledger.round();
    for field in round.forms.iter().flat_map(|form| &form.fields) {
        let Some(limit) = &field.limit else { continue };
        let Some(month) = answers.text(&field.id).and_then(month::parse) else {
            continue;
        };
        let section = round.forms.iter().flat_map(|form| &form.sections);
        let section = section.clone().find(|section| section.id == field.section);
        let what = section.map_or("", |section| section.title.as_str());
        let said = month.words();
        let id = [field.id.as_str()];
        if month.end() > limit.latest {
            report.contradiction(
                &id,
                format!("{what}{}：{said}晚于最迟的 {}", field.label, limit.latest),
            );
            continue;
        }
        let milestone = round
            .milestone_ix(&limit.by)
            .map(|ix| &round.milestones()[ix]);
        if let Some(milestone) = milestone
            && month.end() > milestone.due_on
        {
            report.suspicious(
                &id,
                format!(
                    "{what}{}：{said}底晚于{} {}",
                    field.label, milestone.title, milestone.due_on
                ),
            );
        }
    }
}

/// P02: a plan that was begun has no places left open.
pub fn p02_unfilled(answers: &Answers<'_>, report: &mut Report<'_>) {
    let ledger = answers.ledger;
    let at = ledger.round().form_ix(FormId::Plan);
    let fields: Vec<_> = filled::fields(ledger, answers.association, at).collect();
    let empty: Vec<&str> = fields
        .iter()
        .filter(|field| field.shown && !field.def.optional && field.record.is_none())
        .map(|field| field.def.id.as_str())
        .collect();
    if !empty.is_empty() && empty.len() < fields.len() {
        report
            .about("")
            .ask(&empty, format!("实施方案还有 {} 处没有填写", empty.len()));
    }
}
