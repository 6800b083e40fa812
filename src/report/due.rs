//! 到期: a row for everything that is due and that somebody still owes.

use super::table::{Column, Holds, Media};
use crate::domain::due::DueLine;

/// What is told of something due.
pub fn columns() -> Vec<Column<DueLine>> {
    use Holds::{Day, Figures, Light, Number, Text};
    use Media as M;
    type C = Column<DueLine>;
    let light = C::new("light", s!("灯", "light"), Light, |_, line| {
        line.light.into()
    });
    vec![
        light.clone().only(M::TEXT),
        C::new("when", s!("何时", "when"), Text, |_, line| {
            line.when.shown().into()
        })
        .only(M::TEXT)
        .cells(4, 4),
        C::new("due_on", s!("日期", "date"), Day, |_, line| {
            line.due_on.into()
        })
        .only(M::TEXT | M::COPY),
        C::new("due_on", s!("日期", "date"), Text, |_, line| {
            line.due_on.format("%m-%d").to_string().into()
        })
        .only(M::NONE)
        .cells(5, 5),
        light.only(M::NONE).cells(2, 2),
        C::new("id", s!("编号", "id"), Text, |_, line| (&line.id).into()).only(M::TEXT),
        C::new("label", s!("事项", "item"), Text, |_, line| {
            (&line.label).into()
        })
        .only(M::TEXT),
        C::new("label", s!("事项", "item"), Text, |_, line| {
            line.title().into()
        })
        .only(M::COPY)
        .cells(1, usize::MAX),
        C::new("missing", s!("未办", "missing"), Number, |_, line| {
            line.missing.into()
        })
        .only(M::COPY),
        C::new("missing", s!("未办", "missing"), Text, |_, line| {
            t!("差 {} 家", "{} missing", line.missing).into()
        })
        .only(M::TEXT),
        C::new("missing", s!("未办", "missing"), Figures, |_, line| {
            t!("{} 家", "{}", line.missing).into()
        })
        .only(M::NONE)
        .cells(7, 7),
    ]
}
