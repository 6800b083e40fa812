//! 按主管单位汇总: a row for each supervising unit, for those in direct registration, and a sum.

use chrono::NaiveDate;

use super::cell::Cell;
use super::table::{Column, Holds, LedgerOn, Media, Report};
use crate::domain::figure::{self, Members};
use crate::domain::ledger::Ledger;
use crate::domain::rollup::Lights;
use crate::domain::summary::Summary;

/// The sums of some associations.
#[derive(Debug, Clone, Copy)]
pub struct UnitSums {
    members: Members,
    sums: Summary,
}

/// All units with their sums.
pub fn report(ledger: &Ledger, as_of: NaiveDate) -> Report<'_, UnitSums> {
    let mut lights = Lights::new(ledger, as_of);
    let rows = Members::units(ledger).map(|members| UnitSums {
        members,
        sums: figure::sums_by(members, &mut lights),
    });
    let rows = rows.collect();
    let on = LedgerOn::new(ledger, as_of);
    let mut report = Report::new("按主管单位汇总", columns(), rows, on);
    report.sum = Some(UnitSums {
        members: Members::City,
        sums: figure::sums(ledger, Members::City, as_of),
    });
    report
}

impl Report<'_, UnitSums> {
    /// The sums of everybody.
    ///
    /// # Panics
    /// Never: this report is made with its sum.
    pub fn city(&self) -> Summary {
        self.sum.expect("made with its sum").sums
    }
}

fn columns() -> Vec<Column<UnitSums>> {
    use Holds::{Figures, Light, Number, Text};
    use Media as M;
    type C = Column<UnitSums>;
    let total = C::new("total", "合计", Number, |_, row| row.sums.total.into());
    let planned = C::new("planned", "拟脱钩", Number, |_, row| {
        row.sums.planned.into()
    });
    let done = C::new("done_items", "清单已办", Number, |_, row| {
        row.sums.items.done.into()
    });
    let all = C::new("total_items", "清单应办", Number, |_, row| {
        row.sums.items.total.into()
    });
    let unfinished = C::new("unfinished", "未完成", Number, |_, row| {
        row.sums.unfinished().into()
    });
    let left = C::new("exited", "退出", Number, |_, row| {
        row.sums.left.all().into()
    });
    vec![
        C::new("unit", "业务主管单位", Text, |on, row| {
            match row.members {
                Members::Unit(unit) => on.ledger.units()[unit].name.as_str().into(),
                Members::Direct | Members::City => Cell::EMPTY,
            }
        })
        .only(M::DATA),
        C::new("unit", "业务主管单位", Text, |on, row| {
            row.members.name(on.ledger).into()
        })
        .except(M::DATA),
        C::new("kind", "类别", Text, |on, row| match row.members {
            Members::Unit(unit) => on.ledger.units()[unit].kind.word().into(),
            Members::Direct | Members::City => Cell::EMPTY,
        })
        .only(M::SHEET),
        total.heading("协会"),
        planned.clone().only(M::DATA),
        C::new("decoupled", "已脱钩", Number, |_, row| {
            row.sums.decoupled.into()
        }),
        planned.except(M::DATA),
        C::new("completed", "已完成", Number, |_, row| {
            row.sums.completed.into()
        }),
        unfinished.clone().except(M::DATA),
        left.clone().except(M::DATA),
        done.only(M::DATA | M::SHEET),
        all.only(M::DATA | M::SHEET),
        C::new("items", "清单", Figures, |_, row| row.sums.items.into()).only(M::TEXT | M::COPY),
        C::new("percent", "比例", Text, |_, row| {
            row.sums.items.share().into()
        })
        .only(M::SHEET),
        C::new("light", "灯", Light, |_, row| row.sums.light.into()),
        unfinished.only(M::DATA),
        left.only(M::DATA),
    ]
}
