//! 名册预览 on the screen: the cells below what each column is, or the sentences; what is wrong under
//! the cursor is said above them.

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::style::Style;
use ratatui::text::{Line, Span};

use super::choose::Role;
use super::marks::RowFate;
use super::{RosterFilePage, SheetRow, View, WAYS_OUT};
use crate::domain::model::Status;
use crate::exchange::roster::plan::{PlanPart, RosterPlan};
use crate::text::cells;
use crate::tui::layout;
use crate::tui::model::Ctx;
use crate::tui::screen::{mark_cursor, told};
use crate::tui::widget::paint;

/// Cells before the first column: the sign and the number of the row.
const GUTTER: usize = 8;
/// Cells of a column, at least and at most.
const COLUMN: (usize, usize) = (6, 30);
/// So many rows say how wide a column is.
const LOOKED_AT: usize = 300;
/// Stands before what is wrong.
const WRONG: &str = "!";

/// How wide the columns are.
pub fn widths(plan: &RosterPlan) -> Vec<usize> {
    let width = plan.parts.iter().map(|part| part.sheet.width()).max();
    let mut widths = vec![COLUMN.0; width.unwrap_or(0).into()];
    for part in &plan.parts {
        for (at, width) in (0u16..).zip(&mut widths) {
            *width = (*width).max(cells::width(&heading(part, at)));
        }
        let below = part.header.line.map_or(0, |line| line);
        for line in part.sheet.lines.iter().skip(below).take(LOOKED_AT) {
            for cell in line.cells.iter().filter(|cell| !cell.merged) {
                let width = &mut widths[usize::from(cell.column)];
                *width = (*width).max(cells::width(&cell.text).min(COLUMN.1));
            }
        }
    }
    widths
}

/// `B 名称`.
fn heading(part: &PlanPart, at: u16) -> String {
    format!(
        "{} {}",
        part.sheet.column_name(at),
        Role::of(part, at).label()
    )
}

/// The first column that is shown: the one under the cursor has room.
fn first_shown(page: &RosterFilePage, room: usize) -> usize {
    let here = usize::from(page.column);
    let (mut first, mut used) = (here, 0);
    for at in (0..=here).rev() {
        used += page.widths.get(at).map_or(0, |width| width + 1);
        if used > room && at < here {
            break;
        }
        first = at;
    }
    first
}

/// Columns from the first that is shown, with the cells before each.
fn shown(page: &RosterFilePage, room: usize) -> impl Iterator<Item = (u16, usize, usize)> {
    let first = first_shown(page, room);
    let mut x = GUTTER;
    let widths = page.widths.iter().enumerate().skip(first);
    widths.map(move |(at, width)| {
        let start = x;
        x += width + 1;
        (u16::try_from(at).unwrap_or(u16::MAX), start, *width)
    })
}

/// The column at a cell of the screen.
pub fn column_at(page: &RosterFilePage, area: Rect, x: u16) -> Option<u16> {
    let at = usize::from(x - area.x);
    let room = usize::from(area.width).saturating_sub(GUTTER);
    let mut columns = shown(page, room);
    let hit = columns.find(|(_, start, width)| (*start..=start + width).contains(&at));
    hit.map(|(column, ..)| column)
}

/// Draws the preview.
pub fn draw(ctx: &Ctx, page: &RosterFilePage, body: Rect, buf: &mut Buffer) -> Position {
    let areas = layout::titled_list(body, layout::ROSTER_FILE_TITLE);
    paint::line(buf, areas.title, 0, &title(ctx, page));
    let (about, style) = about(ctx, page);
    let room = usize::from(areas.title.width).saturating_sub(2);
    let lines = cells::wrap(&told::in_signs(ctx, &cells::shown(&about)), room);
    for (row, text) in (1..areas.title.height).zip(lines) {
        paint::line(
            buf,
            areas.title,
            row,
            &Line::styled(format!(" {text}"), style),
        );
    }
    match page.view {
        View::Cells => draw_cells(ctx, page, areas.heading, areas.list, buf),
        View::Words => told::draw(ctx, &page.lines, &page.words, areas.list, buf),
    }
}

fn title(ctx: &Ctx, page: &RosterFilePage) -> Line<'static> {
    let plan = &page.plan;
    let name = page.request.path.file_name();
    let name = name.map(|name| name.to_string_lossy()).unwrap_or_default();
    let counts = t!(
        "  {} 家：拟脱钩 {}，已脱钩 {}；主管单位 {} 个",
        "  {} rows: {} to decouple, {} decoupled; {} units",
        plan.rows.len(),
        plan.count(Status::Planned),
        plan.count(Status::Decoupled),
        plan.units().len()
    );
    let problems = match plan.problems.len() {
        0 => Span::styled(s!("  没有问题", "  no problems"), ctx.theme.faint()),
        count => Span::styled(
            t!("  {count} 个问题", "  {count} problems"),
            ctx.theme.alert(),
        ),
    };
    Line::from(vec![
        Span::styled(s!(" 名册预览  ", " Roster  "), ctx.theme.strong()),
        paint::text(&name, Style::new()),
        Span::raw(counts),
        problems,
    ])
}

/// What is wrong under the cursor, or what can be done.
fn about(ctx: &Ctx, page: &RosterFilePage) -> (String, Style) {
    if page.view == View::Words {
        let line = page.lines.get(page.words.cursor);
        let text = line.map_or_else(String::new, |line| line.text.clone());
        let faint = ctx.theme.faint();
        return (
            text,
            line.map_or(faint, |line| told::style(ctx, line, faint)),
        );
    }
    if let Some(problem) = page.problem_here().and_then(|at| page.problem(at)) {
        let said = WAYS_OUT.said(problem);
        let text = match problem.place.text.as_str() {
            "" => said,
            place => t!("{place}：{said}", "{place}: {said}"),
        };
        return (text, ctx.theme.alert());
    }
    let text = match page.plan.problems.len() {
        0 if page.diff.is_empty() => s!(
            "与台账的名册相同。印发的名册不改写；Enter 看还能做什么，Tab 看怎么读的",
            "The same as the ledger's roster, which is never rewritten. Enter shows what can be done, Tab how it was read"
        )
        .to_owned(),
        0 => t!(
            "与台账的名册比较：相同 {}，新增 {}，减少 {}，改变 {}（Tab 看明细）。印发的名册不改写，Enter 另立台账",
            "Beside the ledger's roster: {} alike, {} new, {} gone, {} changed (Tab lists them). The printed roster is never rewritten; Enter makes another ledger",
            page.diff.same,
            page.diff.new.len(),
            page.diff.gone.len(),
            page.diff.changed.len()
        ),
        _ => s!(
            "有 ! 的格有问题，有 ! 的行没有读入；n 到下一个问题",
            "Cells with ! are wrong, rows with ! are not read; n goes to the next problem"
        )
        .to_owned(),
    };
    (text, ctx.theme.faint())
}

fn draw_cells(
    ctx: &Ctx,
    page: &RosterFilePage,
    head: Rect,
    list: Rect,
    buf: &mut Buffer,
) -> Position {
    let room = usize::from(list.width).saturating_sub(GUTTER);
    let window = page.list.window(page.rows(), list.height.into());
    if let Some(part) = page.part_here() {
        paint::line(buf, head, 0, &headings(ctx, page, part, room));
    }
    for (row, at) in (0u16..).zip(window.clone()) {
        if let Some(shown) = page.row(at) {
            paint::line(buf, list, row, &row_line(ctx, page, shown, room));
        }
    }
    let cursor = mark_cursor(
        ctx,
        list,
        page.list.cursor.saturating_sub(window.start),
        buf,
    );
    // Within the row the chosen cell stands out.
    let chosen = shown(page, room).find(|(at, ..)| *at == page.column);
    if let Some((_, start, width)) = chosen {
        let cell = Rect {
            x: list
                .x
                .saturating_add(u16::try_from(start).unwrap_or(u16::MAX)),
            y: cursor.y,
            width: u16::try_from(width).unwrap_or(u16::MAX),
            height: 1,
        };
        let chip = Style::reset().patch(ctx.theme.chip());
        buf.set_style(cell.intersection(list), chip);
    }
    cursor
}

fn headings(ctx: &Ctx, page: &RosterFilePage, part: &PlanPart, room: usize) -> Line<'static> {
    let style = ctx.theme.heading();
    let gutter = paint::cell(s!("   行", "   row"), GUTTER, "", style);
    let columns = shown(page, room).flat_map(|(at, _, width)| {
        let ink = match Role::of(part, at) {
            _ if at == page.column => style.patch(ctx.theme.accent()),
            Role::Unused => style.patch(ctx.theme.faint()),
            _ => style,
        };
        let text = paint::cell(&heading(part, at), width, ctx.glyphs.ellipsis, ink);
        [text, Span::styled(" ", style)]
    });
    [gutter].into_iter().chain(columns).collect()
}

fn row_line(ctx: &Ctx, page: &RosterFilePage, row: SheetRow<'_>, room: usize) -> Line<'static> {
    let fate = page.marks.fate(row);
    let ink = match fate {
        RowFate::Header => ctx.theme.strong(),
        RowFate::Above | RowFate::Skipped => ctx.theme.faint(),
        RowFate::Read | RowFate::Unread => Style::new(),
    };
    let wrong = fate == RowFate::Unread;
    let sign = if wrong { WRONG } else { " " };
    let gutter = if wrong {
        ctx.theme.alert()
    } else {
        ctx.theme.faint()
    };
    let label = cells::pad_left(&row.part.sheet.row_label(row.line.number), GUTTER - 3, "");
    let mut spans = vec![Span::styled(format!(" {sign}{label} "), gutter)];
    for (at, _, width) in shown(page, room) {
        let cell = row.line.cell(at);
        let text = cell.map_or("", |cell| &*cell.text);
        let is_wrong = page.marks.of_cell(row, at).is_some();
        let (text, style) = match cell {
            _ if is_wrong => (format!("{WRONG}{text}"), ctx.theme.alert()),
            Some(cell) if cell.merged => (text.to_owned(), ctx.theme.faint()),
            _ => (text.to_owned(), ink),
        };
        spans.push(paint::cell(&text, width, ctx.glyphs.ellipsis, style));
        spans.push(Span::raw(" "));
    }
    Line::from(spans)
}
