//! 节点: marking, taking marks away, opening who has not reached it.

use ratatui::buffer::Buffer;
use ratatui::layout::Position;

use super::{MilestonePage, draw};
use crate::app::find::UnitChoice;
use crate::domain::id::AssocIx;
use crate::domain::ledger::{SubjectIx, Touched};
use crate::report::reached::Reached;
use crate::tui::action::Action;
use crate::tui::flow::marks::{ask_date, unmark};
use crate::tui::layout::{self, Frame};
use crate::tui::model::Ctx;
use crate::tui::page::{
    Focus, Goto, Page, Reply, association_text, association_words, listed, reached_text,
};
use crate::tui::screen::table::Headings;
use crate::words::why::What;

impl Page for MilestonePage {
    listed!(Milestone, layout::MILESTONE_TITLE);

    fn len(&self, _ctx: &Ctx) -> usize {
        self.members.len()
    }

    fn name(&self, ctx: &Ctx) -> String {
        let here = &ctx.ledger.round().milestones()[self.milestone];
        here.heading()
    }

    fn focus_at(&self, ctx: &Ctx, line: usize) -> Focus {
        let member = self.members.get(line).copied();
        let text = |member| {
            let on = ctx.as_of_date();
            reached_text(
                ctx,
                &Reached::below(&ctx.ledger, self.milestone, member, on),
            )
        };
        let focus = match member {
            None => Focus::default(),
            Some(SubjectIx::City) => Focus::default().text(text(SubjectIx::City)),
            Some(here @ SubjectIx::Unit(unit)) => Focus::unit(unit).text(text(here)),
            Some(SubjectIx::Association(ix)) => Focus::on(ix).text(association_text(ctx, ix)),
        };
        let subject = member.unwrap_or(SubjectIx::City);
        focus.asking(What::Milestone(self.milestone, subject))
    }

    fn association_at(&self, _ctx: &Ctx, line: usize) -> Option<AssocIx> {
        match self.members.get(line)? {
            SubjectIx::Association(ix) => Some(*ix),
            SubjectIx::Unit(_) | SubjectIx::City => None,
        }
    }

    fn words_at(&self, ctx: &Ctx, line: usize) -> String {
        match self.members.get(line) {
            Some(SubjectIx::Association(ix)) => association_words(ctx, *ix),
            Some(member) => ctx.ledger.subject_name(*member),
            None => String::new(),
        }
    }

    fn listed(&self, _ctx: &Ctx) -> Vec<AssocIx> {
        let members = self.members.iter();
        let associations = members.filter_map(|member| match member {
            SubjectIx::Association(ix) => Some(*ix),
            SubjectIx::Unit(_) | SubjectIx::City => None,
        });
        associations.collect()
    }

    fn headings(&self, ctx: &Ctx, frame: Frame) -> Option<Headings> {
        let areas = layout::titled_list(frame.body, layout::MILESTONE_TITLE);
        let table = self.table(ctx, areas.list.width);
        Some(table.headings(areas.heading))
    }

    fn sort_by(&mut self, ctx: &Ctx, column: Option<&str>) {
        self.sorted.turn(column);
        self.relist_here(ctx);
    }

    fn paper(&self, _ctx: &Ctx) -> &'static str {
        "remind"
    }

    fn touched(&mut self, _ctx: &Ctx, _moved: &Touched) {
        self.stale = true;
    }

    fn look(&mut self, ctx: &Ctx) {
        if std::mem::take(&mut self.stale) {
            self.relist(&ctx.ledger, ctx.as_of_date());
        }
    }

    fn act(&mut self, ctx: &Ctx, action: Action) -> Reply {
        let here = self.members.get(self.list.cursor).copied();
        let milestone = self.milestone;
        match (action, here) {
            (Action::Open, Some(SubjectIx::Association(ix))) => {
                Reply::go(Goto::Association(ix, None))
            }
            (Action::Open, Some(SubjectIx::Unit(unit))) => {
                Reply::go(Goto::RosterUnit(Some(UnitChoice::Unit(unit))))
            }
            (Action::Mark, Some(here)) => {
                Reply::then(move |model| ask_date(model, milestone, here))
            }
            (Action::Unmark, Some(here)) => {
                Reply::then(move |model| unmark(model, milestone, here))
            }
            (Action::NextPart, _) => {
                self.all = !self.all;
                self.relist_here(ctx);
                Reply::Done
            }
            _ => Reply::Pass,
        }
    }

    fn draw(&self, ctx: &Ctx, frame: Frame, buf: &mut Buffer) -> Position {
        draw(ctx, self, frame.body, buf)
    }
}
