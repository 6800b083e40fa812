//! 总览: moving about between numbers, milestones and lines, and opening what lies behind them.

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

use super::areas;
use super::{Block, Count, OverviewPage, Target, draw, height, targets};
use crate::app::find::UnitChoice;
use crate::app::listing::GroupKey;
use crate::app::overview::Question;
use crate::domain::due::DueWhat;
use crate::domain::ledger::SubjectIx;
use crate::report::changes::{self, Difference};
use crate::report::debts;
use crate::report::due;
use crate::report::render::text::tabs;
use crate::tui::action::{Action, Place};
use crate::tui::layout::{self, Frame};
use crate::tui::model::{Ctx, Tab};
use crate::tui::msg::{Effect, HistoryRequest};
use crate::tui::page::{Focus, Goto, Page, Reply, group_why, milestone_text, open};
use crate::tui::widget::list::List;
use crate::words::why::What;

impl Page for OverviewPage {
    fn place(&self) -> Place {
        Place::Overview
    }

    fn list(&self) -> &List {
        self.list_of(self.block)
    }

    fn list_mut(&mut self) -> &mut List {
        self.list_of_mut(self.block)
    }

    fn len(&self, ctx: &Ctx) -> usize {
        Self::lines_in(ctx, self.block)
    }

    fn area(&self, _ctx: &Ctx, frame: Frame) -> Rect {
        let lines = height(&areas::areas(frame), self.block);
        Rect::new(0, 0, 0, u16::try_from(lines).unwrap_or(u16::MAX))
    }

    fn focus_at(&self, ctx: &Ctx, line: usize) -> Focus {
        self.focus_in_block(ctx, line).unwrap_or_default()
    }

    fn paper(&self, _ctx: &Ctx) -> &'static str {
        "report"
    }

    fn shows_figures(&self) -> bool {
        true
    }

    fn act(&mut self, ctx: &Ctx, action: Action) -> Reply {
        match action {
            Action::Search => Reply::then(|model| {
                model.roster.begin_search(&model.ctx);
                open(model, Goto::Tab(Tab::Roster))
            }),
            Action::Open => self.open(ctx),
            Action::Up | Action::Down | Action::Left | Action::Right => self.step(ctx, action),
            _ => Reply::Pass,
        }
    }

    /// A click chooses; a click on what is chosen opens it.
    fn click(&mut self, ctx: &Ctx, frame: Frame, at: Position) -> Reply {
        let targets = targets(ctx, self, frame);
        let Some(target) = targets.iter().find(|target| target.area.contains(at)) else {
            return Reply::Done;
        };
        if (self.block, self.at(target.block)) == (target.block, target.line) {
            return self.open(ctx);
        }
        self.choose(*target);
        Reply::Done
    }

    /// Keeps every cursor on its list and on the screen, and off what there is no room for.
    fn settle(&mut self, ctx: &Ctx, frame: Frame) {
        if ctx.overview.sums.is_none() {
            return;
        }
        let areas = areas::areas(frame);
        for block in Block::ALL {
            let len = Self::lines_in(ctx, block);
            let lines = if block.scrolls() {
                height(&areas, block)
            } else {
                len
            };
            self.list_of_mut(block).settle(len, lines);
        }
        let targets = targets(ctx, self, frame);
        let here = (self.block, self.at(self.block));
        let stands = |target: &Target| (target.block, target.line) == here;
        if !targets.iter().any(stands)
            && let Some(first) = targets.first()
        {
            self.choose(*first);
        }
    }

    fn draw(&self, ctx: &Ctx, frame: Frame, buf: &mut Buffer) -> Position {
        draw(ctx, self, frame, buf)
    }
}

impl OverviewPage {
    /// To the next line of the block, and over its edge to what lies nearest in that direction.
    fn step(&mut self, ctx: &Ctx, action: Action) -> Reply {
        let (block, at) = (self.block, self.at(self.block));
        if block.scrolls() {
            let last = Self::lines_in(ctx, block).saturating_sub(1);
            let inside = match action {
                Action::Up if at > 0 => Some(at - 1),
                Action::Down if at < last => Some(at + 1),
                _ => None,
            };
            if let Some(line) = inside {
                self.list_of_mut(block).cursor = line;
                return Reply::Done;
            }
        }
        let Some(frame) = layout::frame(ctx.size) else {
            return Reply::Done;
        };
        let targets = targets(ctx, self, frame);
        let here = targets
            .iter()
            .find(|target| (target.block, target.line) == (block, at));
        let Some(here) = here else {
            return Reply::Done;
        };
        let next = targets
            .iter()
            .filter(|target| !(block.scrolls() && target.block == block))
            .filter_map(|target| Some((distance(here, target, action)?, target)))
            .min_by_key(|(distance, _)| *distance);
        if let Some((_, target)) = next {
            self.choose(*target);
        }
        Reply::Done
    }

    const fn choose(&mut self, target: Target) {
        self.block = target.block;
        self.list_of_mut(target.block).cursor = target.line;
    }

    fn open(&self, ctx: &Ctx) -> Reply {
        let at = self.at(self.block);
        let Some(sums) = &ctx.overview.sums else {
            return Reply::Done;
        };
        let goto = match self.block {
            Block::Counts => Some(open_count(Count::ALL[at])),
            Block::Milestones => Some(Goto::Milestone(at.into())),
            Block::Separations => {
                let line = sums.separations.get(at);
                line.map(|line| Goto::DrillDown(Question::Section(line.section)))
            }
            Block::Due => match self.due(ctx).map(|line| &line.what) {
                Some(DueWhat::Milestone(ix)) => Some(Goto::Milestone(*ix)),
                Some(DueWhat::Item(ix)) => Some(Goto::DrillDown(Question::Item(*ix))),
                Some(DueWhat::Promise(SubjectIx::Association(ix))) => {
                    Some(Goto::Association(*ix, None))
                }
                Some(DueWhat::Promise(SubjectIx::Unit(unit))) => {
                    Some(Goto::RosterOf(None, Some(UnitChoice::Unit(*unit))))
                }
                Some(DueWhat::Promise(SubjectIx::City)) | None => None,
            },
            Block::Units => sums.units.get(at).map(|line| {
                let unit = line.ix.map_or(UnitChoice::Direct, UnitChoice::Unit);
                Goto::RosterOf(None, Some(unit))
            }),
            Block::Changes => {
                let Some(line) = sums.changes.get(at) else {
                    return Reply::Done;
                };
                let known = line
                    .association
                    .and_then(|no| ctx.ledger.association_ix(no));
                let Some(ix) = known else {
                    return Reply::Do(vec![Effect::History(HistoryRequest {
                        association: None,
                        popup: true,
                        chosen: None,
                    })]);
                };
                Some(Goto::Association(ix, None))
            }
        };
        goto.map_or(Reply::Done, Reply::go)
    }

    fn focus_in_block(&self, ctx: &Ctx, at: usize) -> Option<Focus> {
        let sums = ctx.overview.sums.as_ref()?;
        let on = |subject: SubjectIx| match subject {
            SubjectIx::Association(ix) => Focus::on(ix),
            SubjectIx::Unit(unit) => Focus::unit(unit),
            SubjectIx::City => Focus::default().asking(What::City),
        };
        let asking = |what: What| Focus::default().asking(what);
        let (focus, parts) = match self.block {
            Block::Counts => (asking(What::City), vec![sums.pace.sentence()]),
            Block::Milestones => {
                let what = What::Milestone(at.into(), SubjectIx::City);
                return Some(asking(what).text(milestone_text(ctx, at.into())));
            }
            Block::Separations => {
                let line = sums.separations.get(at)?;
                let items = format!("{}/{}", line.items.done, line.items.total);
                let focus = asking(What::Section(line.section));
                (focus, vec![line.short.clone(), items])
            }
            Block::Due => {
                let line = sums.due.get(at)?;
                let focus = match line.what {
                    DueWhat::Milestone(ix) => asking(What::Milestone(ix, SubjectIx::City)),
                    DueWhat::Item(item) => asking(What::Items(item)),
                    DueWhat::Promise(subject) => on(subject),
                };
                return Some(focus.text(tabs(&due::columns(), ctx.on(), line)));
            }
            Block::Changes => {
                let line = sums.changes.get(at)?;
                let known = line
                    .association
                    .and_then(|no| ctx.ledger.association_ix(no));
                let focus = known.map_or_else(Focus::default, Focus::on);
                let row = Difference::Deed {
                    on: line.on.to_string(),
                    by: line.by.clone(),
                    what: line.what.clone(),
                };
                return Some(focus.text(tabs(&changes::columns(), ctx.on(), &row)));
            }
            Block::Units => {
                let line = sums.units.get(at)?;
                let focus = match line.ix {
                    Some(unit) => Focus::unit(unit),
                    None => Focus {
                        why: group_why(ctx, GroupKey::Direct),
                        ..Focus::default()
                    },
                };
                return Some(focus.text(tabs(&debts::columns(), ctx.on(), line)));
            }
        };
        Some(focus.text(parts.join("\t")))
    }
}

const fn open_count(count: Count) -> Goto {
    match count {
        Count::Completed => Goto::DrillDown(Question::Completed),
        Count::Overdue => Goto::DrillDown(Question::Overdue),
        Count::Soon => Goto::DrillDown(Question::Soon),
        Count::Later => Goto::DrillDown(Question::Later),
        Count::Items | Count::Pace => Goto::DrillDown(Question::Unfinished),
    }
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
