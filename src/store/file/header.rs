//! The first bytes of a ledger file and of what SQLite writes beside it, read without SQLite, which would act on
//! what it finds.

use std::fs::File;
use std::io::{self, Read as _, Seek as _, SeekFrom};
use std::path::Path;

/// How every file begins that SQLite has written.
const MAGIC: &[u8] = b"SQLite format 3\0";
/// The header of a database.
const LENGTH: usize = 100;
/// How a header of a rollback journal begins.
const JOURNAL_MAGIC: [u8; 8] = [0xd9, 0xd5, 0x05, 0xf9, 0x20, 0xa1, 0x63, 0xd7];
/// What a header of a rollback journal holds.
const JOURNAL_LENGTH: usize = 28;

/// A file that begins like this may be a ledger.
pub fn is_ledger_file(bytes: &[u8]) -> bool {
    bytes.starts_with(MAGIC)
}

/// What the first page says of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Header {
    /// It has a write-ahead log, as ledgers of earlier versions do.
    pub wal: bool,
    /// Goes up with each transaction.
    pub counter: u32,
    /// Version of the schema.
    pub version: u32,
    /// `PRAGMA application_id`.
    pub application: u32,
}

impl Header {
    /// Opens and closes the file: that drops the locks that this process has on it, so that no
    /// transaction of ours may be running.
    pub fn read(path: &Path) -> io::Result<Option<Self>> {
        Self::of(&mut File::open(path)?)
    }

    /// `None` where SQLite has not written it.
    pub fn of(file: &mut File) -> io::Result<Option<Self>> {
        let mut bytes = Vec::with_capacity(LENGTH);
        file.seek(SeekFrom::Start(0))?;
        file.by_ref().take(LENGTH as u64).read_to_end(&mut bytes)?;
        Ok(Self::parse(&bytes))
    }

    fn parse(bytes: &[u8]) -> Option<Self> {
        if bytes.len() < LENGTH || !is_ledger_file(bytes) {
            return None;
        }
        Some(Self {
            wal: bytes[18] > 1 || bytes[19] > 1,
            counter: number(bytes, 24),
            version: number(bytes, 60),
            application: number(bytes, 68),
        })
    }
}

fn number(bytes: &[u8], at: usize) -> u32 {
    let four = bytes.get(at..at + 4).and_then(|four| four.try_into().ok());
    four.map_or(0, u32::from_be_bytes)
}

/// The counter of the first page that a rollback journal puts back; `None` where it has none.
pub(super) fn counter_in_journal(path: &Path) -> io::Result<Option<u32>> {
    let mut file = File::open(path)?;
    let end = file.metadata()?.len();
    let mut at = 0;
    let mut sector = 0;
    let mut page = 0;
    while at + JOURNAL_LENGTH as u64 <= end {
        let mut head = [0; JOURNAL_LENGTH];
        file.seek(SeekFrom::Start(at))?;
        file.read_exact(&mut head)?;
        if head[..8] != JOURNAL_MAGIC {
            return Ok(None);
        }
        if at == 0 {
            (sector, page) = (u64::from(number(&head, 20)), u64::from(number(&head, 24)));
        }
        if !(512..=65_536).contains(&page) || !(32..=65_536).contains(&sector) {
            return Ok(None);
        }
        // Number of a page, its content, a check sum.
        let record = page + 8;
        let records = at + sector;
        let fit = end.saturating_sub(records) / record;
        let count = match u64::from(number(&head, 8)) {
            // It was not filled in, or is all there is.
            0 | 0xffff_ffff => fit,
            count => count.min(fit),
        };
        for record_at in (0..count).map(|nth| records + nth * record) {
            let mut of = [0; 4];
            file.seek(SeekFrom::Start(record_at))?;
            file.read_exact(&mut of)?;
            if u32::from_be_bytes(of) == 1 {
                return Ok(Header::parse(&read_some(&mut file)?).map(|header| header.counter));
            }
        }
        at = (records + count * record).next_multiple_of(sector);
    }
    Ok(None)
}

fn read_some(file: &mut File) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::with_capacity(LENGTH);
    file.take(LENGTH as u64).read_to_end(&mut bytes)?;
    Ok(bytes)
}
