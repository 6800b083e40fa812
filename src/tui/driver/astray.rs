//! The driver's part when the ledger's file is not where it was, or not what it was.

use std::mem;
use std::path::Path;

use super::Driver;
use super::far::Far;
use crate::app::error::SessionError;
use crate::app::paths;
use crate::app::session::Astray;
use crate::tui::model::{Model, Setup};
use crate::tui::msg::Msg;

impl Driver {
    /// Looks at the file, which may have been put back.
    pub(super) fn look_again(&mut self) -> Option<Msg> {
        if self.far.is_some() {
            self.ask_for_news();
            return None;
        }
        let (session, ledger) = self.newest();
        Some(match session.poll(ledger) {
            Ok(_) => Msg::Returned,
            Err(error) => self.failed(error),
        })
    }

    /// An error, or what has become of the file if that is what it is about.
    pub(super) fn failed(&self, error: SessionError) -> Msg {
        match self.session().astray(&error) {
            Some(astray) => Msg::Astray(Box::new(astray)),
            None => Msg::Failed(error.into()),
        }
    }

    /// The same is known already.
    pub(super) fn knows(&self, error: &SessionError) -> bool {
        let known = self.model.astray.as_ref();
        known.is_some_and(|known: &Astray| known.is_about(error))
    }

    /// Puts the ledger into a new file and goes on there.
    pub(super) fn save_as(&mut self, typed: &str) -> Msg {
        let to = self.here.join(paths::typed(typed));
        let moment = self.moment();
        if self.rest.is_some() {
            return Msg::Failed(anyhow::anyhow!(both!(
                "台账正在载入，载入后再试",
                "the ledger is being loaded; try again then"
            )));
        }
        let (session, ledger) = self.newest();
        let saved = session.save_as(ledger, &to, moment);
        let saved = saved.map(|saved| (saved, session.location()));
        // From now on it is a file.
        self.far.take_if(|_| saved.is_ok());
        Msg::Saved(saved)
    }

    /// Shows what stands at the path now.
    pub(super) fn open_there(&mut self) -> Option<Msg> {
        let Some(astray) = &self.model.astray else {
            return Some(Msg::Returned);
        };
        let path = astray.path.clone();
        let failed = self.show_other(&path);
        if failed.is_none() {
            self.handle(Msg::Returned);
        }
        failed
    }

    /// Leaves the ledger, and shows another one.
    pub(super) fn show_other(&mut self, path: &Path) -> Option<Msg> {
        let unrecorded = self.far.as_ref().map_or(0, Far::unrecorded);
        if unrecorded > 0 {
            return Some(Msg::Failed(anyhow::anyhow!(both!(
                "还有 {unrecorded} 条没有记下，连上以后再换台账",
                "{unrecorded} are not recorded yet; change the ledger when connected again"
            ))));
        }
        let (session, ledger) = match self.session().open_other(path) {
            Ok(opened) => opened,
            Err(error) => return Some(Msg::Failed(error.into())),
        };
        let old = &self.model;
        let setup = Setup {
            as_of: old.as_of,
            today: old.today,
            who: old.who.clone(),
            size: old.size,
            theme: old.theme,
            glyphs: old.glyphs,
            signs: old.signs,
            folder: old.written_to.clone(),
        };
        self.session = Some(Box::new(session));
        (self.current, self.rest, self.job, self.far) = (None, None, None, None);
        let old = mem::replace(&mut self.model, Model::new(ledger, setup));
        mem::forget(old);
        self.rewind();
        self.handle(Msg::Resize(self.model.size));
        self.opened();
        None
    }
}
