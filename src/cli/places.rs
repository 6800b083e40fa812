//! `tuogou paths`: where everything is, and why there.

use std::io::Write;
use std::path::PathBuf;

use super::args::Global;
use super::output::write_report;
use super::shelf::{Shelf, nobody};
use crate::app::paths;
use crate::report::keeping::{self, PlaceRow};

/// Lists where everything is. Makes nothing.
pub fn run(global: &Global, out: &mut dyn Write) -> anyhow::Result<()> {
    let shelf = Shelf::of(global)?;
    let own = std::env::var_os("TUOGOU_LEDGER").map(PathBuf::from);
    let because = match &global.ledger {
        Some(path) if path.as_os_str().is_empty() => USUAL,
        Some(path) if own.as_ref() == Some(path) => ("environment", "环境变量 TUOGOU_LEDGER"),
        Some(_) => ("option", "--ledger"),
        None => USUAL,
    };
    let rows = vec![
        row("ledger", "台账", Some(shelf.ledger.clone()), because),
        row("copies", "备份", Some(shelf.copies.folder()), BESIDE),
        row("config", "配置", paths::config_file().ok(), USUAL),
        row("crash", "出错的经过", paths::crash_file().ok(), USUAL),
        row("temporary", "临时文件", Some(std::env::temp_dir()), SYSTEM),
    ];
    let ledger = nobody()?;
    let report = keeping::places(&ledger, rows, shelf.as_of);
    write_report(out, shelf.format(), &report)
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
