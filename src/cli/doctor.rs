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
        Ok(s!("可用", "usable").to_owned())
    } else {
        Err(faults.join(s!("；", "; ")))
    };
    let place = ledger_place(global)?;
    let mut rows = vec![
        row("program", s!("程序", "program"), Ok(about::program())),
        row("terminal", s!("终端", "terminal"), terminal(&config)),
        row("characters", s!("文字", "characters"), characters()),
        row("config", s!("配置", "configuration"), read),
        row("user", s!("署名", "your name"), Ok(config.who())),
        row("temporary", s!("临时文件", "temporary files"), temporary()),
    ];
    match &place {
        Place::File(path) => rows.extend(file(path, global, &config)),
        #[cfg(feature = "server")]
        Place::Server(address) => {
            rows.push(row("ledger", s!("台账", "ledger"), on_server(address)));
        }
    }
    let wrong = rows.iter().filter(|row| !row.ok).count();
    let ledger = nobody()?;
    let as_of = global.day()?.unwrap_or_else(clock::today);
    let report = keeping::checks(&ledger, rows, as_of);
    write_report(out, OutputFormat::from(global.format), &report)?;
    ensure!(
        wrong == 0,
        both!("{wrong} 项不正常", "{wrong} not in order")
    );
    Ok(())
}

/// What there is to say of a ledger file.
fn file(path: &Path, global: &Global, config: &Config) -> Vec<CheckRow> {
    let mut rows = Vec::new();
    if path.exists() {
        rows.extend([
            row("ledger", s!("台账", "ledger"), whole(path)),
            row(
                "writing",
                s!("改写", "writing"),
                writing(path, config.network_share),
            ),
        ]);
    } else {
        let shown = path.display();
        let missing = if is_named(global) {
            Err(t!("没有 {shown}", "there is no {shown}"))
        } else {
            Ok(t!(
                "{shown} 还没有，第一次用时新建",
                "{shown} is not there yet; it is made at first use"
            ))
        };
        rows.push(row("ledger", s!("台账", "ledger"), missing));
    }
    rows.push(row(
        "copies",
        s!("备份", "backups"),
        Ok(copies(path, config.copies)),
    ));
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
        None => Ok(t!(
            "{address}：以 {who} 的名义，操作记录 {count} 条，都是记录时的样子",
            "{address}: as {who}, {count} entries, all as they were recorded"
        )),
        Some(fault) => Err(t!(
            "{address}：第 {} 条操作记录与记录时不符",
            "{address}: entry {} is not as it was recorded",
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
        return Ok(s!(
            "输出没有接到终端，看不出",
            "the output is no terminal, cannot tell"
        )
        .to_owned());
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
        None => Ok(s!(
            "UTF-8（没有设 LANG，终端须按 UTF-8 显示）",
            "UTF-8 (LANG is not set; the terminal must show UTF-8)"
        )
        .to_owned()),
        Some((name, value)) => {
            let lower = value.to_lowercase();
            if lower.contains("utf-8") || lower.contains("utf8") {
                Ok(format!("{name}={value}"))
            } else {
                Err(t!(
                    "{name}={value}：汉字按 UTF-8 写出，请设为 C.UTF-8 或 zh_CN.UTF-8",
                    "{name}={value}: Chinese is written as UTF-8; set it to C.UTF-8 or zh_CN.UTF-8"
                ))
            }
        }
    }
}

fn temporary() -> Result<String, String> {
    let folder = std::env::temp_dir();
    match Scratch::temporary() {
        Ok(_) => Ok(folder.display().to_string()),
        Err(_) => Err(t!("{} 写不进去", "cannot write in {}", folder.display())),
    }
}

fn whole(path: &Path) -> Result<String, String> {
    let shown = path.display();
    let told = verify::file(path).map_err(|error| cause::sentence(&error.into()))?;
    if let Some(wrong) = told.rows.iter().find(|row| !row.ok) {
        return Err(t!(
            "{shown}：{}，{}",
            "{shown}: {}, {}",
            wrong.title,
            wrong.found
        ));
    }
    let checks = told.rows.len();
    let content = told.content.map_or_else(String::new, |content| {
        let (associations, entries) = (content.ledger.associations().len(), content.entries.len());
        t!(
            "，协会 {associations} 个，操作记录 {entries} 条",
            ", {associations} associations, {entries} entries"
        )
    });
    Ok(t!(
        "{shown}：{checks} 项检查都通过{content}",
        "{shown}: all {checks} checks passed{content}"
    ))
}

fn writing(path: &Path, network_share: bool) -> Result<String, String> {
    if let Some(why) = store::why_read_only(path, network_share) {
        return Err(words::store::read_only(why).to_owned());
    }
    let said = match store::in_use(path) {
        Some(true) => s!("可以，有人正开着", "possible, somebody has it open"),
        Some(false) => s!("可以，没有人开着", "possible, nobody has it open"),
        None => s!(
            "可以，不知道有没有人开着",
            "possible, cannot tell whether somebody has it open"
        ),
    };
    Ok(said.to_owned())
}

fn copies(path: &Path, kept: usize) -> String {
    let copies = Copies::of(path, kept).list();
    match copies.first() {
        Some(newest) => t!(
            "{} 份，最近一份 {}",
            "{}, the newest of {}",
            copies.len(),
            newest.taken
        ),
        None => s!("还没有", "none yet").to_owned(),
    }
}
