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
    let sum = CountyFigures::together(&counties, "合计");
    let mut report = Report::new("各县区进展", columns(ledger), counties, on);
    report.sum = Some(sum);
    report
}

fn columns(ledger: &Ledger) -> Vec<Column<CountyFigures>> {
    use Holds::{Day, Figures, Number, Text};
    use Media as M;
    type C = Column<CountyFigures>;
    let mut columns = vec![
        C::new("county", "县区", Text, |_, row| (&row.name).into()),
        C::new("total", "协会", Number, |_, row| row.total.into()),
        C::new("decoupled", "已脱钩", Number, |_, row| {
            row.decoupled.into()
        }),
        C::new("planned", "拟脱钩", Number, |_, row| row.planned.into()),
        C::new("completed", "已完成", Number, |_, row| {
            row.completed.into()
        }),
        C::new("unfinished", "未完成", Number, |_, row| {
            row.unfinished.into()
        }),
        C::new("exited", "退出", Number, |_, row| row.left.into()),
        C::new("done_items", "已办", Number, |_, row| {
            row.items.done.into()
        })
        .only(M::DATA),
        C::new("total_items", "应办", Number, |_, row| {
            row.items.total.into()
        })
        .only(M::DATA),
        C::new("items", "清单", Figures, |_, row| row.items.into()).except(M::DATA),
        C::new("percent", "比例", Text, |_, row| row.items.share().into()).except(M::DATA),
        C::new("overdue", "逾期事项", Number, |_, row| {
            row.overdue.into()
        }),
        C::new("late", "逾期协会", Number, |_, row| row.late.into()),
    ];
    for (at, separation) in Separation::ALL.into_iter().enumerate() {
        let title = &ledger.round().section(Section::from(separation)).title;
        let separated = C::new(separation.id(), title.clone(), Number, |on, row| {
            row.separated[on.which].into()
        });
        columns.push(separated.below("全部办结的协会").of(at));
    }
    columns.push(C::new("recorded_on", "最近登记", Day, |_, row| {
        row.recorded_on.map_or(Cell::EMPTY, Into::into)
    }));
    columns
}
