//! A ledger on a server as whoever keeps it sees it: made of the built-in round or of a file, copied to
//! a file, and who is in charge of what.

use std::path::Path;

use super::error::SessionError;
use super::load;
use super::new_round;
use crate::domain::change::NewEntry;
use crate::domain::ledger::Ledger;
use crate::domain::round::Round;
use crate::domain::seal::Head;
use crate::exchange::seed::{self, Ahead};
use crate::store::server::{Address, Founding, Keeping, ServerStore};
use crate::store::{self, Extent, HistoryPiece, Origin, Store as _};

/// What a ledger holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LedgerSize {
    pub associations: usize,
    pub head: Head,
}

/// Makes a ledger of the built-in round.
pub fn init(address: &Address) -> Result<LedgerSize, SessionError> {
    found(address, new_round::builtin(), &[])
}

/// Makes a ledger of what a file holds, with its history.
pub fn import(address: &Address, file: &Path) -> Result<LedgerSize, SessionError> {
    let mut store = store::open_to_look(file)?;
    let mut roster = Vec::new();
    store.load(Extent::Beginning(u32::MAX), &mut |piece| {
        if let HistoryPiece::Row(row) = piece {
            roster.push(row);
        }
    })?;
    let origin = Origin {
        ledger: store.ledger()?,
        documents: store.documents()?,
        roster,
    };
    let entries = store.entries_since(None)?.into_iter();
    let entries: Vec<NewEntry> = entries.map(|entry| entry.body).collect();
    found(address, origin, &entries)
}

fn found(
    address: &Address,
    origin: Origin,
    entries: &[NewEntry],
) -> Result<LedgerSize, SessionError> {
    let associations = origin.roster.len();
    let round = seed::parse_round(&seed::current_documents(&origin.documents))?;
    let founding = Founding {
        origin,
        closing: closing(&round),
    };
    let head = Keeping::connect(address)?.init(&founding, entries)?;
    Ok(LedgerSize { associations, head })
}

/// Items that close an association.
fn closing(round: &Round) -> Vec<String> {
    let items = round.items.iter().filter(|item| item.closes);
    items.map(|item| item.id.clone()).collect()
}

/// Writes the ledger to a new file, with its history.
pub fn export(address: &Address, file: &Path) -> Result<LedgerSize, SessionError> {
    let store = ServerStore::open(address)?;
    store.backup(file)?;
    let mut copy = store::open_to_look(file)?;
    let loaded = load::everything(&mut *copy, Ahead::begin())?;
    Ok(LedgerSize {
        associations: loaded.ledger.associations().len(),
        head: loaded.head,
    })
}

/// The ledger, to find units and associations by their names.
pub fn look(address: &Address) -> Result<Ledger, SessionError> {
    let mut store = ServerStore::open(address)?;
    Ok(load::everything(&mut store, Ahead::begin())?.ledger)
}
