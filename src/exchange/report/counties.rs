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

/// The figures of a county, with those that a template takes apart.
#[derive(Debug, Clone, Serialize)]
pub struct CountyFacts {
    #[serde(flatten)]
    figures: CountyFigures,
    /// 拟脱钩 that have not left the round.
    with_task: usize,
    items: Done,
    /// When something was recorded last.
    recorded_on: Option<ReportDay>,
}

impl CountiesFacts {
    /// What is said of these. `ledger` says what the separations are called.
    pub fn new(ledger: &Ledger, counties: &[CountyFigures]) -> Self {
        let together = CountyFacts::from(CountyFigures::together(counties, s!("合计", "total")));
        let counties: Vec<CountyFacts> = counties.iter().cloned().map(Into::into).collect();
        let title = |separation| {
            ledger
                .round()
                .section(Section::from(separation))
                .title
                .to_string()
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

impl From<CountyFigures> for CountyFacts {
    fn from(figures: CountyFigures) -> Self {
        Self {
            with_task: figures.with_task(),
            items: figures.items.into(),
            recorded_on: figures.recorded_on.map(Into::into),
            figures,
        }
    }
}
