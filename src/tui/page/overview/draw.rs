//! 总览: where the round stands, in one look. Every number can be opened.

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

use super::areas;
use super::areas::OverviewAreas;
use super::{Block, OverviewPage, burn, head, lists};
use crate::tui::layout::{self, Frame};
use crate::tui::model::Ctx;
use crate::tui::screen::axis;
use crate::tui::widget::paint;

/// Draws the overview over header and body.
pub fn draw(ctx: &Ctx, page: &OverviewPage, frame: Frame, buf: &mut Buffer) -> Position {
    let areas = areas::areas(frame);
    let Some(sums) = &ctx.overview.sums else {
        return areas.head.as_position();
    };
    head::draw(ctx, sums, areas.head, buf);
    if !areas.axis.is_empty() {
        let chosen = (page.block == Block::Milestones).then(|| page.at(Block::Milestones).into());
        axis::draw(ctx, areas.axis, chosen, buf);
    }
    for block in Block::ALL {
        if let Some(area) = area(&areas, block) {
            lists::draw(ctx, page, sums, block, area, buf);
        }
    }
    burn::draw(ctx, sums, areas.burn, buf);
    let here = (page.block, page.at(page.block));
    let target = targets(ctx, page, frame)
        .into_iter()
        .find(|target| (target.block, target.line) == here);
    let Some(target) = target else {
        return areas.head.as_position();
    };
    paint::select(buf, target.area, &ctx.theme);
    target.area.as_position()
}

/// Where a block with lines below each other stands, if it has room for one.
fn area(areas: &OverviewAreas, block: Block) -> Option<Rect> {
    let area = match block {
        Block::Counts | Block::Milestones => return None,
        Block::Separations => areas.separations,
        Block::Due => areas.due,
        Block::Changes => areas.changes,
        Block::Units => areas.units,
    };
    (area.height > 1).then_some(area)
}

/// Lines of a block on screen.
pub fn height(areas: &OverviewAreas, block: Block) -> usize {
    area(areas, block).map_or(0, |area| usize::from(layout::headed(area).1.height))
}

/// Something on the screen that the cursor can stand on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Target {
    /// In which block.
    pub block: Block,
    /// Which of its lines.
    pub line: usize,
    pub area: Rect,
}

/// Everything on the screen that the cursor can stand on.
pub fn targets(ctx: &Ctx, page: &OverviewPage, frame: Frame) -> Vec<Target> {
    let areas = areas::areas(frame);
    let Some(sums) = &ctx.overview.sums else {
        return Vec::new();
    };
    let mut targets: Vec<Target> = (0..)
        .zip(head::cells(ctx, sums, areas.head))
        .map(|(line, cell)| Target {
            block: Block::Counts,
            line,
            area: cell.area,
        })
        .collect();
    let milestones = axis::milestones(ctx, areas.axis).into_iter();
    targets.extend(milestones.map(|(line, area)| Target {
        block: Block::Milestones,
        line: line.into(),
        area,
    }));
    for block in Block::ALL {
        let Some(area) = area(&areas, block) else {
            continue;
        };
        let (_, list) = layout::headed(area);
        let window = page
            .list_of(block)
            .window(OverviewPage::lines_in(ctx, block), list.height.into());
        targets.extend((list.y..).zip(window).map(|(y, line)| Target {
            block,
            line,
            area: Rect {
                y,
                height: 1,
                ..list
            },
        }));
    }
    targets.retain(|target| !target.area.is_empty());
    targets
}
