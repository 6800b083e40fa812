//! `tuogou restore`: lists copies, says what one of them would lose and gain, puts it in the place of
//! the ledger.

use std::io::Write;
use std::path::{Path, PathBuf};

use anyhow::ensure;
use clap::Args;
use serde::Serialize;

use super::output::{OutputFormat, write_report};
use super::shelf::{LISTED, Shelf, nobody};
use crate::app::clock;
use crate::app::restore::{self, Present, RestorePlan};
use crate::app::verify::KeptContent;
use crate::report::keeping;
use crate::report::render::json;
use crate::report::table::Report;
use crate::store;
use crate::words;

/// Arguments of `restore`.
#[derive(Debug, Args)]
pub struct RestoreArgs {
    /// 备份文件；不写时列出台账旁 .copies 文件夹中的备份
    /// ¦ Backup; lists those in the folder .copies without it
    #[arg(value_name = "备份")]
    pub file: Option<PathBuf>,
    /// 照预览恢复；现有台账先保留一份（默认只预览得失）
    /// ¦ Restore; the present ledger is kept (only a preview without it)
    #[arg(long, requires = "file")]
    pub apply: bool,
    /// 有人开着台账，或备份是另一份台账的，也恢复
    /// ¦ Restore though the ledger is open or the backup is another's
    #[arg(long, requires = "apply")]
    pub force: bool,
}

/// Lists copies, or puts one in the place of the ledger.
pub fn run(shelf: &Shelf, args: &RestoreArgs, out: &mut dyn Write) -> anyhow::Result<()> {
    let Some(file) = &args.file else {
        return list(shelf, out);
    };
    let in_use = store::in_use(&shelf.ledger);
    let plan = restore::plan(&shelf.ledger, file)?;
    may_replace(shelf, file, args, &plan, in_use)?;
    let common = plan.common;
    let ledger = nobody()?;
    let diverged = keeping::diverged(&ledger, plan.diverged(), shelf.as_of);
    let figures = plan.figures(shelf.as_of);
    let figures = keeping::figures(
        &ledger,
        figures,
        (s!("现有", "present"), s!("备份", "backup")),
        shelf.as_of,
    );
    if shelf.format() != OutputFormat::Json {
        preview(shelf, file, &plan, &diverged, out)?;
        write_report(out, shelf.format(), &figures)?;
        write_in_use(in_use, out)?;
    }
    let mut kept = None;
    if args.apply {
        kept = plan.apply(&shelf.ledger, &shelf.copies, clock::now())?;
    }
    if shelf.format() == OutputFormat::Json {
        let whole = RestoreJson {
            ledger: &shelf.ledger,
            file,
            common,
            diverged,
            figures,
            applied: args.apply,
            kept,
        };
        return Ok(json::write(out, &whole)?);
    }
    write_outcome(shelf, args.apply, kept.as_deref(), out)
}

/// Nothing takes the place of a ledger that is open, or of another, unless told to.
fn may_replace(
    shelf: &Shelf,
    file: &Path,
    args: &RestoreArgs,
    plan: &RestorePlan,
    in_use: Option<bool>,
) -> anyhow::Result<()> {
    if !args.apply || args.force {
        return Ok(());
    }
    ensure!(
        in_use != Some(true),
        both!(
            "{} 正开着：请先退出界面，或加 --force",
            "{} is open: leave the program first, or add --force",
            shelf.ledger.display()
        )
    );
    ensure!(
        !plan.is_other(),
        both!(
            "{} 是另一份台账的备份：要换成它，请加 --force",
            "{} is the backup of another ledger: to put it in its place add --force",
            file.display()
        )
    );
    Ok(())
}

/// Whether somebody has the ledger open, as far as that can be found out.
fn write_in_use(in_use: Option<bool>, out: &mut dyn Write) -> anyhow::Result<()> {
    if in_use.is_none() {
        writeln!(
            out,
            "{}",
            t!(
                "不知道有没有人开着台账（网络盘或本系统查不出），请先确认",
                "Cannot tell whether somebody has the ledger open (network drive or this system); make sure first"
            )
        )?;
    } else if in_use == Some(true) {
        writeln!(
            out,
            "{}",
            t!("有人正开着台账", "Somebody has the ledger open")
        )?;
    }
    Ok(())
}

/// What was done, and where the ledger is that was there before.
fn write_outcome(
    shelf: &Shelf,
    applied: bool,
    kept: Option<&Path>,
    out: &mut dyn Write,
) -> anyhow::Result<()> {
    match (applied, kept) {
        (false, _) => writeln!(
            out,
            "{}",
            t!(
                "只是预览，没有改动；照此恢复请加 --apply",
                "Only a preview, nothing was changed; to restore add --apply"
            )
        )?,
        (true, None) => writeln!(
            out,
            "{}",
            t!("已恢复 {}", "Restored {}", shelf.ledger.display())
        )?,
        (true, Some(kept)) => {
            writeln!(
                out,
                "{}",
                t!("已恢复 {}", "Restored {}", shelf.ledger.display())
            )?;
            writeln!(
                out,
                "{}",
                t!(
                    "原来的台账保留在 {}",
                    "The former ledger is kept at {}",
                    kept.display()
                )
            )?;
        }
    }
    Ok(())
}

/// What programs get of a restoring.
#[derive(Serialize)]
struct RestoreJson<'r> {
    ledger: &'r Path,
    file: &'r Path,
    /// Entries that both have.
    common: usize,
    diverged: Report<'r, keeping::DivergedRow>,
    figures: Report<'r, keeping::FigureRow>,
    applied: bool,
    /// Where what was there is kept.
    kept: Option<PathBuf>,
}

fn preview(
    shelf: &Shelf,
    file: &Path,
    plan: &RestorePlan,
    diverged: &Report<'_, keeping::DivergedRow>,
    out: &mut dyn Write,
) -> anyhow::Result<()> {
    let of = |content: &KeptContent| {
        let (count, code) = (content.entries.len(), content.head.code());
        t!(
            "操作记录 {count} 条，校验码 {code}",
            "{count} entries, check code {code}"
        )
    };
    let present = match &plan.present {
        Present::Missing => s!("没有", "none").to_owned(),
        Present::Unreadable(why) => t!("读不出（{why}）", "unreadable ({why})"),
        Present::Ledger(content) => of(content),
    };
    writeln!(
        out,
        "{}",
        t!(
            "现有 {}：{present}",
            "Present {}: {present}",
            shelf.ledger.display()
        )
    )?;
    writeln!(
        out,
        "{}",
        t!(
            "备份 {}：{}",
            "Backup {}: {}",
            file.display(),
            of(&plan.content)
        )
    )?;
    if plan.is_other() {
        writeln!(
            out,
            "{}",
            t!(
                "备份是另一份台账的，两者没有共同的记录",
                "The backup is of another ledger; they share no entries"
            )
        )?;
    }
    let rows = &diverged.rows;
    let lost = rows.iter().filter(|row| row.lost).count();
    let gained = rows.len() - lost;
    writeln!(
        out,
        "{}",
        t!(
            "共同的记录 {} 条；恢复后失去 {lost} 条，得到 {gained} 条",
            "{} entries shared; restoring loses {lost} and brings {gained}",
            plan.common
        )
    )?;
    let shown: Vec<_> = rows.iter().take(LISTED).cloned().collect();
    let rest = rows.len() - shown.len();
    if !shown.is_empty() {
        let ledger = nobody()?;
        let report = keeping::diverged(&ledger, shown, shelf.as_of);
        write_report(out, shelf.format(), &report)?;
    }
    if rest > 0 {
        writeln!(
            out,
            "{}",
            t!(
                "……其余 {rest} 条用 --format json 查看",
                "... {rest} more: --format json"
            )
        )?;
    }
    Ok(())
}

fn list(shelf: &Shelf, out: &mut dyn Write) -> anyhow::Result<()> {
    let rows = shelf
        .copies
        .list()
        .into_iter()
        .map(|copy| keeping::CopyRow {
            taken: copy.taken,
            kind: (copy.kind.id(), words::store::copy_kind(copy.kind)),
            entries: copy.entries,
            code: copy.code,
            file: copy.path.display().to_string(),
        });
    let ledger = nobody()?;
    let report = keeping::copies(&ledger, rows.collect(), shelf.as_of);
    let none = report.rows.is_empty();
    write_report(out, shelf.format(), &report)?;
    if none && shelf.format() == OutputFormat::Table {
        writeln!(
            out,
            "{}",
            t!(
                "{} 中还没有备份",
                "No backups in {} yet",
                shelf.copies.folder().display()
            )
        )?;
    }
    Ok(())
}
