//! `tuogou export json`: the whole ledger in a file from which it can be restored.

use std::io::Write;
use std::path::PathBuf;

use clap::Args;

use super::Desk;
use crate::app::archive::{self, Content};
use crate::app::output::{self, Output};

/// Arguments of `export json`.
#[derive(Debug, Args)]
pub struct ExportJsonArgs {
    /// 文件名（默认 台账-基准日.json）
    #[arg(long, value_name = "文件")]
    pub out: Option<PathBuf>,
    /// 覆盖已有的文件
    #[arg(long)]
    pub force: bool,
}

pub fn run(desk: &mut Desk, args: &ExportJsonArgs, out: &mut dyn Write) -> anyhow::Result<()> {
    let name = || {
        let name = format!("台账-{}.json", desk.as_of);
        PathBuf::from(desk.ledger.round().file_name(&name))
    };
    let path = args.out.clone().unwrap_or_else(name);
    anyhow::ensure!(
        !path.is_dir(),
        "{} 是目录，请在 --out 写文件名",
        path.display()
    );
    output::check_free([&path], args.force)?;
    let exported = archive::export(&mut desk.session, &mut desk.ledger)?;
    let file = Output {
        path,
        bytes: exported.bytes,
    };
    output::write(&file, args.force)?;
    writeln!(out, "{}", file.path.display())?;
    write_content(&exported.content, out)
}

/// What the file holds, to be compared with what was restored from it.
pub fn write_content(content: &Content, out: &mut dyn Write) -> anyhow::Result<()> {
    let Content {
        associations,
        entries,
        hash,
    } = content;
    writeln!(out, "协会 {associations} 个，操作记录 {entries} 条")?;
    writeln!(out, "台账校验码 {hash}")?;
    Ok(())
}
