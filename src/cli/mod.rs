//! The command line: arguments in, lines out. One file for each subcommand.

mod args;
mod bundle;
mod changes;
mod check;
mod close;
mod common;
mod contact;
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
mod list;
mod mark;
mod new;
mod output;
mod overview;
mod promise;
mod remark;
mod reschedule;
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

use std::ffi::OsString;
use std::io::Write;
use std::mem::ManuallyDrop;
use std::process::ExitCode;

use anyhow::Context as _;
use chrono::NaiveDate;
use clap::FromArgMatches as _;

use crate::app::cause::Cause;
use crate::app::clock::{self, AsOf};
use crate::app::config::Config;
use crate::app::output::OutputError;
use crate::app::paths;
use crate::app::session::{Moment, Session};
use crate::domain::ledger::Ledger;
use crate::exchange::demo::Demo;
use crate::store::StoreError;
use crate::tui;

pub use args::{Cli, Command, Global, LedgerCommand};
use common::FormatArg;
use import::ImportCommand;
use output::Format;
use templates::TemplatesCommand;

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
        Err(error) if is_broken_pipe(&error) => ExitCode::SUCCESS,
        Err(error) => {
            // One line, causes included.
            eprintln!("tuogou: {error:#}{}", hint(&error));
            ExitCode::FAILURE
        }
    }
}

/// What can be done about an error, in terms of the command line.
fn hint(error: &anyhow::Error) -> &'static str {
    match Cause::of(error) {
        Some(Cause::Output(OutputError::Exists(_))) => "；改用别的目录，或加 --force 覆盖",
        Some(Cause::Store(StoreError::NotALedger { .. })) => {
            "，请用 --ledger 指定台账，或换一个文件名新建"
        }
        Some(Cause::Store(StoreError::Exists { .. })) => "；请用 --out 另起一个文件名",
        Some(Cause::Store(StoreError::Unwritable { .. })) => "，或用 --ledger 换一个位置",
        _ => "",
    }
}

fn dispatch(cli: Cli) -> anyhow::Result<()> {
    let mut out = std::io::BufWriter::new(std::io::stdout());
    match cli.command {
        None => with_ledger(&cli.global, None, &mut out),
        // It makes a ledger and is not to make the default one on the way.
        Some(Command::Ledger(LedgerCommand::Import {
            what: ImportCommand::Ledger(args),
        })) => import_ledger::run(&args, &mut out),
        Some(Command::Ledger(command)) => with_ledger(&cli.global, Some(command), &mut out),
        Some(Command::Demo(args)) => demo_ledger(&cli.global, &args, &mut out),
        Some(Command::New(args)) => new_ledger(cli.global, &args, &mut out),
        Some(Command::Keys) => write!(out, "{}", tui::keys_markdown()).map_err(Into::into),
    }?;
    out.flush().context("无法写出结果")
}

/// Starts a ledger; opens none that exists.
fn new_ledger(global: Global, args: &new::NewArgs, out: &mut dyn Write) -> anyhow::Result<()> {
    let who = read_config()?.who();
    let path = match args.out.clone().or(global.ledger) {
        Some(path) => path,
        None => paths::default_ledger()?,
    };
    new::run(args, &path, who, list_format(global.format), out)
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
    }
}

fn read_config() -> anyhow::Result<Config> {
    paths::config_file().map_or_else(|_| Ok(Config::default()), |path| Config::read(&path))
}

const fn list_format(format: Option<FormatArg>) -> Format {
    match format {
        Some(FormatArg::Json) => Format::Json,
        Some(FormatArg::Csv) => Format::Csv,
        _ => Format::Table,
    }
}

/// Opens the ledger and runs the subcommand, or the terminal interface without one.
fn with_ledger(
    global: &Global,
    command: Option<LedgerCommand>,
    out: &mut dyn Write,
) -> anyhow::Result<()> {
    let config = read_config()?;
    let path = match &global.ledger {
        Some(path) => path.clone(),
        None => paths::default_ledger()?,
    };
    let Some(command) = command else {
        let (session, ledger, rest) = Session::open_at_once(&path, config.who())?;
        let options = options(global, &config, session.demo());
        return tui::run(session, ledger, rest, options);
    };
    let (session, ledger) = Session::open(&path, config.who())?;
    let options = options(global, &config, session.demo());
    let day = options.as_of.on(clock::today());
    let past = if command.reads() {
        session.as_it_stood(&ledger, day)?
    } else {
        None
    };
    let mut desk = Desk {
        session,
        ledger: ManuallyDrop::new(past.map_or(ledger, |(past, _)| past)),
        as_of: day,
        format: list_format(global.format),
        asked: global.format,
    };
    match command {
        LedgerCommand::List(args) => list::run(&desk, &args, out),
        LedgerCommand::Show(args) => show::run(&desk, &args, out),
        LedgerCommand::Stats => stats::run(&desk, out),
        LedgerCommand::Overview => overview::run(&desk, out),
        LedgerCommand::Changes(args) => changes::run(&desk, &args, out),
        LedgerCommand::Timeline => timeline::run(&desk, out),
        LedgerCommand::Why(args) => why::run(&desk, &args, out),
        LedgerCommand::Tick(args) => tick::run(&mut desk, &args, out),
        LedgerCommand::Mark(args) => mark::run(&mut desk, &args, out),
        LedgerCommand::Close(args) => close::run(&mut desk, &args, out),
        LedgerCommand::Exit(args) => exit::run(&mut desk, &args, out),
        LedgerCommand::Reschedule(args) => reschedule::run(&mut desk, &args, out),
        LedgerCommand::Form(args) => form::run(&desk, &args, out),
        LedgerCommand::Fill(args) => form::fill(&mut desk, &args, out),
        LedgerCommand::Check(args) => check::run(&desk, &args, out),
        LedgerCommand::Findings(args) => findings::run(&mut desk, &args, out),
        LedgerCommand::Contact(args) => contact::run(&mut desk, &args, out),
        LedgerCommand::Remark(args) => remark::run(&mut desk, &args, out),
        LedgerCommand::Promise(args) => promise::run(&mut desk, &args, out),
        LedgerCommand::Unit { what } => unit::run(&mut desk, &what, out),
        LedgerCommand::Export { what } => export::run(&mut desk, &what, out),
        LedgerCommand::Import { what } => import::run(&mut desk, &what, out),
        LedgerCommand::Templates { what } => match what {
            TemplatesCommand::Export(args) => templates::export(&desk, &args, out),
            TemplatesCommand::Check(args) => templates::check(&desk, &args, out),
        },
        LedgerCommand::View { what } => view::run(&mut desk, &what, out),
        LedgerCommand::History(args) => history::run(&desk, &args, out),
        LedgerCommand::Undo => undo::run(&mut desk, undo::Direction::Undo, out),
        LedgerCommand::Redo => undo::run(&mut desk, undo::Direction::Redo, out),
        LedgerCommand::Screen(args) => {
            let (keys, size) = (&args.keys, args.size());
            let ledger = ManuallyDrop::into_inner(desk.ledger);
            tui::print_screen(desk.session, ledger, options, keys, size, out)
        }
    }
}

fn is_broken_pipe(error: &anyhow::Error) -> bool {
    error.chain().any(|cause| {
        let io = cause.downcast_ref::<std::io::Error>();
        io.is_some_and(|io| io.kind() == std::io::ErrorKind::BrokenPipe)
    })
}

/// What every subcommand works with.
struct Desk {
    session: Session,
    /// Left to the system at the end, which takes it back at once: to drop a hundred thousand
    /// associations one by one takes a tenth of the time of listing them.
    ledger: ManuallyDrop<Ledger>,
    as_of: NaiveDate,
    format: Format,
    /// The format as it was asked for.
    asked: Option<FormatArg>,
}

impl Desk {
    fn moment(&self) -> Moment {
        Moment {
            at: clock::now(),
            as_of: self.as_of,
        }
    }
}
