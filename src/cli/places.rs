//! `tuogou paths`: where everything is, and why there.

use std::io::Write;
use std::path::PathBuf;

use super::args::Global;
use super::ledger::{is_named, ledger_place};
use super::output::{OutputFormat, write_report};
use super::shelf::nobody;
use crate::app::clock;
use crate::app::{log, paths};
use crate::report::keeping::{self, PlaceRow};
use crate::store::Place;
use crate::store::copies;
use crate::text::lang::Text;

/// Lists where everything is. Makes nothing.
pub fn run(global: &Global, out: &mut dyn Write) -> anyhow::Result<()> {
    let place = ledger_place(global)?;
    let own = std::env::var_os("TUOGOU_LEDGER").map(PathBuf::from);
    let because = match &global.ledger {
        Some(path) if path.as_os_str().is_empty() => USUAL,
        Some(path) if own.as_ref() == Some(path) => (
            "environment",
            text!(
                "环境变量 TUOGOU_LEDGER",
                "environment variable TUOGOU_LEDGER"
            ),
        ),
        Some(_) => ("option", Text::same("--ledger")),
        None if is_named(global) => ("config", text!("配置文件", "configuration file")),
        None => USUAL,
    };
    let (ledger, copies) = match &place {
        Place::File(path) => (path.clone(), Some(copies::folder(path))),
        #[cfg(feature = "server")]
        Place::Server(address) => (address.to_string().into(), None),
    };
    let mut rows = vec![
        row("ledger", s!("台账", "ledger"), Some(ledger), because),
        row("copies", s!("备份", "backups"), copies, BESIDE),
        row(
            "config",
            s!("配置", "configuration"),
            paths::config_file().ok(),
            USUAL,
        ),
        row(
            "crash",
            s!("出错的经过", "crash reports"),
            paths::crash_file().ok(),
            USUAL,
        ),
        row(
            "temporary",
            s!("临时文件", "temporary files"),
            Some(std::env::temp_dir()),
            SYSTEM,
        ),
    ];
    // None is kept unless somebody asks for it.
    rows.extend(log::file().map(|path| row("log", s!("日志", "log"), Some(path), LOG)));
    let ledger = nobody()?;
    let as_of = global.day()?.unwrap_or_else(clock::today);
    let report = keeping::places(&ledger, rows, as_of);
    write_report(out, OutputFormat::from(global.format), &report)
}

/// Nobody has said otherwise.
const USUAL: Because = ("default", text!("默认", "default"));
const BESIDE: Because = ("beside", text!("台账旁", "beside the ledger"));
const LOG: Because = (
    "environment",
    text!("环境变量 TUOGOU_LOG", "environment variable TUOGOU_LOG"),
);
const SYSTEM: Because = ("system", text!("本系统", "of this system"));

/// Who has said so.
type Because = (&'static str, Text);

fn row(id: &'static str, title: &'static str, path: Option<PathBuf>, because: Because) -> PlaceRow {
    PlaceRow {
        id,
        title,
        is_there: path.as_ref().is_some_and(|path| path.exists()),
        path: path.map(|path| path.display().to_string()),
        because: (because.0, because.1.get()),
    }
}
