//! `tuogou import roster`: reads a roster as it comes, says how it was understood, and compares
//! it with the ledger. It records nothing: the printed roster of a ledger stays as it is.

use std::io::Write;
use std::path::PathBuf;

use clap::Args;
use serde::Serialize;

use super::output::write_json;
use super::{Desk, Format};
use crate::app::roster;
use crate::domain::model::Status;
use crate::exchange::form::reading::Problem;
use crate::exchange::roster::encoding::Encoding;
use crate::exchange::roster::plan::{ColumnUse, RosterDiff, RosterPlan, RowView};
use crate::exchange::roster::rows::{Skipped, StatusUse};
use crate::text::cells::visible;

/// Lines of one kind that are printed; programs get all.
const MOST: usize = 20;

/// What the user says about the file of a roster.
#[derive(Debug, Args)]
pub struct ReadingArgs {
    /// 指定列：名称=B、主管单位=3、状态=表头原文；序号=- 表示不用文件中的序号
    #[arg(long = "map", value_name = "列=位置")]
    pub maps: Vec<String>,
    /// 指定状态的意思：未启动=拟脱钩，右边可写 拟脱钩、已脱钩、不列入；空白写作 空
    #[arg(long = "status", value_name = "词=状态")]
    pub statuses: Vec<String>,
    /// 文字文件的编码：utf-8、gb18030、gbk、utf-16（默认自动判断）
    #[arg(long, value_name = "编码")]
    pub encoding: Option<String>,
    /// 工作簿中的哪一张工作表
    #[arg(long, value_name = "名称")]
    pub sheet: Option<String>,
}

impl ReadingArgs {
    /// Reads the file.
    pub fn read(&self, file: &std::path::Path) -> anyhow::Result<RosterPlan> {
        let (encoding, sheet) = (self.encoding.as_deref(), self.sheet.as_deref());
        let options = roster::options(&self.maps, &self.statuses, encoding, sheet);
        Ok(roster::read(file, &options.map_err(anyhow::Error::msg)?)?)
    }
}

/// Arguments of `import roster`.
#[derive(Debug, Args)]
pub struct ImportRosterArgs {
    /// 名册：.xlsx、.xls、.csv、.tsv、.docx，或通知的文字
    #[arg(value_name = "文件")]
    pub file: PathBuf,
    /// 只预览；与台账不同、或有问题时也不算失败
    #[arg(long)]
    pub dry_run: bool,
    /// How it is to be read.
    #[command(flatten)]
    pub reading: ReadingArgs,
}

/// What programs get.
#[derive(Serialize)]
struct PlanView<'p> {
    kind: &'static str,
    encoding: Option<&'static str>,
    sheet: &'p str,
    header: &'p str,
    columns: &'p [ColumnUse],
    total: usize,
    planned: usize,
    decoupled: usize,
    units: usize,
    statuses: &'p [StatusUse],
    problems: &'p [Problem],
    notes: &'p [String],
    skipped: &'p [Skipped],
    rows: Vec<RowView>,
    diff: &'p RosterDiff,
}

pub fn run(desk: &Desk, args: &ImportRosterArgs, out: &mut dyn Write) -> anyhow::Result<()> {
    let plan = args.reading.read(&args.file)?;
    let diff = plan.diff(&desk.ledger);
    match desk.format {
        Format::Json => {
            let view = PlanView {
                kind: plan.kind.word(),
                encoding: plan.encoding.map(Encoding::name),
                sheet: plan.sheet_name(),
                header: &plan.header,
                columns: &plan.columns,
                total: plan.rows.len(),
                planned: plan.count(Status::Planned),
                decoupled: plan.count(Status::Decoupled),
                units: plan.units().len(),
                statuses: &plan.statuses,
                problems: &plan.problems,
                notes: &plan.notes,
                skipped: &plan.skipped,
                rows: plan.views().collect(),
                diff: &diff,
            };
            write_json(out, &view)?;
        }
        // The roster as the seeds keep it, to be checked or read again.
        Format::Csv => write_csv(&plan, out)?,
        Format::Table => {
            write_plan(&plan, out)?;
            write_diff(&diff, out)?;
        }
    }
    if args.dry_run {
        return Ok(());
    }
    anyhow::ensure!(
        plan.problems.is_empty(),
        "名册有 {} 个问题，请改正后再导入；只预览请加 --dry-run",
        plan.problems.len()
    );
    anyhow::ensure!(
        diff.is_empty(),
        "没有改动台账：印发的名册不改写；要用这份名册，请用 tuogou new --from 文件 --city 城市 另立台账"
    );
    Ok(())
}

fn write_csv(plan: &RosterPlan, out: &mut dyn Write) -> anyhow::Result<()> {
    let mut writer = csv::Writer::from_writer(out);
    writer.write_record(["序号", "行业协会商会名称", "业务主管单位", "备注"])?;
    for row in plan.views() {
        let (no, status) = (row.no.to_string(), row.status.word());
        writer.write_record([&no, &row.name, &row.printed_unit, status])?;
    }
    writer.flush()?;
    Ok(())
}

/// How the file was understood.
pub fn write_plan(plan: &RosterPlan, out: &mut dyn Write) -> anyhow::Result<()> {
    write!(out, "文件  {}", plan.kind.word())?;
    if !plan.sheet_name().is_empty() {
        write!(out, "，工作表 {}", plan.sheet_name())?;
    }
    match plan.header.as_str() {
        "" => writeln!(out, "，没有表头")?,
        header => writeln!(out, "，表头在 {header}")?,
    }
    if let Some(encoding) = plan.encoding {
        let name = encoding.name();
        writeln!(out, "编码  {name}（有乱码时用 --encoding 指定）")?;
    }
    let said = |used: &ColumnUse| match used.heading.as_str() {
        "" => used.at.clone(),
        heading => format!("{}“{heading}”", used.at),
    };
    let (read, unread): (Vec<_>, Vec<_>) = plan.columns.iter().partition(|c| c.column.is_some());
    let read: Vec<String> = read
        .iter()
        .filter_map(|used| Some(format!("{}={}", used.column?.label(), said(used))))
        .collect();
    writeln!(out, "列    {}（不对时用 --map 指定）", read.join("，"))?;
    if !unread.is_empty() {
        let unread: Vec<String> = unread.iter().map(|used| said(used)).collect();
        writeln!(out, "      不导入 {}", unread.join("、"))?;
    }
    let statuses: Vec<String> = plan
        .statuses
        .iter()
        .map(|used| {
            let word = if used.word.is_empty() {
                "（空）"
            } else {
                &used.word
            };
            let meaning = used.meaning.word();
            let count = used.count;
            if word == meaning {
                format!("{word} {count}")
            } else {
                format!("{word}→{meaning} {count}")
            }
        })
        .collect();
    if !statuses.is_empty() {
        writeln!(out, "状态  {}", statuses.join("，"))?;
    }
    writeln!(
        out,
        "共 {} 行：拟脱钩 {}，已脱钩 {}；主管单位名称 {} 个；{} 个问题",
        plan.rows.len(),
        plan.count(Status::Planned),
        plan.count(Status::Decoupled),
        plan.units().len(),
        plan.problems.len()
    )?;
    for note in &plan.notes {
        writeln!(out, "提示  {}", visible(note))?;
    }
    listed(out, &plan.skipped, |skipped| {
        format!(
            "略过  {}：{}（{}）",
            skipped.place, skipped.text, skipped.reason
        )
    })?;
    listed(out, &plan.problems, |problem| {
        match problem.place.as_str() {
            "" => format!("问题  {}", problem.message),
            place => format!("问题  {place}：{}", problem.message),
        }
    })
}

fn write_diff(diff: &RosterDiff, out: &mut dyn Write) -> anyhow::Result<()> {
    if diff.is_empty() {
        writeln!(out, "与台账的名册相同")?;
        return Ok(());
    }
    writeln!(
        out,
        "与台账的名册比较：相同 {}，新增 {}，减少 {}，改变 {}",
        diff.same,
        diff.new.len(),
        diff.gone.len(),
        diff.changed.len()
    )?;
    let row = |row: &RowView| {
        let status = row.status.word();
        format!("{} {}（{}，{status}）", row.no, row.name, row.printed_unit)
    };
    listed(out, &diff.new, |new| format!("新增  {}", row(new)))?;
    listed(out, &diff.gone, |gone| format!("减少  {}", row(gone)))?;
    listed(out, &diff.changed, |changed| {
        let differences: Vec<String> = changed
            .differences()
            .into_iter()
            .map(|(label, old, new)| format!("{label} {old} → {new}"))
            .collect();
        format!("改变  {}：{}", changed.new.name, differences.join("；"))
    })
}

/// The first lines of a list, and how many more there are.
fn listed<T>(out: &mut dyn Write, list: &[T], line: impl Fn(&T) -> String) -> anyhow::Result<()> {
    for one in list.iter().take(MOST) {
        writeln!(out, "{}", visible(&line(one)))?;
    }
    if let Some(first) = list.first()
        && list.len() > MOST
    {
        let kind: String = line(first).chars().take_while(|c| *c != ' ').collect();
        let more = list.len() - MOST;
        writeln!(out, "{kind}  …… 还有 {more} 条，用 --format json 看全部")?;
    }
    Ok(())
}
