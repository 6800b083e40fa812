//! 前后对照: moving through the lines, filling in either side, taking over what is offered.

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

use super::areas;
use super::{MirrorPage, draw};
use crate::domain::command::NewAnswer;
use crate::domain::form::mirror::Side;
use crate::domain::id::AssocIx;
use crate::domain::ledger::Touched;
use crate::tui::action::Action;
use crate::tui::flow::field::{edit, quick, take_over, typed, write};
use crate::tui::layout::Frame;
use crate::tui::model::Ctx;
use crate::tui::page::{Focus, FormRow, Goto, Page, Reply, listed, table_text};

impl Page for MirrorPage {
    listed!(Mirror);

    fn len(&self, _ctx: &Ctx) -> usize {
        self.lines.len()
    }

    fn area(&self, _ctx: &Ctx, frame: Frame) -> Rect {
        areas::areas(frame.body).list
    }

    fn rows(&self, _ctx: &Ctx) -> Option<Vec<Option<usize>>> {
        Some(self.rows().into_iter().map(FormRow::line).collect())
    }

    fn focus_at(&self, ctx: &Ctx, line: usize) -> Focus {
        let filled = line < self.lines.len();
        let value = filled.then(|| self.value(&ctx.ledger, line, self.side));
        Focus {
            text: value.flatten().map(|value| table_text(&value.rows())),
            ..Focus::only(self.association)
        }
    }

    fn whereabouts(&self, ctx: &Ctx) -> Vec<String> {
        ctx.position().into_iter().collect()
    }

    fn turned(&self, _ctx: &Ctx, to: AssocIx) -> Option<Goto> {
        Some(Goto::Mirror(to))
    }

    fn compose(&mut self, ctx: &Ctx, typed: char) -> Reply {
        self.fill(ctx, typed)
    }

    fn letter(&mut self, ctx: &Ctx, typed: char) -> Reply {
        if typed.is_ascii_digit() {
            self.fill(ctx, typed)
        } else {
            Reply::Pass
        }
    }

    /// What was typed is recorded: on to the next field of this side that is empty.
    fn answered(&mut self, ctx: &Ctx) {
        if std::mem::take(&mut self.advances)
            && let Some(next) = self.next_empty(&ctx.ledger)
        {
            self.list.cursor = next;
        }
    }

    fn words_at(&self, ctx: &Ctx, line: usize) -> String {
        let cells = [Side::Before, Side::After].map(|side| self.cell(&ctx.ledger, line, side));
        let words = cells.into_iter().flatten().map(|cell| {
            let value = cell.record.map(|record| record.value.to_string());
            format!("{} {} ", cell.field.label, value.unwrap_or_default())
        });
        words.collect()
    }

    fn touched(&mut self, _ctx: &Ctx, _moved: &Touched) {
        self.stale = true;
    }

    fn look(&mut self, ctx: &Ctx) {
        if std::mem::take(&mut self.stale) {
            self.relist(&ctx.ledger, ctx.as_of_date());
        }
    }

    fn click(&mut self, ctx: &Ctx, frame: Frame, at: Position) -> Reply {
        let Some(line) = self.line_at(ctx, frame, at) else {
            return Reply::Done;
        };
        let side = areas::mirror_side(self.area(ctx, frame), at.x).unwrap_or(self.side);
        if (self.list.cursor, self.side) == (line, side) {
            return self.act(ctx, Action::Open);
        }
        (self.list.cursor, self.side) = (line, side);
        Reply::Done
    }

    fn act(&mut self, ctx: &Ctx, action: Action) -> Reply {
        let ledger = &ctx.ledger;
        let here = self.list.cursor;
        match action {
            Action::Left => self.side = Side::Before,
            Action::Right => self.side = Side::After,
            Action::NextPart => self.to_topic(1),
            Action::PreviousPart => self.to_topic(-1),
            Action::NextProblem => {
                let bad = |line: &usize| self.found(ledger, *line).next().is_some();
                match self.list.others(self.lines.len()).find(bad) {
                    Some(line) => self.list.cursor = line,
                    None if bad(&here) => {
                        return Reply::fail(s!("没有别的核对出的问题", "no other finding"));
                    }
                    None => {
                        return Reply::fail(s!(
                            "两表没有核对出的问题",
                            "nothing was found in the two forms"
                        ));
                    }
                }
            }
            Action::NextChange => match self
                .list
                .others(self.lines.len())
                .find(|l| self.changed(ledger, *l))
            {
                Some(line) => self.list.cursor = line,
                None => return Reply::fail(s!("没有别的变化", "no other change")),
            },
            Action::TakeAll => return self.take_all(ctx),
            Action::Take | Action::Open | Action::Tick | Action::Clear | Action::Forms => {
                return self.act_on_cell(ctx, action);
            }
            _ => return Reply::Pass,
        }
        Reply::Done
    }

    fn draw(&self, ctx: &Ctx, frame: Frame, buf: &mut Buffer) -> Position {
        draw(ctx, self, frame.body, buf)
    }
}

impl MirrorPage {
    /// Takes over, at once, what every empty field can have from the other side.
    fn take_all(&self, ctx: &Ctx) -> Reply {
        let side = self.side;
        let round = ctx.ledger.round();
        let association = ctx.ledger.associations()[self.association].no;
        let offered = (0..self.lines.len()).filter_map(|line| {
            let cell = self.cell(&ctx.ledger, line, side)?;
            let answer = NewAnswer {
                association,
                field: round.field(cell.ix).id.clone(),
                rows: self.offer(&ctx.ledger, line, side)?,
            };
            Some((&*cell.field.label, answer))
        });
        take_over(
            offered,
            s!("另一边所填", "the other side"),
            "取用另一边所填",
        )
    }

    /// Fills in the field under the cursor with what was typed on it.
    fn fill(&mut self, ctx: &Ctx, character: char) -> Reply {
        let cell = self.cell(&ctx.ledger, self.list.cursor, self.side);
        let Some(cell) = cell.filter(|cell| cell.shown) else {
            return Reply::fail(s!(
                "这一边没有这一栏，或按表中的选择不填",
                "this side has no such field, or leaves it out by choice"
            ));
        };
        let ix = cell.ix;
        self.advances = true;
        typed(ctx, self.association, ix, character)
    }

    fn act_on_cell(&mut self, ctx: &Ctx, action: Action) -> Reply {
        self.advances = action == Action::Open;
        let (line, side, whose) = (self.list.cursor, self.side, self.association);
        let cell = self.cell(&ctx.ledger, line, side);
        let offer = cell.and_then(|_| self.offer(&ctx.ledger, line, side));
        match (action, cell, offer) {
            (Action::Take, Some(cell), Some(rows)) => {
                self.list.step(1, self.lines.len());
                write(ctx, whose, cell.ix, rows)
            }
            (Action::Take, ..) => Reply::fail(s!(
                "另一边没有可取用的内容，或这一边已填、不填",
                "the other side has nothing to take, or this side is filled in or left out"
            )),
            (_, None, _) => Reply::fail(s!(
                "这一边没有对应的栏目，按左右键换到另一边",
                "this side has no such field; left and right change sides"
            )),
            (Action::Clear, Some(cell), _) => write(ctx, whose, cell.ix, Vec::new()),
            (_, Some(cell), _) if !cell.shown => Reply::fail(s!(
                "按表中的选择，这一栏不填",
                "left out by what was chosen in the form"
            )),
            (Action::Tick, Some(cell), _) => quick(ctx, whose, cell.ix),
            (Action::Open, Some(cell), _) => edit(ctx, whose, cell.ix),
            (_, Some(cell), _) => Reply::go(Goto::Form(whose, Some(cell.ix))),
        }
    }
}
