//! Starts a ledger: of the built-in round, or of another one from a roster that was read and the built-in
//! round's documents made over for the city. Everything is checked before the file is made.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

use crate::domain::change::NewEntry;
use crate::domain::ledger::{Ledger, RosterError};
use crate::domain::round::Round;
use crate::exchange::new_round::{self, NewRoundError, Wish};
use crate::exchange::notice::paper::NoticeText;
use crate::exchange::notice::{self, NoticeDraft};
use crate::exchange::roster::encoding::TextEncoding;
use crate::exchange::roster::grid::MAX_FILE;
use crate::exchange::roster::plan::RosterPlan;
use crate::exchange::seed::{self, Ahead};
use crate::store::{self, Existing, Origin, StoreError};

use super::error::SessionError;
use super::input;
use super::roster::ReadError;
use super::roster_details::{self, DetailsTaken};
use super::session::Session;

/// What a ledger of the built-in round is made from.
///
/// # Panics
///
/// Never: its roster is part of the program and tested.
pub fn builtin() -> Origin {
    Origin::new(
        seed::builtin_documents(),
        seed::builtin_roster().expect("the roster is part of the program and tested"),
    )
}

/// Makes a ledger of the built-in round where there is none yet. However many start at once, it is
/// made once.
pub fn first_use(path: &Path) -> Result<(), StoreError> {
    let there = || path.try_exists().unwrap_or(true);
    if there() {
        return Ok(());
    }
    store::make_folder(path)?;
    match store::create(path, Existing::Refuse, builtin(), [] as [NewEntry; 0]) {
        // Another one was faster, and may be at work already.
        Err(StoreError::Exists { .. }) if there() => Ok(()),
        made => made,
    }
}

/// A ledger that cannot be started.
#[derive(Debug, thiserror::Error)]
pub enum NewLedgerError {
    /// The roster is not fit yet.
    #[error("{}", t!("名册有 {_0} 个问题，没有新建台账；请照上面改正", "The roster has {_0} problems, no ledger was made; correct them as listed above"))]
    Problems(usize),
    /// The wish cannot be granted.
    #[error(transparent)]
    Round(#[from] NewRoundError),
    /// The file cannot be read.
    #[error(transparent)]
    File(#[from] ReadError),
    /// The roster is none.
    #[error(transparent)]
    Roster(#[from] RosterError),
    /// The file cannot be made.
    #[error(transparent)]
    Session(#[from] SessionError),
}

/// What the ledger would be made from, checked as a whole.
#[derive(Debug)]
pub struct PlannedLedger {
    origin: Origin,
    round: Arc<Round>,
    /// As it will be loaded.
    pub ledger: Ledger,
}

/// Puts documents and roster together, and loads them once without a file.
pub fn draft(plan: &RosterPlan, wish: &Wish<'_>) -> Result<PlannedLedger, NewLedgerError> {
    if !plan.problems.is_empty() {
        return Err(NewLedgerError::Problems(plan.problems.len()));
    }
    let (documents, round) = new_round::documents(&seed::builtin_documents(), wish)?;
    let roster = plan.roster();
    let round = Arc::new(round);
    let ledger = Ledger::new(&round, roster.clone())?;
    Ok(PlannedLedger {
        origin: Origin::new(documents, roster),
        round,
        ledger,
    })
}

/// The draft of a round that a file's running text gives, in the frame of the built-in one; without any in a
/// file that is no notice.
pub fn notice(
    path: &Path,
    encoding: Option<TextEncoding>,
    city: Option<&str>,
) -> Result<NoticeDraft, NewLedgerError> {
    let bytes = input::read(path, MAX_FILE as u64).map_err(|error| ReadError::Io {
        path: path.to_owned(),
        error,
    })?;
    let paper = NoticeText::read(&bytes, encoding).map_err(|error| ReadError::Content {
        path: path.to_owned(),
        error,
    })?;
    let base = seed::parse_round(&seed::builtin_documents()).map_err(NewRoundError::Seed)?;
    let city = city.map(new_round::city_name).transpose()?;
    Ok(notice::draft(&paper, &base.info, city.as_deref()))
}

/// Makes the ledger of a roster, with what else the roster says.
pub fn start(
    path: &Path,
    by: String,
    plan: &RosterPlan,
    wish: &Wish<'_>,
) -> Result<(Ledger, DetailsTaken), NewLedgerError> {
    let (mut session, mut ledger) = make(path, by, draft(plan, wish)?)?;
    let taken = roster_details::record(&mut session, &mut ledger, plan)?;
    Ok((ledger, taken))
}

/// The city or county with which most names of a roster begin.
pub fn city_of(plan: &RosterPlan) -> Option<String> {
    /// The longest name of one, in characters.
    const LONGEST: usize = 8;
    let begins = |name: &str| {
        let ends = |c: char| "市县区州盟旗".contains(c);
        let mut signs = name.char_indices().skip(1).take(LONGEST);
        let (at, last) = signs.find(|(_, c)| ends(*c))?;
        Some(name[..at + last.len_utf8()].to_owned())
    };
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    for planned in &plan.rows {
        if let Some(city) = begins(&planned.row.name) {
            *counts.entry(city).or_default() += 1;
        }
    }
    let (city, count) = counts.into_iter().max_by_key(|(_, count)| *count)?;
    (count * 2 > plan.rows.len()).then_some(city)
}

/// Makes the file, where there is none yet.
pub fn make(
    path: &Path,
    by: String,
    planned: PlannedLedger,
) -> Result<(Session, Ledger), NewLedgerError> {
    let PlannedLedger { origin, round, .. } = planned;
    let ahead = Ahead::Known {
        documents: seed::current_documents(&origin.documents).into_owned(),
        round,
    };
    Ok(Session::create_of(path, by, origin, ahead)?)
}
