//! 名单: opening the association on a line.

use ratatui::buffer::Buffer;
use ratatui::layout::Position;

use super::{DrillDownPage, draw};
use crate::domain::id::AssocIx;
use crate::domain::ledger::Touched;
use crate::tui::action::Action;
use crate::tui::layout::{self, Frame};
use crate::tui::model::Ctx;
use crate::tui::page::{Focus, Goto, Page, Reply, association_text, association_words, listed};
use crate::tui::screen::table::Headings;
use crate::words::why::What;

impl Page for DrillDownPage {
    listed!(DrillDown, layout::DRILL_DOWN_TITLE);

    fn len(&self, _ctx: &Ctx) -> usize {
        self.rows.len()
    }

    fn focus_at(&self, ctx: &Ctx, line: usize) -> Focus {
        let Some(row) = self.rows.get(line) else {
            return Focus::default();
        };
        let text = [association_text(ctx, row.association), row.owes.clone()];
        let focus = Focus::on(row.association).text(text.join("\t"));
        match row.item {
            Some(item) => focus.asking(What::Item(row.association, item)),
            None => focus,
        }
    }

    fn association_at(&self, _ctx: &Ctx, line: usize) -> Option<AssocIx> {
        Some(self.rows.get(line)?.association)
    }

    fn words_at(&self, ctx: &Ctx, line: usize) -> String {
        let row = self.rows.get(line);
        row.map_or_else(String::new, |row| association_words(ctx, row.association))
    }

    fn listed(&self, _ctx: &Ctx) -> Vec<AssocIx> {
        self.rows.iter().map(|row| row.association).collect()
    }

    fn headings(&self, ctx: &Ctx, frame: Frame) -> Option<Headings> {
        let areas = layout::titled_list(frame.body, layout::DRILL_DOWN_TITLE);
        let table = Self::table(ctx, areas.list.width);
        Some(table.headings(areas.heading))
    }

    fn sort_by(&mut self, ctx: &Ctx, column: Option<&str>) {
        self.sorted.turn(column);
        self.relist(&ctx.ledger, ctx.as_of_date());
    }

    fn touched(&mut self, _ctx: &Ctx, _moved: &Touched) {
        self.stale = true;
    }

    fn look(&mut self, ctx: &Ctx) {
        if std::mem::take(&mut self.stale) {
            self.relist(&ctx.ledger, ctx.as_of_date());
        }
    }

    fn act(&mut self, _ctx: &Ctx, action: Action) -> Reply {
        let row = self.rows.get(self.list.cursor);
        match (action, row) {
            // On the item that was asked about.
            (Action::Open, Some(row)) => Reply::go(Goto::Association(row.association, row.item)),
            _ => Reply::Pass,
        }
    }

    fn draw(&self, ctx: &Ctx, frame: Frame, buf: &mut Buffer) -> Position {
        draw(ctx, self, frame.body, buf)
    }
}
