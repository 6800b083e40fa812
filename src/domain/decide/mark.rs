//! Marks of milestones: for one, or for everyone below a subject.

use chrono::{Days, NaiveDate};

use super::{Decision, Occasion, Refusal};
use crate::domain::change::{Change, Key, Mark, Subject};
use crate::domain::command::Context;
use crate::domain::id::MilestoneIx;
use crate::domain::ledger::{Ledger, SubjectIx};
use crate::domain::milestone;
use crate::domain::round::Scope;

/// Finds a milestone by its id.
pub(super) fn milestone_ix(ledger: &Ledger, id: &str) -> Result<MilestoneIx, Refusal> {
    ledger.round().milestone_ix(id).ok_or_else(|| {
        let ids: Vec<&str> = ledger
            .round()
            .milestones()
            .iter()
            .map(|m| m.id.as_str())
            .collect();
        Refusal::UnknownMilestone {
            id: id.to_owned(),
            known: ids.join(" "),
        }
    })
}

/// Refuses dates that have not come yet, and slips of the year.
pub fn check_date(ledger: &Ledger, on: NaiveDate, as_of: NaiveDate) -> Result<(), Refusal> {
    let notice = ledger.round().info.notice.dated_on;
    if on > as_of {
        return Err(Refusal::DateAhead { on, as_of });
    }
    if on + Days::new(366) < notice {
        return Err(Refusal::DateTooEarly { on, notice });
    }
    Ok(())
}

/// Decides a mark (`on` is the date) or its removal.
pub(super) fn mark(
    ledger: &Ledger,
    id: &str,
    subject: &Subject,
    on: Option<NaiveDate>,
    context: &Context,
) -> Result<Decision, Refusal> {
    let ix = milestone_ix(ledger, id)?;
    let def = &ledger.round().milestones()[ix];
    let at = ledger
        .subject_ix(subject)
        .map_err(|unknown| match subject {
            Subject::Association(no) => Refusal::UnknownAssociation(*no),
            _ => Refusal::UnknownUnit(unknown.id),
        })?;
    let members = milestone::below(ledger, ix, at);
    if members.is_empty() {
        return Err(outside(ledger, ix, at));
    }
    let changes: Vec<Change> = members
        .iter()
        .filter_map(|member| {
            let before = ledger.mark(ix, *member);
            let unchanged = match (before, on) {
                // Marking many leaves the dates of those that are already there.
                (Some(mark), Some(on)) => mark.done_on == on || members.len() > 1,
                (None, None) => true,
                _ => false,
            };
            (!unchanged).then(|| {
                let after = on.map(|done_on| Mark {
                    done_on,
                    by: context.by.as_str().into(),
                    at: context.at,
                });
                Change::mark(&def.id, ledger.subject(*member), before.cloned(), after)
            })
        })
        .collect();
    if changes.is_empty() && on.is_none() {
        let derived = members
            .iter()
            .any(|member| milestone::reached_on(ledger, ix, *member).is_some());
        if derived {
            return Err(Refusal::FollowsFromItems {
                milestone: def.id.clone(),
            });
        }
    }
    let occasion = if members == [at] {
        Occasion::Single(Key::Mark {
            milestone: def.id.clone(),
            subject: ledger.subject(at),
        })
    } else {
        Occasion::MarkedBelow {
            milestone: ix,
            subject: at,
            on,
            several: members.len() != 1,
        }
    };
    Ok(Decision { occasion, changes })
}

/// Says why a subject has no part in a milestone.
pub(super) fn outside(ledger: &Ledger, ix: MilestoneIx, subject: SubjectIx) -> Refusal {
    let def = &ledger.round().milestones()[ix];
    let too_narrow = match subject {
        SubjectIx::City => false,
        SubjectIx::Unit(_) => def.scope == Scope::City,
        SubjectIx::Association(_) => def.scope != Scope::Association,
    };
    if too_narrow {
        return Refusal::ScopeTooNarrow {
            milestone: def.id.clone(),
            title: def.title.clone(),
            scope: def.scope.word(),
        };
    }
    let reason = match subject {
        SubjectIx::Unit(unit) => def.population.why_not(ledger.training(unit)),
        SubjectIx::Association(_) => "名册所列状态为已脱钩".to_owned(),
        SubjectIx::City => "没有拟脱钩的协会".to_owned(),
    };
    Refusal::OutsidePopulation {
        subject: ledger.subject_name(subject),
        milestone: def.id.clone(),
        title: def.title.clone(),
        reason,
    }
}
