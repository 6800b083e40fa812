//! `tuogou man`: the manual pages, made of what `--help` knows.

use std::io::Write;
use std::path::PathBuf;

use anyhow::Context as _;
use clap::Args;
use clap_mangen::Man;

use super::args;
use crate::app::output::{self, OutputFile};

/// Arguments of `man`.
#[derive(Debug, Args)]
pub struct ManArgs {
    /// 写到这个目录，每个命令一页（默认只打印 tuogou 这一页）
    /// ¦ Write a page for each command to this folder (prints that of tuogou without it)
    #[arg(long, value_name = "目录")]
    pub out: Option<PathBuf>,
}

impl ManArgs {
    /// Prints the page of the program, or writes those of all commands.
    pub fn run(&self, out: &mut dyn Write) -> anyhow::Result<()> {
        let mut command = args::command().disable_help_subcommand(true);
        command.build();
        let Some(folder) = &self.out else {
            out.write_all(&page(&command)?)?;
            return Ok(());
        };
        let mut pages = Vec::new();
        collect(&command, "tuogou", &mut pages)?;
        for (name, bytes) in pages {
            let path = folder.join(format!("{name}.1"));
            output::write(&OutputFile { path, bytes }, true)?;
        }
        Ok(())
    }
}

fn page(command: &clap::Command) -> anyhow::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    let man = Man::new(command.clone()).manual(s!("脱钩工作台账", "Decoupling ledger"));
    man.render(&mut bytes)
        .context(both!("无法写出手册页", "Cannot write the manual page"))?;
    Ok(bytes)
}

/// The page of a command and those of the commands below it, each with its name.
fn collect(
    command: &clap::Command,
    name: &str,
    pages: &mut Vec<(String, Vec<u8>)>,
) -> anyhow::Result<()> {
    let title = name.to_owned();
    pages.push((title.clone(), page(&command.clone().display_name(title))?));
    let below = command.get_subcommands();
    for one in below.filter(|one| !one.is_hide_set()) {
        collect(one, &format!("{name}-{}", one.get_name()), pages)?;
    }
    Ok(())
}
