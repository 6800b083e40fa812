//! `tuogou new`: starts a ledger, of the built-in round or of another city's from its roster.

use std::io::{Read as _, Write};
use std::path::{Path, PathBuf};

use anyhow::Context as _;
use clap::Args;
use serde::Serialize;

use super::import_roster::{ReadingArgs, WAYS_OUT};
use super::output::OutputFormat;
use crate::app::clock;
use crate::app::describe;
use crate::app::input;
use crate::app::new_round;
use crate::app::session::Session;
use crate::domain::id::MilestoneIx;
use crate::domain::ledger::Ledger;
use crate::domain::model::Status;
use crate::exchange::new_round::{Schedule, Wish};
use crate::report::render::{json, text};
use crate::report::schedule;
use crate::report::table::Report;
use crate::text::typed_day::TypedDay;

/// Largest file of milestones, in bytes.
const MAX_FILE: u64 = 1 << 20;

/// Arguments of `new`.
#[derive(Debug, Args)]
pub struct NewArgs {
    /// 名册：.xlsx、.xls、.csv、.tsv、.docx，或通知的文字（不写时为内置的一轮，开封市 2020 年）
    #[arg(long, value_name = "文件", requires_all = ["city", "when"])]
    pub from: Option<PathBuf>,
    /// 城市，如 洛阳、兰考县；也是各协会名称共有的开头
    #[arg(long, value_name = "城市", requires = "from")]
    pub city: Option<String>,
    /// 年份（默认为第一个节点的年份）
    #[arg(
        long,
        value_name = "年份",
        requires = "from",
        value_parser = clap::value_parser!(i32).range(2000..=2100)
    )]
    pub year: Option<i32>,
    /// 第一个节点的日期，其余节点按内置一轮的间隔顺延
    #[arg(
        long,
        value_name = "日期",
        requires = "from",
        group = "when",
        allow_hyphen_values = true,
        conflicts_with = "milestones"
    )]
    pub shift_to: Option<TypedDay>,
    /// 节点文件（TOML，写法同 seeds 中的 round.toml，节点只写编号和日期也可）
    #[arg(long, value_name = "文件", requires = "from", group = "when")]
    pub milestones: Option<PathBuf>,
    /// 新台账的文件（默认为 --ledger 所指）；已有的文件不覆盖
    #[arg(long, value_name = "文件")]
    pub out: Option<PathBuf>,
    /// How the roster is to be read.
    #[command(flatten)]
    pub reading: ReadingArgs,
}

/// What programs get.
#[derive(Serialize)]
struct NewLedger<'m> {
    ledger: &'m Path,
    city: &'m str,
    year: i32,
    total: usize,
    planned: usize,
    decoupled: usize,
    units: usize,
    milestones: Report<'m, MilestoneIx>,
}

/// Makes a ledger where there is none yet.
pub fn run(
    args: &NewArgs,
    path: &Path,
    by: String,
    format: OutputFormat,
    out: &mut dyn Write,
) -> anyhow::Result<()> {
    let ledger = if let Some(roster) = &args.from {
        from_roster(args, roster, path, by, format, out)?
    } else {
        Session::create(path, by, new_round::builtin())?.1
    };
    tell(&ledger, path, args.from.is_some(), format, out)
}

/// Makes a ledger for another roster.
fn from_roster(
    args: &NewArgs,
    roster: &Path,
    path: &Path,
    by: String,
    format: OutputFormat,
    out: &mut dyn Write,
) -> anyhow::Result<Ledger> {
    let schedule = match (&args.shift_to, &args.milestones) {
        (Some(first), _) => Schedule::ShiftTo(first.on(clock::today())?),
        (None, Some(file)) => Schedule::File(read_text(file)?),
        (None, None) => anyhow::bail!("请写 --shift-to 日期 或 --milestones 文件"),
    };
    let plan = args.reading.read(roster)?;
    if format != OutputFormat::Json {
        for line in describe::roster(&plan, WAYS_OUT) {
            writeln!(out, "{line}")?;
        }
        writeln!(out)?;
        out.flush()?;
    }
    let wish = Wish {
        city: args.city.as_deref().unwrap_or_default(),
        year: args.year,
        schedule,
        units: plan.units(),
    };
    let draft = new_round::draft(&plan, &wish)?;
    Ok(new_round::make(path, by, draft)?.1)
}

/// Says what was made.
fn tell(
    ledger: &Ledger,
    path: &Path,
    from_roster: bool,
    format: OutputFormat,
    out: &mut dyn Write,
) -> anyhow::Result<()> {
    let info = &ledger.round().info;
    let milestones = schedule::report(ledger);
    let count = |wanted| ledger.totals().count(|status, _| status == wanted);
    if format == OutputFormat::Json {
        let made = NewLedger {
            ledger: path,
            city: &info.city,
            year: info.year,
            total: ledger.associations().len(),
            planned: count(Status::Planned),
            decoupled: count(Status::Decoupled),
            units: ledger.units().len(),
            milestones,
        };
        return Ok(json::write(out, &made)?);
    }
    let strangers = ledger.associations().iter();
    let strangers = strangers
        .filter(|a| !a.name.starts_with(&info.city))
        .count();
    text::write(out, &milestones)?;
    if strangers * 2 > ledger.associations().len() {
        writeln!(
            out,
            "\n提示  {strangers} 家的名称不以“{}”开头，请核对城市",
            info.city
        )?;
    }
    writeln!(
        out,
        "\n已新建 {} {} 年的台账 {}，用 tuogou --ledger {} 打开",
        info.city,
        info.year,
        path.display(),
        path.display()
    )?;
    if from_roster {
        writeln!(
            out,
            "清单、表格和分工沿用内置范本，请按本市通知核对；主管单位各按名册的写法统计，没有合并"
        )?;
    }
    Ok(())
}

fn read_text(path: &Path) -> anyhow::Result<String> {
    let mut text = String::new();
    let file = input::ordinary(path).and_then(|()| std::fs::File::open(path));
    let read = file.and_then(|file| file.take(MAX_FILE).read_to_string(&mut text));
    read.with_context(|| format!("无法读取节点文件 {}（须是 UTF-8 文字）", path.display()))?;
    Ok(text)
}
