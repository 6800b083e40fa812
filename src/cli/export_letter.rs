//! `tuogou export letter`: reminders, circulars, weekly reports, the closing summary.

use std::io::Write;
use std::path::PathBuf;

use chrono::NaiveDate;
use clap::{Args, ValueEnum};

use super::Desk;
use super::common::{FormatArg, TargetArgs};
use crate::app::clock::{self, parse_date};
use crate::app::export::template_or;
use crate::app::find::{self, UnitChoice};
use crate::app::output;
use crate::app::papers::{self, LetterFormat};
use crate::domain::id::UnitIx;
use crate::domain::ledger::Ledger;
use crate::exchange::letter::{Letter, Template, Writer};
use crate::exchange::report::Made;

/// Arguments of `export letter`.
#[derive(Debug, Args)]
pub struct ExportLetterArgs {
    /// remind 催办单、督办单，circular 通报，weekly 周报，summary 总结，minutes 调度会纪要
    #[arg(value_name = "文书", hide_possible_values = true)]
    pub letter: LetterArg,
    /// 给这个业务主管单位的催办单，可写多次
    #[arg(long, value_name = "单位")]
    pub unit: Vec<String>,
    /// 给每个有逾期的单位各写一份催办单
    #[arg(long, conflicts_with = "unit")]
    pub all_late: bool,
    /// 催办单的回复日期（默认在基准日后几天，由本轮资料定）
    #[arg(long, value_name = "日期", value_parser = parse_date)]
    pub return_on: Option<NaiveDate>,
    /// 周报从这一天算起（默认基准日前 7 天）
    #[arg(long, value_name = "日期", value_parser = parse_date)]
    pub since: Option<NaiveDate>,
    /// 哪一天的调度会纪要（默认基准日）
    #[arg(long, value_name = "日期", value_parser = parse_date)]
    pub on: Option<NaiveDate>,
    /// Where to.
    #[command(flatten)]
    pub target: TargetArgs,
    /// 用本单位的模板（先用 tuogou templates export 写出，改好后用 templates check 检查）
    #[arg(long, value_name = "文件")]
    pub template: Option<PathBuf>,
}

/// Values of the letter's name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum LetterArg {
    /// 催办单、督办单
    #[value(alias = "催办单", alias = "督办单")]
    Remind,
    /// 通报
    #[value(alias = "通报")]
    Circular,
    /// 周报
    #[value(alias = "周报")]
    Weekly,
    /// 总结
    #[value(alias = "总结")]
    Summary,
    /// 调度会纪要
    #[value(alias = "纪要")]
    Minutes,
}

impl From<LetterArg> for Template {
    fn from(arg: LetterArg) -> Self {
        match arg {
            LetterArg::Remind => Self::Remind,
            LetterArg::Circular => Self::Circular,
            LetterArg::Weekly => Self::Weekly,
            LetterArg::Summary => Self::Summary,
            LetterArg::Minutes => Self::Minutes,
        }
    }
}

/// Who writes, and when, in the user's time zone.
pub(super) fn made(desk: &Desk) -> Made {
    Made {
        by: desk.session.by().to_owned(),
        at: clock::local_minute(clock::now()),
    }
}

pub fn run(desk: &Desk, args: &ExportLetterArgs, out: &mut dyn Write) -> anyhow::Result<()> {
    let remind = args.letter == LetterArg::Remind;
    anyhow::ensure!(
        remind || (args.unit.is_empty() && !args.all_late && args.return_on.is_none()),
        "--unit、--all-late、--return-on 只用于催办单（remind）"
    );
    anyhow::ensure!(
        args.letter == LetterArg::Weekly || args.since.is_none(),
        "--since 只用于周报（weekly）"
    );
    anyhow::ensure!(
        args.letter == LetterArg::Minutes || args.on.is_none(),
        "--on 只用于调度会纪要（minutes）"
    );
    anyhow::ensure!(
        !remind || args.all_late || !args.unit.is_empty(),
        "催办单写给谁：请写 --unit 单位，或 --all-late"
    );
    let ledger = &desk.ledger;
    let template = template_or(ledger, args.letter.into(), args.template.as_deref())?;
    let entries = desk.session.entries()?;
    let writer = Writer::new(ledger, &entries, desk.as_of, made(desk));
    let letters = match args.letter {
        LetterArg::Remind => reminders(desk, &writer, args, &template, out)?,
        LetterArg::Circular => vec![writer.circular(&template)?],
        LetterArg::Summary => vec![writer.summary(&template)?],
        LetterArg::Minutes => vec![papers::minutes(&writer, &template, args.on)?],
        LetterArg::Weekly => vec![papers::weekly(&writer, &template, args.since)?],
    };
    if letters.is_empty() {
        return Ok(());
    }
    let format = if desk.asked == Some(FormatArg::Md) {
        LetterFormat::Markdown
    } else {
        LetterFormat::Docx
    };
    let files = papers::files(
        ledger.round(),
        &letters,
        args.on.unwrap_or(desk.as_of),
        format,
        &args.target.out,
    );
    output::check_free(files.iter().map(|file| &file.path), args.target.force)?;
    for file in &files {
        output::write(file, args.target.force)?;
        writeln!(out, "{}", file.path.display())?;
    }
    writeln!(out, "共写出 {} 个文件", files.len())?;
    Ok(())
}

/// Letters to the units that are meant; says which of them have nothing to catch up on.
fn reminders(
    desk: &Desk,
    writer: &Writer<'_>,
    args: &ExportLetterArgs,
    template: &str,
    out: &mut dyn Write,
) -> anyhow::Result<Vec<Letter>> {
    let units = units(&desk.ledger, args)?;
    let reminders = papers::reminders(writer, template, &units, args.return_on)?;
    if !args.all_late {
        for unit in reminders.up_to_date {
            let name = &desk.ledger.units()[unit].name;
            writeln!(out, "{name} 没有到期未办的事项，不写催办单")?;
        }
    }
    if reminders.letters.is_empty() {
        writeln!(
            out,
            "基准日 {} 没有需要催办的事项，没有写出文件",
            desk.as_of
        )?;
    }
    Ok(reminders.letters)
}

fn units(ledger: &Ledger, args: &ExportLetterArgs) -> anyhow::Result<Vec<UnitIx>> {
    if args.all_late {
        return Ok(ledger.units().keys().collect());
    }
    let mut units = Vec::new();
    for text in &args.unit {
        let UnitChoice::Unit(unit) = find::unit(ledger, text)? else {
            anyhow::bail!("{text} 是登记方式，不是单位，没有可催办的对象");
        };
        if !units.contains(&unit) {
            units.push(unit);
        }
    }
    Ok(units)
}
