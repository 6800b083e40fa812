//! Where things are on the screen. Drawing and the mouse ask the same functions, and scrolling
//! takes its heights from here.

use ratatui::layout::{Constraint, Rect, Size};

/// Below this many columns or lines one sentence is shown instead of the program.
pub const SMALLEST: Size = Size {
    width: 60,
    height: 16,
};

/// What is drawn at most: terminals of 65535 by 65535 have been claimed, and would take 200 GB.
const LARGEST: Size = Size {
    width: 1000,
    height: 500,
};

/// The part of a terminal that is drawn on.
pub fn drawn(size: Size) -> Size {
    Size {
        width: size.width.min(LARGEST.width),
        height: size.height.min(LARGEST.height),
    }
}

/// From this width on there is room for what is no list: keys on tabs, side panes.
pub const WIDE: u16 = 100;

/// The frame around every screen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Frame {
    /// Tabs and the as-of date; below them where one is, the sum that always holds, the countdown.
    pub header: Rect,
    pub body: Rect,
    /// Keys, or a message.
    pub footer: Rect,
}

/// Divides the terminal; `None` when it is too small.
pub fn frame(size: Size) -> Option<Frame> {
    if size.width < SMALLEST.width || size.height < SMALLEST.height {
        return None;
    }
    let area = Rect::new(0, 0, size.width, size.height);
    let [header, body, footer] = down(
        area,
        [
            Constraint::Length(2),
            Constraint::Min(0),
            Constraint::Length(1),
        ],
    );
    Some(Frame {
        header,
        body,
        footer,
    })
}

/// What lies below a heading of one line.
pub fn headed(area: Rect) -> (Rect, Rect) {
    let [heading, list] = down(area, [Constraint::Length(1), Constraint::Min(0)]);
    (heading, list)
}

/// From this height of a body on blank lines stand between its parts.
pub const TALL: u16 = 27;

/// From this width on a list has a pane beside it and still has no less than at 80.
pub const ROOMY: u16 = 120;

/// A pane of so many columns at the right of a roomy body.
pub fn beside(body: Rect, columns: u16) -> (Rect, Option<Rect>) {
    if body.width < ROOMY {
        return (body, None);
    }
    let [main, _, side] = across(
        body,
        [
            Constraint::Min(0),
            Constraint::Length(1),
            Constraint::Length(columns),
        ],
    );
    (main, Some(side))
}

/// The lines of a list: its last column is left to the scroll bar.
pub const fn listed(area: Rect) -> Rect {
    Rect {
        width: area.width.saturating_sub(1),
        ..area
    }
}

/// A screen with some lines of title, column headings, and a list.
#[derive(Debug, Clone, Copy)]
pub struct ListAreas {
    pub title: Rect,
    pub heading: Rect,
    pub list: Rect,
}

/// Divides the body of a page whose list stands below so many lines of title and its headings.
pub fn titled_list(body: Rect, title: u16) -> ListAreas {
    let [title, heading, list] = down(
        body,
        [
            Constraint::Length(title),
            Constraint::Length(1),
            Constraint::Min(0),
        ],
    );
    ListAreas {
        title,
        heading,
        list: listed(list),
    }
}

/// Lines above the list behind a number.
pub const DRILL_DOWN_TITLE: u16 = 1;
/// Lines above the list of 变化.
pub const CHANGES_TITLE: u16 = 2;
/// Lines above the list of an import.
pub const IMPORT_TITLE: u16 = 2;
/// Lines above the cells of a roster.
pub const ROSTER_FILE_TITLE: u16 = 3;
/// Lines above the list of 节点.
pub const MILESTONE_TITLE: u16 = 3;

/// A popup of at most so many cells, in the middle of the terminal.
pub fn popup(size: Size, width: u16, height: u16) -> Rect {
    let width = width.min(size.width);
    let height = height.min(size.height);
    Rect::new(
        (size.width - width) / 2,
        (size.height - height) / 2,
        width,
        height,
    )
}

/// Divides an area from top to bottom.
pub fn down<const N: usize>(area: Rect, parts: [Constraint; N]) -> [Rect; N] {
    split(area.height, parts).map(|(at, height)| Rect {
        y: area.y + at,
        height,
        ..area
    })
}

/// Divides an area from left to right.
pub fn across<const N: usize>(area: Rect, parts: [Constraint; N]) -> [Rect; N] {
    split(area.width, parts).map(|(at, width)| Rect {
        x: area.x + at,
        width,
        ..area
    })
}

/// Divides a length into parts, as (start, length). Knows `Length`, `Fill` and `Min(0)`, which
/// takes what is left. The smallest terminal has room for all lengths.
///
/// Ratatui's own `Layout` solves equations for this and keeps the answers; the first frame asks
/// for 47 of them, which took 4.4 of its 9 million instructions. A test holds that the answers
/// are the same.
fn split<const N: usize>(whole: u16, parts: [Constraint; N]) -> [(u16, u16); N] {
    let fixed = |part: &Constraint| match part {
        Constraint::Length(length) => u32::from(*length),
        _ => 0,
    };
    let share = |part: &Constraint| match part {
        Constraint::Length(_) => 0,
        Constraint::Fill(share) => u32::from(*share),
        _ => 1,
    };
    let shares = parts.iter().map(share).sum::<u32>().max(1);
    let rest = u32::from(whole).saturating_sub(parts.iter().map(fixed).sum());
    // Edges are rounded to the nearest cell, so that nothing is lost between two shares.
    let edge = |lengths: u32, taken: u32| {
        let edge = lengths + (2 * rest * taken + shares) / (2 * shares);
        u16::try_from(edge).unwrap_or(u16::MAX).min(whole)
    };
    let (mut lengths, mut taken) = (0, 0);
    parts.map(|part| {
        let start = edge(lengths, taken);
        lengths += fixed(&part);
        taken += share(&part);
        (start, edge(lengths, taken) - start)
    })
}

#[cfg(test)]
mod tests {
    use ratatui::layout::Layout;

    use super::*;

    #[test]
    fn an_area_is_divided_as_ratatui_divides_it() {
        use Constraint::{Fill, Length, Min};
        let same = |whole: u16, parts: &[Constraint]| {
            let area = Rect::new(0, 3, 7, whole);
            let theirs = Layout::vertical(parts.to_vec()).split(area);
            let ours: Vec<Rect> = match *parts {
                [a, b] => down(area, [a, b]).to_vec(),
                [a, b, c] => down(area, [a, b, c]).to_vec(),
                [a, b, c, d] => down(area, [a, b, c, d]).to_vec(),
                _ => unreachable!("no longer list is tried"),
            };
            let fixed = |part: &Constraint| match part {
                Length(length) => *length,
                _ => 0,
            };
            // Where the lengths do not fit, ratatui's choice is of no use either.
            if whole >= parts.iter().map(fixed).sum() {
                assert_eq!(ours, theirs.to_vec(), "{whole} {parts:?}");
            }
        };
        for whole in 0..=130 {
            for a in [0, 1, 3] {
                for b in [0, 1, 6] {
                    same(whole, &[Length(a), Min(0)]);
                    same(whole, &[Min(0), Length(a)]);
                    same(whole, &[Length(a), Min(0), Length(b)]);
                    same(whole, &[Length(a), Length(b), Length(1), Min(0)]);
                    same(whole, &[Fill(9), Length(a), Fill(10)]);
                }
            }
        }
    }
}
