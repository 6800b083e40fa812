//! Reading a ledger: one statement, so that all of it is of one moment.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use postgres::Row;
use postgres::types::Type;
use serde::de::DeserializeOwned;

use super::fault::Fault;
use super::link::Link;
use crate::domain::change::Change;
use crate::domain::fact::MOVING_KINDS;
use crate::domain::ledger::RosterRow;
use crate::domain::model::Status;
use crate::domain::seal::Head;
use crate::store::body::{ItemReader, from_json};
use crate::store::{Extent, HistoryPiece, StoreError};

/// Everything, part by part. Each part is put in order by an index, and parts come one after the
/// other, because nothing is sorted across them; what comes out of turn is noticed.
const WHOLE: &str = "
    (SELECT 0::bigint AS part, NULL::bigint AS no, s.subject AS first, s.body AS second, NULL::text AS third
        FROM tuogou.state s WHERE s.kind = 'fact')
    UNION ALL (SELECT 1, a.no, a.name, a.printed_unit, a.printed_status
        FROM tuogou.association a ORDER BY a.no)
    UNION ALL (SELECT 2, s.association_no, s.thing, s.body, NULL
        FROM tuogou.state s WHERE s.kind = 'item' ORDER BY s.association_no, s.thing)
    UNION ALL (SELECT 3, s.association_no, s.thing, s.body, NULL
        FROM tuogou.state s WHERE s.kind = 'answer' ORDER BY s.association_no, s.thing)
    UNION ALL (SELECT 4, NULL, s.thing, s.subject, s.body
        FROM tuogou.state s WHERE s.kind = 'mark')
    UNION ALL (SELECT 5, count(*), e.as_of, NULL, NULL FROM tuogou.entry e GROUP BY e.as_of)
    UNION ALL (SELECT 6, h.seq, h.seal, NULL, NULL FROM tuogou.head h)";

/// What a first screen hangs on.
const BEGINNING: &str = "
    (SELECT 0::bigint AS part, NULL::bigint AS no, s.subject AS first, s.body AS second, NULL::text AS third
        FROM tuogou.state s WHERE s.kind = 'fact' AND s.thing = ANY ($1))
    UNION ALL (SELECT 1, a.no, a.name, a.printed_unit, a.printed_status
        FROM tuogou.association a ORDER BY a.no LIMIT $2)
    UNION ALL (SELECT 5, count(*), e.as_of, NULL, NULL FROM tuogou.entry e GROUP BY e.as_of)
    UNION ALL (SELECT 6, h.seq, h.seal, NULL, NULL FROM tuogou.head h)";

/// How many entries count for each day, and the newest.
const DAYS: &str = "
    (SELECT 5::bigint AS part, count(*), e.as_of, NULL FROM tuogou.entry e GROUP BY e.as_of)
    UNION ALL (SELECT 6, h.seq, h.seal, NULL FROM tuogou.head h)";

/// How many entries count for each day, up to a known one: moving along the axis of days asks for it
/// at every step, and it changes with an entry alone.
#[derive(Debug, Default)]
pub(super) struct Days {
    until: i64,
    counts: BTreeMap<NaiveDate, u32>,
}

impl Days {
    /// Counts the entry that comes next.
    pub(super) fn add(&mut self, seq: i64, as_of: NaiveDate) {
        if seq == self.until + 1 {
            self.until = seq;
            *self.counts.entry(as_of).or_default() += 1;
        }
    }

    /// An entry is counted, and all before it.
    pub(super) const fn reach(&self, seq: i64) -> bool {
        self.until >= seq
    }

    /// How many entries count for later days.
    pub(super) fn after(&self, day: NaiveDate) -> u32 {
        let later = self.counts.range(day..).filter(|(on, _)| **on > day);
        later.map(|(_, count)| count).sum()
    }

    fn take(&mut self, row: &Row) -> Result<(), Fault> {
        match row.try_get(0)? {
            5_i64 => {
                let count: i64 = row.try_get(1)?;
                let count = u32::try_from(count).unwrap_or(u32::MAX);
                self.counts.insert(day(row, 2)?, count);
            }
            _ => self.until = row.try_get(1)?,
        }
        Ok(())
    }
}

/// What was read beside the pieces.
pub(super) struct Read {
    pub head: Head,
    pub days: Days,
}

/// Hands out a ledger piece by piece.
pub(super) fn load(
    link: &Link,
    extent: Extent,
    each: &mut dyn FnMut(HistoryPiece),
) -> Result<Read, StoreError> {
    let (mut head, mut days, mut last) = (None, Days::default(), 0);
    let mut records = ItemReader::default();
    let mut take = |row: &Row| {
        let part: i64 = row.try_get(0)?;
        if part < last {
            return Err(Fault::Value(s!("次序", "order")));
        }
        last = part;
        if part < 5 {
            each(piece(part, row, &mut records)?);
            return Ok(());
        }
        if part == 6 {
            head = Some(head_of(row, 1)?);
        }
        days.take(row)
    };
    match extent {
        Extent::Whole => link.each(WHOLE, &[], &mut take)?,
        Extent::Beginning(limit) => {
            let (kinds, limit) = (MOVING_KINDS.as_slice(), i64::from(limit));
            let values: [super::link::Value<'_>; 2] =
                [(&kinds, Type::TEXT_ARRAY), (&limit, Type::INT8)];
            link.each(BEGINNING, &values, &mut take)?;
        }
    }
    let head = head.ok_or_else(|| link.told(Fault::Value(s!("最新记录", "newest entry"))))?;
    Ok(Read { head, days })
}

/// How many entries count for each day, where that has not been read with the ledger.
pub(super) fn days(link: &Link) -> Result<Days, StoreError> {
    let mut days = Days::default();
    link.each(DAYS, &[], &mut |row| days.take(row))?;
    Ok(days)
}

fn piece(part: i64, row: &Row, records: &mut ItemReader) -> Result<HistoryPiece, Fault> {
    Ok(match part {
        0 => HistoryPiece::Fact(json(row, 2)?, json(row, 3)?),
        1 => HistoryPiece::Row(RosterRow {
            no: number(row, 1)?,
            name: row.try_get::<_, &str>(2)?.into(),
            printed_unit: row.try_get::<_, &str>(3)?.into(),
            status: Status::from_printed(row.try_get(4)?)
                .ok_or(Fault::Value(s!("状态", "status")))?,
        }),
        4 => {
            let (milestone, subject): (String, _) = (row.try_get(2)?, json(row, 3)?);
            let change = Change::mark(milestone, subject, None, Some(json(row, 4)?));
            HistoryPiece::Record(change)
        }
        part => {
            let (no, thing): (_, String) = (number(row, 1)?, row.try_get(2)?);
            HistoryPiece::Record(if part == 2 {
                let body: &str = row.try_get(3)?;
                let record = records.read(body.as_bytes());
                let record = record.map_err(|_| Fault::Value(s!("登记", "record")))?;
                Change::item(no, thing, None, Some(record))
            } else {
                Change::answer(no, thing, None, Some(json(row, 3)?))
            })
        }
    })
}

/// A head: its position, then its seal.
pub(super) fn head_of(row: &Row, column: usize) -> Result<Head, Fault> {
    let seal: &str = row.try_get(column + 1)?;
    Ok(Head {
        seq: row.try_get(column)?,
        seal: seal
            .parse()
            .map_err(|_| Fault::Value(s!("校验码", "check code")))?,
    })
}

/// A number of the roster.
pub(super) fn number(row: &Row, column: usize) -> Result<u32, Fault> {
    let number: i64 = row.try_get(column)?;
    u32::try_from(number).map_err(|_| Fault::Value(s!("序号", "number")))
}

/// A day as it is kept.
pub(super) fn day(row: &Row, column: usize) -> Result<NaiveDate, Fault> {
    let text: &str = row.try_get(column)?;
    text.parse().map_err(|_| Fault::Value(s!("日期", "date")))
}

/// A value that is kept as JSON.
pub(super) fn json<T: DeserializeOwned>(row: &Row, column: usize) -> Result<T, Fault> {
    from_json(row.try_get(column)?).map_err(|_| Fault::Value(s!("登记", "record")))
}
