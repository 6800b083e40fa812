//! The in-memory ledger, put together from what a file holds.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::session::SessionError;
use crate::domain::change::Change;
use crate::domain::ledger::{Begun, Ledger, Loading, UnknownReference};
use crate::exchange::seed;
use crate::store::Reading;

/// A ledger that was read.
#[derive(Debug)]
pub struct Loaded {
    /// The documents that it was made from, by name.
    pub documents: BTreeMap<String, String>,
    /// The ledger.
    pub ledger: Ledger,
    /// The newest entry of the history that it knows.
    pub head: i64,
}

/// Reads everything.
pub fn everything(reading: &Reading<'_>) -> Result<Loaded, SessionError> {
    let documents = reading.documents()?;
    let current = seed::current_documents(documents.clone());
    let round = Arc::new(seed::parse_round(&current)?);
    let mut loading = Loading::new(&round);
    reading.facts(&[], |key, record| loading.fact(key, record))?;
    reading.rows(None, |row| loading.row(row))?;
    let mut filling = Filling::new(loading.begin()?);
    filling.records(reading, None)?;
    reading.marks(|(milestone, subject, mark)| {
        filling.put(Change::Mark {
            milestone,
            subject,
            before: None,
            after: Some(mark),
        });
    })?;
    Ok(Loaded {
        documents,
        ledger: filling.finish()?,
        head: reading.head()?,
    })
}

/// A ledger that is being filled, until something is not known.
struct Filling {
    begun: Begun,
    fault: Option<UnknownReference>,
}

impl Filling {
    const fn new(begun: Begun) -> Self {
        Self { begun, fault: None }
    }

    fn put(&mut self, change: Change) {
        if self.fault.is_none() {
            self.fault = self.begun.put(change).err();
        }
    }

    /// Items and answers, only up to a number, if one is named.
    fn records(&mut self, reading: &Reading<'_>, until: Option<u32>) -> Result<(), SessionError> {
        reading.items(until, |(association, item, record)| {
            self.put(Change::Item {
                association,
                item,
                before: None,
                after: Some(record),
            });
        })?;
        reading.answers(until, |(association, field, record)| {
            self.put(Change::Answer {
                association,
                field,
                before: None,
                after: Some(record),
            });
        })?;
        Ok(())
    }

    fn finish(self) -> Result<Ledger, SessionError> {
        match self.fault {
            Some(fault) => Err(fault.into()),
            None => Ok(self.begun.finish()),
        }
    }
}
