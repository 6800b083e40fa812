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
use crate::app::output::{self, OutputFile};
use crate::app::roster_details::DetailsTaken;
use crate::app::session::Session;
use crate::domain::id::MilestoneIx;
use crate::domain::ledger::Ledger;
use crate::domain::model::Status;
use crate::exchange::new_round::{Schedule, Wish};
use crate::exchange::notice::NoticeDraft;
use crate::report::render::{json, text};
use crate::report::schedule;
use crate::report::table::Report;
use crate::text::typed_day::TypedDay;

/// Largest file of milestones, in bytes.
const MAX_FILE: u64 = 1 << 20;

/// Arguments of `new`.
#[derive(Debug, Args)]
pub struct NewArgs {
    /// 名册：.xlsx、.xls、.csv、.tsv、.docx，或通知的文字（不写时为内置的一轮，开封市 2020 年）；通知还读出节点、日期、成员单位
    /// ¦ Roster: .xlsx, .xls, .csv, .tsv, .docx or the text of a notice (the built-in round,
    /// Kaifeng 2020, without it); milestones, dates, member bodies are read of a notice too
    #[arg(long, value_name = "文件")]
    pub from: Option<PathBuf>,
    /// 名册不在通知里时，名册的文件
    /// ¦ Roster, where it is not in the notice
    #[arg(long, value_name = "文件", requires = "from")]
    pub roster: Option<PathBuf>,
    /// 只把从通知读出的各项写成可以改的文件，不建台账；改好后用 --milestones 读
    /// ¦ Only write what was read of the notice to a file for editing, to be read with --milestones
    #[arg(long, value_name = "文件", requires = "from", conflicts_with_all = ["when", "out"])]
    pub draft: Option<PathBuf>,
    /// 城市，如 洛阳、兰考县；也是各协会名称共有的开头（默认为通知或节点文件里写的）
    /// ¦ City, such as 洛阳 or 兰考县, with which the names begin (from the notice or the milestones
    /// file)
    #[arg(long, value_name = "城市", requires = "from")]
    pub city: Option<String>,
    /// 年份（默认为第一个节点的年份）
    /// ¦ Year (that of the first milestone)
    #[arg(
        long,
        value_name = "年份",
        requires = "from",
        value_parser = clap::value_parser!(i32).range(2000..=2100)
    )]
    pub year: Option<i32>,
    /// 第一个节点的日期，其余节点按内置一轮的间隔顺延
    /// ¦ Date of the first milestone; the others follow as in the built-in round
    #[arg(
        long,
        value_name = "日期",
        requires = "from",
        group = "when",
        allow_hyphen_values = true,
        conflicts_with = "milestones"
    )]
    pub shift_to: Option<TypedDay>,
    /// 节点文件（TOML，写法同 seeds 中的 round.toml，节点只写编号和日期也可；--draft 写出的就是）
    /// ¦ Milestones file (TOML like round.toml in seeds, ids and dates will do; --draft writes one)
    #[arg(long, value_name = "文件", requires = "from", group = "when")]
    pub milestones: Option<PathBuf>,
    /// 新台账的文件（默认为 --ledger 所指）；已有的文件不覆盖
    /// ¦ The new ledger (what --ledger names); never overwrites
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
    details: DetailsTaken,
    #[serde(skip_serializing_if = "Option::is_none")]
    notice: Option<NoticeView<'m>>,
}

/// What was read of a notice.
#[derive(Serialize)]
struct NoticeView<'n> {
    city: Option<&'n str>,
    proposals: Vec<ProposalView<'n>>,
    missing: &'n [String],
    unread: Vec<UnreadView<'n>>,
}

/// A part of the round, and where the notice says it.
#[derive(Serialize)]
struct ProposalView<'n> {
    part: &'n str,
    says: &'n str,
    place: Option<&'n str>,
}

/// A sentence that was not understood.
#[derive(Serialize)]
struct UnreadView<'n> {
    place: &'n str,
    text: &'n str,
    why: &'n str,
}

impl<'n> NoticeView<'n> {
    fn of(notice: &'n NoticeDraft) -> Self {
        let proposals = notice.parts.iter().map(|part| ProposalView {
            part: part.label,
            says: &part.says,
            place: part.quote.as_ref().map(|quote| quote.place.as_str()),
        });
        let unread = notice.unread.iter().map(|(quote, why)| UnreadView {
            place: &quote.place,
            text: &quote.text,
            why,
        });
        Self {
            city: notice.city.as_deref(),
            proposals: proposals.collect(),
            missing: &notice.missing,
            unread: unread.collect(),
        }
    }
}

/// Makes a ledger where there is none yet.
pub fn run(
    args: &NewArgs,
    path: &Path,
    by: String,
    format: OutputFormat,
    out: &mut dyn Write,
) -> anyhow::Result<()> {
    let Some(from) = &args.from else {
        let (_, ledger) = Session::create(path, by, new_round::builtin())?;
        let nothing = (None, DetailsTaken::default());
        return tell(&ledger, path, args, nothing, format, out);
    };
    let notice = if args.shift_to.is_none() && args.milestones.is_none() {
        Some(read_notice(args, from)?)
    } else {
        None
    };
    if let Some(notice) = &notice
        && format != OutputFormat::Json
    {
        for line in describe::notice(notice) {
            writeln!(out, "{line}")?;
        }
        writeln!(out)?;
        out.flush()?;
    }
    if let (Some(file), Some(notice)) = (&args.draft, &notice) {
        return write_draft(file, notice, format, out);
    }
    let (ledger, taken) = from_roster(args, from, notice.as_ref(), path, by, format, out)?;
    tell(&ledger, path, args, (notice.as_ref(), taken), format, out)
}

/// What the file says beside the roster.
fn read_notice(args: &NewArgs, from: &Path) -> anyhow::Result<NoticeDraft> {
    let encoding = args.reading.encoding()?;
    let notice = new_round::notice(from, encoding, args.city.as_deref())?;
    anyhow::ensure!(
        notice.has_schedule,
        both!(
            "{} 里没有读到节点的日期（如 2021年7月31日前，…）；请写 --shift-to 日期 或 --milestones 文件",
            "No dates of milestones could be read in {} (such as 2021年7月31日前，…); give --shift-to DATE or --milestones FILE",
            from.display()
        )
    );
    Ok(notice)
}

/// Writes what was read, to be edited.
fn write_draft(
    file: &Path,
    notice: &NoticeDraft,
    format: OutputFormat,
    out: &mut dyn Write,
) -> anyhow::Result<()> {
    let path = file.to_owned();
    output::check_free([&path], false)?;
    let bytes = notice.written().into_bytes();
    output::write(&OutputFile { path, bytes }, false)?;
    if format == OutputFormat::Json {
        let view = NoticeView::of(notice);
        return Ok(json::write(out, &view)?);
    }
    writeln!(
        out,
        "{}",
        t!(
            "已写出 {}，改好后用 tuogou new --from 名册 --milestones {} 新建台账",
            "Written {}; when it is corrected, make the ledger with tuogou new --from ROSTER --milestones {}",
            file.display(),
            file.display()
        )
    )?;
    Ok(())
}

/// Makes a ledger for another roster.
fn from_roster(
    args: &NewArgs,
    from: &Path,
    notice: Option<&NoticeDraft>,
    path: &Path,
    by: String,
    format: OutputFormat,
    out: &mut dyn Write,
) -> anyhow::Result<(Ledger, DetailsTaken)> {
    let schedule = match (&args.shift_to, &args.milestones, notice) {
        (Some(first), ..) => Schedule::ShiftTo(first.on(clock::today())?),
        (None, Some(file), _) => Schedule::File(read_text(file)?),
        (None, None, Some(notice)) => Schedule::File(notice.written()),
        (None, None, None) => anyhow::bail!(both!(
            "请写 --shift-to 日期 或 --milestones 文件",
            "Give --shift-to DATE or --milestones FILE"
        )),
    };
    let roster = args.roster.as_deref().unwrap_or(from);
    let plan = args.reading.read(roster).map_err(|error| {
        if args.roster.is_none() && notice.is_some() {
            return error.context(both!(
                "通知里没有读到名册，名册另在一个文件时加 --roster 文件",
                "The notice holds no roster; if it is in another file add --roster FILE"
            ));
        }
        error
    })?;
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
    Ok(new_round::start(path, by, &plan, &wish)?)
}

/// Says what was made.
fn tell(
    ledger: &Ledger,
    path: &Path,
    args: &NewArgs,
    (notice, taken): (Option<&NoticeDraft>, DetailsTaken),
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
            details: taken,
            notice: notice.map(NoticeView::of),
        };
        return Ok(json::write(out, &made)?);
    }
    let strangers = ledger.associations().keys();
    let strangers = strangers
        .filter(|ix| !ledger.name(*ix).starts_with(&info.city))
        .count();
    text::write(out, &milestones)?;
    if strangers * 2 > ledger.associations().len() {
        writeln!(
            out,
            "{}",
            t!(
                "\n提示  {strangers} 家的名称不以“{}”开头，请核对城市",
                "\nNote  {strangers} names do not begin with \"{}\"; check the city",
                info.city
            )
        )?;
    }
    writeln!(
        out,
        "{}",
        t!(
            "\n已新建 {} {} 年的台账 {}，用 tuogou --ledger {} 打开",
            "\nMade the ledger of {} {}: {}; open it with tuogou --ledger {}",
            info.city,
            info.year,
            path.display(),
            path.display()
        )
    )?;
    if taken != DetailsTaken::default() {
        writeln!(out, "{}", taken.sentence())?;
    }
    if args.from.is_some() {
        writeln!(
            out,
            "{}",
            t!(
                "清单、表格和分工沿用内置范本，请按本地通知核对；主管单位各按名册的写法统计，没有合并",
                "Checklist, forms and duties follow the built-in model; check them against your notice. Units are counted as the roster writes them, none are merged"
            )
        )?;
    }
    Ok(())
}

fn read_text(path: &Path) -> anyhow::Result<String> {
    let mut text = String::new();
    let file = input::ordinary(path).and_then(|()| std::fs::File::open(path));
    let read = file.and_then(|file| file.take(MAX_FILE).read_to_string(&mut text));
    read.with_context(|| {
        both!(
            "无法读取节点文件 {}（须是 UTF-8 文字）",
            "Cannot read the milestones file {} (must be UTF-8)",
            path.display()
        )
    })?;
    Ok(text)
}
