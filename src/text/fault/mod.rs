//! What is wrong with a file that was read, and where. The libraries that read say it in English;
//! these sentences go by the kind of an error and never take the library's own apart.

mod told;
mod toml;

use std::fmt;
use std::io::{self, ErrorKind};

pub use self::toml::{from_toml, toml_table};
use super::line_number;
pub use told::from_json;

/// What is said of a value that is not what it should be, whoever noticed.
const WRONG_VALUE: &str = "这里的值不是应有的种类或写法";
/// What is said of a file that a byte order mark or the like does not explain.
pub const NOT_UTF8: &str = "不是 UTF-8 文字";

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
            0 => format!("第 {} 行", self.line),
            column => format!("第 {} 行第 {column} 列", self.line),
        }
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}：{}", self.place(), self.problem)
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
            } => format!("这一行有 {len} 栏，应为 {expected_len} 栏"),
            _ => "不是正确的 CSV".into(),
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
        ErrorKind::NotFound => "没有这个文件或文件夹",
        ErrorKind::PermissionDenied => "没有权限",
        ErrorKind::AlreadyExists => "那里已有同名的文件",
        ErrorKind::IsADirectory => "是文件夹，不是文件",
        ErrorKind::NotADirectory => "路径中有一段不是文件夹",
        ErrorKind::DirectoryNotEmpty => "文件夹不是空的",
        ErrorKind::StorageFull | ErrorKind::QuotaExceeded => "磁盘已满",
        ErrorKind::ReadOnlyFilesystem => "磁盘是只读的",
        ErrorKind::FileTooLarge => "文件太大",
        ErrorKind::InvalidFilename => "名称不合文件系统的规定",
        ErrorKind::InvalidData => NOT_UTF8,
        ErrorKind::UnexpectedEof => "文件不完整",
        ErrorKind::TimedOut => "等得太久，没有回应",
        ErrorKind::Interrupted => "被打断",
        ErrorKind::ResourceBusy | ErrorKind::ExecutableFileBusy => "正被别的程序使用",
        ErrorKind::BrokenPipe => "读的一方已经关闭",
        ErrorKind::OutOfMemory => "内存不足",
        // The program itself refuses it: the system has no number for that.
        ErrorKind::Unsupported if error.raw_os_error().is_none() => {
            "是管道或设备，不是文件，请先另存为文件"
        }
        _ => "",
    };
    match (known, error.raw_os_error()) {
        // The standard library has no kind for it.
        #[cfg(unix)]
        ("", Some(5)) => "读写磁盘出错".into(),
        ("", Some(code)) => format!("系统错误 {code}"),
        ("", None) => "系统没有说明原因".into(),
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
