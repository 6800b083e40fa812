//! `tuogou import`: what can be imported; filled-in forms: what they would change, recorded.

use std::io::{IsTerminal as _, Write};
use std::path::PathBuf;

use clap::{Args, Subcommand, ValueEnum};

use super::bundle::{self, ImportBundleArgs};
use super::common::{Formats, TELLS};
use super::import_ledger::{self, ImportLedgerArgs};
use super::import_roster::{self, ImportRosterArgs};
use super::{Desk, OutputFormat, Run};
use crate::app::find;
use crate::app::import::{self, FilePlan, Importer};
use crate::exchange::form::plan::{Blanks, FormPlan};
use crate::report::render::json;
use crate::text::cells::visible;

/// What can be imported.
#[derive(Debug, Subcommand)]
#[command(disable_help_flag = true)]
pub enum ImportCommand {
    /// 填好的基本情况表、完成情况表：Word 或 Excel 文件，也可写目录
    /// ¦ Filled-in forms of Annex 2 and 4: Word, Excel, or folders of them
    Form(ImportFormArgs),
    /// 单位交回的分册：逐处合并，两边都改过的并排列出，由人选定
    /// ¦ Bundle that came back: merged one by one; clashes are listed side by side to choose from
    Bundle(ImportBundleArgs),
    /// 一份名册：看它读成什么样、有什么问题、与台账有何不同；不改写台账
    /// ¦ A roster: how it reads, its problems, how it differs; the ledger stays
    Roster(ImportRosterArgs),
    /// 由 export json 写出的文件恢复成新的台账文件
    /// ¦ Make a ledger from a file of export json
    Ledger(ImportLedgerArgs),
}

/// Arguments of `import form`.
#[derive(Debug, Args)]
pub struct ImportFormArgs {
    /// 文件或目录，可写多个
    /// ¦ Files or folders
    #[arg(value_name = "文件", required = true)]
    pub files: Vec<PathBuf>,
    /// 只列出改动和问题，不记入台账
    /// ¦ Only list changes and problems
    #[arg(long)]
    pub dry_run: bool,
    /// 有问题的文件，其余各栏照样导入（默认整个文件不导入）
    /// ¦ Import the other fields of files with problems (leaves out the file without it)
    #[arg(long)]
    pub partial: bool,
    /// 台账已填而文件空白的栏：keep 空白不覆盖，clear 照空白清空（默认算问题，文件不导入）
    /// ¦ Blanks over filled fields: keep overwrites nothing, clear clears them (a problem without
    /// it)
    #[arg(long, value_name = "办法", hide_possible_values = true)]
    pub blank: Option<BlankArg>,
    /// 只收这个协会的表：序号、名称或名称的一部分
    /// ¦ Only forms of this association: number, name or part of it
    #[arg(long, value_name = "协会")]
    pub association: Option<String>,
}

/// Values of `--blank`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum BlankArg {
    /// 不覆盖
    /// ¦ overwrite nothing
    #[value(alias = "不覆盖")]
    Keep,
    /// 清空
    /// ¦ clear
    #[value(alias = "清空")]
    Clear,
}

impl Run for ImportCommand {
    fn formats(&self) -> Formats {
        match self {
            Self::Ledger(_) => ("import ledger", &[]),
            _ => TELLS,
        }
    }

    fn run(&self, desk: &mut Desk, out: &mut dyn Write) -> anyhow::Result<()> {
        match self {
            ImportCommand::Form(args) => forms(desk, args, out),
            ImportCommand::Roster(args) => import_roster::run(desk, args, out),
            ImportCommand::Bundle(args) => bundle::import(desk, args, out),
            // Needs no open ledger, and is taken care of before there is one.
            ImportCommand::Ledger(args) => import_ledger::run(args, out),
        }
    }
}

fn forms(desk: &mut Desk, args: &ImportFormArgs, out: &mut dyn Write) -> anyhow::Result<()> {
    let only = args
        .association
        .as_ref()
        .map(|text| find::association(&desk.ledger, text))
        .transpose()?;
    let files = import::files(&args.files)?;
    let total = files.len();
    let show = std::io::stderr().is_terminal() && total > 1;
    let blanks = match args.blank {
        None => Blanks::Ask,
        Some(BlankArg::Keep) => Blanks::Keep,
        Some(BlankArg::Clear) => Blanks::Clear,
    };
    let mut importer = Importer::new(files, only).with_blanks(blanks);
    while importer.step(&desk.ledger) {
        if show {
            eprint!(
                "{}",
                t!("\r读取 {}/{total}", "\rreading {}/{total}", importer.done())
            );
        }
    }
    if show {
        eprintln!();
    }
    let mut plans = importer.finish();
    import::set_partial(&mut plans, args.partial);
    let receipt = match import::command(&plans) {
        Some(command) if !args.dry_run => {
            let moment = desk.moment();
            Some(desk.session.execute(&mut desk.ledger, &command, moment)?)
        }
        _ => None,
    };
    if desk.format() == OutputFormat::Json {
        json::write(out, &plans)?;
    } else {
        write_sums(&plans, out)?;
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
    }
    refuse(args, &plans)
}

/// What was read of each file, and of all together.
fn write_sums(plans: &[FilePlan], out: &mut dyn Write) -> anyhow::Result<()> {
    for plan in plans {
        write_plan(plan, out)?;
    }
    let total = plans.len();
    let taken = || {
        let taken = plans.iter().filter(|plan| plan.taken);
        taken.map(|plan| &plan.plan)
    };
    let changes: usize = taken().map(|plan| plan.changes.len()).sum();
    let emptied: usize = taken().map(FormPlan::emptied).sum();
    let refused = total - taken().count();
    write!(
        out,
        "{}",
        t!(
            "共 {total} 个文件，{changes} 处改动{}",
            "{total} files, {changes} changes{}",
            of_these(emptied)
        )
    )?;
    if refused > 0 {
        write!(
            out,
            "{}",
            t!(
                "；{refused} 个文件有问题，未计入",
                "; {refused} files have problems and were left out"
            )
        )?;
    }
    Ok(writeln!(out)?)
}

/// Whether all was taken that was to be; a preview only fails where nothing could be read.
fn refuse(args: &ImportFormArgs, plans: &[FilePlan]) -> anyhow::Result<()> {
    let refused = plans.iter().filter(|plan| !plan.taken).count();
    let unread = plans.iter().filter(|plan| plan.plan.form.is_none()).count();
    anyhow::ensure!(
        unread < plans.len(),
        both!(
            "没有一个文件读得出基本情况表或完成情况表",
            "No file could be read as form of Annex 2 or Annex 4"
        )
    );
    let clears = plans.iter().any(|plan| !plan.plan.clears.is_empty());
    anyhow::ensure!(
        args.dry_run || refused == 0 || !clears || args.blank.is_some(),
        both!(
            "{refused} 个文件有问题，没有导入；空白不覆盖的加 --blank keep，确要清空的加 --blank clear",
            "{refused} files have problems; nothing was imported. To let blanks overwrite nothing add --blank keep; to clear fields add --blank clear"
        )
    );
    anyhow::ensure!(
        args.dry_run || refused == 0,
        both!(
            "{refused} 个文件有问题，没有导入；改正后重新导入，或加 --partial 导入其余各栏",
            "{refused} files have problems; nothing was imported. Correct them and import again, or import the other fields with --partial"
        )
    );
    Ok(())
}

/// Answers that would be taken away are counted apart.
fn of_these(emptied: usize) -> String {
    match emptied {
        0 => String::new(),
        emptied => t!(
            "（其中清空 {emptied} 处）",
            " ({emptied} of them clear a field)"
        ),
    }
}

fn write_plan(plan: &FilePlan, out: &mut dyn Write) -> anyhow::Result<()> {
    let FilePlan { file, plan, .. } = plan;
    let whose = plan
        .whose()
        .map_or_else(String::new, |whose| t!("{whose}：", "{whose}: "));
    writeln!(
        out,
        "{}",
        t!(
            "{}\n  {whose}{} 处改动{}，{} 个问题{}",
            "{}\n  {whose}{} changes{}, {} problems{}",
            visible(&file.to_string_lossy()),
            plan.changes.len(),
            of_these(plan.emptied()),
            plan.problems.len(),
            match plan.clears.len() {
                0 => String::new(),
                clears => t!(
                    "，空白不覆盖 {clears} 处",
                    ", {clears} blanks overwrite nothing"
                ),
            }
        )
    )?;
    for change in &plan.changes {
        let [old, new] = change.sides();
        writeln!(
            out,
            "{}",
            t!(
                "  改动 {}：{old} 改为 {new}",
                "  change {}: {old} becomes {new}",
                change.label
            )
        )?;
    }
    for problem in &plan.problems {
        writeln!(
            out,
            "{}",
            t!("  问题 {}", "  problem {}", visible(&problem.to_string()))
        )?;
    }
    Ok(())
}
