//! Rows out of a file of SQLite without SQLite: every page is looked at by itself, so that what is
//! wrong with one keeps nobody from the others. Nothing here believes a number that it reads.
//!
//! The format is that of <https://sqlite.org/fileformat2.html>: a page of a tree holds cells, a cell
//! holds a record, and a record that does not fit goes on over further pages.

use std::collections::HashSet;

/// What a column holds.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum PageValue {
    Null,
    Integer(i64),
    Text(String),
    /// Numbers with fractions and bytes, of which a ledger has none, and texts that are none.
    Other,
}

/// A row, with its number where its table has numbers.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct PageRow {
    pub number: Option<i64>,
    pub values: Vec<PageValue>,
}

/// Bytes of the header of a file, before the first page begins in earnest.
const HEADER: usize = 100;
/// What files of this program are divided into.
const USUAL_PAGE: usize = 4096;
/// No table of a ledger has so many columns.
const COLUMNS: usize = 64;

const INDEX_INTERIOR: u8 = 2;
const INDEX_LEAF: u8 = 10;
const TABLE_LEAF: u8 = 13;
/// A page that only leads to others.
const TABLE_INTERIOR: u8 = 5;

/// A file as pages.
#[derive(Debug)]
pub(super) struct Pages<'a> {
    bytes: &'a [u8],
    size: usize,
    /// Bytes of a page that hold content.
    usable: usize,
    /// Pages that hold nothing any more.
    free: HashSet<usize>,
}

impl<'a> Pages<'a> {
    pub(super) fn new(bytes: &'a [u8]) -> Self {
        let size = match number(bytes, 16, 2) {
            Some(1) => 65536,
            Some(size) if size.is_power_of_two() && size >= 512 => size,
            _ => USUAL_PAGE,
        };
        let reserved = bytes.get(20).map_or(0, |reserved| usize::from(*reserved));
        let usable = match size - reserved {
            usable if usable >= 480 => usable,
            _ => size,
        };
        let mut pages = Self {
            bytes,
            size,
            usable,
            free: HashSet::new(),
        };
        pages.free = pages.free_list();
        pages
    }

    /// How many there are; one that is cut off counts.
    pub(super) fn count(&self) -> usize {
        self.bytes.len().div_ceil(self.size)
    }

    /// A page, counted from 1.
    fn page(&self, page: usize) -> Option<&'a [u8]> {
        let start = page.checked_sub(1)?.checked_mul(self.size)?;
        let end = start.checked_add(self.size)?.min(self.bytes.len());
        self.bytes.get(start..end).filter(|page| !page.is_empty())
    }

    /// Pages that the file says to be free; what stands on them is old.
    fn free_list(&self) -> HashSet<usize> {
        let mut free = HashSet::new();
        let mut trunk = number(self.bytes, 32, 4).unwrap_or(0);
        while trunk > 0 && trunk <= self.count() && free.insert(trunk) {
            let Some(page) = self.page(trunk) else {
                break;
            };
            let leaves = number(page, 4, 4).unwrap_or(0).min(self.size / 4);
            let leaves = (0..leaves).filter_map(|at| number(page, 8 + 4 * at, 4));
            free.extend(leaves);
            trunk = number(page, 0, 4).unwrap_or(0);
        }
        free
    }

    /// Hands out every row that can be read, and says on which pages there are some that cannot, or
    /// which are no pages at all.
    pub(super) fn rows(&self, each: &mut dyn FnMut(PageRow)) -> Vec<usize> {
        let mut spoiled = Vec::new();
        // Pages on which long records go on have no sign of their own.
        let mut further = HashSet::new();
        let mut unknown = Vec::new();
        for page in (1..=self.count()).filter(|page| !self.free.contains(page)) {
            match self.cells(page, &mut further, each) {
                Some(true) => {}
                Some(false) => spoiled.push(page),
                None => unknown.push(page),
            }
        }
        spoiled.extend(unknown.into_iter().filter(|page| !further.contains(page)));
        spoiled.sort_unstable();
        spoiled
    }

    /// The cells of a page; whether all could be read. `None` where it is no page of a tree.
    fn cells(
        &self,
        page: usize,
        further: &mut HashSet<usize>,
        each: &mut dyn FnMut(PageRow),
    ) -> Option<bool> {
        let bytes = self.page(page)?;
        let start = if page == 1 { HEADER } else { 0 };
        let kind = *bytes.get(start)?;
        let pointers = match kind {
            TABLE_LEAF | INDEX_LEAF => start + 8,
            INDEX_INTERIOR => start + 12,
            TABLE_INTERIOR => return Some(bytes.len() == self.size),
            _ => return None,
        };
        let count = number(bytes, start + 3, 2)?;
        let mut whole = bytes.len() == self.size && count <= self.size / 2;
        for at in 0..count.min(self.size / 2) {
            let cell = number(bytes, pointers + 2 * at, 2).filter(|cell| *cell > start);
            match cell.and_then(|cell| self.cell(bytes, cell, kind, further)) {
                Some(row) => each(row),
                None => whole = false,
            }
        }
        Some(whole)
    }

    fn cell(
        &self,
        page: &[u8],
        mut at: usize,
        kind: u8,
        further: &mut HashSet<usize>,
    ) -> Option<PageRow> {
        if kind == INDEX_INTERIOR {
            at += 4;
        }
        let length = usize::try_from(varint(page, &mut at)?).ok()?;
        let number = match kind {
            TABLE_LEAF => Some(varint(page, &mut at)?),
            _ => None,
        };
        let record = self.payload(page, at, length, kind, further)?;
        let values = values(&record)?;
        Some(PageRow { number, values })
    }

    /// A record, put together from where it begins and where it goes on.
    fn payload(
        &self,
        page: &[u8],
        at: usize,
        length: usize,
        kind: u8,
        further: &mut HashSet<usize>,
    ) -> Option<Vec<u8>> {
        if length > self.bytes.len() {
            return None;
        }
        let most = if kind == TABLE_LEAF {
            self.usable - 35
        } else {
            (self.usable - 12) * 64 / 255 - 23
        };
        if length <= most {
            return Some(page.get(at..at.checked_add(length)?)?.to_vec());
        }
        let least = (self.usable - 12) * 32 / 255 - 23;
        let here = least + (length - least) % (self.usable - 4);
        let here = if here <= most { here } else { least };
        let mut record = page.get(at..at.checked_add(here)?)?.to_vec();
        let mut next = self::number(page, at + here, 4)?;
        while record.len() < length {
            let page = self.page(next)?;
            // A circle is as long as the record at most.
            further.insert(next);
            let rest = (length - record.len()).min(self.usable - 4);
            record.extend_from_slice(page.get(4..4 + rest)?);
            next = self::number(page, 0, 4)?;
        }
        Some(record)
    }
}

/// A number of some bytes, the highest first.
fn number(bytes: &[u8], at: usize, length: usize) -> Option<usize> {
    let bytes = bytes.get(at..at.checked_add(length)?)?;
    let number = bytes
        .iter()
        .fold(0_u64, |number, byte| number << 8 | u64::from(*byte));
    usize::try_from(number).ok()
}

/// A number of one to nine bytes.
fn varint(bytes: &[u8], at: &mut usize) -> Option<i64> {
    let mut number = 0_u64;
    for count in 1..=9 {
        let byte = *bytes.get(*at)?;
        *at += 1;
        if count == 9 {
            return Some((number << 8 | u64::from(byte)).cast_signed());
        }
        number = number << 7 | u64::from(byte & 0x7f);
        if byte < 0x80 {
            return Some(number.cast_signed());
        }
    }
    None
}

/// The columns of a record; `None` where it is none.
fn values(record: &[u8]) -> Option<Vec<PageValue>> {
    let mut at = 0;
    let header = usize::try_from(varint(record, &mut at)?).ok()?;
    let mut body = header;
    let mut values = Vec::new();
    while at < header {
        let kind = varint(record, &mut at)?;
        let length = match kind {
            0 | 8 | 9 => 0,
            1..=4 => usize::try_from(kind).ok()?,
            5 => 6,
            6 | 7 => 8,
            12.. => usize::try_from((kind - 12) / 2).ok()?,
            _ => return None,
        };
        let bytes = record.get(body..body.checked_add(length)?)?;
        body += length;
        values.push(match kind {
            0 => PageValue::Null,
            8 | 9 => PageValue::Integer(kind - 8),
            1..=6 => PageValue::Integer(signed(bytes)),
            13.. if kind % 2 == 1 => match std::str::from_utf8(bytes) {
                Ok(text) => PageValue::Text(text.to_owned()),
                Err(_) => PageValue::Other,
            },
            _ => PageValue::Other,
        });
        if values.len() > COLUMNS {
            return None;
        }
    }
    (at == header && body == record.len()).then_some(values)
}

/// A number of up to eight bytes with a sign.
fn signed(bytes: &[u8]) -> i64 {
    let negative = bytes.first().is_some_and(|byte| byte & 0x80 != 0);
    let begin = if negative { -1 } else { 0 };
    bytes
        .iter()
        .fold(begin, |number, byte| number << 8 | i64::from(*byte))
}
