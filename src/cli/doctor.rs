//! `tuogou doctor`: whether the program has what it needs, and whether the ledger is whole.

use std::io::{IsTerminal as _, Write};
use std::path::Path;

use anyhow::ensure;

use super::args::Global;
use super::ledger::{examined_config, is_named, ledger_place};
use super::output::{OutputFormat, write_report};
use super::shelf::nobody;
use crate::app::about;
use crate::app::backup::Copies;
use crate::app::cause;
use crate::app::clock;
use crate::app::config::Config;
use crate::app::verify;
use crate::report::keeping::{self, CheckRow};
use crate::store::scratch::Scratch;
#[cfg(feature = "server")]
use crate::store::server::Address;
use crate::store::{self, Place};
use crate::tui;
use crate::words;

/// Looks at everything; a ledger that is not there yet is nothing wrong. Makes nothing.
pub fn run(global: &Global, out: &mut dyn Write) -> anyhow::Result<()> {
    let (config, faults) = examined_config();
    let read = if faults.is_empty() {
        Ok("可用".to_owned())
    } else {
        Err(faults.join("；"))
    };
    let place = ledger_place(global)?;
    let mut rows = vec![
        row("program", "程序", Ok(about::program())),
        row("terminal", "终端", terminal(&config)),
        row("characters", "文字", characters()),
        row("config", "配置", read),
        row("user", "署名", Ok(config.who())),
        row("temporary", "临时文件", temporary()),
    ];
    match &place {
        Place::File(path) => rows.extend(file(path, global, &config)),
        #[cfg(feature = "server")]
        Place::Server(address) => rows.push(row("ledger", "台账", on_server(address))),
    }
    let wrong = rows.iter().filter(|row| !row.ok).count();
    let ledger = nobody()?;
    let as_of = global.day()?.unwrap_or_else(clock::today);
    let report = keeping::checks(&ledger, rows, as_of);
    write_report(out, OutputFormat::from(global.format), &report)?;
    ensure!(wrong == 0, "{wrong} 项不正常");
    Ok(())
}

/// What there is to say of a ledger file.
fn file(path: &Path, global: &Global, config: &Config) -> Vec<CheckRow> {
    let mut rows = Vec::new();
    if path.exists() {
        rows.extend([
            row("ledger", "台账", whole(path)),
            row("writing", "改写", writing(path, config.network_share)),
        ]);
    } else {
        let shown = path.display();
        let missing = if is_named(global) {
            Err(format!("没有 {shown}"))
        } else {
            Ok(format!("{shown} 还没有，第一次用时新建"))
        };
        rows.push(row("ledger", "台账", missing));
    }
    rows.push(row("copies", "备份", Ok(copies(path, config.copies))));
    rows
}

/// The ledger on a server can be reached by whoever asks, and its history is what was recorded.
#[cfg(feature = "server")]
fn on_server(address: &Address) -> Result<String, String> {
    let checked = store::enter(address).and_then(|store| {
        let who = store.who().unwrap_or_default().to_owned();
        Ok((who, store.check_chain()?))
    });
    let (who, report) = checked.map_err(|error| error.to_string())?;
    let count = report.head.seq;
    match report.fault {
        None => Ok(format!(
            "{address}：以 {who} 的名义，操作记录 {count} 条，都是记录时的样子"
        )),
        Some(fault) => Err(format!(
            "{address}：第 {} 条操作记录与记录时不符",
            fault.seq
        )),
    }
}

fn row(id: &'static str, title: &'static str, found: Result<String, String>) -> CheckRow {
    CheckRow {
        id,
        title,
        ok: found.is_ok(),
        found: found.unwrap_or_else(|wrong| wrong),
    }
}

fn terminal(config: &Config) -> Result<String, String> {
    if !std::io::stdout().is_terminal() {
        return Ok("输出没有接到终端，看不出".to_owned());
    }
    tui::about_terminal(config.theme)
}

/// Chinese is written as UTF-8, whatever the terminal expects.
fn characters() -> Result<String, String> {
    let set = ["LC_ALL", "LC_CTYPE", "LANG"].into_iter().find_map(|name| {
        let value = std::env::var(name).ok().filter(|value| !value.is_empty())?;
        Some((name, value))
    });
    match set {
        _ if cfg!(windows) => Ok("UTF-8".to_owned()),
        None => Ok("UTF-8（没有设 LANG，终端须按 UTF-8 显示）".to_owned()),
        Some((name, value)) => {
            let lower = value.to_lowercase();
            if lower.contains("utf-8") || lower.contains("utf8") {
                Ok(format!("{name}={value}"))
            } else {
                Err(format!(
                    "{name}={value}：汉字按 UTF-8 写出，请设为 C.UTF-8 或 zh_CN.UTF-8"
                ))
            }
        }
    }
}

fn temporary() -> Result<String, String> {
    let folder = std::env::temp_dir();
    match Scratch::temporary() {
        Ok(_) => Ok(folder.display().to_string()),
        Err(_) => Err(format!("{} 写不进去", folder.display())),
    }
}

fn whole(path: &Path) -> Result<String, String> {
    let shown = path.display();
    let told = verify::file(path).map_err(|error| cause::sentence(&error.into()))?;
    if let Some(wrong) = told.rows.iter().find(|row| !row.ok) {
        return Err(format!("{shown}：{}，{}", wrong.title, wrong.found));
    }
    let checks = told.rows.len();
    let content = told.content.map_or_else(String::new, |content| {
        let (associations, entries) = (content.ledger.associations().len(), content.entries.len());
        format!("，协会 {associations} 个，操作记录 {entries} 条")
    });
    Ok(format!("{shown}：{checks} 项检查都通过{content}"))
}

fn writing(path: &Path, network_share: bool) -> Result<String, String> {
    if let Some(why) = store::why_read_only(path, network_share) {
        return Err(words::store::read_only(why).to_owned());
    }
    let said = match store::in_use(path) {
        Some(true) => "可以，有人正开着",
        Some(false) => "可以，没有人开着",
        None => "可以，不知道有没有人开着",
    };
    Ok(said.to_owned())
}

fn copies(path: &Path, kept: usize) -> String {
    let copies = Copies::of(path, kept).list();
    match copies.first() {
        Some(newest) => format!("{} 份，最近一份 {}", copies.len(), newest.taken),
        None => "还没有".to_owned(),
    }
}
