//! `tuogou verify`: a ledger from all sides, or what a code on paper stands for.

use std::io::Write;
use std::path::PathBuf;

use anyhow::{bail, ensure};
use clap::Args;
use serde::Serialize;

use super::output::{OutputFormat, write_report};
use super::shelf::{LISTED, Shelf, nobody};
use crate::app::clock;
use crate::app::find;
use crate::app::restore;
use crate::app::verify::{self, KeptContent};
use crate::domain::change::{Entry, HistoryLine};
use crate::domain::seal::Code;
use crate::report::history;
use crate::report::keeping;
use crate::report::render::json;
use crate::report::table::Report;
use crate::text::cells::visible;

/// Arguments of `verify`.
#[derive(Debug, Args)]
pub struct VerifyArgs {
    /// 台账或备份（默认为当前台账）
    /// ¦ Ledger or backup (the ledger in use)
    #[arg(value_name = "文件")]
    pub file: Option<PathBuf>,
    /// 打印件上的校验码：查它是在哪一条操作记录之后印的，当时与现在各如何
    /// ¦ Check code of a printed paper: after which entry it was printed, and what has changed
    #[arg(long, value_name = "校验码")]
    pub code: Option<Code>,
    /// 只看这个协会：序号、名称或名称的一部分
    /// ¦ Only this association: number, name or part of it
    #[arg(long, value_name = "协会", requires = "code")]
    pub no: Option<String>,
}

/// Looks at a ledger from all sides, or at what a code on paper stands for.
pub fn run(shelf: &Shelf, args: &VerifyArgs, out: &mut dyn Write) -> anyhow::Result<()> {
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
        both!(
            "{} 没有通过检查：tuogou restore 列出备份，tuogou recover 救回能读的",
            "{} did not pass: tuogou restore lists backups, tuogou recover saves what can be read",
            path.display()
        )
    );
    if let (Some(code), Some(content)) = (args.code, told.content) {
        let found = content.at_code(code);
        let Some(entries) = found else {
            bail!(both!(
                "{} 中没有校验码 {code}：不是这份台账印的，或抄写有误",
                "{} has no check code {code}: not printed from this ledger, or miscopied",
                path.display()
            ));
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
    last: Report<'r, HistoryLine>,
    figures: Report<'r, keeping::FigureRow>,
    /// What was recorded since.
    since: Report<'r, HistoryLine>,
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
    let about = |entry: &&Entry| {
        let mut changes = entry.body.changes.iter();
        no.is_none() || changes.any(|change| change.association() == no)
    };
    let since = content.entries.iter().skip(entries).filter(about);
    let since: Vec<_> = since
        .rev()
        .map(|entry| HistoryLine::of(entry, false))
        .collect();
    let figures = restore::figures(
        Some(&past),
        Some(&content.ledger),
        (then, shelf.as_of),
        whose,
    );
    let ledger = &content.ledger;
    let figures = keeping::figures(
        ledger,
        figures,
        (s!("当时", "then"), s!("现在", "now")),
        shelf.as_of,
    );
    let line = last.map(|entry| HistoryLine::of(entry, false));
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
        None => writeln!(
            out,
            "{}",
            t!(
                "校验码 {code}：印时还没有操作记录",
                "Check code {code}: printed when there were no entries yet"
            )
        )?,
        Some(line) => writeln!(
            out,
            "{}",
            t!(
                "校验码 {code}：印于第 {} 条操作记录之后，{} {} {}",
                "Check code {code}: printed after entry {}, {} {} {}",
                line.seq,
                clock::local_minute(line.at),
                visible(&line.by),
                visible(&line.what)
            )
        )?,
    }
    write_report(out, shelf.format(), &figures)?;
    let count = since.len();
    let shown: Vec<_> = since.into_iter().take(LISTED).collect();
    writeln!(
        out,
        "{}",
        t!("此后 {count} 条操作记录", "{count} entries since")
    )?;
    if count == 0 {
        return Ok(());
    }
    let report = history::report(ledger, shown, shelf.as_of);
    write_report(out, shelf.format(), &report)
}
