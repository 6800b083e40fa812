//! 名册预览: the cells of a roster as they were read, what is wrong with which of them, and what else
//! can be said of the file. Nothing is recorded here: a roster makes another ledger.

mod act;
mod choose;
mod draw;
mod make;
mod marks;

use std::rc::Rc;

use crate::app::describe::{self, PreviewLine, WaysOut};
use crate::app::roster::RosterReading;
use crate::domain::ledger::Ledger;
use crate::exchange::roster::diff::RosterDiff;
use crate::exchange::roster::plan::{PlanPart, ReadOptions, RosterPlan};
use crate::exchange::roster::problem::{Remedy, RosterProblem};
use crate::exchange::roster::sheet::{RosterLine, line_at};
use crate::text::lang::Text;
use crate::tui::job::ImportRequest;
use crate::tui::model::Model;
use crate::tui::msg::Effect;
use crate::tui::page::{Goto, open};
use crate::tui::widget::list::List;
use draw::draw;
pub use make::made;
use marks::Marks;

/// What is shown of the file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum View {
    /// The file as a table, each cell as it was read.
    Cells,
    /// How it was read, and how it differs from the ledger, in sentences.
    Words,
}

/// A row of the file.
#[derive(Debug, Clone, Copy)]
struct SheetRow<'p> {
    /// Which of the sheets that were read, from 0.
    number: u16,
    part: &'p PlanPart,
    line: &'p RosterLine,
}

/// 名册预览.
#[derive(Debug)]
pub struct RosterFilePage {
    /// What was said of the file.
    request: ImportRequest,
    plan: Rc<RosterPlan>,
    diff: RosterDiff,
    /// What is said of it: how it was read, what was left out, what differs from the ledger.
    lines: Vec<PreviewLine>,
    marks: Marks,
    /// How wide each column is, in cells.
    widths: Vec<usize>,
    /// The names of all worksheets.
    sheets: Vec<String>,
    view: View,
    /// Where one is among the cells, and among the sentences.
    list: List,
    column: u16,
    words: List,
    /// The problem that was gone to last.
    last: Option<usize>,
}

impl RosterFilePage {
    /// Shows how a file was read, on its first problem.
    pub fn new(ledger: &Ledger, reading: RosterReading) -> Self {
        let mut page = Self {
            request: ImportRequest {
                path: reading.path,
                only: None,
                roster: Some(reading.options),
            },
            plan: Rc::new(reading.plan),
            diff: RosterDiff::default(),
            lines: Vec::new(),
            marks: Marks::default(),
            widths: Vec::new(),
            sheets: Vec::new(),
            view: View::Cells,
            list: List::default(),
            column: 0,
            words: List::default(),
            last: None,
        };
        page.put_together(ledger);
        let first = page
            .plan
            .problems
            .iter()
            .position(|problem| problem.place.cell.is_some());
        match first {
            Some(first) => page.go_to(first),
            None => page.column = page.first_column(),
        }
        page
    }

    /// Shows how the same file was read after something else was said of it.
    fn take(&mut self, ledger: &Ledger, reading: RosterReading) {
        self.request.roster = Some(reading.options);
        self.plan = Rc::new(reading.plan);
        self.last = None;
        self.put_together(ledger);
    }

    fn put_together(&mut self, ledger: &Ledger) {
        let plan = &self.plan;
        self.diff = plan.diff(ledger);
        self.lines = describe::roster(plan, WAYS_OUT);
        if !plan.rows.is_empty() {
            self.lines
                .extend(describe::difference(&self.diff, WAYS_OUT));
        }
        self.marks = Marks::new(plan);
        self.widths = draw::widths(plan);
        let read = plan.parts.iter().map(|part| &part.sheet.name);
        for name in read.chain(&plan.other_sheets) {
            if !name.is_empty() && !self.sheets.contains(name) {
                self.sheets.push(name.clone());
            }
        }
        self.words.cursor = self.words.cursor.min(self.lines.len().saturating_sub(1));
        self.list.cursor = self.list.cursor.min(self.rows().saturating_sub(1));
    }

    fn options(&self) -> ReadOptions {
        self.request.roster.clone().unwrap_or_default()
    }

    /// All rows of the file that say something.
    fn rows(&self) -> usize {
        self.plan
            .parts
            .iter()
            .map(|part| part.sheet.lines.len())
            .sum()
    }

    /// A row, and the sheet that it is of.
    fn row(&self, mut at: usize) -> Option<SheetRow<'_>> {
        for (number, part) in (0u16..).zip(&self.plan.parts) {
            match part.sheet.lines.get(at) {
                Some(line) => return Some(SheetRow { number, part, line }),
                None => at -= part.sheet.lines.len(),
            }
        }
        None
    }

    /// The sheet of the row under the cursor; the first where there is no row.
    fn part_here(&self) -> Option<&PlanPart> {
        let here = self.row(self.list.cursor).map(|row| row.part);
        here.or(self.plan.parts.first())
    }

    /// The position of a row of a sheet among all.
    fn position(&self, part: u16, number: u32) -> Option<usize> {
        let before = self.plan.parts.iter().take(part.into());
        let before: usize = before.map(|part| part.sheet.lines.len()).sum();
        let lines = &self.plan.parts.get(usize::from(part))?.sheet.lines;
        Some(before + line_at(lines, number).ok()?)
    }

    /// The column of the names, or the first one.
    fn first_column(&self) -> u16 {
        use crate::exchange::roster::words::RosterColumn::Name;
        let first = self.plan.parts.first();
        first.and_then(|part| part.header.at(Name)).unwrap_or(0)
    }

    /// A problem or a hint, which are counted after the problems.
    fn problem(&self, at: usize) -> Option<&RosterProblem> {
        let plan = &self.plan;
        plan.problems.iter().chain(&plan.hints).nth(at)
    }

    /// What is said of the cell or the sentence under the cursor; of the whole file where nothing is.
    fn problem_here(&self) -> Option<usize> {
        if self.view == View::Words {
            return self.lines.get(self.words.cursor)?.part_of;
        }
        let row = self.row(self.list.cursor);
        let here = row.and_then(|row| self.marks.problem(row, self.column));
        here.or_else(|| {
            let mut problems = self.plan.problems.iter();
            problems.position(|problem| problem.place.cell.is_none())
        })
    }

    /// What would help against what is under the cursor.
    fn remedy_here(&self) -> Option<&Remedy> {
        self.problem(self.problem_here()?)?.remedy.as_ref()
    }

    /// Goes to a problem: to its cell, or to its sentence.
    fn go_to(&mut self, problem: usize) {
        self.last = Some(problem);
        let cell = self.problem(problem).and_then(|problem| problem.place.cell);
        let row = cell.and_then(|cell| self.position(cell.part, cell.line));
        if let (Some(cell), Some(row)) = (cell, row) {
            self.view = View::Cells;
            self.list.cursor = row;
            self.column = cell.column.unwrap_or_else(|| self.first_column());
        } else {
            self.view = View::Words;
            let said = |line: &PreviewLine| line.part_of == Some(problem);
            let at = self.lines.iter().position(said);
            self.words.cursor = at.unwrap_or(self.words.cursor);
        }
    }

    /// The next problem after the last one that was gone to, round the end.
    fn next_problem(&mut self) -> bool {
        let count = self.plan.problems.len();
        if count == 0 {
            return false;
        }
        self.go_to(self.last.map_or(0, |last| (last + 1) % count));
        true
    }

    /// How the file is read with something else said of it.
    fn said(&self, change: impl FnOnce(&mut ReadOptions)) -> Vec<Effect> {
        let mut request = self.request.clone();
        change(request.roster.get_or_insert_default());
        vec![Effect::Import(request)]
    }
}

/// Reads the file of the page that is open with something else said of it.
fn say_of(model: &mut Model, change: impl FnOnce(&mut ReadOptions)) -> Vec<Effect> {
    let page = model.opened_as::<RosterFilePage>();
    page.map_or_else(Vec::new, |page| page.said(change))
}

/// Shows how a file was read: where it is shown already, in its place.
pub fn show(model: &mut Model, reading: Box<RosterReading>) {
    let page = model.opened_and_ctx::<RosterFilePage>();
    match page.filter(|(page, _)| page.request.path == reading.path) {
        Some((page, ctx)) => page.take(&ctx.ledger, *reading),
        None => {
            open(model, Goto::RosterFile(reading));
        }
    }
}

/// What the page can do, in its terms.
const WAYS_OUT: WaysOut = WaysOut {
    garbled: text!(
        "（有乱码时在“读法”里选编码）",
        " (if garbled, choose it under \"reading\")"
    ),
    misread: text!(
        "（不对时在那一列上按“这一列”）",
        " (if wrong, say \"column\" on it)"
    ),
    most: 2_000,
    more: Text::NONE,
    remedy,
};

/// What agreeing comes to.
fn remedy(remedy: &Remedy) -> String {
    let said: Text = match remedy {
        Remedy::CountMissing | Remedy::CountTwice | Remedy::CountUnread => {
            text!(
                "；可改正，也可采用：按顺序编号",
                "; correct it, or agree to number them in order"
            )
        }
        Remedy::Encoding => text!("；采用时另选编码", "; agree to choose the encoding"),
        Remedy::Sheet(_) => text!("；采用时把它也读入", "; agree to read it, too"),
        Remedy::Column { .. } => text!("，采用时改用这一列", "; agree to use this column instead"),
        Remedy::Swap { .. } => text!("，采用时对换这两列", "; agree to swap the two columns"),
        Remedy::BlankStatus | Remedy::AllStatuses => {
            text!(
                "；采用时选定空白读作什么",
                "; agree to choose what a blank means"
            )
        }
        Remedy::Status(_) => text!("；采用时选定它读作什么", "; agree to choose what it means"),
        Remedy::Proposed(_) => text!(
            "；都对就采用，有不对的在“状态词”里选",
            "; agree if all are right, else choose under \"statuses\""
        ),
        Remedy::Units(Some(_)) => text!(
            "；可采用：用最像的一列",
            "; agree to use the likeliest column"
        ),
        Remedy::Units(None) => {
            text!(
                "；文件里没有主管单位的可采用",
                "; agree if the file has no units"
            )
        }
        Remedy::SameUnits(_) => text!("；都是同一个就采用", "; agree if they are one"),
        Remedy::LeaveOut(_) => text!("；采用时不读入", "; agree to leave them out"),
    };
    said.get().to_owned()
}
