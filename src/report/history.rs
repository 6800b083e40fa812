//! 操作记录: a row for each entry, newest first.

use chrono::NaiveDate;

use super::cell::Cell;
use super::table::{Column, Holds, LedgerOn, Media, Report};
use crate::domain::change::HistoryLine;
use crate::domain::ledger::Ledger;

/// Lines of the history.
pub fn report(
    ledger: &Ledger,
    lines: Vec<HistoryLine>,
    as_of: NaiveDate,
) -> Report<'_, HistoryLine> {
    Report::new(
        s!("操作记录", "History"),
        columns(),
        lines,
        LedgerOn::new(ledger, as_of),
    )
}

fn columns() -> Vec<Column<HistoryLine>> {
    use Holds::{Day, Number, Text};
    use Media as M;
    type C = Column<HistoryLine>;
    vec![
        C::new("seq", s!("序", "seq"), Number, |_, line| line.seq.into()),
        C::new("at", s!("登记时间", "recorded"), Text, |_, line| {
            line.at.into()
        }),
        C::new("as_of", s!("基准日", "as of"), Day, |_, line| {
            line.as_of.into()
        }),
        C::new("by", s!("经办", "by"), Text, |_, line| (&line.by).into()),
        C::new("kind", s!("种类", "kind"), Text, |_, line| {
            Cell::nested(&line.kind)
        })
        .only(M::DATA),
        C::new("what", s!("内容", "what"), Text, |_, line| {
            (&line.what).into()
        })
        .only(M::DATA),
        C::new("what", s!("内容", "what"), Text, |_, line| {
            line.sentence().into()
        })
        .except(M::DATA),
        C::new("undone", s!("已撤销", "undone"), Text, |_, line| {
            line.undone.into()
        })
        .only(M::DATA),
    ]
}
