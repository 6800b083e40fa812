//! `tuogou export`: what can be exported; forms and plans as files.

use std::fmt::Write as _;
use std::io::Write;
use std::path::{Path, PathBuf};

use clap::{Args, Subcommand, ValueEnum};

use super::bundle::{self, ExportBundleArgs};
use super::common::{FileArgs, FormatArg, Formats, TargetArgs};
use super::export_calendar::{self, ExportCalendarArgs};
use super::export_json;
use super::export_letter::{self, ExportLetterArgs};
use super::export_report::{self, ExportReportArgs};
use super::export_roster::{self, ExportRosterArgs};
use super::output::write_report;
use super::{Desk, OutputFormat, Run};
use crate::app::export::{
    self, ExportDesk, ExportFiles, ExportOrder, LetterOptions, Whose, Writing, read_template,
};
use crate::app::find::{self, UnitChoice};
use crate::domain::figure::Members;
use crate::domain::finding::{self, Scope};
use crate::domain::form::{FormId, filled};
use crate::domain::id::AssocIx;
use crate::domain::ledger::Ledger;
use crate::domain::model::Status;
use crate::report;
use crate::text::lang::in_chinese;
use crate::words;

/// What can be exported.
#[derive(Debug, Subcommand)]
#[command(disable_help_flag = true)]
pub enum ExportCommand {
    /// 基本情况表或完成情况表，每个协会一个文件
    /// ¦ Annex 2 or Annex 4, a file for each association
    Form(ExportFormArgs),
    /// 实施方案，每个协会一个 Word 文件
    /// ¦ Plan, a Word file for each association
    Plan(ExportPlanArgs),
    /// 催办单、督办单、通报、周报、总结：Word 文件，或 --format md
    /// ¦ Letters: reminders, circular, weekly report, summary; Word, or --format md
    Letter(ExportLetterArgs),
    /// 基本情况表、完成情况表的汇总：每个协会一行，每栏一列，有合计
    /// ¦ Annex 2 or 4 summed up: a row for each association, a column for each field
    #[command(mut_arg("out", |arg| arg.help("文件名（默认 基本情况表汇总-基准日.xlsx） ¦ File name (基本情况表汇总-DATE.xlsx)")))]
    Answers(ExportAnswersArgs),
    /// 全部台账写成 Excel：名册、按单位汇总、节点、清单、问题
    /// ¦ The whole ledger as Excel: roster, units, milestones, checklist, findings
    #[command(mut_arg("out", |arg| arg.help("文件名（默认 脱钩台账-基准日.xlsx） ¦ File name (脱钩台账-DATE.xlsx)")))]
    Ledger(FileArgs),
    /// 名册和进度：csv（默认）、json 或 xlsx
    /// ¦ Roster and progress: csv (without it), json or xlsx
    Roster(ExportRosterArgs),
    /// 单位分册：一个单位的台账，交给它办理，交回后合并
    /// ¦ Bundle: the ledger of one unit to work on, merged when it comes back
    Bundle(ExportBundleArgs),
    /// 节点写成日历文件（.ics），带提醒；也可每个单位一份
    /// ¦ Milestones as a calendar file (.ics) with alarms; or one for each unit
    Calendar(ExportCalendarArgs),
    /// 给领导看的一页：一个独立的网页文件，不联网，可打印
    /// ¦ Page for leaders: one web page by itself, offline, for printing
    Report(ExportReportArgs),
    /// 整个台账：一个 JSON 文件，含本轮资料、名册和全部操作记录，可用 import ledger 恢复
    /// ¦ The whole ledger as one JSON file with documents, roster and history; import ledger brings
    /// it back
    #[command(mut_arg("out", |arg| arg.help("文件名（默认 台账-基准日.json） ¦ File name (台账-DATE.json)")))]
    Json(FileArgs),
}

/// Arguments of `export form`.
#[derive(Debug, Args)]
pub struct ExportFormArgs {
    /// basic 基本情况表（附件2）、completion 完成情况表（附件4）
    /// ¦ basic (Annex 2), completion (Annex 4)
    #[arg(value_name = "表", hide_possible_values = true)]
    pub form: PrintedFormArg,
    #[command(flatten)]
    pub whose: WhoseArgs,
    #[command(flatten)]
    pub target: TargetArgs,
}

/// Values of the form's name where it is printed by cells.
#[derive(Debug, Clone, Copy, ValueEnum)]
pub enum PrintedFormArg {
    /// 基本情况表
    /// ¦ basic form (Annex 2)
    #[value(alias = "基本情况表")]
    Basic,
    /// 完成情况表
    /// ¦ completion form (Annex 4)
    #[value(alias = "完成情况表")]
    Completion,
}

impl From<PrintedFormArg> for FormId {
    fn from(arg: PrintedFormArg) -> Self {
        match arg {
            PrintedFormArg::Basic => Self::Basic,
            PrintedFormArg::Completion => Self::Completion,
        }
    }
}

/// Arguments of `export answers`.
#[derive(Debug, Args)]
pub struct ExportAnswersArgs {
    /// basic 基本情况表（附件2）、completion 完成情况表（附件4）
    /// ¦ basic (Annex 2), completion (Annex 4)
    #[arg(value_name = "表", hide_possible_values = true)]
    pub form: PrintedFormArg,
    /// 只写这个业务主管单位的协会
    /// ¦ Only associations of this supervising unit
    #[arg(long, value_name = "单位")]
    pub unit: Option<String>,
    #[command(flatten)]
    pub file: FileArgs,
}

/// Arguments of `export plan`.
#[derive(Debug, Args)]
pub struct ExportPlanArgs {
    #[command(flatten)]
    pub whose: WhoseArgs,
    #[command(flatten)]
    pub target: TargetArgs,
    /// 用本单位的模板（先用 tuogou templates export 写出，改好后用 templates check 检查）
    /// ¦ Use a template of your own (write it with tuogou templates export, check it with templates
    /// check)
    #[arg(long, value_name = "文件")]
    pub template: Option<PathBuf>,
}

/// The associations that are meant.
#[derive(Debug, Args)]
pub struct WhoseArgs {
    /// 协会：序号、名称或名称的一部分，可写多个
    /// ¦ Associations: numbers, names or parts of them
    #[arg(value_name = "协会", required_unless_present_any = ["unit", "all"])]
    pub associations: Vec<String>,
    /// 这个业务主管单位的全部拟脱钩协会
    /// ¦ All associations to decouple of this supervising unit
    #[arg(long, value_name = "单位", conflicts_with = "associations")]
    pub unit: Option<String>,
    /// 全部拟脱钩协会
    /// ¦ All associations to decouple
    #[arg(long, conflicts_with_all = ["associations", "unit"])]
    pub all: bool,
}

impl Run for ExportCommand {
    fn formats(&self) -> Formats {
        use FormatArg::{Csv, Docx, Json, Md, Xlsx};
        match self {
            Self::Form(_) => ("export form", &[Docx, Xlsx]),
            Self::Plan(_) => ("export plan", &[Docx, Xlsx]),
            Self::Letter(_) => ("export letter", &[Docx, Md]),
            Self::Answers(_) => ("export answers", &[Xlsx, Json]),
            Self::Ledger(_) => ("export ledger", &[Xlsx]),
            Self::Roster(_) => ("export roster", &[Csv, Json, Xlsx]),
            Self::Bundle(_) => ("export bundle", &[]),
            Self::Calendar(_) => ("export calendar", &[]),
            Self::Report(_) => ("export report", &[]),
            Self::Json(_) => ("export json", &[]),
        }
    }

    fn reads(&self) -> bool {
        match self {
            Self::Json(_) | Self::Bundle(_) => false,
            Self::Letter(args) => !args.send,
            _ => true,
        }
    }

    fn run(&self, desk: &mut Desk, out: &mut dyn Write) -> anyhow::Result<()> {
        match self {
            ExportCommand::Form(args) => forms(desk, args, out),
            ExportCommand::Plan(args) => plans(desk, args, out),
            ExportCommand::Letter(args) => export_letter::run(desk, args, out),
            ExportCommand::Bundle(args) => bundle::export(desk, args, out),
            ExportCommand::Calendar(args) => export_calendar::run(desk, args, out),
            ExportCommand::Answers(args) => answers(desk, args, out),
            ExportCommand::Ledger(args) => city(desk, "ledger", args, out),
            ExportCommand::Roster(args) => export_roster::run(desk, args, out),
            ExportCommand::Report(args) => export_report::run(desk, args, out),
            ExportCommand::Json(args) => export_json::run(desk, args, out),
        }
    }
}

/// Puts together what is asked for.
pub(super) fn prepare(
    desk: &Desk,
    id: &str,
    whose: Whose,
    letter: LetterOptions,
) -> anyhow::Result<ExportFiles> {
    let kind = export::kind(id);
    let ending = desk.asked.and_then(|format| match format {
        FormatArg::Docx => Some("docx"),
        FormatArg::Xlsx => Some("xlsx"),
        FormatArg::Md => Some("md"),
        FormatArg::Csv => Some("csv"),
        FormatArg::Table | FormatArg::Json => None,
    });
    let order = ExportOrder {
        whose,
        format: kind.format(ending)?,
        letter,
    };
    let from = ExportDesk::new(&desk.session, &desk.ledger, desk.moment(), kind)?;
    kind.prepare(&from, &order)
}

/// Writes files into a folder and says where they are; `beside` adds to the line of a file.
pub(super) fn write_into(
    desk: &Desk,
    files: ExportFiles,
    folder: &Path,
    force: bool,
    out: &mut dyn Write,
    beside: impl Fn(usize, &mut String),
) -> anyhow::Result<()> {
    let mut writing = Writing::new(files, |name| folder.join(name), force)?;
    while writing.step(&desk.ledger) {
        if let Some(path) = writing.newest() {
            let mut line = path.display().to_string();
            beside(writing.done() - 1, &mut line);
            writeln!(out, "{line}")?;
        }
    }
    writeln!(
        out,
        "{}",
        t!("共写出 {} 个文件", "{} files written", writing.written())
    )?;
    writing.finish()
}

/// Where a single file goes: where it was said, else here by its own name.
pub(super) fn single(args: &FileArgs, name: &str) -> anyhow::Result<PathBuf> {
    let path = args.out.clone().unwrap_or_else(|| PathBuf::from(name));
    anyhow::ensure!(
        !path.is_dir(),
        both!(
            "{} 是目录，请在 --out 写文件名",
            "{} is a folder; give a file name with --out",
            path.display()
        )
    );
    Ok(path)
}

/// Writes the one file of a kind and says where it is.
pub(super) fn write_one(
    desk: &Desk,
    files: ExportFiles,
    args: &FileArgs,
    out: &mut dyn Write,
) -> anyhow::Result<()> {
    let path = single(args, &files.names[0])?;
    let mut writing = Writing::new(files, |_| path.clone(), args.force)?;
    while writing.step(&desk.ledger) {}
    writing.finish()?;
    writeln!(out, "{}", path.display())?;
    Ok(())
}

fn city(desk: &Desk, id: &str, args: &FileArgs, out: &mut dyn Write) -> anyhow::Result<()> {
    let files = prepare(desk, id, Whose::City, LetterOptions::default())?;
    write_one(desk, files, args, out)
}

fn answers(desk: &Desk, args: &ExportAnswersArgs, out: &mut dyn Write) -> anyhow::Result<()> {
    let ledger = &desk.ledger;
    let unit = args.unit.as_deref().map(|text| find::unit(ledger, text));
    let unit = match unit.transpose()? {
        Some(UnitChoice::Unit(unit)) => Some(unit),
        Some(UnitChoice::Direct) => {
            anyhow::bail!(both!(
                "直接登记的协会都已脱钩，没有要汇总的表",
                "Those registered directly are all decoupled; there are no forms to sum up"
            ))
        }
        None => None,
    };
    let form = FormId::from(args.form);
    if desk.format() == OutputFormat::Json {
        let members = unit.map_or(Members::City, Members::Unit);
        return in_chinese(|| {
            let report = report::answers::of_associations(ledger, form, members, desk.as_of);
            write_report(out, OutputFormat::Json, &report)
        });
    }
    let whose = unit.map_or(Whose::City, |unit| Whose::Units(vec![unit]));
    let id = match form {
        FormId::Completion => "answers-completion",
        FormId::Basic | FormId::Plan => "answers-basic",
    };
    let files = prepare(desk, id, whose, LetterOptions::default())?;
    write_one(desk, files, &args.file, out)
}

fn forms(desk: &Desk, args: &ExportFormArgs, out: &mut dyn Write) -> anyhow::Result<()> {
    let whose = Whose::Associations(whose(&desk.ledger, &args.whose)?);
    let TargetArgs { out: folder, force } = &args.target;
    let id = FormId::from(args.form).id();
    let files = prepare(desk, id, whose, LetterOptions::default())?;
    write_into(desk, files, folder, *force, out, |_, _| {})
}

fn plans(desk: &Desk, args: &ExportPlanArgs, out: &mut dyn Write) -> anyhow::Result<()> {
    let ledger = &desk.ledger;
    let whose = whose(ledger, &args.whose)?;
    let TargetArgs { out: folder, force } = &args.target;
    let letter = LetterOptions {
        template: args.template.as_deref().map(read_template).transpose()?,
        ..LetterOptions::default()
    };
    let plan = FormId::Plan;
    let files = prepare(desk, plan.id(), Whose::Associations(whose.clone()), letter)?;
    let form = ledger.round().form_ix(plan);
    write_into(desk, files, folder, *force, out, |at, line| {
        let tally = filled::tally(ledger, whose[at], form);
        let left = tally.total - tally.done;
        if left > 0 {
            let _ = write!(
                line,
                "{}",
                t!("  还有 {left} 处未填", "  {left} places still empty")
            );
        }
        for finding in finding::of(ledger, Scope::Forms(whose[at]), desk.as_of) {
            if finding.rule == "P01" {
                let word = finding.severity.shown();
                let _ = write!(
                    line,
                    "{}",
                    t!(
                        "\n  {word}：{}",
                        "\n  {word}: {}",
                        words::finding::message(ledger, &finding)
                    )
                );
            }
        }
    })
}

/// The associations that are meant, in the order in which they were named.
pub(super) fn whose(ledger: &Ledger, args: &WhoseArgs) -> anyhow::Result<Vec<AssocIx>> {
    let planned = |ix: &AssocIx| ledger.associations()[*ix].status == Status::Planned;
    if args.all {
        return Ok(ledger.associations().keys().filter(planned).collect());
    }
    if let Some(text) = &args.unit {
        let UnitChoice::Unit(unit) = find::unit(ledger, text)? else {
            anyhow::bail!(both!(
                "直接登记的协会都已脱钩，没有要填的表；个别协会请写序号",
                "Those registered directly are all decoupled, no form to fill in; for single ones give their numbers"
            ));
        };
        let unit = &ledger.units()[unit];
        let found: Vec<AssocIx> = unit.associations.iter().copied().filter(planned).collect();
        anyhow::ensure!(
            !found.is_empty(),
            both!(
                "{} 没有拟脱钩的协会；已脱钩的请写序号",
                "{} has nobody left to decouple; for decoupled ones give their numbers",
                unit.name
            )
        );
        return Ok(found);
    }
    let mut found = Vec::new();
    for text in &args.associations {
        let ix = find::association(ledger, text)?;
        if !found.contains(&ix) {
            found.push(ix);
        }
    }
    Ok(found)
}
