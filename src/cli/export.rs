//! `tuogou export`: writes forms as files.

use std::fs::File;
use std::io::{Read as _, Write};
use std::path::Path;

use anyhow::Context as _;

use super::Desk;
use super::args::{ExportFormArgs, ExportPlanArgs, WhoseArgs};
use super::output::FileFormat;
use crate::app::find::{self, UnitChoice};
use crate::app::output::{self, Output};
use crate::domain::finding;
use crate::domain::form::{FormId, filled};
use crate::domain::ledger::{AssocIx, Ledger};
use crate::domain::model::Status;
use crate::exchange::form::printed::PrintedForm;
use crate::exchange::form::{docx, plan_docx, xlsx};

pub fn forms(desk: &Desk, args: &ExportFormArgs, out: &mut dyn Write) -> anyhow::Result<()> {
    let id = FormId::from(args.form);
    let ledger = &desk.ledger;
    let form = ledger.round().form_ix(id);
    let whose = whose(ledger, &args.whose)?;
    let ending = match desk.file_format {
        FileFormat::Docx => "docx",
        FileFormat::Xlsx => "xlsx",
    };
    let paths: Vec<_> = whose
        .iter()
        .map(|ix| {
            let about = &ledger.associations()[*ix];
            output::form_file(&args.target.out, about.no, &about.name, id, ending)
        })
        .collect();
    output::check_free(&paths, args.target.force)?;
    let count = paths.len();
    for (path, ix) in paths.into_iter().zip(whose) {
        let printed = PrintedForm::new(ledger, ix, form);
        let bytes = match desk.file_format {
            FileFormat::Docx => docx::write(&printed),
            FileFormat::Xlsx => xlsx::write(&printed),
        };
        let file = Output { path, bytes };
        output::write(&file, args.target.force)?;
        writeln!(out, "{}", file.path.display())?;
    }
    writeln!(out, "共写出 {count} 个文件")?;
    Ok(())
}

/// Largest template, in bytes.
const MAX_TEMPLATE: u64 = 1 << 20;

pub fn plans(desk: &Desk, args: &ExportPlanArgs, out: &mut dyn Write) -> anyhow::Result<()> {
    anyhow::ensure!(
        desk.file_format == FileFormat::Docx,
        "实施方案只有 Word 格式，请去掉 --format xlsx"
    );
    let ledger = &desk.ledger;
    let template = match &args.template {
        None => ledger.round().plan_template.clone(),
        Some(path) => read_template(path)?,
    };
    let whose = whose(ledger, &args.whose)?;
    let path = |ix: AssocIx| {
        let about = &ledger.associations()[ix];
        output::form_file(
            &args.target.out,
            about.no,
            &about.name,
            FormId::Plan,
            "docx",
        )
    };
    let paths: Vec<_> = whose.iter().map(|ix| path(*ix)).collect();
    output::check_free(&paths, args.target.force)?;
    let texts = whose
        .iter()
        .map(|ix| plan_docx::text(ledger, *ix, &template))
        .collect::<Result<Vec<_>, _>>()?;
    let form = ledger.round().form_ix(FormId::Plan);
    for ((path, ix), text) in paths.into_iter().zip(&whose).zip(texts) {
        let bytes = plan_docx::write(&text);
        let file = Output { path, bytes };
        output::write(&file, args.target.force)?;
        let tally = filled::tally(ledger, *ix, form);
        let left = tally.total - tally.done;
        let reminder = if left > 0 {
            format!("  还有 {left} 处未填")
        } else {
            String::new()
        };
        writeln!(out, "{}{reminder}", file.path.display())?;
        for finding in finding::check(ledger, *ix) {
            if finding.rule == "P01" {
                writeln!(out, "  {}：{}", finding.severity.word(), finding.message)?;
            }
        }
    }
    writeln!(out, "共写出 {} 个文件", whose.len())?;
    Ok(())
}

fn read_template(path: &Path) -> anyhow::Result<String> {
    let name = path.display();
    let mut text = String::new();
    let file = File::open(path).with_context(|| format!("无法读取模板 {name}"))?;
    let read = file.take(MAX_TEMPLATE + 1).read_to_string(&mut text);
    let length = read.with_context(|| format!("模板 {name} 不是 UTF-8 文本"))?;
    anyhow::ensure!(length as u64 <= MAX_TEMPLATE, "模板 {name} 太大，最多 1 MB");
    Ok(text)
}

/// The associations that are meant, in the order in which they were named.
fn whose(ledger: &Ledger, args: &WhoseArgs) -> anyhow::Result<Vec<AssocIx>> {
    let planned = |ix: &AssocIx| ledger.associations()[*ix].status == Status::Planned;
    if args.all {
        return Ok((0..ledger.associations().len()).filter(planned).collect());
    }
    if let Some(text) = &args.unit {
        let UnitChoice::Unit(unit) = find::unit(ledger, text)? else {
            anyhow::bail!("直接登记的协会都已脱钩，没有要填的表；个别协会请写序号");
        };
        let unit = &ledger.units()[unit];
        let found: Vec<AssocIx> = unit.associations.iter().copied().filter(planned).collect();
        anyhow::ensure!(
            !found.is_empty(),
            "{} 没有拟脱钩的协会；已脱钩的请写序号",
            unit.name
        );
        return Ok(found);
    }
    let mut found = Vec::new();
    for text in &args.associations {
        let ix = find::association(ledger, text)?;
        if !found.contains(&ix) {
            found.push(ix);
        }
    }
    Ok(found)
}
