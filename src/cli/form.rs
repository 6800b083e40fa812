//! `tuogou form` and `tuogou fill`: the official forms of an association, field by field.

use std::io::Write;

use chrono::{DateTime, Utc};
use clap::{Args, ValueEnum};
use serde::Serialize;

use super::output::Align::Left;
use super::output::{write_json, write_list, write_table};
use super::{Desk, Format};
use crate::app::clock::local_minute;
use crate::app::find;
use crate::domain::command::{Command, NewAnswer};
use crate::domain::form::filled::{self, FieldView};
use crate::domain::form::value::Value;
use crate::domain::form::{FieldKind, FormId};
use crate::domain::id::AssocIx;

/// Arguments of `form`.
#[derive(Debug, Args)]
pub struct FormArgs {
    /// 序号、名称或名称的一部分
    #[arg(value_name = "协会")]
    pub association: String,
    /// basic 基本情况表（附件2）、plan 实施方案（附件3）、completion 完成情况表（附件4）
    #[arg(value_name = "表", hide_possible_values = true)]
    pub form: FormArg,
}

/// Values of the form's name.
#[derive(Debug, Clone, Copy, ValueEnum)]
pub enum FormArg {
    /// 基本情况表
    #[value(alias = "基本情况表")]
    Basic,
    /// 实施方案
    #[value(alias = "实施方案")]
    Plan,
    /// 完成情况表
    #[value(alias = "完成情况表")]
    Completion,
}

impl From<FormArg> for FormId {
    fn from(arg: FormArg) -> Self {
        match arg {
            FormArg::Basic => Self::Basic,
            FormArg::Plan => Self::Plan,
            FormArg::Completion => Self::Completion,
        }
    }
}

/// Arguments of `fill`.
#[derive(Debug, Args)]
pub struct FillArgs {
    /// 序号、名称或名称的一部分
    #[arg(value_name = "协会")]
    pub association: String,
    /// 栏目，如 a2.2.inst（用 tuogou form 查看）
    #[arg(value_name = "栏目")]
    pub field: String,
    /// 所填内容；多选、清单、表格写几项，表格一行的各列用 | 隔开
    #[arg(value_name = "内容", allow_negative_numbers = true)]
    pub values: Vec<String>,
}

#[derive(Serialize)]
struct Shown<'a> {
    no: u32,
    name: &'a str,
    form: &'static str,
    filled: usize,
    total: usize,
    fields: Vec<FieldLine<'a>>,
}

/// A field, for programs.
#[derive(Serialize)]
struct FieldLine<'a> {
    id: &'a str,
    section: &'a str,
    label: &'a str,
    kind: FieldKind,
    shown: bool,
    /// Null = not filled in, which is different from 0 and from 否.
    value: Option<&'a Value>,
    by: Option<&'a str>,
    at: Option<DateTime<Utc>>,
}

/// A field, for spreadsheets: the value as text.
#[derive(Serialize)]
struct FieldRow<'a> {
    id: &'a str,
    label: &'a str,
    shown: bool,
    value: String,
    by: Option<&'a str>,
}

impl<'a> FieldLine<'a> {
    fn new(field: FieldView<'a>) -> Self {
        Self {
            id: &field.def.id,
            section: &field.def.section,
            label: &field.def.label,
            kind: field.def.kind,
            shown: field.shown,
            value: field.record.map(|record| &record.value),
            by: field.record.map(|record| record.by.as_str()),
            at: field.record.map(|record| record.at),
        }
    }

    fn row(&self) -> FieldRow<'a> {
        FieldRow {
            id: self.id,
            label: self.label,
            shown: self.shown,
            value: self.value.map(ToString::to_string).unwrap_or_default(),
            by: self.by,
        }
    }
}

pub fn run(desk: &Desk, args: &FormArgs, out: &mut dyn Write) -> anyhow::Result<()> {
    let ledger = &desk.ledger;
    let ix = find::association(ledger, &args.association)?;
    let forms = &ledger.round().forms;
    let form = forms.iter().position(|form| form.id == args.form.into());
    let form = form.expect("a parsed round has both forms");
    let tally = filled::tally(ledger, ix, form);
    let association = &ledger.associations()[ix];
    let shown = Shown {
        no: association.no,
        name: &association.name,
        form: forms[form].id.id(),
        filled: tally.done,
        total: tally.total,
        fields: filled::fields(ledger, ix, form)
            .map(FieldLine::new)
            .collect(),
    };
    match desk.format {
        Format::Json => write_json(out, &shown),
        Format::Csv => write_rows(desk, &shown.fields, out),
        Format::Table => {
            writeln!(
                out,
                "{} {}  {}  已填 {}/{}\n",
                shown.no, shown.name, forms[form].title, shown.filled, shown.total
            )?;
            for section in &forms[form].sections {
                writeln!(out, "{}", section.title)?;
                let rows: Vec<Vec<String>> = shown
                    .fields
                    .iter()
                    .filter(|field| field.section == section.id && field.shown)
                    .map(table_row)
                    .collect();
                let columns = [
                    ("栏目", Left),
                    ("标签", Left),
                    ("所填", Left),
                    ("填写", Left),
                ];
                write_table(out, &columns, &rows)?;
                writeln!(out)?;
            }
            Ok(())
        }
    }
}

fn table_row(field: &FieldLine<'_>) -> Vec<String> {
    let filled = field.value.map(ToString::to_string);
    let who = field
        .by
        .zip(field.at)
        .map(|(by, at)| format!("{by} {}", local_minute(at)));
    vec![
        field.id.to_owned(),
        field.label.to_owned(),
        filled.unwrap_or_else(|| "-".to_owned()),
        who.unwrap_or_default(),
    ]
}

fn write_rows(desk: &Desk, fields: &[FieldLine<'_>], out: &mut dyn Write) -> anyhow::Result<()> {
    let rows: Vec<FieldRow<'_>> = fields.iter().map(FieldLine::row).collect();
    write_list(out, desk.format, &rows, &[], &[])
}

pub fn fill(desk: &mut Desk, args: &FillArgs, out: &mut dyn Write) -> anyhow::Result<()> {
    let ix = find::association(&desk.ledger, &args.association)?;
    let no = desk.ledger.associations()[ix].no;
    let round = desk.ledger.round();
    let command = Command::SetAnswer(NewAnswer::written(round, no, &args.field, &args.values));
    let moment = desk.moment();
    let receipt = desk.session.execute(&mut desk.ledger, &command, moment)?;
    if desk.format == Format::Table {
        return Ok(writeln!(out, "{}", receipt.sentence())?);
    }
    let line = FieldLine::new(view(desk, ix, &args.field));
    match desk.format {
        Format::Json => write_json(out, &line),
        _ => write_rows(desk, &[line], out),
    }
}

fn view<'a>(desk: &'a Desk, association: AssocIx, id: &str) -> FieldView<'a> {
    let ix = desk.ledger.round().field_ix(id);
    let ix = ix.expect("the command was accepted, so the field exists");
    let mut fields = filled::fields(&desk.ledger, association, ix.form);
    fields.nth(ix.field).expect("a field of this form")
}
