//! `tuogou export report`: the page for the leader.

use std::io::Write;
use std::path::PathBuf;

use clap::Args;

use super::Desk;
use super::export_letter::made;
use crate::app::export::template_or;
use crate::app::output::{self, Output};
use crate::app::papers;
use crate::exchange::letter::{Template, Writer};

/// Arguments of `export report`.
#[derive(Debug, Args)]
pub struct ExportReportArgs {
    /// 写成网页文件（目前只有这一种，可以不写）
    #[arg(long)]
    pub html: bool,
    /// 文件名（默认 脱钩进展-基准日.html）
    #[arg(long, value_name = "文件")]
    pub out: Option<PathBuf>,
    /// 覆盖已有的文件
    #[arg(long)]
    pub force: bool,
    /// 用本单位的模板（先用 tuogou templates export 写出，改好后用 templates check 检查）
    #[arg(long, value_name = "文件")]
    pub template: Option<PathBuf>,
}

pub fn run(desk: &Desk, args: &ExportReportArgs, out: &mut dyn Write) -> anyhow::Result<()> {
    let template = template_or(&desk.ledger, Template::Report, args.template.as_deref())?;
    let entries = desk.session.entries()?;
    let writer = Writer::new(&desk.ledger, &entries, desk.as_of, made(desk));
    let name = || PathBuf::from(papers::page_name(desk.ledger.round(), desk.as_of));
    let path = args.out.clone().unwrap_or_else(name);
    anyhow::ensure!(
        !path.is_dir(),
        "{} 是目录，请在 --out 写文件名",
        path.display()
    );
    let file = Output {
        path,
        bytes: writer.page(&template)?.into_bytes(),
    };
    output::write(&file, args.force)?;
    writeln!(out, "{}", file.path.display())?;
    writeln!(out, "台账校验码 {}", writer.report().ledger.hash)?;
    Ok(())
}
