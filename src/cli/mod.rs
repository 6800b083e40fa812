//! The command line: arguments in, lines out. One file for each subcommand.

mod approve;
mod args;
mod backup;
mod bodies;
mod bundle;
mod changes;
mod check;
mod close;
mod common;
mod completions;
mod config;
mod demo;
mod doctor;
mod evidence;
mod examples;
mod exit;
mod export;
mod export_calendar;
mod export_json;
mod export_letter;
mod export_report;
mod export_roster;
mod findings;
mod form;
mod help;
mod hint;
mod history;
mod import;
mod import_ledger;
mod import_roster;
mod ledger;
mod list;
mod man;
mod mark;
mod new;
mod note;
mod office;
mod output;
mod overview;
mod places;
mod recover;
mod register;
mod reschedule;
mod restore;
mod rollup;
mod screen;
#[cfg(feature = "server")]
mod server;
mod shelf;
mod show;
mod speak;
mod stats;
mod subject;
mod templates;
mod tick;
mod timeline;
mod undo;
mod unit;
mod usage;
mod verify;
mod view;
mod why;

use std::ffi::OsString;
use std::io::Write;
use std::mem::ManuallyDrop;
use std::process::ExitCode;

use chrono::NaiveDate;
use clap::{FromArgMatches as _, Subcommand};

use crate::app::cause;
use crate::app::clock;
use crate::app::clock_check::{self, ClockDoubt};
use crate::app::crash;
use crate::app::log;
use crate::app::session::{Moment, Session};
use crate::domain::ledger::Ledger;
use crate::text::cells::visible;
use crate::text::fault;
use crate::text::lang::{self, aloud};
use crate::text::typed_day::TypedDay;
use crate::tui;

pub use args::{Cli, Command, Global};
use common::{FormatArg, Formats, LISTS};
use hint::hint;
use import::ImportCommand;
use ledger::{configuration, ledger_path, mention, offer_new, open, open_at_once, options};
use output::{Answer, OutputFormat};
use screen::ScreenArgs;
use shelf::Shelf;

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
    /// ¦ Roster: by unit, status, text
    List(list::ListArgs),
    /// 一个协会：节点和脱钩清单
    /// ¦ An association: milestones and checklist
    Show(show::ShowArgs),
    /// 按业务主管单位汇总
    /// ¦ Sums by supervising unit
    Stats(stats::StatsArgs),
    /// 各县区汇总：县区的台账和本级放在一张表里，名册不合并
    /// ¦ Counties: their ledgers and this one in one table; rosters are not merged
    Rollup(rollup::RollupArgs),
    /// 总览：倒计时、欠账、五分离、所需进度、到期事项；csv 和 md 只有各单位
    /// ¦ Overview: countdown, debts, five separations, pace, what is due; csv and md have the units
    /// only
    Overview(overview::OverviewArgs),
    /// 某日以来的变化：清单、节点、单位、阶段、办了什么；可比较任意两日
    /// ¦ What changed since a day: checklist, milestones, units, stages, what was done
    Changes(changes::ChangesArgs),
    /// 八个节点：范围、完成数、剩余天数
    /// ¦ The eight milestones: scope, completed, days left
    Timeline(timeline::TimelineArgs),
    /// 为什么是这个灯：规则、数据、期限、出处、责任，怎样转绿
    /// ¦ Why this light: rule, data, dates, source, duty, how to turn it green
    Why(why::WhyArgs),
    /// 登记清单事项的状态
    /// ¦ Record the state of a checklist item
    Tick(tick::TickArgs),
    /// 登记或取消节点完成
    /// ¦ Mark a milestone as completed, or take it back
    Mark(mark::MarkArgs),
    /// 销号：办完的协会由未办理过的人销号
    /// ¦ Close out an association; by somebody who has not worked on it
    Close(close::CloseArgs),
    /// 登记退出：注销、撤销、合并、暂缓
    /// ¦ Record an exit: deregistered, revoked, merged, deferred
    Exit(exit::ExitArgs),
    /// 改节点的日期，或全部推后；印发的日期保留
    /// ¦ Move a milestone, or all of them; printed dates stay
    Reschedule(reschedule::RescheduleArgs),
    /// 一个协会的基本情况表、实施方案或完成情况表
    /// ¦ Annex 2, the plan or Annex 4 of an association
    Form(form::FormArgs),
    /// 填写表中一栏；不写内容即清空
    /// ¦ Fill in a field; clears it without a value
    Fill(form::FillArgs),
    /// 核对两表、清单和节点：列出矛盾、可疑和待问之处
    /// ¦ Check forms, checklist and milestones: contradictions, suspicions, questions
    Check(check::CheckArgs),
    /// 问题清单：名册和通知中的矛盾、单位沿革、两表核对、节点次序、明脱暗不脱，按轻重排列
    /// ¦ Findings in roster, notice, units, forms, milestones, and decoupled on paper only; by
    /// weight
    Findings(findings::FindingsArgs),
    /// 联系人：列出、登记、清除
    /// ¦ Contacts: list, record, clear
    Contact(note::ContactArgs),
    /// 备注：列出、记下、删除
    /// ¦ Remarks: list, write, delete
    Remark(note::RemarkArgs),
    /// 承诺和延期：列出、记下、登记兑现、删除
    /// ¦ Promises and put off: list, note, kept, delete
    Promise(note::PromiseArgs),
    /// 办公室的联系人、电话、落款、文号代字：列出、登记
    /// ¦ The office's contact, phone, signature, document code: list, record
    Office(office::OfficeArgs),
    /// 发文登记：列出、登记、登记办结
    /// ¦ Letters sent: list, record, settled
    Letters(register::LettersArgs),
    /// 督导记录：列出、登记、登记整改
    /// ¦ Visits: list, record, mended
    Visit(register::VisitArgs),
    /// 会议到会：列出、登记；按单位计的节点同时完成
    /// ¦ Attendance of meetings: list, record; marks milestones of units
    Attend(register::AttendArgs),
    /// 批复：登记文号和日期，列出登记簿
    /// ¦ Approvals: record numbers and dates, list them
    Approve(approve::ApproveArgs),
    /// 成员单位：职责，等它们办理或审核的事项
    /// ¦ Member bodies: duties, and what waits for them
    Bodies(bodies::BodiesArgs),
    /// 成员单位核对：列出、登记
    /// ¦ Checks by member bodies: list, record
    Confirm(register::ConfirmArgs),
    /// 未完成原因：列出、登记，写明转入哪一批
    /// ¦ Why not done: list, record, with the batch it goes into
    Reason(register::ReasonArgs),
    /// 依据文件：登记为依据的文件还是不是当时那一份
    /// ¦ Files recorded as evidence: are they still what they were
    Evidence(evidence::EvidenceArgs),
    /// 单位归并：哪些印发名称是同一单位
    /// ¦ Merging of units: which printed names are one
    #[command(subcommand)]
    Unit(unit::UnitCommand),
    /// 导出：表格印成 Word 文件，或作为 Excel 填写表；文书；给领导看的一页；整个台账
    /// ¦ Export: forms as Word or Excel, letters, the page for leaders, the whole ledger
    #[command(subcommand)]
    Export(export::ExportCommand),
    /// 导入填好的表，或读一份名册，先列出改动和问题
    /// ¦ Import forms, or read a roster; lists changes and problems first
    #[command(subcommand)]
    Import(import::ImportCommand),
    /// 文书的模板：写出供修改，检查改过的
    /// ¦ Templates of letters: write for editing, check
    #[command(subcommand)]
    Templates(templates::TemplatesCommand),
    /// 名册的视图：列出、保存、清除
    /// ¦ Views of the roster: list, save, clear
    #[command(subcommand)]
    View(view::ViewCommand),
    /// 操作记录，最新的在前
    /// ¦ History, newest first
    History(history::HistoryArgs),
    /// 撤销最近一次操作
    /// ¦ Undo the last entry
    Undo(undo::UndoArgs),
    /// 重做最近撤销的操作
    /// ¦ Redo what was undone last
    Redo(undo::RedoArgs),
}

/// Runs the program. Exit code 0 = done, 1 = failed, 2 = wrong usage.
pub fn run(args: impl IntoIterator<Item = OsString>) -> ExitCode {
    let args: Vec<OsString> = args.into_iter().collect();
    speak::choose(&args);
    if completions::is_asked() {
        return completions::answer(args);
    }
    crash::watch();
    let whole = || {
        let parsed = args::command().try_get_matches_from(&args);
        parsed.and_then(|matches| Cli::from_arg_matches(&matches))
    };
    let cli = match args::options_alone(&args).map_or_else(whole, Ok) {
        Ok(cli) => cli,
        Err(error) => return usage::report(&error),
    };
    if let Err(error) = usage::check_format(&cli) {
        return usage::report(&error);
    }
    let run = log::file().map(|path| log::Run::begins(path, args::path_of(&args)));
    // What programs read stays what it is, whoever runs them.
    let done = if cli.is_for_programs() {
        lang::in_chinese(|| dispatch(cli))
    } else {
        dispatch(cli)
    };
    // One line, causes included.
    let done = done.map_err(|error| format!("{}{}", cause::sentence(&error), hint(&error)));
    let failed = done.as_ref().err();
    if let Some(Err(error)) = run.map(|run| run.ends(failed.map(String::as_str))) {
        let why = fault::io(&error);
        eprintln!(
            "tuogou: {}",
            t!("日志没有写成：{why}", "The log could not be written: {why}")
        );
    }
    match done {
        Ok(code) => code,
        Err(said) => {
            eprintln!("tuogou: {}", visible(&said));
            ExitCode::FAILURE
        }
    }
}

fn dispatch(cli: Cli) -> anyhow::Result<ExitCode> {
    let mut out = Answer::new(cli.tells_people(), cli.global.quiet);
    let global = &cli.global;
    let shelf = || Shelf::of(global);
    let result = match cli.command {
        None => with_ledger(global, None, &mut out),
        Some(Command::Help(args)) => return Ok(args.run()),
        Some(Command::Completions(args)) => args.run(&mut out),
        Some(Command::Man(args)) => args.run(&mut out),
        Some(Command::Paths) => places::run(global, &mut out),
        Some(Command::Doctor) => doctor::run(global, &mut out),
        // It makes a ledger and is not to make the default one on the way.
        Some(Command::Ledger(LedgerCommand::Import(ImportCommand::Ledger(args)))) => {
            import_ledger::run(&args, &mut out)
        }
        Some(Command::Ledger(command)) => with_ledger(global, Some(&command), &mut out),
        Some(Command::Demo(args)) => demo_ledger(global, &args, &mut out),
        Some(Command::New(args)) => new_ledger(global, &args, &mut out),
        Some(Command::Backup(args)) => shelf().and_then(|on| backup::run(&on, &args, &mut out)),
        Some(Command::Restore(args)) => shelf().and_then(|on| restore::run(&on, &args, &mut out)),
        Some(Command::Verify(args)) => shelf().and_then(|on| verify::run(&on, &args, &mut out)),
        Some(Command::Recover(args)) => shelf().and_then(|on| recover::run(&on, &args, &mut out)),
        #[cfg(feature = "server")]
        Some(Command::Server(command)) => server::run(&command, global, &mut out),
        Some(Command::Screen(args)) => screen(global, &args, &mut out),
        Some(Command::Config(command)) => config::run(&command, &mut out),
        Some(Command::Keys) => write!(out, "{}", tui::keys_markdown()).map_err(Into::into),
    };
    out.finish(result)?;
    Ok(ExitCode::SUCCESS)
}

/// Starts a ledger; opens none that exists.
fn new_ledger(global: &Global, args: &new::NewArgs, out: &mut dyn Write) -> anyhow::Result<()> {
    let who = configuration().who();
    let path = match &args.out {
        Some(path) => path.clone(),
        None => ledger_path(global)?,
    };
    new::run(args, &path, who, global.format.into(), out)
}

/// Makes a demonstration; opens no ledger that exists.
fn demo_ledger(global: &Global, args: &demo::DemoArgs, out: &mut dyn Write) -> anyhow::Result<()> {
    let config = configuration();
    let as_of = global.day()?;
    demo::run(args, as_of, config.who(), out, |demo| {
        options(global, as_of, &config, demo)
    })
}

/// Opens the ledger and runs the subcommand, or the terminal interface without one.
fn with_ledger(
    global: &Global,
    command: Option<&LedgerCommand>,
    out: &mut Answer,
) -> anyhow::Result<()> {
    let Some(command) = command else {
        offer_new(global)?;
        let config = configuration();
        let (session, ledger, rest) = open_at_once(global, &config)?;
        let options = options(global, global.day()?, &config, session.demo());
        let leaving = tui::run(session, ledger, rest, &options)?;
        if leaving == tui::Leaving::ForDemonstration {
            return demo_ledger(global, &demo::DemoArgs { out: None }, out);
        }
        return Ok(());
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
        let text = aloud(|| {
            t!(
                "另有 {later} 条记录的基准日晚于 {day}，没有计入",
                "{later} more entries count for days after {day} and were left out"
            )
        });
        mention(global, &text);
    }
    // What the server does not take is said by the refusal.
    let said = |doubt: &ClockDoubt| command.reads() || !doubt.is_refused();
    for doubt in alarm.into_iter().filter(said) {
        eprintln!("tuogou: {}", visible(&aloud(|| doubt.to_string())));
    }
    if lists && command.reads() {
        out.let_out();
    }
    let result = command.run(&mut desk, out);
    out.recorded = desk.session.has_recorded();
    // Who looks at a round of years ago need not be told at each look.
    for doubt in note.into_iter().filter(|_| out.recorded) {
        mention(global, &aloud(|| doubt.to_string()));
    }
    result
}

/// Draws a screen by keys.
fn screen(global: &Global, args: &ScreenArgs, out: &mut dyn Write) -> anyhow::Result<()> {
    let (session, ledger, options) = open(global)?;
    tui::print_screen(session, ledger, &options, &args.keys, args.size(), out)
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
        Moment::now(self.as_of)
    }

    /// The day that was named, else the as-of date.
    fn day(&self, named: Option<TypedDay>) -> anyhow::Result<NaiveDate> {
        Ok(named.map_or(Ok(self.as_of), |day| day.on(self.as_of))?)
    }
}
