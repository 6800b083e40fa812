//! The command line: arguments in, lines out. One file for each subcommand.

mod args;
mod bundle;
mod changes;
mod check;
mod close;
mod common;
mod demo;
mod exit;
mod export;
mod export_calendar;
mod export_json;
mod export_letter;
mod export_report;
mod export_roster;
mod findings;
mod form;
mod history;
mod import;
mod import_ledger;
mod import_roster;
mod keeping;
mod list;
mod mark;
mod new;
mod note;
mod output;
mod overview;
mod reschedule;
mod screen;
mod show;
mod stats;
mod subject;
mod templates;
mod tick;
mod timeline;
mod undo;
mod unit;
mod usage;
mod view;
mod why;

use std::borrow::Cow;
use std::error::Error;
use std::ffi::OsString;
use std::io::{IsTerminal as _, Write};
use std::mem::ManuallyDrop;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use chrono::NaiveDate;
use clap::{FromArgMatches as _, Subcommand};

use crate::app::backup::{Copies, KeepingError};
use crate::app::cause::{self, Cause};
use crate::app::clock::{self, AsOf};
use crate::app::clock_check::{self, ClockDoubt};
use crate::app::config::Config;
use crate::app::find::{FindError, SoughtKind};
use crate::app::new_round::{self, NewLedgerError};
use crate::app::output::OutputError;
use crate::app::paths::{self, HomelessError};
use crate::app::session::{Moment, Session};
use crate::domain::decide::Refusal;
use crate::domain::ledger::Ledger;
use crate::exchange::demo::Demo;
use crate::exchange::new_round::NewRoundError;
use crate::report::render::xlsx::BookError;
use crate::store::{Opening, StoreError};
use crate::text::cells::visible;
use crate::tui;

pub use args::{Cli, Command, Global};
use common::{FormatArg, Formats, LISTS};
use import::ImportCommand;
use keeping::Shelf;
use output::{Answer, OutputFormat};
use screen::ScreenArgs;

/// A subcommand that works on a ledger.
trait Run {
    /// What it can write.
    fn formats(&self) -> Formats {
        LISTS
    }

    /// It only shows what is there, and shows it as it stood on the as-of date. What writes, or
    /// writes the whole ledger out, works on the newest state.
    fn reads(&self) -> bool {
        false
    }

    /// Carries the command out and writes its answer.
    fn run(&self, desk: &mut Desk, out: &mut dyn Write) -> anyhow::Result<()>;
}

macro_rules! ledger_commands {
    ($($(#[$about:meta])* $name:ident($args:ty),)*) => {
        /// Subcommands that work on a ledger.
        #[derive(Debug, Subcommand)]
        #[command(disable_help_flag = true)]
        pub enum LedgerCommand {
            $($(#[$about])* $name($args),)*
        }

        impl LedgerCommand {
            fn command(&self) -> &dyn Run {
                match self {
                    $(Self::$name(args) => args,)*
                }
            }
        }
    };
}

ledger_commands! {
    /// 名册：按单位、状态、文字筛选
    List(list::ListArgs),
    /// 一个协会：节点和脱钩清单
    Show(show::ShowArgs),
    /// 按业务主管单位汇总
    Stats(stats::StatsArgs),
    /// 总览：倒计时、欠账、五分离、所需进度、到期事项；csv 和 md 只有各单位
    Overview(overview::OverviewArgs),
    /// 某日以来的变化：清单、节点、单位、阶段、办了什么；可比较任意两日
    Changes(changes::ChangesArgs),
    /// 八个节点：范围、完成数、剩余天数
    Timeline(timeline::TimelineArgs),
    /// 为什么是这个灯：规则、数据、期限、出处、责任，怎样转绿
    Why(why::WhyArgs),
    /// 登记清单事项的状态
    Tick(tick::TickArgs),
    /// 登记或取消节点完成
    Mark(mark::MarkArgs),
    /// 销号：办完的协会由未办理过的人销号
    Close(close::CloseArgs),
    /// 登记退出：注销、撤销、合并、暂缓
    Exit(exit::ExitArgs),
    /// 改节点的日期，或全部推后；印发的日期保留
    Reschedule(reschedule::RescheduleArgs),
    /// 一个协会的基本情况表、实施方案或完成情况表
    Form(form::FormArgs),
    /// 填写表中一栏；不写内容即清空
    Fill(form::FillArgs),
    /// 核对两表、清单和节点：列出矛盾、可疑和待问之处
    Check(check::CheckArgs),
    /// 问题清单：名册和通知中的矛盾、单位沿革、两表核对、节点次序、明脱暗不脱，按轻重排列
    Findings(findings::FindingsArgs),
    /// 联系人：列出、登记、清除
    Contact(note::ContactArgs),
    /// 备注：列出、记下、删除
    Remark(note::RemarkArgs),
    /// 承诺和延期：列出、记下、登记兑现、删除
    Promise(note::PromiseArgs),
    /// 单位归并：哪些印发名称是同一单位
    #[command(subcommand)]
    Unit(unit::UnitCommand),
    /// 导出：表格印成 Word 文件，或作为 Excel 填写表；文书；给领导看的一页；整个台账
    #[command(subcommand)]
    Export(export::ExportCommand),
    /// 导入填好的表，或读一份名册，先列出改动和问题
    #[command(subcommand)]
    Import(import::ImportCommand),
    /// 文书的模板：写出供修改，检查改过的
    #[command(subcommand)]
    Templates(templates::TemplatesCommand),
    /// 名册的视图：列出、保存、清除
    #[command(subcommand)]
    View(view::ViewCommand),
    /// 操作记录，最新的在前
    History(history::HistoryArgs),
    /// 撤销最近一次操作
    Undo(undo::UndoArgs),
    /// 重做最近撤销的操作
    Redo(undo::RedoArgs),
}

/// Runs the program. Exit code 0 = done, 1 = failed, 2 = wrong usage.
pub fn run(args: impl IntoIterator<Item = OsString>) -> ExitCode {
    let parsed = args::command().try_get_matches_from(args);
    let cli = match parsed.and_then(|matches| Cli::from_arg_matches(&matches)) {
        Ok(cli) => cli,
        Err(error) => return usage::report(&error),
    };
    if let Err(error) = usage::check_format(&cli) {
        return usage::report(&error);
    }
    match dispatch(cli) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            // One line, causes included.
            let said = format!("{}{}", cause::sentence(&error), hint(&error));
            eprintln!("tuogou: {}", visible(&said));
            ExitCode::FAILURE
        }
    }
}

/// What can be done about an error, in terms of the command line.
fn hint(error: &anyhow::Error) -> Cow<'static, str> {
    let hint = match Cause::of(error) {
        Some(Cause::Roster(error)) => return import_roster::file_hint(error).into(),
        Some(Cause::Output(OutputError::Exists(_))) => "；改用别的目录，或加 --force 覆盖",
        Some(Cause::Store(StoreError::Missing { .. })) => {
            "，请核对 --ledger 或 TUOGOU_LEDGER；要新建请用 tuogou new --out 文件"
        }
        Some(Cause::Store(StoreError::NotALedger { .. })) => {
            "，请用 --ledger 指定台账，或换一个文件名新建"
        }
        Some(Cause::Store(StoreError::Exists { .. })) => "；请用 --out 另起一个文件名",
        Some(Cause::Store(
            StoreError::Empty { .. }
            | StoreError::Altered { .. }
            | StoreError::Schema { .. }
            | StoreError::Damaged { .. },
        )) => BACKUPS,
        Some(Cause::Store(StoreError::Unwritable { .. })) => "，或用 --ledger 换一个位置",
        Some(Cause::Refused(refusal)) => refused_hint(refusal),
        _ => error.chain().find_map(own_hint).unwrap_or_default(),
    };
    hint.into()
}

/// What can be done about a ledger that is spoiled.
const BACKUPS: &str = "：tuogou restore 列出备份，tuogou verify 检查，tuogou recover 救回能读的";

/// What an error comes to that only a command line has an answer for.
fn own_hint(error: &(dyn Error + 'static)) -> Option<&'static str> {
    if let Some(kept) = error.downcast_ref() {
        return Some(match kept {
            KeepingError::Archive(_) => "：tuogou import ledger 存档 --out 新台账",
            KeepingError::Unfit { .. } => "；tuogou recover 可救回能读的",
        });
    }
    if error.is::<HomelessError>() {
        return Some("，请用 --ledger 指定台账的位置");
    }
    if error.is::<tui::NotATerminal>() {
        return Some("；在脚本中请用 tuogou list 等命令");
    }
    if let Some(BookError::TooManyRows { .. }) = error.downcast_ref() {
        return Some("（tuogou export roster --unit 单位）");
    }
    if let Some(FindError::Nothing { kind, .. }) = error.downcast_ref() {
        return Some(match kind {
            SoughtKind::Association => "，请用 tuogou list 查看",
            SoughtKind::Unit => "，请用 tuogou stats 查看",
        });
    }
    match error.downcast_ref() {
        Some(NewLedgerError::Problems(_)) => Some("，或用 --map、--status 说明"),
        Some(NewLedgerError::Round(NewRoundError::City(_))) => Some("，请写成 --city 洛阳 的样子"),
        _ => None,
    }
}

/// What can be looked up or done first, by a command.
const fn refused_hint(refusal: &Refusal) -> &'static str {
    match refusal {
        Refusal::UnknownAssociation(_) => "，请用 tuogou list 查看名册",
        Refusal::UnknownUnit(_) => "，请用 tuogou stats 查看单位名称",
        Refusal::UnknownField(_) => "，请用 tuogou form 查看栏目",
        Refusal::UnknownPrinted(_) => "，请用 tuogou unit list 查看",
        Refusal::UnitCircle { .. } => "；请先用 tuogou unit split 把它分开",
        Refusal::EntryOfOther { .. } => "：加 --by 和姓名",
        Refusal::NoSuchEntry(_) => "：tuogou history",
        Refusal::DateAhead { .. } => "，或用 --as-of 调整基准日",
        _ => "",
    }
}

fn dispatch(cli: Cli) -> anyhow::Result<()> {
    let mut out = Answer::new();
    let result = match cli.command {
        None => with_ledger(&cli.global, None, &mut out),
        // It makes a ledger and is not to make the default one on the way.
        Some(Command::Ledger(LedgerCommand::Import(ImportCommand::Ledger(args)))) => {
            import_ledger::run(&args, &mut out)
        }
        Some(Command::Ledger(command)) => with_ledger(&cli.global, Some(&command), &mut out),
        Some(Command::Demo(args)) => demo_ledger(&cli.global, &args, &mut out),
        Some(Command::New(args)) => new_ledger(&cli.global, &args, &mut out),
        Some(Command::Backup(args)) => {
            shelf(&cli.global).and_then(|shelf| keeping::backup(&shelf, &args, &mut out))
        }
        Some(Command::Restore(args)) => {
            shelf(&cli.global).and_then(|shelf| keeping::restore(&shelf, &args, &mut out))
        }
        Some(Command::Verify(args)) => {
            shelf(&cli.global).and_then(|shelf| keeping::verify(&shelf, &args, &mut out))
        }
        Some(Command::Recover(args)) => {
            shelf(&cli.global).and_then(|shelf| keeping::recover(&shelf, &args, &mut out))
        }
        Some(Command::Screen(args)) => screen(&cli.global, &args, &mut out),
        Some(Command::Keys) => write!(out, "{}", tui::keys_markdown()).map_err(Into::into),
    };
    out.finish(result)
}

/// Starts a ledger; opens none that exists.
fn new_ledger(global: &Global, args: &new::NewArgs, out: &mut dyn Write) -> anyhow::Result<()> {
    let who = read_config()?.who();
    let path = match args.out.as_ref().or_else(|| named(global)) {
        Some(path) => path.clone(),
        None => paths::default_ledger()?,
    };
    new::run(args, &path, who, global.format.into(), out)
}

/// What copies and checks work with. Makes no ledger, and need not be able to open one.
fn shelf(global: &Global) -> anyhow::Result<Shelf> {
    let config = read_config()?;
    let ledger = match named(global) {
        Some(path) => path.clone(),
        None => paths::default_ledger()?,
    };
    Ok(Shelf {
        copies: Copies::of(&ledger, config.copies),
        ledger,
        by: config.who(),
        as_of: global.as_of.unwrap_or_else(clock::today),
        asked: global.format,
    })
}

/// Makes a demonstration; opens no ledger that exists.
fn demo_ledger(global: &Global, args: &demo::DemoArgs, out: &mut dyn Write) -> anyhow::Result<()> {
    let config = read_config()?;
    demo::run(args, global.as_of, config.who(), out, |as_of| {
        options(global, &config, as_of)
    })
}

/// How the interface is started. A demonstration that was kept opens on its own day.
fn options(global: &Global, config: &Config, demo: Option<&Demo>) -> tui::Options {
    let usual = demo.map_or(AsOf::Today, |demo| AsOf::Fixed(demo.as_of));
    tui::Options {
        as_of: global.as_of.map_or(usual, AsOf::Fixed),
        ascii: global.ascii || config.ascii,
        mouse: !config.no_mouse,
        theme: config.theme,
    }
}

fn read_config() -> anyhow::Result<Config> {
    paths::config_file().map_or_else(|_| Ok(Config::default()), |path| Config::read(&path))
}

/// The ledger that was named, else the one at its usual place, which is made at first use.
fn ledger_file(global: &Global) -> anyhow::Result<PathBuf> {
    if let Some(path) = named(global) {
        return Ok(path.clone());
    }
    let path = paths::default_ledger()?;
    new_round::first_use(&path)?;
    Ok(path)
}

/// An empty name is none.
fn named(global: &Global) -> Option<&PathBuf> {
    let named = global.ledger.as_ref();
    named.filter(|path| !path.as_os_str().is_empty())
}

/// A ledger that was named and is not there is made if somebody at a terminal wants it.
///
/// The question goes to the terminal at once: an answer that is held back until something is
/// recorded would come too late.
fn offer_new(global: &Global) -> anyhow::Result<()> {
    let Some(path) = named(global).filter(|path| matches!(path.try_exists(), Ok(false))) else {
        return Ok(());
    };
    if !std::io::stdin().is_terminal() || !std::io::stdout().is_terminal() {
        return Ok(());
    }
    let shown = path.display();
    let mut terminal = std::io::stdout();
    write!(
        terminal,
        "没有台账文件 {shown}。按内置的一轮（开封市 2020 年）新建？[y/N] "
    )?;
    terminal.flush()?;
    let mut answer = String::new();
    std::io::stdin().read_line(&mut answer)?;
    if matches!(answer.trim(), "y" | "Y" | "yes" | "是") {
        new_round::first_use(path)?;
    }
    Ok(())
}

const fn opening<'p>(path: &'p Path, config: &Config) -> Opening<'p> {
    Opening {
        path,
        network_share: config.network_share,
    }
}

fn open(global: &Global) -> anyhow::Result<(Session, Ledger, tui::Options)> {
    let (config, path) = (read_config()?, ledger_file(global)?);
    let (mut session, ledger) = Session::open(opening(&path, &config), config.who())?;
    for note in session.opening_notes() {
        eprintln!("tuogou: {note}");
    }
    session.keep_copies(Copies::of(&path, config.copies));
    if let Some(copies) = session.copies()
        && let Err(error) = copies.daily(session.head(), clock::now())
    {
        eprintln!("tuogou: 没有做成今天的备份：{error}");
    }
    let options = options(global, &config, session.demo());
    Ok((session, ledger, options))
}

/// Opens the ledger and runs the subcommand, or the terminal interface without one.
fn with_ledger(
    global: &Global,
    command: Option<&LedgerCommand>,
    out: &mut Answer,
) -> anyhow::Result<()> {
    let Some(command) = command else {
        offer_new(global)?;
        let (config, path) = (read_config()?, ledger_file(global)?);
        let opening = opening(&path, &config);
        let (mut session, ledger, rest) = Session::open_at_once(opening, config.who())?;
        session.keep_copies(Copies::of(&path, config.copies));
        let options = options(global, &config, session.demo());
        return tui::run(session, ledger, rest, options);
    };
    let lists = !matches!(command, LedgerCommand::Export(_));
    let command = command.command();
    let (session, ledger, options) = open(global)?;
    let day = options.as_of.on(clock::today());
    let past = if command.reads() {
        session.as_it_stood(&ledger, day)?
    } else {
        None
    };
    // What is exported to standard output is a file, to the byte.
    if lists && OutputFormat::from(global.format) == OutputFormat::Table {
        out.guard();
    }
    let later = past.as_ref().map_or(0, |(_, later)| *later);
    let mut desk = Desk {
        session,
        ledger: ManuallyDrop::new(past.map_or(ledger, |(past, _)| past)),
        as_of: day,
        asked: global.format,
    };
    let doubt = clock_check::check(&desk.session, desk.moment())?;
    let (note, alarm): (Vec<_>, Vec<_>) = doubt.into_iter().partition(ClockDoubt::is_note);
    if later > 0 && alarm.is_empty() {
        eprintln!("tuogou: 另有 {later} 条记录的基准日晚于 {day}，没有计入");
    }
    for doubt in alarm {
        eprintln!("tuogou: {}", visible(&doubt.to_string()));
    }
    if lists && command.reads() {
        out.let_out();
    }
    let result = command.run(&mut desk, out);
    out.recorded = desk.session.has_recorded();
    // Who looks at a round of years ago need not be told at each look.
    for doubt in note.into_iter().filter(|_| out.recorded) {
        eprintln!("tuogou: {}", visible(&doubt.to_string()));
    }
    result
}

/// Draws a screen by keys.
fn screen(global: &Global, args: &ScreenArgs, out: &mut dyn Write) -> anyhow::Result<()> {
    let (session, ledger, options) = open(global)?;
    tui::print_screen(session, ledger, options, &args.keys, args.size(), out)
}

/// What every subcommand works with.
struct Desk {
    session: Session,
    /// Left to the system at the end, which takes it back at once: to drop a hundred thousand
    /// associations one by one takes a tenth of the time of listing them.
    ledger: ManuallyDrop<Ledger>,
    as_of: NaiveDate,
    /// The format, where one was asked for.
    asked: Option<FormatArg>,
}

impl Desk {
    /// How lists are written.
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
