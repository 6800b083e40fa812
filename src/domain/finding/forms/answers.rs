//! What the rules see of an association: answers by field id, items by id.

use std::collections::HashMap;

use chrono::NaiveDate;
use rust_decimal::Decimal;

use crate::domain::form::FormId;
use crate::domain::form::filled;
use crate::domain::form::value::Value;
use crate::domain::id::AssocIx;
use crate::domain::ledger::Ledger;

/// The answers that are shown, by field id.
pub struct Answers<'a> {
    pub ledger: &'a Ledger,
    pub association: AssocIx,
    /// The day on which it is looked at.
    pub as_of: NaiveDate,
    values: HashMap<&'a str, &'a Value>,
    any_after: bool,
}

impl<'a> Answers<'a> {
    /// Reads the forms; `None` when nobody has filled in any. A hidden field keeps its answer, but
    /// says nothing.
    pub fn of(ledger: &'a Ledger, association: AssocIx, as_of: NaiveDate) -> Option<Self> {
        if !ledger.answered(association) {
            return None;
        }
        let mut values = HashMap::new();
        let mut any_after = false;
        for (at, form) in ledger.round().forms.iter().enumerate() {
            for field in filled::fields(ledger, association, at).filter(|field| field.shown) {
                if let Some(record) = field.record {
                    values.insert(field.def.id.as_str(), &record.value);
                    any_after |= form.id == FormId::Completion;
                }
            }
        }
        Some(Self {
            ledger,
            association,
            as_of,
            values,
            any_after,
        })
    }

    /// Something of 完成情况表 is filled in.
    pub const fn any_after(&self) -> bool {
        self.any_after
    }

    /// The label of a field.
    pub fn label(&self, id: &str) -> &'a str {
        let round = self.ledger.round();
        let field = round.field_ix(id).map(|ix| round.field(ix));
        field.map_or("", |field| &*field.label)
    }

    /// What stands in a field.
    pub fn value(&self, id: &str) -> Option<&'a Value> {
        self.values.get(id).copied()
    }

    /// What stands in a field, in words; empty when nothing does.
    pub fn shown(&self, id: &str) -> String {
        self.value(id).map(Value::to_string).unwrap_or_default()
    }

    /// The field is filled in.
    pub fn filled(&self, id: &str) -> bool {
        self.values.contains_key(id)
    }

    /// An option is ticked.
    pub fn ticks(&self, id: &str, option: &str) -> bool {
        self.value(id).is_some_and(|value| value.ticks(option))
    }

    /// A number, or how many entries there are.
    pub fn size(&self, id: &str) -> Option<Decimal> {
        match self.value(id)? {
            Value::Integer(number) => Some(Decimal::from(*number)),
            Value::Decimal(number) => Some(*number),
            value => value.entries().map(Decimal::from),
        }
    }

    /// The text of an answered field.
    pub fn text(&self, id: &str) -> Option<&'a str> {
        match self.value(id)? {
            Value::Text(text) => Some(text),
            _ => None,
        }
    }

    /// Rows of a table.
    pub fn rows(&self, id: &str) -> &'a [Vec<String>] {
        match self.value(id) {
            Some(Value::Table(rows)) => rows,
            _ => &[],
        }
    }

    /// Entries of a list, or the first column of a table.
    pub fn names(&self, id: &str) -> Vec<&'a str> {
        match self.value(id) {
            Some(Value::List(items)) => items.iter().map(String::as_str).collect(),
            Some(Value::Table(rows)) => {
                let names = rows.iter().filter_map(|row| row.first());
                names.map(String::as_str).collect()
            }
            _ => Vec::new(),
        }
    }

    /// What the roster calls the association.
    pub fn roster_name(&self) -> &'a str {
        self.ledger.name(self.association)
    }

    /// A checklist item is settled; `None` when the round has no such item.
    pub fn settled(&self, item: &str) -> Option<bool> {
        let ix = self.ledger.round().item_ix(item)?;
        Some(self.ledger.item(self.association, ix).state.settled())
    }

    /// A checklist item has a note or an evidence reference; `None` as before.
    pub fn documented(&self, item: &str) -> Option<bool> {
        let ix = self.ledger.round().item_ix(item)?;
        let record = self.ledger.record(self.association, ix);
        Some(record.is_some_and(|record| !record.evidence.is_empty() || !record.note.is_empty()))
    }
}
