//! `tuogou paths`: where everything is, and why there.

use std::io::Write;
use std::path::PathBuf;

use super::args::Global;
use super::ledger::{is_named, ledger_place};
use super::output::{OutputFormat, write_report};
use super::shelf::nobody;
use crate::app::clock;
use crate::app::paths;
use crate::report::keeping::{self, PlaceRow};
use crate::store::Place;
use crate::store::copies;

/// Lists where everything is. Makes nothing.
pub fn run(global: &Global, out: &mut dyn Write) -> anyhow::Result<()> {
    let place = ledger_place(global)?;
    let own = std::env::var_os("TUOGOU_LEDGER").map(PathBuf::from);
    let because = match &global.ledger {
        Some(path) if path.as_os_str().is_empty() => USUAL,
        Some(path) if own.as_ref() == Some(path) => ("environment", "环境变量 TUOGOU_LEDGER"),
        Some(_) => ("option", "--ledger"),
        None if is_named(global) => ("config", "配置文件"),
        None => USUAL,
    };
    let (ledger, copies) = match &place {
        Place::File(path) => (path.clone(), Some(copies::folder(path))),
        #[cfg(feature = "server")]
        Place::Server(address) => (address.to_string().into(), None),
    };
    let rows = vec![
        row("ledger", "台账", Some(ledger), because),
        row("copies", "备份", copies, BESIDE),
        row("config", "配置", paths::config_file().ok(), USUAL),
        row("crash", "出错的经过", paths::crash_file().ok(), USUAL),
        row("temporary", "临时文件", Some(std::env::temp_dir()), SYSTEM),
    ];
    let ledger = nobody()?;
    let as_of = global.day()?.unwrap_or_else(clock::today);
    let report = keeping::places(&ledger, rows, as_of);
    write_report(out, OutputFormat::from(global.format), &report)
}

/// Nobody has said otherwise.
const USUAL: Because = ("default", "默认");
const BESIDE: Because = ("beside", "台账旁");
const SYSTEM: Because = ("system", "本系统");

/// Who has said so.
type Because = (&'static str, &'static str);

fn row(id: &'static str, title: &'static str, path: Option<PathBuf>, because: Because) -> PlaceRow {
    PlaceRow {
        id,
        title,
        is_there: path.as_ref().is_some_and(|path| path.exists()),
        path: path.map(|path| path.display().to_string()),
        because,
    }
}
