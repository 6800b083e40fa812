//! How a session with a ledger begins, or goes on in another file.

use std::path::Path;

use super::Session;
use crate::app::backup::Copies;
use crate::app::error::SessionError;
use crate::app::load::{self, BackgroundLoad, Loaded};
use crate::domain::change::NewEntry;
use crate::domain::ledger::{Ledger, Touched};
use crate::exchange::bundle::Bundle;
use crate::exchange::demo::Demo;
use crate::exchange::seed::Ahead;
#[cfg(feature = "server")]
use crate::store::server::Address;
use crate::store::{self, Existing, Extent, OpenMark, Opening, Origin, Store};

impl Session {
    /// Opens a ledger that is there, and loads it.
    pub fn open<'p>(
        opening: impl Into<Opening<'p>>,
        by: String,
    ) -> Result<(Self, Ledger), SessionError> {
        // The built-in round is read while the file is opened.
        Self::open_of(opening.into(), by, Ahead::begin())
    }

    fn open_of(
        opening: Opening<'_>,
        by: String,
        ahead: Ahead,
    ) -> Result<(Self, Ledger), SessionError> {
        let (mut session, ledger) = Self::begin(store::open(opening)?, by, ahead)?;
        session.network_share = opening.network_share;
        Ok((session, ledger))
    }

    /// Makes a ledger where there is none yet, and loads it.
    pub fn create(path: &Path, by: String, origin: Origin) -> Result<(Self, Ledger), SessionError> {
        Self::create_of(path, by, origin, Ahead::begin())
    }

    /// The same, of a round that is known.
    pub fn create_of(
        path: &Path,
        by: String,
        origin: Origin,
        ahead: Ahead,
    ) -> Result<(Self, Ledger), SessionError> {
        store::make_folder(path)?;
        store::create(path, Existing::Refuse, origin, [] as [NewEntry; 0])?;
        Self::open_of(path.into(), by, ahead)
    }

    /// Opens and loads a private copy of a ledger that came from somebody else.
    pub fn open_copy(path: &Path, most: u64) -> Result<(Self, Ledger), SessionError> {
        let ahead = Ahead::begin();
        Self::begin(store::open_copy(path, most)?, String::new(), ahead)
    }

    /// Loads a ledger that is open.
    pub fn on(store: Box<dyn Store>, by: String) -> Result<(Self, Ledger), SessionError> {
        Self::begin(store, by, Ahead::begin())
    }

    fn begin(
        mut store: Box<dyn Store>,
        by: String,
        ahead: Ahead,
    ) -> Result<(Self, Ledger), SessionError> {
        let loaded = load::everything(&mut *store, ahead)?;
        Self::assemble(store, by, loaded)
    }

    /// As [`Self::open`], but does not wait for a large ledger: what is returned then holds the
    /// beginning of its roster, and the rest is read behind it ([`Self::finish_loading`]). Others are told
    /// that it is open.
    pub fn open_at_once<'p>(
        opening: impl Into<Opening<'p>>,
        by: String,
    ) -> Result<(Self, Ledger, Option<BackgroundLoad>), SessionError> {
        let opening = opening.into();
        let ahead = Ahead::begin();
        let mark = OpenMark::new(opening.path);
        let (mut session, ledger, rest) = Self::at_once(store::open(opening)?, by, ahead)?;
        session.network_share = opening.network_share;
        session.mark = Some(mark);
        Ok((session, ledger, rest))
    }

    /// The same with a ledger on a server, as whoever the server knows there.
    #[cfg(feature = "server")]
    pub fn enter_at_once(
        address: &Address,
    ) -> Result<(Self, Ledger, Option<BackgroundLoad>), SessionError> {
        let ahead = Ahead::begin();
        Self::at_once(store::enter(address)?, String::new(), ahead)
    }

    /// Opens a ledger on a server, as whoever the server knows there, and loads it.
    #[cfg(feature = "server")]
    pub fn enter(address: &Address) -> Result<(Self, Ledger), SessionError> {
        let ahead = Ahead::begin();
        Self::begin(store::enter(address)?, String::new(), ahead)
    }

    fn at_once(
        mut store: Box<dyn Store>,
        by: String,
        ahead: Ahead,
    ) -> Result<(Self, Ledger, Option<BackgroundLoad>), SessionError> {
        let (loaded, round) = load::beginning(&mut *store, ahead)?;
        let rest = match round {
            Some(round) => {
                let documents = loaded.documents.clone();
                Some(BackgroundLoad::begin(store.another()?, documents, round)?)
            }
            None => None,
        };
        let (session, ledger) = Self::assemble(store, by, loaded)?;
        Ok((session, ledger, rest))
    }

    /// The whole ledger is there.
    pub fn finish_loading(&mut self, loaded: Loaded) -> Result<Ledger, SessionError> {
        // What was read first and what was read behind it are of one file.
        self.store.entries_since(Some(&self.head))?;
        self.head = loaded.head;
        Ok(loaded.ledger)
    }

    /// Opens another ledger as this one was opened: with the same settings, by the same person.
    pub fn open_other(&self, path: &Path) -> Result<(Self, Ledger), SessionError> {
        let mark = self.mark_of(path);
        let (session, ledger) = Self::open(self.opening(path), self.by.clone())?;
        let session = Self {
            copies: self.copies_of(path),
            mark,
            ..session
        };
        Ok((session, ledger))
    }

    /// Goes on with a ledger at another place.
    pub(super) fn move_to(&mut self, path: &Path) -> Result<(), SessionError> {
        let mark = self.mark_of(path);
        let mut store = store::open(self.opening(path))?;
        self.head = store.load(Extent::Beginning(0), &mut |_| {})?;
        self.ledger = store.ledger()?;
        self.store = store;
        self.copies = self.copies_of(path);
        self.mark = mark;
        Ok(())
    }

    const fn opening<'p>(&self, path: &'p Path) -> Opening<'p> {
        Opening {
            path,
            network_share: self.network_share,
        }
    }

    fn mark_of(&self, path: &Path) -> Option<OpenMark> {
        self.mark.as_ref().map(|_| OpenMark::new(path))
    }

    fn copies_of(&self, path: &Path) -> Option<Copies> {
        self.copies.as_ref().map(|copies| copies.beside(path))
    }

    fn assemble(
        store: Box<dyn Store>,
        by: String,
        loaded: Loaded,
    ) -> Result<(Self, Ledger), SessionError> {
        let bundle = Bundle::of(&loaded.documents).transpose();
        let bundle = bundle.map_err(SessionError::Bundle)?;
        // One that cannot be read is refused with the other documents of the round.
        let demo = Demo::of(&loaded.documents).and_then(Result::ok);
        let ledger = store.ledger()?;
        let by = store.who().map_or(by, str::to_owned);
        let session = Self {
            store,
            by,
            ledger,
            documents: loaded.documents,
            bundle,
            demo,
            head: loaded.head,
            touched: Touched::default(),
            changes: None,
            has_recorded: false,
            unsettled: None,
            copies: None,
            network_share: false,
            mark: None,
        };
        Ok((session, loaded.ledger))
    }
}
