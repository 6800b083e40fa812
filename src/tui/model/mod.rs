//! The state of the terminal interface. The screen is a function of it; only
//! [`super::update`] moves it.

mod changes;
mod findings;
mod form;
mod import;
mod meeting;
mod mirror;
mod overview;
mod preview;
mod regroup;
mod roster;
mod search;
mod view;

use std::collections::{BTreeSet, HashSet};
use std::ops::{Deref, DerefMut};

use chrono::NaiveDate;
use ratatui::layout::Size;

pub use changes::{ChangesRow, ChangesView};
pub use findings::Findings;
pub use form::{FormRow, FormView};
pub use import::{ImportRow, ImportView};
pub use meeting::{MeetingRow, MeetingView};
pub use mirror::MirrorView;
pub use overview::{BehindView, Block, Count, OverviewView};
pub use preview::PreviewView;
use typed_index_collections::TiVec;

use super::action::Place;
use super::job::Progress;
use super::popup::{self, Popup};
use super::theme::Theme;
use super::widget::input::LineInput;
use super::widget::list::List;
use crate::app::clock::AsOf;
use crate::app::filter::{Suggestion, WhereError};
use crate::app::listing::{Catalogue, Filter, GroupBy, GroupKey, Listing, Row, SortBy};
use crate::app::load::Reached;
use crate::domain::change::HistoryLine;
use crate::domain::id::{AssocIx, ItemIx, MilestoneIx, UnitIx};
use crate::domain::ledger::{Ledger, Moved, SubjectIx};
use crate::domain::milestone::{self, Countdown, Standing};
use crate::domain::model::{Section, Separation};
use crate::domain::progress::{self, Summary, Tally};
use crate::domain::round::Scope;
use crate::report::table::Column;
use crate::text::glyphs::Glyphs;
use regroup::unit_names;

/// Everything the screen shows: what is worked on, and the pages that show it.
#[derive(Debug)]
pub struct Model {
    /// What every page shows something of.
    pub ctx: Ctx,
    /// The open tab.
    pub tab: Tab,
    /// What was opened on top of the tab, the newest last.
    pub opened: Vec<Opened>,
    /// The ledger has moved while some of these were covered.
    covered_stale: bool,
    /// 总览.
    pub overview: OverviewView,
    /// 名册.
    pub roster: Roster,
    /// 时间轴.
    pub timeline: List,
    /// 矩阵.
    pub matrix: Matrix,
    /// 问题.
    pub findings: Findings,
    /// What lies over the screen.
    pub popup: Option<Box<dyn Popup>>,
    /// What the last action came to.
    pub message: Option<Message>,
    /// How far a long job is.
    pub progress: Option<Progress>,
    /// Where files were last written to or read from, as it was typed.
    pub folder: String,
    /// The units by name as they were when positions were last taken from them.
    units: TiVec<UnitIx, String>,
}

/// What every page and popup reads and none changes: the ledger, the day, who looks, and how
/// the terminal shows it.
#[derive(Debug)]
pub struct Ctx {
    /// The ledger itself.
    pub ledger: Ledger,
    /// The ledger is still being read; what is there is the beginning of its roster, with nothing
    /// recorded about it. `None` when all of it is there.
    pub loading: Option<Reached>,
    /// How many entries of later days are left out, when one looks back.
    pub later: u32,
    /// 基准日.
    pub as_of: AsOf,
    /// The day on the user's calendar.
    pub today: NaiveDate,
    /// Who is at work.
    pub who: String,
    /// The terminal, in cells.
    pub size: Size,
    /// Colours.
    pub theme: Theme,
    /// Signs.
    pub glyphs: &'static Glyphs,
    /// Sums that every screen shows, kept until the ledger or the as-of date moves.
    pub sums: Sums,
}

impl Ctx {
    /// 基准日 as a date.
    pub const fn as_of_date(&self) -> NaiveDate {
        self.as_of.on(self.today)
    }
}

impl Deref for Model {
    type Target = Ctx;

    fn deref(&self) -> &Ctx {
        &self.ctx
    }
}

impl DerefMut for Model {
    fn deref_mut(&mut self) -> &mut Ctx {
        &mut self.ctx
    }
}

/// The screens that are always there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tab {
    /// 总览
    Overview,
    /// 名册
    Roster,
    /// 时间轴
    Timeline,
    /// 矩阵
    Matrix,
    /// 问题
    Findings,
}

impl Tab {
    /// In the order of the bar.
    pub const ALL: [Self; 5] = [
        Self::Overview,
        Self::Roster,
        Self::Timeline,
        Self::Matrix,
        Self::Findings,
    ];

    /// The word in the bar.
    pub const fn title(self) -> &'static str {
        match self {
            Self::Overview => "总览",
            Self::Roster => "名册",
            Self::Timeline => "时间轴",
            Self::Matrix => "矩阵",
            Self::Findings => "问题",
        }
    }

    /// The key in the bar.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Overview => "F2",
            Self::Roster => "F3",
            Self::Timeline => "F4",
            Self::Matrix => "F10",
            Self::Findings => "F11",
        }
    }

    /// So many to the right, round the end.
    #[must_use]
    pub fn step(self, by: isize) -> Self {
        let at = Self::ALL.iter().position(|tab| *tab == self).unwrap_or(0);
        let all = Self::ALL.len().cast_signed();
        let at = (at.cast_signed() + by).rem_euclid(all);
        Self::ALL[at.cast_unsigned()]
    }
}

/// A screen on top of a tab.
#[derive(Debug)]
pub enum Opened {
    /// 节点
    Milestone(MilestoneView),
    /// 变化
    Changes(ChangesView),
    /// The list behind a number of 总览
    Behind(BehindView),
    /// 协会
    Association(AssociationView),
    /// 表格
    Form(FormView),
    /// 前后对照
    Mirror(MirrorView),
    /// 调度会
    Meeting(MeetingView),
    /// 导入预览
    Import(ImportView),
    /// 预览
    Preview(PreviewView),
}

/// 名册.
#[derive(Debug, Default)]
pub struct Roster {
    /// Who is shown.
    pub filter: Filter,
    /// In which groups.
    pub group_by: GroupBy,
    /// In which order.
    pub sort_by: SortBy,
    /// Folded groups.
    pub folded: HashSet<GroupKey>,
    /// Which columns; `None` = as usual.
    pub columns: Option<Vec<Column<AssocIx>>>,
    /// Columns that are moved out of sight to the left.
    pub scroll: usize,
    /// The digit of the view that was last asked for.
    pub view: Option<u8>,
    /// The search field; `None` while nothing is searched for.
    pub search: Option<LineInput>,
    /// Keys go into the search field.
    pub typing: bool,
    /// Marked associations; they stay marked whatever is shown.
    pub marked: BTreeSet<AssocIx>,
    /// The word in the search field that is not understood.
    pub fault: Option<WhereError>,
    /// What could be written in the search field.
    pub suggestions: Vec<Suggestion>,
    /// What lists are made from.
    pub catalogue: Catalogue,
    /// The lines to show.
    pub listing: Listing,
    /// The ledger has moved since they were built.
    pub stale: bool,
    /// Where one is.
    pub list: List,
    /// The line that the user last chose; the cursor returns to it when it is shown again.
    pub anchor: Option<Row>,
}

/// 矩阵: units by milestones.
#[derive(Debug, Default)]
pub struct Matrix {
    /// Which unit.
    pub list: List,
    /// Which milestone.
    pub column: MilestoneIx,
}

/// 节点: who has reached it and who has not.
#[derive(Debug)]
pub struct MilestoneView {
    /// Which.
    pub milestone: MilestoneIx,
    /// Also those who have, and those who need not.
    pub all: bool,
    /// The lines.
    pub members: Vec<SubjectIx>,
    /// Where one is.
    pub list: List,
}

/// 协会: one association with its checklist.
#[derive(Debug)]
pub struct AssociationView {
    /// Which.
    pub association: AssocIx,
    /// The item under the cursor.
    pub item: ItemIx,
    /// First line of the checklist on screen, headings counted.
    pub offset: usize,
    /// Its history, newest first.
    pub history: Vec<HistoryLine>,
}

/// A line of the checklist as it is drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ChecklistRow {
    /// The heading of a section.
    Section(Section),
    /// An item.
    Item(ItemIx),
}

/// What the last action came to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Message {
    /// In words.
    pub text: String,
    /// It could not be done.
    pub failed: bool,
}

/// Sums over the whole city.
#[derive(Debug)]
pub struct Sums {
    /// Counts.
    pub city: Summary,
    /// The five separations over the 拟脱钩.
    pub separations: [Tally; Separation::ALL.len()],
    /// The milestones.
    pub standings: TiVec<MilestoneIx, Standing>,
    /// What the header counts.
    pub countdown: Countdown,
}

impl Sums {
    fn new(ledger: &Ledger, as_of: NaiveDate) -> Self {
        let (totals, round) = (ledger.totals(), ledger.round());
        let milestones = ledger.round().milestones().keys();
        Self {
            city: progress::summary_of_city(ledger, as_of),
            separations: Separation::ALL
                .map(|one| totals.tally(round, |section| section == Section::from(one))),
            standings: milestones
                .map(|ix| milestone::city_standing(ledger, ix, as_of))
                .collect(),
            countdown: milestone::countdown(ledger, as_of),
        }
    }
}

/// What the interface is started with.
#[derive(Debug)]
pub struct Setup {
    /// 基准日.
    pub as_of: AsOf,
    /// The day on the user's calendar.
    pub today: NaiveDate,
    /// Who is at work.
    pub who: String,
    /// The terminal, in cells.
    pub size: Size,
    /// Colours.
    pub theme: Theme,
    /// Signs.
    pub glyphs: &'static Glyphs,
    /// Where files go unless told otherwise.
    pub folder: String,
}

impl Model {
    /// The overview, with every cursor where one would look first.
    pub fn new(ledger: Ledger, setup: Setup) -> Self {
        let as_of = setup.as_of.on(setup.today);
        let sums = Sums::new(&ledger, as_of);
        let mut model = Self {
            units: unit_names(&ledger),
            ctx: Ctx {
                ledger,
                loading: None,
                later: 0,
                as_of: setup.as_of,
                today: setup.today,
                who: setup.who,
                size: setup.size,
                theme: setup.theme,
                glyphs: setup.glyphs,
                sums,
            },
            tab: Tab::Overview,
            opened: Vec::new(),
            covered_stale: false,
            overview: OverviewView::default(),
            roster: Roster::default(),
            timeline: List::default(),
            matrix: Matrix::default(),
            findings: Findings::default(),
            popup: None,
            message: None,
            progress: None,
            folder: setup.folder,
        };
        // The timeline opens on the milestone that comes next.
        let next = match model.sums.countdown {
            Countdown::Next { milestone, .. } => milestone,
            Countdown::Over { last, .. } => last,
        };
        model.timeline.cursor = next.into();
        model.matrix.column = next;
        model.overview.list_mut(Block::Milestones).cursor = model.timeline.cursor;
        model.roster.stale = true;
        model
    }

    /// The screen needs every line: a long form, or findings with their evidence.
    pub fn dense(&self) -> bool {
        matches!(
            self.place(),
            Place::Form | Place::Mirror | Place::Meeting | Place::Findings
        )
    }

    /// Whose bindings hold.
    pub fn place(&self) -> Place {
        match (self.opened.last(), self.tab) {
            (Some(Opened::Milestone(_)), _) => Place::Milestone,
            (Some(Opened::Behind(_)), _) => Place::Behind,
            (Some(Opened::Changes(_)), _) => Place::Changes,
            (Some(Opened::Association(_)), _) => Place::Association,
            (Some(Opened::Meeting(_)), _) => Place::Meeting,
            (Some(Opened::Form(_)), _) => Place::Form,
            (Some(Opened::Mirror(_)), _) => Place::Mirror,
            (Some(Opened::Import(_)), _) => Place::Import,
            (Some(Opened::Preview(_)), _) => Place::Preview,
            (None, Tab::Overview) => Place::Overview,
            (None, Tab::Roster) => Place::Roster,
            (None, Tab::Timeline) => Place::Timeline,
            (None, Tab::Matrix) => Place::Matrix,
            (None, Tab::Findings) => Place::Findings,
        }
    }

    /// Another ledger or another as-of date is shown: everything that follows is worked out again.
    pub fn refresh(&mut self) {
        self.follow(&Moved::everything());
    }

    /// The ledger has moved: what follows from that is worked out again, and no more. What is
    /// covered by another page waits until it is seen.
    pub fn follow(&mut self, moved: &Moved) {
        if moved.everything {
            self.follow_units();
            // Names in the filter may mean other units now.
            self.roster.read_search(&self.ctx.ledger);
        }
        self.sums = Sums::new(&self.ctx.ledger, self.as_of_date());
        self.overview.follow(moved);
        self.roster.follow(&self.ctx.ledger, moved);
        self.findings.forget(&self.ctx.ledger, moved.everything);
        self.look_for_findings();
        self.covered_stale = self.opened.len() > 1;
        self.relist_seen();
        popup::refresh(self);
    }

    /// A page that was covered is seen again.
    pub fn uncover(&mut self) {
        if self.covered_stale {
            self.covered_stale = self.opened.len() > 1;
            self.relist_seen();
        }
    }

    /// Works out the lines of the page that is seen.
    fn relist_seen(&mut self) {
        let as_of = self.as_of_date();
        match self.opened.last_mut() {
            Some(Opened::Milestone(view)) => view.relist(&self.ctx.ledger, as_of),
            Some(Opened::Behind(view)) => view.relist(&self.ctx.ledger, as_of),
            Some(Opened::Changes(view)) => view.stale = true,
            Some(Opened::Meeting(view)) => view.relist(&self.ctx.ledger, as_of),
            Some(Opened::Form(view)) => view.relist(&self.ctx.ledger, as_of),
            Some(Opened::Mirror(view)) => view.relist(&self.ctx.ledger, as_of),
            Some(Opened::Association(_) | Opened::Import(_) | Opened::Preview(_)) => {}
            None => self.relist_if_seen(),
        }
    }

    /// Builds the roster's lines again when they are looked at and no longer hold.
    pub fn relist_if_seen(&mut self) {
        if self.roster.stale && self.place() == Place::Roster {
            self.relist();
        }
    }

    /// Works out what was found, if one looks at it and it is not known.
    pub fn look_for_findings(&mut self) {
        if self.place() == Place::Findings {
            let as_of = self.as_of_date();
            self.findings.ensure(&self.ctx.ledger, as_of);
        }
    }

    /// One looks at the findings and not all of them are found.
    pub fn searching(&self) -> bool {
        self.place() == Place::Findings && self.findings.unfinished()
    }
}

impl MilestoneView {
    /// Opens a milestone on those who have not reached it.
    pub fn new(ledger: &Ledger, milestone: MilestoneIx, as_of: NaiveDate) -> Self {
        let mut view = Self {
            milestone,
            all: false,
            members: Vec::new(),
            list: List::default(),
        };
        view.relist(ledger, as_of);
        view
    }

    /// Works out the lines again. In the full list of a unit milestone those who need not
    /// reach it stand too, with the reason.
    pub fn relist(&mut self, ledger: &Ledger, as_of: NaiveDate) {
        let unit_scope = ledger.round().milestones()[self.milestone].scope == Scope::Unit;
        self.members = if self.all && unit_scope {
            ledger.units().keys().map(SubjectIx::Unit).collect()
        } else {
            milestone::population(ledger, self.milestone)
        };
        if !self.all {
            self.members.retain(|member| {
                milestone::reached_by(ledger, self.milestone, *member, as_of).is_none()
            });
        }
    }
}

impl AssociationView {
    /// Opens an association on the first item that is not settled.
    pub fn new(ledger: &Ledger, association: AssocIx) -> Self {
        let open = ledger
            .checklist(association)
            .find(|item| !item.state.settled());
        Self {
            association,
            item: open.map_or(ItemIx::default(), |item| item.ix),
            offset: 0,
            history: Vec::new(),
        }
    }

    /// The checklist as it is drawn, with a heading before each section.
    pub fn rows(ledger: &Ledger) -> Vec<ChecklistRow> {
        let mut rows = Vec::new();
        let mut last = None;
        for (ix, item) in ledger.round().items.iter_enumerated() {
            if last != Some(item.section) {
                rows.push(ChecklistRow::Section(item.section));
                last = Some(item.section);
            }
            rows.push(ChecklistRow::Item(ix));
        }
        rows
    }

    /// Keeps the item, and the heading above it, on screen.
    pub fn settle(&mut self, rows: &[ChecklistRow], height: usize) {
        let at = rows
            .iter()
            .position(|row| *row == ChecklistRow::Item(self.item))
            .unwrap_or(0);
        let headed = |row: usize| matches!(rows[row], ChecklistRow::Section(_));
        self.offset = List::settle_headed(self.offset, at, rows.len(), height, headed);
    }
}
