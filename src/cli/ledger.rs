//! Which ledger a command works on, and how it is opened.

use std::io::{IsTerminal as _, Write as _};
use std::path::{Path, PathBuf};

use chrono::NaiveDate;

use super::args::Global;
use crate::app::backup::Copies;
use crate::app::clock::{self, AsOf};
use crate::app::config::Config;
use crate::app::new_round;
use crate::app::paths;
use crate::app::session::Session;
use crate::domain::ledger::Ledger;
use crate::exchange::demo::Demo;
use crate::store::Opening;
use crate::text::cells::visible;
use crate::tui;

/// The configuration, and what is wrong in its file; where there is no place for one, the usual
/// one.
fn read_config() -> (Config, Vec<String>) {
    let path = paths::config_file();
    path.map_or_else(|_| Default::default(), |path| Config::read(&path))
}

/// The same, with what is wrong with the keys in it.
pub fn examined_config() -> (Config, Vec<String>) {
    let (config, mut faults) = read_config();
    faults.extend(tui::custom::adopt(&config.keys));
    (config, faults)
}

/// The configuration; what is wrong in it is said in one message, and the rest of it counts.
pub fn configuration() -> Config {
    let (config, faults) = read_config();
    if !faults.is_empty() {
        let path = paths::config_file().unwrap_or_default();
        let said = format!(
            "配置 {} 有误，其余照用：{}",
            path.display(),
            faults.join("；")
        );
        eprintln!("tuogou: {}", visible(&said));
    }
    config
}

/// The ledger that was named, else the one at its usual place.
pub fn ledger_path(global: &Global) -> anyhow::Result<PathBuf> {
    match named(global) {
        Some(path) => Ok(path.clone()),
        None => Ok(paths::default_ledger()?),
    }
}

/// The same to be opened: the usual one is made at first use.
pub fn ledger_file(global: &Global) -> anyhow::Result<PathBuf> {
    let path = ledger_path(global)?;
    if named(global).is_none() {
        new_round::first_use(&path)?;
    }
    Ok(path)
}

/// Somebody has said which ledger.
pub fn is_named(global: &Global) -> bool {
    named(global).is_some()
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
pub fn offer_new(global: &Global) -> anyhow::Result<()> {
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

/// How the ledger at a path is opened.
pub const fn opening<'p>(path: &'p Path, config: &Config) -> Opening<'p> {
    Opening {
        path,
        network_share: config.network_share,
    }
}

/// Opens the ledger for a subcommand, after the copy of the day.
pub fn open(global: &Global) -> anyhow::Result<(Session, Ledger, tui::Options)> {
    let (config, path) = (configuration(), ledger_file(global)?);
    let (mut session, ledger) = Session::open(opening(&path, &config), config.who())?;
    for note in session.opening_notes() {
        mention(global, &note);
    }
    session.keep_copies(Copies::of(&path, config.copies));
    if let Some(copies) = session.copies()
        && let Err(error) = copies.daily(session.head(), clock::now())
    {
        mention(global, &format!("没有做成今天的备份：{error}"));
    }
    let options = options(global, global.day()?, &config, session.demo());
    Ok((session, ledger, options))
}

/// Tells something beside the answer.
pub fn mention(global: &Global, text: &str) {
    if !global.quiet {
        eprintln!("tuogou: {}", visible(text));
    }
}

/// How the interface is started. A demonstration that was kept opens on its own day.
pub fn options(
    global: &Global,
    as_of: Option<NaiveDate>,
    config: &Config,
    demo: Option<&Demo>,
) -> tui::Options {
    let usual = match demo {
        Some(demo) => AsOf::Fixed(demo.as_of),
        None => config.as_of.map_or(AsOf::Today, AsOf::Fixed),
    };
    tui::Options {
        as_of: as_of.map_or(usual, AsOf::Fixed),
        ascii: global.ascii || config.ascii,
        mouse: !config.no_mouse,
        theme: config.theme,
        faults: tui::custom::adopt(&config.keys),
    }
}
