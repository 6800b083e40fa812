//! 总览: where things are on the page. Drawing, the mouse and scrolling ask the same.

use ratatui::layout::{Constraint, Rect};

use crate::tui::layout::{Frame, WIDE, across, down};
use crate::tui::widget::big;

/// 总览. Empty areas are not shown.
#[derive(Debug, Clone, Copy)]
pub struct OverviewAreas {
    /// What the calendar says, and the numbers.
    pub head: Rect,
    /// The axis to scale.
    pub axis: Rect,
    /// The five separations, below a heading.
    pub separations: Rect,
    /// What is due, below a heading.
    pub due: Rect,
    /// What was done last, below a heading.
    pub changes: Rect,
    /// Units, below a heading.
    pub units: Rect,
    /// The burn-up, below a heading.
    pub burn: Rect,
}

/// Divides the body of the overview.
pub fn areas(frame: Frame) -> OverviewAreas {
    let all = frame.body;
    // The large figure and the cards, with a line before and behind them, where there is room.
    let large = all.width >= WIDE && all.height >= 28;
    let (head, axis) = match all.height {
        ..14 => (2, 0),
        _ if large => (big::HEIGHT, 5),
        14..26 => (2, 2),
        _ => (2, 5),
    };
    let apart = Constraint::Length(u16::from(large));
    let [_, head, _, axis, _, rest] = down(
        all,
        [
            apart,
            Constraint::Length(head),
            apart,
            Constraint::Length(axis),
            Constraint::Length(u16::from(all.height >= 20)),
            Constraint::Min(0),
        ],
    );
    let (left, right, third) = columns(rest);
    // Where all fits, what is due shares its column with the changes, the units with the burn-up.
    let all_fits = rest.height >= 20;
    let below = |share: u16| {
        if all_fits {
            rest.height * share / 100
        } else {
            0
        }
    };
    let own = third.is_some();
    let [separations, due, changes] = down(
        left,
        [
            Constraint::Length(6),
            Constraint::Min(0),
            Constraint::Length(if own { 0 } else { below(35) }),
        ],
    );
    let [units, burn] = down(
        right,
        [
            Constraint::Min(0),
            Constraint::Length(if own { 0 } else { below(45) }),
        ],
    );
    let (burn, changes) = third.map_or((burn, changes), |third| {
        let [burn, _, changes] = down(
            third,
            [
                Constraint::Length(below(50)),
                Constraint::Length(1),
                Constraint::Min(0),
            ],
        );
        (burn, changes)
    });
    OverviewAreas {
        head,
        axis,
        separations,
        due,
        changes,
        units,
        burn,
    }
}

/// What lies beside each other: at most three columns, and nothing is stretched to fill them.
fn columns(area: Rect) -> (Rect, Rect, Option<Rect>) {
    /// Cells of what is due, of the units, of the burn-up.
    const CELLS: [u16; 3] = [46, 76, 76];
    let [due, units, burn] = CELLS;
    let length = Constraint::Length;
    if area.width < WIDE {
        let shares = [Constraint::Fill(9), length(1), Constraint::Fill(10)];
        let [left, _, right] = across(area, shares);
        return (left, right, None);
    }
    let [left, _, rest] = across(area, [length(due), length(2), Constraint::Min(0)]);
    if rest.width < units + 2 + 60 {
        let width = rest.width.min(units + 20);
        return (left, Rect { width, ..rest }, None);
    }
    let [right, _, third] = across(rest, [length(units), length(2), Constraint::Min(0)]);
    let width = third.width.min(burn);
    (left, right, Some(Rect { width, ..third }))
}
