//! Compound files (MS-CFB), in which old Office files and files with a password are kept: a
//! small file system of sectors in chains. Finds a stream by name and puts it together; every
//! chain is bounded by the size of the file.

/// How such a file begins.
const MAGIC: &[u8] = &[0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1];
/// Sector numbers from here on are marks, not sectors.
const FIRST_MARK: u32 = 0xffff_fffa;
/// Size of a directory entry.
const ENTRY: usize = 128;
/// Streams below this size are kept in small sectors.
const SMALL: usize = 64;

/// The file looks like one.
pub fn is_compound(bytes: &[u8]) -> bool {
    bytes.starts_with(MAGIC)
}

/// An open compound file.
pub struct Compound<'b> {
    bytes: &'b [u8],
    sector: usize,
    /// The sector that follows each sector.
    next: Vec<u32>,
    small_next: Vec<u32>,
    small: Vec<u8>,
    cutoff: usize,
    entries: Vec<CompoundEntry>,
}

struct CompoundEntry {
    name: String,
    start: u32,
    size: usize,
}

/// A little-endian number of two bytes; `None` beyond the end.
pub fn u16_at(bytes: &[u8], at: usize) -> Option<u16> {
    let part = bytes.get(at..at.checked_add(2)?)?;
    Some(u16::from_le_bytes(part.try_into().ok()?))
}

/// A little-endian number of four bytes; `None` beyond the end.
pub fn u32_at(bytes: &[u8], at: usize) -> Option<u32> {
    let part = bytes.get(at..at.checked_add(4)?)?;
    Some(u32::from_le_bytes(part.try_into().ok()?))
}

impl<'b> Compound<'b> {
    /// Opens a file; `None` when it is broken or not all there.
    pub fn open(bytes: &'b [u8]) -> Option<Self> {
        if !is_compound(bytes) {
            return None;
        }
        let sector = match u16_at(bytes, 30)? {
            9 => 512,
            12 => 4096,
            _ => return None,
        };
        let mut file = Self {
            bytes,
            sector,
            next: Vec::new(),
            small_next: Vec::new(),
            small: Vec::new(),
            cutoff: u32_at(bytes, 56)? as usize,
            entries: Vec::new(),
        };
        file.read_table()?;
        let directory = file.chain(u32_at(bytes, 48)?)?;
        file.entries = directory.chunks_exact(ENTRY).filter_map(entry).collect();
        let root = file.entries.first()?;
        let (start, size) = (root.start, root.size);
        if start < FIRST_MARK && size > 0 {
            file.small = file.chain(start)?;
            let table = file.chain(u32_at(bytes, 60)?)?;
            file.small_next = numbers(&table);
        }
        Some(file)
    }

    /// The table of chains is kept in sectors that the header and further sectors name.
    fn read_table(&mut self) -> Option<()> {
        let sectors = self.bytes.len() / self.sector + 1;
        let mut named: Vec<u32> = (0..109)
            .filter_map(|at| u32_at(self.bytes, 76 + 4 * at))
            .collect();
        let mut more = u32_at(self.bytes, 68)?;
        let mut seen = 0;
        while more < FIRST_MARK {
            seen += 1;
            if seen > sectors {
                return None;
            }
            let mut list = numbers(self.sector(more)?);
            more = list.pop()?;
            named.extend(list);
        }
        named.retain(|number| *number < FIRST_MARK);
        if named.len() > sectors {
            return None;
        }
        for number in named {
            let list = numbers(self.sector(number)?);
            self.next.extend(list);
        }
        Some(())
    }

    fn sector(&self, number: u32) -> Option<&'b [u8]> {
        let from = (number as usize).checked_add(1)?.checked_mul(self.sector)?;
        let to = from.checked_add(self.sector)?.min(self.bytes.len());
        self.bytes.get(from..to).filter(|part| !part.is_empty())
    }

    /// The bytes of a chain of sectors. A chain that is longer than the file goes in circles.
    fn chain(&self, start: u32) -> Option<Vec<u8>> {
        let mut found = Vec::new();
        let mut at = start;
        while at < FIRST_MARK {
            if found.len() > self.bytes.len() {
                return None;
            }
            found.extend_from_slice(self.sector(at)?);
            at = *self.next.get(at as usize)?;
        }
        Some(found)
    }

    fn small_chain(&self, start: u32) -> Option<Vec<u8>> {
        let mut found = Vec::new();
        let mut at = start;
        while at < FIRST_MARK {
            if found.len() > self.small.len() {
                return None;
            }
            let from = (at as usize).checked_mul(SMALL)?;
            found.extend_from_slice(self.small.get(from..from.checked_add(SMALL)?)?);
            at = *self.small_next.get(at as usize)?;
        }
        Some(found)
    }

    /// There is a stream of this name.
    pub fn has(&self, name: &str) -> bool {
        self.entries.iter().any(|entry| entry.name == name)
    }

    /// A stream by name; `None` when there is none, or not all of it.
    pub fn stream(&self, name: &str) -> Option<Vec<u8>> {
        let entry = self.entries.iter().find(|entry| entry.name == name)?;
        let mut found = if entry.size < self.cutoff {
            self.small_chain(entry.start)?
        } else {
            self.chain(entry.start)?
        };
        if found.len() < entry.size {
            return None;
        }
        found.truncate(entry.size);
        Some(found)
    }
}

fn numbers(bytes: &[u8]) -> Vec<u32> {
    let parts = bytes.chunks_exact(4);
    parts.filter_map(|part| u32_at(part, 0)).collect()
}

fn entry(bytes: &[u8]) -> Option<CompoundEntry> {
    let length = usize::from(u16_at(bytes, 64)?);
    let units: Vec<u16> = (0..length.min(64).saturating_sub(2) / 2)
        .filter_map(|at| u16_at(bytes, 2 * at))
        .collect();
    Some(CompoundEntry {
        name: String::from_utf16_lossy(&units),
        start: u32_at(bytes, 116)?,
        size: u32_at(bytes, 120)? as usize,
    })
}
