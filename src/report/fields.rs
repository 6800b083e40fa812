//! 表格: a row for each field of an association's form.

use chrono::NaiveDate;

use super::cell::Cell;
use super::table::{Column, Holds, LedgerOn, Media, Report};
use crate::domain::form::filled::FieldView;
use crate::domain::ledger::Ledger;
use crate::text::day::local_minute;

/// The report of some fields of a form.
pub fn report<'a>(
    ledger: &'a Ledger,
    fields: Vec<FieldView<'a>>,
    as_of: NaiveDate,
) -> Report<'a, FieldView<'a>> {
    Report::new(
        s!("栏目", "field"),
        columns(),
        fields,
        LedgerOn::new(ledger, as_of),
    )
}

/// What stands in it; nothing = not filled in, which is different from 0 and from 否.
fn value(field: &FieldView<'_>) -> Option<String> {
    field.record.map(|record| record.value.to_string())
}

fn columns<'f>() -> Vec<Column<FieldView<'f>>> {
    use Holds::Text;
    use Media as M;
    type C<'f> = Column<FieldView<'f>>;
    vec![
        C::new(
            "id",
            s!("栏目", "field"),
            Text,
            |_, field: &FieldView<'f>| (&field.def.id).into(),
        ),
        C::new(
            "section",
            s!("部分", "section"),
            Text,
            |_, field: &FieldView<'f>| (&field.def.section).into(),
        )
        .only(M::JSON),
        C::new(
            "label",
            s!("标签", "label"),
            Text,
            |_, field: &FieldView<'f>| (&field.def.label).into(),
        ),
        C::new("kind", s!("种类", "kind"), Text, |_, field| {
            Cell::nested(&field.def.kind)
        })
        .only(M::JSON),
        C::new("shown", s!("显示", "shown"), Text, |_, field| {
            field.shown.into()
        })
        .only(M::DATA),
        C::new("value", s!("所填", "value"), Text, |_, field| {
            let record = field.record;
            record.map(|record| Cell::nested(&record.value)).into()
        })
        .only(M::JSON),
        C::new("value", s!("所填", "value"), Text, |_, field| {
            value(field).into()
        })
        .only(M::CSV),
        C::new("value", s!("所填", "value"), Text, |_, field| {
            value(field).unwrap_or_else(|| "-".to_owned()).into()
        })
        .except(M::DATA),
        C::new("by", s!("填写", "by"), Text, |_, field| {
            field.record.map(|record| &record.by).into()
        })
        .only(M::DATA),
        C::new("at", s!("登记时间", "recorded"), Text, |_, field| {
            field.record.map(|record| record.at).into()
        })
        .only(M::JSON),
        C::new("by", s!("填写", "by"), Text, |_, field| {
            let record = field.record;
            record
                .map(|record| format!("{} {}", record.by, local_minute(record.at)))
                .into()
        })
        .except(M::DATA),
    ]
}
