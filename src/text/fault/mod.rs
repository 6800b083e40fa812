//! What is wrong with a file that was read, and where. The libraries that read say it in English;
//! these sentences go by the kind of an error and never take the library's own apart.

mod told;
mod toml;

use std::fmt;
use std::io::{self, ErrorKind};

pub use self::toml::{from_toml, toml_table};
use super::line_number;
use crate::text::lang::Text;
pub use told::from_json;

/// What is said of a value that is not what it should be, whoever noticed.
const WRONG_VALUE: Text = text!(
    "这里的值不是应有的种类或写法",
    "this is not the kind of value that belongs here"
);
/// What is said of a file that a byte order mark or the like does not explain.
pub const NOT_UTF8: Text = text!("不是 UTF-8 文字", "not UTF-8");

/// Something wrong at a place of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// Counted from 1.
    pub line: usize,
    /// Counted from 1, in characters; 0 where only the line is known.
    pub column: usize,
    pub problem: String,
}

impl Fault {
    /// At a byte of a text.
    pub fn at(text: &str, byte: usize, problem: String) -> Self {
        let before = text.get(..byte).unwrap_or(text);
        let begins = before.rfind('\n').map_or(0, |at| at + 1);
        Self {
            line: line_number(text, byte),
            column: before[begins..].chars().count() + 1,
            problem,
        }
    }

    /// 第 3 行第 5 列
    pub fn place(&self) -> String {
        match self.column {
            0 => t!("第 {} 行", "line {}", self.line),
            column => t!(
                "第 {} 行第 {column} 列",
                "line {}, column {column}",
                self.line
            ),
        }
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        put!(f, "{}：{}", "{}: {}", self.place(), self.problem)
    }
}

/// What a reader of CSV says.
impl From<&csv::Error> for Fault {
    fn from(error: &csv::Error) -> Self {
        let problem = match error.kind() {
            csv::ErrorKind::Io(error) => io(error),
            csv::ErrorKind::Utf8 { .. } => NOT_UTF8.into(),
            csv::ErrorKind::UnequalLengths {
                expected_len, len, ..
            } => t!(
                "这一行有 {len} 栏，应为 {expected_len} 栏",
                "this line has {len} fields, not {expected_len}"
            ),
            _ => s!("不是正确的 CSV", "no proper CSV").into(),
        };
        let line = error.position().map_or(1, csv::Position::line);
        Self {
            line: usize::try_from(line).unwrap_or(usize::MAX),
            column: 0,
            problem,
        }
    }
}

/// What the system says of a file; an error that has no sentence of its own keeps its number, by
/// which those who look after the machine find it.
pub fn io(error: &io::Error) -> String {
    let known = match error.kind() {
        ErrorKind::NotFound => s!("没有这个文件或文件夹", "no such file or folder"),
        ErrorKind::PermissionDenied => s!("没有权限", "no permission"),
        ErrorKind::AlreadyExists => s!("那里已有同名的文件", "there is a file of this name"),
        ErrorKind::IsADirectory => s!("是文件夹，不是文件", "is a folder, no file"),
        ErrorKind::NotADirectory => s!("路径中有一段不是文件夹", "part of the path is no folder"),
        ErrorKind::DirectoryNotEmpty => s!("文件夹不是空的", "the folder is not empty"),
        ErrorKind::StorageFull | ErrorKind::QuotaExceeded => s!("磁盘已满", "the disk is full"),
        ErrorKind::ReadOnlyFilesystem => s!("磁盘是只读的", "the disk is read-only"),
        ErrorKind::FileTooLarge => s!("文件太大", "the file is too large"),
        ErrorKind::InvalidFilename => s!(
            "名称不合文件系统的规定",
            "the file system does not take this name"
        ),
        ErrorKind::InvalidData => NOT_UTF8.get(),
        ErrorKind::UnexpectedEof => s!("文件不完整", "the file is not complete"),
        ErrorKind::TimedOut => s!("等得太久，没有回应", "waited too long for an answer"),
        ErrorKind::Interrupted => s!("被打断", "interrupted"),
        ErrorKind::ResourceBusy | ErrorKind::ExecutableFileBusy => {
            s!("正被别的程序使用", "in use by another program")
        }
        ErrorKind::BrokenPipe => s!("读的一方已经关闭", "the reading side has closed"),
        ErrorKind::OutOfMemory => s!("内存不足", "out of memory"),
        // The program itself refuses it: the system has no number for that.
        ErrorKind::Unsupported if error.raw_os_error().is_none() => {
            s!(
                "是管道或设备，不是文件，请先另存为文件",
                "is a pipe or device, no file; save it as a file first"
            )
        }
        _ => "",
    };
    match (known, error.raw_os_error()) {
        // The standard library has no kind for it.
        #[cfg(unix)]
        ("", Some(5)) => s!("读写磁盘出错", "the disk cannot be read or written").into(),
        ("", Some(code)) => t!("系统错误 {code}", "system error {code}"),
        ("", None) => s!("系统没有说明原因", "the system gives no reason").into(),
        (known, _) => known.into(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_counts_characters_from_one() {
        let text = "一 = 1\n城市 = ？\n";
        for (byte, place) in [
            (0, "第 1 行第 1 列"),
            ("一 = 1\n".len(), "第 2 行第 1 列"),
            ("一 = 1\n城市".len(), "第 2 行第 3 列"),
            (text.len(), "第 3 行第 1 列"),
        ] {
            assert_eq!(Fault::at(text, byte, String::new()).place(), place);
        }
    }

    #[test]
    fn rows_of_different_length_are_told_apart() {
        let mut reader = csv::Reader::from_reader("a,b\n1,2,3\n".as_bytes());
        let error = reader.records().next().expect("a row").expect_err("wrong");
        let said = Fault::from(&error).to_string();
        assert_eq!(said, "第 2 行：这一行有 3 栏，应为 2 栏");
    }

    #[test]
    fn what_the_system_says_is_chinese_or_a_number() {
        for (error, said) in [
            (io::Error::from(ErrorKind::NotFound), "没有这个文件或文件夹"),
            (io::Error::from_raw_os_error(113), "系统错误 113"),
            (io::Error::other("some library"), "系统没有说明原因"),
        ] {
            assert_eq!(io(&error), said);
        }
    }
}
