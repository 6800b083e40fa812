//! 成员单位: a row for each with its duties and how much waits for it, or for each item that waits for one.

use chrono::NaiveDate;

use super::cell::Cell;
use super::table::{Column, Holds, LedgerOn, Media, Report};
use crate::domain::ledger::Ledger;
use crate::domain::round::{MemberBody, official};
use crate::domain::waiting::{self, Waiting};
use crate::words;

/// A member body and what waits for it.
#[derive(Debug, Clone)]
pub struct BodyRow<'a> {
    pub body: &'a MemberBody,
    pub waiting: Vec<Waiting>,
}

impl BodyRow<'_> {
    /// The sum of those who wait, over its items.
    pub fn open(&self) -> usize {
        self.waiting.iter().map(|one| one.whose.len()).sum()
    }
}

/// Every member body, as the round names them.
pub fn rows(ledger: &Ledger) -> Vec<BodyRow<'_>> {
    let bodies = &ledger.round().info.bodies;
    let waiting = waiting::of(ledger, bodies);
    let rows = bodies.iter().zip(waiting);
    rows.map(|(body, waiting)| BodyRow { body, waiting })
        .collect()
}

/// What the member bodies have to do.
pub fn report(ledger: &Ledger, as_of: NaiveDate) -> Report<'_, BodyRow<'_>> {
    use Holds::{Number, Text};
    type C<'a> = Column<BodyRow<'a>>;
    let duties = C::new("duties", s!("职责", "duties"), Text, |_, row| {
        official::joined(&row.body.duties).into()
    });
    let columns = vec![
        C::new(
            "body",
            s!("成员单位", "Member bodies"),
            Text,
            |_, row| row.body.name.as_str().into(),
        ),
        C::new("items", s!("待办事项", "items"), Number, |_, row| {
            row.waiting.len().into()
        }),
        C::new("waiting", s!("待办", "Waiting"), Number, |_, row| {
            row.open().into()
        }),
        C::new("duties", s!("职责", "duties"), Text, |_, row| {
            Cell::nested(&row.body.duties)
        })
        .only(Media::JSON),
        duties.except(Media::JSON),
    ];
    Report::new(
        s!("成员单位", "Member bodies"),
        columns,
        rows(ledger),
        LedgerOn::new(ledger, as_of),
    )
}

/// What waits for one of them.
pub fn waiting_for<'a>(
    ledger: &'a Ledger,
    body: &MemberBody,
    as_of: NaiveDate,
) -> Report<'a, Waiting> {
    use Holds::{Day, Number, Text};
    type C = Column<Waiting>;
    let columns = vec![
        C::new("item", s!("事项", "item"), Text, |on, row| {
            on.ledger.round().items[row.item].id.as_str().into()
        }),
        C::new("label", s!("内容", "what"), Text, |on, row| {
            (&on.ledger.round().items[row.item].label).into()
        }),
        C::new("role", s!("职责", "duties"), Text, |_, row| {
            let id = if row.owner { "owner" } else { "checker" };
            Cell::word(id, words::item::role(row.owner))
        }),
        C::new("due", s!("期限", "due"), Day, |on, row| {
            let round = on.ledger.round();
            round.item_due_on(&round.items[row.item]).into()
        }),
        C::new("waiting", s!("待办", "Waiting"), Number, |_, row| {
            row.whose.len().into()
        }),
    ];
    let rows = waiting::of_one(ledger, body);
    Report::new(
        s!("待办", "Waiting"),
        columns,
        rows,
        LedgerOn::new(ledger, as_of),
    )
}
