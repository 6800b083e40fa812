//! 节点日期 of a round that was just made: a row for each milestone.

use super::table::{Column, Holds, LedgerOn, Media, Report};
use crate::domain::id::MilestoneIx;
use crate::domain::ledger::Ledger;
use crate::domain::round::Milestone;
use crate::text::day::{is_weekend, weekday};

/// All milestones of the round.
pub fn report(ledger: &Ledger) -> Report<'_, MilestoneIx> {
    let milestones = ledger.round().milestones();
    let first = milestones.first().map(|one| one.due_on);
    let on = LedgerOn::new(ledger, first.unwrap_or_default());
    Report::new("节点", columns(), milestones.keys().collect(), on)
}

fn def<'a>(on: &LedgerOn<'a>, ix: &MilestoneIx) -> &'a Milestone {
    &on.ledger.round().milestones()[*ix]
}

fn columns() -> Vec<Column<MilestoneIx>> {
    use Holds::{Day, Text};
    use Media as M;
    type C = Column<MilestoneIx>;
    vec![
        C::new("id", "节点", Text, |on, ix| (&def(on, ix).id).into()),
        C::new("title", "名称", Text, |on, ix| {
            (&def(on, ix).title).into()
        }),
        C::new("due_on", "日期", Day, |on, ix| def(on, ix).due_on.into()),
        C::new("weekday", "星期", Text, |on, ix| {
            weekday(def(on, ix).due_on).into()
        }),
        C::new("weekend", "提示", Text, |on, ix| {
            is_weekend(def(on, ix).due_on).into()
        })
        .only(M::DATA),
        C::new("weekend", "提示", Text, |on, ix| {
            let weekend = is_weekend(def(on, ix).due_on);
            weekend.then_some("休息日，请核对").into()
        })
        .except(M::DATA),
    ]
}
