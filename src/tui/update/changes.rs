//! 变化: asking for two days, and opening what has changed. Also the slider of the timeline.

use chrono::{Days, NaiveDate};

use super::{Effect, HistoryRequest, open_association, roster};
use crate::app::clock::{AsOf, parse_date};
use crate::app::find::UnitChoice;
use crate::domain::ledger::{Ledger, SubjectIx};
use crate::domain::why::What;
use crate::exchange::report::Moved;
use crate::tui::action::Action;
use crate::tui::layout;
use crate::tui::model::{ChangesRow, ChangesView, MilestoneView, Model, Opened};
use crate::tui::popup::{self, Prompt};
use crate::tui::screen::axis;

/// Days of a step with the larger keys, and between the days that are offered to compare.
const WEEK: u64 = 7;

/// Moves the as-of date along the axis. From beyond the axis the first step leads to its end.
pub fn slide(model: &mut Model, action: Action) {
    let here = model.as_of_date();
    let (first, last) = axis::ends(model);
    let on = match action {
        Action::Left | Action::WeekBack if here > last => Some(last),
        Action::Right | Action::WeekOn if here < first => Some(first),
        Action::Left => here.checked_sub_days(Days::new(1)),
        Action::Right => here.checked_add_days(Days::new(1)),
        Action::WeekBack => here.checked_sub_days(Days::new(WEEK)),
        _ => here.checked_add_days(Days::new(WEEK)),
    };
    if let Some(on) = on {
        set(model, AsOf::Fixed(on));
    }
}

/// Sets the as-of date.
pub fn set(model: &mut Model, as_of: AsOf) {
    model.as_of = as_of;
    model.refresh();
}

/// Which end of the comparison is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum End {
    /// From this day on.
    Since,
    /// Up to this one.
    Until,
}

/// Asks for one of the two days.
pub fn ask(model: &mut Model, end: End) -> Vec<Effect> {
    let until = model.as_of_date();
    let (since, until) = match model.opened.last() {
        Some(Opened::Changes(view)) => (view.since, view.until),
        _ => (back(until), until),
    };
    let (title, about, date) = match end {
        End::Since => (
            "从哪一天起",
            format!("与此前相比，到 {until} 止；含当天"),
            since,
        ),
        End::Until => ("到哪一天止", format!("从 {since} 起；含当天"), until),
    };
    let prompt = Prompt::new(title, about, &date.to_string(), move |model, text| {
        compare(model, end, parse_date(text)?)
    });
    popup::open(model, prompt)
}

fn back(from: NaiveDate) -> NaiveDate {
    from.checked_sub_days(Days::new(WEEK)).unwrap_or(from)
}

/// Takes one of the two days.
fn compare(model: &mut Model, end: End, date: NaiveDate) -> Result<Vec<Effect>, String> {
    let as_of = model.as_of_date();
    let (since, until) = match (model.opened.last(), end) {
        (Some(Opened::Changes(view)), End::Since) => (date, view.until),
        (Some(Opened::Changes(view)), End::Until) => (view.since, date),
        _ => (date, as_of),
    };
    if since > until {
        return Err(format!("起日 {since} 晚于止日 {until}"));
    }
    if let Some(Opened::Changes(view)) = model.opened.last_mut() {
        view.compare(since, until);
    } else {
        let view = ChangesView::new(since, until);
        model.opened.push(Opened::Changes(view));
    }
    Ok(Vec::new())
}

pub fn run(model: &mut Model, action: Action) -> Vec<Effect> {
    let Some(frame) = layout::frame(model.size, model.dense()) else {
        return Vec::new();
    };
    match action {
        Action::CompareSince => return ask(model, End::Since),
        Action::CompareUntil => return ask(model, End::Until),
        _ => {}
    }
    let Some(Opened::Changes(view)) = model.opened.last_mut() else {
        return Vec::new();
    };
    let height = layout::titled_list(frame.body, layout::CHANGES_TITLE)
        .list
        .height;
    if view
        .list
        .navigate(action, view.rows.len(), usize::from(height))
    {
        return Vec::new();
    }
    let moved = |date: NaiveDate| match action {
        Action::Left => date.checked_sub_days(Days::new(WEEK)),
        _ => date.checked_add_days(Days::new(WEEK)),
    };
    match action {
        Action::Left | Action::Right => {
            if let (Some(since), Some(until)) = (moved(view.since), moved(view.until)) {
                view.compare(since, until);
            }
            Vec::new()
        }
        Action::Open => open(model),
        _ => Vec::new(),
    }
}

/// Opens what the line under the cursor is about.
fn open(model: &mut Model) -> Vec<Effect> {
    let Some(Opened::Changes(view)) = model.opened.last() else {
        return Vec::new();
    };
    match what_here(&model.ledger, view) {
        Some(What::Milestone(ix, _)) => {
            let view = MilestoneView::new(&model.ledger, ix, model.as_of_date());
            model.opened.push(Opened::Milestone(view));
            Vec::new()
        }
        Some(What::Unit(unit)) => {
            roster::show_only(model, None, Some(UnitChoice::Unit(unit)));
            Vec::new()
        }
        Some(What::Association(ix)) => open_association(model, ix),
        _ => match view.current() {
            Some(ChangesRow::Deed(_) | ChangesRow::More(_)) => {
                vec![Effect::History(HistoryRequest {
                    association: None,
                    popup: true,
                })]
            }
            _ => Vec::new(),
        },
    }
}

/// What the line under the cursor is about.
pub fn what_here(ledger: &Ledger, view: &ChangesView) -> Option<What> {
    let facts = view.facts.as_ref()?;
    Some(match view.current()? {
        ChangesRow::Milestone(at) => {
            // The name begins with the id.
            let (id, _) = facts.milestones[at].name.split_once(' ')?;
            let defs = ledger.round().milestones();
            What::Milestone(defs.position(|def| def.id == id)?, SubjectIx::City)
        }
        ChangesRow::Unit(at) => What::Unit(ledger.unit_ix(&facts.units[at].name)?),
        ChangesRow::Stage(at) => What::Association(ledger.association_ix(facts.stages[at].no)?),
        ChangesRow::Items | ChangesRow::Completed => What::City,
        ChangesRow::Heading(_) | ChangesRow::Deed(_) | ChangesRow::More(_) => return None,
    })
}

/// The line under the cursor, for the clipboard.
pub fn line_here(view: &ChangesView) -> Option<String> {
    let facts = view.facts.as_ref()?;
    let sum = |moved: &Moved| {
        let numbers = [moved.before, moved.after, moved.total].map(|number| number.to_string());
        std::iter::once(moved.name.clone()).chain(numbers).collect()
    };
    let parts: Vec<String> = match view.current()? {
        ChangesRow::Items => sum(&facts.items),
        ChangesRow::Completed => sum(&facts.completed),
        ChangesRow::Milestone(at) => sum(&facts.milestones[at]),
        ChangesRow::Unit(at) => sum(&facts.units[at]),
        ChangesRow::Stage(at) => {
            let moved = &facts.stages[at];
            let (from, to) = (moved.from.to_owned(), moved.to.to_owned());
            vec![moved.no.to_string(), moved.name.clone(), from, to]
        }
        ChangesRow::Deed(at) => {
            let deed = &facts.deeds[at];
            vec![deed.on.date.clone(), deed.by.clone(), deed.what.clone()]
        }
        ChangesRow::Heading(_) | ChangesRow::More(_) => return None,
    };
    Some(parts.join("\t"))
}
