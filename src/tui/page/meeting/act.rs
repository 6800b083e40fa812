//! 调度会: turning the pages, recording what is promised.

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

use super::areas;
use super::{MeetingPage, MeetingRow, draw};
use crate::app::people;
use crate::domain::change::Subject;
use crate::domain::command::Command;
use crate::domain::ledger::{SubjectIx, Touched};
use crate::domain::note::{Note, NoteKind};
use crate::report::people as people_report;
use crate::report::render::text::tabs;
use crate::tui::action::Action;
use crate::tui::flow::people::{ask_note, ask_of, note_id, postpone};
use crate::tui::flow::units::pick_unit;
use crate::tui::layout::Frame;
use crate::tui::model::{Ctx, Model};
use crate::tui::msg::Effect;
use crate::tui::page::{Focus, Goto, Page, Reply, association_text, listed};
use crate::words::why::What;

impl Page for MeetingPage {
    listed!(Meeting);

    fn area(&self, _ctx: &Ctx, frame: Frame) -> Rect {
        areas::areas(frame.body).list
    }

    fn shows_figures(&self) -> bool {
        true
    }

    /// A click on a unit turns to its page.
    fn click(&mut self, ctx: &Ctx, frame: Frame, at: Position) -> Reply {
        let Some(area) = areas::areas(frame.body)
            .units
            .filter(|area| area.contains(at))
        else {
            return self.click_line(ctx, frame, at);
        };
        // Above them stand a blank line and the heading.
        let row = usize::from(at.y - area.y).checked_sub(2);
        let first = self.first_unit(usize::from(area.height).saturating_sub(2));
        let unit = row.and_then(|row| self.units.get(first + row)).cloned();
        if let Some(unit) = unit {
            self.go_to(&unit);
        }
        Reply::Done
    }

    fn len(&self, _ctx: &Ctx) -> usize {
        self.rows.len()
    }

    fn whereabouts(&self, ctx: &Ctx) -> Vec<String> {
        let unit = self.unit(&ctx.ledger);
        let unit = unit.map(|unit| ctx.ledger.units()[unit].short.to_string());
        let turn = format!("{}/{}", self.at + 1, self.units.len());
        unit.into_iter().chain([turn]).collect()
    }

    fn focus_at(&self, ctx: &Ctx, line: usize) -> Focus {
        let unit = self.unit(&ctx.ledger);
        let focus = unit.map_or_else(Focus::default, Focus::unit);
        let name = self.units.get(self.at).map_or("", String::as_str);
        let text = match self.rows.get(line) {
            None => return focus,
            // Contacts and promises are the unit's all the same.
            Some(MeetingRow::Association(ix, ..)) => {
                return Focus {
                    association: Some(*ix),
                    why: Some(What::Association(*ix)),
                    ..focus.text(association_text(ctx, *ix))
                };
            }
            Some(MeetingRow::Pledge(pledge)) => note_text(ctx, &pledge.subject, &pledge.promise),
            Some(MeetingRow::Remark(note)) => note_text(ctx, &Subject::Unit(name.to_owned()), note),
            Some(
                MeetingRow::Gap
                | MeetingRow::Heading(..)
                | MeetingRow::Nothing(_)
                | MeetingRow::Separations(_)
                | MeetingRow::Milestone(_),
            ) => name.to_owned(),
        };
        focus.text(text)
    }

    fn paper(&self, _ctx: &Ctx) -> &'static str {
        "minutes"
    }

    fn opens_by_click(&self) -> bool {
        false
    }

    fn touched(&mut self, _ctx: &Ctx, _moved: &Touched) {
        self.stale = true;
    }

    fn look(&mut self, ctx: &Ctx) {
        if std::mem::take(&mut self.stale) {
            self.look_again(&ctx.ledger, ctx.as_of_date());
        }
    }

    fn answered(&mut self, ctx: &Ctx) {
        self.look(ctx);
        self.list.cursor = self.newest.take().unwrap_or(self.list.cursor);
    }

    fn act(&mut self, ctx: &Ctx, action: Action) -> Reply {
        match action {
            Action::Left | Action::PageUp => self.turn_to(ctx, -1),
            Action::Right | Action::PageDown => self.turn_to(ctx, 1),
            Action::FilterUnit => Reply::popup(pick_unit(&ctx.ledger, |model, unit| {
                let name = model.ledger.units()[unit].name.to_string();
                if let Some(page) = model.opened_as_mut::<MeetingPage>()
                    && !page.go_to(&name)
                {
                    model.fail(t!(
                        "{name} 没有拟脱钩的协会，不在调度会中",
                        "{name} has none to decouple and is not in the meeting"
                    ));
                }
            })),
            Action::Promise => self.ask(ctx, |model, whose| {
                ask_note(model, whose, NoteKind::Promise)
            }),
            Action::Remark => {
                self.ask(ctx, |model, whose| ask_note(model, whose, NoteKind::Remark))
            }
            Action::Contact => self.ask(ctx, |model, whose| {
                ask_note(model, whose, NoteKind::Contact)
            }),
            Action::Postpone => self.ask(ctx, postpone),
            Action::Open | Action::Tick => match (action, self.current()) {
                (Action::Open, Some(MeetingRow::Association(ix, ..))) => {
                    Reply::go(Goto::Association(*ix, None))
                }
                // What can be done with it, for whoever has no letters too.
                (Action::Open, Some(MeetingRow::Pledge(pledge))) => {
                    let subject = pledge.subject.clone();
                    Reply::then(move |model| ask_of(model, &subject))
                }
                (_, Some(MeetingRow::Pledge(pledge))) => Reply::execute(Command::NoteDone {
                    note: note_id(NoteKind::Promise, &pledge.subject, pledge.number),
                    on: (!pledge.kept.settled()).then(|| ctx.as_of_date()),
                }),
                _ => Reply::fail(s!(
                    "这一行不是承诺，也不是协会",
                    "this line is neither a promise nor an association"
                )),
            },
            _ => Reply::Pass,
        }
    }

    fn draw(&self, ctx: &Ctx, frame: Frame, buf: &mut Buffer) -> Position {
        draw(ctx, self, frame.body, buf)
    }
}

impl MeetingPage {
    fn turn_to(&mut self, ctx: &Ctx, by: isize) -> Reply {
        self.turn(by);
        self.relist(&ctx.ledger, ctx.as_of_date());
        Reply::Done
    }

    /// Asks about the unit of this page.
    fn ask(&self, ctx: &Ctx, ask: fn(&mut Model, &Subject) -> Vec<Effect>) -> Reply {
        let Some(unit) = self.unit(&ctx.ledger) else {
            return Reply::Done;
        };
        let subject = ctx.ledger.subject(SubjectIx::Unit(unit));
        Reply::then(move |model| ask(model, &subject))
    }
}

/// A promise or a remark on the clipboard, as it is listed.
fn note_text(ctx: &Ctx, subject: &Subject, note: &Note) -> String {
    let mut rows = people::said(&ctx.ledger, note.kind, Some(subject));
    rows.retain(|said| said.note == note);
    rows.truncate(1);
    let list = match note.kind {
        NoteKind::Promise => people_report::promises,
        _ => people_report::remarks,
    };
    let report = list(&ctx.ledger, rows, ctx.as_of_date());
    let row = report.rows.first();
    row.map_or_else(String::new, |row| tabs(&report.columns, report.on, row))
}
