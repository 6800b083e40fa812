//! Where things are on the screen. Drawing and the mouse ask the same functions, and scrolling
//! takes its heights from here.

use ratatui::layout::{Constraint, Rect, Size};

use crate::domain::form::mirror::Side;

/// Below this many columns or lines one sentence is shown instead of the program.
pub const SMALLEST: Size = Size {
    width: 60,
    height: 16,
};

/// From this width on the roster has a preview beside it and the association its history.
pub const WIDE: u16 = 120;

/// The frame around every screen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Frame {
    /// Title, as-of date, countdown, counts.
    pub header: Rect,
    pub body: Rect,
    /// Message and keys.
    pub footer: Rect,
}

/// Divides the terminal; `None` when it is too small. A dense screen wants lines more than the
/// large countdown.
pub fn frame(size: Size, dense: bool) -> Option<Frame> {
    if size.width < SMALLEST.width || size.height < SMALLEST.height {
        return None;
    }
    // A low terminal keeps its lines for the list.
    let header = if size.height < if dense { 34 } else { 22 } {
        2
    } else {
        6
    };
    let area = Rect::new(0, 0, size.width, size.height);
    let [header, body, footer] = down(
        area,
        [
            Constraint::Length(header),
            Constraint::Min(0),
            Constraint::Length(2),
        ],
    );
    Some(Frame {
        header,
        body,
        footer,
    })
}

/// 总览. Empty areas are not shown.
#[derive(Debug, Clone, Copy)]
pub struct OverviewAreas {
    /// Sentence, as-of date, numbers, with the large figure at the right.
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

/// Divides everything between title bar and footer: this screen is its own header.
pub fn overview(frame: Frame) -> OverviewAreas {
    let Frame { header, body, .. } = frame;
    let top = header.height.min(1);
    let all = Rect {
        y: header.y + top,
        height: header.height - top + body.height,
        ..body
    };
    let (head, axis) = match all.height {
        ..16 => (3, 0),
        16..26 => (5, 3),
        _ => (5, 4),
    };
    let [head, axis, _, rest] = down(
        all,
        [
            Constraint::Length(head),
            Constraint::Length(axis),
            Constraint::Length(u16::from(all.height >= 30)),
            Constraint::Min(0),
        ],
    );
    let [left, _, right] = across(
        rest,
        [
            Constraint::Fill(9),
            Constraint::Length(1),
            Constraint::Fill(10),
        ],
    );
    // Where all fits, what is due shares its column with the changes, the units with the burn-up.
    let all_fits = rest.height >= 20;
    let below = |share: u16| {
        if all_fits {
            rest.height * share / 100
        } else {
            0
        }
    };
    let [separations, due, changes] = down(
        left,
        [
            Constraint::Length(6),
            Constraint::Min(0),
            Constraint::Length(below(35)),
        ],
    );
    let [units, burn] = down(right, [Constraint::Min(0), Constraint::Length(below(45))]);
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

/// What lies below a heading of one line.
pub fn headed(area: Rect) -> (Rect, Rect) {
    let [heading, list] = down(area, [Constraint::Length(1), Constraint::Min(0)]);
    (heading, list)
}

/// 名册.
#[derive(Debug, Clone, Copy)]
pub struct RosterAreas {
    /// Search field and filters.
    pub chips: Rect,
    pub heading: Rect,
    pub list: Rect,
    /// What is under the cursor, in a wide terminal.
    pub preview: Option<Rect>,
}

/// Divides the body of the roster.
pub fn roster(body: Rect) -> RosterAreas {
    let (main, preview) = beside(body, 38);
    let [chips, heading, list] = down(
        main,
        [
            Constraint::Length(1),
            Constraint::Length(1),
            Constraint::Min(0),
        ],
    );
    RosterAreas {
        chips,
        heading,
        list,
        preview,
    }
}

/// A pane of so many columns at the right of a wide body.
fn beside(body: Rect, columns: u16) -> (Rect, Option<Rect>) {
    if body.width < WIDE {
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

/// A screen with some lines of title, column headings, and a list.
#[derive(Debug, Clone, Copy)]
pub struct ListAreas {
    pub title: Rect,
    pub heading: Rect,
    pub list: Rect,
}

/// Divides the body of 矩阵 (one line of title) or 节点 (three).
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
        list,
    }
}

/// Lines above the list of 矩阵.
pub const MATRIX_TITLE: u16 = 1;
/// Lines above the list of a page of the meeting.
pub const MEETING_TITLE: u16 = 2;
/// Lines above the list behind a number.
pub const DRILL_DOWN_TITLE: u16 = 1;
/// Lines above the list of 变化.
pub const CHANGES_TITLE: u16 = 2;
/// Lines above the list of an import.
pub const IMPORT_TITLE: u16 = 2;
/// Lines above the list of 节点.
pub const MILESTONE_TITLE: u16 = 3;

/// 时间轴.
#[derive(Debug, Clone, Copy)]
pub struct TimelineAreas {
    /// The axis to scale.
    pub axis: Rect,
    /// What the as-of date is about.
    pub day: Rect,
    pub heading: Rect,
    pub list: Rect,
    /// More about the one under the cursor.
    pub detail: Rect,
    /// What is due, below a heading; empty where there is no room.
    pub due: Rect,
}

/// Divides the body of the timeline.
pub fn timeline(body: Rect, milestones: usize) -> TimelineAreas {
    let rows = u16::try_from(milestones).unwrap_or(u16::MAX);
    // A low terminal gives the axis up first, then the details.
    let (axis, day) = match body.height.saturating_sub(rows) {
        ..5 => (0, 0),
        5 => (4, 0),
        _ => (4, 1),
    };
    let [axis, day, heading, list, rest] = down(
        body,
        [
            Constraint::Length(axis),
            Constraint::Length(day),
            Constraint::Length(1),
            Constraint::Length(rows.min(body.height.saturating_sub(axis + day + 1))),
            Constraint::Min(0),
        ],
    );
    let due = if rest.height >= 12 {
        rest.height / 2
    } else {
        0
    };
    let [detail, due] = down(rest, [Constraint::Min(0), Constraint::Length(due)]);
    TimelineAreas {
        axis,
        day,
        heading,
        list,
        detail,
        due,
    }
}

/// 问题.
#[derive(Debug, Clone, Copy)]
pub struct FindingsAreas {
    /// Kinds, with how many there are.
    pub chips: Rect,
    pub heading: Rect,
    pub list: Rect,
    /// Everything about the one under the cursor.
    pub detail: Rect,
}

/// Divides the body of the findings. What stands against what wants about as much room as the
/// list.
pub fn findings(body: Rect) -> FindingsAreas {
    let detail = match body.height {
        30.. => 12,
        18.. => 9,
        14.. => 6,
        _ => 4,
    };
    let [chips, heading, list, _, detail] = down(
        body,
        [
            Constraint::Length(1),
            Constraint::Length(1),
            Constraint::Min(0),
            Constraint::Length(1),
            Constraint::Length(detail),
        ],
    );
    FindingsAreas {
        chips,
        heading,
        list,
        detail,
    }
}

/// 协会.
#[derive(Debug, Clone, Copy)]
pub struct AssociationAreas {
    /// Number, name, status, stage.
    pub title: Rect,
    pub milestones: Rect,
    pub list: Rect,
    /// More about the item under the cursor.
    pub detail: Rect,
    /// What was recorded, in a wide terminal.
    pub history: Option<Rect>,
}

/// Divides the body of an association.
pub fn association(body: Rect) -> AssociationAreas {
    let [title, milestones, rest] = down(
        body,
        [
            Constraint::Length(1),
            Constraint::Length(2),
            Constraint::Min(0),
        ],
    );
    let (main, side) = beside(rest, 46);
    if let Some(side) = side {
        let [detail, history] = down(side, [Constraint::Length(15), Constraint::Min(0)]);
        return AssociationAreas {
            title,
            milestones,
            list: main,
            detail,
            history: Some(history),
        };
    }
    let detail = if main.height >= 12 { 5 } else { 3 };
    let [list, detail] = down(main, [Constraint::Min(0), Constraint::Length(detail)]);
    AssociationAreas {
        title,
        milestones,
        list,
        detail,
        history: None,
    }
}

/// 表格.
#[derive(Debug, Clone, Copy)]
pub struct FormAreas {
    /// Form, association, how much is filled in.
    pub title: Rect,
    /// The sections, where there is room beside the fields.
    pub sections: Option<Rect>,
    pub list: Rect,
    /// More about the field under the cursor.
    pub detail: Rect,
}

/// Divides the body of a form.
pub fn form(body: Rect) -> FormAreas {
    let detail = if body.height >= 14 { 5 } else { 3 };
    let [title, main, detail] = down(
        body,
        [
            Constraint::Length(1),
            Constraint::Min(0),
            Constraint::Length(detail),
        ],
    );
    if body.width < 100 {
        return FormAreas {
            title,
            sections: None,
            list: main,
            detail,
        };
    }
    let [sections, list] = across(main, [Constraint::Length(36), Constraint::Min(0)]);
    FormAreas {
        title,
        sections: Some(sections),
        list,
        detail,
    }
}

/// 前后对照.
#[derive(Debug, Clone, Copy)]
pub struct MirrorAreas {
    /// Association, how much has changed, how many problems.
    pub title: Rect,
    /// Headings of the two sides.
    pub heading: Rect,
    pub list: Rect,
    /// More about the line under the cursor.
    pub detail: Rect,
}

/// Divides the body of the comparison.
pub fn mirror(body: Rect) -> MirrorAreas {
    let detail = if body.height >= 20 { 7 } else { 5 };
    let [title, heading, list, detail] = down(
        body,
        [
            Constraint::Length(1),
            Constraint::Length(1),
            Constraint::Min(0),
            Constraint::Length(detail),
        ],
    );
    MirrorAreas {
        title,
        heading,
        list,
        detail,
    }
}

/// Cells of a line of the comparison: signs and label, the state before, the state after.
pub fn mirror_columns(width: u16) -> [u16; 3] {
    let label = (width * 3 / 10).min(40);
    let side = width.saturating_sub(label) / 2;
    [label, side, width - label - side]
}

/// The side of the comparison that a column of the terminal belongs to.
pub fn mirror_side(list: Rect, column: u16) -> Option<Side> {
    let [label, before, _] = mirror_columns(list.width);
    let column = column.checked_sub(list.x + label)?;
    Some(if column < before {
        Side::Before
    } else {
        Side::After
    })
}

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
fn down<const N: usize>(area: Rect, parts: [Constraint; N]) -> [Rect; N] {
    split(area.height, parts).map(|(at, height)| Rect {
        y: area.y + at,
        height,
        ..area
    })
}

/// Divides an area from left to right.
fn across<const N: usize>(area: Rect, parts: [Constraint; N]) -> [Rect; N] {
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
