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
    Report::new("操作记录", columns(), lines, LedgerOn::new(ledger, as_of))
}

fn columns() -> Vec<Column<HistoryLine>> {
    use Holds::{Day, Number, Text};
    use Media as M;
    type C = Column<HistoryLine>;
    vec![
        C::new("seq", "序", Number, |_, line| line.seq.into()),
        C::new("at", "登记时间", Text, |_, line| line.at.into()),
        C::new("as_of", "基准日", Day, |_, line| line.as_of.into()),
        C::new("by", "经办", Text, |_, line| (&line.by).into()),
        C::new("kind", "种类", Text, |_, line| Cell::nested(&line.kind)).only(M::DATA),
        C::new("what", "内容", Text, |_, line| (&line.what).into()).only(M::DATA),
        C::new("what", "内容", Text, |_, line| line.sentence().into()).except(M::DATA),
        C::new("undone", "已撤销", Text, |_, line| line.undone.into()).only(M::DATA),
    ]
}
