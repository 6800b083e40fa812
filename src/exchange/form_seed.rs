//! Reads the forms of a round (`forms/basic.toml`, `forms/plan.toml`, `forms/completion.toml`,
//! and how they are printed: `forms/*_layout.toml`) and checks that everything fits together.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::seed::{SeedError, parse_toml};
use crate::domain::form::known::Known;
use crate::domain::form::layout::{Layout, PrintedCell, PrintedRow, PrintedTable, Template};
use crate::domain::form::{
    Condition, Field, FieldKind, Form, FormId, FormSection, MonthLimit, Named,
};
use crate::domain::model::Separation;

/// The files of a form: its fields, and how it is printed if that is by cells.
const fn files(id: FormId) -> (&'static str, Option<&'static str>) {
    match id {
        FormId::Basic => ("forms/basic.toml", Some("forms/basic_layout.toml")),
        FormId::Plan => ("forms/plan.toml", None),
        FormId::Completion => (
            "forms/completion.toml",
            Some("forms/completion_layout.toml"),
        ),
    }
}

/// Reads all forms out of their documents.
pub fn parse_forms(documents: &BTreeMap<String, String>) -> Result<Vec<Form>, SeedError> {
    FormId::ALL
        .into_iter()
        .map(|id| {
            let (file, layout) = files(id);
            let raw: RawForm = parse_toml(documents, file)?;
            let mut form = raw.resolve(file, id)?;
            if let Some(layout) = layout {
                let raw: RawLayout = parse_toml(documents, layout)?;
                form.layout = raw.resolve(layout, &form)?;
            }
            Ok(form)
        })
        .collect()
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawLayout {
    note: String,
    header: Vec<String>,
    #[serde(rename = "table")]
    tables: Vec<RawTable>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawTable {
    section: String,
    widths: Vec<u32>,
    rows: Vec<Vec<String>>,
}

impl RawLayout {
    fn resolve(self, file: &'static str, form: &Form) -> Result<Layout, SeedError> {
        let bad = |text: &str| {
            SeedError::new(file, t!("看不懂「{text}」", "\"{text}\" is not understood"))
        };
        let header = self
            .header
            .iter()
            .map(|line| Template::parse(line).ok_or_else(|| bad(line)))
            .collect::<Result<_, _>>()?;
        let mut tables = Vec::with_capacity(self.tables.len());
        for table in self.tables {
            if !form
                .sections
                .iter()
                .any(|section| section.id == table.section)
            {
                return Err(SeedError::new(
                    file,
                    t!("没有部分 {}", "no section {}", table.section),
                ));
            }
            let mut rows = Vec::with_capacity(table.rows.len());
            for row in table.rows {
                let cells = row
                    .iter()
                    .map(|cell| PrintedCell::parse(cell).ok_or_else(|| bad(cell)))
                    .collect::<Result<_, _>>()?;
                rows.push(PrintedRow { cells });
            }
            tables.push(PrintedTable {
                section: table.section,
                widths: table.widths,
                rows,
            });
        }
        let layout = Layout {
            note: self.note,
            header,
            tables,
        };
        match layout.fault(&form.fields) {
            Some(fault) => Err(SeedError::new(file, fault)),
            None => Ok(layout),
        }
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawForm {
    id: FormId,
    annex: u8,
    title: String,
    // Said for the reader of the file; the program knows it by the form's id.
    #[serde(rename = "state")]
    _state: String,
    source: String,
    #[serde(rename = "section")]
    sections: Vec<FormSection>,
    #[serde(rename = "field")]
    fields: Vec<RawField>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawField {
    id: String,
    section: String,
    label: String,
    kind: FieldKind,
    #[serde(default)]
    options: Vec<String>,
    #[serde(default)]
    exclusive: Vec<String>,
    unit: Option<String>,
    #[serde(default)]
    columns: Vec<String>,
    #[serde(default)]
    month_columns: Vec<String>,
    #[serde(default)]
    printed_rows: usize,
    shown_if: Option<String>,
    #[serde(default)]
    optional: bool,
    #[serde(default)]
    seal: bool,
    names: Option<Named>,
    known: Option<Known>,
    #[serde(default)]
    separations: Vec<Separation>,
    remark: Option<String>,
    by: Option<String>,
    latest: Option<toml::value::Datetime>,
}

impl RawForm {
    fn resolve(self, file: &'static str, id: FormId) -> Result<Form, SeedError> {
        if self.id != id {
            return Err(SeedError::new(
                file,
                t!("id 应为 {}", "id should be {}", id.id()),
            ));
        }
        let fields = self
            .fields
            .into_iter()
            .map(|raw| raw.resolve(file))
            .collect::<Result<Vec<_>, _>>()?;
        let form = Form {
            id,
            title: self.title.into(),
            annex: self.annex,
            sections: self.sections,
            fields,
            source: self.source,
            layout: Layout::default(),
        };
        check(file, &form)?;
        Ok(form)
    }
}

impl RawField {
    fn resolve(self, file: &'static str) -> Result<Field, SeedError> {
        let shown_if = match &self.shown_if {
            None => None,
            Some(text) => Some(Condition::parse(text).ok_or_else(|| {
                SeedError::new(
                    file,
                    t!(
                        "{} 的 shown_if 看不懂：{text}",
                        "shown_if of {} is not understood: {text}",
                        self.id
                    ),
                )
            })?),
        };
        let options = if self.kind == FieldKind::YesNo {
            vec!["是".to_owned(), "否".to_owned()]
        } else {
            self.options
        };
        let limit = match (self.by, self.latest) {
            (None, None) => None,
            (Some(by), Some(latest)) if self.kind == FieldKind::Month => {
                let latest = latest.to_string().parse();
                let latest = latest.map_err(|_| {
                    SeedError::new(
                        file,
                        t!("{} 的 latest 不是日期", "latest of {} is no date", self.id),
                    )
                })?;
                Some(MonthLimit { by, latest })
            }
            _ => {
                let problem = t!(
                    "{} 的 by、latest 须同时写在年月栏上",
                    "by and latest of {} must both stand with a field of months",
                    self.id
                );
                return Err(SeedError::new(file, problem));
            }
        };
        Ok(Field {
            limit,
            id: self.id,
            section: self.section,
            label: self.label.into(),
            kind: self.kind,
            options,
            exclusive: self.exclusive,
            unit: self.unit,
            columns: self.columns,
            month_columns: self.month_columns,
            printed_rows: self.printed_rows,
            shown_if,
            optional: self.optional,
            seal: self.seal,
            names: self.names,
            known: self.known,
            separations: self.separations,
            remark: self.remark.map(Into::into),
        })
    }
}

fn check(file: &'static str, form: &Form) -> Result<(), SeedError> {
    for (at, field) in form.fields.iter().enumerate() {
        let bad =
            |problem: String| SeedError::new(file, t!("{}：{problem}", "{}: {problem}", field.id));
        if form.fields[..at].iter().any(|other| other.id == field.id) {
            return Err(bad(s!("出现了两次", "stands twice").into()));
        }
        if !form
            .sections
            .iter()
            .any(|section| section.id == field.section)
        {
            return Err(bad(t!("没有部分 {}", "no section {}", field.section)));
        }
        let chooses = matches!(
            field.kind,
            FieldKind::YesNo | FieldKind::Single | FieldKind::Multiple | FieldKind::Tick
        );
        if chooses == field.options.is_empty() {
            return Err(bad(
                s!("options 与 kind 不符", "options do not fit kind").into()
            ));
        }
        if (field.kind == FieldKind::Table) == field.columns.is_empty() {
            return Err(bad(
                s!("columns 与 kind 不符", "columns do not fit kind").into()
            ));
        }
        if let Some(option) = field.exclusive.iter().find(|o| !field.options.contains(o)) {
            return Err(bad(t!("没有选项 {option}", "no option {option}")));
        }
        if let Some(column) = field
            .month_columns
            .iter()
            .find(|c| !field.columns.contains(c))
        {
            return Err(bad(t!("没有列 {column}", "no column {column}")));
        }
        let Some(condition) = &field.shown_if else {
            continue;
        };
        // Only a field that stands before can decide, so conditions never go round.
        let decider = form.fields[..at]
            .iter()
            .find(|other| other.id == condition.field);
        let fits = decider.is_some_and(|decider| condition.test.fits(decider));
        if !fits {
            return Err(bad(s!(
                "shown_if 提到的栏或选项不在前面",
                "shown_if names a field or option that does not stand before"
            )
            .into()));
        }
    }
    Ok(())
}
