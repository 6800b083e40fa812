//! A ledger as one JSON file, and a ledger from such a file. Neither is ever half there.

use std::path::Path;

use anyhow::Context as _;

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
    let id = session.ledger();
    let archive = Archive::new(id, held.documents, held.ledger.roster(), entries);
    let path = session.location();
    let damaged = || format!("{path} 无法完整导出，请用备份恢复后再试");
    let played = play(&archive).with_context(damaged)?;
    anyhow::ensure!(
        played == held.ledger,
        "{}：当前内容与操作记录不一致",
        damaged()
    );
    let content = content(&played, &archive);
    let bytes = archive.clone().write();
    anyhow::ensure!(
        bytes.len() as u64 <= MAX_BYTES,
        "台账太大，JSON 超过 {} MB，请改为复制台账文件 {path}",
        MAX_BYTES >> 20
    );
    let read = Archive::read(&bytes).with_context(damaged)?;
    anyhow::ensure!(read == archive, "{}：写出的与台账不一致", damaged());
    Ok(Exported { bytes, content })
}

/// Makes a new ledger file from a JSON file.
pub fn restore(file: &Path, to: &Path) -> anyhow::Result<ArchiveContent> {
    let name = file.display();
    let archive = Archive::read(&read(file)?).with_context(|| format!("{name} 无法恢复"))?;
    let ledger = play(&archive).with_context(|| format!("{name} 无法恢复"))?;
    if let Some(seq) = archive.altered() {
        let what = match seq {
            0 => "本轮资料或名册".to_owned(),
            seq => format!("操作记录第 {seq} 条"),
        };
        anyhow::bail!("{name} 无法恢复：{what}与导出时不符，文件可能被改动过，请用原来的文件");
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
    let bytes = input::read(file, MAX_BYTES).with_context(|| format!("无法读取 {name}"))?;
    anyhow::ensure!(
        bytes.len() as u64 <= MAX_BYTES,
        "{name} 太大，最多 {} MB",
        MAX_BYTES >> 20
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
