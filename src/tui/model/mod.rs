//! The state of the terminal interface. The screen is a function of it; only
//! [`super::update`] moves it.

mod overview;
mod regroup;
mod sums;

use std::any::Any;
use std::collections::BTreeSet;
use std::ops::{Deref, DerefMut};

use chrono::{DateTime, NaiveDate};
use ecow::EcoString;
use ratatui::layout::Size;
use typed_index_collections::TiVec;

use super::action::Place;
use super::finder::Finder;
use super::flow::neighbour::Among;
use super::job::JobProgress;
use super::keymap::Key;
use super::layout;
use super::page::Page;
use super::page::findings::FindingsPage;
use super::page::matrix::MatrixPage;
use super::page::overview::{Block, OverviewPage};
use super::page::roster::RosterPage;
use super::page::timeline::TimelinePage;
use super::popup::{self, OpenPopup};
use super::theme::Theme;
use crate::app::clock::AsOf;
use crate::app::load::{self, LoadReached, Ready};
use crate::app::session::Astray;
use crate::domain::command::Context;
use crate::domain::id::{AssocIx, UnitIx};
use crate::domain::ledger::{Ledger, Touched};
use crate::domain::milestone::Countdown;
use crate::report::table::LedgerOn;
use crate::text::cells::SignWidth;
use crate::text::glyphs::Glyphs;
use overview::OverviewSums;
pub use sums::Sums;

/// Everything the screen shows: what is worked on, and the pages that show it.
#[derive(Debug)]
pub struct Model {
    /// What every page shows something of.
    pub ctx: Ctx,
    /// The open tab.
    pub tab: Tab,
    /// What was opened on top of the tab, the newest last.
    pub opened: Vec<Box<dyn Page>>,
    pub overview_page: OverviewPage,
    pub roster: RosterPage,
    pub timeline: TimelinePage,
    pub matrix: MatrixPage,
    pub findings: FindingsPage,
    /// What lies over the screen.
    pub popup: Option<OpenPopup>,
    /// What lies below that, the newest last: it comes back as it was.
    pub covered: Vec<OpenPopup>,
    /// A line of the page is looked for.
    pub finder: Option<Finder>,
    /// What the last action came to.
    pub message: Option<Message>,
    /// Keys that begin something, and wait for those that follow.
    pub pending: Vec<Key>,
    /// How far a long job is.
    pub progress: Option<JobProgress>,
    /// Where files were last written to, as it was typed.
    pub written_to: String,
    /// What was last read, as it was typed.
    pub read_from: Option<String>,
    /// What is being read.
    pub reading: Option<String>,
    /// The units by name as they were when positions were last taken from them.
    units: TiVec<UnitIx, EcoString>,
}

/// What every page and popup reads and none changes: the ledger, the day, who looks, and how
/// the terminal shows it.
#[derive(Debug)]
pub struct Ctx {
    /// The ledger itself.
    pub ledger: Ledger,
    /// The ledger is still being read; what is there is the beginning of its roster, with nothing
    /// recorded about it. `None` when all of it is there.
    pub loading: Option<LoadReached>,
    /// How many entries of later days are left out, when one looks back.
    pub later: u32,
    pub as_of: AsOf,
    /// The day on the user's calendar.
    pub today: NaiveDate,
    /// Who is at work.
    pub who: String,
    /// The ledger's file is gone, or another one stands in its place.
    pub astray: Option<Astray>,
    /// Nothing can be recorded.
    pub read_only: bool,
    /// The ledger cannot be reached; what is shown is what was read before.
    pub offline: bool,
    /// What is under way to a ledger that is far away, when that takes long.
    pub waiting: Option<Waiting>,
    /// The terminal, in cells.
    pub size: Size,
    pub theme: Theme,
    pub glyphs: &'static Glyphs,
    /// How wide the terminal draws signs of ambiguous width.
    pub signs: SignWidth,
    /// Sums that every screen shows, kept until the ledger or the as-of date moves.
    pub sums: Sums,
    /// Figures of the overview and the timeline.
    pub overview: OverviewSums,
    /// Where the association that is open stands in its list.
    pub among: Option<Among>,
    /// An input method holds the letters back: keys that it lets through are shown.
    pub composing: bool,
    /// Marked associations; they stay marked whatever is shown.
    pub marked: BTreeSet<AssocIx>,
}

impl Ctx {
    /// 基准日 as a date.
    pub const fn as_of_date(&self) -> NaiveDate {
        self.as_of.on(self.today)
    }

    /// `3/44`: where the association that is open stands in its list.
    pub fn position(&self) -> Option<String> {
        let among = self.among?;
        Some(format!("{}/{}", among.at, among.of))
    }

    /// Whoever looks ahead at what a command would come to: nothing is recorded by it, so that the
    /// instant does not matter.
    pub fn trial(&self) -> Context {
        Context::new(&self.who, DateTime::UNIX_EPOCH, self.as_of_date())
    }

    /// The ledger and the day, as reports want them.
    pub const fn on(&self) -> LedgerOn<'_> {
        LedgerOn::new(&self.ledger, self.as_of_date())
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
    pub fn title(self) -> &'static str {
        match self {
            Self::Overview => s!("总览", "Overview"),
            Self::Roster => s!("名册", "Roster"),
            Self::Timeline => s!("时间轴", "Timeline"),
            Self::Matrix => s!("矩阵", "Matrix"),
            Self::Findings => s!("问题", "Findings"),
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

/// What is under way, and how much of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Waiting {
    Recording(usize),
    Reading,
    /// To be recorded when the ledger can be reached again.
    Kept(usize),
}

/// Which page is seen, to be told from others that are opened later.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PageId {
    tab: Tab,
    /// So many pages are open on top of it.
    opened: usize,
    place: Place,
}

/// What the last action came to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Message {
    pub text: String,
    /// It could not be done.
    pub failed: bool,
}

/// What the interface is started with.
#[derive(Debug)]
pub struct Setup {
    pub as_of: AsOf,
    /// The day on the user's calendar.
    pub today: NaiveDate,
    /// Who is at work.
    pub who: String,
    /// The terminal, in cells.
    pub size: Size,
    pub theme: Theme,
    pub glyphs: &'static Glyphs,
    /// How wide the terminal draws signs of ambiguous width.
    pub signs: SignWidth,
    /// Where files go unless told otherwise.
    pub folder: String,
}

impl Model {
    /// The overview, with every cursor where one would look first.
    pub fn new(ledger: Ledger, setup: Setup) -> Self {
        let as_of = setup.as_of.on(setup.today);
        let sums = Sums::new(&ledger, as_of);
        let mut model = Self {
            units: load::unit_names(&ledger),
            ctx: Ctx {
                ledger,
                loading: None,
                later: 0,
                as_of: setup.as_of,
                today: setup.today,
                who: setup.who,
                astray: None,
                read_only: false,
                offline: false,
                waiting: None,
                size: setup.size,
                theme: setup.theme,
                glyphs: setup.glyphs,
                signs: setup.signs,
                sums,
                overview: OverviewSums::default(),
                among: None,
                composing: false,
                marked: BTreeSet::new(),
            },
            tab: Tab::Overview,
            opened: Vec::new(),
            overview_page: OverviewPage::default(),
            roster: RosterPage::default(),
            timeline: TimelinePage::default(),
            matrix: MatrixPage::default(),
            findings: FindingsPage::default(),
            popup: None,
            covered: Vec::new(),
            finder: None,
            message: None,
            pending: Vec::new(),
            progress: None,
            written_to: setup.folder,
            read_from: None,
            reading: None,
        };
        // The timeline opens on the milestone that comes next.
        let next = match model.sums.countdown {
            Countdown::Next { milestone, .. } => milestone,
            Countdown::Target { last, .. } | Countdown::Over { last, .. } => last,
        };
        model.timeline.list.cursor = next.into();
        model.matrix.column = next;
        model.overview_page.list_of_mut(Block::Milestones).cursor = model.timeline.list.cursor;
        model.roster.stale = true;
        model
    }

    /// The page that is seen.
    pub fn page(&self) -> &dyn Page {
        match (self.opened.last(), self.tab) {
            (Some(page), _) => &**page,
            (None, Tab::Overview) => &self.overview_page,
            (None, Tab::Roster) => &self.roster,
            (None, Tab::Timeline) => &self.timeline,
            (None, Tab::Matrix) => &self.matrix,
            (None, Tab::Findings) => &self.findings,
        }
    }

    /// The page that is seen, to be moved, and what it reads.
    pub fn page_and_ctx(&mut self) -> (&mut dyn Page, &Ctx) {
        let page: &mut dyn Page = match (self.opened.last_mut(), self.tab) {
            (Some(page), _) => &mut **page,
            (None, Tab::Overview) => &mut self.overview_page,
            (None, Tab::Roster) => &mut self.roster,
            (None, Tab::Timeline) => &mut self.timeline,
            (None, Tab::Matrix) => &mut self.matrix,
            (None, Tab::Findings) => &mut self.findings,
        };
        (page, &self.ctx)
    }

    /// Every page there is, seen or covered.
    fn pages(&mut self) -> (impl Iterator<Item = &mut dyn Page>, &Ctx) {
        let tabs: [&mut dyn Page; Tab::ALL.len()] = [
            &mut self.overview_page,
            &mut self.roster,
            &mut self.timeline,
            &mut self.matrix,
            &mut self.findings,
        ];
        let opened = self.opened.iter_mut().map(|page| &mut **page);
        (tabs.into_iter().chain(opened), &self.ctx)
    }

    /// The page on top, if it is of this kind.
    pub fn opened_as<P: Page>(&self) -> Option<&P> {
        let page: &dyn Any = &**self.opened.last()?;
        page.downcast_ref()
    }

    /// The page on top, if it is of this kind, to be moved.
    pub fn opened_as_mut<P: Page>(&mut self) -> Option<&mut P> {
        self.opened_and_ctx().map(|(page, _)| page)
    }

    /// The same, and what it reads.
    pub fn opened_and_ctx<P: Page>(&mut self) -> Option<(&mut P, &Ctx)> {
        let page: &mut dyn Any = &mut **self.opened.last_mut()?;
        Some((page.downcast_mut()?, &self.ctx))
    }

    /// Which page is seen.
    pub fn page_id(&self) -> PageId {
        PageId {
            tab: self.tab,
            opened: self.opened.len(),
            place: self.place(),
        }
    }

    /// Whose bindings hold.
    pub fn place(&self) -> Place {
        self.page().place()
    }

    /// Says that something could not be done, and why.
    pub fn fail(&mut self, text: impl Into<String>) {
        self.message = Some(Message {
            text: text.into(),
            failed: true,
        });
    }

    /// Sets the as-of date.
    pub fn set_as_of(&mut self, as_of: AsOf) {
        self.as_of = as_of;
        self.refresh();
    }

    /// Another ledger or another as-of date is shown: everything that follows is worked out again.
    pub fn refresh(&mut self) {
        self.follow(&Touched::everything());
    }

    /// All of the ledger was read, and what the first pages show of it.
    pub fn loaded(&mut self, ledger: Ledger, ready: Ready) {
        self.loading = None;
        self.ledger = ledger;
        let units = ready.units;
        self.touch(&Touched::everything(), |_| units);
        if ready.as_of == self.as_of_date() {
            self.ctx.overview.ready = Some(ready.debts);
            self.roster
                .take(&self.ctx.ledger, ready.catalogue, ready.listing);
        }
        self.look();
        popup::refresh(self);
    }

    /// The ledger has moved: what follows from that is worked out again, and no more. What is
    /// covered by another page waits until it is seen.
    pub fn follow(&mut self, moved: &Touched) {
        self.touch(moved, load::unit_names);
        self.look();
        popup::refresh(self);
    }

    /// Tells everybody what has moved.
    fn touch(&mut self, moved: &Touched, units: impl FnOnce(&Ledger) -> TiVec<UnitIx, EcoString>) {
        if moved.everything {
            let now = units(&self.ctx.ledger);
            self.follow_units(now);
            // Names in the filter may mean other units now.
            self.roster.read_search(&self.ctx.ledger);
        }
        self.sums = Sums::new(&self.ctx.ledger, self.as_of_date());
        self.ctx.overview.follow(moved);
        let (pages, ctx) = self.pages();
        for page in pages {
            page.touched(ctx, moved);
        }
    }

    /// Something was recorded, here or elsewhere, and has touched this.
    pub fn follow_recorded(&mut self, touched: &Touched) {
        self.pages().0.for_each(Page::recorded);
        self.follow(touched);
    }

    /// Works out what the page that is seen needs.
    pub fn look(&mut self) {
        let (page, ctx) = self.page_and_ctx();
        page.look(ctx);
    }

    /// Builds the roster's lines again.
    pub fn relist_roster(&mut self) {
        let as_of = self.as_of_date();
        self.roster.relist(&self.ctx.ledger, as_of);
    }

    /// One looks at the findings and not all of them are found.
    pub fn searching(&self) -> bool {
        self.place() == Place::Findings && self.findings.unfinished()
    }

    /// Keeps every cursor on its list and on the screen.
    pub fn settle(&mut self) {
        let Some(frame) = layout::frame(self.size) else {
            return;
        };
        let (pages, ctx) = self.pages();
        for page in pages {
            page.settle(ctx, frame);
        }
        popup::settle(self);
    }
}
