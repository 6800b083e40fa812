//! `tuogou recover`: a new ledger from what can be read of a damaged one.

use std::io::Write;
use std::path::{Path, PathBuf};

use anyhow::Context as _;
use clap::Args;
use serde::Serialize;

use super::output::{OutputFormat, write_report};
use super::shelf::{Shelf, nobody};
use crate::app::recover;
use crate::report::keeping;
use crate::report::render::json;
use crate::report::table::Report;

/// Arguments of `recover`.
#[derive(Debug, Args)]
pub struct RecoverArgs {
    /// 损坏的台账；只读不写
    /// ¦ The damaged ledger; only read
    #[arg(value_name = "文件")]
    pub file: PathBuf,
    /// 救回成这个新的台账文件，已存在时不覆盖
    /// ¦ The new ledger, never overwriting
    #[arg(long, value_name = "台账")]
    pub out: PathBuf,
}

/// What programs get of a recovery.
#[derive(Serialize)]
struct RecoverJson<'r> {
    ledger: &'r Path,
    associations: usize,
    entries: usize,
    taken_over: usize,
    losses: Report<'r, keeping::LossRow>,
}

/// Makes a new ledger from what can be read of a damaged one.
pub fn run(shelf: &Shelf, args: &RecoverArgs, out: &mut dyn Write) -> anyhow::Result<()> {
    let made = recover::recover(&args.file, &args.out, &shelf.by, shelf.moment())?;
    let ledger = nobody()?;
    let (count, taken_over) = (made.losses.len(), made.taken_over);
    let losses = keeping::losses(&ledger, made.losses, shelf.as_of);
    if shelf.format() == OutputFormat::Json {
        let told = RecoverJson {
            ledger: &args.out,
            associations: made.associations,
            entries: made.entries,
            taken_over,
            losses,
        };
        return Ok(json::write(out, &told)?);
    }
    writeln!(out, "{}", args.out.display())?;
    writeln!(
        out,
        "{}",
        t!(
            "救回协会 {} 个，操作记录 {} 条",
            "Saved {} associations, {} entries",
            made.associations,
            made.entries
        )
    )?;
    if taken_over > 0 {
        writeln!(
            out,
            "{}",
            t!(
                "操作记录未载明的现状 {taken_over} 处，另记为最后一条",
                "{taken_over} places that the history does not tell of were recorded as a last entry"
            )
        )?;
    }
    if count == 0 {
        writeln!(
            out,
            "{}",
            t!("没有发现读不出的内容", "Nothing was found unreadable")
        )?;
        return Ok(());
    }
    writeln!(
        out,
        "{}",
        t!(
            "没有救回或须核对的 {count} 处：",
            "Not saved or to be checked: {count}"
        )
    )?;
    write_report(out, shelf.format(), &losses).context(both!(
        "无法列出没有救回的内容",
        "Cannot list what was not saved"
    ))
}
