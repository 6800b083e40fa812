//! `tuogou export`: writes forms as files.

use std::io::Write;

use super::Desk;
use super::args::{ExportFormArgs, WhoseArgs};
use super::output::FileFormat;
use crate::app::find::{self, UnitChoice};
use crate::app::output::{self, Output};
use crate::domain::form::FormId;
use crate::domain::ledger::{AssocIx, Ledger};
use crate::domain::model::Status;
use crate::exchange::form::printed::PrintedForm;
use crate::exchange::form::{docx, xlsx};

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
