//! What the answers of several associations come to: one sum for each field.

use rust_decimal::Decimal;

use super::FieldKind;
use super::filled::{self, FieldView};
use super::value::Value;
use crate::domain::id::AssocIx;
use crate::domain::ledger::Ledger;
use crate::domain::round::FieldIx;

/// What a field comes to. A field that is hidden by another answer counts nowhere.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FieldSum<'a> {
    /// Whole numbers added up, in the unit of the field.
    Number(u64),
    /// Amounts in 万元, or areas in ㎡.
    Exact(Decimal),
    /// How many have ticked each option, in the order of the form; who ticks two counts twice.
    Ticked(Vec<(&'a str, usize)>),
    /// How many entries lists and tables have together.
    Entries(usize),
    /// Texts do not add up.
    Nothing,
}

/// Adds up what stands in a field.
pub fn of(ledger: &Ledger, whose: impl IntoIterator<Item = AssocIx>, ix: FieldIx) -> FieldSum<'_> {
    let def = ledger.round().field(ix);
    let values = whose.into_iter().filter_map(|one| said(ledger, one, ix));
    match def.kind {
        FieldKind::Integer => FieldSum::Number(
            values
                .map(|value| match value {
                    Value::Integer(number) => *number,
                    _ => 0,
                })
                .sum(),
        ),
        FieldKind::Amount | FieldKind::Area => FieldSum::Exact(
            values
                .map(|value| match value {
                    Value::Decimal(number) => *number,
                    _ => Decimal::ZERO,
                })
                .sum(),
        ),
        FieldKind::YesNo | FieldKind::Single | FieldKind::Multiple | FieldKind::Tick => {
            let values: Vec<&Value> = values.collect();
            let options = def.options.iter();
            let ticked = options.map(|option| {
                let count = values.iter().filter(|value| value.ticks(option)).count();
                (option.as_str(), count)
            });
            FieldSum::Ticked(ticked.collect())
        }
        FieldKind::List | FieldKind::Table => {
            FieldSum::Entries(values.filter_map(Value::entries).sum())
        }
        FieldKind::Text | FieldKind::Phone | FieldKind::UnitName | FieldKind::Month => {
            FieldSum::Nothing
        }
    }
}

/// What an association says in a field that its other answers show.
pub fn said(ledger: &Ledger, association: AssocIx, ix: FieldIx) -> Option<&Value> {
    let FieldView { shown, record, .. } = filled::field(ledger, association, ix);
    record.filter(|_| shown).map(|record| &record.value)
}
