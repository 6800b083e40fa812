//! 预览: recording what a unit's file brings.

use ratatui::buffer::Buffer;
use ratatui::layout::Position;

use super::{PreviewPage, draw};
use crate::domain::merge::MergeLine;
use crate::tui::action::Action;
use crate::tui::layout::{self, Frame};
use crate::tui::model::Ctx;
use crate::tui::page::{Focus, Page, Reply, listed};

impl Page for PreviewPage {
    listed!(Preview, layout::IMPORT_TITLE);

    fn len(&self, _ctx: &Ctx) -> usize {
        self.file.lines.len()
    }

    fn focus_at(&self, _ctx: &Ctx, line: usize) -> Focus {
        Focus {
            text: self.file.lines.get(line).map(|line| line.text.clone()),
            ..Focus::default()
        }
    }

    fn offers(&self, action: Action) -> bool {
        let conflicts = self.file.bundle.1.lines.iter().any(MergeLine::conflict);
        match action {
            Action::Open => self.file.command.is_some() || self.undecided() > 0,
            Action::Tick | Action::NextPart => conflicts,
            Action::NextProblem => self.file.lines.iter().any(|line| line.trouble),
            _ => true,
        }
    }

    fn closes_when_done(&self) -> bool {
        true
    }

    fn opens_by_click(&self) -> bool {
        false
    }

    fn act(&mut self, ctx: &Ctx, action: Action) -> Reply {
        match (action, &self.file.command) {
            (Action::NextProblem, _) => {
                let lines = &self.file.lines;
                if !self.list.seek(lines.len(), |at| lines[at].trouble) {
                    return Reply::fail(s!("没有问题", "no problems"));
                }
                Reply::Done
            }
            (Action::Tick, _) => self.choose(&ctx.ledger),
            (Action::NextPart, _) => self.choose_all(&ctx.ledger),
            (Action::Open, _) if self.undecided() > 0 => {
                self.go_to_undecided();
                Reply::fail(t!(
                    "还有 {} 处两边都改过，请用空格逐处选定，或用 Tab 全部选定",
                    "{} places changed on both sides; choose each with space, or all with Tab",
                    self.undecided()
                ))
            }
            (Action::Open, Some(command)) => Reply::execute(command.clone()),
            (Action::Open, None) => Reply::fail(self.file.about),
            _ => Reply::Pass,
        }
    }

    fn draw(&self, ctx: &Ctx, frame: Frame, buf: &mut Buffer) -> Position {
        draw(ctx, self, frame.body, buf)
    }
}
