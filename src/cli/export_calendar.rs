//! `tuogou export calendar`: the milestones for a calendar program.

use std::io::Write;
use std::path::PathBuf;

use anyhow::bail;
use clap::Args;

use super::Desk;
use crate::app::clock;
use crate::app::find::{self, UnitChoice};
use crate::app::output::{self, Output, safe_name};
use crate::exchange::calendar;

/// Arguments of `export calendar`.
#[derive(Debug, Args)]
pub struct ExportCalendarArgs {
    /// 只写这个业务主管单位的节点和未完成的协会
    #[arg(long, value_name = "单位")]
    pub unit: Option<String>,
    /// 每个有任务的单位一个文件，写到这个目录
    #[arg(long, value_name = "目录", conflicts_with_all = ["unit", "out"])]
    pub units: Option<PathBuf>,
    /// 文件名（默认 脱钩节点.ics 或 脱钩节点-单位.ics）
    #[arg(long, value_name = "文件")]
    pub out: Option<PathBuf>,
    /// 覆盖已有的文件
    #[arg(long)]
    pub force: bool,
}

pub fn run(desk: &Desk, args: &ExportCalendarArgs, out: &mut dyn Write) -> anyhow::Result<()> {
    let ledger = &desk.ledger;
    let name = |unit: Option<usize>| {
        let whose = unit.map(|unit| format!("-{}", safe_name(&ledger.units()[unit].name)));
        format!("脱钩节点{}.ics", whose.unwrap_or_default())
    };
    let wanted: Vec<(Option<usize>, PathBuf)> = match (&args.units, &args.unit) {
        (Some(folder), _) => (0..ledger.units().len())
            .filter(|unit| ledger.units()[*unit].planned > 0)
            .map(|unit| (Some(unit), folder.join(name(Some(unit)))))
            .collect(),
        (None, Some(text)) => {
            let UnitChoice::Unit(unit) = find::unit(ledger, text)? else {
                bail!("{text} 是登记方式，不是单位，没有节点");
            };
            let path = args.out.clone();
            vec![(Some(unit), path.unwrap_or_else(|| name(Some(unit)).into()))]
        }
        (None, None) => {
            let path = args.out.clone();
            vec![(None, path.unwrap_or_else(|| name(None).into()))]
        }
    };
    output::check_free(wanted.iter().map(|(_, path)| path), args.force)?;
    let made_at = clock::now();
    for (unit, path) in wanted {
        let bytes = calendar::write(ledger, unit, desk.as_of, made_at).into_bytes();
        let file = Output { path, bytes };
        output::write(&file, args.force)?;
        writeln!(out, "{}", file.path.display())?;
    }
    Ok(())
}
