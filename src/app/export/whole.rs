//! Of the whole: the file of a unit to work on, and the ledger as a text to make it of again.

use super::{ExportDesk, ExportFiles, ExportOrder, FileContent};
use crate::app::archive;
use crate::app::bundle::{self, HandedOut};
use crate::app::session::Moment;
use crate::exchange::archive::Archive;

/// A file for each of some units that have associations: `脱钩分册-开封市教育体育局.db`.
pub fn bundles(desk: &ExportDesk<'_>, order: &ExportOrder) -> anyhow::Result<ExportFiles> {
    let (ledger, session) = (desk.ledger, desk.session);
    let moment = Moment {
        at: desk.at,
        as_of: desk.as_of,
    };
    let (mut names, mut files) = (Vec::new(), Vec::new());
    for unit in order.whose.units() {
        let file = HandedOut::new(session, ledger, *unit, &desk.entries, moment)?;
        names.push(bundle::file_name(ledger, *unit));
        files.push(Some(Box::new(file)));
    }
    Ok(ExportFiles::later(names, move |_, at| {
        let file = files[at].take().expect("each is asked for once");
        Ok(FileContent::Ledger(file))
    }))
}

/// `台账-2020-08-05.json`
pub fn archive(desk: &ExportDesk<'_>, _: &ExportOrder) -> anyhow::Result<ExportFiles> {
    let session = desk.session;
    let whole = Archive::new(
        session.ledger(),
        session.documents().clone(),
        desk.ledger.roster(),
        desk.entries.clone(),
    );
    let written = archive::of(&session.location(), desk.ledger, &whole)?;
    let name = archive::file_name(desk.ledger, desk.as_of);
    Ok(ExportFiles::ready(vec![(name, written.bytes)]))
}
