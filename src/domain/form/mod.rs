//! The official forms as data: sections, fields, when a field is shown. Nothing here knows a
//! field's name; what the fields mean to each other is for the form rules.

pub mod filled;
pub mod heading;
pub mod known;
pub mod layout;
pub mod mirror;
pub mod month;
pub mod sum;
pub mod value;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::model::Separation;
use super::round::Official;
use crate::text::lang::Text;
use layout::Layout;
use value::Value;

/// The forms there are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FormId {
    /// 基本情况表 (Annex 2): the state before.
    Basic,
    /// 实施方案 (Annex 3): what is filled into the plan between them.
    Plan,
    /// 完成情况表 (Annex 4): the state after.
    Completion,
}

impl FormId {
    /// All; the two that are compared stand together.
    pub const ALL: [Self; 3] = [Self::Basic, Self::Completion, Self::Plan];

    /// The identifier used in seeds, JSON and on the command line.
    pub const fn id(self) -> &'static str {
        match self {
            Self::Basic => "basic",
            Self::Plan => "plan",
            Self::Completion => "completion",
        }
    }

    /// What people say.
    pub const fn text(self) -> Text {
        match self {
            Self::Basic => text!("基本情况表", "Annex 2 (basic form)"),
            Self::Plan => text!("实施方案", "Annex 3 (plan)"),
            Self::Completion => text!("完成情况表", "Annex 4 (completion)"),
        }
    }
}

worded!(FormId);

/// A form and its fields, as printed.
#[derive(Debug, Clone, PartialEq)]
pub struct Form {
    pub id: FormId,
    /// Title as printed.
    pub title: Official,
    /// Number of the annex.
    pub annex: u8,
    /// Its sections, in order.
    pub sections: Vec<FormSection>,
    /// Its fields, in order.
    pub fields: Vec<Field>,
    /// Where in the notice.
    pub source: String,
    /// How it is printed; empty for the plan, which is written by a template.
    pub layout: Layout,
}

impl Form {
    /// The field with an id.
    pub fn field(&self, id: &str) -> Option<&Field> {
        self.fields.iter().find(|field| field.id == id)
    }

    /// A field is shown, given the answers of its form. What decides is looked up through
    /// `answer`; a field that nobody has filled in decides nothing.
    pub fn shown<'a>(&self, field: &Field, answer: &impl Fn(&str) -> Option<&'a Value>) -> bool {
        let Some(condition) = &field.shown_if else {
            return true;
        };
        // What hides the deciding field hides what depends on it.
        let decider = self.field(&condition.field);
        decider.is_some_and(|decider| self.shown(decider, answer))
            && condition.holds(answer(&condition.field))
    }

    /// The fields that a box hides when it is ticked: 不涉及此事项.
    pub fn opts_out_of(&self, field: &Field) -> impl Iterator<Item = &Field> {
        let boxed = field.kind == FieldKind::Tick;
        let others = boxed.then_some(&self.fields).into_iter().flatten();
        others.filter(|other| {
            let condition = other.shown_if.as_ref();
            condition.is_some_and(|condition| condition.field == field.id)
        })
    }

    /// How many □ the form prints.
    pub fn boxes(&self) -> usize {
        self.fields.iter().map(|field| field.options.len()).sum()
    }
}

/// A section of a form.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FormSection {
    /// Beginning of the ids of its fields.
    pub id: String,
    /// Title as printed.
    pub title: Official,
    /// The same where there is little room.
    #[serde(default)]
    pub short: Option<Official>,
}

/// One place to fill in.
#[derive(Debug, Clone, PartialEq)]
pub struct Field {
    /// `a2.2.inst`; the same in both documents and the database.
    pub id: String,
    /// Id of its section.
    pub section: String,
    /// Label as printed.
    pub label: Official,
    /// What can be written.
    pub kind: FieldKind,
    /// What can be ticked, as printed.
    pub options: Vec<String>,
    /// Options that stand alone.
    pub exclusive: Vec<String>,
    /// 人次, 项, 万元, ㎡ …
    pub unit: Option<String>,
    /// Headings of a table.
    pub columns: Vec<String>,
    /// Headings of columns that hold a month or a day.
    pub month_columns: Vec<String>,
    /// Rows or slots that the paper has; more may be added.
    pub printed_rows: usize,
    /// When it is shown; always, if there is no condition.
    pub shown_if: Option<Condition>,
    /// May be left empty.
    pub optional: bool,
    /// Takes a seal on paper.
    pub seal: bool,
    /// Whom it names, if that matters.
    pub names: Option<Named>,
    /// What the ledger knows of it.
    pub known: Option<known::Known>,
    /// Which of the five separations it is about.
    pub separations: Vec<Separation>,
    /// For a month: by when it has to be.
    pub limit: Option<MonthLimit>,
    /// Something the reader should know.
    pub remark: Option<Official>,
}

impl Field {
    /// The label, without the colon that leads to what is written.
    pub fn name(&self) -> &str {
        self.label.trim_end_matches(['：', ':'])
    }
}

/// Whom a field names.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Named {
    /// The association that the form is about.
    Association,
    Person,
}

/// By when a month has to be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MonthLimit {
    /// Id of the milestone by which it should be; later is suspicious.
    pub by: String,
    /// The day by which it must be; later is a contradiction.
    pub latest: NaiveDate,
}

/// What can be written into a field.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Deserialize, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum FieldKind {
    Text,
    /// A telephone number, as text.
    Phone,
    /// Name of a unit.
    UnitName,
    /// A whole number, not negative.
    Integer,
    /// An exact amount in 万元, not negative.
    Amount,
    /// An exact area in ㎡, not negative.
    Area,
    /// A month, or a day of it.
    Month,
    /// 是 or 否.
    YesNo,
    /// One of the options.
    Single,
    /// Any of the options.
    Multiple,
    Tick,
    /// Texts, one below the other.
    List,
    /// Rows of texts.
    Table,
}

/// When a field is shown: what the answer of another field of the same form has to be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Condition {
    /// Id of the field that decides.
    pub field: String,
    /// What its answer has to be.
    pub test: Test,
}

/// What an answer has to be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Test {
    /// This option is ticked.
    Ticked(String),
    /// This option is not ticked, or nothing is filled in.
    NotTicked(String),
    /// A number above zero.
    AboveZero,
    /// The number zero.
    Zero,
    /// Nothing to list: 无, or nothing written yet.
    Empty,
}

impl Condition {
    /// Reads `a2.2.inst=是`, `a4.5.serving_na!=不涉及此事项` or `a4.3.given_n>0`.
    pub fn parse(condition: &str) -> Option<Self> {
        let (field, test) = if let Some(field) = condition.strip_suffix(">0") {
            (field, Test::AboveZero)
        } else if let Some((field, option)) = condition.split_once("!=") {
            (field, Test::NotTicked(option.to_owned()))
        } else {
            let (field, option) = condition.split_once('=')?;
            let test = match option {
                "0" => Test::Zero,
                "空" => Test::Empty,
                _ => Test::Ticked(option.to_owned()),
            };
            (field, test)
        };
        Some(Self {
            field: field.to_owned(),
            test,
        })
    }

    /// The answer is as it has to be.
    pub fn holds(&self, answer: Option<&Value>) -> bool {
        self.test.holds(answer)
    }
}

impl Test {
    /// The answer is as it has to be.
    pub fn holds(&self, answer: Option<&Value>) -> bool {
        let ticked = |option: &str| answer.is_some_and(|value| value.ticks(option));
        match self {
            Self::Ticked(option) => ticked(option),
            Self::NotTicked(option) => !ticked(option),
            Self::AboveZero => matches!(answer, Some(Value::Integer(1..))),
            Self::Zero => answer.is_some_and(Value::is_zero),
            Self::Empty => answer.is_none_or(|value| value.entries() == Some(0)),
        }
    }

    /// Whether a field can be asked this at all.
    pub fn fits(&self, field: &Field) -> bool {
        match self {
            Self::Ticked(option) | Self::NotTicked(option) => field.options.contains(option),
            Self::AboveZero => field.kind == FieldKind::Integer,
            Self::Zero => matches!(
                field.kind,
                FieldKind::Integer | FieldKind::Amount | FieldKind::Area
            ),
            Self::Empty => matches!(field.kind, FieldKind::List | FieldKind::Table),
        }
    }
}
