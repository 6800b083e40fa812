//! 批复: the item by which the plan of an association is approved, and what was recorded of it: the number of
//! the paper is its evidence, its day that of the milestone.

use chrono::NaiveDate;

use super::change::ItemRecord;
use super::id::{AssocIx, ItemIx, MilestoneIx};
use super::ledger::{Ledger, SubjectIx};
use super::milestone;
use super::model::Stage;
use super::round::Round;

/// The milestone that approves plans, and the item that is the same fact.
pub fn item(round: &Round) -> Option<(MilestoneIx, ItemIx)> {
    let approves = |one: &super::round::Milestone| one.reaches_stage == Some(Stage::Approved);
    let milestone = round.milestones().position(approves)?;
    let item = round
        .items
        .position(|item| item.proves == Some(milestone))?;
    Some((milestone, item))
}

/// Associations whose plans are to be approved.
pub fn whose(ledger: &Ledger) -> impl Iterator<Item = AssocIx> + '_ {
    let all = ledger.associations().keys();
    all.filter(|ix| ledger.has_task(*ix))
}

/// What was recorded of the approval of an association.
pub fn record(ledger: &Ledger, association: AssocIx) -> Option<&ItemRecord> {
    let (_, item) = item(ledger.round())?;
    let mut records = ledger.records(association);
    records
        .find(|(ix, _)| *ix == item)
        .map(|(_, record)| record)
}

/// The day of the approval, if there was one by a day.
pub fn on(ledger: &Ledger, association: AssocIx, as_of: NaiveDate) -> Option<NaiveDate> {
    let (milestone, _) = item(ledger.round())?;
    milestone::reached_by(
        ledger,
        milestone,
        SubjectIx::Association(association),
        as_of,
    )
}
