//! `tuogou form` and `tuogou fill`: the official forms of an association, field by field.

use std::io::Write;

use clap::{Args, ValueEnum};
use serde::Serialize;

use super::output::write_recorded;
use super::{Desk, OutputFormat, Run};
use crate::app::find;
use crate::domain::command::{Command, NewAnswer};
use crate::domain::form::FormId;
use crate::domain::form::filled::{self, FieldView};
use crate::domain::id::AssocIx;
use crate::report::fields;
use crate::report::render::{csv, json, markdown, text};
use crate::report::table::Report;

/// Arguments of `form`.
#[derive(Debug, Args)]
pub struct FormArgs {
    /// 序号、名称或名称的一部分
    /// ¦ Number, name or part of the name
    #[arg(value_name = "协会")]
    pub association: String,
    /// basic 基本情况表（附件2）、plan 实施方案（附件3）、completion 完成情况表（附件4）
    /// ¦ basic (Annex 2), plan (Annex 3), completion (Annex 4)
    #[arg(value_name = "表", hide_possible_values = true)]
    pub form: FormArg,
}

/// Values of the form's name.
#[derive(Debug, Clone, Copy, ValueEnum)]
pub enum FormArg {
    /// 基本情况表
    /// ¦ basic form (Annex 2)
    #[value(alias = "基本情况表")]
    Basic,
    /// 实施方案
    /// ¦ plan (Annex 3)
    #[value(alias = "实施方案")]
    Plan,
    /// 完成情况表
    /// ¦ completion form (Annex 4)
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
    /// ¦ Number, name or part of the name
    #[arg(value_name = "协会")]
    pub association: String,
    /// 栏目，如 a2.2.inst（用 tuogou form 查看）
    /// ¦ Field, such as a2.2.inst (see tuogou form)
    #[arg(value_name = "栏目")]
    pub field: String,
    /// 所填内容；多选、清单、表格写几项，表格一行的各列用 | 隔开
    /// ¦ Value; several for choices, lists and tables, with | between the columns of a row
    #[arg(value_name = "内容", allow_negative_numbers = true)]
    pub values: Vec<String>,
}

#[derive(Serialize)]
struct ShownForm<'a> {
    no: u32,
    name: &'a str,
    form: &'static str,
    filled: usize,
    total: usize,
    fields: Report<'a, FieldView<'a>>,
}

impl Run for FormArgs {
    fn reads(&self) -> bool {
        true
    }

    fn run(&self, desk: &mut Desk, out: &mut dyn Write) -> anyhow::Result<()> {
        let ledger = &desk.ledger;
        let ix = find::association(ledger, &self.association)?;
        let forms = &ledger.round().forms;
        let form = forms.iter().position(|form| form.id == self.form.into());
        let form = form.expect("a parsed round has both forms");
        let tally = filled::tally(ledger, ix, form);
        let association = &ledger.associations()[ix];
        let all: Vec<FieldView<'_>> = filled::fields(ledger, ix, form).collect();
        let mut shown = ShownForm {
            no: association.no,
            name: ledger.name(ix),
            form: forms[form].id.id(),
            filled: tally.done,
            total: tally.total,
            fields: fields::report(ledger, all, desk.as_of),
        };
        match desk.format() {
            OutputFormat::Json => json::write(out, &shown)?,
            OutputFormat::Csv => csv::write(out, &shown.fields)?,
            OutputFormat::Markdown => {
                shown.fields.rows.retain(|field| field.shown);
                markdown::write(out, &shown.fields)?;
            }
            OutputFormat::Table => {
                writeln!(
                    out,
                    "{}",
                    t!(
                        "{} {}  {}  已填 {}/{}\n",
                        "{} {}  {}  {}/{} filled in\n",
                        shown.no,
                        shown.name,
                        forms[form].title,
                        shown.filled,
                        shown.total
                    )
                )?;
                for section in &forms[form].sections {
                    writeln!(out, "{}", section.title)?;
                    let of_section = shown.fields.rows.iter().copied();
                    let of_section =
                        of_section.filter(|field| field.def.section == section.id && field.shown);
                    let report = fields::report(ledger, of_section.collect(), desk.as_of);
                    text::write(out, &report)?;
                    writeln!(out)?;
                }
            }
        }
        Ok(())
    }
}

impl Run for FillArgs {
    fn run(&self, desk: &mut Desk, out: &mut dyn Write) -> anyhow::Result<()> {
        let ix = find::association(&desk.ledger, &self.association)?;
        let no = desk.ledger.associations()[ix].no;
        let round = desk.ledger.round();
        let command = Command::SetAnswer(NewAnswer::written(round, no, &self.field, &self.values));
        let moment = desk.moment();
        let receipt = desk.session.execute(&mut desk.ledger, &command, moment)?;
        let field = view(desk, ix, &self.field);
        let report = fields::report(&desk.ledger, vec![field], desk.as_of);
        write_recorded(out, desk.format(), &report, &receipt.sentence())
    }
}

fn view<'a>(desk: &'a Desk, association: AssocIx, id: &str) -> FieldView<'a> {
    let ix = desk.ledger.round().field_ix(id);
    let ix = ix.expect("the command was accepted, so the field exists");
    let mut fields = filled::fields(&desk.ledger, association, ix.form);
    fields.nth(ix.field).expect("a field of this form")
}
