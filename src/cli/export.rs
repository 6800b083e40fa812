//! `tuogou export`: writes forms as files.

use std::io::Write;

use super::Desk;
use super::args::{ExportFormArgs, ExportPlanArgs, TargetArgs, WhoseArgs};
use crate::app::export::{FormExport, read_template};
use crate::app::find::{self, UnitChoice};
use crate::domain::finding;
use crate::domain::form::{FormId, filled};
use crate::domain::ledger::{AssocIx, Ledger};
use crate::domain::model::Status;

pub fn forms(desk: &Desk, args: &ExportFormArgs, out: &mut dyn Write) -> anyhow::Result<()> {
    let ledger = &desk.ledger;
    let whose = whose(ledger, &args.whose)?;
    let TargetArgs { out: folder, force } = &args.target;
    let form = FormId::from(args.form);
    let mut export = FormExport::new(ledger, form, desk.file_format, &whose, folder, *force)?;
    while let Some(written) = export.step(ledger) {
        let (_, path) = written?;
        writeln!(out, "{}", path.display())?;
    }
    writeln!(out, "共写出 {} 个文件", export.total())?;
    Ok(())
}

pub fn plans(desk: &Desk, args: &ExportPlanArgs, out: &mut dyn Write) -> anyhow::Result<()> {
    let ledger = &desk.ledger;
    let whose = whose(ledger, &args.whose)?;
    let TargetArgs { out: folder, force } = &args.target;
    let mut export = FormExport::new(
        ledger,
        FormId::Plan,
        desk.file_format,
        &whose,
        folder,
        *force,
    )?;
    if let Some(path) = &args.template {
        export = export.by_template(ledger, read_template(path)?)?;
    }
    let form = ledger.round().form_ix(FormId::Plan);
    while let Some(written) = export.step(ledger) {
        let (ix, path) = written?;
        let tally = filled::tally(ledger, ix, form);
        let left = tally.total - tally.done;
        let reminder = if left > 0 {
            format!("  还有 {left} 处未填")
        } else {
            String::new()
        };
        writeln!(out, "{}{reminder}", path.display())?;
        for finding in finding::check(ledger, ix) {
            if finding.rule == "P01" {
                writeln!(out, "  {}：{}", finding.severity.word(), finding.message)?;
            }
        }
    }
    writeln!(out, "共写出 {} 个文件", export.total())?;
    Ok(())
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
