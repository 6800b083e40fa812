//! 名单: its columns.

use crate::app::overview::Behind;
use crate::report::cell::{Cell, Rank, Tone};
use crate::report::table::{Column, Holds, LedgerOn, Media};
use crate::text::lang::either;
use crate::tui::layout::WIDE;
use crate::tui::screen::days;

/// What is told of an association behind a number, in so many cells.
pub fn columns(width: u16) -> Vec<Column<Behind>> {
    use Holds::{Figures, Light, Number, Text};
    type C = Column<Behind>;
    let mut columns = vec![
        C::new("light", s!("灯", "light"), Light, |_, row| {
            row.light.into()
        })
        .cells(2, 2),
        C::new("no", s!("序号", "No."), Number, |on, row| {
            on.ledger.associations()[row.association].no.into()
        })
        .cells(4, 4),
        C::new("name", s!("名称", "name"), Text, |on, row| {
            on.ledger.name(row.association).into()
        })
        .cells(16, 30),
        C::new("owes", s!("欠办", "owes"), Text, |_, row| {
            row.owes.as_str().into()
        })
        .cells(16, 60),
        C::new("items", s!("清单", "checklist"), Figures, |_, row| {
            format!("{}/{}", row.items.done, row.items.total).into()
        })
        .ranked(|_, row| Cell::EMPTY.tone(Tone::Tally(row.items)).rank())
        .cells(either(7, 9), either(7, 9)),
        C::new("left", s!("剩余", "left"), Figures, left)
            .ranked(|_, row| row.days.map_or(Rank::Blank, Rank::from))
            .cells(8, 8),
    ];
    if width >= WIDE {
        columns.insert(
            3,
            C::new("unit", s!("主管单位", "unit"), Text, unit).cells(16, 30),
        );
    }
    columns
        .into_iter()
        .map(|one| one.only(Media::NONE))
        .collect()
}

fn unit<'a>(on: &LedgerOn<'a>, row: &Behind) -> Cell<'a> {
    let unit = on.ledger.unit_name_of(row.association);
    let unit = unit.unwrap_or_else(|| on.ledger.printed_unit_of(row.association));
    Cell::from(unit).tone(Tone::Muted)
}

fn left<'a>(_: &LedgerOn<'a>, row: &Behind) -> Cell<'a> {
    let left = row.days.map_or_else(String::new, days);
    Cell::from(left).tone(Tone::Lit(row.light))
}
