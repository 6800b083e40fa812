//! `tuogou demo`: a made-up ledger to try everything on.

use std::io::{IsTerminal as _, Write};
use std::path::PathBuf;

use anyhow::Context as _;
use chrono::NaiveDate;
use clap::Args;

use crate::app::demo;
use crate::exchange::demo::Demo;
use crate::store::scratch::Scratch;
use crate::tui;

/// Arguments of `demo`.
#[derive(Debug, Args)]
pub struct DemoArgs {
    /// 把演示台账留在这个文件，以后用 --ledger 打开；已有的文件不覆盖（默认退出时删去）
    /// ¦ Keep the demonstration in this file, to be opened with --ledger; never overwrites (deleted
    /// at the end without it)
    #[arg(long, value_name = "文件")]
    pub out: Option<PathBuf>,
}

/// Makes the ledger and opens the interface on it. `options` says how, for a demonstration.
pub fn run(
    args: &DemoArgs,
    as_of: Option<NaiveDate>,
    by: String,
    out: &mut dyn Write,
    options: impl Fn(Option<&Demo>) -> tui::Options,
) -> anyhow::Result<()> {
    // Goes away with its files when the program ends.
    let folder = Scratch::temporary().context(both!(
        "无法建立临时文件夹",
        "Cannot make a temporary folder"
    ))?;
    let kept = args.out.clone();
    let path = kept.unwrap_or_else(|| folder.path("ledger.db"));
    let (session, ledger) = demo::make(&path, by, as_of)?;
    let options = options(session.demo());
    if args.out.is_some() {
        let shown = path.display();
        writeln!(
            out,
            "{}",
            t!(
                "已写出演示台账 {shown}，用 tuogou --ledger {shown} 打开",
                "Written the demonstration ledger {shown}; open it with tuogou --ledger {shown}"
            )
        )?;
        out.flush()?;
        // A script has no terminal and only wants the file.
        if !std::io::stdin().is_terminal() || !std::io::stdout().is_terminal() {
            return Ok(());
        }
    }
    tui::run(session, ledger, None, &options)?;
    Ok(())
}
