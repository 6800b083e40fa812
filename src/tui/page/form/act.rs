//! 表格: moving through the fields, filling them in.

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

use super::areas;
use super::{FormPage, draw};
use crate::domain::command::NewAnswer;
use crate::domain::id::AssocIx;
use crate::domain::ledger::Touched;
use crate::text::lang::english;
use crate::tui::action::Action;
use crate::tui::flow::field::{edit, quick, take_over, typed, write};
use crate::tui::layout::Frame;
use crate::tui::model::Ctx;
use crate::tui::page::{Focus, FormRow, Goto, Page, Reply, listed, table_text};

impl Page for FormPage {
    listed!(Form);

    fn len(&self, _ctx: &Ctx) -> usize {
        self.fields.len()
    }

    fn name(&self, ctx: &Ctx) -> String {
        let form = &ctx.ledger.round().forms[self.form];
        if english() {
            form.id.shown().to_owned()
        } else {
            format!("附件{} {}", form.annex, form.id.shown())
        }
    }

    fn area(&self, _ctx: &Ctx, frame: Frame) -> Rect {
        areas::areas(frame.body).list
    }

    fn rows(&self, ctx: &Ctx) -> Option<Vec<Option<usize>>> {
        let rows = self.rows(&ctx.ledger).into_iter();
        Some(rows.map(FormRow::line).collect())
    }

    /// Where the follow-ups of a question appear.
    fn below(&self) -> usize {
        2
    }

    fn focus_at(&self, ctx: &Ctx, line: usize) -> Focus {
        let filled = line < self.fields.len();
        let answer = filled.then(|| self.answer(&ctx.ledger, line)).flatten();
        Focus {
            text: answer.map(|record| table_text(&record.value.rows())),
            ..Focus::only(self.association)
        }
    }

    fn words_at(&self, ctx: &Ctx, line: usize) -> String {
        let field = self.field_at(&ctx.ledger, line);
        let answer = self.answer(&ctx.ledger, line);
        let answer = answer.map_or_else(String::new, |record| record.value.to_string());
        [&*field.id, &*field.label, &*answer].join(" ")
    }

    fn whereabouts(&self, ctx: &Ctx) -> Vec<String> {
        ctx.position().into_iter().collect()
    }

    fn turned(&self, _ctx: &Ctx, to: AssocIx) -> Option<Goto> {
        Some(Goto::Form(to, self.here()))
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

    /// What was typed is recorded: on to the next field that is empty.
    fn answered(&mut self, ctx: &Ctx) {
        if std::mem::take(&mut self.advances)
            && let Some(next) = self.next_empty(&ctx.ledger)
        {
            self.list.cursor = next;
        }
    }

    fn paper(&self, ctx: &Ctx) -> &'static str {
        ctx.ledger.round().forms[self.form].id.id()
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
        let ledger = &ctx.ledger;
        // Whatever was being filled in is done with.
        self.advances = false;
        match action {
            Action::Forms => {
                let next = (self.form + 1) % ledger.round().forms.len();
                *self = Self::new(ledger, self.association, next, ctx.as_of_date());
            }
            Action::Mirror => return Reply::go(Goto::Mirror(self.association)),
            Action::NextPart => self.to_section(ledger, 1),
            Action::PreviousPart => self.to_section(ledger, -1),
            Action::NextEmpty => match self.next_empty(ledger) {
                Some(line) => self.list.cursor = line,
                None => {
                    return Reply::fail(s!(
                        "应填的栏目都已填写",
                        "every field that has to be is filled in"
                    ));
                }
            },
            Action::NextProblem => {
                let bad = |line: &usize| {
                    let id = &self.field_at(ledger, *line).id;
                    let mut findings = self.findings.iter();
                    findings.any(|finding| finding.fields.contains(id))
                };
                match self.list.others(self.fields.len()).find(bad) {
                    Some(line) => self.list.cursor = line,
                    None => {
                        return Reply::fail(s!(
                            "本表没有核对出的问题",
                            "nothing was found in this form"
                        ));
                    }
                }
            }
            Action::Tick | Action::Open | Action::Clear => {
                let Some(ix) = self.here() else {
                    return Reply::Done;
                };
                self.advances = action == Action::Open;
                return match action {
                    Action::Tick => quick(ctx, self.association, ix),
                    Action::Open => edit(ctx, self.association, ix),
                    _ => write(ctx, self.association, ix, Vec::new()),
                };
            }
            Action::Take => return self.take(ctx),
            Action::TakeAll => return self.take_all(ctx),
            _ => return Reply::Pass,
        }
        Reply::Done
    }

    /// A click on a section goes to it.
    fn click(&mut self, ctx: &Ctx, frame: Frame, at: Position) -> Reply {
        let Some(area) = areas::areas(frame.body)
            .sections
            .filter(|area| area.contains(at))
        else {
            return self.click_line(ctx, frame, at);
        };
        let section = (at.y - area.y).checked_sub(areas::ABOVE).map(usize::from);
        let count = ctx.ledger.round().forms[self.form].sections.len();
        if let Some(section) = section.filter(|section| *section < count) {
            self.go_to_section(&ctx.ledger, section);
        }
        Reply::Done
    }

    fn draw(&self, ctx: &Ctx, frame: Frame, buf: &mut Buffer) -> Position {
        draw(ctx, self, frame.body, buf)
    }
}

impl FormPage {
    /// Takes what the ledger knows of the field under the cursor, and goes on.
    fn take(&mut self, ctx: &Ctx) -> Reply {
        let offered = self.offer(&ctx.ledger, self.list.cursor);
        let Some((ix, text)) = self.here().zip(offered) else {
            return Reply::fail(s!(
                "台账里没有可取的内容，或这一栏已填",
                "the ledger knows nothing for it, or it is filled in"
            ));
        };
        self.advances = true;
        write(ctx, self.association, ix, vec![vec![text]])
    }

    /// Takes what the ledger knows of every empty field, as one entry.
    fn take_all(&self, ctx: &Ctx) -> Reply {
        let ledger = &ctx.ledger;
        let offered = (0..self.fields.len()).filter_map(|line| {
            let field = self.field_at(ledger, line);
            let answer = NewAnswer {
                association: ledger.associations()[self.association].no,
                field: field.id.clone(),
                rows: vec![vec![self.offer(ledger, line)?]],
            };
            Some((&*field.label, answer))
        });
        take_over(
            offered,
            s!("名册和联系人中已知的", "what the roster and contacts know"),
            "取用已知内容",
        )
    }

    /// Fills in the field under the cursor with what was typed on it.
    fn fill(&mut self, ctx: &Ctx, character: char) -> Reply {
        let Some(ix) = self.here() else {
            return Reply::Pass;
        };
        self.advances = true;
        typed(ctx, self.association, ix, character)
    }
}
