//! What reading a filled-in form would change in the ledger. Writes nothing.

mod values;

use serde::Serialize;

use super::reading::{Problem, Reading};
use crate::domain::command::NewAnswer;
use crate::domain::form::known;
use crate::domain::form::{Form, FormId, Named};
use crate::domain::id::AssocIx;
use crate::domain::ledger::Ledger;
use crate::domain::round::FieldIx;
use crate::text::fold::fold_text;

/// So many fields are named that would be emptied.
const MOST_NAMED: usize = 5;

/// What becomes of an answer that the file leaves blank.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Blanks {
    /// That is a problem of the file.
    #[default]
    Ask,
    /// The answer in the ledger counts.
    Keep,
    /// The blank in the file counts.
    Clear,
}

/// A field that would change.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct FieldChange {
    pub field: String,
    pub label: String,
    /// What stands there; null = not filled in.
    pub old: Option<String>,
    /// What would stand there; null = not filled in.
    pub new: Option<String>,
    /// The same as it was written.
    #[serde(skip)]
    rows: Vec<Vec<String>>,
    /// Where it stands in the form.
    #[serde(skip)]
    at: usize,
}

impl FieldChange {
    /// What stands there and what would, as people read it.
    pub fn sides(&self) -> [&str; 2] {
        [&self.old, &self.new].map(|text| text.as_deref().unwrap_or(s!("（未填）", "(empty)")))
    }

    /// It takes an answer away.
    pub const fn empties(&self) -> bool {
        self.new.is_none()
    }
}

/// What one file would change.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct FormPlan {
    /// 序号; null = it is not known whose form it is.
    pub no: Option<u32>,
    /// Name of the association.
    pub name: Option<String>,
    /// Which form; null = none of these.
    pub form: Option<FormId>,
    /// What would change, in the order of the form.
    pub changes: Vec<FieldChange>,
    /// Answers that the file leaves blank and that stay.
    pub clears: Vec<FieldChange>,
    /// What could not be read or taken, in the order of the file.
    pub problems: Vec<Problem>,
    /// Which of these asks what becomes of the blanks.
    #[serde(skip)]
    asks: Option<usize>,
}

impl FormPlan {
    /// Whose form it is, and which; `None` = it is not known.
    pub fn whose(&self) -> Option<String> {
        let (no, name, form) = (self.no?, self.name.as_ref()?, self.form?);
        Some(format!("{no} {name} {}", form.word()))
    }

    /// A file that cannot be read at all.
    pub fn unreadable(message: impl Into<String>) -> Self {
        Self {
            no: None,
            name: None,
            form: None,
            changes: Vec::new(),
            clears: Vec::new(),
            problems: vec![Problem {
                place: String::new(),
                message: message.into(),
            }],
            asks: None,
        }
    }

    /// Two files are one form: nothing of this one is taken.
    pub fn refuse(&mut self, message: String) {
        self.changes.clear();
        self.clears.clear();
        self.problems.push(Problem {
            place: String::new(),
            message,
        });
    }

    /// Answers that would be taken away.
    pub fn emptied(&self) -> usize {
        self.changes
            .iter()
            .filter(|change| change.empties())
            .count()
    }

    /// Sets apart what is blank in the file and answered here. A form that was handed out before, or of which a
    /// column has moved, would empty all of it. What was said before of the blanks holds no more.
    pub fn set_blanks_apart(&mut self, blanks: Blanks) {
        if let Some(at) = self.asks.take() {
            self.problems.remove(at);
        }
        self.changes.append(&mut self.clears);
        self.changes.sort_by_key(|change| change.at);
        if blanks == Blanks::Clear {
            return;
        }
        let (clears, changes) = std::mem::take(&mut self.changes)
            .into_iter()
            .partition(FieldChange::empties);
        (self.clears, self.changes) = (clears, changes);
        if blanks == Blanks::Ask && !self.clears.is_empty() {
            let named = self.clears.iter().take(MOST_NAMED);
            let named: Vec<&str> = named.map(|change| change.label.as_str()).collect();
            let more = if self.clears.len() > MOST_NAMED {
                s!("等", " and more")
            } else {
                ""
            };
            let (count, named) = (self.clears.len(), named.join(s!("、", ", ")));
            self.asks = Some(self.problems.len());
            self.problems.push(Problem {
                place: String::new(),
                message: t!("{count} 栏在台账中已填而文件中空白，照办就会清空：{named}{more}", "{count} fields are filled in in the ledger and blank in the file, which would clear them: {named}{more}"),
            });
        }
    }

    /// The answers to record.
    pub fn answers(&self) -> impl Iterator<Item = NewAnswer> {
        let no = self.no;
        self.changes.iter().filter_map(move |change| {
            Some(NewAnswer {
                association: no?,
                field: change.field.clone(),
                rows: change.rows.clone(),
            })
        })
    }

    /// Compares what was read with the ledger. With `only`, a form of another association is a
    /// problem and changes nothing.
    pub fn new(ledger: &Ledger, mut reading: Reading, only: Option<AssocIx>) -> Self {
        let at = ledger.round().form_ix(reading.form);
        let form = &ledger.round().forms[at];
        let association = whose(ledger, form, &mut reading, only);
        let mut plan = Self {
            no: association.map(|ix| ledger.associations()[ix].no),
            name: association.map(|ix| ledger.name(ix).to_owned()),
            form: Some(form.id),
            changes: Vec::new(),
            clears: Vec::new(),
            problems: reading.problems,
            asks: None,
        };
        let Some(association) = association else {
            return plan;
        };
        let recorded = |at_field: usize| {
            let field = FieldIx {
                form: at,
                field: at_field,
            };
            let record = ledger.answer(association, field)?;
            Some(&record.value)
        };
        let read = values::of(form, &reading.fields, &recorded, &mut plan.problems);
        // What is shown follows from the answers as they would be.
        let answer = |id: &str| match read.get(id) {
            Some(value) => value.as_ref(),
            None => recorded(form.fields.iter().position(|field| field.id == id)?),
        };
        for (at_field, field) in form.fields.iter().enumerate() {
            let Some(new) = read.get(field.id.as_str()) else {
                continue;
            };
            let old = recorded(at_field);
            let written = &reading.fields[&field.id];
            if old == new.as_ref() {
                continue;
            }
            if !form.shown(field, &answer) {
                // A hidden answer is not printed: that it is not in the file says nothing.
                if let Some(new) = new {
                    plan.problems.push(Problem {
                        place: written.place.clone(),
                        message: t!(
                            "{}：填了「{new}」，但按表中的选择此栏不填，请核对所选", "{}: filled in with \"{new}\", but what was chosen in the form leaves it out; check the choice",
                            field.name()
                        ),
                    });
                }
                continue;
            }
            plan.changes.push(FieldChange {
                field: field.id.clone(),
                label: field.name().to_owned(),
                old: old.map(ToString::to_string),
                new: new.as_ref().map(ToString::to_string),
                rows: values::as_meant(field, &written.rows).into_owned(),
                at: at_field,
            });
        }
        // What the program has printed of itself says nothing where nobody has filled in the form.
        let printed = |change: &FieldChange| {
            let known = || known::of(ledger, association, &form.fields[change.at]);
            change.old.is_none() && change.new.is_some() && change.new == known()
        };
        if plan.changes.iter().all(printed) {
            plan.changes.clear();
        }
        plan
    }
}

/// The association that a form is of: by its number, else by the name written in it.
fn whose(
    ledger: &Ledger,
    form: &Form,
    reading: &mut Reading,
    only: Option<AssocIx>,
) -> Option<AssocIx> {
    let field = {
        let mut fields = form.fields.iter();
        fields.find(|field| field.names == Some(Named::Association))?
    };
    let written = reading.text(&field.id).map(str::to_owned);
    let place = reading.fields.get(&field.id).map(|written| &written.place);
    let place = place.cloned().unwrap_or_default();
    let named = written.as_deref().map(|name| by_name(ledger, name));
    let numbered = reading
        .association
        .map(|no| (no, ledger.association_ix(no)));
    let name = |ix: AssocIx| {
        let about = &ledger.associations()[ix];
        format!("{} {}", about.no, ledger.name(ix))
    };
    let found = match (numbered, named) {
        (Some((_, Some(ix))), Some(named)) if named != Some(ix) => {
            let written = written.unwrap_or_default();
            reading.problem(
                &place,
                t!(
                    "名称栏写的是「{written}」，而这份文件是 {} 的表；请改正名称，或用该协会的表重填", "the name says \"{written}\", but this file is the form of {}; correct the name, or fill in that association's form",
                    name(ix)
                ),
            );
            ix
        }
        (Some((_, Some(ix))), _) | (None, Some(Some(ix))) => ix,
        (Some((no, None)), _) => {
            reading.problem(
                "",
                t!(
                    "名册中没有序号 {no}，这份文件不是本台账的",
                    "the roster has no number {no}; this file is not of this ledger"
                ),
            );
            return None;
        }
        (None, Some(None)) => {
            let written = written.unwrap_or_default();
            reading.problem(
                &place,
                t!(
                    "名册中没有「{written}」，请核对名称",
                    "the roster has no \"{written}\"; check the name"
                ),
            );
            return None;
        }
        (None, None) => {
            if let Some(ix) = only {
                return Some(ix);
            }
            reading.problem(
                &place,
                s!(
                    "认不出是哪个协会的表，请填写名称",
                    "it is not known whose form this is; fill in the name"
                ),
            );
            return None;
        }
    };
    match only {
        Some(only) if only != found => {
            let message = t!(
                "是 {} 的表，不是 {} 的",
                "the form of {}, not of {}",
                name(found),
                name(only)
            );
            reading.problem("", message);
            None
        }
        _ => Some(found),
    }
}

fn by_name(ledger: &Ledger, written: &str) -> Option<AssocIx> {
    let bare = |text: &str| -> String { fold_text(text).split_whitespace().collect() };
    let wanted = bare(written);
    let round = ledger.round();
    ledger.associations().keys().find(|ix| {
        let name = bare(ledger.name(*ix));
        name == wanted || round.without_city(&name) == wanted
    })
}
