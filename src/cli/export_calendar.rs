//! `tuogou export calendar`: the milestones for calendars on desks and telephones.

use std::io::Write;
use std::path::PathBuf;

use clap::Args;

use super::Desk;
use crate::app::find::{self, UnitChoice};
use crate::app::output::{self, Output};
use crate::exchange::calendar::{self, Edition};
use crate::store::HistoryFilter;

/// Arguments of `export calendar`.
#[derive(Debug, Args)]
pub struct ExportCalendarArgs {
    /// 文件名（默认 脱钩日历-基准日.ics）
    #[arg(long, value_name = "文件")]
    pub out: Option<PathBuf>,
    /// 只写这个业务主管单位的节点，列出还没有完成的协会
    #[arg(long, value_name = "单位")]
    pub unit: Option<String>,
    /// 每个有任务的单位一个文件，写到这个目录（不存在时新建）
    #[arg(long, value_name = "目录", conflicts_with_all = ["unit", "out"])]
    pub units: Option<PathBuf>,
    /// 覆盖已有的文件
    #[arg(long)]
    pub force: bool,
}

pub fn run(desk: &Desk, args: &ExportCalendarArgs, out: &mut dyn Write) -> anyhow::Result<()> {
    let files = files(desk, args)?;
    output::check_free(files.iter().map(|file| &file.path), args.force)?;
    for file in &files {
        output::write(file, args.force)?;
        writeln!(out, "{}", file.path.display())?;
    }
    if args.units.is_some() {
        writeln!(out, "共写出 {} 个文件", files.len())?;
    }
    Ok(())
}

fn files(desk: &Desk, args: &ExportCalendarArgs) -> anyhow::Result<Vec<Output>> {
    let ledger = &desk.ledger;
    let edition = edition(desk)?;
    let round = ledger.round();
    let name = |unit: &str| round.file_name(&format!("脱钩日历-{unit}{}.ics", desk.as_of));
    let of_unit = |name: &str| format!("{}-", output::safe_name(name));
    if let Some(folder) = &args.units {
        let units = ledger.units().iter_enumerated();
        return Ok(units
            .filter_map(|(unit, about)| {
                let bytes = calendar::unit(ledger, unit, edition)?;
                let path = folder.join(name(&of_unit(&about.name)));
                Some(Output { path, bytes })
            })
            .collect());
    }
    let (bytes, name) = match &args.unit {
        None => (calendar::city(ledger, edition), name("")),
        Some(text) => {
            let UnitChoice::Unit(unit) = find::unit(ledger, text)? else {
                anyhow::bail!("{text} 是登记方式，不是单位，没有要完成的节点");
            };
            let about = &ledger.units()[unit];
            let bytes = calendar::unit(ledger, unit, edition);
            let bytes = bytes.ok_or_else(|| anyhow::anyhow!("{} 没有要完成的节点", about.name))?;
            (bytes, name(&of_unit(&about.name)))
        }
    };
    let path = args.out.clone().unwrap_or_else(|| PathBuf::from(name));
    anyhow::ensure!(
        !path.is_dir(),
        "{} 是目录，请在 --out 写文件名",
        path.display()
    );
    Ok(vec![Output { path, bytes }])
}

fn edition(desk: &Desk) -> anyhow::Result<Edition> {
    let newest = desk.session.history(HistoryFilter {
        association: None,
        limit: Some(1),
    })?;
    let seq = newest.first().map_or(0, |line| line.seq);
    let moment = desk.moment();
    Ok(Edition {
        at: moment.at,
        as_of: moment.as_of,
        revision: u32::try_from(seq).unwrap_or(u32::MAX),
    })
}
