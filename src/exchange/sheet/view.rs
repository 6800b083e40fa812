//! What stands in each sheet, as plain rows and columns.

use chrono::NaiveDate;

use crate::domain::demo::DEMO;
use crate::domain::finding;
use crate::domain::id::AssocIx;
use crate::domain::ledger::{Basis, Ledger};
use crate::domain::milestone;
use crate::domain::progress::{self, Summary};

/// A sheet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct View {
    /// What it is called.
    pub name: &'static str,
    /// Its columns.
    pub columns: Vec<Column>,
    /// Its rows, each with one cell for each column.
    pub rows: Vec<Vec<Cell>>,
    /// The last row adds the others up.
    pub sum: bool,
}

/// A column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Column {
    /// What it is called.
    pub heading: &'static str,
    /// What stands in it.
    pub kind: Kind,
}

/// What stands in a column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Any text.
    Text,
    /// Whole numbers and days.
    Number,
    /// Dates.
    Date,
    /// 红, 黄 …
    Light,
    /// 已办, 办理中 …
    State,
}

/// A cell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Cell {
    /// Nothing.
    Blank,
    /// A text.
    Text(String),
    /// A whole number.
    Number(i64),
    /// A date.
    Date(NaiveDate),
}

impl From<&str> for Cell {
    fn from(text: &str) -> Self {
        if text.is_empty() {
            Self::Blank
        } else {
            Self::Text(text.to_owned())
        }
    }
}

impl From<String> for Cell {
    fn from(text: String) -> Self {
        Self::from(text.as_str())
    }
}

impl From<usize> for Cell {
    fn from(number: usize) -> Self {
        Self::Number(i64::try_from(number).unwrap_or(i64::MAX))
    }
}

impl From<NaiveDate> for Cell {
    fn from(date: NaiveDate) -> Self {
        Self::Date(date)
    }
}

impl<T: Into<Cell>> From<Option<T>> for Cell {
    fn from(cell: Option<T>) -> Self {
        cell.map_or(Self::Blank, Into::into)
    }
}

const fn column(heading: &'static str, kind: Kind) -> Column {
    Column { heading, kind }
}

/// Every sheet of the ledger.
pub fn all(ledger: &Ledger, as_of: NaiveDate) -> Vec<View> {
    let everybody: Vec<AssocIx> = ledger.associations().keys().collect();
    vec![
        roster(ledger, &everybody, as_of),
        units(ledger, as_of),
        milestones(ledger, as_of),
        checklist(ledger, &everybody),
        findings(ledger, as_of),
    ]
}

/// 名册: one row for each association.
pub fn roster(ledger: &Ledger, whose: &[AssocIx], as_of: NaiveDate) -> View {
    let row = |ix: &AssocIx| -> Vec<Cell> {
        let about = &ledger.associations()[*ix];
        let progress = ledger.progress(*ix);
        // The 已脱钩 have no papers in this round; their columns stay out of the sums.
        let tally = Some(progress.all()).filter(|_| ledger.has_task(*ix));
        // Those without a task have nothing that is due.
        let next = progress.next_due.filter(|_| ledger.has_task(*ix));
        let item = next.map(|(_, item)| {
            let def = &ledger.round().items[item];
            format!("{} {}", def.id, def.label)
        });
        vec![
            Cell::Number(i64::from(about.no)),
            (&*about.name).into(),
            ledger.printed_unit_of(*ix).into(),
            ledger.unit_name_of(*ix).into(),
            about.status.word().into(),
            progress.stage.word().into(),
            tally.map(|tally| tally.done).into(),
            tally.map(|tally| tally.total).into(),
            progress::light(ledger, *ix, as_of).sign().into(),
            item.into(),
            next.map(|(due_on, _)| due_on).into(),
        ]
    };
    let mut view = View {
        name: "名册",
        columns: vec![
            column("序号", Kind::Number),
            column("名称", Kind::Text),
            column("业务主管单位（印发）", Kind::Text),
            column("业务主管单位", Kind::Text),
            column("状态", Kind::Text),
            column("阶段", Kind::Text),
            column("已办", Kind::Number),
            column("应办", Kind::Number),
            column("灯", Kind::Light),
            column("下一事项", Kind::Text),
            column("应办日期", Kind::Date),
        ],
        rows: whose.iter().map(row).collect(),
        sum: false,
    };
    // A list of names has no place for a heading; each row says it.
    if ledger.round().demo.is_some() {
        view.columns.push(column("说明", Kind::Text));
        for row in &mut view.rows {
            row.push(DEMO.into());
        }
    }
    view
}

/// 按主管单位汇总, with those that are registered directly and a sum.
pub fn units(ledger: &Ledger, as_of: NaiveDate) -> View {
    let row = |name: &str, kind: &str, sum: Summary| -> Vec<Cell> {
        vec![
            name.into(),
            kind.into(),
            sum.total.into(),
            sum.decoupled.into(),
            sum.planned.into(),
            sum.completed.into(),
            sum.items.done.into(),
            sum.items.total.into(),
            format!("{}%", sum.items.percent()).into(),
            sum.light.sign().into(),
        ]
    };
    let mut rows: Vec<Vec<Cell>> = ledger
        .units()
        .iter()
        .map(|unit| {
            let whose = unit.associations.iter().copied();
            let sum = progress::summary(ledger, whose, as_of);
            row(&unit.name, unit.kind.word(), sum)
        })
        .collect();
    let everybody = ledger.associations().keys();
    let direct: Vec<AssocIx> = ledger.direct().collect();
    if !direct.is_empty() {
        let name = &ledger.round().info.thresholds.direct_registration;
        rows.push(row(name, "", progress::summary(ledger, direct, as_of)));
    }
    rows.push(row("合计", "", progress::summary(ledger, everybody, as_of)));
    View {
        name: "按主管单位汇总",
        columns: vec![
            column("业务主管单位", Kind::Text),
            column("类别", Kind::Text),
            column("协会", Kind::Number),
            column("已脱钩", Kind::Number),
            column("拟脱钩", Kind::Number),
            column("已完成", Kind::Number),
            column("清单已办", Kind::Number),
            column("清单应办", Kind::Number),
            column("比例", Kind::Text),
            column("灯", Kind::Light),
        ],
        rows,
        sum: true,
    }
}

/// 节点: one row for each milestone.
pub fn milestones(ledger: &Ledger, as_of: NaiveDate) -> View {
    let round = ledger.round();
    let rows = round.milestones().iter_enumerated().map(|(ix, def)| {
        let standing = milestone::city_standing(ledger, ix, as_of);
        vec![
            def.id.as_str().into(),
            def.title.as_str().into(),
            def.due_on.into(),
            def.lead.join("、").into(),
            def.product.as_str().into(),
            standing.population.into(),
            standing.done.into(),
            standing.light.sign().into(),
            Cell::Number(standing.days_left),
            standing.done_on.into(),
        ]
    });
    View {
        name: "节点",
        columns: vec![
            column("编号", Kind::Text),
            column("节点", Kind::Text),
            column("计划日期", Kind::Date),
            column("牵头", Kind::Text),
            column("应有结果", Kind::Text),
            column("应完成", Kind::Number),
            column("已完成", Kind::Number),
            column("灯", Kind::Light),
            column("还有天数", Kind::Number),
            column("完成日期", Kind::Date),
        ],
        rows: rows.collect(),
        sum: false,
    }
}

/// 清单: one row for each item of each 拟脱钩.
pub fn checklist(ledger: &Ledger, whose: &[AssocIx]) -> View {
    let planned = |ix: &&AssocIx| ledger.has_task(**ix);
    let rows = whose.iter().filter(planned).flat_map(|ix| {
        let about = &ledger.associations()[*ix];
        ledger.checklist(*ix).map(move |item| -> Vec<Cell> {
            let (by, on) = match item.basis {
                Basis::Record(record) | Basis::Doubted(record, ..) => {
                    (record.by.as_str(), item.on())
                }
                Basis::Mark(_, mark) => (mark.by.as_str(), item.on()),
                Basis::Form(_, answer) => (answer.by.as_str(), item.on()),
                Basis::Untouched | Basis::Rule => ("", None),
            };
            let record = ledger.record(*ix, item.ix);
            let [note, evidence] = record.map_or([""; 2], |r| [&*r.note, &*r.evidence]);
            vec![
                Cell::Number(i64::from(about.no)),
                (&*about.name).into(),
                item.def.id.as_str().into(),
                item.def.label.as_str().into(),
                item.state.word().into(),
                ledger.item_due_on(*ix, item.def).into(),
                note.into(),
                evidence.into(),
                by.into(),
                on.into(),
            ]
        })
    });
    View {
        name: "清单",
        columns: vec![
            column("序号", Kind::Number),
            column("名称", Kind::Text),
            column("编号", Kind::Text),
            column("事项", Kind::Text),
            column("状态", Kind::State),
            column("应办日期", Kind::Date),
            column("说明", Kind::Text),
            column("依据", Kind::Text),
            column("经办", Kind::Text),
            column("办结日期", Kind::Date),
        ],
        rows: rows.collect(),
        sum: false,
    }
}

/// 问题: one row for each that nobody has decided about, the worst first.
pub fn findings(ledger: &Ledger, as_of: NaiveDate) -> View {
    let found = finding::of(ledger, finding::Scope::Everything, as_of);
    let open = found.into_iter().filter(|one| one.open(ledger));
    let rows = open.map(|one| -> Vec<Cell> {
        let number = one.number(ledger);
        vec![
            number.map_or(Cell::Blank, |no| Cell::Number(i64::from(no))),
            one.subject(ledger).into(),
            one.rule.into(),
            one.severity.word().into(),
            one.message.into(),
            one.fields.join(" ").into(),
            one.kind.word().into(),
            one.advice.into(),
            one.id.into(),
        ]
    });
    View {
        name: "问题",
        columns: vec![
            column("序号", Kind::Number),
            column("名称", Kind::Text),
            column("规则", Kind::Text),
            column("程度", Kind::Text),
            column("问题", Kind::Text),
            column("栏目", Kind::Text),
            column("类别", Kind::Text),
            column("建议", Kind::Text),
            column("编号", Kind::Text),
        ],
        rows: rows.collect(),
        sum: false,
    }
}
