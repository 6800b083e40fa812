//! The plan, written by a template that an office can replace.

use std::collections::BTreeMap;
use std::sync::Arc;

use minijinja::{Environment, Error, ErrorKind};
use serde::Serialize;

use crate::domain::form::FormId;
use crate::domain::form::filled;
use crate::domain::form::month::{self, Month};
use crate::domain::id::AssocIx;
use crate::domain::ledger::Ledger;
use crate::exchange::letter::{LetterTemplate, TemplateError, engine, written};
use crate::text::day;

/// What stands where nothing is filled in.
const EMPTY: &str = "＿＿＿＿＿＿";

/// What the template may speak of, beside `slot`, `month` and `by_then`.
#[derive(Serialize)]
struct PlanFacts<'a> {
    name: &'a str,
    unit: &'a str,
    city: &'a str,
    year: i32,
    register_by: &'a str,
    finish_by: &'a str,
}

/// Writes the plan of an association as text (see [`crate::exchange::letter::markdown`]).
pub fn text(
    ledger: &Ledger,
    association: AssocIx,
    template: &str,
) -> Result<String, TemplateError> {
    let text = with(ledger, association, |engine, facts| {
        engine::render(engine, LetterTemplate::Plan.file(), template, facts)
    })?;
    Ok(written::marked(ledger.round(), text))
}

/// Looks for mistakes in a template: how it is written, then with one association.
pub fn check(ledger: &Ledger, template: &str) -> Result<(), TemplateError> {
    with(ledger, AssocIx::default(), |engine, facts| {
        engine::check(engine, LetterTemplate::Plan.file(), template, facts)
    })?;
    text(ledger, AssocIx::default(), template).map(drop)
}

fn with<T>(
    ledger: &Ledger,
    association: AssocIx,
    work: impl FnOnce(&Environment<'_>, &PlanFacts<'_>) -> T,
) -> T {
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
    let mut engine = engine::engine(engine::LETTER);
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
    let month = move |id: &str| -> Result<Option<Month>, Error> {
        let written = find(&answers, id)?;
        Ok(written.as_deref().and_then(month::parse))
    };
    let by_then = month.clone();
    engine.add_function("month", move |id: &str| -> Result<String, Error> {
        Ok(month(id)?.map_or_else(|| "＿＿年＿月".to_owned(), Month::words))
    });
    engine.add_function("by_then", move |id: &str| -> Result<String, Error> {
        Ok(by_then(id)?.map_or_else(|| "＿＿年＿月底前".to_owned(), Month::by_then))
    });
    let last = latest.map_or_else(String::new, day::words);
    let facts = PlanFacts {
        name: ledger.name(association),
        unit: ledger.unit_name_of(association).unwrap_or("业务主管单位"),
        city: &round.info.city,
        year: round.info.year,
        register_by: &last,
        finish_by: &last,
    };
    work(&engine, &facts)
}
