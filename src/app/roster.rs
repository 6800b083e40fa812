//! Reads the roster of a file for both front ends: the bytes, and what the user says of them.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use super::input;
use crate::exchange::roster::RosterFileError;
use crate::exchange::roster::columns;
use crate::exchange::roster::details::{self, DetailOptions};
use crate::exchange::roster::encoding::{self, TextEncoding};
use crate::exchange::roster::grid::MAX_FILE;
use crate::exchange::roster::near::UnitOptions;
use crate::exchange::roster::plan::{ReadOptions, RosterPlan};
use crate::exchange::roster::reading;
use crate::exchange::roster::words::{ColumnMeaning, words};
use crate::text::cells::visible;
use crate::text::fault;

/// A file from which no roster can be read.
#[derive(Debug, thiserror::Error)]
pub enum ReadError {
    /// The system says no.
    #[error("{}", t!("无法读取 {}：{}", "Cannot read {}: {}", path.display(), fault::io(error)))]
    Io {
        path: PathBuf,
        error: std::io::Error,
    },
    /// The content says no.
    #[error("{}", t!("{}：{}", "{}: {}", path.display(), visible(&error.to_string())))]
    Content {
        path: PathBuf,
        error: RosterFileError,
    },
}

/// Reads a file into a plan.
pub fn read(path: &Path, options: &ReadOptions) -> Result<RosterPlan, ReadError> {
    read_by(path, options, reading::read)
}

/// How a file was read, for whoever looks at it and says what is to be read otherwise.
#[derive(Debug, Clone)]
pub struct RosterReading {
    pub path: PathBuf,
    /// What was said of it so far.
    pub options: ReadOptions,
    /// What came of it; where nobody can tell where the names stand, no more than what is there.
    pub plan: RosterPlan,
}

impl RosterReading {
    /// Reads a file.
    pub fn new(path: PathBuf, options: ReadOptions) -> Result<Self, ReadError> {
        let plan = read_by(&path, &options, reading::look)?;
        Ok(Self {
            path,
            options,
            plan,
        })
    }
}

/// Turns bytes into a plan.
type Reader = fn(&[u8], &ReadOptions) -> Result<RosterPlan, RosterFileError>;

fn read_by(path: &Path, options: &ReadOptions, reader: Reader) -> Result<RosterPlan, ReadError> {
    let bytes = input::read(path, MAX_FILE as u64).map_err(|error| ReadError::Io {
        path: path.to_owned(),
        error,
    })?;
    reader(&bytes, options).map_err(|error| ReadError::Content {
        path: path.to_owned(),
        error,
    })
}

/// Puts together what the user says: `名称=B`, `未脱=拟脱钩`, `gbk`.
pub fn options(
    maps: &[String],
    statuses: &[String],
    encoding: Option<&str>,
    sheets: &[String],
) -> Result<ReadOptions, String> {
    let mut details = BTreeMap::new();
    let mut columns = Vec::new();
    for text in maps {
        match details::parse_override(text) {
            Some((detail, place)) => {
                details.insert(detail, place);
            }
            None => columns.push(columns::parse_override(text)?),
        }
    }
    let encoding = encoding.map(|name| {
        TextEncoding::parse(name).ok_or_else(|| {
            t!(
                "不认识的编码 {name}，可用 utf-8、gb18030、gbk、utf-16",
                "Unknown encoding {name}; there are utf-8, gb18030, gbk, utf-16"
            )
        })
    });
    Ok(ReadOptions {
        accept_proposed: false,
        skip_hidden: false,
        unwanted: BTreeSet::new(),
        units: UnitOptions::default(),
        details: DetailOptions {
            map: details,
            left_out: false,
        },
        map: columns.into_iter().collect(),
        statuses: statuses
            .iter()
            .map(|text| parse_status(text))
            .collect::<Result<BTreeMap<_, _>, _>>()?,
        encoding: encoding.transpose()?,
        sheets: sheets.to_vec(),
    })
}

/// Reads `教育体育=洛阳市教育体育局`: a way to write a unit, and the unit.
pub fn same_unit(text: &str) -> Result<(String, String), String> {
    let parts = text.split_once(['=', '＝']);
    let parts = parts.map(|(written, unit)| (written.trim(), unit.trim()));
    match parts {
        Some((written, unit)) if !written.is_empty() && !unit.is_empty() => {
            Ok((written.to_owned(), unit.to_owned()))
        }
        _ => Err(t!(
            "「{text}」看不懂，请写成 名册的写法=主管单位 的样子",
            "\"{text}\" is not understood; write ROSTER'S WORDS=UNIT"
        )),
    }
}

/// A file with a word and its meaning on each line, parted by `=`, a comma or a tab; what follows `#`
/// is for people.
pub fn status_lines(path: &Path) -> Result<Vec<String>, ReadError> {
    let bytes = input::read(path, MAX_FILE as u64).map_err(|error| ReadError::Io {
        path: path.to_owned(),
        error,
    })?;
    let text = encoding::decode(&bytes, None).text;
    let lines = text.lines().map(str::trim);
    let lines = lines.filter(|line| !line.is_empty() && !line.starts_with('#'));
    let signed = lines.map(|line| match line.rsplit_once([',', '，', '\t']) {
        Some((word, meaning)) => format!("{}={}", word.trim(), meaning.trim()),
        None => line.to_owned(),
    });
    Ok(signed.collect())
}

/// Reads `未脱=拟脱钩`.
fn parse_status(text: &str) -> Result<(String, ColumnMeaning), String> {
    // A word may hold the sign itself.
    let parts = text.rsplit_once(['=', '＝']);
    let parts = parts.filter(|(word, _)| !word.trim().is_empty());
    let known = parts.and_then(|(word, meaning)| {
        let meaning = words().status(meaning)?;
        Some((word.trim().to_owned(), meaning))
    });
    known.ok_or_else(|| {
        t!("「{text}」看不懂，请写成 未启动=拟脱钩 的样子，右边是 拟脱钩、已脱钩、不列入 之一", "\"{text}\" is not understood; write WORD=拟脱钩, to the right stands 拟脱钩, 已脱钩 or 不列入")
    })
}
