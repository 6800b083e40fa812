//! 演示台账: a made-up history over the built-in round, so that a newcomer sees every screen
//! alive, and the mark by which such a ledger is known for what it is. The history is data, made
//! by `examples/demonstration`; an earlier day is a beginning of it.

use std::collections::BTreeMap;
use std::io::{Cursor, Read as _};

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use zip::ZipArchive;

use super::archive::Archive;
use crate::domain::change::NewEntry;
use crate::text::fault::{self, Fault};

/// An archive without a roster, whose only document is the mark; packed.
const HISTORY: &[u8] = include_bytes!("../../seeds/demo/history.zip");

/// Name of the document by which a ledger file says that it is a demonstration.
pub const DOCUMENT: &str = "demo.toml";

/// What a demonstration says of itself. It travels as a document of the file, and so into
/// everything that is made from it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Demo {
    /// The sentence on screens and papers.
    pub sentence: String,
    /// The day up to which it was played: 基准日 unless somebody asks for another.
    pub as_of: NaiveDate,
}

impl Demo {
    /// Reads the document; `None` when the ledger is a real one.
    pub fn of(documents: &BTreeMap<String, String>) -> Option<Result<Self, Fault>> {
        let text = documents.get(DOCUMENT)?;
        Some(fault::from_toml(text))
    }

    /// The document.
    ///
    /// # Panics
    /// Never: it is plain data.
    pub fn document(&self) -> String {
        toml::to_string(self).expect("a demonstration's mark is plain data")
    }
}

/// The history of a demonstration and its mark.
#[derive(Debug)]
pub struct Played {
    pub demo: Demo,
    /// The history, oldest first.
    pub entries: Vec<NewEntry>,
}

/// The history up to a day, or to the one on which there is most to see.
///
/// # Panics
/// Never: a test reads what is shipped.
pub fn history(as_of: Option<NaiveDate>) -> Played {
    let Archive {
        documents, entries, ..
    } = Archive::read(&shipped()).expect("the shipped history is an archive");
    let demo = Demo::of(&documents).and_then(Result::ok);
    let mut demo = demo.expect("the shipped history is marked");
    demo.as_of = as_of.unwrap_or(demo.as_of);
    let until = |entry: &NewEntry| entry.as_of <= demo.as_of;
    let entries = entries.into_iter().map(|entry| entry.body);
    Played {
        entries: entries.filter(until).collect(),
        demo,
    }
}

/// The shipped archive, unpacked.
///
/// # Panics
/// Never: a test reads what is shipped.
pub fn shipped() -> Vec<u8> {
    let mut bytes = Vec::new();
    ZipArchive::new(Cursor::new(HISTORY))
        .and_then(|mut zip| Ok(zip.by_index(0)?.read_to_end(&mut bytes)?))
        .expect("the shipped history is packed");
    bytes
}
