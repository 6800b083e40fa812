//! 节点: a row for each milestone, as it stands for the whole city.

use chrono::NaiveDate;

use super::table::{Column, Holds, LedgerOn, Media, Report};
use crate::domain::id::MilestoneIx;
use crate::domain::ledger::Ledger;
use crate::domain::milestone::{self, Standing};
use crate::domain::round::{Milestone, official};
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
    Report::new(
        s!("节点", "id"),
        columns(),
        rows,
        LedgerOn::new(ledger, as_of),
    )
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
    let title = C::new("title", s!("名称", "name"), Text, |on, row| {
        (&row.def(on).title).into()
    });
    let title = title.heading(s!("节点", "id"));
    let due_on = C::new("due_on", s!("计划日期", "planned"), Day, |on, row| {
        row.def(on).due_on.into()
    });
    let scope = C::new("scope", s!("范围", "scope"), Text, |on, row| {
        let scope = row.def(on).scope;
        super::cell::Cell::word(scope.id(), scope.text(&on.ledger.round().info).get())
    });
    let done_on = C::new("done_on", s!("完成日期", "completed"), Day, |_, row| {
        row.standing.done_on.into()
    });
    vec![
        C::new("id", s!("节点", "id"), Text, |on, row| {
            (&row.def(on).id).into()
        })
        .heading(s!("编号", "id")),
        title.clone().except(M::TEXT),
        due_on.except(M::TEXT),
        C::new("due_on", s!("计划日期", "planned"), Text, |on, row| {
            let due_on = row.def(on).due_on;
            format!("{due_on} {}", weekday(due_on)).into()
        })
        .only(M::TEXT),
        title.only(M::TEXT),
        C::new(
            "printed_on",
            s!("印发日期", "printed"),
            Day,
            |on, row| row.def(on).printed().into(),
        )
        .only(M::DATA),
        scope.clone().only(M::DATA),
        C::new("lead", s!("牵头", "lead"), Text, |on, row| {
            official::joined(&row.def(on).lead).into()
        })
        .only(M::TEXT | M::SHEET),
        C::new("product", s!("应有结果", "result"), Text, |on, row| {
            (&row.def(on).product).into()
        })
        .only(M::SHEET),
        scope.only(M::TEXT),
        C::new(
            "population",
            s!("应完成", "to complete"),
            Number,
            |_, row| row.standing.population.into(),
        )
        .only(M::DATA | M::SHEET),
        C::new("done", s!("已完成", "completed"), Number, |_, row| {
            row.standing.done.into()
        })
        .only(M::DATA | M::SHEET),
        C::new("reached", s!("完成", "done"), Figures, |_, row| {
            row.standing.tally().into()
        })
        .only(M::TEXT),
        C::new("light", s!("灯", "light"), Light, |_, row| {
            row.standing.light.into()
        })
        .except(M::COPY),
        C::new("days", s!("剩余天数", "days left"), Number, |_, row| {
            row.standing.days_left.into()
        })
        .heading(s!("还有天数", "days left"))
        .except(M::COPY),
        done_on.only(M::DATA | M::SHEET),
        // Negative = early.
        C::new("slip", s!("早晚", "slip"), Number, |on, row| {
            row.standing.slip(row.def(on).due_on).into()
        })
        .only(M::DATA),
        C::new("actual", s!("实际", "actual"), Text, |on, row| {
            let done_on = row.standing.done_on;
            let slip = row.standing.slip(row.def(on).due_on);
            let said = done_on.zip(slip);
            said.map(|(on, days)| format!("{on} {}", words::slip(days)))
                .into()
        })
        .only(M::TEXT),
    ]
}
