//! Where things are on the screen. Drawing and the mouse ask the same functions, and scrolling
//! takes its heights from here.

use ratatui::layout::{Constraint, Layout, Rect, Size};

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
    /// The screen.
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
    let [header, body, footer] = Layout::vertical([
        Constraint::Length(header),
        Constraint::Min(0),
        Constraint::Length(2),
    ])
    .areas(area);
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
    let [head, axis, _, rest] = Layout::vertical([
        Constraint::Length(head),
        Constraint::Length(axis),
        Constraint::Length(u16::from(all.height >= 30)),
        Constraint::Min(0),
    ])
    .areas(all);
    let [left, _, right] = Layout::horizontal([
        Constraint::Fill(9),
        Constraint::Length(1),
        Constraint::Fill(10),
    ])
    .areas(rest);
    // Where all fits, what is due shares its column with the changes, the units with the burn-up.
    let all_fits = rest.height >= 20;
    let below = |share: u16| {
        if all_fits {
            rest.height * share / 100
        } else {
            0
        }
    };
    let [separations, due, changes] = Layout::vertical([
        Constraint::Length(6),
        Constraint::Min(0),
        Constraint::Length(below(35)),
    ])
    .areas(left);
    let [units, burn] =
        Layout::vertical([Constraint::Min(0), Constraint::Length(below(45))]).areas(right);
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
    let [heading, list] = Layout::vertical([Constraint::Length(1), Constraint::Min(0)]).areas(area);
    (heading, list)
}

/// 名册.
#[derive(Debug, Clone, Copy)]
pub struct RosterAreas {
    /// Search field and filters.
    pub chips: Rect,
    /// Column headings.
    pub heading: Rect,
    /// The lines.
    pub list: Rect,
    /// What is under the cursor, in a wide terminal.
    pub preview: Option<Rect>,
}

/// Divides the body of the roster.
pub fn roster(body: Rect) -> RosterAreas {
    let (main, preview) = beside(body, 38);
    let [chips, heading, list] = Layout::vertical([
        Constraint::Length(1),
        Constraint::Length(1),
        Constraint::Min(0),
    ])
    .areas(main);
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
    let [main, _, side] = Layout::horizontal([
        Constraint::Min(0),
        Constraint::Length(1),
        Constraint::Length(columns),
    ])
    .areas(body);
    (main, Some(side))
}

/// A screen with some lines of title, column headings, and a list.
#[derive(Debug, Clone, Copy)]
pub struct ListAreas {
    /// Title lines.
    pub title: Rect,
    /// Column headings.
    pub heading: Rect,
    /// The lines.
    pub list: Rect,
}

/// Divides the body of 矩阵 (one line of title) or 节点 (three).
pub fn titled_list(body: Rect, title: u16) -> ListAreas {
    let [title, heading, list] = Layout::vertical([
        Constraint::Length(title),
        Constraint::Length(1),
        Constraint::Min(0),
    ])
    .areas(body);
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
pub const BEHIND_TITLE: u16 = 1;
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
    /// Column headings.
    pub heading: Rect,
    /// The milestones.
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
    let [axis, day, heading, list, rest] = Layout::vertical([
        Constraint::Length(axis),
        Constraint::Length(day),
        Constraint::Length(1),
        Constraint::Length(rows.min(body.height.saturating_sub(axis + day + 1))),
        Constraint::Min(0),
    ])
    .areas(body);
    let due = if rest.height >= 12 {
        rest.height / 2
    } else {
        0
    };
    let [detail, due] = Layout::vertical([Constraint::Min(0), Constraint::Length(due)]).areas(rest);
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
    /// Column headings.
    pub heading: Rect,
    /// The findings.
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
    let [chips, heading, list, _, detail] = Layout::vertical([
        Constraint::Length(1),
        Constraint::Length(1),
        Constraint::Min(0),
        Constraint::Length(1),
        Constraint::Length(detail),
    ])
    .areas(body);
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
    /// The milestones.
    pub milestones: Rect,
    /// The checklist.
    pub list: Rect,
    /// More about the item under the cursor.
    pub detail: Rect,
    /// What was recorded, in a wide terminal.
    pub history: Option<Rect>,
}

/// Divides the body of an association.
pub fn association(body: Rect) -> AssociationAreas {
    let [title, milestones, rest] = Layout::vertical([
        Constraint::Length(1),
        Constraint::Length(2),
        Constraint::Min(0),
    ])
    .areas(body);
    let (main, side) = beside(rest, 46);
    if let Some(side) = side {
        let [detail, history] =
            Layout::vertical([Constraint::Length(15), Constraint::Min(0)]).areas(side);
        return AssociationAreas {
            title,
            milestones,
            list: main,
            detail,
            history: Some(history),
        };
    }
    let detail = if main.height >= 12 { 5 } else { 3 };
    let [list, detail] =
        Layout::vertical([Constraint::Min(0), Constraint::Length(detail)]).areas(main);
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
    /// The fields.
    pub list: Rect,
    /// More about the field under the cursor.
    pub detail: Rect,
}

/// Divides the body of a form.
pub fn form(body: Rect) -> FormAreas {
    let detail = if body.height >= 14 { 5 } else { 3 };
    let [title, main, detail] = Layout::vertical([
        Constraint::Length(1),
        Constraint::Min(0),
        Constraint::Length(detail),
    ])
    .areas(body);
    if body.width < 100 {
        return FormAreas {
            title,
            sections: None,
            list: main,
            detail,
        };
    }
    let [sections, list] =
        Layout::horizontal([Constraint::Length(36), Constraint::Min(0)]).areas(main);
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
    /// The lines.
    pub list: Rect,
    /// More about the line under the cursor.
    pub detail: Rect,
}

/// Divides the body of the comparison.
pub fn mirror(body: Rect) -> MirrorAreas {
    let detail = if body.height >= 20 { 7 } else { 5 };
    let [title, heading, list, detail] = Layout::vertical([
        Constraint::Length(1),
        Constraint::Length(1),
        Constraint::Min(0),
        Constraint::Length(detail),
    ])
    .areas(body);
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
