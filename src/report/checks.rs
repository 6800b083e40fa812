//! 核对: a row for each rule that fired over the papers of an association.

use chrono::NaiveDate;

use super::cell::Cell;
use super::table::{Column, Holds, LedgerOn, Media, Report};
use crate::domain::finding::{self, Finding, Kind, Scope};
use crate::domain::id::AssocIx;
use crate::domain::ledger::Ledger;
use crate::words;

/// What the rules find for some associations.
pub fn report(
    ledger: &Ledger,
    whose: impl IntoIterator<Item = AssocIx>,
    as_of: NaiveDate,
) -> Report<'_, Finding> {
    let whose = whose.into_iter();
    let found = whose.flat_map(|ix| finding::of(ledger, Scope::Papers(ix), as_of));
    // What was decoupled before the round is looked back on in the list of findings.
    let rows = found.filter(|one| one.kind != Kind::LookBack).collect();
    Report::new("核对", columns(), rows, LedgerOn::new(ledger, as_of))
}

fn columns() -> Vec<Column<Finding>> {
    use Holds::{Number, Text};
    use Media as M;
    type C = Column<Finding>;
    let fields = C::new("fields", "栏目", Text, |_, one| {
        one.fields.join(" ").into()
    });
    vec![
        C::new("no", "序号", Number, |on, one| {
            one.number(on.ledger).into()
        }),
        C::new("rule", "规则", Text, |_, one| one.rule.as_str().into()),
        C::new("severity", "程度", Text, |_, one| {
            Cell::word(one.severity.id(), one.severity.word())
        }),
        C::new("fields", "栏目", Text, |_, one| Cell::nested(&one.fields)).only(M::JSON),
        fields.clone().only(M::CSV),
        C::new("message", "问题", Text, |on, one| {
            words::finding::message(on.ledger, one).into()
        }),
        fields.except(M::DATA),
    ]
}
