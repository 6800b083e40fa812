//! The official forms of associations, and the templates of what is written by one.

use std::path::Path;

use anyhow::Context as _;

use super::{ExportDesk, ExportFiles, ExportFormat, ExportOrder, FileContent};
use crate::app::input;
use crate::app::output;
use crate::domain::form::FormId;
use crate::domain::id::AssocIx;
use crate::domain::ledger::Ledger;
use crate::exchange::form::printed::PrintedForm;
use crate::exchange::form::{docx, plan_docx, xlsx};
use crate::exchange::letter::{self, LetterTemplate};
use crate::words;

/// Largest template, in bytes.
const MAX_TEMPLATE: u64 = 1 << 20;

/// A form of each of some associations, each made when it is its turn. Fails when a template of
/// the office's own cannot be used for one of them.
pub fn prepare(
    form: FormId,
    desk: &ExportDesk<'_>,
    order: &ExportOrder,
) -> anyhow::Result<ExportFiles> {
    let whose = order.whose.associations().to_vec();
    let template = order.letter.template.clone();
    if let Some(template) = &template {
        for ix in &whose {
            plan_docx::text(desk.ledger, *ix, template)?;
        }
    }
    let format = order.format;
    let mark = words::store::code(&desk.made.code);
    let names = whose.iter().map(|ix| name(desk.ledger, *ix, form, format));
    Ok(ExportFiles::later(names.collect(), move |ledger, at| {
        if form == FormId::Plan {
            let template = template.as_ref();
            let template =
                template.unwrap_or(&ledger.round().templates[LetterTemplate::Plan.file()]);
            let text = plan_docx::text(ledger, whose[at], template)?;
            return Ok(FileContent::Bytes(letter::docx::write(&text, &mark)));
        }
        let form = ledger.round().form_ix(form);
        let mut printed = PrintedForm::new(ledger, whose[at], form);
        printed.mark.clone_from(&mark);
        Ok(FileContent::Bytes(match format {
            ExportFormat::Xlsx => xlsx::write(&printed),
            _ => docx::write(&printed),
        }))
    }))
}

/// `029-开封市钓鱼协会-基本情况表.docx`
fn name(ledger: &Ledger, association: AssocIx, form: FormId, format: ExportFormat) -> String {
    let no = ledger.associations()[association].no;
    let (name, ending) = (output::safe_name(ledger.name(association)), format.ending());
    let name = format!("{no:03}-{name}-{}.{ending}", form.word());
    ledger.round().file_name(&name)
}

/// Reads a template of an office, perhaps with a mark that says UTF-8 before it.
pub fn read_template(path: &Path) -> anyhow::Result<String> {
    let name = path.display();
    let bytes = input::read(path, MAX_TEMPLATE);
    let bytes =
        bytes.with_context(|| both!("无法读取模板 {name}", "Cannot read the template {name}"))?;
    let fits = bytes.len() as u64 <= MAX_TEMPLATE;
    anyhow::ensure!(
        fits,
        both!(
            "模板 {name} 太大，最多 1 MB",
            "The template {name} is too large, at most 1 MB"
        )
    );
    let text = String::from_utf8(bytes);
    let text = text.with_context(|| {
        both!(
            "模板 {name} 不是 UTF-8 文本",
            "The template {name} is not UTF-8"
        )
    })?;
    Ok(text.trim_start_matches('\u{feff}').to_owned())
}
