//! The plan as a Word document, written by a template that an office can replace.

use std::collections::BTreeMap;
use std::sync::Arc;

use docx_rs::{AlignmentType, LineSpacing, Paragraph, SpecialIndentType};
use minijinja::{Environment, Error, ErrorKind, UndefinedBehavior, context};

use super::docx::{pack, page, run};
use crate::domain::form::FormId;
use crate::domain::form::filled;
use crate::domain::form::month;
use crate::domain::ledger::{AssocIx, Ledger};

/// What stands where nothing is filled in.
const EMPTY: &str = "＿＿＿＿＿＿";
/// Instructions that a template may take: enough for any letter, and an end for a loop.
const FUEL: u64 = 200_000;
/// Sizes in half points: title, body.
const TITLE: usize = 44;
const BODY: usize = 32;

/// A template that cannot be used.
#[derive(Debug, thiserror::Error)]
#[error("模板第 {line} 行有误：{problem}")]
pub struct TemplateError {
    /// Line, from 1.
    line: usize,
    /// What is wrong.
    problem: String,
}

impl From<Error> for TemplateError {
    fn from(error: Error) -> Self {
        let problem = match error.kind() {
            ErrorKind::UndefinedError => "用了没有的名称".to_owned(),
            ErrorKind::SyntaxError => "写法不对".to_owned(),
            ErrorKind::UnknownFunction => "没有这个函数".to_owned(),
            ErrorKind::UnknownFilter => "没有这个过滤器".to_owned(),
            ErrorKind::OutOfFuel => "循环太多".to_owned(),
            kind => kind.to_string(),
        };
        let detail = error.detail().unwrap_or_default();
        Self {
            line: error.line().unwrap_or(0),
            problem: format!("{problem} {detail}").trim_end().to_owned(),
        }
    }
}

/// Writes the plan of an association as text: `#` before a title, `##` and `###` before
/// headings, a paragraph on every other line.
pub fn text(
    ledger: &Ledger,
    association: AssocIx,
    template: &str,
) -> Result<String, TemplateError> {
    let round = ledger.round();
    let form = round.form_ix(FormId::Plan);
    let mut answers: BTreeMap<String, Option<String>> = BTreeMap::new();
    let mut latest = None;
    for field in filled::fields(ledger, association, form) {
        let value = field.record.map(|record| record.value.to_string());
        answers.insert(field.def.id.clone(), value);
        latest = latest.max(field.def.limit.as_ref().map(|limit| limit.latest));
    }
    let answers = Arc::new(answers);
    let mut engine = Environment::new();
    engine.set_undefined_behavior(UndefinedBehavior::Strict);
    engine.set_fuel(Some(FUEL));
    let find = move |answers: &BTreeMap<String, Option<String>>, id: &str| {
        answers
            .get(id)
            .cloned()
            .ok_or_else(|| Error::new(ErrorKind::UndefinedError, format!("没有栏目 {id}")))
    };
    let known = Arc::clone(&answers);
    engine.add_function("slot", move |id: &str| -> Result<String, Error> {
        Ok(find(&known, id)?.unwrap_or_else(|| EMPTY.to_owned()))
    });
    engine.add_function("month", move |id: &str| -> Result<String, Error> {
        let written = find(&answers, id)?;
        let month = written.as_deref().and_then(month::parse);
        Ok(month.map_or_else(|| "＿＿年＿月".to_owned(), month::Month::words))
    });
    let about = &ledger.associations()[association];
    let unit = ledger.unit_name_of(association).unwrap_or("业务主管单位");
    let last = latest.map_or_else(String::new, |day| {
        let words = month::parse(&day.format("%Y-%m-%d").to_string());
        words.map_or_else(String::new, month::Month::words)
    });
    let rendered = engine.render_str(
        template,
        context! {
            name => &*about.name,
            unit => unit,
            city => round.info.city.as_str(),
            year => round.info.year,
            register_by => last.as_str(),
            finish_by => last.as_str(),
        },
    )?;
    Ok(rendered)
}

/// The text as a document.
pub fn write(text: &str) -> Vec<u8> {
    let mut docx = page();
    for line in text.lines().map(str::trim).filter(|line| !line.is_empty()) {
        let spaced = Paragraph::new().line_spacing(LineSpacing::new().line(560));
        let indented = || {
            let first = Some(SpecialIndentType::FirstLine(2 * 320));
            spaced.clone().indent(None, first, None, None)
        };
        let paragraph = if let Some(heading) = line.strip_prefix("### ") {
            indented()
                .keep_next(true)
                .add_run(run(heading, BODY).bold())
        } else if let Some(heading) = line.strip_prefix("## ") {
            let fonts = docx_rs::RunFonts::new().east_asia("黑体");
            indented()
                .keep_next(true)
                .add_run(run(heading, BODY).fonts(fonts))
        } else if let Some(title) = line.strip_prefix("# ") {
            let centred = spaced.clone().align(AlignmentType::Center);
            centred.add_run(run(title, TITLE).bold())
        } else {
            indented().add_run(run(line, BODY))
        };
        docx = docx.add_paragraph(paragraph);
    }
    pack(docx)
}
