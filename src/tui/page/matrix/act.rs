//! 矩阵: marking a unit at a milestone, and moving between milestones.

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

use super::draw::{areas, reached};
use super::{MatrixPage, draw};
use crate::domain::id::UnitIx;
use crate::domain::ledger::SubjectIx;
use crate::domain::round::Scope;
use crate::tui::action::Action;
use crate::tui::flow::marks::{ask_date, unmark};
use crate::tui::flow::units::pick_unit;
use crate::tui::layout::Frame;
use crate::tui::model::Ctx;
use crate::tui::page::{Focus, Goto, Page, Reply, listed, reached_text};
use crate::words::why::What;

impl Page for MatrixPage {
    listed!(Matrix);

    fn area(&self, _ctx: &Ctx, frame: Frame) -> Rect {
        areas(frame.body).list
    }

    fn len(&self, ctx: &Ctx) -> usize {
        ctx.ledger.units().len()
    }

    fn focus_at(&self, ctx: &Ctx, line: usize) -> Focus {
        let unit = UnitIx::from(line);
        if ctx.ledger.units().get(unit).is_none() {
            return Focus::default();
        }
        let here = reached(ctx, unit, self.column);
        Focus::unit(unit)
            .asking(What::Milestone(self.column, SubjectIx::Unit(unit)))
            .text(reached_text(ctx, &here))
    }

    fn whereabouts(&self, ctx: &Ctx) -> Vec<String> {
        let unit = ctx.ledger.units().get(UnitIx::from(self.list.cursor));
        let here = &ctx.ledger.round().milestones()[self.column];
        let unit = unit.map(|unit| unit.short.to_string());
        let milestone = here.heading();
        unit.into_iter().chain([milestone]).collect()
    }

    /// A digit goes to that milestone.
    fn letter(&mut self, ctx: &Ctx, typed: char) -> Reply {
        let at = typed.to_digit(10).and_then(|digit| digit.checked_sub(1));
        let count = ctx.ledger.round().milestones().len();
        match at.map(|at| at as usize).filter(|at| *at < count) {
            Some(at) => {
                self.column = at.into();
                Reply::Done
            }
            None => Reply::Pass,
        }
    }

    fn paper(&self, _ctx: &Ctx) -> &'static str {
        "remind"
    }

    fn act(&mut self, ctx: &Ctx, action: Action) -> Reply {
        let (column, subject) = (self.column, self.subject(ctx));
        match action {
            Action::Left => self.column = column.before().unwrap_or_default(),
            Action::Right => {
                let after = column.after();
                if after < ctx.ledger.round().milestones().len().into() {
                    self.column = after;
                }
            }
            Action::Open => {
                let unit = UnitIx::from(self.list.cursor);
                return Reply::go(Goto::MilestoneOf(column, unit));
            }
            Action::FilterUnit => {
                return Reply::popup(pick_unit(&ctx.ledger, |model, unit| {
                    let list = &mut model.matrix.list;
                    list.cursor = unit.into();
                }));
            }
            Action::Mark => {
                return Reply::then(move |model| ask_date(model, column, subject));
            }
            Action::Unmark => {
                return Reply::then(move |model| unmark(model, column, subject));
            }
            _ => return Reply::Pass,
        }
        Reply::Done
    }

    fn draw(&self, ctx: &Ctx, frame: Frame, buf: &mut Buffer) -> Position {
        draw(ctx, self, frame.body, buf)
    }
}

impl MatrixPage {
    /// Whom a mark here is about.
    fn subject(&self, ctx: &Ctx) -> SubjectIx {
        match ctx.ledger.round().milestones()[self.column].scope {
            Scope::City => SubjectIx::City,
            Scope::Unit | Scope::Association => SubjectIx::Unit(self.list.cursor.into()),
        }
    }
}
