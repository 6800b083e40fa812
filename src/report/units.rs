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
    let mut report = Report::new(
        s!("按主管单位汇总", "By supervising unit"),
        columns(),
        rows,
        on,
    );
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
    let total = C::new("total", s!("合计", "total"), Number, |_, row| {
        row.sums.total.into()
    });
    let planned = C::new(
        "planned",
        s!("拟脱钩", "to decouple"),
        Number,
        |_, row| row.sums.planned.into(),
    );
    let done = C::new(
        "done_items",
        s!("清单已办", "done"),
        Number,
        |_, row| row.sums.items.done.into(),
    );
    let all = C::new(
        "total_items",
        s!("清单应办", "to do"),
        Number,
        |_, row| row.sums.items.total.into(),
    );
    let unfinished = C::new(
        "unfinished",
        s!("未完成", "not yet"),
        Number,
        |_, row| row.sums.unfinished().into(),
    );
    let left = C::new("exited", s!("退出", "left"), Number, |_, row| {
        row.sums.left.all().into()
    });
    vec![
        C::new(
            "unit",
            s!("业务主管单位", "supervising unit"),
            Text,
            |on, row| match row.members {
                Members::Unit(unit) => on.ledger.units()[unit].name.as_str().into(),
                Members::Direct | Members::City => Cell::EMPTY,
            },
        )
        .only(M::DATA),
        C::new(
            "unit",
            s!("业务主管单位", "supervising unit"),
            Text,
            |on, row| row.members.name(on.ledger).into(),
        )
        .except(M::DATA),
        C::new("kind", s!("类别", "kind"), Text, |on, row| {
            match row.members {
                Members::Unit(unit) => on.ledger.units()[unit].kind.shown().into(),
                Members::Direct | Members::City => Cell::EMPTY,
            }
        })
        .only(M::SHEET),
        total.heading(s!("协会", "associations")),
        planned.clone().only(M::DATA),
        C::new(
            "decoupled",
            s!("已脱钩", "decoupled"),
            Number,
            |_, row| row.sums.decoupled.into(),
        ),
        planned.except(M::DATA),
        C::new(
            "completed",
            s!("已完成", "completed"),
            Number,
            |_, row| row.sums.completed.into(),
        ),
        unfinished.clone().except(M::DATA),
        left.clone().except(M::DATA),
        done.only(M::DATA | M::SHEET),
        all.only(M::DATA | M::SHEET),
        C::new("items", s!("清单", "checklist"), Figures, |_, row| {
            row.sums.items.into()
        })
        .only(M::TEXT | M::COPY),
        C::new("percent", s!("比例", "share"), Text, |_, row| {
            row.sums.items.share().into()
        })
        .only(M::SHEET),
        C::new("light", s!("灯", "light"), Light, |_, row| {
            row.sums.light.into()
        }),
        unfinished.only(M::DATA),
        left.only(M::DATA),
    ]
}
