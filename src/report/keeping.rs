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
        C::new("id", "检查", Text, |_, row| row.id.into()).only(M::DATA),
        C::new("check", "检查", Text, |_, row| row.title.into()).except(M::DATA),
        C::new("ok", "结果", Text, |_, row| row.ok.into()).only(M::DATA),
        C::new("ok", "结果", Text, |_, row| {
            if row.ok { "✓" } else { "✗" }.into()
        })
        .except(M::DATA),
        C::new("found", "说明", Text, |_, row| (&row.found).into()),
    ];
    Report::new("检查", columns, rows, LedgerOn::new(on, as_of))
}

/// Where everything is.
pub fn places(on: &Ledger, rows: Vec<PlaceRow>, as_of: NaiveDate) -> Report<'_, PlaceRow> {
    use Holds::Text;
    use Media as M;
    type C = Column<PlaceRow>;
    let columns = vec![
        C::new("id", "何物", Text, |_, row| row.id.into()).only(M::DATA),
        C::new("title", "何物", Text, |_, row| row.title.into()).except(M::DATA),
        C::new("path", "位置", Text, |_, row| row.path.as_ref().into()),
        C::new("is_there", "现有", Text, |_, row| row.is_there.into()).only(M::DATA),
        C::new("is_there", "现有", Text, |_, row| {
            if row.is_there { "有" } else { "没有" }.into()
        })
        .except(M::DATA),
        C::new("because", "由来", Text, |_, row| {
            Cell::word(row.because.0, row.because.1)
        }),
    ];
    Report::new("位置", columns, rows, LedgerOn::new(on, as_of))
}

/// Copies, newest first.
pub fn copies(on: &Ledger, rows: Vec<CopyRow>, as_of: NaiveDate) -> Report<'_, CopyRow> {
    use Holds::{Number, Text};
    type C = Column<CopyRow>;
    let columns = vec![
        C::new("taken", "时间", Text, |_, row| (&row.taken).into()),
        C::new("kind", "种类", Text, |_, row| {
            Cell::word(row.kind.0, row.kind.1)
        }),
        C::new("entries", "操作记录", Number, |_, row| {
            row.entries.into()
        }),
        C::new("code", "校验码", Text, |_, row| (&row.code).into()),
        C::new("file", "文件", Text, |_, row| (&row.file).into()),
    ];
    Report::new("备份", columns, rows, LedgerOn::new(on, as_of))
}

/// What a restoring loses and gains.
pub fn diverged(on: &Ledger, rows: Vec<DivergedRow>, as_of: NaiveDate) -> Report<'_, DivergedRow> {
    use Holds::{Day, Number, Text};
    use Media as M;
    type C = Column<DivergedRow>;
    let columns = vec![
        C::new("side", "去留", Text, |_, row| {
            let (id, word) = if row.lost {
                ("lost", "失去")
            } else {
                ("gained", "得到")
            };
            Cell::word(id, word)
        }),
        C::new("seq", "序", Number, |_, row| row.line.seq.into()),
        C::new("at", "登记时间", Text, |_, row| row.line.at.into()),
        C::new("as_of", "基准日", Day, |_, row| row.line.as_of.into()),
        C::new("by", "经办", Text, |_, row| (&row.line.by).into()),
        C::new("what", "内容", Text, |_, row| (&row.line.what).into()).only(M::DATA),
        C::new("what", "内容", Text, |_, row| row.line.sentence().into()).except(M::DATA),
    ];
    Report::new("去留", columns, rows, LedgerOn::new(on, as_of))
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
        C::new("id", "指标", Text, |_, row| row.id.into()).only(M::DATA),
        C::new("figure", "指标", Text, |_, row| row.title.into()).except(M::DATA),
        C::new("before", before, Figures, |_, row| {
            said(row.before.as_deref())
        }),
        C::new("after", after, Figures, |_, row| said(row.after.as_deref())),
    ];
    Report::new("指标", columns, rows, LedgerOn::new(on, as_of))
}

fn said(text: Option<&str>) -> Cell<'_> {
    text.map_or(Cell::EMPTY, Into::into)
}

/// What could not be saved.
pub fn losses(on: &Ledger, rows: Vec<LossRow>, as_of: NaiveDate) -> Report<'_, LossRow> {
    use Holds::Text;
    type C = Column<LossRow>;
    let columns = vec![
        C::new("what", "内容", Text, |_, row| (&row.what).into()),
        C::new("problem", "问题", Text, |_, row| (&row.problem).into()),
    ];
    Report::new("没有救回的", columns, rows, LedgerOn::new(on, as_of))
}
