//! The pages by name: where one can go, and how each page is opened.

use chrono::NaiveDate;

use super::association::AssociationPage;
use super::changes::ChangesPage;
use super::drill_down::DrillDownPage;
use super::form::FormPage;
use super::import::ImportPage;
use super::meeting::MeetingPage;
use super::milestone::MilestonePage;
use super::mirror::MirrorPage;
use super::roster_file::RosterFilePage;
use super::{Page, preview::PreviewPage};
use crate::app::find::UnitChoice;
use crate::app::import::FilePlan;
use crate::app::overview::Question;
use crate::app::roster::RosterReading;
use crate::domain::id::{AssocIx, ItemIx, MilestoneIx, UnitIx};
use crate::domain::model::Status;
use crate::domain::round::FieldIx;
use crate::tui::action::Action;
use crate::tui::job::FilePreview;
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
    /// The same below one unit.
    MilestoneOf(MilestoneIx, UnitIx),
    /// The associations that a number counts.
    DrillDown(Question),
    /// What has changed between two days.
    Changes(NaiveDate, NaiveDate),
    /// The meeting, beginning with a unit.
    Meeting(Option<UnitIx>),
    /// What files that were read would change.
    Import(Vec<FilePlan>),
    /// What another kind of file would do.
    Preview(FilePreview),
    /// How a roster was read.
    RosterFile(Box<RosterReading>),
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
        Goto::MilestoneOf(ix, unit) => Box::new(MilestonePage::of_unit(ledger, ix, unit, as_of)),
        Goto::DrillDown(question) => Box::new(DrillDownPage::new(ledger, question, as_of)),
        Goto::Changes(since, until) => Box::new(ChangesPage::new(since, until)),
        Goto::Meeting(unit) => Box::new(MeetingPage::new(ledger, unit, as_of)),
        Goto::Import(plans) => Box::new(ImportPage::new(plans)),
        Goto::Preview(file) => Box::new(PreviewPage::new(file)),
        Goto::RosterFile(reading) => Box::new(RosterFilePage::new(ledger, *reading)),
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
