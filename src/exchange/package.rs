//! Office files are ZIP archives of parts. Opens them with bounded sizes, whatever they claim.

use std::io::{self, Cursor, Read as _};

use calamine::XlsxError;
use zip::ZipArchive;
use zip::result::ZipError;

use crate::text::fault::{self, NOT_UTF8};

/// Largest file that is read, in bytes.
pub const MAX_FILE: usize = 20 << 20;
/// Largest part after unpacking, and all of them together, in bytes.
const MAX_UNPACKED: u64 = 60 << 20;
/// Most parts of a file.
const MAX_PARTS: usize = 2_000;

/// How much of a file is read.
#[derive(Debug, Clone, Copy)]
pub struct Limits {
    /// Largest file, in bytes.
    pub file: usize,
    /// Largest part after unpacking, in bytes.
    pub part: u64,
    /// All parts together, in bytes.
    pub unpacked: u64,
}

impl Limits {
    /// What a form never reaches.
    pub const FORM: Self = Self {
        file: MAX_FILE,
        part: MAX_UNPACKED,
        unpacked: MAX_UNPACKED,
    };
}

/// A file that cannot be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PackageError {
    /// Larger than anything it may be; how many MB are read.
    #[error("{}", t!("文件太大，超过 {_0} MB 的不读", "the file is too large, over {_0} MB are not read"))]
    TooLarge(usize),
    /// An old .doc or .xls, or a file with a password.
    #[error("{}", t!("是旧版 .doc、.xls，或加了密码的文件；请去掉密码，另存为 .docx 或 .xlsx", "an old .doc or .xls, or with a password; remove the password and save as .docx or .xlsx"))]
    Old,
    /// Not a ZIP archive, or a broken one.
    #[error("{}", t!("不是 Word（.docx）或 Excel（.xlsx）文件，或者下载不完整", "no Word (.docx) or Excel (.xlsx) file, or not all of it arrived"))]
    NotZip,
    /// A ZIP archive of something else.
    #[error("{}", t!("是压缩文件，但不是 Word（.docx）或 Excel（.xlsx）文件", "a packed file, but no Word (.docx) or Excel (.xlsx)"))]
    Foreign,
    /// It unpacks to more than any form holds.
    #[error("{}", t!("文件解压后过大，不读", "the file is too large unpacked, not read"))]
    TooMuch,
    /// What is inside is broken.
    #[error("{}", t!("文件内容损坏：{_0}", "the file is damaged: {_0}"))]
    Broken(String),
}

impl From<&quick_xml::Error> for PackageError {
    fn from(error: &quick_xml::Error) -> Self {
        use quick_xml::Error as E;
        Self::Broken(match error {
            E::Io(error) => fault::io(error),
            E::Syntax(_) => s!("其中的 XML 没有写完", "its XML breaks off").into(),
            E::IllFormed(_) => s!(
                "其中 XML 的起止标记对不上",
                "begins and ends in its XML do not match"
            )
            .into(),
            E::InvalidAttr(_) => s!(
                "其中 XML 标记的属性写得不对",
                "an attribute in its XML is not well written"
            )
            .into(),
            E::Encoding(_) => t!("其中的 XML {NOT_UTF8}", "its XML is {NOT_UTF8}"),
            _ => s!("其中的 XML 写得不对", "its XML is not well written").into(),
        })
    }
}

impl From<&XlsxError> for PackageError {
    fn from(error: &XlsxError) -> Self {
        use XlsxError as E;
        Self::Broken(match error {
            E::Io(error) => fault::io(error),
            E::Zip(_) => return Self::NotZip,
            E::Xml(_) | E::XmlAttr(_) | E::XmlEof(_) | E::Encoding(_) | E::UnexpectedNode(_) => s!(
                "工作簿中的 XML 写得不对，或没有写完",
                "the XML of the workbook is not well written or breaks off"
            )
            .into(),
            E::FileNotFound(_) | E::RelationshipNotFound => {
                s!("工作簿缺少应有的部分", "parts of the workbook are missing").into()
            }
            E::Password => return Self::Old,
            E::WorksheetNotFound(_) | E::NotAWorksheet(_) => {
                s!("工作簿缺少工作表", "the workbook lacks a worksheet").into()
            }
            E::Parse(_)
            | E::ParseFloat(_)
            | E::ParseInt(_)
            | E::CellTAttribute(_)
            | E::CellError(_) => s!(
                "有单元格的内容不是应有的种类",
                "a cell holds another kind of content than it says"
            )
            .into(),
            _ => s!(
                "工作簿中有单元格的位置或工作表的范围读不懂",
                "a place of a cell or range of a worksheet cannot be read"
            )
            .into(),
        })
    }
}

/// An open file.
pub struct Package<'b> {
    archive: ZipArchive<Cursor<&'b [u8]>>,
    limits: Limits,
}

impl<'b> Package<'b> {
    /// Opens a filled-in form.
    pub fn open(bytes: &'b [u8]) -> Result<Self, PackageError> {
        Self::open_within(bytes, Limits::FORM)
    }

    /// Opens a file and reads no more of it than the limits allow.
    pub fn open_within(bytes: &'b [u8], limits: Limits) -> Result<Self, PackageError> {
        if bytes.len() > limits.file {
            return Err(PackageError::TooLarge(limits.file >> 20));
        }
        if bytes.starts_with(&[0xd0, 0xcf, 0x11, 0xe0]) {
            return Err(PackageError::Old);
        }
        let archive = ZipArchive::new(Cursor::new(bytes)).map_err(|_| PackageError::NotZip)?;
        if archive.len() > MAX_PARTS {
            return Err(PackageError::TooMuch);
        }
        Ok(Self { archive, limits })
    }

    /// There is a part of this name.
    pub fn has(&self, name: &str) -> bool {
        self.archive.index_for_name(name).is_some()
    }

    /// There is a part whose name ends so, however the folders in it are parted.
    pub fn has_like(&self, end: &str) -> bool {
        let mut names = self.archive.file_names();
        names.any(|name| name.is_ok_and(|name| name.replace('\\', "/").ends_with(end)))
    }

    /// A part as text; `None` when there is none of this name.
    pub fn text(&mut self, name: &str) -> Result<Option<String>, PackageError> {
        let part = match self.archive.by_name(name) {
            Ok(part) => part,
            Err(ZipError::FileNotFound) => return Ok(None),
            Err(_) => return Err(PackageError::NotZip),
        };
        // What the archive says of the size is not believed; what comes out is counted.
        let mut bytes = Vec::new();
        part.take(self.limits.part + 1)
            .read_to_end(&mut bytes)
            .map_err(|_| PackageError::NotZip)?;
        if bytes.len() as u64 > self.limits.part {
            return Err(PackageError::TooMuch);
        }
        let text = String::from_utf8(bytes);
        text.map(Some)
            .map_err(|_| PackageError::Broken(format!("{name} {NOT_UTF8}")))
    }

    /// Unpacks everything to nowhere and counts, for readers that do not. Parts for which
    /// `streamed` holds are read piece by piece, and may be as large as all together.
    pub fn check_sizes(
        &mut self,
        streamed: fn(&str) -> bool,
        word: &'static [u8],
    ) -> Result<Vec<String>, PackageError> {
        let mut left = self.limits.unpacked;
        let mut saying = Vec::new();
        for at in 0..self.archive.len() {
            let part = self
                .archive
                .by_index(at)
                .map_err(|_| PackageError::NotZip)?;
            let name = part.name().ok().filter(|name| streamed(name));
            let name = name.map(std::borrow::Cow::into_owned);
            let streamed = name.is_some();
            let mut sought = SoughtWord::new(if streamed { word } else { b"" });
            let unpacked = io::copy(&mut part.take(left + 1), &mut sought);
            let unpacked = unpacked.map_err(|_| PackageError::NotZip)?;
            saying.extend(name.filter(|_| sought.is_found));
            left = left.checked_sub(unpacked).ok_or(PackageError::TooMuch)?;
            if !streamed && unpacked > self.limits.part {
                return Err(PackageError::TooMuch);
            }
        }
        Ok(saying)
    }
}

/// Takes what is unpacked, and looks for a word in it.
struct SoughtWord {
    word: &'static [u8],
    /// So much of it stood at the end of what came last.
    begun: usize,
    is_found: bool,
}

impl SoughtWord {
    const fn new(word: &'static [u8]) -> Self {
        Self {
            word,
            begun: 0,
            is_found: false,
        }
    }
}

impl io::Write for SoughtWord {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let Some(first) = self.word.first().filter(|_| !self.is_found) else {
            return Ok(bytes.len());
        };
        let mut at = 0;
        while at < bytes.len() {
            if self.begun == 0 {
                let Some(next) = bytes[at..].iter().position(|byte| byte == first) else {
                    break;
                };
                at += next;
            }
            if bytes[at] == self.word[self.begun] {
                self.begun += 1;
                at += 1;
            } else {
                self.begun = 0;
            }
            if self.begun == self.word.len() {
                self.is_found = true;
                break;
            }
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
