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
        C::new("id", "节点", Text, |on, row| {
            (&on.ledger.round().milestones()[row.milestone].id).into()
        }),
        C::new("unit", "单位", Text, |_, row| match &row.subject {
            Subject::Unit(name) => name.as_str().into(),
            Subject::City | Subject::Association(_) => Cell::EMPTY,
        }),
        C::new("association", "协会", Number, |_, row| {
            match row.subject {
                Subject::Association(no) => no.into(),
                Subject::City | Subject::Unit(_) => Cell::EMPTY,
            }
        }),
        C::new("done_on", "完成日期", Day, |_, row| row.done_on.into()),
        C::new("by", "经办", Text, |_, row| (&row.by).into()),
        C::new("changed", "改动", Number, |_, row| row.changed.into()),
    ];
    let on = LedgerOn::new(ledger, as_of);
    Report::new("登记", columns, vec![marked], on)
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
        C::new("no", "序号", Number, |on, ix| {
            on.ledger.associations()[*ix].no.into()
        }),
        C::new("name", "名称", Text, |on, ix| {
            on.ledger.associations()[*ix].name.as_ref().into()
        }),
        C::new("status", "状态", Text, |on, ix| {
            on.ledger.associations()[*ix].status.into()
        }),
        C::new("stage", "阶段", Text, |on, ix| {
            on.ledger.progress(*ix).stage.into()
        }),
        C::new("exit", "退出", Text, |on, ix| {
            exit(on, ix).map(Cell::nested).into()
        })
        .only(M::JSON),
        C::new("exited_on", "退出日期", Day, |on, ix| {
            exit(on, ix).map(|exit| exit.on).into()
        })
        .except(M::JSON),
        C::new("document", "依据", Text, |on, ix| {
            exit(on, ix).map(|exit| &exit.document).into()
        })
        .except(M::JSON),
        C::new("reason", "原因", Text, |on, ix| {
            exit(on, ix).map(|exit| &exit.reason).into()
        })
        .except(M::JSON),
        C::new("into", "并入", Number, |on, ix| {
            exit(on, ix).and_then(|exit| exit.into).into()
        })
        .except(M::JSON),
    ];
    let on = LedgerOn::new(ledger, as_of);
    Report::new("退出", columns, vec![ix], on)
}
