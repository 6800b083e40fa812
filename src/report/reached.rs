//! An association's milestones: a row for each of the round.

use chrono::NaiveDate;

use super::cell::Cell;
use super::table::{Column, Holds, LedgerOn, Media, Report};
use crate::domain::id::{AssocIx, MilestoneIx};
use crate::domain::ledger::Ledger;
use crate::domain::milestone::{self, Standing};
use crate::domain::model;
use crate::domain::round::Milestone;

/// A milestone, and where an association stands; `None` = it does not have to reach it.
#[derive(Debug, Clone, Copy)]
pub struct OwnMilestone {
    ix: MilestoneIx,
    standing: Option<Standing>,
}

/// All milestones, for one association.
pub fn report(ledger: &Ledger, whose: AssocIx, as_of: NaiveDate) -> Report<'_, OwnMilestone> {
    let all = ledger.round().milestones().keys();
    let rows = all.map(|ix| OwnMilestone {
        ix,
        standing: milestone::for_association(ledger, ix, whose, as_of),
    });
    let on = LedgerOn::new(ledger, as_of);
    Report::new("节点", columns(), rows.collect(), on)
}

fn def<'a>(on: &LedgerOn<'a>, row: &OwnMilestone) -> &'a Milestone {
    &on.ledger.round().milestones()[row.ix]
}

fn done_on(row: &OwnMilestone) -> Option<NaiveDate> {
    row.standing?.done_on
}

fn done<'a>(_: &LedgerOn<'a>, row: &OwnMilestone) -> Cell<'a> {
    match (row.standing, done_on(row)) {
        (None, _) => "不涉及".into(),
        (Some(_), None) => "-".into(),
        (Some(_), Some(on)) => on.into(),
    }
}

fn columns() -> Vec<Column<OwnMilestone>> {
    use Holds::{Day, Light, Text};
    use Media as M;
    type C = Column<OwnMilestone>;
    vec![
        C::new("id", "节点", Text, |on, row| (&def(on, row).id).into()),
        C::new("title", "名称", Text, |on, row| {
            (&def(on, row).title).into()
        }),
        C::new("due_on", "计划", Day, |on, row| {
            def(on, row).due_on.into()
        }),
        C::new("done_on", "完成", Day, |_, row| done_on(row).into()).only(M::DATA),
        C::new("done_on", "完成", Text, done).except(M::DATA),
        C::new("light", "灯", Light, |_, row| {
            let light = row.standing.map(|standing| standing.light);
            light.unwrap_or(model::Light::Grey).into()
        }),
        C::new("applies", "涉及", Text, |_, row| {
            row.standing.is_some().into()
        })
        .only(M::DATA),
    ]
}
