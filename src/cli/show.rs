//! `tuogou show`: one association with its milestones and its checklist.

use std::io::Write;

use chrono::{DateTime, NaiveDate, Utc};
use clap::Args;
use serde::Serialize;

use super::output::Align::Left;
use super::output::{write_json, write_list, write_table};
use super::{Desk, Format};
use crate::app::clock::local_minute;
use crate::app::find;
use crate::domain::id::AssocIx;
use crate::domain::ledger::{Basis, ItemView, Ledger};
use crate::domain::milestone;
use crate::domain::model::{ItemState, Light, Section, Separation, Stage, Status};

#[derive(Serialize)]
struct Shown<'a> {
    no: u32,
    name: &'a str,
    printed_unit: &'a str,
    unit: Option<&'a str>,
    status: Status,
    stage: Stage,
    checklist: Vec<ItemLine<'a>>,
    milestones: Vec<MilestoneLine<'a>>,
}

/// One item of a checklist, for programs. `by` and `at` are null where nobody has touched it.
#[derive(Serialize)]
pub struct ItemLine<'a> {
    /// Item id.
    pub id: &'a str,
    /// Part of the checklist.
    pub section: Section,
    /// Which of the five separations; null for preparation, registration and closing.
    pub separation: Option<Separation>,
    /// What has to be so.
    pub label: &'a str,
    /// State.
    pub state: ItemState,
    /// `record`, `doubted` (a record that the forms contradict), `mark`, `form`, `rule` or null: where the state comes from.
    pub basis: Option<&'static str>,
    /// Note, or reason when 不涉及.
    pub note: &'a str,
    /// Reference to a paper.
    pub evidence: &'a str,
    /// Day it has to be settled.
    pub due_on: NaiveDate,
    /// Who.
    pub by: Option<&'a str>,
    /// When it was entered.
    pub at: Option<DateTime<Utc>>,
}

impl<'a> ItemLine<'a> {
    /// Reads one item.
    pub fn new(ledger: &Ledger, item: ItemView<'a>) -> Self {
        let (basis, note, evidence, by, at) = match item.basis {
            Basis::Record(r) => (
                Some("record"),
                r.note.as_str(),
                r.evidence.as_str(),
                Some(r.by.as_str()),
                Some(r.at),
            ),
            Basis::Mark(_, m) => (Some("mark"), "", "", Some(m.by.as_str()), Some(m.at)),
            Basis::Doubted(r, ..) => (
                Some("doubted"),
                r.note.as_str(),
                r.evidence.as_str(),
                Some(r.by.as_str()),
                Some(r.at),
            ),
            Basis::Form(_, a) => (Some("form"), "", "", Some(a.by.as_str()), Some(a.at)),
            Basis::Rule => (Some("rule"), "", "", None, None),
            Basis::Untouched => (None, "", "", None, None),
        };
        Self {
            id: &item.def.id,
            section: item.def.section,
            separation: item.def.section.separation(),
            label: &item.def.label,
            state: item.state,
            basis,
            note,
            evidence,
            due_on: ledger.item_due_on(item.association, item.def),
            by,
            at,
        }
    }
}

#[derive(Serialize)]
struct MilestoneLine<'a> {
    id: &'a str,
    title: &'a str,
    due_on: NaiveDate,
    done_on: Option<NaiveDate>,
    light: Light,
    /// The association or its unit has to reach it.
    applies: bool,
}

/// Arguments of `show`.
#[derive(Debug, Args)]
pub struct ShowArgs {
    /// 序号、名称或名称的一部分
    #[arg(value_name = "协会")]
    pub association: String,
}

pub fn run(desk: &Desk, args: &ShowArgs, out: &mut dyn Write) -> anyhow::Result<()> {
    let ledger = &desk.ledger;
    let ix = find::association(ledger, &args.association)?;
    let shown = shown(ledger, ix, desk.as_of);
    match desk.format {
        Format::Json => write_json(out, &shown),
        Format::Csv => write_list(out, Format::Csv, &shown.checklist, &[], &[]),
        Format::Table => table(desk, &shown, out),
    }
}

fn shown(ledger: &Ledger, ix: AssocIx, as_of: NaiveDate) -> Shown<'_> {
    let association = &ledger.associations()[ix];
    let milestones = ledger.round().milestones().iter_enumerated();
    Shown {
        no: association.no,
        name: &association.name,
        printed_unit: ledger.printed_unit_of(ix),
        unit: ledger.unit_name_of(ix),
        status: association.status,
        stage: ledger.progress(ix).stage,
        checklist: ledger
            .checklist(ix)
            .map(|item| ItemLine::new(ledger, item))
            .collect(),
        milestones: milestones
            .map(|(at, def)| {
                let standing = milestone::for_association(ledger, at, ix, as_of);
                MilestoneLine {
                    id: &def.id,
                    title: &def.title,
                    due_on: def.due_on,
                    done_on: standing.and_then(|standing| standing.done_on),
                    light: standing.map_or(Light::Grey, |standing| standing.light),
                    applies: standing.is_some(),
                }
            })
            .collect(),
    }
}

fn table(desk: &Desk, shown: &Shown<'_>, out: &mut dyn Write) -> anyhow::Result<()> {
    writeln!(out, "{} {}", shown.no, shown.name)?;
    let unit = shown.unit.unwrap_or(shown.printed_unit);
    write!(out, "业务主管单位 {unit}")?;
    if unit != shown.printed_unit {
        write!(out, "（印发名称 {}）", shown.printed_unit)?;
    }
    writeln!(
        out,
        "  状态 {}  阶段 {}  基准日 {}\n",
        shown.status.word(),
        shown.stage.word(),
        desk.as_of
    )?;
    let milestones: Vec<Vec<String>> = shown
        .milestones
        .iter()
        .map(|line| {
            let done = match (line.applies, line.done_on) {
                (false, _) => "不涉及".to_owned(),
                (true, Some(on)) => on.to_string(),
                (true, None) => "-".to_owned(),
            };
            vec![
                line.id.to_owned(),
                line.title.to_owned(),
                line.due_on.to_string(),
                done,
                line.light.sign().to_owned(),
            ]
        })
        .collect();
    let columns = [
        ("节点", Left),
        ("名称", Left),
        ("计划", Left),
        ("完成", Left),
        ("灯", Left),
    ];
    write_table(out, &columns, &milestones)?;
    writeln!(out)?;
    let items: Vec<Vec<String>> = shown
        .checklist
        .iter()
        .map(|line| {
            let info = desk.ledger.round().section(line.section);
            let text = [line.note, line.evidence]
                .into_iter()
                .filter(|text| !text.is_empty())
                .collect::<Vec<_>>()
                .join("；");
            vec![
                line.id.to_owned(),
                info.title.clone(),
                line.label.to_owned(),
                line.state.word().to_owned(),
                line.due_on.to_string(),
                line.by.unwrap_or("").to_owned(),
                line.at.map(local_minute).unwrap_or_default(),
                text,
            ]
        })
        .collect();
    let columns = [
        ("事项", Left),
        ("部分", Left),
        ("内容", Left),
        ("状态", Left),
        ("期限", Left),
        ("经办", Left),
        ("登记时间", Left),
        ("说明和依据", Left),
    ];
    write_table(out, &columns, &items)
}
