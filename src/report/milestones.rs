//! 节点: a row for each milestone, as it stands for the whole city.

use chrono::NaiveDate;

use super::table::{Column, Holds, LedgerOn, Media, Report};
use crate::domain::id::MilestoneIx;
use crate::domain::ledger::Ledger;
use crate::domain::milestone::{self, Standing};
use crate::domain::round::Milestone;
use crate::text::day::weekday;
use crate::words;

/// A milestone and where it stands.
#[derive(Debug, Clone, Copy)]
pub struct CityMilestone {
    ix: MilestoneIx,
    standing: Standing,
}

impl CityMilestone {
    fn def<'a>(&self, on: &LedgerOn<'a>) -> &'a Milestone {
        &on.ledger.round().milestones()[self.ix]
    }
}

/// All milestones of the round.
pub fn report(ledger: &Ledger, as_of: NaiveDate) -> Report<'_, CityMilestone> {
    let all = ledger.round().milestones().keys();
    let rows = all.map(|ix| row(ledger, ix, as_of)).collect();
    Report::new("节点", columns(), rows, LedgerOn::new(ledger, as_of))
}

/// The row of one milestone.
pub fn row(ledger: &Ledger, ix: MilestoneIx, as_of: NaiveDate) -> CityMilestone {
    CityMilestone {
        ix,
        standing: milestone::city_standing(ledger, ix, as_of),
    }
}

/// What is told of a milestone.
pub fn columns() -> Vec<Column<CityMilestone>> {
    use Holds::{Day, Figures, Light, Number, Text};
    use Media as M;
    type C = Column<CityMilestone>;
    let title = C::new("title", "名称", Text, |on, row| {
        (&row.def(on).title).into()
    });
    let title = title.heading("节点");
    let due_on = C::new("due_on", "计划日期", Day, |on, row| {
        row.def(on).due_on.into()
    });
    let scope = C::new("scope", "范围", Text, |on, row| {
        let scope = row.def(on).scope;
        super::cell::Cell::word(scope.id(), scope.word(&on.ledger.round().info))
    });
    let done_on = C::new("done_on", "完成日期", Day, |_, row| {
        row.standing.done_on.into()
    });
    vec![
        C::new("id", "节点", Text, |on, row| (&row.def(on).id).into()).heading("编号"),
        title.clone().except(M::TEXT),
        due_on.except(M::TEXT),
        C::new("due_on", "计划日期", Text, |on, row| {
            let due_on = row.def(on).due_on;
            format!("{due_on} {}", weekday(due_on)).into()
        })
        .only(M::TEXT),
        title.only(M::TEXT),
        C::new("printed_on", "印发日期", Day, |on, row| {
            row.def(on).printed().into()
        })
        .only(M::DATA),
        scope.clone().only(M::DATA),
        C::new("lead", "牵头", Text, |on, row| {
            row.def(on).lead.join("、").into()
        })
        .only(M::TEXT | M::SHEET),
        C::new("product", "应有结果", Text, |on, row| {
            (&row.def(on).product).into()
        })
        .only(M::SHEET),
        scope.only(M::TEXT),
        C::new("population", "应完成", Number, |_, row| {
            row.standing.population.into()
        })
        .only(M::DATA | M::SHEET),
        C::new("done", "已完成", Number, |_, row| {
            row.standing.done.into()
        })
        .only(M::DATA | M::SHEET),
        C::new("reached", "完成", Figures, |_, row| {
            row.standing.tally().into()
        })
        .only(M::TEXT),
        C::new("light", "灯", Light, |_, row| row.standing.light.into()).except(M::COPY),
        C::new("days", "剩余天数", Number, |_, row| {
            row.standing.days_left.into()
        })
        .heading("还有天数")
        .except(M::COPY),
        done_on.only(M::DATA | M::SHEET),
        // Negative = early.
        C::new("slip", "早晚", Number, |on, row| {
            row.standing.slip(row.def(on).due_on).into()
        })
        .only(M::DATA),
        C::new("actual", "实际", Text, |on, row| {
            let done_on = row.standing.done_on;
            let slip = row.standing.slip(row.def(on).due_on);
            let said = done_on.zip(slip);
            said.map(|(on, days)| format!("{on} {}", words::slip(days)))
                .into()
        })
        .only(M::TEXT),
    ]
}
