//! What is told of keeping a ledger: checks, copies, entries that a restoring loses or gains, what
//! could not be saved.

use chrono::NaiveDate;

use super::cell::Cell;
use super::table::{Column, Holds, LedgerOn, Media, Report};
use crate::domain::change::HistoryLine;
use crate::domain::ledger::Ledger;

/// A check of a ledger.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CheckRow {
    pub id: &'static str,
    pub title: &'static str,
    pub ok: bool,
    /// What was found, or what is wrong where.
    pub found: String,
}

/// Where something is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlaceRow {
    pub id: &'static str,
    pub title: &'static str,
    /// `None` where there is no place for it.
    pub path: Option<String>,
    pub is_there: bool,
    /// Who has said that it is there: an identifier, and the word for it.
    pub because: (&'static str, &'static str),
}

/// A copy that is kept beside a ledger.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CopyRow {
    /// On the user's clock.
    pub taken: String,
    /// Its identifier, and the word for it.
    pub kind: (&'static str, &'static str),
    pub entries: Option<i64>,
    pub code: String,
    pub file: String,
}

/// An entry that only one of two ledgers has.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DivergedRow {
    /// It is in the present one, and would be lost.
    pub lost: bool,
    pub line: HistoryLine,
}

/// A figure in two ledgers, or of one on two occasions.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FigureRow {
    pub id: &'static str,
    pub title: &'static str,
    pub before: Option<String>,
    pub after: Option<String>,
}

/// Something that could not be saved.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LossRow {
    /// What it is, and which.
    pub what: String,
    pub problem: String,
}

/// The checks of a ledger.
pub fn checks(on: &Ledger, rows: Vec<CheckRow>, as_of: NaiveDate) -> Report<'_, CheckRow> {
    use Holds::Text;
    use Media as M;
    type C = Column<CheckRow>;
    let columns = vec![
        C::new("id", s!("检查", "Checks"), Text, |_, row| row.id.into()).only(M::DATA),
        C::new("check", s!("检查", "Checks"), Text, |_, row| {
            row.title.into()
        })
        .except(M::DATA),
        C::new("ok", s!("结果", "result"), Text, |_, row| row.ok.into()).only(M::DATA),
        C::new("ok", s!("结果", "result"), Text, |_, row| {
            if row.ok { "✓" } else { "✗" }.into()
        })
        .except(M::DATA),
        C::new("found", s!("说明", "found"), Text, |_, row| {
            (&row.found).into()
        }),
    ];
    Report::new(
        s!("检查", "Checks"),
        columns,
        rows,
        LedgerOn::new(on, as_of),
    )
}

/// Where everything is.
pub fn places(on: &Ledger, rows: Vec<PlaceRow>, as_of: NaiveDate) -> Report<'_, PlaceRow> {
    use Holds::Text;
    use Media as M;
    type C = Column<PlaceRow>;
    let columns = vec![
        C::new("id", s!("何物", "what"), Text, |_, row| row.id.into()).only(M::DATA),
        C::new("title", s!("何物", "what"), Text, |_, row| {
            row.title.into()
        })
        .except(M::DATA),
        C::new("path", s!("位置", "Places"), Text, |_, row| {
            row.path.as_ref().into()
        }),
        C::new("is_there", s!("现有", "there"), Text, |_, row| {
            row.is_there.into()
        })
        .only(M::DATA),
        C::new("is_there", s!("现有", "there"), Text, |_, row| {
            if row.is_there {
                s!("有", "yes")
            } else {
                s!("没有", "no")
            }
            .into()
        })
        .except(M::DATA),
        C::new("because", s!("由来", "because"), Text, |_, row| {
            Cell::word(row.because.0, row.because.1)
        }),
    ];
    Report::new(
        s!("位置", "Places"),
        columns,
        rows,
        LedgerOn::new(on, as_of),
    )
}

/// Copies, newest first.
pub fn copies(on: &Ledger, rows: Vec<CopyRow>, as_of: NaiveDate) -> Report<'_, CopyRow> {
    use Holds::{Number, Text};
    type C = Column<CopyRow>;
    let columns = vec![
        C::new("taken", s!("时间", "taken"), Text, |_, row| {
            (&row.taken).into()
        }),
        C::new("kind", s!("种类", "kind"), Text, |_, row| {
            Cell::word(row.kind.0, row.kind.1)
        }),
        C::new(
            "entries",
            s!("操作记录", "entries"),
            Number,
            |_, row| row.entries.into(),
        ),
        C::new("code", s!("校验码", "code"), Text, |_, row| {
            (&row.code).into()
        }),
        C::new("file", s!("文件", "file"), Text, |_, row| {
            (&row.file).into()
        }),
    ];
    Report::new(
        s!("备份", "Backups"),
        columns,
        rows,
        LedgerOn::new(on, as_of),
    )
}

/// What a restoring loses and gains.
pub fn diverged(on: &Ledger, rows: Vec<DivergedRow>, as_of: NaiveDate) -> Report<'_, DivergedRow> {
    use Holds::{Day, Number, Text};
    use Media as M;
    type C = Column<DivergedRow>;
    let columns = vec![
        C::new("side", s!("去留", "Lost and gained"), Text, |_, row| {
            let (id, word) = if row.lost {
                ("lost", s!("失去", "lost"))
            } else {
                ("gained", s!("得到", "gained"))
            };
            Cell::word(id, word)
        }),
        C::new("seq", s!("序", "seq"), Number, |_, row| {
            row.line.seq.into()
        }),
        C::new("at", s!("登记时间", "recorded"), Text, |_, row| {
            row.line.at.into()
        }),
        C::new("as_of", s!("基准日", "as of"), Day, |_, row| {
            row.line.as_of.into()
        }),
        C::new("by", s!("经办", "by"), Text, |_, row| {
            (&row.line.by).into()
        }),
        C::new("what", s!("内容", "what"), Text, |_, row| {
            (&row.line.what).into()
        })
        .only(M::DATA),
        C::new("what", s!("内容", "what"), Text, |_, row| {
            row.line.sentence().into()
        })
        .except(M::DATA),
    ];
    Report::new(
        s!("去留", "Lost and gained"),
        columns,
        rows,
        LedgerOn::new(on, as_of),
    )
}

/// Figures before and after, or then and now.
pub fn figures<'l>(
    on: &'l Ledger,
    rows: Vec<FigureRow>,
    (before, after): (&'static str, &'static str),
    as_of: NaiveDate,
) -> Report<'l, FigureRow> {
    use Holds::{Figures, Text};
    use Media as M;
    type C = Column<FigureRow>;
    let columns = vec![
        C::new("id", s!("指标", "Figures"), Text, |_, row| row.id.into()).only(M::DATA),
        C::new("figure", s!("指标", "Figures"), Text, |_, row| {
            row.title.into()
        })
        .except(M::DATA),
        C::new("before", before, Figures, |_, row| {
            said(row.before.as_deref())
        }),
        C::new("after", after, Figures, |_, row| said(row.after.as_deref())),
    ];
    Report::new(
        s!("指标", "Figures"),
        columns,
        rows,
        LedgerOn::new(on, as_of),
    )
}

fn said(text: Option<&str>) -> Cell<'_> {
    text.map_or(Cell::EMPTY, Into::into)
}

/// What could not be saved.
pub fn losses(on: &Ledger, rows: Vec<LossRow>, as_of: NaiveDate) -> Report<'_, LossRow> {
    use Holds::Text;
    type C = Column<LossRow>;
    let columns = vec![
        C::new("what", s!("内容", "what"), Text, |_, row| {
            (&row.what).into()
        }),
        C::new("problem", s!("问题", "problem"), Text, |_, row| {
            (&row.problem).into()
        }),
    ];
    Report::new(
        s!("没有救回的", "Not saved"),
        columns,
        rows,
        LedgerOn::new(on, as_of),
    )
}
