//! What supervising units owe: a row for each, who owes most first.

use chrono::NaiveDate;

use super::table::{Column, Holds, LedgerOn, Media, Report};
use crate::domain::debts::UnitDebts;
use crate::domain::ledger::Ledger;
use crate::domain::progress::Tally;

/// What the units owe.
pub fn report(ledger: &Ledger, rows: Vec<UnitDebts>, as_of: NaiveDate) -> Report<'_, UnitDebts> {
    Report::new("欠账", columns(), rows, LedgerOn::new(ledger, as_of))
}

/// What is told of what a unit owes.
pub fn columns() -> Vec<Column<UnitDebts>> {
    use Holds::{Figures, Light, Number, Text};
    use Media as M;
    type C = Column<UnitDebts>;
    let light = C::new("light", "灯", Light, |_, row| row.light.into());
    vec![
        C::new("unit", "业务主管单位", Text, |_, row| {
            (&row.unit).into()
        }),
        light.clone().only(M::TEXT | M::SHEET),
        C::new("associations", "协会", Number, |_, row| {
            row.associations.into()
        })
        .only(M::DATA),
        C::new("completed", "已完成", Number, |_, row| {
            row.completed.into()
        })
        .only(M::DATA),
        C::new("completed", "完成", Figures, |_, row| {
            let (done, total) = (row.completed, row.associations);
            Tally { done, total }.into()
        })
        .only(M::TEXT | M::SHEET),
        C::new("done", "已办", Number, |_, row| row.items.done.into()).only(M::DATA),
        C::new("total", "应办", Number, |_, row| row.items.total.into()).only(M::DATA),
        C::new("items", "清单", Figures, |_, row| row.items.into()).only(M::TEXT | M::SHEET),
        C::new("overdue", "逾期", Number, |_, row| {
            row.owed.overdue.into()
        }),
        C::new("soon", "临期", Number, |_, row| row.owed.soon.into()),
        C::new("later", "未到期", Number, |_, row| row.owed.later.into()),
        light.only(M::DATA),
    ]
}
