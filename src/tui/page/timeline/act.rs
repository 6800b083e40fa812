//! 时间轴: sliding the as-of date, marking for the whole city, other dates.

use chrono::Days;
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

use super::areas;
use super::dates::{Moving, ask};
use super::{TimelinePage, draw};
use crate::app::clock::AsOf;
use crate::domain::id::MilestoneIx;
use crate::domain::ledger::SubjectIx;
use crate::tui::action::Action;
use crate::tui::flow::marks::{ask_date, unmark};
use crate::tui::layout::Frame;
use crate::tui::model::Ctx;
use crate::tui::page::{Focus, Goto, Page, Reply, listed, milestone_text};
use crate::tui::screen::axis;
use crate::words::why::What;

/// Days of a step with the larger keys.
const WEEK: u64 = 7;

impl Page for TimelinePage {
    listed!(Timeline);

    fn len(&self, ctx: &Ctx) -> usize {
        ctx.ledger.round().milestones().len()
    }

    fn whereabouts(&self, ctx: &Ctx) -> Vec<String> {
        let here = &ctx.ledger.round().milestones()[MilestoneIx::from(self.list.cursor)];
        vec![here.heading()]
    }

    fn area(&self, ctx: &Ctx, frame: Frame) -> Rect {
        areas::areas(frame.body, ctx.ledger.round().milestones().len()).list
    }

    fn focus_at(&self, ctx: &Ctx, line: usize) -> Focus {
        let ix = MilestoneIx::from(line);
        Focus::default()
            .asking(What::Milestone(ix, SubjectIx::City))
            .text(milestone_text(ctx, ix))
    }

    fn paper(&self, _ctx: &Ctx) -> &'static str {
        "report"
    }

    fn shows_figures(&self) -> bool {
        true
    }

    fn act(&mut self, ctx: &Ctx, action: Action) -> Reply {
        let here = MilestoneIx::from(self.list.cursor);
        match action {
            Action::Left | Action::Right | Action::WeekBack | Action::WeekOn => slide(ctx, action),
            Action::GoToday => set(AsOf::Today),
            Action::Open => Reply::go(Goto::Milestone(here)),
            Action::Mark => Reply::then(move |model| ask_date(model, here, SubjectIx::City)),
            Action::Unmark => Reply::then(move |model| unmark(model, here, SubjectIx::City)),
            Action::MoveDate => Reply::then(move |model| ask(model, Moving::One(here))),
            Action::MoveDates => Reply::then(|model| ask(model, Moving::All)),
            _ => Reply::Pass,
        }
    }

    fn click(&mut self, ctx: &Ctx, frame: Frame, at: Position) -> Reply {
        let axis = areas::areas(frame.body, self.len(ctx)).axis;
        if let Some(on) = axis::date_at(ctx, axis, at) {
            return set(AsOf::Fixed(on));
        }
        self.click_line(ctx, frame, at)
    }

    fn draw(&self, ctx: &Ctx, frame: Frame, buf: &mut Buffer) -> Position {
        draw(ctx, self, frame.body, buf)
    }
}

/// Sets the as-of date.
fn set(as_of: AsOf) -> Reply {
    Reply::then(move |model| {
        model.set_as_of(as_of);
        Vec::new()
    })
}

/// Moves the as-of date along the axis. From beyond the axis the first step leads to its end.
fn slide(ctx: &Ctx, action: Action) -> Reply {
    let here = ctx.as_of_date();
    let (first, last) = axis::ends(ctx);
    let on = match action {
        Action::Left | Action::WeekBack if here > last => Some(last),
        Action::Right | Action::WeekOn if here < first => Some(first),
        Action::Left => here.checked_sub_days(Days::new(1)),
        Action::Right => here.checked_add_days(Days::new(1)),
        Action::WeekBack => here.checked_sub_days(Days::new(WEEK)),
        _ => here.checked_add_days(Days::new(WEEK)),
    };
    on.map_or(Reply::Done, |on| set(AsOf::Fixed(on)))
}
