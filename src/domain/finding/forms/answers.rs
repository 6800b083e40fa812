//! What the rules see of an association: answers by field id, items by id.

use std::collections::HashMap;

use rust_decimal::Decimal;

use crate::domain::form::filled;
use crate::domain::form::value::Value;
use crate::domain::form::{Field, FormId};
use crate::domain::id::AssocIx;
use crate::domain::ledger::Ledger;

/// The answers that are shown, by field id.
pub struct Answers<'a> {
    /// The ledger.
    pub ledger: &'a Ledger,
    /// Whose.
    pub association: AssocIx,
    values: HashMap<&'a str, (&'a Field, &'a Value)>,
    any_after: bool,
}

impl<'a> Answers<'a> {
    /// Reads the forms; `None` when nobody has filled in any. A hidden field keeps its answer, but
    /// says nothing.
    pub fn of(ledger: &'a Ledger, association: AssocIx) -> Option<Self> {
        if !ledger.answered(association) {
            return None;
        }
        let mut values = HashMap::new();
        let mut any_after = false;
        for (at, form) in ledger.round().forms.iter().enumerate() {
            for field in filled::fields(ledger, association, at).filter(|field| field.shown) {
                if let Some(record) = field.record {
                    values.insert(field.def.id.as_str(), (field.def, &record.value));
                    any_after |= form.id == FormId::Completion;
                }
            }
        }
        Some(Self {
            ledger,
            association,
            values,
            any_after,
        })
    }

    /// Something of 完成情况表 is filled in.
    pub const fn any_after(&self) -> bool {
        self.any_after
    }

    /// Every answer with its field.
    pub fn all(&self) -> impl Iterator<Item = (&'a Field, &'a Value)> {
        self.values.values().copied()
    }

    /// The label of a field.
    pub fn label(&self, id: &str) -> &'a str {
        let round = self.ledger.round();
        let field = round.field_ix(id).map(|ix| round.field(ix));
        field.map_or("", |field| field.label.as_str())
    }

    fn value(&self, id: &str) -> Option<&'a Value> {
        self.values.get(id).map(|(_, value)| *value)
    }

    /// The field is filled in.
    pub fn filled(&self, id: &str) -> bool {
        self.values.contains_key(id)
    }

    /// An option is ticked.
    pub fn ticks(&self, id: &str, option: &str) -> bool {
        self.value(id).is_some_and(|value| value.ticks(option))
    }

    /// 是.
    pub fn yes(&self, id: &str) -> bool {
        self.ticks(id, "是")
    }

    /// 否.
    pub fn no(&self, id: &str) -> bool {
        self.ticks(id, "否")
    }

    /// A whole number.
    pub fn integer(&self, id: &str) -> Option<u64> {
        match self.value(id)? {
            Value::Integer(number) => Some(*number),
            _ => None,
        }
    }

    /// The sum of whole numbers, of those that are filled in; `None` when none is.
    pub fn sum(&self, ids: &[&str]) -> Option<u64> {
        let filled: Vec<u64> = ids.iter().filter_map(|id| self.integer(id)).collect();
        (!filled.is_empty()).then(|| filled.iter().sum())
    }

    /// An amount or area.
    pub fn decimal(&self, id: &str) -> Option<Decimal> {
        match self.value(id)? {
            Value::Decimal(number) => Some(*number),
            _ => None,
        }
    }

    /// The sum of amounts, once all are filled in.
    pub fn total(&self, ids: &[&str]) -> Option<Decimal> {
        ids.iter().map(|id| self.decimal(id)).sum()
    }

    /// A text.
    pub fn text(&self, id: &str) -> Option<&'a str> {
        match self.value(id)? {
            Value::Text(text) => Some(text),
            _ => None,
        }
    }

    /// Items of a list.
    pub fn list(&self, id: &str) -> &'a [String] {
        match self.value(id) {
            Some(Value::List(items)) => items,
            _ => &[],
        }
    }

    /// Rows of a table.
    pub fn rows(&self, id: &str) -> &'a [Vec<String>] {
        match self.value(id) {
            Some(Value::Table(rows)) => rows,
            _ => &[],
        }
    }

    /// A checklist item is settled.
    pub fn settled(&self, item: &str) -> bool {
        let ix = self.ledger.round().item_ix(item);
        ix.is_some_and(|ix| self.ledger.item(self.association, ix).state.settled())
    }

    /// A checklist item has a note or an evidence reference.
    pub fn documented(&self, item: &str) -> bool {
        let record = self
            .ledger
            .round()
            .item_ix(item)
            .and_then(|ix| self.ledger.record(self.association, ix));
        record.is_some_and(|record| !record.evidence.is_empty() || !record.note.is_empty())
    }
}

/// Two texts say the same, spaces aside.
pub fn same(one: &str, other: &str) -> bool {
    let bare = |text: &str| {
        text.chars()
            .filter(|c| !c.is_whitespace())
            .collect::<String>()
    };
    bare(one) == bare(other)
}
