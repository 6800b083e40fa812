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
    Report::new("模板", columns(), rows, LedgerOn::new(ledger, as_of))
}

fn columns() -> Vec<Column<CheckedTemplate>> {
    use Holds::{Number, Text};
    use Media as M;
    type C = Column<CheckedTemplate>;
    vec![
        C::new("file", "文件", Text, |_, row| (&row.file).into()),
        C::new("template", "文书", Text, |_, row| row.template.into()).only(M::DATA),
        C::new("template", "文书", Text, |_, row| {
            row.template.unwrap_or("—").into()
        })
        .except(M::DATA),
        C::new("line", "位置", Number, |_, row| row.line.into()).only(M::DATA),
        C::new("line", "位置", Text, |_, row| {
            row.line.map(|line| format!("第 {line} 行")).into()
        })
        .except(M::DATA),
        C::new("problem", "问题", Text, |_, row| {
            row.problem.as_ref().into()
        })
        .only(M::DATA),
        C::new("problem", "问题", Text, |_, row| {
            row.problem.as_deref().unwrap_or("没有问题").into()
        })
        .except(M::DATA),
    ]
}
