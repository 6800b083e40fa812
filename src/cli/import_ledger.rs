//! `tuogou import ledger`: a new ledger from a JSON file. Opens no other ledger.

use std::io::Write;
use std::path::PathBuf;

use clap::Args;

use super::export_json::write_content;
use crate::app::archive;

/// Arguments of `import ledger`.
#[derive(Debug, Args)]
pub struct ImportLedgerArgs {
    /// tuogou export json 写出的文件
    /// ¦ File written by tuogou export json
    #[arg(value_name = "文件")]
    pub file: PathBuf,
    /// 恢复成这个新的台账文件，已存在时不覆盖
    /// ¦ The new ledger, never overwriting
    #[arg(long, value_name = "台账")]
    pub out: PathBuf,
}

/// Restores a ledger file from an archive.
pub fn run(args: &ImportLedgerArgs, out: &mut dyn Write) -> anyhow::Result<()> {
    let content = archive::restore(&args.file, &args.out)?;
    writeln!(out, "{}", args.out.display())?;
    write_content(&content, out)
}
