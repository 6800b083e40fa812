//! Arguments that several commands share.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use crate::domain::model::Status;

/// Values of `--format`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum FormatArg {
    Table,
    Json,
    Csv,
    /// A Word document.
    Docx,
    /// An Excel workbook.
    Xlsx,
    Md,
}

/// What a command is called, and the formats that it can write; none where it has only one.
pub type Formats = (&'static str, &'static [FormatArg]);

/// What a command that lists can write.
pub const LISTS: Formats = (
    "",
    &[
        FormatArg::Table,
        FormatArg::Json,
        FormatArg::Csv,
        FormatArg::Md,
    ],
);

/// What a command can write that tells what it has read.
pub const TELLS: Formats = ("", &[FormatArg::Table, FormatArg::Json, FormatArg::Csv]);

/// Values of `--status`.
#[derive(Debug, Clone, Copy, ValueEnum)]
pub enum StatusArg {
    /// 拟脱钩
    /// ¦ to decouple
    #[value(alias = "拟脱钩", alias = "拟")]
    Planned,
    /// 已脱钩
    /// ¦ decoupled
    #[value(alias = "已脱钩", alias = "已")]
    Decoupled,
}

impl From<StatusArg> for Status {
    fn from(arg: StatusArg) -> Self {
        match arg {
            StatusArg::Planned => Self::Planned,
            StatusArg::Decoupled => Self::Decoupled,
        }
    }
}

/// Where files are written.
#[derive(Debug, Args)]
pub struct TargetArgs {
    /// 写到这个目录（默认当前目录，不存在时新建）
    /// ¦ Write to this folder (the current one; made if need be)
    #[arg(
        long,
        value_name = "目录",
        default_value = ".",
        hide_default_value = true
    )]
    pub out: PathBuf,
    /// 覆盖已有的文件
    /// ¦ Overwrite existing files
    #[arg(long)]
    pub force: bool,
}

/// The file that is written.
#[derive(Debug, Args)]
pub struct FileArgs {
    /// 文件名
    /// ¦ File name
    #[arg(long, value_name = "文件")]
    pub out: Option<PathBuf>,
    /// 覆盖已有的文件
    /// ¦ Overwrite existing files
    #[arg(long)]
    pub force: bool,
}
