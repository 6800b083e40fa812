//! `tuogou export roster`: the roster as CSV, JSON or Excel.

use std::io::Write;
use std::path::PathBuf;

use anyhow::ensure;
use clap::{Args, ValueEnum};

use super::Desk;
use super::common::{FormatArg, StatusArg};
use crate::app::clock;
use crate::app::find;
use crate::app::listing::{Filter, select};
use crate::app::output::{self, OutputFile};
use crate::domain::id::AssocIx;
use crate::domain::model::Status;
use crate::report::render::csv::{self, Encoding};
use crate::report::render::{json, xlsx};
use crate::report::roster;
use crate::report::table::Report;
use crate::text::lang::in_chinese;
use crate::words;

/// Arguments of `export roster`.
#[derive(Debug, Args)]
pub struct ExportRosterArgs {
    /// 只写这个业务主管单位
    /// ¦ Only this supervising unit
    #[arg(long, value_name = "单位")]
    pub unit: Option<String>,
    /// 只写 planned 拟脱钩 或 decoupled 已脱钩
    /// ¦ Only planned (to decouple) or decoupled
    #[arg(long, value_name = "状态", hide_possible_values = true)]
    pub status: Option<StatusArg>,
    /// CSV 的编码：utf-8（默认，带 BOM）、gb18030
    /// ¦ Encoding of CSV: utf-8 (without it, with BOM), gb18030
    #[arg(
        long,
        value_name = "编码",
        default_value = "utf-8",
        hide_default_value = true,
        hide_possible_values = true
    )]
    pub encoding: EncodingArg,
    /// 文件名（默认写到标准输出；xlsx 须写）
    /// ¦ File name (standard output without it; needed for xlsx)
    #[arg(long, value_name = "文件")]
    pub out: Option<PathBuf>,
    /// 覆盖已有的文件
    /// ¦ Overwrite existing files
    #[arg(long)]
    pub force: bool,
}

/// Values of `--encoding`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum EncodingArg {
    #[value(name = "utf-8", alias = "utf8")]
    Utf8,
    #[value(alias = "gbk")]
    Gb18030,
}

/// Writes the roster as CSV.
pub fn run(desk: &Desk, args: &ExportRosterArgs, out: &mut dyn Write) -> anyhow::Result<()> {
    let ledger = &desk.ledger;
    let unit = args.unit.as_deref().map(|text| find::unit(ledger, text));
    let filter = Filter {
        status: args.status.map(Status::from),
        unit: unit.transpose()?,
        ..Filter::default()
    };
    let as_of = desk.as_of;
    let report = in_chinese(|| roster::report(ledger, select(ledger, &filter, as_of), as_of));
    let bytes = in_chinese(|| written(desk, args, &report))?;
    match &args.out {
        None => out.write_all(&bytes)?,
        Some(path) => {
            let path = path.clone();
            let file = OutputFile { path, bytes };
            output::write(&file, args.force)?;
            writeln!(out, "{}", file.path.display())?;
        }
    }
    Ok(())
}

/// The roster as a file.
fn written(
    desk: &Desk,
    args: &ExportRosterArgs,
    report: &Report<'_, AssocIx>,
) -> anyhow::Result<Vec<u8>> {
    Ok(match desk.asked.unwrap_or(FormatArg::Csv) {
        FormatArg::Json => {
            let mut bytes = Vec::new();
            json::write_list(&mut bytes, report)?;
            bytes
        }
        FormatArg::Xlsx => {
            ensure!(
                args.out.is_some(),
                both!(
                    "Excel 文件不能写到屏幕，请用 --out 写明文件",
                    "An Excel file cannot go to the screen; name a file with --out"
                )
            );
            xlsx::write(
                &desk.ledger,
                &[report],
                desk.as_of,
                clock::now(),
                &words::store::code(desk.session.head().code()),
            )?
        }
        _ => {
            let encoding = match args.encoding {
                EncodingArg::Utf8 => Encoding::Utf8,
                EncodingArg::Gb18030 => Encoding::Gb18030,
            };
            csv::for_excel(report, encoding)
        }
    })
}
