//! `tuogou backup`: a copy of the ledger that is whole.

use std::io::Write;
use std::path::{Path, PathBuf};

use clap::Args;
use serde::Serialize;

use super::output::OutputFormat;
use super::shelf::Shelf;
use crate::app::backup;
use crate::app::clock;
use crate::report::render::json;

/// Arguments of `backup`.
#[derive(Debug, Args)]
pub struct BackupArgs {
    /// 备份成这个文件，已存在时不覆盖（默认放进台账旁的 .copies 文件夹）
    /// ¦ Back up to this file, never overwriting (the folder .copies beside the ledger)
    #[arg(long, value_name = "文件")]
    pub out: Option<PathBuf>,
}

/// What programs get of a copy.
#[derive(Serialize)]
struct BackupTold<'p> {
    file: &'p Path,
    associations: usize,
    entries: usize,
    code: String,
    bytes: u64,
}

/// Makes a copy.
pub fn run(shelf: &Shelf, args: &BackupArgs, out: &mut dyn Write) -> anyhow::Result<()> {
    let made = backup::make(&shelf.copies, args.out.clone(), clock::now())?;
    let told = BackupTold {
        file: &made.path,
        associations: made.content.ledger.associations().len(),
        entries: made.content.entries.len(),
        code: made.content.head.code().to_string(),
        bytes: made.size,
    };
    if shelf.format() == OutputFormat::Json {
        return Ok(json::write(out, &told)?);
    }
    writeln!(out, "{}", told.file.display())?;
    writeln!(
        out,
        "{}",
        t!(
            "协会 {} 个，操作记录 {} 条，校验码 {}，{} KB",
            "{} associations, {} entries, check code {}, {} KB",
            told.associations,
            told.entries,
            told.code,
            told.bytes.div_ceil(1024)
        )
    )?;
    Ok(())
}
