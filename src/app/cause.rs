//! What lies behind an error: a front end adds what can be done about it, in its own terms.

use std::error::Error;
use std::string::FromUtf8Error;

use super::error::SessionError;
use super::new_round::NewLedgerError;
use super::output::OutputError;
use super::reroster::RerosterError;
use super::roster::ReadError;
use crate::domain::decide::Refusal;
use crate::exchange::roster::RosterFileError;
use crate::store::StoreError;
use crate::text::fault;

/// An error that somebody can do something about.
#[derive(Debug, Clone, Copy)]
pub enum Cause<'e> {
    /// A ledger cannot be used.
    Store(&'e StoreError),
    /// A file cannot be written.
    Output(&'e OutputError),
    /// The rules say no.
    Refused(&'e Refusal),
    /// A file is no roster.
    Roster(&'e RosterFileError),
}

impl<'e> Cause<'e> {
    /// Looks for it behind whatever is wrapped around it.
    pub fn of(error: &'e anyhow::Error) -> Option<Self> {
        error.chain().find_map(|error| {
            let output = error.downcast_ref().map(Self::Output);
            let session = error.downcast_ref();
            let refused = match session {
                Some(SessionError::Refused(refusal)) => Some(refusal),
                _ => error.downcast_ref(),
            };
            let roster = match error.downcast_ref() {
                Some(ReadError::Content { error, .. }) => Some(Self::Roster(error)),
                _ => None,
            };
            output
                .or(roster)
                .or(refused.map(Self::Refused))
                .or_else(|| store_error(error).map(Self::Store))
        })
    }
}

/// An error with its causes, in one line. What the system or a reader of characters reports says
/// itself in English, and is said here by its kind.
pub fn sentence(error: &anyhow::Error) -> String {
    let causes = error.chain().filter_map(|cause| {
        if let Some(error) = cause.downcast_ref() {
            return Some(fault::io(error));
        }
        // Whoever reads characters has said so.
        (!cause.is::<FromUtf8Error>()).then(|| cause.to_string())
    });
    causes.collect::<Vec<_>>().join(": ")
}

fn store_error<'e>(error: &'e (dyn Error + 'static)) -> Option<&'e StoreError> {
    let session = match (error.downcast_ref(), error.downcast_ref()) {
        (Some(NewLedgerError::Session(error)), _) | (_, Some(RerosterError::Session(error))) => {
            Some(error)
        }
        _ => error.downcast_ref(),
    };
    match session {
        Some(SessionError::Store(error)) => Some(error),
        _ => error.downcast_ref(),
    }
}
