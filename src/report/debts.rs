//! What supervising units owe: a row for each, who owes most first.

use chrono::NaiveDate;

use super::table::{Column, Holds, LedgerOn, Media, Report};
use crate::domain::ledger::Ledger;
use crate::domain::model;
use crate::domain::progress::Tally;

/// What a supervising unit, or 直接登记, owes.
#[derive(Debug, Clone)]
pub struct UnitDebts {
    /// Canonical name, or 直接登记.
    pub unit: String,
    /// 已完成 of the associations with a task.
    pub associations: Tally,
    pub items: Tally,
    /// Items that are past due, due soon, due later.
    pub owed: [usize; 3],
    /// The worst light.
    pub light: model::Light,
}

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
    let owed =
        |id, title, at| C::new(id, title, Number, |on, row| row.owed[on.which].into()).of(at);
    vec![
        C::new("unit", "业务主管单位", Text, |_, row| {
            (&row.unit).into()
        }),
        light.clone().only(M::TEXT | M::SHEET),
        C::new("associations", "协会", Number, |_, row| {
            row.associations.total.into()
        })
        .only(M::DATA),
        C::new("completed", "已完成", Number, |_, row| {
            row.associations.done.into()
        })
        .only(M::DATA),
        C::new("completed", "完成", Figures, |_, row| {
            row.associations.into()
        })
        .only(M::TEXT | M::SHEET),
        C::new("done", "已办", Number, |_, row| row.items.done.into()).only(M::DATA),
        C::new("total", "应办", Number, |_, row| row.items.total.into()).only(M::DATA),
        C::new("items", "清单", Figures, |_, row| row.items.into()).only(M::TEXT | M::SHEET),
        owed("overdue", "逾期", 0),
        owed("soon", "临期", 1),
        owed("later", "未到期", 2),
        light.only(M::DATA),
    ]
}
