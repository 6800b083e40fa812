//! What a report on counties says of each, and of all together.

use serde::Serialize;

use super::{Done, ReportDay};
use crate::domain::county::CountyFigures;
use crate::domain::ledger::Ledger;
use crate::domain::model::{Section, Separation};

/// Counties, with what they come to.
#[derive(Debug, Clone, Serialize)]
pub struct CountiesFacts {
    pub counties: Vec<CountyFacts>,
    pub together: CountyFacts,
    /// The counties, and below them what they come to.
    pub lines: Vec<CountyFacts>,
    /// What the separations are called.
    pub separations: Vec<String>,
}

/// The figures of a county.
#[derive(Debug, Clone, Serialize)]
pub struct CountyFacts {
    pub name: String,
    pub total: usize,
    pub decoupled: usize,
    pub planned: usize,
    /// Of these, those that have not left the round.
    pub with_task: usize,
    pub completed: usize,
    pub unfinished: usize,
    pub left: usize,
    pub items: Done,
    pub overdue: usize,
    /// Associations with something past due.
    pub late: usize,
    /// Associations that have settled all of each separation.
    pub separated: Vec<usize>,
    /// When something was recorded last.
    pub recorded_on: Option<ReportDay>,
}

impl CountiesFacts {
    /// What is said of these. `ledger` says what the separations are called.
    pub fn new(ledger: &Ledger, counties: &[CountyFigures]) -> Self {
        let together = CountyFacts::of(&CountyFigures::together(counties, "合计"));
        let counties: Vec<CountyFacts> = counties.iter().map(CountyFacts::of).collect();
        let title = |separation| {
            ledger
                .round()
                .section(Section::from(separation))
                .title
                .clone()
        };
        let mut lines = counties.clone();
        lines.push(together.clone());
        Self {
            counties,
            together,
            lines,
            separations: Separation::ALL.into_iter().map(title).collect(),
        }
    }
}

impl CountyFacts {
    fn of(figures: &CountyFigures) -> Self {
        Self {
            name: figures.name.clone(),
            total: figures.total,
            decoupled: figures.decoupled,
            planned: figures.planned,
            with_task: figures.with_task(),
            completed: figures.completed,
            unfinished: figures.unfinished,
            left: figures.left,
            items: figures.items.into(),
            overdue: figures.overdue,
            late: figures.late,
            separated: figures.separated.to_vec(),
            recorded_on: figures.recorded_on.map(Into::into),
        }
    }
}
