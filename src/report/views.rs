//! 视图: a row for each view of the roster.

use std::borrow::Cow;

use chrono::NaiveDate;

use super::table::{Column, Holds, LedgerOn, Media, Report};
use crate::domain::fact::View;
use crate::domain::ledger::Ledger;
use crate::text::plain::Plain;

/// A view with its digit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Slot<'a> {
    /// 1 to 9.
    pub number: u8,
    /// What it shows.
    pub view: Cow<'a, View>,
    /// Somebody saved it; else it comes with the round.
    pub saved: bool,
}

/// Views of the roster.
pub fn report<'a>(
    ledger: &'a Ledger,
    slots: Vec<Slot<'a>>,
    as_of: NaiveDate,
) -> Report<'a, Slot<'a>> {
    Report::new(
        s!("视图", "Views"),
        columns(),
        slots,
        LedgerOn::new(ledger, as_of),
    )
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
        C::new("slot", s!("键", "key"), Number, |_, slot: &Slot<'s>| {
            u32::from(slot.number).into()
        }),
        C::new("name", s!("名称", "name"), Text, |_, slot| {
            (&slot.view.name).into()
        }),
        C::new("where", s!("条件", "condition"), Text, |_, slot| {
            (&slot.view.filter).into()
        }),
        C::new("group_by", s!("分组", "groups"), Text, |_, slot| {
            or_usual(&slot.view.group_by, "unit").into()
        }),
        C::new("sort_by", s!("排序", "order"), Text, |_, slot| {
            or_usual(&slot.view.sort_by, "no").into()
        }),
        C::new("columns", s!("列", "columns"), Text, |_, slot| {
            let columns: Vec<&str> = slot.view.columns.iter().map(Plain::as_str).collect();
            columns.join(",").into()
        }),
        C::new("saved", s!("来源", "from"), Text, |_, slot| {
            slot.saved.into()
        })
        .only(M::DATA),
        C::new("saved", s!("来源", "from"), Text, |_, slot| {
            if slot.saved {
                s!("另存", "saved")
            } else {
                s!("预设", "preset")
            }
            .into()
        })
        .except(M::DATA),
    ]
}
