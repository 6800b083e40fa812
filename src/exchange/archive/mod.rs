//! A whole ledger as JSON: what it was made from and its history, from which the state follows.
//! The text is the same for the same ledger, and what is written can be read back.

mod checked;
mod wire;

use std::collections::BTreeMap;

use crate::domain::change::Entry;
use crate::domain::ledger::RosterRow;
use crate::text::cells::visible;

/// Largest file that is read, in bytes.
pub const MAX_BYTES: u64 = 256 << 20;

/// Everything that makes a ledger.
#[derive(Debug, Clone, PartialEq)]
pub struct Archive {
    /// Documents of the round by name.
    pub documents: BTreeMap<String, String>,
    /// The printed roster.
    pub roster: Vec<RosterRow>,
    /// The whole history, oldest first.
    pub entries: Vec<Entry>,
}

/// A text that is not an archive.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("第 {line} 行：{problem}")]
pub struct ArchiveError {
    /// Where, from 1.
    pub line: usize,
    /// What is wrong.
    pub problem: String,
}

impl Archive {
    /// The archive as indented JSON that ends in a line break.
    ///
    /// # Panics
    /// Never: what is written is plain data.
    pub fn write(self) -> Vec<u8> {
        let file = wire::File::from(self);
        let mut bytes = serde_json::to_vec_pretty(&file).expect("records and changes are data");
        bytes.push(b'\n');
        bytes
    }

    /// Reads what [`Archive::write`] has written. Says nothing yet about whether the history
    /// fits the roster.
    pub fn read(bytes: &[u8]) -> Result<Self, ArchiveError> {
        let bytes = bytes.strip_prefix("\u{feff}".as_bytes()).unwrap_or(bytes);
        let failed = |error| explain(&error);
        // First only which format it is: a later one may hold what this program does not know.
        let _: wire::Head = serde_json::from_slice(bytes).map_err(failed)?;
        let file: wire::File = serde_json::from_slice(bytes).map_err(failed)?;
        file.try_into()
    }
}

/// Says in Chinese what the JSON reader found.
fn explain(error: &serde_json::Error) -> ArchiveError {
    use serde_json::error::Category;
    let said = error.to_string();
    let place = format!(" at line {} column {}", error.line(), error.column());
    let said = said.strip_suffix(&place).unwrap_or(&said);
    let problem = match error.classify() {
        Category::Eof => "文件到这里就断了，可能没有传完，请重新取得文件".to_owned(),
        Category::Syntax => "不是正确的 JSON，文件可能被改动过，请用原来的文件".to_owned(),
        Category::Data | Category::Io => data_problem(said),
    };
    ArchiveError {
        line: error.line().max(1),
        problem,
    }
}

/// serde has no translations; its sentences begin with what went wrong and quote the name.
fn data_problem(said: &str) -> String {
    let quoted = |beginning: &str| {
        let rest = said.strip_prefix(beginning)?.strip_prefix('`')?;
        let name = rest
            .split_once("`, expected")
            .map_or(rest, |(name, _)| name);
        Some(visible(name.trim_end_matches('`')).into_owned())
    };
    if let Some(name) = quoted("unknown field ") {
        format!("不认识的栏 {name}")
    } else if let Some(name) = quoted("missing field ") {
        format!("缺少 {name}")
    } else if let Some(name) = quoted("duplicate field ") {
        format!("{name} 出现了两次")
    } else if let Some(name) = quoted("unknown variant ") {
        format!("不认识的值 {name}")
    } else if said.starts_with(|c: char| !c.is_ascii()) {
        said.to_owned()
    } else {
        "这里的值不是应有的种类或写法".to_owned()
    }
}
