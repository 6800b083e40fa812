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
    Report::new(s!("节点", "id"), columns(), milestones.keys().collect(), on)
}

fn def<'a>(on: &LedgerOn<'a>, ix: &MilestoneIx) -> &'a Milestone {
    &on.ledger.round().milestones()[*ix]
}

fn columns() -> Vec<Column<MilestoneIx>> {
    use Holds::{Day, Text};
    use Media as M;
    type C = Column<MilestoneIx>;
    vec![
        C::new("id", s!("节点", "id"), Text, |on, ix| {
            (&def(on, ix).id).into()
        }),
        C::new("title", s!("名称", "name"), Text, |on, ix| {
            (&def(on, ix).title).into()
        }),
        C::new("due_on", s!("日期", "date"), Day, |on, ix| {
            def(on, ix).due_on.into()
        }),
        C::new("weekday", s!("星期", "weekday"), Text, |on, ix| {
            weekday(def(on, ix).due_on).into()
        }),
        C::new("weekend", s!("提示", "note"), Text, |on, ix| {
            is_weekend(def(on, ix).due_on).into()
        })
        .only(M::DATA),
        C::new("weekend", s!("提示", "note"), Text, |on, ix| {
            let weekend = is_weekend(def(on, ix).due_on);
            weekend
                .then_some(s!("休息日，请核对", "day off, please check"))
                .into()
        })
        .except(M::DATA),
    ]
}
