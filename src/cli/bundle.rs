//! `tuogou export bundle` and `tuogou import bundle`: a unit's own file, handed out and back.

use std::io::Write;
use std::path::PathBuf;

use clap::{Args, ValueEnum};
use serde::Serialize;

use super::{Desk, OutputFormat};
use crate::app::bundle;
use crate::app::describe;
use crate::app::find::{self, UnitChoice};
use crate::domain::ledger::Ledger;
use crate::domain::merge::{MergeLine, Said, Side, Standing};
use crate::report::render::json;
use crate::words;

/// Arguments of `export bundle`.
#[derive(Debug, Args)]
pub struct ExportBundleArgs {
    /// 哪个业务主管单位
    /// ¦ Which supervising unit
    #[arg(long, value_name = "单位")]
    pub unit: String,
    /// 文件名（默认 脱钩分册-单位.db）
    /// ¦ File name (脱钩分册-UNIT.db)
    #[arg(long, value_name = "文件")]
    pub out: Option<PathBuf>,
    /// 覆盖已有的文件
    /// ¦ Overwrite existing files
    #[arg(long)]
    pub force: bool,
}

/// Arguments of `import bundle`.
#[derive(Debug, Args)]
pub struct ImportBundleArgs {
    /// 单位交回的分册
    /// ¦ Bundle that came back
    #[arg(value_name = "文件")]
    pub file: PathBuf,
    /// 只列出改动和冲突，不记入台账
    /// ¦ Only list changes and clashes
    #[arg(long)]
    pub dry_run: bool,
    /// 两边都改过的以哪边为准：分册（theirs）、台账（ours）；不写则列出而不计入
    /// ¦ Which side wins where both changed: the bundle (theirs), the ledger (ours); listed and
    /// left out without it
    #[arg(long, value_name = "哪边")]
    pub take: Option<TakeArg>,
}

/// Which side of a conflict counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum TakeArg {
    /// What the unit has handed back.
    Theirs,
    /// What stands in the ledger.
    Ours,
}

impl From<TakeArg> for Side {
    fn from(arg: TakeArg) -> Self {
        match arg {
            TakeArg::Theirs => Self::Theirs,
            TakeArg::Ours => Self::Ours,
        }
    }
}

/// Writes the part of one unit into a ledger file of its own.
pub fn export(desk: &Desk, args: &ExportBundleArgs, out: &mut dyn Write) -> anyhow::Result<()> {
    let ledger = &desk.ledger;
    let UnitChoice::Unit(unit) = find::unit(ledger, &args.unit)? else {
        anyhow::bail!(both!(
            "{} 是登记方式，不是单位",
            "{} is a way of registration, not a unit",
            args.unit
        ));
    };
    let name = &ledger.units()[unit].name;
    let usual = || PathBuf::from(bundle::file_name(ledger, unit));
    let path = args.out.clone().unwrap_or_else(usual);
    let associations = bundle::export(
        &desk.session,
        ledger,
        unit,
        desk.moment(),
        &path,
        args.force,
    )?;
    writeln!(
        out,
        "{}",
        t!(
            "已写出 {}：{name} {associations} 家",
            "Written {}: {name}, {associations} associations",
            path.display()
        )
    )?;
    writeln!(
        out,
        "{}",
        t!(
            "单位用 tuogou --ledger {} 打开办理，交回后用 tuogou import bundle 合并",
            "The unit opens it with tuogou --ledger {}; when it comes back, merge it with tuogou import bundle",
            path.display()
        )
    )?;
    Ok(())
}

/// What `import bundle` says to programs.
#[derive(Serialize)]
struct MergeOutcome<'a> {
    unit: &'a str,
    recorded: bool,
    lines: Vec<MergeRow<'a>>,
    problems: Vec<String>,
}

/// One thing that differs.
#[derive(Serialize)]
#[expect(clippy::struct_excessive_bools, reason = "what scripts read")]
struct MergeRow<'a> {
    /// 序号; null = not about one association.
    no: Option<u32>,
    /// Item, field or milestone id.
    id: &'a str,
    label: String,
    ours: &'a Option<Said>,
    theirs: &'a Option<Said>,
    conflict: bool,
    given_up: bool,
    decided: bool,
    taken: bool,
}

impl<'a> MergeRow<'a> {
    fn new(ledger: &Ledger, line: &'a MergeLine) -> Self {
        let key = line.change.key();
        Self {
            no: key.association(),
            id: key.id(),
            label: words::merge::label(ledger, key),
            ours: &line.ours,
            theirs: &line.theirs,
            conflict: line.conflict(),
            given_up: line.standing == Standing::GivenUp,
            decided: line.chosen.is_some(),
            taken: line.taken(),
        }
    }
}

/// Merges what a unit has handed back.
pub fn import(desk: &mut Desk, args: &ImportBundleArgs, out: &mut dyn Write) -> anyhow::Result<()> {
    let received = bundle::read(&desk.ledger, &args.file)?;
    let mut merge = received.merge(&desk.session, &desk.ledger, desk.moment())?;
    if let Some(side) = args.take {
        merge.decide(side.into());
    }
    let receipt = match received.command(&merge) {
        Some(command) if !args.dry_run => {
            let moment = desk.moment();
            Some(desk.session.execute(&mut desk.ledger, &command, moment)?)
        }
        _ => None,
    };
    if desk.format() == OutputFormat::Json {
        return Ok(json::write(
            out,
            &MergeOutcome {
                unit: &received.about.unit,
                recorded: receipt.is_some(),
                lines: merge
                    .lines
                    .iter()
                    .map(|line| MergeRow::new(&desk.ledger, line))
                    .collect(),
                problems: merge.problems.iter().map(ToString::to_string).collect(),
            },
        )?);
    }
    for line in describe::merge(&desk.ledger, &received, &merge) {
        writeln!(out, "{line}")?;
    }
    if merge.undecided() > 0 {
        writeln!(
            out,
            "{}",
            t!(
                "待定的没有计入；加 --take theirs 取分册，--take ours 留台账，或在界面中逐处选定",
                "What is undecided was left out; add --take theirs for the bundle, --take ours for the ledger, or choose each on the screen"
            )
        )?;
    }
    if args.dry_run {
        writeln!(
            out,
            "{}",
            t!(
                "只是预览，没有记入台账",
                "Only a preview, nothing was recorded"
            )
        )?;
    } else if let Some(receipt) = receipt {
        writeln!(out, "{}", receipt.sentence())?;
    }
    Ok(())
}
