//! How lights add up: item → section → association → unit → city, and member → milestone.
//! What is made of several has the worst light of its parts ([`Assessment::worse`]):
//!
//! - an item that is 不涉及 has no light; a ticked one is green, or yellow when it was late;
//! - a section takes its items;
//! - an association takes its items and the milestones of its own level; without a task (已脱钩
//!   or left the round) and before the day of the notice it is grey;
//! - a unit and the city take their associations, a milestone its population.

use std::collections::HashMap;
use std::sync::Arc;

use chrono::NaiveDate;

use super::id::{AssocIx, MilestoneIx};

use super::ledger::{ItemView, Ledger, SubjectIx};
use super::light::{self, Assessment, Case, Reason, Span};
use super::milestone;
use super::model::{ItemState, Light, Section, Status};
use super::progress::Progress;
use super::round::{ItemDef, Scope};

/// What the light of an association follows from on any day, so that a hundred thousand lights
/// cost no walk over as many checklists. Those that nobody has touched share one.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Terms {
    /// Of everything that is not settled, each once, in the order of due dates.
    open: Arc<[Span]>,
    /// What was settled too late, the first of it: from that day on it shows.
    late: Option<(NaiveDate, Span)>,
    /// What was settled last.
    last: Option<(NaiveDate, Span)>,
}

impl Terms {
    /// Adds up one association from its checklist. `reached` are the milestones of its own level
    /// that it has reached.
    pub(super) fn of(
        ledger: &Ledger,
        association: AssocIx,
        items: &[ItemView<'_>],
        reached: &[(MilestoneIx, NaiveDate)],
    ) -> Self {
        let thresholds = &ledger.round().info.thresholds;
        let whose = SubjectIx::Association(association);
        let mut open = Vec::new();
        let mut late: Option<(NaiveDate, Span)> = None;
        let mut last: Option<(NaiveDate, Span)> = None;
        let items = items.iter().filter_map(|item| {
            let counts = item.state != ItemState::NotApplicable;
            counts.then(|| (item_span(ledger, item), done_on(item)))
        });
        let milestones = own_milestones(ledger).map(|ix| {
            let on = reached.iter().find(|(reached, _)| *reached == ix);
            (span(ledger, ix, whose), on.map(|(_, on)| *on))
        });
        for (span, done_on) in items.chain(milestones) {
            let Some(on) = done_on else {
                open.push(span);
                continue;
            };
            let is_late = thresholds.days_left(span.due_on, on) < 0;
            if is_late && late.is_none_or(|(first, _)| on < first) {
                late = Some((on, span));
            }
            if last.is_none_or(|(newest, _)| on > newest) {
                last = Some((on, span));
            }
        }
        open.sort_unstable();
        open.dedup();
        Self {
            open: open.into(),
            late,
            last,
        }
    }
}

/// From when and until when a member of its population has to reach a milestone; an agreed date
/// counts as the planned one.
pub fn span(ledger: &Ledger, milestone: MilestoneIx, subject: SubjectIx) -> Span {
    Span {
        starts_on: ledger.round().starts_on(milestone),
        due_on: ledger.due_on(milestone, subject),
    }
}

fn item_span(ledger: &Ledger, item: &ItemView<'_>) -> Span {
    Span {
        starts_on: ledger.round().item_starts_on(item.def),
        due_on: ledger.item_due_on(item.association, item.def),
    }
}

/// The milestones of the association's own level.
fn own_milestones(ledger: &Ledger) -> impl Iterator<Item = MilestoneIx> {
    let milestones = ledger.round().milestones().iter_enumerated();
    milestones
        .filter(|(_, def)| def.scope == Scope::Association)
        .map(|(ix, _)| ix)
}

/// When an item was done; 不涉及 is not a thing that was done.
fn done_on(item: &ItemView<'_>) -> Option<NaiveDate> {
    item.on().filter(|_| item.state == ItemState::Done)
}

/// An association that has no task in this round, or none any more.
fn out(ledger: &Ledger, association: AssocIx) -> Option<Case> {
    if ledger.exit_of(association).is_some() {
        return Some(Case::Exited);
    }
    let decoupled = ledger.associations()[association].status == Status::Decoupled;
    decoupled.then_some(Case::NoTask)
}

/// An association has nothing to do, or nothing yet: its light without a look at anything else.
fn idle(ledger: &Ledger, association: AssocIx, as_of: NaiveDate) -> Option<Assessment> {
    let info = &ledger.round().info;
    if let Some(case) = out(ledger, association) {
        return Some(light::assess(info, case, as_of));
    }
    let notice = info.notice.dated_on;
    (as_of < notice).then(|| {
        let open = &ledger.progress(association).terms.open;
        let span = Span {
            starts_on: notice,
            due_on: open
                .first()
                .map_or(notice, |first| first.due_on.max(notice)),
        };
        let case = Case::Task {
            span,
            done_on: None,
        };
        light::assess(info, case, as_of)
    })
}

/// The light of one item.
pub fn item(ledger: &Ledger, item: &ItemView<'_>, as_of: NaiveDate) -> Assessment {
    let case = match out(ledger, item.association) {
        Some(case) => case,
        None if item.state == ItemState::NotApplicable => Case::NoTask,
        None => Case::Task {
            span: item_span(ledger, item),
            done_on: done_on(item),
        },
    };
    light::assess(&ledger.round().info, case, as_of)
}

/// The light of one section of an association's checklist.
pub fn section(
    ledger: &Ledger,
    association: AssocIx,
    section: Section,
    as_of: NaiveDate,
) -> Assessment {
    let none = light::assess(&ledger.round().info, Case::NoTask, as_of);
    ledger
        .checklist(association)
        .filter(|item| item.def.section == section)
        .map(|view| item(ledger, &view, as_of))
        .fold(none, Assessment::worse)
}

/// The light of an association.
pub fn association(ledger: &Ledger, association: AssocIx, as_of: NaiveDate) -> Assessment {
    if let Some(idle) = idle(ledger, association, as_of) {
        return idle;
    }
    let info = &ledger.round().info;
    let terms = &ledger.progress(association).terms;
    if terms.last.is_some_and(|(on, _)| on > as_of) {
        // On that day some of it had not happened yet.
        return by_parts(ledger, association, as_of);
    }
    let task = |span, done_on| light::assess(info, Case::Task { span, done_on }, as_of);
    // Nothing is worse than the first that is overdue, and on most days it is the first of all.
    if let Some(first) = terms.open.first() {
        let first = task(*first, None);
        if first.reason == Reason::Overdue {
            return first;
        }
    }
    let open = terms.open.iter().map(|span| task(*span, None));
    let settled = [terms.last, terms.late].into_iter().flatten();
    let settled = settled.map(|(on, span)| task(span, Some(on)));
    let none = light::assess(info, Case::NoTask, as_of);
    open.chain(settled).fold(none, Assessment::worse)
}

/// The lights of many associations on one day: those that share their progress have one light,
/// so that a hundred thousand that nobody has touched cost no more than a few.
pub struct Lights<'a> {
    ledger: &'a Ledger,
    as_of: NaiveDate,
    seen: HashMap<*const Progress, Light>,
}

impl<'a> Lights<'a> {
    /// Of a ledger on a day.
    pub fn new(ledger: &'a Ledger, as_of: NaiveDate) -> Self {
        Self {
            ledger,
            as_of,
            seen: HashMap::new(),
        }
    }

    /// The light of one association.
    pub fn of(&mut self, ix: AssocIx) -> Light {
        let progress = self.ledger.shared_progress(ix);
        // Before the last of it was done the parts say more than what is kept of them.
        let own = progress.terms.last.is_some_and(|(on, _)| on > self.as_of);
        if own || Arc::strong_count(progress) == 1 {
            return association(self.ledger, ix, self.as_of).light;
        }
        let seen = self.seen.entry(Arc::as_ptr(progress));
        *seen.or_insert_with(|| association(self.ledger, ix, self.as_of).light)
    }
}

/// As [`association`], from its items and milestones one by one.
fn by_parts(ledger: &Ledger, association: AssocIx, as_of: NaiveDate) -> Assessment {
    let none = light::assess(&ledger.round().info, Case::NoTask, as_of);
    let items = ledger
        .checklist(association)
        .map(|view| item(ledger, &view, as_of));
    let milestones = own_milestones(ledger)
        .map(|ix| member(ledger, ix, SubjectIx::Association(association), as_of));
    items.chain(milestones).fold(none, Assessment::worse)
}

/// The light of some associations together; grey when none of them has a task.
pub fn group(
    ledger: &Ledger,
    associations: impl IntoIterator<Item = AssocIx>,
    as_of: NaiveDate,
) -> Assessment {
    let none = light::assess(&ledger.round().info, Case::NoTask, as_of);
    associations
        .into_iter()
        .map(|ix| association(ledger, ix, as_of))
        .fold(none, Assessment::worse)
}

/// The light of some items of the checklist over the whole city.
pub fn items_of_all(
    ledger: &Ledger,
    wanted: impl Fn(&ItemDef) -> bool,
    as_of: NaiveDate,
) -> Assessment {
    let none = light::assess(&ledger.round().info, Case::NoTask, as_of);
    ledger
        .associations()
        .keys()
        .filter(|ix| ledger.has_task(*ix))
        .flat_map(|ix| ledger.checklist(ix))
        .filter(|view| wanted(view.def))
        .map(|view| item(ledger, &view, as_of))
        .fold(none, Assessment::worse)
}

/// The light of a milestone for that part of its population that lies below a subject.
pub fn milestone(
    ledger: &Ledger,
    ix: MilestoneIx,
    subject: SubjectIx,
    as_of: NaiveDate,
) -> Assessment {
    let members = milestone::below(ledger, ix, subject);
    if members.is_empty() {
        return member(ledger, ix, subject, as_of);
    }
    let none = light::assess(&ledger.round().info, Case::NoTask, as_of);
    let lights = members
        .into_iter()
        .map(|subject| member(ledger, ix, subject, as_of));
    lights.fold(none, Assessment::worse)
}

/// The light of one member of a milestone's population; grey for whoever is not in it.
pub fn member(
    ledger: &Ledger,
    milestone: MilestoneIx,
    subject: SubjectIx,
    as_of: NaiveDate,
) -> Assessment {
    let out = match subject {
        SubjectIx::Association(ix) => out(ledger, ix),
        SubjectIx::City | SubjectIx::Unit(_) => None,
    };
    let case = if milestone::below(ledger, milestone, subject).contains(&subject) {
        Case::Task {
            span: span(ledger, milestone, subject),
            done_on: milestone::reached_by(ledger, milestone, subject, as_of),
        }
    } else {
        out.unwrap_or(Case::NoTask)
    };
    light::assess(&ledger.round().info, case, as_of)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::change::{Change, ItemRecord};
    use crate::domain::round::Round;

    fn date(text: &str) -> NaiveDate {
        text.parse().expect("a date")
    }

    fn ledger() -> Ledger {
        let documents = crate::exchange::seed::builtin_documents();
        let round: Round = crate::exchange::seed::parse_round(&documents).expect("a round");
        let roster = crate::exchange::seed::builtin_roster().expect("a roster");
        Ledger::new(&Arc::new(round), roster).expect("a ledger")
    }

    /// The precomputed light is the light of the parts, on every day.
    #[test]
    fn what_is_kept_of_an_association_says_what_its_parts_say() {
        let mut ledger = ledger();
        let ix = ledger.association_ix(29).expect("29");
        for (item, state, on) in [
            ("P1", ItemState::Done, "2020-06-20"),
            ("P2", ItemState::Done, "2020-08-03"),
            ("B1", ItemState::Doing, "2020-07-20"),
            ("A4", ItemState::NotApplicable, "2020-07-20"),
        ] {
            let record = ItemRecord {
                state,
                note: "".into(),
                evidence: "".into(),
                by: "王".into(),
                at: "2020-07-20T00:00:00Z".parse().expect("an instant"),
                on: date(on),
            };
            let change = Change::item(29, item, None, Some(record));
            ledger.apply(&change).expect("known");
            for day in 0..160 {
                let as_of = date("2020-06-01") + chrono::Days::new(day);
                let kept = association(&ledger, ix, as_of);
                let parts = idle(&ledger, ix, as_of).unwrap_or(by_parts(&ledger, ix, as_of));
                assert_eq!(
                    (kept.reason, kept.due_on),
                    (parts.reason, parts.due_on),
                    "{as_of} after {item}"
                );
            }
        }
    }
}
