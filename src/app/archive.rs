//! A ledger as one JSON file, and a ledger from such a file. Neither is ever half there.

use std::path::Path;

use anyhow::Context as _;
use chrono::NaiveDate;

use crate::app::input;
use crate::app::load;
use crate::app::session::Session;
use crate::domain::change::NewEntry;
use crate::domain::ledger::Ledger;
use crate::domain::replay;
use crate::domain::seal::Code;
use crate::exchange::archive::{Archive, MAX_BYTES};
use crate::store::{self, Existing, Origin};

/// A ledger as JSON.
#[derive(Debug)]
pub struct Exported {
    pub bytes: Vec<u8>,
    /// What it holds.
    pub content: ArchiveContent,
}

/// What an archive holds, to compare one with another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ArchiveContent {
    /// Rows of the roster.
    pub associations: usize,
    /// Entries of the history.
    pub entries: usize,
    /// What papers print.
    pub code: Code,
}

/// The ledger as JSON. Fails when it could not be restored from it.
pub fn export(session: &mut Session, ledger: &mut Ledger) -> anyhow::Result<Exported> {
    session.check_chain()?;
    let (held, entries) = session.reload(ledger)?;
    let archive = Archive::new(
        session.ledger(),
        held.documents,
        held.ledger.roster(),
        entries,
    );
    of(&session.location(), &held.ledger, &archive)
}

/// What the file is called: `台账-2020-08-05.json`.
pub fn file_name(ledger: &Ledger, as_of: NaiveDate) -> String {
    ledger.round().file_name(&format!("台账-{as_of}.json"))
}

/// What is to lead to a ledger, as JSON. Fails when it does not.
///
/// # Errors
/// They name the `place` of the ledger.
pub fn of(place: &str, ledger: &Ledger, archive: &Archive) -> anyhow::Result<Exported> {
    let damaged = || {
        t!(
            "{place} 无法完整导出，请用备份恢复后再试",
            "{place} cannot be exported whole; restore a backup and try again"
        )
    };
    let played = play(archive).with_context(damaged)?;
    anyhow::ensure!(
        played == *ledger,
        both!(
            "{}：当前内容与操作记录不一致",
            "{}: its state does not agree with its history",
            damaged()
        )
    );
    let content = content(&played, archive);
    let bytes = archive.clone().write();
    anyhow::ensure!(
        bytes.len() as u64 <= MAX_BYTES,
        both!(
            "台账太大，JSON 超过 {} MB，请改为复制台账文件 {place}",
            "The ledger is too large, its JSON is over {} MB; copy the file {place} instead",
            MAX_BYTES >> 20
        )
    );
    let read = Archive::read(&bytes).with_context(damaged)?;
    anyhow::ensure!(
        read == *archive,
        both!(
            "{}：写出的与台账不一致",
            "{}: what was written differs from the ledger",
            damaged()
        )
    );
    Ok(Exported { bytes, content })
}

/// Makes a new ledger file from a JSON file.
pub fn restore(file: &Path, to: &Path) -> anyhow::Result<ArchiveContent> {
    let name = file.display();
    let archive = Archive::read(&read(file)?)
        .with_context(|| both!("{name} 无法恢复", "{name} cannot be restored"))?;
    let ledger =
        play(&archive).with_context(|| both!("{name} 无法恢复", "{name} cannot be restored"))?;
    if let Some(seq) = archive.altered() {
        let what = match seq {
            0 => s!("本轮资料或名册", "documents or roster").to_owned(),
            seq => t!("操作记录第 {seq} 条", "entry {seq}"),
        };
        anyhow::bail!(both!(
            "{name} 无法恢复：{what}与导出时不符，文件可能被改动过，请用原来的文件",
            "{name} cannot be restored: {what} is not as it was exported, perhaps changed since; use the original file"
        ));
    }
    let content = content(&ledger, &archive);
    let origin = Origin {
        ledger: archive.ledger,
        documents: archive.documents,
        roster: archive.roster,
    };
    let entries: Vec<NewEntry> = archive
        .entries
        .into_iter()
        .map(|entry| entry.body)
        .collect();
    store::create(to, Existing::Refuse, origin, &entries)?;
    Ok(content)
}

fn read(file: &Path) -> anyhow::Result<Vec<u8>> {
    let name = file.display();
    let bytes = input::read(file, MAX_BYTES)
        .with_context(|| both!("无法读取 {name}", "Cannot read {name}"))?;
    anyhow::ensure!(
        bytes.len() as u64 <= MAX_BYTES,
        both!(
            "{name} 太大，最多 {} MB",
            "{name} is too large, at most {} MB",
            MAX_BYTES >> 20
        )
    );
    Ok(bytes)
}

/// The ledger that an archive leads to.
fn play(archive: &Archive) -> anyhow::Result<Ledger> {
    let mut ledger = load::untouched(&archive.documents, archive.roster.clone())?;
    replay::replay(&mut ledger, &archive.entries)?;
    Ok(ledger)
}

fn content(ledger: &Ledger, archive: &Archive) -> ArchiveContent {
    ArchiveContent {
        associations: ledger.associations().len(),
        entries: archive.entries.len(),
        code: archive.head().code(),
    }
}
