//! What supervising units owe: a row for each, who owes most first.

use chrono::NaiveDate;

use super::table::{Column, Holds, LedgerOn, Media, Report};
use crate::domain::debts::UnitDebts;
use crate::domain::ledger::Ledger;
use crate::domain::progress::Tally;

/// What the units owe.
pub fn report(ledger: &Ledger, rows: Vec<UnitDebts>, as_of: NaiveDate) -> Report<'_, UnitDebts> {
    Report::new(
        s!("欠账", "Debts"),
        columns(),
        rows,
        LedgerOn::new(ledger, as_of),
    )
}

/// What is told of what a unit owes.
pub fn columns() -> Vec<Column<UnitDebts>> {
    use Holds::{Figures, Light, Number, Text};
    use Media as M;
    type C = Column<UnitDebts>;
    let light = C::new("light", s!("灯", "light"), Light, |_, row| {
        row.light.into()
    });
    vec![
        C::new(
            "unit",
            s!("业务主管单位", "supervising unit"),
            Text,
            |_, row| (&row.unit).into(),
        ),
        light.clone().only(M::TEXT | M::SHEET),
        C::new("associations", s!("协会", "all"), Number, |_, row| {
            row.associations.into()
        })
        .only(M::DATA),
        C::new(
            "completed",
            s!("已完成", "completed"),
            Number,
            |_, row| row.completed.into(),
        )
        .only(M::DATA),
        C::new("completed", s!("完成", "compl."), Figures, |_, row| {
            let (done, total) = (row.completed, row.associations);
            Tally { done, total }.into()
        })
        .only(M::TEXT | M::SHEET),
        C::new("done", s!("已办", "done"), Number, |_, row| {
            row.items.done.into()
        })
        .only(M::DATA),
        C::new("total", s!("应办", "to do"), Number, |_, row| {
            row.items.total.into()
        })
        .only(M::DATA),
        C::new("items", s!("清单", "checklist"), Figures, |_, row| {
            row.items.into()
        })
        .only(M::TEXT | M::SHEET),
        C::new("overdue", s!("逾期", "late"), Number, |_, row| {
            row.owed.overdue.into()
        }),
        C::new("soon", s!("临期", "soon"), Number, |_, row| {
            row.owed.soon.into()
        }),
        C::new("later", s!("未到期", "later"), Number, |_, row| {
            row.owed.later.into()
        }),
        light.only(M::DATA),
    ]
}
