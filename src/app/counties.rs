//! The ledgers of counties, as they come to the city: ledger files, their JSON, a unit's file. They are
//! looked at in copies, and stay as they came.

use std::path::{Path, PathBuf};

use anyhow::{Context as _, bail, ensure};
use chrono::NaiveDate;

use super::archive;
use super::session::Session;
use crate::domain::county::CountyFigures;
use crate::domain::ledger::Ledger;
use crate::store::scratch::Scratch;

/// Largest ledger that is taken in, in bytes.
const MAX_FILE: u64 = 1 << 30;

/// What the city's own ledger and those of its counties come to on a day. `own` comes first.
pub fn read(
    own: Option<(&Session, &Ledger)>,
    files: &[PathBuf],
    as_of: NaiveDate,
) -> anyhow::Result<Vec<CountyFigures>> {
    let mut seen = Vec::new();
    let mut figures = Vec::new();
    let mut made_up = None;
    let mut take = |session: &Session, ledger: &Ledger, name: String| {
        if let Some((_, other)) = seen.iter().find(|(id, _)| *id == session.ledger()) {
            bail!(both!(
                "{name} 和 {other} 是同一份台账，只能算一次",
                "{name} and {other} are one ledger and count once"
            ));
        }
        let is_made_up = session.demo().is_some();
        ensure!(
            *made_up.get_or_insert(is_made_up) == is_made_up,
            both!(
                "{name} 和其他文件一个是演示台账、一个是正式台账，不能一起汇总",
                "{name} and the other files: one is a demonstration, the others are real; they cannot be summed up together"
            )
        );
        figures.push(figures_of(session, ledger, as_of)?);
        seen.push((session.ledger(), name));
        Ok(())
    };
    if let Some((session, ledger)) = own {
        take(session, ledger, session.location())?;
    }
    for file in files {
        let name = file.display().to_string();
        let (session, ledger) =
            open(file).with_context(|| both!("{name} 无法汇总", "{name} cannot be summed up"))?;
        take(&session, &ledger, name)?;
    }
    Ok(figures)
}

fn open(file: &Path) -> anyhow::Result<(Session, Ledger)> {
    if !is_json(file) {
        return Ok(Session::open_copy(file, MAX_FILE)?);
    }
    let folder = Scratch::temporary()?;
    let to = folder.path("county.db");
    archive::restore(file, &to)?;
    Ok(Session::open_copy(&to, MAX_FILE)?)
}

fn is_json(file: &Path) -> bool {
    file.extension()
        .is_some_and(|ending| ending.eq_ignore_ascii_case("json"))
}

fn figures_of(
    session: &Session,
    ledger: &Ledger,
    as_of: NaiveDate,
) -> anyhow::Result<CountyFigures> {
    let past = session.as_it_stood(ledger, as_of)?;
    let ledger = past.as_ref().map_or(ledger, |(past, _)| past);
    let last = session.deeds(ledger, as_of)?.last.into_iter().next();
    let mut figures = CountyFigures::of(ledger, as_of, last.map(|last| last.on));
    if let Some(part) = session.bundle() {
        figures.name = t!(
            "{}（{} 分册）",
            "{} (bundle of {})",
            figures.name,
            part.unit
        );
    }
    Ok(figures)
}
