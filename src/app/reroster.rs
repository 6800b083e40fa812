//! A ledger that goes on with another roster: what was confirmed of the difference is applied
//! in a new file that keeps the whole history. The ledger itself, and the roster that it was
//! made from, stay as they are.

use std::collections::{BTreeSet, HashMap, HashSet};
use std::path::Path;

use super::error::SessionError;
use super::load;
use super::roster_details::{self, DetailsTaken};
use super::session::Session;
use crate::domain::change::NewEntry;
use crate::domain::ledger::{Ledger, RosterRow};
use crate::domain::replay::{self, Misfit};
use crate::exchange::roster::diff::{RosterDiff, RowView};
use crate::exchange::roster::plan::RosterPlan;
use crate::store::{self, Existing, Origin};

/// Which parts of a difference are to be applied.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Confirmed {
    /// Associations that only the file has are added.
    pub new: bool,
    /// Associations that only the ledger has are left out.
    pub gone: bool,
    /// Name, unit and status are as the file says; numbers stay, the history speaks of them.
    pub changed: bool,
}

/// A ledger that cannot go on this way.
#[derive(Debug, thiserror::Error)]
pub enum RerosterError {
    /// An association with a history would be lost.
    #[error("{}", t!("{no} {name} 已有操作记录，不能从名册去掉；请不要选 gone，或在台账中另行注明", "{no} {name} has entries and cannot leave the roster; leave out gone, or note it in the ledger"))]
    Worked { no: u32, name: String },
    /// The history speaks of something that the new roster does not have.
    #[error("{}", t!("台账的操作记录与新名册不符：{_0}", "The history does not fit the new roster: {_0}"))]
    Misfit(#[from] Misfit),
    /// The ledger cannot be read, or the new one not be made.
    #[error(transparent)]
    Session(#[from] SessionError),
}

/// What a new ledger holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NewRoster {
    pub associations: usize,
    /// What else the file says of them.
    pub details: DetailsTaken,
}

/// Makes the new ledger file, as [`make`] does, and records what else the file says, of which `diff` is
/// the difference from the ledger.
pub fn follow(
    session: &Session,
    ledger: &Ledger,
    (plan, diff): (&RosterPlan, &RosterDiff),
    confirmed: Confirmed,
    to: &Path,
) -> Result<NewRoster, RerosterError> {
    let associations = make(session, ledger, diff, confirmed, to)?;
    let (mut session, mut ledger) = Session::open(to, session.by().to_owned())?;
    let details = roster_details::record(&mut session, &mut ledger, plan)?;
    Ok(NewRoster {
        associations,
        details,
    })
}

/// Makes the new ledger file and says how many associations it has.
pub fn make(
    session: &Session,
    ledger: &Ledger,
    diff: &RosterDiff,
    confirmed: Confirmed,
    to: &Path,
) -> Result<usize, RerosterError> {
    let documents = session.documents().clone();
    let entries = session.entries()?;
    let worked: BTreeSet<u32> = entries
        .iter()
        .flat_map(|entry| &entry.body.changes)
        .filter_map(crate::domain::change::Change::association)
        .collect();
    let mut roster = ledger.roster();
    if confirmed.changed {
        let changed = diff.changed.iter();
        let changed: HashMap<u32, &RowView> = changed.map(|one| (one.old.no, &one.new)).collect();
        for row in &mut roster {
            if let Some(new) = changed.get(&row.no) {
                *row = with_number(new, row.no);
            }
        }
    }
    if confirmed.gone {
        if let Some(gone) = diff.gone.iter().find(|gone| worked.contains(&gone.no)) {
            return Err(RerosterError::Worked {
                no: gone.no,
                name: gone.name.to_string(),
            });
        }
        let gone: HashSet<u32> = diff.gone.iter().map(|gone| gone.no).collect();
        roster.retain(|row| !gone.contains(&row.no));
    }
    if confirmed.new {
        let mut taken: BTreeSet<u32> = ledger.associations().iter().map(|a| a.no).collect();
        for new in &diff.new {
            let free = taken.last().map_or(1, |last| last + 1);
            let no = if taken.contains(&new.no) {
                free
            } else {
                new.no
            };
            taken.insert(no);
            roster.push(with_number(new, no));
        }
    }
    // The whole is loaded once before anything is written.
    let mut loaded = load::untouched(&documents, roster.clone())?;
    replay::replay(&mut loaded, &entries)?;
    let entries: Vec<NewEntry> = entries.into_iter().map(|entry| entry.body).collect();
    let count = roster.len();
    let origin = Origin::new(documents, roster);
    store::create(to, Existing::Refuse, origin, &entries).map_err(SessionError::from)?;
    Ok(count)
}

fn with_number(row: &RowView, no: u32) -> RosterRow {
    RosterRow {
        no,
        name: row.name.clone(),
        printed_unit: row.printed_unit.clone(),
        status: row.status,
    }
}
