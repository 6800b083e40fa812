//! 到期: a row for everything that is due and that somebody still owes.

use super::table::{Column, Holds, Media};
use crate::domain::due::DueLine;

/// What is told of something due.
pub fn columns() -> Vec<Column<DueLine>> {
    use Holds::{Day, Figures, Light, Number, Text};
    use Media as M;
    type C = Column<DueLine>;
    let light = C::new("light", "灯", Light, |_, line| line.light.into());
    vec![
        light.clone().only(M::TEXT),
        C::new("when", "何时", Text, |_, line| line.when.word().into())
            .only(M::TEXT)
            .cells(4, 4),
        C::new("due_on", "日期", Day, |_, line| line.due_on.into()).only(M::TEXT | M::COPY),
        C::new("due_on", "日期", Text, |_, line| {
            line.due_on.format("%m-%d").to_string().into()
        })
        .only(M::NONE)
        .cells(5, 5),
        light.only(M::NONE).cells(2, 2),
        C::new("id", "编号", Text, |_, line| (&line.id).into()).only(M::TEXT),
        C::new("label", "事项", Text, |_, line| (&line.label).into()).only(M::TEXT),
        C::new("label", "事项", Text, |_, line| line.title().into())
            .only(M::COPY)
            .cells(1, usize::MAX),
        C::new("missing", "未办", Number, |_, line| line.missing.into()).only(M::COPY),
        C::new("missing", "未办", Text, |_, line| {
            format!("差 {} 家", line.missing).into()
        })
        .only(M::TEXT),
        C::new("missing", "未办", Figures, |_, line| {
            format!("{} 家", line.missing).into()
        })
        .only(M::NONE)
        .cells(7, 7),
    ]
}
