//! 单位分册: a ledger file with the associations of one unit, handed out, worked on with this
//! same program, and brought back.

use std::path::Path;

use anyhow::{bail, ensure};

use super::error::SessionError;
use super::input;
use super::load;
use super::output;
use super::session::{Moment, Session};
use crate::domain::change::{Change, Entry, EntryKind, NewEntry};
use crate::domain::command::{Command, Context, Title};
use crate::domain::decide;
use crate::domain::id::UnitIx;
use crate::domain::ledger::Ledger;
use crate::domain::merge::{Copies, Merge};
use crate::exchange::bundle::{self, Bundle};
use crate::store::{self, Existing, Origin, StoreError};
use crate::text::fault;
use crate::text::lang::in_chinese;
use crate::words;
use crate::words::record;

/// Largest file that is taken back, in bytes.
const MAX_FILE: u64 = 200 << 20;

/// Writes the file of a unit. Says of how many associations it is.
pub fn export(
    session: &Session,
    ledger: &Ledger,
    unit: UnitIx,
    moment: Moment,
    path: &Path,
    force: bool,
) -> anyhow::Result<usize> {
    output::check_free([&path.to_owned()], force)?;
    let entries = session.entries()?;
    let handed = HandedOut::new(session, ledger, unit, &entries, moment)?;
    let associations = handed.origin.roster.len();
    handed.write(path, force)?;
    Ok(associations)
}

/// What the file of a unit is called: `脱钩分册-开封市教育体育局.db`.
pub fn file_name(ledger: &Ledger, unit: UnitIx) -> String {
    let unit = output::safe_name(&ledger.units()[unit].name);
    ledger.round().file_name(&format!("脱钩分册-{unit}.db"))
}

/// A unit's file before it is written.
#[derive(Debug)]
pub struct HandedOut {
    origin: Origin,
    begins: Option<NewEntry>,
}

impl HandedOut {
    /// The part of a unit in a ledger: `entries` is the whole history, oldest first.
    pub fn new(
        session: &Session,
        ledger: &Ledger,
        unit: UnitIx,
        entries: &[Entry],
        moment: Moment,
    ) -> anyhow::Result<Self> {
        let state = bundle::state(ledger, unit, entries);
        let about = Bundle {
            round: ledger.round().id(),
            unit: ledger.units()[unit].name.to_string(),
            entries: entries.len(),
            begun: i64::from(!state.is_empty()),
            by: session.by().to_owned(),
            as_of: moment.as_of,
        };
        let mut documents = session.documents().clone();
        documents.insert(bundle::DOCUMENT.to_owned(), about.document());
        let origin = Origin::new(documents, bundle::roster(ledger, unit));
        let begins = first_entry(&origin, &about, state, moment)?;
        Ok(Self { origin, begins })
    }

    /// Makes the file; where one is, only by `force`.
    pub fn write(self, path: &Path, force: bool) -> Result<(), StoreError> {
        store::create(path, Existing::by(force), self.origin, self.begins)
    }
}

/// What the unit begins with, decided like anything else; nothing where nothing was recorded.
fn first_entry(
    origin: &Origin,
    about: &Bundle,
    state: Vec<Change>,
    moment: Moment,
) -> anyhow::Result<Option<NewEntry>> {
    let untouched = load::untouched(&origin.documents, origin.roster.clone())?;
    let command = Command::Merge {
        title: Title::BundleBegun(about.unit.as_str().into()),
        changes: state,
        begins: true,
    };
    let context = Context::new(&about.by, moment.at, moment.as_of);
    let decision = decide::decide(&untouched, &command, &context)?;
    Ok((!decision.changes.is_empty()).then(|| NewEntry {
        kind: EntryKind::Do,
        target: None,
        by: context.by,
        at: context.at,
        as_of: context.as_of,
        what: in_chinese(|| words::entry(&untouched, &decision.occasion, &decision.changes)),
        changes: decision.changes,
    }))
}

/// A unit's file that has come back.
#[derive(Debug)]
pub struct Received {
    /// What it says of itself.
    pub about: Bundle,
    /// What was done in it.
    pub entries: Vec<Entry>,
}

/// Reads a unit's file. A copy is opened, so that the file stays as it came.
pub fn read(ours: &Ledger, path: &Path) -> anyhow::Result<Received> {
    let name = path.display();
    // One that is not there is told of by the store.
    if path.exists() {
        let ordinary = input::ordinary(path).map_err(|error| fault::io(&error));
        ordinary.map_err(|why| {
            anyhow::anyhow!(both!("无法读取 {name}：{why}", "Cannot read {name}: {why}"))
        })?;
    }
    let (session, theirs) = Session::open_copy(path, MAX_FILE).map_err(|error| match error {
        // These say it better.
        SessionError::Store(
            StoreError::Unreadable { .. }
            | StoreError::Empty { .. }
            | StoreError::TooLarge { .. }
            | StoreError::Newer { .. },
        ) => error.into(),
        error => anyhow::Error::new(error).context(both!(
            "{name} 不是单位分册",
            "{name} is no bundle of a unit"
        )),
    })?;
    let Some(about) = session.bundle().cloned() else {
        bail!(both!(
            "{name} 是台账，但不是单位分册；请选导出的分册",
            "{name} is a ledger but no bundle of a unit; choose the bundle that was exported"
        ));
    };
    ensure!(
        theirs.round().demo.is_some() == ours.round().demo.is_some(),
        both!(
            "{name} 出自{}，不能并入{}",
            "{name} comes from {} and cannot go into {}",
            kind(&theirs),
            kind(ours)
        )
    );
    ensure!(
        about.round == ours.round().id(),
        both!(
            "{name} 是另一轮脱钩（{}）的分册",
            "{name} is a bundle of another round ({})",
            about.round
        )
    );
    for (ix, there) in theirs.associations().iter_enumerated() {
        let here = ours.association_ix(there.no);
        ensure!(
            here.is_some_and(|here| ours.name(here) == theirs.name(ix)),
            both!(
                "{name} 的名册与本台账不符：{} {}",
                "The roster of {name} is not this ledger's: {} {}",
                there.no,
                theirs.name(ix)
            )
        );
    }
    let mut entries = session.entries()?;
    entries.retain(|entry| entry.seq > about.begun);
    Ok(Received { about, entries })
}

/// What is made up and what is real stay apart.
fn kind(ledger: &Ledger) -> &'static str {
    match ledger.round().demo {
        Some(_) => s!("演示台账", "a demonstration"),
        None => s!("正式台账", "a real ledger"),
    }
}

impl Received {
    /// What bringing it in would do to the newest state.
    pub fn merge(
        &self,
        session: &Session,
        ours: &Ledger,
        moment: Moment,
    ) -> Result<Merge, SessionError> {
        let begun = i64::try_from(self.about.entries).unwrap_or(i64::MAX);
        let mut since = session.entries()?;
        since.retain(|entry| entry.seq > begun);
        let copies = Copies {
            ours,
            since: &since,
            theirs: &self.entries,
            unit: &self.about.unit,
        };
        let now = Context::new(session.by(), moment.at, moment.as_of);
        Ok(Merge::new(copies, &now, record::of))
    }

    /// The command that takes it over; `None` when nothing would change.
    pub fn command(&self, merge: &Merge) -> Option<Command> {
        let changes = merge.changes();
        (!changes.is_empty()).then(|| Command::Merge {
            title: Title::BundleTaken(self.about.unit.as_str().into()),
            changes,
            begins: false,
        })
    }
}
