//! 批复登记: a row for each association whose plan is to be approved, with the number and the day of the paper.

use chrono::NaiveDate;

use super::table::{Column, Holds, LedgerOn, Report};
use crate::domain::approval;
use crate::domain::id::AssocIx;
use crate::domain::ledger::Ledger;

/// The register of some associations.
pub fn report(ledger: &Ledger, rows: Vec<AssocIx>, as_of: NaiveDate) -> Report<'_, AssocIx> {
    Report::new(
        s!("批复登记", "Approvals"),
        columns(),
        rows,
        LedgerOn::new(ledger, as_of),
    )
}

fn columns() -> Vec<Column<AssocIx>> {
    use Holds::{Day, Number, Text};
    type C = Column<AssocIx>;
    vec![
        C::new("no", s!("序号", "No."), Number, |on, ix| {
            on.ledger.associations()[*ix].no.into()
        }),
        C::new("name", s!("协会", "association"), Text, |on, ix| {
            on.ledger.name(*ix).into()
        }),
        C::new(
            "unit",
            s!("业务主管单位", "supervising unit"),
            Text,
            |on, ix| {
                let unit = on.ledger.unit_of(*ix);
                unit.map(|unit| on.ledger.units()[unit].name.to_string())
                    .into()
            },
        ),
        C::new(
            "number",
            s!("批复文号", "approval number"),
            Text,
            |on, ix| {
                let record = approval::record(on.ledger, *ix);
                record.map(|record| record.evidence.to_string()).into()
            },
        ),
        C::new("on", s!("批复日期", "approved on"), Day, |on, ix| {
            approval::on(on.ledger, *ix, on.as_of).into()
        }),
        C::new("by", s!("经办", "by"), Text, |on, ix| {
            let record = approval::record(on.ledger, *ix);
            record.map(|record| record.by.to_string()).into()
        }),
    ]
}
