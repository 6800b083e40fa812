//! The pages, one folder each, behind one trait. A page says what is under its cursor, where its
//! lines stand and what an action comes to; moving, the mouse, searching, marking and copying
//! follow from that. Pages do not know each other: one that opens another says so by [`Goto`].

pub mod association;
pub mod changes;
pub mod drill_down;
pub mod findings;
mod focus;
pub mod form;
pub mod import;
pub mod matrix;
pub mod meeting;
pub mod milestone;
pub mod mirror;
pub mod overview;
mod pages;
pub mod preview;
pub mod roster;
pub mod roster_file;
pub mod timeline;

use std::any::Any;
use std::collections::BTreeSet;
use std::fmt::Debug;

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

use super::action::{Action, Place};
use super::keymap::Key;
use super::layout::{self, Frame};
use super::model::{Ctx, Message, Model};
use super::msg::Effect;
use super::popup::{self, Popup};
use super::screen::table::Headings;
use super::widget::list::List;
use crate::app::listing::GroupKey;
use crate::domain::id::{AssocIx, MilestoneIx};
use crate::domain::ledger::Touched;
use crate::report::milestones;
use crate::report::reached::{self, Reached};
use crate::report::render::text::tabs;
use crate::report::roster as roster_report;
use crate::words::why;

pub use focus::Focus;
pub use pages::{Goto, asked_by, open};

/// What follows from a reply, with the whole model in hand.
type Deferred = Box<dyn FnOnce(&mut Model) -> Vec<Effect>>;

/// What an action came to.
pub enum Reply {
    /// It is none of this page's: its list takes it, or nobody.
    Pass,
    /// Only the page has moved.
    Done,
    /// The driver has to do something.
    Do(Vec<Effect>),
    /// It cannot be done, and why.
    Fail(String),
    /// More than the page is concerned.
    Then(Deferred),
}

impl Reply {
    /// Something to be decided and recorded.
    pub fn execute(command: crate::domain::command::Command) -> Self {
        Self::Do(vec![Effect::Execute(command)])
    }

    /// It cannot be done.
    pub fn fail(text: impl Into<String>) -> Self {
        Self::Fail(text.into())
    }

    /// Something that concerns more than the page.
    pub fn then(follow: impl FnOnce(&mut Model) -> Vec<Effect> + 'static) -> Self {
        Self::Then(Box::new(follow))
    }

    /// Opens a popup.
    pub fn popup(popup: impl Popup + 'static) -> Self {
        Self::then(move |model| popup::open(model, popup))
    }

    /// Opens another page.
    pub fn go(goto: Goto) -> Self {
        Self::then(move |model| open(model, goto))
    }

    /// Does what was replied, with the whole model in hand.
    pub fn carry_out(self, model: &mut Model) -> Vec<Effect> {
        match self {
            Self::Pass | Self::Done => Vec::new(),
            Self::Do(effects) => effects,
            Self::Fail(text) => {
                model.fail(text);
                Vec::new()
            }
            Self::Then(follow) => follow(model),
        }
    }
}

/// What is the same on every page whose list is its field of that name: whose bindings hold, where
/// one is, and the lines below so many of a title and the headings.
macro_rules! listed {
    ($place:ident) => {
        fn place(&self) -> $crate::tui::place::Place {
            $crate::tui::place::Place::$place
        }

        fn list(&self) -> &$crate::tui::widget::list::List {
            &self.list
        }

        fn list_mut(&mut self) -> &mut $crate::tui::widget::list::List {
            &mut self.list
        }
    };
    ($place:ident, $title:expr) => {
        $crate::tui::page::listed!($place);

        fn area(&self, _ctx: &Ctx, frame: Frame) -> ratatui::layout::Rect {
            $crate::tui::layout::titled_list(frame.body, $title).list
        }
    };
}
pub(crate) use listed;

/// A page. What has a default follows from what has none.
pub trait Page: Any + Debug {
    /// Whose bindings hold.
    fn place(&self) -> Place;

    /// What it is called where one is; its place, unless it is about something.
    fn name(&self, _ctx: &Ctx) -> String {
        self.place().title().to_owned()
    }

    /// Where one is on it: the group, then the position.
    fn whereabouts(&self, ctx: &Ctx) -> Vec<String> {
        let len = self.len(ctx);
        let at = format!("{}/{len}", (self.list().cursor + 1).min(len));
        if len > 0 { vec![at] } else { Vec::new() }
    }

    /// Where one is among its lines.
    fn list(&self) -> &List;

    /// The same, to be moved.
    fn list_mut(&mut self) -> &mut List;

    /// How many lines there are to stand on.
    fn len(&self, ctx: &Ctx) -> usize;

    /// Where the lines stand on the screen.
    fn area(&self, ctx: &Ctx, frame: Frame) -> Rect;

    /// For each row of the list its line, or none for a heading; `None` when every row is a line.
    fn rows(&self, _ctx: &Ctx) -> Option<Vec<Option<usize>>> {
        None
    }

    /// So many rows below the cursor are kept on the screen.
    fn below(&self) -> usize {
        0
    }

    /// What a line is about.
    fn focus_at(&self, ctx: &Ctx, line: usize) -> Focus;

    /// What is under the cursor.
    fn focus(&self, ctx: &Ctx) -> Focus {
        self.focus_at(ctx, self.list().cursor)
    }

    /// What a search is compared with; what is copied, unless that says too little.
    fn words_at(&self, ctx: &Ctx, line: usize) -> String {
        self.focus_at(ctx, line).text.unwrap_or_default()
    }

    /// The association on a line, for marks.
    fn association_at(&self, ctx: &Ctx, line: usize) -> Option<AssocIx> {
        let focus = self.focus_at(ctx, line);
        focus.association.filter(|_| !focus.only)
    }

    /// A line is marked.
    fn is_marked(&self, ctx: &Ctx, line: usize) -> bool {
        !ctx.marked.is_empty()
            && self
                .association_at(ctx, line)
                .is_some_and(|ix| ctx.marked.contains(&ix))
    }

    /// An association on the clipboard.
    fn copied(&self, ctx: &Ctx, ix: AssocIx) -> String {
        association_text(ctx, ix)
    }

    /// The associations below a heading.
    fn group(&self, _line: usize) -> BTreeSet<AssocIx> {
        BTreeSet::new()
    }

    /// The associations that are listed, for marking them all.
    fn listed(&self, _ctx: &Ctx) -> Vec<AssocIx> {
        Vec::new()
    }

    /// The associations that can be seen, for a file about them.
    fn shown(&self, ctx: &Ctx) -> Vec<AssocIx> {
        self.listed(ctx)
    }

    /// The kind of file that one most likely wants to write here (`app::export::KINDS`).
    fn paper(&self, _ctx: &Ctx) -> &'static str {
        "basic"
    }

    /// The same page about another association, where it is about one.
    fn turned(&self, _ctx: &Ctx, _to: AssocIx) -> Option<Goto> {
        None
    }

    /// Takes a character that no key of its own has.
    fn letter(&mut self, _ctx: &Ctx, _typed: char) -> Reply {
        Reply::Pass
    }

    /// What was asked for from this page is recorded.
    fn answered(&mut self, _ctx: &Ctx) {}

    /// A character came from an input method: a field that is to be filled in opens for it. What has
    /// none looks for it.
    fn compose(&mut self, _ctx: &Ctx, _typed: char) -> Reply {
        Reply::Pass
    }

    /// The figures of the overview are on it.
    fn shows_figures(&self) -> bool {
        false
    }

    /// An action of its own can be done as things stand; the footer leaves out what cannot.
    fn offers(&self, _action: Action) -> bool {
        true
    }

    /// What is recorded closes it: it has shown what would be.
    fn closes_when_done(&self) -> bool {
        false
    }

    /// The ledger or the as-of date has moved. Whatever is worked out waits for [`Self::look`].
    fn touched(&mut self, _ctx: &Ctx, _moved: &Touched) {}

    /// Something was recorded, so that the history may be longer.
    fn recorded(&mut self) {}

    /// One looks at it: what no longer holds is worked out.
    fn look(&mut self, _ctx: &Ctx) {}

    /// One looks at it: what only the driver can get.
    fn wants(&mut self, _ctx: &Ctx) -> Vec<Effect> {
        Vec::new()
    }

    /// Carries out an action of its own.
    fn act(&mut self, ctx: &Ctx, action: Action) -> Reply;

    /// The user has moved the cursor.
    fn moved_to(&mut self) {}

    /// A click on the chosen line opens it.
    fn opens_by_click(&self) -> bool {
        true
    }

    /// The headings by which its lines can be sorted; `None` where their order means something.
    fn headings(&self, _ctx: &Ctx, _frame: Frame) -> Option<Headings> {
        None
    }

    /// Sorts by a column, the other way round where it does already; without one as the lines come.
    fn sort_by(&mut self, _ctx: &Ctx, _column: Option<&str>) {}

    /// Takes a click: it chooses a line, and opens the chosen one; on a heading it sorts by it.
    fn click(&mut self, ctx: &Ctx, frame: Frame, at: Position) -> Reply {
        let headings = self.headings(ctx, frame);
        if let Some(column) = headings.as_ref().and_then(|headings| headings.at(at)) {
            self.sort_by(ctx, Some(column));
            return Reply::Done;
        }
        self.click_line(ctx, frame, at)
    }

    /// Takes a click on a line.
    fn click_line(&mut self, ctx: &Ctx, frame: Frame, at: Position) -> Reply {
        let Some(line) = self.line_at(ctx, frame, at) else {
            return Reply::Done;
        };
        if self.list().cursor == line {
            return if self.opens_by_click() {
                self.act(ctx, Action::Open)
            } else {
                Reply::Done
            };
        }
        self.list_mut().cursor = line;
        self.moved_to();
        Reply::Done
    }

    /// The line at a place of the screen.
    fn line_at(&self, ctx: &Ctx, frame: Frame, at: Position) -> Option<usize> {
        let area = self.area(ctx, frame);
        if !area.contains(at) {
            return None;
        }
        let row = self.list().offset + usize::from(at.y - area.y);
        match self.rows(ctx) {
            Some(rows) => rows.get(row).copied().flatten(),
            None => (row < self.len(ctx)).then_some(row),
        }
    }

    /// Keeps the cursor on the list and on the screen.
    fn settle(&mut self, ctx: &Ctx, frame: Frame) {
        let height = usize::from(self.area(ctx, frame).height);
        let (len, below) = (self.len(ctx), self.below());
        let rows = self.rows(ctx);
        let list = self.list_mut();
        match rows {
            Some(rows) => list.settle_rows(&rows, len, height, below),
            None => list.settle(len, height),
        }
    }

    /// Keys go into a field of the page.
    fn types(&self) -> bool {
        false
    }

    /// Takes a key into its field.
    fn type_key(&mut self, _ctx: &Ctx, _key: Key) -> Reply {
        Reply::Pass
    }

    /// Draws it. Where the real cursor belongs.
    fn draw(&self, ctx: &Ctx, frame: Frame, buf: &mut Buffer) -> Position;
}

/// A row of fields below headings, as a form and the comparison of two forms draw them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FormRow {
    /// A heading, by its position.
    Section(usize),
    /// A line, by its position.
    Field(usize),
}

impl FormRow {
    /// The line, on a row that is none of the headings.
    pub const fn line(self) -> Option<usize> {
        match self {
            Self::Field(line) => Some(line),
            Self::Section(_) => None,
        }
    }
}

/// Lines of a page's list on the screen.
pub fn height(page: &dyn Page, ctx: &Ctx) -> usize {
    let frame = layout::frame(ctx.size);
    frame.map_or(1, |frame| usize::from(page.area(ctx, frame).height))
}

/// What is asked about the light of a group.
pub fn group_why(ctx: &Ctx, key: GroupKey) -> Option<why::What> {
    let ledger = &ctx.ledger;
    Some(match key {
        GroupKey::Unit(unit) => why::What::Unit(unit),
        GroupKey::Printed(printed) => why::What::Printed(printed),
        GroupKey::Status(status) => why::What::Status(status),
        GroupKey::Everybody => why::What::City,
        GroupKey::Stage(_) | GroupKey::Light(_) | GroupKey::Kind(_) => return None,
        GroupKey::Direct => {
            let name = &ledger.round().info.thresholds.direct_registration;
            let printed = ledger.printed_units();
            why::What::Printed(printed.position(|printed| printed.name == *name)?)
        }
    })
}

/// Only says something.
pub fn say(text: String) -> Reply {
    Reply::then(move |model| {
        model.message = Some(Message {
            text,
            failed: false,
        });
        Vec::new()
    })
}

/// An association on the clipboard, as the roster has it.
pub fn association_text(ctx: &Ctx, ix: AssocIx) -> String {
    tabs(&roster_report::columns(ctx.ledger.round()), ctx.on(), &ix)
}

/// What a search compares of an association: 序号, name, supervising unit, status.
pub fn association_words(ctx: &Ctx, ix: AssocIx) -> String {
    let about = &ctx.ledger.associations()[ix];
    let unit = ctx.ledger.unit_name_of(ix);
    let unit = unit.unwrap_or_else(|| ctx.ledger.printed_unit_of(ix));
    [
        &*about.no.to_string(),
        ctx.ledger.name(ix),
        unit,
        about.status.shown(),
    ]
    .join(" ")
}

/// A milestone on the clipboard, as the reports of milestones have it.
pub fn milestone_text(ctx: &Ctx, ix: MilestoneIx) -> String {
    let row = milestones::row(&ctx.ledger, ix, ctx.as_of_date());
    tabs(&milestones::columns(), ctx.on(), &row)
}

/// Somebody at a milestone, on the clipboard.
pub fn reached_text(ctx: &Ctx, row: &Reached) -> String {
    let scope = ctx.ledger.round().milestones()[row.milestone].scope;
    tabs(
        &reached::members(&ctx.ledger.round().info, scope),
        ctx.on(),
        row,
    )
}

/// What stands in a field, on the clipboard.
pub fn table_text(rows: &[Vec<String>]) -> String {
    let rows: Vec<String> = rows.iter().map(|row| row.join("\t")).collect();
    rows.join("\n")
}
