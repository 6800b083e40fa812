//! 总览: where the round stands, in one look. Every number can be opened.

mod burn;
mod head;
mod lists;

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

use super::axis;
use crate::tui::layout::{self, Frame, OverviewAreas};
use crate::tui::model::{Block, Model};
use crate::tui::widget::paint;
pub(super) use lists::due;

/// Draws the overview over header and body.
pub fn draw(model: &Model, frame: Frame, buf: &mut Buffer) -> Position {
    let areas = layout::overview(frame);
    let view = &model.overview;
    let Some(sums) = &view.sums else {
        return areas.head.as_position();
    };
    head::draw(model, sums, areas.head, buf);
    if !areas.axis.is_empty() {
        let chosen = (view.block == Block::Milestones).then(|| view.at(Block::Milestones).into());
        axis::draw(model, areas.axis, chosen, buf);
    }
    for block in Block::ALL {
        if let Some(area) = area(&areas, block) {
            lists::draw(model, sums, block, area, buf);
        }
    }
    burn::draw(model, sums, areas.burn, buf);
    let here = (view.block, view.at(view.block));
    let target = targets(model, frame)
        .into_iter()
        .find(|target| (target.block, target.line) == here);
    let Some(target) = target else {
        return areas.head.as_position();
    };
    paint::highlight(buf, target.area, model.theme.cursor());
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
    /// Where.
    pub area: Rect,
}

/// Everything on the screen that the cursor can stand on.
pub fn targets(model: &Model, frame: Frame) -> Vec<Target> {
    let areas = layout::overview(frame);
    let Some(sums) = &model.overview.sums else {
        return Vec::new();
    };
    let mut targets: Vec<Target> = (0..)
        .zip(head::cells(model, sums, areas.head))
        .map(|(line, cell)| Target {
            block: Block::Counts,
            line,
            area: cell.area,
        })
        .collect();
    let milestones = axis::milestones(model, areas.axis).into_iter();
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
        let window = model
            .overview
            .list(block)
            .window(model.overview.len(block), list.height.into());
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
