//! 各县区进展: a row for each ledger, and all together.

use chrono::NaiveDate;

use super::cell::Cell;
use super::table::{Column, Holds, LedgerOn, Media, Report};
use crate::domain::county::CountyFigures;
use crate::domain::ledger::Ledger;
use crate::domain::model::{Section, Separation};

/// What the ledgers come to. `ledger` says what the separations are called.
pub fn report(
    ledger: &Ledger,
    counties: Vec<CountyFigures>,
    as_of: NaiveDate,
) -> Report<'_, CountyFigures> {
    let on = LedgerOn::new(ledger, as_of);
    let sum = CountyFigures::together(&counties, s!("合计", "total"));
    let mut report = Report::new(s!("各县区进展", "Counties"), columns(ledger), counties, on);
    report.sum = Some(sum);
    report
}

fn columns(ledger: &Ledger) -> Vec<Column<CountyFigures>> {
    use Holds::{Day, Figures, Number, Text};
    use Media as M;
    type C = Column<CountyFigures>;
    let mut columns = vec![
        C::new("county", s!("县区", "county"), Text, |_, row| {
            (&row.name).into()
        }),
        C::new("total", s!("协会", "all"), Number, |_, row| {
            row.total.into()
        }),
        C::new(
            "decoupled",
            s!("已脱钩", "decoupled"),
            Number,
            |_, row| row.decoupled.into(),
        ),
        C::new(
            "planned",
            s!("拟脱钩", "to decouple"),
            Number,
            |_, row| row.planned.into(),
        ),
        C::new(
            "completed",
            s!("已完成", "completed"),
            Number,
            |_, row| row.completed.into(),
        ),
        C::new(
            "unfinished",
            s!("未完成", "not yet"),
            Number,
            |_, row| row.unfinished.into(),
        ),
        C::new("exited", s!("退出", "left"), Number, |_, row| {
            row.left.into()
        }),
        C::new("done_items", s!("已办", "done"), Number, |_, row| {
            row.items.done.into()
        })
        .only(M::DATA),
        C::new("total_items", s!("应办", "to do"), Number, |_, row| {
            row.items.total.into()
        })
        .only(M::DATA),
        C::new("items", s!("清单", "checklist"), Figures, |_, row| {
            row.items.into()
        })
        .except(M::DATA),
        C::new("percent", s!("比例", "share"), Text, |_, row| {
            row.items.share().into()
        })
        .except(M::DATA),
        C::new(
            "overdue",
            s!("逾期事项", "overdue items"),
            Number,
            |_, row| row.overdue.into(),
        ),
        C::new("late", s!("逾期协会", "late"), Number, |_, row| {
            row.late.into()
        }),
    ];
    for (at, separation) in Separation::ALL.into_iter().enumerate() {
        let title = &ledger.round().section(Section::from(separation)).title;
        let separated = C::new(separation.id(), title.to_string(), Number, |on, row| {
            row.separated[on.which].into()
        });
        columns.push(separated.below(s!("全部办结的协会", "all done")).of(at));
    }
    columns.push(C::new(
        "recorded_on",
        s!("最近登记", "last entry"),
        Day,
        |_, row| row.recorded_on.map_or(Cell::EMPTY, Into::into),
    ));
    columns
}
