//! The pages by name: whose keys hold, where one can go, and how each page is opened.

use chrono::NaiveDate;

use super::association::AssociationPage;
use super::changes::ChangesPage;
use super::drill_down::DrillDownPage;
use super::form::FormPage;
use super::import::ImportPage;
use super::meeting::MeetingPage;
use super::milestone::MilestonePage;
use super::mirror::MirrorPage;
use super::{Page, preview::PreviewPage};
use crate::app::find::UnitChoice;
use crate::app::import::FilePlan;
use crate::app::overview::Question;
use crate::domain::id::{AssocIx, ItemIx, MilestoneIx, UnitIx};
use crate::domain::model::Status;
use crate::domain::round::FieldIx;
use crate::tui::action::Action;
use crate::tui::model::{Model, Tab};
use crate::tui::msg::Effect;
use crate::tui::widget::list::List;

/// A page to go to.
#[derive(Debug)]
pub enum Goto {
    Tab(Tab),
    /// The roster with exactly one status or unit, whatever filters stood.
    RosterOf(Option<Status>, Option<UnitChoice>),
    /// One unit in the roster, or all, with the other filters as they are.
    RosterUnit(Option<UnitChoice>),
    /// An association, on an item or on the first that is open.
    Association(AssocIx, Option<ItemIx>),
    /// A form of an association, on a field or on the first of its first form.
    Form(AssocIx, Option<FieldIx>),
    /// The two forms of an association beside each other.
    Mirror(AssocIx),
    /// Who has reached a milestone.
    Milestone(MilestoneIx),
    /// The associations that a number counts.
    DrillDown(Question),
    /// What has changed between two days.
    Changes(NaiveDate, NaiveDate),
    /// The meeting, beginning with a unit.
    Meeting(Option<UnitIx>),
    /// What files that were read would change.
    Import(Vec<FilePlan>),
    /// What another kind of file would do.
    Preview(Box<PreviewPage>),
}

/// Goes there. What the page needs from the driver is asked for once it is looked at.
pub fn open(model: &mut Model, goto: Goto) -> Vec<Effect> {
    model.finder = None;
    let as_of = model.as_of_date();
    let ledger = &model.ctx.ledger;
    let page: Box<dyn Page> = match goto {
        Goto::Tab(tab) => return go(model, tab),
        Goto::RosterOf(status, unit) => {
            model.roster.clear_filters(&model.ctx);
            model.roster.filter.status = status;
            model.roster.anchor = None;
            let effects = open(model, Goto::RosterUnit(unit));
            model.roster.list = List::default();
            return effects;
        }
        Goto::RosterUnit(unit) => {
            model.roster.show_unit(&model.ctx, unit);
            return go(model, Tab::Roster);
        }
        Goto::Association(ix, item) => Box::new(AssociationPage::new(ledger, ix, item)),
        Goto::Form(ix, field) => Box::new(FormPage::at(ledger, ix, field, as_of)),
        Goto::Mirror(ix) => Box::new(MirrorPage::new(ledger, ix, as_of)),
        Goto::Milestone(ix) => Box::new(MilestonePage::new(ledger, ix, as_of)),
        Goto::DrillDown(question) => Box::new(DrillDownPage::new(ledger, question, as_of)),
        Goto::Changes(since, until) => Box::new(ChangesPage::new(since, until)),
        Goto::Meeting(unit) => Box::new(MeetingPage::new(ledger, unit, as_of)),
        Goto::Import(plans) => Box::new(ImportPage::new(plans)),
        Goto::Preview(page) => page,
    };
    model.opened.push(page);
    Vec::new()
}

fn go(model: &mut Model, tab: Tab) -> Vec<Effect> {
    model.opened.clear();
    model.tab = tab;
    Vec::new()
}

/// Where an action leads that goes to a page by itself.
pub const fn asked_by(action: Action) -> Option<Goto> {
    Some(Goto::Tab(match action {
        Action::GoOverview => Tab::Overview,
        Action::GoRoster => Tab::Roster,
        Action::GoTimeline => Tab::Timeline,
        Action::GoMatrix => Tab::Matrix,
        Action::GoFindings => Tab::Findings,
        _ => return None,
    }))
}

/// Where a binding holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    Global,
    /// Every screen with a list.
    List,
    /// The screens that are always there.
    Tabs,
    /// Everywhere: the views of the roster.
    Views,
    /// 总览.
    Overview,
    /// The list behind a number of 总览.
    DrillDown,
    /// 变化.
    Changes,
    /// 名册.
    Roster,
    /// 时间轴.
    Timeline,
    /// 矩阵.
    Matrix,
    /// 问题.
    Findings,
    /// 节点.
    Milestone,
    /// 协会.
    Association,
    /// 调度会.
    Meeting,
    /// 表格.
    Form,
    /// 前后对照.
    Mirror,
    /// 导入预览.
    Import,
    /// 预览 of a roster or a unit's file.
    Preview,
}

impl Place {
    /// All, in the order of the help screen.
    pub const ALL: [Self; 18] = [
        Self::Overview,
        Self::DrillDown,
        Self::Changes,
        Self::Roster,
        Self::Association,
        Self::Meeting,
        Self::Form,
        Self::Mirror,
        Self::Import,
        Self::Preview,
        Self::Timeline,
        Self::Matrix,
        Self::Milestone,
        Self::Findings,
        Self::Tabs,
        Self::List,
        Self::Views,
        Self::Global,
    ];

    /// One of the screens that are always there.
    pub const fn is_tab(self) -> bool {
        matches!(
            self,
            Self::Overview | Self::Roster | Self::Timeline | Self::Matrix | Self::Findings
        )
    }

    /// The places whose bindings hold here, the nearer ones first.
    pub fn chain(self) -> impl Iterator<Item = Self> {
        let tabs = self.is_tab().then_some(Self::Tabs);
        std::iter::once(self)
            .chain(tabs)
            .chain([Self::List, Self::Views, Self::Global])
    }

    /// The heading in help.
    pub const fn title(self) -> &'static str {
        match self {
            Self::Global => "任何画面",
            Self::List => "列表移动",
            Self::Tabs => "换页",
            Self::Views => "视图（任何画面）",
            Self::Overview => "总览",
            Self::DrillDown => "名单",
            Self::Changes => "变化",
            Self::Roster => "名册",
            Self::Timeline => "时间轴",
            Self::Matrix => "矩阵",
            Self::Findings => "问题",
            Self::Milestone => "节点",
            Self::Association => "协会",
            Self::Meeting => "调度会",
            Self::Form => "表格",
            Self::Mirror => "前后对照",
            Self::Import => "导入预览",
            Self::Preview => "名册和分册预览",
        }
    }
}
