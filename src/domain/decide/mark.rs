//! Marks of milestones: for one, or for everyone below a subject.

use chrono::{Days, NaiveDate};

use super::{Decision, Occasion, Refusal};
use crate::domain::change::{Change, Key, Mark, Subject};
use crate::domain::command::Context;
use crate::domain::id::MilestoneIx;
use crate::domain::ledger::{Ledger, SubjectIx};
use crate::domain::milestone;
use crate::domain::round::{Outside, Scope};

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
            scope: def.scope.text(&ledger.round().info),
        };
    }
    let reason = match subject {
        SubjectIx::Unit(unit) => def.population.why_not(ledger.training(unit)),
        SubjectIx::Association(_) => Outside::Decoupled,
        SubjectIx::City => Outside::NothingPlanned,
    };
    Refusal::OutsidePopulation {
        subject: ledger.subject_name(subject),
        milestone: def.id.clone(),
        title: def.title.clone(),
        reason,
    }
}

#[cfg(test)]
mod tests {
    use crate::domain::change::Subject;
    use crate::domain::command::Command;
    use crate::domain::decide::{Refusal, decide};
    use crate::domain::ledger::Ledger;
    use crate::domain::milestone;
    use crate::domain::model::Light;
    use crate::domain::tests::{context, date, done, ledger, mark, unit};

    #[test]
    fn marks_are_made_on_the_level_of_the_milestone() {
        let mut ledger = ledger();
        let at = context("张三", "2020-08-31");
        let refusal =
            |ledger: &Ledger, command: &Command| decide(ledger, command, &at).expect_err("refused");
        let narrow = refusal(&ledger, &mark("M1", Subject::Association(29), "2020-06-16"));
        assert!(matches!(narrow, Refusal::ScopeTooNarrow { .. }), "{narrow}");
        let outside = refusal(&ledger, &mark("M3", unit("开封市审计局"), "2020-07-08"));
        assert_eq!(
            outside.to_string(),
            "开封市审计局 不在 M3 脱钩业务培训 的范围内：拟脱钩 1 家，不足 4 家"
        );
        let decoupled = refusal(&ledger, &mark("M4", Subject::Association(1), "2020-07-08"));
        assert!(matches!(decoupled, Refusal::OutsidePopulation { .. }));
        let ahead = refusal(&ledger, &mark("M4", Subject::Association(29), "2020-09-01"));
        assert!(matches!(ahead, Refusal::DateAhead { .. }));
        let slip = refusal(&ledger, &mark("M4", Subject::Association(29), "2002-07-30"));
        assert!(matches!(slip, Refusal::DateTooEarly { .. }));

        // A wider subject means everyone below it, and leaves dates that are there.
        done(
            &mut ledger,
            "张三",
            "2020-08-31",
            &mark("M4", Subject::Association(29), "2020-07-20"),
        );
        let changes = done(
            &mut ledger,
            "张三",
            "2020-08-31",
            &mark("M4", unit("开封市教育体育局"), "2020-07-30"),
        );
        assert_eq!(changes.len(), 43);
        let changes = done(
            &mut ledger,
            "张三",
            "2020-08-31",
            &mark("M4", Subject::City, "2020-07-31"),
        );
        assert_eq!(changes.len(), 113 - 44);
        let standing = milestone::city_standing(&ledger, 3.into(), date("2020-08-31"));
        assert_eq!(
            (standing.done, standing.population, standing.light),
            (113, 113, Light::Green)
        );
        // On an earlier day they had not happened yet.
        let before = milestone::city_standing(&ledger, 3.into(), date("2020-07-25"));
        assert_eq!((before.done, before.light), (1, Light::Blue));
    }
}
