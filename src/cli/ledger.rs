//! Which ledger a command works on, and how it is opened.

use std::io::{IsTerminal as _, Write as _};
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use chrono::NaiveDate;

use super::args::Global;
use crate::app::backup::Copies;
use crate::app::clock::{self, AsOf};
use crate::app::config::Config;
use crate::app::load::BackgroundLoad;
use crate::app::new_round;
use crate::app::paths;
use crate::app::session::Session;
use crate::domain::ledger::Ledger;
use crate::exchange::demo::Demo;
#[cfg(feature = "server")]
use crate::store::server::Address;
use crate::store::{Opening, Place};
use crate::text::cells::visible;
use crate::text::lang::Both;
use crate::tui;

/// The configuration, and what is wrong in its file; where there is no place for one, the usual
/// one. Several ask for it at every start, and it is read once.
pub(super) fn read_config() -> &'static (Config, Vec<Both>) {
    static READ: OnceLock<(Config, Vec<Both>)> = OnceLock::new();
    READ.get_or_init(|| {
        let path = paths::config_file();
        path.map_or_else(|_| Default::default(), |path| Config::read(&path))
    })
}

/// The same, with what is wrong with the keys in it.
pub fn examined_config() -> (Config, Vec<String>) {
    let (config, faults) = read_config();
    let mut faults: Vec<String> = faults.iter().map(Both::to_string).collect();
    faults.extend(tui::custom::adopt(&config.keys));
    (config.clone(), faults)
}

/// The configuration; what is wrong in it is said in one message, and the rest of it counts.
pub fn configuration() -> Config {
    let (config, faults) = read_config();
    if !faults.is_empty() {
        let faults: Vec<String> = faults.iter().map(Both::to_string).collect();
        let path = paths::config_file().unwrap_or_default();
        let said = t!(
            "配置 {} 有误，其余照用：{}",
            "The configuration {} has faults, the rest of it counts: {}",
            path.display(),
            faults.join(s!("；", "; "))
        );
        eprintln!("tuogou: {}", visible(&said));
    }
    config.clone()
}

/// The ledger is on a server, where a file is asked for.
#[cfg(feature = "server")]
#[derive(Debug, thiserror::Error)]
#[error("{}", t!("台账在服务器 {_0} 上，不是文件", "The ledger is on the server {_0}, it is no file"))]
pub struct OnServer(String);

/// Where the ledger is that was named, else its usual place.
pub fn ledger_place(global: &Global) -> anyhow::Result<Place> {
    match named(global) {
        Some(path) => Ok(Place::parse(path)?),
        None => Ok(Place::File(paths::default_ledger()?)),
    }
}

/// The same where it has to be a file.
pub fn ledger_path(global: &Global) -> anyhow::Result<PathBuf> {
    match ledger_place(global)? {
        Place::File(path) => Ok(path),
        #[cfg(feature = "server")]
        Place::Server(address) => Err(OnServer(address.to_string()).into()),
    }
}

/// The same to be opened: the usual one is made at first use.
pub fn ledger_to_open(global: &Global) -> anyhow::Result<Place> {
    let place = ledger_place(global)?;
    if let (Place::File(path), None) = (&place, named(global)) {
        new_round::first_use(path)?;
    }
    Ok(place)
}

/// Somebody has said which ledger.
pub fn is_named(global: &Global) -> bool {
    named(global).is_some()
}

/// What the command line, the environment or the configuration names; an empty name is none.
fn named(global: &Global) -> Option<PathBuf> {
    let said = global
        .ledger
        .clone()
        .or_else(|| read_config().0.ledger.clone());
    said.filter(|path| !path.as_os_str().is_empty())
}

/// A ledger that was named and is not there is made if somebody at a terminal wants it.
///
/// The question goes to the terminal at once: an answer that is held back until something is
/// recorded would come too late.
pub fn offer_new(global: &Global) -> anyhow::Result<()> {
    let Some(path) = named(global) else {
        return Ok(());
    };
    let Some(path) = Place::parse(path)?.into_file() else {
        return Ok(());
    };
    if !matches!(path.try_exists(), Ok(false)) {
        return Ok(());
    }
    if !std::io::stdin().is_terminal() || !std::io::stdout().is_terminal() {
        return Ok(());
    }
    let shown = path.display();
    let mut terminal = std::io::stdout();
    write!(
        terminal,
        "{}",
        t!(
            "没有台账文件 {shown}。按内置的一轮（开封市 2020 年）新建？[y/N] ",
            "There is no ledger {shown}. Make one of the built-in round (Kaifeng 2020)? [y/N] "
        )
    )?;
    terminal.flush()?;
    let mut answer = String::new();
    std::io::stdin().read_line(&mut answer)?;
    if matches!(answer.trim(), "y" | "Y" | "yes" | "是") {
        new_round::first_use(&path)?;
    }
    Ok(())
}

/// Works with a server; where it does not let in somebody who gave no password, whoever sits at a
/// terminal is asked for it.
#[cfg(feature = "server")]
pub fn logged_in<T, E: Into<anyhow::Error>>(
    address: &Address,
    mut work: impl FnMut(&Address) -> Result<T, E>,
) -> anyhow::Result<T> {
    use crate::app::cause::Cause;
    use crate::store::{ServerFault, StoreError};

    let tried = work(address).map_err(Into::into);
    let wanted = |error: &anyhow::Error| {
        let login = matches!(
            Cause::of(error),
            Some(Cause::Store(StoreError::Server {
                fault: ServerFault::Login { .. },
                ..
            }))
        );
        login && !address.has_password()
    };
    if !tried.as_ref().is_err_and(wanted) || !std::io::stdin().is_terminal() {
        return tried;
    }
    match tui::secret::ask(&t!("{address} 的密码：", "Password of {address}: "))? {
        Some(password) => work(&address.with_password(&password)).map_err(Into::into),
        None => tried,
    }
}

/// How the ledger at a path is opened.
const fn opening<'p>(path: &'p Path, config: &Config) -> Opening<'p> {
    Opening {
        path,
        network_share: config.network_share,
    }
}

/// Opens the ledger for a subcommand, after the copy of the day.
pub fn open(global: &Global) -> anyhow::Result<(Session, Ledger, tui::Options)> {
    let (config, place) = (configuration(), ledger_to_open(global)?);
    let (session, ledger) = match &place {
        Place::File(path) => {
            let (mut session, ledger) = Session::open(opening(path, &config), config.who())?;
            session.keep_copies(Copies::of(path, config.copies));
            (session, ledger)
        }
        #[cfg(feature = "server")]
        Place::Server(address) => logged_in(address, Session::enter)?,
    };
    for note in session.opening_notes() {
        mention(global, &note);
    }
    if let Some(copies) = session.copies()
        && let Err(error) = copies.daily(session.head(), clock::now())
    {
        mention(
            global,
            &t!(
                "没有做成今天的备份：{error}",
                "Today's backup could not be made: {error}"
            ),
        );
    }
    let options = options(global, global.day()?, &config, session.demo());
    Ok((session, ledger, options))
}

/// Opens the ledger for the interface, which does not wait for a large one.
pub fn open_at_once(
    global: &Global,
    config: &Config,
) -> anyhow::Result<(Session, Ledger, Option<BackgroundLoad>)> {
    match &ledger_to_open(global)? {
        Place::File(path) => {
            let (mut session, ledger, rest) =
                Session::open_at_once(opening(path, config), config.who())?;
            session.keep_copies(Copies::of(path, config.copies));
            Ok((session, ledger, rest))
        }
        #[cfg(feature = "server")]
        Place::Server(address) => logged_in(address, Session::enter_at_once),
    }
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
        ambiguous: config.ambiguous,
        faults: tui::custom::adopt(&config.keys),
    }
}
