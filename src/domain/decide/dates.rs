//! Milestones on other dates than the printed ones. The printed dates are kept.

use chrono::{NaiveDate, TimeDelta};

use super::fact::{change, decision, required};
use super::{Decision, Occasion, Refusal, mark};
use crate::domain::change::Change;
use crate::domain::command::Context;
use crate::domain::fact::{Fact, FactKey, NewDate};
use crate::domain::id::MilestoneIx;
use crate::domain::ledger::Ledger;
use crate::domain::round::Milestone;
use crate::text::plain::Plain;

/// What stands for a milestone on a date: nothing when that is the printed one.
fn fact(def: &Milestone, due_on: NaiveDate, reason: &str) -> Option<Fact> {
    (due_on != def.printed()).then(|| {
        Fact::Due(NewDate {
            due_on,
            reason: reason.into(),
        })
    })
}

/// Moves one milestone, or brings it back to its printed date. It stays between its
/// neighbours, because a countdown goes from one to the next.
pub(super) fn one(
    ledger: &Ledger,
    id: &str,
    due_on: Option<NaiveDate>,
    reason: &str,
    context: &Context,
) -> Result<Decision, Refusal> {
    let ix = mark::milestone_ix(ledger, id)?;
    let def = &ledger.round().milestones()[ix];
    let (due_on, reason) = match due_on {
        Some(due_on) => (
            due_on,
            required(reason, text!("改日期的理由", "a reason for the new dates"))?,
        ),
        None => (def.printed(), Plain::typed(reason)?),
    };
    check_year(ledger, due_on)?;
    let neighbours = [ix.before(), Some(ix.after())].into_iter().flatten();
    for other in neighbours {
        if let Some(next) = ledger.round().milestones().get(other)
            && ((other < ix && next.due_on > due_on) || (other > ix && next.due_on < due_on))
        {
            return Err(Refusal::OutOfOrder {
                milestone: def.id.clone(),
                on: due_on,
                other: next.id.clone(),
                other_on: next.due_on,
            });
        }
    }
    let key = FactKey::Due(def.id.clone());
    Ok(decision(ledger, key, fact(def, due_on, &reason), context))
}

/// Moves all milestones by so many days.
pub(super) fn shift(
    ledger: &Ledger,
    days: i64,
    reason: &str,
    context: &Context,
) -> Result<Decision, Refusal> {
    let reason = required(reason, text!("改日期的理由", "a reason for the new dates"))?;
    let moved = |ix: MilestoneIx| -> Result<Option<Change>, Refusal> {
        let def = &ledger.round().milestones()[ix];
        let delta = TimeDelta::try_days(days).ok_or(Refusal::TooFar(days))?;
        let due_on = def.due_on.checked_add_signed(delta);
        let due_on = due_on.ok_or(Refusal::TooFar(days))?;
        check_year(ledger, due_on).map_err(|_| Refusal::TooFar(days))?;
        let key = FactKey::Due(def.id.clone());
        Ok(change(ledger, key, fact(def, due_on, &reason), context))
    };
    let changes: Vec<Option<Change>> = ledger
        .round()
        .milestones()
        .keys()
        .map(moved)
        .collect::<Result<_, _>>()?;
    Ok(Decision {
        occasion: Occasion::Shifted { days, reason },
        changes: changes.into_iter().flatten().collect(),
    })
}

/// A milestone years away from the notice is a slip of the pen.
pub(super) fn check_year(ledger: &Ledger, on: NaiveDate) -> Result<(), Refusal> {
    let notice = ledger.round().info.notice.dated_on;
    let years = (on - notice).num_days().abs() / 365;
    if years > 10 {
        return Err(Refusal::DateTooFar { on, notice });
    }
    Ok(())
}
