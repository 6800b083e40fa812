//! A session whose file is gone, or was replaced by another while it was open: what is said about
//! it, and another place for the ledger.

use std::path::{Path, PathBuf};

use super::{Moment, Session};
use crate::app::error::SessionError;
use crate::domain::change::{EntryKind, HistoryLine, NewEntry};
use crate::domain::ledger::Ledger;
use crate::exchange::bundle::{self, Bundle};
use crate::store::{self, Existing, HistoryFilter, Origin, StoreError};
use crate::words;

/// The file of an open ledger is not what it was.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Astray {
    pub path: PathBuf,
    /// What stands at the path now.
    pub there: Found,
}

impl Astray {
    /// An error says of the file what is known already.
    pub fn is_about(&self, error: &SessionError) -> bool {
        match error {
            SessionError::Store(StoreError::Gone { .. }) => self.there == Found::Nothing,
            SessionError::Store(StoreError::Replaced { .. }) => self.there != Found::Nothing,
            _ => false,
        }
    }
}

/// What stands at a path where a ledger is missed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Found {
    Nothing,
    /// A file, but no ledger that can be opened: why.
    Other(String),
    Ledger {
        /// It has the same id: an earlier state, or one that others have worked on.
        copy: bool,
        /// Its newest entry.
        newest: Option<Box<HistoryLine>>,
    },
}

/// What became of a ledger that was saved elsewhere.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Saved {
    /// It is a copy, with everything that was ever recorded.
    Whole,
    /// What was recorded is gone with the file; what it had led to is there, as one entry.
    State,
}

impl Session {
    /// Says what has become of the file, if that is what an error is about.
    pub fn astray(&self, error: &SessionError) -> Option<Astray> {
        let SessionError::Store(error) = error else {
            return None;
        };
        match error {
            StoreError::Gone { path } => Some(Astray {
                path: path.clone(),
                there: Found::Nothing,
            }),
            StoreError::Replaced { path } => Some(Astray {
                path: path.clone(),
                there: self.look_at(path),
            }),
            _ => None,
        }
    }

    fn look_at(&self, path: &Path) -> Found {
        let looked = store::open_to_look(path).and_then(|there| {
            let copy = there.ledger()? == self.ledger;
            let newest = there.history(HistoryFilter {
                association: None,
                limit: Some(1),
            });
            let newest = newest?.pop().map(Box::new);
            Ok(Found::Ledger { copy, newest })
        });
        looked.unwrap_or_else(|error| Found::Other(error.to_string()))
    }

    /// Puts the ledger into a new file and goes on there.
    pub fn save_as(
        &mut self,
        ledger: &Ledger,
        to: &Path,
        moment: Moment,
    ) -> Result<Saved, SessionError> {
        let kept = self.store.entries_since(Some(&self.head));
        // A file that was moved away or deleted is still whole for whoever has it open.
        let saved = if kept.is_ok_and(|news| news.is_empty()) {
            self.store.backup(to)?;
            Saved::Whole
        } else {
            store::create(to, Existing::Refuse, self.begun_anew(ledger), {
                let changes = ledger.from_nothing();
                (!changes.is_empty()).then(|| NewEntry {
                    kind: EntryKind::Do,
                    target: None,
                    by: self.by.clone(),
                    at: moment.at,
                    as_of: moment.as_of,
                    what: words::store::SAVED_STATE.to_owned(),
                    changes,
                })
            })?;
            Saved::State
        };
        self.move_to(to)?;
        Ok(saved)
    }

    /// What the ledger was made from; a new one, because the history is another.
    fn begun_anew(&self, ledger: &Ledger) -> Origin {
        let mut documents = self.documents.clone();
        if let Some(bundle) = &self.bundle {
            // All that stands in it may be the unit's own work.
            let bundle = Bundle {
                begun: 0,
                ..bundle.clone()
            };
            documents.insert(bundle::DOCUMENT.to_owned(), bundle.document());
        }
        Origin::new(documents, ledger.roster())
    }
}
