//! 清单: a row for each item of an association's checklist.

use chrono::NaiveDate;

use super::cell::Cell;
use super::table::{Column, Holds, LedgerOn, Media, Report};
use crate::domain::change::ItemRecord;
use crate::domain::id::AssocIx;
use crate::domain::ledger::{Basis, ItemView, Ledger};
use crate::domain::model::Separation;

/// The items of some associations.
pub fn report<'a>(
    ledger: &'a Ledger,
    items: Vec<ItemView<'a>>,
    as_of: NaiveDate,
) -> Report<'a, ItemView<'a>> {
    Report::new(
        s!("清单", "Checklist"),
        columns(),
        items,
        LedgerOn::new(ledger, as_of),
    )
}

/// Every item of everybody with a task.
pub fn of_all(ledger: &Ledger, as_of: NaiveDate) -> Report<'_, ItemView<'_>> {
    let everybody = ledger.associations().keys();
    let planned = everybody.filter(|ix: &AssocIx| ledger.has_task(*ix));
    let items = planned.flat_map(|ix| ledger.counted(ix)).collect();
    report(ledger, items, as_of)
}

/// What was recorded for an item, whether it counts or not.
fn record<'a>(on: &LedgerOn<'a>, item: &ItemView<'_>) -> Option<&'a ItemRecord> {
    on.ledger.record(item.association, item.ix)
}

/// The record that the state comes from.
const fn basis<'a>(item: &ItemView<'a>) -> Option<&'a ItemRecord> {
    match item.basis {
        Basis::Record(record) | Basis::Doubted(record, ..) => Some(record),
        Basis::Mark(..) | Basis::Form(..) | Basis::Rule | Basis::Untouched => None,
    }
}

/// `record`, `doubted` (a record that the forms contradict), `mark`, `form`, `rule`.
const fn basis_id(item: &ItemView<'_>) -> Option<&'static str> {
    match item.basis {
        Basis::Record(_) => Some("record"),
        Basis::Doubted(..) => Some("doubted"),
        Basis::Mark(..) => Some("mark"),
        Basis::Form(..) => Some("form"),
        Basis::Rule => Some("rule"),
        Basis::Untouched => None,
    }
}

fn by<'a>(_: &LedgerOn<'a>, item: &'a ItemView<'_>) -> Cell<'a> {
    match item.basis {
        Basis::Record(record) | Basis::Doubted(record, ..) => (&record.by).into(),
        Basis::Mark(_, mark) => (&mark.by).into(),
        Basis::Form(_, answer) => (&answer.by).into(),
        Basis::Rule | Basis::Untouched => Cell::EMPTY,
    }
}

fn at<'a>(_: &LedgerOn<'a>, item: &'a ItemView<'_>) -> Cell<'a> {
    match item.basis {
        Basis::Record(record) | Basis::Doubted(record, ..) => record.at.into(),
        Basis::Mark(_, mark) => mark.at.into(),
        Basis::Form(_, answer) => answer.at.into(),
        Basis::Rule | Basis::Untouched => Cell::EMPTY,
    }
}

/// Note and evidence in one cell.
fn said<'a>(_: &LedgerOn<'a>, item: &'a ItemView<'_>) -> Cell<'a> {
    let record = basis(item).map_or([""; 2], |r| [&*r.note, &*r.evidence]);
    let texts: Vec<&str> = record.into_iter().filter(|text| !text.is_empty()).collect();
    texts.join(s!("；", "; ")).into()
}

/// What is told of an item.
pub fn columns<'i>() -> Vec<Column<ItemView<'i>>> {
    use Holds::{Day, Number, State, Text};
    use Media as M;
    type C<'i> = Column<ItemView<'i>>;
    let due_on = C::new("due_on", s!("期限", "due"), Day, |on, item| {
        on.ledger.item_due_on(item.association, item.def).into()
    });
    let due_on = due_on.heading(s!("应办日期", "due"));
    vec![
        C::new("no", s!("序号", "No."), Number, |on, item| {
            on.ledger.associations()[item.association].no.into()
        })
        .only(M::SHEET),
        C::new("name", s!("名称", "name"), Text, |on, item| {
            on.ledger.name(item.association).into()
        })
        .only(M::SHEET),
        C::new("id", s!("事项", "item"), Text, |_, item| {
            (&item.def.id).into()
        })
        .heading(s!("编号", "id")),
        C::new("section", s!("部分", "section"), Text, |_, item| {
            item.def.section.id().into()
        })
        .only(M::DATA),
        C::new("section", s!("部分", "section"), Text, |on, item| {
            (&on.ledger.round().section(item.def.section).title).into()
        })
        .only(M::TEXT),
        C::new("separation", s!("分离", "separation"), Text, |_, item| {
            let separation = item.def.section.separation();
            separation.map(Separation::id).into()
        })
        .only(M::DATA),
        C::new("label", s!("内容", "what"), Text, |_, item| {
            (&item.def.label).into()
        })
        .heading(s!("事项", "item")),
        C::new("state", s!("状态", "state"), State, |_, item| {
            Cell::word(item.state.id(), item.state.shown())
        }),
        C::new("basis", s!("由来", "basis"), Text, |_, item| {
            basis_id(item).into()
        })
        .only(M::DATA),
        due_on.clone().only(M::TEXT | M::SHEET),
        C::new("note", s!("说明", "note"), Text, |_, item| {
            basis(item).map_or("", |record| &record.note).into()
        })
        .only(M::DATA),
        C::new("evidence", s!("依据", "evidence"), Text, |_, item| {
            basis(item).map_or("", |record| &record.evidence).into()
        })
        .only(M::DATA),
        C::new("note", s!("说明", "note"), Text, |on, item| {
            record(on, item).map_or("", |record| &record.note).into()
        })
        .only(M::SHEET | M::COPY),
        C::new("evidence", s!("依据", "evidence"), Text, |on, item| {
            record(on, item)
                .map_or("", |record| &record.evidence)
                .into()
        })
        .only(M::SHEET | M::COPY),
        due_on.only(M::DATA),
        C::new("by", s!("经办", "by"), Text, by).except(M::COPY),
        C::new("at", s!("登记时间", "recorded"), Text, at).only(M::TEXT | M::DATA),
        C::new("on", s!("办结日期", "done on"), Day, |_, item| {
            item.on().into()
        })
        .only(M::SHEET),
        C::new("said", s!("说明和依据", "note and evidence"), Text, said).only(M::TEXT),
    ]
}
