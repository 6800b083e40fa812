//! 变化: choosing the two days, and opening what has changed.

use chrono::{Days, NaiveDate};
use ratatui::buffer::Buffer;
use ratatui::layout::Position;

use super::{ChangesPage, ChangesRow, draw};
use crate::app::find::UnitChoice;
use crate::domain::ledger::{Ledger, SubjectIx, Touched};
use crate::report::changes;
use crate::report::render::text::tabs;
use crate::tui::action::Action;
use crate::tui::layout::{self, Frame};
use crate::tui::model::{Ctx, Model};
use crate::tui::msg::{Effect, HistoryRequest};
use crate::tui::page::{Focus, Goto, Page, Reply, listed, open};
use crate::tui::popup::{self, Prompt};
use crate::words::why::What;

/// Days of a step, and between the days that are offered to compare.
const WEEK: u64 = 7;

impl Page for ChangesPage {
    listed!(Changes, layout::CHANGES_TITLE);

    fn len(&self, _ctx: &Ctx) -> usize {
        self.rows.len()
    }

    fn focus_at(&self, ctx: &Ctx, line: usize) -> Focus {
        let why = self.what_at(&ctx.ledger, line);
        let focus = match why {
            Some(What::Association(ix)) => Focus::on(ix),
            Some(What::Unit(unit)) => Focus::unit(unit),
            _ => Focus::default(),
        };
        Focus {
            why,
            text: self.text_at(ctx, line),
            ..focus
        }
    }

    fn touched(&mut self, _ctx: &Ctx, _moved: &Touched) {
        self.stale = true;
    }

    fn wants(&mut self, _ctx: &Ctx) -> Vec<Effect> {
        if !std::mem::take(&mut self.stale) {
            return Vec::new();
        }
        vec![Effect::Changes(self.since, self.until)]
    }

    fn act(&mut self, ctx: &Ctx, action: Action) -> Reply {
        let moved = |date: NaiveDate| match action {
            Action::Left => date.checked_sub_days(Days::new(WEEK)),
            _ => date.checked_add_days(Days::new(WEEK)),
        };
        match action {
            Action::CompareSince => return Reply::then(|model| ask(model, End::Since)),
            Action::CompareUntil => return Reply::then(|model| ask(model, End::Until)),
            Action::Left | Action::Right => {
                if let (Some(since), Some(until)) = (moved(self.since), moved(self.until)) {
                    self.compare(since, until);
                }
            }
            Action::Open => return self.open(ctx),
            _ => return Reply::Pass,
        }
        Reply::Done
    }

    fn draw(&self, ctx: &Ctx, frame: Frame, buf: &mut Buffer) -> Position {
        draw(ctx, self, frame.body, buf)
    }
}

impl ChangesPage {
    /// Opens what the line under the cursor is about.
    fn open(&self, ctx: &Ctx) -> Reply {
        match (self.what_at(&ctx.ledger, self.list.cursor), self.current()) {
            (Some(What::Milestone(ix, _)), _) => Reply::go(Goto::Milestone(ix)),
            (Some(What::Unit(unit)), _) => {
                Reply::go(Goto::RosterOf(None, Some(UnitChoice::Unit(unit))))
            }
            (Some(What::Association(ix)), _) => Reply::go(Goto::Association(ix, None)),
            (_, Some(ChangesRow::Deed(_) | ChangesRow::More(_))) => {
                Reply::Do(vec![Effect::History(HistoryRequest {
                    association: None,
                    popup: true,
                    chosen: None,
                })])
            }
            _ => Reply::Done,
        }
    }

    /// What a line is about.
    fn what_at(&self, ledger: &Ledger, line: usize) -> Option<What> {
        let facts = self.facts.as_ref()?;
        Some(match *self.rows.get(line)? {
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

    /// A line for the clipboard.
    fn text_at(&self, ctx: &Ctx, line: usize) -> Option<String> {
        let facts = self.facts.as_ref()?;
        let row = match *self.rows.get(line)? {
            ChangesRow::Items => facts.items.row("items"),
            ChangesRow::Completed => facts.completed.row("completed"),
            ChangesRow::Milestone(at) => facts.milestones[at].row("milestone"),
            ChangesRow::Unit(at) => facts.units[at].row("unit"),
            ChangesRow::Stage(at) => (&facts.stages[at]).into(),
            ChangesRow::Deed(at) => (&facts.deeds[at]).into(),
            ChangesRow::Heading(_) | ChangesRow::More(_) => return None,
        };
        Some(tabs(&changes::columns(), ctx.on(), &row))
    }
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
    let (since, until) = match model.opened_as::<ChangesPage>() {
        Some(page) => (page.since, page.until),
        None => (back(until), until),
    };
    let (title, about, date) = match end {
        End::Since => (
            s!("从哪一天起", "From which day"),
            t!(
                "与此前相比，到 {until} 止；含当天",
                "compared with before, up to {until}; the day included"
            ),
            since,
        ),
        End::Until => (
            s!("到哪一天止", "Until which day"),
            t!("从 {since} 起；含当天", "from {since}; the day included"),
            until,
        ),
    };
    let prompt = Prompt::some_day(title, about, Some(date), move |model, day| {
        compare(model, end, day)
    });
    popup::open(model, prompt)
}

fn back(from: NaiveDate) -> NaiveDate {
    from.checked_sub_days(Days::new(WEEK)).unwrap_or(from)
}

/// Takes one of the two days.
fn compare(model: &mut Model, end: End, date: NaiveDate) -> Result<Vec<Effect>, String> {
    let as_of = model.as_of_date();
    let (since, until) = match (model.opened_as::<ChangesPage>(), end) {
        (Some(page), End::Since) => (date, page.until),
        (Some(page), End::Until) => (page.since, date),
        _ => (date, as_of),
    };
    if since > until {
        return Err(t!(
            "起日 {since} 晚于止日 {until}",
            "{since} is later than {until}"
        ));
    }
    if let Some(page) = model.opened_as_mut::<ChangesPage>() {
        page.compare(since, until);
        return Ok(Vec::new());
    }
    Ok(open(model, Goto::Changes(since, until)))
}
