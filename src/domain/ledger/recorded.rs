//! What was recorded, as a whole: for rules that look at everything.

use super::{AssocIx, Ledger, SubjectIx};
use crate::domain::change::Mark;
use crate::domain::fact::FactKey;
use crate::domain::round::MilestoneIx;

impl Ledger {
    /// Somebody filled in a field of the association's forms. Costs one look.
    pub fn answered(&self, association: AssocIx) -> bool {
        let answers = self.answers.get(&association);
        answers.is_some_and(|answers| !answers.is_empty())
    }

    /// Somebody set an item of the association's checklist. Costs one look.
    pub fn worked_on(&self, association: AssocIx) -> bool {
        let records = self.records.get(&association);
        records.is_some_and(|records| !records.is_empty())
    }

    /// Every mark of every milestone, in no order.
    pub fn marks(&self) -> impl Iterator<Item = (MilestoneIx, SubjectIx, &Mark)> {
        let all = self.marks.iter();
        all.map(|((milestone, subject), mark)| (*milestone, *subject, mark))
    }

    /// The findings that somebody decided about, by their ids.
    pub fn decided(&self) -> impl Iterator<Item = &str> {
        let from = FactKey::Verdict(String::new());
        self.facts.range(from..).map_while(|(key, _)| match key {
            FactKey::Verdict(id) => Some(id.as_str()),
            _ => None,
        })
    }
}
