//! What was just recorded, for programs: a mark, where an association stands, names of units that
//! are counted otherwise. People read the sentence of the entry instead.

use chrono::NaiveDate;

use super::cell::Cell;
use super::table::{Column, Holds, LedgerOn, Media, Report};
use crate::domain::change::Subject;
use crate::domain::fact::Exit;
use crate::domain::id::{AssocIx, MilestoneIx};
use crate::domain::ledger::Ledger;

/// A milestone that was marked, or whose mark was taken away.
#[derive(Debug, Clone)]
pub struct Marked {
    pub milestone: MilestoneIx,
    pub subject: Subject,
    /// Nothing after the mark was taken away.
    pub done_on: Option<NaiveDate>,
    pub by: String,
    /// How many of the population were changed.
    pub changed: usize,
}

/// What a recorded mark tells.
pub fn marked(ledger: &Ledger, marked: Marked, as_of: NaiveDate) -> Report<'_, Marked> {
    use Holds::{Day, Number, Text};
    type C = Column<Marked>;
    let columns = vec![
        C::new("id", s!("节点", "id"), Text, |on, row| {
            (&on.ledger.round().milestones()[row.milestone].id).into()
        }),
        C::new("unit", s!("单位", "unit"), Text, |_, row| {
            match &row.subject {
                Subject::Unit(name) => name.as_str().into(),
                Subject::City | Subject::Association(_) => Cell::EMPTY,
            }
        }),
        C::new(
            "association",
            s!("协会", "association"),
            Number,
            |_, row| match row.subject {
                Subject::Association(no) => no.into(),
                Subject::City | Subject::Unit(_) => Cell::EMPTY,
            },
        ),
        C::new("done_on", s!("完成日期", "done on"), Day, |_, row| {
            row.done_on.into()
        }),
        C::new("by", s!("经办", "by"), Text, |_, row| (&row.by).into()),
        C::new("changed", s!("改动", "changed"), Number, |_, row| {
            row.changed.into()
        }),
    ];
    let on = LedgerOn::new(ledger, as_of);
    Report::new(s!("登记", "Recorded"), columns, vec![marked], on)
}

fn exit<'a>(on: &LedgerOn<'a>, ix: &AssocIx) -> Option<&'a Exit> {
    on.ledger.exit_of(*ix).map(|(exit, _)| exit)
}

/// Where an association stands, and how it left.
pub fn standing(ledger: &Ledger, ix: AssocIx, as_of: NaiveDate) -> Report<'_, AssocIx> {
    use Holds::{Day, Number, Text};
    use Media as M;
    type C = Column<AssocIx>;
    let columns = vec![
        C::new("no", s!("序号", "No."), Number, |on, ix| {
            on.ledger.associations()[*ix].no.into()
        }),
        C::new("name", s!("名称", "name"), Text, |on, ix| {
            on.ledger.name(*ix).into()
        }),
        C::new("status", s!("状态", "status"), Text, |on, ix| {
            on.ledger.associations()[*ix].status.into()
        }),
        C::new("stage", s!("阶段", "stage"), Text, |on, ix| {
            on.ledger.progress(*ix).stage.into()
        }),
        C::new("exit", s!("退出", "Exits"), Text, |on, ix| {
            exit(on, ix).map(Cell::nested).into()
        })
        .only(M::JSON),
        C::new("exited_on", s!("退出日期", "left on"), Day, |on, ix| {
            exit(on, ix).map(|exit| exit.on).into()
        })
        .except(M::JSON),
        C::new("document", s!("依据", "paper"), Text, |on, ix| {
            exit(on, ix).map(|exit| &exit.document).into()
        })
        .except(M::JSON),
        C::new("reason", s!("原因", "reason"), Text, |on, ix| {
            exit(on, ix).map(|exit| &exit.reason).into()
        })
        .except(M::JSON),
        C::new("into", s!("并入", "into"), Number, |on, ix| {
            exit(on, ix).and_then(|exit| exit.into).into()
        })
        .except(M::JSON),
    ];
    let on = LedgerOn::new(ledger, as_of);
    Report::new(s!("退出", "Exits"), columns, vec![ix], on)
}
