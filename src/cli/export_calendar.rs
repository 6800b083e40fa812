//! `tuogou export calendar`: the milestones for calendars on desks and telephones.

use std::io::Write;
use std::path::PathBuf;

use clap::Args;

use super::Desk;
use super::common::FileArgs;
use super::export::{prepare, write_into, write_one};
use crate::app::export::{LetterOptions, Whose};
use crate::app::find::{self, UnitChoice};

/// Arguments of `export calendar`.
#[derive(Debug, Args)]
#[command(mut_arg("out", |arg| arg.help("文件名（默认 脱钩日历-基准日.ics） ¦ File name (脱钩日历-DATE.ics)")))]
pub struct ExportCalendarArgs {
    /// 只写这个业务主管单位的节点，列出还没有完成的协会
    /// ¦ Only the milestones of this supervising unit, with who is left
    #[arg(long, value_name = "单位")]
    pub unit: Option<String>,
    /// 每个有任务的单位一个文件，写到这个目录（不存在时新建）
    /// ¦ A file for each unit with a task, in this folder (made if need be)
    #[arg(long, value_name = "目录", conflicts_with_all = ["unit", "out"])]
    pub units: Option<PathBuf>,
    #[command(flatten)]
    pub file: FileArgs,
}

/// Writes the milestones as a calendar file.
pub fn run(desk: &Desk, args: &ExportCalendarArgs, out: &mut dyn Write) -> anyhow::Result<()> {
    let ledger = &desk.ledger;
    let files = |whose| prepare(desk, "calendar", whose, LetterOptions::default());
    if let Some(folder) = &args.units {
        let units = ledger.units().keys().collect();
        let files = files(Whose::Units(units))?;
        return write_into(desk, files, folder, args.file.force, out, |_, _| {});
    }
    let files = match &args.unit {
        None => files(Whose::City)?,
        Some(text) => {
            let UnitChoice::Unit(unit) = find::unit(ledger, text)? else {
                anyhow::bail!(both!(
                    "{text} 是登记方式，不是单位，没有要完成的节点",
                    "{text} is a way of registration, not a unit; it has no milestones"
                ));
            };
            let files = files(Whose::Units(vec![unit]))?;
            let name = &ledger.units()[unit].name;
            anyhow::ensure!(
                !files.names.is_empty(),
                both!(
                    "{name} 没有要完成的节点",
                    "{name} has no milestones to reach"
                )
            );
            files
        }
    };
    write_one(desk, files, &args.file, out)
}
