//! 总览: moving about between numbers, milestones and lines, and opening what lies behind them.

use ratatui::layout::Position;

use super::{Effect, HistoryRequest, copy, go, open_association, roster};
use crate::app::find::UnitChoice;
use crate::app::overview::{DueWhat, Question};
use crate::domain::id::{MilestoneIx, UnitIx};
use crate::domain::ledger::SubjectIx;
use crate::domain::model::Status;
use crate::report::debts;
use crate::report::render::text::tabs;
use crate::report::table::LedgerOn;
use crate::tui::action::Action;
use crate::tui::layout::{self, Frame};
use crate::tui::model::{
    BehindView, Block, Count, MilestoneView, Model, Opened, OverviewView, Tab,
};
use crate::tui::page::overview::{Target, height, targets};

pub fn run(model: &mut Model, action: Action) -> Vec<Effect> {
    let Some(frame) = layout::frame(model.size, model.dense()) else {
        return Vec::new();
    };
    match action {
        Action::Search => {
            go(model, Tab::Roster);
            return roster::run(model, action);
        }
        Action::Open => return open(model),
        Action::Up | Action::Down | Action::Left | Action::Right => step(model, frame, action),
        _ => {
            let block = model.overview_page.block;
            let len = OverviewView::len(model, block);
            let page = height(&layout::overview(frame), block);
            let list = model.overview_page.list_mut(block);
            list.navigate(action, len, page);
        }
    }
    Vec::new()
}

/// To the next line of the block, and over its edge to what lies nearest in that direction.
fn step(model: &mut Model, frame: Frame, action: Action) {
    let block = model.overview_page.block;
    let at = model.overview_page.at(block);
    if block.scrolls() {
        let last = OverviewView::len(model, block).saturating_sub(1);
        let inside = match action {
            Action::Up if at > 0 => Some(at - 1),
            Action::Down if at < last => Some(at + 1),
            _ => None,
        };
        if let Some(line) = inside {
            model.overview_page.list_mut(block).cursor = line;
            return;
        }
    }
    let targets = targets(model, &model.overview_page, frame);
    let here = targets
        .iter()
        .find(|target| (target.block, target.line) == (block, at));
    let Some(here) = here else {
        return;
    };
    let next = targets
        .iter()
        .filter(|target| !(block.scrolls() && target.block == block))
        .filter_map(|target| Some((distance(here, target, action)?, target)))
        .min_by_key(|(distance, _)| *distance);
    if let Some((_, target)) = next {
        choose(model, *target);
    }
}

fn choose(model: &mut Model, target: Target) {
    model.overview_page.block = target.block;
    model.overview_page.list_mut(target.block).cursor = target.line;
}

/// How far something lies in a direction; `None` when it does not. Straight ahead is nearer
/// than aside; a cell is about twice as high as it is wide.
fn distance(from: &Target, to: &Target, action: Action) -> Option<u16> {
    let (from, to) = (from.area, to.area);
    let aside =
        to.x.saturating_sub(from.right())
            .max(from.x.saturating_sub(to.right()));
    let rows = from.y.abs_diff(to.y);
    match action {
        Action::Up => (to.y < from.y).then_some(rows * 2 + aside * 2),
        Action::Down => (to.y > from.y).then_some(rows * 2 + aside * 2),
        Action::Left => (to.right() <= from.x).then_some(aside + rows * 8),
        _ => (to.x >= from.right()).then_some(aside + rows * 8),
    }
}

fn open(model: &mut Model) -> Vec<Effect> {
    let view = &model.overview_page;
    let at = view.at(view.block);
    let Some(sums) = &model.ctx.overview.sums else {
        return Vec::new();
    };
    match view.block {
        Block::Counts => open_count(model, Count::ALL[at]),
        Block::Milestones => open_milestone(model, at.into()),
        Block::Separations => match sums.separations.get(at).map(|line| line.section) {
            Some(section) => behind(model, Question::Section(section)),
            None => Vec::new(),
        },
        Block::Due => match view.due(model).map(|line| line.what.clone()) {
            Some(DueWhat::Milestone(ix)) => open_milestone(model, ix),
            Some(DueWhat::Item(ix)) => behind(model, Question::Item(ix)),
            Some(DueWhat::Promise(SubjectIx::Association(ix))) => open_association(model, ix),
            Some(DueWhat::Promise(SubjectIx::Unit(unit))) => {
                show(model, None, Some(UnitChoice::Unit(unit)))
            }
            Some(DueWhat::Promise(SubjectIx::City)) | None => Vec::new(),
        },
        Block::Units => match sums.units.get(at).map(|line| line.ix) {
            Some(unit) => {
                let unit = unit.map_or(UnitChoice::Direct, UnitChoice::Unit);
                show(model, None, Some(unit))
            }
            None => Vec::new(),
        },
        Block::Changes => match sums.changes.get(at).map(|line| line.association) {
            Some(no) => match no.and_then(|no| model.ledger.association_ix(no)) {
                Some(ix) => open_association(model, ix),
                None => vec![Effect::History(HistoryRequest {
                    association: None,
                    popup: true,
                })],
            },
            None => Vec::new(),
        },
    }
}

fn open_count(model: &mut Model, count: Count) -> Vec<Effect> {
    match count {
        Count::Total => show(model, None, None),
        Count::Decoupled => show(model, Some(Status::Decoupled), None),
        Count::Planned => show(model, Some(Status::Planned), None),
        Count::Completed => behind(model, Question::Completed),
        Count::Overdue => behind(model, Question::Overdue),
        Count::Soon => behind(model, Question::Soon),
        Count::Later => behind(model, Question::Later),
        Count::Pace => behind(model, Question::Unfinished),
    }
}

fn show(model: &mut Model, status: Option<Status>, unit: Option<UnitChoice>) -> Vec<Effect> {
    roster::show_only(model, status, unit);
    Vec::new()
}

fn open_milestone(model: &mut Model, ix: MilestoneIx) -> Vec<Effect> {
    let view = MilestoneView::new(&model.ledger, ix, model.as_of_date());
    model.opened.push(Opened::Milestone(view));
    Vec::new()
}

fn behind(model: &mut Model, question: Question) -> Vec<Effect> {
    let view = BehindView::new(&model.ledger, question, model.as_of_date());
    model.opened.push(Opened::Behind(view));
    Vec::new()
}

/// Keys in the list behind a number.
pub fn run_behind(model: &mut Model, action: Action) -> Vec<Effect> {
    let Some(frame) = layout::frame(model.size, model.dense()) else {
        return Vec::new();
    };
    let Some(Opened::Behind(view)) = model.opened.last_mut() else {
        return Vec::new();
    };
    let height = layout::titled_list(frame.body, layout::BEHIND_TITLE)
        .list
        .height;
    if view
        .list
        .navigate(action, view.rows.len(), usize::from(height))
    {
        return Vec::new();
    }
    let row = view.rows.get(view.list.cursor);
    let Some((ix, item)) = row.map(|row| (row.association, row.item)) else {
        return Vec::new();
    };
    if action != Action::Open {
        return Vec::new();
    }
    let effects = open_association(model, ix);
    // On the item that was asked about.
    if let (Some(Opened::Association(view)), Some(item)) = (model.opened.last_mut(), item) {
        view.item = item;
    }
    effects
}

/// A click chooses; a click on what is chosen opens it.
pub fn click(model: &mut Model, frame: Frame, at: Position) -> Vec<Effect> {
    let targets = targets(model, &model.overview_page, frame);
    let Some(target) = targets.iter().find(|target| target.area.contains(at)) else {
        return Vec::new();
    };
    let here = (
        model.overview_page.block,
        model.overview_page.at(target.block),
    );
    if here == (target.block, target.line) {
        return open(model);
    }
    choose(model, *target);
    Vec::new()
}

/// Keeps every cursor on its list and on the screen, and off what there is no room for.
pub fn settle(model: &mut Model, frame: Frame) {
    if model.ctx.overview.sums.is_none() {
        return;
    }
    let areas = layout::overview(frame);
    for block in Block::ALL {
        let len = OverviewView::len(model, block);
        let lines = if block.scrolls() {
            height(&areas, block)
        } else {
            len
        };
        model.overview_page.list_mut(block).settle(len, lines);
    }
    let targets = targets(model, &model.overview_page, frame);
    let here = (
        model.overview_page.block,
        model.overview_page.at(model.overview_page.block),
    );
    if !targets
        .iter()
        .any(|target| (target.block, target.line) == here)
        && let Some(first) = targets.first()
    {
        choose(model, *first);
    }
}

/// The unit under the cursor.
pub fn unit_here(model: &Model) -> Option<UnitIx> {
    let view = &model.overview_page;
    match view.block {
        Block::Units => {
            model
                .ctx
                .overview
                .sums
                .as_ref()?
                .units
                .get(view.at(Block::Units))?
                .ix
        }
        _ => None,
    }
}

/// What is under the cursor, for the clipboard.
pub fn line_here(model: &Model) -> Option<String> {
    let view = &model.overview_page;
    let sums = model.ctx.overview.sums.as_ref()?;
    let at = view.at(view.block);
    let on = LedgerOn::new(&model.ledger, model.as_of_date());
    let parts = match view.block {
        Block::Counts => vec![sums.pace.sentence()],
        Block::Milestones => return Some(copy::milestone_line(on, at.into())),
        Block::Separations => {
            let line = sums.separations.get(at)?;
            let items = format!("{}/{}", line.items.done, line.items.total);
            vec![line.short.clone(), items]
        }
        Block::Due => {
            let line = sums.due.get(at)?;
            let label = format!("{} {}", line.id, line.label);
            vec![line.due_on.to_string(), label, line.missing.to_string()]
        }
        Block::Changes => {
            let line = sums.changes.get(at)?;
            vec![line.on.to_string(), line.by.clone(), line.what.clone()]
        }
        Block::Units => {
            let line = sums.units.get(at)?;
            return Some(tabs(&debts::columns(), on, &line.into()));
        }
    };
    Some(parts.join("\t"))
}
