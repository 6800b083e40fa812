//! 视图: a row for each view of the roster.

use chrono::NaiveDate;

use super::table::{Column, Holds, LedgerOn, Media, Report};
use crate::domain::fact::View;
use crate::domain::ledger::Ledger;
use crate::text::plain::Plain;

/// A view with its digit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Slot<'a> {
    /// 1 to 9.
    pub number: u8,
    /// What it shows.
    pub view: &'a View,
    /// Somebody saved it; else it comes with the round.
    pub saved: bool,
}

/// Views of the roster.
pub fn report<'a>(
    ledger: &'a Ledger,
    slots: Vec<Slot<'a>>,
    as_of: NaiveDate,
) -> Report<'a, Slot<'a>> {
    Report::new("视图", columns(), slots, LedgerOn::new(ledger, as_of))
}

/// What an identifier is where it says nothing new.
const fn or_usual<'a>(id: &'a str, usual: &'a str) -> &'a str {
    if id.is_empty() { usual } else { id }
}

fn columns<'s>() -> Vec<Column<Slot<'s>>> {
    use Holds::{Number, Text};
    use Media as M;
    type C<'s> = Column<Slot<'s>>;
    vec![
        C::new("slot", "键", Number, |_, slot: &Slot<'s>| {
            u32::from(slot.number).into()
        }),
        C::new("name", "名称", Text, |_, slot| (&slot.view.name).into()),
        C::new("where", "条件", Text, |_, slot| {
            (&slot.view.filter).into()
        }),
        C::new("group_by", "分组", Text, |_, slot| {
            or_usual(&slot.view.group_by, "unit").into()
        }),
        C::new("sort_by", "排序", Text, |_, slot| {
            or_usual(&slot.view.sort_by, "no").into()
        }),
        C::new("columns", "列", Text, |_, slot| {
            let columns: Vec<&str> = slot.view.columns.iter().map(Plain::as_str).collect();
            columns.join(",").into()
        }),
        C::new("saved", "来源", Text, |_, slot| slot.saved.into()).only(M::DATA),
        C::new("saved", "来源", Text, |_, slot| {
            if slot.saved { "另存" } else { "预设" }.into()
        })
        .except(M::DATA),
    ]
}
