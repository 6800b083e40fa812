//! 调度会: one unit a page, large and clear: what it owes, what it promised, who answers for it.

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::style::Style;
use ratatui::text::{Line, Span};

use super::{MeetingPage, MeetingRow};
use crate::domain::change::Subject;
use crate::domain::figure::{self, Members};
use crate::domain::model::Light;
use crate::domain::note::Kept;
use crate::domain::rollup;
use crate::exchange::report::meeting::{self, Pledge};
use crate::text::cells;
use crate::tui::layout;
use crate::tui::model::Ctx;
use crate::tui::screen::{days, light, mark_cursor};
use crate::tui::widget::paint;
use crate::words::balance;
use crate::words::record;

/// Draws a page.
pub fn draw(ctx: &Ctx, page: &MeetingPage, body: Rect, buf: &mut Buffer) -> Position {
    let areas = layout::titled_list(body, layout::MEETING_TITLE);
    let Some(unit) = page.unit(&ctx.ledger) else {
        let text = " 没有有任务的单位，或该单位已并入别的单位；Esc 返回";
        paint::line(buf, areas.title, 0, &Line::raw(text));
        return areas.list.as_position();
    };
    let as_of = ctx.as_of_date();
    let about = &ctx.ledger.units()[unit];
    let sum = figure::sums(&ctx.ledger, Members::Unit(unit), as_of);
    let contact = meeting::contact(&ctx.ledger, &Subject::Unit(about.name.to_string()));
    let contact = if contact.is_empty() {
        "联系人未登记".to_owned()
    } else {
        format!("联系人 {contact}")
    };
    let turn = format!(" 调度 {}/{} ", page.at + 1, page.units.len());
    let first = Line::from(vec![
        Span::styled(turn, ctx.theme.soft()),
        Span::raw("  "),
        light(ctx, sum.light),
        Span::raw("  "),
        paint::text(&about.name, ctx.theme.strong()),
        Span::raw("  "),
        paint::text(&contact, ctx.theme.soft()),
    ]);
    let said = |parts: &str| {
        let (tally, light) = (sum.items, sum.light.word());
        let items = format!("清单 {}/{} {}", tally.done, tally.total, tally.share());
        format!(" 拟脱钩 {} 家（{parts}）  {items}  {light}", sum.planned)
    };
    let whole = said(&balance::parts(&sum.balance()));
    let second = if cells::width(&whole) <= areas.title.width.into() {
        whole
    } else {
        said(&balance::brief(&sum.balance()))
    };
    let second = Line::raw(second);
    paint::lines(buf, areas.title, [first, second]);
    let window = page.list.window(page.rows.len(), areas.list.height.into());
    let start = window.start;
    for (at, row) in (0u16..).zip(&page.rows[window]) {
        let line = line(ctx, row, areas.list.width.into());
        paint::line(buf, areas.list, at, &line);
    }
    let at = page.list.cursor.saturating_sub(start);
    mark_cursor(ctx, areas.list, at, buf)
}

fn line(ctx: &Ctx, row: &MeetingRow, width: usize) -> Line<'static> {
    let dots = ctx.glyphs.ellipsis;
    let plain = Style::new();
    let ledger = &ctx.ledger;
    match row {
        MeetingRow::Gap => Line::default(),
        MeetingRow::Heading(heading, count) => {
            paint::title(&ctx.theme, &format!(" {heading} {count}"), "", width)
        }
        MeetingRow::Nothing(text) => Line::styled(format!("   {text}"), ctx.theme.faint()),
        MeetingRow::Milestone(late) => {
            let text = format!(
                "{} {}  {} 到期，还差 {}/{}",
                late.id, late.title, late.due.short, late.missing, late.population
            );
            Line::from(vec![
                Span::raw("   "),
                light(ctx, Light::Red),
                Span::raw(" "),
                paint::cell(&text, width.saturating_sub(16), dots, ctx.theme.strong()),
                paint::cell_right(&days(-late.days), 9, dots, ctx.theme.light_text(Light::Red)),
            ])
        }
        MeetingRow::Association(ix, items, late) => {
            let about = &ledger.associations()[*ix];
            let lamp = rollup::association(ledger, *ix, ctx.as_of_date()).light;
            let rest = width.saturating_sub(6 + 5 + 12 + 10 + 10);
            Line::from(vec![
                Span::raw("   "),
                light(ctx, lamp),
                Span::raw(" "),
                paint::cell_right(&format!("{} ", about.no), 5, dots, plain),
                paint::cell(&about.name, rest, dots, plain),
                paint::cell(
                    ledger.progress(*ix).stage.word(),
                    12,
                    dots,
                    ctx.theme.faint(),
                ),
                paint::cell_right(&format!("{items} 项"), 10, dots, plain),
                paint::cell_right(&days(-late), 9, dots, ctx.theme.light_text(Light::Red)),
            ])
        }
        MeetingRow::Pledge(pledge) => pledge_line(ctx, pledge, width),
        MeetingRow::Remark(note) => {
            let text = format!("   {}", record::note(note));
            paint::cell(&text, width, dots, plain).into()
        }
    }
}

/// Whether it was kept, until when, what, and whose it is when it is not the unit's own.
fn pledge_line(ctx: &Ctx, pledge: &Pledge, width: usize) -> Line<'static> {
    let dots = ctx.glyphs.ellipsis;
    let (sign, style) = match pledge.kept {
        Kept::Broken => (ctx.glyphs.open, ctx.theme.alert()),
        Kept::Open => (ctx.glyphs.open, Style::new()),
        Kept::Late => (ctx.glyphs.tick, ctx.theme.light_text(Light::Yellow)),
        Kept::InTime => (ctx.glyphs.tick, ctx.theme.light_text(Light::Green)),
    };
    let what = match &pledge.promise.milestone {
        Some(id) => format!("{id} 延期：{}", pledge.promise.text),
        None => pledge.promise.text.to_string(),
    };
    let whose = match &pledge.subject {
        Subject::Association(no) => format!("（{no} 号）"),
        Subject::Unit(_) | Subject::City => String::new(),
    };
    Line::from(vec![
        Span::styled(format!("   {sign} "), style),
        paint::cell(
            &pledge
                .promise
                .due_on
                .map_or_else(String::new, |on| on.to_string()),
            12,
            dots,
            style,
        ),
        paint::cell(pledge.kept.word(), 12, dots, style),
        paint::cell(
            &format!("{what}{whose}"),
            width.saturating_sub(30),
            dots,
            style,
        ),
    ])
}
