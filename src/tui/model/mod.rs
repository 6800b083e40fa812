//! The state of the terminal interface. The screen is a function of it; only
//! [`super::update`] moves it.

mod overview;
mod regroup;

use std::collections::BTreeSet;
use std::ops::{Deref, DerefMut};

use chrono::NaiveDate;
use ratatui::layout::Size;
use typed_index_collections::TiVec;

use super::action::Place;
use super::job::Progress;
pub use super::page::association::{AssociationPage as AssociationView, ChecklistRow};
pub use super::page::changes::{ChangesPage as ChangesView, ChangesRow};
pub use super::page::drill_down::DrillDownPage as BehindView;
pub use super::page::findings::FindingsPage as Findings;
pub use super::page::form::{FormPage as FormView, FormRow};
pub use super::page::import::{ImportPage as ImportView, ImportRow};
pub use super::page::matrix::MatrixPage as Matrix;
pub use super::page::meeting::{MeetingPage as MeetingView, MeetingRow};
pub use super::page::milestone::MilestonePage as MilestoneView;
pub use super::page::mirror::MirrorPage as MirrorView;
pub use super::page::overview::{Block, Count, OverviewPage as OverviewView};
pub use super::page::preview::PreviewPage as PreviewView;
pub use super::page::roster::RosterPage as Roster;
pub use super::page::timeline::TimelinePage;
use super::popup::{self, Popup};
use super::theme::Theme;
use crate::app::clock::AsOf;
use crate::app::load::Reached;
use crate::domain::figure::{self, Members};
use crate::domain::id::{AssocIx, MilestoneIx, UnitIx};
use crate::domain::ledger::{Ledger, Touched};
use crate::domain::milestone::{self, Countdown, Standing};
use crate::domain::model::Separation;
use crate::domain::progress::Tally;
use crate::domain::summary::Summary;
use crate::text::glyphs::Glyphs;
use overview::OverviewSums;
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
    pub overview_page: OverviewView,
    /// 名册.
    pub roster: Roster,
    /// 时间轴.
    pub timeline: TimelinePage,
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
    /// Figures of the overview and the timeline.
    pub overview: OverviewSums,
    /// Marked associations; they stay marked whatever is shown.
    pub marked: BTreeSet<AssocIx>,
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
        let milestones = ledger.round().milestones().keys();
        Self {
            city: figure::sums(ledger, Members::City, as_of),
            separations: Separation::ALL.map(|one| figure::section(ledger, one.into()).items),
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
                overview: OverviewSums::default(),
                marked: BTreeSet::new(),
            },
            tab: Tab::Overview,
            opened: Vec::new(),
            covered_stale: false,
            overview_page: OverviewView::default(),
            roster: Roster::default(),
            timeline: TimelinePage::default(),
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
        model.timeline.list.cursor = next.into();
        model.matrix.column = next;
        model.overview_page.list_mut(Block::Milestones).cursor = model.timeline.list.cursor;
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
        self.follow(&Touched::everything());
    }

    /// The ledger has moved: what follows from that is worked out again, and no more. What is
    /// covered by another page waits until it is seen.
    pub fn follow(&mut self, moved: &Touched) {
        if moved.everything {
            self.follow_units();
            // Names in the filter may mean other units now.
            self.roster.read_search(&self.ctx.ledger);
        }
        self.sums = Sums::new(&self.ctx.ledger, self.as_of_date());
        self.ctx.overview.follow(moved);
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

    /// Builds the roster's lines again.
    pub fn relist(&mut self) {
        let as_of = self.as_of_date();
        self.roster.relist(&self.ctx.ledger, as_of);
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
