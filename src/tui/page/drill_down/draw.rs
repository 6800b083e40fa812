//! 名单: the associations that a number of the overview counts, and what each of them owes.

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::style::Style;
use ratatui::text::{Line, Span};

use super::DrillDownPage;
use crate::app::overview::Behind;
use crate::tui::layout::{self, WIDE};
use crate::tui::model::Ctx;
use crate::tui::screen::{days, light, mark_cursor};
use crate::tui::widget::paint;

/// Cells of a unit's name in a wide terminal.
const UNIT: usize = 24;

/// Draws the list.
pub fn draw(ctx: &Ctx, page: &DrillDownPage, body: Rect, buf: &mut Buffer) -> Position {
    let areas = layout::titled_list(body, layout::DRILL_DOWN_TITLE);
    let title = t!(
        " {}  {} 家",
        " {}  {}",
        page.question.title(&ctx.ledger),
        page.rows.len()
    );
    let title = Line::styled(title, ctx.theme.strong());
    paint::line(buf, areas.title, 0, &title);
    let widths = widths(areas.list.width);
    paint::line(buf, areas.heading, 0, &heading(ctx, widths));
    let window = page.list.window(page.rows.len(), areas.list.height.into());
    let start = window.start;
    for (at, row) in (0u16..).zip(&page.rows[window]) {
        paint::line(buf, areas.list, at, &line(ctx, row, widths));
    }
    let line = page.list.cursor.saturating_sub(start);
    mark_cursor(ctx, areas.list, line, buf)
}

/// Cells of name, unit (none in a narrow terminal) and what is owed.
fn widths(width: u16) -> [usize; 3] {
    let unit = if width >= WIDE { UNIT } else { 0 };
    let room = usize::from(width).saturating_sub(FIXED + unit);
    let name = room * 45 / 100;
    [name, unit, room - name]
}

/// Light, number, done of total, days.
const FIXED: usize = 4 + 5 + 9 + 9;

fn heading(ctx: &Ctx, [name, unit, owes]: [usize; 3]) -> Line<'static> {
    let style = ctx.theme.heading();
    let dots = ctx.glyphs.ellipsis;
    Line::from(vec![
        paint::cell(s!(" 灯", "  "), 4, dots, style),
        paint::cell_right(s!("序 ", "No "), 5, dots, style),
        paint::cell(s!("名称", "name"), name, dots, style),
        paint::cell(s!("主管单位", "unit"), unit, dots, style),
        paint::cell(s!("欠办", "owes"), owes, dots, style),
        paint::cell_right(s!("清单", "checklist"), 9, dots, style),
        paint::cell_right(s!("剩余 ", "left "), 9, dots, style),
    ])
}

fn line(ctx: &Ctx, row: &Behind, [name, unit, owes]: [usize; 3]) -> Line<'static> {
    let ledger = &ctx.ledger;
    let dots = ctx.glyphs.ellipsis;
    let plain = Style::new();
    let about = &ledger.associations()[row.association];
    let whose = ledger.unit_name_of(row.association);
    let whose = whose.unwrap_or_else(|| ledger.printed_unit_of(row.association));
    // A cell's last column stays free, so that texts do not touch.
    let text = |text: &str, width: usize, style| {
        let room = width.saturating_sub(1);
        [
            paint::cell(text, room, dots, style),
            Span::raw(if width == 0 { "" } else { " " }),
        ]
    };
    let mut spans = vec![
        Span::raw(" "),
        light(ctx, row.light),
        Span::raw(" "),
        paint::cell_right(&format!("{} ", about.no), 5, dots, plain),
    ];
    spans.extend(text(&about.name, name, plain));
    spans.extend(text(whose, unit, ctx.theme.faint()));
    spans.extend(text(&row.owes, owes, plain));
    let items = format!("{}/{}", row.items.done, row.items.total);
    let left = row.days.map_or_else(String::new, days);
    spans.extend([
        paint::cell_right(&items, 9, dots, plain),
        paint::cell_right(
            &format!("{left} "),
            9,
            dots,
            ctx.theme.light_text(row.light),
        ),
    ]);
    Line::from(spans)
}
