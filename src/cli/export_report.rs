//! `tuogou export report`: the page for the leader.

use std::io::Write;
use std::path::PathBuf;

use clap::Args;

use super::Desk;
use super::common::FileArgs;
use super::export::{prepare, write_one};
use crate::app::export::{LetterOptions, Whose, read_template};
use crate::words;

/// Arguments of `export report`.
#[derive(Debug, Args)]
#[command(mut_arg("out", |arg| arg.help("文件名（默认 脱钩进展-基准日.html） ¦ File name (脱钩进展-DATE.html)")))]
pub struct ExportReportArgs {
    /// 写成网页文件（目前只有这一种，可以不写）
    /// ¦ Write a web page (the only kind)
    #[arg(long)]
    pub html: bool,
    #[command(flatten)]
    pub file: FileArgs,
    /// 用本单位的模板（先用 tuogou templates export 写出，改好后用 templates check 检查）
    /// ¦ Use a template of your own (write it with tuogou templates export, check it with templates
    /// check)
    #[arg(long, value_name = "文件")]
    pub template: Option<PathBuf>,
}

/// Writes the leader's page.
pub fn run(desk: &Desk, args: &ExportReportArgs, out: &mut dyn Write) -> anyhow::Result<()> {
    let letter = LetterOptions {
        template: args.template.as_deref().map(read_template).transpose()?,
        ..LetterOptions::default()
    };
    let files = prepare(desk, "report", Whose::City, letter)?;
    write_one(desk, files, &args.file, out)?;
    writeln!(out, "{}", words::store::code(desk.session.head().code()))?;
    Ok(())
}
