//! Milestones before those that they need, before the notice, or before the work.

use chrono::NaiveDate;

use super::{About, Finding, Kind, Place, Severity, Source};
use crate::domain::change::Mark;
use crate::domain::id::{AssocIx, ItemIx, MilestoneIx};
use crate::domain::ledger::{Ledger, SubjectIx};
use crate::domain::milestone;
use crate::domain::model::Stage;
use crate::domain::round::Round;

/// What a rule has seen of the order of milestones.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum OrderGrounds {
    /// O01: `later` was reached on a day, `before` not, or later.
    Needs {
        later: MilestoneIx,
        on: NaiveDate,
        before: MilestoneIx,
        first: Option<NaiveDate>,
    },
    /// O02: marked for a day before the notice.
    BeforeTheNotice(MarkedAs),
    /// O03: marked, with these items open.
    MarkedComplete(MarkedAs, Vec<ItemIx>),
}

/// How a milestone is marked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MarkedAs {
    pub milestone: MilestoneIx,
    pub on: NaiveDate,
    pub by: String,
}

impl MarkedAs {
    fn new(milestone: MilestoneIx, mark: &Mark) -> Self {
        Self {
            milestone,
            on: mark.done_on,
            by: mark.by.to_string(),
        }
    }
}

/// A milestone, and one that has to be reached before it.
pub type Needs = (MilestoneIx, MilestoneIx);

/// Which milestones need which.
pub fn needs(round: &Round) -> Vec<Needs> {
    let all = round.milestones().iter_enumerated();
    all.filter_map(|(at, later)| Some((at, round.milestone_ix(later.after.as_ref()?)?)))
        .collect()
}

/// O01: a milestone is reached, and the one that it needs is not, or later (`domain.md` 4.5).
pub fn o01_needs(
    ledger: &Ledger,
    needs: &[Needs],
    ix: AssocIx,
    as_of: NaiveDate,
    found: &mut Vec<Finding>,
) {
    for (at, needs) in needs.iter().copied() {
        let reached = |at| milestone::reached_by(ledger, at, SubjectIx::Association(ix), as_of);
        let Some(on) = reached(at) else { continue };
        let first = reached(needs);
        if first.is_some_and(|first| first <= on) {
            continue;
        }
        let later = &ledger.round().milestones()[at];
        let (about, no) = (About::Association(ix), ledger.associations()[ix].no);
        let (severity, key) = (Severity::Contradiction, format!("{no}:{}", later.id));
        let grounds = OrderGrounds::Needs {
            later: at,
            on,
            before: needs,
            first,
        };
        found.push(Finding {
            source: Source::of_document(&later.source),
            place: Place::Association(ix),
            ..Finding::new("O01", Kind::Order, severity, about, &key, grounds)
        });
    }
}

/// O02: a milestone is marked for a day before the notice.
pub fn o02_before_the_notice(
    ledger: &Ledger,
    (at, subject): (MilestoneIx, SubjectIx),
    mark: &Mark,
    found: &mut Vec<Finding>,
) {
    let round = ledger.round();
    let notice = &round.info.notice;
    if mark.done_on >= notice.dated_on {
        return;
    }
    let def = &round.milestones()[at];
    let (about, key, place) = match subject {
        SubjectIx::City => (
            About::City,
            round.info.everywhere().into(),
            Place::Milestone(at),
        ),
        SubjectIx::Unit(unit) => {
            let unit = &ledger.units()[unit];
            let about = unit
                .printed
                .first()
                .map_or(About::City, |ix| About::Unit(*ix));
            (about, unit.name.to_string(), Place::Milestone(at))
        }
        SubjectIx::Association(ix) => {
            let no = ledger.associations()[ix].no.to_string();
            (About::Association(ix), no, Place::Association(ix))
        }
    };
    let (severity, key) = (Severity::Suspicious, format!("{key}:{}", def.id));
    let grounds = OrderGrounds::BeforeTheNotice(MarkedAs::new(at, mark));
    found.push(Finding {
        source: Source::of_document(&def.source),
        place,
        ..Finding::new("O02", Kind::Order, severity, about, &key, grounds)
    });
}

/// O03: completion is marked while items that it stands for are open.
pub fn o03_marked_complete(
    ledger: &Ledger,
    (at, subject): (MilestoneIx, SubjectIx),
    mark: &Mark,
    as_of: NaiveDate,
    found: &mut Vec<Finding>,
) {
    let round = ledger.round();
    let SubjectIx::Association(ix) = subject else {
        return;
    };
    let association = &ledger.associations()[ix];
    if round.milestones()[at].reaches_stage != Some(Stage::Completed)
        || mark.done_on > as_of
        || !ledger.has_task(ix)
        || ledger.progress(ix).stage >= Stage::Completed
    {
        return;
    }
    let def = &round.milestones()[at];
    let open = ledger
        .checklist(ix)
        .filter(|item| !item.def.closes && !item.state.settled())
        .filter(|item| round.item_due_on(item.def) <= def.due_on)
        .map(|item| item.ix);
    let (about, severity) = (About::Association(ix), Severity::Suspicious);
    let key = format!("{}:{}", association.no, def.id);
    let grounds = OrderGrounds::MarkedComplete(MarkedAs::new(at, mark), open.collect());
    found.push(Finding {
        source: Source::of_document(&def.source),
        place: Place::Association(ix),
        ..Finding::new("O03", Kind::Order, severity, about, &key, grounds)
    });
}
