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
    Report::new(
        s!("核对", "Check"),
        columns(),
        rows,
        LedgerOn::new(ledger, as_of),
    )
}

fn columns() -> Vec<Column<Finding>> {
    use Holds::{Number, Text};
    use Media as M;
    type C = Column<Finding>;
    let fields = C::new("fields", s!("栏目", "fields"), Text, |_, one| {
        one.fields.join(" ").into()
    });
    vec![
        C::new("no", s!("序号", "No."), Number, |on, one| {
            one.number(on.ledger).into()
        }),
        C::new("rule", s!("规则", "rule"), Text, |_, one| {
            one.rule.as_str().into()
        }),
        C::new("severity", s!("程度", "degree"), Text, |_, one| {
            Cell::word(one.severity.id(), one.severity.shown())
        }),
        C::new("fields", s!("栏目", "fields"), Text, |_, one| {
            Cell::nested(&one.fields)
        })
        .only(M::JSON),
        fields.clone().only(M::CSV),
        C::new("message", s!("问题", "finding"), Text, |on, one| {
            words::finding::message(on.ledger, one).into()
        }),
        fields.except(M::DATA),
    ]
}
