//! 批复登记: a row for each association whose plan is to be approved, with the number and the day of the paper.

use chrono::NaiveDate;

use super::table::{Column, Holds, LedgerOn, Report};
use crate::domain::approval;
use crate::domain::id::AssocIx;
use crate::domain::ledger::Ledger;

/// The register of some associations.
pub fn report(ledger: &Ledger, rows: Vec<AssocIx>, as_of: NaiveDate) -> Report<'_, AssocIx> {
    Report::new("批复登记", columns(), rows, LedgerOn::new(ledger, as_of))
}

fn columns() -> Vec<Column<AssocIx>> {
    use Holds::{Day, Number, Text};
    type C = Column<AssocIx>;
    vec![
        C::new("no", "序号", Number, |on, ix| {
            on.ledger.associations()[*ix].no.into()
        }),
        C::new("name", "协会", Text, |on, ix| {
            (&*on.ledger.associations()[*ix].name).into()
        }),
        C::new("unit", "业务主管单位", Text, |on, ix| {
            let unit = on.ledger.unit_of(*ix);
            unit.map(|unit| on.ledger.units()[unit].name.to_string())
                .into()
        }),
        C::new("number", "批复文号", Text, |on, ix| {
            let record = approval::record(on.ledger, *ix);
            record.map(|record| record.evidence.to_string()).into()
        }),
        C::new("on", "批复日期", Day, |on, ix| {
            approval::on(on.ledger, *ix, on.as_of).into()
        }),
        C::new("by", "经办", Text, |on, ix| {
            let record = approval::record(on.ledger, *ix);
            record.map(|record| record.by.to_string()).into()
        }),
    ]
}
