//! What a ledger on a server consists of, in steps; who asks, and whether both sides know the same.

use chrono::{DateTime, Utc};

use super::fault::Fault;
use super::link::Link;
use super::load::head_of;
use crate::domain::seal::{Head, LedgerId, Seal};
use crate::store::{ServerFault, StoreError};

/// What leads from each version to the next. Append-only.
pub(super) const STEPS: [&str; VERSION as usize] =
    [include_str!("schema/1.sql"), include_str!("schema/2.sql")];

/// The version that this program works on.
pub(super) const VERSION: i64 = 2;

/// What the ledger is called in the database, so that nothing else is mistaken for it.
pub(super) const PROGRAM: &str = "tuogou";

/// Everything that is asked first.
const HELLO: &str = "SELECT m.program, m.schema, h.seq, h.seal, l.id, l.seal, session_user::text,
        (SELECT p.name FROM tuogou.person p WHERE p.role = session_user),
        floor(extract(epoch FROM clock_timestamp()) * 1000)::bigint
    FROM tuogou.meta m CROSS JOIN tuogou.ledger l CROSS JOIN tuogou.head h";

/// The same of a ledger of another version.
const META: &str = "SELECT m.program, m.schema FROM tuogou.meta m";

/// What a server says of a ledger, and of whoever asks.
#[derive(Debug)]
pub(super) struct Hello {
    pub head: Head,
    pub ledger: LedgerId,
    /// The seal of what the ledger was made from.
    pub origin: Seal,
    /// Who asks, by the server's name.
    pub role: String,
    /// The same in the list of those who work on the ledger.
    pub person: Option<String>,
    /// The server's clock.
    pub now: DateTime<Utc>,
}

/// Asks what there is to know before anything else.
pub(super) fn hello(link: &Link) -> Result<Hello, StoreError> {
    let rows = match link.once(HELLO, &[]) {
        Ok(rows) => rows,
        Err(fault) if fault.is_of_tables() => {
            version(link)?;
            return Err(link.told(fault));
        }
        Err(fault) => return Err(link.told(fault)),
    };
    let row = rows.first().ok_or_else(|| no_ledger(link))?;
    let read = || -> Result<(i64, Hello), Fault> {
        let (id, seal, millis): (&str, &str, _) =
            (row.try_get(4)?, row.try_get(5)?, row.try_get(8)?);
        let hello = Hello {
            head: head_of(row, 2)?,
            ledger: id
                .parse()
                .map_err(|_| Fault::Value(s!("台账号", "ledger id")))?,
            origin: seal
                .parse()
                .map_err(|_| Fault::Value(s!("校验码", "check code")))?,
            role: row.try_get(6)?,
            person: row.try_get(7)?,
            now: DateTime::from_timestamp_millis(millis).ok_or(Fault::Value(s!("时间", "time")))?,
        };
        Ok((row.try_get(1)?, hello))
    };
    let (found, hello) = read().map_err(|fault| link.told(fault))?;
    check(link, found)?;
    Ok(hello)
}

/// The version of the ledger there, if this program can work on it.
fn version(link: &Link) -> Result<i64, StoreError> {
    let rows = match link.once(META, &[]) {
        Err(fault) if fault.is_of_tables() => return Err(no_ledger(link)),
        rows => rows.map_err(|fault| link.told(fault))?,
    };
    let row = rows.first().ok_or_else(|| no_ledger(link))?;
    let found = row.try_get(1).map_err(|error| link.told(error.into()))?;
    check(link, found)?;
    Ok(found)
}

fn no_ledger(link: &Link) -> StoreError {
    StoreError::Server {
        place: link.address().to_string(),
        fault: ServerFault::NoLedger,
    }
}

/// Both sides know the same version.
fn check(link: &Link, found: i64) -> Result<(), StoreError> {
    let (place, known) = (link.address().to_string(), VERSION);
    if found > known {
        let path = place.into();
        return Err(StoreError::Newer { path, found, known });
    }
    if found < known {
        let fault = ServerFault::Older { found, known };
        return Err(StoreError::Server { place, fault });
    }
    Ok(())
}
