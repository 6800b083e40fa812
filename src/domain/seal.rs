//! The chain over a history: each entry carries a hash of itself and of all before it, so that
//! whoever knows the newest one knows what everything was. The rule stands here alone; who keeps a
//! ledger hands over what it keeps, in the words in which it keeps it.

use std::collections::BTreeMap;
use std::fmt;
use std::str::FromStr;

use chrono::{DateTime, SecondsFormat, Utc};
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

use super::change::{Change, Entry, NewEntry};
use super::ledger::RosterRow;

/// Names a ledger: made with it, kept by its copies.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct LedgerId(pub u128);

impl LedgerId {
    /// What stands in the place of an id where a ledger has none.
    pub const NOBODY: Self = Self(0);

    /// The id of a ledger that was made before ledgers had one: its copies agree on it, as long as
    /// they have begun with the same entry. `first` is the seal of that entry, or else of what they
    /// were made from, under [`Self::NOBODY`].
    pub fn derived(first: &Seal) -> Self {
        let half = first.0.iter().take(16);
        Self(half.fold(0, |id, byte| id << 8 | u128::from(*byte)))
    }
}

impl fmt::Display for LedgerId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:032x}", self.0)
    }
}

impl FromStr for LedgerId {
    type Err = NoSeal;

    fn from_str(text: &str) -> Result<Self, NoSeal> {
        let [high, low] = hex(text).ok_or(NoSeal)?;
        Ok(Self(u128::from(high) << 64 | u128::from(low)))
    }
}

/// The hash of an entry and of all before it; of what a ledger was made from, where there is none.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Seal([u8; 32]);

impl Seal {
    /// What stands in the place of a seal until an entry has its own.
    pub const NONE: Self = Self([0; 32]);
}

impl fmt::Display for Seal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl fmt::Debug for Seal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl FromStr for Seal {
    type Err = NoSeal;

    fn from_str(text: &str) -> Result<Self, NoSeal> {
        let words: [u64; 4] = hex(text).ok_or(NoSeal)?;
        let mut bytes = [0; 32];
        for (bytes, word) in bytes.chunks_exact_mut(8).zip(words) {
            bytes.copy_from_slice(&word.to_be_bytes());
        }
        Ok(Self(bytes))
    }
}

/// A text that is no seal, no id of a ledger, no code.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("{}", t!("不是校验码", "no check code"))]
pub struct NoSeal;

/// Written in JSON as in a ledger file.
macro_rules! written {
    ($($name:ident),*) => {$(
        impl From<$name> for String {
            fn from(value: $name) -> Self {
                value.to_string()
            }
        }

        impl TryFrom<String> for $name {
            type Error = NoSeal;

            fn try_from(text: String) -> Result<Self, NoSeal> {
                text.parse()
            }
        }
    )*};
}

written!(LedgerId, Seal);

/// So many groups of sixteen small hexadecimal digits, and nothing else.
fn hex<const N: usize>(text: &str) -> Option<[u64; N]> {
    let digit = |byte: u8| matches!(byte, b'0'..=b'9' | b'a'..=b'f');
    if text.len() != 16 * N || !text.bytes().all(digit) {
        return None;
    }
    let mut words = [0; N];
    for (at, word) in words.iter_mut().enumerate() {
        *word = u64::from_str_radix(&text[16 * at..16 * (at + 1)], 16).ok()?;
    }
    Some(words)
}

/// How far a history goes, and what it was up to there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Head {
    /// The newest entry; 0 when there is none.
    pub seq: i64,
    pub seal: Seal,
}

impl Head {
    /// After an entry.
    pub const fn after(entry: &Entry) -> Self {
        Self {
            seq: entry.seq,
            seal: entry.seal,
        }
    }

    /// What stands on paper for it.
    pub fn code(&self) -> Code {
        Code::from(&self.seal)
    }
}

/// The columns of an entry as they are kept.
#[derive(Debug, Clone, Copy)]
pub struct SealedColumns<'a> {
    /// `do`, `undo`, `redo`
    pub kind: &'a str,
    pub target: Option<i64>,
    /// To the millisecond, in UTC.
    pub recorded_at: &'a str,
    pub as_of: &'a str,
    pub recorded_by: &'a str,
    pub what: &'a str,
}

/// A seal in the making. Every text has its length in front and every further part a sign, so that
/// nothing can be moved from one to the next.
#[derive(Clone)]
pub struct Sealing(Sha256);

/// Signs of parts.
const DOCUMENT: u8 = 1;
const ROW: u8 = 2;
const CHANGE: u8 = 3;

impl Sealing {
    /// Begins what a ledger is made from: its documents by name and its rows by number follow.
    pub fn origin(ledger: LedgerId) -> Self {
        let mut sealing = Self(Sha256::new());
        sealing.text("ledger");
        sealing.text(&ledger.to_string());
        sealing
    }

    /// A document of the round, or of what the ledger is.
    pub fn document(&mut self, name: &str, body: &str) {
        self.0.update([DOCUMENT]);
        self.text(name);
        self.text(body);
    }

    /// A row of the printed roster, its status in the word that is printed.
    pub fn row(&mut self, no: i64, name: &str, unit: &str, status: &str) {
        self.0.update([ROW]);
        self.0.update(no.to_be_bytes());
        self.text(name);
        self.text(unit);
        self.text(status);
    }

    /// Begins the entry after another; its changes follow in their order.
    pub fn entry(before: &Head, columns: SealedColumns<'_>) -> Self {
        let mut sealing = Self(Sha256::new());
        sealing.0.update(before.seal.0);
        sealing.0.update((before.seq + 1).to_be_bytes());
        sealing.text(columns.kind);
        sealing.number(columns.target);
        sealing.text(columns.recorded_at);
        sealing.text(columns.as_of);
        sealing.text(columns.recorded_by);
        sealing.text(columns.what);
        sealing
    }

    /// A change of an entry: the association that it is kept under, and its JSON.
    pub fn change(&mut self, association: Option<i64>, body: &str) {
        self.0.update([CHANGE]);
        self.number(association);
        self.text(body);
    }

    /// Everything was handed over.
    pub fn finish(self) -> Seal {
        Seal(self.0.finalize().into())
    }

    fn text(&mut self, text: &str) {
        self.0.update((text.len() as u64).to_be_bytes());
        self.0.update(text);
    }

    fn number(&mut self, number: Option<i64>) {
        self.0.update([u8::from(number.is_some())]);
        self.0.update(number.unwrap_or(0).to_be_bytes());
    }
}

impl fmt::Debug for Sealing {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Sealing")
    }
}

/// The instant of an entry as it is kept.
pub fn recorded_at(at: DateTime<Utc>) -> String {
    at.to_rfc3339_opts(SecondsFormat::Millis, true)
}

/// A change as it is kept.
///
/// # Panics
/// Never: a change is plain data.
pub fn body(change: &Change) -> String {
    serde_json::to_string(change).expect("a change is plain data")
}

/// The id of a ledger that has brought none along: [`LedgerId::derived`].
pub fn derived_id(
    documents: &BTreeMap<String, String>,
    roster: &[RosterRow],
    first: Option<&NewEntry>,
) -> LedgerId {
    let origin = of_origin(LedgerId::NOBODY, documents, roster);
    let head = first.map_or(origin, |entry| of_entry(&origin, entry));
    LedgerId::derived(&head.seal)
}

/// The head of a ledger in which nothing is recorded yet.
pub fn of_origin(
    ledger: LedgerId,
    documents: &BTreeMap<String, String>,
    roster: &[RosterRow],
) -> Head {
    let mut sealing = Sealing::origin(ledger);
    for (name, text) in documents {
        sealing.document(name, text);
    }
    let mut rows: Vec<&RosterRow> = roster.iter().collect();
    rows.sort_by_key(|row| row.no);
    for row in rows {
        let status = row.status.word();
        sealing.row(row.no.into(), &row.name, &row.printed_unit, status);
    }
    Head {
        seq: 0,
        seal: sealing.finish(),
    }
}

/// The head after one more entry, as every store keeps it.
pub fn of_entry(before: &Head, entry: &NewEntry) -> Head {
    let mut sealing = Sealing::entry(
        before,
        SealedColumns {
            kind: entry.kind.id(),
            target: entry.target,
            recorded_at: &recorded_at(entry.at),
            as_of: &entry.as_of.to_string(),
            recorded_by: &entry.by,
            what: &entry.what,
        },
    );
    for change in &entry.changes {
        sealing.change(change.association().map(i64::from), &body(change));
    }
    Head {
        seq: before.seq + 1,
        seal: sealing.finish(),
    }
}

/// Seals a history from the beginning; the head that it leads to.
pub fn seal_all(origin: Head, entries: &mut [Entry]) -> Head {
    let mut head = origin;
    for entry in entries {
        head = of_entry(&head, &entry.body);
        entry.seal = head.seal;
    }
    head
}

/// The position of the first entry that does not bear the seal that it has to.
pub fn first_altered(origin: Head, entries: &[Entry]) -> Option<i64> {
    let mut head = origin;
    entries.iter().find_map(|entry| {
        head = of_entry(&head, &entry.body);
        (head.seal != entry.seal).then_some(entry.seq)
    })
}

/// The head of a history in short, for paper: 40 bits in signs that nobody mistakes for another.
/// Among a million entries one in a million codes that are typed wrong is another's.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Code(u64);

/// Without I, L, O and U.
const SIGNS: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
/// Signs of a code, five bits each.
const LENGTH: usize = 8;

impl From<&Seal> for Code {
    fn from(Seal(bytes): &Seal) -> Self {
        let first = bytes.iter().take(LENGTH * 5 / 8);
        Self(first.fold(0, |code, byte| code << 8 | u64::from(*byte)))
    }
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for at in 0..LENGTH {
            if at == LENGTH / 2 {
                f.write_str("-")?;
            }
            let five = self.0 >> (5 * (LENGTH - 1 - at)) & 31;
            let sign = usize::try_from(five).map_or(b'0', |five| SIGNS[five]);
            write!(f, "{}", char::from(sign))?;
        }
        Ok(())
    }
}

/// As people copy it from paper: small letters, with and without the hyphen, O for 0, I or L for 1.
impl FromStr for Code {
    type Err = NoSeal;

    fn from_str(text: &str) -> Result<Self, NoSeal> {
        let mut code = 0;
        let mut signs = 0;
        for c in text.chars().filter(|c| *c != '-' && !c.is_whitespace()) {
            let sign = match c.to_ascii_uppercase() {
                'O' => '0',
                'I' | 'L' => '1',
                sign => sign,
            };
            let known = SIGNS.iter().position(|known| char::from(*known) == sign);
            code = code << 5 | known.ok_or(NoSeal)? as u64;
            signs += 1;
            if signs > LENGTH {
                return Err(NoSeal);
            }
        }
        if signs == LENGTH {
            Ok(Self(code))
        } else {
            Err(NoSeal)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_read_back_however_it_is_copied() {
        let seal = Sealing::origin(LedgerId(1)).finish();
        let code = Code::from(&seal);
        let printed = code.to_string();
        assert_eq!(printed.len(), 9, "{printed}");
        assert!(seal.to_string().starts_with(&format!("{:010x}", code.0)));
        for copied in [
            printed.clone(),
            printed.to_lowercase(),
            printed.replace('-', " "),
            printed.replace('0', "o").replace('1', "l"),
        ] {
            assert_eq!(copied.parse(), Ok(code), "{copied}");
        }
        for wrong in ["", "ABCD", "ABCD-EFGHJ", "ABCD-EFG编", "UUUU-UUUU"] {
            assert_eq!(wrong.parse::<Code>(), Err(NoSeal), "{wrong}");
        }
    }

    #[test]
    fn seals_and_ids_are_read_back_and_nothing_else_is() {
        let id = LedgerId(0x00ff_1234_5678_9abc_def0_1234_5678_9abc);
        let seal = Sealing::origin(id).finish();
        assert_eq!(id.to_string().parse(), Ok(id));
        assert_eq!(seal.to_string().parse(), Ok(seal));
        let wrong = seal.to_string().to_uppercase();
        for wrong in ["", "0", &wrong[..63], &wrong, &"+".repeat(64)] {
            assert_eq!(wrong.parse::<Seal>(), Err(NoSeal), "{wrong}");
        }
    }

    /// What would read the same when put together is not the same.
    #[test]
    fn nothing_can_be_moved_from_one_text_to_the_next() {
        let of = |parts: &[(&str, &str)]| {
            let mut sealing = Sealing::origin(LedgerId(1));
            for (name, body) in parts {
                sealing.document(name, body);
            }
            sealing.finish()
        };
        let seals = [
            of(&[("ab", "c")]),
            of(&[("a", "bc")]),
            of(&[("abc", "")]),
            of(&[("a", "b"), ("c", "")]),
            of(&[]),
        ];
        for (at, seal) in seals.iter().enumerate() {
            assert!(!seals[..at].contains(seal), "{at}");
        }
    }
}
