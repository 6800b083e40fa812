//! `tuogou rollup`: the city and its counties in one table, without merging their rosters.

use std::ffi::OsStr;
use std::io::Write;
use std::path::PathBuf;

use anyhow::bail;
use clap::Args;

use super::common::{FormatArg, Formats};
use super::output::write_report;
use super::{Desk, OutputFormat, Run};
use crate::app::counties;
use crate::app::export::{
    self, ExportDesk, ExportFormat, ExportOrder, Whose, letters, read_template,
};
use crate::app::output::{self, OutputFile};
use crate::domain::county::CountyFigures;
use crate::domain::ledger::Ledger;
use crate::report::counties as table;
use crate::report::render::{html, xlsx};
use crate::text::lang::in_chinese;
use crate::words;

/// Arguments of `rollup`.
#[derive(Debug, Args)]
pub struct RollupArgs {
    /// 各县区交来的台账、台账的 JSON 或单位分册；不写时只有当前台账
    /// ¦ Ledgers, their JSON or bundles from counties; only the present ledger without any
    #[arg(value_name = "文件")]
    pub files: Vec<PathBuf>,
    /// 只汇总这些文件，不算当前台账
    /// ¦ Only these files, without the present ledger
    #[arg(long, requires = "files")]
    pub only: bool,
    /// 写成文件：.xlsx 或 .html 汇总表，.docx 或 .md 报告
    /// ¦ Write a file: .xlsx or .html table, .docx or .md report
    #[arg(long, value_name = "文件")]
    pub out: Option<PathBuf>,
    /// 覆盖已有的文件
    /// ¦ Overwrite existing files
    #[arg(long, requires = "out")]
    pub force: bool,
    /// 报告用本单位的模板
    /// ¦ A template of your own for the report
    #[arg(long, value_name = "文件", requires = "out")]
    pub template: Option<PathBuf>,
}

impl Run for RollupArgs {
    fn formats(&self) -> Formats {
        use FormatArg::{Csv, Json, Md, Table};
        ("rollup", &[Table, Json, Csv, Md])
    }

    fn reads(&self) -> bool {
        true
    }

    fn run(&self, desk: &mut Desk, out: &mut dyn Write) -> anyhow::Result<()> {
        let (ledger, as_of): (&Ledger, _) = (&desk.ledger, desk.as_of);
        let own = (!self.only).then_some((&desk.session, ledger));
        let counties = counties::read(own, &self.files, as_of)?;
        let Some(path) = &self.out else {
            let mut report = table::report(ledger, counties, as_of);
            if desk.format() != OutputFormat::Json && desk.format() != OutputFormat::Csv {
                report.rows.extend(report.sum.take());
            }
            return write_report(out, desk.format(), &report);
        };
        let ending = path.extension().map(OsStr::to_ascii_lowercase);
        let mark = words::store::code(desk.session.head().code());
        let bytes = match ending.as_deref().and_then(|ending| ending.to_str()) {
            Some("xlsx") => in_chinese(|| {
                let report = table::report(ledger, counties, as_of);
                xlsx::write(ledger, &[&report], as_of, desk.moment().at, &mark)
            })?,
            Some("html") => in_chinese(|| {
                let report = table::report(ledger, counties, as_of);
                html::write(&report, &mark)
            }),
            Some("docx") => self.report(desk, ExportFormat::Docx, &counties)?,
            Some("md") => self.report(desk, ExportFormat::Markdown, &counties)?,
            _ => bail!(both!(
                "{}：请写 .xlsx 或 .html（汇总表）、.docx 或 .md（报告）",
                "{}: must be .xlsx or .html (table), .docx or .md (report)",
                path.display()
            )),
        };
        let path = path.clone();
        let file = OutputFile { path, bytes };
        output::write(&file, self.force)?;
        writeln!(out, "{}", file.path.display())?;
        Ok(())
    }
}

impl RollupArgs {
    fn report(
        &self,
        desk: &Desk,
        format: ExportFormat,
        counties: &[CountyFigures],
    ) -> anyhow::Result<Vec<u8>> {
        let kind = export::kind("summary");
        let from = ExportDesk::new(&desk.session, &desk.ledger, desk.moment(), kind)?;
        let mut order = ExportOrder::new(Whose::City, format);
        order.letter.template = self.template.as_deref().map(read_template).transpose()?;
        in_chinese(|| letters::counties(&from, &order, counties))
    }
}
