//! 模板: a row for each template that was looked over.

use chrono::NaiveDate;

use super::table::{Column, Holds, LedgerOn, Media, Report};
use crate::domain::ledger::Ledger;

/// A template and what is wrong with it.
#[derive(Debug, Clone)]
pub struct CheckedTemplate {
    /// Where it lies.
    pub file: String,
    /// 实施方案, 催办单 …; nothing = no template of the program.
    pub template: Option<&'static str>,
    /// The line; nothing = nothing is wrong there.
    pub line: Option<usize>,
    /// What is wrong.
    pub problem: Option<String>,
}

/// Templates that were looked over.
pub fn report(
    ledger: &Ledger,
    rows: Vec<CheckedTemplate>,
    as_of: NaiveDate,
) -> Report<'_, CheckedTemplate> {
    Report::new(
        s!("模板", "Templates"),
        columns(),
        rows,
        LedgerOn::new(ledger, as_of),
    )
}

fn columns() -> Vec<Column<CheckedTemplate>> {
    use Holds::{Number, Text};
    use Media as M;
    type C = Column<CheckedTemplate>;
    vec![
        C::new("file", s!("文件", "file"), Text, |_, row| {
            (&row.file).into()
        }),
        C::new("template", s!("文书", "letter"), Text, |_, row| {
            row.template.into()
        })
        .only(M::DATA),
        C::new("template", s!("文书", "letter"), Text, |_, row| {
            row.template.unwrap_or("—").into()
        })
        .except(M::DATA),
        C::new("line", s!("位置", "line"), Number, |_, row| {
            row.line.into()
        })
        .only(M::DATA),
        C::new("line", s!("位置", "line"), Text, |_, row| {
            row.line
                .map(|line| t!("第 {line} 行", "line {line}"))
                .into()
        })
        .except(M::DATA),
        C::new("problem", s!("问题", "problem"), Text, |_, row| {
            row.problem.as_ref().into()
        })
        .only(M::DATA),
        C::new("problem", s!("问题", "problem"), Text, |_, row| {
            row.problem
                .as_deref()
                .unwrap_or(s!("没有问题", "no problem"))
                .into()
        })
        .except(M::DATA),
    ]
}
