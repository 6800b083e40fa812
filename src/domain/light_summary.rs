//! What the light of an association follows from on any day, so that a hundred thousand lights
//! cost no walk over as many checklists.

use std::sync::Arc;

use chrono::NaiveDate;

use super::id::{AssocIx, MilestoneIx};
use super::light::{self, Assessment, Case, Span};
use super::model::ItemState;
use super::round::{RoundInfo, Scope};
use super::state::{ItemView, State, SubjectIx};

/// What has to be done, and what was. Associations that nobody has touched share one.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct LightSummary {
    /// Of everything that is not settled, each once, in the order of due dates.
    pub(super) open: Arc<[Span]>,
    /// What was settled too late, the first of it: from that day on it shows.
    late: Option<(NaiveDate, Span)>,
    /// What was settled last.
    last: Option<(NaiveDate, Span)>,
}

impl LightSummary {
    /// Adds up one association from its checklist and the milestones of its own level that it has
    /// reached; what was done after `until` is not done yet. What other bodies have to see to is
    /// not its fault ([`super::late`]).
    pub fn of(
        state: &State,
        association: AssocIx,
        items: &[ItemView<'_>],
        reached: &[(MilestoneIx, NaiveDate)],
        until: NaiveDate,
    ) -> Self {
        let thresholds = &state.round().info.thresholds;
        let mut open = Vec::new();
        let mut late: Option<(NaiveDate, Span)> = None;
        let mut last: Option<(NaiveDate, Span)> = None;
        let items = items.iter().filter_map(|item| {
            let counts = item.def.own
                && item.state != ItemState::NotApplicable
                && state.counts_for(association, item.def);
            counts.then(|| (item_span(state, item), done_on(item)))
        });
        let milestones = own_milestones(state).map(|ix| {
            let on = reached.iter().find(|(reached, _)| *reached == ix);
            let span = span(state, ix, SubjectIx::Association(association));
            (span, on.map(|(_, on)| *on))
        });
        for (span, done_on) in items.chain(milestones) {
            let Some(on) = done_on.filter(|on| *on <= until) else {
                // A checklist of sixty has less than ten.
                if !open.contains(&span) {
                    open.push(span);
                }
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
        Self {
            open: open.into(),
            late,
            last,
        }
    }

    /// On days before the last of it was done it is not valid; the items are.
    pub fn holds_on(&self, as_of: NaiveDate) -> bool {
        self.last.is_none_or(|(on, _)| on <= as_of)
    }

    /// What is not settled and due first.
    pub fn first_open(&self) -> Option<Span> {
        self.open.first().copied()
    }

    /// The worst light of all parts.
    pub fn assess(&self, info: &RoundInfo, as_of: NaiveDate) -> Assessment {
        let task = |span, done_on| light::assess(info, Case::Task { span, done_on }, as_of);
        // In the order of due dates nothing is worse than the first that is overdue, or else the first
        // that has begun; where nothing has, the first of all.
        let first = self.open.first();
        let begun = self.open.iter().find(|span| span.starts_on <= as_of);
        let open = first.into_iter().chain(begun.filter(|_| begun != first));
        let open = open.map(|span| task(*span, None));
        let settled = [self.last, self.late].into_iter().flatten();
        let settled = settled.map(|(on, span)| task(span, Some(on)));
        let none = light::assess(info, Case::NoTask, as_of);
        open.chain(settled).fold(none, Assessment::worse)
    }
}

/// From when and until when a member of its population has to reach a milestone; an agreed date
/// counts as the planned one.
pub fn span(state: &State, milestone: MilestoneIx, subject: SubjectIx) -> Span {
    Span {
        starts_on: state.round().starts_on(milestone),
        due_on: state.due_on(milestone, subject),
    }
}

/// From when and until when an item has to be settled.
pub fn item_span(state: &State, item: &ItemView<'_>) -> Span {
    Span {
        starts_on: state.round().item_starts_on(item.def),
        due_on: state.item_due_on(item.association, item.def),
    }
}

/// The milestones of the association's own level.
fn own_milestones(state: &State) -> impl Iterator<Item = MilestoneIx> {
    let milestones = state.round().milestones().iter_enumerated();
    milestones
        .filter(|(_, def)| def.own && def.scope == Scope::Association)
        .map(|(ix, _)| ix)
}

/// When an item was done; 不涉及 is not a thing that was done.
pub fn done_on(item: &ItemView<'_>) -> Option<NaiveDate> {
    item.on().filter(|_| item.state == ItemState::Done)
}
