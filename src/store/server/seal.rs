//! Whether the history on a server is what was recorded, held against its seals here and not there.

use postgres::Row;

use super::fault::Fault;
use super::link::Link;
use crate::domain::seal::{Head, LedgerId, SealedColumns, Sealing};
use crate::store::chain::{ChainCheck, ChainWalk, KeptRow};
use crate::store::{ChainReport, StoreError};

/// What the ledger was made from, then its history, as they are kept. One statement, so that what
/// others record meanwhile is no gap.
const KEPT: &str = "
    (SELECT 0::bigint, 0::bigint AS seq, NULL::text, NULL::bigint AS target, d.name, d.body, NULL::text,
        NULL::text, NULL::text, NULL::bigint, NULL::text
        FROM tuogou.document d ORDER BY d.name)
    UNION ALL (SELECT 1, a.no, NULL, NULL, a.name, a.printed_unit, a.printed_status, NULL, NULL, NULL, NULL
        FROM tuogou.association a ORDER BY a.no)
    UNION ALL (SELECT 2, 0, NULL, NULL, l.seal, NULL, NULL, NULL, NULL, NULL, NULL FROM tuogou.ledger l)
    UNION ALL (SELECT 3, e.seq, e.kind, e.target, e.recorded_at, e.as_of, e.recorded_by, e.what, e.seal,
        c.association_no, c.body
        FROM tuogou.entry e LEFT JOIN tuogou.change c ON c.seq = e.seq ORDER BY e.seq, c.ordinal)
    UNION ALL (SELECT 4, h.seq, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL FROM tuogou.head h)";

/// A check that is under way.
struct Walk {
    origin: Option<Sealing>,
    begun: Option<(ChainWalk, ChainCheck)>,
    /// What there is to say, from when on there is no need to go on.
    report: Option<ChainReport>,
}

/// Goes through the whole chain, as far as it holds.
pub(super) fn check(link: &Link, ledger: LedgerId) -> Result<ChainReport, StoreError> {
    let mut walk = Walk {
        origin: Some(Sealing::origin(ledger)),
        begun: None,
        report: None,
    };
    link.each(KEPT, &[], &mut |row| walk.take(row))?;
    walk.report
        .ok_or_else(|| link.told(Fault::Value(s!("最新记录", "newest entry"))))
}

impl Walk {
    fn take(&mut self, row: &Row) -> Result<(), Fault> {
        if self.report.is_some() {
            return Ok(());
        }
        match (row.try_get::<_, i64>(0)?, &mut self.origin, &mut self.begun) {
            (0, Some(origin), _) => origin.document(text(row, 4)?, text(row, 5)?),
            (1, Some(origin), _) => {
                let no = row.try_get(1)?;
                origin.row(no, text(row, 4)?, text(row, 5)?, text(row, 6)?);
            }
            (2, origin, begun) => {
                let seal = origin
                    .take()
                    .ok_or(Fault::Value(s!("次序", "order")))?
                    .finish();
                let head = Head { seq: 0, seal };
                if text(row, 4)? == seal.to_string() {
                    *begun = Some((ChainWalk::after(head), ChainCheck::begin(head)));
                } else {
                    self.report = Some(ChainCheck::altered_origin(head));
                }
            }
            (3, _, Some((walk, check))) => {
                let ended = walk.take(&kept(row)?);
                let holds = ended.is_none_or(|entry| check.see(&entry));
                if !holds {
                    self.end(0);
                }
            }
            (4, _, Some((walk, check))) => {
                if let Some(entry) = walk.end() {
                    check.see(&entry);
                }
                self.end(row.try_get(1)?);
            }
            _ => return Err(Fault::Value(s!("次序", "order"))),
        }
        Ok(())
    }

    fn end(&mut self, ever: i64) {
        self.report = self.begun.take().map(|(_, check)| check.end(ever));
    }
}

fn kept(row: &Row) -> Result<KeptRow<'_>, Fault> {
    let association = row.try_get(9)?;
    let body: Option<&str> = row.try_get(10)?;
    Ok(KeptRow {
        seq: row.try_get(1)?,
        columns: SealedColumns {
            kind: text(row, 2)?,
            target: row.try_get(3)?,
            recorded_at: text(row, 4)?,
            as_of: text(row, 5)?,
            recorded_by: text(row, 6)?,
            what: text(row, 7)?,
        },
        stands: text(row, 8)?,
        change: body.map(|body| (association, body)),
    })
}

fn text(row: &Row, column: usize) -> Result<&str, Fault> {
    Ok(row.try_get(column)?)
}
