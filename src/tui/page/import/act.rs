//! 导入预览: choosing what is taken, and recording it.

use ratatui::buffer::Buffer;
use ratatui::layout::Position;

use super::{ImportPage, ImportRow, draw};
use crate::app::import;
use crate::exchange::form::plan::{Blanks, FieldChange};
use crate::tui::action::Action;
use crate::tui::layout::{self, Frame};
use crate::tui::model::Ctx;
use crate::tui::page::{Focus, Page, Reply, listed};

/// A change as it is copied.
fn copied(change: &FieldChange) -> String {
    let side = |text: &Option<String>| text.clone().unwrap_or_default();
    [change.label.clone(), side(&change.old), side(&change.new)].join("\t")
}

impl Page for ImportPage {
    listed!(Import, layout::IMPORT_TITLE);

    fn len(&self, _ctx: &Ctx) -> usize {
        self.rows.len()
    }

    fn focus_at(&self, _ctx: &Ctx, line: usize) -> Focus {
        let Some(row) = self.rows.get(line) else {
            return Focus::default();
        };
        Focus::default().text(match row {
            ImportRow::File(file) => self.plans[*file].file.display().to_string(),
            ImportRow::Change(file, at) => copied(&self.plans[*file].plan.changes[*at]),
            ImportRow::Kept(file, at) => copied(&self.plans[*file].plan.clears[*at]),
            ImportRow::Problem(file, problem) => {
                let problem = &self.plans[*file].plan.problems[*problem];
                [problem.place.clone(), problem.message.clone()].join("\t")
            }
        })
    }

    fn offers(&self, action: Action) -> bool {
        match action {
            Action::Open => self.changes() > 0,
            Action::Tick => self.leaves_blanks(),
            Action::NextPart | Action::NextProblem => self.troubled() > 0,
            _ => true,
        }
    }

    fn closes_when_done(&self) -> bool {
        true
    }

    fn opens_by_click(&self) -> bool {
        false
    }

    fn act(&mut self, _ctx: &Ctx, action: Action) -> Reply {
        match action {
            Action::Tick => {
                if !self.turn_blanks() {
                    return Reply::fail(s!(
                        "没有台账已填而文件空白的栏",
                        "no field that the ledger has and the file leaves blank"
                    ));
                }
            }
            Action::NextPart => self.set_partial(!self.partial),
            Action::NextProblem => {
                let bad = |at: usize| matches!(self.rows[at], ImportRow::Problem(..));
                if !self.list.seek(self.rows.len(), bad) {
                    return Reply::fail(s!("没有问题", "no problems"));
                }
            }
            Action::Open => {
                return match import::command(&self.plans) {
                    Some(command) => Reply::execute(command),
                    None if self.troubled() > 0 => Reply::fail(s!(
                        "没有可记入的改动：有问题的文件不计入，Tab 可计入其余各栏，空格定空白怎么办",
                        "nothing to record: files with problems are left out; Tab takes their other fields, space says what blanks do"
                    )),
                    None if self.blanks == Blanks::Keep && self.kept() > 0 => Reply::fail(s!(
                        "没有改动：文件只是空着已填的栏，空白不覆盖",
                        "no changes: the files only leave filled fields blank, and blanks overwrite nothing"
                    )),
                    None => {
                        Reply::fail(s!("没有改动，与台账一致", "no changes, same as the ledger"))
                    }
                };
            }
            _ => return Reply::Pass,
        }
        Reply::Done
    }

    fn draw(&self, ctx: &Ctx, frame: Frame, buf: &mut Buffer) -> Position {
        draw(ctx, self, frame.body, buf)
    }
}
