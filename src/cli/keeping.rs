//! `tuogou backup`, `restore`, `verify` and `recover`: what keeps a ledger from being lost. None of
//! them opens the ledger as one that is worked on, which one that is damaged cannot be.

use std::io::Write;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, bail, ensure};
use chrono::NaiveDate;
use clap::Args;
use serde::Serialize;

use super::common::FormatArg;
use super::output::{OutputFormat, write_report};
use crate::app::backup::{self, Copies};
use crate::app::clock;
use crate::app::find;
use crate::app::load;
use crate::app::recover;
use crate::app::restore::{self, Present, RestorePlan};
use crate::app::session::Moment;
use crate::app::verify::{self, KeptContent};
use crate::domain::ledger::Ledger;
use crate::domain::seal::Code;
use crate::exchange::seed;
use crate::report::history;
use crate::report::keeping;
use crate::report::render::json;
use crate::report::table::Report;
use crate::store;
use crate::text::cells::visible;

/// So many entries are listed for people; programs get all.
const LISTED: usize = 20;

/// Arguments of `backup`.
#[derive(Debug, Args)]
pub struct BackupArgs {
    /// 备份成这个文件，已存在时不覆盖（默认放进台账旁的 .copies 文件夹）
    #[arg(long, value_name = "文件")]
    pub out: Option<PathBuf>,
}

/// Arguments of `restore`.
#[derive(Debug, Args)]
pub struct RestoreArgs {
    /// 备份文件；不写时列出台账旁 .copies 文件夹中的备份
    #[arg(value_name = "备份")]
    pub file: Option<PathBuf>,
    /// 照预览恢复；现有台账先保留一份（默认只预览得失）
    #[arg(long, requires = "file")]
    pub apply: bool,
    /// 有人开着台账，或备份是另一份台账的，也恢复
    #[arg(long, requires = "apply")]
    pub force: bool,
}

/// Arguments of `verify`.
#[derive(Debug, Args)]
pub struct VerifyArgs {
    /// 台账或备份（默认为当前台账）
    #[arg(value_name = "文件")]
    pub file: Option<PathBuf>,
    /// 打印件上的校验码：查它是在哪一条操作记录之后印的，当时与现在各如何
    #[arg(long, value_name = "校验码")]
    pub code: Option<Code>,
    /// 只看这个协会：序号、名称或名称的一部分
    #[arg(long, value_name = "协会", requires = "code")]
    pub no: Option<String>,
}

/// Arguments of `recover`.
#[derive(Debug, Args)]
pub struct RecoverArgs {
    /// 损坏的台账；只读不写
    #[arg(value_name = "文件")]
    pub file: PathBuf,
    /// 救回成这个新的台账文件，已存在时不覆盖
    #[arg(long, value_name = "台账")]
    pub out: PathBuf,
}

/// What these commands work with.
pub struct Shelf {
    pub ledger: PathBuf,
    pub copies: Copies,
    pub by: String,
    pub as_of: NaiveDate,
    /// The format, where one was asked for.
    pub asked: Option<FormatArg>,
}

impl Shelf {
    fn format(&self) -> OutputFormat {
        self.asked.into()
    }

    fn moment(&self) -> Moment {
        Moment {
            at: clock::now(),
            as_of: self.as_of,
        }
    }
}

/// A ledger for reports that are about none.
fn nobody() -> anyhow::Result<Ledger> {
    Ok(load::untouched(&seed::builtin_documents(), Vec::new())?)
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
pub fn backup(shelf: &Shelf, args: &BackupArgs, out: &mut dyn Write) -> anyhow::Result<()> {
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
        "协会 {} 个，操作记录 {} 条，校验码 {}，{} KB",
        told.associations,
        told.entries,
        told.code,
        told.bytes.div_ceil(1024)
    )?;
    Ok(())
}

/// Lists copies, or puts one in the place of the ledger.
pub fn restore(shelf: &Shelf, args: &RestoreArgs, out: &mut dyn Write) -> anyhow::Result<()> {
    let Some(file) = &args.file else {
        return list(shelf, out);
    };
    let in_use = store::in_use(&shelf.ledger);
    let plan = restore::plan(&shelf.ledger, file)?;
    if args.apply && !args.force {
        ensure!(
            in_use != Some(true),
            "{} 正开着：请先退出界面，或加 --force",
            shelf.ledger.display()
        );
        ensure!(
            !plan.is_other(),
            "{} 是另一份台账的备份：要换成它，请加 --force",
            file.display()
        );
    }
    let common = plan.common;
    let mut told = RestoreTold::new(shelf, file, &plan);
    if shelf.format() != OutputFormat::Json {
        preview(shelf, &plan, &told, out)?;
        if in_use.is_none() {
            writeln!(
                out,
                "不知道有没有人开着台账（网络盘或本系统查不出），请先确认"
            )?;
        } else if in_use == Some(true) {
            writeln!(out, "有人正开着台账")?;
        }
    }
    if args.apply {
        told.kept = plan.apply(&shelf.ledger, &shelf.copies, clock::now())?;
        told.applied = true;
    }
    if shelf.format() == OutputFormat::Json {
        let ledger = nobody()?;
        let diverged = keeping::diverged(&ledger, told.diverged, shelf.as_of);
        let figures = keeping::figures(&ledger, told.figures, ("现有", "备份"), shelf.as_of);
        let whole = RestoreJson {
            ledger: &shelf.ledger,
            file,
            common,
            diverged,
            figures,
            applied: told.applied,
            kept: told.kept,
        };
        return Ok(json::write(out, &whole)?);
    }
    match (told.applied, told.kept) {
        (false, _) => writeln!(out, "只是预览，没有改动；照此恢复请加 --apply")?,
        (true, None) => writeln!(out, "已恢复 {}", shelf.ledger.display())?,
        (true, Some(kept)) => {
            writeln!(out, "已恢复 {}", shelf.ledger.display())?;
            writeln!(out, "原来的台账保留在 {}", kept.display())?;
        }
    }
    Ok(())
}

/// What a restoring is told by.
struct RestoreTold {
    file: String,
    diverged: Vec<keeping::DivergedRow>,
    figures: Vec<keeping::FigureRow>,
    applied: bool,
    kept: Option<PathBuf>,
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

impl RestoreTold {
    fn new(shelf: &Shelf, file: &Path, plan: &RestorePlan) -> Self {
        Self {
            file: file.display().to_string(),
            diverged: plan.diverged(),
            figures: plan.figures(shelf.as_of),
            applied: false,
            kept: None,
        }
    }
}

fn preview(
    shelf: &Shelf,
    plan: &RestorePlan,
    told: &RestoreTold,
    out: &mut dyn Write,
) -> anyhow::Result<()> {
    let of = |content: &KeptContent| {
        let (count, code) = (content.entries.len(), content.head.code());
        format!("操作记录 {count} 条，校验码 {code}")
    };
    let present = match &plan.present {
        Present::Missing => "没有".to_owned(),
        Present::Unreadable(why) => format!("读不出（{why}）"),
        Present::Ledger(content) => of(content),
    };
    writeln!(out, "现有 {}：{present}", shelf.ledger.display())?;
    writeln!(out, "备份 {}：{}", told.file, of(&plan.content))?;
    if plan.is_other() {
        writeln!(out, "备份是另一份台账的，两者没有共同的记录")?;
    }
    let lost = told.diverged.iter().filter(|row| row.lost).count();
    let gained = told.diverged.len() - lost;
    writeln!(
        out,
        "共同的记录 {} 条；恢复后失去 {lost} 条，得到 {gained} 条",
        plan.common
    )?;
    let shown: Vec<_> = told.diverged.iter().take(LISTED).cloned().collect();
    let rest = told.diverged.len() - shown.len();
    let ledger = nobody()?;
    if !shown.is_empty() {
        let report = keeping::diverged(&ledger, shown, shelf.as_of);
        write_report(out, shelf.format(), &report)?;
    }
    if rest > 0 {
        writeln!(out, "……其余 {rest} 条用 --format json 查看")?;
    }
    let figures = keeping::figures(&ledger, told.figures.clone(), ("现有", "备份"), shelf.as_of);
    write_report(out, shelf.format(), &figures)
}

fn list(shelf: &Shelf, out: &mut dyn Write) -> anyhow::Result<()> {
    let rows = shelf
        .copies
        .list()
        .into_iter()
        .map(|copy| keeping::CopyRow {
            taken: copy.taken,
            kind: (copy.kind.id(), copy.kind.word()),
            entries: copy.entries,
            code: copy.code,
            file: copy.path.display().to_string(),
        });
    let ledger = nobody()?;
    let report = keeping::copies(&ledger, rows.collect(), shelf.as_of);
    let none = report.rows.is_empty();
    write_report(out, shelf.format(), &report)?;
    if none && shelf.format() == OutputFormat::Table {
        writeln!(out, "{} 中还没有备份", shelf.copies.folder().display())?;
    }
    Ok(())
}

/// Looks at a ledger from all sides, or at what a code on paper stands for.
pub fn verify(shelf: &Shelf, args: &VerifyArgs, out: &mut dyn Write) -> anyhow::Result<()> {
    let path = args.file.as_ref().unwrap_or(&shelf.ledger);
    let told = verify::file(path)?;
    let whole = told.is_whole();
    if args.code.is_none() || !whole {
        let ledger = nobody()?;
        let report = keeping::checks(&ledger, told.rows, shelf.as_of);
        write_report(out, shelf.format(), &report)?;
    }
    ensure!(
        whole,
        "{} 没有通过检查：tuogou restore 列出备份，tuogou recover 救回能读的",
        path.display()
    );
    if let (Some(code), Some(content)) = (args.code, told.content) {
        let found = content.at_code(code);
        let Some(entries) = found else {
            bail!(
                "{} 中没有校验码 {code}：不是这份台账印的，或抄写有误",
                path.display()
            );
        };
        return trace(shelf, args, &content, entries, out);
    }
    Ok(())
}

/// What programs get of a code.
#[derive(Serialize)]
struct TraceJson<'r> {
    code: String,
    /// Entries when it was printed.
    entries: usize,
    /// The last of them.
    last: Report<'r, crate::domain::change::HistoryLine>,
    figures: Report<'r, keeping::FigureRow>,
    /// What was recorded since.
    since: Report<'r, crate::domain::change::HistoryLine>,
}

fn trace(
    shelf: &Shelf,
    args: &VerifyArgs,
    content: &KeptContent,
    entries: usize,
    out: &mut dyn Write,
) -> anyhow::Result<()> {
    let whose = args.no.as_ref();
    let whose = whose.map(|text| find::association(&content.ledger, text));
    let whose = whose.transpose()?;
    let no = whose.map(|ix| content.ledger.associations()[ix].no);
    let past = content.after(entries);
    let last = entries
        .checked_sub(1)
        .and_then(|at| content.entries.get(at));
    let then = last.map_or(shelf.as_of, |entry| entry.body.as_of);
    let about = |entry: &&crate::domain::change::Entry| {
        let mut changes = entry.body.changes.iter();
        no.is_none() || changes.any(|change| change.association() == no)
    };
    let since = content.entries.iter().skip(entries).filter(about);
    let since: Vec<_> = since.rev().map(restore::line).collect();
    let figures = restore::figures(
        Some(&past),
        Some(&content.ledger),
        (then, shelf.as_of),
        whose,
    );
    let ledger = &content.ledger;
    let figures = keeping::figures(ledger, figures, ("当时", "现在"), shelf.as_of);
    let line = last.map(restore::line);
    let code = args.code.map_or_else(String::new, |code| code.to_string());
    if shelf.format() == OutputFormat::Json {
        let told = TraceJson {
            code,
            entries,
            last: history::report(ledger, line.into_iter().collect(), shelf.as_of),
            figures,
            since: history::report(ledger, since, shelf.as_of),
        };
        return Ok(json::write(out, &told)?);
    }
    match &line {
        None => writeln!(out, "校验码 {code}：印时还没有操作记录")?,
        Some(line) => writeln!(
            out,
            "校验码 {code}：印于第 {} 条操作记录之后，{} {} {}",
            line.seq,
            clock::local_minute(line.at),
            visible(&line.by),
            visible(&line.what)
        )?,
    }
    write_report(out, shelf.format(), &figures)?;
    let count = since.len();
    let shown: Vec<_> = since.into_iter().take(LISTED).collect();
    writeln!(out, "此后 {count} 条操作记录")?;
    if count == 0 {
        return Ok(());
    }
    let report = history::report(ledger, shown, shelf.as_of);
    write_report(out, shelf.format(), &report)
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
pub fn recover(shelf: &Shelf, args: &RecoverArgs, out: &mut dyn Write) -> anyhow::Result<()> {
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
        "救回协会 {} 个，操作记录 {} 条",
        made.associations, made.entries
    )?;
    if taken_over > 0 {
        writeln!(out, "操作记录未载明的现状 {taken_over} 处，另记为最后一条")?;
    }
    if count == 0 {
        writeln!(out, "没有发现读不出的内容")?;
        return Ok(());
    }
    writeln!(out, "没有救回或须核对的 {count} 处：")?;
    write_report(out, shelf.format(), &losses).context("无法列出没有救回的内容")
}
