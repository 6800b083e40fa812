//! 单位归并: a row for each printed name, with the unit that it is counted under.

use chrono::NaiveDate;

use super::cell::Cell;
use super::table::{Column, Holds, LedgerOn, Media, Report};
use crate::domain::fact::FactKey;
use crate::domain::id::{AssocIx, PrintedIx};
use crate::domain::ledger::{Ledger, PrintedUnit, SupervisingUnit};
use crate::domain::model::{Status, UnitKind};

/// Every printed name.
pub fn report(ledger: &Ledger, as_of: NaiveDate) -> Report<'_, PrintedIx> {
    let rows = ledger.printed_units().keys().collect();
    let on = LedgerOn::new(ledger, as_of);
    Report::new(s!("单位归并", "Unit merges"), columns(), rows, on)
}

fn printed<'a>(on: &LedgerOn<'a>, ix: &PrintedIx) -> &'a PrintedUnit {
    &on.ledger.printed_units()[*ix]
}

/// What it is counted under; `None` = 直接登记.
fn unit<'a>(on: &LedgerOn<'a>, ix: &PrintedIx) -> Option<&'a SupervisingUnit> {
    let unit = printed(on, ix).unit?;
    Some(&on.ledger.units()[unit])
}

fn planned(on: &LedgerOn<'_>, ix: &PrintedIx) -> usize {
    let planned = |ix: &&AssocIx| on.ledger.associations()[**ix].status == Status::Planned;
    printed(on, ix).associations.iter().filter(planned).count()
}

fn decided_by<'a>(on: &LedgerOn<'a>, ix: &PrintedIx) -> Cell<'a> {
    let name = printed(on, ix).name.to_string();
    let decided = on.ledger.fact(&FactKey::Unit(name));
    decided.map(|record| &record.by).into()
}

fn columns() -> Vec<Column<PrintedIx>> {
    use Holds::{Number, Text};
    use Media as M;
    type C = Column<PrintedIx>;
    vec![
        C::new(
            "printed",
            s!("印发名称", "printed name"),
            Text,
            |on, ix| (&printed(on, ix).name).into(),
        ),
        C::new("unit", s!("归入", "counted under"), Text, |on, ix| {
            unit(on, ix).map(|unit| unit.name.as_str()).into()
        })
        .only(M::DATA),
        C::new("unit", s!("归入", "counted under"), Text, |on, ix| {
            let name = unit(on, ix).map(|unit| unit.name.as_str());
            name.filter(|name| **name != *printed(on, ix).name).into()
        })
        .except(M::DATA),
        C::new("kind", s!("性质", "kind"), Text, |on, ix| {
            unit(on, ix).map(|unit| Cell::nested(&unit.kind)).into()
        })
        .only(M::DATA),
        C::new("kind", s!("性质", "kind"), Text, |on, ix| {
            let kind = unit(on, ix).map(|unit| unit.kind);
            kind.map_or(s!("登记方式", "registration"), UnitKind::shown)
                .into()
        })
        .except(M::DATA),
        C::new("total", s!("协会", "assoc."), Number, |on, ix| {
            printed(on, ix).associations.len().into()
        }),
        C::new(
            "planned",
            s!("拟脱钩", "to decouple"),
            Number,
            |on, ix| planned(on, ix).into(),
        ),
        C::new("decided_by", s!("归并人", "merged by"), Text, decided_by),
    ]
}
