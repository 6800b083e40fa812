//! `tuogou config`: the configuration file: made, shown with what counts, and where it lies.

use std::io::Write;

use clap::Subcommand;

use super::ledger::examined_config;
use crate::app::config::TEMPLATE;
use crate::app::output::{self, OutputFile};
use crate::app::paths;
use crate::text::lang;
use crate::tui::action::all;
use crate::tui::custom::{action_name, place_name};

/// What is done with the configuration.
#[derive(Debug, Subcommand)]
pub enum ConfigCommand {
    /// 写一份各项都注明的配置文件；已有的不覆盖
    /// ¦ Write a configuration with every key explained; never overwrites
    Init,
    /// 现在各项的值和来处，以及文件中写得不对的地方
    /// ¦ Values in force and where they come from, and faults in the file
    Show,
    /// 配置文件在哪里
    /// ¦ Where the configuration is
    Path,
    /// 换键时可用的操作名和现在的键
    /// ¦ Names of actions and their keys
    Keys,
}

/// Says, shows or makes what was asked for.
pub fn run(command: &ConfigCommand, out: &mut dyn Write) -> anyhow::Result<()> {
    let path = paths::config_file()?;
    match command {
        ConfigCommand::Path => writeln!(out, "{}", path.display())?,
        ConfigCommand::Init => {
            let bytes = TEMPLATE.get().as_bytes().to_vec();
            output::check_free([&path], false)?;
            let file = OutputFile { path, bytes };
            output::write(&file, false)?;
            writeln!(
                out,
                "{}",
                t!("已写出 {}", "Written {}", file.path.display())
            )?;
        }
        ConfigCommand::Show => show(out)?,
        ConfigCommand::Keys => {
            for binding in all() {
                let (place, action) = (place_name(binding.place), action_name(binding.action));
                writeln!(
                    out,
                    "{place}.{action}\t{}\t{}",
                    binding.all_keys(),
                    binding.label
                )?;
            }
        }
    }
    Ok(())
}

fn show(out: &mut dyn Write) -> anyhow::Result<()> {
    let (config, faults) = examined_config();
    let said = |name: &str| std::env::var(name).ok().filter(|value| !value.is_empty());
    let from = |variable: &str, written: bool| {
        if said(variable).is_some() {
            t!("环境变量 {variable}", "environment variable {variable}")
        } else if written {
            s!("配置文件", "configuration file").to_owned()
        } else {
            s!("默认", "default").to_owned()
        }
    };
    let day = config
        .as_of
        .map_or_else(|| s!("今天", "today").to_owned(), |day| day.to_string());
    let day = said("TUOGOU_AS_OF").unwrap_or(day);
    let rows = [
        (
            "user",
            config.who(),
            from("TUOGOU_USER", config.user.is_some()),
        ),
        ("as_of", day, from("TUOGOU_AS_OF", config.as_of.is_some())),
        (
            "lang",
            lang::chosen().name().to_owned(),
            from("TUOGOU_LANG", config.lang.is_some()),
        ),
        ("ascii", config.ascii.to_string(), String::new()),
        ("ambiguous", config.ambiguous.id().to_owned(), String::new()),
        ("no_mouse", config.no_mouse.to_string(), String::new()),
        ("copies", config.copies.to_string(), String::new()),
        (
            "network_share",
            config.network_share.to_string(),
            String::new(),
        ),
        ("keys", t!("{} 项", "{}", config.keys.len()), String::new()),
    ];
    for (name, value, from) in rows {
        writeln!(out, "{name}\t{value}\t{from}")?;
    }
    for fault in faults {
        writeln!(out, "{}", t!("有误：{fault}", "Wrong: {fault}"))?;
    }
    Ok(())
}
