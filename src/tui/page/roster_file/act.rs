//! 名册预览: moving between cells and problems, and what is asked from there.

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

use super::{RosterFilePage, View, choose, draw, make};
use crate::exchange::roster::problem::Remedy;
use crate::tui::action::Action;
use crate::tui::layout::{self, Frame};
use crate::tui::model::Ctx;
use crate::tui::page::{Focus, Page, Reply};
use crate::tui::place::Place;
use crate::tui::widget::list::List;

impl Page for RosterFilePage {
    fn place(&self) -> Place {
        Place::RosterFile
    }

    fn list(&self) -> &List {
        match self.view {
            View::Cells => &self.list,
            View::Words => &self.words,
        }
    }

    fn list_mut(&mut self) -> &mut List {
        match self.view {
            View::Cells => &mut self.list,
            View::Words => &mut self.words,
        }
    }

    fn len(&self, _ctx: &Ctx) -> usize {
        match self.view {
            View::Cells => self.rows(),
            View::Words => self.lines.len(),
        }
    }

    fn area(&self, _ctx: &Ctx, frame: Frame) -> Rect {
        layout::titled_list(frame.body, layout::ROSTER_FILE_TITLE).list
    }

    fn focus_at(&self, _ctx: &Ctx, line: usize) -> Focus {
        let text = match self.view {
            View::Words => self.lines.get(line).map(|line| line.text.clone()),
            View::Cells => self.row(line).map(|row| {
                let cells = row.line.cells.iter().map(|cell| &*cell.text);
                cells.collect::<Vec<_>>().join("\t")
            }),
        };
        Focus {
            text,
            ..Focus::default()
        }
    }

    fn offers(&self, action: Action) -> bool {
        let plan = &self.plan;
        match action {
            Action::Open => plan.problems.is_empty(),
            Action::Take => self.remedy_here().is_some(),
            Action::Columns => self.view == View::Cells,
            Action::FilterStatus => !choose::words(plan).is_empty(),
            Action::NextProblem => !plan.problems.is_empty(),
            _ => true,
        }
    }

    fn opens_by_click(&self) -> bool {
        false
    }

    fn click(&mut self, ctx: &Ctx, frame: Frame, at: Position) -> Reply {
        let area = self.area(ctx, frame);
        if self.view == View::Cells
            && area.contains(at)
            && let Some(column) = draw::column_at(self, area, at.x)
        {
            self.column = column;
        }
        self.click_line(ctx, frame, at)
    }

    fn act(&mut self, ctx: &Ctx, action: Action) -> Reply {
        let cells = self.view == View::Cells;
        match action {
            Action::Left if cells => self.column = self.column.saturating_sub(1),
            Action::Right if cells => {
                let last = self.widths.len().saturating_sub(1);
                let last = u16::try_from(last).unwrap_or(u16::MAX);
                self.column = self.column.saturating_add(1).min(last);
            }
            Action::Left | Action::Right => {}
            Action::NextPart => {
                self.view = if cells { View::Words } else { View::Cells };
            }
            Action::NextProblem => {
                if !self.next_problem() {
                    return Reply::fail(s!("没有问题", "no problems"));
                }
            }
            Action::Take => return self.agree(),
            Action::Columns if cells => return Reply::popup(choose::column(self)),
            Action::Columns => {
                return Reply::fail(s!(
                    "按 Tab 回到表格，再选哪一列是什么",
                    "go back to the cells with Tab to say what a column is"
                ));
            }
            Action::FilterStatus => {
                return match choose::statuses(&self.plan) {
                    Some(picker) => Reply::popup(picker),
                    None => Reply::fail(s!("还没有读到状态", "no statuses have been read")),
                };
            }
            Action::FilterValue => return Reply::popup(choose::reading(self)),
            Action::Open => return self.use_it(ctx),
            _ => return Reply::Pass,
        }
        Reply::Done
    }

    fn draw(&self, ctx: &Ctx, frame: Frame, buf: &mut Buffer) -> Position {
        draw::draw(ctx, self, frame.body, buf)
    }
}

impl RosterFilePage {
    /// Does what is proposed for what is under the cursor.
    fn agree(&self) -> Reply {
        let Some(remedy) = self.remedy_here() else {
            return Reply::fail(s!(
                "这里没有可以采用的办法，请在文件中改正后再读入",
                "nothing to agree to here; correct the file and read it again"
            ));
        };
        match remedy {
            Remedy::BlankStatus | Remedy::AllStatuses => {
                Reply::popup(choose::meaning(String::new()))
            }
            Remedy::Status(word) => Reply::popup(choose::meaning(word.clone())),
            Remedy::Encoding => Reply::popup(choose::encoding()),
            remedy => {
                let options = self.options();
                let sheets = self.plan.parts.iter().map(|part| part.sheet.name.clone());
                let sheets: Vec<String> = sheets.collect();
                match choose::agreed(remedy, options, sheets) {
                    Some(options) => Reply::Do(self.said(|said| *said = options)),
                    None => Reply::Done,
                }
            }
        }
    }

    /// Asks what is to become of the roster, once nothing is wrong with it.
    fn use_it(&self, ctx: &Ctx) -> Reply {
        match self.plan.problems.len() {
            0 => Reply::popup(make::ways(ctx, &self.plan, &self.diff)),
            count => Reply::fail(t!(
                "还有 {count} 个问题，解决以后才能用；n 或 F7 到下一个",
                "{count} problems are left to be solved first; n or F7 goes to the next"
            )),
        }
    }
}
